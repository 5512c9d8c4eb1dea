"""The tables of measures and their figures."""

from __future__ import annotations

from collections.abc import Iterator

from equity_plans import addresses
from equity_plans.exports.table import Table, Told, Type, dates, fields, sourced, table
from equity_plans.exports.tables.actions import action_id
from equity_plans.exports.tables.given import Given, key, part_of, report_id
from equity_plans.exports.tables.plans import goal_id
from equity_plans.model import Measure, Observation, Plan, Report


def measures(given: Given) -> Table:
    """Every measure. Its things are a plan, a goal, a measure, seen with how far it has come."""

    def quantity(name: str) -> list[Told]:
        return fields(
            f"plan:measure.{name}.",
            *("value", "when", "note", "to_be_established"),
            of=lambda one: getattr(one[2], name),
            prefix=f"{name}_",
        )

    return table(
        "measures",
        "measure",
        "Measures",
        "How anyone can tell whether a goal is reached, and how far it has come.",
        owners=given.plans,
        things_of=lambda plan: ((plan, goal, measure) for goal, measure in plan.measures()),
        seen_as=lambda things: (
            (plan, goal, measure, given.progress(plan)[measure.id])
            for plan, goal, measure in things
        ),
        schemas=given.schemas,
        columns=(
            key(lambda one: action_id(one[0], one[2].id), "The plan and the measure."),
            part_of("plan", lambda one: one[0].key, "plans"),
            part_of("goal", lambda one: goal_id(one[0], one[1]), "goals"),
            *fields(
                "plan:measure.",
                *("number", "title", "detail", "kind", "mark", "horizon", "unit", "better"),
                *("counting", "groups", "in_performance_standard"),
                of=lambda one: one[2],
            ),
            Told(
                name="actions",
                of=lambda one: _actions_of(one[0], one[2]),
                place="plan:measure.actions",
            ),
            *quantity("baseline"),
            *quantity("target"),
            Told(
                name="result",
                of=lambda one: one[3].result,
                title="Result",
                description="What the figures say on the day of the data.",
                words="result",
                required=True,
            ),
            Told(
                name="value",
                of=lambda one: one[3].value,
                type=Type.NUMBER,
                title="Newest figure",
                description="The newest figure about all people, or the sum of all where figures "
                "are added up.",
            ),
            Told(
                name="share",
                of=lambda one: one[3].share,
                type=Type.NUMBER,
                title="Way gone",
                description="The way gone from baseline to target: 0 at the start, 1 at the "
                "target, below 0 when worse. (value - baseline) / (target - baseline).",
            ),
            *given.withdrawn_columns(lambda one: one[2].withdrawn),
            *sourced(lambda one: one[2].source),
            given.page_column(lambda one: addresses.goal(one[0], one[1])),
        ),
    )


def _actions_of(plan: Plan, measure: Measure) -> tuple[str, ...]:
    return tuple(action_id(plan, one) for one in measure.actions)


def observations(given: Given) -> Table:
    """Every figure ever reported. Its things: a plan, a report, a measure's id, a figure."""

    def things_of(plan: Plan) -> Iterator[tuple[Plan, Report, str, Observation]]:
        known = {measure.id for _, measure in plan.measures()}
        for report in given.reports(plan):
            for entry in report.measures:
                if entry.measure in known:
                    for one in entry.observations:
                        yield plan, report, entry.measure, one

    return table(
        "observations",
        "observation",
        "Observations",
        "Every figure of every measure, as each report gave it.",
        owners=given.plans,
        things_of=things_of,
        schemas=given.schemas,
        columns=(
            part_of("plan", lambda one: one[0].key, "plans"),
            part_of("measure", lambda one: action_id(one[0], one[2]), "measures"),
            part_of("report", lambda one: report_id(one[0], one[1]), "reports"),
            *dates("when", lambda one: one[3].when, "report:observation.when"),
            *fields(
                "report:observation.",
                *("group", "value", "suppressed", "quality", "note"),
                of=lambda one: one[3],
            ),
            Told(
                name="stands",
                of=lambda one: id(one[3]) in given.standing(one[0]),
                type=Type.YES_NO,
                title="Stands",
                description="False when a later report gives another figure for the same time and "
                "group.",
                required=True,
            ),
            *sourced(lambda one: one[3].source),
        ),
    )
