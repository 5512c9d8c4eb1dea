"""Cells: the values of one column in some rows, which are looked at all at once.

A country has millions of values, and almost all columns have values of one type: what holds for
all of them is found out once for each column, not for each value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
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

    def through(self, ways: Mapping[type, Way], *, nothing: Any = None) -> Sequence[Any]:
        """What the way of its type makes of each value, and `nothing` of None.

        A value of a type that has no way is left as it is.
        """
        types = self.types - NONE
        if len(types) == 1:
            (only,) = types
            way = ways.get(only, _as_it_is)
            if NoneType not in self.types:
                return self.values if way is _as_it_is else list(map(way, self.values))
            return [nothing if value is None else way(value) for value in self.values]
        if not types:
            return [nothing] * len(self.values)
        every = {NoneType: lambda _: nothing, **ways}
        return [every.get(type(value), _as_it_is)(value) for value in self.values]


def _as_it_is(value: Value) -> Value:
    return value


NONE = frozenset((NoneType,))
_SOUND = frozenset((NoneType, bool, int, date))
"""Values of these types are as every format can hold them."""

_TEXT = frozenset((NoneType, str))


def cells(values: list[Any]) -> Cells:
    """The values as every format can hold them.

    Raises ValueError for a figure that is none.
    """
    types = frozenset(map(type, values))
    if types <= _SOUND:
        return Cells(values, types)
    if not types <= _TEXT:
        if not all(issubclass(one, str) for one in types - NONE):
            values = [_clean(value) for value in values]
            return Cells(values, frozenset(map(type, values)))
        # States become plain text, and so do texts that know their language.
        values = [None if text is None else str(text) for text in values]
        types = types & NONE | {str}
    if not "".join(filter(None, values)).isprintable():
        values = [None if text is None else legible(text) for text in values]
    return Cells(values, types)


def _clean(value: Value | When) -> Value:
    """The value as every format can hold it."""
    if isinstance(value, str):
        return legible(str(value))
    if isinstance(value, When):
        return value.text
    if isinstance(value, tuple):
        return tuple([legible(str(one)) for one in value]) if value else value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{value} is not a figure that can be published.")
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    return value
