"""What changed, in words: the one engine behind each history on the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from operator import attrgetter, itemgetter
from typing import NamedTuple

from equity_plans.language import SOURCE, joined, like, written
from equity_plans.model import Action, Goal, Measure, Milestone, Plan, Portfolio, Report, Scalar
from equity_plans.progress import Slip, due_dates, reports_by
from equity_plans.when import When


class ChangeKind(StrEnum):
    """What sort of change it is. Bad news has the same weight as good news."""

    PUBLISHED = "published"
    STATUS = "status"
    DONE = "done"
    STEP = "step"
    SETBACK = "setback"
    DATE = "date"
    AMENDED = "amended"
    FIGURES = "figures"
    CORRECTION = "correction"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


_ORDER = {kind: place for place, kind in enumerate(ChangeKind)}


class Change(NamedTuple):
    """One dated change to one plan, as its own records tell it. A country has many thousands."""

    on: When | date
    """The day, or the period as exact as the source gives it."""

    kind: ChangeKind
    plan: Plan
    action: Action | None = None
    """The action it is about; None when it is about the plan."""

    subject: str = ""
    """The title of the step, measure or field it is about."""

    status: str | None = None
    detail: str | None = None
    """The agency's own words, as prose."""

    slip: Slip | None = None
    first: When | None = None
    """The first date promised, when it is about the move of a due date."""

    moves: int = 0
    """How often the date has moved by then, this time included."""

    was: str = ""
    now: str = ""
    reason: str | None = None
    report: Report | None = None

    @property
    def day(self) -> date:
        """The last day of its date, or that of the report that tells it while that is earlier."""
        day = self.on if isinstance(self.on, date) else (self.on.last or date.max)
        if self.report is not None and self.report.date < day:
            day = self.report.date  # Reported while its period was not over.
        return day


def plan_changes(plan: Plan, *, as_of: date, fiscal: int) -> tuple[Change, ...]:
    """Everything that changed in `plan` up to the day `as_of`, newest first."""
    return _newest_first(_changed(plan, as_of=as_of, fiscal=fiscal))


def all_changes(portfolio: Portfolio, *, as_of: date) -> tuple[Change, ...]:
    """Everything that changed in all plans up to the day `as_of`, newest first.

    Of one day, it is told plan by plan: what changed in actions, then what is about the plan.
    """
    return _newest_first(
        one
        for plan in sorted(portfolio.plans.values(), key=attrgetter("key"))
        for one in _changed(
            plan, as_of=as_of, fiscal=portfolio.agencies[plan.agency].fiscal_year_starts
        )
    )


def _newest_first(changes: Iterable[tuple[int, Change]]) -> tuple[Change, ...]:
    """Changes by their days; those of one day stay in their order."""
    return tuple([change for _, change in sorted(changes, key=itemgetter(0), reverse=True)])


def _changed(plan: Plan, *, as_of: date, fiscal: int) -> list[tuple[int, Change]]:
    """The changes of a plan, each with its day, in the order in which those of one day are told."""
    found = [*_life(plan), *_amended(plan, fiscal=fiscal)]
    actions = {action.id: action for _, action in plan.actions()}
    measures = {measure.id: measure for _, measure in plan.measures()}
    for report in reports_by(plan, as_of=as_of):
        found.extend(_reported(plan, report, actions, measures))
    found.sort(key=_on_its_day)
    return [(day.toordinal(), one) for one in found if (day := one.day) <= as_of]


def _on_its_day(one: Change) -> tuple[bool, str, int]:
    return one.action is None, one.action.id if one.action else "", _ORDER[one.kind]


def _life(plan: Plan) -> Iterator[Change]:
    if plan.published is not None:
        yield Change(on=plan.published, kind=ChangeKind.PUBLISHED, plan=plan)
    if plan.ended is not None:
        yield Change(on=plan.ended.date, kind=ChangeKind.ENDED, plan=plan, reason=plan.ended.reason)
    if plan.superseded is not None:
        yield Change(
            on=plan.superseded.date, kind=ChangeKind.ENDED, plan=plan, now=plan.superseded.by
        )
    owners = _owners(plan)
    for thing in _things(plan):
        if thing.withdrawn is not None:
            owner = owners.get(thing.id)
            yield Change(
                on=thing.withdrawn.date,
                kind=ChangeKind.WITHDRAWN,
                plan=plan,
                action=owner,
                subject="" if thing is owner else thing.title,
                reason=thing.withdrawn.reason,
            )


def _things(plan: Plan) -> Iterator[Goal | Action | Milestone | Measure]:
    """Everything in a plan that has an id, in the plan's order."""
    for goal in plan.goals:
        yield goal
        for action in goal.actions:
            yield action
            yield from action.milestones
        yield from goal.measures


def _owners(plan: Plan) -> dict[str, Action]:
    """The action that each action and milestone id belongs to."""
    owners = {action.id: action for _, action in plan.actions()}
    steps = {step.id: action for _, action in plan.actions() for step in action.milestones}
    return owners | steps


def _named(plan: Plan, what: str) -> str:
    """A path of ids in words: “Claims finished without an interpreter, 2026”."""
    thing_id, _, field = what.partition(".")
    titles = {thing.id: thing.title for thing in _things(plan)}
    if thing_id not in titles:
        return written(what.replace(".", " ").replace("_", " "), SOURCE)
    # Fields are named as the file names them, in English.
    named = written(field.replace(".", " ").replace("_", " "), SOURCE) if field else ""
    return joined(", ", (titles[thing_id], named))


def _amended(plan: Plan, *, fiscal: int) -> Iterator[Change]:
    """The moves of due dates, and every other amendment, with the action each is about."""
    owners = _owners(plan)
    for _, action in plan.actions():
        things: tuple[Action | Milestone, ...] = (action, *action.milestones)
        for thing in things:
            dates = due_dates(plan, thing, as_of=date.max, fiscal=fiscal)
            for moves, slip in enumerate(dates.slips, start=1):
                yield Change(
                    on=slip.date,
                    kind=ChangeKind.DATE,
                    plan=plan,
                    action=action,
                    subject="" if thing is action else thing.title,
                    slip=slip,
                    first=dates.first,
                    moves=moves,
                    reason=slip.reason,
                )
    withdrawn = {thing.id for thing in _things(plan) if thing.withdrawn is not None}
    for one in plan.amendments:
        thing_id, _, field = one.what.partition(".")
        if thing_id in owners and field == "due" and None not in (one.from_, one.to):
            continue  # Told above, as a move.
        if one.what in withdrawn and one.to is None:
            continue  # Told as taken out, with its own reason.
        yield Change(
            on=one.date,
            kind=ChangeKind.AMENDED,
            plan=plan,
            action=owners.get(thing_id),
            subject=_named(plan, one.what),
            was=_value(one.from_, plan),
            now=_value(one.to, plan),
            reason=one.reason,
        )


def _value(value: Scalar | None, plan: Plan) -> str:
    """A value as people say it; the words of a plan are in its own language."""
    if isinstance(value, bool):
        return written("yes" if value else "no", SOURCE)
    if isinstance(value, str):
        return like(plan.title, value)
    return "" if value is None else str(value)


def by_report(changes: Iterable[Change]) -> Iterator[tuple[Change, Change]]:
    """The changes with all that one report tells as one, for where there is room for few.

    Before each stands the first of those that it tells of, which is itself where it is alone.
    """
    seen = set()
    for one in changes:
        if one.report is None:
            yield one, one
        elif (key := (one.plan.key, one.report.date)) not in seen:
            seen.add(key)
            told = Change(
                on=one.report.date, kind=ChangeKind.STATUS, plan=one.plan, report=one.report
            )
            yield one, told


def _reported(
    plan: Plan, report: Report, actions: Mapping[str, Action], measures: Mapping[str, Measure]
) -> Iterator[Change]:
    if report.no_change:
        yield Change(on=report.date, kind=ChangeKind.STATUS, plan=plan, report=report)
    for entry in report.actions:
        action = actions.get(entry.action)
        if action is None:
            continue
        done = entry.status == "done"
        yield Change(
            on=entry.done if done and entry.done else report.date,
            kind=ChangeKind.DONE if done else ChangeKind.STATUS,
            plan=plan,
            action=action,
            status=entry.status,
            detail=entry.happened,
            reason=entry.reason,
            report=report,
        )
        if entry.setback is not None:
            yield Change(
                on=report.date,
                kind=ChangeKind.SETBACK,
                plan=plan,
                action=action,
                detail=entry.setback,
                report=report,
            )
        titles = (
            {milestone.id: milestone.title for milestone in action.milestones}
            if entry.milestones
            else {}
        )
        for step in entry.milestones:
            yield Change(
                on=step.done,
                kind=ChangeKind.STEP,
                plan=plan,
                action=action,
                subject=titles.get(step.milestone, step.milestone),
                reason=step.note,
                report=report,
            )
    for told in report.measures:
        if told.measure in measures:
            yield Change(
                on=report.date,
                kind=ChangeKind.FIGURES,
                plan=plan,
                subject=measures[told.measure].title,
                detail=told.note,
                report=report,
            )
    for correction in report.corrections:
        thing_id = correction.what.partition(".")[0]
        yield Change(
            on=report.date,
            kind=ChangeKind.CORRECTION,
            plan=plan,
            action=actions.get(thing_id),
            subject=_named(plan, correction.what),
            was=_value(correction.was, plan),
            now=_value(correction.now, plan),
            reason=correction.why,
            report=report,
        )
