"""Syntax errors in plain words: what PyYAML stumbled over → the likeliest mistake, and its place.

The parser says where it gave up. The mistake is often earlier (a quote never closed) and has a
plainer name than the parser's (“mapping values are not allowed here” is a colon in a text).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from yaml.error import MarkedYAMLError

from equity_plans.findings import Finding
from equity_plans.sources.hidden import FALSE_SPACES, name
from equity_plans.sources.indents import misplaced
from equity_plans.sources.pure import PurePython
from equity_plans.sources.refusals import no_key, order
from equity_plans.sources.source import Source, clip, in_quotes, value_column
from equity_plans.sources.traps import STRUCTURE, never_closed

NO_SPACE = re.compile(r"(?P<key>[A-Za-z_][\w-]*):(?P<value>[^\s:/].*)")
FALSE_SPACE = re.compile(f"[{FALSE_SPACES}]")
BRACKETS = {"[": "list", "{": "group"}


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


def explain(source: Source, error: Exception, parser: PurePython) -> Finding:
    """The finding for the error at which PyYAML gave up."""
    marked = error if isinstance(error, MarkedYAMLError) else MarkedYAMLError()
    mark = marked.problem_mark or parser.get_mark()
    start = marked.context_mark or mark
    clue = Clue(
        source=source,
        parser=parser,
        problem=f"{marked.context or ''}: {marked.problem or type(error).__name__}",
        line=mark.line,
        column=mark.column,
        start_line=start.line,
        start_column=start.column,
    )
    quote = _open_quote(clue)
    if quote:
        return never_closed(source, *quote)
    for words, explanation in EXPLANATIONS.items():
        if words in clue.problem:
            return explanation(clue)
    return _something(clue)


# Quotes -----------------------------------------------------------------------------------------


def _open_quote(clue: Clue) -> tuple[int, int] | None:
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


def _after_quote(clue: Clue, start: int) -> Finding:
    """Something follows a closing quote; most often it is a quote or apostrophe in a text."""
    quote = clue.text[start]
    text = clue.text[start:].rstrip(" ")
    whole = in_quotes(text[1:-1] if text.endswith(quote) else text)
    return clue.source.finding(
        "EP004",
        clue.source.rest(clue.line, clue.column),
        f"The text in quotes ends before “{clip(clue.text[clue.column :])}”: the {quote} there"
        " closes it.",
        f"Put the whole text in quotes: `{clue.text[:start].lstrip(' ')}{whole}`",
    )


def _escape(clue: Clue) -> Finding:
    """A backslash in double quotes before a character that makes no code."""
    column = max(0, clue.text.rfind("\\", 0, clue.column))
    return clue.source.finding(
        "EP004",
        clue.source.place(clue.line, column, length=2),
        f"“{clue.text[column : column + 2]}” means nothing: in double quotes a backslash begins a"
        " code, such as \\n for a new line.",
        "Write two backslashes for one, or put the text in single quotes.",
    )


def _no_character(clue: Clue) -> Finding:
    """A number too high for any character."""
    column = clue.text.rfind("\\U", 0, clue.column)
    if column < 0:
        return _something(clue)
    escape = clue.text[column : column + 10]
    return clue.source.finding(
        "EP014",
        clue.source.place(clue.line, column, length=len(escape)),
        f"“{clip(escape)}” stands for no character.",
        "Write the character that is meant itself.",
    )


# Texts that need quotes -------------------------------------------------------------------------


def _needs_quotes(clue: Clue, start: int, why: str, *, instead: str = "") -> Finding:
    """A text on one line that YAML reads as something else."""
    line = clue.source.lines[clue.start_line]
    value, note = line[start:].rstrip(" "), ""
    comment = value.find(" # ")
    if comment > 0:
        value, note = value[:comment].rstrip(" "), value[comment:]
    paste = f"{line[:start].lstrip(' ')}{in_quotes(value)}{note}"
    return clue.source.finding(
        "EP018",
        clue.source.place(clue.start_line, start, length=max(1, len(value))),
        f"{why}, so the text “{clip(value)}” must be in quotes.",
        f"Put the whole text in quotes: `{paste}`{instead and '. ' + instead}",
    )


def _colon(clue: Clue) -> Finding:
    """A colon that makes a second key: in a text, or because its line begins too far right."""
    start = value_column(clue.text)
    if start > clue.column or clue.text.find(":") == clue.column:
        above = clue.line - 1
        while above > 0 and not clue.source.lines[above].strip(" "):
            above -= 1
        return _odd_colon(clue, above) or _indent(clue)
    if clue.text[start] in "\"'":
        return _after_quote(clue, start)
    return _needs_quotes(clue, start, "“: ” after a word makes it a key")


def _special(clue: Clue) -> Finding:
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
    return _needs_quotes(clue, clue.start_column, why, instead=instead.get(character, ""))


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


# Brackets ---------------------------------------------------------------------------------------


def _bracket(clue: Clue) -> Finding:
    """A list or group in brackets that is not closed, or has something odd in it."""
    bracket = clue.start_text[:1]
    what = BRACKETS.get(bracket, "list")
    if clue.line != clue.start_line:
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
        f" “{bracket}”.",
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


# Lines ------------------------------------------------------------------------------------------


def _indent(clue: Clue) -> Finding:
    columns = clue.parser.columns()
    if "start>" in clue.problem.rpartition("found")[2]:
        # The parser has begun a new list or group where this line begins.
        columns.discard(clue.column)
    return misplaced(clue.source, clue.line, columns, text_above="mapping values" in clue.problem)


def _block_end(clue: Clue) -> Finding:
    """Something follows a value that is complete."""
    start = value_column(clue.text)
    character = clue.text[clue.column : clue.column + 1]
    if character in {"]", "}", ","}:
        return _lone_bracket(clue)
    if character == ":":
        return no_key(clue.source, clue.source.rest(clue.line, clue.column))
    if start < clue.column and clue.text[start] in "\"'":
        return _after_quote(clue, start)
    if start < clue.column and clue.text[start] in BRACKETS:
        return _needs_quotes(clue, start, f"“{clue.text[start]}” begins a list or group")
    return _indent(clue)


def _content(clue: Clue) -> Finding:
    """Something stands where a value should begin, in a list in brackets or outside."""
    mark = clue.parser.marks[-1] if clue.parser.marks else None
    if mark and clue.source.lines[mark.line][mark.column :][:1] in BRACKETS:
        return _bracket(replace(clue, start_line=mark.line, start_column=mark.column))
    return _special(clue)


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
    "unknown escape character": _escape,
    "expected escape sequence": _escape,
    "ValueError": _no_character,
    "OverflowError": _no_character,
    "mapping values are not allowed": _colon,
    "could not find expected ':'": _no_colon,
    "while scanning a tag": _order,
    "while parsing a tag": _order,
    "undefined tag handle": _order,
    "while scanning a directive": _order,
    "found character": _special,
    "while scanning a block scalar": _special,
    "while scanning an": _special,
    "mapping keys are not allowed": _special,
    "sequence entries are not allowed": _special,
    "expected the node content": _content,
    "expected ','": _bracket,
    "expected <block end>": _block_end,
    "<document start>": _outside,
}
"""Who explains which of PyYAML's words; the first that fits."""
