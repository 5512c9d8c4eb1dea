"""The workbook holds every table, runs nothing, and has the same bytes each time."""

from __future__ import annotations

import io
import math
import os
import re
import subprocess
import sys
from datetime import datetime
from zipfile import ZipFile

import openpyxl
import pytest

from equity_plans.exports import sheet_cells, workbook
from equity_plans.exports.cells import cells
from equity_plans.exports.csv_files import like_formula
from equity_plans.exports.table import Type


@pytest.fixture(scope="module")
def real_file(real):
    return next(workbook.write(real)).content


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def shown(value):
    """What a cell shows of a value, as openpyxl gives it back."""
    match value:
        case tuple():
            return shown("; ".join(value))
        case datetime():
            return value.date()
        case str():
            return re.sub("\r\n?", "\n", value)
    return value


def check(publication, content):
    book = opened(content)
    assert book.sheetnames == ["read_me", "columns", *publication.tables]
    for name, table in publication.tables.items():
        head, *rows = book[name].values
        assert list(head) == [column.name for column in table.columns]
        assert len(rows) == len(table.rows)
        for row, expected in zip(rows, table.rows, strict=True):
            for told, value in zip(row, expected.values(), strict=True):
                wanted = shown(value)
                if isinstance(wanted, str) and len(wanted) > sheet_cells.LONGEST:
                    assert told.endswith(sheet_cells.CUT)
                    assert wanted.startswith(told.removesuffix(sheet_cells.CUT))
                elif isinstance(wanted, float):
                    assert math.isclose(told, wanted, rel_tol=1e-14)
                else:
                    assert shown(told) == (None if wanted == "" else wanted), name


def test_the_workbook_holds_every_table(real, real_file):
    check(real, real_file)


def test_days_are_days_and_numbers_are_numbers(real, real_file):
    table = real.tables["actions"]
    head, *rows = opened(real_file)["actions"].values
    kinds = {Type.DAY: datetime, Type.INTEGER: int, Type.NUMBER: int | float, Type.YES_NO: bool}
    for column in table.columns:
        place = head.index(column.name)
        told = [row[place] for row in rows if row[place] is not None]
        assert all(isinstance(one, kinds.get(column.type, str)) for one in told), column.name


def check_runs_nothing(content):
    with ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            written = archive.read(name)
            if name.startswith("xl/worksheets/"):
                assert b"<f>" not in written
                assert set(re.findall(rb' t="(\w+)"', written)) <= {b"inlineStr", b"n", b"b", b"d"}
            assert b"externalLink" not in written
            assert b"vbaProject" not in written


def test_hostile_text_comes_back_as_typed(hostile):
    content = next(workbook.write(hostile)).content
    check(hostile, content)
    check_runs_nothing(content)


def test_what_looks_like_a_formula_is_text_and_stays_text_when_the_cell_is_edited(formula):
    content = next(workbook.write(formula)).content
    check(formula, content)
    check_runs_nothing(content)
    rows = opened(content)["actions"].iter_rows()
    cells = {shown(cell.value): cell for row in rows for cell in row}
    title = shown(formula.view.placed[0].action.title)
    assert cells[title].data_type == "s"
    assert cells[title].quotePrefix or not like_formula(formula.view.placed[0].action.title)
    assert not cells["a/p/b"].quotePrefix


WITH_OR_WITHOUT = """
import hashlib, sys
from datetime import date
from pathlib import Path
import openpyxl
from equity_plans.exports import publication, workbook
from equity_plans.project import open_project
from equity_plans.view import view
root = Path(sys.argv[1])
assert str(openpyxl.LXML) == sys.argv[2]
looked = view(open_project(root), as_of=date(2025, 3, 1))
(file,) = workbook.write(publication(looked, site_url="https://example.org/"))
print(hashlib.sha256(file.content).hexdigest())
"""


def test_it_has_the_same_bytes_whether_lxml_is_installed_or_not(root):
    """openpyxl writes with lxml where it finds it, as in the environment of these tests."""

    def made(lxml):
        done = subprocess.run(
            (sys.executable, "-c", WITH_OR_WITHOUT, str(root), lxml),
            env={**os.environ, "OPENPYXL_LXML": lxml},
            capture_output=True,
            check=True,
            text=True,
        )
        return done.stdout

    assert made("True") == made("False") != ""


def test_a_table_with_more_rows_than_a_sheet_holds_goes_on_in_further_ones(real, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 101)
    book = opened(next(workbook.write(real)).content)
    told = dict(list(book["read_me"].values)[1:])
    for name, table in real.tables.items():
        sheets = [one for one in book.sheetnames if re.fullmatch(rf"{name}( \d+)?", one)]
        assert len(sheets) == max(1, math.ceil(len(table.rows) / 100))
        rows = []
        for sheet in sheets:
            head, *part = book[sheet].values
            assert list(head) == [column.name for column in table.columns]
            assert len(part) <= 100
            rows += part
        assert len(rows) == len(table.rows)
        assert ("more than a sheet holds" in told[name]) == (len(sheets) > 1)


def test_what_a_cell_cannot_hold_is_cut_by_the_count_of_a_spreadsheet():
    """Excel counts a character beyond U+FFFF as two."""
    assert sheet_cells.fitting("x" * sheet_cells.LONGEST) == "x" * sheet_cells.LONGEST
    for text in ("x" * 40_000, "😀" * 20_000, "x" + "😀" * 20_000, "😀" * 300 + "x" * 33_000):
        told = sheet_cells.fitting(text)
        assert told.endswith(sheet_cells.CUT)
        assert text.startswith(told.removesuffix(sheet_cells.CUT))
        assert sheet_cells.LONGEST - 2 <= len(told.encode("utf-16-le")) // 2 <= sheet_cells.LONGEST


def test_what_spreadsheets_take_for_a_number_of_a_character_is_kept_from_them():
    assert sheet_cells.written("_x0041_ _x_ a_x000d_b") == "_x005F_x0041_ _x_ a_x005F_x000d_b"


def test_no_time_but_the_day_of_the_data_is_in_it(real, real_file):
    assert opened(real_file).properties.modified.date() == real.view.as_of
    with ZipFile(io.BytesIO(real_file)) as archive:
        assert {info.date_time for info in archive.infolist()} == {workbook.EPOCH}
    assert next(workbook.write(real)).content == real_file


@pytest.mark.parametrize("others", [(), ("=1+1",)], ids=["alone", "beside a formula"])
def test_white_space_that_a_spreadsheet_would_take_away_is_kept(others):
    styles = sheet_cells.Styles(day=1, quoted=2)
    for text in ("a", "a  b", " a", "a ", "a\nb", "a\u00a0"):
        told = sheet_cells.told(cells([text, None, *others]), sheet_cells.ways(styles))
        keeps = ' xml:space="preserve"' in f"{told.start}{told.texts[0]}"
        assert keeps == (text.strip() != text or "\n" in text), text
