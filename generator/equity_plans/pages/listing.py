"""Lists of actions, agency by agency or by urgency, cut into sheets: what is on which page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any, TypeVar

from equity_plans import words
from equity_plans.facets import by_value, facets
from equity_plans.language import _, ngettext
from equity_plans.pages import charts
from equity_plans.pages.page import Crumb, Draft, Page
from equity_plans.pages.phrases import came_of
from equity_plans.pages.render import render
from equity_plans.pages.sheets import LETTERS, ROWS, Sheet, sheets
from equity_plans.progress import Placed, tally
from equity_plans.view import View, by_urgency

T = TypeVar("T")

FEW = 50
"""So many actions are on a page that cannot hold all of them; a list of its own has the rest."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Actions that stand under one heading."""

    id: str
    title: str
    rows: tuple[Placed, ...]
    words: str = ""
    """What became of them, where the words above the list tell of others too."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """From which agency to which a sheet goes."""

    first: str
    last: str
    uri: str


def by_agency(view: View, placed: Iterable[Placed], *, uri: str) -> tuple[Sheet[Placed], ...]:
    """The actions agency by agency, the most urgent of each first, on the sheets of the list."""
    order = view.agency_order
    rows = sorted(by_urgency(placed), key=lambda one: order[one.plan.agency])
    return sheets(rows, uri=uri, letters=letters, group=lambda one: one.plan.agency)


def letters(one: Placed) -> int:
    """How much text an action brings along into a list."""
    return len(one.action.title)


def few(placed: Sequence[Placed]) -> Sequence[Placed]:
    """All of the actions where a page can hold them beside other things, else the first ones."""
    return placed if fit(placed) else placed[:FEW]


def fit(placed: Sequence[Placed]) -> bool:
    """True when a page can hold all of the actions beside other things."""
    return len(placed) <= ROWS and sum(map(letters, placed)) <= LETTERS


def in_full(
    placed: Sequence[Placed], view: View, *, uri: str, title: str, back: tuple[Crumb, ...]
) -> Iterator[Draft]:
    """The list of all the actions of which a page shows but a few; nothing where it shows all."""
    if fit(placed):
        return
    every = ngettext("{count} action", "{count} actions", len(placed))

    def page(sheet: Sheet[Placed]) -> Page:
        first = () if sheet.number == 1 else (Crumb(title=title, uri=sheet.uris[0]),)
        return Page(
            uri=sheet.uri,
            title=sheet_title(title, sheet),
            kind="list",
            description=f"{sheet_title(title, sheet)}.",
            crumbs=(*back, *first),
            before=sheet.before,
            after=sheet.after,
            body=render(
                "list.md.j2",
                view,
                uri=sheet.uri,
                title=title,
                lead=f"{every}.",
                meaning="",
                groups=[Group(id="actions", title=every, rows=sheet.rows)],
                named="plan",
                bar=charts.bar(tally(placed), schemas=view.schemas, height=22),
                sheet=sheet,
                reach=(),
            ),
        )

    for sheet in sheets(placed, uri=uri, letters=letters):
        yield Draft(uri=sheet.uri, make=partial(page, sheet))


def groups(
    view: View, sheet: Sheet[Placed], having: Mapping[str, Sequence[Placed]]
) -> Iterator[Group]:
    """The actions of a sheet, under their agency and what became of all it has in the list.

    `having` is what each agency has in the whole list.
    """
    for agency, rows in groupby(sheet.rows, key=lambda one: one.plan.agency):
        title = view.portfolio.agencies[agency].name
        told = ""
        if len(having) > 1:
            many = len(having[agency])
            actions = ngettext("{count} action.", "{count} actions.", many)
            told = " ".join((actions, *came_of(tally(having[agency]))))
        yield Group(id=anchor(agency), title=title, rows=tuple(rows), words=told)


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


def places(view: View) -> Mapping[str, Mapping[str, str]]:
    """For each agency and group of people: the sheet of their list on which its actions begin."""
    found: dict[str, dict[str, str]] = {one: {} for one in view.portfolio.agencies}
    (people,) = (facet for facet in facets(view) if facet.name == "people")
    for value, placed in by_value(view, people).items():
        for sheet in by_agency(view, placed, uri=people.uri(value)):
            for one in sheet.rows:
                found[one.plan.agency].setdefault(value, sheet.uri)
    return found
