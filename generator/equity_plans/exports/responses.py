"""The shapes of the API's answers, as JSON Schemas.

They are made from the columns of the tables, and so from the schema that plans are checked by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from equity_plans import addresses
from equity_plans.exports import api
from equity_plans.exports.export import (
    LICENSE_ID,
    Export,
    File,
    Group,
    Publication,
    json_bytes,
)
from equity_plans.exports.table import Column, Table, Type
from equity_plans.progress import State

Schema: TypeAlias = dict[str, Any]
Ref: TypeAlias = Callable[[str], Schema]
"""From the name of a shape to the reference to it."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA = addresses.api("schema")


def write(publication: Publication) -> Iterator[File]:
    """One JSON Schema file with the shape of every answer and record."""
    content = {
        "$schema": DIALECT,
        "$id": publication.file(SCHEMA),
        "title": "Answers of the API",
        "description": "Each definition is the shape of one answer, or of a record in it.",
        "$defs": shapes(publication.tables, lambda name: {"$ref": f"#/$defs/{name}"}),
    }
    yield File(uri=SCHEMA, content=json_bytes(content))


def shapes(tables: Mapping[str, Table], ref: Ref) -> dict[str, Schema]:
    """The shape of each record and answer, by name."""
    parts = dict.fromkeys(part for names in api.PARTS.values() for part in names)
    records = {
        tables[name].one: _record(tables[name], tables, ref) for name in (*api.KINDS, *parts)
    }
    collections = {
        f"{kind}_file": _answer(
            f"Every record of the table {kind}.",
            {**_part(), kind: _list(tables[kind], ref(tables[kind].one))},
        )
        for kind in api.KINDS
    }
    listed = {
        "brief_action": _brief(tables["actions"]),
        "list_file": _answer(
            "The actions with one value of one facet, in brief.",
            {
                "facet": {"enum": list(api.LISTED), "description": "What they are listed by."},
                "value": {"type": "string", "description": "The value they all have."},
                "label": {"type": "string", "description": "The value in words."},
                **_part(),
                "actions": _list(tables["actions"], ref("brief_action")),
            },
        ),
    }
    singles = {
        f"{one}_file": _answer(
            f"One {one} and what belongs to it.",
            {
                one: ref(one),
                **{kind: _list(tables[kind], ref(_item(one, kind, tables))) for kind in kinds},
            },
        )
        for one, kinds in api.FILES.items()
    }
    return {**records, "index_file": _index(), **collections, **listed, **singles}


def _item(one: str, kind: str, tables: Mapping[str, Table]) -> str:
    """The shape of a record of a kind in the file of one thing."""
    return "brief_action" if (one, kind) in api.IN_BRIEF else tables[kind].one


def _part() -> Schema:
    """What tells which part of a whole a file holds."""
    return {
        "count": _count("How many there are in all parts."),
        "part": {**_count("Which part this file holds."), "minimum": 1},
        "parts": {**_count("How many parts there are."), "minimum": 1},
        "next": {
            "type": ["string", "null"],
            "format": "uri",
            "description": f"Where the next {api.MOST:,} are; null in the last part.",
        },
    }


def _brief(table: Table) -> Schema:
    columns = {column.name: _value(column) for column in table.columns if column.name in api.BRIEF}
    return {
        "title": "An action in brief",
        "description": "What a list says of an action; its file in the API has everything.",
        **_closed({name: columns[name] for name in api.BRIEF}),
    }


def _index() -> Schema:
    link = {"type": "string", "format": "uri"}
    return _answer(
        "What this is, and where everything is.",
        {
            "generator": {"type": "string", "description": "What made these files."},
            "commit": {
                "type": ["string", "null"],
                "description": "The commit that the plans are at; null when it is not known.",
            },
            "schemas": {
                "type": "array",
                "items": link,
                "description": "The schemas by which the plans were checked.",
            },
            "counts": {
                "description": "How many there are of each kind.",
                **_closed({kind: _count(f"How many {kind}.") for kind in api.KINDS}),
            },
            "states": {
                "description": "How many actions are in each state.",
                **_closed({str(state): _count("Actions in this state.") for state in State}),
            },
            "files": {
                "description": "Where the file with the first records of each kind is.",
                **_closed(dict.fromkeys(api.KINDS, link)),
            },
        },
    )


def _answer(description: str, properties: Schema) -> Schema:
    head = {
        "as_of": {
            "type": "string",
            "format": "date",
            "description": "The day of the data: every state is as it was on this day.",
        },
        "license": {"const": LICENSE_ID, "description": "The licence of the data."},
    }
    return {"description": description, **_closed({**head, **properties})}


def _record(table: Table, tables: Mapping[str, Table], ref: Ref) -> Schema:
    columns = {column.name: _value(column) for column in table.columns}
    parts = {
        part: _list(tables[part], ref(tables[part].one)) for part in api.PARTS.get(table.name, ())
    }
    return {
        "title": table.title,
        "description": f"One record: {table.description[0].lower()}{table.description[1:]}",
        **_closed({**columns, **parts}),
    }


def _closed(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(table: Table, item: Schema) -> Schema:
    return {"type": "array", "description": table.description, "items": item}


def _count(description: str) -> Schema:
    return {"type": "integer", "minimum": 0, "description": description}


def _value(column: Column) -> Schema:
    """The shape of one value; where there is none, it is null."""
    type_ = "string" if column.type == Type.DAY else str(column.type)
    shape: Schema = {"title": column.title, "description": column.description}
    words = [word.value for word in column.words]
    if column.type == Type.LIST:
        items: Schema = {"type": "string"}
        shape["items"] = {**items, "enum": words} if words else items
    elif words:
        shape["enum"] = words if column.required else [*words, None]
    if column.type == Type.DAY:
        shape["format"] = "date"
    return {"type": type_ if column.required else [type_, "null"], **shape}


EXPORT = Export(
    uri=SCHEMA,
    media_type="application/schema+json",
    title="Shapes of the answers",
    description="JSON Schemas by which every answer can be checked.",
    group=Group.API,
    of_country=write,
)
