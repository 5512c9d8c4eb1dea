"""Source: the text of one file, and findings that point into it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from equity_plans.findings import Finding, Other, Place, Severity

MOST_FINDINGS = 100
"""So many findings in one file; nobody reads on."""

SPACES = re.compile(" *")
WORD = re.compile("[^ ]+")

CLIP = 60
"""How much of an author's text a message quotes, in characters."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """The text of one file. Lines and columns count from 0 here, as in PyYAML."""

    file: str
    text: str
    lines: tuple[str, ...]
    """The lines without their ends. Only line feeds end a line: `splitlines` knows too many."""

    def place(self, line: int, column: int, *, length: int | None = None) -> Place:
        """`length` characters on one line, or a run without spaces."""
        text = self.lines[line] if line < len(self.lines) else ""
        if length is None:
            match = WORD.match(text, column)
            length = len(match[0]) if match else 1
        return Place(
            line=line + 1, column=column + 1, end_line=line + 1, end_column=column + length + 1
        )

    def rest(self, line: int, column: int) -> Place:
        """From a column to the end of what is written on that line."""
        text = self.lines[line] if line < len(self.lines) else ""
        return self.place(line, column, length=max(1, len(text.rstrip()) - column))

    def words(self, place: Place) -> str:
        """What is written at a place on one line."""
        return self.lines[place.line - 1][place.column - 1 : place.end_column - 1]

    def finding(
        self, rule: str, place: Place, message: str, fix: str, *, other: Other | None = None
    ) -> Finding:
        """An error at a place in this file, with the line it is on."""
        return Finding(
            rule=rule,
            severity=Severity.ERROR,
            file=self.file,
            message=message,
            fix=fix,
            place=place,
            excerpt=self.lines[place.line - 1] if place.line <= len(self.lines) else "",
            other=other,
        )

    def other(self, place: Place, label: str) -> Other:
        """A second place in this file."""
        return Other(file=self.file, place=place, label=label)


def value_column(line: str) -> int:
    """Where the value on a line begins: after its dashes and its key."""
    start = spaces_end(line, 0)
    while line.startswith("- ", start):
        start = spaces_end(line, start + 1)
    quote = line[start : start + 1]
    if quote in {'"', "'"}:
        colon = line.find(f"{quote}: ", start + 1) + 1
    elif quote in {"[", "{"}:
        return start
    else:
        colon = line.find(": ", start)
    return spaces_end(line, colon + 1) if colon > 0 else start


def spaces_end(line: str, column: int) -> int:
    """Where the spaces end that begin at a column; a copy of the line would cost too much."""
    spaces = SPACES.match(line, column)
    return spaces.end() if spaces else column


def clip(text: str) -> str:
    """The beginning of an author's text, on one line, short enough to quote."""
    line = " ".join(text.split())
    return line if len(line) <= CLIP else line[: CLIP - 1].rstrip() + "…"


def in_quotes(text: str) -> str:
    """`text` ready to be pasted into a plan: in quotes, with a backslash only where it must be."""
    if ('"' in text or "\\" in text) and "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
