"""A sample is made up, says so, is right, and is the same for the same seed."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config

from equity_plans.authoring import AuthoringError
from equity_plans.authoring.sample import MADE_UP, NOTICE, write_sample
from equity_plans.authoring.sample.agencies import place_of
from equity_plans.findings import Severity
from equity_plans.project import Project, open_project

ROOT = Path(__file__).resolve().parents[1]
AGENCIES = 10


def write(folder: Path, *, agencies: int = AGENCIES, seed: int = 1) -> Path:
    assert list(write_sample(ROOT, folder, agencies=agencies, seed=seed))[-1] == agencies
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    return write(tmp_path_factory.mktemp("sample") / "sample")


@pytest.fixture(scope="module")
def project(sample) -> Project:
    return open_project(sample)


def test_it_is_as_large_as_it_says(project):
    plans = project.portfolio.plans.values()
    assert len(project.portfolio.agencies) == len(plans) == AGENCIES
    assert sum(len(plan.goals) for plan in plans) == 5 * AGENCIES
    assert sum(len(goal.actions) for plan in plans for goal in plan.goals) == 25 * AGENCIES
    assert {len(plan.reports) for plan in plans} == {3}


def test_nothing_in_it_is_wrong(project):
    assert [one for one in project.findings if one.severity != Severity.NOTICE] == []


def test_every_file_and_every_page_says_that_it_is_made_up(sample):
    plans = list((sample / "plans").rglob("*.yaml"))
    assert len(plans) == 1 + 5 * AGENCIES
    assert all(MADE_UP in path.read_text(encoding="utf-8") for path in plans)
    assert load_config(str(sample / "mkdocs.yml")).extra["notice"] == NOTICE


def test_the_same_seed_gives_the_same_files_and_another_seed_others(sample, tmp_path):
    again, other = write(tmp_path / "sample"), write(tmp_path / "other" / "sample", seed=2)
    plans = {file: data for file, data in contents(sample).items() if file.startswith("plans/")}
    assert contents(again).items() >= plans.items()
    assert not contents(other).items() >= plans.items()


def test_a_larger_sample_begins_with_the_smaller_one(sample, tmp_path):
    smaller = contents(write(tmp_path / "smaller", agencies=3))
    assert {file: data for file, data in smaller.items() if file.startswith("plans/")}.items() <= (
        contents(sample).items()
    )


def test_no_two_places_have_one_name():
    assert len({place_of(number) for number in range(5_000)}) == 5_000


def test_it_is_written_over_nothing(tmp_path):
    (tmp_path / "mine").write_text("kept", encoding="utf-8")
    with pytest.raises(AuthoringError, match="Name a new or an empty folder"):
        write(tmp_path)
    assert contents(tmp_path) == {"mine": b"kept"}
