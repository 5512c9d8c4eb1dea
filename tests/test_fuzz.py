"""What fuzzing found stays mended, and every target can be tried."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fuzz.__main__ import fuzz, keep
from tests.fuzz.targets import TARGETS, Target

FOUND = Path(__file__).parent / "fuzz" / "found"
CASES = sorted(FOUND.glob("*/*.json"))


@pytest.mark.parametrize("file", CASES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_what_was_found_once_breaks_nothing_any_more(file):
    TARGETS[file.parent.name].check(json.loads(file.read_bytes()))


def test_every_case_that_is_kept_is_of_a_target():
    assert {file.parent.name for file in CASES} <= set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_a_few_new_cases_break_nothing(name):
    @given(case=TARGETS[name].cases)
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    def attempt(case):
        TARGETS[name].check(case)

    attempt()


def test_what_breaks_is_found_made_small_and_kept(tmp_path, monkeypatch):
    def fragile(text: str) -> None:
        assert "<" not in text

    monkeypatch.setattr("tests.fuzz.__main__.FOUND", tmp_path)
    cases = st.text(st.sampled_from("ab<"), min_size=3)
    tried, case, how = fuzz(Target(cases=cases, check=fragile), chance=1, until=float("inf"))
    file = keep("fragile", case)

    assert tried > 1
    assert "AssertionError" in how
    assert len(case) == len("<<<")
    assert json.loads(file.read_bytes()) == case


def test_the_command_says_what_it_did():
    done = subprocess.run(
        (sys.executable, "-m", "tests.fuzz", "--seconds", "5", "--target", "when"),
        cwd=FOUND.parents[2],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert "Looking for 5 s, from seed" in done.stdout
    assert "cases, all well" in done.stdout
