"""How far long work is, for whoever waits at a terminal; programs and logs are told nothing."""

from __future__ import annotations

import os
import sys
from time import monotonic

import click

from equity_plans import words

QUICK = 2.0
"""Work that is done in so many seconds shows nothing: it would only flicker."""

BETWEEN = 0.2
"""So many seconds a line stays before it is written again."""


class Progress:
    """One line on a terminal that says how much is done and how long the rest may take."""

    def __init__(self, doing: str, *, watched: bool | None = None) -> None:
        """`doing` is what is being done: “Making pages”; `watched`, whether at a terminal."""
        self._doing = doing
        self._start = self._last = monotonic()
        self._shown = False
        terminal = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._watched = terminal if watched is None else watched

    def __call__(self, done: int, total: int) -> None:
        """Say that `done` of `total` parts are done. When all are, the line goes away."""
        now = monotonic()
        if not self._watched:
            return
        if done >= total:
            self.end()
        elif now - self._start >= QUICK and now - self._last >= BETWEEN:
            left = (now - self._start) / max(done, 1) * (total - done)
            share = f"{done * 100 // total} percent"
            click.echo(
                f"\r{self._doing}: {share}, {_about(left)}\x1b[K", nl=False, err=True, color=True
            )
            self._last, self._shown = now, True

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True, color=True)
            self._shown = False


def _about(seconds: float) -> str:
    if seconds < 60:
        return f"about {words.count(max(round(seconds), 1), 'second')} left"
    return f"about {words.count(round(seconds / 60), 'minute')} left"
