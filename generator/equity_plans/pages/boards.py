"""Boards: agencies as rows, and the lists of all agencies and of the parts of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import attrgetter

from markupsafe import Markup

from equity_plans import addresses as uris
from equity_plans.language import _, later
from equity_plans.model import Agency
from equity_plans.pages.about import record_of_contracts
from equity_plans.pages.country import Whole, counted
from equity_plans.pages.encode import plain
from equity_plans.pages.listing import reach, sheet_title
from equity_plans.pages.page import Crumb, Draft, Page
from equity_plans.pages.render import render
from equity_plans.pages.sheets import Sheet, sheets
from equity_plans.pages.summary import Told
from equity_plans.progress import Contract, State, tally
from equity_plans.view import Setting, View, by_name

HOME = Crumb(title=later("Overview"), uri=uris.OVERVIEW)
BOARD = 20
"""So many agencies are on the front page when there are more than fit there."""

LIST = Crumb(title=later("Agencies"), uri=uris.AGENCIES)


@dataclass(frozen=True, kw_only=True, slots=True)
class OnBoard:
    """An agency as a row of a board: its plans, its actions by state and its last report."""

    uri: str
    name: Markup
    jurisdiction: Markup
    letters: int
    counts: Mapping[State, int]
    contracts: tuple[Contract, ...]
    """How each of its plans is reported on."""

    @property
    def plans(self) -> int:
        """How many plans it has."""
        return len(self.contracts)

    @property
    def total(self) -> int:
        """How many actions it has."""
        return sum(self.counts.values())

    @property
    def last(self) -> date | None:
        """The day of its last report."""
        return max((one.last for one in self.contracts if one.last is not None), default=None)

    @property
    def late(self) -> int:
        """By how many days its next report is late."""
        return max((one.days_late for one in self.contracts), default=0)


def board(agencies: Iterable[Agency], view: View) -> list[OnBoard]:
    """A row for each of the agencies."""
    return [
        OnBoard(
            uri=uris.agency(one.id),
            name=plain(one.name),
            jurisdiction=plain(one.jurisdiction),
            letters=len(one.name) + len(one.jurisdiction),
            counts=tally(view.of_agency(one.id)),
            contracts=tuple(view.contract(plan) for plan in view.portfolio.plans_of(one.id)),
        )
        for one in agencies
    ]


def board_of(agencies: Iterable[Told]) -> list[OnBoard]:
    """A row for each of the agencies of the country."""
    return [
        OnBoard(
            uri=uris.agency(one.agency),
            name=one.name,
            jurisdiction=one.jurisdiction,
            letters=one.letters,
            counts=counted(one.actions),
            contracts=tuple(plan.contract for plan in one.plans),
        )
        for one in agencies
    ]


def listing(country: Whole) -> Iterator[Draft]:
    """The list of all agencies, on as many sheets as it takes."""
    yield from _agencies(
        board_of(country.by_name),
        country,
        uri=uris.AGENCIES,
        folder="agencies",
        title=_(LIST.title),
        description=_("All agencies with a plan on this site."),
        back=(HOME,),
    )


def parts_of(agency: Agency, view: View) -> Iterator[Draft]:
    """The list of the agencies that are part of one, where its own page cannot hold them."""
    parts = by_name(view.portfolio.sub_agencies(agency.id))
    if len(parts) > BOARD:
        title = _("Part of {agency}", agency=agency.name)
        yield from _agencies(
            board(parts, view),
            view,
            uri=uris.parts(agency.id),
            folder=None,
            title=title,
            description=f"{title}.",
            back=(HOME, LIST, Crumb(title=agency.name, uri=uris.agency(agency.id))),
        )


def _agencies(
    agencies: Sequence[OnBoard],
    setting: Setting,
    *,
    uri: str,
    folder: str | None,
    title: str,
    description: str,
    back: tuple[Crumb, ...],
) -> Iterator[Draft]:
    cut = sheets(agencies, uri=uri, folder=folder, letters=attrgetter("letters"))
    contracts = [kept for one in agencies for kept in one.contracts]
    record = record_of_contracts(contracts)

    def page(sheet: Sheet[OnBoard]) -> Page:
        first = () if sheet.number == 1 else (Crumb(title=title, uri=uri),)
        return Page(
            uri=sheet.uri,
            title=sheet_title(title, sheet),
            kind="agencies",
            record=record,
            description=description if sheet.number == 1 else f"{sheet_title(title, sheet)}.",
            crumbs=(*back, *first),
            before=sheet.before,
            after=sheet.after,
            body=render(
                "agencies.md.j2",
                setting,
                uri=sheet.uri,
                title=title,
                agencies=sheet.rows,
                plans=len(contracts),
                sheet=sheet,
                reach=() if len(cut) == 1 else reach(cut, lambda one: one.name),
            ),
        )

    for sheet in cut:
        yield Draft(uri=sheet.uri, make=partial(page, sheet))
