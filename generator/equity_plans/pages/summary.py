"""Summaries: all that the pages of the country need of one agency, as plain data.

A country has too many plans to go through all of them whenever one of them is edited. So each
agency is summed up once, in every language of the site, with the entries of lists as finished
Markdown. Pages about more than one agency are made of summaries alone (`pages.country`).

Days are ordinals, as `date.toordinal` has them. Texts are encoded Markdown, unless told otherwise.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from markupsafe import Markup

from equity_plans import addresses as uris
from equity_plans import changes as changed
from equity_plans.changes import by_report
from equity_plans.exports.table import Table
from equity_plans.exports.tables import rows_of, tables
from equity_plans.facets import due_year
from equity_plans.language import SOURCE, folders, speaking
from equity_plans.model import Agency
from equity_plans.model import Plan as WholePlan
from equity_plans.pages import entries
from equity_plans.pages.encode import finished, marked, markup, plain
from equity_plans.pages.entries import Entry
from equity_plans.pages.inline import due_words, status_tag
from equity_plans.pages.phrases import state_label
from equity_plans.progress import Contract, Placed, State, tally
from equity_plans.view import View, by_urgency, silent

SOON = 90
"""So many days ahead are “soon”."""

SHOWN = 6
"""So many entries a list on the front page has."""

MOST = 50
"""So many entries a list of what is due, late or missing has."""

NEVER = date.max.toordinal()


class Action(NamedTuple):
    """An action that counts, as lists of the country show it."""

    agency: str
    plan: str
    """The key of its plan."""

    state: str
    last: int
    """The last day of the due date in force; NEVER where there is none."""

    year: str
    people: tuple[str, ...]
    topics: tuple[str, ...]
    letters: int
    """How much text it brings along into a list."""

    tag: str
    title: str
    uri: str
    due: str
    """What `entries.action_line` makes an entry of."""


class Change(NamedTuple):
    """A change, as the lists of all changes show it."""

    day: int
    letters: int
    head: str
    title: str
    uri: str
    told: str
    short: str
    """What `entries.change_line` makes an entry of."""


class Shown(NamedTuple):
    """An entry that may be among the first of the country."""

    rank: tuple[int, ...]
    before: str
    after: str


class Plan(NamedTuple):
    """A plan, as lists of the country show it."""

    key: str
    agency: str
    kind: str
    authorities: tuple[str, ...]
    title: Markup
    short: Markup
    """What its agency is called for short."""

    name: Markup
    """What its agency is called."""

    letters: int
    state: Markup
    """Its state in words."""

    actions: int
    done: int
    draft: bool
    alive: bool
    reporting: bool
    """True when it says how often it will be reported on."""

    last: int | None
    next_due: int | None
    days_late: int

    @property
    def uri(self) -> str:
        """Its page."""
        return f"plans/{self.key}/index.md"

    @property
    def contract(self) -> Contract:
        """Whether its reporting contract is kept."""
        return Contract(
            last=_day(self.last), next_due=_day(self.next_due), days_late=self.days_late
        )


class Told(NamedTuple):
    """What the pages of the country in one language tell of one agency."""

    agency: str
    sorted_by: str
    """Its name, not encoded, as names are put in order."""

    name: Markup
    jurisdiction: Markup
    whole: Markup
    """Which agency it is part of, else its jurisdiction."""

    letters: int
    plans: tuple[Plan, ...]
    actions: tuple[Action, ...]
    """The most urgent first."""

    changes: tuple[Change, ...]
    """Newest first."""

    newest: tuple[Change, ...]
    """The first changes, with all that one report tells as one."""

    overdue: tuple[Shown, ...]
    """By the days since the first date promised, the most first."""

    left_open: tuple[Shown, ...]
    """What was under way when its plan ended."""

    many_left_open: int
    kept: tuple[Shown, ...]
    """What was reported done, the newest first, while no plan of the agency is running."""

    silent: tuple[Shown, ...]
    """The open actions of which nothing was heard for long, the longest first."""

    many_silent: int
    due_soon: tuple[int, ...]
    """The places in `actions` of the open ones that are due soon, the next first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """All that the pages of the country need of one agency."""

    agency: str
    told: Mapping[str, Told]
    """By language."""

    rows: Mapping[str, int]
    """How many rows of each table of the data are about it."""

    files: str
    """The rows of the table of files that are about it, in English."""


def summary(view: View, agency_id: str, *, languages: Sequence[str] = (SOURCE,)) -> Summary:
    """One agency, summed up. Of the view, it looks at no more than its pages do."""
    agency = view.portfolio.agencies[agency_id]
    told = {}
    for tag, below in folders(languages).items():
        with speaking(tag, folder=below):
            told[tag] = _told(agency, view)
    with speaking(SOURCE):
        return Summary(
            agency=agency_id,
            told=told,
            rows=rows_of(agency, _tables(view), view),
            files=_files(agency, view),
        )


def packed(one: Summary) -> bytes:
    """The summary as bytes, from which the same Python reads it back fast.

    Summaries are to be compared, not these: Python packs what is equal in more than one way.
    """
    known = _Known()

    def bare(values: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(
            [
                known[one] if isinstance(one, str) else bare(one) if isinstance(one, tuple) else one
                for one in values
            ]
        )

    told = {tag: bare(said) for tag, said in one.told.items()}
    return marshal.dumps((one.agency, told, dict(one.rows), one.files))


class _Known(dict[str, str]):
    """Texts as plain ones, each once: what stands there several times is packed once."""

    def __missing__(self, text: str) -> str:
        self[text] = plain = str(text)
        return plain


def unpacked(content: bytes) -> Summary:
    """The summary that was packed into these bytes, which must be our own."""
    agency, told, rows, files = marshal.loads(content)  # noqa: S302 - we packed it
    return Summary(
        agency=agency,
        told={
            tag: Told._make(
                _READ[name](value) for name, value in zip(Told._fields, said, strict=True)
            )
            for tag, said in told.items()
        },
        rows=rows,
        files=files,
    )


@lru_cache(maxsize=1)
def _tables(view: View) -> Mapping[str, Table]:
    """The tables of the data. Their rows are looked for when somebody asks for them."""
    return tables(view, site_url="")


def _each(make: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda values: tuple(map(make, values))


def _plan_of(values: Iterable[Any]) -> Plan:
    plan = Plan._make(values)
    return plan._replace(
        title=finished(plan.title),
        short=finished(plan.short),
        name=finished(plan.name),
        state=finished(plan.state),
    )


_ENTRIES: Mapping[str, Callable[[Any], Any]] = {
    "plans": _plan_of,
    "actions": Action._make,
    **dict.fromkeys(("changes", "newest"), Change._make),
    **dict.fromkeys(("overdue", "left_open", "kept", "silent"), Shown._make),
}
_READ: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(Told._fields, lambda value: value),
    **dict.fromkeys(("name", "jurisdiction", "whole"), finished),
    **{name: _each(make) for name, make in _ENTRIES.items()},
}
"""How each of what `Told` has is read back."""


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)


def _told(agency: Agency, view: View) -> Told:
    placed = view.of_agency(agency.id)
    plans = view.portfolio.plans_of(agency.id)
    changes = view.changes_of_agency(agency.id)
    urgent = by_urgency(placed)
    unheard = silent(placed, as_of=view.as_of)
    overdue = [one for one in placed if one.standing.state == State.OVERDUE]
    left_open = [one for one in placed if _left_open(one)]
    done = [one for one in placed if one.standing.state == State.DONE]
    running = any(view.alive(plan) for plan in plans)
    return Told(
        agency=agency.id,
        sorted_by=agency.name.casefold(),
        name=plain(agency.name),
        jurisdiction=plain(agency.jurisdiction),
        whole=_whole(agency, view),
        letters=len(agency.name) + len(agency.jurisdiction),
        plans=tuple(_plan(plan, agency, view) for plan in plans),
        actions=tuple(_action(one, view) for one in urgent),
        changes=tuple(_change(one, one.day, view) for one in changes),
        newest=tuple(
            _change(told, one.day, view) for one, told in islice(by_report(changes), SHOWN)
        ),
        overdue=tuple(
            _shown((-one.standing.days_after_first,), entries.overdue(one, view))
            for one in sorted(overdue, key=lambda one: -one.standing.days_after_first)[:SHOWN]
        ),
        left_open=tuple(_shown((), entries.left_open(one, view)) for one in left_open[:SHOWN]),
        many_left_open=len(left_open),
        kept=tuple(
            _shown(_recency(one), entries.kept(one, view))
            for one in ([] if running else sorted(done, key=_recency)[:SHOWN])
        ),
        silent=tuple(
            _shown((since.toordinal(),), entries.silent(one, view)) for one, since in unheard[:MOST]
        ),
        many_silent=len(unheard),
        due_soon=_due_soon(placed, urgent, view),
    )


def _whole(agency: Agency, view: View) -> Markup:
    parent = view.portfolio.agencies.get(agency.parent or "")
    if parent is None:
        return plain(agency.jurisdiction)
    return marked("Part of {agency}.", agency=parent.name)


def _shown(rank: tuple[int, ...], entry: Entry) -> Shown:
    return Shown(rank=rank, before=str(entry.before), after=f"{entry.uri}{entry.after}")


def _left_open(one: Placed) -> bool:
    return one.standing.state == State.PLAN_ENDED and one.standing.reported is not None


def _recency(one: Placed) -> tuple[int, int]:
    """What was reported done is put in order by this: what has proof first, then the newest."""
    done, told = one.standing.done, one.standing.latest
    day = done.last if done is not None and done.last is not None else date.min
    return (not (told and told.entry.proof), -day.toordinal())


def _last(one: Placed) -> int:
    due = one.standing.dates.due
    return due.last.toordinal() if due is not None and due.last is not None else NEVER


def _due_soon(placed: Sequence[Placed], urgent: Sequence[Placed], view: View) -> tuple[int, ...]:
    """The places among the `urgent` of those that are open and due in the days ahead."""
    today, soon = view.as_of.toordinal(), (view.as_of + timedelta(days=SOON)).toordinal()
    settled = (State.DONE, State.STOPPED, State.PLAN_ENDED, State.OVERDUE)
    found = [
        one for one in placed if one.standing.state not in settled and today <= _last(one) <= soon
    ]
    places = {id(one): place for place, one in enumerate(urgent)}
    return tuple(places[id(one)] for one in sorted(found, key=_last))


def _action(one: Placed, view: View) -> Action:
    return Action(
        agency=one.plan.agency,
        plan=one.plan.key,
        state=one.standing.state.value,
        last=_last(one),
        year=due_year(one),
        people=one.people,
        topics=one.topics,
        letters=len(one.action.title),
        tag=status_tag(view.schemas, one.standing.state),
        title=plain(one.action.title),
        uri=uris.action(one.plan, one.action),
        due=due_words(one, view.schemas),
    )


def _change(one: changed.Change, day: date, view: View) -> Change:
    title, uri = entries.about(one)
    told = view.words_of(one)
    return Change(
        day=day.toordinal(),
        letters=len(title) + len(told),
        head=entries.headed(one),
        title=plain(title),
        uri=uri,
        told=plain(told),
        short=plain(view.agency_of(one.plan).short),
    )


def _plan(plan: WholePlan, agency: Agency, view: View) -> Plan:
    counts = tally(view.by_plan[plan.key])
    contract = view.contract(plan)
    return Plan(
        key=plan.key,
        agency=agency.id,
        kind=plan.kind,
        authorities=plan.authorities,
        title=plain(plan.title),
        short=plain(agency.short),
        name=plain(agency.name),
        letters=len(plan.title),
        state=plain(state_label(plan, view)),
        actions=sum(counts.values()),
        done=counts[State.DONE],
        draft=plan.state == "draft",
        alive=view.alive(plan),
        reporting=plan.reporting is not None,
        last=contract.last.toordinal() if contract.last else None,
        next_due=contract.next_due.toordinal() if contract.next_due else None,
        days_late=contract.days_late,
    )


def _files(agency: Agency, view: View) -> str:
    """The rows of the agency and its plans in the table of files."""
    rows = [
        markup(
            "| **{}** | [Feed]({}) | [Calendar]({}) | [JSON]({}) |\n",
            plain(agency.name),
            uris.feed("agency", agency.id),
            uris.calendar("agency", agency.id),
            uris.agency_api(agency.id),
        ),
        *(
            markup(
                "| {} ({}) | [Feed]({}) | [Calendar]({}) | [JSON]({}) |\n",
                plain(plan.title),
                plain(agency.short),
                uris.feed("plan", plan.key),
                uris.calendar("plan", plan.key),
                uris.plan_api(plan),
            )
            for plan in view.portfolio.plans_of(agency.id)
        ),
    ]
    return "".join(rows)
