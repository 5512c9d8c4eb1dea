"""The country: all agencies by their summaries, and what pages about more than one share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import zip_longest
from operator import attrgetter
from pathlib import Path

from markupsafe import Markup

from equity_plans.language import SOURCE
from equity_plans.model import Authority, Portfolio
from equity_plans.pages import entries
from equity_plans.pages.about import record_of_contracts
from equity_plans.pages.encode import finished
from equity_plans.pages.page import Record
from equity_plans.pages.summary import Action, Change, Plan, Shown, Summary, Told
from equity_plans.progress import STATES, Contract, State
from equity_plans.project import Project
from equity_plans.schema import Schemas
from equity_plans.view import ORDER, Site, View, view


@dataclass(frozen=True, kw_only=True, eq=False)  # without slots, for what is worked out once
class Country:
    """Every agency of a project on one day, in the order of the project."""

    as_of: date
    site: Site
    schemas: Schemas
    authorities: Mapping[str, Authority]
    summaries: Sequence[Summary]

    @property
    def bare(self) -> View:
        """What there is of it without any agency."""
        nobody = Portfolio(agencies={}, authorities=self.authorities, plans={})
        project = Project(
            root=Path(), schemas=self.schemas, portfolio=nobody, findings=(), documents={}
        )
        return replace(view(project, as_of=self.as_of), site=self.site)

    @property
    def told(self) -> Whole:
        """All that is told of it in the language of the pages at the top of the site."""
        return self.told_in(next(iter(self.summaries[0].told)) if self.summaries else SOURCE)

    def told_in(self, tag: str) -> Whole:
        """All that is told of it in a language."""
        if tag not in self._told:
            self._told[tag] = Whole(
                as_of=self.as_of,
                site=self.site,
                schemas=self.schemas,
                authorities=self.authorities,
                agencies=tuple(one.told[tag] for one in self.summaries),
            )
        return self._told[tag]

    @cached_property
    def _told(self) -> dict[str, Whole]:
        return {}


@dataclass(frozen=True, kw_only=True, eq=False)  # likewise
class Whole:
    """A country in one language. Everything is worked out once, when somebody asks for it."""

    as_of: date
    site: Site
    schemas: Schemas
    authorities: Mapping[str, Authority]
    agencies: Sequence[Told]

    @cached_property
    def by_name(self) -> tuple[Told, ...]:
        """The agencies by their names, as a reader looks for them."""
        return tuple(sorted(self.agencies, key=attrgetter("sorted_by", "agency")))

    @cached_property
    def names(self) -> Mapping[str, Markup]:
        """What each agency is called."""
        return {one.agency: one.name for one in self.agencies}

    @cached_property
    def plans(self) -> Mapping[str, Plan]:
        """Every plan, by its key."""
        return {plan.key: plan for one in self.agencies for plan in one.plans}

    @cached_property
    def contracts(self) -> Mapping[str, Contract]:
        """How each plan is reported on."""
        return {key: plan.contract for key, plan in self.plans.items()}

    @cached_property
    def record(self) -> Record:
        """What a page about all plans knows of itself."""
        return record_of_contracts(self.contracts.values())

    def record_of(self, plans: Iterable[str]) -> Record:
        """What a page about these plans knows of itself."""
        return record_of_contracts(self.contracts[key] for key in plans)

    @cached_property
    def counts(self) -> Mapping[State, int]:
        """How many actions are in each state."""
        return counted(one for agency in self.agencies for one in agency.actions)

    @cached_property
    def running(self) -> bool:
        """True while there is a plan that promises anything."""
        return any(plan.alive and not plan.draft for plan in self.plans.values())

    def listed(self, actions: Iterable[Action], *, uri: str, whose: Mapping[str, Markup]) -> Markup:
        """The actions as a list on the page at `uri`, each with its plan as `whose` names it."""
        top = up(uri)
        line = entries.action_line
        shown = [
            line(one.tag, one.title, top + one.uri, one.due, whose[one.plan]) for one in actions
        ]
        return finished("".join(shown))

    @cached_property
    def titles(self) -> Mapping[str, Markup]:
        """What an entry says of each plan."""
        return {key: entries.whose(plan.title) for key, plan in self.plans.items()}

    @cached_property
    def with_agencies(self) -> Mapping[str, Markup]:
        """What an entry says of each plan and its agency."""
        return {key: entries.whose(plan.title, plan.short) for key, plan in self.plans.items()}

    # Actions -----------------------------------------------------------------------------------

    @cached_property
    def by_state(self) -> Mapping[str, tuple[Action, ...]]:
        """The actions in each state, the most urgent first."""
        found: dict[str, list[Action]] = {state: [] for state in ORDER}
        for agency in self.agencies:
            for one in agency.actions:
                found[one.state].append(one)
        for having in found.values():
            having.sort(key=_URGENCY)
        return {state: tuple(having) for state, having in found.items()}

    @cached_property
    def by_people(self) -> Mapping[str, Sequence[Action]]:
        """The actions for each group of people, agency by agency, the most urgent of each first."""
        return _by_each(self._in_order, attrgetter("people"))

    @cached_property
    def by_topic(self) -> Mapping[str, Sequence[Action]]:
        """The actions on each topic, likewise."""
        return _by_each(self._in_order, attrgetter("topics"))

    @cached_property
    def by_year(self) -> Mapping[str, Sequence[Action]]:
        """The actions due in each year, likewise."""
        found: dict[str, list[Action]] = {}
        for one in self._in_order:
            found.setdefault(one.year, []).append(one)
        return found

    @property
    def _in_order(self) -> Iterator[Action]:
        return (one for agency in self.by_name for one in agency.actions)

    # Changes -----------------------------------------------------------------------------------

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Everything that changed, newest first; of one day, plan by plan."""
        days: dict[int, list[Change]] = {}
        for agency in sorted(self.agencies, key=lambda one: f"{one.agency}/"):
            for one in agency.changes:
                days.setdefault(one.day, []).append(one)
        return tuple(one for day in sorted(days, reverse=True) for one in days[day])

    @cached_property
    def newest(self) -> tuple[Change, ...]:
        """The first of them, with all that one report tells as one."""
        first = [
            one
            for agency in sorted(self.agencies, key=lambda one: f"{one.agency}/")
            for one in agency.newest
        ]
        return tuple(sorted(first, key=lambda one: -one.day))

    # First ones --------------------------------------------------------------------------------

    def first(self, which: Callable[[Told], Sequence[Shown]], many: int) -> list[Shown]:
        """The first entries of all agencies, by their rank."""
        return sorted((one for agency in self.agencies for one in which(agency)), key=_RANK)[:many]

    def in_turn(self, which: Callable[[Told], Sequence[Shown]], many: int) -> list[Shown]:
        """The first entry of each agency, then the second of each, by their rank.

        So where few are shown, each agency has its turn.
        """
        turns = zip_longest(*map(which, self.agencies))
        return [one for turn in turns for one in sorted(filter(None, turn), key=_RANK)][:many]


def country_of(of: View, summaries: Sequence[Summary]) -> Country:
    """The country of these agencies, of which the view need not have any."""
    return Country(
        as_of=of.as_of,
        site=of.site,
        schemas=of.schemas,
        authorities=of.portfolio.authorities,
        summaries=summaries,
    )


def counted(actions: Iterable[Action]) -> Mapping[State, int]:
    """How many of the actions are in each state, every state named, in the order of State."""
    counts = Counter(map(_STATE, actions))
    return {state: counts[state] for state in STATES}


def shown(some: Iterable[Shown], *, uri: str, between: str = "") -> Markup:
    """The entries one after the other, on the page at `uri`."""
    top = up(uri)
    return finished(between.join(f"{one.before}{top}{one.after}" for one in some))


def told(changes: Iterable[Change], *, uri: str) -> Markup:
    """The changes one after the other, on the page at `uri`."""
    top, line = up(uri), entries.change_line
    return finished(
        "\n".join(
            [line(one.head, one.title, top + one.uri, one.told, one.short) for one in changes]
        )
    )


def up(uri: str) -> str:
    """From a page to the top of its language."""
    return "../" * uri.count("/")


def _by_each(
    actions: Iterable[Action], of: Callable[[Action], Iterable[str]]
) -> Mapping[str, Sequence[Action]]:
    found: dict[str, list[Action]] = {}
    for one in actions:
        for value in of(one):
            found.setdefault(value, []).append(one)
    return found


_STATE, _RANK = attrgetter("state"), attrgetter("rank")
# In one state, the more days something is overdue, the earlier is the last day of its date.
_URGENCY = attrgetter("last")
