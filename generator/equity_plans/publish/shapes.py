"""Shapes: a page put together from what Python-Markdown has made of blocks of the same shape.

The pages of a country are made of the same few blocks over and over; only words, links and tags in
them differ. So Python-Markdown is asked once for each shape of block, with marks in place of these,
and its answer is used for every block of that shape. Whatever a mark cannot safely stand for is
left in the shape, and a page that holds anything unusual goes through Python-Markdown whole
(`Odd`). Either way the page is the same, byte for byte; tests hold the two side by side.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.toc import nest_toc_tokens, strip_tags, unique
from markdown.treeprocessors import Treeprocessor
from markdown.util import BLOCK_LEVEL_ELEMENTS

from equity_plans.language import SOURCE, _, speaking
from equity_plans.publish.parts import Odd, Part, parts
from equity_plans.publish.structure import (
    HEADINGS,
    ID,
    Structure,
    Title,
    arrange,
    caption,
    leads_to_english,
    mark_contents,
    set_into_regions,
    titles_of,
)

MOST_SHAPES = 20_000
"""So many shapes are kept. A country has a few hundred; somebody who tries can write more."""

# Marks are letters that no page has, so that Python-Markdown takes each for a word.
WORDS, LINK, TABLE, END = "\U00010080\U00010081\U00010082\U00010083"
_MARK = re.compile(f"([{WORDS}{LINK}])([0-9]+){END}")
_RESERVED = (WORDS, LINK, TABLE, END, "\x02", "\x03", "\t", "\r")

_BLOCKS = "|".join(sorted(BLOCK_LEVEL_ELEMENTS))
_PLAIN = r"""[^\s&<>*_`\[\]()!\\{}|\#]"""
_REFERENCE = r"&(?:\#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]*);"
_TAG = rf"""<(?!/?(?:{_BLOCKS})[\ >])/?[a-z][a-z0-9]*(?:\ [a-zA-Z:-]+="[^"<>\\`*\[\]\n]*")*>"""
_TOKEN = re.compile(
    rf"""
    # What means something at the beginning of a line, and settings of an element, stay.
    (?P<stays>^(?:[-+*=~:.>\#|\ ]|[0-9]+[.)](?!\S))+|\{{:[^}}\n]*\}})
    | (?P<link>(?<=\]\()(?:[A-Za-z0-9_./\#%:@?=+,~-]+
        |(?:https?|mailto):(?:[A-Za-z0-9_./\#%:@?=+,~-]|&\#[0-9]{{1,7}};)+)(?=\)))
    | (?P<words>(?:[^\W_]|{_REFERENCE}|{_TAG}|(?<=[^\n]){_PLAIN})
        (?:{_PLAIN}+|{_REFERENCE}|{_TAG}|\ +(?=[^\s*_`\[\]()!\\{{}}|\#>]))*)
    | (?P<block><[^<>]*>)
    """,
    re.VERBOSE | re.MULTILINE,
)
_READ_OTHERWISE = re.compile(
    rf"&|[_`\\](?![^{{}}\n]*\}}(?:\n|$))|!\[|\]\((?!{LINK})|<(?!/?(?:{_BLOCKS})[ >])"
)
"""What, left in a shape, could be read otherwise beside a mark than beside what it stands for."""

_OPENED = re.compile(r"<details((?: [a-z-]+=\"[^\"<>]*\")*) markdown=\"1\">$")
_SUMMARY = re.compile(r"<summary>(.*)</summary>$")
_HEADING = re.compile(r"<h([1-6])((?: [a-z-]+=\"[^\"<>]*\")*)>(.*)</h\1>$")
_HEADINGS = re.compile(r"<h[1-6][ >]")
_ATTRIBUTE = re.compile(r" ([a-z-]+)=\"([^\"]*)\"")


class Shape(NamedTuple):
    """What Python-Markdown makes of a block: pieces of HTML, and between them what is marked."""

    first: str
    rest: tuple[tuple[str, int, str], ...]
    """A kind of mark, the number of it, and the HTML that follows."""


@dataclass
class Shapes:
    """Puts pages together. `markdown` makes HTML of one block, without contents and sections."""

    markdown: Markdown
    structure: Structure
    slug: Callable[[str, str], str]
    separator: str
    _known: dict[str, Shape] = field(default_factory=dict)
    _said: dict[str, str] = field(default_factory=dict)
    """The HTML of whole blocks that have no link: many stand on page after page."""

    def page(self, text: str, link: Callable[[str], str]) -> tuple[str, list[Any]]:
        """The HTML of a page and what its table of contents is made of. Raises Odd.

        `link` gives for the address of a link in Markdown the one in HTML.
        """
        if any(one in text for one in _RESERVED):
            raise Odd
        with speaking(self.structure.language):
            return _Page(shapes=self, link=link).put_together(text)

    def shape(self, block: str) -> Shape:
        """What Python-Markdown makes of a block with marks in it."""
        known = self._known.get(block)
        if known is None:
            if len(self._known) >= MOST_SHAPES:
                self._known.clear()
            known = self._known[block] = _shape(self.markdown.reset().convert(block), block)
        return known

    def said(self, block: str) -> str | None:
        """The HTML of a block as it is, where it is known."""
        return self._said.get(block)

    def say(self, block: str, made: str) -> None:
        """Keep the HTML of a block without links."""
        if len(self._said) >= MOST_SHAPES:
            self._said.clear()
        self._said[block] = made


class RegionsOfTables(Treeprocessor):
    """Sets tables into regions that are named later."""

    def run(self, root: Element) -> None:
        """Set them so."""
        name = Element("caption", {"class": "vh", "id": TABLE})
        name.text, name.tail = TABLE, "\n"
        set_into_regions(root, [(table, name) for table in root.iter("table")])


def _shape(made: str, block: str) -> Shape:
    if len(_HEADINGS.findall(made)) != block.startswith("#"):
        raise Odd
    first, *pieces = _MARK.split(made)
    rest = tuple(
        (kind, int(number), after)
        for kind, number, after in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True)
    )
    if sorted(one[:2] for one in rest) != sorted(
        (kind, int(number)) for kind, number in _MARK.findall(block)
    ):
        raise Odd
    before = first
    for kind, _number, after in rest:
        in_tag = before.rfind("<") > before.rfind(">")
        if in_tag != (kind == LINK) or (in_tag and not before.endswith(' href="')):
            raise Odd
        before += after
    return Shape(first, rest)


@dataclass
class _Page:
    shapes: Shapes
    link: Callable[[str], str]
    _headings: list[Element] = field(default_factory=list)
    _ids: list[str] = field(default_factory=list)
    _tables: bool = False

    def put_together(self, text: str) -> tuple[str, list[Any]]:
        root = Element("div")
        self._fill(root, text.split("\n"))
        taken = self.shapes.structure.taken
        ids = [one for one in self._ids if one != TABLE]
        used = {*taken, *ids}
        if len(used) != len(taken) + len(ids):
            raise Odd
        tokens: list[Any] = nest_toc_tokens([self._token(one, used) for one in self._headings])
        if self._tables:
            self._name_tables(root, dict(titles_of(tokens)), used)
        mark_contents(tokens)
        arrange(root)
        return "".join(map(_written, root)).strip(), tokens

    def _fill(self, element: Element, lines: Sequence[str], *, inside: bool = False) -> None:
        """Put the parts of a text into an element."""
        for part in parts(lines):
            if part.kind == "heading":
                one = _heading(self._html(part.lines[0]))
                self._headings.append(one)
                self._ids += filter(None, [one.get("id")])
                self._ids += ID.findall(one.text or "")
            elif part.kind == "opened":
                opened, title = _OPENED.match(part.lines[0]), _SUMMARY.match(part.lines[1])
                if opened is None or title is None:
                    raise Odd
                one = Element("details", dict(_ATTRIBUTE.findall(opened[1])))
                summary = _inside(self._html(title[1]), "<p>", "</p>")
                one.text, one.tail = f"\n<summary>{summary}</summary>\n", "\n"
                self._fill(one, part.lines[2:-1], inside=True)
            elif part.kind == "raw" and inside:
                one = Element("raw")
                block = "\n".join(part.lines[:-1])
                made = self._html(f'<details markdown="1">\n\n{block}\n\n</details>', raw=True)
                one.text = _inside(made, "<details>\n", "\n</details>")
                self._ids += ID.findall(one.text)
            else:
                one = Element("raw")
                one.text = self._part(part)
                if "id=" in one.text:
                    self._ids += ID.findall(one.text)
                self._tables = self._tables or TABLE in one.text
            element.append(one)

    def _token(self, heading: Element, used: set[str]) -> Any:
        inner = (heading.text or "").strip()
        name = strip_tags(inner)
        if heading.get("id") is None:
            slug = _slug(self.shapes.slug, html.unescape(name), self.shapes.separator)
            heading.set("id", unique(slug, used))
        return {
            "level": int(heading.tag[1]),
            "id": heading.get("id"),
            "name": name,
            "html": inner,
            "data-toc-label": "",
        }

    def _name_tables(self, root: Element, titles: dict[str, Title], used: set[str]) -> None:
        title, number = Title(), 0
        for element in root.iter():
            if element.tag in HEADINGS:
                title = titles.get(element.get("id", ""), Title())
            if element.tag != "raw":
                continue
            first, *pieces = (element.text or "").split(TABLE)
            written = [first]
            for naming, inside, after in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
                number += 1
                name = caption(title, number, used)
                own = name.get("id", "")
                made = self.shapes.markdown.serializer(name)
                written += (own, naming, own, inside)
                written += (made.partition(">")[2].rpartition("</")[0], after)
            element.text = "".join(written)

    def _part(self, part: Part) -> str:
        lines = part.lines
        if part.kind == "raw":
            return "\n".join(lines)
        if part.kind == "items":
            every = [_inside(self._html(one), "<ul>\n", "\n</ul>") for one in lines]
            return "<ul>\n{}\n</ul>".format("\n".join(every))
        if part.kind == "spaced":
            made = [self._html(f"{one}\n\n- a") for one in lines]
            items = [_inside(one, "<ul>\n", "\n</ul>").partition("</li>")[0] for one in made]
            return "<ul>\n{}\n</ul>".format("\n".join(f"{one}</li>" for one in items))
        if part.kind == "entries":
            entries = [
                _inside(self._html(f"{term}\n{said}"), "<dl>\n", "\n</dl>")
                for term, said in zip(lines[::2], lines[1::2], strict=True)
            ]
            return "<dl>\n{}\n</dl>".format("\n".join(entries))
        if part.kind == "table" and len(lines) > 3:
            return self._table(lines)
        return self._html("\n".join(lines))

    def _table(self, lines: list[str]) -> str:
        """A table row by row, for the number of rows is no matter of shape."""
        head = f"{lines[0]}\n{lines[1]}\n"
        first, begun, row = self._html(head + lines[2]).partition("<tbody>\n")
        row, ended, last = row.partition("</tbody>")
        if not (begun and ended):
            raise Odd
        rows: list[str] = [row]
        for line in lines[3:]:
            made = self._html(head + line).partition("<tbody>\n")[2].partition("</tbody>")[0]
            rows.append(made)
        return "".join((first, begun, *rows, ended, last))

    def _html(self, block: str, *, raw: bool = False) -> str:
        """The HTML of a block. Only what is `raw` has elements that are blocks written out."""
        said = self.shapes.said(block)
        if said is not None:
            return said
        values: list[str] = []

        def mark(token: re.Match[str]) -> str:
            kind = token.lastgroup
            if kind in {"stays", "block"}:
                return token[0]
            values.append(token[0])
            return f"{LINK if kind == 'link' else WORDS}{len(values) - 1}{END}"

        marked = _TOKEN.sub(mark, block)
        if "]:" in block or _READ_OTHERWISE.search(marked) or ("<" in marked and not raw):
            raise Odd
        first, rest = self.shapes.shape(marked)
        written = [first]
        english = False
        for kind, number, after in rest:
            value = values[number]
            if kind == LINK:
                english = self.shapes.structure.language != SOURCE and leads_to_english(value)
                value = self.link(value)
                if english:
                    value = f'{value}" hreflang="{SOURCE}'
            written.append(value)
            if english and "</a>" in after:
                inner, _end, tail = after.partition("</a>")
                written += (inner, f"</a> {_('(in English)')}", tail)
                english = False
            else:
                written.append(after)
        made = "".join(written)
        if "](" not in block:
            self.shapes.say(block, made)
        return made


@lru_cache(maxsize=10_000)
def _slug(slug: Callable[[str, str], str], name: str, separator: str) -> str:
    return slug(name, separator)


def _inside(made: str, start: str, end: str) -> str:
    if not (made.startswith(start) and made.endswith(end)):
        raise Odd
    return made[len(start) : -len(end)]


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
