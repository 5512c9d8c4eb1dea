"""Findings → SARIF 2.1.0, the form in which code hosts and editors take in what a check found."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from equity_plans import __version__
from equity_plans.check import RULES
from equity_plans.check.registry import Rule
from equity_plans.diagnostics.as_json import pointer
from equity_plans.diagnostics.ranking import summary, worst_first
from equity_plans.diagnostics.show import show
from equity_plans.findings import Finding, Place, Severity

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}
ROOT = "ROOT"
"""What the project's folder is called in addresses of files."""

MOST_RESULTS = 5_000
"""The code host keeps no more; the worst come first."""

TAGS = {
    "EP0": "file",
    "EP1": "shape",
    "EP2": "meaning",
    "EP3": "change",
    "EP4": "ownership",
    "EP5": "evidence",
    "EP9": "advice",
}


def as_sarif(findings: Sequence[Finding], *, files: int, plans: int | None = None) -> str:
    """One run with every rule of the catalogue, and the findings, worst first."""
    indexes = {id_: index for index, id_ in enumerate(RULES)}
    run = {
        "tool": {
            "driver": {
                "name": "equity-plans",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in RULES.values()],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The project's folder."}}},
        "invocations": [
            {
                "executionSuccessful": True,
                "properties": {"summary": summary(findings, files=files, plans=plans)},
            }
        ],
        "results": [_result(one, indexes) for one in worst_first(findings)[:MOST_RESULTS]],
    }
    text = json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)
    # The same text to every reader of JSON, but nothing a runner of workflows obeys in its log.
    return text.replace("##", r"#\u0023") + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": "".join(re.findall(r"[A-Za-z]+", rule.summary.title())),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why or rule.summary},
        "help": {"text": rule.fix, "markdown": f"{rule.why}\n\n**What to do:** {rule.fix}"},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": [TAGS[rule.id[:3]]]},
    }


def _result(finding: Finding, indexes: dict[str, int]) -> dict[str, Any]:
    about = f"{finding.subject}: " if finding.subject else ""
    fix = f" {finding.fix}" if finding.fix else ""
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": LEVELS[finding.severity],
        "message": {"text": show(f"{about}{finding.message}{fix}")},
        "locations": [_location(finding.file, finding.place)],
        "partialFingerprints": {"whatAndWhere/v1": _fingerprint(finding)},
    }
    if finding.rule in indexes:
        result["ruleIndex"] = indexes[finding.rule]
    if finding.other:
        other = finding.other
        related = {**_location(other.file, other.place), "message": {"text": show(other.label)}}
        result["relatedLocations"] = [{"id": 1, **related}]
    return result


def _location(file: str, place: Place | None) -> dict[str, Any]:
    address = quote(file.encode("utf-8", "surrogatepass"))
    physical: dict[str, Any] = {"artifactLocation": {"uri": address, "uriBaseId": ROOT}}
    if place:
        physical["region"] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
    return {"physicalLocation": physical}


def _fingerprint(finding: Finding) -> str:
    """By which a finding is known again when lines have moved: the rule, the file, the thing."""
    known = (finding.rule, finding.file, finding.subject, pointer(finding.path))
    return hashlib.sha256("\0".join(known).encode("utf-8", "surrogatepass")).hexdigest()[:32]
