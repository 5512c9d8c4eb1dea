"""Parts: what the Markdown of a page is made of, one block after the other.

They are found in a text with marks in it, and are the same whatever these stand for. Only what is
read the same whatever stands before and after it is taken for a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from equity_plans.publish.elements import OPENS, Odd, begun_by, end_of_element
from equity_plans.publish.marks import RAW

_ENTRY = re.compile(r":   \S")
_TEXT = re.compile(r"(?![0-9]+[.)](?!\S))(?:\*\*(?! )|[^-+*=~:>#|\s_`\\{!])")
_INNER = re.compile(rf"{_TEXT.pattern}|\{{:|:   ")
_ITEM = re.compile(r"\s|[-+*](?!\S)|[0-9]+[.)](?!\S)")


class Part(NamedTuple):
    """A part of a page: what it is, and what is written there."""

    kind: str
    """`heading`, `raw`, `opened` (an element with Markdown in it), `inner` (HTML inside of one),
    `items`, `spaced` (items with empty lines between them), `entries` (terms and what is said of
    them), `table` or `text`."""

    lines: list[str]


def parts(lines: Sequence[str]) -> Iterator[Part]:
    """What a page is made of, one after the other. Raises Odd."""
    at, end = 0, len(lines)
    while at < end:
        line = lines[at]
        if not line:
            at += 1
            continue
        start = at
        first = line[0]
        block = begun_by(line)
        if first == "#":
            at += 1
            if at < end and lines[at]:
                raise Odd
            yield Part("heading", [line])
        elif first == RAW:
            at += 1
            yield Part("raw", [line])
        elif block:
            at += end_of_element(lines[at:], block) + 1
            if at < end and lines[at]:
                raise Odd
            yield Part("opened" if line.endswith(OPENS) else "inner", list(lines[start:at]))
        elif line.startswith("- "):
            at = _while(lines, at, "- ")
            after = _after_blank(lines, at)
            if after < len(lines) and lines[after].startswith("- "):
                found = list(lines[start:at])
                while after < len(lines) and lines[after].startswith("- "):
                    at = _while(lines, after, "- ")
                    found += lines[after:at]
                    after = _after_blank(lines, at)
                if sum(not one for one in lines[start:at]) < len(found) - 1:
                    raise Odd  # an item here and there has none after it
                yield Part("spaced", found)
            else:
                yield Part("items", list(lines[start:at]))
        elif first == "|":
            at = _while(lines, at, "|")
            if at < end and lines[at]:
                raise Odd
            yield Part("table", list(lines[start:at]))
        elif _TEXT.match(line):
            at += 1
            while at < end and lines[at] and not _begins(lines[at]):
                if not _INNER.match(lines[at]):
                    raise Odd
                at += 1
            found = list(lines[start:at])
            if not any(one.startswith(":") for one in found):
                yield Part("text", found)
                continue
            entries = _entries(found)
            while more := _more_entries(lines, at):
                entries += more
                at = _after_blank(lines, at) + len(more)
            yield Part("entries", entries)
        else:
            raise Odd


def _begins(line: str) -> bool:
    """True when a line ends the text before it, though no empty line is between them."""
    return line[0] in {"#", RAW} or bool(begun_by(line))


def _while(lines: Sequence[str], at: int, start: str) -> int:
    """Where the lines end that begin so. Raises Odd when what follows could belong to them."""
    while at < len(lines) and lines[at].startswith(start):
        if lines[at].rstrip(" ") == start.rstrip(" "):
            raise Odd  # a line of hyphens alone makes the one above it a heading
        at += 1
    after = _after_blank(lines, at)
    if after < len(lines) and (
        (_ITEM.match(lines[after]) and not lines[after].startswith("- "))
        or (after == at and not _begins(lines[after]))
    ):
        raise Odd
    return at


def _after_blank(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and not lines[at]:
        at += 1
    return at


def _more_entries(lines: Sequence[str], at: int) -> list[str]:
    """The entry that follows others, if one does."""
    at = _after_blank(lines, at)
    if at + 1 < len(lines) and lines[at + 1].startswith(":"):
        more = [lines[at], lines[at + 1]]
        if not _TEXT.match(more[0]) or (at + 2 < len(lines) and lines[at + 2]):
            raise Odd
        return _entries(more)
    return []


def _entries(lines: list[str]) -> list[str]:
    if len(lines) % 2 or not all(map(_ENTRY.match, lines[1::2])):
        raise Odd
    if any(one.startswith((":", "{")) for one in lines[::2]):
        raise Odd
    return lines
