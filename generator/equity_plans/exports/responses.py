"""The shapes of the API's answers: JSON Schemas, and the OpenAPI document that names each path.

Both are made from the columns of the tables, and so from the schema that plans are checked by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from equity_plans import addresses
from equity_plans.exports import api
from equity_plans.exports.export import (
    DESCRIPTION,
    LICENSE_ID,
    LICENSE_NAME,
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
OPENAPI = addresses.api("openapi")


def schema(publication: Publication) -> Iterator[File]:
    """One JSON Schema file with the shape of every answer and record."""
    content = {
        "$schema": DIALECT,
        "$id": publication.file(SCHEMA),
        "title": "Answers of the API",
        "description": "Each definition is the shape of one answer, or of a record in it.",
        "$defs": shapes(publication.tables, lambda name: {"$ref": f"#/$defs/{name}"}),
    }
    yield File(uri=SCHEMA, content=json_bytes(content))


def openapi(publication: Publication) -> Iterator[File]:
    """The OpenAPI 3.1 document of the API."""
    yield File(uri=OPENAPI, content=json_bytes(openapi_document(publication)))


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


def openapi_document(publication: Publication) -> Schema:
    """The OpenAPI 3.1 document, as values."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": publication.site_name,
            "version": "1",
            "summary": DESCRIPTION,
            "description": "Static files, made anew when a plan changes. There is no key, no limit "
            "and nothing to send. What is named here stays as it is; a new version has a new path. "
            f"A list of more than {api.MOST:,} records is cut into parts, and “next” in each part "
            "is the address of the following one; one plan, goal or action is always whole.",
            "contact": {
                "name": publication.site_name,
                "url": publication.page(addresses.DATA),
            },
            "license": {"name": LICENSE_NAME, "identifier": LICENSE_ID},
        },
        "servers": [{"url": publication.file(addresses.API.rstrip("/"))}],
        "security": [],
        "tags": [
            {
                "name": "Everything",
                "description": f"All there is of one kind, {api.MOST:,} records to a file.",
            },
            {"name": "Lists", "description": "Actions by status, people, topic and year."},
            {"name": "One", "description": "One thing, with everything that belongs to it."},
        ],
        "paths": dict(_paths(publication)),
        "components": {
            "schemas": shapes(
                publication.tables, lambda name: {"$ref": f"#/components/schemas/{name}"}
            )
        },
    }


def _paths(publication: Publication) -> Iterator[tuple[str, Schema]]:
    yield (
        "/index.json",
        _get(
            "index",
            "The portfolio: start here",
            "The day of the data, how many there are of each kind and in each state, where each "
            "file is, and what the site was made from.",
            "Everything",
        ),
    )
    for kind in api.KINDS:
        table = publication.tables[kind]
        yield (
            f"/{kind}.json",
            _get(kind, f"{table.title}: all of them", table.description, "Everything"),
        )
        yield (
            f"/{kind}.{{part}}.json",
            _get(
                kind,
                f"{table.title}: a further part",
                f"The records that follow, {api.MOST:,} at a time, where there are more.",
                "Everything",
                "part",
            ),
        )
    yield (
        "/find/{facet}/{value}.json",
        _get(
            "list",
            "A list of actions",
            "In brief, every action with one status, topic, group of people or year.",
            "Lists",
            *("facet", "value"),
        ),
    )
    yield (
        "/find/{facet}/{value}.{part}.json",
        _get(
            "list",
            "A list of actions: a further part",
            f"The actions that follow, {api.MOST:,} at a time, where there are more.",
            "Lists",
            *("facet", "value", "part"),
        ),
    )
    for name, path, title, description, *parameters in SINGLES:
        yield path, _get(name, title, description, "One", *parameters)


SINGLES = (
    (
        "agency",
        "/agencies/{agency}.json",
        "One agency",
        "Who it is, its services and its plans.",
        "agency",
    ),
    (
        "plan",
        "/plans/{agency}/{plan}.json",
        "One plan",
        "Its goals, actions, measures with every figure, reports and changes.",
        *("agency", "plan"),
    ),
    (
        "goal",
        "/plans/{agency}/{plan}/goals/{goal}.json",
        "One goal",
        "What stands in the way, its actions in brief, and its measures with every figure.",
        *("agency", "plan", "goal"),
    ),
    (
        "action",
        "/plans/{agency}/{plan}/actions/{action}.json",
        "One action",
        "The promise, the three answers, its milestones, every report, its proof and its changes.",
        *("agency", "plan", "action"),
    ),
)
"""The files of one thing: name, path, title, description, and what stands in the path's braces."""

PARAMETERS: Mapping[str, Schema] = {
    "part": {
        "description": "The number of the part, from 2 on; “next” in the part before names it.",
        "schema": {"type": "integer", "minimum": 2},
    },
    "facet": {
        "description": "What the actions are listed by.",
        "schema": {"type": "string", "enum": list(api.LISTED)},
    },
    "value": {
        "description": "The value they all have, as the vocabulary has it; a year, or “none”.",
        "schema": {"type": "string"},
    },
    **{
        one: {
            "description": f"The id of the {one}: its folder or short name.",
            "schema": {"type": "string"},
        }
        for one in api.FILES
    },
}
"""What stands in the braces of a path."""


def _get(name: str, summary: str, description: str, tag: str, *parameters: str) -> Schema:
    shape = {"$ref": f"#/components/schemas/{name}_file"}
    told: Schema = {
        "operationId": f"get_{name}_part" if "part" in parameters else f"get_{name}",
        "summary": summary,
        "description": description,
        "tags": [tag],
        "parameters": [
            {"name": one, "in": "path", "required": True, **PARAMETERS[one]} for one in parameters
        ],
        "responses": {
            "200": {
                "description": "The answer.",
                "content": {"application/json": {"schema": shape}},
            },
            "404": {"description": "There is no such file."},
        },
    }
    return {"get": told}


EXPORTS = (
    Export(
        uri=OPENAPI,
        media_type="application/vnd.oai.openapi+json",
        title="Description of the API",
        description="An OpenAPI 3.1 document: every path, and every field with its meaning.",
        group=Group.API,
        of_country=openapi,
    ),
    Export(
        uri=SCHEMA,
        media_type="application/schema+json",
        title="Shapes of the answers",
        description="JSON Schemas by which every answer can be checked.",
        group=Group.API,
        of_country=schema,
    ),
)
