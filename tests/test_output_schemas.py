"""What is written for programs keeps to the schemas that are published for them."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator
from tests.states import PLAN, REPORT, STATE, differences, edited, opened, without
from tests.test_diagnostics import FINDING, HOSTILE, OTHER, made_of
from tests.test_differences import made_of as difference_of

from equity_plans.diagnostics import FORMATS
from equity_plans.diagnostics.differences import DIFFERENCE_FORMATS

SCHEMAS = files("equity_plans.diagnostics") / "schemas"


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize(
    "findings",
    [
        [],
        [FINDING] * 137,
        opened(edited(STATE, PLAN, ("kind: equity", "kind: equality"))).findings,
        opened(STATE).findings,
    ],
)
def test_findings_keep_to_their_schema(findings):
    for plans in (None, 3):
        data = json.loads(FORMATS["json"](findings, files=3, plans=plans))
        assert [error.message for error in validator("findings").iter_errors(data)] == []


@pytest.mark.parametrize(
    "after",
    [
        STATE,
        without(STATE, REPORT),
        edited(STATE, PLAN, ("due: 2024-03-31", "due: 2024-09-30")),
        edited(STATE, PLAN, ("kind: equity", "kind: equality")),
    ],
)
def test_differences_keep_to_their_schema(after):
    data = json.loads(DIFFERENCE_FORMATS["json"](differences(STATE, after), same=[PLAN]))

    assert [error.message for error in validator("differences").iter_errors(data)] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_changes_nothing_in_the_form(text):
    found = json.loads(FORMATS["json"]([made_of(text)], files=1))
    differ = json.loads(DIFFERENCE_FORMATS["json"]([difference_of(text)], same=[text]))

    assert validator("findings").is_valid(found)
    assert validator("differences").is_valid(differ)


def test_the_schemas_leave_nothing_out():
    """Were a key missing from the schema, nobody could rely on it."""
    found = json.loads(FORMATS["json"]([FINDING], files=1))["findings"][0]
    changed = differences(STATE, edited(STATE, PLAN, ("value: 45", "value: 40")))
    differ = json.loads(DIFFERENCE_FORMATS["json"](changed, same=()))["differences"][0]

    known = {name: validator(name).schema["$defs"] for name in ("findings", "differences")}
    assert known["findings"]["finding"]["properties"].keys() == found.keys()
    assert known["differences"]["difference"]["properties"].keys() == differ.keys()
    assert OTHER.label
