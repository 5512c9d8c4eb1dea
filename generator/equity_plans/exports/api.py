"""The API: static JSON files of everything of one kind, and one for each agency, plan and action.

A record is a row of a table with the rows of other tables that are part of it, so the API and the
tables have the same names and cannot say different things. The shapes are in `responses.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, TypeAlias

from equity_plans import __version__, addresses
from equity_plans.exports.export import (
    LICENSE_ID,
    Export,
    File,
    Group,
    Publication,
    Write,
    json_bytes,
)
from equity_plans.exports.table import Row, Table
from equity_plans.progress import tally
from equity_plans.view import View

KINDS = (
    *("agencies", "authorities", "plans", "goals", "actions", "measures"),
    *("reports", "changes", "vocabulary"),
)
"""The tables that have a file of all their records."""

PARTS: Mapping[str, tuple[str, ...]] = {
    "agencies": ("services",),
    "plans": ("engagement", "amendments"),
    "goals": ("barriers",),
    "actions": ("milestones", "moves", "action_reports", "proof"),
    "measures": ("observations",),
    "reports": ("corrections",),
}
"""The tables whose rows are told inside the record they belong to."""

FILES: Mapping[str, tuple[str, ...]] = {
    "agency": ("plans",),
    "plan": ("goals", "actions", "measures", "reports", "changes"),
    "action": ("measures", "changes"),
}
"""What the file of one agency, plan or action holds beside its own record."""

Record: TypeAlias = Mapping[str, Any]


@lru_cache(maxsize=1)
def records(publication: Publication) -> Mapping[str, tuple[Record, ...]]:
    """The records of each kind, in the order of their tables."""
    return {kind: tuple(_records(publication.tables, kind)) for kind in KINDS}


def _records(tables: Mapping[str, Table], kind: str) -> Iterator[Record]:
    table = tables[kind]
    parts = {part: _by(table.one, map(_json, tables[part].rows)) for part in PARTS.get(kind, ())}
    for row in table.rows:
        yield {
            **_json(row),
            **{part: found.get(row["id"], []) for part, found in parts.items()},
        }


def _by(column: str, found: Iterable[Record]) -> dict[Any, list[Record]]:
    """The records by what their `column` says; one that says several things is in several lists."""
    sorted_out: dict[Any, list[Record]] = {}
    for record in found:
        told = record[column]
        for value in told if isinstance(told, list) else (told,):
            sorted_out.setdefault(value, []).append(record)
    return sorted_out


def _json(row: Row) -> Record:
    """The row as JSON holds it."""
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else list(value)
        if isinstance(value, tuple)
        else value
        for name, value in row.items()
    }


def index(publication: Publication) -> Iterator[File]:
    """What this is, the day it shows, how much there is, and where it all is."""
    view = publication.view
    schemas = (document["$id"] for document in view.schemas.documents.values())
    yield _file(
        addresses.api("index"),
        view,
        generator=f"equity-plans {__version__}",
        schemas=sorted(schemas),
        counts={kind: len(publication.tables[kind].rows) for kind in KINDS},
        states={str(state): count for state, count in tally(view.promised).items()},
        files={kind: publication.file(addresses.api(kind)) for kind in KINDS},
    )


def collections(publication: Publication) -> Iterator[File]:
    """A file with everything of each kind."""
    for kind, found in records(publication).items():
        content = {"count": len(found), kind: found}
        yield _file(addresses.api(kind), publication.view, **content)


def agencies(publication: Publication) -> Iterator[File]:
    """A file for each agency: who it is, and its plans."""
    known = records(publication)
    its_plans = _by("agency", known["plans"])
    for one in known["agencies"]:
        uri = addresses.agency_api(one["id"])
        yield _file(uri, publication.view, agency=one, plans=its_plans.get(one["id"], []))


def plans(publication: Publication) -> Iterator[File]:
    """A file for each plan: the whole of it, and every report."""
    known = records(publication)
    within = {kind: _by("plan", known[kind]) for kind in FILES["plan"]}
    for one, plan in zip(known["plans"], publication.view.portfolio.plans.values(), strict=True):
        content = {kind: found.get(one["id"], []) for kind, found in within.items()}
        yield _file(addresses.plan_api(plan), publication.view, plan=one, **content)


def actions(publication: Publication) -> Iterator[File]:
    """A file for each action: the promise, and all that came of it."""
    known = records(publication)
    measures = _by("actions", known["measures"])
    changes = _by("action", known["changes"])
    for one, placed in zip(known["actions"], publication.view.placed, strict=True):
        yield _file(
            addresses.action_api(placed.plan, placed.action),
            publication.view,
            action=one,
            measures=measures.get(one["id"], []),
            changes=changes.get(one["id"], []),
        )


def _file(uri: str, view: View, **content: Any) -> File:
    """A file with an answer; each begins with the day of the data."""
    head = {"as_of": view.as_of.isoformat(), "license": LICENSE_ID}
    return File(uri=uri, content=json_bytes({**head, **content}))


def _export(uri: str, title: str, description: str, write: Write) -> Export:
    return Export(
        uri=uri,
        media_type="application/json",
        title=title,
        description=description,
        group=Group.API,
        write=write,
    )


EXPORTS = (
    _export(
        addresses.api("index"),
        "Start",
        "The day of the data, how many there are of each kind, and where each file is.",
        index,
    ),
    _export(
        addresses.api("{kind}"),
        "Everything of one kind",
        f"One file for each of: {', '.join(KINDS)}.",
        collections,
    ),
    _export(
        addresses.agency_api("{agency}"),
        "One agency",
        "Who it is, its services and its plans.",
        agencies,
    ),
    _export(
        f"{addresses.API}plans/{{agency}}/{{plan}}.json",
        "One plan",
        "Its goals, actions, measures with every figure, reports and changes.",
        plans,
    ),
    _export(
        f"{addresses.API}plans/{{agency}}/{{plan}}/actions/{{action}}.json",
        "One action",
        "The promise, the three answers, its milestones, every report, its proof and its changes.",
        actions,
    ),
)
