"""The tables of plans, their goals, and what was heard, found and amended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from equity_plans import addresses
from equity_plans.exports.table import Table, Told, Type, dates, documented, fields, sourced, table
from equity_plans.exports.tables.given import Given, key, number, part_of
from equity_plans.model import Amendment, Engagement, Goal, Plan
from equity_plans.progress import ended_on


def plans(given: Given) -> Table:
    """Every plan, and where its actions stand."""
    view = given.view

    def ended(one: Plan, which: str) -> Any:
        """The end of the plan, or its replacement, once it has happened."""
        told = getattr(one, which)
        return told if told is not None and told.date <= view.as_of else None

    def owed(which: str) -> Any:
        return lambda one: getattr(view.contract(one), which)

    return table(
        "plans",
        "plan",
        "Plans",
        "What each plan is, who made it, how long it runs, and where its actions stand.",
        owners=given.plans,
        schemas=given.schemas,
        columns=(
            key(lambda one: one.key, "The agency and the plan: its folder."),
            part_of("agency", lambda one: one.agency, "agencies"),
            *fields("plan:", "kind", "title", "edition", "language"),
            Told(name="state", of=view.state_of, place="plan:state"),
            Told(
                name="ended_on",
                of=lambda one: ended_on(one, as_of=view.as_of),
                type=Type.DAY,
                title="Ended on",
                description="The day it ended or was replaced.",
            ),
            *fields(
                "plan:ended.", "reason", "by", of=lambda one: ended(one, "ended"), prefix="ended_"
            ),
            *fields(
                "plan:superseded.",
                "by",
                of=lambda one: ended(one, "superseded"),
                prefix="superseded_",
            ),
            *fields("plan:", "continues"),
            Told(
                name="related",
                of=lambda one: tuple(other.plan for other in one.related),
                type=Type.LIST,
                title="Related plans",
                description="The plans that this one goes hand in hand with.",
            ),
            *fields("plan:", "authorities"),
            *dates(
                "period_start", lambda one: one.period and one.period.start, "plan:period.start"
            ),
            *dates("period_end", lambda one: one.period and one.period.end, "plan:period.end"),
            *dates("published", lambda one: one.published, "plan:published"),
            *fields("plan:", "summary"),
            *fields(
                "plan:responsible.",
                *("post", "office"),
                of=lambda one: one.responsible,
                prefix="responsible_",
            ),
            *fields(
                "plan:feedback.",
                *("title", "url"),
                of=lambda one: one.feedback,
                prefix="feedback_",
            ),
            *fields(
                "plan:reporting.",
                *("every", "until"),
                of=lambda one: one.reporting,
                prefix="reporting_",
            ),
            Told(
                name="last_report",
                of=owed("last"),
                type=Type.DAY,
                title="Last report",
                description="The day of the last report.",
            ),
            Told(
                name="next_report_due",
                of=owed("next_due"),
                type=Type.DAY,
                title="Next report due",
                description="The day by which the next report is due. Empty when none is promised "
                "or the plan has ended.",
            ),
            number(
                "report_days_late",
                owed("days_late"),
                "Report: days late",
                "How many days the next report is late.",
            ),
            number("goals", lambda one: len(one.goals), "Goals", "How many goals."),
            *given.count_columns(lambda one: view.by_plan[one.key]),
            *documented(lambda one: one.source),
            Told(
                name="file",
                of=lambda one: one.file,
                title="File",
                description="The file it is written in, from the top of the repository.",
                required=True,
            ),
            given.page_column(addresses.plan),
            given.json_column(addresses.plan_api),
        ),
    )


def goals(given: Given) -> Table:
    """Every goal. Its things are a plan and a goal."""
    view = given.view
    return table(
        "goals",
        "goal",
        "Goals",
        "What each plan wants to reach, for whom, and how the program was studied.",
        owners=given.plans,
        things_of=lambda plan: ((plan, goal) for goal in plan.goals),
        schemas=given.schemas,
        columns=(
            key(lambda one: goal_id(*one), "The plan and the goal."),
            part_of("plan", lambda one: one[0].key, "plans"),
            *fields(
                "plan:goal.",
                *("number", "title", "summary", "topics", "people", "services"),
                *("partners", "objectives"),
                of=lambda one: one[1],
            ),
            *fields(
                "plan:assessment.",
                *("program", "method", "finding", "data"),
                of=lambda one: one[1].assessment,
                prefix="assessment_",
            ),
            *given.count_columns(lambda one: view.of_goal(*one)),
            *given.withdrawn_columns(lambda one: one[1].withdrawn),
            *sourced(lambda one: one[1].source),
            given.page_column(lambda one: addresses.goal(*one)),
        ),
    )


def goal_id(plan: Plan, goal: Goal) -> str:
    """How other tables name a goal."""
    return f"{plan.key}/{goal.id}"


def barriers(given: Given) -> Table:
    """What stands in people's way. Its things are a plan, a goal, a place and a barrier."""
    return table(
        "barriers",
        "barrier",
        "Barriers",
        "What the plans say stands in people's way, and the facts that show it.",
        owners=given.plans,
        things_of=lambda plan: (
            (plan, goal, place, barrier)
            for goal in plan.goals
            for place, barrier in enumerate(goal.barriers, start=1)
        ),
        schemas=given.schemas,
        columns=(
            part_of("plan", lambda one: one[0].key, "plans"),
            part_of("goal", lambda one: goal_id(one[0], one[1]), "goals"),
            number("place", lambda one: one[2], "Place", "Its place among the goal's barriers."),
            *fields("plan:barrier.", "title", "detail", of=lambda one: one[3]),
            Told(
                name="evidence",
                of=lambda one: tuple(fact.finding for fact in one[3].evidence),
                type=Type.LIST,
                title="Evidence",
                description="The facts that show it.",
            ),
            Told(
                name="evidence_pages",
                of=lambda one: tuple(
                    (fact.source.page if fact.source else None) or "" for fact in one[3].evidence
                ),
                type=Type.LIST,
                title="Evidence: pages",
                description="For each of these facts, the page or pages it stands on, or nothing.",
            ),
            *sourced(lambda one: one[3].source),
        ),
    )


def engagement(given: Given) -> Table:
    """How people were heard. Its things are a plan, a goal or nothing, and an engagement."""

    def things_of(plan: Plan) -> Iterator[tuple[Plan, Goal | None, Engagement]]:
        for one in plan.engagement:
            yield plan, None, one
        for goal in plan.goals:
            for one in goal.engagement:
                yield plan, goal, one

    return table(
        "engagement",
        "engagement",
        "Engagement",
        "How the people concerned were, or will be, asked and heard.",
        owners=given.plans,
        things_of=things_of,
        schemas=given.schemas,
        columns=(
            part_of("plan", lambda one: one[0].key, "plans"),
            part_of(
                "goal",
                lambda one: goal_id(one[0], one[1]) if one[1] else None,
                "goals",
                required=False,
            ),
            *fields("vocabulary:engagement.", "title", "kind", "stage", of=lambda one: one[2]),
            *dates("from", lambda one: one[2].from_, "vocabulary:engagement.from"),
            *dates("until", lambda one: one[2].until, "vocabulary:engagement.until"),
            *fields(
                "vocabulary:engagement.",
                *("audience", "participants", "compensated", "detail", "heard", "changed"),
                of=lambda one: one[2],
            ),
            *sourced(lambda one: one[2].source),
        ),
    )


def amendments(given: Given) -> Table:
    """Every change to a published promise, up to the day. Its things: a plan and an amendment."""

    def things_of(plan: Plan) -> Iterator[tuple[Plan, Amendment]]:
        for one in plan.amendments:
            if one.date <= given.view.as_of:
                yield plan, one

    return table(
        "amendments",
        "amendment",
        "Amendments",
        "Every change to a promise that was already published, with its reason.",
        owners=given.plans,
        things_of=things_of,
        schemas=given.schemas,
        columns=(
            part_of("plan", lambda one: one[0].key, "plans"),
            *fields("plan:amendment.", "date", "what", of=lambda one: one[1]),
            *(
                Told(
                    name=name,
                    of=scalar(attribute, lambda one: one[1]),
                    place=f"plan:amendment.{name}",
                )
                for name, attribute in (("from", "from_"), ("to", "to"))
            ),
            *fields("plan:amendment.", "reason", of=lambda one: one[1]),
        ),
    )


def scalar(attribute: str, of: Any) -> Any:
    """What fills a column of text with a value that may be a number or yes or no."""

    def value(one: Any) -> str | None:
        told = getattr(of(one), attribute)
        if isinstance(told, bool):
            return "true" if told else "false"
        return None if told is None else str(told)

    return value
