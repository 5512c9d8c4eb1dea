"""The tables say what the plans say; CSV gives every value back and never runs anything."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from frictionless import Package, validate

from equity_plans import addresses
from equity_plans.exports.cells import legible
from equity_plans.exports.csv_files import csv_bytes
from equity_plans.exports.datapackage import URI as DATAPACKAGE
from equity_plans.exports.table import Told, Type, table
from equity_plans.progress import State, measure_progress, tally

RUNS = tuple("=+-@＝＋－＠\t\r")
"""What a spreadsheet takes for the start of a formula, or skips on the way to one."""


def read_csv(content):
    """The rows of a CSV file as its description says they are to be read."""
    text = content.decode()
    assert text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def value(cell, type_):
    """The value that a cell stands for."""
    if cell == "":
        return None
    match type_:
        case Type.TEXT:
            return cell.removeprefix("'")
        case Type.YES_NO:
            return {"true": True, "false": False}[cell]
        case Type.DAY:
            return date.fromisoformat(cell)
        case Type.LIST:
            return tuple(json.loads(cell))
        case _:
            return float(cell)


def check_round_trip(publication):
    for one in publication.tables.values():
        rows = read_csv(csv_bytes(one))
        assert len(rows) == len(one.rows), one.name
        for row, written in zip(one.rows, rows, strict=True):
            assert list(written) == [column.name for column in one.columns]
            for column in one.columns:
                expected = row[column.name]
                told = value(written[column.name], column.type)
                assert told == (None if expected == "" else expected), (one.name, column.name)


def lay_out(publication, written, folder):
    for uri, content in written(publication, "data/").items():
        path = folder / uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return str(folder / DATAPACKAGE)


# Tables -------------------------------------------------------------------------------------------


def test_every_state_has_as_many_rows_as_the_pages_count(real):
    expected = {state: count for state, count in tally(real.view.placed).items() if count}
    assert Counter(row["state"] for row in real.tables["actions"].rows) == expected
    promised = tally(real.view.promised)  # a draft is not counted as its agency's promise
    for name in ("agencies", "plans", "goals"):
        for state in State:
            column = f"actions_{state.replace('-', '_')}"
            told = sum(row[column] for row in real.tables[name].rows)
            counted = promised if name == "agencies" else expected
            assert told == counted.get(state, 0), (name, state)


def test_every_change_of_the_site_is_a_row(real):
    assert len(real.tables["changes"].rows) == len(real.view.changes)


def test_the_figures_that_stand_are_those_of_the_pages(real):
    standing = sum(row["stands"] for row in real.tables["observations"].rows)
    shown = 0
    for plan in real.view.portfolio.plans.values():
        for _, measure in plan.measures():
            progress = measure_progress(plan, measure, as_of=real.view.as_of)
            shown += len(progress.observations) + len(progress.by_group)
    assert standing == shown > 0


def test_ids_are_there_once_and_every_reference_leads_to_one(real):
    ids = {name: [row["id"] for row in one.rows] for name, one in real.tables.items() if one.has_id}
    for name, found in ids.items():
        assert len(set(found)) == len(found), name
    for one in real.tables.values():
        for column in one.columns:
            if column.refers_to:
                named = {row[column.name] for row in one.rows} - {None}
                assert named <= set(ids[column.refers_to]), (one.name, column.name)


def test_every_column_is_described_in_a_sentence(real):
    for one in real.tables.values():
        for column in one.columns:
            assert column.title, (one.name, column.name)
            assert re.search(r"[.)]$", column.description), (one.name, column.name)


def test_a_column_that_must_have_a_value_always_has_one(real):
    for one in real.tables.values():
        for column in one.columns:
            if column.required:
                assert all(row[column.name] not in (None, "") for row in one.rows), column.name


@pytest.mark.parametrize("hostile", ["nothing hostile"], indirect=True)
def test_where_a_plan_says_everything_no_column_is_always_empty(hostile):
    for one in hostile.tables.values():
        for column in one.columns:
            said = any(row[column.name] is not None for row in one.rows)
            assert said, (one.name, column.name)


@pytest.mark.parametrize("hostile", ["nothing hostile"], indirect=True)
def test_a_moved_date_keeps_the_first_promise(hostile):
    (move, step) = hostile.tables["moves"].rows[:2]
    assert (move["action"], move["milestone"], move["before"], move["after"]) == (
        *("a/p/b", None),
        *("2024-01", "2024-Q2"),
    )
    assert (step["milestone"], step["days"]) == ("a/p/m", 151)
    action = hostile.tables["actions"].rows[0]
    assert (action["first_due"], action["due"], action["moves"]) == ("2024-01", "2024-Q2", 1)
    assert action["due_last_day"] == date(2024, 6, 30)


# CSV ----------------------------------------------------------------------------------------------


def test_real_plans_come_back_from_csv_as_they_are(real):
    check_round_trip(real)


def test_hostile_text_comes_back_from_csv_as_typed(hostile):
    check_round_trip(hostile)


def test_what_looks_like_a_formula_comes_back_from_csv_as_typed(formula):
    check_round_trip(formula)


def test_no_text_in_csv_can_run(formula):
    for one in formula.tables.values():
        texts = {column.name for column in one.columns if column.type in (Type.TEXT, Type.LIST)}
        for row in read_csv(csv_bytes(one)):
            for name in texts:
                assert not row[name].lstrip(' "\n').startswith(RUNS), (one.name, name)


def test_naughty_strings_come_back_from_csv_and_cannot_run(corpora, schemas):
    path = corpora / "big-list-of-naughty-strings" / "blns.json"
    naughty = [legible(one) for one in json.loads(path.read_text(encoding="utf-8"))]
    told = table(
        *("t", "t", "t", "t"),
        owners=naughty,
        columns=[Told(name="v", of=lambda one: one), Told(name="n", of=lambda _: 1)],
        schemas=schemas,
    )
    cells = [row["v"] for row in read_csv(csv_bytes(told))]
    assert [cell.removeprefix("'") for cell in cells] == naughty
    assert not [cell for cell in cells if cell.lstrip(' "').startswith(RUNS)]


def test_a_figure_below_zero_stays_a_figure(schemas):
    told = table(
        *("t", "t", "t", "t"),
        owners=[-5.0, -0.25, 7400000.0],
        columns=[Told(name="v", of=lambda one: one, type=Type.NUMBER)],
        schemas=schemas,
    )
    assert csv_bytes(told) == b"v\r\n-5\r\n-0.25\r\n7400000\r\n"


# Data package -------------------------------------------------------------------------------------


def test_the_data_package_describes_the_files_beside_it(real, written, tmp_path):
    report = validate(lay_out(real, written, tmp_path))
    assert report.flatten(["taskNumber", "rowNumber", "fieldName", "note"]) == []
    assert report.stats["tasks"] == len(real.tables)


@pytest.mark.parametrize("hostile", ["quotes, commas and lines"], indirect=True)
def test_a_row_that_belongs_to_nothing_would_be_noticed(hostile, written, tmp_path):
    path = Path(lay_out(hostile, written, tmp_path))
    package = json.loads(path.read_text(encoding="utf-8"))
    few = ("agencies", "plans", "goals", "actions", "milestones")
    package["resources"] = [one for one in package["resources"] if one["name"] in few]
    for one in package["resources"]:
        del one["hash"], one["bytes"]
    path.write_text(json.dumps(package), encoding="utf-8")
    assert validate(str(path)).valid
    table = tmp_path / addresses.table("milestones")
    table.write_bytes(table.read_bytes().replace(b",a/p/b,", b",a/p/z,"))
    assert {error for (error,) in validate(str(path)).flatten(["type"])} == {"foreign-key"}


def test_the_data_package_names_its_licence_and_sources(real, written):
    package = Package.from_descriptor(json.loads(written(real, DATAPACKAGE)[DATAPACKAGE]))
    assert package.licenses[0]["name"] == "CC0-1.0"
    plans = real.view.portfolio.plans.values()
    titles = {source["title"] for source in package.sources}
    assert titles == {plan.source.title for plan in plans if plan.source}


def test_the_licence_named_is_that_of_the_plans(root):
    licence = (root / "plans" / "LICENSE").read_text(encoding="utf-8")
    assert "CC0 1.0 Universal" in licence


def test_totals_are_those_of_the_pages_without_drafts(real):
    rows = real.tables["actions"].rows
    counted = Counter(row["state"] for row in rows if not row["draft"])
    assert counted == {state: n for state, n in tally(real.view.promised).items() if n}
    assert len(rows) == len(real.view.placed)
