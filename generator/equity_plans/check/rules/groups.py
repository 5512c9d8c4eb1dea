"""Groups: figures about some people beside the figure about all."""

# Rules of one kind are all called alike, with more than each of them may need.
# ruff: noqa: ARG001

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from equity_plans.check.registry import Found, rule
from equity_plans.check.things import measures
from equity_plans.findings import DataPath, Severity
from equity_plans.model import Measure, Observation, Plan, Portfolio, Report
from equity_plans.sources.source import clip

SHARES = frozenset({"percent", "per cent", "%"})
"""Units whose figures cannot be added up over groups."""


@rule(
    "EP229",
    of="report",
    severity=Severity.WARNING,
    fix="If the groups add up to all, suppress the figure of a second group too.",
)
def withheld_in_vain(report: Report, *, plan: Plan, portfolio: Portfolio) -> Iterator[Found]:
    """A figure that is withheld cannot be worked out from the others.

    When all groups but one are told, and all of them together, what is left is the figure of the
    last one. The few people behind it could be known by it after all.
    """
    for measure, told in _times(report, plan):
        withheld = [group for group, (_, one) in told.groups.items() if one.suppressed]
        others = [one for group, (_, one) in told.groups.items() if group not in withheld]
        every = set(measure.groups) == told.groups.keys()
        values = [one.value for one in (told.all, *others) if one is not None]
        if len(withheld) == 1 and others and every and told.all and _counts(measure, values):
            path, one = told.groups[withheld[0]]
            yield Found(
                (*path, "suppressed"),
                f"The figure of “{clip(withheld[0])}” for “{one.when.text}” is withheld, but the"
                " figures of all others and of all together are told.",
            )


@rule(
    "EP230",
    of="report",
    severity=Severity.WARNING,
    fix="Look at both figures. One of them is about something else, or has a slip.",
)
def group_larger_than_all(report: Report, *, plan: Plan, portfolio: Portfolio) -> Iterator[Found]:
    """A group is no larger than all together.

    Where figures are counted and added up, those of one group are a part of those of all.
    """
    for measure, told in _times(report, plan):
        whole = told.all.value if told.all else None
        if measure.counting != "added" or whole is None:
            continue
        for group, (path, one) in told.groups.items():
            if one.value is not None and one.value > whole >= 0:
                yield Found(
                    (*path, "value"),
                    f"“{clip(group)}” has {one.value:.12g} for “{one.when.text}”, but all together"
                    f" have {whole:.12g}.",
                )


@dataclass(kw_only=True, slots=True)
class _Told:
    """What a report tells of one measure at one time."""

    all: Observation | None = None
    groups: dict[str, tuple[DataPath, Observation]] = field(default_factory=dict)


def _times(report: Report, plan: Plan) -> Iterator[tuple[Measure, _Told]]:
    """Every time of every measure of the plan that a report gives figures for."""
    known: Mapping[str, Measure] = {measure.id: measure for _, measure in measures(plan)}
    for index, reported in enumerate(report.measures):
        times: dict[str, _Told] = {}
        for number, one in enumerate(reported.observations):
            told = times.setdefault(one.when.text, _Told())
            if one.group is None:
                told.all = one
            else:
                told.groups[one.group] = (("measures", index, "observations", number), one)
        if reported.measure in known:
            yield from ((known[reported.measure], told) for told in times.values())


def _counts(measure: Measure, values: list[float | None]) -> bool:
    """True when these are counts, and not shares or averages."""
    whole = all(value is not None and value == int(value) for value in values)
    return whole and (measure.unit or "").casefold() not in SHARES
