"""Cells: the values of one column in some rows, which are looked at all at once.

A country has millions of values, and almost all columns have values of one type: what holds for
all of them is found out once for each column, not for each value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import NoneType
from typing import Any, TypeAlias

from equity_plans.when import When

Value: TypeAlias = str | int | float | bool | date | tuple[str, ...] | None

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legible(text: str) -> str:
    """The text without the characters that XML, and so half of all formats, cannot carry."""
    return text if text.isprintable() else _NOT_XML.sub("", text)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Cells:
    """The values of one column in some rows, as every format can hold them."""

    values: Sequence[Value]
    types: frozenset[type]
    """The types of the values, that of None among them. Each is exactly one of `Value`."""

    def through(
        self, ways: Mapping[type, Callable[[Any], Any]], *, nothing: Any = None
    ) -> Sequence[Any]:
        """What the way of its type makes of each value, and `nothing` of None.

        A value of a type that has no way is left as it is.
        """
        own = [ways[one] for one in self.types if one in ways]
        if not own and (nothing is None or NoneType not in self.types):
            return self.values
        if not own and len(self.types) == 1:
            return [nothing] * len(self.values)
        if len(self.types) == 1:
            return list(map(own[0], self.values))
        if len(own) == 1 and self.types - ways.keys() == {NoneType}:
            (way,) = own
            return [nothing if value is None else way(value) for value in self.values]
        every = {one: ways.get(one, _as_it_is) for one in self.types}
        return [nothing if value is None else every[type(value)](value) for value in self.values]


def _as_it_is(value: Value) -> Value:
    return value


_SOUND = frozenset((NoneType, bool, int, date))
"""Values of these types are as every format can hold them."""

_TEXT = frozenset((str, NoneType))


def cells(values: list[Any]) -> Cells:
    """The values as every format can hold them.

    Raises ValueError for a figure that is none.
    """
    types = frozenset(map(type, values))
    if not types <= _SOUND:
        if all(issubclass(one, str) or one is NoneType for one in types):
            values = _texts(values, types)
            types &= {NoneType}
            types |= {str}
        else:
            values = [_clean(value) for value in values]
            types = frozenset(map(type, values))
    return Cells(values=values, types=types)


def _texts(values: list[str | None], types: frozenset[type]) -> list[str | None]:
    """The texts as plain ones, though they may be states or know their language, and legible."""
    if not types <= _TEXT:
        values = [None if text is None else str(text) for text in values]
    if not "".join(filter(None, values)).isprintable():
        values = [None if text is None else legible(text) for text in values]
    return values


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
