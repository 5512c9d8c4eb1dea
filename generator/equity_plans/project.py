"""A project folder → its portfolio and every finding. Disk ends here; values go on."""

from __future__ import annotations

import gc
import marshal
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias, cast

from equity_plans import sources
from equity_plans.check import rule_findings
from equity_plans.check.places import AUTHORITIES, PLANS, agency_of, file_finding, kind_of, walk
from equity_plans.check.shape import shape_findings
from equity_plans.check.spread import Spread, Watch, in_parts, one_by_one, unwatched
from equity_plans.findings import Finding, Severity
from equity_plans.language import SOURCE
from equity_plans.model import Agency, Authority, Plan, Portfolio, Report, build
from equity_plans.schema import Schemas, load_schemas
from equity_plans.sources import Document, Value

MOST_READ = 50
"""So many files are read in one task."""

Entries: TypeAlias = Sequence[tuple[str, Finding | None]]

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


@dataclass(frozen=True, kw_only=True, slots=True)
class _Read:
    """What is known of a file by itself."""

    document: Document
    """Its name alone, where `text` and `packed` are all of it in fewer bytes."""

    findings: tuple[Finding, ...]
    text: str | None = None
    packed: bytes = b""

    @property
    def sound(self) -> bool:
        """True when there is no error in it."""
        return not any(one.severity == Severity.ERROR for one in self.findings)

    @property
    def value(self) -> Value:
        """What it says."""
        unpacked: Value = marshal.loads(self.packed) if self.packed else self.document.value  # noqa: S302 - we packed it
        return unpacked

    @property
    def whole(self) -> Document:
        """Its document."""
        if self.text is None:
            return self.document
        return sources.known(self.text, self.value, file=self.document.file)


class _Whole(Mapping[str, Document]):
    """The documents of files, each made when somebody asks for it, and soon forgotten."""

    def __init__(self, read: Mapping[str, _Read]) -> None:
        self._read = read
        self._last = Document(file="")

    def __getitem__(self, name: str) -> Document:
        if self._last.file != name:  # whoever looks at a file asks for it again and again
            self._last = self._read[name].whole
        return self._last

    def __contains__(self, name: object) -> bool:
        return name in self._read

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


def entries_in(root: Path) -> Entries:
    """Every file in plans/, with what is wrong with its name or place: see `check.places.walk`."""
    return tuple(walk(root / PLANS, root=root)) if (root / PLANS).is_dir() else ()


def open_project(
    root: Path,
    *,
    schema: Path | None = None,
    spread: Spread = one_by_one,
    watch: Watch = unwatched,
    texts: bool = True,
    only: Container[str] | None = None,
    walked: Entries | None = None,
) -> Project:
    """The project in the folder `root`, which holds plans/ and schema/, unless `schema` says where.

    Many files are read and checked by `spread`; it makes no difference but in time. `watch` is told
    how far it is. Without `texts`, the documents of the project are names alone: the texts of a
    country, and where everything stands in them, take more memory than all the rest.

    With `only`, the project is that part of it: files of these agencies, and the authorities. What
    is wrong with the name or place of a file is found wherever it is. `walked` is what `walk` tells
    of plans/, if that is known already.

    Raises OSError when there is no schema to check against; whatever is wrong in plans/ comes back
    as findings.
    """
    with _nothing_thrown_away():
        entries = entries_in(root) if walked is None else walked
        names = [
            name
            for name, finding in entries
            if finding is None and (only is None or name == AUTHORITIES or agency_of(name) in only)
        ]
        schemas = load_schemas(schema or root / "schema")

        def some(part: Sequence[str]) -> list[_Read]:
            found = (sources.read(root / name, root=root) for name in part)
            return [_alone(one, schemas=schemas, text=texts) for one in found]

        told = watch("Reading files")
        read = in_parts(names, some, size=MOST_READ, spread=spread, told=told)
        return _project(
            read,
            schemas=schemas,
            root=root,
            findings=[finding for _, finding in entries if finding is not None],
            spread=spread,
            watch=watch,
            texts=texts,
        )


def _alone(document: Document, *, schemas: Schemas, text: bool) -> _Read:
    """What is known of a file, whatever the others say."""
    kind = kind_of(document.file)
    findings = document.findings or shape_findings(document, kind=kind, schemas=schemas)
    if text or document.text is None:
        return _Read(document=document, findings=findings)
    return _Read(
        document=Document(file=document.file),
        findings=findings,
        text=document.text,
        packed=marshal.dumps(document.value),
    )


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """No looking for what could be thrown away: all that is read here is kept.

    With thousands of files, Python would go through all of them again and again for nothing. What
    was kept of an earlier project is looked at again.
    """
    before = gc.isenabled()
    gc.disable()
    gc.unfreeze()
    try:
        yield
    finally:
        gc.freeze()
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
    read = [_alone(one, schemas=schemas, text=True) for one in documents.values()]
    read.sort(key=lambda one: one.document.file.count("/"))  # agencies, plans, reports
    return _project(read, schemas=schemas, root=root, findings=findings)


def _project(
    read: Iterable[_Read],
    *,
    schemas: Schemas,
    root: Path,
    findings: Iterable[Finding],
    spread: Spread = one_by_one,
    watch: Watch = unwatched,
    texts: bool = True,
) -> Project:
    portfolio, read = _portfolio(read)
    found = [*findings, *(finding for one in read for finding in one.findings)]
    documents = _Whole({one.document.file: one for one in read})
    found.extend(_missing(documents))
    found.extend(rule_findings(portfolio, documents=documents, spread=spread, watch=watch))
    names = (one.document.file for one in read)
    return Project(
        root=root,
        schemas=schemas,
        portfolio=portfolio,
        findings=tuple(sorted(found, key=Finding.sort_key)),
        documents={name: documents[name] if texts else Document(file=name) for name in names},
    )


def _portfolio(read: Iterable[_Read]) -> tuple[Portfolio, Sequence[_Read]]:
    """What the sound ones of the files say, and all of them.

    An agency comes before its plans, and a plan before its reports. Each is unpacked once, as soon
    as it is read, and its values are left behind.
    """
    every: list[_Read] = []
    agencies: dict[str, Agency] = {}
    plans: dict[str, Plan] = {}
    reports: dict[str, list[Report]] = {}
    languages: dict[str, str] = {}
    authorities: Sequence[Mapping[str, Any]] = ()
    for one in read:
        every.append(one)
        if not one.sound:
            continue
        file = one.document.file
        kind, values = kind_of(file), _values(one)
        if kind == "authorities":
            authorities = values["authorities"]
            continue
        _, agency, *folders, _ = file.split("/")
        if kind == "agency":
            agencies[agency] = build(
                Agency,
                values,
                fiscal_year_starts=values["fiscal_year_starts"],
                language=values.get("language", SOURCE),
                id=agency,
                file=file,
            )
        if agency not in agencies or not folders:
            continue
        key = f"{agency}/{folders[0]}"
        year, language = agencies[agency].fiscal_year_starts, agencies[agency].language
        if kind == "plan":
            language = languages[key] = values.get("language", language)
            plans[key] = build(
                Plan,
                values,
                fiscal_year_starts=year,
                language=language,
                id=folders[0],
                agency=agency,
                file=file,
            )
        elif kind == "report":
            report = build(
                Report,
                values,
                fiscal_year_starts=year,
                language=languages.get(key, language),
                file=file,
            )
            reports.setdefault(key, []).append(report)
    portfolio = Portfolio(
        agencies=agencies,
        authorities={
            one["id"]: build(Authority, one, fiscal_year_starts=DEFAULT_FISCAL_YEAR_STARTS)
            for one in authorities
        },
        plans={
            key: replace(
                plan,
                reports=tuple(sorted(reports.get(key, ()), key=lambda one: (one.date, one.file))),
            )
            for key, plan in plans.items()
        },
    )
    return portfolio, every


def _values(one: _Read) -> Mapping[str, Any]:
    """What a sound file says."""
    return cast("Mapping[str, Any]", one.value)


def _missing(documents: Collection[str]) -> Iterator[Finding]:
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
