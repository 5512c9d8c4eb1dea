"""Findings → annotations of a GitHub workflow run, written as commands to its runner."""

from __future__ import annotations

from collections.abc import Sequence

from equity_plans.diagnostics.ranking import count, summary, where, worst_first
from equity_plans.diagnostics.show import show
from equity_plans.findings import Finding

WORST = 9
"""A step may make ten annotations of a kind; the rest would be dropped without a word."""

LISTED = 50
"""So many of the rest are listed in one last annotation."""

DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def as_github(findings: Sequence[Finding], *, files: int, plans: int | None = None) -> str:
    """The worst findings as annotations at their lines, one more for the rest, and the count."""
    ranked = worst_first(findings)
    lines = [_annotation(finding) for finding in ranked[:WORST]]
    rest = ranked[WORST:]
    if rest:
        listed = [f"{show(where(one))}: {one.rule} {show(one.message)}" for one in rest[:LISTED]]
        if len(rest) > LISTED:
            listed.append(f"and {len(rest) - LISTED:,} more")
        lines.append(_command("notice", {"title": f"{count(len(rest), 'more finding')}"}, listed))
    lines.append(summary(findings, files=files, plans=plans))
    return "\n".join(lines) + "\n"


def _annotation(finding: Finding) -> str:
    """One finding. Its place is said in its words too: in the log they are all there is."""
    properties = {"file": finding.file}
    if place := finding.place:
        properties |= {"line": str(place.line), "endLine": str(place.end_line)}
        # The runner takes columns only when both are on one line.
        if place.line == place.end_line:
            properties |= {"col": str(place.column), "endColumn": str(place.end_column)}
    properties["title"] = f"{finding.rule} {finding.subject}".strip()
    lines = [f"{show(where(finding))}: {show(finding.message)}"]
    if finding.other:
        other = finding.other
        lines.append(f"see: {show(f'{other.file}:{other.place.line}')} {show(other.label)}")
    if finding.fix:
        lines.append(f"fix: {show(finding.fix)}")
    return _command(str(finding.severity), properties, lines)


def _command(name: str, properties: dict[str, str], lines: Sequence[str]) -> str:
    """A command of the runner. The texts in `lines` are already safe to show."""
    said = ",".join(f"{key}={show(value).translate(PROPERTY)}" for key, value in properties.items())
    data = "\n".join(lines).translate(DATA)
    return f"::{name} {said}::{data}"
