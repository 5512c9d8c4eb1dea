"""Alternates: the other forms of a page, and what follows it, by the page's own address.

`exports_of("plans/ssa/equity-2023/index.md")` names the plan's JSON, feed, calendar, citations,
badge and card. Every address it gives is one that an export of the list writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from equity_plans import addresses
from equity_plans.exports import badges, calendars, citations, feeds, schemas
from equity_plans.exports.api import EXPORTS as API
from equity_plans.exports.api import LISTED
from equity_plans.language import LANGUAGES

JSON = API[0].media_type
ATOM = feeds.EXPORTS[0].media_type
CALENDAR = calendars.EXPORTS[0].media_type


@dataclass(frozen=True, kw_only=True, slots=True)
class Alternate:
    """One other form of a page."""

    name: str
    """What to call it beside others: “JSON”, “Feed”, “Calendar”, “BibTeX”, “Badge”."""

    uri: str
    """Its file, from the top of the site."""

    media_type: str


def exports_of(page: str) -> tuple[Alternate, ...]:
    """What there is of the page whose Markdown is at `page`, the JSON first; empty for a guide.

    A part of something has the feed and the calendar of the whole: a goal and an action those of
    their plan, a service those of its agency. A list has those of what it lists by, where there
    are any. Names are “JSON”, “JSON Schema”, “Feed”, “Calendar”, “Citation”, “BibTeX”, “CSL-JSON”,
    “Badge” and “Card”; no name is there twice. A page in another language (`es/…`) has those of
    the same page in English.
    """
    language, _, rest = page.partition("/")
    return tuple(_of(rest if language in LANGUAGES else page))


def _of(page: str) -> Iterator[Alternate]:
    match page.removesuffix(".md").split("/"):
        case ["agencies", number] if number.isdecimal():
            yield _json(addresses.api("agencies"))
        case ["agencies", agency, *rest] if rest:
            yield _json(f"{addresses.API}agencies/{agency}.json")
            yield from _following("agency", agency)
        case ["plans", agency, plan, "index"]:
            yield _json(f"{addresses.API}plans/{agency}/{plan}.json")
            yield from _following("plan", f"{agency}/{plan}")
            yield from _beside(page)
        case ["plans", agency, plan, kind, one]:
            yield _json(f"{addresses.API}plans/{agency}/{plan}/{kind}/{one}.json")
            yield from _following("plan", f"{agency}/{plan}")
            if kind == "actions":
                yield from _beside(page)
        case ["find", facet, value, *_] if facet in LISTED:
            yield _json(addresses.list_api(facet, value))
            if facet == "status":
                yield _feed(addresses.STATUS_FEED)
            elif facet != "year":
                yield _feed(addresses.feed(facet, value))
        case ["find", "kind", *_]:
            yield _json(addresses.api("plans"))
        case ["contribute", "fields", name] if name != "index":
            export = schemas.EXPORT
            uri = export.uri.format(name=name)
            yield Alternate(name="JSON Schema", uri=uri, media_type=export.media_type)
        case ["changes", *_] if page != addresses.CHANGES:
            yield _json(addresses.api("changes"))
            yield _feed(addresses.FEED)
        case ["authorities", *_] if page != addresses.AUTHORITIES:
            yield _json(addresses.api("plans"))
        case _ if page in WHOLE:
            yield _json(addresses.api(WHOLE[page]))
            if page in (addresses.OVERVIEW, addresses.CHANGES):
                yield _feed(addresses.FEED)
            if page == addresses.OVERVIEW:
                yield _calendar(addresses.CALENDAR)


WHOLE = {
    addresses.OVERVIEW: "index",
    addresses.AGENCIES: "agencies",
    addresses.FIND: "actions",
    addresses.CHANGES: "changes",
    addresses.AUTHORITIES: "authorities",
    addresses.HOW: "vocabulary",
    addresses.QUEUE: "plans",
    addresses.DATA: "index",
    addresses.DATA_TABLES: "index",
    addresses.DATA_API: "openapi",
}
"""The file of the API that tells what a page of the whole record tells."""


def _following(kind: str, value: str) -> Iterator[Alternate]:
    yield _feed(addresses.feed(kind, value))
    yield _calendar(addresses.calendar(kind, value))


def _beside(page: str) -> Iterator[Alternate]:
    """The files in the folder of a plan's or an action's page."""
    folder = addresses.address(page)
    for name, file, media_type in BESIDE:
        yield Alternate(name=name, uri=f"{folder}{file}", media_type=media_type)


BESIDE = tuple(
    (name, export.uri.rpartition("/")[2], export.media_type)
    for name, export in (
        *zip(("Citation", "BibTeX", "CSL-JSON"), citations.EXPORTS, strict=True),
        *zip(("Badge", "Card"), badges.EXPORTS, strict=True),
    )
)
"""What each file beside a page is called for readers, its own name, and its kind."""


def _json(uri: str) -> Alternate:
    return Alternate(name="JSON", uri=uri, media_type=JSON)


def _feed(uri: str) -> Alternate:
    return Alternate(name="Feed", uri=uri, media_type=ATOM)


def _calendar(uri: str) -> Alternate:
    return Alternate(name="Calendar", uri=uri, media_type=CALENDAR)
