"""Sections: a page put together from sections of which all is known but what is marked in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from markdown.extensions.toc import nest_toc_tokens, unique
from markdown.serializers import to_xhtml_string

from equity_plans.language import SOURCE, _, spoken
from equity_plans.publish.elements import Odd
from equity_plans.publish.marks import Marked
from equity_plans.publish.structure import (
    BESIDE,
    MAIN,
    Title,
    caption,
    leads_to_english,
    mark_contents,
    title_of,
)


class Filling(NamedTuple):
    """HTML, and what is to be filled in between its pieces."""

    pieces: tuple[str, ...]
    order: tuple[int, ...]
    """Which value stands behind each piece but the last."""

    def filled(self, values: Sequence[str]) -> list[str]:
        """The HTML with these values, in parts."""
        written = [""] * (2 * len(self.order) + 1)
        written[::2] = self.pieces
        written[1::2] = map(values.__getitem__, self.order)
        return written


class Heading(NamedTuple):
    """A heading of a section."""

    level: int
    id: str | int | None
    """The id that the text gives it, or which of the values is that."""

    inner: Filling


class Link(NamedTuple):
    """A link of a section."""

    value: int
    """Which of the values is its address."""

    end: int
    """In which piece of the HTML it ends."""


class Section(NamedTuple):
    """What is known of all sections with the same marks in the same places.

    To what is marked in one, the ids of its headings and two words for each of its tables are
    added when it is filled: the id of the table, and what names it.
    """

    filling: Filling
    links: tuple[Link, ...]
    headings: tuple[Heading, ...]
    tables: tuple[int, ...]
    """For each table, how many headings of the section are above it."""

    ids: tuple[str, ...]
    column: str
    """The column of the page it stands in, where a page has columns."""


def put_together(
    sections: Sequence[tuple[Section, Marked]],
    *,
    taken: Collection[str],
    link: Callable[[str], str],
    titled: Callable[[str], tuple[str, str]],
) -> tuple[str, list[Any]]:
    """The HTML of a page, and what its table of contents is made of. Raises Odd.

    `taken` are the ids that the page around it has; `link` gives for the address of a link in
    Markdown the one in HTML; `titled` gives for the HTML of a heading its name, and an id for it.
    """
    ids = [one for section, marked in sections for one in (*section.ids, *marked.ids)]
    used = {*taken, *ids}
    if len(used) != len(taken) + len(ids):
        raise Odd
    tokens: list[Any] = []
    every: list[tuple[Section, list[str]]] = []
    elsewhere = spoken().tag != SOURCE
    english: list[Link] = []
    tables = False
    for section, marked in sections:
        told = section
        values = [*marked.values]
        if elsewhere:
            english = [one for one in section.links if leads_to_english(values[one.value])]
        for value, _end in section.links:
            values[value] = link(values[value])
        if english:
            told = _told_english(section, values, english)
        for heading in section.headings:
            token = _token(heading, values, used, titled)
            tokens.append(token)
            values.append(token["id"])
        tables = tables or bool(section.tables)
        every.append((told, values))
    if tables:
        _name_tables(every, tokens, used)
    contents: list[Any] = nest_toc_tokens([*tokens])
    mark_contents(contents)
    return "".join(_in_columns(every)).strip(), contents


def _token(
    heading: Heading,
    values: Sequence[str],
    used: set[str],
    titled: Callable[[str], tuple[str, str]],
) -> dict[str, Any]:
    """What the table of contents is told of a heading."""
    level, own, inner = heading
    html = "".join(inner.filled(values)).strip()
    name, new = titled(html)
    if isinstance(own, int):
        own = values[own]
    return {
        "level": level,
        "id": unique(new, used) if own is None else own,
        "name": name,
        "html": html,
        "data-toc-label": "",
    }


def _told_english(section: Section, values: list[str], english: Sequence[Link]) -> Section:
    """The section, with it said of some of its links that they lead to a page in English."""
    pieces = [*section.filling.pieces]
    for one in english:
        values[one.value] += f'" hreflang="{SOURCE}'
        pieces[one.end] = pieces[one.end].replace("</a>", f"</a> {_('(in English)')}", 1)
    return section._replace(filling=section.filling._replace(pieces=tuple(pieces)))


def _name_tables(
    sections: Sequence[tuple[Section, list[str]]],
    tokens: Sequence[Mapping[str, Any]],
    used: set[str],
) -> None:
    """Add to the values of sections what their tables are called."""
    above = number = 0
    for section, values in sections:
        for headings in section.tables:
            number += 1
            title = title_of(tokens[above + headings - 1]) if above + headings else Title()
            name = caption(title, number, used)
            made = to_xhtml_string(name)
            values.append(name.get("id", ""))
            values.append(made.partition(">")[2].rpartition("</")[0])
        above += len(section.headings)


def _in_columns(sections: Sequence[tuple[Section, list[str]]]) -> list[str]:
    """The HTML of a page, in parts."""
    written = [(section.column, section.filling.filled(values)) for section, values in sections]
    columns: dict[str, list[str]] = {"": [], MAIN: [], BESIDE: []}
    for column, html in written[1:]:
        columns[column] += html
    if not columns[BESIDE]:
        return [piece for _column, html in written for piece in html]
    return [
        *written[0][1],
        f'<div class="cols">\n<div class="{MAIN}">',
        *columns[MAIN],
        f'</div><div class="{BESIDE}">',
        *columns[BESIDE],
        "</div></div>\n",
        *columns[""],
    ]
