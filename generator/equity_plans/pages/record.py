"""The pages about the record itself: changes, laws and orders, and how this works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from equity_plans import addresses as uris
from equity_plans import words
from equity_plans.changes import Change, change_words
from equity_plans.language import _, joined, later, ngettext
from equity_plans.model import Authority, Plan
from equity_plans.pages.about import record_of_plans
from equity_plans.pages.agencies import HOME
from equity_plans.pages.encode import address, chained, marked, plain
from equity_plans.pages.glossary import WORDS
from equity_plans.pages.inline import cited
from equity_plans.pages.listing import sheet_title
from equity_plans.pages.lists import plan_list
from equity_plans.pages.page import Crumb, Draft, Page, Record
from equity_plans.pages.phrases import authority_words, year_of
from equity_plans.pages.render import render
from equity_plans.pages.sheets import LETTERS, ROWS, Sheet, sheets
from equity_plans.view import SILENT_MONTHS, View
from equity_plans.when import parse_when

CHANGES = Crumb(title=later("What changed"), uri=uris.CHANGES)

NEWEST = 50
"""So many changes are on the first page when not all of them fit there."""

MOST_PLANS = 40
"""A law or order that asks for more plans than these has a page of its own to list them."""


def changes(view: View) -> Iterator[Draft]:
    """Everything that changed in all plans: on one page, or where that is too long by month."""
    months = {} if _on_one_page(view, view.changes) else by_month(view.changes)
    newest = view.changes
    if months:
        letters = partial(_letters, view)
        newest = sheets(view.changes[:NEWEST], uri=uris.CHANGES, letters=letters)[0].rows
    record = record_of_plans(view.portfolio.plans.values(), view)
    first = partial(
        _changes_page,
        view,
        record,
        uri=uris.CHANGES,
        title=_(CHANGES.title),
        groups=[
            {"title": year, "changes": list(group)}
            for year, group in groupby(newest, key=lambda one: year_of(one.day))
        ],
        months=[
            {"title": title, "uri": uri, "count": len(rows)}
            for (title, uri), rows in months.items()
        ],
    )
    yield Draft(uri=uris.CHANGES, make=first)
    for (month, uri), rows in months.items():
        title = _("What changed in {month}", month=month)
        for sheet in sheets(rows, uri=uri, letters=partial(_letters, view)):
            groups = [{"title": month, "changes": sheet.rows}]
            page = partial(
                _changes_page,
                view,
                record,
                uri=sheet.uri,
                title=title,
                groups=groups,
                months=[],
                sheet=sheet,
            )
            yield Draft(uri=sheet.uri, make=page)


def _on_one_page(view: View, found: Sequence[Change]) -> bool:
    return len(found) <= ROWS and sum(_letters(view, one) for one in found) <= LETTERS


def by_month(found: Iterable[Change]) -> dict[tuple[str, str], list[Change]]:
    """The changes by the month they are of: its name and where its page is, the newest first."""
    months: dict[tuple[str, str], list[Change]] = {}
    for one in found:
        day = one.day.replace(day=1)
        key = (words.when(parse_when(f"{day:%Y-%m}")), uris.month(f"{day:%Y-%m}"))
        months.setdefault(key, []).append(one)
    return months


def _changes_page(
    view: View,
    record: Record,
    *,
    uri: str,
    title: str,
    groups: Sequence[Mapping[str, Any]],
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
        record=record,
        description=description if sheet is None else f"{named}. {description}",
        crumbs=crumbs,
        before=sheet.before if sheet else None,
        after=sheet.after if sheet else None,
        body=render(
            "changes.md.j2",
            view,
            uri=uri,
            title=title,
            total=sheet.total if sheet else len(view.changes),
            plans=len(view.portfolio.plans),
            groups=groups,
            months=months,
            sheet=sheet,
        ),
    )


def _letters(view: View, one: Change) -> int:
    """How much text a change brings along."""
    about = one.action.title if one.action is not None else one.plan.title
    told = change_words(one, schemas=view.schemas, portfolio=view.portfolio)
    return len(about) + len(told)


def how(view: View) -> Page:
    """What every status, result and date means."""
    return Page(
        uri=uris.HOW,
        title=_("How this works"),
        kind="how",
        description=_("What every status means, and the rules by which this site works them out."),
        crumbs=(HOME,),
        body=render(
            "how.md.j2",
            view,
            uri=uris.HOW,
            states=view.schemas.vocabulary["state"],
            results=view.schemas.vocabulary["result"],
            terms=view.schemas.terms(),
            kinds=[
                *view.schemas.vocabulary["measureKind"],
                *view.schemas.vocabulary["measureMark"],
                *view.schemas.vocabulary["quality"],
            ],
            silent=SILENT_MONTHS,
            words_anchor=WORDS,
        ),
    )


def authorities(view: View) -> Iterator[Page | Draft]:
    """The laws and orders that ask for plans, and whether they stand."""
    known = view.portfolio.authorities.values()
    asked = {
        one.id: [plan for plan in view.portfolio.plans.values() if one.id in plan.authorities]
        for one in known
    }
    yield Page(
        uri=uris.AUTHORITIES,
        title=_("Laws and orders"),
        kind="authorities",
        description=_("What asks agencies for these plans, and whether it still stands."),
        crumbs=(HOME,),
        source="plans/authorities.yaml",
        body=render(
            "authorities.md.j2",
            view,
            uri=uris.AUTHORITIES,
            authorities=[_authority(one, view, asked[one.id]) for one in known],
        ),
    )
    for one in known:
        if len(asked[one.id]) > MOST_PLANS:
            many = ngettext("{count} plan", "{count} plans", len(asked[one.id]))
            title = _("Plans for {authority}", authority=one.name)
            uri = uris.required_by(one.id)
            yield from plan_list(view, asked[one.id], uri=uri, title=title, lead=f"{many}.")


def _authority(one: Authority, view: View, plans: Sequence[Plan]) -> dict[str, Any]:
    ended = one.ended is not None and one.ended.date <= view.as_of
    began = words.day(one.in_force_from) if one.in_force_from is not None else ""
    standing = words.sentence(words.capital(authority_words(one, view)) or _("Not recorded"))
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
