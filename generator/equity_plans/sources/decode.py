"""Bytes → Source: strict UTF-8, nothing hidden, no tabs, and not too much of it."""

from __future__ import annotations

import codecs
import re

from equity_plans.findings import Finding, Severity
from equity_plans.sources.hidden import FALSE_SPACE, HIDDEN, SUSPECT, name
from equity_plans.sources.source import MOST_FINDINGS, Source

FILE_BYTES = 256 * 1024
"""More than any real plan by a factor of ten; less than what keeps a parser busy for long."""

WIDE = re.compile(
    rb"\xff\xfe|\xfe\xff|\0\0\xfe\xff|(?:\0[^\0]){2}|(?:[^\0]\0){2}|\0{3}[^\0]|[^\0]\0{3}"
)
"""How UTF-16 and UTF-32 begin, with or without a mark. No plan in UTF-8 does."""

PLAIN = bytes((0x0A, *range(0x20, 0x7F)))
"""The line feed and the letters of ASCII, all of which may stand anywhere."""

NO_VALUE = re.compile(r"(?:---|\.\.\.)? *(?:(?<!\S)#.*)?")
"""A line that says nothing: blank, a comment, or a mark at the beginning or end of a document."""


def decode(data: bytes, *, file: str) -> tuple[Source, list[Finding]]:
    """The text in `data`, and what stands in the way of reading it as YAML."""
    nothing = Source(file=file, text="", lines=())
    if len(data) > FILE_BYTES:
        return nothing, [too_large(file)]
    if WIDE.match(data):
        return nothing, [_wide(nothing)]
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return nothing, [_not_utf8(data, error, file=file)]
    source = Source(file=file, text=text, lines=tuple(text.split("\n")))
    # Almost all of a plan are plain letters, in which nothing is hidden.
    letters = set(text.encode().translate(None, PLAIN).decode())
    hidden = _hidden(source) if SUSPECT.search("".join(letters)) else []
    tabs = _tabs(source) if "\t" in letters else []
    return source, [*hidden, *tabs] or _empty(source) or _directives(source)


def too_large(file: str) -> Finding:
    """A file with more bytes than are read."""
    return Finding(
        rule="EP008",
        severity=Severity.ERROR,
        file=file,
        message=f"This file is larger than {FILE_BYTES // 1024} KB and was not read.",
        fix="Keep the plan's own words here and link to long documents.",
    )


def _wide(source: Source) -> Finding:
    return source.finding(
        "EP002",
        source.place(0, 0),
        "This file is saved as UTF-16 or UTF-32, as Windows programs do for “Unicode”.",
        "Save it again and choose UTF-8 as the encoding.",
    )


def _not_utf8(data: bytes, error: UnicodeDecodeError, *, file: str) -> Finding:
    """The byte that is not UTF-8, and the letter that an older Windows program meant by it."""
    data = data.removeprefix(codecs.BOM_UTF8)
    before = data[: error.start]
    line_start = before.rfind(b"\n") + 1
    line_end = data.find(b"\n", error.start)
    rest = data[error.start : line_end if line_end >= 0 else len(data)].rstrip(b"\r")
    ahead = before[line_start:].decode("utf-8")
    byte, following = data[error.start], data[error.start + 1 : error.start + 2]
    letter = bytes([byte]).decode("cp1252", "ignore")
    # In UTF-8 these bytes only go on with a character, so the first was not a letter by itself.
    broken = following and 0x80 <= following[0] <= 0xBF
    looks = f"; it looks like “{letter}” saved by an older Windows program" if letter else ""
    lines = ("",) * before.count(b"\n") + (ahead + rest.decode("cp1252", "replace"),)
    source = Source(file=file, text="", lines=lines)
    place = source.place(before.count(b"\n"), len(ahead), length=1)
    return source.finding(
        "EP002",
        place,
        "This file is not saved as UTF-8: here stands a character that cannot be read"
        f" (byte {byte:02X}{'' if broken else looks}).",
        "Save the file again and choose UTF-8 as the encoding; then look at this line.",
    )


def _hidden(source: Source) -> list[Finding]:
    """The first hidden character of each line that has one."""
    found: list[Finding] = []
    for number, line in enumerate(source.lines):
        space = FALSE_SPACE.match(line)
        hidden = HIDDEN.search(line)
        if space:
            column, fix = space.start("space"), "Replace it with a space from the space bar."
        elif hidden:
            column, fix = hidden.start(), "Delete it; if in doubt, type the words around it again."
        else:
            continue
        what = name(line[column])
        place = source.place(number, column, length=1)
        found.append(source.finding("EP014", place, f"Hidden in this line is {what}.", fix))
        if len(found) == MOST_FINDINGS:
            break
    return found


def _tabs(source: Source) -> list[Finding]:
    """One finding for all tabs: they come from one editor's setting.

    YAML allows some tabs, but programs differ in which, so none is taken.
    """
    lines = [number for number, line in enumerate(source.lines) if "\t" in line]
    first = lines[0]
    column = source.lines[first].index("\t")
    indented = not source.lines[first][:column].strip(" ")
    where = "This line begins with a tab" if indented else "There is a tab in this line"
    more = {1: "", 2: f", and so has line {lines[-1] + 1}"}.get(
        len(lines), f", and so have {len(lines) - 1} other lines"
    )
    return [
        source.finding(
            "EP017",
            source.place(first, column, length=1),
            f"{where}{more}. Only spaces are read alike by all programs.",
            "Replace each tab with two spaces." if indented else "Replace each tab with a space.",
        )
    ]


def _empty(source: Source) -> list[Finding]:
    """A file without a single value."""
    if _first_line(source) is not None:
        return []
    only = "holds only comments, lines that begin with “#”" if "#" in source.text else "is empty"
    return [
        source.finding(
            "EP003",
            source.place(0, 0),
            f"This file {only}.",
            "Fill it in, or delete it if it is not needed.",
        )
    ]


def _directives(source: Source) -> list[Finding]:
    """A first line that gives orders to the parser instead of saying something."""
    number = _first_line(source)
    if number is None or not source.lines[number].startswith("%"):
        return []
    order = source.lines[number].split()[0]
    return [
        source.finding(
            "EP011",
            source.rest(number, 0),
            f"“{order}” is an order to YAML programs, not part of a plan.",
            "Delete this line.",
        )
    ]


def _first_line(source: Source) -> int | None:
    """The first line that is neither blank, nor a comment, nor a mark around a document."""
    for number, line in enumerate(source.lines):
        if not NO_VALUE.fullmatch(line):
            return number
    return None
