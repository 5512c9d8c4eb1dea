"""Plain: finished pages that are tags and words in turn, without a flaw. Nearly every page is.

Such a page is read line by line, and most lines stand on many pages, so what a line tells is worked
out once. Whatever is not understood here at once is left to be read with care.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from equity_plans.publish import markup
from equity_plans.publish.known import Known
from equity_plans.publish.markup import CONTROL, DRAWN, START, VOID, WORDS_ONLY
from equity_plans.publish.tags import Told, told_by

_HARMLESS = bytes(
    code for code in range(256) if chr(code) not in "<>" and not CONTROL.match(chr(code))
)
"""Bytes that a page may have anywhere."""

HOLE = "\0"
"""Stands for a value that no page can have, in place of one that only one page has."""

_WITH_HOLE = re.compile(
    r'([a-z][a-z0-9]* (?:[a-z:-]+="[^"]*" )*?)(href|id|content|datetime)="([^"&]*)"(.*)'
)
"""A tag with a value by which nothing hangs but where it leads to, or what the place is called."""

_SAYS = ("meta ", "time ")
"""How tags begin of which two of these values mean nothing to a browser that shows the page."""

TAGS_KEPT = 8_000
"""So many tags are known again."""


@dataclass(kw_only=True, slots=True)
class Plain:
    """What a page tells that is written plainly and has no flaw."""

    ids: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    addresses: list[tuple[str, bool]] = field(default_factory=list)


def read(text: str) -> Plain | None:
    """What a page tells that is written plainly and without a flaw; None for any other."""
    if text[: len(START)].lower() != START:
        return None
    found = Plain()
    within = [""]
    prose = 0
    """In how many elements we are when we are in no more than the text of a plan; else 0."""

    lines = text[len(START) :].split("\n")
    for written, known in zip(lines, map(_LINES.get, lines), strict=True):
        line = known or _line(written)
        if line is None:
            return None
        if line.quiet and not prose:
            continue
        if prose or not line.alike:
            depth = _deep(line.tags, within, prose)
            if depth is None:
                return None
            prose = depth
        else:
            for name in line.ends:
                if within.pop() != name:
                    return None
            within += line.begins
        if line.tells:
            found.ids += line.ids
            found.named += line.named
            found.addresses += line.addresses
    return found if within == [""] else None


class _Begun(NamedTuple):
    """The start of an element, if there is nothing wrong with it."""

    name: str
    told: Told
    tells: bool
    """Whether it tells anything that is kept."""

    opens: bool
    """Whether the element has an end."""

    holds_words: bool
    """Whether nothing else may be in the element."""

    drawn: bool
    """Whether it ends as only drawings may."""


_Tag = _Begun | str
"""The start of an element, or the end of one, by its name."""


class _Line(NamedTuple):
    """What a line tells, if there is nothing wrong with it."""

    quiet: bool
    """Whether it tells nothing and may stand anywhere, but in the text of a plan."""

    tags: tuple[_Tag, ...]
    alike: bool
    """Whether it may stand anywhere that what ends in it can end, but in the text of a plan."""

    ends: tuple[str, ...]
    """The elements that end in it and begin before it."""

    begins: tuple[str, ...]
    """The elements that begin in it and end after it."""

    tells: bool
    """Whether it tells anything of what follows."""

    ids: tuple[str, ...]
    named: tuple[str, ...]
    addresses: tuple[tuple[str, bool], ...]


_LINES: Known[_Line] = Known()
_SHAPES: Known[_Line] = Known()
"""What all lines tell that are alike but for what is in the holes of their tags."""

_WHOLE: Known[None] = Known()
"""Tags without a hole."""


def _line(written: str) -> _Line | None:
    """What a line tells; None when it is not tags and words in turn, or has a flaw."""
    data = written.encode("utf-8", "surrogatepass").translate(None, _HARMLESS)
    if data != b"<>" * (len(data) // 2):
        return None
    tags = written.replace(">", "<").split("<")[1::2]
    places: list[str] = []
    links: list[str] = []
    for number, tag in enumerate(tags):
        if tag in _WHOLE:
            continue
        found = _WITH_HOLE.fullmatch(tag)
        if found is None:
            _WHOLE.keep(tag, None)
            continue
        start, name, value, end = found.groups()
        if name == "href":
            links.append(value)
        elif name == "id":
            places.append(value)
        elif not start.startswith(_SAYS):
            continue
        tags[number] = f'{start}{name}="{HOLE}"{end}'
    shape = "<".join(tags)
    line = _SHAPES.get(shape) or _shape(shape, tags)
    if line is None:
        return None
    if links or places:
        link, place = iter(links), iter(places)
        line = _Line(
            *line[:6],
            tuple([next(place) if one == HOLE else one for one in line.ids]),
            line.named,
            tuple([(next(link), one[1]) if one[0] == HOLE else one for one in line.addresses]),
        )
    return _LINES.keep(written, line)


def _shape(shape: str, written: Iterable[str]) -> _Line | None:
    """What lines with these tags tell, whatever is in their holes; None for a flaw."""
    tags: list[_Tag] = []
    ends: list[str] = []
    begins: list[str] = []
    ids: list[str] = []
    named: list[str] = []
    addresses: list[tuple[str, bool]] = []
    alike = True
    inside = iter(written)
    for one in map(_tag, inside):
        if one is None:
            return None
        tags.append(one)
        if isinstance(one, str):
            if not begins:
                ends.append(one)
            elif begins.pop() != one:
                return None
            continue
        if one.tells:
            ids += one.told.ids
            named += one.told.named
            addresses += one.told.addresses
        if one.opens:
            begins.append(one.name)
            alike = alike and not one.told.holds_prose
        elif one.holds_words:
            if next(inside, "") != f"/{one.name}":
                return None
            alike = alike and one.name != "script"
        elif one.drawn:
            alike = alike and (one.name == "svg" or "svg" in begins)
    tells = bool(ids or named or addresses)
    line = _Line(
        alike and not (tells or ends or begins),
        tuple(tags),
        alike,
        tuple(ends),
        tuple(begins),
        tells,
        tuple(ids),
        tuple(named),
        tuple(addresses),
    )
    return _SHAPES.keep(shape, line)


def _deep(tags: Sequence[_Tag], within: list[str], prose: int) -> int | None:
    """In how many elements the text of a plan is after these tags; None when there is a flaw."""
    for one in tags:
        if isinstance(one, str):
            if within.pop() != one:
                return None
            if len(within) < prose:
                prose = 0
        elif prose and not one.told.prose_may_hold:
            return None
        elif one.opens:
            within.append(one.name)
            if one.told.holds_prose:
                prose = len(within)
        elif one.name == "script" if "svg" in within else one.drawn and one.name != "svg":
            return None
    return prose


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
    holds_words = one.name == "script" or one.name in WORDS_ONLY
    tells = bool(told.ids or told.named or told.addresses)
    opens = not one.closed and not holds_words and one.name not in VOID
    return _Begun(one.name, told, tells, opens, holds_words, drawn)
