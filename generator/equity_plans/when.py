"""Dates as plans write them, each with its first and last day."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache


class Precision(StrEnum):
    """How exact a date is."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    FISCAL_YEAR = "fiscal-year"
    FISCAL_QUARTER = "fiscal-quarter"
    ONGOING = "ongoing"


FISCAL = (Precision.FISCAL_YEAR, Precision.FISCAL_QUARTER)
"""What is counted from the month in which an agency's year begins, which few readers know."""


class NotADate(ValueError):  # noqa: N818 - the name is the whole message
    """The text is not a date as plans write them; the message says why, for its author."""


@dataclass(frozen=True, kw_only=True, slots=True)
class When:
    """A date with the exactness its author gave it."""

    text: str
    precision: Precision
    first: date | None
    """First day of the period; None when ongoing."""

    last: date | None
    """Last day: what is due “in 2024-Q3” is late from 1 October. None when ongoing."""

    def __hash__(self) -> int:
        """What all that equal it have in common, found fast: much is looked up by dates."""
        return hash(self.text)

    def ended_by(self, day: date) -> bool:
        """True when the whole period lies before `day`."""
        return self.last is not None and self.last < day

    def started_by(self, day: date) -> bool:
        """True when the period has begun on `day`; what is ongoing has always begun."""
        return self.first is None or self.first <= day


_PATTERN = re.compile(
    r"(?P<fiscal>FY)?(?P<year>[0-9]{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?))?",
    re.ASCII,
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@lru_cache(maxsize=1 << 13, typed=True)  # many things fall on the same days
def parse_when(written: str | int, *, fiscal_year_starts: int = 10) -> When:
    """The date that `written` stands for.

    `fiscal_year_starts` is the number of the month in which the agency's fiscal year starts; a
    fiscal year is named by the calendar year in which it ends, as the United States government
    and most states do. Raises NotADate, with a reason its author understands.
    """
    text = str(written)
    if text == "ongoing":
        return When(text=text, precision=Precision.ONGOING, first=None, last=None)
    match = _PATTERN.fullmatch(text)
    if match is None or (match["fiscal"] and match["month"]):
        raise NotADate(f"“{text}” is not a date in one of the ways a plan can write it.")
    year = int(match["year"])
    if not 1900 <= year <= 2199:
        raise NotADate(f"The year {year} lies outside 1900 to 2199.")
    if match["fiscal"]:
        # A fiscal year that follows the calendar starts in the year it is named by.
        start = date(year if fiscal_year_starts == 1 else year - 1, fiscal_year_starts, 1)
        if match["quarter"]:
            first = _add_months(start, 3 * (int(match["quarter"]) - 1))
            return _span(text, Precision.FISCAL_QUARTER, first, months=3)
        return _span(text, Precision.FISCAL_YEAR, start, months=12)
    if match["quarter"]:
        first = date(year, 3 * int(match["quarter"]) - 2, 1)
        return _span(text, Precision.QUARTER, first, months=3)
    if match["month"] is None:
        return _span(text, Precision.YEAR, date(year, 1, 1), months=12)
    month = int(match["month"])
    if not 1 <= month <= 12:
        raise NotADate(f"There is no month {match['month']}; months go from 01 to 12.")
    if match["day"] is None:
        return _span(text, Precision.MONTH, date(year, month, 1), months=1)
    day, days = int(match["day"]), monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise NotADate(f"{_MONTHS[month - 1]} {year} has {days} days, so there is no day {day}.")
    exact = date(year, month, day)
    return When(text=text, precision=Precision.DAY, first=exact, last=exact)


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day where there is none."""
    first = _add_months(day.replace(day=1), months)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def _add_months(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def _span(text: str, precision: Precision, first: date, *, months: int) -> When:
    last = _add_months(first, months) - timedelta(days=1)
    return When(text=text, precision=precision, first=first, last=last)
