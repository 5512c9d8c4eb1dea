"""The list of agencies, and the page of each agency and service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any

from markupsafe import Markup

from equity_plans import addresses as uris
from equity_plans import words
from equity_plans.language import _, joined, later, ngettext
from equity_plans.model import Agency, Engagement, Plan, Service
from equity_plans.pages import charts
from equity_plans.pages.about import record_of_agency, record_of_contracts
from equity_plans.pages.country import Whole, counted
from equity_plans.pages.encode import address, markup, plain
from equity_plans.pages.listing import few, in_full, reach, sheet_title
from equity_plans.pages.measures import result_words
from equity_plans.pages.page import NOTHING, Crumb, Draft, Page
from equity_plans.pages.phrases import share_done, state_label
from equity_plans.pages.render import render
from equity_plans.pages.sheets import Sheet, sheets
from equity_plans.pages.summary import Told
from equity_plans.progress import Contract, Placed, State, tally
from equity_plans.view import Setting, View, by_name, by_urgency

HOME = Crumb(title=later("Overview"), uri=uris.OVERVIEW)
BOARD = 20
"""So many agencies are on the front page when there are more than fit there."""

LIST = Crumb(title=later("Agencies"), uri=uris.AGENCIES)


ATTENTION = 5
"""So many overdue actions are named at the top of an agency's page."""


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


def _parts(agency: Agency, view: View) -> Iterator[Draft]:
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


def pages(agency: Agency, view: View, *, places: Mapping[str, str]) -> Iterator[Draft]:
    """The page of an agency and those of its services, with the lists that are behind them.

    `places` has, for each group of people, where the agency begins in the list of the country.
    """
    uri = uris.agency(agency.id)
    yield Draft(uri=uri, make=partial(_agency, agency, view, places))
    back = (HOME, LIST, Crumb(title=agency.name, uri=uri))
    yield from in_full(
        _still_open(agency, view),
        view,
        uri=uris.open_actions(agency.id),
        title=_("Open actions: {agency}", agency=agency.name),
        back=back,
    )
    yield from _parts(agency, view)
    for service in agency.services:
        uri = uris.service(agency.id, service)
        yield Draft(uri=uri, make=partial(_service, agency, service, view))
        yield from in_full(
            _promised_for(service, agency, view),
            view,
            uri=uris.service_actions(agency.id, service),
            title=_("What was promised for {service}", service=service.name),
            back=(*back, Crumb(title=service.name, uri=uri)),
        )


def _agency(agency: Agency, view: View, places: Mapping[str, str]) -> Page:
    uri = uris.agency(agency.id)
    placed = view.of_agency(agency.id)
    counts = tally(placed)
    plans = sorted(
        view.portfolio.plans_of(agency.id),
        key=lambda plan: (view.alive(plan), plan.id),
        reverse=True,
    )
    rows = []
    for plan in plans:
        of_plan = view.by_plan[plan.key]
        kind = view.schemas.label("planKind", plan.kind)
        state = state_label(plan, view)
        rows.append(
            {
                "plan": plan,
                "words": joined(" ", (f"{kind}. {state}.", share_done(of_plan))),
                "bar": charts.bar(tally(of_plan), schemas=view.schemas, height=10),
            }
        )
    still_open = _still_open(agency, view)
    parts = view.portfolio.sub_agencies(agency.id)
    there = ngettext("{count} plan on this site.", "{count} plans on this site.", len(plans))
    lead = f"{there} {share_done(placed)}"
    return Page(
        uri=uri,
        title=agency.name,
        kind="agency",
        record=record_of_agency(agency, view),
        description=_(
            "{agency}: what it promised in its plans and what came of it.", agency=agency.name
        ),
        crumbs=(HOME, LIST),
        source=agency.file,
        body=render(
            "agency.md.j2",
            view,
            uri=uri,
            agency=agency,
            lead=lead,
            counts=counts,
            bar=charts.bar(counts, schemas=view.schemas),
            plans=rows,
            people=_people(placed, view, places),
            part_of=view.portfolio.agencies.get(agency.parent or ""),
            parts_of=board(parts if len(parts) <= BOARD else (), view),
            all_parts=len(parts),
            overdue=[one for one in still_open if one.standing.state == State.OVERDUE][:ATTENTION],
            pairs=_pairs(plans, view),
            open=few(still_open),
            all_open=len(still_open),
            changes=view.changes_of_agency(agency.id)[:6],
            fiscal_month=words.month_name(date(2001, agency.fiscal_year_starts, 1)),
        ),
    )


def _pairs(plans: Sequence[Plan], view: View) -> list[dict[str, Any]]:
    """Each two plans of which one names the other, with what links them in the author's words."""
    every = view.portfolio.plans
    found: dict[frozenset[str], list[str]] = {}
    for plan in plans:
        for related in plan.related:
            if related.plan in every and related.plan != plan.key:
                told = found.setdefault(frozenset((plan.key, related.plan)), [])
                told += [related.how] if related.how else []
    return [
        {
            "plans": [
                {
                    "plan": every[key],
                    "kind": view.schemas.label("planKind", every[key].kind),
                    "words": share_done(view.by_plan[key]),
                    "bar": charts.strip(tally(view.by_plan[key]), schemas=view.schemas),
                }
                for key in sorted(pair)
            ],
            "how": told,
        }
        for pair, told in found.items()
    ]


def _still_open(agency: Agency, view: View) -> tuple[Placed, ...]:
    """What the agency has not done yet of the plans that run, the most urgent first."""
    return by_urgency(
        one
        for one in view.of_agency(agency.id)
        if one.standing.state not in (State.DONE, State.STOPPED) and view.alive(one.plan)
    )


def _people(
    placed: Sequence[Placed], view: View, places: Mapping[str, str]
) -> list[dict[str, object]]:
    """Every group of people that the actions name, with how many name it; the most first."""
    named = Counter(value for one in placed for value in one.people)
    rows = [
        {"label": word.label, "uri": places[word.value], "count": count}
        for word in view.schemas.vocabulary["people"]
        if (count := named[word.value])
    ]
    return sorted(rows, key=lambda row: -int(str(row["count"])))


def _promised_for(service: Service, agency: Agency, view: View) -> tuple[Placed, ...]:
    """The actions that name a service, the most urgent first."""
    return by_urgency(one for one in view.of_agency(agency.id) if service.id in one.services)


def _service(agency: Agency, service: Service, view: View) -> Page:
    uri = uris.service(agency.id, service)
    rows = _promised_for(service, agency, view)
    measures = [
        {
            "measure": measure,
            "goal": goal,
            "plan": plan,
            "words": result_words(plan, measure, view=view),
        }
        for plan in view.portfolio.plans_of(agency.id)
        for goal in plan.goals
        if service.id in goal.services
        for measure in goal.measures
    ]
    volume = service.volume
    told = _("Not recorded")
    if volume is not None and volume.value is not None:
        told = words.number(volume.value)
        told += f" {words.at(volume.when)}" if volume.when else ""
        told = joined("", (told, *((" (", volume.note, ")") if volume.note else ())))
    elif volume is not None and volume.note:
        told = volume.note
    return Page(
        uri=uri,
        title=service.name,
        kind="service",
        record=record_of_agency(agency, view, title=service.name),
        description=_(
            "{service}, a service of {agency}: what was promised for it.",
            service=service.name,
            agency=agency.name,
        ),
        crumbs=(HOME, LIST, Crumb(title=agency.name, uri=uris.agency(agency.id))),
        source=agency.file,
        body=render(
            "service.md.j2",
            view,
            uri=uri,
            agency=agency,
            service=service,
            channels=words.listed(
                [view.schemas.label("channel", one).lower() for one in service.channels]
            ),
            volume=told,
            rows=few(rows),
            all_rows=len(rows),
            bar=charts.bar(tally(rows), schemas=view.schemas, height=22),
            measures=_by_kind(measures, view),
            engagement=_engagement(agency, service, view),
            feedback=(
                markup("[{}]({})", plain(service.feedback.title), address(service.feedback.url))
                if service.feedback is not None and service.feedback.url
                else NOTHING
            ),
        ),
    )


def _by_kind(
    measures: Sequence[Mapping[str, Any]], view: View
) -> list[tuple[str, str, list[Mapping[str, Any]]]]:
    """Measures kind by kind, as a title, what such a measure tells, and its rows."""
    unsaid = _("The plan does not say what these measures are meant to tell.")
    words_of = view.schemas.vocabulary["measureKind"]
    kinds: list[tuple[str | None, str, str]] = [
        *((word.value, word.label, word.meaning) for word in words_of),
        (None, _("Kind not said"), unsaid),
    ]
    found = [
        (label, meaning, [row for row in measures if row["measure"].kind == value])
        for value, label, meaning in kinds
    ]
    return [one for one in found if one[2]]


def _engagement(agency: Agency, service: Service, view: View) -> list[tuple[Plan, Engagement]]:
    """How people were asked about what a service needs, in all plans that name it."""
    return [
        (plan, one)
        for plan in view.portfolio.plans_of(agency.id)
        for goal in plan.goals
        if service.id in goal.services
        for one in goal.engagement
    ]
