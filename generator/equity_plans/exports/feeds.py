"""Atom feeds: what changed, in words, for those who want to be told and not to look.

RFC 4287. Every entry has an id that outlives its title and its address. Its time is the day on
which the change was made public, never the time of the build.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from equity_plans import __version__, addresses, words
from equity_plans.changes import Change, ChangeKind
from equity_plans.exports.export import LICENSE_NAME, Export, File, Group, Publication, Write
from equity_plans.exports.table import Row, legible
from equity_plans.exports.tables.reports import change_ids
from equity_plans.when import When

ATOM = "http://www.w3.org/2005/Atom"
MOST = 200
"""How many of the newest changes a feed holds; the table of changes has all."""

STATUS_KINDS = (ChangeKind.STATUS, ChangeKind.DONE, ChangeKind.WITHDRAWN)


Told: TypeAlias = tuple[str, Change]
"""A change with its id."""


def everything(publication: Publication) -> Iterator[File]:
    """One feed of everything that changed."""
    title = "What changed in all plans"
    yield _feed(publication, addresses.FEED, title, addresses.CHANGES, _newest(publication))


def statuses(publication: Publication) -> Iterator[File]:
    """One feed of the changes of status only."""
    chosen = {id(one) for one in _of_status(publication.view.changes)}
    title = "Changes of status in all plans"
    changes = (told for told in _newest(publication) if id(told[1]) in chosen)
    yield _feed(publication, addresses.STATUS_FEED, title, addresses.CHANGES, changes)


def _of_status(changes: tuple[Change, ...]) -> Iterator[Change]:
    """The changes after which an action or a plan has another status than before."""
    last: dict[tuple[str, str], str] = {}
    for one in reversed(changes):
        if _tells_status(one):
            thing = (one.plan.key, one.action.id if one.action else "")
            status = one.status or one.kind
            if last.get(thing) != status:
                yield one
            last[thing] = status


def _tells_status(one: Change) -> bool:
    if one.action is None:
        return one.kind == ChangeKind.ENDED
    return one.kind in STATUS_KINDS and not one.subject  # else it is about a step


def agencies(publication: Publication) -> Iterator[File]:
    """A feed for each agency."""
    view = publication.view
    changes = _by(publication, lambda one: (one.plan.agency,))
    for agency in view.portfolio.agencies.values():
        yield _feed(
            publication,
            addresses.feed("agency", agency.id),
            f"What changed in the plans of {agency.name}",
            addresses.agency(agency.id),
            changes.get(agency.id, ()),
        )


def plans(publication: Publication) -> Iterator[File]:
    """A feed for each plan."""
    view = publication.view
    changes = _by(publication, lambda one: (one.plan.key,))
    for plan in view.portfolio.plans.values():
        yield _feed(
            publication,
            addresses.feed("plan", plan.key),
            f"What changed in {plan.title}, {view.agency_of(plan).short}",
            addresses.plan(plan),
            changes.get(plan.key, ()),
        )


def topics(publication: Publication) -> Iterator[File]:
    """A feed for each topic, of the actions on it."""
    view = publication.view
    values = {(one.plan.key, one.action.id): one.topics for one in view.placed}
    changes = _by(
        publication, lambda one: values[one.plan.key, one.action.id] if one.action else ()
    )
    for word in view.schemas.vocabulary["topic"]:
        yield _feed(
            publication,
            addresses.feed("topic", word.value),
            f"What changed in promises on: {word.label}",
            addresses.topic(word.value),
            changes.get(word.value, ()),
        )


def people(publication: Publication) -> Iterator[File]:
    """A feed for each group of people, of the actions meant to serve them."""
    view = publication.view
    values = {(one.plan.key, one.action.id): one.people for one in view.placed}
    changes = _by(
        publication, lambda one: values[one.plan.key, one.action.id] if one.action else ()
    )
    for word in view.schemas.vocabulary["people"]:
        yield _feed(
            publication,
            addresses.feed("people", word.value),
            f"What changed in promises for: {word.label}",
            addresses.people(word.value),
            changes.get(word.value, ()),
        )


@lru_cache(maxsize=1)
def _newest(publication: Publication) -> tuple[Told, ...]:
    """Every change with its id, the newest to be made public first."""
    told = change_ids(publication.view.changes)
    return tuple(sorted(told, key=lambda one: public_on(one[1]), reverse=True))


def public_on(change: Change) -> date:
    """The day on which anybody could know: what was done in May may be reported in July."""
    day = change.day
    return max(day, change.report.date) if change.report is not None else day


def _by(publication: Publication, keys: Callable[[Change], Iterable[str]]) -> dict[str, list[Told]]:
    """The changes by each of their `keys`, newest first."""
    found: dict[str, list[Told]] = {}
    for told in _newest(publication):
        for key in keys(told[1]):
            found.setdefault(key, []).append(told)
    return found


def _feed(
    publication: Publication, uri: str, title: str, page: str, changes: Iterable[Told]
) -> File:
    newest = tuple(islice(changes, MOST))
    updated = public_on(newest[0][1]) if newest else publication.view.as_of
    entries = _entries(publication)
    content = "".join(
        (
            "<?xml version='1.0' encoding='utf-8'?>\n",
            f'<feed xmlns="{ATOM}" xml:lang="en">\n',
            _element("id", publication.tag(uri)),
            _element("title", title),
            _element("updated", _time(updated)),
            f" <author>{_element('name', publication.site_name).strip()}</author>\n",
            _element("rights", LICENSE_NAME),
            _element("generator", "equity-plans", version=__version__),
            _link("self", "application/atom+xml", publication.file(uri)),
            _link("alternate", "text/html", publication.page(page)),
            *(entries(*told) for told in newest),
            "</feed>\n",
        )
    )
    return File(uri=uri, content=content.encode())


@lru_cache(maxsize=1)
def _entries(publication: Publication) -> Callable[[str, Change], str]:
    """What writes the entry of a change; one that is in several feeds is written once."""
    told = {row["id"]: row for row in publication.tables["changes"].rows}
    written: dict[str, str] = {}

    def entry(name: str, change: Change) -> str:
        if name not in written:
            written[name] = _entry(name, change, told[name], publication)
        return written[name]

    return entry


def _entry(name: str, change: Change, row: Row, publication: Publication) -> str:
    view = publication.view
    agency = view.agency_of(change.plan)
    about = change.action.title if change.action else change.plan.title
    page = (
        addresses.action(change.plan, change.action)
        if change.action
        else addresses.plan(change.plan)
    )
    kind = str(row["title"])
    told = f"{_when(change.on)}. {row['words']} ({change.plan.title}, {agency.short})"
    return "".join(
        (
            " <entry>\n",
            _element("id", publication.tag(f"changes/{name}")),
            _element("title", f"{kind}: {about}"),
            _element("updated", _time(public_on(change))),
            f" <author>{_element('name', agency.name).strip()}</author>\n",
            _link("alternate", "text/html", publication.page(page)),
            f" <category term={quoteattr(change.kind)} label={quoteattr(kind)} />\n",
            _element("summary", told, type="text"),
            " </entry>\n",
        )
    )


@lru_cache(maxsize=4096)
def _when(on: When | date) -> str:
    """“On September 30, 2024”, “In fiscal year 2024”."""
    return words.capital(words.at(on) if isinstance(on, When) else f"on {words.day(on)}")


def _time(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _element(name: str, text: str, **attributes: str) -> str:
    """An element with `text` on one line. Its name and attributes are our own."""
    told = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f" <{name}{told}>{escape(' '.join(legible(text).split()))}</{name}>\n"


def _link(rel: str, media_type: str, href: str) -> str:
    return f' <link rel="{rel}" type="{media_type}" href={quoteattr(href)} />\n'


def _export(uri: str, title: str, description: str, write: Write) -> Export:
    return Export(
        uri=uri,
        media_type="application/atom+xml",
        title=title,
        description=description,
        group=Group.FOLLOW,
        write=write,
    )


EXPORTS = (
    _export(
        addresses.FEED,
        "Feed of all changes",
        f"The newest {MOST} reports, new dates, setbacks and corrections, in words.",
        everything,
    ),
    _export(
        addresses.STATUS_FEED,
        "Feed of changes of status",
        "Only what became done, delayed, stopped or ended.",
        statuses,
    ),
    _export(
        addresses.feed("agency", "{agency}"),
        "Feed of one agency",
        "What changed in its plans.",
        agencies,
    ),
    _export(
        addresses.feed("plan", "{agency}/{plan}"),
        "Feed of one plan",
        "What changed in it.",
        plans,
    ),
    _export(
        addresses.feed("topic", "{topic}"),
        "Feed of one topic",
        "What changed in promises on it.",
        topics,
    ),
    _export(
        addresses.feed("people", "{people}"),
        "Feed for one group of people",
        "What changed in promises meant to serve them.",
        people,
    ),
)
