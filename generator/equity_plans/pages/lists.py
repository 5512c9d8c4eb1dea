"""A real page for every list: by status, people, topic, kind of plan and year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import groupby
from operator import attrgetter
from typing import Any

from markupsafe import Markup

from equity_plans import addresses as uris
from equity_plans.facets import NO_DATE, Facet, facets_of
from equity_plans.language import _, later, ngettext, pgettext, spoken
from equity_plans.pages import charts, listing
from equity_plans.pages.boards import HOME
from equity_plans.pages.country import Country, Whole, counted
from equity_plans.pages.encode import chained, nmarked, plain
from equity_plans.pages.page import NOTHING, Crumb, Draft, Page, Record, stamp_of
from equity_plans.pages.phrases import came_of
from equity_plans.pages.render import render
from equity_plans.pages.sheets import Sheet, sheets
from equity_plans.pages.summary import Action, Plan
from equity_plans.progress import State

FIND = Crumb(title=later("Find an action"), uri=uris.FIND)


def pages(country: Whole) -> Iterator[Draft]:
    """The find page and every list behind it."""
    yield Draft(uri=uris.FIND, make=partial(_find, country))
    vocabulary = country.schemas.vocabulary
    for found in _lists(country):
        yield from found.pages()
    for word in vocabulary["planKind"]:
        yield from _plans(country, word.value, word.label, word.meaning)


def places(country: Country) -> Mapping[str, Mapping[str, str]]:
    """For each agency and group of people: the sheet of their list on which its actions begin."""
    found: dict[str, dict[str, str]] = {one.agency: {} for one in country.summaries}
    for value, rows in country.told.by_people.items():
        for sheet in by_agency(rows, uri=uris.people(value)):
            for one in sheet.rows:
                found[one.agency].setdefault(value, sheet.uri)
    return found


def by_agency(rows: Sequence[Action], *, uri: str) -> tuple[Sheet[Action], ...]:
    """Actions that stand agency by agency on the sheets of their list."""
    return sheets(rows, uri=uri, letters=_LETTERS, group=_AGENCY)


_LETTERS, _AGENCY = attrgetter("letters"), attrgetter("agency")
_PLAN, _STAMP = attrgetter("plan"), attrgetter("stamp")


def _lists(country: Whole) -> Iterator[ActionList]:
    vocabulary = country.schemas.vocabulary
    for word in vocabulary["state"]:
        yield ActionList(
            country=country,
            rows=country.by_state.get(word.value, ()),
            uri=uris.state(word.value),
            title=_("Status: {word}", word=word.label),
            meaning=word.meaning,
            urgent=True,
        )
    for definition, having, uri in (
        ("people", country.by_people, uris.people),
        ("topic", country.by_topic, uris.topic),
    ):
        for word in vocabulary[definition]:
            yield ActionList(
                country=country,
                rows=having.get(word.value, ()),
                uri=uri(word.value),
                title=_("{word}: what was promised", word=word.label),
                meaning=word.meaning,
            )
    for year in sorted(country.by_year):
        named = _("Actions due in {year}", year=year)
        yield ActionList(
            country=country,
            rows=country.by_year[year],
            uri=uris.year(year),
            title=_("Actions without a due date") if year == NO_DATE else named,
            meaning=_("Counted by the last day of the due date in force."),
        )


@dataclass(frozen=True, kw_only=True, eq=False)  # without slots, for what is worked out once
class ActionList:
    """A list of actions on as many sheets as it takes: by urgency, or agency by agency."""

    country: Whole
    rows: Sequence[Action]
    uri: str
    title: str
    meaning: str
    urgent: bool = False

    def pages(self) -> Iterator[Draft]:
        """The page of each sheet."""
        for sheet in self.sheets:
            make, stamp = partial(self.page, sheet), partial(self._stamp, sheet)
            yield Draft(uri=sheet.uri, make=make, stamp=stamp)

    def _stamp(self, sheet: Sheet[Action]) -> bytes:
        """Stands for what the page of a sheet tells."""
        of_list = (self.title, self.meaning, self.lead, self.record, sheet.place)
        first = (self.counts, self._reach()) if sheet.number == 1 else ()
        here = {} if self.urgent else Counter(map(_AGENCY, sheet.rows))
        of_agencies = [
            # What an agency comes to follows from its actions, where all of them are here.
            (self.country.names[one], self.tally(one).values() if many < self.many[one] else ())
            for one, many in here.items()
        ]
        rows = b"".join(map(_STAMP, sheet.rows))
        plans = map(self._whose.__getitem__, map(_PLAN, sheet.rows))
        return stamp_of((of_list, first, of_agencies, len(self.many), rows), plans)

    @cached_property
    def sheets(self) -> tuple[Sheet[Action], ...]:
        """Its sheets."""
        if self.urgent:
            return sheets(self.rows, uri=self.uri, letters=_LETTERS)
        return by_agency(self.rows, uri=self.uri)

    @cached_property
    def many(self) -> Mapping[str, int]:
        """How many of them each agency has."""
        return Counter(map(_AGENCY, self.rows))

    @cached_property
    def own(self) -> Mapping[str, Sequence[Action]]:
        """The actions of each agency."""
        found: dict[str, list[Action]] = {}
        for agency, rows in groupby(self.rows, key=_AGENCY):
            found.setdefault(agency, []).extend(rows)
        return found

    def tally(self, agency: str) -> Mapping[State, int]:
        """How many actions of an agency are in each state."""
        return counted(self.own[agency])

    @cached_property
    def counts(self) -> Mapping[State, int]:
        """How many actions are in each state."""
        return counted(self.rows)

    @cached_property
    def record(self) -> Record:
        """What its pages know of themselves."""
        return self.country.record_of(set(map(_PLAN, self.rows)))

    @cached_property
    def lead(self) -> str:
        """How many there are, and what became of them."""
        if not self.rows:
            return _("No plan on this site has any.")
        agencies = len(self.many)
        lead = _(
            "{actions} of {agencies}.",
            actions=ngettext("{count} action", "{count} actions", len(self.rows)),
            agencies=ngettext("{count} agency", "{count} agencies", agencies),
        )
        # All that stand in the list of a status have that status.
        return lead if self.urgent else " ".join((lead, *came_of(self.counts)))

    def page(self, sheet: Sheet[Action]) -> Page:
        """The page of a sheet."""
        named = listing.sheet_title(self.title, sheet)
        first = sheet.number == 1
        return Page(
            uri=sheet.uri,
            title=named,
            kind="list",
            record=self.record,
            description=f"{named}. {self.lead}",
            crumbs=trail(sheet, self.title),
            before=sheet.before,
            after=sheet.after,
            body=render(
                "list.md.j2",
                self.country,
                uri=sheet.uri,
                title=self.title,
                lead=self.lead,
                meaning=self.meaning,
                groups=chained("\n", self._groups(sheet)),
                bar=charts.bar(self.counts, schemas=self.country.schemas, height=22)
                if first
                else "",
                sheet=sheet,
                reach=self._reach() if first else (),
            ),
        )

    def _reach(self) -> Sequence[listing.Reach]:
        if self.urgent or len(self.sheets) == 1:
            return ()
        return listing.reach(self.sheets, lambda one: self.country.names[one.agency])

    def _groups(self, sheet: Sheet[Action]) -> Iterator[Markup]:
        """The actions of a sheet under one heading, or under each agency and what it came to."""
        if self.urgent:
            every = nmarked("{count} action", "{count} actions", sheet.total)
            if sheet.rows:
                yield listing.group("actions", every, self._entries(sheet.rows, sheet))
            return
        alone = len(self.many) == 1
        for agency, rows in groupby(sheet.rows, key=_AGENCY):
            told = NOTHING if alone else _came_to(self.tally(agency))
            name = self.country.names[agency]
            yield listing.group(f"agency-{agency}", name, self._entries(rows, sheet), told)

    def _entries(self, rows: Iterable[Action], sheet: Sheet[Action]) -> Markup:
        return self.country.listed(rows, uri=sheet.uri, whose=self._whose)

    @property
    def _whose(self) -> Mapping[str, Markup]:
        """What an entry says of its plan."""
        alone = self.urgent or len(self.many) == 1  # under no heading with the agency's name
        return self.country.with_agencies if alone else self.country.titles


def _came_to(counts: Mapping[State, int]) -> Markup:
    """How many actions there are, and what became of them."""
    done, overdue, ended = (counts[one] for one in (State.DONE, State.OVERDUE, State.PLAN_ENDED))
    return _came(sum(counts.values()), done, overdue, ended, spoken().tag)


@lru_cache(maxsize=1 << 12)  # of most agencies the same few numbers are told
def _came(many: int, done: int, overdue: int, ended: int, _tag: str) -> Markup:
    counts = {State.DONE: done, State.OVERDUE: overdue, State.PLAN_ENDED: ended}
    actions = ngettext("{count} action.", "{count} actions.", many)
    return plain(" ".join((actions, *came_of(counts))))


def trail(sheet: Sheet[Any], title: str) -> tuple[Crumb, ...]:
    """The way back from a sheet of a list."""
    return (HOME, FIND, *([] if sheet.number == 1 else [Crumb(title=title, uri=sheet.uris[0])]))


def _plans(country: Whole, kind: str, label: str, meaning: str) -> Iterator[Draft]:
    plans = [plan for plan in country.plans.values() if plan.kind == kind]
    title = pgettext("all plans of a kind", "{kind}s", kind=label)
    many = ngettext("{count} plan", "{count} plans", len(plans))
    lead = f"{many}. {meaning}"
    yield from plan_list(country, plans, uri=uris.kind(kind), title=title, lead=lead)


def plan_list(
    country: Whole, plans: Sequence[Plan], *, uri: str, title: str, lead: str
) -> Iterator[Draft]:
    """The list of some plans, on as many sheets as it takes."""

    def page(sheet: Sheet[Plan]) -> Page:
        named = listing.sheet_title(title, sheet)
        return Page(
            uri=sheet.uri,
            title=named,
            kind="list",
            record=country.record_of(plan.key for plan in plans),
            description=f"{named}. {lead}",
            crumbs=trail(sheet, title),
            before=sheet.before,
            after=sheet.after,
            body=render(
                "plans.md.j2",
                country,
                uri=sheet.uri,
                title=title,
                lead=lead,
                plans=sheet.rows,
                sheet=sheet,
            ),
        )

    for sheet in sheets(plans, uri=uri, letters=_LETTERS):
        yield Draft(uri=sheet.uri, make=partial(page, sheet))


def _find(country: Whole) -> Page:
    ways = facets_of(
        country.schemas,
        agencies=[(one.agency, country.names[one.agency]) for one in country.by_name],
        years=sorted(country.by_year),
    )
    return Page(
        uri=uris.FIND,
        title=_(FIND.title),
        kind="find",
        description=_("Find what was promised: by status, people, topic, agency, kind and year."),
        crumbs=(HOME,),
        body=render(
            "find.md.j2",
            country,
            uri=uris.FIND,
            facets=[_ways(facet, _having(country, facet)) for facet in ways],
        ),
    )


def _having(country: Whole, facet: Facet) -> Mapping[str, int]:
    """How many actions have each value of a facet."""
    match facet.name:
        case "agency":
            return {one.agency: len(one.actions) for one in country.agencies}
        case "kind":
            every = (one for agency in country.agencies for one in agency.actions)
            return Counter(country.plans[one.plan].kind for one in every)
    lists: Mapping[str, Mapping[str, Sequence[Action]]] = {
        "status": country.by_state,
        "people": country.by_people,
        "topic": country.by_topic,
        "year": country.by_year,
    }
    return {value: len(rows) for value, rows in lists[facet.name].items()}


def _ways(facet: Facet, counts: Mapping[str, int]) -> dict[str, Any]:
    """The lists of a facet, or how many there are when they are listed elsewhere."""
    return {
        "title": _("By {facet}", facet=facet.title.lower()),
        "many": len(facet.values) if facet.many else 0,
        "rows": [
            {"label": label, "uri": facet.uri(value), "count": counts.get(value, 0)}
            for value, label in (() if facet.many else facet.values)
        ],
    }
