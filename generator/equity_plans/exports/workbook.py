"""All tables in one workbook (XLSX), for those who work in a spreadsheet.

There is no formula in it: every text is written as text, whatever it begins with. Dates are dates,
numbers are numbers, and a list is its values with semicolons between them.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.writer.excel import ExcelWriter

from equity_plans import addresses, words
from equity_plans.exports.csv_files import like_formula
from equity_plans.exports.export import (
    DESCRIPTION,
    LICENSE_NAME,
    LICENSE_URL,
    Export,
    File,
    Group,
    Publication,
)
from equity_plans.exports.table import Table, Type, Value, legible

URI = addresses.table("equity-plans", "xlsx")
LONGEST = 32_767
"""So many characters fit into a cell."""

CUT = " … (cut here; the whole text is in the CSV file)"
BOLD = Font(bold=True)
WIDTHS = {Type.TEXT: 32, Type.LIST: 32}
WIDTH = 14
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a file in a zip can have."""


def write(publication: Publication) -> Iterator[File]:
    """The one workbook."""
    book = Workbook(write_only=True)
    day = publication.view.as_of
    book.properties.creator = "equity-plans"
    book.properties.title = legible(publication.site_name)
    book.properties.created = book.properties.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the file has no time zones
    _add_sheet(book, "read_me", _read_me(publication), widths=(24, 80))
    _add_sheet(book, "columns", _columns(publication.tables.values()), widths=(20, 28, 28, 100))
    for table in publication.tables.values():
        _add_sheet(
            book,
            table.name,
            _rows(table),
            widths=(WIDTHS.get(column.type, WIDTH) for column in table.columns),
        )
    yield File(uri=URI, content=_bytes(book))


def _read_me(publication: Publication) -> Iterator[tuple[Value, ...]]:
    yield (legible(publication.site_name), DESCRIPTION)
    yield ("Day of the data", words.day(publication.view.as_of))
    yield ("Site", publication.site_url)
    yield ("Licence", f"{LICENSE_NAME}, {LICENSE_URL}")
    for table in publication.tables.values():
        yield (table.name, table.description)


def _columns(tables: Iterable[Table]) -> Iterator[tuple[Value, ...]]:
    yield ("table", "column", "title", "description")
    for table in tables:
        for column in table.columns:
            yield (table.name, column.name, column.title, column.description)


def _rows(table: Table) -> Iterator[tuple[Value, ...]]:
    yield tuple(column.name for column in table.columns)
    for row in table.rows:
        yield tuple(row.values())


def _add_sheet(
    book: Workbook, name: str, rows: Iterable[tuple[Value, ...]], *, widths: Iterable[int]
) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    font: Font | None = BOLD
    for row in rows:
        sheet.append([_cell(sheet, value, font) for value in row])
        font = None


def _cell(sheet: WriteOnlyWorksheet, value: Value, font: Font | None) -> Cell | int | float | None:
    """What openpyxl is to write for a value: a text is never left for it to look at."""
    if isinstance(value, tuple):
        value = "; ".join(value)
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, date):
        day: Cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type] # it takes days too
        day.number_format = "yyyy-mm-dd"
        return day
    text = value if len(value) <= LONGEST else value[: LONGEST - len(CUT)] + CUT
    cell: Cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # else `=1+1` would be a formula, and `#N/A` an error
    if like_formula(text):
        cell.quotePrefix = True  # so that it stays text when somebody edits the cell
    if font is not None:
        cell.font = font
    return cell


def _bytes(book: Workbook) -> bytes:
    """The workbook, with the same bytes for the same contents: no file in it says when."""
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        # Workbook.save would note the time.
        ExcelWriter(book, archive).save()
    settled = io.BytesIO()
    with ZipFile(written) as archive, ZipFile(settled, "w") as result:
        for name in sorted(archive.namelist()):
            info = ZipInfo(name, date_time=EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0  # the same on every system
            result.writestr(info, archive.read(name))
    return settled.getvalue()


EXPORT = Export(
    uri=URI,
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    title="All tables in one workbook",
    description="For Excel, LibreOffice and the like: a sheet for each table, and one that says "
    "what every column holds. There are no formulas in it.",
    group=Group.TABLES,
    write=write,
)
