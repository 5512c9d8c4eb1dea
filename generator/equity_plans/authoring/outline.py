"""Outline: a kind of file with every field it can have, explained in the schema's own words.

Fields that are needed stand open. All others are switched off by a “#”, with an example behind it,
so that the file is right as soon as what stands open is filled in.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeAlias

import yaml

from equity_plans.schema import Schemas

WIDTH = 84
"""How wide hints and examples are, before they are indented."""


WITHOUT_TIMES = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}
"""What PyYAML puts into quotes, except dates: those are text to us either way."""


class _Dumper(yaml.SafeDumper):
    """Writes YAML as the plans have it: lists are indented, dates need no quotes."""

    yaml_implicit_resolvers = WITHOUT_TIMES

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


def hints(text: str) -> list[str]:
    """`text` as lines of comment."""
    return [f"# {line}" for line in textwrap.wrap(" ".join(text.split()), WIDTH)]


Filled: TypeAlias = Mapping[str, str | list[str]]
"""What is known already, by field: a value, or the finished entries of a list as lines."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """Writes outlines by the words of one set of schemas."""

    schemas: Schemas
    opened: Collection[str] = ()
    """Lists that stand open though they are not needed."""

    def file(self, kind: str, *, filled: Filled) -> list[str]:
        """The lines of a new file of a kind."""
        schema = self.schemas.documents[kind]
        fields = self._fields(schema, kind, filled=filled)
        return [*_words(schema), *(line for field in fields for line in ("", *field))]

    def entry(self, kind: str, definition: str, *, filled: Filled) -> list[str]:
        """The lines of one entry of a list, with its dash."""
        schema = self.schemas.documents[kind]["$defs"][definition]
        return _dashed(self._fields(schema, kind, filled=filled))

    def _fields(
        self, schema: Mapping[str, Any], kind: str, *, filled: Filled
    ) -> Iterator[list[str]]:
        """The lines of every field of a group. What is needed first comes first, for its dash."""
        needed = schema.get("required", ())
        for name in sorted(schema["properties"], key=lambda name: name not in needed[:1]):
            field, home = self.schemas.resolve(schema["properties"][name], kind=kind)
            if name in filled:
                lines = _known(name, filled[name])
            elif name in needed or name in self.opened:
                lines = self._open(name, field, home)
            else:
                lines = [f"#{line}" for line in written({name: field["examples"][0]})]
            yield [*_words(field), *_choices(field), *lines]

    def _open(self, name: str, field: Mapping[str, Any], kind: str) -> list[str]:
        """A field to be filled in; of a group or a list, what is in it."""
        if "properties" in field:
            inner = chain.from_iterable(self._fields(field, kind, filled={}))
            return [f"{name}:", *_indented(inner)]
        if "items" in field:
            item, home = self.schemas.resolve(field["items"], kind=kind)
            group = "properties" in item
            entry = _dashed(self._fields(item, home, filled={})) if group else ["-"]
            return [f"{name}:", *_indented(entry)]
        if "enum" in field:
            return [f"{name}:"]
        return [*hints(f"Example: {written(field['examples'][0])[0]}"), f"{name}:"]


def _known(name: str, value: str | list[str]) -> list[str]:
    return [f"{name}:", *_indented(value)] if isinstance(value, list) else written({name: value})


def _words(schema: Mapping[str, Any]) -> list[str]:
    return hints(f"{schema['title']}. {schema['description']}")


def _choices(field: Mapping[str, Any]) -> Iterator[str]:
    """The words to choose from, each with its meaning."""
    if "enum" in field:
        yield "# One of:"
        for value, meaning in zip(field["enum"], field["enumDescriptions"], strict=True):
            yield f"# - {value}: {meaning}"


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _dashed(fields: Iterable[Iterable[str]]) -> list[str]:
    """The fields of one entry: a dash before the first line that is no comment."""
    lines = list(chain.from_iterable(fields))
    first = next(at for at, line in enumerate(lines) if not line.startswith("#"))
    return [*lines[:first], f"- {lines[first]}", *_indented(lines[first + 1 :])]
