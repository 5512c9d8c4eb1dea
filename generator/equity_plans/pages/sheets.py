"""Sheets: a list that is too long for one page is cut into several, so that no page grows for ever.

A list that fits on one page is one sheet, which says nothing of sheets.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby
from typing import Any, Generic, TypeVar

from markupsafe import Markup

from equity_plans import addresses as uris
from equity_plans import words
from equity_plans.language import spoken
from equity_plans.pages.encode import chained, marked, markup

ROWS = 160
"""So many entries a sheet holds at most."""

LETTERS = 22_000
"""So many letters of plan text a sheet holds at most, for entries can be long."""

SHOWN = 60
"""So many sheets are named one by one; of more, only the ones around."""

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet(Generic[T]):
    """One page of a list, and where the others are."""

    rows: tuple[T, ...]
    number: int
    """Counted from 1."""

    start: int
    """The place of its first entry in the whole list, counted from 1."""

    total: int
    """How many entries the whole list has."""

    uri: str
    uris: tuple[str, ...]
    """Every sheet of the list, this one too."""

    @property
    def many(self) -> int:
        """How many sheets there are."""
        return len(self.uris)

    @property
    def end(self) -> int:
        """The place of its last entry in the whole list."""
        return self.start + len(self.rows) - 1

    @property
    def place(self) -> tuple[str, int, int, int, int]:
        """Which part of which list it is: all that it tells of the others follows from that."""
        return (self.uris[0], self.number, self.many, self.start, self.total)

    @property
    def before(self) -> str | None:
        """The sheet before it."""
        return self.uris[self.number - 2] if self.number > 1 else None

    @property
    def after(self) -> str | None:
        """The sheet after it."""
        return self.uris[self.number] if self.number < self.many else None

    @property
    def around(self) -> tuple[int | None, ...]:
        """The numbers of the sheets to name, None where some are left out."""
        near = {1, self.many, *range(self.number - 2, self.number + 3)}
        shown = [n for n in range(1, self.many + 1) if n in near or self.many <= SHOWN]
        return tuple(
            one
            for before, number in zip([0, *shown], shown, strict=False)
            for one in ([None, number] if number > before + 1 else [number])
        )


def sheets(
    rows: Iterable[T],
    *,
    uri: str,
    folder: str | None = None,
    letters: Callable[[T], int] = lambda _: 0,
    group: Callable[[T], Any] | None = None,
) -> tuple[Sheet[T], ...]:
    """The list on as few sheets as hold it; an empty list is one empty sheet.

    The first is at `uri`, the others in `folder`. `letters` tells how much text an entry brings
    along. Entries next to each other with the same `group` stay together where they fit.
    """
    cut = list(_cut(rows, letters=letters, group=group)) or [()]
    places = tuple(uris.sheet(uri, number, folder=folder) for number in range(1, len(cut) + 1))
    made = []
    start = 1
    total = sum(map(len, cut))
    for number, (part, place) in enumerate(zip(cut, places, strict=True), start=1):
        made.append(
            Sheet(rows=part, number=number, start=start, total=total, uri=place, uris=places)
        )
        start += len(part)
    return tuple(made)


def _cut(
    rows: Iterable[T], *, letters: Callable[[T], int], group: Callable[[T], Any] | None
) -> Iterator[tuple[T, ...]]:
    every = tuple(rows)
    before = list(accumulate(map(letters, every), initial=0))
    """The letters of all entries before each."""

    ends = [len(every)]
    if group is not None:
        ends = list(accumulate(sum(1 for _ in one) for _, one in groupby(every, key=group)))
    start = end = 0
    """Where the sheet begins and, so far, ends."""

    for after in ends:
        if end > start and not _fits(before, start, after):
            yield every[start:end]
            start = end
        while not _fits(before, start, after):
            most = min(start + ROWS, after)
            end = bisect_right(before, before[start] + LETTERS, start + 1, most + 1) - 1
            end = max(end, start + 1)
            yield every[start:end]
            start = end
        end = after
    if end > start:
        yield every[start:end]


def _fits(before: Sequence[int], start: int, end: int) -> bool:
    """Whether the entries from `start` to `end` fit on one sheet."""
    return end - start <= ROWS and before[end] - before[start] <= LETTERS


def others(sheet: Sheet[Any], to: Callable[[str], Markup]) -> Markup:
    """The way to the other sheets of a list; `to` gives the link to each."""
    lines = [markup("## {} {{: .pager }}\n", marked("Pages of this list"))]
    if sheet.before is not None:
        lines.append(markup("- [{}]({})", marked("Previous page"), to(sheet.before)))
    if sheet.after is not None:
        lines.append(markup("- [{}]({})", marked("Next page"), to(sheet.after)))
    for number in sheet.around:
        if number is None:
            lines.append(Markup("- …"))
        elif number == sheet.number:
            told = marked("Page {number}, this page", number=words.number(number))
            lines.append(markup("- **{}**", told))
        else:
            place = to(sheet.uris[number - 1])
            lines.append(markup("- [{}]({})", _named(number, spoken().tag), place))
    return chained("\n", (*lines, "\n"))


@lru_cache(maxsize=1 << 10)
def _named(number: int, _tag: str) -> Markup:
    """What a sheet is called in the language spoken, which is `_tag`."""
    return marked("Page {number}", number=words.number(number))
