"""Lists of actions, cut into sheets: what they have in common, and those of one agency."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from markupsafe import Markup

from equity_plans import words
from equity_plans.language import _, ngettext
from equity_plans.pages import charts, entries
from equity_plans.pages.encode import markup, plain
from equity_plans.pages.page import NOTHING, Crumb, Draft, Page, links_from
from equity_plans.pages.render import render
from equity_plans.pages.sheets import LETTERS, ROWS, Sheet, sheets
from equity_plans.progress import Placed, tally
from equity_plans.view import View

T = TypeVar("T")

FEW = 50
"""So many actions are on a page that cannot hold all of them; a list of its own has the rest."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """From which agency to which a sheet goes."""

    first: str
    last: str
    uri: str


def group(place: str, title: Markup, listed: Markup, told: Markup = NOTHING) -> Markup:
    """Entries that stand under one heading at a `place`, with what is `told` of them."""
    told = told and markup("{}\n{{: .sub }}\n\n", told)
    return markup("## {} {{: #{} .acts }}\n\n{}{}\n", title, place, told, listed)


def few(placed: Sequence[Placed]) -> Sequence[Placed]:
    """All of the actions where a page can hold them beside other things, else the first ones."""
    return placed if fit(placed) else placed[:FEW]


def fit(placed: Sequence[Placed]) -> bool:
    """True when a page can hold all of the actions beside other things."""
    return len(placed) <= ROWS and sum(map(_letters, placed)) <= LETTERS


def _letters(one: Placed) -> int:
    """How much text an action brings along into a list."""
    return len(one.action.title)


def in_full(
    placed: Sequence[Placed], view: View, *, uri: str, title: str, back: tuple[Crumb, ...]
) -> Iterator[Draft]:
    """The list of all the actions of which a page shows but a few; nothing where it shows all."""
    if fit(placed):
        return
    every = ngettext("{count} action", "{count} actions", len(placed))

    def page(sheet: Sheet[Placed]) -> Page:
        first = () if sheet.number == 1 else (Crumb(title=title, uri=sheet.uris[0]),)
        to = links_from(sheet.uri)
        shown = entries.actions(sheet.rows, view, to=to, with_plan=True)
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
                groups=group("actions", plain(every), shown),
                bar=charts.bar(tally(placed), schemas=view.schemas, height=22),
                sheet=sheet,
                reach=(),
            ),
        )

    for sheet in sheets(placed, uri=uri, letters=_letters):
        yield Draft(uri=sheet.uri, make=partial(page, sheet))


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
