"""The command that looks whether links are still there: the only one that asks the network."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import click

from equity_plans import __version__, words
from equity_plans.authoring import read_project
from equity_plans.cli.group import as_of_option, cli, complain, from_here, root_option, say
from equity_plans.links import (
    RECORD,
    Look,
    RecordError,
    Status,
    evidence,
    read_record,
    record,
    seen_after,
)
from equity_plans.model import Seen
from equity_plans.publish import day_of_build


@cli.command()
@root_option
@as_of_option
@click.option(
    "--contact",
    metavar="ADDRESS",
    help="Your site or repository, so that those who are asked can see who asks.",
)
@click.option(
    "--pause",
    type=click.FloatRange(min=0.1),
    default=2.0,
    show_default=True,
    help="Seconds between two questions to the same host.",
)
@click.option(
    "--timegate",
    metavar="ADDRESS",
    help="An archive to ask for copies of what is gone, such as https://web.archive.org/web/",
)
def links(
    root: Path, as_of: date | None, contact: str | None, pause: float, timegate: str | None
) -> None:
    """Look whether sources and proofs are still online.

    What is found is written to links.json, beside plans/. A link that is gone at two looks stays
    on its page, with the day since when. Nothing is blocked by what is found: run this now and
    then, not at every change. No other command asks the network.
    """
    from equity_plans.online import Guard, Manners, look_at  # noqa: PLC0415 - no other needs it

    day = as_of or day_of_build()
    named = evidence(read_project(root).portfolio)
    place = root / RECORD
    before = _before(place)
    seen: dict[str, Seen] = {}
    agent = f"equity-plans-links/{__version__}"
    found = look_at(
        named,
        Manners(agent=f"{agent} (+{_one_line(contact)})" if contact else agent, pause=pause),
        guard=Guard(),
        timegate=timegate,
        tell=_tell,
    )
    for url, (look, copy) in found.items():
        known = named[url] or copy
        seen[url] = seen_after(before.get(url), look, day=day, archived=known)
    place.write_bytes(record(seen))
    many = Counter(look.status for look, _ in found.values())
    say(
        f"Looked at {words.count(len(found), 'link')}: {words.number(many[Status.ONLINE])} online, "
        f"{words.number(many[Status.OFFLINE])} not, and of {words.number(many[Status.UNKNOWN])} "
        "nobody can tell."
    )
    say(f"The record is {from_here(place)}.")


def _before(place: Path) -> dict[str, Seen]:
    """What was known before; a record that cannot be read is begun anew."""
    try:
        return dict(read_record(place.read_bytes()))
    except FileNotFoundError:
        return {}
    except RecordError as error:
        complain(f"{place} cannot be read, so it is begun anew. {error}")
        return {}


def _tell(url: str, look: Look) -> None:
    if look.status != Status.ONLINE:
        say(f"{look.status}: {url} ({look.problem})")


def _one_line(text: str) -> str:
    """A contact as one line of a request can hold it."""
    return " ".join(text.split()).encode("ascii", "replace").decode()
