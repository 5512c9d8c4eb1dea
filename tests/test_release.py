"""The release: whole, the same every time, and understood by whoever finds it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from equity_plans.authoring import read_project
from equity_plans.publish import PublishError
from equity_plans.publish.integrity import examine
from equity_plans.publish.release import make_release
from equity_plans.schema import load_schemas

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2024, 9, 1)
TOP = "equity-plans-2024-09-01"


def copy_project(to: Path) -> Path:
    """The minimal project with the schema, theme and settings of this one."""
    shutil.copytree(ROOT / "tests" / "projects" / "minimal", to, dirs_exist_ok=True)
    for name in ("schema", "site"):
        shutil.copytree(ROOT / name, to / name)
    shutil.copy(ROOT / "mkdocs.yml", to)
    shutil.copy(ROOT / "plans" / "LICENSE", to / "plans")
    return to


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    return copy_project(tmp_path_factory.mktemp("release") / "project")


@pytest.fixture(scope="module")
def release(project):
    """The minimal project, released once; tests only look at it."""
    return make_release(project, as_of=DAY, out=None, echo=print)


@pytest.fixture(scope="module")
def unpacked(release, tmp_path_factory) -> Path:
    """The release as whoever finds it unpacks it."""
    folder = tmp_path_factory.mktemp("found")
    with zipfile.ZipFile(release.place) as archive:
        archive.extractall(folder)
    assert [path.name for path in folder.iterdir()] == [TOP]
    return folder / TOP


def test_the_release_is_in_its_place_and_as_its_manifest_says(project, release):
    assert release.place == project / "build" / f"{TOP}.zip"
    assert release.sha256 == hashlib.sha256(release.place.read_bytes()).hexdigest()

    found = examine(release.place)
    assert found.differences == ()
    assert (found.as_of, found.files) == ("2024-09-01", release.files)
    assert found.digest == release.manifest_sha256


def test_nothing_else_is_left_behind(project, release):
    left = {path.name for path in (project / "build").iterdir()}
    assert left - {"cache"} == {release.place.name}  # finished pages are kept for the next build


def test_it_holds_the_site_the_data_the_schemas_and_what_agencies_wrote(project, unpacked):
    assert {path.name for path in unpacked.iterdir()} == {
        *("README.txt", "manifest.json", "SHA256SUMS", "plans", "schema", "site"),
    }
    for name in ("index.html", "data/actions.csv", "data/equity-plans.sqlite", "data.json"):
        assert (unpacked / "site" / name).is_file()
    written = [
        path.relative_to(project) for path in (project / "plans").rglob("*") if path.is_file()
    ]
    assert Path("plans/LICENSE") in written
    for path in written:
        assert (unpacked / path).read_bytes() == (project / path).read_bytes()
    for path in (project / "schema").iterdir():
        assert json.loads((unpacked / "schema" / path.name).read_bytes()) == json.loads(
            path.read_bytes()
        )


def test_what_was_found_can_be_checked_again_without_its_publisher(unpacked):
    assert read_project(unpacked).errors == ()


def test_the_site_in_it_is_whole_by_itself(unpacked):
    assert examine(unpacked / "site").differences == ()
    assert examine(unpacked).differences == ()


def test_the_usual_tool_checks_it_too(unpacked):
    command = ("sha256sum", "--check", "--strict", "SHA256SUMS")
    done = subprocess.run(command, cwd=unpacked, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    named = (unpacked / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    there = [path for path in unpacked.rglob("*") if path.is_file()]
    assert len(named) == len(there) - len({"SHA256SUMS", "manifest.json"})


def test_the_readme_tells_a_stranger_what_this_is(unpacked):
    text = (unpacked / "README.txt").read_text(encoding="utf-8")

    assert text.startswith("Equity Plans, as of September 1, 2024\n=====")
    assert "1 agency, 1 plan" in " ".join(text.split())
    assert "{" not in text
    assert max(map(len, text.splitlines())) <= 80
    for line in text.splitlines():
        place = line.strip().partition(" ")[0]
        if line.startswith("  ") and place.endswith("/") and "://" not in place:
            assert (unpacked / place).is_dir(), place
    for word in load_schemas(ROOT / "schema").vocabulary["state"]:
        assert f"{word.label} ({word.value}): " in text


def test_entries_are_plain_files_in_a_fixed_order_with_the_day_as_their_time(release):
    with zipfile.ZipFile(release.place) as archive:
        entries = archive.infolist()
    names = [one.filename.removeprefix(f"{TOP}/") for one in entries]

    assert names[:3] == ["README.txt", "manifest.json", "SHA256SUMS"]
    assert names[3:] == sorted(names[3:])
    assert {one.date_time for one in entries} == {(2024, 9, 1, 0, 0, 0)}
    assert {one.external_attr >> 16 for one in entries} == {stat.S_IFREG | 0o644}


def test_the_same_plans_and_day_give_the_same_zip_anywhere(release, tmp_path):
    other = copy_project(tmp_path / "elsewhere")
    for path in other.rglob("*.yaml"):
        path.chmod(0o600)
    out = tmp_path / "out" / "other-name.zip"
    command = (sys.executable, "-m", "equity_plans", "release", "--as-of", "2024-09-01")
    done = subprocess.run(
        (*command, "--out", str(out)),
        cwd=other,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        check=True,
        capture_output=True,
        text=True,
    )

    assert out.read_bytes() == release.place.read_bytes()
    assert release.sha256 in done.stdout
    assert release.manifest_sha256 in done.stdout


def test_a_file_that_is_there_is_never_written_over(project, tmp_path):
    out = tmp_path / "precious.zip"
    out.write_bytes(b"precious")

    with pytest.raises(PublishError, match="is there already"):
        make_release(project, as_of=DAY, out=out, echo=print)
    assert out.read_bytes() == b"precious"


def test_plans_with_errors_are_not_released_and_the_last_release_stays(release, tmp_path):
    broken = copy_project(tmp_path / "broken")
    plan = broken / "plans" / "example" / "equity-2024" / "plan.yaml"
    plan.write_text("kind: nonsense\n", encoding="utf-8")
    last = broken / "build" / f"{TOP}.zip"
    last.parent.mkdir()
    shutil.copy(release.place, last)

    with pytest.raises(PublishError):
        make_release(broken, as_of=DAY, out=None, echo=print)
    assert last.read_bytes() == release.place.read_bytes()
    assert [path.name for path in last.parent.iterdir()] == [last.name]
