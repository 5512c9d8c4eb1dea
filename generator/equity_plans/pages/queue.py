"""The page for who watches over the plans: what is due soon, what is late, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from equity_plans import addresses as uris
from equity_plans import words
from equity_plans.language import _, ngettext
from equity_plans.model import Agency, Plan
from equity_plans.pages.about import record_of_plans
from equity_plans.pages.agencies import HOME
from equity_plans.pages.page import Page
from equity_plans.pages.render import render
from equity_plans.progress import Contract, Placed, State
from equity_plans.view import SILENT_MONTHS, View

SOON = 90
"""So many days ahead are “soon”."""

MOST = 50
"""So many rows a section has at most; the words above it give the whole number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed:
    """One plan with the report that it owes."""

    plan: Plan
    agency: Agency
    kept: Contract
    due: date


def page(view: View) -> Page:
    """What is due, overdue and missing on the view's day."""
    plans = view.portfolio.plans.values()
    owed = sorted(_owed(view), key=lambda one: (one.due, one.plan.key))
    soon = view.as_of + timedelta(days=SOON)
    late = [one for one in owed if one.kept.days_late]
    ahead = [one for one in owed if not one.kept.days_late and one.due <= soon]
    overdue = sorted(
        (one for one in view.promised if one.standing.state == State.OVERDUE),
        key=lambda one: -one.standing.days_overdue,
    )
    due = _due_soon(view, soon)
    without = [
        agency for agency in view.portfolio.agencies.values() if agency.id not in view.with_plans
    ]
    unpromised = [
        plan
        for plan in plans
        if plan.reporting is None and plan.state != "draft" and view.alive(plan)
    ]
    running = any(plan.state != "draft" and view.alive(plan) for plan in plans)
    lead = _lead(len(late), len(overdue), len(view.silent), len(without))
    return Page(
        uri=uris.QUEUE,
        title=_("What is due, late and missing"),
        kind="queue",
        record=record_of_plans(plans, view),
        description=_("For reviewers: reports and actions that are due, late or missing."),
        crumbs=(HOME,),
        body=render(
            "queue.md.j2",
            view,
            uri=uris.QUEUE,
            lead=lead if running else _("No plan on this site is running, so nothing is due."),
            running=running,
            soon=words.days(SOON),
            late=late[:MOST],
            late_count=len(late),
            ahead=ahead[:MOST],
            ahead_count=len(ahead),
            overdue=overdue[:MOST],
            overdue_count=len(overdue),
            due=due[:MOST],
            due_count=len(due),
            silent=view.silent[:MOST],
            silent_count=len(view.silent),
            months=SILENT_MONTHS,
            without=without[:MOST],
            without_count=len(without),
            unpromised=unpromised[:MOST],
            unpromised_count=len(unpromised),
            most=MOST,
        ),
    )


def _owed(view: View) -> list[Owed]:
    """Every plan that owes a report, late or not."""
    found = []
    for plan in view.portfolio.plans.values():
        kept = view.contract(plan)
        if kept.next_due is not None:
            agency = view.agency_of(plan)
            found.append(Owed(plan=plan, agency=agency, kept=kept, due=kept.next_due))
    return found


def _due_soon(view: View, soon: date) -> list[Placed]:
    """The open actions of running plans whose due date ends in the days ahead, the next first."""

    def last(one: Placed) -> date:
        due = one.standing.dates.due
        return due.last if due is not None and due.last is not None else date.max

    settled = (State.DONE, State.STOPPED, State.PLAN_ENDED, State.OVERDUE)
    found = [
        one
        for one in view.promised
        if one.standing.state not in settled and view.as_of <= last(one) <= soon
    ]
    return sorted(found, key=last)


def _lead(late: int, overdue: int, silent: int, without: int) -> str:
    told = [
        ngettext("{count} report is late.", "{count} reports are late.", late),
        ngettext("{count} action is overdue.", "{count} actions are overdue.", overdue),
        ngettext(
            "{count} action has had no update for more than six months.",
            "{count} actions have had no update for more than six months.",
            silent,
        ),
        ngettext(
            "{count} agency has no plan here.", "{count} agencies have no plan here.", without
        ),
    ]
    counts = (late, overdue, silent, without)
    said = [words_ for words_, count in zip(told, counts, strict=True) if count]
    return " ".join(said) or _("Nothing is late and nothing is missing.")
