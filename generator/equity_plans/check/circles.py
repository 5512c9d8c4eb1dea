"""Circles: what leads back to where it came from."""

from __future__ import annotations

from collections.abc import Callable

FARTHEST = 100
"""No line of editions or parent agencies is longer; a hostile one ends here."""


def circle(start: str, following: Callable[[str], str | None]) -> tuple[str, ...]:
    """The ids that lead from `start` back to it, `start` first; none when it is in no circle."""
    around = [start]
    while len(around) <= FARTHEST:
        step = following(around[-1])
        if step == start:
            return tuple(around)
        if step is None or step in around:
            return ()
        around.append(step)
    return ()
