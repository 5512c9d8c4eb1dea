"""Findings → a Markdown table for the summary of a workflow run or a comment."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence

from equity_plans.diagnostics.ranking import MOST, summary, where, worst_first
from equity_plans.diagnostics.show import show
from equity_plans.findings import Finding

NOT_ENCODED = ",;?%()/-"
"""Marks that mean nothing in the middle of a cell."""

ENCODED = str.maketrans(
    {mark: f"&#{ord(mark)};" for mark in string.punctuation if mark not in NOT_ENCODED}
    # Nobody is called by a plan that mentions them: after this space of no width it is no name.
    | {"@": "&#64;&#8203;"}
)
CODE = re.compile(r"`([^`]+)`")


def as_markdown(findings: Sequence[Finding], *, files: int, plans: int | None = None) -> str:
    """The count and a table, worst first."""
    ranked = worst_first(findings)
    lines = [f"**{summary(findings, files=files, plans=plans)}**"]
    if ranked:
        lines += ["", "| Rule | Where | What | What to do |", "| --- | --- | --- | --- |"]
        lines += [_row(finding) for finding in ranked[:MOST]]
    if len(ranked) > MOST:
        lines += ["", f"and {len(ranked) - MOST:,} more"]
    return "\n".join(lines) + "\n"


def _row(finding: Finding) -> str:
    place = f"{where(finding)} {finding.subject}".strip()
    cells = (f"{finding.severity} {finding.rule}", place, finding.message, finding.fix)
    return f"| {' | '.join(cell(one) for one in cells)} |"


def cell(text: str) -> str:
    """`text` word for word; only what stands in backticks is set as code."""
    parts = enumerate(CODE.split(show(text).strip()))
    encoded = ((index, part.translate(ENCODED)) for index, part in parts)
    return "".join(f"<code>{part}</code>" if index % 2 else part for index, part in encoded)
