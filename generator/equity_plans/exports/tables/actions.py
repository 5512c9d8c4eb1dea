"""The tables of actions, their milestones and the moves of their dates."""

from __future__ import annotations

from collections.abc import Iterator

from equity_plans import addresses
from equity_plans.exports.table import Table, Told, Type, dates, fields, sourced, table
from equity_plans.exports.tables.given import Given, key, number, part_of
from equity_plans.exports.tables.plans import goal_id
from equity_plans.model import Action, Plan
from equity_plans.progress import Placed, Slip
from equity_plans.view import goal_of


def actions(given: Given) -> Table:
    """Every action and its three answers. Its things are placed actions, seen with their steps."""
    return table(
        "actions",
        "action",
        "Actions",
        "What agencies promised to do, with three answers told apart: by the calendar, what the "
        "agency says, and what the records show.",
        owners=given.plans,
        things_of=given.placed,
        seen_as=lambda placed: ((one, given.steps(one)) for one in placed),
        schemas=given.schemas,
        columns=(
            key(lambda one: action_id(one[0].plan, one[0].action.id), "The plan and the action."),
            part_of("agency", lambda one: one[0].plan.agency, "agencies"),
            part_of("plan", lambda one: one[0].plan.key, "plans"),
            part_of("goal", lambda one: goal_id(one[0].plan, goal_of(one[0])), "goals"),
            *fields("plan:action.", "number", "title", "detail", of=lambda one: one[0].action),
            Told(
                name="draft",
                of=lambda one: one[0].plan.state == "draft",
                type=Type.YES_NO,
                title="Draft",
                description="True while its plan is a draft, which promises nothing yet: no page "
                "counts it.",
                required=True,
            ),
            Told(
                name="state",
                of=lambda one: one[0].standing.state,
                title="By the calendar",
                description="Where it stands on the day of the data, worked out from its dates and "
                "the agency's reports.",
                words="state",
                required=True,
            ),
            number(
                "days_overdue",
                lambda one: one[0].standing.days_overdue,
                "Days overdue",
                "Days since the last day of the due date in force; 0 when it is not overdue.",
            ),
            number(
                "days_after_first_due",
                lambda one: one[0].standing.days_after_first,
                "Days after the first date",
                "Days since the last day of the first date promised; 0 when it is not overdue.",
            ),
            Told(
                name="agency_says",
                of=lambda one: one[0].standing.reported,
                title="The agency says",
                description="The status in the newest report on it. Empty when there is none.",
                words="actionStatus",
            ),
            Told(
                name="agency_said_on",
                of=lambda one: told.report.date if (told := one[0].standing.latest) else None,
                type=Type.DAY,
                title="The agency said on",
                description="The day of that report.",
            ),
            *dates("done", lambda one: one[0].standing.done, "report:actionReport.done"),
            number(
                "proof_documents",
                lambda one: one[0].standing.proofs,
                "What the records show",
                "How many public documents the reports name as proof.",
            ),
            number("milestones", lambda one: len(one[1]), "Milestones", "How many milestones."),
            number(
                "milestones_done",
                lambda one: sum(1 for step in one[1] if step.done),
                "Milestones done",
                "How many of these the agency reported done.",
            ),
            *dates("start", lambda one: one[0].action.start, "plan:action.start"),
            *dates("due", lambda one: one[0].standing.dates.due, "plan:action.due"),
            *dates(
                "first_due",
                lambda one: one[0].standing.dates.first,
                "plan:action.due",
                title="First due",
            ),
            number(
                "moves",
                lambda one: len(one[0].standing.dates.slips),
                "Moves",
                "How many times the due date was moved.",
            ),
            *fields("plan:action.", "due_as_published", "lead", "partners", of=_action),
            # A goal's topics, people and services are those of its actions that name none.
            *fields("plan:goal.", "topics", "people", "services", of=lambda one: one[0]),
            *fields("plan:action.", "proof_expected", of=_action),
            *given.withdrawn_columns(lambda one: one[0].action.withdrawn),
            *sourced(lambda one: one[0].action.source),
            given.page_column(lambda one: addresses.action(one[0].plan, one[0].action)),
            given.json_column(lambda one: addresses.action_api(one[0].plan, one[0].action)),
        ),
    )


def _action(one: tuple[Placed, object]) -> Action:
    return one[0].action


def action_id(plan: Plan, action: str) -> str:
    """How other tables name an action, milestone or measure; ids are unique in their plan."""
    return f"{plan.key}/{action}"


def milestones(given: Given) -> Table:
    """Every step on the way. Its things are a placed action and a step."""
    return table(
        "milestones",
        "milestone",
        "Milestones",
        "The steps on the way to the actions, and which of them were reached.",
        owners=given.plans,
        things_of=lambda plan: (
            (one, step) for one in given.placed(plan) for step in given.steps(one)
        ),
        schemas=given.schemas,
        columns=(
            key(
                lambda one: action_id(one[0].plan, one[1].milestone.id),
                "The plan and the milestone.",
            ),
            part_of("plan", lambda one: one[0].plan.key, "plans"),
            part_of("action", lambda one: action_id(one[0].plan, one[0].action.id), "actions"),
            *fields(
                "plan:milestone.", "number", "title", "detail", of=lambda one: one[1].milestone
            ),
            Told(
                name="state",
                of=lambda one: one[1].state,
                title="State",
                description="Where it stands on the day of the data: done, stopped, plan ended, "
                "overdue or not reported.",
                words="state",
                required=True,
            ),
            *dates("due", lambda one: one[1].dates.due, "plan:milestone.due"),
            *dates(
                "first_due", lambda one: one[1].dates.first, "plan:milestone.due", title="First due"
            ),
            number(
                "moves",
                lambda one: len(one[1].dates.slips),
                "Moves",
                "How many times the due date was moved.",
            ),
            *dates(
                "done",
                lambda one: one[1].done.done if one[1].done else None,
                "report:actionReport.milestones.done",
            ),
            *fields("report:actionReport.milestones.", "note", of=lambda one: one[1].done),
            *given.withdrawn_columns(lambda one: one[1].milestone.withdrawn),
            *sourced(lambda one: one[1].milestone.source),
        ),
    )


def moves(given: Given) -> Table:
    """Every move of a due date. Its things are a placed action, a milestone or nothing, a move."""

    def things_of(plan: Plan) -> Iterator[tuple[Placed, str | None, Slip]]:
        for one in given.placed(plan):
            for slip in one.standing.dates.slips:
                yield one, None, slip
            for step in given.steps(one):
                for slip in step.dates.slips:
                    yield one, step.milestone.id, slip

    return table(
        "moves",
        "move",
        "Moved dates",
        "Every time a due date was moved, with its reason. The first promise never goes away.",
        owners=given.plans,
        things_of=things_of,
        schemas=given.schemas,
        columns=(
            part_of("plan", lambda one: one[0].plan.key, "plans"),
            part_of("action", lambda one: action_id(one[0].plan, one[0].action.id), "actions"),
            part_of(
                "milestone",
                lambda one: action_id(one[0].plan, one[1]) if one[1] else None,
                "milestones",
                required=False,
            ),
            *fields("plan:amendment.", "date", of=lambda one: one[2]),
            *dates("before", lambda one: one[2].before, "plan:action.due", title="Before"),
            *dates("after", lambda one: one[2].after, "plan:action.due", title="After"),
            Told(
                name="days",
                of=lambda one: one[2].days,
                type=Type.INTEGER,
                title="Days",
                description="Days between the last days of both dates; more than 0 is later.",
            ),
            *fields("plan:amendment.", "reason", of=lambda one: one[2]),
        ),
    )
