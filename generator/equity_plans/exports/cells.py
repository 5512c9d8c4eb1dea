"""Cells: the values of one column in some rows, which are looked at all at once.

A country has millions of values, and almost all columns have values of one type: what holds for
all of them is found out once for each column, not for each value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from operator import attrgetter
from types import NoneType
from typing import Any, NamedTuple, TypeAlias

from equity_plans.when import When

Value: TypeAlias = str | int | float | bool | date | tuple[str, ...] | None
Way: TypeAlias = Callable[[Any], Any]
"""What a format makes of a value."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legible(text: str) -> str:
    """The text without the characters that XML, and so half of all formats, cannot carry."""
    return text if text.isprintable() else _NOT_XML.sub("", text)


def on_one_line(text: str) -> str:
    """The text on one line, with single spaces, as every format can hold it."""
    if text.isprintable() and "  " not in text:  # of all white space, it has single spaces alone
        return text.strip()
    return " ".join(legible(text).split())


class Cells(NamedTuple):
    """The values of one column in some rows, as every format can hold them."""

    values: Sequence[Value]
    types: frozenset[type]
    """The types of the values, that of None among them. Each is exactly one of `Value`."""

    whole: str | None = None
    """All values one after the other, where they are texts or None and all of it is printable:
    what is not in it is in none of them."""

    def through(self, ways: Mapping[type, Way], *, nothing: Any = None) -> Sequence[Any]:
        """What the way of its type makes of each value, and `nothing` of None.

        A value of a type that has no way is left as it is.
        """
        types = self.types - NONE
        if not types:
            return [nothing] * len(self.values)
        if len(types) > 1:
            every = {NoneType: lambda _: nothing, **ways}
            return [every.get(type(value), _as_it_is)(value) for value in self.values]
        (only,) = types
        way = ways.get(only, _as_it_is)
        if NoneType in self.types:
            return [nothing if value is None else way(value) for value in self.values]
        if way is _as_it_is:
            return self.values
        return list(map(way, self.values))


def _as_it_is(value: Value) -> Value:
    return value


NONE = frozenset((NoneType,))
_SOUND = frozenset((NoneType, bool, int, date))
"""Values of these types are as every format can hold them."""

_TEXT = frozenset((NoneType, str))

KEPT = 1 << 12
"""So many lists are kept as every format can hold them: the same few stand in many rows."""


def cells(values: Sequence[Any]) -> Cells:
    """The values as every format can hold them.

    Raises ValueError for a figure that is none.
    """
    types = frozenset(map(type, values))
    if types <= _SOUND:
        return Cells(values, types)
    if not types <= _TEXT:
        if not all(issubclass(one, str) for one in types - NONE):
            values = Cells(values, types).through({one: _way(one) for one in types})
            return Cells(values, frozenset(map(type, values)))
        # States become plain text, and so do texts that know their language.
        values = [None if text is None else str(text) for text in values]
        types = types & NONE | {str}
    whole = "".join(filter(None, values))
    if _is_printable(whole):
        return Cells(values, types, whole)
    return Cells([None if text is None else legible(text) for text in values], types)


_SIGNS = bytes(range(0x20, 0x7F))
"""The printable characters of ASCII."""


def _is_printable(text: str) -> bool:
    """The same as isprintable, which takes five times as long for what is mostly ASCII."""
    others = text.encode("utf-8", "surrogatepass").translate(None, _SIGNS)
    return others.decode("utf-8", "surrogatepass").isprintable()


def _way(kind: type) -> Way:
    """What makes of a value of a type one that every format can hold."""
    if issubclass(kind, str):
        return _text
    return _WAYS.get(kind, _as_it_is)


def _text(text: str) -> str:
    return legible(str(text))


@lru_cache(maxsize=KEPT)
def _several(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_text, texts))


def _figure(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a figure that can be published.")
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


_WAYS: Mapping[type, Way] = {When: attrgetter("text"), tuple: _several, float: _figure}
