"""What every table is made from, and the columns that several of them share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter
from typing import Any

from equity_plans import addresses
from equity_plans.exports.table import Told, Type
from equity_plans.model import Agency, Plan, Report, Withdrawn
from equity_plans.progress import (
    MeasureProgress,
    Placed,
    State,
    Step,
    measure_progress,
    reports_by,
    steps,
    tally,
)
from equity_plans.schema import Schemas
from equity_plans.view import View


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """A view and where it is published."""

    view: View
    site_url: str
    _steps: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    _progress: dict[str, Mapping[str, MeasureProgress]] = field(default_factory=dict)
    _standing: dict[str, frozenset[int]] = field(default_factory=dict)
    """What was worked out once, because several tables look at it."""

    @property
    def schemas(self) -> Schemas:
        """The words and shapes."""
        return self.view.schemas

    @property
    def plans(self) -> Iterable[Plan]:
        """Every plan, which most tables hold something of."""
        return self.view.portfolio.plans.values()

    @property
    def agencies(self) -> Iterable[Agency]:
        """Every agency."""
        return self.view.portfolio.agencies.values()

    def placed(self, plan: Plan) -> tuple[Placed, ...]:
        """The actions of a plan."""
        return self.view.by_plan[plan.key]

    def reports(self, plan: Plan) -> tuple[Report, ...]:
        """The reports on a plan that were published by the day."""
        return reports_by(plan, as_of=self.view.as_of)

    def steps(self, one: Placed) -> tuple[Step, ...]:
        """Where the milestones of an action stand."""
        name = f"{one.plan.key}/{one.action.id}"
        if name not in self._steps:
            self._steps[name] = steps(
                one.plan,
                one.action,
                as_of=self.view.as_of,
                fiscal=self.view.agency_of(one.plan).fiscal_year_starts,
                told=one.standing.told,
            )
        return self._steps[name]

    def progress(self, plan: Plan) -> Mapping[str, MeasureProgress]:
        """How far each measure of a plan has come, by its id."""
        if plan.key not in self._progress:
            as_of = self.view.as_of
            self._progress[plan.key] = {
                one.id: measure_progress(plan, one, as_of=as_of) for _, one in plan.measures()
            }
        return self._progress[plan.key]

    def standing(self, plan: Plan) -> frozenset[int]:
        """The figures that no later report replaces, by identity: two may say the very same."""
        if plan.key not in self._standing:
            self._standing[plan.key] = frozenset(
                id(one)
                for progress in self.progress(plan).values()
                for one in (*progress.observations, *progress.by_group)
            )
        return self._standing[plan.key]

    def page(self, uri: str) -> str:
        """The whole address of the page that `uri` is the Markdown of."""
        return self.site_url + addresses.address(uri)

    def page_column(self, uri: Callable[[Any], str]) -> Told:
        """The column with the page of a thing."""
        return Told(
            name="page_url",
            of=lambda one: self.page(uri(one)),
            title="Page",
            description="Its page on this site.",
            required=True,
        )

    def json_column(self, uri: Callable[[Any], str]) -> Told:
        """The column with the JSON file of a thing."""
        return Told(
            name="json_url",
            of=lambda one: self.site_url + uri(one),
            title="JSON",
            description="Its own file in the API: everything this site knows of it.",
            required=True,
        )

    def withdrawn_columns(self, withdrawn: Callable[[Any], Withdrawn | None]) -> list[Told]:
        """The columns that say when and why a thing was taken out of the plan, once it was."""

        def by_now(one: Any) -> Withdrawn | None:
            told = withdrawn(one)
            return told if told is not None and told.date <= self.view.as_of else None

        return [
            Told(
                name=name,
                within=by_now,
                of=attrgetter(attribute),
                place=f"vocabulary:withdrawn.{attribute}",
            )
            for name, attribute in (("withdrawn_on", "date"), ("withdrawn_reason", "reason"))
        ]

    def count_columns(self, placed: Callable[[Any], Iterable[Placed]]) -> list[Told]:
        """The number of actions, and of those in each state."""

        def counts(one: Any) -> Mapping[State, int]:
            return tally(placed(one))

        words = {word.value: word for word in self.schemas.vocabulary["state"]}
        return [
            number(
                "actions",
                lambda counted: sum(counted.values()),
                "Actions",
                "How many actions.",
                within=counts,
            ),
            *(
                number(
                    f"actions_{state.replace('-', '_')}",
                    itemgetter(state),
                    f"Actions: {words[state].label}",
                    f"How many actions are in this state: {words[state].meaning}",
                    within=counts,
                )
                for state in State
            ),
        ]


def key(of: Callable[[Any], str], description: str) -> Told:
    """The column with the id of a row."""
    return Told(name="id", of=of, title="Id", description=description, required=True)


def part_of(
    name: str, of: Callable[[Any], str | None], table: str, *, required: bool = True
) -> Told:
    """The column that names the row of another table which this row belongs to."""
    return Told(
        name=name,
        of=of,
        title=name.capitalize(),
        description=f"The id of the {name} it belongs to, in the table {table}.",
        required=required,
        refers_to=table,
    )


def number(
    name: str,
    of: Callable[[Any], int],
    title: str,
    description: str,
    *,
    within: Callable[[Any], Any] | None = None,
) -> Told:
    """A column with a count."""
    return Told(
        name=name,
        within=within,
        of=of,
        type=Type.INTEGER,
        title=title,
        description=description,
        required=True,
    )


def report_id(plan: Plan, report: Report) -> str:
    """How other tables name a report: by its plan and the name of its file."""
    name = report.file.rpartition("/")[2].removesuffix(".yaml")
    return f"{plan.key}/{name}"
