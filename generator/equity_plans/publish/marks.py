"""Marks: letters that no page has, in place of what differs between pages of the same kind.

The pages of a country are made of the same few sections over and over; only words, links, tags,
ids and what is written in HTML differ. With a mark in place of each of these, sections that are
alike are the same text. Whatever a mark cannot safely stand for is left as it is.

Python-Markdown takes a mark for a letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, count
from typing import NamedTuple

from markdown.util import BLOCK_LEVEL_ELEMENTS

from equity_plans.publish.known import Known
from equity_plans.publish.structure import ID

WORDS, LINK, NAME, RAW, ADDED, TABLE, END = map(chr, range(0x10080, 0x10087))
"""Marks of words with the tags among them, of the address of a link, of an id, and of HTML that
Markdown does not read; then of an id that is added to a page, and of a table's name."""

OF_A_PAGE = frozenset((WORDS, LINK, NAME, RAW))
"""Marks of what is written on a page."""

RESERVED = (WORDS, LINK, NAME, RAW, ADDED, TABLE, END, "\x02", "\x03", "\t", "\r")
"""What no page may have that is to be read this way."""

BLOCKS = frozenset(BLOCK_LEVEL_ELEMENTS)
"""Elements that are not part of a text."""

OPENS = ' markdown="1">'
"""How a line ends that begins an element with Markdown in it."""

NUMBERED = re.compile(f"([{WORDS}{LINK}{NAME}{RAW}{ADDED}{TABLE}])([0-9]+){END}")
"""A mark with its number."""

_BLOCK = re.compile(r"<([a-z][a-z0-9]*)(?=[ >])")
_A_BLOCK = "|".join(sorted(BLOCKS))
SPACES = r"\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""What `\\s` stands for. Where that is in a set, Python looks at every letter twice."""

_SPECIAL = r"*_`\[\]()!\\{}|\#"
_PLAIN = rf"[^{SPACES}&<>{_SPECIAL}]"
_REFERENCE = r"&(?:\#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]*);"
_TAG = (
    rf"<(?!/?(?:{_A_BLOCK})[\ >])/?[a-z][a-z0-9]*+"
    r'(?:\ [a-zA-Z:-]++="[^"<>\\`*\[\]\n]*+")*+>'
)
_TOKEN = re.compile(
    rf"""
    # What means something at the beginning of a line, and settings of an element, stay.
    (?P<settings>\{{:\ \#(?P<name>[A-Za-z][A-Za-z0-9-]*+)(?=[\ }}])(?P<more>[^}}]*\}}))
    | (?P<stays>^(?:[-+*=~:.>\#|\ ]|[0-9]+[.)](?!\S))+|\{{:[^}}]*\}})
    | (?P<link>(?<=\]\()(?:[A-Za-z0-9_./\#%:@?=+,~-]++
        |(?:https?|mailto):(?:[A-Za-z0-9_./\#%:@?=+,~-]|&\#[0-9]{{1,7}};)+)(?=\)))
    | (?P<words>(?:[^\W_]|{_REFERENCE}|{_TAG}|(?<!^){_PLAIN})
        (?:{_PLAIN}++(?:\ ++{_PLAIN}++)*+|{_REFERENCE}|{_TAG}|\ ++(?=[^{SPACES}>{_SPECIAL}]))*+)
    | (?P<block><[^<>]*>)
    """,
    re.VERBOSE,
)
_ANY = re.compile(f"[{WORDS}{LINK}{NAME}{RAW}]")
_ANY_TAG = re.compile(r"<[^<>]*>")
_MAY_NAME = re.compile(r"id\s*=")
_ENDED = re.compile(rf"{RAW}?\n?|- .*")
_SUMMARY = re.compile(r"<summary>(.*)</summary>$")


class Odd(Exception):  # noqa: N818 - nothing is wrong with the page
    """A page, or a part of one, that is for Python-Markdown to read as a whole."""


class Marked(NamedTuple):
    """A text with marks in it."""

    text: str
    values: Sequence[str]
    """What every mark stands for, one after the other."""

    ids: Sequence[str]
    """Ids among the values."""


@dataclass
class Marker:
    """Puts marks into pages."""

    _lines: Known[Marked] = field(default_factory=Known)
    """Every page has many lines that others have, too."""

    def sections(self, text: str) -> Iterator[Marked]:
        """The sections of a page, the first of which is what stands before the others.

        Raises Odd.
        """
        if any(one in text for one in RESERVED):
            raise Odd
        written: list[str] = []
        values: list[str] = []
        ids: list[str] = []
        every = text.split("\n")
        pairs = zip(every, map(self._lines.get, every), strict=True)
        lines = (line for line, _found in pairs)
        inside = 0
        """In how many elements we are that hold Markdown."""

        for line, known in pairs:
            if not line:
                written.append(line)
                continue
            found = known or self._line(line)
            if found is None:
                if line.endswith(OPENS):
                    inside += 1
                    written.append(line)
                    found = _summary(next(lines, ""))
                else:
                    found = _line(line) if inside else _raw(line, lines)
            elif inside and line == "</details>":
                inside -= 1
            if line.startswith("## "):
                if inside or (written and not _ENDED.fullmatch(written[-1])):
                    raise Odd  # what stands before it may go on in it
                yield Marked("\n".join(written), values, ids)
                written, values, ids = [], [], []
            marked, own, named = found
            written.append(marked)
            if own:
                values += own
                ids += named
        yield Marked("\n".join(written), values, ids)

    def _line(self, line: str) -> Marked | None:
        """A line by itself; None when it begins an element that is not part of a text."""
        if begun_by(line):
            return None
        return self._lines.keep(line, _line(line), letters=len(line))


def begun_by(line: str) -> str:
    """Which element a line begins that is not part of a text; nothing when it begins none."""
    block = _BLOCK.match(line)
    return block[1] if block and block[1] in BLOCKS else ""


def numbered(text: str) -> str:
    """The text, and behind each mark its number."""
    numbers = count()
    return _ANY.sub(lambda mark: f"{mark[0]}{next(numbers)}{END}", text)


def end_of_element(lines: Iterable[str], name: str) -> int:
    """In which of these lines the element ends that the first one begins.

    Raises Odd when it does not end, or not with the line.
    """
    tags = _tags(name)
    depth = 0
    for number, line in enumerate(lines):
        if "<!" in line or "<?" in line:
            raise Odd
        for tag in tags.finditer(line):
            depth += -1 if tag[1] else 1
            if depth == 0:
                if tag.end() != len(line):
                    raise Odd
                return number
    raise Odd


@lru_cache(maxsize=len(BLOCKS))
def _tags(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){name}(?=[ >])[^<>]*>")


def _line(line: str) -> Marked:
    values: list[str] = []
    ids: list[str] = []

    def mark(token: re.Match[str]) -> str:
        kind = token.lastgroup
        if kind == "words":
            values.append(token[0])
            return WORDS
        if kind == "link":
            values.append(token[0])
            return LINK
        if kind == "settings":
            values.append(token["name"])
            ids.append(token["name"])
            return f"{{: #{NAME}{token['more']}"
        return token[0]

    text = _TOKEN.sub(mark, line)
    if "]:" in line:
        raise Odd  # the whole page may be about it
    if "id=" in line:
        tags = (tag for one in values for tag in _ANY_TAG.findall(one))
        ids += (found for tag in tags for found in ID.findall(tag))
    return Marked(text, tuple(values), tuple(ids))


def _summary(line: str) -> Marked:
    found = _SUMMARY.match(line)
    if found is None:
        raise Odd
    title = _line(found[1])
    return title._replace(text=f"<summary>{title.text}</summary>")


def _raw(line: str, lines: Iterator[str]) -> Marked:
    """An element up to the end of a line, before an empty one or the end of the text."""
    written: list[str] = []

    def read() -> Iterator[str]:
        for one in chain((line,), lines):
            if one.isspace():
                raise Odd  # Python-Markdown empties such a line, even there
            written.append(one)
            yield one

    end_of_element(read(), begun_by(line))
    if next(lines, ""):
        raise Odd
    raw = "\n".join(written)
    return Marked(f"{RAW}\n", (raw,), tuple(ID.findall(raw)) if _MAY_NAME.search(raw) else ())
