"""Differences of measures: the target, the baseline, and what is counted."""

from __future__ import annotations

from collections.abc import Iterator

from equity_plans import words
from equity_plans.changes.difference import Difference, DifferenceKind, Effect
from equity_plans.changes.meaning import same
from equity_plans.changes.plain import plain_difference
from equity_plans.changes.scope import NEUTRAL, STRONGER, WEAKER, Scope
from equity_plans.changes.slips import days_between
from equity_plans.model import Measure, Quantity

KINDS = {"target": DifferenceKind.TARGET, "baseline": DifferenceKind.BASELINE}


def direction(measure: Measure) -> int:
    """1 where more is better, -1 where less is, 0 where nobody can tell.

    Where the plan does not say, the way from the baseline to the target does.
    """
    if measure.better in ("higher", "at-least"):
        return 1
    if measure.better in ("lower", "at-most"):
        return -1
    start = measure.baseline.value if measure.baseline else None
    target = measure.target.value if measure.target else None
    if start is None or target is None or start == target:
        return 0
    return 1 if target > start else -1


def quantity_differences(
    scope: Scope, name: str, before: Measure, after: Measure
) -> Iterator[Difference]:
    """What differs in the target or baseline of a measure."""
    was: Quantity | None = getattr(before, name)
    now: Quantity | None = getattr(after, name)
    kind, word = KINDS[name], scope.name(name)
    if was is None:
        text = f"{word} set: {words.quantity(now, after)}."
        yield scope.difference(kind, text, name, after=now, effect=STRONGER)
    elif now is None:
        text = f"{word} dropped: it was {words.quantity(was, before)}."
        yield scope.difference(kind, text, name, before=was, effect=WEAKER)
    else:
        yield from _value(scope, name, was, now, before, after)
        # A figure that is dropped takes its time with it.
        if was.value is None or now.value is not None:
            yield from _time(scope, name, was, now)
        for field in ("note", "source"):
            one, other = getattr(was, field), getattr(now, field)
            if not same(one, other):
                yield plain_difference(scope, (name, field), one, other)


def _value(
    scope: Scope, name: str, was: Quantity, now: Quantity, before: Measure, after: Measure
) -> Iterator[Difference]:
    word = scope.name(name)
    effect = NEUTRAL
    if was.value is not None and now.value is not None:
        if was.value == now.value:
            return
        moved = "raised" if now.value > was.value else "lowered"
        judge = _promised if name == "target" else _counted_from
        effect, told = judge(before, was.value, now.value)
        old, new = words.amount(was.value, before), words.amount(now.value, after)
        text = f"{word} {moved} from {old} to {new}{told}"
    elif now.value is not None:
        effect, text = STRONGER, f"{word} set: {words.amount(now.value, after)}."
    elif was.value is not None:
        later = (
            "it is now to be established" if now.to_be_established else "nothing is in its place"
        )
        old = words.amount(was.value, before)
        effect, text = WEAKER, f"{word} of {old} dropped: {later}."
    elif was.to_be_established and not now.to_be_established:
        effect, text = WEAKER, f"{word} is no longer to be established."
    elif now.to_be_established and not was.to_be_established:
        text = f"{word} is now to be established."
    else:
        return
    yield scope.difference(
        KINDS[name], text, name, "value", before=was.value, after=now.value, effect=effect
    )


def _promised(measure: Measure, was: float, now: float) -> tuple[Effect, str]:
    """What a new target does to the promise, and how the sentence about it ends."""
    up = direction(measure)
    if not up:
        told = ". The plan does not say whether more or less is better, so this may promise less."
        return WEAKER, told
    better = "more" if up > 0 else "less"
    if up * (now - was) < 0:
        return WEAKER, f", so the agency promises less: {better} is better."
    return STRONGER, f", so the agency promises more: {better} is better."


def _counted_from(measure: Measure, was: float, now: float) -> tuple[Effect, str]:
    """What a new baseline does to the way that is promised."""
    target = measure.target.value if measure.target else None
    if target is None:
        return NEUTRAL, ": progress is counted from there."
    way, new_way = abs(target - was), abs(target - now)
    if new_way == way:
        return NEUTRAL, f", to the other side of the target of {words.amount(target, measure)}."
    longer = new_way > way
    told = f", so the way to the target of {words.amount(target, measure)} is"
    return (STRONGER, f"{told} longer.") if longer else (WEAKER, f"{told} shorter.")


def _time(scope: Scope, name: str, was: Quantity, now: Quantity) -> Iterator[Difference]:
    """The time a target or baseline belongs to."""
    if same(was.when, now.when):
        return
    word, effect, days = scope.name(name), NEUTRAL, None
    if now.when is None:
        late = True
        text = f"{word} is for no time any more: it was for {words.when(was.when)}."  # type: ignore[arg-type]
    elif was.when is None:
        late = False
        text = f"{word} is now for {words.when(now.when)}: it was for no time."
    else:
        days = days_between(was.when, now.when)
        late = now.when.last is None or bool(days and days > 0)
        how = f"moved {words.days(abs(days))} {'later' if late else 'earlier'}" if days else "moved"
        text = f"{word} {how}: it is for {words.when(now.when)}, before for {words.when(was.when)}."
    if name == "target" and days != 0:
        effect = WEAKER if late else STRONGER
    yield scope.difference(
        KINDS[name],
        text,
        name,
        "when",
        before=was.when,
        after=now.when,
        effect=effect,
        days=days,
    )
