"""A difference of a field that no promise hangs on, told in the schema's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass

from equity_plans import words
from equity_plans.changes.difference import Difference, DifferenceKind, Effect
from equity_plans.changes.labels import changed_words
from equity_plans.changes.meaning import as_written, known_by, same, written_fields
from equity_plans.changes.scope import Scope
from equity_plans.when import When


def plain_difference(scope: Scope, names: tuple[str, ...], was: object, now: object) -> Difference:
    """What differs in a field, whatever stands there."""
    name = scope.name(*names)
    kind = DifferenceKind.CHANGED
    if isinstance(was or now, tuple):
        return list_difference(scope, names, was or (), now or ())
    if _is_group(was) and _is_group(now):
        text = " ".join(one.text for one in _parts(scope, names, was, now))
    elif _is_group(was) or _is_group(now):
        text = f"{name} {'added' if was is None else 'dropped'}."
    elif was is None:
        text = f"{name} added: {scope.shown(now, *names)}."
    elif now is None:
        text = f"{name} dropped: it was {scope.shown(was, *names)}."
    elif isinstance(was, str) and isinstance(now, str) and not scope.has_words(*names):
        before, after = changed_words(was, now)
        kind, text = DifferenceKind.REWORDED, f"{name} reworded: {before} became {after}."
    else:
        text = f"{name} changed from {scope.shown(was, *names)} to {scope.shown(now, *names)}."
    return scope.difference(kind, text, *names, before=was, after=now)


def _parts(scope: Scope, names: tuple[str, ...], was: object, now: object) -> Iterator[Difference]:
    """What differs in each field of a group."""
    after = dict(written_fields(now))
    for name, one in written_fields(was):
        if not same(one, after[name]):
            yield plain_difference(scope, (*names, name), one, after[name])


def list_difference(
    scope: Scope,
    names: tuple[str, ...],
    was: object,
    now: object,
    *,
    kind: DifferenceKind = DifferenceKind.CHANGED,
    weakens: bool = False,
) -> Difference:
    """What was dropped from a list and what was added; `weakens` when to drop is to promise less.

    The order of a list says nothing.
    """
    before, after = _known(was), _known(now)
    dropped = [one for key, one in before.items() if key not in after]
    added = [one for key, one in after.items() if key not in before]
    changed = [key for key, one in after.items() if key in before and not same(before[key], one)]
    parts = [_part(scope, names, dropped, "dropped"), _part(scope, names, added, "added")]
    if changed:
        parts.append(words.count(len(changed), "entry changed", "entries changed"))
    effect = Effect.NEUTRAL
    if weakens:
        effect = Effect.WEAKER if dropped else Effect.STRONGER
    return scope.difference(
        kind,
        f"{scope.name(*names)}: {', and '.join(filter(None, parts))}.",
        *names,
        before=was,
        after=now,
        effect=effect,
    )


def _part(scope: Scope, names: tuple[str, ...], some: list[object], done: str) -> str:
    """Which entries were dropped or added; long ones are only counted."""
    if not some:
        return ""
    if all(isinstance(one, str) for one in some):
        told = [scope.shown(one, *names, 0) for one in some[:MOST]]
        more = [f"{len(some) - MOST} more"] if len(some) > MOST else []
        return f"{words.listed([*told, *more])} {done}"
    return f"{words.count(len(some), 'entry', 'entries')} {done}"


MOST = 6
"""So many entries are named; the rest are counted."""


def _known(entries: object) -> Mapping[str, object]:
    listed = entries if isinstance(entries, tuple) else ()
    return {known_by(one) if _is_group(one) else as_written(one): one for one in listed}


def _is_group(value: object) -> bool:
    return is_dataclass(value) and not isinstance(value, When)
