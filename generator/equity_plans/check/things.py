"""The things of a plan, each with its place in the plan's file."""

from __future__ import annotations

from collections.abc import Iterator

from equity_plans.findings import DataPath
from equity_plans.model import Action, Goal, Measure, Milestone, Plan


def goals(plan: Plan) -> Iterator[tuple[DataPath, Goal]]:
    """Every goal."""
    for index, goal in enumerate(plan.goals):
        yield ("goals", index), goal


def actions(plan: Plan) -> Iterator[tuple[DataPath, Action]]:
    """Every action of every goal."""
    for path, goal in goals(plan):
        for index, action in enumerate(goal.actions):
            yield (*path, "actions", index), action


def milestones(plan: Plan) -> Iterator[tuple[DataPath, Action, Milestone]]:
    """Every milestone with its action."""
    for path, action in actions(plan):
        for index, milestone in enumerate(action.milestones):
            yield (*path, "milestones", index), action, milestone


def measures(plan: Plan) -> Iterator[tuple[DataPath, Measure]]:
    """Every measure of every goal."""
    for path, goal in goals(plan):
        for index, measure in enumerate(goal.measures):
            yield (*path, "measures", index), measure


def named(plan: Plan) -> Iterator[tuple[str, DataPath, Goal | Action | Milestone | Measure]]:
    """Everything that has an id, with what it is, in the order of the file."""
    for path, goal in goals(plan):
        yield "goal", path, goal
        for index, action in enumerate(goal.actions):
            here = (*path, "actions", index)
            yield "action", here, action
            for number, milestone in enumerate(action.milestones):
                yield "milestone", (*here, "milestones", number), milestone
        for index, measure in enumerate(goal.measures):
            yield "measure", (*path, "measures", index), measure
