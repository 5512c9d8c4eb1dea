"""A real page for every list: by status, people, topic, kind of plan and year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from equity_plans.model import Plan
from equity_plans.pages import charts, uris, words
from equity_plans.pages.agencies import HOME
from equity_plans.pages.page import Crumb, Page
from equity_plans.pages.render import render
from equity_plans.pages.view import View, by_urgency
from equity_plans.progress import Placed, State, tally

FIND = Crumb(title="Find an action", uri=uris.FIND)
NO_DATE = "none"


def pages(view: View) -> Iterator[Page]:
    """The find page and every list behind it."""
    yield _find(view)
    for word in view.schemas.vocabulary["state"]:
        yield _list(
            view,
            uris.state(word.value),
            title=f"Actions: {word.label.lower()}",
            meaning=word.meaning,
            rows=view.where(lambda one, value=word.value: one.standing.state == value),
        )
    for word in view.schemas.vocabulary["people"]:
        yield _list(
            view,
            uris.people(word.value),
            title=f"Promises for {_lower(word.label)}",
            meaning=word.meaning,
            rows=view.where(lambda one, value=word.value: value in one.people),
        )
    for word in view.schemas.vocabulary["topic"]:
        yield _list(
            view,
            uris.topic(word.value),
            title=f"Promises on {_lower(word.label)}",
            meaning=word.meaning,
            rows=view.where(lambda one, value=word.value: value in one.topics),
        )
    for year in years(view):
        named = "without a due date" if year == NO_DATE else f"due in {year}"
        yield _list(
            view,
            uris.year(year),
            title=f"Actions {named}",
            meaning="Counted by the last day of the due date in force.",
            rows=view.where(lambda one, value=year: due_year(one) == value),
        )
    for word in view.schemas.vocabulary["planKind"]:
        yield _plans(view, word.value, word.label, word.meaning)


def due_year(one: Placed) -> str:
    """The year in which an action is due, or that it has no date."""
    due = one.standing.dates.due
    return str(due.last.year) if due is not None and due.last is not None else NO_DATE


def years(view: View) -> list[str]:
    """Every year in which some action is due, and last those without a date."""
    return sorted({due_year(one) for one in view.placed})


def _lower(label: str) -> str:
    """A label inside a sentence: names keep their capitals."""
    first = label.split(" ", 1)[0]
    return (
        label
        if first in ("Tribal", "Asian", "Latino", "Black", "LGBTQI+")
        else label[:1].lower() + label[1:]
    )


def _list(view: View, uri: str, *, title: str, meaning: str, rows: tuple[Placed, ...]) -> Page:
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
            rows=by_urgency(rows),
            bar=charts.bar(counts, schemas=view.schemas, height=22),
        ),
    )


def _plans(view: View, kind: str, label: str, meaning: str) -> Page:
    uri = uris.kind(kind)
    plans = [plan for plan in view.portfolio.plans.values() if plan.kind == kind]

    def row(plan: Plan) -> dict[str, Any]:
        counts = tally(view.by_plan[plan.key])
        return {
            "plan": plan,
            "agency": view.agency_of(plan),
            "state": view.schemas.label("planState", plan.state),
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
    def facet(
        title: str,
        values: list[tuple[str, str]],
        place: Callable[[str], str],
        holds: Callable[[Placed, str], bool],
    ) -> dict[str, Any]:
        return {
            "title": title,
            "rows": [
                {
                    "label": label,
                    "uri": place(value),
                    "count": sum(1 for one in view.placed if holds(one, value)),
                }
                for value, label in values
            ],
        }

    def vocabulary(definition: str) -> list[tuple[str, str]]:
        return [(word.value, word.label) for word in view.schemas.vocabulary[definition]]

    facets = [
        facet("By status", vocabulary("state"), uris.state, lambda one, v: one.standing.state == v),
        facet("By people", vocabulary("people"), uris.people, lambda one, v: v in one.people),
        facet("By topic", vocabulary("topic"), uris.topic, lambda one, v: v in one.topics),
        facet(
            "By agency",
            [(agency.id, agency.name) for agency in view.portfolio.agencies.values()],
            uris.agency,
            lambda one, v: one.plan.agency == v,
        ),
        facet(
            "By kind of plan", vocabulary("planKind"), uris.kind, lambda one, v: one.plan.kind == v
        ),
        facet(
            "By year due",
            [(year, "No due date" if year == NO_DATE else year) for year in years(view)],
            uris.year,
            lambda one, v: due_year(one) == v,
        ),
    ]
    return Page(
        uri=uris.FIND,
        title="Find an action",
        kind="find",
        description="Find what was promised: by status, people, topic, agency, kind and year.",
        crumbs=(HOME,),
        body=render("find.md.j2", view, uri=uris.FIND, facets=facets),
    )
