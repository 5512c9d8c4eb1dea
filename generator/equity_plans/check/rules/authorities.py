"""Authorities: when each stood, and what ended it."""

# Rules of one kind are all called alike, with more than each of them may need.
# ruff: noqa: ARG001

from __future__ import annotations

from collections.abc import Iterator

from equity_plans.check.registry import Found, rule
from equity_plans.check.subject import hint
from equity_plans.model import Authority, Portfolio


@rule("EP215", of="authorities", fix="Put the date or the id right, or leave the line out.")
def ended_by_nothing(
    authorities: tuple[Authority, ...], *, portfolio: Portfolio
) -> Iterator[Found]:
    """An authority ends after it began, and by another authority of the same file.

    The site tells readers for how long a plan was asked for, and what ended that.
    """
    ids = {authority.id for authority in authorities}
    for index, authority in enumerate(authorities):
        path = ("authorities", index)
        ended = authority.ended
        if ended is None:
            continue
        if ended.by == authority.id:
            yield Found((*path, "ended", "by"), f"“{ended.by}” cannot have ended itself.")
        elif ended.by and ended.by not in ids:
            yield Found(
                (*path, "ended", "by"),
                f"There is no “{ended.by}” in this file.",
                fix=hint(ended.by, sorted(ids)),
            )
        if authority.in_force_from and ended.date < authority.in_force_from:
            yield Found(
                (*path, "ended", "date"),
                f"It ended on {ended.date}, before it was in force from {authority.in_force_from}.",
                other=(*path, "in_force_from"),
                other_label="in force from here",
            )
