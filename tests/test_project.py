"""A project is the same whoever reads it: this program alone, or several at a time."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest

from equity_plans import check, project
from equity_plans.check.spread import in_parts, one_by_one
from equity_plans.project import open_project
from equity_plans.publish.workers import spread
from equity_plans.sources import Document

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def mistaken(tmp_path):
    """The demo with mistakes of several kinds."""
    shutil.copytree(ROOT / "demo/plans", tmp_path / "plans")
    reports = sorted(tmp_path.rglob("reports/*.yaml"))
    plans = sorted(tmp_path.rglob("plan.yaml"))
    reports[0].write_text("date: [", encoding="utf-8")
    reports[1].write_text("date: 2024-02-30\nactions: no\n", encoding="utf-8")
    for path in plans:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("https://", "http://"), encoding="utf-8")
    plans[-1].write_bytes(b"title: \xff\n")
    return tmp_path


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_several_programs_find_what_one_finds_in_the_same_order(mistaken, monkeypatch, workers):
    alone = open_project(mistaken, schema=ROOT / "schema")
    # Small enough that there is something to share out.
    monkeypatch.setattr(project, "MOST_READ", 3)
    monkeypatch.setattr(check, "MOST_LOOKED_AT", 2)
    together = open_project(
        mistaken, schema=ROOT / "schema", spread=partial(spread, workers=workers)
    )

    assert len({one.rule for one in alone.findings}) > 4
    assert together.findings == alone.findings
    assert list(together.documents) == list(alone.documents)
    assert together.documents == alone.documents
    assert together.portfolio == alone.portfolio
    assert together.unread == alone.unread


@pytest.mark.parametrize("workers", [1, 2])
def test_without_texts_the_same_is_found_in_the_same_places(mistaken, monkeypatch, workers):
    whole = open_project(mistaken, schema=ROOT / "schema")
    monkeypatch.setattr(project, "MOST_READ", 3)
    monkeypatch.setattr(check, "MOST_LOOKED_AT", 2)
    lean = open_project(
        mistaken, schema=ROOT / "schema", spread=partial(spread, workers=workers), texts=False
    )

    assert lean.findings == whole.findings
    assert lean.portfolio == whole.portfolio
    assert lean.unread == whole.unread
    assert list(lean.documents.values()) == [Document(file=file) for file in whole.documents]


@pytest.mark.parametrize("workers", [1, 2])
def test_who_waits_is_told_how_far_reading_and_checking_are(mistaken, monkeypatch, workers):
    monkeypatch.setattr(project, "MOST_READ", 3)
    monkeypatch.setattr(check, "MOST_LOOKED_AT", 2)
    told = {}

    def watch(doing):
        return lambda done, total: told.setdefault(doing, []).append((done, total))

    open_project(
        mistaken, schema=ROOT / "schema", spread=partial(spread, workers=workers), watch=watch
    )

    assert list(told) == ["Reading files", "Checking plans"]
    for steps in told.values():
        total = len(steps)
        assert total > 2
        assert steps == [(done, total) for done in range(1, total + 1)]


def test_parts_come_in_the_order_of_the_things_however_they_are_done():
    things = list(range(23))

    def backwards(tasks):
        return (task() for task in reversed(tasks))

    doubled = in_parts(things, lambda part: [2 * one for one in part], size=3, spread=backwards)

    assert list(doubled) == [2 * one for one in things]


def test_a_part_is_given_as_soon_as_all_before_it_are_known():
    done = []

    def work(part):
        done.extend(part)
        return part

    parts = in_parts([1, 2, 3, 4], work, size=2, spread=one_by_one)

    assert next(parts) == 1
    assert done == [1, 2]
    assert list(parts) == [2, 3, 4]
