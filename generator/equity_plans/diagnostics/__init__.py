"""Findings → text: for people, for GitHub, for programs, for a summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from equity_plans.diagnostics.as_json import as_json
from equity_plans.diagnostics.github import as_github
from equity_plans.diagnostics.junit import as_junit
from equity_plans.diagnostics.markdown import as_markdown
from equity_plans.diagnostics.sarif import as_sarif
from equity_plans.diagnostics.text import as_text
from equity_plans.findings import Finding

__all__ = ["FORMATS", "Format", "as_text"]


class Format(Protocol):
    """A way to write down what was found in so many files of so many plans."""

    def __call__(self, findings: Sequence[Finding], *, files: int, plans: int | None = None) -> str:
        """The text, with a line end after its last line."""


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "text": as_text,
        "github": as_github,
        "json": as_json,
        "sarif": as_sarif,
        "junit": as_junit,
        "markdown": as_markdown,
    }
)
"""Every format by the name it is asked for."""
