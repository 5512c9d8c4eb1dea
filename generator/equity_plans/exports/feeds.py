"""Atom feeds: what changed, in words, for those who want to be told and not to look.

RFC 4287. Every entry has an id that outlives its title and its address. Its time is the day on
which the change was made public, never the time of the build.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TypeAlias
from xml.etree import ElementTree as ET

from equity_plans import __version__, addresses, words
from equity_plans.changes import Change, ChangeKind, change_title, change_words
from equity_plans.exports.export import LICENSE_NAME, Export, File, Group, Publication, Write
from equity_plans.exports.table import legible
from equity_plans.exports.tables.reports import change_ids
from equity_plans.view import View
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
    changes = _newest(publication.view)
    yield _feed(publication, addresses.FEED, title, addresses.CHANGES, changes)


def statuses(publication: Publication) -> Iterator[File]:
    """One feed of the changes of status only."""
    view = publication.view
    chosen = {id(one) for one in _of_status(view.changes)}
    title = "Changes of status in all plans"
    changes = (told for told in _newest(view) if id(told[1]) in chosen)
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
    changes = _by(view, lambda one: (one.plan.agency,))
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
    changes = _by(view, lambda one: (one.plan.key,))
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
    changes = _by(view, lambda one: values[one.plan.key, one.action.id] if one.action else ())
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
    changes = _by(view, lambda one: values[one.plan.key, one.action.id] if one.action else ())
    for word in view.schemas.vocabulary["people"]:
        yield _feed(
            publication,
            addresses.feed("people", word.value),
            f"What changed in promises for: {word.label}",
            addresses.people(word.value),
            changes.get(word.value, ()),
        )


def _newest(view: View) -> list[Told]:
    """Every change with its id, the newest to be made public first."""
    return sorted(change_ids(view.changes), key=lambda told: public_on(told[1]), reverse=True)


def public_on(change: Change) -> date:
    """The day on which anybody could know: what was done in May may be reported in July."""
    day = change.day
    return max(day, change.report.date) if change.report is not None else day


def _by(view: View, keys: Callable[[Change], Iterable[str]]) -> dict[str, list[Told]]:
    """The changes by each of their `keys`, newest first."""
    found: dict[str, list[Told]] = {}
    for told in _newest(view):
        for key in keys(told[1]):
            found.setdefault(key, []).append(told)
    return found


def _feed(
    publication: Publication, uri: str, title: str, page: str, changes: Iterable[Told]
) -> File:
    newest = tuple(islice(changes, MOST))
    updated = public_on(newest[0][1]) if newest else publication.view.as_of
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _add(root, "id", publication.tag(uri))
    _add(root, "title", title)
    _add(root, "updated", _time(updated))
    _add(_add(root, "author"), "name", publication.site_name)
    _add(root, "rights", LICENSE_NAME)
    _add(root, "generator", "equity-plans", version=__version__)
    _add(root, "link", rel="self", type="application/atom+xml", href=publication.file(uri))
    _add(root, "link", rel="alternate", type="text/html", href=publication.page(page))
    for name, change in newest:
        _entry(root, name, change, publication)
    ET.indent(root, space=" ")
    content = ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
    return File(uri=uri, content=content)


def _entry(root: ET.Element, name: str, change: Change, publication: Publication) -> None:
    view = publication.view
    agency = view.agency_of(change.plan)
    about = change.action.title if change.action else change.plan.title
    page = (
        addresses.action(change.plan, change.action)
        if change.action
        else addresses.plan(change.plan)
    )
    told = change_words(change, schemas=view.schemas, portfolio=view.portfolio)
    when = words.at(change.on) if isinstance(change.on, When) else f"on {words.day(change.on)}"
    entry = _add(root, "entry")
    _add(entry, "id", publication.tag(f"changes/{name}"))
    _add(entry, "title", f"{change_title(change)}: {about}")
    _add(entry, "updated", _time(public_on(change)))
    _add(_add(entry, "author"), "name", agency.name)
    _add(entry, "link", rel="alternate", type="text/html", href=publication.page(page))
    _add(entry, "category", term=change.kind, label=change_title(change))
    _add(
        entry,
        "summary",
        f"{words.capital(when)}. {told} ({change.plan.title}, {agency.short})",
        type="text",
    )


def _time(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    """A new element at the end of `parent`, with `text` on one line."""
    element = ET.SubElement(parent, name, attributes)
    element.text = " ".join(legible(text).split()) or None
    return element


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
