"""Everything the pages need, worked out once for one day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Protocol

from equity_plans.changes import Change, all_changes, change_words
from equity_plans.language import spoken
from equity_plans.model import Agency, Goal, Plan, Portfolio, grouped
from equity_plans.progress import (
    Contract,
    Placed,
    State,
    contract,
    ended_on,
    place_actions,
)
from equity_plans.project import Project
from equity_plans.schema import Schemas
from equity_plans.when import add_months

_AGENCY, _PLAN = attrgetter("plan.agency"), attrgetter("plan.key")

MOST_WORDS = 1 << 12
"""So many changes are kept in words: those of an agency are told one after the other."""

SILENT_MONTHS = 6
"""After so many months without a word on an action, its status may be out of date."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Site:
    """Where the site is published and where its files are kept, as whole addresses.

    What is empty is not known, and pages then say nothing of it. It equals itself alone.
    """

    url: str = ""
    """The front page, with a slash at its end."""

    name: str = ""
    files: str = ""
    """The folder of the repository in which `plans/` is shown."""

    history: str = ""
    """What to put before a file to see every earlier version of it."""

    issues: str = ""
    """Where an issue is begun."""

    issue_fields: tuple[str, str] = ("title", "body")
    """What that place calls the title and the text of an issue."""

    mail: str = ""
    """To whom errors are reported by mail, where there is no place for issues."""

    report: str = ""
    """A page of one's own for reporting errors, which goes before both."""


class Setting(Protocol):
    """What every page is made in, whatever it is about."""

    @property
    def as_of(self) -> date:
        """The day."""

    @property
    def site(self) -> Site:
        """Where it is published."""

    @property
    def schemas(self) -> Schemas:
        """The words and shapes."""


@dataclass(frozen=True, kw_only=True, eq=False)  # without slots, for what is worked out once
class View:
    """A project on one day, as the pages look at it. It equals itself alone."""

    project: Project
    as_of: date
    placed: tuple[Placed, ...]
    """Every action of every plan."""

    promised: tuple[Placed, ...]
    """The actions that count: a draft promises nothing yet."""

    by_plan: Mapping[str, tuple[Placed, ...]]
    changes: tuple[Change, ...]
    """Newest first."""

    site: Site = field(default_factory=Site)

    @property
    def portfolio(self) -> Portfolio:
        """What the project holds."""
        return self.project.portfolio

    @property
    def schemas(self) -> Schemas:
        """The words and shapes."""
        return self.project.schemas

    def agency_of(self, plan: Plan) -> Agency:
        """The agency that made the plan."""
        return self.portfolio.agencies[plan.agency]

    def alive(self, plan: Plan) -> bool:
        """True while the plan has not ended."""
        return ended_on(plan, as_of=self.as_of) is None

    def state_of(self, plan: Plan) -> str:
        """The plan's state on the day: what ended or was replaced only later was active then."""
        if plan.state in ("ended", "superseded") and self.alive(plan):
            return "active"
        return plan.state

    def of_agency(self, agency_id: str) -> tuple[Placed, ...]:
        """The actions of all plans of one agency."""
        return self._by_agency.get(agency_id, ())

    def of_goal(self, plan: Plan, goal: Goal) -> tuple[Placed, ...]:
        """The actions of one goal."""
        goals = plan.goals
        return tuple([one for one in self.by_plan[plan.key] if goals[one.goal_index] is goal])

    def changes_of(self, plan: Plan) -> tuple[Change, ...]:
        """The changes of one plan and of what is in it, newest first."""
        return self._changes_by_plan.get(plan.key, ())

    def changes_of_agency(self, agency_id: str) -> tuple[Change, ...]:
        """The changes of all plans of one agency, newest first."""
        return self._changes_by_agency.get(agency_id, ())

    def words_of(self, change: Change) -> str:
        """A change in words, in the language spoken: several pages and files tell of each."""
        key = (id(change), spoken().tag)
        known = self._words.get(key)
        if known is None:
            if len(self._words) >= MOST_WORDS:
                self._words.clear()
            said = change_words(change, schemas=self.schemas, portfolio=self.portfolio)
            # With the change itself, so that no other one can come to be in its place in memory.
            known = self._words[key] = (said, change)
        return known[0]

    @cached_property
    def _words(self) -> dict[tuple[int, str], tuple[str, Change]]:
        return {}

    def sort_out(self) -> None:
        """Sort actions and changes by agency and plan now, not in every copy of the program."""
        # Each is worked out when somebody asks for it.
        _ = self._by_agency, self._changes_by_agency, self._changes_by_plan, self._contracts

    @cached_property
    def _by_agency(self) -> Mapping[str, tuple[Placed, ...]]:
        return grouped(self.promised, key=_AGENCY)

    @cached_property
    def _changes_by_plan(self) -> Mapping[str, tuple[Change, ...]]:
        return grouped(self.changes, key=_PLAN)

    @cached_property
    def _changes_by_agency(self) -> Mapping[str, tuple[Change, ...]]:
        return grouped(self.changes, key=_AGENCY)

    def contract(self, plan: Plan) -> Contract:
        """Whether the reporting contract of the plan is kept."""
        return self._contracts[plan.key]

    @cached_property
    def _contracts(self) -> Mapping[str, Contract]:
        plans = self.portfolio.plans
        return {key: contract(plan, as_of=self.as_of) for key, plan in plans.items()}


def silent(placed: Iterable[Placed], *, as_of: date) -> tuple[tuple[Placed, date], ...]:
    """The open actions of running plans of which nothing was heard for long, longest first.

    For more than SILENT_MONTHS since the newest report on it, or else since the plan was
    published: with each is when that was. An old status must not look new.
    """
    settled = (State.DONE, State.STOPPED, State.PLAN_ENDED)
    found = [
        (one, heard)
        for one in placed
        if one.standing.state not in settled
        and (heard := _heard(one)) is not None
        and add_months(heard, SILENT_MONTHS) < as_of
    ]
    return tuple(sorted(found, key=itemgetter(1)))


def _heard(one: Placed) -> date | None:
    """When something was last heard of an action: its newest report, else its plan."""
    told = one.standing.latest
    if told is not None:
        return told.report.date
    return one.plan.published.last if one.plan.published is not None else None


def goal_of(placed: Placed) -> Goal:
    """The goal that an action belongs to."""
    return placed.plan.goals[placed.goal_index]


def view(project: Project, *, as_of: date) -> View:
    """The project as the pages look at it on the day `as_of`.

    A plan that was published later promises nothing yet, so it is left out.
    """
    known = {
        key: plan
        for key, plan in project.portfolio.plans.items()
        if plan.published is None or plan.published.started_by(as_of)
    }
    project = replace(project, portfolio=replace(project.portfolio, plans=known))
    placed = place_actions(project.portfolio, as_of=as_of)
    by_plan: dict[str, tuple[Placed, ...]] = dict.fromkeys(project.portfolio.plans, ())
    by_plan |= {key: tuple(group) for key, group in groupby(placed, key=_PLAN)}
    return View(
        project=project,
        as_of=as_of,
        placed=placed,
        promised=tuple(one for one in placed if one.plan.state != "draft"),
        by_plan=by_plan,
        changes=all_changes(project.portfolio, as_of=as_of),
    )


def named(portfolio: Portfolio) -> Iterator[tuple[str, str]]:
    """Each agency that names another one, with that."""
    for agency in portfolio.agencies.values():
        if agency.parent is not None:
            yield agency.id, agency.parent
    for plan in portfolio.plans.values():
        keys = [one.plan for one in plan.related]
        keys += [plan.continues] if plan.continues else []
        keys += [plan.superseded.by] if plan.superseded else []
        for key in keys:
            yield plan.agency, key.partition("/")[0]


def by_name(agencies: Iterable[Agency]) -> list[Agency]:
    """Agencies by their names, as a reader looks for them."""
    return sorted(agencies, key=lambda one: (one.name.casefold(), one.id))


def by_urgency(placed: Iterable[Placed]) -> tuple[Placed, ...]:
    """Overdue first, the longest first; then by the order of states and by due date."""
    return tuple(sorted(placed, key=urgency))


def urgency(one: Placed) -> tuple[int, int, date]:
    """What actions are put in order by, the most urgent first."""
    due = one.standing.dates.due
    last = due.last if due is not None and due.last is not None else date.max
    return (_PLACES[one.standing.state], -one.standing.days_overdue, last)


ORDER = (
    "overdue",
    "delayed",
    "in-progress",
    "not-started",
    "not-reported",
    "plan-ended",
    "stopped",
    "done",
)
"""States in the order in which a reader wants to see them."""

_PLACES = {state: place for place, state in enumerate(ORDER)}
