"""Atom feeds: what changed, in words, for those who want to be told and not to look.

RFC 4287. Every entry has an id that outlives its title and its address. Its time is the day on
which the change was made public, never the time of the build.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from itertools import islice
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from equity_plans import __version__, addresses, words
from equity_plans.changes import Change, ChangeKind, change_title
from equity_plans.exports.cells import on_one_line
from equity_plans.exports.export import (
    LICENSE_NAME,
    File,
    Group,
    Named,
    Publication,
    export,
    named,
    only,
)
from equity_plans.exports.tables.reports import change_ids
from equity_plans.model import Agency, Plan, grouped
from equity_plans.when import When

ATOM = "http://www.w3.org/2005/Atom"
MOST = 200
"""How many of the newest changes a feed holds; the table of changes has all."""

STATUS_KINDS = (ChangeKind.STATUS, ChangeKind.DONE, ChangeKind.WITHDRAWN)


Told: TypeAlias = tuple[str, Change]
"""A change with its id."""

Newest: TypeAlias = Sequence[Told]
"""Changes, the newest to be made public first."""

Entries: TypeAlias = Callable[[str, Change], str]
"""Gives the entry of a change with its id."""


def of_agency(publication: Publication, agency_id: str) -> Named:
    """The feeds of an agency and of its plans, with the name of what each is one of."""
    view, entries = publication.view, _entries(publication)
    portfolio = view.portfolio
    own = _newest(view.changes_of_agency(agency_id))
    yield "agency", _of_agency(publication, portfolio.agencies[agency_id], own, entries)
    by_plan = grouped(own, key=lambda one: one[1].plan.key)
    for plan in portfolio.plans_of(agency_id):
        yield "plan", _of_plan(publication, plan, by_plan.get(plan.key, ()), entries)


def of_country(publication: Publication) -> Named:
    """The feeds of what changed in all plans, with the name of what each is one of."""
    newest = _newest(publication.view.changes)
    entries = _entries(publication)
    yield "all", _of_all(publication, newest, entries)
    yield "status", _of_statuses(publication, newest, entries)
    yield from named("topic", _of_topics(publication, newest, entries))
    yield from named("people", _of_people(publication, newest, entries))


def _newest(changes: tuple[Change, ...]) -> Newest:
    """Changes with their ids, in the order in which they were made public."""
    return sorted(change_ids(changes), key=lambda one: public_on(one[1]), reverse=True)


def _of_all(publication: Publication, newest: Newest, entries: Entries) -> File:
    title = "What changed in all plans"
    return _feed(publication, addresses.FEED, title, addresses.CHANGES, newest, entries)


def _of_statuses(publication: Publication, newest: Newest, entries: Entries) -> File:
    chosen = {id(one) for one in _of_status(publication.view.changes)}
    title = "Changes of status in all plans"
    changes = (told for told in newest if id(told[1]) in chosen)
    return _feed(publication, addresses.STATUS_FEED, title, addresses.CHANGES, changes, entries)


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


def _of_agency(publication: Publication, agency: Agency, changes: Newest, entries: Entries) -> File:
    title = f"What changed in the plans of {agency.name}"
    uri, page = addresses.feed("agency", agency.id), addresses.agency(agency.id)
    return _feed(publication, uri, title, page, changes, entries)


def _of_plan(publication: Publication, plan: Plan, changes: Newest, entries: Entries) -> File:
    title = f"What changed in {plan.title}, {publication.view.agency_of(plan).short}"
    uri, page = addresses.feed("plan", plan.key), addresses.plan(plan)
    return _feed(publication, uri, title, page, changes, entries)


def _of_topics(publication: Publication, newest: Newest, entries: Entries) -> Iterator[File]:
    """A feed for each topic, of the actions on it."""
    view = publication.view
    values = {(one.plan.key, one.action.id): one.topics for one in view.placed}
    changes = _by(newest, values)
    for word in view.schemas.vocabulary["topic"]:
        title = f"What changed in promises on: {word.label}"
        uri, page = addresses.feed("topic", word.value), addresses.topic(word.value)
        yield _feed(publication, uri, title, page, changes.get(word.value, ()), entries)


def _of_people(publication: Publication, newest: Newest, entries: Entries) -> Iterator[File]:
    """A feed for each group of people, of the actions meant to serve them."""
    view = publication.view
    values = {(one.plan.key, one.action.id): one.people for one in view.placed}
    changes = _by(newest, values)
    for word in view.schemas.vocabulary["people"]:
        title = f"What changed in promises for: {word.label}"
        uri, page = addresses.feed("people", word.value), addresses.people(word.value)
        yield _feed(publication, uri, title, page, changes.get(word.value, ()), entries)


def public_on(change: Change) -> date:
    """The day on which anybody could know: what was done in May may be reported in July."""
    day = change.day
    return max(day, change.report.date) if change.report is not None else day


def _by(
    newest: Newest, values: Mapping[tuple[str, str], Sequence[str]]
) -> Mapping[str, Sequence[Told]]:
    """The newest changes of actions by each of the `values` of the action, as many as are shown."""
    found: dict[str, list[Told]] = {}
    for told in newest:
        change = told[1]
        for value in values[change.plan.key, change.action.id] if change.action else ():
            of_it = found.setdefault(value, [])
            if len(of_it) < MOST:
                of_it.append(told)
    return found


def _feed(
    publication: Publication,
    uri: str,
    title: str,
    page: str,
    changes: Iterable[Told],
    entries: Entries,
) -> File:
    newest = tuple(islice(changes, MOST))
    updated = public_on(newest[0][1]) if newest else publication.view.as_of
    content = "".join(
        (
            "<?xml version='1.0' encoding='utf-8'?>\n",
            f'<feed xmlns="{ATOM}" xml:lang="en">\n',
            _element("id", publication.tag(uri)),
            _element("title", title),
            _element("updated", _time(updated)),
            _author(publication.site_name),
            _element("rights", LICENSE_NAME),
            _element("generator", "equity-plans", version=__version__),
            _link("self", "application/atom+xml", publication.file(uri)),
            _link("alternate", "text/html", publication.page(page)),
            *(entries(*told) for told in newest),
            "</feed>\n",
        )
    )
    return File(uri=uri, content=content.encode())


def _entries(publication: Publication) -> Entries:
    """What writes the entry of a change; one that is in several feeds is written once."""
    written: dict[str, str] = {}
    tag = publication.tag("changes/")

    def entry(name: str, change: Change) -> str:
        if name not in written:
            written[name] = _entry(f"{tag}{name}", change, publication)
        return written[name]

    return entry


def _entry(tag: str, change: Change, publication: Publication) -> str:
    view = publication.view
    agency = view.agency_of(change.plan)
    about = change.action.title if change.action else change.plan.title
    page = (
        addresses.action(change.plan, change.action)
        if change.action
        else addresses.plan(change.plan)
    )
    kind = change_title(change)
    said = view.words_of(change)
    told = f"{_when(change.on)}. {said} ({change.plan.title}, {agency.short})"
    return (
        " <entry>\n"
        f" <id>{_written(tag)}</id>\n"
        f" <title>{_written(f'{kind}: {about}')}</title>\n"
        f" <updated>{_time(public_on(change))}</updated>\n"
        f"{_author(agency.name)}"
        f"{_link('alternate', 'text/html', publication.page(page))}"
        f"{_category(change.kind, kind)}"
        f' <summary type="text">{_written(told)}</summary>\n'
        " </entry>\n"
    )


@lru_cache(maxsize=4096)
def _author(name: str) -> str:
    return f" <author>{_element('name', name).strip()}</author>\n"


@lru_cache(maxsize=256)
def _category(term: str, label: str) -> str:
    return f" <category term={quoteattr(term)} label={quoteattr(label)} />\n"


@lru_cache(maxsize=4096)
def _when(on: When | date) -> str:
    """“On September 30, 2024”, “In fiscal year 2024”."""
    return words.capital(words.at(on) if isinstance(on, When) else f"on {words.day(on)}")


def _time(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _element(name: str, text: str, **attributes: str) -> str:
    """An element with `text` on one line. Its name and attributes are our own."""
    told = "".join([f" {key}={quoteattr(value)}" for key, value in attributes.items()])
    return f" <{name}{told}>{_written(text)}</{name}>\n"


def _written(text: str) -> str:
    """A text on one line, as XML has it."""
    return escape(on_one_line(text))


@lru_cache(maxsize=256)  # changes of one action follow each other
def _link(rel: str, media_type: str, href: str) -> str:
    return f' <link rel="{rel}" type="{media_type}" href={quoteattr(href)} />\n'


_export = partial(export, media_type="application/atom+xml", group=Group.FOLLOW)

EXPORTS = (
    _export(
        addresses.FEED,
        "Feed of all changes",
        f"The newest {MOST} reports, new dates, setbacks and corrections, in words.",
        of_country=only("all", of=of_country),
    ),
    _export(
        addresses.STATUS_FEED,
        "Feed of changes of status",
        "Only what became done, delayed, stopped or ended.",
        of_country=only("status", of=of_country),
    ),
    _export(
        addresses.feed("agency", "{agency}"),
        "Feed of one agency",
        "What changed in its plans.",
        of_agency=only("agency", of=of_agency),
    ),
    _export(
        addresses.feed("plan", "{agency}/{plan}"),
        "Feed of one plan",
        "What changed in it.",
        of_agency=only("plan", of=of_agency),
    ),
    _export(
        addresses.feed("topic", "{topic}"),
        "Feed of one topic",
        "What changed in promises on it.",
        of_country=only("topic", of=of_country),
    ),
    _export(
        addresses.feed("people", "{people}"),
        "Feed for one group of people",
        "What changed in promises meant to serve them.",
        of_country=only("people", of=of_country),
    ),
)
