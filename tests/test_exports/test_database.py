"""The database can be opened, joined and searched, and holds every text as typed."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing

import pytest

from equity_plans.exports import database
from equity_plans.exports.table import Type
from equity_plans.progress import tally


@pytest.fixture
def opened():
    """Opens the database of a publication."""
    connections = []

    def open_(publication):
        connection = sqlite3.connect(":memory:")
        connection.deserialize(next(database.write(publication)).content)
        connections.append(connection)
        return connection

    yield open_
    for one in connections:
        one.close()


def check(publication, connection):
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    for name, table in publication.tables.items():
        query = f'SELECT * FROM "{name}" ORDER BY rowid'  # noqa: S608 - names of our own
        rows = connection.execute(query).fetchall()
        expected = [
            tuple(
                json.dumps(value, ensure_ascii=False)
                if isinstance(value, tuple)
                else value.isoformat()
                if column.type == Type.DAY and value
                else value
                for column, value in zip(table.columns, row.values(), strict=True)
            )
            for row in table.rows
        ]
        assert rows == expected, name


def test_the_database_holds_every_table(real, opened):
    check(real, opened(real))


def test_hostile_text_comes_back_from_the_database_as_typed(hostile, opened):
    check(hostile, opened(hostile))


def test_tables_join_and_count_as_the_pages_do(real, opened):
    rows = opened(real).execute(
        "SELECT actions.state, count(*) FROM actions "
        "JOIN goals ON goals.id = actions.goal JOIN plans ON plans.id = goals.plan "
        "JOIN agencies ON agencies.id = plans.agency GROUP BY actions.state"
    )
    assert dict(rows) == {
        str(state): count for state, count in tally(real.view.placed).items() if count
    }


def test_every_action_is_found_by_the_words_of_its_title(real, opened):
    connection = opened(real)
    for row in real.tables["actions"].rows:
        words = re.findall(r"\b[a-z]{4,}\b", row["title"].lower())
        found = connection.execute(
            "SELECT id FROM actions JOIN actions_fts ON actions.rowid = actions_fts.rowid "
            "WHERE actions_fts MATCH ?",
            (" ".join(f'"{word}"' for word in words),),
        )
        assert (row["id"],) in found.fetchall()


@pytest.mark.parametrize("hostile", ["nothing hostile"], indirect=True)
def test_a_word_is_found_in_its_other_forms(hostile, opened):
    query = "SELECT count(*) FROM actions_fts WHERE actions_fts MATCH 'promising'"
    assert opened(hostile).execute(query).fetchone() == (len(hostile.tables["actions"].rows),)


def test_every_searched_column_is_there_and_is_text(real):
    for name, columns in database.SEARCHED.items():
        types = {column.name: column.type for column in real.tables[name].columns}
        assert {types[one] for one in columns} == {Type.TEXT}


def test_a_row_that_belongs_to_nothing_cannot_be_added(real):
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.deserialize(next(database.write(real)).content)
        connection.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            connection.execute("UPDATE goals SET plan = 'nobody/nothing'")


def test_the_same_tables_give_the_same_bytes(real):
    assert next(database.write(real)).content == next(database.write(real)).content
