"""Differences of reports: new ones and what they move, and old ones that were touched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from equity_plans import words
from equity_plans.changes.difference import Difference, DifferenceKind
from equity_plans.changes.labels import changed_words, quoted
from equity_plans.changes.meaning import as_written, known_by, meaning, same, written_fields
from equity_plans.changes.scope import NEUTRAL, WEAKER, Scope
from equity_plans.findings import DataPath
from equity_plans.model import ActionReport, Plan, Report
from equity_plans.when import When

MOST = 3
"""So many edits of one report are told; the rest are counted."""

SETTLED = ("done", "stopped")


def report_differences(scope: Scope, before: Plan, after: Plan) -> Iterator[Difference]:
    """What differs in the reports of a plan. A report is known by the name of its file."""
    gone = {PurePosixPath(one.file).stem: one for one in before.reports}
    new = {PurePosixPath(one.file).stem: one for one in after.reports}
    for name in [name for name in gone if name in new]:
        was, now = gone.pop(name), new.pop(name)
        if not same(was, now):
            yield _touched(_of(scope, now), was, now)
    for was in gone.values():
        again = next((one for one, now in new.items() if _redated(was, now)), None)
        if again is not None:
            now = new.pop(again)
            text = f"The report of {words.day(was.date)} is now dated {words.day(now.date)}."
            yield _of(scope, now).difference(
                DifferenceKind.EDITED, text, "date", before=was.date, after=now.date
            )
        else:
            text = f"The report of {words.day(was.date)} is gone."
            yield replace(
                _of(scope, was).difference(DifferenceKind.REMOVED, text, effect=WEAKER), gone=True
            )
    for now in new.values():
        yield from _new(_of(scope, now), now, before, after)


def _of(scope: Scope, report: Report) -> Scope:
    """The scope of one report."""
    return replace(
        scope,
        labels=replace(scope.labels, kind="report"),
        file=report.file,
        thing="report",
        path=(),
        id=report.date.isoformat(),
        title="",
        amendable=False,
    )


def _redated(one: Report, two: Report) -> bool:
    """True when two reports say the same, but for their dates, and do say something."""
    said = [
        [(name, meaning(value)) for name, value in written_fields(each) if name != "date"]
        for each in (one, two)
    ]
    return said[0] == said[1] and bool(one.actions or one.measures or one.summary)


def _new(scope: Scope, report: Report, before: Plan, after: Plan) -> Iterator[Difference]:
    """A new report: how much it tells, and what stands otherwise since."""
    told = [
        words.count(len(found), word)
        for word, found in (
            ("action", report.actions),
            ("measure", report.measures),
            ("correction", report.corrections),
        )
        if found
    ]
    about = f"on {words.listed(told)}" if told else "which says that nothing has changed"
    if not told and not report.no_change:
        about = "without news of an action or measure"
    setbacks = sum(one.setback is not None for one in report.actions)
    more = f" It tells of {words.count(setbacks, 'setback')}." if setbacks else ""
    text = f"New report of {words.day(report.date)}, {about}.{more}"
    # A report that was published elsewhere says when; it may join the record late.
    dated = report.source is not None and report.source.published is not None
    yield scope.difference(
        DifferenceKind.ADDED,
        text,
        "date",
        before=_newest(before),
        after=report.date,
        amended=dated,
    )
    corrected = {one.what for one in report.corrections}
    for index, entry in enumerate(report.actions):
        if _latest(after, entry.action)[1] is report:
            moved = _status(scope, index, entry, before, after, corrected=corrected)
            yield from moved
    for index, correction in enumerate(report.corrections):
        was, now = as_written(correction.was), as_written(correction.now)
        yield replace(
            scope.difference(
                DifferenceKind.CORRECTED,
                f"Corrected: {correction.what} was given as {quoted(was)} and is {quoted(now)}."
                f" {words.sentence(correction.why)}",
                before=was,
                after=now,
                reason=correction.why,
            ),
            path=("corrections", index),
        )


def _newest(plan: Plan) -> object:
    return plan.reports[-1].date if plan.reports else None


def _latest(plan: Plan, action: str) -> tuple[ActionReport | None, Report | None]:
    """The last entry on an action, and the report it is in."""
    for report in reversed(plan.reports):
        for entry in report.actions:
            if entry.action == action:
                return entry, report
    return None, None


def _status(
    scope: Scope,
    index: int,
    entry: ActionReport,
    before: Plan,
    after: Plan,
    *,
    corrected: set[str],
) -> Iterator[Difference]:
    last, _ = _latest(before, entry.action)
    was = last.status if last else None
    if was == entry.status:
        return
    title = next((action.title for _, action in after.actions() if action.id == entry.action), "")
    path: DataPath = ("actions", index, "status")
    now = scope.labels.value(entry.status, path)
    text = f"Status moved from {scope.labels.value(was, path)} to {now}."
    if was is None:
        text = f"Status first reported: {now}."
    stopped = entry.status == "stopped"
    back = was in SETTLED and entry.status not in SETTLED
    yield replace(
        scope.difference(
            DifferenceKind.STATUS,
            f"{text} {words.sentence(entry.reason)}".rstrip(),
            before=was,
            after=entry.status,
            effect=WEAKER if back or stopped else NEUTRAL,
            # A reason comes with either, as with an amendment.
            amended=stopped or f"{entry.action}.status" in corrected,
            reason=entry.reason or "",
        ),
        thing="action",
        id=entry.action,
        title=title,
        path=path,
    )


def _touched(scope: Scope, was: Report, now: Report) -> Difference:
    """A published report that says something else now, or only has more copies of its proof."""
    edits = list(_edits(was, now, ()))
    if all(path[-1:] == ("archived",) and one is None for path, one, _ in edits):
        text = f"Copies in a web archive added: {words.count(len(edits), 'link')}."
        kind, path = DifferenceKind.ARCHIVED, edits[0][0]
    else:
        told = [_edit(scope, now, edit) for edit in edits[:MOST]]
        more = f" And {words.count(len(edits) - MOST, 'more edit')}." if len(edits) > MOST else ""
        text = f"The published report of {words.day(was.date)} was edited. {' '.join(told)}{more}"
        kind, path = DifferenceKind.EDITED, edits[0][0]
    return replace(scope.difference(kind, text), path=path)


Edit = tuple[DataPath, object, object]


def _edits(was: object, now: object, path: DataPath) -> Iterator[Edit]:
    """Each place where two values say something else, with what stood and stands there."""
    if same(was, now):
        return
    if _is_group(was) and type(was) is type(now):
        other = dict(written_fields(now))
        for name, one in written_fields(was):
            yield from _edits(one, other[name], (*path, name))
    elif isinstance(was, tuple) and isinstance(now, tuple) and any(map(_is_group, was + now)):
        known, left = {known_by(one): one for one in reversed(was)}, list(was)
        for index, one in enumerate(now):
            partner = known.pop(known_by(one), None)
            if partner is not None:
                left.remove(partner)
            yield from _edits(partner, one, (*path, index))
        for one in left:
            yield path, one, None
    else:
        yield path, was, now


def _edit(scope: Scope, report: Report, edit: Edit) -> str:
    """One edit in a short sentence."""
    path, was, now = edit
    field = scope.labels.field(path)
    name = scope.labels.name(path) or str(field["title"])
    about = _about(report, path)
    of = f"{about}, {name[:1].lower()}{name[1:]}" if about else name
    if isinstance(was, str) and isinstance(now, str) and "labels" not in field:
        one, two = changed_words(was, now)
    else:
        one, two = (scope.labels.value(value, path) for value in (was, now))
    if now is None:
        return f"{of} dropped: {one}."
    return f"{of} added: {two}." if was is None else f"{of}: {one} became {two}."


def _about(report: Report, path: DataPath) -> str:
    """What tells the entry of the report that `path` leads into from the others."""
    value: Any = report
    about = ""
    for step in path:
        value = value[step] if isinstance(step, int) else dict(written_fields(value)).get(step)
        if isinstance(step, int) and _is_group(value):
            about = known_by(value)
    return about


def _is_group(value: object) -> bool:
    return is_dataclass(value) and not isinstance(value, When)
