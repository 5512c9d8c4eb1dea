"""Shows that the check can fail: runs it on mistakes, one for each rule and schema.

`canary.py COMMAND` runs COMMAND, such as .venv/bin/equity-plans, on each of them, and fails when
it passes over one. A check that finds nothing any more would otherwise look like good news.

The mistakes are the bad examples of the rules; those that no example can hold are made here. For
each schema there is a wrong file in schemas/.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
EXAMPLES = ROOT / "generator" / "equity_plans" / "check" / "examples"

PLAN = "plans/parks/equity-2024/plan.yaml"
AGENCY = "plans/parks/agency.yaml"
OWNERS = "plans/OWNERS.yaml"
GOOD_PLAN = """\
kind: equity
title: Equity Plan
state: active
goals:
  - id: language
    title: Serve people in the language they use
"""
KEEPERS = "keepers: [keepers@equity-plans.example]\n"

PLACES = {
    "plan": PLAN,
    "report": "plans/parks/equity-2024/reports/2024-07-01.yaml",
    "agency": AGENCY,
    "authorities": "plans/authorities.yaml",
    "owners": OWNERS,
}
"""Where the wrong file for each schema stands."""

NOT_HERE = {
    "EP000": "it is a mistake of the command itself",
    "EP001": "no file is unreadable to whoever may read everything, as in many a build",
}
"""Rules that cannot be shown to fail here, and why."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One mistake, and the rule that must find it."""

    rule: str
    name: str
    make: Callable[[Path], Sequence[str]]
    """Makes the project in a folder, and gives the arguments to run the command with there."""


def cases() -> Iterator[Case]:
    """Every mistake: an example of each rule, those made here, and one for each schema."""
    for rule in sorted(EXAMPLES.glob("EP*")):
        bad = min(rule.glob("bad*"))
        yield Case(rule=rule.name, name=bad.name, make=lambda at, of=bad: example(at, of))
    for (rule, name), make in MADE.items():
        yield Case(rule=rule, name=name, make=make)
    for path in sorted((HERE / "schemas").glob("*.yaml")):
        yield Case(rule="EP1", name=path.stem, make=lambda at, of=path: shape(at, of))


Run: TypeAlias = Callable[[Sequence[str], Path], tuple[int, str]]
"""Runs the command with these arguments in a folder: how it ended, and what it said."""


def found_by(run: Run, case: Case) -> bool:
    """True when the command finds the mistake and fails because of it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        (folder / "schema").symlink_to(ROOT / "schema")
        arguments = case.make(folder)
        code, said = run((*arguments, "--fail-on", "notice", "--format", "json"), folder)
    try:
        findings = json.loads(said)["findings"]
    except (ValueError, KeyError):
        return False
    return code == 1 and any(one["rule"].startswith(case.rule) for one in findings)


def program(command: str) -> Run:
    """Runs a program of this computer."""

    def run(arguments: Sequence[str], folder: Path) -> tuple[int, str]:
        done = subprocess.run(
            (command, *arguments), cwd=folder, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout

    return run


# Projects -----------------------------------------------------------------------------------------


def example(folder: Path, case: Path) -> Sequence[str]:
    """The project of a bad example, with what every project needs besides."""
    if not (case / "before").is_dir():
        fill(folder, case)
        return ("check",)
    fill(folder / "published", case / "before")
    fill(folder, case / "after")
    return ("check", "--base", "./published")


def fill(folder: Path, case: Path) -> None:
    """Copies an example into the folder plans/ of a project."""
    plans = folder / "plans"
    if case.is_dir():
        shutil.copytree(case, plans)
    plans.mkdir(parents=True, exist_ok=True)
    defaults = EXAMPLES / "defaults"
    if not (plans / "authorities.yaml").exists():
        shutil.copy(defaults / "authorities.yaml", plans)
    for agency in [one for one in plans.iterdir() if one.is_dir()]:
        if not (agency / "agency.yaml").exists():
            shutil.copy(defaults / "agency.yaml", agency)


def sound(folder: Path) -> None:
    """A project without mistakes."""
    fill(folder, folder / "nothing")
    write(folder, PLAN, GOOD_PLAN)
    shutil.copy(EXAMPLES / "defaults" / "agency.yaml", folder / AGENCY)
    write(folder, OWNERS, KEEPERS)


def write(folder: Path, file: str, text: str | bytes) -> None:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)


def shape(folder: Path, wrong: Path) -> Sequence[str]:
    """A sound project with one file that its schema refuses."""
    sound(folder)
    (folder / PLACES[wrong.stem]).parent.mkdir(exist_ok=True)
    shutil.copy(wrong, folder / PLACES[wrong.stem])
    return ("owners", "--check") if wrong.stem == "owners" else ("check",)


def plan(text: str | bytes) -> Callable[[Path], Sequence[str]]:
    """A sound project, but for the text of its plan."""

    def make(folder: Path) -> Sequence[str]:
        sound(folder)
        write(folder, PLAN, text)
        return ("check",)

    return make


def linked(folder: Path) -> Sequence[str]:
    """A plan that is a link to a file elsewhere."""
    sound(folder)
    (folder / PLAN).replace(folder / "elsewhere.yaml")
    (folder / PLAN).symlink_to(folder / "elsewhere.yaml")
    return ("check",)


def capital(folder: Path) -> Sequence[str]:
    """A folder with capital letters in its name."""
    sound(folder)
    (folder / "plans" / "parks").rename(folder / "plans" / "Parks")
    return ("check",)


def proposal(*files: str) -> Callable[[Path], Sequence[str]]:
    """A commit that touches these files."""

    def make(folder: Path) -> Sequence[str]:
        sound(folder)
        git(folder, "init", "--quiet")
        record(folder)
        for file in files:
            write(folder, file, "# Changed\n" + GOOD_PLAN)
        record(folder)
        return ("owners", "--base", "HEAD~1")

    return make


def nobodys(folder: Path) -> Sequence[str]:
    """A project in which nobody is named who must agree."""
    sound(folder)
    (folder / OWNERS).unlink()
    return ("owners", "--check")


def owners(text: str) -> Callable[[Path], Sequence[str]]:
    """A project with this list of owners, of which the code host knows nothing."""

    def make(folder: Path) -> Sequence[str]:
        sound(folder)
        write(folder, OWNERS, text)
        return ("owners", "--check")

    return make


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A person", "-c", "user.email=person@equity-plans.example")
    subprocess.run(("git", "-C", str(folder), *who, *arguments), check=True, capture_output=True)


def record(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "A commit")


MADE: dict[tuple[str, str], Callable[[Path], Sequence[str]]] = {
    ("EP002", "windows-1252"): plan(GOOD_PLAN.replace("Equity", "Équité").encode("cp1252")),
    ("EP008", "large"): plan("# " + "x" * 300_000 + "\n" + GOOD_PLAN),
    ("EP009", "long"): plan(GOOD_PLAN + "summary: " + "x" * 30_000 + "\n"),
    ("EP012", "link"): linked,
    ("EP015", "capital"): capital,
    ("EP401", "two-agencies"): proposal(PLAN, "plans/transit/equity-2024/plan.yaml"),
    ("EP402", "workflow"): proposal(PLAN, ".github/workflows/check.yml"),
    ("EP403", "shared"): proposal(PLAN, "plans/authorities.yaml"),
    ("EP404", "schema"): proposal("schema-of-ours/plan.schema.json"),
    ("EP405", "drift"): owners(KEEPERS),
    ("EP406", "stranger"): owners(
        KEEPERS + "agencies: [{agency: nobody, owners: [a@equity-plans.example]}]\n"
    ),
    ("EP407", "nobody"): nobodys,
}
"""Mistakes that cannot be kept as files, or not as files of plans."""


def main(command: str) -> int:
    """Run the command on every mistake; what it passes over is said, and counts."""
    every = list(cases())
    run = program(str(Path(command).absolute()) if "/" in command else command)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = list(pool.map(lambda case: found_by(run, case), every))
    missed = [case for case, found in zip(every, results, strict=True) if not found]
    said = [f"Not found: {case.rule} {case.name}" for case in missed]
    said.append(f"{len(every) - len(missed)} of {len(every)} mistakes are found.")
    sys.stdout.write("\n".join(said) + "\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
