"""All tables in one workbook (XLSX), for those who work in a spreadsheet.

There is no formula in it: every text is written as text, whatever it begins with. Dates are dates,
numbers are numbers, and a list is its values with semicolons between them. What a spreadsheet
cannot hold is told: a text that is too long says so where it was cut, and a table with too many
rows goes on in a further sheet.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, repeat
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING
from xml.etree.ElementTree import canonicalize
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from equity_plans import addresses, words
from equity_plans.exports import once
from equity_plans.exports.cells import Value, cells, legible
from equity_plans.exports.export import (
    DESCRIPTION,
    LICENSE_NAME,
    LICENSE_URL,
    Export,
    File,
    Group,
    LargeFile,
    Publication,
)
from equity_plans.exports.sheet_cells import Styles, Told, told, ways
from equity_plans.exports.table import Rows, Table, Type

if TYPE_CHECKING:
    from openpyxl import Workbook

URI = addresses.table("equity-plans", "xlsx")
MOST_ROWS = 1_048_576
"""So many rows fit onto a sheet, the names of the columns among them."""

WIDTHS = {Type.TEXT: 32, Type.LIST: 32}
WIDTH = 14
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a file in a zip can have."""

LEVEL = 5
"""How hard files are packed: level 6 takes a third longer, for 3 of 100 bytes."""

DECLARATION = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
END = b"</sheetData>"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One sheet: its first row is bold."""

    name: str
    head: tuple[str, ...]
    widths: tuple[int, ...]


def write(publication: Publication) -> Iterator[File | LargeFile]:
    """The one workbook."""
    return once.write(publication, Writer)


class Writer:
    """Writes the one workbook.

    openpyxl makes it with the first row of each sheet. All other rows are put into its files as
    they are: openpyxl would take a hundred times as long over a million of them.

    The workbook has the same bytes for the same contents: no file in it says when it was made, and
    each is in the canonical form of XML, for openpyxl writes another one where lxml is installed.
    """

    def __init__(self, publication: Publication) -> None:
        self._frame, styles = _frame(publication)
        self._ways = ways(styles)
        self._kept = TemporaryFile()  # noqa: SIM115 - whoever reads it closes it
        self._zip = ZipFile(self._kept, "w")
        self._sheets = iter(_sheets(publication))
        self._number = 0
        sheets = {_file(number) for number, _ in enumerate(_sheets(publication), start=1)}
        for name in sorted(set(self._frame.namelist()) - sheets):
            with self._open(name) as file:
                file.write(self._read(name))
        for rows in (_read_me(publication), _columns(publication)):
            self._begin_sheet()
            columns = [cells(list(column)) for column in zip(*rows, strict=True)]
            self._write([told(column, self._ways) for column in columns])
            self._end_sheet()

    def _open(self, name: str) -> IO[bytes]:
        info = ZipInfo(name, date_time=EPOCH)
        info.compress_type = ZIP_DEFLATED
        # There is no other way to say it of what is written some at a time.
        info._compresslevel = LEVEL  # type: ignore[attr-defined] # noqa: SLF001
        info.create_system = 0  # the same on every system
        return self._zip.open(info, "w")

    def _read(self, name: str) -> bytes:
        return DECLARATION + canonicalize(self._frame.read(name)).encode()

    def _begin_sheet(self) -> None:
        self._number += 1
        self._row = 2
        from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as below

        head = next(self._sheets).head
        self._letters = tuple(get_column_letter(number + 1) for number in range(len(head)))
        before, end, after = self._read(_file(self._number)).rpartition(END)
        self._after = end + after
        self._sheet = self._open(_file(self._number))
        self._sheet.write(before)

    def _write(self, columns: Iterable[Told]) -> None:
        """Write some rows. Of a cell without a value, nothing is written."""
        cells = dict(zip(self._letters, columns, strict=True))
        numbers = [f'{self._row + place}"' for place, _ in enumerate(cells["A"].texts)]
        rows = zip(
            [f'<row r="{number}>' for number in numbers],
            *(
                [
                    f'<c r="{letter}{number}{start}{text}{end}' if text else ""
                    for number, text in zip(numbers, texts, strict=True)
                ]
                for letter, (start, texts, end) in cells.items()
                if any(texts)
            ),
            repeat("</row>"),
        )
        self._sheet.write("".join(chain.from_iterable(rows)).encode())
        self._row += len(numbers)

    def _end_sheet(self) -> None:
        self._sheet.write(self._after)
        self._sheet.close()

    def begin(self, table: Table) -> None:  # noqa: ARG002 - the next sheet is its own
        """Begin the sheet of a table."""
        self._begin_sheet()

    def add(self, rows: Rows) -> None:
        """Write some of its rows, and go on in a further sheet where one is full."""
        columns = [told(column, self._ways) for column in rows.values()]
        done, count = 0, len(columns[0].texts)
        while done < count:
            room = MOST_ROWS + 1 - self._row
            if room == 0:
                self._end_sheet()
                self._begin_sheet()
                continue
            some = slice(done, done + room)
            self._write(one._replace(texts=one.texts[some]) for one in columns)
            done += room

    def end(self) -> Iterator[File]:
        """Nothing yet: all sheets are in one file."""
        self._end_sheet()
        yield from ()

    def close(self) -> Iterator[LargeFile]:
        """The file."""
        self._zip.close()
        yield LargeFile(uri=URI, kept=self._kept)


def _file(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


def _sheets(publication: Publication) -> Iterator[Sheet]:
    site = legible(publication.site_name)
    yield Sheet(name="read_me", head=(site, DESCRIPTION), widths=(24, 80))
    yield Sheet(
        name="columns",
        head=("table", "column", "title", "description"),
        widths=(20, 28, 28, 100),
    )
    for table in publication.tables.values():
        for number in range(_sheets_of(table)):
            yield Sheet(
                name=f"{table.name} {number + 1}" if number else table.name,
                head=tuple(column.name for column in table.columns),
                widths=tuple(WIDTHS.get(column.type, WIDTH) for column in table.columns),
            )


def _sheets_of(table: Table) -> int:
    """How many sheets it takes, with the names of the columns on each."""
    return max(1, math.ceil(table.count / (MOST_ROWS - 1)))


def _read_me(publication: Publication) -> Iterator[tuple[Value, ...]]:
    yield ("Day of the data", words.day(publication.view.as_of))
    yield ("Site", publication.site_url)
    yield ("Licence", f"{LICENSE_NAME}, {LICENSE_URL}")
    for table in publication.tables.values():
        sheets = _sheets_of(table)
        more = (
            f" It has {words.number(table.count)} rows, more than a sheet holds, and goes on "
            f"in the sheets “{table.name} 2” to “{table.name} {sheets}”."
        )
        yield (table.name, table.description + (more if sheets > 1 else ""))


def _columns(publication: Publication) -> Iterator[tuple[Value, ...]]:
    for table in publication.tables.values():
        for column in table.columns:
            yield (table.name, column.name, column.title, column.description)


def _frame(publication: Publication) -> tuple[ZipFile, Styles]:
    """The workbook with the first rows alone, as openpyxl makes it."""
    from openpyxl import Workbook  # noqa: PLC0415 - openpyxl is slow to load, and only needed here
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415 - likewise

    book = Workbook(write_only=True)
    day = publication.view.as_of
    book.properties.creator = "equity-plans"
    book.properties.title = legible(publication.site_name)
    book.properties.created = book.properties.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the file has no time zones
    styles = [_add_sheet(book, sheet) for sheet in _sheets(publication)]  # every sheet has the same
    frame = io.BytesIO()
    with ZipFile(frame, "w") as archive:
        # Workbook.save would note the time.
        ExcelWriter(book, archive).save()
    return ZipFile(frame), styles[-1]


def _add_sheet(book: Workbook, sheet: Sheet) -> Styles:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above
    from openpyxl.styles import Font  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    made = book.create_sheet(sheet.name)
    made.freeze_panes = "A2"
    for number, width in enumerate(sheet.widths, start=1):
        made.column_dimensions[get_column_letter(number)].width = width
    head = [WriteOnlyCell(made, name) for name in sheet.head]
    for cell in head:
        cell.data_type = "s"  # else a name like `=1+1` would be a formula
        cell.font = Font(bold=True)
    made.append(head)
    day, quoted = WriteOnlyCell(made), WriteOnlyCell(made)
    day.number_format = "yyyy-mm-dd"
    quoted.quotePrefix = True
    return Styles(day=day.style_id, quoted=quoted.style_id)


EXPORT = Export(
    uri=URI,
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    title="All tables in one workbook",
    description="For Excel, LibreOffice and the like: a sheet for each table, and one that says "
    "what every column holds. There are no formulas in it.",
    group=Group.TABLES,
    of_country=write,
)
