"""Which findings to show, in which order, and how to count them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from equity_plans.findings import Finding, Severity

MOST = 100
"""So many findings are shown for one file."""

RANK = {severity: rank for rank, severity in enumerate(Severity)}


def by_file(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """The findings of each file, files and findings in order."""
    ordered = sorted(findings, key=Finding.sort_key)
    return [(file, list(group)) for file, group in groupby(ordered, key=lambda one: one.file)]


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Errors before warnings before notices; within these by file and place."""
    return sorted(findings, key=lambda one: (RANK[one.severity], one.sort_key()))


def summary(findings: Sequence[Finding], *, files: int, plans: int | None = None) -> str:
    """The count in a sentence, such as “4 problems in 1 of 12 files: 3 errors, 1 warning”."""
    counts = Counter(one.severity for one in findings)
    problems = counts[Severity.ERROR] + counts[Severity.WARNING]
    notices = counts[Severity.NOTICE]
    looked = count(files, "file") + (f" ({count(plans, 'plan')})" if plans is not None else "")
    if not problems:
        noted = f", {count(notices, 'notice')}" if notices else ""
        return f"No problems in {looked}{noted}."
    bad = len({one.file for one in findings if one.severity != Severity.NOTICE})
    parts = ", ".join(
        count(counts[severity], str(severity)) for severity in Severity if counts[severity]
    )
    return f"{count(problems, 'problem')} in {bad:,} of {looked}: {parts}."


def count(number: int, noun: str) -> str:
    """`1 file`, `1,200 files`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def where(finding: Finding) -> str:
    """The file with line and column, as far as they are known: `plans/ssa/agency.yaml:3:7`."""
    place = finding.place
    return finding.file if place is None else f"{finding.file}:{place.line}:{place.column}"
