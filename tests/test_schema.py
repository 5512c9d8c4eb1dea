"""The schemas keep their own rules: words for everyone, closed shapes, patterns that cannot hang.

What the schemas let through and what they refuse is in test_schema_cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

import pytest
from jsonschema import Draft202012Validator

from equity_plans import model, progress
from equity_plans.language import Text
from equity_plans.model import Agency, Authority, Plan, Portfolio, Report, build
from equity_plans.schema import FORMATS, KINDS, Schemas, load_schemas
from equity_plans.when import When

JARGON = re.compile(
    r"\b(string|array|object|property|boolean|integer|regex|null|schema)\b", re.IGNORECASE
)
SENTENCES = re.compile(r"[A-Z0-9][^\n]*[.]")
ENUMS = {"state": progress.State, "result": progress.Result}
"""What is worked out and never written; the words are in the schema, the working out in Python."""


class Part(NamedTuple):
    """One part of a schema file that is a schema itself."""

    kind: str
    pointer: tuple[str, ...]
    schema: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.kind}#{''.join(f'/{step}' for step in self.pointer)}"


def parts(kind: str, schema: Any, pointer: tuple[str, ...] = ()) -> Iterator[Part]:
    """A schema and every schema in it."""
    yield Part(kind, pointer, schema)
    for key in ("properties", "$defs"):
        for name, part in schema.get(key, {}).items():
            yield from parts(kind, part, (*pointer, key, name))
    for key in ("items", "if", "then"):
        if key in schema:
            yield from parts(kind, schema[key], (*pointer, key))
    for index, part in enumerate(schema.get("allOf", ())):
        yield from parts(kind, part, (*pointer, "allOf", str(index)))


@pytest.fixture(scope="module")
def schemas(root) -> Schemas:
    return load_schemas(root / "schema")


@pytest.fixture(scope="module")
def every(schemas) -> list[Part]:
    return [part for kind, schema in schemas.documents.items() for part in parts(kind, schema)]


@pytest.fixture(scope="module")
def worded(every) -> list[Part]:
    """The parts that authors meet: all but conditions."""
    return [part for part in every if not {"allOf", "if", "then"} & set(part.pointer)]


# Words --------------------------------------------------------------------------------------------


def test_every_schema_is_a_schema(schemas):
    for document in schemas.documents.values():
        Draft202012Validator.check_schema(document)
    assert set(schemas.documents) == {*KINDS, "owners", "vocabulary"}


def test_every_part_has_a_title_and_says_what_it_is(worded):
    assert len(worded) > 200
    for part in worded:
        assert re.fullmatch(r"[A-Z][^.\n]{1,39}", part.schema["title"]), part.name
        assert SENTENCES.fullmatch(part.schema["description"]), part.name
        assert len(part.schema["description"]) <= 200, part.name


def test_no_word_for_authors_is_a_word_of_programmers(worded):
    for part in worded:
        said = [
            str(part.schema.get(key, ""))
            for key in ("title", "description", "errorMessage", "patternErrorMessage")
        ]
        said += part.schema.get("enumDescriptions", ())
        assert JARGON.findall(" ".join(said)) == [], part.name


def test_every_example_is_right(schemas, worded):
    for part in worded:
        if part.name == "vocabulary#":
            continue  # not a shape, only a place for the others
        address = schemas.documents[part.kind]["$id"] + part.name.removeprefix(part.kind)
        validator = schemas.validators["plan"].evolve(schema={"$ref": address})
        assert part.schema["examples"], part.name
        for example in part.schema["examples"]:
            assert [e.message for e in validator.iter_errors(example)] == [], part.name


def test_every_word_of_a_vocabulary_has_a_label_and_a_meaning(every):
    vocabularies = [part for part in every if "enum" in part.schema]

    assert len(vocabularies) > 10
    for part in vocabularies:
        words, labels = part.schema["enum"], part.schema["labels"]
        meanings = part.schema["enumDescriptions"]
        assert list(labels) == words, part.name
        assert len(set(labels.values())) == len(words), part.name
        assert len(meanings) == len(words), part.name
        assert all(re.fullmatch(r"[A-Z].*\.", one, re.DOTALL) for one in meanings), part.name
        assert all(re.fullmatch(r"[a-z][a-z-]*", word) for word in words), part.name


def test_every_refusal_by_a_pattern_says_what_to_write(every):
    for part in every:
        assert ("pattern" in part.schema) == ("patternErrorMessage" in part.schema), part.name


def test_computed_words_are_those_of_python(schemas):
    definitions = schemas.documents["vocabulary"]["$defs"]
    computed = {name for name, one in definitions.items() if one.get("x-computed")}

    assert computed == set(ENUMS)
    for name, enum in ENUMS.items():
        assert definitions[name]["enum"] == list(enum)


def test_reporting_intervals_are_those_that_python_can_count(schemas):
    assert [one.value for one in schemas.vocabulary["interval"]] == list(progress.MONTHS)


# Shapes -------------------------------------------------------------------------------------------


def test_every_definition_is_used(schemas, every):
    used = set()
    for part in every:
        if ref := part.schema.get("$ref"):
            file, _, name = ref.partition("#/$defs/")
            used.add((file.removesuffix(".schema.json") or part.kind, name))
    defined = {(kind, name) for kind, one in schemas.documents.items() for name in one["$defs"]}

    assert used <= defined
    assert {name for _, name in defined - used} == set(ENUMS)


def test_groups_are_closed_but_for_keys_of_ones_own(every):
    groups = [part for part in every if part.schema.get("type") == "object"]

    assert len(groups) > 20
    for part in groups:
        assert part.schema["additionalProperties"] is False, part.name
        assert part.schema["patternProperties"] == {"^x-[a-z0-9-]+$": True}, part.name
        assert set(part.schema.get("required", ())) <= set(part.schema["properties"]), part.name


def test_everything_has_a_limit(every):
    """A text or list without one would be where a hostile file puts its weight."""
    for part in every:
        if "$ref" in part.schema or "enum" in part.schema:
            continue
        types = part.schema.get("type", ())
        if "string" in types:
            assert "maxLength" in part.schema, part.name
        if "array" in types:
            assert "maxItems" in part.schema, part.name
        if {"integer", "number"} & {types if isinstance(types, str) else "", *types}:
            limited = {"minimum", "maximum"} <= part.schema.keys()
            assert limited or "string" in types, part.name


def test_a_list_of_words_can_hold_each_of_them_once(schemas, every):
    lists = [part for part in every if part.schema.get("type") == "array"]
    counted = 0
    for part in lists:
        items, _ = schemas.resolve(part.schema["items"], kind=part.kind)
        if "enum" in items:
            counted += 1
            assert part.schema["uniqueItems"] is True, part.name
            assert part.schema["maxItems"] == len(items["enum"]), part.name

    assert counted > 5


def test_every_format_is_truly_checked_and_every_check_is_used(every):
    """JSON Schema lets a format that nobody knows pass without a word."""
    assert {part.schema["format"] for part in every if "format" in part.schema} == set(FORMATS)


# The model ----------------------------------------------------------------------------------------

ROOTS = {"plan": Plan, "report": Report, "agency": Agency}
AUTHORS_OWN = {"text", "prose", "reason"}
"""Shapes of what authors write in their own language."""

PLAIN = {str: "string", bool: "boolean", int: "integer", float: "number"}


def test_the_model_and_the_schema_hold_the_same(schemas):
    seen: set[type] = set()
    for kind, cls in ROOTS.items():
        same(cls, kind, schemas.documents[kind], schemas, seen)
    same(
        Authority,
        "authorities",
        schemas.documents["authorities"]["$defs"]["authority"],
        schemas,
        seen,
    )
    classes = {
        one
        for one in vars(model).values()
        if is_dataclass(one) and one.__module__ == model.__name__
    }

    # What a program saw of a link is in no file that an author writes.
    assert classes - seen == {Portfolio, model.Seen}


def same(
    cls: type, kind: str, schema: Mapping[str, Any], schemas: Schemas, seen: set[type]
) -> None:
    """Holds a class and everything in it beside a schema and everything in that."""
    if cls in seen:
        return
    seen.add(cls)
    hints = get_type_hints(cls)
    written = [one for one in fields(cls) if one.metadata.get("written", True)]
    # `from` is a word of Python's own, so its field has a line after it.
    names = {one.name.rstrip("_"): one for one in written}

    assert set(names) == set(schema["properties"]), cls
    needed = {name for name, one in names.items() if one.default is MISSING}
    assert needed == set(schema.get("required", ())), cls
    for name, one in names.items():
        same_value(hints[one.name], kind, schema["properties"][name], schemas, seen)


def same_value(
    hint: Any, kind: str, written: Mapping[str, Any], schemas: Schemas, seen: set[type]
) -> None:
    named = str(written.get("$ref", "")).rpartition("/")[2]
    schema, kind = schemas.resolve(written, kind=kind)
    types = schema["type"]
    if get_origin(hint) is tuple:
        assert types == "array", written
        same_value(get_args(hint)[0], kind, schema["items"], schemas, seen)
        return
    kinds = set(get_args(hint)) - {type(None)} or {hint}
    if len(kinds) > 1:
        assert kinds == {bool, int, float, str}, written
        assert set(types) == {"string", "number", "boolean"}, written
        return
    (one,) = kinds
    if one is Text or named in AUTHORS_OWN:
        assert one is Text, written
        assert named in AUTHORS_OWN, written
    elif one is When:
        assert schema["format"] == "when", written
    elif one is date:
        assert schema["format"] == "date", written
    elif is_dataclass(one):
        assert types == "object", written
        same(one, kind, schema, schemas, seen)
    else:
        # A page is a text that may look like a number.
        assert PLAIN[one] in ([types] if isinstance(types, str) else types), written


@pytest.mark.parametrize("kind", ROOTS)
def test_the_smallest_file_can_be_built(schemas, kind):
    (example,) = schemas.documents[kind]["examples"]

    assert build(ROOTS[kind], example, fiscal_year_starts=10)
