"""Structure: a header, sections and named tables around what Markdown renders.

Pages stay plain Markdown, and the theme still gets elements to hang its style on. Works on the
tree that Python-Markdown has built, so nothing is parsed twice.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.extensions.toc import unique
from markdown.treeprocessors import Treeprocessor

from equity_plans.addresses import in_english_only
from equity_plans.language import SOURCE, _, speaking, spoken

# Python-Markdown runs attr_list at 8, toc at 5 and MkDocs' search for the title, which looks at
# the first element of the page alone, at 1.
BEFORE_TOC = 5.5
AFTER_ALL = 0.5

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
RIGHT_ALIGNED = re.compile(r"text-align:\s*right")
ID = re.compile(r"""(?<![\w-])id\s*=\s*["']?([^\s"'>]+)""")


class Structure(Extension):
    """Python-Markdown extension that gives a page its header, sections and named tables.

    `taken` are the ids that the page around the text already has.
    """

    def __init__(self, *, taken: Collection[str] = ()) -> None:
        super().__init__()
        self.taken = frozenset(taken)
        self.language = SOURCE
        """The language of the page at hand."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Enter both steps: ids before headings get theirs, everything else at the end."""
        ids = _Ids(md, taken=self.taken)
        md.treeprocessors.register(ids, "equity_plans_ids", BEFORE_TOC)
        md.treeprocessors.register(
            _Sections(md, ids=ids, of=self), "equity_plans_sections", AFTER_ALL
        )


class _Ids(Treeprocessor):
    """Sees to it that no id in the tree is one of the theme's, of raw HTML or of another element.

    The extension toc keeps its ids clear of what is in the tree and knows nothing else, so the
    taken ones are put there until the page is done.
    """

    def __init__(self, md: Markdown, *, taken: frozenset[str]) -> None:
        super().__init__(md)
        self._taken = taken
        self.marker = Element("div")

    def run(self, root: Element) -> None:
        raw = {
            found
            for block in self.md.htmlStash.rawHtmlBlocks
            if isinstance(block, str)
            for found in ID.findall(block)
        }
        used = set(self._taken | raw)
        for element in root.iter():
            own = element.get("id")
            if own is not None:
                element.set("id", unique(own, used))
        self.marker = SubElement(root, "div")
        for one in sorted(self._taken | raw):
            SubElement(self.marker, "span", id=one)


class _Sections(Treeprocessor):
    """Puts a header around what comes first, a section around each h2, a region around tables."""

    def __init__(self, md: Markdown, *, ids: _Ids, of: Structure) -> None:
        super().__init__(md)
        self._ids = ids
        self._of = of

    def run(self, root: Element) -> None:
        used = {element.get("id", "") for element in root.iter()}
        root.remove(self._ids.marker)
        titles = dict(titles_of(getattr(self.md, "toc_tokens", ())))
        with speaking(self._of.language):
            _name_tables(root, titles=titles, used=used)
            _mark_english(root)
        mark_contents(getattr(self.md, "toc_tokens", ()))
        arrange(root)
        _set_beside(root)


def arrange(root: Element) -> None:
    """Put what a page holds, one after the other, into its header and its sections."""
    children = list(root)
    root[:] = []
    here = SubElement(root, "header", {"class": "hero"})
    here.text = here.tail = "\n"
    section: Element | None = None
    for child in children:
        if child.tag == "h2":
            section = here = _section(root, child, classes=[])
        elif child.tag == "h3" and section is not None:
            here = _section(section, child, classes=["sub"]) if child.get("class") else section
        here.append(child)
    if len(root[0]) == 0:
        del root[0]


RAIL = "rail"
"""The class of a section that stands beside the others where there is room."""

RECORD = "rec"
"""The class of the last section of a page, which is below both."""

MAIN, BESIDE = "cols__m", "cols__r"
"""The columns of a page of which a section stands beside the others."""


def column_of(element: Element) -> str:
    """In which column an element stands, if there are columns; nothing for above or below them."""
    classes = element.get("class", "").split()
    if element.tag != "section":
        return ""
    return BESIDE if RAIL in classes else "" if RECORD in classes else MAIN


def _set_beside(root: Element) -> None:
    """Put the sections that stand beside others into a column of their own, after these."""
    stands = [(one, column_of(one)) for one in root]
    if BESIDE not in dict(stands).values():
        return
    columns = Element("div", {"class": "cols"})
    for name in (MAIN, BESIDE):
        column = SubElement(columns, "div", {"class": name})
        for one, own in stands:
            if own == name:
                root.remove(one)
                column.append(one)
    columns.text = columns.tail = "\n"
    root.insert(1 if len(root) and root[0].tag == "header" else 0, columns)


def _section(parent: Element, heading: Element, *, classes: list[str]) -> Element:
    """A new section with the classes of its heading; only a section of the page is a landmark."""
    section = SubElement(parent, "section")
    classes = [*classes, *heading.attrib.pop("class", "").split()]
    if classes:
        section.set("class", " ".join(classes))
    if heading.tag == "h2":
        section.set("aria-labelledby", heading.get("id", ""))
    section.text = section.tail = "\n"
    return section


def titles_of(tokens: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Title]]:
    """Each heading's id and title."""
    for token in tokens:
        yield token["id"], title_of(token)
        yield from titles_of(token["children"])


def title_of(token: Mapping[str, Any]) -> Title:
    """The title of one heading."""
    return Title(token["name"], _language_of(token))


def _mark_english(root: Element) -> None:
    """Say of each link to a page that is in English alone that it is, on pages that are not."""
    if spoken().tag == SOURCE:
        return
    for link in root.iter("a"):
        if leads_to_english(link.get("href", "")):
            link.set("hreflang", SOURCE)
            link.tail = f" {_('(in English)')}{link.tail or ''}"


_UP = re.compile(r"^(?:\.\./)*")


def leads_to_english(link: str) -> bool:
    """True when a link in Markdown leads to a page that is in English alone."""
    target = _UP.sub("", link).partition("#")[0]
    return target.endswith(".md") and in_english_only(target)


class Title(NamedTuple):
    """The title of a heading, encoded for HTML, and its language, where that is not the page's."""

    text: str = ""
    language: str = ""


_IN_LANGUAGE = re.compile(r'<span lang="([A-Za-z0-9-]+)">([^<>]*)</span>')


def _language_of(token: Mapping[str, Any]) -> str:
    """The language of a heading of which every word is in one that is not the page's."""
    if "<span lang=" not in token.get("html", ""):
        return ""
    (found, *more) = _IN_LANGUAGE.findall(token.get("html", "")) or [("", "")]
    whole = found[1].split() == token["name"].split()
    return found[0] if whole and not more else ""


def mark_contents(tokens: Iterable[MutableMapping[str, Any]]) -> None:
    """Say in the contents of a page too which of its headings are in another language."""
    for token in tokens:
        language = _language_of(token)
        if language:
            token["name"] = f'<span lang="{language}">{token["name"]}</span>'
        mark_contents(token["children"])


def _name_tables(root: Element, *, titles: Mapping[str, Title], used: set[str]) -> None:
    """Wrap every table in a region that can be scrolled and has a name of its own."""
    title = Title()
    named: list[tuple[Element, Element]] = []
    for element in root.iter():
        if element.tag == "table":
            named.append((element, caption(title, len(named) + 1, used)))
        elif element.tag in HEADINGS:
            title = titles.get(element.get("id", ""), Title())
    set_into_regions(root, named)


def caption(title: Title, number: int, used: set[str]) -> Element:
    """What names a table: the heading above it, and which table of the page it is."""
    name = Element("caption", {"class": "vh", "id": unique(f"table-{number}", used)})
    counted = _("(table {number})", number=str(number))
    if title.language:
        part = SubElement(name, "span", {"lang": title.language})
        part.text, part.tail = title.text, f" {counted}"
    else:
        name.text = f"{title.text} {counted}".lstrip()
    name.tail = "\n"
    return name


def set_into_regions(root: Element, named: Sequence[tuple[Element, Element]]) -> None:
    """Put each table into a region that can be scrolled, and what names it into the table."""
    parents = {child: parent for parent in root.iter() for child in parent} if named else {}
    for table, name in named:
        _cells(table)
        table.insert(0, name)
        region = Element(
            "div",
            {
                "class": "scroll",
                "role": "region",
                "tabindex": "0",
                "aria-labelledby": name.get("id", ""),
            },
        )
        parent = parents[table]
        parent[list(parent).index(table)] = region
        region.append(table)
        region.tail, table.tail = table.tail, "\n"


def _cells(table: Element) -> None:
    """Say which cells head a column or a row, and align by class: style attributes are refused."""
    for row in table.iter("tr"):
        for number, cell in enumerate(row):
            if RIGHT_ALIGNED.match(cell.attrib.pop("style", "")):
                cell.set("class", " ".join((cell.get("class", ""), "num")).lstrip())
            heads_column = cell.tag == "th"
            if not _says_something(cell):
                cell.tag = "td"  # A heading that says nothing is read out as nothing.
            elif heads_column:
                cell.set("scope", "col")
            elif number == 0:
                cell.tag = "th"
                cell.set("scope", "row")


def _says_something(cell: Element) -> bool:
    return len(cell) > 0 or bool((cell.text or "").strip())
