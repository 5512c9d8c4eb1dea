"""Syntax errors that are about quotes: open ones, closed ones, and texts that should have some."""

from __future__ import annotations

import re

from equity_plans.findings import Finding
from equity_plans.sources.clue import Clue
from equity_plans.sources.source import Source, clip, in_quotes
from equity_plans.sources.traps import STRUCTURE, never_closed

QUOTED = re.compile(r"""(?:'(?:[^']|'')*'|"(?:[^"\\]|\\.)*")""")


def open_quote(clue: Clue) -> tuple[int, int] | None:
    """Line and column of the quote that was never closed, if that is what happened.

    Such a quote is closed by the opening quote of some later text. The parser then stumbles over
    that text, or takes its closing quote for one more opening quote, and so on.
    """
    found = None
    line = clue.line
    if "while scanning a quoted" in clue.problem:
        found = clue.start_line, clue.start_column
        line = clue.start_line
    for token in reversed(clue.parser.long_quotes):
        start, end = token.start_mark, token.end_mark
        swallowed = clue.source.lines[start.line + 1 : end.line + 1]
        if end.line == line and any(STRUCTURE.match(text) for text in swallowed):
            found = start.line, start.column
            line = start.line
    return found


def after_quote(clue: Clue, start: int) -> Finding:
    """Something follows a closing quote; most often it is a quote or apostrophe in a text."""
    text = clue.text[start:].rstrip(" ")
    quoted = QUOTED.match(text)
    after = text[quoted.end() :] if quoted else ""
    after = after or text[clue.column - start :]
    whole = in_quotes(text[1:-1] if text.endswith(text[0]) else text)
    return clue.source.finding(
        "EP004",
        clue.source.rest(clue.line, start + len(text) - len(after)),
        f"The text in quotes ends before “{clip(after)}”: the {text[0]} there closes it.",
        f"Put the whole text in quotes: `{clue.text[:start].lstrip(' ')}{whole}`",
    )


def bad_escape(clue: Clue) -> Finding:
    """A backslash in double quotes before a character that makes no code."""
    column = max(0, clue.text.rfind("\\", 0, clue.column + 1))
    code = clue.text[column : column + 2]
    if len(code) < 2 and clue.line == len(clue.source.lines) - 1:
        return never_closed(clue.source, clue.start_line, clue.start_column)
    return clue.source.finding(
        "EP004",
        clue.source.place(clue.line, column, length=2),
        f"“{code}” means nothing: in double quotes a backslash begins a code, such as \\n for a new"
        " line.",
        "Write two backslashes for one, or put the text in single quotes.",
    )


def no_character(clue: Clue) -> Finding:
    """A number too high for any character."""
    column = max(0, clue.text.rfind("\\", 0, clue.column))
    escape = clue.text[column : column + 10]
    return clue.source.finding(
        "EP014",
        clue.source.place(clue.line, column, length=len(escape)),
        f"“{clip(escape)}” stands for no character.",
        "Write the character that is meant itself.",
    )


def needs_quotes(source: Source, line: int, start: int, why: str, *, instead: str = "") -> Finding:
    """A text, from a column to the end of its line, that YAML reads as something else."""
    before, value, note = source.lines[line][:start], source.lines[line][start:].rstrip(" "), ""
    comment = value.find(" # ")
    if comment > 0:
        value, note = value[:comment].rstrip(" "), value[comment:]
    paste = before.lstrip(" ") + in_quotes(value) + note
    return source.finding(
        "EP018",
        source.place(line, start, length=max(1, len(value))),
        f"{why}, so the text “{clip(value)}” must be in quotes.",
        f"Put the whole text in quotes: `{paste}`{instead and '. ' + instead}",
    )


def special_character(clue: Clue) -> Finding:
    """A text that begins with a character that YAML keeps for itself."""
    character = clue.start_text[:1]
    why = f"“{character}” at the beginning means something else to YAML"
    if clue.parser.flow_level > 0:
        return clue.source.finding(
            "EP018",
            clue.source.place(clue.start_line, clue.start_column),
            f"{why}, so a text that begins with it must be in quotes.",
            'Put the text between the commas in quotes, like `"this"`.',
        )
    instead = {
        "-": "If it is a list, begin it on the next line.",
        "|": "If it goes over several lines, begin it on the next line.",
        ">": "If it goes over several lines, begin it on the next line.",
    }
    return needs_quotes(
        clue.source,
        clue.start_line,
        clue.start_column,
        why,
        instead=instead.get(character, ""),
    )
