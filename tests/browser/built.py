"""A built site, read as a browser reads it: every page parsed once, every address resolved."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import html5lib
import lxml.html
from lxml.etree import _Element as Element

ERROR_PAGE = "404.html"
"""The page that a host shows in the place of one it does not have, at whatever address."""

PAGES = ("index.html", ERROR_PAGE)
CARD = "/card.html"


def _path(name: str) -> str:
    """The path of the page that is in the file `name`."""
    return name.removesuffix("index.html")


def text_of(element: Element) -> str:
    """The words in an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


@dataclass(frozen=True, kw_only=True, eq=False)
class HtmlPage:
    """One page of a built site."""

    path: str
    """Where it is, from the top of the site: `agencies/dot/`, or nothing for the front page."""

    url: str
    content: bytes

    @cached_property
    def root(self) -> Element:
        root = lxml.html.document_fromstring(self.content.decode("utf-8"))
        for template in list(root.iter("template")):  # not on the page until a script says so
            template.drop_tree()
        return root

    def errors(self) -> list[str]:
        """What a browser has to mend before it can show the page."""
        parser = html5lib.HTMLParser()
        parser.parse(self.content, transport_encoding="utf-8")
        return [f"line {line}: {error} {data}" for (line, _), error, data in parser.errors]

    def all(self, xpath: str) -> list[Any]:
        return self.root.xpath(xpath)

    def one(self, xpath: str) -> Any:
        (found,) = self.all(xpath)
        return found

    @property
    def kind(self) -> str:
        return self.one("/html/body/@class").removeprefix("eq-")

    @cached_property
    def main(self) -> Element:
        return self.one("//main")

    def links(self, within: Element | None = None) -> dict[str, str]:
        """Each address that a link of the page leads to, whole, with the words of the link."""
        start = self.root if within is None else within
        return {urljoin(self.url, a.get("href")): text_of(a) for a in start.iter("a")}

    def section(self, heading: str) -> Element:
        """The section of the page under the heading with these words."""
        sections = self.all("//section[@aria-labelledby]")
        found = [one for one in sections if text_of(next(one.iter("h2"))) == heading]
        assert len(found) == 1, f"{self.path}: {heading}"
        return found[0]

    @cached_property
    def facts(self) -> Mapping[str, str]:
        """What the definition lists of the page say: each term with its description."""
        return {
            text_of(term): text_of(term.getnext())
            for term in self.all("//main//dt")
            if term.getnext() is not None
        }


@dataclass(frozen=True, kw_only=True, eq=False)
class Site:
    """A built site: the folder it is in, and the address that it is made for."""

    folder: Path
    url: str
    language: str = "en"
    """The language of the `pages` that are looked at."""

    _packed: dict[str, int] = field(default_factory=dict)

    @cached_property
    def files(self) -> frozenset[str]:
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return frozenset(path.relative_to(self.folder).as_posix() for path in found)

    @cached_property
    def everything(self) -> Mapping[str, HtmlPage]:
        """Every page of the theme by its path, in every language."""
        names = (name for name in self.files if name.rpartition("/")[2] in PAGES)
        return {path: self._page(path) for path in sorted(map(_path, names))}

    @cached_property
    def pages(self) -> Mapping[str, HtmlPage]:
        """Every page of the theme that is in the language looked at."""
        return {
            path: page
            for path, page in self.everything.items()
            if page.root.get("lang") == self.language
        }

    @cached_property
    def cards(self) -> tuple[HtmlPage, ...]:
        """What other sites show in a frame of theirs."""
        return tuple(self._page(name) for name in sorted(self.files) if name.endswith(CARD))

    def _page(self, path: str) -> HtmlPage:
        file = path if path.endswith(".html") else f"{path}index.html"
        content = (self.folder / file).read_bytes()
        return HtmlPage(path=path, url=self.url + path, content=content)

    @cached_property
    def html(self) -> tuple[HtmlPage, ...]:
        """Every file of HTML, in every language."""
        return (*self.everything.values(), *self.cards)

    def of_kind(self, kind: str) -> list[HtmlPage]:
        return [page for page in self.pages.values() if page.kind == kind]

    @cached_property
    def kinds(self) -> frozenset[str]:
        return frozenset(page.kind for page in self.pages.values())

    @cached_property
    def examples(self) -> Mapping[str, HtmlPage]:
        """Of each kind, the page with the greatest variety of things on it."""

        def variety(page: HtmlPage) -> tuple[int, int]:
            things = {(one.tag, one.get("class")) for one in page.root.iter()}
            return len(things), -len(page.content)

        return {kind: max(self.of_kind(kind), key=variety) for kind in sorted(self.kinds)}

    def target(self, url: str) -> tuple[str | None, str]:
        """The file of the site that an address is of, if it is, and its place in that file."""
        address, place = urldefrag(url)
        if not address.startswith(self.url):
            return None, place
        path = unquote(urlsplit(address).path.removeprefix(urlsplit(self.url).path))
        return (path if path and not path.endswith("/") else f"{path}index.html"), unquote(place)

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def json(self, name: str) -> Any:
        return json.loads(self.read(name))

    def file(self, page: HtmlPage) -> str:
        """The file that a page is in."""
        name, _ = self.target(page.url)
        assert name is not None
        return name

    def fetched(self, page: HtmlPage) -> frozenset[str]:
        """The files that a browser fetches by itself to show a page, beside the page's own."""
        named = page.all(
            "//script/@src | //img/@src | //link/@href"
            "[not(../@rel='canonical' or ../@rel='alternate' or ../@rel='prev' or ../@rel='next')]"
        )
        return frozenset(str(self.target(urljoin(page.url, one))[0]) for one in named)

    def packed(self, name: str) -> int:
        """How many bytes of a file cross the network from a host that compresses."""
        if name not in self._packed:
            content = (self.folder / name).read_bytes()
            # A font is compressed already.
            self._packed[name] = len(content if name.endswith(".woff2") else gzip.compress(content))
        return self._packed[name]


def headings(page: HtmlPage) -> Iterator[tuple[int, str]]:
    """The headings of a page in order: how deep each is, and its words."""
    for heading in page.all("//h1|//h2|//h3|//h4|//h5|//h6"):
        yield int(heading.tag[1]), text_of(heading)
