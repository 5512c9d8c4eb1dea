"""Syntax errors in plain words: what PyYAML stumbled over → the likeliest mistake, and its place.

The parser says where it gave up. The mistake is often earlier (a quote never closed) and has a
plainer name than the parser's (“mapping values are not allowed here” is a colon in a text).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from equity_plans.findings import Finding
from equity_plans.sources.clue import Clue, clue_of
from equity_plans.sources.hidden import FALSE_SPACES, name
from equity_plans.sources.indents import misplaced
from equity_plans.sources.pure import PurePython
from equity_plans.sources.quoting import (
    after_quote,
    bad_escape,
    needs_quotes,
    no_character,
    open_quote,
    special_character,
)
from equity_plans.sources.refusals import no_key, order
from equity_plans.sources.source import Source, clip, in_quotes, spaces_end, value_column
from equity_plans.sources.traps import STRUCTURE, never_closed

NO_SPACE = re.compile(r"(?P<key>[A-Za-z_][\w-]*):(?P<value>[^\s:/].*)")
FALSE_SPACE = re.compile(f"[{FALSE_SPACES}]")
KEY_CHARACTERS = 1024
"""So many characters may stand before a colon, says YAML."""
BRACKETS = {"[": "list", "{": "group"}


def explain(source: Source, error: Exception, parser: PurePython) -> Finding:
    """The finding for the error at which PyYAML gave up."""
    clue = clue_of(source, error, parser)
    quote = open_quote(clue)
    if quote:
        return never_closed(source, *quote)
    if _long_key(clue):
        return _too_long_for_a_key(clue)
    for words, explanation in EXPLANATIONS.items():
        if words in clue.problem:
            return explanation(clue)
    return _something(clue)


# Colons ---------------------------------------------------------------------------------------


def _colon(clue: Clue) -> Finding:
    """A colon that makes a second key: in a text, or because its line begins too far right."""
    start = value_column(clue.text)
    if start > clue.column or clue.text.find(":") == clue.column:
        above = clue.line - 1
        while above > 0 and not clue.source.lines[above].strip(" "):
            above -= 1
        return _odd_colon(clue, above) or _misplaced(clue)
    if clue.text[start] in "\"'":
        return after_quote(clue, start)
    return needs_quotes(clue.source, clue.line, start, "“: ” after a word makes it a key")


def _no_colon(clue: Clue) -> Finding:
    """A line without a key, among keys."""
    odd = _odd_colon(clue, clue.start_line)
    return odd or clue.source.finding(
        "EP004",
        clue.source.rest(clue.start_line, clue.start_column),
        f"“{clip(clue.start_text)}” is neither a key with a colon nor part of the text above.",
        f"If it goes on with the text above, begin the line with {clue.start_column + 2} spaces."
        " If it is a value of its own, write its key and a colon before it.",
    )


def _odd_colon(clue: Clue, line: int) -> Finding | None:
    """A key whose colon is not followed by a space, or by something that only looks like one."""
    start = value_column(clue.source.lines[line])
    text = clue.source.lines[line][start:].rstrip(" ")
    space = FALSE_SPACE.search(text)
    if space:
        return clue.source.finding(
            "EP014",
            clue.source.place(line, start + space.start(), length=1),
            f"Hidden in this line is {name(space[0])}.",
            "Replace it with a space from the space bar.",
        )
    match = NO_SPACE.match(text)
    if match:
        return clue.source.finding(
            "EP004",
            clue.source.rest(line, start),
            f"A space is missing after the colon in “{clip(text)}”.",
            f"Write `{match['key']}: {match['value']}`",
        )
    return None


def _long_key(clue: Clue) -> bool:
    text = clue.text.strip(" ")
    return ": " not in text[:KEY_CHARACTERS] and ": " in f"{text[KEY_CHARACTERS:]} "


def _too_long_for_a_key(clue: Clue) -> Finding:
    start = spaces_end(clue.text, 0)
    return clue.source.finding(
        "EP009",
        clue.source.rest(clue.line, start),
        f"“{clip(clue.text[start:])}” is too long for a key: its colon comes after more than"
        f" {KEY_CHARACTERS:,} characters.",
        "If it is a text, write its key before it, and put the text in quotes.",
    )


# Brackets -------------------------------------------------------------------------------------


def _bracket(clue: Clue) -> Finding:
    """A list or group in brackets that is not closed, or has something odd in it."""
    bracket = clue.start_text[:1]
    what = BRACKETS.get(bracket, "list")
    opening = clue.source.lines[clue.start_line]
    # A key or an item that begins no further in than the bracket's own line is not inside it.
    outside = STRUCTURE.match(clue.text) and spaces_end(clue.text, 0) <= spaces_end(opening, 0)
    if "<stream end>" in clue.problem or (clue.line > clue.start_line and outside):
        return clue.source.finding(
            "EP004",
            clue.source.rest(clue.start_line, clue.start_column),
            f"The {what} that opens here with “{bracket}” is never closed.",
            f"Write “{']' if bracket == '[' else '}'}” where it ends. If it is meant as text, put"
            f" the text in quotes: `{in_quotes(clue.start_text)}`",
        )
    return clue.source.finding(
        "EP004",
        clue.source.place(clue.line, clue.column),
        f"“{clip(clue.text[clue.column :])}” is not expected in the {what} that opens with"
        f" “{bracket}” on line {clue.start_line + 1}.",
        "Put a comma between its parts, and put a part in quotes if it has ? : , or brackets in"
        " it.",
    )


def _lone_bracket(clue: Clue) -> Finding:
    character = clue.text[clue.column]
    return clue.source.finding(
        "EP004",
        clue.source.place(clue.line, clue.column, length=1),
        f"“{character}” stands here, but no list or group in brackets is open.",
        f"Delete it, or put the whole text in quotes if “{character}” belongs to it.",
    )


# Lines ----------------------------------------------------------------------------------------


def _misplaced(clue: Clue) -> Finding:
    columns = clue.parser.columns(clue.line)
    if "start>" in clue.problem.rpartition("found")[2]:
        # The parser has begun a new list or group where this line begins.
        columns.discard(clue.column)
    return misplaced(clue.source, clue.line, columns, goes_on="mapping values" in clue.problem)


def _block_end(clue: Clue) -> Finding:
    """Something follows a value that is complete."""
    start = value_column(clue.text)
    character = clue.text[clue.column : clue.column + 1]
    if character in {"]", "}", ","}:
        return _lone_bracket(clue)
    if character == ":":
        return no_key(clue.source, clue.source.rest(clue.line, clue.column))
    if start < clue.column and clue.text[start] in "\"'":
        return after_quote(clue, start)
    if start < clue.column and clue.text[start] in BRACKETS:
        why = f"“{clue.text[start]}” begins a list or group"
        return needs_quotes(clue.source, clue.line, start, why)
    return _misplaced(clue)


def _content(clue: Clue) -> Finding:
    """Something stands where a value should begin, in a list in brackets or outside."""
    mark = clue.parser.marks[-1] if clue.parser.marks else None
    if mark and clue.source.lines[mark.line][mark.column :][:1] in BRACKETS:
        return _bracket(replace(clue, start_line=mark.line, start_column=mark.column))
    return special_character(clue)


def _outside(clue: Clue) -> Finding:
    """Something follows the end of the document."""
    if any(line.rstrip(" ") == "..." for line in clue.source.lines[: clue.line]):
        return clue.source.finding(
            "EP006",
            clue.source.rest(clue.line, clue.column),
            "A second document begins here: “...” above ends the first.",
            "Delete the line “...”, or move what follows it to a file of its own.",
        )
    return _block_end(clue)


def _order(clue: Clue) -> Finding:
    return order(clue.source, clue.start_line, clue.start_column)


def _something(clue: Clue) -> Finding:
    return clue.source.finding(
        "EP004",
        clue.source.rest(clue.line, clue.column),
        f"This cannot be understood: “{clip(clue.text[clue.column :])}”.",
        "Look at this line and the one above: each key needs a colon and a space after it, and a"
        " text with unusual characters needs quotes.",
    )


EXPLANATIONS: dict[str, Callable[[Clue], Finding]] = {
    "unknown escape character": bad_escape,
    "expected escape sequence": bad_escape,
    "ValueError": no_character,
    "OverflowError": no_character,
    "mapping values are not allowed": _colon,
    "could not find expected ':'": _no_colon,
    "while scanning a tag": _order,
    "while parsing a tag": _order,
    "undefined tag handle": _order,
    "while scanning a directive": _order,
    "found character": special_character,
    "while scanning a block scalar": special_character,
    "while scanning an": special_character,
    "mapping keys are not allowed": special_character,
    "sequence entries are not allowed": special_character,
    "expected the node content": _content,
    "expected ','": _bracket,
    "expected <block end>": _block_end,
    "<document start>": _outside,
}
"""Who explains which of PyYAML's words; the first that fits."""
