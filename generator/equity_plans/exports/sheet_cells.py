"""What stands in the cells of a sheet: values as SpreadsheetML has them, each with its style.

Texts are written as texts, whatever they begin with. One that is too long says where it was cut.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias
from xml.sax.saxutils import escape

from equity_plans.exports.cells import Cells, Way
from equity_plans.exports.csv_files import begin_plainly, like_formula

LONGEST = 32_767
"""So many characters fit into a cell; one beyond U+FFFF counts as two."""

CUT = " … (cut here; the whole text is in the CSV file)"
FIRST_DAY = date(1899, 12, 30).toordinal()
"""The day that a workbook counts its days from."""

PLAIN = ' t="inlineStr"><is><t>'
SPACED = ' t="inlineStr"><is><t xml:space="preserve">'
"""What stands before a text, and before one with white space at its ends or several lines."""

END_OF_TEXT = "</t></is></c>"

KEPT = 1 << 12
"""So many lists, days and counts are kept as they are written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Styles:
    """The numbers under which the workbook knows how a cell looks."""

    day: int
    quoted: int
    """For a text that looks like a formula: it stays text when somebody edits the cell."""


Ways: TypeAlias = Mapping[type, Way]
"""How a value of each type is written, from the style of its cell to the end of it."""


class Told(NamedTuple):
    """What stands in the cells of a column, each from its style to its end."""

    start: str
    """How all of them begin."""

    texts: Sequence[Any]
    """What goes on in each; where that is nothing, there is no cell."""

    end: str


def told(column: Cells, ways: Ways) -> Told:
    """What stands in the cells of a column."""
    if column.whole is not None and _are_plain(column.values):
        return Told(PLAIN, column.values, END_OF_TEXT)
    return Told("", column.through(ways), "")


def ways(styles: Styles) -> Ways:
    """How values are written in cells that have these styles.

    There is no cell for an empty text. No reader looks at what a text begins with.
    """
    quoted = f' s="{styles.quoted}"'

    def text(value: str) -> str:
        if not value:
            return ""
        # Almost every text begins with a letter or digit: none of these is taken for a formula.
        style = quoted if not value[:1].isalnum() and like_formula(value) else ""
        start = SPACED if value.strip() != value or not value.isprintable() else PLAIN
        return f"{style}{start}{written(value)}{END_OF_TEXT}"

    def several(value: tuple[str, ...]) -> str:
        return text("; ".join(value))

    def day(value: date) -> str:
        return f' s="{styles.day}"><v>{value.toordinal() - FIRST_DAY}</v></c>'

    def figure(value: float) -> str:
        return f"><v>{value!r}</v></c>"

    # The same few lists, days and counts stand in many rows.
    return {
        str: text,
        tuple: lru_cache(maxsize=KEPT)(several),
        date: lru_cache(maxsize=KEPT)(day),
        int: lru_cache(maxsize=KEPT)(figure),
        float: figure,
        bool: {True: ' t="b"><v>1</v></c>', False: ' t="b"><v>0</v></c>'}.__getitem__,
    }


_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What spreadsheets take for a character by its number: `_x000D_`."""


_MARKS = ("&", "<", ">", "\r", "_x")
"""What cannot stay as it is; most texts have none of it."""


def _are_plain(column: Sequence[Any]) -> bool:
    """True when each of some printable texts can stand as it is, and is not to be quoted."""
    texts = list(filter(None, column))
    whole = "\n".join((*texts, ""))
    return (
        not any(mark in whole for mark in _MARKS)
        and " \n" not in whole
        and begin_plainly(texts)
        and max(map(len, texts)) <= LONGEST // 2
    )


def written(text: str) -> str:
    """The text as SpreadsheetML has it, cut where a cell ends."""
    if len(text) > LONGEST // 2:
        text = fitting(text)
    for mark in _MARKS:
        if mark in text:
            return escape(_ESCAPE.sub("_x005F_", text), {"\r": "&#13;"})
    return text


def fitting(text: str) -> str:
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
