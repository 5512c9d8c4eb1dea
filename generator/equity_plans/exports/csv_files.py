"""The tables as CSV files by RFC 4180, safe to open in a spreadsheet.

A text that a spreadsheet could take for a formula gets an apostrophe in front, and so does one
that begins with an apostrophe: take one apostrophe off, and every text is as its author wrote it.
Numbers are written as numbers. A list is written as a JSON array.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from tempfile import TemporaryFile
from typing import Any

from equity_plans import addresses
from equity_plans.exports import once
from equity_plans.exports.cells import Cells, Way
from equity_plans.exports.export import Export, File, Group, LargeFile, Publication
from equity_plans.exports.table import Rows, Table

as_json = lru_cache(maxsize=1 << 12)(json.JSONEncoder(ensure_ascii=False).encode)
"""A list as a JSON array; the same few lists stand in many rows."""

_LIKE_FORMULA = re.compile(r"""[\s"']*[=+\-@＝＋－＠]|[\t\r\n']""")
"""How a text begins that a spreadsheet could run, or that begins with our own mark."""


def like_formula(text: str) -> bool:
    """True when a spreadsheet could take the text for a formula."""
    return _LIKE_FORMULA.match(text) is not None


def begin_plainly(texts: Iterable[Any]) -> bool:
    """True when each text that is not empty begins with a letter or digit, as almost all do.

    A spreadsheet takes none of these for a formula.
    """
    return "".join([text[0] for text in texts if text]).isalnum()


def write(publication: Publication) -> Iterator[File | LargeFile]:
    """One file for each table."""
    return once.write(publication, lambda _: Writer())


class Writer:
    """Writes one file for each table, on the disk: the largest of a country has 44 MB."""

    def begin(self, table: Table) -> None:
        """Write the names of its columns."""
        self.table = table
        kept = TemporaryFile()  # noqa: SIM115 - whoever reads it closes it
        self._written = io.TextIOWrapper(kept, encoding="utf-8", newline="")
        self._writer = csv.writer(self._written)
        self._writer.writerow(column.name for column in table.columns)

    def add(self, rows: Rows) -> None:
        """Write some of its rows."""
        self._writer.writerows(zip(*map(_column, rows.values()), strict=True))

    def end(self) -> Iterator[LargeFile]:
        """The file of the table."""
        yield LargeFile(uri=addresses.table(self.table.name), kept=self._written.detach())

    def close(self) -> Iterator[File]:
        """Nothing more: each table has a file of its own."""
        yield from ()


def csv_bytes(table: Table) -> bytes:
    """The table as CSV: UTF-8, comma, double quotes, CR LF, names in the first line."""
    writer = Writer()
    writer.begin(table)
    for rows in table.parts():
        writer.add(rows)
    return next(writer.end()).content


def _column(cells: Cells) -> Sequence[Any]:
    """The values of a column as they are written; None is nothing in CSV, too."""
    if cells.whole is not None and begin_plainly(cells.values):
        return cells.values
    return cells.through(WAYS)


def _text(text: str) -> str:
    return f"'{text}" if like_formula(text) else text


WAYS: Mapping[type, Way] = {
    str: _text,
    bool: {True: "true", False: "false"}.__getitem__,
    int: str,
    float: repr,
    date: date.isoformat,
    tuple: as_json,
}
"""How a value of each type is written."""


EXPORT = Export(
    uri=addresses.table("{table}"),
    media_type="text/csv; header=present; charset=utf-8",
    title="Tables as CSV",
    description="One file for each table. A text that a spreadsheet could take for a formula "
    "begins with an apostrophe that its author did not write; a list is a JSON array.",
    group=Group.TABLES,
    of_country=write,
)
