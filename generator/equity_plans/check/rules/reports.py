"""Reports: each on its own plan, in its own time, about things of that plan."""

# Rules of one kind are all called alike, with more than each of them may need.
# ruff: noqa: ARG001

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import PurePosixPath

from equity_plans.check.registry import Found, rule
from equity_plans.check.subject import hint
from equity_plans.check.things import named
from equity_plans.findings import DataPath, Severity
from equity_plans.model import Plan, Portfolio, Report


@rule(
    "EP206", of="report", fix="Write the id as the plan has it, or add what is missing to the plan."
)
def told_of_something_unknown(
    report: Report, *, plan: Plan, portfolio: Portfolio
) -> Iterator[Found]:
    """What a report tells of is in the plan.

    A report is read beside the promise it is about. News of something that the plan never promised
    has no place there.
    """
    words: dict[str, str] = {}
    for word, _, thing in named(plan):
        words.setdefault(thing.id, word)
    steps = {
        action.id: tuple(step.id for step in action.milestones)
        for goal in plan.goals
        for action in goal.actions
    }
    for index, told in enumerate(report.actions):
        yield from _unknown(("actions", index, "action"), "action", told.action, words)
        for number, reached in enumerate(told.milestones):
            path = ("actions", index, "milestones", number, "milestone")
            known = words.get(reached.milestone) == "milestone"
            if known and told.action in steps and reached.milestone not in steps[told.action]:
                yield Found(
                    path,
                    f"“{reached.milestone}” is a milestone of another action, not of"
                    f" “{told.action}”.",
                    fix=hint(reached.milestone, steps[told.action]),
                )
            else:
                yield from _unknown(path, "milestone", reached.milestone, words)
    for index, measured in enumerate(report.measures):
        yield from _unknown(("measures", index, "measure"), "measure", measured.measure, words)
    own = {one.name for one in fields(Report) if one.metadata.get("written", True)}
    for index, correction in enumerate(report.corrections):
        about = correction.what.split(".")[0]
        if about not in words and about not in own:
            yield Found(
                ("corrections", index, "what"),
                f"There is no “{about}” in the plan.",
                fix=hint(about, words),
            )


def _unknown(path: DataPath, word: str, id_: str, words: dict[str, str]) -> Iterator[Found]:
    known = words.get(id_)
    if known == word:
        return
    message = f"There is no {word} “{id_}” in the plan."
    if known:
        message = f"“{id_}” is {_an(known)} of the plan, not {_an(word)}."
    yield Found(path, message, fix=hint(id_, (one for one, kind in words.items() if kind == word)))


def _an(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


@rule("EP208", of="report", fix="Rename the file, or put the date right.")
def dated_otherwise_than_named(
    report: Report, *, plan: Plan, portfolio: Portfolio
) -> Iterator[Found]:
    """A report's file is named by its date.

    So there is one report for a day, files stand in the order of time, and the address of a report
    on the site says when it is from.
    """
    name = PurePosixPath(report.file).stem
    if name != report.date.isoformat():
        same = [one for one in plan.reports if one.date == report.date and one.file != report.file]
        besides = f" {same[0].file} has that date too." if same else ""
        yield Found(
            ("date",),
            f"This file is named “{name}”, but its report is dated {report.date}.{besides}",
            fix="" if same else f"Rename the file to {report.date}.yaml, or put the date right.",
        )


@rule("EP209", of="report", fix="Look at the date, and at the dates of the plan.")
def before_the_plan(report: Report, *, plan: Plan, portfolio: Portfolio) -> Iterator[Found]:
    """A report is no older than its plan.

    Nothing can be reported on a promise that has not been made.
    """
    begun = _begins(plan)
    if begun and report.date < begun:
        yield Found(
            ("date",), f"This report is dated {report.date}, but its plan begins on {begun}."
        )


def _begins(plan: Plan) -> date | None:
    """The first day on which there can be something to report, if the plan says."""
    dates = (plan.published, plan.period and plan.period.start)
    return min((when.first for when in dates if when and when.first), default=None)


@rule(
    "EP228",
    of="report",
    severity=Severity.WARNING,
    fix="Look at the date. What happens after a plan belongs in a report on the plan that follows.",
)
def after_the_plan(report: Report, *, plan: Plan, portfolio: Portfolio) -> Iterator[Found]:
    """A report is not dated after its plan has ended.

    A last report may come late. More often the date is a slip, or the report is in the folder of an
    earlier edition.
    """
    for ended, word in ((plan.ended, "ended"), (plan.superseded, "was replaced")):
        if ended and report.date > ended.date:
            yield Found(
                ("date",),
                f"This report is dated {report.date}, but its plan {word} on {ended.date}.",
            )


@rule("EP213", of="report", fix="Tell all of it in one place.")
def told_twice(report: Report, *, plan: Plan, portfolio: Portfolio) -> Iterator[Found]:
    """A report tells of each thing once.

    Where two entries speak of one action, readers cannot know which status counts.
    """
    told: list[tuple[DataPath, str]] = []
    for index, action in enumerate(report.actions):
        path: DataPath = ("actions", index)
        told.append(((*path, "action"), action.action))
        for number, reached in enumerate(action.milestones):
            told.append(((*path, "milestones", number, "milestone"), reached.milestone))
    for index, measure in enumerate(report.measures):
        told.append((("measures", index, "measure"), measure.measure))
    first: dict[tuple[str, str], DataPath] = {}
    for place, id_ in told:
        word = str(place[-1])
        if (word, id_) in first:
            yield Found(
                place,
                f"This report already tells of {word} “{id_}”.",
                other=first[word, id_],
                other_label="first told here",
            )
        first.setdefault((word, id_), place)


@rule("EP225", of="report", fix="Write what happened, or `no_change: true` when nothing has.")
def says_nothing(report: Report, *, plan: Plan, portfolio: Portfolio) -> Iterator[Found]:
    """A report says something, if only that nothing has changed.

    “Nothing new” is a valid report and keeps the promise to report. An empty one leaves open
    whether it was finished.
    """
    if not (
        report.no_change
        or report.actions
        or report.measures
        or report.corrections
        or report.summary
    ):
        yield Found(("date",), "This report says nothing.", at="key")


@rule("EP226", of="report", fix="Delete `no_change`, or what is reported beside it.")
def no_change_and_changes(report: Report, *, plan: Plan, portfolio: Portfolio) -> Iterator[Found]:
    """A report that says “no change” tells of none.

    One of the two is a leftover, and readers cannot know which.
    """
    reported = [key for key in ("actions", "measures") if getattr(report, key)]
    if report.no_change and reported:
        keys = " and ".join(f"`{key}`" for key in reported)
        yield Found(
            ("no_change",),
            f"This says that nothing has changed, but there is news under {keys}.",
            at="key",
            other=(reported[0],),
            other_label="news here",
        )


@rule(
    "EP227",
    of="report",
    severity=Severity.WARNING,
    fix="Say why under `reason`, or what went wrong under `setback`.",
)
def delayed_without_a_reason(
    report: Report, *, plan: Plan, portfolio: Portfolio
) -> Iterator[Found]:
    """An action that is delayed says why.

    The people who wait for it want to know what happened, and an honest reason is the best sign
    that the promise still stands.
    """
    for index, told in enumerate(report.actions):
        if told.status == "delayed" and not (told.reason or told.setback):
            yield Found(("actions", index, "status"), "This action is delayed; no reason is given.")
