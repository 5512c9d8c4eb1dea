"""The API: static JSON files of everything of one kind, and one for each agency, plan and action.

A record is a row of a table with the rows of other tables that are part of it, so the API and the
tables have the same names and cannot say different things. The shapes are in `responses.py`.

Every record is turned into text once, on one line, and put into each file that holds it. No file
grows with the record as a whole: what is listed is listed a thousand records at a time, and each
such file names the next.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from equity_plans import __version__, addresses
from equity_plans.exports.export import (
    LICENSE_ID,
    Export,
    File,
    Group,
    Publication,
    Write,
    named,
    only,
)
from equity_plans.exports.table import Row, Table, Value
from equity_plans.facets import Facet, facets
from equity_plans.model import Plan, grouped
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

OF_PLAN = ("plans", "goals", "actions", "measures", "reports")
"""The tables whose every row belongs to one plan, in the order of the plans."""

CHANGES = "changes"
"""Its rows do so, too, but the newest comes first."""

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


Records: TypeAlias = Mapping[str, Sequence[Record]]
"""Records by the name of their table."""


def _records(
    tables: Mapping[str, Table], kind: str, things: Mapping[str, Iterable[Any]]
) -> Iterator[Record]:
    """The records of a kind for some things of its table, with their parts from other tables."""
    table = tables[kind]
    parts = {
        part: _by(table.one, _plain(tables[part], things[part])) for part in PARTS.get(kind, ())
    }
    for row in table.rows_of(things[kind]):
        own = {part: found.get(row["id"], ()) for part, found in parts.items()}
        yield Record(row=row, text=_text(row, **{part: _list(one) for part, one in own.items()}))


def _plain(table: Table, things: Iterable[Any]) -> Iterator[Record]:
    """The records for some things of a table that has no parts."""
    return (Record(row=row, text=_text(row)) for row in table.rows_of(things))


def _in_brief(action: Record) -> Record:
    """An action as lists have it."""
    return Record(row=action.row, text=_text({name: action.row[name] for name in BRIEF}))


def _things_by_plan(table: Table) -> Mapping[Any, Sequence[Any]]:
    """What a table has rows for, by the key of their plan."""
    name = "id" if table.name == "plans" else "plan"
    (key,) = (column.of for column in table.told if column.name == name)
    return grouped(table.things, key=key)


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


def _list(found: Iterable[Record]) -> str:
    """The records as a JSON list on one line."""
    return f"[{', '.join([one.text for one in found])}]"


def _lines(found: Sequence[str]) -> str:
    """The records, as they are written, as a JSON list on a line for each."""
    return "[\n" + ",\n".join(found) + "\n]" if found else "[]"


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


def everything(publication: Publication) -> Iterator[tuple[str, File]]:
    """Every file of records, with the name of what it is one of.

    The plans are gone through one by one, and little is kept of them: the records of a country
    take a gigabyte.
    """
    tables, view = publication.tables, publication.view
    lists = {
        kind: _List(publication, addresses.api(kind), {}, kind, tables[kind].count)
        for kind in KINDS
    }
    changes: dict[Any, list[tuple[Value, str]]] = {}
    for one in _plain(tables[CHANGES], tables[CHANGES].things):
        changes.setdefault(one.row["plan"], []).append((one.row["action"], one.text))
        yield from named("collection", lists[CHANGES].add([one.text]))
    its_plans: dict[Any, list[Record]] = {}
    briefs: list[str] = []
    parts = [part for kind in OF_PLAN for part in PARTS.get(kind, ())]
    by_plan = {name: _things_by_plan(tables[name]) for name in (*OF_PLAN, *parts)}
    for plan in view.portfolio.plans.values():
        things = {name: found.get(plan.key, ()) for name, found in by_plan.items()}
        known = {kind: list(_records(tables, kind, things)) for kind in OF_PLAN}
        for kind in OF_PLAN:
            texts = [one.text for one in known[kind]]
            yield from named("collection", lists[kind].add(texts))
        its_plans.setdefault(plan.agency, []).extend(known["plans"])
        known["briefs"] = [_in_brief(one) for one in known["actions"]]
        briefs += [one.text for one in known["briefs"] if not one.row["draft"]]
        known[CHANGES] = [
            Record(row={"action": action}, text=text) for action, text in changes.pop(plan.key, ())
        ]
        yield from _of_plan(publication, plan, known)
    for kind in KINDS:
        if kind not in (*OF_PLAN, CHANGES):
            every = {name: tables[name].things for name in (kind, *PARTS.get(kind, ()))}
            for one in _records(tables, kind, every):
                yield from named("collection", lists[kind].add([one.text]))
                if kind == "agencies":
                    own = {"plans": its_plans.get(one.row["id"], [])}
                    uri = addresses.agency_api(str(one.row["id"]))
                    yield "agency", _single(uri, publication, "agency", one, **own)
        yield from named("collection", lists[kind].end())
    for facet in facets(view):
        if facet.name in LISTED:
            yield from named("list", _lists_of(publication, facet, briefs))


def _of_plan(publication: Publication, plan: Plan, known: Records) -> Iterator[tuple[str, File]]:
    """The files of a plan and of all that is in it."""
    (one,) = known["plans"]
    whole = {kind: known[kind] for kind in FILES["plan"]}
    yield "plan", _single(addresses.plan_api(plan), publication, "plan", one, **whole)
    of_goal = {"actions": _by("goal", known["briefs"]), "measures": _by("goal", known["measures"])}
    for goal, one in zip(plan.goals, known["goals"], strict=True):
        own = {kind: found.get(one.row["id"], ()) for kind, found in of_goal.items()}
        yield "goal", _single(addresses.goal_api(plan, goal), publication, "goal", one, **own)
    of_action = {
        "measures": _by("actions", known["measures"]),
        "changes": _by("action", known["changes"]),
    }
    placed = publication.view.by_plan[plan.key]
    for action, one in zip(placed, known["actions"], strict=True):
        own = {kind: found.get(one.row["id"], ()) for kind, found in of_action.items()}
        uri = addresses.action_api(plan, action.action)
        yield "action", _single(uri, publication, "action", one, **own)


def _lists_of(publication: Publication, facet: Facet, briefs: Sequence[str]) -> Iterator[File]:
    """The actions with each value of a facet, in brief."""
    found: dict[str, list[str]] = {value: [] for value, _ in facet.values}
    for one, brief in zip(publication.view.promised, briefs, strict=True):
        for value in facet.of(one):
            found[value].append(brief)
    labels = dict(facet.values)
    for value, of_it in found.items():
        facts = {"facet": facet.name, "value": value, "label": labels[value]}
        uri = addresses.list_api(facet.name, value)
        listed = _List(publication, uri, facts, "actions", len(of_it))
        yield from listed.add(of_it)
        yield from listed.end()


class _List:
    """A list of records, a thousand to a file; each file but the last names the next."""

    def __init__(
        self,
        publication: Publication,
        uri: str,
        facts: Mapping[str, Any],
        name: str,
        count: int,
    ) -> None:
        self._publication, self._uri, self._facts, self._name = publication, uri, facts, name
        self._count = count
        self._waiting: list[str] = []
        self._number = 0

    def add(self, found: Iterable[str]) -> Iterator[File]:
        """The files that are full with more records, as they are written."""
        self._waiting += found
        while len(self._waiting) > MOST:
            yield self._next()

    def end(self) -> Iterator[File]:
        """The last file."""
        yield self._next()

    def _next(self) -> File:
        part, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        self._number += 1
        parts = max(1, math.ceil(self._count / MOST))
        following = self._publication.file(addresses.part(self._uri, self._number + 1))
        told = {
            **self._facts,
            "count": self._count,
            "part": self._number,
            "parts": parts,
            "next": following if self._number < parts else None,
        }
        uri = addresses.part(self._uri, self._number)
        return _file(uri, self._publication, told, **{self._name: _lines(part)})


def _single(
    uri: str, publication: Publication, name: str, one: Record, **more: Sequence[Record]
) -> File:
    """The file of one thing and of what belongs to it."""
    written = {kind: _lines([each.text for each in found]) for kind, found in more.items()}
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


RECORDS = (
    _export(
        addresses.api("{kind}"),
        "Everything of one kind",
        f"Files for each of: {', '.join(KINDS)}. Where there are more than {MOST:,} records, "
        "a file says in “next” where the following ones are.",
        only("collection", of=everything),
    ),
    _export(
        addresses.list_api("{facet}", "{value}"),
        "A list of actions",
        f"In brief, for each value of: {', '.join(LISTED)}.",
        only("list", of=everything),
    ),
    _export(
        addresses.agency_api("{agency}"),
        "One agency",
        "Who it is, its services and its plans.",
        only("agency", of=everything),
    ),
    _export(
        f"{addresses.API}plans/{{agency}}/{{plan}}.json",
        "One plan",
        "Its goals, actions, measures with every figure, reports and changes.",
        only("plan", of=everything),
    ),
    _export(
        f"{addresses.API}plans/{{agency}}/{{plan}}/goals/{{goal}}.json",
        "One goal",
        "What stands in the way, its actions in brief, and its measures with every figure.",
        only("goal", of=everything),
    ),
    _export(
        f"{addresses.API}plans/{{agency}}/{{plan}}/actions/{{action}}.json",
        "One action",
        "The promise, the three answers, its milestones, every report, its proof and its changes.",
        only("action", of=everything),
    ),
)
"""The files of records, which `everything` gives in one go."""

EXPORTS = (
    _export(
        addresses.api("index"),
        "Start",
        "The day of the data, how many there are of each kind, where each file is, and what the "
        "site was made from.",
        index,
    ),
    *RECORDS,
)
