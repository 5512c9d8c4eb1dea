"""What YAML offers and a plan does without, each with the finding that says so."""

from __future__ import annotations

from typing import Any

from equity_plans.findings import Finding, Place
from equity_plans.sources.scalars import resolve
from equity_plans.sources.source import Source, clip, in_quotes, value_column

DEPTH = 20
NODES = 20_000
CHARACTERS = 20_000
"""Far above any real plan: so many levels, keys and values, and characters in one text."""

AS_TEXT = "If it is meant as text, put the whole value in quotes."


def too_deep(source: Source, event: Any) -> Finding:
    """A list or group inside too many others."""
    return source.finding(
        "EP007",
        _place(source, event),
        f"Lists and groups are nested more than {DEPTH} deep here.",
        "Look for extra brackets, dashes or spaces.",
    )


def too_many(source: Source, event: Any) -> Finding:
    """One key or value more than a file may have."""
    return source.finding(
        "EP008",
        _place(source, event),
        f"This file has more than {NODES:,} keys and values.",
        "Divide the plan, and link to long tables.",
    )


def too_long(source: Source, event: Any) -> Finding:
    """A text that belongs into a document of its own."""
    return source.finding(
        "EP009",
        _place(source, event),
        f"This text has more than {CHARACTERS:,} characters.",
        "Shorten it, and link to the document it comes from.",
    )


def second_document(source: Source, event: Any) -> Finding:
    """A file that goes on after its end."""
    return source.finding(
        "EP006",
        _place(source, event),
        "A second document begins here: “---” divides a file in two.",
        "Delete this line, or move what follows it to a file of its own.",
    )


def twice(source: Source, key: str, place: Place, first: Place) -> Finding:
    """A key that its group has already. YAML programs differ in which of the two they take."""
    return source.finding(
        "EP005",
        place,
        f"“{clip(key)}” is given twice: first on line {first.line}, again here.",
        "Keep one of the two and delete the other.",
        other=source.other(first, "first given here"),
    )


def key_not_text(source: Source, key: str, place: Place) -> Finding:
    """A key that is a number, true or false, or nothing: `1:`, `true:`, `:`."""
    if not key:
        return no_key(source, place)
    kind = {bool: "true or false", type(None): "nothing"}.get(type(resolve(key)), "a number")
    return source.finding(
        "EP013",
        place,
        f"The key “{clip(key)}” means {kind} here, not text.",
        f"Put it in quotes: `{in_quotes(key)}:`",
    )


def no_key(source: Source, place: Place) -> Finding:
    """A colon with nothing before it, or a “?” with nothing after it."""
    return source.finding(
        "EP013",
        place,
        "A key is missing here.",
        "Write the key before the colon. If this is part of a text, put it in quotes.",
    )


def key_not_word(source: Source, event: Any) -> Finding:
    """A key with brackets; most often it is a text with brackets: `title: {{ name }}`."""
    mark = event.start_mark
    line = source.lines[mark.line]
    start = min(value_column(line), mark.column)
    paste = line[:start].lstrip(" ") + in_quotes(line[start:].rstrip(" "))
    return source.finding(
        "EP013",
        source.rest(mark.line, start),
        "A list or group stands here where a key should be.",
        f"If it is meant as text, put it in quotes: `{paste}`. If not, use a plain word as the"
        " key.",
    )


def repeated(source: Source, event: Any) -> Finding:
    """An anchor, an alias or a merge key. A few of them can stand for billions of values."""
    word = source.words(_place(source, event)).rstrip(":,]}")
    place = source.place(event.start_mark.line, event.start_mark.column, length=len(word))
    here = "but a plan says everything where it belongs"
    if word.startswith("&"):
        message = f"“{clip(word)}” names a part so that it can be repeated, {here}."
        fix = f"Delete it, and write the part out wherever “*{clip(word[1:])}” stands."
    elif word.startswith("*"):
        message = f"“{clip(word)}” stands for a part that is written elsewhere, {here}."
        fix = "Write the part out here."
    else:
        message = f"“<<” copies keys from another part, {here}."
        fix = "Write the keys out here."
    return source.finding("EP010", place, message, f"{fix} {AS_TEXT}")


def order(source: Source, line: int, column: int) -> Finding:
    """A tag: a word that tells YAML programs what to make of a value, even to run something."""
    place = source.place(line, column)
    return source.finding(
        "EP011",
        place,
        f"“{clip(source.words(place))}” is an order to YAML programs, not part of a plan.",
        f"Delete it. {AS_TEXT}",
    )


def _place(source: Source, event: Any) -> Place:
    return source.place(event.start_mark.line, event.start_mark.column)
