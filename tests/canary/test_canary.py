"""The check can fail: it finds a mistake of every kind, and one that finds nothing is found out."""

from __future__ import annotations

import io
import sys
from contextlib import chdir, redirect_stdout
from pathlib import Path

import pytest
from tests.canary import canary

from equity_plans.check import RULES
from equity_plans.cli import main
from equity_plans.schema import load_schemas


def run_here(arguments, folder) -> tuple[int, str]:
    """The command, without the time it takes to start it."""
    said = io.StringIO()
    with chdir(folder), redirect_stdout(said), pytest.raises(SystemExit) as end:
        main(arguments)
    return end.value.code, said.getvalue()


@pytest.mark.parametrize("case", list(canary.cases()), ids=lambda case: f"{case.rule}-{case.name}")
def test_the_check_finds_every_mistake(case):
    assert canary.found_by(run_here, case)


def test_the_installed_command_finds_mistakes_too():
    run = canary.program(str(Path(sys.executable).parent / "equity-plans"))
    few = [case for case in canary.cases() if case.rule in ("EP1", "EP201", "EP301", "EP401")]

    assert len(few) > 6
    assert [case.name for case in few if not canary.found_by(run, case)] == []


@pytest.mark.parametrize("command", ["true", "false", "echo"])
def test_a_check_that_finds_nothing_is_found_out(command, capsys):
    assert canary.main(command) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("0 of ")


def test_there_is_a_mistake_for_every_rule():
    rules = {case.rule for case in canary.cases()} - {"EP1"}

    assert rules == RULES.keys() - canary.NOT_HERE.keys()


def test_there_is_a_wrong_file_for_every_schema():
    kinds = load_schemas(canary.ROOT / "schema").documents.keys() - {"vocabulary"}
    wrong = {path.stem for path in (canary.HERE / "schemas").glob("*.yaml")}

    assert wrong == kinds == set(canary.PLACES)
