"""Dates as plans write them: which days each stands for, and what is refused in which words."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_plans.when import NotADate, Precision, When, add_months, parse_when

DAY = timedelta(days=1)
JARGON = re.compile(
    r"string|integer|object|array|regex|pattern|parse|invalid|value|format|None|null|Error"
    r"|[<>{}()\[\]_\\]",
    re.IGNORECASE,
)

years = st.integers(1900, 2199)
fiscal_starts = st.integers(1, 12)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
texts = st.one_of(
    st.just("ongoing"),
    days.map(date.isoformat),
    days.map(lambda day: f"{day:%Y-%m}"),
    years.map(str),
    st.builds("{}-Q{}".format, years, st.integers(1, 4)),
    years.map("FY{}".format),
    st.builds("FY{}-Q{}".format, years, st.integers(1, 4)),
)
periods = st.builds(
    lambda text, start: parse_when(text, fiscal_year_starts=start),
    texts.filter(lambda text: text != "ongoing"),
    fiscal_starts,
)


def months_of(period: When) -> list[tuple[int, int]]:
    """Each month that has a day in the period, in order."""
    months: list[tuple[int, int]] = []
    day = period.first
    while day <= period.last:
        months.append((day.year, day.month))
        day = day.replace(day=monthrange(day.year, day.month)[1]) + DAY
    return months


@pytest.mark.parametrize(
    ("written", "precision", "first", "last"),
    [
        ("2024-09-30", Precision.DAY, date(2024, 9, 30), date(2024, 9, 30)),
        ("2024-02-29", Precision.DAY, date(2024, 2, 29), date(2024, 2, 29)),
        ("2024-09", Precision.MONTH, date(2024, 9, 1), date(2024, 9, 30)),
        ("2024-02", Precision.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", Precision.MONTH, date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-Q1", Precision.QUARTER, date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-Q3", Precision.QUARTER, date(2024, 7, 1), date(2024, 9, 30)),
        ("2024", Precision.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
        (2024, Precision.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
        ("FY2024", Precision.FISCAL_YEAR, date(2023, 10, 1), date(2024, 9, 30)),
        ("FY2024-Q1", Precision.FISCAL_QUARTER, date(2023, 10, 1), date(2023, 12, 31)),
        ("FY2024-Q2", Precision.FISCAL_QUARTER, date(2024, 1, 1), date(2024, 3, 31)),
        ("FY2024-Q4", Precision.FISCAL_QUARTER, date(2024, 7, 1), date(2024, 9, 30)),
        ("ongoing", Precision.ONGOING, None, None),
    ],
)
def test_each_way_to_write_a_date_stands_for_its_days(written, precision, first, last):
    assert parse_when(written) == When(
        text=str(written), precision=precision, first=first, last=last
    )


@pytest.mark.parametrize(
    ("starts", "first", "last"),
    [
        (1, date(2024, 1, 1), date(2024, 12, 31)),
        (2, date(2023, 2, 1), date(2024, 1, 31)),
        (3, date(2023, 3, 1), date(2024, 2, 29)),
        (7, date(2023, 7, 1), date(2024, 6, 30)),
        (10, date(2023, 10, 1), date(2024, 9, 30)),
        (12, date(2023, 12, 1), date(2024, 11, 30)),
    ],
)
def test_a_fiscal_year_is_named_by_the_year_in_which_it_ends(starts, first, last):
    fiscal = parse_when("FY2024", fiscal_year_starts=starts)

    assert (fiscal.first, fiscal.last) == (first, last)


@given(text=texts, starts=fiscal_starts)
@settings(max_examples=100)
def test_a_date_keeps_the_text_its_author_wrote_and_reads_back_as_itself(text, starts):
    when = parse_when(text, fiscal_year_starts=starts)

    assert when.text == text
    assert parse_when(when.text, fiscal_year_starts=starts) == when


@given(when=periods)
@settings(max_examples=100)
def test_the_first_day_is_never_after_the_last(when):
    assert when.first <= when.last
    assert (when.first == when.last) == (when.precision == Precision.DAY)


@given(when=periods)
@settings(max_examples=100)
def test_a_period_has_whole_months_and_the_right_number_of_them(when):
    if when.precision == Precision.DAY:
        return
    months = {
        Precision.MONTH: 1,
        Precision.QUARTER: 3,
        Precision.FISCAL_QUARTER: 3,
        Precision.YEAR: 12,
        Precision.FISCAL_YEAR: 12,
    }
    assert when.first.day == 1
    assert (when.last + DAY).day == 1
    assert len(months_of(when)) == months[when.precision]


@given(year=years, quarter=st.integers(1, 4), month=st.integers(1, 12))
@settings(max_examples=50)
def test_a_period_has_exactly_the_months_its_name_says(year, quarter, month):
    of_quarter = [(year, 3 * (quarter - 1) + number) for number in (1, 2, 3)]

    assert months_of(parse_when(f"{year}-{month:02d}")) == [(year, month)]
    assert months_of(parse_when(f"{year}-Q{quarter}")) == of_quarter
    assert months_of(parse_when(str(year))) == [(year, number) for number in range(1, 13)]


@pytest.mark.parametrize("starts", range(1, 13))
def test_fiscal_years_follow_one_another_without_gap_or_overlap(starts):
    spans = [parse_when(f"FY{year}", fiscal_year_starts=starts) for year in range(1900, 2200)]

    assert all(one.last + DAY == two.first for one, two in pairwise(spans))
    assert {one.first.month for one in spans} == {starts}


@pytest.mark.parametrize("starts", range(1, 13))
def test_four_fiscal_quarters_make_up_their_fiscal_year(starts):
    for year in (1900, 2023, 2024, 2199):
        whole = parse_when(f"FY{year}", fiscal_year_starts=starts)
        parts = [parse_when(f"FY{year}-Q{n}", fiscal_year_starts=starts) for n in (1, 2, 3, 4)]

        assert (parts[0].first, parts[-1].last) == (whole.first, whole.last)
        assert all(one.last + DAY == two.first for one, two in pairwise(parts))


def test_the_fiscal_quarters_of_a_fiscal_year_that_starts_in_january_are_those_of_the_calendar():
    for quarter in (1, 2, 3, 4):
        fiscal = parse_when(f"FY2024-Q{quarter}", fiscal_year_starts=1)
        calendar = parse_when(f"2024-Q{quarter}")

        assert (fiscal.first, fiscal.last) == (calendar.first, calendar.last)


@given(when=periods, day=days)
@settings(max_examples=100)
def test_what_has_ended_has_started(when, day):
    assert when.started_by(day) or not when.ended_by(day)


@given(when=periods)
@settings(max_examples=100)
def test_a_period_starts_on_its_first_day_and_has_ended_the_day_after_its_last(when):
    assert when.started_by(when.first)
    assert not when.started_by(when.first - DAY)
    assert not when.ended_by(when.last)
    assert when.ended_by(when.last + DAY)


@given(day=days)
@settings(max_examples=20)
def test_what_is_ongoing_has_always_started_and_never_ended(day):
    ongoing = parse_when("ongoing")

    assert ongoing.started_by(day)
    assert not ongoing.ended_by(day)


# What is refused --------------------------------------------------------------------------------


def reason(written: str | int) -> str:
    with pytest.raises(NotADate) as refused:
        parse_when(written)
    return str(refused.value)


def assert_speaks_to_an_author(message: str) -> None:
    words = re.sub("“.*”", "It", message, flags=re.DOTALL)
    assert re.fullmatch(r"[A-Z][^.]*[a-z0-9]\.", words), message
    assert not JARGON.search(words), message


@pytest.mark.parametrize(
    "written",
    [
        *("", " ", "tomorrow", "Ongoing", "2024 ", " 2024", "2024\n", "24", "20244", "2024-9"),
        *("2024-9-30", "2024/09/30", "30.09.2024", "2024-09-30T00:00:00", "2024-09-3", "2024-Q"),
        *("2024-Q0", "2024-Q5", "2024-q3", "2024-Q3-01", "Q3-2024", "FY24", "fy2024", "FY 2024"),
        *("FY2024-09", "FY2024-09-30", "FY2024-Q5", "-2024", "2024-", "٢٠٢٤", "２０２４", 0, -2024),
        *("True", "2024-09-30, 2024-10-01", "<script>", "”."),
    ],
)
def test_what_is_no_date_is_refused_and_quoted(written):
    message = reason(written)

    assert f"“{written}”" in message
    assert_speaks_to_an_author(message)


@given(year=years, month=st.integers(1, 12), day=st.integers(0, 99))
@settings(max_examples=100)
def test_a_day_that_is_not_in_its_month_is_refused_with_the_number_of_its_days(year, month, day):
    text = f"{year}-{month:02d}-{day:02d}"
    has = monthrange(year, month)[1]
    if 1 <= day <= has:
        assert parse_when(text).first == date(year, month, day)
        return
    message = reason(text)

    assert f"{year} has {has} days" in message
    assert_speaks_to_an_author(message)


def test_the_reason_names_the_month_and_how_long_it_is():
    assert reason("2023-02-29") == "February 2023 has 28 days, so there is no day 29."
    assert reason("2024-09-31") == "September 2024 has 30 days, so there is no day 31."


@pytest.mark.parametrize("month", ["00", "13", "99"])
@pytest.mark.parametrize("text", ["2024-{}", "2024-{}-01"])
def test_a_month_that_does_not_exist_is_refused(text, month):
    message = reason(text.format(month))

    assert f"no month {month}" in message
    assert_speaks_to_an_author(message)


@pytest.mark.parametrize("text", ["{}", "{}-06", "{}-06-01", "{}-Q2", "FY{}", "FY{}-Q1"])
@pytest.mark.parametrize("year", ["0000", "1899", "2200", "9999"])
def test_a_year_that_can_only_be_a_slip_is_refused(text, year):
    message = reason(text.format(year))

    assert "1900 to 2199" in message
    assert_speaks_to_an_author(message)


# Months later -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 1, 10), -1, date(2023, 12, 10)),
        (date(2024, 5, 5), 0, date(2024, 5, 5)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day, months, later):
    assert add_months(day, months) == later


@given(day=days, months=st.integers(-1200, 1200))
@settings(max_examples=100)
def test_months_later_lies_in_exactly_that_month(day, months):
    later = add_months(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + DAY).day == 1)
