"""Pure arithmetic over plans and reports: what stands where on a given day.

The rules here are published in words on the page “How this works”; change both together.
Everything takes the day as an argument, so a site can be made as of any day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter

from equity_plans.model import (
    Action,
    ActionReport,
    Goal,
    Measure,
    Milestone,
    MilestoneDone,
    Observation,
    Plan,
    Portfolio,
    Quantity,
    Report,
    Withdrawn,
    grouped,
)
from equity_plans.when import NotADate, When, add_months, parse_when


class State(StrEnum):
    """What the site shows for an action on a day; labels and meanings are in the vocabulary."""

    DONE = "done"
    STOPPED = "stopped"
    PLAN_ENDED = "plan-ended"
    OVERDUE = "overdue"
    DELAYED = "delayed"
    IN_PROGRESS = "in-progress"
    NOT_STARTED = "not-started"
    NOT_REPORTED = "not-reported"


STATES = tuple(State)


class Result(StrEnum):
    """What the site says of a measure on a day; labels and meanings are in the vocabulary."""

    REACHED = "reached"
    CLOSER = "closer"
    NO_CHANGE = "no-change"
    FURTHER = "further"
    NOT_KEPT = "not-kept"
    NO_TARGET = "no-target"
    SHORT = "short"
    GROUPS_ONLY = "groups-only"
    NO_FIGURES = "no-figures"


MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12, "two-years": 24}
"""How many months each reporting interval of the vocabulary has."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Slip:
    """One move of a due date."""

    date: date
    before: When
    after: When
    reason: str

    @property
    def days(self) -> int | None:
        """Days between the last days of both dates; more than 0 is later. None when ongoing."""
        if self.before.last is None or self.after.last is None:
            return None
        return (self.after.last - self.before.last).days


@dataclass(frozen=True, kw_only=True, slots=True)
class Dates:
    """The due date of an action or milestone on a day, and how it came to be."""

    first: When | None
    """The first date promised. It never goes away."""

    due: When | None
    """The date in force on the day."""

    slips: tuple[Slip, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What one report says of one action."""

    report: Report
    entry: ActionReport


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Where one action stands on a day: three answers, always shown apart."""

    state: State
    """By the calendar: worked out by this module."""

    told: tuple[Told, ...]
    """The agency says: every report on it up to the day, oldest first."""

    dates: Dates
    days_overdue: int = 0
    """Days since the last day of the due date in force, when overdue."""

    days_after_first: int = 0
    """Days since the last day of the first date promised, when overdue."""

    days_late: int = 0
    """Days between the last day of the first date promised and the day it was done, when later."""

    proofs: int = 0
    """What the records show: how many public documents the reports name."""

    @property
    def latest(self) -> Told | None:
        """The newest report on the action."""
        return self.told[-1] if self.told else None

    @property
    def reported(self) -> str | None:
        """The status the agency last gave."""
        return self.told[-1].entry.status if self.told else None

    @property
    def done(self) -> When | None:
        """When the agency says it was done, where it says so."""
        return self.told[-1].entry.done if self.told else None


def ended_on(plan: Plan, *, as_of: date) -> date | None:
    """The day the plan ended or was replaced, if that was on or before `as_of`."""
    days = [one.date for one in (plan.ended, plan.superseded) if one is not None]
    return min((day for day in days if day <= as_of), default=None)


def reports_by(plan: Plan, *, as_of: date) -> tuple[Report, ...]:
    """The reports published by `as_of`, oldest first."""
    return tuple(report for report in plan.reports if report.date <= as_of)


def due_dates(plan: Plan, thing: Action | Milestone, *, as_of: date, fiscal: int) -> Dates:
    """The first and the present due date of an action or milestone, and each move between.

    `fiscal` is the month in which the agency's fiscal year starts. The plan file holds the newest
    date; what changed after `as_of` is undone by its `from`. A date that was taken away stays the
    first promise.
    """
    name = f"{thing.id}.due"
    changes = [
        (one, _when(one.from_, fiscal), _when(one.to, fiscal))
        for one in plan.amendments
        if one.what == name
    ]
    if not changes:
        return _unmoved(thing.due)
    later = [before for one, before, _ in changes if one.date > as_of]
    due = later[0] if later else thing.due
    until_then = [change for change in changes if change[0].date <= as_of]
    promised = [date_ for _, before, after in until_then for date_ in (before, after)]
    return Dates(
        first=next((date_ for date_ in (*promised, due) if date_ is not None), None),
        due=due,
        slips=tuple(
            Slip(date=one.date, before=before, after=after, reason=one.reason)
            for one, before, after in until_then
            if before is not None and after is not None
        ),
    )


@lru_cache(maxsize=1 << 12)  # many things are due on the same days
def _unmoved(due: When | None) -> Dates:
    return Dates(first=due, due=due)


def _when(value: object, fiscal: int) -> When | None:
    if not isinstance(value, str | int):
        return None
    try:
        return parse_when(value, fiscal_year_starts=fiscal)
    except NotADate:
        return None


def standing(
    plan: Plan,
    action: Action,
    *,
    as_of: date,
    fiscal: int = 10,
    goal: Goal | None = None,
    told: tuple[Told, ...] | None = None,
) -> Standing:
    """Where `action` stands on the day `as_of`; `told` is what `told_of` gives, where it is known.

    Done or stopped if the agency reported so, or took it or its `goal` out of the plan; else, if
    the plan has ended, “plan ended”; else overdue if the last day of its due date has passed; else
    what the agency last said; else not reported.
    """
    if told is None:
        told = told_of(plan, as_of=as_of).get(action.id, ())
    dates = due_dates(plan, action, as_of=as_of, fiscal=fiscal)
    reported = told[-1].entry.status if told else None
    withdrawn = withdrawn_by(action, goal, as_of=as_of) is not None
    if reported == State.DONE:
        state = State.DONE
    elif reported == State.STOPPED or withdrawn:
        state = State.STOPPED
    elif ended_on(plan, as_of=as_of):
        state = State.PLAN_ENDED
    elif dates.due is not None and dates.due.ended_by(as_of):
        state = State.OVERDUE
    else:
        state = State(reported) if reported else State.NOT_REPORTED
    overdue = state == State.OVERDUE
    return Standing(
        state=state,
        told=told,
        dates=dates,
        days_overdue=_days_since(dates.due, as_of) if overdue else 0,
        days_after_first=_days_since(dates.first, as_of) if overdue else 0,
        days_late=_days_late(dates.first, told) if state == State.DONE else 0,
        proofs=sum([_proofs(one.entry) for one in told]),
    )


def _proofs(entry: ActionReport) -> int:
    proofs = len(entry.proof)
    for step in entry.milestones:
        proofs += len(step.proof)
    return proofs


def told_of(plan: Plan, *, as_of: date) -> Mapping[str, tuple[Told, ...]]:
    """What the reports up to the day say of each action, by its id, oldest first."""
    return grouped(
        (
            Told(report=report, entry=entry)
            for report in reports_by(plan, as_of=as_of)
            for entry in report.actions
        ),
        key=attrgetter("entry.action"),
    )


def withdrawn_by(action: Action, goal: Goal | None, *, as_of: date) -> Withdrawn | None:
    """When and why an action, or the goal it belongs to, was taken out of the plan by the day."""
    both = (action.withdrawn, goal.withdrawn if goal is not None else None)
    return next((one for one in both if one is not None and one.date <= as_of), None)


def _days_late(first: When | None, told: tuple[Told, ...]) -> int:
    done = told[-1].entry.done
    return _days_since(first, done.last) if done is not None and done.last is not None else 0


def _days_since(due: When | None, as_of: date) -> int:
    return max(0, (as_of - due.last).days) if due is not None and due.last is not None else 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """Where one milestone stands on a day."""

    milestone: Milestone
    dates: Dates
    done: MilestoneDone | None
    state: State
    """Done, stopped, plan ended, overdue or not reported."""


def steps(
    plan: Plan,
    action: Action,
    *,
    as_of: date,
    fiscal: int = 10,
    told: tuple[Told, ...] | None = None,
) -> tuple[Step, ...]:
    """Where the milestones of `action` stand on the day `as_of`, in the plan's order.

    `told` is what `told_of` gives, where it is known.
    """
    if not action.milestones:
        return ()
    if told is None:
        told = told_of(plan, as_of=as_of).get(action.id, ())
    reached = {step.milestone: step for one in told for step in one.entry.milestones}
    result = []
    for milestone in action.milestones:
        dates = due_dates(plan, milestone, as_of=as_of, fiscal=fiscal)
        if milestone.id in reached:
            state = State.DONE
        elif milestone.withdrawn is not None and milestone.withdrawn.date <= as_of:
            state = State.STOPPED
        elif ended_on(plan, as_of=as_of):
            state = State.PLAN_ENDED
        elif dates.due is not None and dates.due.ended_by(as_of):
            state = State.OVERDUE
        else:
            state = State.NOT_REPORTED
        done = reached.get(milestone.id)
        result.append(Step(milestone=milestone, dates=dates, done=done, state=state))
    return tuple(result)


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasureProgress:
    """How far one measure has come on a day."""

    result: Result
    observations: tuple[Observation, ...]
    """Every figure about all people, up to the day, by time; a later report replaces an earlier."""

    by_group: tuple[Observation, ...]
    """Every figure about one group, in the same way."""

    value: float | None = None
    """The newest figure, or the sum of all where figures are added up."""

    share: float | None = None
    """The way gone from baseline to target: 0 at the start, 1 at the target, below 0 when worse.

    (value - baseline) / (target - baseline), as in the United States agency priority goals and the
    United Nations' progress measures; None where baseline, target or figure is missing.
    """


def measure_at(plan: Plan, measure: Measure, *, as_of: date) -> Measure:
    """The measure as it was promised on the day: figures amended later are undone."""
    for one in reversed(plan.amendments):
        what = one.what.removeprefix(f"{measure.id}.")
        before = one.from_
        if one.date <= as_of or isinstance(before, bool) or not isinstance(before, int | float):
            continue
        if what == "target.value":
            target = replace(measure.target or Quantity(), value=float(before))
            measure = replace(measure, target=target)
        elif what == "baseline.value":
            baseline = replace(measure.baseline or Quantity(), value=float(before))
            measure = replace(measure, baseline=baseline)
    return measure


def measure_progress(plan: Plan, measure: Measure, *, as_of: date) -> MeasureProgress:
    """How far `measure` has come on the day `as_of`."""
    measure = measure_at(plan, measure, as_of=as_of)
    found: dict[tuple[str, str | None], Observation] = {}
    for report in reports_by(plan, as_of=as_of):
        for entry in report.measures:
            if entry.measure == measure.id:
                found |= {(one.when.text, one.group): one for one in entry.observations}
    ordered = sorted(found.values(), key=lambda one: _time_order(one, as_of))
    for_all = tuple(one for one in ordered if one.group is None)
    values = [one.value for one in for_all if one.value is not None]
    value = None
    if values:
        value = sum(values) if measure.counting == "added" else values[-1]
    by_group = tuple(one for one in ordered if one.group is not None)
    result, share = _result(measure, value)
    if result == Result.NO_FIGURES and any(one.value is not None for one in by_group):
        result = Result.GROUPS_ONLY
    return MeasureProgress(
        result=result,
        observations=for_all,
        by_group=by_group,
        value=value,
        share=share,
    )


def _time_order(one: Observation, as_of: date) -> tuple[date, int, str]:
    """By last day; of two that end on the same day, the longer one, a year's figure, comes last."""
    last = one.when.last or as_of
    return (last, (last - one.when.first).days if one.when.first else 0, one.group or "")


def _result(measure: Measure, value: float | None) -> tuple[Result, float | None]:
    target = measure.target.value if measure.target else None
    start = measure.baseline.value if measure.baseline else None
    if measure.counting == "added" and start is None:
        start = 0.0  # What is added up starts from nothing.
    if value is None:
        return Result.NO_FIGURES, None
    if measure.better == "done":
        return (Result.REACHED if value >= 1 else Result.NOT_KEPT), None
    if target is None or measure.better is None:
        return Result.NO_TARGET, None
    share = None if start is None or start == target else (value - start) / (target - start)
    # Which way is up: 1 when more is better, -1 when less is.
    up = 1 if measure.better in ("higher", "at-least") else -1
    if up * value >= up * target:
        return Result.REACHED, share
    if measure.better in ("at-least", "at-most"):
        return Result.NOT_KEPT, share
    if start is None:
        return Result.SHORT, None
    if value == start:
        return Result.NO_CHANGE, share
    return (Result.CLOSER if up * value > up * start else Result.FURTHER), share


@dataclass(frozen=True, kw_only=True, slots=True)
class Contract:
    """Whether the agency reports as often as it promised."""

    last: date | None
    """The day of the last report."""

    next_due: date | None
    """The day by which the next report is due; None when none is promised or the plan has ended."""

    days_late: int = 0


def contract(plan: Plan, *, as_of: date) -> Contract:
    """Whether the reporting contract of `plan` is kept on the day `as_of`.

    The next report is due one interval after the last report, or after the plan was published
    (else: after its period began) where there is none yet. An ended plan owes no report.
    """
    reports = reports_by(plan, as_of=as_of)
    last = reports[-1].date if reports else None
    if plan.reporting is None or plan.state == "draft" or ended_on(plan, as_of=as_of):
        return Contract(last=last, next_due=None)
    begun = plan.published or (plan.period.start if plan.period else None)
    since = last or (begun.last if begun else None)
    until = plan.reporting.until
    if since is None or (until is not None and until.ended_by(since)):
        return Contract(last=last, next_due=None)
    next_due = add_months(since, MONTHS[plan.reporting.every])
    if until is not None and until.last is not None and next_due > until.last:
        return Contract(last=last, next_due=None)
    return Contract(last=last, next_due=next_due, days_late=max(0, (as_of - next_due).days))


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """One action with the plan it is in and where it stands."""

    plan: Plan
    goal_index: int
    action: Action
    standing: Standing

    @property
    def people(self) -> tuple[str, ...]:
        """Who it serves: its own people, or its goal's."""
        return self.action.people or self.plan.goals[self.goal_index].people

    @property
    def topics(self) -> tuple[str, ...]:
        """What it is about: its own topics, or its goal's."""
        return self.action.topics or self.plan.goals[self.goal_index].topics

    @property
    def services(self) -> tuple[str, ...]:
        """The services it is meant to improve: its own, or its goal's."""
        return self.action.services or self.plan.goals[self.goal_index].services


def place_actions(portfolio: Portfolio, *, as_of: date) -> tuple[Placed, ...]:
    """Every action of every plan with its standing on the day, in the order of plans."""
    return tuple(
        Placed(
            plan=plan,
            goal_index=index,
            action=action,
            standing=standing(
                plan,
                action,
                goal=goal,
                as_of=as_of,
                fiscal=portfolio.agencies[plan.agency].fiscal_year_starts,
                told=told.get(action.id, ()),
            ),
        )
        for plan in portfolio.plans.values()
        for told in [told_of(plan, as_of=as_of)]
        for index, goal in enumerate(plan.goals)
        for action in goal.actions
    )


def tally(placed: Iterable[Placed]) -> dict[State, int]:
    """How many actions are in each state, every state named, in the order of State."""
    counts = Counter(one.standing.state for one in placed)
    return {state: counts[state] for state in STATES}
