"""Two states of the plans → every difference in meaning between them, in words.

Things are known by their ids, never by their positions. What only moves text about, the order of a
list, comments, quotes and line breaks, is no difference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from equity_plans.changes.amended import amendment_differences, new_amendments
from equity_plans.changes.difference import Difference, DifferenceKind
from equity_plans.changes.given import agency_differences, authority_differences
from equity_plans.changes.labels import Labels
from equity_plans.changes.life import life_differences
from equity_plans.changes.matching import LIKE, Entry, Matches, entries, likeness, match
from equity_plans.changes.promises import promise_differences
from equity_plans.changes.reports import report_differences
from equity_plans.changes.scope import STRONGER, WEAKER, Scope
from equity_plans.model import Plan, Portfolio
from equity_plans.schema import Schemas
from equity_plans import words

WORDS = ("goal", "action", "milestone", "measure")
SHARED = 0.5
"""How many of its ids a plan must share with one that is gone to be taken for it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unread:
    """Files that are there, but could not be understood: nothing can be said of what is in them."""

    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()


def compare(
    before: Portfolio, after: Portfolio, *, schemas: Schemas, unread: Unread | None = None
) -> tuple[Difference, ...]:
    """Every difference in meaning, by plan and file."""
    unread = unread or Unread()
    found = [
        *_unreadable(unread),
        *authority_differences(before, after, schemas=schemas, unread=unread.before | unread.after),
        *agency_differences(before, after, schemas=schemas, unread=unread.before | unread.after),
        *_plans(before, after, schemas, unread),
    ]
    return tuple(sorted(found, key=Difference.sort_key))


def _unreadable(unread: Unread) -> Iterator[Difference]:
    for file in sorted(unread.before | unread.after):
        state = "cannot be understood" if file in unread.after else "could not be understood before"
        yield Difference(
            kind=DifferenceKind.UNREADABLE,
            thing="file",
            text=f"This file {state}, so what changed in it is not known.",
            file=file,
        )


def _plans(
    before: Portfolio, after: Portfolio, schemas: Schemas, unread: Unread
) -> Iterator[Difference]:
    gone = [
        plan
        for key, plan in before.plans.items()
        if key not in after.plans and plan.file not in unread.after
    ]
    new = [
        plan
        for key, plan in after.plans.items()
        if key not in before.plans and plan.file not in unread.before
    ]
    for key in [key for key in before.plans if key in after.plans]:
        one, two = before.plans[key], after.plans[key]
        if one != two:
            yield from plan_differences(one, two, schemas=schemas, states=(before, after), unread=unread)
    for plan in gone:
        again = _renamed(plan, new)
        scope = _scope(plan, schemas)
        if again is None:
            text = f"This plan is gone: {_size(plan)}."
            yield scope.difference(DifferenceKind.REMOVED, text, effect=WEAKER, gone=True)
        else:
            new.remove(again)
            text = f"Renamed? This plan stood in plans/{plan.key} and now stands in plans/{again.key}."
            yield _scope(again, schemas, promised=plan.state != "draft").difference(
                DifferenceKind.RENAMED, text, before=plan.key, after=again.key
            )
            yield from plan_differences(plan, again, schemas=schemas, states=(before, after), unread=unread)
    for plan in new:
        draft = " It is a draft." if plan.state == "draft" else ""
        text = f"New plan: {_size(plan)}.{draft}"
        yield _scope(plan, schemas).difference(DifferenceKind.ADDED, text, effect=STRONGER)
        if plan.reports:
            yield from report_differences(_scope(plan, schemas), _without_reports(plan), plan)


def _scope(plan: Plan, schemas: Schemas, *, promised: bool | None = None) -> Scope:
    return Scope(
        labels=Labels(schemas=schemas, kind="plan"),
        file=plan.file,
        thing="plan",
        plan=plan.key,
        id=plan.key,
        title=plan.title,
        promised=plan.state != "draft" if promised is None else promised,
        amendable=True,
    )
