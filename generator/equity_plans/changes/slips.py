"""Moves of due dates in words: one wording for the record of a promise and for reviews."""

from __future__ import annotations

from equity_plans import words
from equity_plans.when import When

NTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


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
    about = f"Due date of “{of}”" if of else "Due date"
    if days == 0:
        return f"{about} is now written “{after.text}”, before “{before.text}”: the same last day."
    how = f" {words.days(abs(days))} {'later' if days > 0 else 'earlier'}," if days else ""
    move = f"{about} moved{how} from {words.when(before)} to {words.when(after)}"
    in_all = days_between(first, after) if first is not None and moves > 1 else None
    if in_all is None:
        return f"{move}: the {_nth(moves)} move."
    side = "after" if in_all > 0 else "before"
    total = (
        f"{words.days(abs(in_all))} {side} the first promise"
        if in_all
        else "back at the first promise"
    )
    return f"{move}: the {_nth(moves)} move, {total}."


def _nth(number: int) -> str:
    if number <= len(NTH):
        return NTH[number - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"
