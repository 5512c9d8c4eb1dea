"""A column comes out the same whether its values are looked at together or one by one."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest

from equity_plans.exports.cells import cells
from equity_plans.language import written
from equity_plans.progress import State
from equity_plans.when import parse_when

VALUES = (
    None,
    "",
    "a",
    "b\x00",
    written("c\x07", "es"),
    State.DONE,
    True,
    1,
    1.0,
    1.5,
    parse_when("FY2024"),
    date(2024, 5, 6),
    (),
    ("d", "e\x00"),
)
WAYS = {str: str.upper, bool: repr, int: repr, float: repr, tuple: len}


def plainly(value):
    """What `cells` says of a value by itself."""
    return cells([value]).values[0]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_what_holds_for_one_value_holds_beside_any_other(count):
    for values in combinations(VALUES, count):
        column = cells(list(values))
        assert list(column.values) == [plainly(value) for value in values]
        assert [type(one) for one in column.values] == [type(plainly(value)) for value in values]
        assert column.types == set(map(type, column.values))


@pytest.mark.parametrize("nothing", [None, "null"])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_every_value_goes_the_way_of_its_type(count, nothing):
    for values in combinations(VALUES, count):
        column = cells(list(values))
        expected = [
            nothing if one is None else WAYS.get(type(one), lambda same: same)(one)
            for one in column.values
        ]
        assert list(column.through(WAYS, nothing=nothing)) == expected, values


def test_texts_are_plain_and_legible():
    assert cells(["a\x00b", written("c", "es"), State.DONE]).values == ["ab", "c", "done"]
    assert cells([("a\x00b", written("c", "es"))]).values == [("ab", "c")]
