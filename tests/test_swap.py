"""A folder takes the place of another in one step, on any file system, and stays there."""

from __future__ import annotations

import errno
import multiprocessing
import os
import sys
from pathlib import Path

import pytest

from equity_plans.publish import PublishError, exchange, swap
from equity_plans.publish.swap import move_into, replacing

ONE_STEP = pytest.mark.skipif(
    sys.platform not in ("linux", "darwin"), reason="this system cannot let two folders trade names"
)


@pytest.fixture
def place(tmp_path) -> Path:
    """A folder that was published before."""
    place = tmp_path / "site"
    write(place, "old")
    return place


def write(folder: Path, page: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "page").write_text(page)
    (folder / "manifest.json").write_text('{"tool": "equity-plans"}')


def watch(place: str, ready, done, missed) -> None:
    """Look at the place again and again until all is done, and count when it is not there."""
    looks = 0
    while not done.is_set():
        missed.value += not Path(place).exists()
        looks += 1
        ready.set()
    assert looks


@ONE_STEP
def test_there_is_never_a_moment_without_a_site(place):
    """Somebody else looks as often as they can while two hundred sites replace one another."""
    context = multiprocessing.get_context("spawn")
    ready, done, missed = context.Event(), context.Event(), context.Value("i", 0)
    watcher = context.Process(target=watch, args=(str(place), ready, done, missed))
    watcher.start()
    assert ready.wait(60)
    for number in range(200):
        new = place.with_name(".next-site")
        write(new, str(number))
        swap._swap(new, place, place.with_name(".last-site"))
        swap._remove(new)
    done.set()
    watcher.join(60)

    assert watcher.exitcode == 0
    assert missed.value == 0
    assert (place / "page").read_text() == "199"


@ONE_STEP
def test_two_folders_trade_names(tmp_path):
    write(tmp_path / "one", "1")
    write(tmp_path / "two", "2")

    assert exchange.exchange(tmp_path / "one", tmp_path / "two")
    assert (tmp_path / "one" / "page").read_text() == "2"
    assert (tmp_path / "two" / "page").read_text() == "1"


@ONE_STEP
def test_names_that_cannot_be_traded_stay_and_the_reason_is_told(tmp_path):
    write(tmp_path / "one", "1")

    with pytest.raises(FileNotFoundError) as raised:
        exchange.exchange(tmp_path / "one", tmp_path / "gone")
    assert raised.value.errno == errno.ENOENT
    assert (tmp_path / "one" / "page").read_text() == "1"


def test_where_names_cannot_be_traded_the_long_way_is_taken(place, monkeypatch):
    monkeypatch.setattr(swap, "exchange", lambda *_: False)

    with replacing(place) as new:
        write(new, "new")

    assert (place / "page").read_text() == "new"
    assert {path.name for path in place.parent.iterdir()} == {"site", ".lock-site"}


def test_on_the_long_way_a_folder_that_cannot_be_put_in_place_leaves_the_old_one(
    place, monkeypatch
):
    monkeypatch.setattr(swap, "exchange", lambda *_: False)
    monkeypatch.setattr(swap, "settle", lambda _: None)

    with pytest.raises(PublishError, match="is as it was before"), replacing(place) as new:
        new.rmdir()

    assert (place / "page").read_text() == "old"
    assert {path.name for path in place.parent.iterdir()} == {"site", ".lock-site"}


def test_the_first_site_needs_no_old_one(tmp_path):
    with replacing(tmp_path / "deep" / "site") as new:
        write(new, "first")

    assert (tmp_path / "deep" / "site" / "page").read_text() == "first"


@pytest.mark.parametrize("name", [".next-site", ".last-site"])
@pytest.mark.parametrize("kind", ["link", "broken link", "file"])
def test_what_somebody_else_put_beside_the_place_is_taken_away_and_never_followed(
    place, tmp_path, name, kind
):
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "thesis").write_text("years of work")
    planted = place.with_name(name)
    if kind == "file":
        planted.write_text("x")
    else:
        planted.symlink_to(tmp_path / ("theirs" if kind == "link" else "gone"))

    with replacing(place) as new:
        write(new, "new")

    assert (place / "page").read_text() == "new"
    assert not planted.exists()
    assert not planted.is_symlink()
    assert (tmp_path / "theirs" / "thesis").read_text() == "years of work"


def test_what_the_disk_says_is_told_with_what_to_do(place):
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/a/file")

    with pytest.raises(PublishError) as raised, replacing(place):
        raise full

    said = str(raised.value)
    assert said == (
        "/a/file: No space left on device. The disk is full. Make room, then try again.\n"
        f"{place} is as it was before."
    )
    assert (place / "page").read_text() == "old"


def test_a_listener_who_leaves_is_no_trouble_with_the_disk(place):
    with pytest.raises(BrokenPipeError), replacing(place):
        raise BrokenPipeError

    assert (place / "page").read_text() == "old"


def test_files_are_moved_into_the_old_folder_and_those_that_go_leave_no_folder_behind(place):
    for file in ("stays/a", "goes/b", "goes/deep/c", "both/d", "both/e"):
        (place / file).parent.mkdir(parents=True, exist_ok=True)
        (place / file).write_text("old")
    with replacing(place) as new:
        write(new, "new")
        (new / "added").mkdir()
        (new / "added" / "f").write_text("new")
        move_into(place, new, goes=["goes/b", "goes/deep/c", "both/d"])
        assert list(new.iterdir()) == []

    there = {one.relative_to(place).as_posix() for one in place.rglob("*")}
    assert there == {
        *("page", "manifest.json", "stays", "stays/a", "both", "both/e", "added", "added/f"),
    }
    assert (place / "page").read_text() == "new"
    assert (place / "stays/a").read_text() == "old"
    assert {one.name for one in place.parent.iterdir()} == {"site", ".lock-site"}
