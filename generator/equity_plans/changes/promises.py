"""Differences of one goal, action, milestone or measure, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from equity_plans import words
from equity_plans.changes.difference import Difference, DifferenceKind
from equity_plans.changes.figures import quantity_differences
from equity_plans.changes.labels import changed_words
from equity_plans.changes.matching import UNLIKE, likeness
from equity_plans.changes.meaning import same, written_fields
from equity_plans.changes.plain import list_difference, plain_difference
from equity_plans.changes.scope import NEUTRAL, STRONGER, WEAKER, Scope
from equity_plans.changes.slips import days_between, slip_words
from equity_plans.model import Action, Goal, Measure, Milestone, Plan, Withdrawn
from equity_plans.progress import due_dates

THINGS = ("goals", "actions", "milestones", "measures")
COVERED = ("people", "groups", "services")
"""Lists that say who or what a promise covers: to drop something there is to promise less."""

COUNTED = ("unit", "better", "counting")
AMOUNTS = re.compile(
    r"""
    [0-9](?:[0-9.,]*[0-9])?
    | \b(?: two | three | four | five | six | seven | eight | nine | ten | eleven | twelve | fifteen
        | twenty | thirty | forty | fifty | sixty | seventy | eighty | ninety | hundred | thousand
        | half | all | most | many | several | some )\b
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
"""Words that say how many or how much."""


def promise_differences(
    scope: Scope, before: Any, after: Any, *, plans: tuple[Plan, Plan], fiscal: tuple[int, int]
) -> Iterator[Difference]:
    """What differs in a goal, action, milestone or measure, without the things in it.

    `plans` are the two states of the plan it is in, `fiscal` the months in which the agency's
    fiscal year started.
    """
    now = dict(written_fields(after))
    for name, one in written_fields(before):
        other = now[name]
        # A measure's actions are names, not things in it.
        things = name in THINGS and not isinstance(before, Measure)
        if name == "id" or things or same(one, other):
            continue
        match name:
            case "title":
                yield title_difference(scope, one, other)
            case "due_as_published":
                yield _as_published(scope, one, other)
            case "withdrawn":
                yield _withdrawn(scope, one, other)
            case "due":
                yield _due(scope, before, after, plans=plans, fiscal=fiscal)
            case "target" | "baseline":
                yield from quantity_differences(scope, name, before, after)
            case _ if name in COVERED:
                yield _covered(scope, name, before, after, plans=plans)
            case _ if name in COUNTED:
                yield _counted(scope, name, one, other)
            case _:
                yield plain_difference(scope, (name,), one, other)


def title_difference(scope: Scope, was: str, now: str) -> Difference:
    """New words for a promise: other amounts, or so many new words that it may be another one.

    The title of a plan promises nothing.
    """
    one, two = changed_words(was, now)
    kind, more = DifferenceKind.REWORDED, ""
    if likeness(was, now) < UNLIKE:
        kind, more = DifferenceKind.REPLACED, " It may now promise something else."
    elif scope.thing != "plan" and _amounts(was) != _amounts(now):
        kind, more = DifferenceKind.REPLACED, " It may now promise more or less."
    text = f"{scope.name('title')} reworded: {one} became {two}.{more}"
    return scope.difference(kind, text, "title", before=was, after=now)


def _amounts(title: str) -> list[str]:
    return sorted(amount.casefold() for amount in AMOUNTS.findall(title))


def _counted(scope: Scope, name: str, was: object, now: object) -> Difference:
    """Another unit or way of counting, after which old and new figures cannot be compared."""
    told = plain_difference(scope, (name,), was, now)
    text = told.text
    if was and now:
        what = "What counts as better" if name == "better" else scope.name(name)
        text = (
            f"{what} changed from {scope.shown(was, name)} to {scope.shown(now, name)}, so figures"
            " before and after cannot be compared."
        )
    return replace(told, kind=DifferenceKind.COUNTED, text=text)


def _as_published(scope: Scope, was: str | None, now: str | None) -> Difference:
    """The words in which the date was first given; they never change."""
    told = plain_difference(scope, ("due_as_published",), was, now)
    return replace(told, kind=DifferenceKind.REPLACED) if was else told


def _withdrawn(scope: Scope, was: Withdrawn | None, now: Withdrawn | None) -> Difference:
    if was is None and now is not None:
        text = f"Withdrawn on {words.day(now.date)}. {words.sentence(now.reason)}"
        told = scope.difference(DifferenceKind.WITHDRAWN, text, "withdrawn", effect=WEAKER)
        # A date and a reason come with it, as with an amendment.
        return replace(told, amended=True, reason=now.reason)
    if was is not None and now is None:
        text = f"Taken up again: it was withdrawn on {words.day(was.date)}."
        return scope.difference(DifferenceKind.RESTORED, text, "withdrawn", effect=STRONGER)
    text = "When or why it was withdrawn is told otherwise now."
    return scope.difference(DifferenceKind.EDITED, text, "withdrawn", before=was, after=now)


def _due(
    scope: Scope,
    before: Action | Milestone,
    after: Action | Milestone,
    *,
    plans: tuple[Plan, Plan],
    fiscal: tuple[int, int],
) -> Difference:
    was, now = before.due, after.due
    kind = DifferenceKind.DUE
    if was is None or now is None:
        text = f"Due date added: {words.when(now)}." if now else "Due date dropped"
        text += f": it was {words.when(was)}." if was else ""
        effect = STRONGER if now else WEAKER
        return scope.difference(kind, text, "due", before=was, after=now, effect=effect)
    told = scope.difference(kind, "", "due", before=was, after=now)
    known = due_dates(plans[0], before, as_of=date.max, fiscal=fiscal[0])
    moves = len(known.slips) + 1
    if told.amended:
        # The amendments tell of every move, also of several that come at once.
        moves = len(due_dates(plans[1], after, as_of=date.max, fiscal=fiscal[1]).slips)
    first = known.first or was
    days = days_between(was, now)
    # What goes on without an end can no longer be late.
    later = now.last is None if days is None else days > 0
    return replace(
        told,
        text=slip_words(was, now, first=first, moves=moves),
        effect=NEUTRAL if days == 0 else WEAKER if later else STRONGER,
        days=days,
        moves=moves,
        days_from_first=days_between(first, now),
    )


def _covered(
    scope: Scope, name: str, before: Any, after: Any, *, plans: tuple[Plan, Plan]
) -> Difference:
    """A change in who or what is covered. An action that names none takes its goal's."""
    was, now = (
        getattr(thing, name) or _of_goal(plan, thing, name)
        for plan, thing in zip(plans, (before, after), strict=True)
    )
    if same(was, now):
        own = "its own" if getattr(after, name) else "its goal's"
        text = f"{scope.name(name)}: the same, but now {own}."
        return scope.difference(DifferenceKind.CHANGED, text, name, before=was, after=now)
    return list_difference(scope, (name,), was, now, kind=DifferenceKind.COVERAGE, weakens=True)


def _of_goal(plan: Plan, thing: object, name: str) -> tuple[str, ...]:
    if not isinstance(thing, Action):
        return ()
    goal: Goal = next(goal for goal, action in plan.actions() if action is thing)
    found: tuple[str, ...] = getattr(goal, name)
    return found
