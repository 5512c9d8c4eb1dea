"""The OpenAPI document of the API: every path, with the shape of its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
from equity_plans.exports.responses import Schema, shapes

URI = addresses.api("openapi")


def write(publication: Publication) -> Iterator[File]:
    """The OpenAPI 3.1 document of the API."""
    yield File(uri=URI, content=json_bytes(openapi_document(publication)))


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


EXPORT = Export(
    uri=URI,
    media_type="application/vnd.oai.openapi+json",
    title="Description of the API",
    description="An OpenAPI 3.1 document: every path, and every field with its meaning.",
    group=Group.API,
    of_country=write,
)
