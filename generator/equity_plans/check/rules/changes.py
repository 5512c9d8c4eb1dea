"""Changes: what may become of a promise or a report once it is published.

Each of these looks at one difference between what is published and what is proposed. A draft may
change freely.
"""

# Rules of one kind are all called alike, with more than each of them may need.
# ruff: noqa: ARG001

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from equity_plans.changes import Difference, DifferenceKind, Effect, wants_amendment
from equity_plans.check.registry import Found, rule
from equity_plans.findings import Severity

AMEND = "Write an amendment that says why. `equity-plans amend` writes it for you."
PARTS = ("goal", "action", "milestone", "measure")
RECORDED = ("goal", "action", "milestone", "measure", "authority")


@rule(
    "EP301",
    of="change",
    fix="Put it back, and say with `withdrawn` when and why it was taken out.",
)
def published_thing_removed(change: Difference, *, as_of: date) -> Iterator[Found]:
    """What was published stays in its file.

    A promise that is deleted is a promise that nobody can ask about any more. What is given up is
    marked as withdrawn, with a date and a reason; a law or order has `ended`.
    """
    gone = change.kind == DifferenceKind.REMOVED and not change.after
    if gone and change.thing in RECORDED and change.promised:
        fix = "Put it back, and say with `ended` since when it is no longer in force."
        yield _found(
            change,
            f"{_subject(change)} was published and is gone.",
            fix=fix if change.thing == "authority" else "",
        )


@rule("EP302", of="change", fix="Write the id that was published, and keep it.")
def id_changed(change: Difference, *, as_of: date) -> Iterator[Found]:
    """An id stays with what it names.

    Reports, amendments and links from elsewhere name a thing by its id. With another id they lead
    to nothing, or to something else.
    """
    if not change.promised:
        return
    match change.kind:
        case DifferenceKind.RENAMED if change.thing == "plan":
            yield _found(
                change,
                f"This plan seems to be plans/{change.before}, which was published there.",
                fix="Move its folder back. A new edition is a new plan, beside the old one.",
            )
        case DifferenceKind.RENAMED:
            yield _found(
                change,
                f"This {change.thing} seems to be the one that was published as “{change.before}”.",
                fix=f"Write `id: {change.before}`. If it is something new, put the other one back,"
                " as withdrawn.",
            )
        case DifferenceKind.EXCHANGED:
            yield _found(change, f"{_subject(change)}: {_lower(change.text)}")
        case DifferenceKind.REMOVED if change.after and change.thing in PARTS:
            yield _found(
                change,
                f"“{change.id}” was the id of the {change.thing} “{change.title}” and now is that"
                " of something else.",
                fix="Give the new one an id that was never used.",
            )


@rule("EP303", of="change", fix="Put the report back as it was, and correct it in a new one.")
def report_edited(change: Difference, *, as_of: date) -> Iterator[Found]:
    """A report stays as it was published.

    What an agency said on a day stays what it said. A mistake is put right in the next report,
    under `corrections`, so that readers see both. Only copies in a web archive may be added.
    """
    if change.kind == DifferenceKind.EDITED and change.thing == "report" and change.promised:
        yield _found(change, change.text)


@rule("EP304", of="change", fix="Put the report back.")
def report_deleted(change: Difference, *, as_of: date) -> Iterator[Found]:
    """A report is not deleted.

    Without it nobody could see what had been said, and the plan would look as if nothing had been
    reported.
    """
    if change.kind == DifferenceKind.REMOVED and change.thing == "report" and change.promised:
        yield _found(change, change.text)


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


@rule(
    "EP309",
    of="change",
    fix="Put the date right. A report that was published elsewhere before names that document under"
    " `source`, with its date under `published`.",
)
def report_dated_back(change: Difference, *, as_of: date) -> Iterator[Found]:
    """A new report is the newest.

    Reports come in the order of time. One that is dated back would make what was late look as if it
    had been told in time.
    """
    if change.kind == DifferenceKind.ADDED and change.thing == "report" and change.promised:
        older = change.before and change.after < change.before
        if older and not change.amended:
            yield _found(
                change,
                f"This new report is dated {change.after}, but there is one of {change.before}"
                " already.",
            )


@rule("EP310", of="change", severity=Severity.WARNING, fix="Look at the date.")
def report_of_the_future(change: Difference, *, as_of: date) -> Iterator[Found]:
    """A report is not dated in the future.

    Its date is the day on which it is published. Until then the site does not show it.
    """
    new = change.kind == DifferenceKind.ADDED and change.thing == "report"
    if new and change.after > as_of.isoformat():
        yield _found(change, f"This report is dated {change.after}, but today is {as_of}.")


@rule(
    "EP311",
    of="change",
    fix="Put the plan back. A plan that is over says so with `state: ended` or `superseded`.",
)
def plan_removed(change: Difference, *, as_of: date) -> Iterator[Found]:
    """A published plan stays.

    Its promises were made to the public, and links lead to it from elsewhere. A plan that has ended
    or was replaced says so, and is shown as such.
    """
    if change.kind == DifferenceKind.REMOVED and change.thing == "plan" and change.promised:
        yield _found(change, f"{_subject(change)} was published and is gone.")


@rule("EP312", of="change", fix="Put it back as it was. Tell of a new change in a new amendment.")
def record_rewritten(change: Difference, *, as_of: date) -> Iterator[Found]:
    """The record of what was changed stays.

    Amendments, and what is said of something that was withdrawn, are the history of a promise. A
    history that can be rewritten is none.
    """
    touched = change.kind in (DifferenceKind.EDITED, DifferenceKind.REMOVED)
    amendment = touched and change.thing == "amendment"
    withdrawn = change.kind == DifferenceKind.EDITED and change.thing in PARTS
    if (amendment or withdrawn) and change.promised:
        text = change.text if amendment else f"{_subject(change)}: {_lower(change.text)}"
        yield _found(change, text)


@rule(
    "EP313",
    of="change",
    severity=Severity.WARNING,
    fix="Look at the status. If the earlier report was wrong, say so under `corrections`.",
)
def no_longer_done(change: Difference, *, as_of: date) -> Iterator[Found]:
    """What was done stays done.

    Most often one of the two reports has a slip. If the earlier one was wrong, the new one corrects
    it.
    """
    settled = change.before in ("done", "stopped")
    back = settled and change.after not in ("done", "stopped")
    if change.kind == DifferenceKind.STATUS and back and not change.amended:
        yield _found(change, f"{_subject(change)} was reported as “{change.before}” before.")


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


@rule("EP316", of="change", fix="Write the state that was published.")
def draft_again(change: Difference, *, as_of: date) -> Iterator[Found]:
    """A published plan does not become a draft again.

    A draft may change freely. A plan that could go back to being one could be rewritten without a
    trace.
    """
    if change.kind == DifferenceKind.UNPUBLISHED:
        yield _found(change, change.text)


@rule("EP317", of="change", severity=Severity.WARNING, fix=AMEND)
def stronger_without_amendment(change: Difference, *, as_of: date) -> Iterator[Found]:
    """A date or target that promises more has an amendment too.

    It is good news, and readers should see where it came from. Without the amendment the site takes
    the new promise for the first one.
    """
    if change.kind in (DifferenceKind.DUE, DifferenceKind.TARGET) and wants_amendment(change):
        yield from _unamended(change, Effect.STRONGER)


@rule(
    "EP318",
    of="change",
    severity=Severity.WARNING,
    fix="Look at the month. If it was wrong before, tell the reviewer how you know.",
)
def fiscal_year_moved(change: Difference, *, as_of: date) -> Iterator[Found]:
    """The month in which a fiscal year starts stays.

    All dates that are fiscal years depend on it. They would move in every plan of the agency
    without a line of the plans being changed.
    """
    if change.kind == DifferenceKind.FISCAL_YEAR and change.effect == Effect.WEAKER:
        yield _found(change, change.text)


@rule("EP319", of="change", fix=AMEND)
def other_words_without_amendment(change: Difference, *, as_of: date) -> Iterator[Found]:
    """A promise in words that say something else has an amendment.

    “All forms” and “some forms” differ by one word. Mending a spelling mistake needs no amendment;
    another number, another amount or another promise does.
    """
    if change.kind == DifferenceKind.REPLACED and wants_amendment(change):
        yield from _unamended(change)


@rule(
    "EP320",
    of="change",
    severity=Severity.WARNING,
    fix="Look at `what`. If the plan was changed earlier, tell the reviewer when.",
)
def amendment_of_nothing(change: Difference, *, as_of: date) -> Iterator[Found]:
    """An amendment comes with the change it tells of.

    One that is written later tells of a past that nobody can look up any more. It can even change
    what the site takes for the first promise.
    """
    if change.kind == DifferenceKind.AMENDED and change.promised:
        yield _found(change, change.text)


@rule(
    "EP321",
    of="change",
    severity=Severity.WARNING,
    fix="Compare the file with the published one by eye.",
)
def not_comparable(change: Difference, *, as_of: date) -> Iterator[Found]:
    """What changes in a file can be told.

    The published file has mistakes that keep it from being read. So nobody but a reader can tell
    whether a promise in it was changed.
    """
    if change.kind == DifferenceKind.UNREADABLE and change.before:
        yield _found(change, change.text)


def _unamended(change: Difference, effect: Effect | None = None) -> Iterator[Found]:
    """What there is to say of a change that no amendment tells of, if it has this effect."""
    if change.amended or not change.promised or effect not in (None, change.effect):
        return
    if change.doubt:
        fix = "Put into `from` what the published plan says."
        yield _found(change, f"{change.text} {change.doubt}", fix=fix)
    else:
        yield _found(change, f"{change.text} No amendment of `{change.what}` says why.")


def _found(change: Difference, message: str, *, fix: str = "") -> Found:
    # What is gone has left behind only the list that it stood in.
    at: Literal["key", "value"] = "value"
    if change.kind == DifferenceKind.REMOVED and not change.after:
        at = "key"
    return Found(change.path, message, fix=fix, at=at)


def _subject(change: Difference) -> str:
    return change.subject[:1].upper() + change.subject[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
