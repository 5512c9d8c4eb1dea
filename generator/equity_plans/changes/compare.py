"""Two states of the plans → every difference in meaning between them, in words.

Things are known by their ids, never by their positions. What only moves text about, such as the
order of a list, comments, quotes and line breaks, is no difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from equity_plans.changes.agencies import agency_differences, authority_differences
from equity_plans.changes.difference import Difference, DifferenceKind
from equity_plans.changes.matching import LIKE, likeness
from equity_plans.changes.plans import plan_differences, plan_scope, size
from equity_plans.changes.scope import STRONGER, WEAKER
from equity_plans.model import Plan, Portfolio
from equity_plans.schema import Schemas

SHARED = 0.5
"""How much of its ids a plan must share with one that is gone to be taken for it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unread:
    """Files that are there but could not be understood, so nothing is known of what they say."""

    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()


def compare(
    before: Portfolio, after: Portfolio, *, schemas: Schemas, unread: Unread | None = None
) -> tuple[Difference, ...]:
    """Every difference in meaning, by plan and file."""
    unread = unread or Unread()
    found = [
        *_unreadable(unread),
        *authority_differences(before, after, schemas=schemas),
        *agency_differences(before, after, schemas=schemas),
        *_plan_differences(before, after, schemas=schemas, unread=unread),
    ]
    # Of a file that is there but could not be understood, nobody can say that it came or went.
    silent = unread.before | unread.after
    known = [
        one for one in found if one.file not in silent or one.kind == DifferenceKind.UNREADABLE
    ]
    return tuple(sorted(known, key=Difference.sort_key))


def _unreadable(unread: Unread) -> Iterator[Difference]:
    for file in sorted(unread.before | unread.after):
        # What is wrong with it now is told by its own findings.
        now = file in unread.after
        yield Difference(
            kind=DifferenceKind.UNREADABLE,
            thing="file",
            text=f"This file {'cannot be' if now else 'could not be'} understood"
            f"{'' if now else ' before'}, so what changed in it is not known.",
            file=file,
            before="" if now else file,
        )


def _plan_differences(
    before: Portfolio, after: Portfolio, *, schemas: Schemas, unread: Unread
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
    pairs = [(plan, after.plans[key]) for key, plan in before.plans.items() if key in after.plans]
    for plan in gone:
        again = _same_plan(plan, new)
        if again is None:
            scope = plan_scope(plan, schemas)
            text = f"This plan is gone: {size(plan)}."
            yield scope.difference(DifferenceKind.REMOVED, text, effect=WEAKER, gone=True)
            continue
        new.remove(again)
        pairs.append((plan, again))
        scope = plan_scope(again, schemas, promised=plan.state != "draft")
        text = f"Renamed? It stood in plans/{plan.key} and now stands in plans/{again.key}."
        yield scope.difference(
            DifferenceKind.RENAMED, text, before=plan.key, after=again.key, path=("title",)
        )
    for one, two in pairs:
        fiscal = (
            before.agencies[one.agency].fiscal_year_starts,
            after.agencies[two.agency].fiscal_year_starts,
        )
        yield from plan_differences(one, two, schemas=schemas, fiscal=fiscal)
    for plan in new:
        draft = " It is a draft." if plan.state == "draft" else ""
        text = f"New plan: {size(plan)}.{draft}"
        yield plan_scope(plan, schemas).difference(
            DifferenceKind.ADDED, text, effect=STRONGER, path=("title",)
        )


def _same_plan(plan: Plan, new: Sequence[Plan]) -> Plan | None:
    """The new plan that is `plan` in another folder, if there is one."""
    for other in new:
        shared = _ids(plan) & _ids(other)
        alike = likeness(plan.title, other.title) >= LIKE
        if alike and len(shared) >= SHARED * len(_ids(plan)):
            return other
    return None


def _ids(plan: Plan) -> set[str]:
    return {goal.id for goal in plan.goals} | {action.id for _, action in plan.actions()}
