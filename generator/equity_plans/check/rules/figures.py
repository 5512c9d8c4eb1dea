"""Figures: what a measure promises, and what is observed of it."""

# Rules of one kind are all called alike, with more than each of them may need.
# ruff: noqa: ARG001

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from equity_plans.check.registry import Found, also, rule
from equity_plans.check.subject import hint
from equity_plans.check.things import measures
from equity_plans.findings import DataPath, Severity
from equity_plans.model import Measure, Observation, Plan, Portfolio, Report
from equity_plans.sources.source import clip

PERCENT = frozenset({"percent", "per cent", "%"})
"""Units whose figures are parts of a whole. “Percent change” and the like are not."""


@rule(
    "EP219",
    of="plan",
    severity=Severity.WARNING,
    fix="Put the figure right. When it is not a part of a whole, say so in `unit`: percent change.",
)
def percent_of_more_than_all(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """A percentage lies between 0 and 100.

    More than all, or less than none, is most often a slip of the decimal point, or a figure in
    another unit than the measure's.
    """
    for path, measure in measures(plan):
        for key, quantity in (("baseline", measure.baseline), ("target", measure.target)):
            value = quantity.value if quantity else None
            yield from _percent((*path, key, "value"), measure, value)


@also("EP219", of="report")
def percent_of_more_than_all_reported(
    report: Report, *, plan: Plan, portfolio: Portfolio
) -> Iterator[Found]:
    """Reported figures."""
    for path, measure, observation in _observations(report, plan):
        if measure:
            yield from _percent((*path, "value"), measure, observation.value)


def _percent(path: DataPath, measure: Measure, value: float | None) -> Iterator[Found]:
    unit = measure.unit or ""
    if value is not None and unit.casefold() in PERCENT and not 0 <= value <= 100:
        wrong = "less than 0" if value < 0 else "more than 100"
        yield Found(path, f"This says {value:.12g} {unit}, which is {wrong}.")


@rule(
    "EP220",
    of="plan",
    severity=Severity.WARNING,
    fix="Look at `baseline`, `target` and `better`: one of the three is wrong.",
)
def target_behind_baseline(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """A target is better than where the measure starts.

    The site shows how far a measure has come on the way from its baseline to its target. Where the
    target lies behind the start, every step forward looks like a step back.
    """
    for path, measure in measures(plan):
        start = measure.baseline.value if measure.baseline else None
        target = measure.target.value if measure.target else None
        if start is None or target is None:
            continue
        if (measure.better == "higher" and target < start) or (
            measure.better == "lower" and target > start
        ):
            yield Found(
                (*path, "target", "value"),
                f"The target, {target:.12g}, is worse than the baseline, {start:.12g}, because"
                f" `better` says “{measure.better}”.",
                other=(*path, "baseline", "value"),
                other_label="the baseline",
            )


@rule(
    "EP221",
    of="report",
    fix="Write the group as the plan has it, or add it to the measure's `groups` in the plan.",
)
def group_unknown(report: Report, *, plan: Plan, portfolio: Portfolio) -> Iterator[Found]:
    """A figure about a group is about one of the groups that the measure names.

    Only figures about the same group can be compared over time, so a group has one name.
    """
    for path, measure, observation in _observations(report, plan):
        group = observation.group
        if measure and measure.groups and group and group not in measure.groups:
            yield Found(
                (*path, "group"),
                f"“{clip(group)}” is not one of the groups of measure “{measure.id}”.",
                fix=hint(group, measure.groups),
            )


@rule("EP222", of="report", fix="Delete the value; where it must stay, delete `suppressed`.")
def suppressed_and_told(report: Report, *, plan: Plan, portfolio: Portfolio) -> Iterator[Found]:
    """A figure that is withheld is not in the file.

    A figure is suppressed because it is about so few people that they could be known by it. Plans
    and reports are public files: what stands in them is published.
    """
    for path, _, observation in _observations(report, plan):
        if observation.suppressed and observation.value is not None:
            yield Found(
                (*path, "value"),
                "This figure is suppressed, and yet it is told here.",
                other=(*path, "suppressed"),
                other_label="suppressed here",
            )


@rule("EP223", of="report", fix="Keep the one that is right.")
def observed_twice(report: Report, *, plan: Plan, portfolio: Portfolio) -> Iterator[Found]:
    """A report gives one figure for one group and time.

    With two, nobody can tell which counts. A mistake in an earlier report is put right under
    `corrections`.
    """
    first: dict[tuple[DataPath, date | None, date | None, str | None], DataPath] = {}
    for path, _, observation in _observations(report, plan):
        when, group = observation.when, observation.group
        key = (path[:2], when.first, when.last, group)
        if key in first:
            about = f" on “{clip(group)}”" if group else ""
            yield Found(
                (*path, "when"),
                f"There is already a figure{about} for “{when.text}”.",
                other=(*first[key], "when"),
                other_label="the first figure",
            )
        first.setdefault(key, path)


def _observations(
    report: Report, plan: Plan
) -> Iterator[tuple[DataPath, Measure | None, Observation]]:
    """Every figure with its measure, where the plan has that measure."""
    known = {measure.id: measure for _, measure in measures(plan)}
    for index, reported in enumerate(report.measures):
        for number, observation in enumerate(reported.observations):
            path = ("measures", index, "observations", number)
            yield path, known.get(reported.measure), observation
