"""Dates, numbers, counts and shortened text in words, as every page and feed says them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from equity_plans.model import Measure, Quantity
from equity_plans.when import Precision, When

LOCALE = "en_US"


def day(value: date) -> str:
    """“September 30, 2024”."""
    return format_date(value, "long", locale=LOCALE)


def month(value: date) -> str:
    """“September 2024”."""
    return format_date(value, "MMMM y", locale=LOCALE)


def when(value: When) -> str:
    """The date in words, as exact as it was written: “September 2024”, “fiscal year 2024”."""
    first, last = value.first, value.last
    if first is None or last is None:
        return "ongoing"
    match value.precision:
        case Precision.DAY:
            return day(first)
        case Precision.MONTH:
            return month(first)
        case Precision.YEAR:
            return value.text
        case Precision.QUARTER:
            return f"{month_name(first)} to {month(last)}"
        case Precision.FISCAL_YEAR:
            return f"fiscal year {value.text.removeprefix('FY')}"
        case _:
            year, quarter = value.text.removeprefix("FY").split("-Q")
            return f"quarter {quarter} of fiscal year {year}"


def at(value: When) -> str:
    """The date with its preposition: “on September 30, 2024”, “in fiscal year 2024”."""
    if value.precision == Precision.ONGOING:
        return when(value)
    return f"{'on' if value.precision == Precision.DAY else 'in'} {when(value)}"


def short(value: When) -> str:
    """The date in as few characters as a chart has room for: “Sep 2024”, “FY 2024 Q2”."""
    match value.precision:
        case Precision.DAY if value.first is not None:
            return format_date(value.first, "medium", locale=LOCALE)
        case Precision.MONTH if value.first is not None:
            return format_date(value.first, "MMM y", locale=LOCALE)
        case _:
            return value.text.replace("FY", "FY ").replace("-", " ")


def month_name(value: date) -> str:
    """“July”."""
    return format_date(value, "MMMM", locale=LOCALE)


def span(value: When) -> str:
    """The months that a fiscal year or quarter covers, “October 2023 to September 2024”."""
    fiscal = value.precision in (Precision.FISCAL_YEAR, Precision.FISCAL_QUARTER)
    if not fiscal or value.first is None or value.last is None:
        return ""
    return f"{month(value.first)} to {month(value.last)}"


def number(value: float) -> str:
    """“1,758,656”, “18.2”: as exact as it was written."""
    return str(format_decimal(value, format="#,##0.##########", locale=LOCALE))


def amount(value: float, measure: Measure) -> str:
    """A number with its unit: “18.2 percent”, “1,609,084 applications”."""
    return f"{number(value)} {measure.unit}" if measure.unit else number(value)


def quantity(value: Quantity | None, measure: Measure) -> str:
    """A baseline or target in words, or nothing."""
    if value is None:
        return ""
    told = ""
    if value.value is not None:
        told = amount(value.value, measure)
    elif value.to_be_established:
        told = "to be established"
    elif value.when is not None:
        told = "no figure given"
    if value.when is not None:
        told += f" ({when(value.when)})"
    if value.note is None:
        return told
    return f"{told}; {value.note}" if told else value.note


def count(value: int, one: str, many: str = "") -> str:
    """“1 action”, “12 actions”."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def are(value: int) -> str:
    """A number with the verb it takes: “1 is”, “12 are”."""
    return f"{number(value)} {'is' if value == 1 else 'are'}"


def times(value: int) -> str:
    """“once”, “twice”, “3 times”."""
    return {1: "once", 2: "twice"}.get(value) or count(value, "time")


def days(value: int) -> str:
    """“1 day”, “53 days”."""
    return count(value, "day")


def listed(words: Sequence[str]) -> str:
    """“a”, “a and b”, “a, b and c”."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def percent(share: float) -> str:
    """“45%”; never 0% or 100% for what is not quite so."""
    rounded = round(share * 100)
    if rounded == 0 and share > 0:
        rounded = 1
    if rounded == 100 and share < 1:
        rounded = 99
    return f"{rounded}%"


def sentence(text: str | None) -> str:
    """The text with a full stop at its end, or nothing."""
    if not text:
        return ""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


_LIST_ITEM = re.compile(r"([^\s.;:,!?])\s*\n\s*(?:[-*+]\s+|(?=[0-9]+\.\s))")
_LIST_MARK = re.compile(r"^\s*[-*+]\s+", re.MULTILINE)

_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\((?:[^()]|\([^()]*\)){1,2000}\)")
_MARKED = re.compile(r"(\*\*|\*|`)(?=\S)([^*`]+)(?<=\S)\1")


def brief(text: str | None, *, limit: int = 240) -> str:
    """The beginning of prose as plain text, cut at a word. Its page has the whole of it."""
    told = " ".join(_LIST_MARK.sub(" ", _LIST_ITEM.sub(r"\1; ", text or "")).split())
    told = _MARKED.sub(r"\2", _LINK.sub(r"\1", told))
    if len(told) <= limit:
        return told
    return f"{told[:limit].rsplit(' ', 1)[0]} …"
