"""Dates, numbers, counts and shortened text in words, as every page and feed says them.

They are in the language of the page being made, which is English outside of pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from equity_plans.language import (
    Part,
    Text,
    _,
    babel,
    filled,
    joined,
    like,
    made_of,
    ngettext,
    number_in_words,
    parts_of,
    pgettext,
    spoken,
)
from equity_plans.model import Measure, Quantity
from equity_plans.when import Precision, When


def day(value: date) -> str:
    """“September 30, 2024”."""
    return _day(value, spoken().locale)


@lru_cache(maxsize=1 << 16)
def _day(value: date, locale: str, how: str = "long") -> str:
    """The same few thousand days are on every page."""
    from babel.dates import format_date  # noqa: PLC0415 - Babel is slow to load

    return format_date(value, how, locale=babel(locale))


def month(value: date) -> str:
    """“September 2024”."""
    return _skeleton("yMMMM", value, spoken().locale)


@lru_cache(maxsize=1 << 12)
def _skeleton(skeleton: str, value: date, locale: str) -> str:
    from babel.dates import format_skeleton  # noqa: PLC0415 - Babel is slow to load

    return format_skeleton(skeleton, value, locale=babel(locale))


def when(value: When) -> str:
    """The date in words, as exact as it was written: “September 2024”, “fiscal year 2024”."""
    return _when(value, spoken().tag)


@lru_cache(maxsize=1 << 12)  # much is told of one day or month
def _when(value: When, _tag: str) -> str:
    """The same in the language spoken, which is `_tag`."""
    first, last = value.first, value.last
    if first is None or last is None:
        return _("ongoing")
    match value.precision:
        case Precision.DAY:
            return day(first)
        case Precision.MONTH:
            return month(first)
        case Precision.YEAR:
            return value.text
        case Precision.QUARTER:
            return _("{month} to {last}", month=month_name(first), last=month(last))
        case Precision.FISCAL_YEAR:
            return _("fiscal year {year}", year=value.text.removeprefix("FY"))
        case _other:
            year, quarter = value.text.removeprefix("FY").split("-Q")
            return _("quarter {quarter} of fiscal year {year}", quarter=quarter, year=year)


def at(value: When) -> str:
    """The date with its preposition: “on September 30, 2024”, “in fiscal year 2024”."""
    return _at(value, spoken().tag)


@lru_cache(maxsize=1 << 12)
def _at(value: When, _tag: str) -> str:
    """The same in the language spoken, which is `_tag`."""
    told = when(value)
    match value.precision:
        case Precision.ONGOING:
            return told
        case Precision.DAY:
            return _("on {day}", day=told)
        case Precision.FISCAL_YEAR | Precision.FISCAL_QUARTER:
            return pgettext("fiscal year", "in {period}", period=told)
        case Precision.QUARTER:
            return pgettext("months", "in {period}", period=told)
        case _other:
            return _("in {period}", period=told)


def short(value: When) -> str:
    """The date in as few characters as a chart has room for: “Sep 2024”, “FY 2024 Q2”."""
    return _short(value, spoken().tag)


@lru_cache(maxsize=1 << 12)
def _short(value: When, _tag: str) -> str:
    """The same in the language spoken, which is `_tag`."""
    year, _dash, quarter = value.text.removeprefix("FY").partition("-Q")
    match value.precision:
        case Precision.DAY if value.first is not None:
            return _day(value.first, spoken().locale, "medium")
        case Precision.MONTH if value.first is not None:
            return _skeleton("yMMM", value.first, spoken().locale)
        case Precision.QUARTER:
            return _("{year} Q{quarter}", year=year, quarter=quarter)
        case Precision.FISCAL_YEAR:
            return _("FY {year}", year=year)
        case Precision.FISCAL_QUARTER:
            return _("FY {year} Q{quarter}", year=year, quarter=quarter)
        case _other:
            return when(value)


def from_to(start: str, end: When) -> str:
    """“July 2024 to June 2026”, “July 2024 to ongoing”; `start` is in words already."""
    if end.precision == Precision.ONGOING:
        return _("{start} to ongoing", start=start)
    return _("{start} to {end}", start=start, end=when(end))


def month_name(value: date) -> str:
    """“July”."""
    return _day(value, spoken().locale, "LLLL")


def span(value: When) -> str:
    """The months that a fiscal year or quarter covers, “October 2023 to September 2024”."""
    fiscal = value.precision in (Precision.FISCAL_YEAR, Precision.FISCAL_QUARTER)
    if not fiscal or value.first is None or value.last is None:
        return ""
    return _("{month} to {last}", month=month(value.first), last=month(value.last))


def number(value: float) -> str:
    """“1,758,656”, “18.2”: as exact as it was written."""
    return number_in_words(value)


def amount(value: float, measure: Measure) -> str:
    """A number with its unit: “18.2 percent”, “1,609,084 applications”."""
    return joined(" ", (number(value), measure.unit or ""))


def quantity(value: Quantity | None, measure: Measure) -> str:
    """A baseline or target in words, or nothing."""
    if value is None:
        return ""
    told = ""
    if value.value is not None:
        told = amount(value.value, measure)
    elif value.to_be_established:
        told = _("to be established")
    elif value.when is not None:
        told = _("no figure given")
    if value.when is not None:
        told = joined(" ", (told, f"({when(value.when)})"))
    return joined("; ", (told, value.note or ""))


def count(value: int, one: str, many: str = "") -> str:
    """“1 action”, “12 actions”; in English alone, for commands and reviews."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def are(value: int) -> str:
    """A number with the verb it takes: “1 is”, “12 are”; in English alone."""
    return f"{number(value)} {'is' if value == 1 else 'are'}"


def times(value: int) -> str:
    """“once”, “twice”, “3 times”."""
    if value == 2:
        return _("twice")
    return ngettext("once", "{count} times", value)


def days(value: int) -> str:
    """“1 day”, “53 days”."""
    return ngettext("{count} day", "{count} days", value)


def listed(words: Sequence[str]) -> str:
    """“a”, “a and b”, “a, b and c”."""
    if len(words) < 2:
        return made_of(part for word in words for part in parts_of(word))
    pattern = _list_of(len(words), spoken().lists)
    return filled(pattern, {f"word{place}": word for place, word in enumerate(words)})


@lru_cache(maxsize=1 << 10)
def _list_of(many: int, locale: str) -> str:
    from babel.lists import format_list  # noqa: PLC0415 - Babel is slow to load

    return format_list([f"{{word{place}}}" for place in range(many)], locale=locale)


def name_of(tag: str) -> str:
    """What a language is called in the language spoken: “English”, “inglés”."""
    return _name_of(tag, spoken().locale)


@lru_cache(maxsize=1 << 8)
def _name_of(tag: str, locale: str) -> str:
    from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415 - Babel is slow to load

    try:
        return Locale.parse(tag, sep="-").get_display_name(locale) or tag
    except UnknownLocaleError:
        return tag


def capital(text: str) -> str:
    """The text with a capital first letter."""
    if not isinstance(text, Text):
        return text[:1].upper() + text[1:]
    if text.language is not None:
        return like(text, text[:1].upper() + text[1:])
    first, *rest = text.parts
    return made_of((Part(first.text[:1].upper() + first.text[1:], first.language), *rest))


def percent(share: float) -> str:
    """“45%”; never 0% or 100% for what is not quite so."""
    rounded = round(share * 100)
    if rounded == 0 and share > 0:
        rounded = 1
    if rounded == 100 and share < 1:
        rounded = 99
    return _percent(rounded, spoken().locale)


@lru_cache(maxsize=1 << 10)
def _percent(rounded: int, locale: str) -> str:
    from babel.numbers import format_percent  # noqa: PLC0415 - Babel is slow to load

    return str(format_percent(rounded / 100, locale=locale))


def sentence(text: str | None) -> str:
    """The text with a full stop at its end, or nothing."""
    if not text:
        return ""
    if text.endswith((".", "!", "?", "…")):
        return text
    if not isinstance(text, Text):
        return f"{text}."
    if text.language is not None:
        return like(text, f"{text}.")
    *rest, last = text.parts
    return made_of((*rest, Part(f"{last.text}.", last.language)))


def in_line(text: str) -> str:
    """The text on one line, with single spaces."""
    if not isinstance(text, Text):
        return " ".join(text.split())
    if text.isprintable() and "  " not in text:  # of all white space, it has single spaces alone
        return text
    return made_of(Part(_SPACES.sub(" ", part.text), part.language) for part in text.parts)


_SPACES = re.compile(r"\s+")
_LIST_ITEM = re.compile(r"([^\s.;:,!?])\s*\n\s*(?:[-*+]\s+|(?=[0-9]+\.\s))")
_LIST_MARK = re.compile(r"^\s*[-*+]\s+", re.MULTILINE)

# Only what prose makes a link of; all else stays as typed.
_LINK = re.compile(
    r"(?<!!)\[([^\[\]]+)\]\((?=(?:https?|mailto):)(?:[^()]|\([^()]*\)){1,2000}\)", re.IGNORECASE
)
_MARKED = re.compile(r"(\*\*|\*|`)(?=\S)([^*`]+)(?<=\S)\1")


BRIEF = 240
"""How many characters of a long text stand where there is little room."""


def brief(text: str | None, *, limit: int = BRIEF) -> str:
    """The beginning of prose as plain text, cut at a word. Its page has the whole of it."""
    told = _plain(text)
    if len(told) > limit:
        told = f"{told[:limit].rsplit(' ', 1)[0]} …"
    return like(text or "", told)


def is_cut(text: str | None) -> bool:
    """True when `brief` leaves something out, so that the whole has to stand elsewhere."""
    return len(_plain(text)) > BRIEF


def _is_plain(text: str) -> bool:
    """True when it is seen at once that a text is on one line, without marks, as most are."""
    return (
        text.isprintable()  # of all white space, it has single spaces alone
        and "  " not in text
        and text[:1] not in _STARTS
        and text[-1:] != " "
        and not ("[" in text or "*" in text or "`" in text)
    )


_STARTS = (" ", "-", "*", "+")
"""What does not begin a text that is plain for sure."""


def _plain(text: str | None) -> str:
    """Prose on one line, without its marks."""
    told = text or ""
    return told if _is_plain(told) else _without_marks(told)


def _without_marks(told: str) -> str:
    if "\n" in told:
        told = _LIST_ITEM.sub(r"\1; ", told)
    told = " ".join(_LIST_MARK.sub(" ", told).split())
    if "[" in told:
        told = _LINK.sub(r"\1", told)
    return _MARKED.sub(r"\2", told) if "*" in told or "`" in told else told
