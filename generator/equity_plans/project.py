"""A project folder → its portfolio and every finding. Disk ends here; values go on."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias, cast

from equity_plans import sources
from equity_plans.check import rule_findings
from equity_plans.check.places import AUTHORITIES, PLANS, file_finding, kind_of, walk
from equity_plans.check.shape import shape_findings
from equity_plans.check.spread import Spread, in_parts, one_by_one
from equity_plans.findings import Finding, Severity
from equity_plans.language import SOURCE
from equity_plans.model import Agency, Authority, Plan, Portfolio, Report, build
from equity_plans.schema import Schemas, load_schemas
from equity_plans.sources import Document

_Read: TypeAlias = tuple[Document, tuple[Finding, ...]]
"""A file, and what is wrong with it by itself."""

MOST_READ = 50
"""So many files are read in one task."""

DEFAULT_FISCAL_YEAR_STARTS = 10
"""Used only while an agency's own file cannot be read; that file has a finding then."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """Everything in a project folder, read once."""

    root: Path
    schemas: Schemas
    portfolio: Portfolio
    """What could be understood; a file with an error is not in it."""

    findings: tuple[Finding, ...]
    documents: Mapping[str, Document]
    """Every file read, by path from the root."""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that block publishing."""
        return tuple(one for one in self.findings if one.severity == Severity.ERROR)

    @property
    def unread(self) -> frozenset[str]:
        """The files that are there, but of which nothing is in the portfolio."""
        plans = self.portfolio.plans.values()
        known = {AUTHORITIES} | {agency.file for agency in self.portfolio.agencies.values()}
        known |= {plan.file for plan in plans}
        known |= {report.file for plan in plans for report in plan.reports}
        # Nothing tells an empty list of authorities from one with mistakes but these.
        if any(
            one.file == AUTHORITIES and one.rule.startswith(("EP0", "EP1")) for one in self.errors
        ):
            known.remove(AUTHORITIES)
        return frozenset(self.documents.keys() - known)


def open_project(root: Path, *, schema: Path | None = None, spread: Spread = one_by_one) -> Project:
    """The project in the folder `root`, which holds plans/ and schema/, unless `schema` says where.

    Many files are read and checked by `spread`; it makes no difference but in time.

    Raises OSError when there is no schema to check against; whatever is wrong in plans/ comes back
    as findings.
    """
    with _nothing_thrown_away():
        entries = list(walk(root / PLANS, root=root)) if (root / PLANS).is_dir() else []
        names = [name for name, finding in entries if finding is None]
        schemas = load_schemas(schema or root / "schema")
        return _project(
            _read_all(names, root=root, schemas=schemas, spread=spread),
            schemas=schemas,
            root=root,
            findings=[finding for _, finding in entries if finding is not None],
            spread=spread,
        )


def _read_all(
    names: Sequence[str], *, root: Path, schemas: Schemas, spread: Spread
) -> Mapping[str, _Read]:
    """Every file and what is wrong with it by itself, by its name, in the order of the names."""

    def some(part: Sequence[str]) -> list[_Read]:
        documents = ((name, sources.read(root / name, root=root)) for name in part)
        return [(one, _alone(one, name, schemas=schemas)) for name, one in documents]

    read = in_parts(names, some, size=MOST_READ, spread=spread)
    return dict(zip(names, read, strict=True))


def _alone(document: Document, name: str, *, schemas: Schemas) -> tuple[Finding, ...]:
    """What is wrong with a file, whatever the others say."""
    return document.findings or shape_findings(document, kind=kind_of(name), schemas=schemas)


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """No looking for what could be thrown away: all that is read here is kept.

    With thousands of files, Python would go through all of them again and again for nothing.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def project_of(
    documents: Mapping[str, Document],
    *,
    schemas: Schemas,
    root: Path,
    findings: Iterable[Finding] = (),
) -> Project:
    """The project that `documents` make, wherever they were read from, by path from the root."""
    read = {name: (one, _alone(one, name, schemas=schemas)) for name, one in documents.items()}
    return _project(read, schemas=schemas, root=root, findings=findings, spread=one_by_one)


def _project(
    read: Mapping[str, _Read],
    *,
    schemas: Schemas,
    root: Path,
    findings: Iterable[Finding],
    spread: Spread,
) -> Project:
    found = list(findings)
    documents = {name: document for name, (document, _) in read.items()}
    data: dict[str, Mapping[str, Any]] = {}
    for name, (document, shape) in read.items():
        found.extend(shape)
        if not any(one.severity == Severity.ERROR for one in shape):
            data[name] = cast("Mapping[str, Any]", document.value)
    portfolio = _portfolio(data)
    found.extend(_missing(documents))
    found.extend(rule_findings(portfolio, documents=documents, spread=spread))
    return Project(
        root=root,
        schemas=schemas,
        portfolio=portfolio,
        findings=tuple(sorted(found, key=Finding.sort_key)),
        documents=documents,
    )


def _portfolio(data: Mapping[str, Mapping[str, Any]]) -> Portfolio:
    agencies: dict[str, Agency] = {}
    plans: dict[str, Plan] = {}
    reports: dict[str, list[Report]] = {}
    for file, values in data.items():
        if kind_of(file) == "agency":
            agency = PurePosixPath(file).parent.name
            fiscal = values["fiscal_year_starts"]
            agencies[agency] = build(
                Agency,
                values,
                fiscal_year_starts=fiscal,
                language=values.get("language", SOURCE),
                id=agency,
                file=file,
            )
    for file, values in data.items():
        parts = file.split("/")
        agency = parts[1]
        if agency not in agencies:
            continue
        fiscal = agencies[agency].fiscal_year_starts
        its_plan = data.get(f"plans/{agency}/{parts[2]}/plan.yaml", {}) if len(parts) > 3 else {}
        language = its_plan.get("language", agencies[agency].language)
        if kind_of(file) == "report":
            report = build(Report, values, fiscal_year_starts=fiscal, language=language, file=file)
            reports.setdefault(f"{agency}/{parts[2]}", []).append(report)
        elif kind_of(file) == "plan":
            plan = build(
                Plan,
                values,
                fiscal_year_starts=fiscal,
                language=language,
                id=parts[2],
                agency=agency,
                file=file,
            )
            plans[plan.key] = plan
    return Portfolio(
        agencies=agencies,
        authorities={
            one["id"]: build(Authority, one, fiscal_year_starts=DEFAULT_FISCAL_YEAR_STARTS)
            for one in data.get(AUTHORITIES, {}).get("authorities", ())
        },
        plans={
            key: replace(
                plan,
                reports=tuple(sorted(reports.get(key, ()), key=lambda one: (one.date, one.file))),
            )
            for key, plan in plans.items()
        },
    )


def _missing(documents: Mapping[str, Document]) -> Iterator[Finding]:
    """A plan without its agency, and reports without their plan, cannot be shown to anyone."""
    for file in documents:
        parts = file.split("/")
        kind = kind_of(file)
        if kind == "plan" and f"plans/{parts[1]}/agency.yaml" not in documents:
            yield file_finding(
                "EP016",
                file,
                f"This plan's agency has no file: plans/{parts[1]}/agency.yaml is not there.",
                f"Make it with: equity-plans new agency {parts[1]}",
            )
        if kind == "report" and f"plans/{parts[1]}/{parts[2]}/plan.yaml" not in documents:
            yield file_finding(
                "EP016",
                file,
                f"This report's plan is not there: plans/{parts[1]}/{parts[2]}/plan.yaml.",
                "Put the report into the folder of the plan it tells of.",
            )
