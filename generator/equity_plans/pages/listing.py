"""Lists of actions, agency by agency or by urgency, cut into sheets: what is on which page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar

from equity_plans import words
from equity_plans.facets import Facet, by_name
from equity_plans.language import _
from equity_plans.pages.sheets import Sheet, sheets
from equity_plans.progress import Placed
from equity_plans.view import View, by_urgency

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Actions that stand under one heading."""

    id: str
    title: str
    rows: tuple[Placed, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """From which agency to which a sheet goes."""

    first: str
    last: str
    uri: str


def by_agency(view: View, facet: Facet, value: str) -> tuple[Sheet[Placed], ...]:
    """The actions that have a value, agency by agency, the most urgent of each first."""
    return _by_agency(view, facet.uri(value), [x for x in view.promised if value in facet.of(x)])


def _by_agency(view: View, uri: str, placed: Iterable[Placed]) -> tuple[Sheet[Placed], ...]:
    order = {one.id: n for n, one in enumerate(by_name(view.portfolio.agencies.values()))}
    rows = sorted(by_urgency(placed), key=lambda one: order[one.plan.agency])
    return sheets(rows, uri=uri, letters=letters, group=lambda one: one.plan.agency)


def letters(one: Placed) -> int:
    """How much text an action brings along into a list."""
    return len(one.action.title)


def groups(view: View, sheet: Sheet[Placed]) -> Iterator[Group]:
    """The actions of a sheet, under the name of their agency."""
    for agency, rows in groupby(sheet.rows, key=lambda one: one.plan.agency):
        title = view.portfolio.agencies[agency].name
        yield Group(id=anchor(agency), title=title, rows=tuple(rows))


def anchor(agency: str) -> str:
    """The place of an agency on a list."""
    return f"agency-{agency}"


def reach(cut: Sequence[Sheet[T]], name: Callable[[T], str]) -> tuple[Reach, ...]:
    """From which agency to which each sheet of a list goes, by the `name` of an entry's agency."""
    return tuple(
        Reach(first=name(one.rows[0]), last=name(one.rows[-1]), uri=one.uri)
        for one in cut
        if one.rows
    )


def sheet_title(title: str, sheet: Sheet[Any]) -> str:
    """The title of a sheet: that of its list, with its number when there are several."""
    if sheet.number == 1:
        return title
    return _(
        "{title}, page {number} of {many}",
        title=title,
        number=words.number(sheet.number),
        many=words.number(sheet.many),
    )


def places(view: View, facet: Facet) -> Mapping[tuple[str, str], str]:
    """The sheet on which each agency's actions with each value of a facet begin."""
    having: dict[str, list[Placed]] = {}
    for one in view.promised:
        for value in facet.of(one):
            having.setdefault(value, []).append(one)
    found: dict[tuple[str, str], str] = {}
    for value, placed in having.items():
        for sheet in _by_agency(view, facet.uri(value), placed):
            for one in sheet.rows:
                found.setdefault((value, one.plan.agency), sheet.uri)
    return found
