"""The page of each agency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from equity_plans import addresses as uris
from equity_plans import words
from equity_plans.language import _, joined, ngettext
from equity_plans.model import Agency, Plan
from equity_plans.pages import charts, services
from equity_plans.pages.about import record_of_agency
from equity_plans.pages.boards import BOARD, HOME, LIST, board, parts_of
from equity_plans.pages.listing import few, in_full
from equity_plans.pages.page import Crumb, Draft, Page
from equity_plans.pages.phrases import share_done, state_label
from equity_plans.pages.render import render
from equity_plans.progress import Placed, State, tally
from equity_plans.view import View, by_urgency

ATTENTION = 5
"""So many overdue actions are named at the top of an agency's page."""


def page(agency: Agency, view: View, *, places: Mapping[str, str]) -> Draft:
    """The page of an agency.

    `places` has, for each group of people, where the agency begins in the list of the country.
    """
    return Draft(uri=uris.agency(agency.id), make=partial(_agency, agency, view, places))


def pages(agency: Agency, view: View) -> Iterator[Draft]:
    """The pages of an agency's services, with the lists that are behind them and its own page."""
    back = (HOME, LIST, Crumb(title=agency.name, uri=uris.agency(agency.id)))
    yield from in_full(
        _still_open(agency, view),
        view,
        uri=uris.open_actions(agency.id),
        title=_("Open actions: {agency}", agency=agency.name),
        back=back,
    )
    yield from parts_of(agency, view)
    for service in agency.services:
        yield from services.pages(service, agency, view)


def _agency(agency: Agency, view: View, places: Mapping[str, str]) -> Page:
    uri = uris.agency(agency.id)
    placed = view.of_agency(agency.id)
    counts = tally(placed)
    plans = sorted(
        view.portfolio.plans_of(agency.id),
        key=lambda plan: (view.alive(plan), plan.id),
        reverse=True,
    )
    rows = []
    for plan in plans:
        of_plan = view.by_plan[plan.key]
        kind = view.schemas.label("planKind", plan.kind)
        state = state_label(plan, view)
        rows.append(
            {
                "plan": plan,
                "words": joined(" ", (f"{kind}. {state}.", share_done(of_plan))),
                "bar": charts.bar(tally(of_plan), schemas=view.schemas, height=10),
            }
        )
    still_open = _still_open(agency, view)
    parts = view.portfolio.sub_agencies(agency.id)
    there = ngettext("{count} plan on this site.", "{count} plans on this site.", len(plans))
    lead = f"{there} {share_done(placed)}"
    return Page(
        uri=uri,
        title=agency.name,
        kind="agency",
        record=record_of_agency(agency, view),
        description=_(
            "{agency}: what it promised in its plans and what came of it.", agency=agency.name
        ),
        crumbs=(HOME, LIST),
        source=agency.file,
        body=render(
            "agency.md.j2",
            view,
            uri=uri,
            agency=agency,
            lead=lead,
            counts=counts,
            bar=charts.bar(counts, schemas=view.schemas),
            plans=rows,
            people=_people(placed, view, places),
            part_of=view.portfolio.agencies.get(agency.parent or ""),
            parts_of=board(parts if len(parts) <= BOARD else (), view),
            all_parts=len(parts),
            overdue=[one for one in still_open if one.standing.state == State.OVERDUE][:ATTENTION],
            pairs=_pairs(plans, view),
            open=few(still_open),
            all_open=len(still_open),
            changes=view.changes_of_agency(agency.id)[:6],
            fiscal_month=words.month_name(date(2001, agency.fiscal_year_starts, 1)),
        ),
    )


def _pairs(plans: Sequence[Plan], view: View) -> list[dict[str, Any]]:
    """Each two plans of which one names the other, with what links them in the author's words."""
    every = view.portfolio.plans
    found: dict[frozenset[str], list[str]] = {}
    for plan in plans:
        for related in plan.related:
            if related.plan in every and related.plan != plan.key:
                told = found.setdefault(frozenset((plan.key, related.plan)), [])
                told += [related.how] if related.how else []
    return [
        {
            "plans": [
                {
                    "plan": every[key],
                    "kind": view.schemas.label("planKind", every[key].kind),
                    "words": share_done(view.by_plan[key]),
                    "bar": charts.strip(tally(view.by_plan[key]), schemas=view.schemas),
                }
                for key in sorted(pair)
            ],
            "how": told,
        }
        for pair, told in found.items()
    ]


def _still_open(agency: Agency, view: View) -> tuple[Placed, ...]:
    """What the agency has not done yet of the plans that run, the most urgent first."""
    return by_urgency(
        one
        for one in view.of_agency(agency.id)
        if one.standing.state not in (State.DONE, State.STOPPED) and view.alive(one.plan)
    )


def _people(
    placed: Sequence[Placed], view: View, places: Mapping[str, str]
) -> list[dict[str, object]]:
    """Every group of people that the actions name, with how many name it; the most first."""
    named = Counter(value for one in placed for value in one.people)
    rows = [
        {"label": word.label, "uri": places[word.value], "count": count}
        for word in view.schemas.vocabulary["people"]
        if (count := named[word.value])
    ]
    return sorted(rows, key=lambda row: -int(str(row["count"])))
