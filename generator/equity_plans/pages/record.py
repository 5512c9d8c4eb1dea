"""The pages about the record itself: changes, laws and orders, and how this works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import chain, groupby
from operator import attrgetter
from typing import Any

from equity_plans import addresses as uris
from equity_plans import words
from equity_plans.language import _, joined, later, ngettext
from equity_plans.model import Authority
from equity_plans.pages.boards import HOME
from equity_plans.pages.country import Whole, told
from equity_plans.pages.encode import address, chained, marked, plain
from equity_plans.pages.glossary import WORDS
from equity_plans.pages.inline import cited
from equity_plans.pages.listing import sheet_title
from equity_plans.pages.lists import plan_list
from equity_plans.pages.page import Crumb, Draft, Page, stamp_of
from equity_plans.pages.phrases import authority_words, year_of
from equity_plans.pages.render import render
from equity_plans.pages.sheets import LETTERS, ROWS, Sheet, sheets
from equity_plans.pages.summary import Change, Plan
from equity_plans.view import SILENT_MONTHS
from equity_plans.when import parse_when

CHANGES = Crumb(title=later("What changed"), uri=uris.CHANGES)

NEWEST = 50
"""So many changes are on the first page when not all of them fit there."""

MOST_PLANS = 40
"""A law or order that asks for more plans than these has a page of its own to list them."""


def changes(country: Whole) -> Iterator[Draft]:
    """Everything that changed in all plans: on one page, or where that is too long by month."""
    months = {} if _on_one_page(country.changes) else by_month(country.changes)
    newest: Sequence[Change] = country.changes
    if months:
        newest = sheets(newest[:NEWEST], uri=uris.CHANGES, letters=_LETTERS)[0].rows
    first = partial(
        _changes_page,
        country,
        uri=uris.CHANGES,
        title=_(CHANGES.title),
        groups=[
            (year, tuple(rows))
            for year, rows in groupby(newest, key=lambda one: year_of(date.fromordinal(one.day)))
        ],
        months=[
            {"title": title, "uri": uri, "count": len(rows)}
            for (title, uri), rows in months.items()
        ],
    )
    yield Draft(uri=uris.CHANGES, make=first)
    for (month, uri), rows in months.items():
        title = _("What changed in {month}", month=month)
        for sheet in sheets(rows, uri=uri, letters=_LETTERS):
            page = partial(
                _changes_page,
                country,
                uri=sheet.uri,
                title=title,
                groups=[(month, sheet.rows)],
                months=[],
                sheet=sheet,
            )
            yield Draft(uri=sheet.uri, make=page, stamp=partial(_stamp, country, title, sheet))


def _stamp(country: Whole, title: str, sheet: Sheet[Change]) -> bytes:
    """Stands for what the page of a sheet tells."""
    rows = chain.from_iterable(map(_SHOWN, sheet.rows))
    return stamp_of((title, country.record, len(country.plans), sheet.place), rows)


_LETTERS = attrgetter("letters")
_SHOWN = attrgetter("head", "title", "uri", "told", "short")


def _on_one_page(found: Sequence[Change]) -> bool:
    return len(found) <= ROWS and sum(map(_LETTERS, found)) <= LETTERS


def by_month(found: Iterable[Change]) -> dict[tuple[str, str], list[Change]]:
    """The changes by the month they are of: its name and where its page is, the newest first."""
    months: dict[tuple[str, str], list[Change]] = {}
    for ordinal, changes in groupby(found, key=attrgetter("day")):
        day = date.fromordinal(ordinal).replace(day=1)
        key = (words.when(parse_when(f"{day:%Y-%m}")), uris.month(f"{day:%Y-%m}"))
        months.setdefault(key, []).extend(changes)
    return months


def _changes_page(
    country: Whole,
    *,
    uri: str,
    title: str,
    groups: Sequence[tuple[str, Sequence[Change]]],
    months: Sequence[Mapping[str, Any]],
    sheet: Sheet[Change] | None = None,
) -> Page:
    crumbs: tuple[Crumb, ...] = (HOME,)
    if sheet is not None:
        first = Crumb(title=title, uri=sheet.uris[0])
        crumbs = (HOME, CHANGES) if sheet.number == 1 else (HOME, CHANGES, first)
    named = sheet_title(title, sheet) if sheet is not None else title
    description = _("Every report, new date, setback and correction in all plans, newest first.")
    return Page(
        uri=uri,
        title=named,
        kind="changes",
        record=country.record,
        description=description if sheet is None else f"{named}. {description}",
        crumbs=crumbs,
        before=sheet.before if sheet else None,
        after=sheet.after if sheet else None,
        body=render(
            "changes.md.j2",
            country,
            uri=uri,
            title=title,
            total=sheet.total if sheet else len(country.changes),
            plans=len(country.plans),
            groups=[{"title": name, "entries": told(rows, uri=uri)} for name, rows in groups],
            months=months,
            sheet=sheet,
        ),
    )


def how(country: Whole) -> Page:
    """What every status, result and date means."""
    return Page(
        uri=uris.HOW,
        title=_("How this works"),
        kind="how",
        description=_("What every status means, and the rules by which this site works them out."),
        crumbs=(HOME,),
        body=render(
            "how.md.j2",
            country,
            uri=uris.HOW,
            states=country.schemas.vocabulary["state"],
            results=country.schemas.vocabulary["result"],
            terms=country.schemas.terms(),
            kinds=[
                *country.schemas.vocabulary["measureKind"],
                *country.schemas.vocabulary["measureMark"],
                *country.schemas.vocabulary["quality"],
            ],
            silent=SILENT_MONTHS,
            words_anchor=WORDS,
        ),
    )


def authorities(country: Whole) -> Iterator[Draft]:
    """The laws and orders that ask for plans, and whether they stand."""
    known = country.authorities.values()
    asked: dict[str, list[Plan]] = {one.id: [] for one in known}
    for plan in country.plans.values():
        for authority in dict.fromkeys(plan.authorities):
            if authority in asked:
                asked[authority].append(plan)
    yield Draft(uri=uris.AUTHORITIES, make=partial(_authorities, country, asked))
    for one in known:
        if len(asked[one.id]) > MOST_PLANS:
            many = ngettext("{count} plan", "{count} plans", len(asked[one.id]))
            title = _("Plans for {authority}", authority=one.name)
            uri = uris.required_by(one.id)
            yield from plan_list(country, asked[one.id], uri=uri, title=title, lead=f"{many}.")


def _authorities(country: Whole, asked: Mapping[str, Sequence[Plan]]) -> Page:
    return Page(
        uri=uris.AUTHORITIES,
        title=_("Laws and orders"),
        kind="authorities",
        description=_("What asks agencies for these plans, and whether it still stands."),
        crumbs=(HOME,),
        source="plans/authorities.yaml",
        body=render(
            "authorities.md.j2",
            country,
            uri=uris.AUTHORITIES,
            authorities=[
                _authority(one, country, asked[one.id]) for one in country.authorities.values()
            ],
        ),
    )


def _authority(one: Authority, country: Whole, plans: Sequence[Plan]) -> dict[str, Any]:
    ended = one.ended is not None and one.ended.date <= country.as_of
    began = words.day(one.in_force_from) if one.in_force_from is not None else ""
    standing = words.sentence(
        words.capital(authority_words(one, country.authorities, as_of=country.as_of))
        or _("Not recorded")
    )
    if ended:
        force = _("In force from {day}.", day=began) if began else ""
        note = words.sentence(one.ended.note) if one.ended else ""
        told = joined(" ", (force, standing, note))
    else:
        begun = _("Began on {day}.", day=began) if began else ""
        told = joined(" ", (begun, _("Its standing: {standing}", standing=standing)))
    record = [plain(one.citation)] if one.citation else []
    if one.url:
        record.append(marked("[Text]({address})", address=address(one.url)))
    if one.source is not None:
        record.append(marked("Source: {source}", source=cited(one.source)))
    return {
        "id": one.id,
        "name": one.name,
        "title": one.title,
        "words": told,
        "summary": one.summary,
        "plans": plans if len(plans) <= MOST_PLANS else (),
        "many": len(plans) if len(plans) > MOST_PLANS else 0,
        "record": chained(". ", record),
    }
