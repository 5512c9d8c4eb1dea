"""Differences of a plan's own fields: its state, its period, what it promises to report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from equity_plans import words
from equity_plans.changes.difference import Difference, DifferenceKind, Effect
from equity_plans.changes.meaning import same, written_fields
from equity_plans.changes.plain import plain_difference
from equity_plans.changes.promises import title_difference
from equity_plans.changes.scope import NEUTRAL, STRONGER, WEAKER, Scope
from equity_plans.changes.slips import days_between
from equity_plans.model import Period, Plan, Reporting
from equity_plans.progress import MONTHS
from equity_plans.when import When

ELSEWHERE = ("goals", "amendments")
"""Fields whose differences are told by others."""

STATES = ("state", "ended", "superseded")


def life_differences(scope: Scope, before: Plan, after: Plan) -> Iterator[Difference]:
    """What differs in the fields of a plan itself."""
    now = dict(written_fields(after))
    if before.state != after.state:
        yield _state(scope, before, after)
    for name, one in written_fields(before):
        other = now[name]
        told = before.state != after.state and name in STATES
        if name in ELSEWHERE or told or same(one, other):
            continue
        match name:
            case "title":
                yield title_difference(scope, before.title, after.title)
            case "period":
                yield from _period(scope, before.period, after.period)
            case "reporting":
                yield _reporting(scope, before.reporting, after.reporting)
            case "ended" | "superseded":
                text = f"{scope.name(name)}: when or why is told otherwise now."
                yield scope.difference(DifferenceKind.CHANGED, text, name, before=one, after=other)
            case _:
                yield plain_difference(scope, (name,), one, other)


def _state(scope: Scope, before: Plan, after: Plan) -> Difference:
    kind, effect, reason = DifferenceKind.STATE, NEUTRAL, ""
    if after.state == "draft":
        kind, effect = DifferenceKind.UNPUBLISHED, WEAKER
        text = "This plan was published and is now a draft again."
    elif before.state == "draft":
        kind, text = DifferenceKind.PUBLISHED, "Published: it was a draft until now."
    elif after.ended is not None and after.state == "ended":
        reason = after.ended.reason
        text = f"The plan ended on {words.day(after.ended.date)}. {words.sentence(reason)}"
    elif after.superseded is not None and after.state == "superseded":
        day, by = words.day(after.superseded.date), after.superseded.by
        text = f"The plan was replaced on {day} by plans/{by}."
    else:
        was, now = scope.shown(before.state, "state"), scope.shown(after.state, "state")
        text = f"The plan's state changed from {was} to {now}."
    told = scope.difference(kind, text, before=before.state, after=after.state)
    return replace(told, effect=effect, reason=reason, path=("state",), amended=bool(reason))


def _period(scope: Scope, was: Period | None, now: Period | None) -> Iterator[Difference]:
    if was is None or now is None:
        yield plain_difference(scope, ("period",), was, now)
        return
    if not same(was.start, now.start):
        yield plain_difference(scope, ("period", "start"), was.start, now.start)
    if not same(was.end, now.end):
        told = plain_difference(scope, ("period", "end"), was.end, now.end)
        yield replace(told, kind=DifferenceKind.DUE, effect=_later(was.end, now.end))


def _later(was: When | None, now: When | None) -> Effect:
    """What another end of the time in which all is to be done means."""
    if was is None:
        return NEUTRAL
    days = days_between(was, now) if now is not None else None
    return WEAKER if days is None or days > 0 else NEUTRAL


def _reporting(scope: Scope, was: Reporting | None, now: Reporting | None) -> Difference:
    """The promise to report, which can become one to report less often or for a shorter time."""
    if was is not None and now is not None and was.every == now.every:
        days = days_between(was.until, now.until) if was.until and now.until else None
        shorter = was.until is None if days is None else days < 0
        told = plain_difference(scope, ("reporting", "until"), was.until, now.until)
    else:
        shorter = now is None or (was is not None and MONTHS[now.every] > MONTHS[was.every])
        told = _every(scope, was, now)
    effect = WEAKER if shorter else STRONGER
    return replace(told, kind=DifferenceKind.REPORTING, effect=effect)


def _every(scope: Scope, was: Reporting | None, now: Reporting | None) -> Difference:
    before, after = (each.every if each else None for each in (was, now))
    names = ("reporting", "every")
    one, two = (scope.shown(each, *names) for each in (before, after))
    text = f"Reports are promised: {two}, before {one}."
    if now is None:
        text = f"Reports are no longer promised; before, {one}."
    elif was is None:
        text = f"Reports are promised: {two}."
    return scope.difference(DifferenceKind.REPORTING, text, *names, before=before, after=after)
