"""Plain: finished pages that are tags and words in turn, without a flaw. Nearly every page is.

Most lines stand on many pages, so what a line tells is worked out once; those of a page that are
new are looked at together. Whatever is not understood here at once is left to be read
with care.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from html import unescape
from itertools import chain, pairwise
from operator import itemgetter
from typing import NamedTuple

from equity_plans.publish import markup
from equity_plans.publish.known import Known
from equity_plans.publish.markup import CONTROL, DRAWN, START, VOID, WORDS_ONLY
from equity_plans.publish.tags import Told, told_by

_ANYWHERE = bytes(
    code for code in range(256) if chr(code) not in "<>\r\n" and not CONTROL.match(chr(code))
)
"""Bytes that a line may have anywhere."""

_BETWEEN = "<\n>"
"""Stands between two lines. No line has it."""

_HARMLESS = frozenset(
    (
        *("content", "datetime", "alt", "title", "aria-label", "value"),
        *("width", "height", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r"),
        *("d", "points", "transform"),
    )
)
"""Attributes by which nothing hangs, if they do not name what is to be fetched to draw with."""

_VALUE = re.compile(
    rf"""( (?:(?:href|id|{"|".join(sorted(_HARMLESS))})="|aria-labelledby="(?=[^"\s]+")))"""
    r"""([^"&<(]*+(?:(?:&(?:amp|lt|gt|quot|#39|#34);|(?<![lL])\()[^"&<(]*+|(?!))*+)(?=")"""
)
"""A value by which nothing hangs but where it leads to, or what the place is called or named by.

The last choice in it is nothing at all because of a mistake in Python before 3.11.5 (see `marks`).
"""

HOLE = "\0"
"""Stands for such a value, which only one page may have. No page can have this."""

TAGS_KEPT = 8_000
"""So many tags are known again."""

NESTINGS_KEPT = 1_000
"""So many ways in which the elements of a page are in one another are known again."""

LONGEST_KEPT = 1_000
"""No longer line is known again: it is what a page says of itself to other programs."""


class Plain(NamedTuple):
    """What a page tells that is written plainly and has no flaw."""

    ids: list[str]
    named: list[str]
    links: list[str]
    needs: list[str]


def read(content: bytes) -> Plain | None:
    """What a page tells that is written plainly and without a flaw; None for any other."""
    if content[: len(START)].lower() != START.encode():
        return None
    written = content[len(START) :].split(b"\n")
    known = list(map(_LINES.get, written))
    new = _lines([line for line, one in zip(written, known, strict=True) if one is None])
    if new is None:
        return None
    unseen = iter(new)
    steps, told = zip(*[one or next(unseen) for one in known], strict=True)
    if not _fits("".join(steps)):
        return None
    ids: list[str] = []
    named: list[str] = []
    links: list[str] = []
    needs: list[str] = []
    for some_ids, some_named, some_links, some_needs in filter(None, told):
        if some_links:  # mostly, a line has something of one kind only
            links += some_links
        if some_ids:
            ids += some_ids
        if some_named:
            named += some_named
        if some_needs:
            needs += some_needs
    return Plain(ids, named, links, needs)


_Told = tuple[Sequence[str], ...]
"""What a line tells: ids, named, links and needs."""

_Line = tuple[str, _Told | None]
"""What a line tells, if there is nothing wrong with it.

First what `_fits` has to know: the elements that end in the line and begin before it, and those
that begin in it and end after it; and what the line is to the text of a plan. All this is made of
plain tuples: thousands are kept, and nobody has to look at them again to free memory.
"""

_BEGINS, _ENDS, _OTHER, _HELD = "B", "E", "O", ""
"""The text of a plan begins in the line and goes on; may hold what is before an end of its own; may
not hold it; or may hold all of it, of which nothing has to be known. No element has such a name."""

_TO_PROSE = (_BEGINS, _ENDS, _OTHER)


_Chosen = Callable[[tuple[str, ...]], tuple[str, ...]]
"""Some of several values."""


class _Shape(NamedTuple):
    """What all lines tell that are alike but for what is in the holes of their tags."""

    steps: str
    holes: int
    """How many holes it has."""

    constant: tuple[str, ...]
    """What they tell that stands in no hole."""

    told: tuple[_Chosen | None, ...]
    """What they tell of each kind, out of what is in the holes and what is constant."""


_LINES: Known[_Line] = Known()
_SHAPES: Known[_Shape] = Known()


def _lines(written: Sequence[bytes]) -> Sequence[_Line] | None:
    """What each line tells; None when one is not tags and words in turn, or has a flaw."""
    if not written:
        return ()
    between = _BETWEEN.encode()
    whole = between.join(written)
    # Of “<<>>”, and of a tag that goes on in the next line, more is left.
    if whole.translate(None, _ANYWHERE).replace(b"<>", b"") != between * (len(written) - 1):
        return None
    try:
        whole.decode()
    except ValueError:
        return None
    tags = whole.replace(b">", b"<").split(b"<")[1::2]
    parts = _VALUE.split(b"<".join((b"", *tags, b"")).decode())
    values = tuple([unescape(one) if "&" in one else one for one in parts[2::3]])
    parts[2::3] = [HOLE] * len(values)
    lines: list[_Line] = []
    at = 0
    for written_so in "".join(parts).split("\n"):
        shape = _SHAPES.get(written_so) or _shape(written_so)
        if shape is None:
            return None
        steps, many, constant, told = shape
        own = values[at : at + many] + constant
        filled = tuple([one(own) if one else () for one in told])
        lines.append((steps, filled or None))
        at += many
    known = zip(written, lines, strict=True)
    _LINES.keep_all({one: line for one, line in known if len(one) < LONGEST_KEPT})
    return lines


class _Begun(NamedTuple):
    """The start of an element, if there is nothing wrong with it."""

    name: str
    told: Told
    harmless: tuple[str, ...]
    """What else it says by which nothing hangs."""

    opens: bool
    """Whether the element has an end."""

    holds_words: bool
    """Whether nothing else may be in the element."""

    drawn: bool
    """Whether it ends as only drawings may."""


_Tag = _Begun | str
"""The start of an element, or the end of one, by its name."""


def _shape(written: str) -> _Shape | None:
    """What all lines tell with these tags, whatever is in their holes; None for a flaw."""
    first, *others = written.split(HOLE)
    holes = [f"{HOLE}{number}" for number in range(len(others))]
    numbered = first + "".join(map("".join, zip(holes, others, strict=True)))
    tags: list[_Tag] = []
    nesting: list[str] = []
    begins: list[str] = []
    inside = iter(numbered.split("<")[1:-1])
    for one in map(_tag, inside):
        if one is None:
            return None
        tags.append(one)
        if isinstance(one, str):
            if not begins:
                nesting.append(f"/{one}")
            elif begins.pop() != one:
                return None
        elif one.opens:
            begins.append(one.name)
        elif one.holds_words:
            if next(inside, "") != f"/{one.name}":
                return None
            if one.name == "script":
                nesting.append(_IN_NO_DRAWING)
                if "svg" in begins:
                    return None
        elif one.drawn and one.name != "svg" and "svg" not in begins:
            nesting.append(_IN_DRAWING)
    prose = _prose(tags)
    starts = [one for one in tags if isinstance(one, _Begun)]
    told = [
        [name for one in starts for name in one.told.ids],
        [name for one in starts for name in one.told.named],
        [address for one in starts for address in one.told.links],
        [address for one in starts for address in one.told.needs],
    ]
    every = list(chain.from_iterable(told))
    harmless = [value for one in starts for value in one.harmless]
    # A hole that is but a part of a value is left to be read with care.
    if prose is None or not {*every, *harmless}.issuperset(holes):
        return None
    constant = tuple(set(every).difference(holes))
    place = {one: at for at, one in enumerate((*holes, *constant))}
    chosen = tuple([_chosen([place[one] for one in some]) for some in told]) if every else ()
    steps = "".join([f"{step} " for step in (*nesting, *begins, prose) if step])
    return _SHAPES.keep(written, _Shape(steps, len(holes), constant, chosen))


def _chosen(places: Sequence[int]) -> _Chosen | None:
    """The values in these places, of several."""
    if not places:
        return None
    if len(places) == 1:  # the value itself would be given, not several
        return itemgetter(slice(places[0], places[0] + 1))
    return itemgetter(*places)


_IN_DRAWING, _IN_NO_DRAWING = "?", "!"
"""Stand for something that must be in a drawing, and for something that must not."""


@lru_cache(maxsize=NESTINGS_KEPT)
def _fits(steps: str) -> bool:
    """Whether every element ends in the one in which it begins, and is one that may be there."""
    every = steps.split()
    prose = [step for step in every if step in _TO_PROSE]
    if any(one == _BEGINS and then != _ENDS for one, then in pairwise((*prose, ""))):
        return False
    within = [""]
    for step in every:
        if step[0] == "/":
            if within.pop() != step[1:]:
                return False
        elif step in (_IN_DRAWING, _IN_NO_DRAWING):
            if ("svg" in within) != (step == _IN_DRAWING):
                return False
        elif step not in _TO_PROSE:
            within.append(step)
    return within == [""]


def _prose(tags: Iterable[_Tag]) -> str | None:
    """What a line with these tags is to the text of a plan; None for what may not be in one."""
    line = _HELD
    depth = 0
    """In how many elements of a text we are that begins here."""

    for one in tags:
        if isinstance(one, str):
            if depth:
                depth -= 1
            elif line == _HELD and one == "div":
                line = _ENDS
        elif depth:
            if not one.told.prose_may_hold:
                return None
            depth += one.opens
        else:
            depth = int(one.told.holds_prose)
            if line == _HELD and not one.told.prose_may_hold:
                line = _OTHER
    if not depth:
        return line
    return _BEGINS if line == _OTHER else None


@lru_cache(maxsize=TAGS_KEPT)
def _tag(inside: str) -> _Tag | None:
    """What stands between “<” and “>”; None for a flaw."""
    one = markup.alone(f"<{inside}>")
    if one is None or one.ends:
        return one and one.name
    drawn = one.closed and one.name not in VOID
    told = told_by(one.name, one.attributes)
    if told.flaws or (drawn and one.name not in DRAWN):
        return None
    harmless = tuple(value for key, value in one.attributes.items() if key in _HARMLESS)
    holds_words = one.name == "script" or one.name in WORDS_ONLY
    opens = not one.closed and not holds_words and one.name not in VOID
    return _Begun(one.name, told, harmless, opens, holds_words, drawn)
