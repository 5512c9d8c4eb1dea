"""Frozen values of everything a project holds: built once from checked data, never edited.

Each class mirrors one definition of the schemas; a test holds the two together. Fields that no
schema has (where a thing stands in the project) say so with `NOT_WRITTEN`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from functools import cache, partial
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar, cast, get_args, get_origin, get_type_hints

from equity_plans.language import SOURCE, Text, written
from equity_plans.when import When, parse_when

Scalar: TypeAlias = bool | int | float | str

NOT_WRITTEN = {"written": False}
"""Metadata of a field that says where a thing stands, not what its author wrote."""


def _from_place(default: Any = "") -> Any:
    return field(default=default, metadata=NOT_WRITTEN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What was last seen of an address by whoever looks at all of them now and then."""

    status: str
    checked: date
    """The day of the last look."""

    last_seen: date | None = None
    """The last day on which it was there; None when it never was."""

    offline_since: date | None = None
    """The first of the days since when it has not been there; None while it is there."""

    problem: str | None = None
    archived: str | None = None
    """Where a copy is kept, as far as known."""

    @property
    def gone_since(self) -> date | None:
        """Since when it is not there; None while one look alone has missed it."""
        since = self.offline_since
        return since if since is not None and since < self.checked else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where a fact comes from."""

    page: str | None = None
    title: Text | None = None
    url: str | None = None
    archived: str | None = None
    note: Text | None = None
    seen: Seen | None = field(default=None, metadata=NOT_WRITTEN)


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceDocument:
    """The document a file was written from."""

    title: Text
    publisher: Text | None = None
    published: When | None = None
    url: str | None = None
    archived: str | None = None
    retrieved: date | None = None
    note: Text | None = None
    seen: Seen | None = field(default=None, metadata=NOT_WRITTEN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A public page or document that shows what is said."""

    title: Text
    url: str | None = None
    archived: str | None = None
    page: str | None = None
    seen: Seen | None = field(default=None, metadata=NOT_WRITTEN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """A value and the time it belongs to."""

    value: float | None = None
    when: When | None = None
    note: Text | None = None
    to_be_established: bool = False
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdrawn:
    """When and why something was taken out of a plan."""

    date: date
    reason: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Engagement:
    """One way in which the people concerned were asked and heard."""

    title: Text
    kind: str | None = None
    stage: str | None = None
    from_: When | None = None
    until: When | None = None
    audience: Text | None = None
    participants: int | None = None
    compensated: bool | None = None
    detail: Text | None = None
    heard: Text | None = None
    changed: Text | None = None
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """Where the public can turn."""

    role: Text | None = None
    email: str | None = None
    phone: Text | None = None
    post: Text | None = None
    page: str | None = None
    formats: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """Something the public comes to the agency for."""

    id: str
    name: Text
    need: Text | None = None
    summary: Text | None = None
    channels: tuple[str, ...] = ()
    volume: Quantity | None = None
    priority: bool | None = None
    feedback: Link | None = None
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Agency:
    """Who the agency is and what the public comes to it for."""

    name: Text
    jurisdiction: Text
    government: str
    fiscal_year_starts: int
    language: str = SOURCE
    short_name: Text | None = None
    parent: str | None = None
    summary: Text | None = None
    website: str | None = None
    high_impact_since: int | None = None
    contact: Contact | None = None
    services: tuple[Service, ...] = ()
    source: SourceDocument | None = None
    id: str = _from_place()
    file: str = _from_place()

    @property
    def short(self) -> Text:
        """The short name, or the full one where there is none."""
        return self.short_name or self.name


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorityEnded:
    """When and by what an authority ended."""

    date: date
    by: str | None = None
    note: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Authority:
    """One law or order that asks for plans, or that ended one."""

    id: str
    name: Text
    title: Text | None = None
    citation: Text | None = None
    url: str | None = None
    asks_for: tuple[str, ...] = ()
    in_force_from: date | None = None
    ended: AuthorityEnded | None = None
    summary: Text | None = None
    standing: Text | None = None
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Milestone:
    """A step on the way to an action."""

    id: str
    title: Text
    number: Text | None = None
    due: When | None = None
    detail: Text | None = None
    withdrawn: Withdrawn | None = None
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Action:
    """Something the agency promises to do."""

    id: str
    title: Text
    number: Text | None = None
    detail: Text | None = None
    start: When | None = None
    due: When | None = None
    due_as_published: Text | None = None
    lead: Text | None = None
    partners: tuple[Text, ...] = ()
    topics: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    proof_expected: Text | None = None
    withdrawn: Withdrawn | None = None
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """A figure or fact by which anyone can tell whether a goal is reached."""

    id: str
    title: Text
    number: Text | None = None
    detail: Text | None = None
    kind: str | None = None
    mark: str | None = None
    horizon: str | None = None
    unit: Text | None = None
    better: str | None = None
    counting: str | None = None
    baseline: Quantity | None = None
    target: Quantity | None = None
    groups: tuple[Text, ...] = ()
    in_performance_standard: bool | None = None
    actions: tuple[str, ...] = ()
    withdrawn: Withdrawn | None = None
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """One fact that shows a barrier."""

    finding: Text
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Barrier:
    """Something that keeps people from fair treatment."""

    title: Text
    detail: Text | None = None
    evidence: tuple[Evidence, ...] = ()
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Assessment:
    """How the agency studied whether its program treats people fairly."""

    program: Text | None = None
    method: Text | None = None
    finding: Text | None = None
    data: tuple[Text, ...] = ()
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Goal:
    """What the agency wants to reach."""

    id: str
    title: Text
    number: Text | None = None
    summary: Text | None = None
    topics: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    partners: tuple[Text, ...] = ()
    objectives: tuple[str, ...] = ()
    barriers: tuple[Barrier, ...] = ()
    assessment: Assessment | None = None
    engagement: tuple[Engagement, ...] = ()
    actions: tuple[Action, ...] = ()
    measures: tuple[Measure, ...] = ()
    withdrawn: Withdrawn | None = None
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Amendment:
    """A change to a promise that was already published."""

    date: date
    what: str
    reason: Text
    from_: Scalar | None = None
    to: Scalar | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A stretch of time."""

    start: When
    end: When | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanEnded:
    """When and why a plan ended."""

    date: date
    reason: Text
    by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Superseded:
    """Which plan replaced this one, and when."""

    date: date
    by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Responsible:
    """Who answers for a plan."""

    post: Text | None = None
    office: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reporting:
    """How often the agency promises to report: the reporting contract."""

    every: str
    until: When | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RelatedPlan:
    """Another plan that this one goes hand in hand with."""

    plan: str
    how: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """One figure of a measure at one time."""

    when: When
    value: float | None = None
    group: Text | None = None
    suppressed: bool = False
    quality: str | None = None
    note: Text | None = None
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MilestoneDone:
    """A milestone that was reached."""

    milestone: str
    done: When
    note: Text | None = None
    proof: tuple[Link, ...] = ()
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionReport:
    """What happened on one action."""

    action: str
    status: str
    reason: Text | None = None
    happened: Text | None = None
    setback: Text | None = None
    next: Text | None = None
    done: When | None = None
    proof: tuple[Link, ...] = ()
    milestones: tuple[MilestoneDone, ...] = ()
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasureReport:
    """New figures of one measure."""

    measure: str
    observations: tuple[Observation, ...]
    note: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """A mistake in an earlier report, put right in the open."""

    what: str
    was: Scalar
    now: Scalar
    why: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What happened since the last report."""

    date: date
    period: Period | None = None
    reported_by: Text | None = None
    source: SourceDocument | None = None
    summary: Text | None = None
    no_change: bool = False
    actions: tuple[ActionReport, ...] = ()
    measures: tuple[MeasureReport, ...] = ()
    corrections: tuple[Correction, ...] = ()
    file: str = _from_place()


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What one agency promises in one plan, and every report on it."""

    kind: str
    title: Text
    state: str
    goals: tuple[Goal, ...]
    language: str | None = None
    edition: Text | None = None
    ended: PlanEnded | None = None
    superseded: Superseded | None = None
    authorities: tuple[str, ...] = ()
    period: Period | None = None
    published: When | None = None
    source: SourceDocument | None = None
    summary: Text | None = None
    responsible: Responsible | None = None
    feedback: Link | None = None
    reporting: Reporting | None = None
    related: tuple[RelatedPlan, ...] = ()
    continues: str | None = None
    goal_word: Text | None = None
    engagement: tuple[Engagement, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    id: str = _from_place()
    agency: str = _from_place()
    file: str = _from_place()
    reports: tuple[Report, ...] = _from_place(())
    """Oldest first."""

    @property
    def key(self) -> str:
        """The plan's two folders, `ssa/equity-2023`: how other files name it."""
        return f"{self.agency}/{self.id}"

    def actions(self) -> Iterator[tuple[Goal, Action]]:
        """Every action with its goal, in the plan's order."""
        for goal in self.goals:
            for action in goal.actions:
                yield goal, action

    def measures(self) -> Iterator[tuple[Goal, Measure]]:
        """Every measure with its goal, in the plan's order."""
        for goal in self.goals:
            for measure in goal.measures:
                yield goal, measure


Key = TypeVar("Key")
One = TypeVar("One")


def grouped(things: Iterable[One], *, key: Callable[[One], Key]) -> Mapping[Key, tuple[One, ...]]:
    """The things by what `key` says of each, in their own order."""
    found: dict[Key, list[One]] = defaultdict(list)
    for one in things:
        found[key(one)].append(one)
    return {name: tuple(group) for name, group in found.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Portfolio:
    """Everything a project holds, by id, in the order of the ids."""

    agencies: Mapping[str, Agency]
    authorities: Mapping[str, Authority]
    plans: Mapping[str, Plan]
    """By key, `ssa/equity-2023`."""

    _groups: dict[tuple[str, Callable[[Any], Any]], Mapping[Any, Any]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What was worked out once: nobody looks through a country for each of its agencies."""

    def plans_of(self, agency: str) -> tuple[Plan, ...]:
        """The plans of one agency."""
        return self._grouped("plans", _AGENCY).get(agency, ())

    def sub_agencies(self, agency: str) -> tuple[Agency, ...]:
        """The agencies that name `agency` as their parent."""
        return self.agencies_by(_PARENT).get(agency, ())

    def next_editions(self, plan: str) -> tuple[Plan, ...]:
        """The plans that say they continue the one with this key."""
        return self._grouped("plans", _CONTINUES).get(plan, ())

    def agencies_by(self, key: Callable[[Agency], Key]) -> Mapping[Key, tuple[Agency, ...]]:
        """The agencies by what `key`, which is no passing function, says of each."""
        return self._grouped("agencies", key)

    def _grouped(self, things: str, key: Callable[[Any], Key]) -> Mapping[Key, tuple[Any, ...]]:
        if (things, key) not in self._groups:
            self._groups[things, key] = grouped(getattr(self, things).values(), key=key)
        return self._groups[things, key]


_AGENCY, _PARENT, _CONTINUES = map(attrgetter, ("agency", "parent", "continues"))


T = TypeVar("T")


def build(
    cls: type[T],
    data: Mapping[str, Any],
    *,
    fiscal_year_starts: int,
    language: str = SOURCE,
    **place: Any,
) -> T:
    """The value of class `cls` that the checked `data` of one file describes.

    Its days are read with an agency's fiscal year. `language` is the one its texts are written in.
    `place` fills the fields that say where it stands (`id`, `agency`, `file`). Extra `x-` keys are
    left behind here, so that nothing downstream can publish them.
    """
    kind: Any = cls
    built: T = _reader(kind, fiscal_year_starts, language)({**data, **place})
    return built


Read: TypeAlias = Callable[[Any], Any]
"""How what an author wrote becomes a value of the model."""


@cache
def _reader(kind: Any, fiscal_year_starts: int, language: str) -> Read:
    """How values of a kind are read: a class, a tuple of many, or either of them and None."""
    if kind is Text:
        return partial(written, language=language)
    if kind is When:
        return partial(parse_when, fiscal_year_starts=fiscal_year_starts)
    if kind is date:
        return date.fromisoformat
    if kind == Scalar:
        return lambda value: value
    if isinstance(kind, type) and is_dataclass(kind):
        return _class_reader(kind, fiscal_year_starts, language)
    inner = [one for one in get_args(kind) if one not in (None, type(None), ...)]
    if not inner:
        return cast("Read", kind)  # text, a number, yes or no
    # Besides None there is one kind alone, or those of a scalar.
    one = inner[0] if len(inner) == 1 else Scalar
    read = _reader(one, fiscal_year_starts, language)
    return (lambda values: tuple(map(read, values))) if get_origin(kind) is tuple else read


def _class_reader(cls: Any, fiscal_year_starts: int, language: str) -> Read:
    kinds = get_type_hints(cls)
    # `from` is a word of Python's own, so here it is called `from_`.
    readers = {
        one.name.rstrip("_"): (one.name, _reader(kinds[one.name], fiscal_year_starts, language))
        for one in fields(cls)
    }

    def read(data: Mapping[str, Any]) -> Any:
        given = {}
        for key, value in data.items():
            if key in readers:
                name, reader = readers[key]
                given[name] = reader(value)
        return cls(**given)

    return read
