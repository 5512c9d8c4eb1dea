"""A real page for every list: by status, people, topic, kind of plan and year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from equity_plans import addresses as uris
from equity_plans.facets import NO_DATE, Facet, by_value, facets, tallied, years
from equity_plans.language import _, filled, later, ngettext, pgettext
from equity_plans.model import Plan, grouped
from equity_plans.pages import charts, listing
from equity_plans.pages.about import record_of_plans
from equity_plans.pages.agencies import HOME
from equity_plans.pages.page import Crumb, Draft, Page
from equity_plans.pages.phrases import came_of, state_label
from equity_plans.pages.render import render
from equity_plans.pages.sheets import Sheet, sheets
from equity_plans.progress import Placed, State, tally
from equity_plans.view import View, by_urgency

FIND = Crumb(title=later("Find an action"), uri=uris.FIND)


def pages(view: View) -> Iterator[Draft]:
    """The find page and every list behind it."""
    yield Draft(uri=uris.FIND, make=partial(_find, view))
    by_name = {facet.name: facet for facet in facets(view)}
    having = {name: by_value(view, by_name[name]) for name in ("status", "people", "topic", "year")}
    for name, definition, title in (
        ("status", "state", _("Status: {word}")),
        ("people", "people", _("{word}: what was promised")),
        ("topic", "topic", _("{word}: what was promised")),
    ):
        for word in view.schemas.vocabulary[definition]:
            shown = filled(title, {"word": word.label})
            rows = having[name].get(word.value, ())
            uri = by_name[name].uri(word.value)
            yield from _list(
                view, rows, uri=uri, title=shown, meaning=word.meaning, urgent=name == "status"
            )
    for year in years(view):
        named = _("Actions due in {year}", year=year)
        named = _("Actions without a due date") if year == NO_DATE else named
        meaning = _("Counted by the last day of the due date in force.")
        rows, uri = having["year"][year], by_name["year"].uri(year)
        yield from _list(view, rows, uri=uri, title=named, meaning=meaning)
    for word in view.schemas.vocabulary["planKind"]:
        yield from _plans(view, word.value, word.label, word.meaning)


def _list(
    view: View,
    rows: Sequence[Placed],
    *,
    uri: str,
    title: str,
    meaning: str,
    urgent: bool = False,
) -> Iterator[Draft]:
    """The list of actions on as many sheets as it takes: by urgency, or agency by agency."""
    counts = tally(rows)
    agencies = len({one.plan.agency for one in rows})
    lead = _("No plan on this site has any.")
    if rows:
        lead = _(
            "{actions} of {agencies}.",
            actions=ngettext("{count} action", "{count} actions", len(rows)),
            agencies=ngettext("{count} agency", "{count} agencies", agencies),
        )
        # All that stand in the list of a status have that status.
        lead = lead if urgent else " ".join((lead, *came_of(counts)))

    cut = (
        sheets(by_urgency(rows), uri=uri, letters=listing.letters)
        if urgent
        else listing.by_agency(view, rows, uri=uri)
    )
    having = grouped(rows, key=lambda one: one.plan.agency)
    reach = (
        ()
        if urgent or len(cut) == 1
        else listing.reach(cut, lambda one: view.agency_of(one.plan).name)
    )

    record = record_of_plans({one.plan.key: one.plan for one in rows}.values(), view)

    def page(sheet: Sheet[Placed]) -> Page:
        named = listing.sheet_title(title, sheet)
        return Page(
            uri=sheet.uri,
            title=named,
            kind="list",
            record=record,
            description=f"{named}. {lead}",
            crumbs=trail(sheet, title),
            before=sheet.before,
            after=sheet.after,
            body=render(
                "list.md.j2",
                view,
                uri=sheet.uri,
                title=title,
                lead=lead,
                meaning=meaning,
                groups=_together(sheet) if urgent else list(listing.groups(view, sheet, having)),
                named="plan" if agencies > 1 and not urgent else "agency",
                bar=charts.bar(counts, schemas=view.schemas, height=22),
                sheet=sheet,
                reach=reach,
            ),
        )

    for sheet in cut:
        yield Draft(uri=sheet.uri, make=partial(page, sheet))


def trail(sheet: Sheet[Any], title: str) -> tuple[Crumb, ...]:
    """The way back from a sheet of a list."""
    return (HOME, FIND, *([] if sheet.number == 1 else [Crumb(title=title, uri=sheet.uris[0])]))


def _together(sheet: Sheet[Placed]) -> list[listing.Group]:
    """The actions of a sheet under one heading, where urgency orders them."""
    every = ngettext("{count} action", "{count} actions", sheet.total)
    return [listing.Group(id="actions", title=every, rows=sheet.rows)] if sheet.rows else []


def _plans(view: View, kind: str, label: str, meaning: str) -> Iterator[Draft]:
    plans = [plan for plan in view.portfolio.plans.values() if plan.kind == kind]
    title = pgettext("all plans of a kind", "{kind}s", kind=label)
    many = ngettext("{count} plan", "{count} plans", len(plans))
    lead = f"{many}. {meaning}"
    yield from plan_list(view, plans, uri=uris.kind(kind), title=title, lead=lead)


def plan_list(
    view: View, plans: Sequence[Plan], *, uri: str, title: str, lead: str
) -> Iterator[Draft]:
    """The list of some plans, on as many sheets as it takes."""
    record = record_of_plans(plans, view)

    def row(plan: Plan) -> dict[str, Any]:
        counts = tally(view.by_plan[plan.key])
        return {
            "plan": plan,
            "agency": view.agency_of(plan),
            "state": state_label(plan, view),
            "total": sum(counts.values()),
            "done": counts[State.DONE],
        }

    def page(sheet: Sheet[Plan]) -> Page:
        named = listing.sheet_title(title, sheet)
        return Page(
            uri=sheet.uri,
            title=named,
            kind="list",
            record=record,
            description=f"{named}. {lead}",
            crumbs=trail(sheet, title),
            before=sheet.before,
            after=sheet.after,
            body=render(
                "plans.md.j2",
                view,
                uri=sheet.uri,
                title=title,
                lead=lead,
                rows=[row(plan) for plan in sheet.rows],
                sheet=sheet,
            ),
        )

    for sheet in sheets(plans, uri=uri, letters=lambda plan: len(plan.title)):
        yield Draft(uri=sheet.uri, make=partial(page, sheet))


def _find(view: View) -> Page:
    return Page(
        uri=uris.FIND,
        title=_(FIND.title),
        kind="find",
        description=_("Find what was promised: by status, people, topic, agency, kind and year."),
        crumbs=(HOME,),
        body=render(
            "find.md.j2",
            view,
            uri=uris.FIND,
            facets=[_ways(view, facet) for facet in facets(view)],
        ),
    )


def _ways(view: View, facet: Facet) -> dict[str, Any]:
    """The lists of a facet, or how many there are when they are listed elsewhere."""
    counts = tallied(view, facet)
    return {
        "title": _("By {facet}", facet=facet.title.lower()),
        "many": len(facet.values) if facet.many else 0,
        "rows": [
            {"label": label, "uri": facet.uri(value), "count": counts[value]}
            for value, label in (() if facet.many else facet.values)
        ],
    }
