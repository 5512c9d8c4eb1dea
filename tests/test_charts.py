"""Charts claim no more than the figures behind them."""

from __future__ import annotations

import re

from equity_plans.pages.charts import Point, share, trend


def drawn(*values: float, corrected: int | None = None) -> str:
    points = [
        Point(label=f"Q{number}", value=value, corrected=number == corrected)
        for number, value in enumerate(values, start=1)
    ]
    return trend(points, target=9, unit="percent", title="People who can read")


def test_one_figure_is_no_chart():
    assert drawn(4) == ""


def test_no_line_is_drawn_through_two_points():
    two, three = drawn(4, 5), drawn(4, 5, 6)

    assert two.count("<circle") == 2
    assert "<polyline" not in two
    assert 'aria-label="Two points. ' in two
    assert "<polyline" in three


def test_a_corrected_figure_has_a_shape_of_its_own():
    chart = drawn(4, 5, 6, corrected=2)

    assert (chart.count("<polygon"), chart.count("<circle")) == (1, 2)


def test_every_chart_says_in_words_where_it_begins_and_ends_and_what_the_target_is():
    (name,) = re.findall(r'aria-label="([^"]*)"', drawn(4, 5.5, 6))

    assert name == ("Line chart. People who can read. From 4 in Q1 to 6 in Q3, percent. Target 9.")


def test_a_bar_of_a_group_is_as_long_as_its_share():
    assert 'width="25.0"' in share(2, of=8)
    assert 'width="0.0"' in share(-2, of=8)
    assert 'width="0.0"' in share(0, of=0)
