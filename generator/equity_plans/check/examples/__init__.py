"""Good and bad examples of rules: small projects that are a test and a part of a rule's page.

`EP201/bad/` is a folder plans/ of which only what matters is written down; a line that a rule
finds fault with ends in a comment that names the rule, `# EP201`. Cases are told apart by what
follows `good` or `bad` in the name of the folder. What every project needs besides is in defaults/.

A rule about changes has two such folders in each case, `before/` and `after/`. A mark in `before/`
is on a file that is gone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
DEFAULTS = FOLDER / "defaults"

MARK = re.compile(r"(?P<before>.*?)(?: *# (?P<ids>EP[0-9]{3}(?:, EP[0-9]{3})*))?")


@dataclass(frozen=True, kw_only=True, slots=True)
class ExampleFile:
    """One file of an example."""

    file: str
    """Path from the root of the project it would stand in."""

    text: str
    """What an author would have written: without marks."""

    marks: tuple[tuple[int, str], ...]
    """The lines that rules find fault with, each with the rule's id."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """One case of a rule: a few files that are right, or that are wrong in one way."""

    rule: str
    name: str
    good: bool
    files: tuple[ExampleFile, ...]
    before: tuple[ExampleFile, ...] | None = None
    """What was published before, when the rule is about the change to `files`."""

    @property
    def marks(self) -> frozenset[tuple[str, int, str]]:
        """Every mark: the file, the line and the rule."""
        return frozenset(
            (one.file, number, id_)
            for one in (*self.files, *(self.before or ()))
            for number, id_ in one.marks
        )


@cache
def examples() -> tuple[Example, ...]:
    """Every example of every rule, by id; the good ones of a rule come after the bad."""
    return tuple(
        _example(folder.name, case)
        for folder in sorted(FOLDER.glob("EP*"))
        for case in sorted(folder.iterdir())
    )


def examples_of(rule: str) -> tuple[Example, ...]:
    """The examples of one rule."""
    return tuple(one for one in examples() if one.rule == rule)


def default_files(agencies: frozenset[str]) -> dict[str, str]:
    """What a project with these agencies needs besides an example's own files."""
    agency = (DEFAULTS / "agency.yaml").read_text(encoding="utf-8")
    authorities = (DEFAULTS / "authorities.yaml").read_text(encoding="utf-8")
    files = {f"plans/{id_}/agency.yaml": agency for id_ in sorted(agencies)}
    return {"plans/authorities.yaml": authorities, **files}


def _example(rule: str, case: Path) -> Example:
    before, after = case / "before", case / "after"
    change = before.is_dir()
    return Example(
        rule=rule,
        name=case.name,
        good=case.name.startswith("good"),
        files=_files(after if change else case),
        before=_files(before) if change else None,
    )


def _files(folder: Path) -> tuple[ExampleFile, ...]:
    return tuple(_read(path, folder) for path in sorted(folder.rglob("*")) if path.is_file())


def _read(path: Path, case: Path) -> ExampleFile:
    lines = [MARK.fullmatch(line) for line in path.read_text(encoding="utf-8").split("\n")]
    return ExampleFile(
        file=f"plans/{path.relative_to(case).as_posix()}",
        text="\n".join(line["before"] for line in lines if line),
        marks=tuple(
            (number, id_)
            for number, line in enumerate(lines, start=1)
            if line and line["ids"]
            for id_ in line["ids"].split(", ")
        ),
    )
