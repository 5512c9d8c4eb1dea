"""Dates: what comes first comes first."""

# Rules of one kind are all called alike, with more than each of them may need.
# ruff: noqa: ARG001

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from equity_plans.check.registry import Found, also, rule
from equity_plans.check.things import actions, goals, measures, milestones
from equity_plans.findings import DataPath, Severity
from equity_plans.model import Engagement, Plan, Portfolio, Report
from equity_plans.when import When, parse_when


@rule("EP207", of="plan", fix="One of the two dates is a slip: put it right.")
def dates_in_wrong_order(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """What ends, ends after it has begun.

    A stretch of time that ends before it begins is most often a slip in one of two years, and what
    is late cannot be worked out from it. Dates that are less exact are only compared where they
    cannot overlap.
    """
    spans: list[tuple[DataPath, When | None, DataPath, When | None]] = []
    if plan.period:
        spans.append((("period", "start"), plan.period.start, ("period", "end"), plan.period.end))
    if plan.ended:
        spans.append((("published",), plan.published, ("ended", "date"), _day(plan.ended.date)))
    if plan.superseded:
        replaced = _day(plan.superseded.date)
        spans.append((("published",), plan.published, ("superseded", "date"), replaced))
    for path, action in actions(plan):
        spans.append(((*path, "start"), action.start, (*path, "due"), action.due))
    for path, measure in measures(plan):
        start = measure.baseline.when if measure.baseline else None
        end = measure.target.when if measure.target else None
        spans.append(((*path, "baseline", "when"), start, (*path, "target", "when"), end))
    for path, one in _engagements(plan):
        spans.append(((*path, "from"), one.from_, (*path, "until"), one.until))
    for span in spans:
        yield from _in_order(*span)


@also("EP207", of="report")
def report_period_in_wrong_order(
    report: Report, *, plan: Plan, portfolio: Portfolio
) -> Iterator[Found]:
    """The time a report covers."""
    if report.period:
        start, end = report.period.start, report.period.end
        yield from _in_order(("period", "start"), start, ("period", "end"), end)


@rule(
    "EP218",
    of="report",
    fix="Put the date right, or tell of it in the report that comes after it.",
)
def told_before_it_happened(report: Report, *, plan: Plan, portfolio: Portfolio) -> Iterator[Found]:
    """A report tells of what has happened by its own date.

    What is still to come is not done, and a figure for a time that has not begun is a forecast.
    """
    dated: list[tuple[DataPath, When | None]] = []
    for index, action in enumerate(report.actions):
        path: DataPath = ("actions", index)
        dated.append(((*path, "done"), action.done))
        for number, reached in enumerate(action.milestones):
            dated.append(((*path, "milestones", number, "done"), reached.done))
    for index, measure in enumerate(report.measures):
        for number, observation in enumerate(measure.observations):
            here = ("measures", index, "observations", number, "when")
            dated.append((here, observation.when))
    for path, when in dated:
        if when and not when.started_by(report.date):
            yield Found(
                path,
                f"“{when.text}” had not begun on {report.date}, the date of this report.",
                other=("date",),
                other_label="date of the report",
            )


@rule(
    "EP224",
    of="plan",
    severity=Severity.WARNING,
    fix="A step on the way comes before the end: look at the two dates.",
)
def milestone_after_its_action(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """A milestone is due no later than its action.

    A milestone is a step on the way. One that is due later makes readers doubt when the promise is
    to be kept.
    """
    for path, action, milestone in milestones(plan):
        if milestone.due and action.due and _before(action.due, milestone.due):
            yield Found(
                (*path, "due"),
                f"This milestone is due “{milestone.due.text}”, after its action, which is due"
                f" “{action.due.text}”.",
                other=(*path[:-2], "due"),
                other_label="the action is due",
            )


def _engagements(plan: Plan) -> Iterator[tuple[DataPath, Engagement]]:
    for index, one in enumerate(plan.engagement):
        yield ("engagement", index), one
    for path, goal in goals(plan):
        for index, one in enumerate(goal.engagement):
            yield (*path, "engagement", index), one


def _in_order(
    first: DataPath, start: When | None, second: DataPath, end: When | None
) -> Iterator[Found]:
    """What there is to say when the date at `second` lies before the one at `first`."""
    if start and end and _before(end, start):
        yield Found(
            second,
            f"{_name(second)} is “{end.text}”, which lies before {_name(first)}, “{start.text}”.",
            other=first,
            other_label=f"{_name(first)} is here",
        )


def _name(path: DataPath) -> str:
    """What an author calls the date at `path`: the keys after the last position in a list."""
    keys: list[str] = []
    for step in path:
        keys = [] if isinstance(step, int) else [*keys, step]
    return f"`{' '.join(keys)}`"


def _before(one: When, two: When) -> bool:
    """True when all of `one` lies before all of `two`."""
    return one.last is not None and two.first is not None and one.last < two.first


def _day(day: date) -> When:
    return parse_when(day.isoformat())
