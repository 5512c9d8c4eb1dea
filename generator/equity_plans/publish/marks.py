"""Marks: letters that no page has, in place of what differs between pages of the same kind.

The pages of a country are made of the same few sections over and over; only words, links, tags,
ids and what is written in HTML differ. With a mark in place of each of these, sections that are
alike are the same text. Whatever a mark cannot safely stand for is left as it is.

Python-Markdown takes a mark for a letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, count, groupby
from operator import itemgetter
from typing import NamedTuple

from equity_plans.publish.elements import BLOCKS, OPENS, Odd, begun_by, up_to_end
from equity_plans.publish.known import Known
from equity_plans.publish.structure import ID

WORDS, LINK, NAME, RAW, ADDED, TABLE, PART, END = map(chr, range(0x10080, 0x10088))
"""Marks of words with the tags among them, of the address of a link, of an id, and of HTML that
Markdown does not read; then of an id that is added to a page, of a table's name, and of a part of
a page that is known already."""

OF_A_PAGE = frozenset((WORDS, LINK, NAME, RAW))
"""Marks of what is written on a page."""

RESERVED = (WORDS, LINK, NAME, RAW, ADDED, TABLE, PART, END, "\x02", "\x03", "\t", "\r")
"""What no page may have that is to be read this way."""

NUMBERED = re.compile(f"([{WORDS}{LINK}{NAME}{RAW}{ADDED}{TABLE}{PART}])([0-9]+){END}")
"""A mark with its number."""

_A_BLOCK = "|".join(
    f"{letter}(?:{'|'.join(one[1:] for one in some)})"
    for letter, some in groupby(sorted(BLOCKS), key=itemgetter(0))
)
_OTHER_SPACES = r"\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
SPACES = rf"\x20{_OTHER_SPACES}"
"""What `\\s` stands for. Where that is in a set, Python looks at every letter twice."""

_SPECIAL = r"*_`\[\]()!\\{}|\#"
_PLAIN = rf"[^{SPACES}&<>{_SPECIAL}]"
_PLAIN_OR_SPACE = rf"[^{_OTHER_SPACES}&<>{_SPECIAL}]"
_REFERENCE = r"&(?:\#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]*);"
_TAG = (
    rf"<(?!/?(?:{_A_BLOCK})[\ >])/?[a-z][a-z0-9]*+"
    r'(?:\ [a-zA-Z:-]++="[^"<>\\`*\[\]\n]*+")*+>'
)
_ALL_WORDS = (
    rf"(?:[^\W_]|{_REFERENCE}|{_TAG}|(?<!^){_PLAIN})"
    rf"(?:{_PLAIN_OR_SPACE}*{_PLAIN}|{_TAG}|{_REFERENCE}|\ ++(?=[&<]))*+"
)
_WORDS = re.compile(_ALL_WORDS)
_ITEM = re.compile(
    r"- (<[^*\n]+)(?:\ \*\*\[([^\]\n]+)\]\(([A-Za-z0-9_./#%:@?=+,~-]+)\)\*\*(?:\ ([^*\n]+))?)?"
)
_TOKEN = re.compile(
    rf"""
    # What means something at the beginning of a line, and settings of an element, stay.
    (?P<settings>\{{:\ \#(?P<name>[A-Za-z][A-Za-z0-9-]*+)(?=[\ }}])(?P<more>[^}}\n]*\}}))
    | (?P<stays>^(?:[-+*=~:.>\#|\ ]|[0-9]+[.)](?!\S))+|\{{:[^}}\n]*\}})
    | (?P<link>(?<=\]\()(?:[A-Za-z0-9_./\#%:@?=+,~-]++
        |(?:https?|mailto):(?:[A-Za-z0-9_./\#%:@?=+,~-]|&\#[0-9]{{1,7}};)+)(?=\)))
    | (?P<words>{_ALL_WORDS})
    | (?P<block><[^<>\n]*>)
    """,
    re.VERBOSE | re.MULTILINE,
)
_ANY = re.compile(f"[{WORDS}{LINK}{NAME}{RAW}]")
_ANY_TAG = re.compile(r"<[^<>]*>")
_MAY_NAME = re.compile(r"id\s*=")
_SUMMARY = re.compile(r"<summary>(.*)</summary>$")


class Marked(NamedTuple):
    """A text with marks in it."""

    text: str
    values: Sequence[str] = ()
    """What every mark stands for, one after the other."""

    ids: Sequence[str] = ()
    """Ids among the values."""


@dataclass
class Marker:
    """Puts marks into pages."""

    _blocks: Known[Marked] = field(default_factory=Known)
    """Every page has many blocks that others have, too."""

    _words: Known[bool] = field(default_factory=Known)
    """Whether a text is words with tags among them, and nothing else."""

    def sections(self, text: str) -> Iterator[Marked]:
        """The sections of a page, the first of which is what stands before the others.

        Raises Odd.
        """
        if any(one in text for one in RESERVED):
            raise Odd
        written: list[str] = []
        values: list[str] = []
        ids: list[str] = []
        blocks = iter(text.rstrip("\n").split("\n\n"))
        while (block := next(blocks, None)) is not None:
            found = self._blocks.get(block)
            if found is None:
                block = block.lstrip("\n")
                if not block:
                    continue
                if OPENS in block:
                    block = _with_others(block, blocks)
                elif "\n## " in block and not block.startswith("<"):
                    block, section = _list_before(block)
                    blocks = chain((section,), blocks)
                found = self._blocks.get(block) or self._block(block, blocks)
            if block.startswith("## "):
                yield Marked("\n\n".join(written), values, ids)
                written, values, ids = [], [], []
            marked, own, named = found
            written.append(marked)
            if own:
                values += own
                ids += named
        yield Marked("\n\n".join(written), values, ids)

    def _block(self, block: str, others: Iterator[str]) -> Marked:
        """A block, with the others in which an element goes on that begins in it. Raises Odd."""
        name = begun_by(block)
        if name and OPENS not in block:
            read = up_to_end(block, others, name=name)
            found = _raw("\n\n".join(read))
            if len(read) > 1:  # the block alone is not all of it
                return found
        elif block.startswith("<") or "\n<" in block:
            found, more = _lines(block.split("\n"), others)
            if more:
                return found
        elif block.startswith("- <"):
            # Hardly any list is on two pages, and lists are long: only the words in it are kept.
            return _joined([self._item(line) for line in block.split("\n")])
        else:
            found = _text(block)
        # What is not marked in pieces is the block itself, which takes no more room.
        letters = 0 if found.values == (block,) else len(block)
        return self._blocks.keep(block, found, letters=letters)

    def _item(self, line: str) -> Marked:
        """A line of a list; what most have is seen at once, and their words are known mostly."""
        item = _ITEM.fullmatch(line)
        if item is None or "id=" in line:
            return _text(line)
        before, title, link, after = item.groups()
        if title is None:
            words = _WORDS.fullmatch(before) is not None
            return Marked(f"- {WORDS}", (before,)) if words else _text(line)
        if not (self._is_words(before) and self._is_words(title)):
            return _text(line)
        if after is None:
            return Marked(f"- {WORDS} **[{WORDS}]({LINK})**", (before, title, link))
        if not self._is_words(after):
            return _text(line)
        return Marked(f"- {WORDS} **[{WORDS}]({LINK})** {WORDS}", (before, title, link, after))

    def _is_words(self, text: str) -> bool:
        known = self._words.get(text)
        if known is None:
            known = self._words.keep(text, _WORDS.fullmatch(text) is not None)
        return known


def numbered(text: str) -> str:
    """The text, and behind each mark its number."""
    numbers = count()
    return _ANY.sub(lambda mark: f"{mark[0]}{next(numbers)}{END}", text)


def _text(text: str) -> Marked:
    """A text that begins no element."""
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

    marked = _TOKEN.sub(mark, text)
    if "]:" in text:
        raise Odd  # the whole page may be about it
    if "id=" in text:
        tags = (tag for one in values for tag in _ANY_TAG.findall(one))
        ids += (found for tag in tags for found in ID.findall(tag))
    return Marked(marked, tuple(values), tuple(ids))


def _list_before(block: str) -> tuple[str, str]:
    """The list, and the section that begins right behind it. Raises Odd for anything else."""
    before, begins, after = block.partition("\n## ")
    if not all(line.startswith("- ") for line in before.split("\n")):
        raise Odd  # what stands before it may go on in it
    return before, f"{begins[1:]}{after}"


def _with_others(block: str, others: Iterator[str]) -> str:
    """A block that begins elements with Markdown in them, and the others up to where they end."""
    read = [block]
    inside = _opened(block)
    while inside > 0:
        following = next(others, None)
        if following is None:
            raise Odd
        read.append(following)
        inside += _opened(following)
    return "\n\n".join(read)


def _opened(block: str) -> int:
    return block.count(OPENS) - block.count("</details>")


def _lines(lines: Sequence[str], others: Iterator[str]) -> tuple[Marked, bool]:
    """Lines, some of which begin elements; and whether any of the others belong to the last one."""
    found: list[Marked] = []
    text: list[str] = []
    read = False
    inside = 0
    """In how many elements we are that hold Markdown."""

    def text_ends() -> None:
        if text:
            found.append(_text("\n".join(text)))
            text.clear()

    every = iter(enumerate(lines))
    for number, line in every:
        name = line.startswith("<") and begun_by(line)
        if name and line.endswith(OPENS):
            inside += 1
            text_ends()
            _, summary = next(every, (0, ""))
            found += (Marked(line), _summary(summary))
        elif name and not inside:
            text_ends()
            raw = up_to_end("\n".join(lines[number:]), others, name=name)
            found.append(_raw("\n\n".join(raw)))
            read = len(raw) > 1
            break
        elif number and line.startswith("## "):
            raise Odd  # what stands before it may go on in it
        else:
            text.append(line)
            if inside and line == "</details>":
                inside -= 1
    text_ends()
    if inside:
        raise Odd
    return _joined(found), read


def _joined(lines: Sequence[Marked]) -> Marked:
    return Marked(
        "\n".join(one.text for one in lines),
        tuple(value for one in lines for value in one.values),
        tuple(name for one in lines for name in one.ids),
    )


def _raw(html: str) -> Marked:
    """HTML that Markdown does not read."""
    return Marked(RAW, (html,), tuple(ID.findall(html)) if _MAY_NAME.search(html) else ())


def _summary(line: str) -> Marked:
    found = _SUMMARY.match(line)
    if found is None:
        raise Odd
    title = _text(found[1])
    return title._replace(text=f"<summary>{title.text}</summary>")
