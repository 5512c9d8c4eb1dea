"""Findings → text for a person at a terminal, or reading a log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from equity_plans.diagnostics.ranking import MOST, by_file, summary, where
from equity_plans.diagnostics.show import show, width
from equity_plans.findings import Finding, Place, Severity

BEFORE, AFTER = 60, 60
"""How much of a long line is shown on either side of where a finding begins, in characters."""

RED, YELLOW, BLUE, BOLD, DIM = "31;1", "33;1", "34;1", "1", "2"
COLORS = {Severity.ERROR: RED, Severity.WARNING: YELLOW, Severity.NOTICE: BLUE}

Paint: TypeAlias = Callable[[str, str], str]


def as_text(
    findings: Sequence[Finding], *, files: int, plans: int | None = None, color: bool = False
) -> str:
    """Every finding with its line, what to do about it, and where to read more; then the count."""
    paint: Paint = _colored if color else _plain
    parts: list[str] = []
    for _, here in by_file(findings):
        parts += ["\n".join(_finding(one, paint)) for one in here[:MOST]]
        if len(here) > MOST:
            parts.append(f"and {len(here) - MOST:,} more in {show(here[0].file)}")
    parts.append(paint(summary(findings, files=files, plans=plans), BOLD))
    return "\n\n".join(parts) + "\n"


def _finding(finding: Finding, paint: Paint) -> Iterator[str]:
    color = COLORS[finding.severity]
    head = paint(f"{finding.severity}[{show(finding.rule)}]", color)
    yield f"{head}: {paint(show(finding.message), BOLD)}"
    place = finding.place
    margin = " " * len(str(place.line if place else ""))
    yield f"{margin}{paint('-->', DIM)} {show(where(finding))}"
    if place and finding.excerpt:
        line, offset, length = _excerpt(finding.excerpt, place)
        yield paint(f"{margin} |", DIM)
        yield f"{paint(f'{place.line} |', DIM)} {line}".rstrip()
        yield f"{paint(f'{margin} |', DIM)} {' ' * offset}{paint('^' * length, color)}"
    if finding.other:
        other = finding.other
        place = other.place
        yield f"  see:  {show(f'{other.file}:{place.line}:{place.column}')} {show(other.label)}"
    if finding.subject:
        yield f"  in:   {show(finding.subject)}"
    if finding.fix:
        yield f"  fix:  {show(finding.fix)}"
    yield f"  help: equity-plans rule {show(finding.rule)}"


def _excerpt(line: str, place: Place) -> tuple[str, int, int]:
    """The part of a line to show, how far in its mark begins, and how long that is."""
    start = max(0, place.column - 1 - BEFORE)
    end = place.column - 1 + AFTER
    lead = "…" if start else ""
    tail = "…" if end < len(line) else ""
    before = lead + show(line[start : place.column - 1])
    last = place.end_column - 1 if place.end_line == place.line else len(line)
    marked = show(line[place.column - 1 : min(last, end)])
    after = show(line[min(last, end) : end])
    return before + marked + after + tail, width(before), max(1, width(marked))


def _plain(text: str, _: str) -> str:
    return text


def _colored(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"
