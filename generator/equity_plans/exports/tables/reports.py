"""The tables of reports, what they say, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from equity_plans import addresses
from equity_plans.changes import Change, change_title
from equity_plans.exports.cells import Value
from equity_plans.exports.table import (
    Table,
    Told,
    Type,
    dates,
    documented,
    fields,
    sourced,
    table,
)
from equity_plans.exports.tables.actions import action_id
from equity_plans.exports.tables.given import Given, key, number, part_of, report_id
from equity_plans.exports.tables.plans import scalar
from equity_plans.model import ActionReport, Link, Plan, Report


def reports(given: Given) -> Table:
    """Every report up to the day. Its things are a plan and a report."""
    return table(
        "reports",
        "report",
        "Reports",
        "Every report that agencies published on their plans.",
        owners=given.plans,
        things_of=lambda plan: ((plan, report) for report in given.reports(plan)),
        schemas=given.schemas,
        columns=(
            key(lambda one: report_id(*one), "The plan and the report."),
            part_of("plan", lambda one: one[0].key, "plans"),
            *fields("report:", "date", of=lambda one: one[1]),
            *(
                column
                for which in ("start", "end")
                for column in dates(f"period_{which}", _period(which), f"report:period.{which}")
            ),
            *fields("report:", "reported_by", "summary", "no_change", of=lambda one: one[1]),
            number("actions", lambda one: len(one[1].actions), "Actions", "How many it tells of."),
            number(
                "measures", lambda one: len(one[1].measures), "Measures", "How many it tells of."
            ),
            *documented(lambda one: one[1].source),
            Told(
                name="file",
                of=lambda one: one[1].file,
                title="File",
                description="The file it is written in, from the top of the repository.",
                required=True,
            ),
        ),
    )


def _period(which: str) -> Any:
    return lambda one: getattr(one[1].period, which, None)


def _entries(plan: Plan, given: Given) -> Iterator[tuple[Plan, Report, ActionReport]]:
    known = {action.id for _, action in plan.actions()}
    for report in given.reports(plan):
        for entry in report.actions:
            if entry.action in known:
                yield plan, report, entry


def action_reports(given: Given) -> Table:
    """What each report says of each action. Its things: a plan, a report, an action report."""
    return table(
        "action_reports",
        "action_report",
        "What reports say",
        "What each report says of each action, in the agency's own words.",
        owners=given.plans,
        things_of=lambda plan: _entries(plan, given),
        schemas=given.schemas,
        columns=(
            part_of("plan", lambda one: one[0].key, "plans"),
            part_of("report", lambda one: report_id(one[0], one[1]), "reports"),
            part_of("action", lambda one: action_id(one[0], one[2].action), "actions"),
            *fields("report:", "date", of=lambda one: one[1]),
            *fields(
                "report:actionReport.",
                *("status", "reason", "happened", "setback", "next"),
                of=lambda one: one[2],
            ),
            *dates("done", lambda one: one[2].done, "report:actionReport.done"),
            *sourced(lambda one: one[2].source),
        ),
    )


def _seen_columns() -> list[Told]:
    """The columns that say what was last seen of the address of a proof."""

    def of(name: str) -> Callable[[Any], Value]:
        return lambda one: getattr(one[4].seen, name, None)

    return [
        Told(
            name="link_checked",
            of=of("checked"),
            type=Type.DAY,
            title="Link: last look",
            description="The day on which a program last looked whether the address is there. "
            "Empty when it never did.",
        ),
        Told(
            name="link_last_seen",
            of=of("last_seen"),
            type=Type.DAY,
            title="Link: last seen",
            description="The last day on which it was there. Empty when it never was.",
        ),
        Told(
            name="link_offline_since",
            of=of("offline_since"),
            type=Type.DAY,
            title="Link: offline since",
            description="The first of the days since when it has not been there; pages say so once "
            "a second look has missed it. Empty while it is there.",
        ),
        Told(
            name="link_archived",
            of=of("archived"),
            title="Link: archived copy",
            description="Where a copy is kept, as the plan says or the program found.",
        ),
    ]


def proof(given: Given) -> Table:
    """Every public document a report names. Things: plan, report, entry, milestone, link."""

    def things_of(plan: Plan) -> Iterator[tuple[Plan, Report, ActionReport, str | None, Link]]:
        for _, report, entry in _entries(plan, given):
            for link in entry.proof:
                yield plan, report, entry, None, link
            for step in entry.milestones:
                for link in step.proof:
                    yield plan, report, entry, step.milestone, link

    return table(
        "proof",
        "proof",
        "Proof",
        "The public documents that reports name as proof.",
        owners=given.plans,
        things_of=things_of,
        schemas=given.schemas,
        columns=(
            part_of("plan", lambda one: one[0].key, "plans"),
            part_of("report", lambda one: report_id(one[0], one[1]), "reports"),
            part_of("action", lambda one: action_id(one[0], one[2].action), "actions"),
            part_of(
                "milestone",
                lambda one: action_id(one[0], one[3]) if one[3] else None,
                "milestones",
                required=False,
            ),
            *fields("vocabulary:link.", "title", "url", "archived", "page", of=lambda one: one[4]),
            *_seen_columns(),
        ),
    )


def corrections(given: Given) -> Table:
    """Every mistake put right in the open. Its things: a plan, a report, a correction."""
    return table(
        "corrections",
        "correction",
        "Corrections",
        "Mistakes in earlier reports that a later report put right.",
        owners=given.plans,
        things_of=lambda plan: (
            (plan, report, one) for report in given.reports(plan) for one in report.corrections
        ),
        schemas=given.schemas,
        columns=(
            part_of("plan", lambda one: one[0].key, "plans"),
            part_of("report", lambda one: report_id(one[0], one[1]), "reports"),
            *fields("report:correction.", "what", of=lambda one: one[2]),
            *(
                Told(
                    name=name,
                    of=scalar(name, lambda one: one[2]),
                    place=f"report:correction.{name}",
                )
                for name in ("was", "now")
            ),
            *fields("report:correction.", "why", of=lambda one: one[2]),
        ),
    )


def changes(given: Given) -> Table:
    """Everything that changed, newest first. Its things are changes, seen with their ids."""
    view = given.view
    return table(
        "changes",
        "change",
        "Changes",
        "Every report, new date, setback and correction in all plans, newest first, in words.",
        owners=given.plans,
        things_of=view.changes_of,
        in_order=lambda: view.changes,
        seen_as=change_ids,
        schemas=given.schemas,
        columns=(
            key(lambda one: one[0], "The plan, what it is about, the day and the kind of change."),
            part_of("plan", lambda one: one[1].plan.key, "plans"),
            part_of(
                "action",
                lambda one: action_id(one[1].plan, one[1].action.id) if one[1].action else None,
                "actions",
                required=False,
            ),
            Told(
                name="on",
                of=lambda one: getattr(one[1].on, "text", None) or one[1].on.isoformat(),
                title="On",
                description="The day, or the time as exact as the source gives it.",
                required=True,
            ),
            Told(
                name="on_last_day",
                of=lambda one: one[1].day,
                type=Type.DAY,
                title="On: last day",
                description="The last day of that time.",
                required=True,
            ),
            Told(
                name="kind",
                of=lambda one: one[1].kind,
                title="Kind",
                description="What sort of change it is.",
                required=True,
            ),
            Told(
                name="title",
                of=lambda one: change_title(one[1]),
                title="Title",
                description="The same in a word or two.",
                required=True,
            ),
            Told(
                name="words",
                of=lambda one: view.words_of(one[1]),
                title="Words",
                description="The change in one or two sentences.",
            ),
            given.page_column(_page),
        ),
    )


def _page(one: tuple[str, Change]) -> str:
    change = one[1]
    if change.action is None:
        return addresses.plan(change.plan)
    return addresses.action(change.plan, change.action)


def change_ids(changes: Iterable[Change]) -> Iterator[tuple[str, Change]]:
    """Each change with an id that stays the same as long as the change is in the record.

    Of several changes of one kind to one thing on one day, the later ones are numbered; reports
    and amendments are never edited once they are published, so the numbers stay.
    """
    seen: dict[str, int] = {}
    for one in changes:
        about = action_id(one.plan, one.action.id) if one.action else one.plan.key
        on = getattr(one.on, "text", None) or str(one.on)
        base = f"{about}/{on}/{one.kind}"
        seen[base] = seen.get(base, 0) + 1
        yield (base if seen[base] == 1 else f"{base}-{seen[base]}"), one
