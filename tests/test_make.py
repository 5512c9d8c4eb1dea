"""`make` says what it can do, and builds the site when, and only when, it has to."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
HOUR = 3600


def make(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run `make` as if by hand: `make test` tells the one inside it about itself."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MF"))}
    return subprocess.run(
        ["make", *arguments], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )


def test_make_help_lists_every_target():
    targets = set(re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[0].split())
    listed = {line.split()[1] for line in make(cwd=ROOT).stdout.splitlines()}

    assert listed == targets - {"FORCE"}


def test_the_makefile_names_no_path_outside_the_project():
    outside = re.findall(r"(?<![\w.$)}/])(?:~/|\.\./|/\w)[\w./-]*", MAKEFILE)

    assert set(outside) <= {"/dev/null"}


@pytest.fixture
def built(tmp_path) -> Path:
    """A small project whose site was built after everything else in it was last changed."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in (
        "requirements/site.txt",
        ".venv/packages.stamp",
        "pyproject.toml",
        ".venv/site.stamp",
        "mkdocs.yml",
        "plans/ssa/agency.yaml",
        "schema/plan.schema.json",
        "site/pages/index.md",
        "generator/equity_plans/cli.py",
        "build/site/manifest.json",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    manifest = tmp_path / "build" / "site" / "manifest.json"
    now = manifest.stat().st_mtime
    for path in tmp_path.rglob("*"):
        os.utime(path, (now - HOUR, now - HOUR))
    os.utime(manifest, (now, now))
    return tmp_path


def site_is_up_to_date(project: Path) -> bool:
    """What `make` thinks of the site, without doing anything about it."""
    done = make("--question", "build/site/manifest.json", cwd=project)
    assert done.returncode in {0, 1}, done.stderr
    return done.returncode == 0


def later(path: Path) -> None:
    """Mark a path as changed after the site was built."""
    now = path.stat().st_mtime + 2 * HOUR
    os.utime(path, (now, now))


def test_make_leaves_a_site_alone_when_nothing_has_changed(built):
    assert site_is_up_to_date(built)


@pytest.mark.parametrize(
    "name",
    [
        "plans/ssa/agency.yaml",
        "schema/plan.schema.json",
        "site/pages/index.md",
        "generator/equity_plans/cli.py",
        "mkdocs.yml",
        "requirements/site.txt",
        "pyproject.toml",
    ],
)
def test_make_builds_the_site_again_when_a_source_has_changed(built, name):
    later(built / name)

    assert not site_is_up_to_date(built)


def test_make_builds_the_site_again_when_a_plan_is_gone(built):
    (built / "plans" / "ssa" / "agency.yaml").unlink()
    later(built / "plans" / "ssa")

    assert not site_is_up_to_date(built)


def test_make_builds_the_site_again_on_another_day(built):
    for path in built.rglob("*"):
        long_ago = path.stat().st_mtime - 48 * HOUR
        os.utime(path, (long_ago, long_ago))

    assert not site_is_up_to_date(built)


def test_make_builds_a_site_that_is_missing(built):
    (built / "build" / "site" / "manifest.json").unlink()

    assert not site_is_up_to_date(built)


def test_make_does_not_mind_what_python_leaves_in_its_folders(built):
    cache = built / "generator" / "equity_plans" / "__pycache__"
    cache.mkdir()
    (cache / "cli.pyc").touch()
    for path in (cache, cache / "cli.pyc", cache.parent):
        later(path)

    assert site_is_up_to_date(built)


@pytest.mark.parametrize("name", ["two words.yaml", "$(shell touch made).yaml", "a:b%.yaml", "-x"])
def test_make_is_not_led_astray_by_the_name_of_a_file(built, name):
    file = built / "plans" / name
    file.touch()
    later(file)

    assert not site_is_up_to_date(built)
    assert not (built / "made").exists()
