"""The ways to narrow a list of actions: each facet, its values, and which action has which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from equity_plans import addresses as uris
from equity_plans.language import _
from equity_plans.progress import Placed
from equity_plans.schema import Schemas
from equity_plans.view import View, by_name

MOST_VALUES = 30
"""So many values can stand beside one another."""

NO_DATE = "none"
"""The value of the year facet for an action without a due date."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Facet:
    """One way to narrow: its values, and which actions have which."""

    name: str
    title: str
    values: tuple[tuple[str, str], ...]
    """Each value with its label."""

    of: Callable[[Placed], tuple[str, ...]]
    """The values that an action has."""

    uri: Callable[[str], str]
    """The list page of a value."""

    grows: bool = False
    """True when its values grow in number with the country, and are not words of the schema."""

    @property
    def many(self) -> bool:
        """True when it has too many values to show them all beside one another."""
        return self.grows and len(self.values) > MOST_VALUES


def facets(view: View) -> tuple[Facet, ...]:
    """Every facet, with its values in the order to show them."""
    agencies = by_name(view.portfolio.agencies.values())
    return facets_of(
        view.schemas, agencies=[(one.id, one.name) for one in agencies], years=years(view)
    )


def facets_of(
    schemas: Schemas, *, agencies: Iterable[tuple[str, str]], years: Iterable[str]
) -> tuple[Facet, ...]:
    """Every facet, with the agencies and years that have any actions as they are given."""

    def vocabulary(definition: str) -> tuple[tuple[str, str], ...]:
        return tuple((word.value, word.label) for word in schemas.vocabulary[definition])

    return (
        Facet(
            name="status",
            title=_("Status"),
            values=vocabulary("state"),
            of=lambda one: (one.standing.state,),
            uri=uris.state,
        ),
        Facet(
            name="people",
            title=_("People"),
            values=vocabulary("people"),
            of=lambda one: one.people,
            uri=uris.people,
        ),
        Facet(
            name="topic",
            title=_("Topic"),
            values=vocabulary("topic"),
            of=lambda one: one.topics,
            uri=uris.topic,
        ),
        Facet(
            name="agency",
            title=_("Agency"),
            values=tuple(agencies),
            of=lambda one: (one.plan.agency,),
            uri=uris.agency,
            grows=True,
        ),
        Facet(
            name="kind",
            title=_("Kind of plan"),
            values=vocabulary("planKind"),
            of=lambda one: (one.plan.kind,),
            uri=uris.kind,
        ),
        Facet(
            name="year",
            title=_("Year due"),
            values=tuple((year, _("No due date") if year == NO_DATE else year) for year in years),
            of=lambda one: (due_year(one),),
            uri=uris.year,
        ),
    )


def tallied(view: View, facet: Facet) -> Counter[str]:
    """How many actions have each value of a facet."""
    return Counter(value for one in view.promised for value in facet.of(one))


def due_year(one: Placed) -> str:
    """The year in which an action is due, or that it has no date."""
    due = one.standing.dates.due
    return str(due.last.year) if due is not None and due.last is not None else NO_DATE


def years(view: View) -> list[str]:
    """Every year in which some action is due, and last those without a date."""
    return sorted({due_year(one) for one in view.promised})
