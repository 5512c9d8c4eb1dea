"""All tables in one SQLite file, with foreign keys and full-text search, ready for Datasette.

A list is a JSON array, a day is text like 2024-09-30, yes and no are 1 and 0.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from equity_plans import addresses
from equity_plans.exports import once
from equity_plans.exports.cells import NONE, Way
from equity_plans.exports.csv_files import as_json
from equity_plans.exports.export import LICENSE_ID, Export, File, Group, LargeFile, Publication
from equity_plans.exports.table import Column, Rows, Table, Type

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


UNSETTLED = ((24, 4), (92, 8))
"""Where in its head, and in how many bytes, a file says how often it was changed and by which
SQLite. Nothing needs that, and it would be another one elsewhere."""


def write(publication: Publication) -> Iterator[File | LargeFile]:
    """The one database."""
    return once.write(publication, Writer)


class Writer:
    """Writes the one database."""

    def __init__(self, publication: Publication) -> None:
        self._folder = TemporaryDirectory()
        self._place = Path(self._folder.name) / "database"
        self._database = sqlite3.connect(self._place, isolation_level=None)
        for setting in ("foreign_keys = ON", "journal_mode = OFF", "synchronous = OFF"):
            self._database.execute(f"PRAGMA {setting}")
        self._database.execute("BEGIN")
        _add_about(self._database, publication)

    def begin(self, table: Table) -> None:
        """Add a table. Every name in the SQL is one of our own."""
        self._table = table
        columns = ", ".join(_column(column) for column in table.columns)
        self._database.execute(f'CREATE TABLE "{table.name}" ({columns})')

    def add(self, rows: Rows) -> None:
        """Add some of its rows."""
        # To hand over that nothing is there takes longest; most columns of some rows are empty.
        places = ", ".join(["NULL" if one.types == NONE else "?" for one in rows.values()])
        told = [one.through(WAYS) for one in rows.values() if one.types != NONE]
        self._database.executemany(
            f'INSERT INTO "{self._table.name}" VALUES ({places})',  # noqa: S608 - names of our own
            zip(*told, strict=True),
        )

    def end(self) -> Iterator[File]:
        """Nothing yet: all tables are in one file."""
        for column in self._table.columns:
            if column.refers_to:
                name = f"{self._table.name}_{column.name}"
                self._database.execute(
                    f'CREATE INDEX "{name}" ON "{self._table.name}" ("{column.name}")'
                )
        yield from ()

    def close(self) -> Iterator[LargeFile]:
        """The file."""
        self._database.execute("COMMIT")
        for name, columns in SEARCHED.items():
            _add_search(self._database, name, columns)
        self._database.close()
        kept = TemporaryFile()  # noqa: SIM115 - whoever reads it closes it
        with self._folder, self._place.open("rb") as file:
            shutil.copyfileobj(file, kept)
        for start, size in UNSETTLED:
            kept.seek(start)
            kept.write(bytes(size))
        yield LargeFile(uri=URI, kept=kept)


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


WAYS: Mapping[type, Way] = {
    bool: int,
    date: date.isoformat,
    tuple: as_json,
}
"""How values are stored that SQLite has no type for."""


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
    of_country=write,
)
