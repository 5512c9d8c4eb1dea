"""All tables in one workbook (XLSX), for those who work in a spreadsheet.

There is no formula in it: every text is written as text, whatever it begins with. Dates are dates,
numbers are numbers, and a list is its values with semicolons between them. What a spreadsheet
cannot hold is told: a text that is too long says so where it was cut, and a table with too many
rows goes on in a further sheet.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from xml.etree.ElementTree import canonicalize
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
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
from equity_plans.exports.table import Row, Type, Value, legible

URI = addresses.table("equity-plans", "xlsx")
LONGEST = 32_767
"""So many characters fit into a cell; one beyond U+FFFF counts as two."""

MOST_ROWS = 1_048_576
"""So many rows fit onto a sheet, the names of the columns among them."""

CUT = " … (cut here; the whole text is in the CSV file)"
WIDTHS = {Type.TEXT: 32, Type.LIST: 32}
WIDTH = 14
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a file in a zip can have."""

FIRST_DAY = date(1899, 12, 30).toordinal()
"""The day that a workbook counts its days from."""

DECLARATION = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
END = b"</sheetData>"
AT_ONCE = 1000
"""So many rows are turned into bytes at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One sheet: its first row is bold."""

    name: str
    head: tuple[str, ...]
    rows: Iterable[Iterable[Value]]
    widths: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Styles:
    """The numbers under which the workbook knows how a cell looks."""

    day: int
    quoted: int
    """For a text that looks like a formula: it stays text when somebody edits the cell."""


def write(publication: Publication) -> Iterator[File]:
    """The one workbook.

    openpyxl makes the workbook with the first row of each sheet. All other rows are put into its
    files as they are: openpyxl would take a hundred times as long over a million of them.
    """
    book = Workbook(write_only=True)
    day = publication.view.as_of
    book.properties.creator = "equity-plans"
    book.properties.title = legible(publication.site_name)
    book.properties.created = book.properties.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the file has no time zones
    sheets = tuple(_sheets(publication))
    styles = [_add_sheet(book, sheet) for sheet in sheets]  # every sheet has the same
    yield File(uri=URI, content=_bytes(book, sheets, styles[-1]))


def _sheets(publication: Publication) -> Iterator[Sheet]:
    tables = publication.tables.values()
    yield Sheet(
        name="read_me",
        head=(legible(publication.site_name), DESCRIPTION),
        rows=tuple(_read_me(publication)),
        widths=(24, 80),
    )
    yield Sheet(
        name="columns",
        head=("table", "column", "title", "description"),
        rows=[
            (table.name, column.name, column.title, column.description)
            for table in tables
            for column in table.columns
        ],
        widths=(20, 28, 28, 100),
    )
    for table in tables:
        for number, rows in enumerate(_cut(table.rows)):
            yield Sheet(
                name=f"{table.name} {number + 1}" if number else table.name,
                head=tuple(column.name for column in table.columns),
                rows=(row.values() for row in rows),
                widths=tuple(WIDTHS.get(column.type, WIDTH) for column in table.columns),
            )


def _cut(rows: Sequence[Row]) -> list[Sequence[Row]]:
    """The rows, as many to a sheet as fit below the names of the columns."""
    most = MOST_ROWS - 1
    return [rows[start : start + most] for start in range(0, len(rows), most)] or [()]


def _read_me(publication: Publication) -> Iterator[tuple[Value, ...]]:
    yield ("Day of the data", words.day(publication.view.as_of))
    yield ("Site", publication.site_url)
    yield ("Licence", f"{LICENSE_NAME}, {LICENSE_URL}")
    for table in publication.tables.values():
        sheets = len(_cut(table.rows))
        more = (
            f" It has {words.number(len(table.rows))} rows, more than a sheet holds, and goes on "
            f"in the sheets “{table.name} 2” to “{table.name} {sheets}”."
        )
        yield (table.name, table.description + (more if sheets > 1 else ""))


def _add_sheet(book: Workbook, sheet: Sheet) -> Styles:
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


def _bytes(book: Workbook, sheets: Sequence[Sheet], styles: Styles) -> bytes:
    """The workbook, with the same bytes for the same contents.

    No file in it says when it was made, and each is in the canonical form of XML: openpyxl writes
    another one where lxml is installed.
    """
    frame = io.BytesIO()
    with ZipFile(frame, "w") as archive:
        # Workbook.save would note the time.
        ExcelWriter(book, archive).save()
    by_file = {
        f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(sheets, start=1)
    }
    settled = io.BytesIO()
    with ZipFile(frame) as archive, ZipFile(settled, "w", ZIP_DEFLATED) as result:
        for name in sorted(archive.namelist()):
            info = ZipInfo(name, date_time=EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0  # the same on every system
            content = DECLARATION + canonicalize(archive.read(name)).encode()
            with result.open(info, "w") as file:
                if name in by_file:
                    before, end, after = content.rpartition(END)
                    file.write(before)
                    for part in _rows(by_file[name], styles):
                        file.write(part)
                    content = end + after
                file.write(content)
    return settled.getvalue()


def _rows(sheet: Sheet, styles: Styles) -> Iterator[bytes]:
    """The rows below the first, as SpreadsheetML, some at a time."""
    letters = tuple(get_column_letter(number + 1) for number in range(len(sheet.head)))
    numbered = enumerate(sheet.rows, start=2)
    while part := tuple(islice(numbered, AT_ONCE)):
        yield "".join(_row(number, letters, row, styles) for number, row in part).encode()


def _row(number: int, letters: tuple[str, ...], row: Iterable[Value], styles: Styles) -> str:
    cells = "".join(
        _cell(f"{letter}{number}", value, styles)
        for letter, value in zip(letters, row, strict=True)
        if value is not None
    )
    return f'<row r="{number}">{cells}</row>'


def _cell(place: str, value: Value, styles: Styles) -> str:
    """One cell; none for an empty text. No reader looks at what a text begins with."""
    if isinstance(value, tuple):
        value = "; ".join(value)
    if value == "":
        return ""
    if isinstance(value, str):
        style = f' s="{styles.quoted}"' if like_formula(value) else ""
        return (
            f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve">'
            f"{_written(value)}</t></is></c>"
        )
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{value:d}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="{styles.day}"><v>{value.toordinal() - FIRST_DAY}</v></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What spreadsheets take for a character by its number: `_x000D_`."""


_MARKED = re.compile("[&<>\r]|_x")
"""What cannot stay as it is; most texts have none of it."""


def _written(text: str) -> str:
    """The text as SpreadsheetML has it, cut where a cell ends."""
    if len(text) > LONGEST // 2:
        text = _fitting(text)
    if _MARKED.search(text) is None:
        return text
    return escape(_ESCAPE.sub("_x005F_", text), {"\r": "&#13;"})


def _fitting(text: str) -> str:
    """The text, or as much of it as a cell holds with a word that it was cut."""
    if _length(text) <= LONGEST:
        return text
    room = LONGEST - len(CUT)
    kept = text[:room]
    while _length(kept) > room:
        kept = kept[: -(_length(kept) - room + 1) // 2 or -1]
    return kept + CUT


def _length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


EXPORT = Export(
    uri=URI,
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    title="All tables in one workbook",
    description="For Excel, LibreOffice and the like: a sheet for each table, and one that says "
    "what every column holds. There are no formulas in it.",
    group=Group.TABLES,
    write=write,
)
