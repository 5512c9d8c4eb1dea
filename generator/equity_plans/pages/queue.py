"""The page for who watches over the plans: what is due soon, what is late, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from equity_plans import addresses as uris
from equity_plans import words
from equity_plans.language import _, ngettext
from equity_plans.pages.boards import HOME
from equity_plans.pages.country import Whole, shown
from equity_plans.pages.page import Page
from equity_plans.pages.render import render
from equity_plans.pages.summary import MOST, SOON, Action, Plan
from equity_plans.progress import Contract, State
from equity_plans.view import SILENT_MONTHS


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed:
    """One plan with the report that it owes."""

    plan: Plan
    kept: Contract
    due: date


def page(country: Whole) -> Page:
    """What is due, overdue and missing on the country's day."""
    plans = country.plans.values()
    owed = sorted(_owed(country), key=lambda one: (one.due, one.plan.key))
    soon = country.as_of + timedelta(days=SOON)
    late = [one for one in owed if one.kept.days_late]
    ahead = [one for one in owed if not one.kept.days_late and one.due <= soon]
    overdue = country.by_state[State.OVERDUE]
    due = _due_soon(country)
    many_silent = sum(one.many_silent for one in country.agencies)
    silent = country.first(attrgetter("silent"), MOST)
    without = [one for one in country.agencies if not one.plans]
    unpromised = [plan for plan in plans if not plan.reporting and not plan.draft and plan.alive]
    running = country.running
    lead = _lead(len(late), len(overdue), many_silent, len(without))
    whose = country.with_agencies
    return Page(
        uri=uris.QUEUE,
        title=_("What is due, late and missing"),
        kind="queue",
        record=country.record,
        description=_("For reviewers: reports and actions that are due, late or missing."),
        crumbs=(HOME,),
        body=render(
            "queue.md.j2",
            country,
            uri=uris.QUEUE,
            lead=lead if running else _("No plan on this site is running, so nothing is due."),
            running=running,
            promised=any(country.counts.values()),
            soon=words.days(SOON),
            late=late[:MOST],
            late_count=len(late),
            ahead=ahead[:MOST],
            ahead_count=len(ahead),
            overdue=country.listed(overdue[:MOST], uri=uris.QUEUE, whose=whose),
            overdue_count=len(overdue),
            due=country.listed(due[:MOST], uri=uris.QUEUE, whose=whose),
            due_count=len(due),
            silent=shown(silent, uri=uris.QUEUE, between="\n"),
            silent_count=many_silent,
            months=SILENT_MONTHS,
            without=without[:MOST],
            without_count=len(without),
            unpromised=unpromised[:MOST],
            unpromised_count=len(unpromised),
            most=MOST,
        ),
    )


def _owed(country: Whole) -> list[Owed]:
    """Every plan that owes a report, late or not."""
    return [
        Owed(plan=plan, kept=kept, due=kept.next_due)
        for key, plan in country.plans.items()
        if (kept := country.contracts[key]).next_due is not None
    ]


def _due_soon(country: Whole) -> list[Action]:
    """The open actions of running plans whose due date ends in the days ahead, the next first."""
    found = [one.actions[place] for one in country.agencies for place in one.due_soon]
    return sorted(found, key=attrgetter("last"))


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
