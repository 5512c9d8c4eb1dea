"""Weaker promises: what becomes less, or something else, has an amendment that says why.

Each of these looks at one difference between what is published and what is proposed. A draft may
change freely.
"""

# Rules of one kind are all called alike, with more than each of them may need.
# ruff: noqa: ARG001

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from equity_plans.changes import Difference, DifferenceKind, Effect, wants_amendment
from equity_plans.check.registry import Found, rule
from equity_plans.check.rules.changes import told_of
from equity_plans.findings import Severity

AMEND = "Write an amendment that says why. `equity-plans amend` writes it for you."


@rule("EP305", of="change", fix=AMEND)
def later_without_amendment(change: Difference, *, as_of: date) -> Iterator[Found]:
    """A date that moves later has an amendment.

    Dates move, and often for good reasons. The site shows the first date for ever, with each move
    and its reason beside it; without an amendment it would know of none.
    """
    if change.kind == DifferenceKind.DUE:
        yield from _unamended(change, Effect.WEAKER)


@rule("EP306", of="change", fix=AMEND)
def lower_without_amendment(change: Difference, *, as_of: date) -> Iterator[Found]:
    """A target that promises less has an amendment.

    A target that is lowered in silence is always reached. With the amendment readers see both
    targets and the reason.
    """
    if change.kind == DifferenceKind.TARGET:
        yield from _unamended(change, Effect.WEAKER)


@rule("EP307", of="change", fix=AMEND)
def baseline_without_amendment(change: Difference, *, as_of: date) -> Iterator[Found]:
    """A baseline that changes has an amendment.

    Progress is counted from the baseline. Another one makes the same figures look better or worse.
    """
    if change.kind == DifferenceKind.BASELINE and wants_amendment(change):
        yield from _unamended(change)


@rule("EP308", of="change", fix=AMEND)
def narrower_without_amendment(change: Difference, *, as_of: date) -> Iterator[Found]:
    """A promise that covers less has an amendment.

    People, services or groups that are dropped from a promise should be able to read why.
    """
    if change.kind == DifferenceKind.COVERAGE:
        yield from _unamended(change, Effect.WEAKER)


@rule("EP314", of="change", fix=AMEND)
def reports_less_without_amendment(change: Difference, *, as_of: date) -> Iterator[Found]:
    """A promise to report that becomes weaker has an amendment.

    How often an agency reports is a promise of its own: without reports nobody can tell what became
    of the others.
    """
    if change.kind == DifferenceKind.REPORTING:
        yield from _unamended(change, Effect.WEAKER)


@rule("EP315", of="change", fix=AMEND)
def counted_otherwise_without_amendment(change: Difference, *, as_of: date) -> Iterator[Found]:
    """A measure that counts something else has an amendment.

    With another unit, way of counting or direction, figures from before and after cannot be
    compared, and what was a failure can become a success.
    """
    if change.kind == DifferenceKind.COUNTED and wants_amendment(change):
        yield from _unamended(change)


@rule("EP317", of="change", severity=Severity.WARNING, fix=AMEND)
def stronger_without_amendment(change: Difference, *, as_of: date) -> Iterator[Found]:
    """A date or target that promises more has an amendment too.

    It is good news, and readers should see where it came from. Without the amendment the site takes
    the new promise for the first one.
    """
    if change.kind in (DifferenceKind.DUE, DifferenceKind.TARGET) and wants_amendment(change):
        yield from _unamended(change, Effect.STRONGER)


@rule("EP319", of="change", fix=AMEND)
def other_words_without_amendment(change: Difference, *, as_of: date) -> Iterator[Found]:
    """A promise in words that say something else has an amendment.

    “All forms” and “some forms” differ by one word. Mending a spelling mistake needs no amendment;
    another number, another amount or another promise does.
    """
    if change.kind == DifferenceKind.REPLACED and wants_amendment(change):
        yield from _unamended(change)


def _unamended(change: Difference, effect: Effect | None = None) -> Iterator[Found]:
    """What there is to say of a change that no amendment tells of, if it has this effect."""
    if change.amended or not change.promised or effect not in (None, change.effect):
        return
    if change.doubt:
        fix = "Put into `from` what the published plan says."
        yield told_of(change, f"{change.text} {change.doubt}", fix=fix)
    else:
        yield told_of(change, f"{change.text} No amendment of `{change.what}` says why.")
