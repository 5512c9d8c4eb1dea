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

from equity_plans.changes import Difference, DifferenceKind, Effect
from equity_plans.check.registry import Found, rule
from equity_plans.findings import Severity

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
        yield told_of(
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
            yield told_of(
                change,
                f"This plan seems to be plans/{change.before}, which was published there.",
                fix="Move its folder back. A new edition is a new plan, beside the old one.",
            )
        case DifferenceKind.RENAMED:
            yield told_of(
                change,
                f"This {change.thing} seems to be the one that was published as “{change.before}”.",
                fix=f"Write `id: {change.before}`. If it is something new, put the other one back,"
                " as withdrawn.",
            )
        case DifferenceKind.EXCHANGED:
            yield told_of(change, f"{_subject(change)}: {_lower(change.text)}")
        case DifferenceKind.REMOVED if change.after and change.thing in PARTS:
            yield told_of(
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
        yield told_of(change, change.text)


@rule("EP304", of="change", fix="Put the report back.")
def report_deleted(change: Difference, *, as_of: date) -> Iterator[Found]:
    """A report is not deleted.

    Without it nobody could see what had been said, and the plan would look as if nothing had been
    reported.
    """
    if change.kind == DifferenceKind.REMOVED and change.thing == "report" and change.promised:
        yield told_of(change, change.text)


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
            yield told_of(
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
        yield told_of(change, f"This report is dated {change.after}, but today is {as_of}.")


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
        yield told_of(change, f"{_subject(change)} was published and is gone.")


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
        yield told_of(change, text)


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
        yield told_of(change, f"{_subject(change)} was reported as “{change.before}” before.")


@rule("EP316", of="change", fix="Write the state that was published.")
def draft_again(change: Difference, *, as_of: date) -> Iterator[Found]:
    """A published plan does not become a draft again.

    A draft may change freely. A plan that could go back to being one could be rewritten without a
    trace.
    """
    if change.kind == DifferenceKind.UNPUBLISHED:
        yield told_of(change, change.text)


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
        yield told_of(change, change.text)


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
        yield told_of(change, change.text)


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
        yield told_of(change, change.text)


def told_of(change: Difference, message: str, *, fix: str = "") -> Found:
    """What there is to say of a change, where it stands."""
    # What is gone has left behind only the list that it stood in.
    at: Literal["key", "value"] = "value"
    if change.kind == DifferenceKind.REMOVED and not change.after:
        at = "key"
    return Found(change.path, message, fix=fix, at=at)


def _subject(change: Difference) -> str:
    return change.subject[:1].upper() + change.subject[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
