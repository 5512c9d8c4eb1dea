"""One mistake in an otherwise good file: one finding, at its place, with a fix that mends it.

Each folder in `mistakes/` holds the file as somebody might write it, what must be said about it,
and the file once that has been followed. The files in `mistakes/none/` look odd and are good.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from equity_plans.check.shape import shape_findings
from equity_plans.findings import Finding, Place
from equity_plans.schema import Schemas, load_schemas
from equity_plans.sources import parse

HERE = Path(__file__).parent
NONE = HERE / "mistakes" / "none"
MISTAKES = sorted(path for path in (HERE / "mistakes").iterdir() if path != NONE)

TO_PASTE = re.compile(
    r"(?:Did you mean|Remove the quotes:|Put it in quotes:|Write the number alone:) `([^`]+)`[.?]"
)
"""A fix that is pasted over what is marked."""


@pytest.fixture(scope="module")
def schemas():
    return load_schemas(HERE.parent / "schema")


def findings_in(data: bytes, *, kind: str, schemas: Schemas) -> tuple[Finding, ...]:
    document = parse(data, file=f"{kind}.yaml")
    return document.findings or shape_findings(document, kind=kind, schemas=schemas)


def written_file(folder: Path) -> Path:
    [file] = [path for path in folder.glob("*.yaml") if path.name != "mended.yaml"]
    return file


def pasted(text: str, place: Place, replacement: str) -> str:
    """`text` with `replacement` where `place` is."""
    lines = text.split("\n")
    before = [*lines[: place.line - 1], lines[place.line - 1][: place.column - 1]]
    after = [lines[place.end_line - 1][place.end_column - 1 :], *lines[place.end_line :]]
    return "\n".join(before) + replacement + "\n".join(after)


@pytest.mark.parametrize("folder", MISTAKES, ids=lambda folder: folder.name)
def test_one_mistake_is_one_finding_at_its_place_with_a_fix_that_mends_it(folder, schemas):
    file = written_file(folder)
    expected = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))
    mended = (folder / "mended.yaml").read_bytes()

    found = findings_in(file.read_bytes(), kind=file.stem, schemas=schemas)

    assert [(one.rule, f"{one.place.line}:{one.place.column}") for one in found] == [
        (expected["rule"], expected["at"])
    ]
    [finding] = found
    assert expected["fix"] in finding.fix
    paste = TO_PASTE.match(finding.fix)
    if paste:
        assert pasted(file.read_text(encoding="utf-8"), finding.place, paste[1]) == mended.decode()
    assert findings_in(mended, kind=file.stem, schemas=schemas) == ()


@pytest.mark.parametrize("file", sorted(NONE.iterdir()), ids=lambda file: file.stem)
def test_an_odd_but_good_file_has_no_finding(file, schemas):
    assert findings_in(file.read_bytes(), kind="plan", schemas=schemas) == ()


def test_every_message_is_short_and_in_plain_words(schemas):
    jargon = re.compile(
        r"\b(?:string|integer|boolean|array|object|property|properties|regex|null|None|dict|schema"
        r"|instance|scalar|mapping|sequence|node|token|parse|syntax|invalid)\b",
        re.IGNORECASE,
    )
    for folder in MISTAKES:
        file = written_file(folder)
        for finding in findings_in(file.read_bytes(), kind=file.stem, schemas=schemas):
            quoted_away = re.sub(r"“[^”]*”", "", f"{finding.message} {finding.fix}")
            assert not jargon.search(quoted_away), finding
            assert len(finding.message) <= 200, finding
            assert finding.message.endswith("."), finding
            assert finding.fix, finding


def test_the_place_and_the_excerpt_are_the_authors_line(schemas):
    for folder in MISTAKES:
        file = written_file(folder)
        document = parse(file.read_bytes(), file=file.name)
        for finding in findings_in(file.read_bytes(), kind=file.stem, schemas=schemas):
            if document.lines:
                assert finding.excerpt == document.lines[finding.place.line - 1]
