"""Amendments that a change lacks, written into the plan's file without touching anything else."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from equity_plans import sources
from equity_plans.authoring import AuthoringError
from equity_plans.authoring.outline import written
from equity_plans.authoring.review import Review
from equity_plans.changes import Difference, DifferenceKind, wants_amendment
from equity_plans.changes.meaning import same
from equity_plans.findings import DataPath
from equity_plans.project import Project, project_of
from equity_plans.sources import Document
from equity_plans.sources.scalars import resolve
from equity_plans.sources.source import in_quotes

KEY = "amendments"
FIGURES = (DifferenceKind.DUE, DifferenceKind.TARGET, DifferenceKind.BASELINE)
"""Differences between values that are written without quotes when they are numbers."""


def lacking(review: Review) -> tuple[Difference, ...]:
    """The changes that need an amendment and have none."""
    return tuple(
        one
        for one in review.differences
        if wants_amendment(one) and not one.amended and not one.doubt
    )


def amend(
    review: Review, reasons: Sequence[tuple[Difference, str]], *, day: date
) -> tuple[Path, ...]:
    """Write an amendment for each change with its reason, and give the files written to.

    Nothing is written unless every file reads as before, with the new amendments, and checks clean.
    """
    after = review.after
    files = list(dict.fromkeys(difference.file for difference, _ in reasons))
    texts: dict[str, bytes] = {}
    for file in files:
        here = [(one, reason) for one, reason in reasons if one.file == file]
        entries = [_entry(one, reason, day=_day(after, one, day)) for one, reason in here]
        data = (after.root / file).read_bytes()
        texts[file] = _with_entries(data, after.documents[file], entries)
    _must_be_right(after, texts)
    for file, data in texts.items():
        _write(after.root / file, data)
    return tuple(after.root / file for file in files)


def _day(after: Project, difference: Difference, day: date) -> date:
    """The day of a new amendment: none stands before an earlier one."""
    known = after.portfolio.plans[difference.plan].amendments
    return max([day, *(one.date for one in known)])


def _entry(difference: Difference, reason: str, *, day: date) -> list[str]:
    """The lines of one amendment, without indentation."""
    fields: dict[str, object] = {"date": day.isoformat(), "what": difference.what}
    if difference.before:
        fields["from"] = _value(difference, difference.before)
    if difference.after:
        fields["to"] = _value(difference, difference.after)
    fields["reason"] = " ".join(reason.split())
    lines = [line for key, value in fields.items() for line in _field(key, value)]
    return [f"{'  ' if number else '- '}{line}" for number, line in enumerate(lines)]


def _value(difference: Difference, text: str) -> object:
    """A value as the plan has it: a year or a figure is a number, everything else is text."""
    number = resolve(text)
    figure = difference.kind in FIGURES and not isinstance(number, bool)
    return number if figure and isinstance(number, int | float) else text


def _field(key: str, value: object) -> list[str]:
    """A key with its value, in quotes wherever our reader would take it for something else."""
    lines = written({key: value})
    if sources.parse("\n".join(lines).encode(), file="").value == {key: value}:
        return lines
    return [f"{key}: {in_quotes(str(value))}"]


def _with_entries(data: bytes, document: Document, entries: Sequence[Sequence[str]]) -> bytes:
    """The bytes of a plan with new entries at the end of its amendments."""
    lines = data.split(b"\n")
    end = b"\r" if lines[0].endswith(b"\r") else b""
    top = min(place.column for path, place in document.keys.items() if len(path) == 1) - 1
    if _in_brackets(document, ()) or _in_brackets(document, (KEY,)):
        raise _by_hand(document.file)
    if (KEY,) in document.values:
        here = document.values[KEY,]
        at, indent, new = here.end_line, here.column - 1, []
    else:
        at, indent, new = _last_line(document), top + 2, [f"{' ' * top}{KEY}:"]
    new += [f"{' ' * indent}{line}" for entry in entries for line in entry]
    before, after = lines[:at], lines[at:]
    if not after:
        # The last line has no end of its own.
        before[-1] = before[-1].removesuffix(b"\r") + end
        after = [b""]
    return b"\n".join([*before, *(line.encode("utf-8") + end for line in new), *after])


def _in_brackets(document: Document, path: DataPath) -> bool:
    here = document.values.get(path)
    return here is not None and document.lines[here.line - 1][here.column - 1] in "[{"


def _by_hand(file: str) -> AuthoringError:
    return AuthoringError(
        f"{file} was left as it is: it is written in a way that lines cannot be added to. Add the"
        " amendments by hand."
    )


def _last_line(document: Document) -> int:
    """The number of the last line that says something, or is a comment."""
    numbered = enumerate(document.lines, start=1)
    return max(number for number, line in numbered if line.strip() and not line.startswith("..."))


def _must_be_right(after: Project, texts: Mapping[str, bytes]) -> None:
    """Raises AuthoringError unless the new texts say what the old ones did, and check clean."""
    parsed = {file: sources.parse(data, file=file) for file, data in texts.items()}
    amended = project_of({**after.documents, **parsed}, schemas=after.schemas, root=after.root)
    known = {(one.rule, one.file, one.message) for one in after.errors}
    for error in amended.errors:
        if (error.rule, error.file, error.message) not in known:
            raise AuthoringError(f"{error.file} was left as it is. {error.message} {error.fix}")
    plans = {plan.file: plan for plan in amended.portfolio.plans.values()}
    for old in after.portfolio.plans.values():
        if old.file not in texts:
            continue
        new = plans.get(old.file)
        kept = new and new.amendments[: len(old.amendments)] == old.amendments
        if not new or not kept or not same(replace(new, amendments=old.amendments), old):
            raise _by_hand(old.file)


def _write(path: Path, data: bytes) -> None:
    """Put `data` in the place of what is in a file, in one step."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as stream:
        stream.write(data)
    new = Path(stream.name)
    try:
        shutil.copymode(path, new)
        new.replace(path)
    except OSError:
        new.unlink()
        raise
