"""All tables in one SQLite file, with foreign keys and full-text search, ready for Datasette.

A list is a JSON array, a day is text like 2024-09-30, yes and no are 1 and 0.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date

from equity_plans import addresses
from equity_plans.exports.export import LICENSE_ID, Export, File, Group, Publication
from equity_plans.exports.table import Column, Table, Type, Value

URI = addresses.table("equity-plans", "sqlite")

TYPES = {Type.INTEGER: "INTEGER", Type.YES_NO: "INTEGER", Type.NUMBER: "REAL"}
"""SQLite's types; what is not here is text."""

SEARCHED = {
    "goals": ("title", "summary"),
    "barriers": ("title", "detail"),
    "engagement": ("title", "detail", "heard", "changed"),
    "actions": ("title", "detail"),
    "measures": ("title", "detail"),
    "action_reports": ("happened", "setback", "next"),
    "changes": ("words",),
}
"""The columns whose words can be looked for, in a table named after theirs with `_fts`."""


def write(publication: Publication) -> Iterator[File]:
    """The one database."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("BEGIN")
        _add_about(database, publication)
        for table in publication.tables.values():
            _add_table(database, table)
        database.execute("COMMIT")
        for name, columns in SEARCHED.items():
            _add_search(database, name, columns)
        yield File(uri=URI, content=database.serialize())


def _add_about(database: sqlite3.Connection, publication: Publication) -> None:
    database.execute('CREATE TABLE "about" ("name" TEXT PRIMARY KEY, "value" TEXT NOT NULL)')
    told = {
        "as_of": publication.view.as_of.isoformat(),
        "license": LICENSE_ID,
        "site": publication.site_url,
    }
    database.executemany('INSERT INTO "about" VALUES (?, ?)', told.items())
    database.execute(
        'CREATE TABLE "columns" ("table" TEXT NOT NULL, "column" TEXT NOT NULL, '
        '"title" TEXT NOT NULL, "description" TEXT NOT NULL, PRIMARY KEY ("table", "column"))'
    )
    database.executemany(
        'INSERT INTO "columns" VALUES (?, ?, ?, ?)',
        (
            (table.name, column.name, column.title, column.description)
            for table in publication.tables.values()
            for column in table.columns
        ),
    )


def _add_table(database: sqlite3.Connection, table: Table) -> None:
    """Add a table and its rows. Every name in the SQL is one of our own."""
    columns = ", ".join(_column(column) for column in table.columns)
    database.execute(f'CREATE TABLE "{table.name}" ({columns})')
    places = ", ".join("?" * len(table.columns))
    database.executemany(
        f'INSERT INTO "{table.name}" VALUES ({places})',  # noqa: S608 - names of our own
        ([_stored(value) for value in row.values()] for row in table.rows),
    )
    for column in table.columns:
        if column.refers_to:
            name = f"{table.name}_{column.name}"
            database.execute(f'CREATE INDEX "{name}" ON "{table.name}" ("{column.name}")')


def _column(column: Column) -> str:
    told = f'"{column.name}" {TYPES.get(column.type, "TEXT")}'
    if column.name == "id":
        return f"{told} PRIMARY KEY NOT NULL"
    if column.required:
        told += " NOT NULL"
    if column.refers_to:
        # An agency may stand before the one it is part of.
        told += f' REFERENCES "{column.refers_to}" ("id") DEFERRABLE INITIALLY DEFERRED'
    return told


def _stored(value: Value) -> str | int | float | None:
    match value:
        case tuple():
            return json.dumps(value, ensure_ascii=False)
        case date():
            return value.isoformat()
        case _:
            return value


def _add_search(database: sqlite3.Connection, name: str, columns: tuple[str, ...]) -> None:
    named = ", ".join(f'"{column}"' for column in columns)
    database.execute(
        f'CREATE VIRTUAL TABLE "{name}_fts" USING fts5 '
        f"({named}, content='{name}', tokenize='porter unicode61')"
    )
    database.execute(f'INSERT INTO "{name}_fts" ("{name}_fts") VALUES (\'rebuild\')')  # noqa: S608 - names of our own


EXPORT = Export(
    uri=URI,
    media_type="application/vnd.sqlite3",
    title="All tables in one database",
    description="A SQLite file with foreign keys and full-text search, ready for Datasette. The "
    "table “columns” says what every column holds.",
    group=Group.TABLES,
    write=write,
)
