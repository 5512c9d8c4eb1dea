"""Differences of agencies with their services, and of the laws and orders that ask for plans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from equity_plans import words
from equity_plans.changes.difference import Difference, DifferenceKind
from equity_plans.changes.labels import Labels
from equity_plans.changes.matching import Entry, match
from equity_plans.changes.meaning import same, written_fields
from equity_plans.changes.plain import plain_difference
from equity_plans.changes.scope import NEUTRAL, STRONGER, WEAKER, Scope
from equity_plans.model import Agency, Authority, Portfolio
from equity_plans.schema import Schemas

FILE = "plans/authorities.yaml"


def agency_differences(
    before: Portfolio, after: Portfolio, *, schemas: Schemas
) -> Iterator[Difference]:
    """What differs in the agencies and in what the public comes to them for."""
    for id_ in sorted({*before.agencies, *after.agencies}):
        was, now = before.agencies.get(id_), after.agencies.get(id_)
        if was == now:
            continue
        known = now or was
        if known is None:
            continue
        scope = Scope(
            labels=Labels(schemas=schemas, kind="agency"),
            file=known.file,
            thing="agency",
            id=id_,
            title=known.name,
        )
        if was is None:
            yield scope.difference(DifferenceKind.ADDED, "New agency.", "name")
        elif now is None:
            yield scope.difference(DifferenceKind.REMOVED, "This agency is gone.", gone=True)
        else:
            yield from _agency(scope, was, now, before)


def _agency(scope: Scope, was: Agency, now: Agency, before: Portfolio) -> Iterator[Difference]:
    after = dict(written_fields(now))
    for name, one in written_fields(was):
        if name == "services" or same(one, after[name]):
            continue
        if name == "fiscal_year_starts":
            yield _fiscal_year(scope, was, now, before)
        else:
            yield plain_difference(scope, (name,), one, after[name])
    old, new = (
        [
            Entry(word="service", path=("services", index), value=service)
            for index, service in enumerate(agency.services)
        ]
        for agency in (was, now)
    )
    yield from _entries(scope, old, new, ("services",))


def _fiscal_year(scope: Scope, was: Agency, now: Agency, before: Portfolio) -> Difference:
    name = "fiscal_year_starts"
    plans = len(before.plans_of(was.id))
    text = (
        f"{scope.name(name)} in {_month(now)}, before in {_month(was)}: every date that is a"
        f" fiscal year or a part of one moves, in {words.count(plans, 'plan')}."
    )
    kind = DifferenceKind.FISCAL_YEAR
    told = scope.difference(
        kind, text, name, before=was.fiscal_year_starts, after=now.fiscal_year_starts
    )
    return replace(told, effect=WEAKER if plans else NEUTRAL)


def _month(agency: Agency) -> str:
    return words.month_name(date(2000, agency.fiscal_year_starts, 1))


def authority_differences(
    before: Portfolio, after: Portfolio, *, schemas: Schemas
) -> Iterator[Difference]:
    """What differs in the laws and orders."""
    scope = Scope(labels=Labels(schemas=schemas, kind="authorities"), file=FILE, thing="authority")
    old, new = (
        [
            Entry(word="authority", path=("authorities", index), value=one)
            for index, one in enumerate(portfolio.authorities.values())
        ]
        for portfolio in (before, after)
    )
    yield from _entries(scope, old, new, ("authorities",))


def _entries(
    scope: Scope, old: list[Entry], new: list[Entry], place: tuple[str, ...]
) -> Iterator[Difference]:
    """What differs in a list of things with ids that no plan is made of."""
    matches = match(old, new)
    for one, two in matches.pairs:
        here = scope.inside(two)
        if one.id != two.id:
            text = f"Renamed? Its id was “{one.id}” and is now “{two.id}”."
            told = here.difference(DifferenceKind.RENAMED, text, "id", before=one.id, after=two.id)
            yield told
        now = dict(written_fields(two.value))
        for name, value in written_fields(one.value):
            if name == "id" or same(value, now[name]):
                continue
            if isinstance(one.value, Authority) and name == "ended" and value is None:
                yield _ended(here, two.value)
            else:
                yield plain_difference(here, (name,), value, now[name])
    for one in matches.gone:
        here = replace(scope, thing=one.word, id=one.id, title=one.title, path=place)
        yield here.difference(DifferenceKind.REMOVED, f"This {one.word} is gone.", effect=WEAKER)
    for two in matches.new:
        here = scope.inside(two)
        yield here.difference(DifferenceKind.ADDED, f"New {two.word}.", effect=STRONGER)


def _ended(scope: Scope, authority: Authority) -> Difference:
    ended = authority.ended
    day = words.day(ended.date) if ended else ""
    by = f", by {ended.by}" if ended and ended.by else ""
    text = f"It is no longer in force since {day}{by}."
    return scope.difference(DifferenceKind.STATE, text, "ended", after=ended and ended.date)
