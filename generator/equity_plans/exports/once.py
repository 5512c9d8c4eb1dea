"""All tables, gone through once: each row is made once for all formats, and then forgotten.

The rows of a country take a gigabyte, so every format writes some of them at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol, TypeAlias

from equity_plans.exports.export import File, LargeFile, Publication
from equity_plans.exports.table import Rows, Table

Files: TypeAlias = Iterator[File | LargeFile]


class Writer(Protocol):
    """Writes tables in one format: each is begun, gets its rows some at a time, and is ended."""

    def begin(self, table: Table) -> None:
        """The next table."""

    def add(self, rows: Rows) -> None:
        """Some rows of it, in their order."""

    def end(self) -> Files:
        """The files that are whole, now that the table is."""

    def close(self) -> Files:
        """The files that are whole, now that all tables are."""


def write(publication: Publication, *makers: Callable[[Publication], Writer]) -> Files:
    """The files of all these formats."""
    writers = [make(publication) for make in makers]
    for table in publication.tables.values():
        for writer in writers:
            writer.begin(table)
        for rows in table.parts():
            for writer in writers:
                writer.add(rows)
        for writer in writers:
            yield from writer.end()
    for writer in writers:
        yield from writer.close()
