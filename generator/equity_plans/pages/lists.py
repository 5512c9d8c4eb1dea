"""A real page for every list: by status, people, topic, kind of plan and year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from equity_plans import addresses as uris
from equity_plans import words
from equity_plans.facets import NO_DATE, Facet, facets, years
from equity_plans.model import Plan
from equity_plans.pages import charts
from equity_plans.pages.agencies import HOME
from equity_plans.pages.page import Crumb, Page
from equity_plans.pages.phrases import state_label
from equity_plans.pages.render import render
from equity_plans.progress import Placed, State, tally
from equity_plans.view import View, by_urgency

FIND = Crumb(title="Find an action", uri=uris.FIND)


def pages(view: View) -> Iterator[Page]:
    """The find page and every list behind it."""
    yield _find(view)
    by_name = {facet.name: facet for facet in facets(view)}
    for name, definition, title in (
        ("status", "state", "Status: {}"),
        ("people", "people", "{}: what was promised"),
        ("topic", "topic", "{}: what was promised"),
    ):
        for word in view.schemas.vocabulary[definition]:
            shown = title.format(word.label)
            yield _list(view, by_name[name], word.value, title=shown, meaning=word.meaning)
    for year in years(view):
        named = "Actions without a due date" if year == NO_DATE else f"Actions due in {year}"
        meaning = "Counted by the last day of the due date in force."
        yield _list(view, by_name["year"], year, title=named, meaning=meaning)
    for word in view.schemas.vocabulary["planKind"]:
        yield _plans(view, word.value, word.label, word.meaning)


def _list(view: View, facet: Facet, value: str, *, title: str, meaning: str) -> Page:
    uri = facet.uri(value)
    rows = view.where(lambda one: value in facet.of(one))
    counts = tally(rows)
    agencies = len({one.plan.agency for one in rows})
    lead = (
        "No plan on this site has any."
        if not rows
        else (
            f"{words.capital(words.count(len(rows), 'action'))} of "
            f"{words.count(agencies, 'agency', 'agencies')}. "
            f"{words.number(counts[State.DONE])} reported done."
        )
    )
    return Page(
        uri=uri,
        title=title,
        kind="list",
        description=f"{title}. {lead}",
        crumbs=(HOME, FIND),
        body=render(
            "list.md.j2",
            view,
            uri=uri,
            title=title,
            lead=lead,
            meaning=meaning,
            groups=_groups(view, rows, by_agency=facet.name != "status"),
            bar=charts.bar(counts, schemas=view.schemas, height=22),
        ),
    )


def _groups(view: View, rows: tuple[Placed, ...], *, by_agency: bool) -> list[dict[str, object]]:
    """The rows under headings: agency by agency, or all together where urgency orders them."""
    if not by_agency:
        every = words.capital(words.count(len(rows), "action"))
        return [{"id": "actions", "title": every, "rows": by_urgency(rows)}] if rows else []
    found = {
        agency.id: tuple(one for one in rows if one.plan.agency == agency.id)
        for agency in view.portfolio.agencies.values()
    }
    return [
        {"id": f"agency-{key}", "title": view.portfolio.agencies[key].name, "rows": by_urgency(own)}
        for key, own in found.items()
        if own
    ]


def _plans(view: View, kind: str, label: str, meaning: str) -> Page:
    uri = uris.kind(kind)
    plans = [plan for plan in view.portfolio.plans.values() if plan.kind == kind]

    def row(plan: Plan) -> dict[str, Any]:
        counts = tally(view.by_plan[plan.key])
        return {
            "plan": plan,
            "agency": view.agency_of(plan),
            "state": state_label(plan, view),
            "total": sum(counts.values()),
            "done": counts[State.DONE],
        }

    title = f"{label}s"
    return Page(
        uri=uri,
        title=title,
        kind="list",
        description=f"{title} on this site. {meaning}",
        crumbs=(HOME, FIND),
        body=render(
            "plans.md.j2",
            view,
            uri=uri,
            title=title,
            lead=f"{words.capital(words.count(len(plans), 'plan'))}. {meaning}",
            rows=[row(plan) for plan in plans],
        ),
    )


def _find(view: View) -> Page:
    rows = [
        {
            "title": f"By {facet.title.lower()}",
            "rows": [
                {"label": label, "uri": facet.uri(value), "count": count}
                for value, label in facet.values
                for count in [sum(1 for one in view.promised if value in facet.of(one))]
            ],
        }
        for facet in facets(view)
    ]
    return Page(
        uri=uris.FIND,
        title="Find an action",
        kind="find",
        description="Find what was promised: by status, people, topic, agency, kind and year.",
        crumbs=(HOME,),
        body=render("find.md.j2", view, uri=uris.FIND, facets=rows),
    )
