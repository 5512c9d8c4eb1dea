"""Whatever happens to a build, the published folder is the whole old or the whole new site.

Nothing is played here: builds are killed, disks are full, folders can only be read.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.test_publish import copy_project, hashes

DAY = "2024-09-01"
SEED = 20260102
ROUNDS = 10
"""So many builds are killed, each at another moment."""

PLAN = "plans/example/equity-2024/plan.yaml"
OLD, NEW = "Equity plan of a made-up department", "Another title"


def build(project: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        (sys.executable, "-m", "equity_plans", "build", "--as-of", DAY, *arguments),
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def run(project: Path, *arguments: str) -> tuple[int, str]:
    """How a build ended and what it said. It never breaks, whatever happens to it."""
    with build(project, *arguments) as running:
        said, _ = running.communicate(timeout=300)
    assert "Traceback" not in said
    assert "our mistake" not in said
    return running.returncode, said


def retitle(project: Path, title: str) -> None:
    file = project / PLAN
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(OLD, title).replace(NEW, title), encoding="utf-8")


@pytest.fixture(scope="module")
def both(tmp_path_factory) -> tuple[Path, dict[str, str], dict[str, str]]:
    """A project with a site, and what is in that site and in the one that is to replace it."""
    project = copy_project(tmp_path_factory.mktemp("both"))
    retitle(project, NEW)
    assert run(project)[0] == 0
    new = hashes(project / "build" / "site")
    retitle(project, OLD)
    assert run(project)[0] == 0
    old = hashes(project / "build" / "site")
    assert new != old
    return project, old, new


@pytest.fixture
def project(both, tmp_path) -> Path:
    """A copy of the project, with the old site, whose next site is the new one."""
    copied = tmp_path / "project"
    shutil.copytree(both[0], copied)
    retitle(copied, NEW)
    return copied


# Killed -------------------------------------------------------------------------------------------


def test_a_build_that_is_killed_at_any_moment_leaves_a_whole_site(both, project):
    """With all it has started; some at random moments, some when the new site is nearly there."""
    _, old, new = both
    chance = random.Random(SEED)  # noqa: S311 - the same moments on every run
    begun = time.monotonic()
    assert run(project)[0] == 0
    lasts = time.monotonic() - begun
    found = []
    for number in range(ROUNDS):
        retitle(project, OLD if number % 2 else NEW)
        running = build(project)
        late = number >= ROUNDS // 2
        time.sleep(chance.uniform(0.75, 1.05) * lasts if late else chance.uniform(0, lasts))
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        found.append(hashes(project / "build" / "site"))

    assert [one for one in found if one not in (old, new)] == []
    assert run(project)[0] == 0
    left = {path.name for path in (project / "build").iterdir()}
    assert left == {"site", ".lock-site", ".kept-site"}


def test_a_build_that_is_interrupted_says_nothing_and_leaves_the_old_site(both, project):
    running = build(project)
    while not (project / "build" / ".next-site").exists():
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    said, _ = running.communicate(timeout=60)

    assert running.returncode == 1
    assert "Traceback" not in said
    assert hashes(project / "build" / "site") == both[1]


def test_of_two_builds_at_once_one_is_told_to_wait(both, project):
    first, second = build(project), build(project)
    said = [first.communicate(timeout=120)[0], second.communicate(timeout=120)[0]]

    assert sorted((first.returncode, second.returncode)) == [0, 1]
    assert sum("Another build is writing" in one for one in said) == 1
    assert hashes(project / "build" / "site") == both[2]


# A disk that is full or can only be read ----------------------------------------------------------


@contextmanager
def disk(folder: Path, *, size: str = "64m") -> Iterator[None]:
    """A small disk of its own at `folder`, where this computer and its user may have one."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    mounted = shutil.which("mount") and subprocess.run(command, capture_output=True, check=False)
    if not mounted or mounted.returncode:
        pytest.skip("only root may make a small disk to fill up")
    try:
        yield
    finally:
        subprocess.run(("umount", "--lazy", str(folder)), check=True)


@pytest.mark.parametrize("room", [0.02, 0.3, 0.6, 0.9])
def test_a_full_disk_leaves_the_old_site_and_says_what_to_do(both, project, tmp_path, room):
    site = project / "build" / "site"
    files = [path for path in site.rglob("*") if path.is_file()]
    whole = sum(-(-file.stat().st_size // 4096) * 4096 for file in files)
    out = tmp_path / "small"
    with disk(out, size=str(int(whole * (1 + room)) + 65536)):
        shutil.copytree(site, out / "site")
        code, said = run(project, "--out", str(out / "site"))

        assert code == 1, said
        assert "Make room, then try again." in said, said
        assert hashes(out / "site") == both[1]
        assert {path.name for path in out.iterdir()} == {"site", ".lock-site"}


def test_a_disk_that_can_only_be_read_is_named(both, project, tmp_path):
    out = tmp_path / "fixed"
    with disk(out):
        shutil.copytree(project / "build" / "site", out / "site")
        subprocess.run(("mount", "-o", "remount,ro", str(out)), check=True)
        code, said = run(project, "--out", str(out / "site"))

        assert code == 1
        assert "This disk can only be read. Name a folder on another one." in said
        assert hashes(out / "site") == both[1]


def test_a_disk_is_not_replaced_by_a_folder(project, tmp_path):
    out = tmp_path / "own"
    with disk(out):
        code, said = run(project, "--out", str(out))

        assert code == 1
        assert "Name a folder inside it." in said
        assert list(out.iterdir()) == []


def test_a_folder_in_which_one_may_not_write_is_named(both, project):
    command = [sys.executable, "-m", "equity_plans", "build", "--as-of", DAY]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root may write everywhere, and there is no setpriv to be less than root")
        command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *command]
    (project / "build").chmod(0o555)
    try:
        done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    finally:
        (project / "build").chmod(0o755)

    assert done.returncode == 1
    assert "You may not do that there." in done.stderr
    assert "Traceback" not in done.stderr
    assert hashes(project / "build" / "site") == both[1]


# Files that come and go ---------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["plans/example/equity-2024/reports", "site/pages/contribute"])
def test_files_that_come_and_go_meanwhile_break_nothing(both, project, folder):
    """Somebody saves, moves and deletes files while the site is built."""
    stop = threading.Event()

    def busy() -> None:
        for number in range(1_000_000):
            if stop.is_set():
                return
            file = project / folder / ("2024-08-20.yaml" if "plans" in folder else "x.md")
            text = "date: 2024-08-20\nno_change: true\n" if "plans" in folder else "# X\n"
            file.write_text(text[: (number % 3 and None) or 5], encoding="utf-8")
            time.sleep(0.002)
            file.unlink()

    somebody = threading.Thread(target=busy)
    somebody.start()
    try:
        ends = [run(project) for _ in range(2)]
    finally:
        stop.set()
        somebody.join()
    for code, said in ends:
        assert code in (0, 1), said
    assert hashes(project / "build" / "site").keys() >= {"index.html", "manifest.json"}
    assert run(project)[0] == 0
    assert hashes(project / "build" / "site") == both[2]


@pytest.mark.parametrize(
    "gone", ["plans/authorities.yaml", PLAN, "site/theme/partials/finder.html", "schema"]
)
def test_what_is_gone_is_named_and_the_old_site_stays(both, project, gone):
    path = project / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    code, said = run(project)

    assert code in (1, 2)
    assert Path(gone).name.removesuffix(".yaml") in said
    assert hashes(project / "build" / "site") == both[1]
