"""Checking: a file's shape, its meaning, and how files fit together → findings."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from equity_plans.changes import Difference
from equity_plans.check.places import AUTHORITIES
from equity_plans.check.registry import Found, Rule
from equity_plans.check.rules import RULES
from equity_plans.check.spread import Spread, Watch, in_parts, one_by_one, unwatched
from equity_plans.check.subject import subject
from equity_plans.findings import DataPath, Finding, Other, Place
from equity_plans.model import Authority, Portfolio, build
from equity_plans.sources import Document
from equity_plans.sources.source import MOST_FINDINGS

__all__ = ["RULES", "change_findings", "rule_findings"]

MOST_LOOKED_AT = 100
"""So many files are looked at in one task."""

FIRST_MONTH = 1
"""Authorities give days only, so no fiscal year matters to them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Target:
    """One thing that rules look at."""

    of: str
    file: str
    thing: Any
    beside: Mapping[str, Any] = field(default_factory=dict)
    """What else rules of this kind are given."""


def rule_findings(
    portfolio: Portfolio,
    *,
    documents: Mapping[str, Document],
    spread: Spread = one_by_one,
    watch: Watch = unwatched,
) -> tuple[Finding, ...]:
    """What the rules find in everything that could be understood, in the order to show it.

    `documents` holds every file that was read. A reference to one that is not in `portfolio`,
    because it has errors of its own, is not called wrong. Many files are looked at by `spread`; it
    makes no difference but in time. `watch` is told how far it is.
    """
    targets = tuple(_targets(portfolio, documents))
    unsound = documents.keys() - {target.file for target in targets}

    def look(at: Sequence[_Target]) -> list[Finding]:
        return [
            _finding(rule, found, target.file, documents.get(target.file))
            for target in at
            for rule in RULES.values()
            if target.of in rule.looks
            for found in islice(_found(rule, target, portfolio, unsound), MOST_FINDINGS)
        ]

    told = watch("Checking plans")
    findings = in_parts(targets, look, size=MOST_LOOKED_AT, spread=spread, told=told)
    return tuple(sorted(findings, key=Finding.sort_key))


def change_findings(
    changes: Iterable[Difference], *, documents: Mapping[str, Document], as_of: date
) -> tuple[Finding, ...]:
    """What the rules find in what a proposal changes, in the order to show it.

    `documents` are the files as they are proposed. Changes in drafts are free.
    """
    findings = (
        _finding(rule, found, change.file, documents.get(change.file))
        for change in changes
        for rule in RULES.values()
        if "change" in rule.looks
        for found in rule.looks["change"](change, as_of=as_of)
    )
    return tuple(sorted(findings, key=Finding.sort_key))


def _found(
    rule: Rule, target: _Target, portfolio: Portfolio, unsound: Container[str]
) -> Iterator[Found]:
    """What one rule has to say of one thing, worked out as it is asked for."""
    for found in rule.looks[target.of](target.thing, portfolio=portfolio, **target.beside):
        if found.refers_to not in unsound:
            yield found


def _targets(portfolio: Portfolio, documents: Mapping[str, Document]) -> Iterator[_Target]:
    for agency in portfolio.agencies.values():
        yield _Target(of="agency", file=agency.file, thing=agency)
    for plan in portfolio.plans.values():
        yield _Target(of="plan", file=plan.file, thing=plan)
        for report in plan.reports:
            yield _Target(of="report", file=report.file, thing=report, beside={"plan": plan})
    authorities = _authorities(portfolio, documents)
    if authorities is not None:
        yield _Target(of="authorities", file=AUTHORITIES, thing=authorities)


def _authorities(
    portfolio: Portfolio, documents: Mapping[str, Document]
) -> tuple[Authority, ...] | None:
    """The authorities as their file has them: in its order, and each id as often as it is used.

    None when there is no such file, or when it could not be understood.
    """
    value = documents[AUTHORITIES].value if AUTHORITIES in documents else None
    written = value.get("authorities") if isinstance(value, dict) else None
    if not isinstance(written, list) or (written and not portfolio.authorities):
        return None
    return tuple(
        build(Authority, one, fiscal_year_starts=FIRST_MONTH)
        for one in written
        if isinstance(one, dict)
    )


def _finding(rule: Rule, found: Found, file: str, document: Document | None) -> Finding:
    place = other = None
    excerpt = about = ""
    if document is not None:
        place = _place(document, found.path, key=found.at == "key")
        about = subject(document.value, found.path)
        if place is not None and place.line <= len(document.lines):
            excerpt = document.lines[place.line - 1]
        other_place = _place(document, found.other) if found.other is not None else None
        if other_place is not None:
            other = Other(file=file, place=other_place, label=found.other_label)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        file=file,
        message=found.message,
        fix=found.fix or rule.fix,
        place=place,
        path=found.path,
        subject=about,
        excerpt=excerpt,
        other=other,
    )


def _place(document: Document, path: DataPath, *, key: bool = False) -> Place | None:
    """Where `path` stands, or the nearest thing around it that stands somewhere."""
    places = document.keys if key else document.values
    while path and path not in places:
        path = path[:-1]
    return places.get(path)
