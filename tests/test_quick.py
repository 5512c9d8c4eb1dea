"""The fast validator never says yes to what jsonschema objects to; without it nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from equity_plans.check.places import kind_of
from equity_plans.check.shape import shape_findings
from equity_plans.schema import KINDS, Schemas, _has_whole_float, load_schemas
from equity_plans.sources import Document, read

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("demo", "plans", "tests", "generator/equity_plans/check/examples")


def documents() -> Iterator[Document]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.yaml")):
            document = read(path, root=ROOT)
            if not document.findings:
                yield document


@pytest.fixture(scope="module")
def schemas() -> Schemas:
    return load_schemas(ROOT / "schema")


def test_it_is_installed_from_the_lock_so_this_file_tests_something(schemas):
    assert schemas.quick.keys() >= set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_both_agree_on_every_example_in_the_house(schemas, kind):
    known = list(documents())
    right = [document.file for document in known if schemas.surely_right(document.value, kind=kind)]
    # A whole number written as 10.0 is always left to jsonschema.
    assert right == [
        document.file
        for document in known
        if schemas.validators[kind].is_valid(document.value)
        and not _has_whole_float(document.value)
    ]
    assert len(known) > 300


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("agency", {"fiscal_year_starts": 7.0}),
        ("agency", {"name": "a\n"}),
        ("agency", {"name": "x" * 301}),
        ("agency", {"website": "https://user@example.gov/"}),
        ("agency", {"website": "https://example.gov:99999999/"}),
        ("agency", {"contact": {"email": "a@b"}}),
        ("agency", {"services": [{"id": "a", "name": "\ud800"}]}),
        ("agency", {"x-mine": [[[[]]]], "fiscal_year_starts": True}),
        ("agency", {"high_impact_since": 10**400}),
        ("agency", {"services": [{"id": "a", "name": "A", "channels": ["phone", "phone"]}]}),
    ],
)
def test_what_the_two_could_see_differently_is_left_to_jsonschema(schemas, kind, value):
    sound = {
        "name": "A",
        "jurisdiction": "Here",
        "government": "city",
        "fiscal_year_starts": 7,
    }
    assert schemas.surely_right(sound, kind=kind)
    assert not schemas.surely_right({**sound, **value}, kind=kind)


def test_findings_are_the_same_without_it(schemas):
    slow = replace(schemas, quick={})
    for document in documents():
        try:
            kind = kind_of(document.file)
        except ValueError:
            continue
        if kind in KINDS:
            assert shape_findings(document, kind=kind, schemas=schemas) == shape_findings(
                document, kind=kind, schemas=slow
            )
