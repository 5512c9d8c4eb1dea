"""Findings → JSON for other programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from equity_plans import __version__
from equity_plans.diagnostics.ranking import MOST, by_file
from equity_plans.findings import DataPath, Finding, Place, Severity

FORMAT = 1
"""Grows when something in the envelope changes its name or meaning."""


def as_json(findings: Sequence[Finding], *, files: int, plans: int | None = None) -> str:
    """All findings, with what they were found in."""
    shown = [finding for _, here in by_file(findings) for finding in here[:MOST]]
    counts = Counter(finding.severity for finding in findings)
    envelope = {
        "format": FORMAT,
        "tool": {"name": "equity-plans", "version": __version__},
        "summary": {
            "files": files,
            "plans": plans,
            **{f"{severity}s": counts[severity] for severity in Severity},
            "not_listed": len(findings) - len(shown),
        },
        "findings": [_finding(finding) for finding in shown],
    }
    text = json.dumps(envelope, indent=2, allow_nan=False)
    # The same text to every reader of JSON, but nothing a runner of workflows obeys in its log.
    return text.replace("##", r"#\u0023") + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    other = finding.other
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "file": finding.file,
        "place": _place(finding.place),
        "pointer": pointer(finding.path),
        "subject": finding.subject,
        "message": finding.message,
        "fix": finding.fix,
        "other": other and {"file": other.file, "place": _place(other.place), "label": other.label},
    }


def _place(place: Place | None) -> dict[str, int] | None:
    return asdict(place) if place else None


def pointer(path: DataPath) -> str:
    """`path` as a JSON Pointer: `/goals/0/title`."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in path)
