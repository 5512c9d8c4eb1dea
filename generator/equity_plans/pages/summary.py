"""Summaries: all that the pages of the country need of one agency, as plain data.

A country has too many plans to go through all of them whenever one of them is edited. So each
agency is summed up once, in every language of the site, with the entries of lists as finished
Markdown. Pages about more than one agency are made of summaries alone (`pages.country`).

Days are ordinals, as `date.toordinal` has them. Texts are encoded Markdown, unless told otherwise.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from markupsafe import Markup

from equity_plans.pages.encode import finished
from equity_plans.progress import Contract

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

    stamp: bytes
    """Stands for what is shown of it, but for its plan."""


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


def _each(make: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda values: tuple(map(make, values))


def _as(kind: type[tuple[Any, ...]]) -> Callable[[Any], Any]:
    """What makes one of this kind of what was packed; `_make` would count the values, too."""
    return partial(tuple.__new__, kind)


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
    "actions": _as(Action),
    **dict.fromkeys(("changes", "newest"), _as(Change)),
    **dict.fromkeys(("overdue", "left_open", "kept", "silent"), _as(Shown)),
}
_READ: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(Told._fields, lambda value: value),
    **dict.fromkeys(("name", "jurisdiction", "whole"), finished),
    **{name: _each(make) for name, make in _ENTRIES.items()},
}
"""How each of what `Told` has is read back."""


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)
