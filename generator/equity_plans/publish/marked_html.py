"""HTML with marks in it: what is known of blocks and sections before their words are filled in."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from equity_plans.publish.elements import Odd
from equity_plans.publish.marks import END, NUMBERED


class Html(NamedTuple):
    """HTML with marks in it."""

    pieces: tuple[str, ...]
    marks: tuple[tuple[str, int], ...]
    """The mark behind each piece but the last, and its number."""

    def inside(self, start: str, end: str) -> Html:
        """What stands inside of an element. Raises Odd when there is more."""
        pieces = list(self.pieces)
        if not (pieces[0].startswith(start) and pieces[-1].endswith(end)):
            raise Odd
        pieces[0] = pieces[0][len(start) :]
        pieces[-1] = pieces[-1][: -len(end)]
        return Html(tuple(pieces), self.marks)

    def __str__(self) -> str:
        marks = [f"{kind}{number}{END}" for kind, number in self.marks]
        return "".join(chain.from_iterable(zip(self.pieces, (*marks, ""), strict=True)))


def html_of(written: str) -> Html:
    """HTML in which marks are written with their numbers."""
    first, *rest = NUMBERED.split(written)
    return Html((first, *rest[2::3]), tuple(zip(rest[::3], map(int, rest[1::3]), strict=True)))


def joined(several: Iterable[Html | str]) -> Html:
    """Pieces of HTML, one behind the other."""
    pieces = [""]
    marks: list[tuple[str, int]] = []
    for one in several:
        if isinstance(one, str):
            pieces[-1] += one
        else:
            pieces[-1] += one.pieces[0]
            pieces += one.pieces[1:]
            marks += one.marks
    return Html(tuple(pieces), tuple(marks))
