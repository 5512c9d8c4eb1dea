"""Table: rows and columns that every tabular format and the API are written from.

A column of something that plans say has its title, description, type and allowed values from the
schema; a column of something that is worked out says these itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import chain, groupby, islice
from operator import attrgetter
from types import NoneType
from typing import Any, TypeAlias

from equity_plans.exports.cells import NONE, Cells, Value, Way, cells
from equity_plans.model import Source, SourceDocument
from equity_plans.schema import Schemas, Word
from equity_plans.when import When

Row: TypeAlias = Mapping[str, Value]
Rows: TypeAlias = Mapping[str, Cells]
"""Some rows, column by column: by the name of each column what it has in these rows."""

AT_ONCE = 1000
"""So many rows are made at once."""


class Type(StrEnum):
    """What the values of a column are, in the words of JSON Schema and Table Schema."""

    TEXT = "string"
    INTEGER = "integer"
    NUMBER = "number"
    YES_NO = "boolean"
    DAY = "date"
    LIST = "array"


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """What one column holds."""

    name: str
    type: Type
    title: str
    description: str
    words: tuple[Word, ...] = ()
    """The only values it can have, where these are fixed."""

    required: bool = False
    """True when every row has a value."""

    refers_to: str | None = None
    """The table whose `id` it names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """How one column is filled from a thing, and where its description is."""

    name: str
    of: Callable[[Any], Value | When]
    within: Callable[[Any], Any] | None = None
    """What of the thing `of` looks at; where there is none, the column is empty. Columns that look
    at the same stand together."""

    place: str = ""
    """Where the schema describes it, `plan:action.title`; without it, what follows does."""

    type: Type = Type.TEXT
    title: str = ""
    description: str = ""
    words: str = ""
    """The vocabulary definition that has its values."""

    required: bool = False
    refers_to: str | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """One table, whose rows are made when somebody wants them."""

    name: str
    one: str
    """The name of one row: the column of another table that names it."""

    title: str
    description: str
    columns: tuple[Column, ...]
    told: tuple[Told, ...]
    """How each column is filled."""

    owners: Iterable[Any]
    """The plans, agencies or the like that its rows belong to."""

    things_of: Callable[[Any], Iterable[Any]]
    """What there is a row for, of what belongs to one of these."""

    in_order: Callable[[], Iterable[Any]] | None = None
    """All of it, where that is not in the order of what it belongs to."""

    seen_as: Callable[[Iterable[Any]], Iterable[Any]] = iter
    """What the columns look at, where more has to be worked out of things for their rows."""

    @property
    def things(self) -> Iterator[Any]:
        """What there is a row for. It is looked for anew each time: of a country, it is much."""
        if self.in_order is not None:
            yield from self.in_order()
        else:
            for owner in self.owners:
                yield from self.things_of(owner)

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return sum(1 for _ in self.things)

    def count_of(self, owners: Iterable[Any]) -> int:
        """How many rows there are of some that own any."""
        return sum(1 for owner in owners for _ in self.things_of(owner))

    @property
    def has_id(self) -> bool:
        """True when each row has an id that never changes."""
        return self.columns[0].name == "id"

    @property
    def rows(self) -> tuple[Row, ...]:
        """A row for each thing. Those of a country take much memory; `parts` gives some at once."""
        return tuple(self.rows_of(self.things))

    def rows_of(self, things: Iterable[Any]) -> Iterator[Row]:
        """A row for each of some things of this table."""
        for rows in self._parts_of(things):
            for values in zip(*(column.values for column in rows.values()), strict=True):
                yield dict(zip(rows, values, strict=True))

    def parts(self) -> Iterator[Rows]:
        """All rows, some at a time."""
        return self._parts_of(self.things)

    def rows_for(self, owners: Iterable[Any]) -> Rows:
        """All rows that belong to some plans, agencies or the like."""
        things = chain.from_iterable(map(self.things_of, owners))
        return self._rows(list(self.seen_as(things)))

    def _parts_of(self, things: Iterable[Any]) -> Iterator[Rows]:
        every = iter(self.seen_as(things))
        while some := list(islice(every, AT_ONCE)):
            yield self._rows(some)

    def _rows(self, seen: list[Any]) -> Rows:
        """The rows for some things as they are seen, column by column."""
        if not seen:
            return {column.name: Cells((), frozenset()) for column in self.told}
        rows: dict[str, Cells] = {}
        for within, columns in self._looks:
            looked = seen if within is None else list(map(within, seen))
            types = set(map(type, looked))
            if types == NONE:
                rows |= dict.fromkeys(columns, Cells(looked, NONE))
            elif NoneType in types:
                for name, of in columns.items():
                    rows[name] = cells([None if part is None else of(part) for part in looked])
            else:
                for name, of in columns.items():
                    rows[name] = cells(list(map(of, looked)))
        return rows

    @cached_property
    def _looks(self) -> Sequence[tuple[Callable[[Any], Any] | None, Mapping[str, Way]]]:
        """What of a thing is looked at for some columns, and how each of these is filled."""
        return [
            (within, {column.name: column.of for column in columns})
            for within, columns in groupby(self.told, key=attrgetter("within"))
        ]


def fields(
    place: str, *names: str, of: Callable[[Any], Any] | None = None, prefix: str = ""
) -> list[Told]:
    """A column for each of the fields `names` of what the schema describes at `place`."""
    return [
        Told(
            name=f"{prefix}{name}",
            within=of,
            # `from` is a word of Python's own.
            of=attrgetter("from_" if name == "from" else name),
            place=f"{place}{name}",
        )
        for name in names
    ]


def dates(
    name: str, of: Callable[[Any], When | None], place: str, *, title: str = ""
) -> list[Told]:
    """Three columns for one date: as written, and the first and last day it stands for."""
    return [
        Told(name=name, within=of, of=attrgetter("text"), place=place, title=title),
        *(
            Told(
                name=f"{name}_{which}_day",
                within=of,
                of=attrgetter(which),
                type=Type.DAY,
                title=f"{title or name.replace('_', ' ').capitalize()}: {which} day",
                description=f"The {which} day of the time that “{name}” names.",
            )
            for which in ("first", "last")
        ),
    ]


def sourced(of: Callable[[Any], Source | None]) -> list[Told]:
    """The columns that say where a fact comes from."""
    names = ("page", "title", "url", "archived", "note")
    return fields("vocabulary:source.", *names, of=of, prefix="source_")


def documented(of: Callable[[Any], SourceDocument | None]) -> list[Told]:
    """The columns that name the document a file was written from."""
    names = ("title", "publisher", "published", "url", "archived", "retrieved", "note")
    return fields("vocabulary:document.", *names, of=of, prefix="source_")


def table(
    name: str,
    one: str,
    title: str,
    description: str,
    *,
    columns: Iterable[Told],
    schemas: Schemas,
    owners: Iterable[Any],
    things_of: Callable[[Any], Iterable[Any]] = lambda owner: (owner,),
    in_order: Callable[[], Iterable[Any]] | None = None,
    seen_as: Callable[[Iterable[Any]], Iterable[Any]] = iter,
) -> Table:
    """The table with a row for each thing of each of `owners`, by default for that itself."""
    told = tuple(columns)
    return Table(
        name=name,
        one=one,
        title=title,
        description=description,
        columns=tuple(_column(column, schemas) for column in told),
        told=told,
        owners=owners,
        things_of=things_of,
        in_order=in_order,
        seen_as=seen_as,
    )


def _column(told: Told, schemas: Schemas) -> Column:
    if not told.place:
        return Column(
            name=told.name,
            type=told.type,
            title=told.title,
            description=told.description,
            words=schemas.vocabulary[told.words] if told.words else (),
            required=told.required,
            refers_to=told.refers_to,
        )
    written, found = _find(schemas, told.place)
    definition = found.get("items", written).get("$ref", "").rpartition("/")[2]
    return Column(
        name=told.name,
        type=_type(found),
        title=told.title or found["title"],
        description=found["description"],
        words=schemas.vocabulary.get(definition, ()),
        required=told.required,
        refers_to=told.refers_to,
    )


def _find(schemas: Schemas, place: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The property at `plan:action.title` as the schema has it, and with its `$ref` filled in."""
    kind, _, path = place.partition(":")
    document = schemas.documents[kind]
    first, *rest = path.split(".")
    written = document.get("$defs", {}).get(first) or document["properties"][first]
    found, kind = schemas.resolve(written, kind=kind)
    for name in rest:
        if "items" in found:
            found, kind = schemas.resolve(found["items"], kind=kind)
        written = found["properties"][name]
        found, kind = schemas.resolve(written, kind=kind)
    return written, found


def _type(found: Mapping[str, Any]) -> Type:
    written = found["type"]
    if isinstance(written, list):  # `2024` and `FY2024`, page 12 and pages 12-14
        return Type.TEXT
    return Type.DAY if found.get("format") == "date" else Type(written)
