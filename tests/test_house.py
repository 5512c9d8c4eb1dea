"""The house keeps its own order: what is built where, locked, pinned and said."""

from __future__ import annotations

import json
import os
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("site", "test")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"^[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
HASHED = re.compile(r"^[a-z0-9-]+==\S+( ; [^#]+?)?( --hash=sha256:[0-9a-f]{64})+$")


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def lock_entries(name: str) -> list[str]:
    """Each package of a lock on one line, without comments."""
    lines = read(f"requirements/{name}.txt").replace("\\\n", " ").splitlines()
    return [" ".join(line.split()) for line in lines if line and not line.lstrip().startswith("#")]


def locked_versions(name: str) -> dict[str, str]:
    """The version a lock gives each package on the Python that runs this test."""
    versions = {}
    for entry in lock_entries(name):
        locked = Requirement(entry.split(" --hash")[0])
        if locked.marker is None or locked.marker.evaluate():
            versions[canonicalize_name(locked.name)] = str(locked.specifier).removeprefix("==")
    return versions


# The site ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def mkdocs_yml() -> dict:
    return yaml.safe_load(read("mkdocs.yml"))


def test_mkdocs_reads_site_pages_and_writes_build_site(mkdocs_yml):
    """MkDocs empties the folder it writes to. Were that `site/`, our own work would be gone."""
    assert mkdocs_yml["docs_dir"] == "site/pages"
    assert mkdocs_yml["site_dir"] == "build/site"


def test_a_doubtful_link_stops_the_build(mkdocs_yml):
    assert mkdocs_yml["strict"] is True
    assert set(mkdocs_yml["validation"]["links"].values()) == {"warn"}


def test_serve_redraws_when_a_plan_or_the_schema_changes(mkdocs_yml):
    assert {"plans", "schema"} <= set(mkdocs_yml["watch"])


def test_pages_fetch_no_font_from_elsewhere(mkdocs_yml):
    assert mkdocs_yml["theme"]["font"] is False


# Locks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_version_and_hashes(name):
    entries = lock_entries(name)

    assert len(entries) > 20
    assert [entry for entry in entries if not HASHED.match(entry)] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_package_index_and_no_computer(name):
    lines = read(f"requirements/{name}.txt").splitlines()

    assert [line for line in lines if "://" in line or line.startswith("-")] == []
    comments = {line.strip() for line in lines if line.lstrip().startswith("#")}
    assert [c for c in comments if not re.fullmatch(r"# +(via)?[ \w./:()-]*", c)] == []


@pytest.mark.parametrize(
    ("lock", "groups"), [("site", ["build"]), ("test", ["build", "test"])], ids=LOCKS
)
def test_a_lock_has_everything_pyproject_asks_for(lock, groups):
    """A dependency changed without `make lock` would be met by nobody but its author."""
    pyproject = tomllib.loads(read("pyproject.toml"))
    asked = [
        *pyproject["project"]["dependencies"],
        *(line for group in groups for line in pyproject["dependency-groups"][group]),
    ]
    versions = locked_versions(lock)

    unmet = [
        line
        for line in map(Requirement, asked)
        if not line.specifier.contains(versions.get(canonicalize_name(line.name), "0"))
    ]
    assert unmet == []


def test_tests_run_with_the_packages_that_build_the_site():
    assert locked_versions("site").items() <= locked_versions("test").items()


def test_the_oldest_python_that_may_be_used_is_the_one_that_is_locked():
    assert tomllib.loads(read("pyproject.toml"))["project"]["requires-python"] == ">=3.11"
    assert "--python-version 3.11" in read("Makefile")


# Python -----------------------------------------------------------------------------------------


def test_a_group_that_gives_nothing_back_ends_with_a_choice_that_begins_with_nothing():
    """Without, Python before 3.11.5 goes on behind what the last turn had begun with."""
    groups = [
        (file.name, group)
        for file in sorted((ROOT / "generator").rglob("*.py"))
        for group in re.findall(r"(.{11})\)[*+?}]\+(?!,)", file.read_text(encoding="utf-8"))
    ]
    assert groups
    assert [one for one in groups if not one[1].endswith(("|(?!)", "|{_NOTHING}"))] == []


# Workflows --------------------------------------------------------------------------------------


def test_there_are_workflows_to_hold_to_the_rules_below():
    assert {file.name for file in WORKFLOWS} >= {"check.yml", "publish.yml"}


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_every_action_is_pinned_to_a_commit_and_names_its_version(file):
    uses = re.findall(r"^\s*(?:- )?uses: *(.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)

    assert uses
    assert [action for action in uses if not PINNED.match(action)] == []


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_may_do_nothing_but_what_a_job_asks_for(file):
    workflow = yaml.safe_load(file.read_text(encoding="utf-8"))

    assert workflow["permissions"] == {}
    assert all("permissions" in job for job in workflow["jobs"].values())
    assert all("timeout-minutes" in job for job in workflow["jobs"].values())


def test_only_jobs_that_publish_or_propose_may_write_and_they_run_nothing_of_ours():
    writers = {
        (file.name, name): job
        for file in WORKFLOWS
        for name, job in yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].items()
        if "write" in str(job["permissions"])
    }

    assert writers.keys() == {
        *(("publish.yml", "deploy"), ("links.yml", "propose"), ("release.yml", "publish")),
    }
    for job in writers.values():
        assert job["needs"]
        told = str(job["steps"])
        assert not re.search(r"setup-python|\bmake\b|equity-plans |python|\bpip\b", told), told


def test_no_workflow_runs_proposed_work_with_the_rights_of_the_project():
    """`on` is read by YAML 1.1 as the value true, hence the odd key."""
    triggers = {
        name for file in WORKFLOWS for name in yaml.safe_load(file.read_text("utf-8"))[True]
    }

    # `workflow_dispatch` is for those who may write, and runs what is on main.
    assert triggers == {"pull_request", "merge_group", "push", "schedule", "workflow_dispatch"}


def test_a_pull_request_is_checked_with_the_tool_of_its_base_commit():
    steps = yaml.safe_load(read(".github/workflows/check.yml"))["jobs"]["plans"]["steps"]
    base, head = (step["with"] for step in steps if "checkout" in step.get("uses", ""))
    commands = [step for step in steps if "run" in step]

    assert base["path"] == "base"
    assert "base.sha" in base["ref"]
    assert head["path"] == "head"
    assert commands
    assert {step["working-directory"] for step in commands} == {"base"}


def test_what_is_released_was_checked_again_and_verified():
    steps = yaml.safe_load(read(".github/workflows/release.yml"))["jobs"]["pack"]["steps"]
    commands = "\n".join(step["run"] for step in steps if "run" in step)

    order = ("make check", "equity-plans release", "equity-plans verify", "sha256sum")
    places = [commands.index(command) for command in order]
    assert places == sorted(places)


def test_what_is_published_was_checked_again():
    steps = yaml.safe_load(read(".github/workflows/publish.yml"))["jobs"]["build"]["steps"]
    commands = [step["run"] for step in steps if "run" in step]

    assert commands == ["make check", "make site"]


# Words ------------------------------------------------------------------------------------------


def test_contributors_are_told_the_layers_that_lint_keeps():
    contract = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"][0]
    kept = [layer.replace(" | ", ", ") for layer in contract["layers"]]
    told = re.search(r"```\n(__main__ → .+?)```", read("CONTRIBUTING.md"), re.DOTALL)

    assert told is not None
    assert [" ".join(layer.split()) for layer in told[1].split("→")] == kept


# Continuous integration and editors --------------------------------------------------------------


def test_ci_runs_every_test():
    script = read(".ci/run").splitlines()

    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "set -euo pipefail" in script
    assert script[-1] == "make test"


def test_editors_know_the_schema_of_every_kind_of_plan_file():
    schemas = json.loads(read(".vscode/settings.json"))["yaml.schemas"]

    assert schemas == {
        "./schema/agency.schema.json": "plans/*/agency.yaml",
        "./schema/plan.schema.json": "plans/*/*/plan.yaml",
        "./schema/report.schema.json": "plans/*/*/reports/*.yaml",
        "./schema/authorities.schema.json": "plans/authorities.yaml",
        "./schema/owners.schema.json": "plans/OWNERS.yaml",
    }
    assert [name for name in schemas if not (ROOT / name).is_file()] == []
