"""Finding: the one word for a problem, and where it is.

A finding is a value. Readers of files, the schema and the rules make findings; `diagnostics`
turns them into text, annotations or reports. Nothing here imports anything of ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

DataPath: TypeAlias = tuple[str | int, ...]
"""A place inside data: keys and list positions from the top, `("goals", 0, "title")`."""


class Severity(StrEnum):
    """How much a finding weighs. Only an error blocks."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Place:
    """A stretch of a file. Lines and columns count from 1, in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Other:
    """A second place that explains a finding: “first used here”."""

    file: str
    place: Place
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One problem in one file, worded for the person who wrote the file."""

    rule: str
    """Stable id, `EP102`. Its page explains it; it is never reused."""

    severity: Severity
    file: str
    """Path from the project's root, with forward slashes."""

    message: str
    """One or two sentences: what is there and what is wrong, quoting the author's text."""

    fix: str = ""
    """What to do, in words that can be followed or pasted."""

    place: Place | None = None
    """None when the finding is about the file as a whole."""

    path: DataPath = ()
    subject: str = ""
    """The nearest thing with a title: `action “Translate forms” (translate-forms)`."""

    excerpt: str = ""
    """The line of the file that `place` starts on, as the author wrote it."""

    other: Other | None = None

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """By file, then line, then column, then rule: the order in which findings are shown."""
        line, column = (self.place.line, self.place.column) if self.place else (0, 0)
        return (self.file, line, column, self.rule, self.message)
