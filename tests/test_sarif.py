"""SARIF says what was found in the form that code hosts take in, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import unquote_to_bytes

import pytest
from jsonschema import Draft7Validator

from equity_plans.check import RULES
from equity_plans.diagnostics import FORMATS
from equity_plans.diagnostics.sarif import MOST_RESULTS
from equity_plans.findings import Finding, Other, Place, Severity
from equity_plans.project import open_project

FINDING = Finding(
    rule="EP102",
    severity=Severity.ERROR,
    file="plans/parks/equity-2024/plan.yaml",
    message="`staus` is not a key that can be used here.",
    fix="Did you mean `status`?",
    place=Place(line=15, column=5, end_line=15, end_column=10),
    path=("actions", 0, "staus"),
    subject="action “Translate forms” (translate-forms)",
)
OTHER = Other(
    file="plans/parks/equity-2024/plan.yaml",
    place=Place(line=13, column=9, end_line=13, end_column=24),
    label="first used here",
)


def run_of(*findings: Finding):
    data = json.loads(FORMATS["sarif"](findings, files=3, plans=1))
    assert (data["version"], len(data["runs"])) == ("2.1.0", 1)
    return data["runs"][0]


@pytest.fixture(scope="module", params=["sarif-2.1.0.json", "sarif-2.1.0-rtm.6.json"])
def schema(request, corpora):
    text = (corpora / "schemastore" / request.param).read_text(encoding="utf-8")
    return Draft7Validator(json.loads(text))


def test_it_is_valid_whatever_was_found(schema, root):
    samples = [
        [],
        [FINDING],
        [replace(FINDING, other=OTHER), replace(FINDING, place=None, severity=Severity.WARNING)],
        open_project(root).findings,
    ]
    for findings in samples:
        data = json.loads(FORMATS["sarif"](findings, files=3))
        assert [error.message for error in schema.iter_errors(data)] == []


def test_it_is_valid_whatever_a_plan_says(schema, naughty):
    findings = [
        replace(FINDING, file=f"plans/{text}", message=text, subject=text, fix=text)
        for text in naughty
    ]

    data = json.loads(FORMATS["sarif"](findings, files=3))

    assert [error.message for error in schema.iter_errors(data)] == []
    assert len(data["runs"][0]["results"]) == len(naughty)


def test_every_rule_of_the_catalogue_is_described():
    rules = run_of()["tool"]["driver"]["rules"]

    assert [one["id"] for one in rules] == list(RULES)
    assert len({one["name"] for one in rules}) == len(rules)
    for one in rules:
        assert one["shortDescription"]["text"] == RULES[one["id"]].summary
        assert RULES[one["id"]].fix in one["help"]["markdown"]
        assert len(one["properties"]["tags"]) == 1
        assert one["name"].isalpha()


def test_a_finding_is_where_it_is_and_says_everything():
    run = run_of(replace(FINDING, other=OTHER))

    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "EP102"
    assert result["level"] == "error"
    assert result["message"]["text"] == f"{FINDING.subject}: {FINDING.message} {FINDING.fix}"
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": FINDING.file, "uriBaseId": "ROOT"},
                "region": {"startLine": 15, "startColumn": 5, "endLine": 15, "endColumn": 10},
            }
        }
    ]
    assert result["relatedLocations"][0]["message"]["text"] == "first used here"
    assert run["columnKind"] == "unicodeCodePoints"


def test_a_finding_about_a_whole_file_has_no_region():
    (result,) = run_of(replace(FINDING, place=None))["results"]

    assert "region" not in result["locations"][0]["physicalLocation"]


def test_a_finding_is_known_again_when_its_line_has_moved():
    moved = replace(FINDING, place=Place(line=99, column=5, end_line=99, end_column=10))
    other = replace(FINDING, path=("actions", 1, "staus"))

    marks = [one["partialFingerprints"] for one in run_of(FINDING, moved, other)["results"]]

    assert marks.count(marks[0]) == 2


@pytest.mark.parametrize("name", ["a b.yaml", "é.yaml", "a%0Ab", "a\nb", "#x?y", "\udce9.yaml"])
def test_any_name_of_a_file_makes_an_address(name):
    (result,) = run_of(replace(FINDING, file=f"plans/{name}"))["results"]
    address = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]

    assert address.isascii()
    assert set(address) & set(" \n?#") == set()
    assert unquote_to_bytes(address).decode("utf-8", "surrogatepass") == f"plans/{name}"


def test_no_more_results_than_the_code_host_keeps():
    warning = replace(FINDING, severity=Severity.WARNING)

    results = run_of(*[warning] * MOST_RESULTS, FINDING)["results"]

    assert len(results) == MOST_RESULTS
    assert results[0]["level"] == "error"
