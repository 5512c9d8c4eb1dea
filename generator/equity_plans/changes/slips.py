"""Moves of due dates in words: one wording for the record of a promise and for reviews."""

from __future__ import annotations

from equity_plans import words
from equity_plans.language import _, later
from equity_plans.when import When

NTH_MOVE = (
    *(later("the first move"), later("the second move"), later("the third move")),
    *(later("the fourth move"), later("the fifth move"), later("the sixth move")),
    *(later("the seventh move"), later("the eighth move"), later("the ninth move")),
)


def days_between(before: When, after: When) -> int | None:
    """Days between the last days of both dates; more than 0 is later. None when ongoing."""
    if before.last is None or after.last is None:
        return None
    return (after.last - before.last).days


def slip_words(before: When, after: When, *, first: When | None, moves: int, of: str = "") -> str:
    """The move of a due date in a sentence, with how often it has moved and how far in all.

    “Due date moved 107 days later, from September 30, 2024 to January 15, 2025: the second move,
    291 days after the first promise.” `of` names what is due when it has to be said.
    """
    days = days_between(before, after)
    about = _("Due date of “{title}”", title=of) if of else _("Due date")
    if days == 0:
        return _(
            "{due_date} is now written “{after}”, before “{before}”: the same last day.",
            due_date=about,
            after=after.text,
            before=before.text,
        )
    places = {
        "due_date": about,
        "before": words.when(before),
        "after": words.when(after),
        "which": _which(moves, _in_all(first, after) if moves > 1 else ""),
    }
    if not days:
        return _("{due_date} moved from {before} to {after}: {which}.", **places)
    places["days"] = words.days(abs(days))
    if days > 0:
        return _("{due_date} moved {days} later, from {before} to {after}: {which}.", **places)
    return _("{due_date} moved {days} earlier, from {before} to {after}: {which}.", **places)


def _in_all(first: When | None, after: When) -> str:
    """How far a date has moved since the first promise; nothing where no days can be counted."""
    days = days_between(first, after) if first is not None else None
    if days is None:
        return ""
    if days == 0:
        return _("back at the first promise")
    if days > 0:
        return _("{days} after the first promise", days=words.days(days))
    return _("{days} before the first promise", days=words.days(-days))


def _which(number: int, in_all: str) -> str:
    """“the second move, 291 days after the first promise”."""
    if number <= len(NTH_MOVE):
        move = _(NTH_MOVE[number - 1])
    else:
        ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        ending = "th" if number % 100 in (11, 12, 13) else ending
        move = _("the {number}{ending} move", number=str(number), ending=ending)
    return _("{move}, {in_all}", move=move, in_all=in_all) if in_all else move
