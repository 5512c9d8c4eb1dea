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
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from equity_plans import addresses
from equity_plans.exports.export import Export, File, Group, Publication
from equity_plans.exports.table import Table, Value

_LIKE_FORMULA = re.compile(r"""[\s"']*[=+\-@＝＋－＠]|[\t\r\n']""")
"""How a text begins that a spreadsheet could run, or that begins with our own mark."""


def like_formula(text: str) -> bool:
    """True when a spreadsheet could take the text for a formula."""
    return _LIKE_FORMULA.match(text) is not None


def write(publication: Publication) -> Iterator[File]:
    """One file for each table."""
    yield from csv_files(publication)


@lru_cache(maxsize=1)
def csv_files(publication: Publication) -> tuple[File, ...]:
    """The file of each table, in the order of the tables."""
    return tuple(
        File(uri=addresses.table(name), content=csv_bytes(table))
        for name, table in publication.tables.items()
    )


def csv_bytes(table: Table) -> bytes:
    """The table as CSV: UTF-8, comma, double quotes, CR LF, names in the first line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    for row in table.rows:
        writer.writerow([_cell(value) for value in row.values()])
    return text.getvalue().encode()


def _cell(value: Value) -> str | int | float:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return value
        case date():
            return value.isoformat()
        case tuple():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return f"'{value}" if like_formula(value) else value


EXPORT = Export(
    uri=addresses.table("{table}"),
    media_type="text/csv; header=present; charset=utf-8",
    title="Tables as CSV",
    description="One file for each table. A text that a spreadsheet could take for a formula "
    "begins with an apostrophe that its author did not write; a list is a JSON array.",
    group=Group.TABLES,
    write=write,
)
