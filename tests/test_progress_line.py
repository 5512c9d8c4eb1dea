"""Who waits at a terminal sees how far long work is; nobody else sees anything of it."""

from __future__ import annotations

import pytest

from equity_plans.cli import progress
from equity_plans.cli.progress import Progress


@pytest.fixture
def long(monkeypatch):
    """Every piece of work is long."""
    monkeypatch.setattr(progress, "QUICK", 0)
    monkeypatch.setattr(progress, "BETWEEN", 0)


def test_a_terminal_is_told_how_much_is_done_and_what_is_left(long, capsys):
    tell = Progress("Making pages", watched=True)
    tell(1, 4)
    tell(3, 4)

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("\rMaking pages: 25 percent, about 1 second left\x1b[K")
    assert "\rMaking pages: 75 percent, about 1 second left\x1b[K" in said.err


def test_the_line_goes_away_when_all_is_done(long, capsys):
    tell = Progress("Making pages", watched=True)
    tell(1, 2)
    tell(2, 2)
    assert capsys.readouterr().err.endswith("left\x1b[K\r\x1b[K")


def test_quick_work_shows_nothing(capsys):
    tell = Progress("Making pages", watched=True)
    tell(1, 2)
    tell(2, 2)
    assert capsys.readouterr().err == ""


def test_a_log_shows_nothing(long, capsys):
    tell = Progress("Making pages", watched=False)
    for done in range(100):
        tell(done, 100)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "about 1 second left"), (59, "about 59 seconds left"), (150, "about 2 minutes left")],
)
def test_the_time_left_is_said_roughly(seconds, said):
    assert progress._about(seconds) == said
