"""Findings → JUnit XML, the form in which most build servers take in the result of tests."""

from __future__ import annotations

# Only written here, never read.
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from itertools import groupby

from equity_plans.check import RULES
from equity_plans.diagnostics.ranking import MOST, summary, where
from equity_plans.diagnostics.show import show
from equity_plans.findings import Finding, Severity

NO_TIME = "1970-01-01T00:00:00"
"""The form asks when and how long. The same plans are to give the same text on every day."""

NOT_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")
"""Characters that are left after `show` and that XML cannot hold."""


def as_junit(findings: Sequence[Finding], *, files: int, plans: int | None = None) -> str:
    """A suite for each plan with findings, with a test for each rule; one suite when all is well.

    Errors fail. What else was found is told in the suite's output.
    """
    root = ET.Element("testsuites")
    ordered = sorted(findings, key=lambda one: (_suite_of(one), one.sort_key()))
    suites = [(name, list(group)) for name, group in groupby(ordered, key=_suite_of)]
    for number, (name, here) in enumerate(suites or [("plans", [])]):
        _suite(root, number, name, here)
    root[-1][-2].text = _text(
        [*filter(None, [root[-1][-2].text]), summary(findings, files=files, plans=plans)]
    )
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _suite(root: ET.Element, number: int, name: str, findings: Sequence[Finding]) -> None:
    errors: dict[str, list[Finding]] = {}
    for one in findings:
        if one.severity == Severity.ERROR:
            errors.setdefault(one.rule, []).append(one)
    suite = ET.SubElement(
        root,
        "testsuite",
        name=name,
        package="equity-plans",
        id=str(number),
        timestamp=NO_TIME,
        hostname="localhost",
        tests=str(len(RULES)),
        failures=str(len(errors)),
        errors="0",
        time="0",
    )
    ET.SubElement(suite, "properties")
    for rule in RULES.values():
        title = f"{rule.id} {rule.summary}"
        case = ET.SubElement(suite, "testcase", name=title, classname=name, time="0")
        wrong = errors.get(rule.id, [])
        if wrong:
            first = _line(wrong[0])
            failure = ET.SubElement(case, "failure", message=first, type=rule.id)
            failure.text = _text([_line(one) for one in wrong[:MOST]])
    others = [one for one in findings if one.severity != Severity.ERROR]
    ET.SubElement(suite, "system-out").text = _text([_line(one) for one in others[:MOST]])
    ET.SubElement(suite, "system-err")


def _suite_of(finding: Finding) -> str:
    """The plan a finding is about, `plans/ssa/equity-2023`; else the folder or file it is in."""
    parts = finding.file.split("/")
    return show("/".join(parts[:3]) if len(parts) > 3 else finding.file).translate(NOT_XML)


def _line(finding: Finding) -> str:
    about = f" {finding.subject}:" if finding.subject else ""
    fix = f" {finding.fix}" if finding.fix else ""
    # Our own word comes first, so that no name of a file begins a line.
    line = f"{finding.severity} {finding.rule} {where(finding)}:{about} {finding.message}{fix}"
    return show(line).translate(NOT_XML)


def _text(lines: Sequence[str]) -> str:
    return "\n".join(lines)
