"""Clue: what is known about a syntax error when PyYAML gives up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from yaml.error import MarkedYAMLError

from equity_plans.sources.pure import PurePython
from equity_plans.sources.source import Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Clue:
    """What is known about a syntax error. Lines and columns count from 0."""

    source: Source
    parser: PurePython
    problem: str
    """PyYAML's words for what it did not expect, and for what it was reading."""
    line: int
    column: int
    """Where it gave up."""
    start_line: int
    start_column: int
    """Where the thing begins that it was reading."""

    @property
    def text(self) -> str:
        """The line on which it gave up."""
        return self.source.lines[self.line]

    @property
    def start_text(self) -> str:
        """What it was reading, to the end of that line."""
        return self.source.lines[self.start_line][self.start_column :].rstrip(" ")


def clue_of(source: Source, error: Exception, parser: PurePython) -> Clue:
    """What an error and the parser that raised it tell."""
    marked = error if isinstance(error, MarkedYAMLError) else MarkedYAMLError()
    mark = marked.problem_mark or parser.get_mark()
    line, column = _written(source, mark)
    start_line, start_column = _written(source, marked.context_mark or mark)
    return Clue(
        source=source,
        parser=parser,
        problem=f"{marked.context or ''}: {marked.problem or type(error).__name__}",
        line=line,
        column=column,
        start_line=start_line,
        start_column=start_column,
    )


def _written(source: Source, mark: Any) -> tuple[int, int]:
    """The line and column of a mark, or of the last words before it if it stands after them."""
    line, column = mark.line, mark.column
    while line > 0 and not source.lines[line][column:].strip(" "):
        if source.lines[line].strip(" "):
            break
        line -= 1
        column = len(source.lines[line])
    return line, min(column, max(0, len(source.lines[line].rstrip(" ")) - 1))
