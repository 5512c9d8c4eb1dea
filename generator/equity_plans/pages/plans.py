"""The page of each plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from equity_plans import addresses as uris
from equity_plans import words
from equity_plans.model import Goal, Plan
from equity_plans.pages import charts
from equity_plans.pages.agencies import HOME, LIST
from equity_plans.pages.encode import address, plain
from equity_plans.pages.page import Crumb, Draft, Page
from equity_plans.pages.phrases import (
    authority_words,
    contract_words,
    late_words,
    life_words,
    share_done,
    state_label,
)
from equity_plans.pages.render import render
from equity_plans.progress import Placed, ended_on, reports_by, tally
from equity_plans.view import View, by_urgency


def pages(view: View) -> Iterator[Draft]:
    """The page of every plan."""
    for plan in view.portfolio.plans.values():
        yield Draft(uri=uris.plan(plan), make=partial(_plan, plan, view))


def goal_word(plan: Plan) -> str:
    """What the plan calls a goal, as it stands inside a sentence."""
    return (plan.goal_word or "goal").lower()


def plural(word: str) -> str:
    """The plural of a goal word: “strategies”, “focus areas”."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A law or order that asks for a plan, with its standing in words."""

    id: str
    name: str
    standing_words: str


def _plan(plan: Plan, view: View) -> Page:
    uri = uris.plan(plan)
    agency = view.agency_of(plan)
    placed = view.by_plan[plan.key]
    counts = tally(placed)
    portfolio = view.portfolio
    related = [
        {
            "title": portfolio.plans[one.plan].title if one.plan in portfolio.plans else one.plan,
            "uri": uris.plan(portfolio.plans[one.plan]),
            "how": one.how,
        }
        for one in plan.related
        if one.plan in portfolio.plans
    ]
    return Page(
        uri=uri,
        title=f"{agency.short}: {plan.title}",
        kind="plan",
        description=f"{plan.title} of the {agency.name}: what was promised and what came of it.",
        crumbs=(HOME, LIST, Crumb(title=agency.name, uri=uris.agency(agency.id))),
        source=plan.file,
        facets={"Agency": (agency.name,), "Kind": (view.schemas.label("planKind", plan.kind),)},
        body=render(
            "plan.md.j2",
            view,
            uri=uri,
            plan=plan,
            agency=agency,
            lead=_lead(plan, placed),
            life=life_words(plan, view),
            late=late_words(plan, view),
            counts=counts,
            bar=charts.bar(counts, schemas=view.schemas),
            goal_words=plural(goal_word(plan)),
            goals=[_goal_row(plan, goal, view) for goal in plan.goals],
            reports=reports_by(plan, as_of=view.as_of)[::-1],
            changes=view.changes_of(plan)[:8],
            state_words=_state_words(plan, view),
            period=_period(plan),
            authorities=[
                Named(
                    id=one,
                    name=portfolio.authorities[one].name,
                    standing_words=authority_words(portfolio.authorities[one], view),
                )
                for one in plan.authorities
                if one in portfolio.authorities
            ],
            contract=contract_words(plan, view),
            responsible=_responsible(plan),
            feedback=_feedback(plan),
            related=related,
            earlier=portfolio.plans.get(plan.continues or ""),
            later=next(iter(portfolio.next_editions(plan.key)), None),
        ),
    )


def _goal_row(plan: Plan, goal: Goal, view: View) -> dict[str, object]:
    rows = view.of_goal(plan, goal)
    counts = tally(rows)
    told = share_done(rows)
    if goal.measures:
        told += f" {words.capital(words.count(len(goal.measures), 'measure'))}."
    return {
        "goal": goal,
        "head": f"{words.capital(goal_word(plan))} {goal.number}" if goal.number else "",
        "words": told,
        "bar": charts.bar(counts, schemas=view.schemas, height=10),
        "rows": by_urgency(rows),
    }


def _lead(plan: Plan, placed: tuple[Placed, ...]) -> str:
    goals = words.count(len(plan.goals), goal_word(plan), plural(goal_word(plan)))
    measures = sum(1 for _ in plan.measures())
    return (
        f"{words.capital(goals)}, {words.count(len(placed), 'action')}, "
        f"{words.count(measures, 'measure')}. {share_done(placed)}"
    )


def _state_words(plan: Plan, view: View) -> str:
    day, label = ended_on(plan, as_of=view.as_of), state_label(plan, view)
    if day is None:
        return label
    reason = f". {plan.ended.reason}" if plan.ended is not None and plan.ended.date == day else ""
    return f"{label} on {words.day(day)}{reason}"


def _period(plan: Plan) -> str:
    if plan.period is None:
        return ""
    start = plan.period.start
    months = f" ({words.span(start)})" if words.span(start) else ""
    if plan.period.end is None:
        return f"From {words.when(start)}{months}"
    return f"{words.capital(words.when(start))}{months} to {words.when(plan.period.end)}"


def _responsible(plan: Plan) -> str:
    if plan.responsible is None:
        return "The plan names no responsible post"
    return ", ".join(part for part in (plan.responsible.post, plan.responsible.office) if part)


def _feedback(plan: Plan) -> Markup:
    if plan.feedback is None or plan.feedback.url is None:
        return Markup("The plan names no way to comment")
    return Markup("[{}]({})").format(plain(plan.feedback.title), address(plan.feedback.url))
