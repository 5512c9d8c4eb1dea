"""The records of the API, as text: a row of a table with the rows of others that are part of it.

Every record is turned into JSON once, on one line, and put into each file that holds it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from json.encoder import encode_basestring
from types import NoneType
from typing import Any, NamedTuple, TypeVar

from equity_plans.exports.cells import Cells, Value, Way
from equity_plans.exports.csv_files import as_json
from equity_plans.exports.export import LICENSE_ID, File, Publication
from equity_plans.exports.table import Rows, Table

T = TypeVar("T")

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


class Told(NamedTuple):
    """The values of a column as JSON, but for what all of them have around them."""

    form: str
    """What there is around each value, which stands in it as `%s`."""

    values: Sequence[Any]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Records:
    """Some records of one table, and how every file writes each."""

    rows: Rows
    told: Mapping[str, Told]
    """The values of each column, and the parts."""

    texts: Sequence[bytes]

    def by(self, column: str) -> dict[Value, list[bytes]]:
        """The texts by what the `column` says of each."""
        return by(self.rows[column], self.texts)

    @property
    def briefs(self) -> list[bytes]:
        """The records as lists have them."""
        briefs = _objects({name: self.told[name] for name in BRIEF})
        return [one.encode() for one in briefs]


def records(tables: Mapping[str, Table], kind: str, owners: Sequence[Any]) -> Records:
    """The records of a kind that belong to some plans or agencies, with their parts."""
    table = tables[kind]
    rows = table.rows_for(owners)
    told = _told(rows)
    for part in PARTS.get(kind, ()):
        own = tables[part].rows_for(owners)
        found = by(own[table.one], _objects(_told(own)))
        # A part stands in for a value of the same name: the table of actions counts the
        # milestones, the API tells them.
        told.pop(part, None)
        parts = [", ".join(found.get(one, ())) for one in rows["id"].values]
        told[part] = Told("[%s]", parts)
    return Records(rows=rows, told=told, texts=[one.encode() for one in _objects(told)])


def by(column: Cells, found: Iterable[T]) -> dict[Value, list[T]]:
    """What is `found` by what a column says; where it says several things, in several lists."""
    sorted_out: dict[Value, list[T]] = {}
    for value, one in zip(column.values, found, strict=True):
        for named in value if isinstance(value, tuple) else (value,):
            sorted_out.setdefault(named, []).append(one)
    return sorted_out


# Text ---------------------------------------------------------------------------------------------


def _told(rows: Rows) -> dict[str, Told]:
    """The values of each column as JSON."""
    return {name: _column(cells) for name, cells in rows.items()}


def _column(cells: Cells) -> Told:
    """The values of a column as JSON. Most texts need no more than quotes around them."""
    whole = cells.whole
    if whole is None or '"' in whole or "\\" in whole:
        return Told("%s", cells.through(WAYS, nothing="null"))
    if NoneType in cells.types:
        texts = ["null" if text is None else f'"{text}"' for text in cells.values]
        return Told("%s", texts)
    return Told('"%s"', cells.values)


def _objects(told: Mapping[str, Told]) -> list[str]:
    """A JSON object on one line for each row; every name is one of our own."""
    form = ", ".join([f'"{name}": {column.form}' for name, column in told.items()])
    form = f"{{{form}}}"
    columns = [column.values for column in told.values()]
    return [form % values for values in zip(*columns, strict=True)]


@lru_cache(maxsize=1 << 12)
def _day(day: date) -> str:
    return f'"{day.isoformat()}"'


WAYS: Mapping[type, Way] = {
    str: encode_basestring,
    bool: {True: "true", False: "false"}.__getitem__,
    int: repr,
    float: repr,
    date: _day,
    tuple: as_json,
}
"""How a value of each type is written."""

# Without an indent, this is done in C. Of what JSON does not know, there are days alone.
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=date.isoformat).encode


def lines(found: Sequence[bytes]) -> bytes:
    """The records, as they are written, as a JSON list on a line for each."""
    return b"[\n%b\n]" % b",\n".join(found) if found else b"[]"


def listed_in(content: bytes, name: str) -> list[bytes]:
    """The records of one list in a file, as they are written: what `lines` was given."""
    # A text holds no line break, so nothing else begins, is parted or ends like a list.
    _, begun, after = content.partition(b'"%b": [\n' % name.encode())
    return after.partition(b"\n]")[0].split(b",\n") if begun else []


@lru_cache(maxsize=8)
def _head(as_of: date) -> bytes:
    """How an answer begins."""
    return _encode({"as_of": as_of, "license": LICENSE_ID}).removesuffix("}").encode()


def answer(uri: str, publication: Publication, facts: Mapping[str, Any], **more: bytes) -> File:
    """A file with an answer; each begins with the day of the data. `more` is JSON already."""
    told = {name: _encode(value).encode() for name, value in facts.items()} | more
    added = [b', "%b": %b' % (name.encode(), written) for name, written in told.items()]
    return File(uri=uri, content=b"".join((_head(publication.view.as_of), *added, b"}\n")))
