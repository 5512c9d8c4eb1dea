"""JUnit XML says what was found in the form that build servers take in, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree
from tests.test_sarif import FINDING

from equity_plans.check import RULES
from equity_plans.diagnostics import FORMATS
from equity_plans.findings import Severity
from equity_plans.project import open_project


def read(*findings, files=3, plans=None):
    text = FORMATS["junit"](findings, files=files, plans=plans)
    return etree.fromstring(text.encode("utf-8"))


@pytest.fixture(scope="module")
def schema(corpora):
    return etree.XMLSchema(etree.parse(corpora / "junit" / "JUnit.xsd"))


def test_it_is_valid_whatever_was_found(schema, root):
    for findings in ([], [FINDING], open_project(root).findings):
        schema.assertValid(read(*findings))


def test_it_is_valid_whatever_a_plan_says(schema, naughty):
    findings = [
        replace(FINDING, file=f"plans/{text}", message=text, subject=text, fix=text)
        for text in naughty
    ]

    schema.assertValid(read(*findings))


def test_every_rule_is_a_test_that_passes_or_fails():
    (suite,) = read(FINDING)

    cases = suite.findall("testcase")
    assert suite.get("name") == "plans/parks/equity-2024"
    assert [case.get("name")[:5] for case in cases] == list(RULES)
    assert [case.get("name")[:5] for case in cases if len(case)] == ["EP102"]
    assert (suite.get("tests"), suite.get("failures")) == (str(len(RULES)), "1")
    (failure,) = suite.iter("failure")
    assert failure.text == (
        "error EP102 plans/parks/equity-2024/plan.yaml:15:5: action “Translate forms”"
        " (translate-forms): `staus` is not a key that can be used here. Did you mean `status`?"
    )


def test_each_plan_has_a_suite_and_an_agency_its_own():
    others = [
        replace(FINDING, file="plans/parks/equity-2024/reports/2024-04-01.yaml"),
        replace(FINDING, file="plans/parks/agency.yaml"),
        replace(FINDING, file="plans/authorities.yaml"),
    ]

    suites = read(FINDING, *others)

    assert [suite.get("name") for suite in suites] == [
        "plans/authorities.yaml",
        "plans/parks/agency.yaml",
        "plans/parks/equity-2024",
    ]
    assert [suite.get("id") for suite in suites] == ["0", "1", "2"]


def test_only_errors_fail():
    (suite,) = read(replace(FINDING, severity=Severity.WARNING))

    assert suite.get("failures") == "0"
    assert suite.findtext("system-out").startswith("warning EP102 plans/parks")


def test_all_is_well_is_one_suite_in_which_every_rule_passes():
    (suite,) = read(files=12, plans=2)

    assert (suite.get("tests"), suite.get("failures")) == (str(len(RULES)), "0")
    assert suite.findtext("system-out") == "No problems in 12 files (2 plans)."


def test_the_same_findings_give_the_same_text():
    assert FORMATS["junit"]([FINDING], files=1) == FORMATS["junit"]([FINDING], files=1)


def test_no_name_of_a_file_begins_a_line():
    name = "::error::forged"
    text = FORMATS["junit"]([replace(FINDING, file=name, message=f"\n{name}")], files=1)

    assert [line for line in text.split("\n") if line.lstrip().startswith("::")] == []
