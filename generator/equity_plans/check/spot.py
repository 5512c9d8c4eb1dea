"""One spot of a file: what stands there, and what the schema says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from equity_plans.check.meant import fold
from equity_plans.check.subject import subject
from equity_plans.findings import DataPath, Finding, Other, Place, Severity
from equity_plans.schema import Schemas
from equity_plans.sources import Document, Value
from equity_plans.sources.scalars import resolve
from equity_plans.sources.source import clip, in_quotes

if TYPE_CHECKING:  # jsonschema is slow to load
    from jsonschema.exceptions import ValidationError

FEW = 12
"""So many words can be listed together with their labels."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """What the schema says of one spot."""

    schema: Mapping[str, Any]
    """Its words and limits, with those of the definition it refers to filled in."""

    definition: str
    """The name of that definition; empty when it has none."""

    kind: str
    """The schema file that its own references start from."""

    @property
    def format(self) -> str:
        """The name of the kind of text it takes: a date, a web address."""
        return str(self.schema.get("format", ""))

    @property
    def types(self) -> tuple[str, ...]:
        """The kinds of value it takes, in the schema's words."""
        types = self.schema.get("type", ())
        return (types,) if isinstance(types, str) else tuple(types)

    def words(self) -> str:
        """A sentence with all the words of a field that takes only some; empty for other fields."""
        known: Sequence[str] = self.schema.get("enum", ())
        labels = self.schema.get("labels", {}) if len(known) <= FEW else {}
        listed = (
            f"{word} ({labels[word]})" if fold(labels.get(word, word)) != fold(word) else word
            for word in known
        )
        return f" The words are: {', '.join(listed)}." if known else ""

    def example(self, key: str) -> str:
        """A sentence with an example that can be pasted; empty for a list or group."""
        one: Any = self.schema["examples"][0]
        if isinstance(one, list | dict):
            return ""
        if isinstance(one, bool):
            one = str(one).lower()
        elif isinstance(one, str):
            special = ": " in one or " #" in one or not one[0].isalnum() or resolve(one) != one
            one = in_quotes(one) if special else one
        return f" For example: `{key}: {one}`."


class Said(NamedTuple):
    """What there is to say of a spot."""

    rule: str
    message: str
    fix: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """A place in a document together with what the schema says of it."""

    document: Document
    schemas: Schemas
    path: DataPath
    value: Value
    field: Field
    around: Spot | None = None
    """The group or list it is in."""

    def inside(self, key: str | int) -> Spot:
        """The spot at `key` of this one."""
        known = self.field.schema.get("properties", {}).get(key, {})
        schema = known if isinstance(key, str) else self.field.schema.get("items", {})
        value: Value = None
        if isinstance(self.value, dict) and isinstance(key, str):
            value = self.value.get(key)
        elif isinstance(self.value, list) and isinstance(key, int):
            value = self.value[key]
        return replace(
            self,
            path=(*self.path, key),
            value=value,
            field=field(self.schemas, schema, kind=self.field.kind),
            around=self,
        )

    @property
    def name(self) -> str:
        """What to call it at the beginning of a sentence."""
        if not self.path:
            return "This file"
        if self.around and isinstance(self.path[-1], int):
            return f"Entry {self.path[-1] + 1} of {self.around.name}"
        return f"`{clip(str(self.path[-1]))}`"

    @property
    def keyed(self) -> bool:
        """True when it stands after a key, not after a hyphen."""
        return bool(self.path) and isinstance(self.path[-1], str)

    @property
    def written(self) -> str:
        """What its author wrote, without quotes around it."""
        return self.value if isinstance(self.value, str) else self.document.written[self.path]

    @property
    def quoted(self) -> str:
        """Its text or number the way a message quotes it."""
        return f"“{clip(self.written)}”" if isinstance(self.value, str) else clip(self.written)

    @property
    def optional(self) -> bool:
        """True when its key may be left out."""
        needed = self.around.field.schema.get("required", ()) if self.around else ()
        return bool(self.path) and self.path[-1] not in needed

    def properties(self) -> Mapping[str, Field]:
        """The keys that can be used in this group."""
        return {
            key: field(self.schemas, schema, kind=self.field.kind)
            for key, schema in self.field.schema.get("properties", {}).items()
        }

    def errors(self, value: Value) -> Iterator[ValidationError]:
        """What the schema would say if a single `value` stood here."""
        validator = self.schemas.validators["plan"].evolve(schema=self.field.schema)
        errors: Iterator[ValidationError] = validator.iter_errors(value)
        return errors

    def takes(self, value: Value) -> bool:
        """True when a single `value` could stand here."""
        return next(self.errors(value), None) is None

    def help(self) -> str:
        """What the field is for, with its words or an example."""
        example = self.field.example(str(self.path[-1])) if self.keyed else ""
        return f"{self.field.schema['description']}{self.field.words() or example}"

    def sentence(self, keyword: str) -> str:
        """The sentence that the schema has under `keyword` for authors who get this wrong."""
        return str(self.field.schema.get(keyword, "")) or self.help()

    def finding(
        self,
        rule: str,
        message: str,
        fix: str,
        *,
        place: Place | None = None,
        path: DataPath | None = None,
        other: Other | None = None,
    ) -> Finding:
        """A finding about this spot, or about `path` at another `place`."""
        path = self.path if path is None else path
        place = place or self.document.values[path]
        return Finding(
            rule=rule,
            severity=Severity.ERROR,
            file=self.document.file,
            message=message,
            fix=fix,
            place=place,
            path=path,
            subject=subject(self.document.value, path),
            excerpt=self.document.lines[place.line - 1],
            other=other,
        )


def stray_keys(empty: Spot) -> list[str]:
    """The keys that stand beside `empty`, a group left empty, but can only belong inside it.

    They are what is left of a group whose lines are not indented.
    """
    beside = empty.around
    if empty.value is not None or beside is None or not isinstance(beside.value, dict):
        return []
    inside, known = empty.properties(), beside.properties()
    return [key for key in beside.value if key in inside and key not in known]


def field(schemas: Schemas, schema: Mapping[str, Any], *, kind: str) -> Field:
    """`schema`, which stands in the schema file `kind`, with what it refers to filled in."""
    definition = schema.get("$ref", "").rpartition("/")[2]
    filled, kind = schemas.resolve(schema, kind=kind)
    return Field(schema=filled, definition=definition, kind=kind)


def spot(document: Document, schemas: Schemas, *, kind: str, path: DataPath) -> Spot:
    """The spot of a document of this `kind` that `path` leads to."""
    here = Spot(
        document=document,
        schemas=schemas,
        path=(),
        value=document.value,
        field=field(schemas, schemas.documents[kind], kind=kind),
    )
    for key in path:
        here = here.inside(key)
    return here
