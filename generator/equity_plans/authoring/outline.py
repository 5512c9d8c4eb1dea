"""Outline: a kind of file with every field it can have, explained in the schema's own words.

Fields that are needed stand open. All others are switched off by a “#”, with an example behind it,
so that the file is right as soon as what stands open is filled in.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import yaml

from equity_plans.schema import Schemas

WIDTH = 84
"""How wide hints and examples are, before they are indented."""

OPENED = frozenset(("actions",))
"""Lists that are not needed, but that hardly a file does without."""


class _Dumper(yaml.SafeDumper):
    """Writes YAML as the plans have it: lists are indented, dates need no quotes."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own name and manner
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Indent the entries of a list below its key."""
        super().increase_indent(flow, indentless=False)

    def choose_scalar_style(self) -> str:
        """Quote, where quotes are needed, as people do."""
        style = super().choose_scalar_style()
        return '"' if style == "'" else style


def written(value: object) -> list[str]:
    """`value` as the lines of YAML that a person would write."""
    text = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)
    return text.removesuffix("...\n").splitlines()


def outline(schemas: Schemas, kind: str, *, filled: Mapping[str, Any]) -> list[str]:
    """The lines of a new file of a kind.

    `filled` has what is known already: a value by the name of its field, or the finished entries
    of a list as lines.
    """
    schema = schemas.documents[kind]
    fields = _fields(schemas, schema, kind, filled=filled)
    return [*_words(schema), *(line for field in fields for line in ("", *field))]


def entry(schemas: Schemas, kind: str, definition: str, *, filled: Mapping[str, Any]) -> list[str]:
    """The lines of one entry of a list, with its dash and every field explained."""
    schema = schemas.documents[kind]["$defs"][definition]
    return _dashed(_fields(schemas, schema, kind, filled=filled))


def hints(text: str) -> list[str]:
    """`text` as lines of comment."""
    return [f"# {line}" for line in textwrap.wrap(" ".join(text.split()), WIDTH)]


def _fields(
    schemas: Schemas, schema: Mapping[str, Any], kind: str, *, filled: Mapping[str, Any]
) -> list[list[str]]:
    """The lines of every field of a group. What is needed first comes first, for its dash."""
    needed = schema.get("required", ())
    names = sorted(schema["properties"], key=lambda name: name not in needed[:1])
    return [
        _field(schemas, name, schema["properties"][name], kind, filled=filled, needed=needed)
        for name in names
    ]


def _field(
    schemas: Schemas,
    name: str,
    reference: Mapping[str, Any],
    kind: str,
    *,
    filled: Mapping[str, Any],
    needed: Collection[str],
) -> list[str]:
    field, kind = schemas.resolve(reference, kind=kind)
    words = [*_words(field), *_choices(field)]
    example = field["examples"][0]
    if isinstance(filled.get(name), list):
        return [*words, f"{name}:", *_indented(filled[name])]
    if name in filled:
        return [*words, *written({name: filled[name]})]
    if name not in needed and name not in OPENED:
        return [*words, *(f"#{line}" for line in written({name: example}))]
    if "properties" in field:
        inner = list(chain.from_iterable(_fields(schemas, field, kind, filled={})))
        return [*words, f"{name}:", *_indented(inner)]
    if "items" in field:
        item, kind = schemas.resolve(field["items"], kind=kind)
        inner = _dashed(_fields(schemas, item, kind, filled={})) if "properties" in item else ["-"]
        return [*words, f"{name}:", *_indented(inner)]
    example_words = [] if "enum" in field else hints(f"Example: {written(example)[0]}")
    return [*words, *example_words, f"{name}:"]


def _words(schema: Mapping[str, Any]) -> list[str]:
    return hints(f"{schema['title']}. {schema['description']}")


def _choices(field: Mapping[str, Any]) -> Iterator[str]:
    """The words to choose from, each with its meaning."""
    if "enum" in field:
        yield "# One of:"
        for value, meaning in zip(field["enum"], field["enumDescriptions"], strict=True):
            yield f"#   {value}: {meaning}"


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _dashed(fields: Iterable[Iterable[str]]) -> list[str]:
    """The fields of one entry: a dash before the first line that is no comment."""
    lines = list(chain.from_iterable(fields))
    first = next(at for at, line in enumerate(lines) if not line.startswith("#"))
    return [*lines[:first], f"- {lines[first]}", *_indented(lines[first + 1 :])]
