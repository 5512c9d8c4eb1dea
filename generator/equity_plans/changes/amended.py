"""Differences of the amendments themselves: the record of what was changed, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from equity_plans import words
from equity_plans.changes.difference import Difference, DifferenceKind
from equity_plans.changes.labels import quoted
from equity_plans.changes.meaning import as_written, meaning
from equity_plans.changes.scope import NEUTRAL, WEAKER, Scope
from equity_plans.findings import DataPath
from equity_plans.model import Amendment, Plan


def new_amendments(before: Plan, after: Plan) -> tuple[Amendment, ...]:
    """The amendments that are in `after` alone."""
    return tuple(one for _, one in _only(after, before))


def amendment_differences(
    scope: Scope, before: Plan, after: Plan, *, told: Sequence[Difference]
) -> Iterator[Difference]:
    """Amendments that were edited or are gone, and new ones that tell of nothing in `told`."""
    new = _only(after, before)
    for _, was in _only(before, after):
        again = next((one for one in new if one[1].what == was.what and _alike(was, one[1])), None)
        if again is None:
            text = f"The amendment of {words.day(was.date)} about “{was.what}” is gone."
            yield _difference(scope, DifferenceKind.REMOVED, text, was, ("amendments",))
        else:
            new.remove(again)
            path: DataPath = ("amendments", again[0])
            text = f"The amendment of {words.day(was.date)} about “{was.what}” was edited."
            yield _difference(scope, DifferenceKind.EDITED, text, again[1], path)
    for index, one in new:
        if not any(_tells_of(one, difference) for difference in told):
            text = (
                f"New amendment of {words.day(one.date)} about “{one.what}”, from"
                f" {quoted(as_written(one.from_))} to {quoted(as_written(one.to))}, but nothing"
                " changed there with it."
            )
            yield _difference(scope, DifferenceKind.AMENDED, text, one, ("amendments", index))


def _alike(was: Amendment, now: Amendment) -> bool:
    """True when one is the other, edited: it shares its day, or what it changed."""
    return was.date == now.date or (was.from_, was.to) == (now.from_, now.to)


def _tells_of(amendment: Amendment, difference: Difference) -> bool:
    one, two = amendment.what.split("."), difference.what.split(".")
    shorter = min(len(one), len(two))
    return bool(difference.what) and one[:shorter] == two[:shorter]


def _only(plan: Plan, other: Plan) -> list[tuple[int, Amendment]]:
    """The amendments that `plan` has more of than `other`, with their positions."""
    known = Counter(meaning(one) for one in other.amendments)
    found = []
    for index, one in enumerate(plan.amendments):
        known[meaning(one)] -= 1
        if known[meaning(one)] < 0:
            found.append((index, one))
    return found


def _difference(
    scope: Scope, kind: DifferenceKind, text: str, one: Amendment, path: DataPath
) -> Difference:
    return Difference(
        kind=kind,
        thing="amendment",
        text=text,
        file=scope.file,
        path=path,
        plan=scope.plan,
        id=one.what,
        before=as_written(one.from_),
        after=as_written(one.to),
        effect=NEUTRAL if kind == DifferenceKind.AMENDED else WEAKER,
        promised=scope.promised,
        reason=one.reason,
    )


def wants_amendment(difference: Difference) -> bool:
    """True when a promise changed in a way that its record must tell: what it was, is, and why."""
    changed = bool(difference.before and difference.after)
    match difference.kind:
        case DifferenceKind.DUE | DifferenceKind.TARGET:
            wants = difference.effect == WEAKER or (difference.effect != NEUTRAL and changed)
        case DifferenceKind.REPORTING | DifferenceKind.COVERAGE:
            wants = difference.effect == WEAKER
        case DifferenceKind.BASELINE | DifferenceKind.COUNTED | DifferenceKind.REPLACED:
            wants = bool(difference.before)
        case _:
            wants = False
    return wants and difference.promised and bool(difference.what)
