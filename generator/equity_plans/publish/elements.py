"""Elements that are not part of a text: where one begins in Markdown, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from markdown.util import BLOCK_LEVEL_ELEMENTS

BLOCKS = frozenset(BLOCK_LEVEL_ELEMENTS)
"""Elements that are not part of a text."""

OPENS = ' markdown="1">'
"""How a line ends that begins an element with Markdown in it."""

_BLOCK = re.compile(r"<([a-z][a-z0-9]*)(?=[ >])")


class Odd(Exception):  # noqa: N818 - nothing is wrong with the page
    """A page, or a part of one, that is for Python-Markdown to read as a whole."""


def begun_by(line: str) -> str:
    """Which element a line begins that is not part of a text; nothing when it begins none."""
    block = _BLOCK.match(line)
    return block[1] if block and block[1] in BLOCKS else ""


def up_to_end(begun: str, others: Iterator[str], *, name: str) -> list[str]:
    """What begins an element that Markdown does not read, and the others up to its end."""
    read: list[str] = []

    def pieces() -> Iterator[str]:
        for one in chain((begun,), others):
            if any(map(str.isspace, one.split("\n"))):
                raise Odd  # Python-Markdown empties such a line, even there
            read.append(one)
            yield one

    end_of_element(pieces(), name)
    return read


def end_of_element(pieces: Iterable[str], name: str) -> int:
    """In which of these pieces of a text the element ends that the first one begins.

    Raises Odd when it does not end, or not with the piece.
    """
    tags = _tags(name)
    depth = 0
    for number, piece in enumerate(pieces):
        if "<!" in piece or "<?" in piece:
            raise Odd
        for tag in tags.finditer(piece):
            depth += -1 if tag[1] else 1
            if depth == 0:
                if tag.end() != len(piece):
                    raise Odd
                return number
    raise Odd


@lru_cache(maxsize=len(BLOCKS))
def _tags(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){name}(?=[ >])[^<>\n]*>")
