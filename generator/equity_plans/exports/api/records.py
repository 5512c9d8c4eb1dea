"""The records of the API, as text: a row of a table with the rows of others that are part of it.

Every record is turned into JSON once, on one line, and put into each file that holds it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from equity_plans.exports.export import LICENSE_ID, File, Publication
from equity_plans.exports.table import Row, Table

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One record, and how every file writes it."""

    row: Row
    text: bytes


Records: TypeAlias = Mapping[str, Sequence[Record]]
"""Records by the name of their table."""


def records(tables: Mapping[str, Table], kind: str, owner: Any) -> Iterator[Record]:
    """The records of a kind that belong to a plan or an agency, with their parts."""
    table = tables[kind]
    parts = {
        part: by(table.one, plain(tables[part], tables[part].things_of(owner)))
        for part in PARTS.get(kind, ())
    }
    for row in table.rows_of(table.things_of(owner)):
        own = {part: found.get(row["id"], ()) for part, found in parts.items()}
        written = {part: _listed([one.text for one in found]) for part, found in own.items()}
        yield Record(row=row, text=text(row, **written))


def plain(table: Table, things: Iterable[Any]) -> Iterator[Record]:
    """The records for some things of a table that has no parts."""
    return (Record(row=row, text=text(row)) for row in table.rows_of(things))


def brief(row: Mapping[str, Any]) -> bytes:
    """An action as lists have it."""
    return text({name: row[name] for name in BRIEF})


def by(column: str, found: Iterable[Record]) -> dict[Any, list[Record]]:
    """The records by what their `column` says; one that says several things is in several lists."""
    sorted_out: dict[Any, list[Record]] = {}
    for record in found:
        told = record.row[column]
        for value in told if isinstance(told, tuple) else (told,):
            sorted_out.setdefault(value, []).append(record)
    return sorted_out


# Text ---------------------------------------------------------------------------------------------


# Without an indent, this is done in C. Of what JSON does not know, there are days alone.
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=date.isoformat).encode


def text(values: Mapping[str, Any], **more: bytes) -> bytes:
    """The values as a JSON object on one line.

    `more` are names whose values are JSON already. They stand in for values of the same name: the
    table of actions counts the milestones, the API tells them.
    """
    if not more:
        return _encode(values).encode()
    told = _encode({name: value for name, value in values.items() if name not in more}).encode()
    added = b", ".join([b'"%b": %b' % (name.encode(), written) for name, written in more.items()])
    return b"%b, %b}" % (told[:-1], added) if told != b"{}" else b"{%b}" % added


def _listed(found: Sequence[bytes]) -> bytes:
    """The records, as they are written, as a JSON list on one line."""
    return b"[%b]" % b", ".join(found)


def lines(found: Sequence[bytes]) -> bytes:
    """The records, as they are written, as a JSON list on a line for each."""
    return b"[\n%b\n]" % b",\n".join(found) if found else b"[]"


_BEGINNING = re.compile(rb'"(\w+)": \[$')
"""How a list of several lines begins. In a text, no quote stands so."""


def listed_in(content: bytes) -> dict[str, list[bytes]]:
    """The records of each list in a file, as they are written: what `lines` was given."""
    found: dict[str, list[bytes]] = {}
    listed: list[bytes] = []
    for number, line in enumerate(content.split(b"\n")):  # a text holds no line break
        if number and line.startswith(b"{"):
            listed.append(line.removesuffix(b","))
        elif begun := _BEGINNING.search(line):
            listed = found[begun[1].decode()] = []
    return found


def answer(uri: str, publication: Publication, facts: Mapping[str, Any], **more: bytes) -> File:
    """A file with an answer; each begins with the day of the data."""
    head = {"as_of": publication.view.as_of, "license": LICENSE_ID}
    return File(uri=uri, content=text({**head, **facts}, **more) + b"\n")
