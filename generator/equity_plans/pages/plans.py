"""The page of each plan."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from equity_plans import addresses as uris
from equity_plans import words
from equity_plans.language import _, joined, like, ngettext
from equity_plans.model import Goal, Plan
from equity_plans.pages import charts
from equity_plans.pages.about import record_of_plan
from equity_plans.pages.boards import HOME, LIST
from equity_plans.pages.encode import address, marked, markup, plain
from equity_plans.pages.listing import fit
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
from equity_plans.progress import Placed, State, ended_on, reports_by, tally
from equity_plans.view import View, by_urgency

FIRST = 60
"""So many actions, the first of each goal, are on the page of a plan that cannot hold all."""


def page(plan: Plan, view: View) -> Draft:
    """The page of a plan."""
    return Draft(uri=uris.plan(plan), make=partial(_plan, plan, view))


def goal_word(plan: Plan) -> str:
    """What the plan calls a goal, in its own language, as it stands inside a sentence."""
    return like(plan.goal_word, plan.goal_word.lower()) if plan.goal_word else _("goal")


def goal_words(plan: Plan) -> str:
    """What the plan calls its goals: “strategies”, “focus areas”."""
    return like(plan.goal_word, plural(plan.goal_word.lower())) if plan.goal_word else _("goals")


def plural(word: str) -> str:
    """The plural of a goal word: “strategies”, “focus areas”."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"


def kicker(number: str | None, word: str) -> str:
    """“Strategy 2”, “Action”."""
    # A number has no language.
    return joined(" ", (words.capital(word), str(number or "")))


def goals_counted(plan: Plan) -> str:
    """“3 strategies”."""
    count = len(plan.goals)
    if plan.goal_word is None:
        return ngettext("{count} goal", "{count} goals", count)
    return joined(" ", (words.number(count), goal_word(plan) if count == 1 else goal_words(plan)))


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
    reports = reports_by(plan, as_of=view.as_of)[::-1]
    return Page(
        uri=uri,
        title=joined(": ", (agency.short, plan.title)),
        kind="plan",
        record=record_of_plan(plan, view),
        description=_(
            "{plan} of the {agency}: what was promised and what came of it.",
            plan=plan.title,
            agency=agency.name,
        ),
        crumbs=(HOME, LIST, Crumb(title=agency.name, uri=uris.agency(agency.id))),
        source=plan.file,
        body=render(
            "plan.md.j2",
            view,
            uri=uri,
            plan=plan,
            agency=agency,
            lead=_lead(plan, placed),
            life=life_words(plan, view),
            kept=_kept(placed) if not view.alive(plan) else "",
            late=late_words(plan, view),
            counts=counts,
            bar=charts.bar(counts, schemas=view.schemas),
            goal_words=goal_words(plan),
            goals=[_goal_row(plan, goal, view, fits=fit(placed)) for goal in plan.goals],
            reports=reports,
            in_full=[one for one in reports if words.is_cut(one.summary)],
            changes=view.changes_of(plan)[:8],
            state_words=_state_words(plan, view),
            period=_period(plan),
            authorities=[
                Named(
                    id=one,
                    name=portfolio.authorities[one].name,
                    standing_words=authority_words(
                        portfolio.authorities[one], portfolio.authorities, as_of=view.as_of
                    ),
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


def _goal_row(plan: Plan, goal: Goal, view: View, *, fits: bool) -> dict[str, object]:
    rows = view.of_goal(plan, goal)
    counts = tally(rows)
    told = share_done(rows)
    if goal.measures:
        told += " " + ngettext("{count} measure.", "{count} measures.", len(goal.measures))
    return {
        "goal": goal,
        "head": kicker(goal.number, goal_word(plan)) if goal.number else "",
        "words": told,
        "bar": charts.bar(counts, schemas=view.schemas, height=10),
        "rows": by_urgency(rows)[: None if fits else FIRST // len(plan.goals)],
        "all_rows": len(rows),
    }


def _lead(plan: Plan, placed: tuple[Placed, ...]) -> str:
    measures = len(list(plan.measures()))
    held = _(
        "{goals}, {actions}, {measures}.",
        goals=goals_counted(plan),
        actions=ngettext("{count} action", "{count} actions", len(placed)),
        measures=ngettext("{count} measure", "{count} measures", measures),
    )
    return joined(" ", (held, share_done(placed)))


def _kept(placed: tuple[Placed, ...]) -> str:
    """What was kept and what was left open when the plan ended."""
    counts = tally(placed)
    open_ = [one for one in placed if one.standing.state == State.PLAN_ENDED]
    heard = sum(1 for one in open_ if one.standing.told)
    told = [
        ngettext(
            "Kept: {count} action was reported done.",
            "Kept: {count} actions were reported done.",
            counts[State.DONE],
        ),
        ngettext(
            "Left open: {count} action was under way in the last report.",
            "Left open: {count} actions were under way in the last report.",
            heard,
        ),
        ngettext(
            "For {count} action no report is on this site.",
            "For {count} actions no report is on this site.",
            len(open_) - heard,
        ),
    ]
    numbers = (counts[State.DONE], heard, len(open_) - heard)
    return " ".join(words_ for words_, number in zip(told, numbers, strict=True) if number)


def _state_words(plan: Plan, view: View) -> str:
    day, label = ended_on(plan, as_of=view.as_of), state_label(plan, view)
    if day is None:
        return label
    ended = _("{state} on {day}", state=label, day=words.day(day))
    reason = plan.ended.reason if plan.ended is not None and plan.ended.date == day else ""
    return joined(". ", (ended, reason))


def _period(plan: Plan) -> str:
    if plan.period is None:
        return ""
    start = plan.period.start
    first = words.when(start) + (f" ({words.span(start)})" if words.span(start) else "")
    if plan.period.end is None:
        return _("From {start}", start=first)
    return words.capital(words.from_to(first, plan.period.end))


def _responsible(plan: Plan) -> str:
    if plan.responsible is None:
        return _("The plan names no responsible post")
    return joined(", ", (plan.responsible.post or "", plan.responsible.office or ""))


def _feedback(plan: Plan) -> Markup:
    if plan.feedback is None or plan.feedback.url is None:
        return marked("The plan names no way to comment")
    return markup("[{}]({})", plain(plan.feedback.title), address(plan.feedback.url))
