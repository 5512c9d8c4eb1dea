"""The words in a published file, read the way its own readers read it, in whatever form it has."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import html5lib
import lxml.html
from icalendar import Calendar
from openpyxl import load_workbook

Words = list[str]


def tree(content: bytes) -> Any:
    """A page as every browser builds it."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return parser.parse(content, transport_encoding="utf-8")


def words_of_page(path: Path) -> Words:
    """The text of a page, of each block of it, and each attribute."""
    root = lxml.html.document_fromstring(path.read_bytes().decode("utf-8"))
    found = [value for one in root.iter() for value in one.attrib.values()]
    found += [" ".join("".join(root.itertext()).split())]
    for data in root.iter("script"):
        if data.get("type") == "application/ld+json":
            found += list(_texts(json.loads(data.text or "null")))
    return found


def words_of_json(path: Path) -> Words:
    return list(_texts(json.loads(path.read_bytes(), parse_constant=_no_number)))


def _no_number(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from _texts(one)


def cells_of_csv(path: Path) -> Words:
    text = path.read_bytes().decode("utf-8-sig")
    return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]


def with_lists(cells: Words) -> Words:
    """The cells, and what is in those that hold a list."""
    found = list(cells)
    for cell in cells:
        if cell.startswith('["'):
            with suppress(ValueError):
                found += _texts(json.loads(cell))
    return found


def words_of_csv(path: Path) -> Words:
    return with_lists(cells_of_csv(path))


def words_of_workbook(path: Path) -> Words:
    """The cells, none of which may be a formula."""
    cells = [
        cell
        for sheet in load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    return [cell.value for cell in cells]


def words_of_database(path: Path) -> Words:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        cells = [
            cell
            for (table,) in tables.fetchall()
            for row in database.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - its own names
            for cell in row
            if isinstance(cell, str)
        ]
    return with_lists(cells)


def words_of_xml(path: Path) -> Words:
    root = ET.fromstring(path.read_bytes())  # noqa: S314 - our own file
    return [
        text
        for one in root.iter()
        for text in (one.text, one.tail, *one.attrib.values())
        if text and text.strip()
    ]


def words_of_calendar(path: Path) -> Words:
    found = []
    for one in Calendar.from_ical(path.read_bytes()).walk():
        for value in one.values():
            found += [str(each) for each in (value if isinstance(value, list) else [value])]
    return found


BRACES = (("{", "braceleft"), ("}", "braceright"))


def words_of_citation(path: Path) -> Words:
    """A BibTeX file, without the ways in which LaTeX writes its own marks."""
    text = path.read_bytes().decode("utf-8")
    for mark, name in (("\\", "backslash"), ("~", "asciitilde"), ("^", "asciicircum"), *BRACES):
        text = text.replace(f"\\text{name}{{}}", f"\0{mark}")
    text = re.sub(r"(?<!\0)\\([#$%&_{}])", r"\1", text).replace("\0", "")
    return text.split("\n")


def words_of_lines(path: Path) -> Words:
    """A text file: every line of it."""
    return path.read_bytes().decode("utf-8").split("\n")


READERS: Mapping[str, Callable[[Path], Words]] = {
    "html": words_of_page,
    "json": words_of_json,
    "csv": words_of_csv,
    "xlsx": words_of_workbook,
    "sqlite": words_of_database,
    "xml": words_of_xml,
    "svg": words_of_xml,
    "ics": words_of_calendar,
    "bib": words_of_citation,
    "txt": words_of_lines,
}
"""By the ending of a file."""

NO_WORDS = frozenset(("css", "js", "woff2", "gz", "png"))
"""Endings of files without words of plans, and of one that says again what another does."""


def skeleton(path: Path, *, slowly: bool = False) -> Counter[tuple[str, ...]]:
    """What a page is built of, without its words and without what prose itself holds.

    `slowly` is step by step as every browser does it, which takes ten times as long.
    """
    found: Counter[tuple[str, ...]] = Counter()

    def walk(element: Any) -> None:
        if not isinstance(element.tag, str):
            found[("comment",)] += 1
            return
        names = tuple(sorted(element.keys()))
        found[(element.tag, element.get("class", ""), *names)] += 1
        if element.get("class") != "prose":
            for child in element:
                walk(child)

    content = path.read_bytes()
    walk(tree(content) if slowly else lxml.html.document_fromstring(content.decode("utf-8")))
    return found
