"""The list of agencies, and the page of each agency and service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from equity_plans import addresses as uris
from equity_plans import words
from equity_plans.model import Agency, Service
from equity_plans.pages import charts
from equity_plans.pages.measures import result_words
from equity_plans.pages.page import Crumb, Page
from equity_plans.pages.phrases import contact_words, share_done, state_label
from equity_plans.pages.render import render
from equity_plans.progress import Placed, State, contract, tally
from equity_plans.view import View, by_urgency

HOME = Crumb(title="Overview", uri=uris.OVERVIEW)
LIST = Crumb(title="Agencies", uri=uris.AGENCIES)


def board(view: View) -> list[dict[str, Any]]:
    """A row for each agency: its plans, its actions by state and its last report."""
    rows = []
    for agency in view.portfolio.agencies.values():
        placed = view.of_agency(agency.id)
        plans = view.portfolio.plans_of(agency.id)
        contracts = [contract(plan, as_of=view.as_of) for plan in plans]
        rows.append(
            {
                "agency": agency,
                "plans": len(plans),
                "total": len(placed),
                "counts": tally(placed),
                "last": max((one.last for one in contracts if one.last is not None), default=None),
                "late": max((one.days_late for one in contracts), default=0),
            }
        )
    return rows


def listing(view: View) -> Page:
    """The list of all agencies."""
    return Page(
        uri=uris.AGENCIES,
        title="Agencies",
        kind="agencies",
        description="All agencies with a plan on this site.",
        crumbs=(HOME,),
        body=render(
            "agencies.md.j2",
            view,
            uri=uris.AGENCIES,
            agencies=board(view),
            plans=len(view.portfolio.plans),
        ),
    )


def pages(view: View) -> Iterator[Page]:
    """The page of every agency and of every service."""
    for agency in view.portfolio.agencies.values():
        yield _agency(agency, view)
        for service in agency.services:
            yield _service(agency, service, view)


def _agency(agency: Agency, view: View) -> Page:
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
                "words": f"{kind}. {state}. {share_done(of_plan)}",
                "bar": charts.bar(tally(of_plan), schemas=view.schemas, height=10),
            }
        )
    still_open = [
        one for one in by_urgency(placed) if one.standing.state not in (State.DONE, State.STOPPED)
    ]
    lead = f"{words.count(len(plans), 'plan')} on this site. {share_done(placed)}"
    return Page(
        uri=uri,
        title=agency.name,
        kind="agency",
        description=f"{agency.name}: what it promised in its plans and what came of it.",
        crumbs=(HOME, LIST),
        source=agency.file,
        facets={"Agency": (agency.name,)},
        body=render(
            "agency.md.j2",
            view,
            uri=uri,
            agency=agency,
            lead=lead,
            counts=counts,
            bar=charts.bar(counts, schemas=view.schemas),
            plans=rows,
            people=_people(placed, view),
            part_of=view.portfolio.agencies.get(agency.parent or ""),
            parts_of=view.portfolio.sub_agencies(agency.id),
            open=[one for one in still_open if view.alive(one.plan)],
            changes=[one for one in view.changes if one.plan.agency == agency.id][:6],
            fiscal_month=words.month_name(date(2001, agency.fiscal_year_starts, 1)),
            contact=contact_words(agency),
        ),
    )


def _people(placed: Sequence[Placed], view: View) -> list[dict[str, object]]:
    """Every group of people that the actions name, with how many name it; the most first."""
    rows = [
        {"label": word.label, "uri": uris.people(word.value), "count": count}
        for word in view.schemas.vocabulary["people"]
        if (count := sum(1 for one in placed if word.value in one.people))
    ]
    return sorted(rows, key=lambda row: -int(str(row["count"])))


def _service(agency: Agency, service: Service, view: View) -> Page:
    uri = uris.service(agency.id, service)
    rows = view.where(lambda one: one.plan.agency == agency.id and service.id in one.services)
    measures = [
        {
            "measure": measure,
            "goal": goal,
            "plan": plan,
            "words": result_words(plan, measure, view=view),
        }
        for plan in view.portfolio.plans_of(agency.id)
        for goal in plan.goals
        if service.id in goal.services
        for measure in goal.measures
    ]
    volume = service.volume
    told = "Not recorded"
    if volume is not None and volume.value is not None:
        told = words.number(volume.value)
        told += f" {words.at(volume.when)}" if volume.when else ""
        told += f" ({volume.note})" if volume.note else ""
    elif volume is not None and volume.note:
        told = volume.note
    return Page(
        uri=uri,
        title=service.name,
        kind="service",
        description=f"{service.name}, a service of {agency.name}: what was promised for it.",
        crumbs=(HOME, LIST, Crumb(title=agency.name, uri=uris.agency(agency.id))),
        source=agency.file,
        facets={"Agency": (agency.name,)},
        body=render(
            "service.md.j2",
            view,
            uri=uri,
            agency=agency,
            service=service,
            channels=words.listed(
                [view.schemas.label("channel", one).lower() for one in service.channels]
            ),
            volume=told,
            rows=by_urgency(rows),
            measures=measures,
        ),
    )
