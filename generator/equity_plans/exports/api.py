"""The API: static JSON files of everything of one kind, and one for each agency, plan and action.

A record is a row of a table with the rows of other tables that are part of it, so the API and the
tables have the same names and cannot say different things. The shapes are in `responses.py`.

Every record is turned into text once, on one line, and put into each file that holds it. No file
grows with the record as a whole: what is listed is listed a thousand records at a time, and each
such file names the next.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from equity_plans import __version__, addresses
from equity_plans.exports.export import (
    LICENSE_ID,
    Export,
    File,
    Group,
    Publication,
    Write,
)
from equity_plans.exports.table import Row, Table
from equity_plans.facets import Facet, facets
from equity_plans.progress import tally

KINDS = (
    *("agencies", "authorities", "plans", "goals", "actions", "measures"),
    *("reports", "changes", "vocabulary"),
)
"""The tables that have files of all their records."""

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
    "goal": ("actions", "measures"),
    "action": ("measures", "changes"),
}
"""What the file of one agency, plan, goal or action holds beside its own record."""

IN_BRIEF = (("goal", "actions"),)
"""Where actions are told in brief: each has its own file, and its plan's file has it whole."""

BRIEF = (
    *("id", "agency", "plan", "goal", "title", "state", "days_overdue"),
    *("due", "due_last_day", "page_url", "json_url"),
)
"""The columns of an action that the lists by status, people, topic and year have of it."""

LISTED = ("status", "people", "topic", "year")
"""The facets each of whose values has a list of actions of its own."""

MOST = 1000
"""So many records are in one file, so that none is too large to read at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One record, and how every file writes it."""

    row: Row
    text: str


@lru_cache(maxsize=1)
def records(publication: Publication) -> Mapping[str, tuple[Record, ...]]:
    """The records of each kind, in the order of their tables."""
    return {kind: tuple(_records(publication.tables, kind)) for kind in KINDS}


def _records(tables: Mapping[str, Table], kind: str) -> Iterator[Record]:
    table = tables[kind]
    parts = {
        part: _by(table.one, (Record(row=row, text=_text(row)) for row in tables[part].rows))
        for part in PARTS.get(kind, ())
    }
    for row in table.rows:
        own = {part: found.get(row["id"], ()) for part, found in parts.items()}
        yield Record(row=row, text=_text(row, **{part: _list(one) for part, one in own.items()}))


def _by(column: str, found: Iterable[Record]) -> dict[Any, list[Record]]:
    """The records by what their `column` says; one that says several things is in several lists."""
    sorted_out: dict[Any, list[Record]] = {}
    for record in found:
        told = record.row[column]
        for value in told if isinstance(told, tuple) else (told,):
            sorted_out.setdefault(value, []).append(record)
    return sorted_out


# Text ---------------------------------------------------------------------------------------------


def _day(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)


# Without an indent, this is done in C.
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_day).encode


def _text(values: Mapping[str, Any], **more: str) -> str:
    """The values as a JSON object on one line.

    `more` are names whose values are JSON already. They stand in for values of the same name: the
    table of actions counts the milestones, the API tells them.
    """
    if not more:
        return _encode(values)
    text = _encode({name: value for name, value in values.items() if name not in more})
    added = ", ".join(f'"{name}": {written}' for name, written in more.items())
    return f"{text[:-1]}, {added}}}" if len(text) > len("{}") else f"{{{added}}}"


def _list(found: Sequence[Record], *, lines: bool = False) -> str:
    """The records as a JSON list, on one line or on a line for each."""
    between = ",\n" if lines else ", "
    written = between.join(one.text for one in found)
    return f"[\n{written}\n]" if lines and found else f"[{written}]"


def _file(uri: str, publication: Publication, facts: Mapping[str, Any], **more: str) -> File:
    """A file with an answer; each begins with the day of the data."""
    head = {"as_of": publication.view.as_of, "license": LICENSE_ID}
    return File(uri=uri, content=(_text({**head, **facts}, **more) + "\n").encode())


# Files --------------------------------------------------------------------------------------------


def index(publication: Publication) -> Iterator[File]:
    """What this is, the day it shows, how much there is, and where it all is."""
    view = publication.view
    schemas = (document["$id"] for document in view.schemas.documents.values())
    facts = {
        "generator": f"equity-plans {__version__}",
        "commit": publication.commit,
        "schemas": sorted(schemas),
        "counts": {kind: publication.tables[kind].count for kind in KINDS},
        "states": {str(state): count for state, count in tally(view.promised).items()},
        "files": {kind: publication.file(addresses.api(kind)) for kind in KINDS},
    }
    yield _file(addresses.api("index"), publication, facts)


def collections(publication: Publication) -> Iterator[File]:
    """Everything of each kind."""
    for kind, found in records(publication).items():
        yield from _pages(publication, addresses.api(kind), {}, kind, found)


def lists(publication: Publication) -> Iterator[File]:
    """The actions with each value of each facet, in brief."""
    briefs = [one for one in _briefs(publication) if not one.row["draft"]]
    for facet in facets(publication.view):
        if facet.name in LISTED:
            yield from _lists_of(publication, facet, briefs)


@lru_cache(maxsize=1)
def _briefs(publication: Publication) -> tuple[Record, ...]:
    """Every action in brief, in the order of the table."""
    return tuple(
        Record(row=row, text=_text({name: row[name] for name in BRIEF}))
        for row in publication.tables["actions"].rows
    )


def _lists_of(publication: Publication, facet: Facet, briefs: list[Record]) -> Iterator[File]:
    found: dict[str, list[Record]] = {value: [] for value, _ in facet.values}
    for one, brief in zip(publication.view.promised, briefs, strict=True):
        for value in facet.of(one):
            found[value].append(brief)
    labels = dict(facet.values)
    for value, of_it in found.items():
        facts = {"facet": facet.name, "value": value, "label": labels[value]}
        uri = addresses.list_api(facet.name, value)
        yield from _pages(publication, uri, facts, "actions", of_it)


def _pages(
    publication: Publication,
    uri: str,
    facts: Mapping[str, Any],
    name: str,
    found: Sequence[Record],
) -> Iterator[File]:
    """The records, a thousand to a file; each file but the last names the next."""
    parts = [found[start : start + MOST] for start in range(0, len(found), MOST)] or [()]
    for number, part in enumerate(parts, start=1):
        following = publication.file(addresses.part(uri, number + 1))
        told = {
            **facts,
            "count": len(found),
            "part": number,
            "parts": len(parts),
            "next": following if number < len(parts) else None,
        }
        more = {name: _list(part, lines=True)}
        yield _file(addresses.part(uri, number), publication, told, **more)


def agencies(publication: Publication) -> Iterator[File]:
    """A file for each agency: who it is, and its plans."""
    its_plans = _by("agency", records(publication)["plans"])
    for one in records(publication)["agencies"]:
        known = one.row["id"]
        uri = addresses.agency_api(str(known))
        yield _single(uri, publication, "agency", one, plans=its_plans.get(known, []))


def plans(publication: Publication) -> Iterator[File]:
    """A file for each plan: the whole of it, and every report."""
    known = records(publication)
    within = {kind: _by("plan", known[kind]) for kind in FILES["plan"]}
    for one, plan in zip(known["plans"], publication.view.portfolio.plans.values(), strict=True):
        own = {kind: found.get(plan.key, []) for kind, found in within.items()}
        yield _single(addresses.plan_api(plan), publication, "plan", one, **own)


def goals(publication: Publication) -> Iterator[File]:
    """A file for each goal: what it asks for, its actions in brief and its measures."""
    known = records(publication)
    within = {
        "actions": _by("goal", _briefs(publication)),
        "measures": _by("goal", known["measures"]),
    }
    named = (
        addresses.goal_api(plan, goal)
        for plan in publication.view.portfolio.plans.values()
        for goal in plan.goals
    )
    for one, uri in zip(known["goals"], named, strict=True):
        own = {kind: found.get(one.row["id"], []) for kind, found in within.items()}
        yield _single(uri, publication, "goal", one, **own)


def actions(publication: Publication) -> Iterator[File]:
    """A file for each action: the promise, and all that came of it."""
    known = records(publication)
    measures = _by("actions", known["measures"])
    changes = _by("action", known["changes"])
    for one, placed in zip(known["actions"], publication.view.placed, strict=True):
        uri = addresses.action_api(placed.plan, placed.action)
        own = {
            "measures": measures.get(one.row["id"], []),
            "changes": changes.get(one.row["id"], []),
        }
        yield _single(uri, publication, "action", one, **own)


def _single(
    uri: str, publication: Publication, name: str, one: Record, **more: list[Record]
) -> File:
    """The file of one thing and of what belongs to it."""
    written = {kind: _list(found, lines=True) for kind, found in more.items()}
    return _file(uri, publication, {}, **{name: one.text}, **written)


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
        "The day of the data, how many there are of each kind, where each file is, and what the "
        "site was made from.",
        index,
    ),
    _export(
        addresses.api("{kind}"),
        "Everything of one kind",
        f"Files for each of: {', '.join(KINDS)}. Where there are more than {MOST:,} records, "
        "a file says in “next” where the following ones are.",
        collections,
    ),
    _export(
        addresses.list_api("{facet}", "{value}"),
        "A list of actions",
        f"In brief, for each value of: {', '.join(LISTED)}.",
        lists,
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
        f"{addresses.API}plans/{{agency}}/{{plan}}/goals/{{goal}}.json",
        "One goal",
        "What stands in the way, its actions in brief, and its measures with every figure.",
        goals,
    ),
    _export(
        f"{addresses.API}plans/{{agency}}/{{plan}}/actions/{{action}}.json",
        "One action",
        "The promise, the three answers, its milestones, every report, its proof and its changes.",
        actions,
    ),
)
