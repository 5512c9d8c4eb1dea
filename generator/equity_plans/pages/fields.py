"""The reference of every field and word, written from the schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from equity_plans import addresses as uris
from equity_plans.pages.boards import HOME
from equity_plans.pages.encode import chained, markup, plain
from equity_plans.pages.page import Crumb, Draft, Page, always, relative
from equity_plans.pages.render import render
from equity_plans.schema import KINDS, Schemas
from equity_plans.view import Setting

CONTRIBUTE = Crumb(title="For agencies", uri=uris.CONTRIBUTE)
INDEX = Crumb(title="Every field, explained", uri=uris.FIELDS)
PLACES = {
    "authorities": "plans/authorities.yaml",
    "agency": "plans/AGENCY/agency.yaml",
    "plan": "plans/AGENCY/PLAN/plan.yaml",
    "report": "plans/AGENCY/PLAN/reports/DATE.yaml",
    "vocabulary": "in all files",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One key of a file, as the page shows it."""

    key: str
    required: bool
    words: Markup
    example: Markup


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """One kind of thing with its keys."""

    title: str
    anchor: str
    description: str
    rows: tuple[Field, ...]


def pages(setting: Setting) -> Iterator[Draft]:
    """The index, a page for each kind of file, and one for the shared words and shapes."""
    known = setting.schemas.documents
    names = [kind for kind in KINDS[::-1] if kind in known] + ["vocabulary"]
    yield Draft(uri=uris.FIELDS, make=partial(_index, names, setting), stamp=always)
    for name in names:
        yield Draft(uri=uris.fields(name), make=partial(_page, name, setting), stamp=always)


def _index(names: Sequence[str], setting: Setting) -> Page:
    documents = setting.schemas.documents
    return Page(
        uri=uris.FIELDS,
        title="Every field, explained",
        kind="fields",
        description="What each field of a plan, a report and an agency's file means.",
        crumbs=(HOME, CONTRIBUTE),
        body=render(
            "fields_index.md.j2",
            setting,
            uri=uris.FIELDS,
            kinds=[
                {
                    "title": documents[name]["title"],
                    "description": documents[name]["description"],
                    "uri": uris.fields(name),
                    "place": PLACES[name],
                }
                for name in names
            ],
        ),
    )


def _page(name: str, setting: Setting) -> Page:
    document = setting.schemas.documents[name]
    uri = uris.fields(name)
    shared = name == "vocabulary"
    title = document["title"] if shared else f"{document['title']}: every field"
    return Page(
        uri=uri,
        title=title,
        kind="fields",
        description=document["description"],
        crumbs=(HOME, CONTRIBUTE, INDEX),
        source=f"schema/{name}.schema.json",
        body=render(
            "fields.md.j2",
            setting,
            uri=uri,
            title=title,
            lead=document["description"],
            groups=tuple(_groups(setting.schemas, name, uri)),
            lists=tuple(_lists(setting.schemas)) if shared else (),
            shapes=tuple(_shapes(setting.schemas)) if shared else (),
        ),
    )


def _groups(schemas: Schemas, name: str, uri: str) -> Iterator[Group]:
    document = schemas.documents[name]
    things: dict[str, Mapping[str, Any]] = {}
    if "properties" in document:
        things[name] = document
    things |= document.get("$defs", {})
    for anchor, thing in things.items():
        if "properties" in thing:
            yield _group(schemas, thing, anchor=anchor, kind=name, uri=uri)
            for key, value in thing["properties"].items():
                nested = value.get("items", value)
                if "properties" in nested:
                    yield _group(schemas, nested, anchor=f"{anchor}-{key}", kind=name, uri=uri)


def _group(
    schemas: Schemas, thing: Mapping[str, Any], *, anchor: str, kind: str, uri: str
) -> Group:
    rows = []
    for key, value in thing["properties"].items():
        schema, _ = schemas.resolve(value, kind=kind)
        link = _shape_link(value, anchor=anchor, key=key, kind=kind, uri=uri)
        words = chained(
            " ",
            (
                part
                for part in (plain(schema["description"]), _kind_words(schemas, schema, kind), link)
                if part
            ),
        )
        examples = schema.get("examples", ())
        rows.append(
            Field(
                key=key,
                required=key in thing.get("required", ()),
                words=words,
                example=_example(examples[0]) if examples else Markup(""),
            )
        )
    return Group(
        title=thing["title"], anchor=anchor, description=thing["description"], rows=tuple(rows)
    )


def _shape_link(value: Mapping[str, Any], *, anchor: str, key: str, kind: str, uri: str) -> Markup:
    """A link to the group or list that explains what stands below a key."""
    inner = value.get("items", value)
    if "properties" in inner:
        return markup("[More](#{})", f"{anchor}-{key}")
    ref = str(inner.get("$ref", ""))
    file, _, definition = ref.partition("#/$defs/")
    if not definition:
        return Markup("")
    target = file.removesuffix(".schema.json") or kind
    page = "" if target == kind else relative(uris.fields(target), start=uri)
    if target == "vocabulary" and definition in _PLAIN_SHAPES:
        return Markup("")
    return markup("[More]({}#{})", page, definition)


_PLAIN_SHAPES = frozenset(("id", "text", "prose", "url", "email", "page", "planPath", "idPath"))
"""Shapes that the key's own description explains well enough."""

_TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a group of keys",
}


def _kind_words(schemas: Schemas, schema: Mapping[str, Any], kind: str) -> Markup:
    """The kind of value in a word, for what is not plain text."""
    types = schema.get("type", "object")
    names = [types] if isinstance(types, str) else types
    if names == ["string"] or schema.get("format") == "when":
        return Markup("")
    if names == ["array"]:
        inner, _ = schemas.resolve(schema["items"], kind=kind)
        title = str(inner.get("title", "")).lower()
        return plain(f"A list; each entry is one {title}.")
    told = " or ".join(_TYPES[name] for name in names)
    return plain(f"{told[:1].upper()}{told[1:]}.")


def _example(value: object) -> Markup:
    """An example as an author would type it, line by line."""
    lines = (
        Markup("&nbsp;") * (len(line) - len(line.lstrip())) + plain(line)
        for line in _written(value)
    )
    return markup("<code>{}</code>", chained("<br>", lines))


def _written(value: object) -> Iterator[str]:
    """The lines of a value as plans write it: keys, entries with dashes, text without quotes."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, dict | list):
                yield f"{key}:"
                yield from (f"  {line}" for line in _written(inner))
            else:
                yield from (f"{key}: {line}" for line in _written(inner))
    elif isinstance(value, list):
        for entry in value:
            first, *rest = _written(entry)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
    elif isinstance(value, str) and value.isdigit():
        yield f'"{value}"'
    elif isinstance(value, bool):
        yield "true" if value else "false"
    else:
        yield str(value).replace("\n", " ")


def _lists(schemas: Schemas) -> Iterator[dict[str, Any]]:
    definitions = schemas.documents["vocabulary"]["$defs"]
    for name, words in schemas.vocabulary.items():
        yield {
            "title": definitions[name]["title"],
            "anchor": name,
            "description": definitions[name]["description"],
            "words": words,
        }


def _shapes(schemas: Schemas) -> Iterator[dict[str, Any]]:
    """The shapes of single values: dates, ids, addresses."""
    for name, definition in schemas.documents["vocabulary"]["$defs"].items():
        if "properties" not in definition and "enum" not in definition:
            yield {
                "title": definition["title"],
                "anchor": name,
                "description": definition["description"],
                "how": definition.get("patternErrorMessage", ""),
                "examples": [_example(one) for one in definition["examples"]],
            }
