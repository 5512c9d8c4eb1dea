"""Shapes: a page put together from what Python-Markdown has made of sections of the same shape.

Sections with the same marks in the same places (`marks`) are of one shape. Of each shape it is
worked out once what HTML it has around what is marked, and Python-Markdown is asked once for each
shape of a block in it. A page that holds anything unusual goes through Python-Markdown whole
(`Odd`). Either way the page is the same, byte for byte; tests hold the two side by side.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.toc import strip_tags
from markdown.treeprocessors import Treeprocessor

from equity_plans.language import speaking
from equity_plans.publish.elements import BLOCKS, Odd
from equity_plans.publish.known import Known
from equity_plans.publish.marked_html import Html, html_of, joined
from equity_plans.publish.marks import (
    ADDED,
    END,
    LINK,
    NAME,
    NUMBERED,
    OF_A_PAGE,
    PART,
    RAW,
    TABLE,
    Marker,
    numbered,
)
from equity_plans.publish.parts import Part, parts
from equity_plans.publish.sections import Filling, Heading, Link, Section, put_together
from equity_plans.publish.structure import ID, Structure, arrange, column_of, set_into_regions

_BLOCK = "|".join(sorted(BLOCKS))
_READ_OTHERWISE = re.compile(
    rf"&|[_`\\](?![^{{}}\n]*\}}(?:\n|$))|!\[|\]\((?!{LINK})|<(?!/?(?:{_BLOCK})[ >])"
)
"""What, left in a shape, could be read otherwise beside a mark than beside what it stands for."""

_OPENED = re.compile(r"<details((?: [a-z-]+=\"[^\"<>]*\")*) markdown=\"1\">$")
_SUMMARY = re.compile(r"<summary>(.*)</summary>$")
_HEADING = re.compile(r"<h([1-6])((?: [a-z-]+=\"[^\"<>]*\")*)>(.*)</h\1>$")
_HEADINGS = re.compile(r"<h[1-6][ >]")
_LAST_ITEM = "\n<li>\n<p>a</p>\n</li>\n</ul>"
_ATTRIBUTE = re.compile(r" ([a-z-]+)=\"([^\"]*)\"")


@dataclass
class Shapes:
    """Puts pages together. `markdown` makes HTML of one block, without contents and sections."""

    markdown: Markdown
    structure: Structure
    slug: Callable[[str, str], str]
    separator: str
    _marker: Marker = field(default_factory=Marker)
    _blocks: Known[Html] = field(default_factory=Known)
    _sections: Known[Section] = field(default_factory=Known)
    _titles: Known[tuple[str, str]] = field(default_factory=Known)

    def page(self, text: str, link: Callable[[str], str]) -> tuple[str, list[Any]]:
        """The HTML of a page and what its table of contents is made of. Raises Odd.

        `link` gives for the address of a link in Markdown the one in HTML.
        """
        with speaking(self.structure.language):
            return put_together(
                [
                    (self._sections.get(one.text) or self._section(one.text), one)
                    for one in self._marker.sections(text)
                ],
                taken=self.structure.taken,
                link=link,
                titled=self.titled,
            )

    def titled(self, html: str) -> tuple[str, str]:
        """The name of a heading, and its id, if there is none like it on the page."""
        known = self._titles.get(html)
        if known is None:
            name = strip_tags(html) if "<" in html else " ".join(html.split())
            known = name, self.slug(unescape(name), self.separator)
            self._titles.keep(html, known, letters=sum(map(len, known)))
        return known

    def _section(self, text: str) -> Section:
        """What is known of all sections with these marks."""
        made = _Builder(shapes=self).build(text)
        return self._sections.keep(text, made, letters=sum(map(len, made.filling.pieces)))

    def block(self, block: str) -> Html:
        """What Python-Markdown makes of a block with marks in it. Raises Odd."""
        known = self._blocks.get(block)
        if known is None:
            if RAW in block or _READ_OTHERWISE.search(block):
                raise Odd
            shape = numbered(block)
            known = html_of(_sound(self.markdown.reset().convert(shape), shape))
            self._blocks.keep(block, known, letters=sum(map(len, known.pieces)))
        return known


class RegionsOfTables(Treeprocessor):
    """Sets tables into regions that are named later."""

    def run(self, root: Element) -> None:
        """Set them so."""
        name = Element("caption", {"class": "vh", "id": TABLE})
        name.text, name.tail = TABLE, "\n"
        set_into_regions(root, [(table, name) for table in root.iter("table")])


def _sound(made: str, block: str) -> str:
    """What was made of a block, if every mark is where it can be replaced. Raises Odd."""
    if len(_HEADINGS.findall(made)) != block.startswith("#"):
        raise Odd
    if sorted(NUMBERED.findall(made)) != sorted(NUMBERED.findall(block)):
        raise Odd
    for mark in NUMBERED.finditer(made):
        at = mark.start()
        in_tag = made.rfind("<", 0, at) > made.rfind(">", 0, at)
        begun = {LINK: ' href="', NAME: ' id="'}.get(mark[1])
        if in_tag != (begun is not None) or (begun and not made.endswith(begun, 0, at)):
            raise Odd
    return made


@dataclass
class _Builder:
    """Works out what is known of all sections with the same marks."""

    shapes: Shapes
    _marks: int = 0
    """So many marks have been met."""

    _parts: list[Html] = field(default_factory=list)
    """The parts of the section whose HTML does not change any more."""

    _headings: list[Element] = field(default_factory=list)
    _tables: list[int] = field(default_factory=list)
    """For each table, how many headings are above it."""

    def build(self, text: str) -> Section:
        """What is known of sections with these marks. Raises Odd."""
        root = Element("div")
        self._fill(root, text.split("\n"))
        begins = [number for number, one in enumerate(root) if one.tag == "h2"]
        if begins != ([0] if text.startswith("## ") else []):
            raise Odd
        own = [one.get("id") for one in self._headings]
        for number, heading in enumerate(self._headings):
            if own[number] is None:
                heading.set("id", f"{ADDED}{number}{END}")
        arrange(root)
        made = self._with_parts(html_of("".join(map(_written, root))))
        return Section(
            filling=self._filling(made),
            links=tuple(_links(made)),
            headings=tuple(
                Heading(
                    level=int(heading.tag[1]),
                    id=int(marked[2]) if (marked := NUMBERED.fullmatch(given or "")) else given,
                    inner=self._filling(html_of(heading.text or "")),
                )
                for heading, given in zip(self._headings, own, strict=True)
            ),
            tables=tuple(self._tables),
            ids=tuple(one for piece in made.pieces if "id=" in piece for one in ID.findall(piece)),
            column=column_of(root[0]) if len(root) else "",
        )

    def _with_parts(self, html: Html) -> Html:
        """HTML with the parts of the section where their marks are."""

        def every() -> Iterator[Html | str]:
            yield html.pieces[0]
            for (kind, number), after in zip(html.marks, html.pieces[1:], strict=True):
                yield self._parts[number] if kind == PART else Html(("", ""), ((kind, number),))
                yield after

        return joined(every())

    def _filling(self, html: Html) -> Filling:
        """The same, when what is added to the values of a section stands behind these."""
        added = {ADDED: self._marks, TABLE: self._marks + len(self._headings)}
        return Filling(html.pieces, tuple(added.get(kind, 0) + one for kind, one in html.marks))

    def _fill(self, element: Element, lines: Sequence[str], *, inside: bool = False) -> None:
        """Put the parts of a text into an element."""
        for part in parts(lines):
            if part.kind == "heading":
                one = _heading(str(self._html(part.lines[0])))
                self._headings.append(one)
            elif part.kind == "opened":
                opened, title = _OPENED.match(part.lines[0]), _SUMMARY.match(part.lines[1])
                if opened is None or title is None:
                    raise Odd
                one = Element("details", dict(_ATTRIBUTE.findall(opened[1])))
                summary = self._html(title[1]).inside("<p>", "</p>")
                one.text, one.tail = f"\n<summary>{summary}</summary>\n", "\n"
                self._fill(one, part.lines[2:-1], inside=True)
            elif part.kind == ("raw" if inside else "inner"):
                raise Odd
            else:
                one = Element("raw")
                one.text = f"{PART}{len(self._parts)}{END}"
                self._parts.append(self._named(self._part(part)))
            element.append(one)

    def _named(self, html: Html) -> Html:
        """HTML with numbers for what each of its tables will be called."""
        if not any(TABLE in piece for piece in html.pieces):
            return html
        first, *rest = str(html).split(TABLE)
        named = [first]
        for naming, inside, after in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
            number = 2 * len(self._tables)
            self._tables.append(len(self._headings))
            own, name = f"{TABLE}{number}{END}", f"{TABLE}{number + 1}{END}"
            named += (own, naming, own, inside, name, after)
        return html_of("".join(named))

    def _part(self, part: Part) -> Html:
        lines = part.lines
        if part.kind == "raw":
            self._marks += 1  # Python-Markdown keeps one empty line after it
            return Html(("", "\n"), ((RAW, self._marks - 1),))
        if part.kind == "inner":
            html = "\n".join(lines)
            read = self._html(f'<details markdown="1">\n\n{html}\n\n</details>', raw=True)
            return read.inside("<details>\n", "\n</details>")
        if part.kind == "items":
            every = [self._html(one).inside("<ul>", "\n</ul>") for one in lines]
            return joined(("<ul>", *every, "\n</ul>"))
        if part.kind == "spaced":
            made = [self._html(f"{one}\n\n- a").inside("<ul>", _LAST_ITEM) for one in lines]
            return joined(("<ul>", *made, "\n</ul>"))
        if part.kind == "entries":
            entries = [
                self._html(f"{term}\n{said}").inside("<dl>", "\n</dl>")
                for term, said in zip(lines[::2], lines[1::2], strict=True)
            ]
            return joined(("<dl>", *entries, "\n</dl>"))
        if part.kind == "table" and len(lines) > 3:
            return self._table(lines)
        return self._html("\n".join(lines))

    def _table(self, lines: list[str]) -> Html:
        """A table row by row, for the number of rows is no matter of shape."""
        head = f"{lines[0]}\n{lines[1]}\n"
        first, begun, row = str(self._html(head + lines[2])).partition("<tbody>\n")
        row, ended, last = row.partition("</tbody>")
        if not (begun and ended):
            raise Odd
        rows: list[str] = [row]
        above = sum(map(head.count, OF_A_PAGE))
        for line in lines[3:]:
            made = str(self._html(head + line, again=above))
            rows.append(made.partition("<tbody>\n")[2].partition("</tbody>")[0])
        return html_of("".join((first, begun, *rows, ended, last)))

    def _html(self, block: str, *, raw: bool = False, again: int = 0) -> Html:
        """The HTML of the next block of the section, of whose marks so many were met before.

        Only what is `raw` has elements that are blocks written out.
        """
        if "<" in block and not raw:
            raise Odd
        made = self.shapes.block(block)
        before = self._marks - again
        self._marks = before + len(made.marks)
        return Html(made.pieces, tuple([(kind, before + one) for kind, one in made.marks]))


def _links(html: Html) -> Iterator[Link]:
    """The links in HTML with marks in it."""
    for at, (kind, number) in enumerate(html.marks, start=1):
        if kind == LINK:
            end = at
            while "</a>" not in html.pieces[end]:
                end += 1
            yield Link(value=number, end=end)


def _heading(made: str) -> Element:
    found = _HEADING.match(made)
    if found is None:
        raise Odd
    element = Element(f"h{found[1]}", dict(_ATTRIBUTE.findall(found[2])))
    if "&" in element.get("id", ""):
        raise Odd
    element.text = found[3]
    return element


def _written(element: Element) -> str:
    """An element whose words are HTML already."""
    text = element.text or ""
    if element.tag == "raw":
        return f"{text}\n"
    attributes = "".join(f' {name}="{value}"' for name, value in sorted(element.items()))
    inner = "".join(map(_written, element))
    tail = element.tail or ("\n" if element.tag[0] == "h" and element.tag[1:].isdigit() else "")
    return f"<{element.tag}{attributes}>{text}{inner}</{element.tag}>{tail}"
