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

SOME_LINKS = 2
"""With more links, a text is taken apart at them."""

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
# Before 3.11.5, Python goes on behind what the last turn of a group with "*+" had begun with, if
# that was not all of it; so the last choice of such a group is one that begins with nothing.
_NOTHING = "(?!)"
_TAG = (
    rf"<(?!/?(?:{_A_BLOCK})[\ >])/?[a-z][a-z0-9]*+"
    rf'(?:\ [a-zA-Z:-]++="[^"<>\\`*\[\]\n]*+"|{_NOTHING})*+>'
)
_ALL_WORDS = (
    rf"(?:[^\W_]|{_REFERENCE}|{_TAG}|(?<!^){_PLAIN})"
    rf"(?:{_PLAIN_OR_SPACE}*{_PLAIN}|{_TAG}|{_REFERENCE}|\ ++(?=[&<])|{_NOTHING})*+"
)
_WORDS = re.compile(_ALL_WORDS)
_ADDRESS = r"[A-Za-z0-9_./\#%:@?=+,~-]++"
_LINK = rf"{_ADDRESS}|(?:https?|mailto):(?:[A-Za-z0-9_./\#%:@?=+,~-]|&\#[0-9]{{1,7}};)+"
_LINKS = re.compile(rf"\]\(({_LINK})(?=\))")
_ITEMS = re.compile(rf"\*\*\[([^\]\n]+)\]\(({_ADDRESS})(?=\)\*\*)")
_TOKEN = re.compile(
    rf"""
    # What means something at the beginning of a line, and settings of an element, stay.
    (?P<settings>\{{:\ \#(?P<name>[A-Za-z][A-Za-z0-9-]*+)(?=[\ }}])(?P<more>[^}}\n]*\}}))
    | (?P<stays>^(?:[-+*=~:.>\#|\ ]|[0-9]+[.)](?!\S))+|\{{:[^}}\n]*\}})
    | (?P<link>(?<=\]\()(?:{_LINK})(?=\)))
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

    _inside: Known[Marked] = field(default_factory=Known)
    """Blocks inside of elements with Markdown in them, where no other element begins or ends."""

    _opening: Known[tuple[Marked, int]] = field(default_factory=Known)
    """Blocks that begin such elements, and in how many of them what follows is."""

    _known_pieces: Known[Marked] = field(default_factory=Known)
    """What stands between two links."""

    _words: Known[bool] = field(default_factory=Known)
    """Whether what stands up to the next element is words with tags among them."""

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
                if "\n## " in block and not block.startswith("<"):
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
        if OPENS in block:
            return self._element(block, others)
        name = block.startswith("<") and begun_by(block)
        if name:
            read = up_to_end(block, others, name=name)
            found = _raw("\n\n".join(read))
            if len(read) > 1:  # the block alone is not all of it
                return found
        elif block.startswith("<") or "\n<" in block:
            found, _, more = _lines(block, others)
            if more:
                return found
        elif block.startswith("- <"):
            # Hardly any list is on two pages, and lists are long: only pieces of it are kept.
            return self._list(block)
        else:
            found = self._linked(block) if block.count("](") > SOME_LINKS else _text(block)
        # What is not marked in pieces is the block itself, which takes no more room.
        letters = 0 if found.values == (block,) else len(block)
        return self._blocks.keep(block, found, letters=letters)

    def _element(self, block: str, others: Iterator[str]) -> Marked:
        """A block that begins elements with Markdown in them, up to where they end. Raises Odd."""
        known = self._opening.get(block)
        if known is None:
            found, inside, more = _lines(block, others)
            if more or inside != _opened(block):
                raise Odd
            known = self._opening.keep(block, (found, inside), letters=len(block))
        found, inside = known
        every = [found]
        while inside > 0:
            following = next(others, None)
            if following is None:
                raise Odd
            inner = self._inside.get(following)
            if inner is None:
                if following == "</details>":
                    inner, inside = Marked(following), inside - 1
                elif OPENS in following or "</details>" in following:
                    inner, after, more = _lines(f"\n{following}", others, inside=inside)
                    if more or after - inside != _opened(following):
                        raise Odd
                    inner, inside = inner._replace(text=inner.text[1:]), after
                elif following.startswith("## ") or "\n## " in following:
                    raise Odd  # what stands before it may go on in it
                else:
                    inner = self._inside.keep(following, _text(following), letters=len(following))
            every.append(inner)
        return _joined(every, "\n\n")

    def _list(self, text: str) -> Marked:
        """A list of what elements are before, taken apart at the links in bold that lead to it."""
        alone = "\n" not in text and "](" not in text and "id=" not in text
        if alone and self._is_words(text[2:]):
            return Marked(f"- {WORDS}", (text[2:],))
        first, *rest = _ITEMS.split(text)
        titles, links = rest[::3], rest[1::3]
        pieces = self._pieces(text, [first, *rest[2::3]])
        if not (rest and pieces and all(map(self._is_words, titles))):
            return _text(text)
        values = [*pieces[0].values]
        for title, link, after in zip(titles, links, pieces[1:], strict=True):
            values += (title, link, *after.values)
        return Marked(f"**[{WORDS}]({LINK}".join([one.text for one in pieces]), tuple(values))

    def _linked(self, text: str) -> Marked:
        """A text with many links in it, taken apart at their addresses."""
        first, *rest = _LINKS.split(text)
        pieces = self._pieces(text, [first, *rest[1::2]])
        if not pieces:
            return _text(text)
        values = [*pieces[0].values]
        for link, after in zip(rest[::2], pieces[1:], strict=True):
            values += (link, *after.values)
        return Marked(f"]({LINK}".join([one.text for one in pieces]), tuple(values))

    def _pieces(self, text: str, pieces: Sequence[str]) -> Sequence[Marked]:
        """The pieces of a text, which many texts have; none where a mark may be of two of them."""
        if "{" in text or "]:" in text or "id=" in text:
            return ()
        found: list[Marked] = []
        for piece in pieces:
            known = self._known_pieces.get(piece)
            if known is None:
                if piece.rfind("<") > piece.rfind(">"):
                    return ()
                known = self._known_pieces.keep(piece, _text(piece), letters=len(piece))
            found.append(known)
        return found

    def _is_words(self, text: str) -> bool:
        """Whether a text is words with tags among them, and nothing else.

        It is where each part of it is that begins with an element behind a space.
        """
        first, *others = text.split(" <")
        known = self._words
        for part in (first, *[f"<{one}" for one in others]):
            are = known.get(part)
            if are is None:
                are = known.keep(part, _WORDS.fullmatch(part) is not None)
            if not are:
                return False
        return True


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


def _opened(block: str) -> int:
    return block.count(OPENS) - block.count("</details>")


def _lines(block: str, others: Iterator[str], *, inside: int = 0) -> tuple[Marked, int, bool]:
    """The lines of a block, some of which begin elements, or end some that we are `inside` of.

    With it come in how many elements what follows is, and whether any of the others belonged to
    the last one that Markdown does not read. Raises Odd.
    """
    lines = block.split("\n")
    found: list[Marked] = []
    text: list[str] = []
    read = False

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
    return _joined(found), inside, read


def _joined(several: Sequence[Marked], between: str = "\n") -> Marked:
    return Marked(
        between.join([one.text for one in several]),
        tuple([value for one in several for value in one.values]),
        tuple([name for one in several for name in one.ids]),
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
