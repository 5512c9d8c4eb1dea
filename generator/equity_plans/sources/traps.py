"""What YAML takes without a word although the author meant something else.

None of this is a syntax error; each loses or changes what somebody wrote.
"""

from __future__ import annotations

import re
from typing import Any

from equity_plans.findings import Finding, Place
from equity_plans.sources.hidden import HIDDEN, hidden_escapes, name
from equity_plans.sources.source import Source, clip, in_quotes, spaces_end

STRUCTURE = re.compile(r" *(?:- |[\w-]+:(?: |$))")
"""A line that looks like a key or a list item, not like the middle of a text."""

NUMBER_SIGN = re.compile(r" #[^\s#]")
"""A “#” that YAML takes for a note and most people for a number or a tag."""


def lost_after_number_sign(
    source: Source, value: str, place: Place, *, bare: bool
) -> Finding | None:
    """`Order #13985`: the number is a note to YAML. `bare`: the line is a key and this value.

    An empty value has the place of its key, and the colon comes between it and the “#”.
    """
    line = source.lines[place.end_line - 1]
    end = place.end_column - 1
    sign = spaces_end(line, end if value else max(end, line.find(":", end) + 1))
    if not NUMBER_SIGN.match(line, sign - 1):
        return None
    paste = in_quotes((value + line[end:] if value else line[sign:]).rstrip(" "))
    if bare and place.line == place.end_line:
        paste = line[: place.column - 1 if value else sign].lstrip(" ") + paste
    return source.finding(
        "EP018",
        source.rest(place.end_line - 1, sign),
        f"“{clip(line[sign:])}” is lost: a “#” after a space begins a note that is not part of"
        " the plan.",
        f"Put the whole text in quotes: `{paste}`. If it is a note, put a space after the “#”.",
    )


def question_before_key(source: Source, event: Any) -> Finding | None:
    """`[?maybe]` is a list of groups to YAML, with the key “maybe”, and the “?” is gone."""
    start, end = event.start_mark, event.end_mark
    if source.text[start.index - 1 : start.index] != "?":
        return None
    paste = in_quotes("?" + source.text[start.index : end.index])
    return source.finding(
        "EP018",
        source.place(start.line, start.column - 1),
        "“?” at the beginning means something else to YAML, so a text that begins with it must be"
        " in quotes.",
        f"Put the text in quotes: `{paste}`",
    )


def dash_in_text(source: Source, event: Any) -> Finding | None:
    """A list item too far to the right is the next line of the text above it."""
    start, end = event.start_mark, event.end_mark
    for number in range(start.line + 1, end.line + 1):
        line = source.lines[number]
        column = spaces_end(line, 0)
        if line.startswith("- ", column):
            above = source.lines[start.line][start.column :]
            return source.finding(
                "EP020",
                source.rest(number, column),
                "This line begins like a new list item, but the way it is indented it goes on with"
                f" “{clip(above)}” on line {start.line + 1}.",
                "Line its dash up with the dashes of the other items. If it belongs to the text"
                " above, put the whole text in quotes.",
            )
    return None


def swallowed_by_quote(source: Source, event: Any, *, column: int) -> Finding | None:
    """A quote that was closed by the next text's opening quote took the keys between for text.

    `column` is where the keys or dashes around it begin; its own lines would be further in.
    """
    start, end = event.start_mark, event.end_mark
    for line in source.lines[start.line + 1 : end.line + 1]:
        if spaces_end(line, 0) <= column and STRUCTURE.match(line):
            return never_closed(source, start.line, start.column)
    return None


def never_closed(source: Source, line: int, column: int) -> Finding:
    """A quote that opens at a place and is not closed where the text ends."""
    text = source.lines[line][column:].rstrip(" ")
    quote = text[0]
    pasted = "" if quote in text[1:] or text.endswith("\\") else f": `{text}{quote}`"
    fix = f"Write {quote} where the text ends{pasted}."
    if quote == "'":
        fix += f" If it is an apostrophe, put the text in double quotes: `{in_quotes(text)}`."
    return source.finding(
        "EP019",
        source.rest(line, column),
        f"The quote that opens here is never closed: “{clip(text)}”.",
        fix,
    )


def hidden_escape(source: Source, event: Any) -> Finding | None:
    """A hidden character that is spelled out by its number."""
    if not HIDDEN.search(event.value):
        return None
    start = event.start_mark.index
    written = source.text[start : event.end_mark.index]
    position, escape, character = next(hidden_escapes(written))
    before = source.text[: start + position]
    line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
    return source.finding(
        "EP014",
        source.place(line, column, length=len(escape)),
        f"“{escape}” stands for {name(character)}.",
        "Delete it, or write the character that is meant itself.",
    )
