"""Markdown of a great many pages: what MkDocs does for one page, with what can be shared shared.

The HTML is byte for byte that of MkDocs and Python-Markdown; the tests hold the two side by side.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urljoin, urlsplit

import markdown
from markdown.extensions.toc import TocTreeprocessor
from markdown.inlinepatterns import (
    AUTOLINK_RE,
    AUTOMAIL_RE,
    BACKTICK_RE,
    ENTITY_RE,
    ESCAPE_RE,
    HTML_RE,
    IMAGE_LINK_RE,
    IMAGE_REFERENCE_RE,
    LINE_BREAK_RE,
    LINK_RE,
    REFERENCE_RE,
)
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import (
    Page,
    _ExtractTitleTreeprocessor,
    _RelativePathTreeprocessor,
)
from mkdocs.structure.toc import get_toc

from equity_plans.publish.elements import Odd
from equity_plans.publish.page_links import Links
from equity_plans.publish.shapes import RegionsOfTables, Shapes
from equity_plans.publish.structure import Structure

NEEDS = {
    BACKTICK_RE: "`",
    ESCAPE_RE: "\\",
    REFERENCE_RE: "[",
    LINK_RE: "[",
    IMAGE_LINK_RE: "![",
    IMAGE_REFERENCE_RE: "![",
    AUTOLINK_RE: "<",
    AUTOMAIL_RE: "<",
    LINE_BREAK_RE: "  \n",
    HTML_RE: "<",
    ENTITY_RE: "&",
}
"""What a text must hold for each of Python-Markdown's patterns to be found in it."""


class QuickInline(InlineProcessor):
    """Python-Markdown's inline processor, which looks only for what could be there."""

    @cached_property
    def _patterns(self) -> list[tuple[Any, str]]:
        return [(one, NEEDS.get(getattr(one, "pattern", ""), "")) for one in self.inlinePatterns]

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - Python-Markdown's names
        if isinstance(data, AtomicString):
            return data
        for number in range(patternIndex, len(self._patterns)):
            pattern, need = self._patterns[number]
            matched, start = need in data, 0
            while matched:
                data, matched, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined] # its own
                    pattern, data, number, start
                )
        return data


SHAPED = frozenset(("attr_list", "def_list", "fenced_code", "md_in_html", "tables", "toc"))
"""The extensions with which a block is what it is, whatever stands before and after it."""


class Converter:
    """Python-Markdown as mkdocs.yml wants it, for any number of pages one after the other."""

    def __init__(self, config: MkDocsConfig) -> None:
        self._config = config
        self._alike: dict[str, Any] = {}
        """What all pages begin with."""

        extensions = config["markdown_extensions"]
        settings = config["mdx_configs"] or {}
        self.markdown = markdown.Markdown(extensions=extensions, extension_configs=settings)
        self.markdown.treeprocessors.register(QuickInline(self.markdown), "inline", 20)
        self.links = Links()
        self.shapes: Shapes | None = None
        """What puts pages together from known shapes, where the extensions allow it."""

        structure = [one for one in extensions if isinstance(one, Structure)]
        named = [one for one in extensions if not isinstance(one, Structure)]
        contents = self.markdown.treeprocessors["toc"] if "toc" in named else None
        if (
            isinstance(contents, TocTreeprocessor)
            and len(structure) == 1
            and set(named) <= SHAPED
            and not _changed(settings)
        ):
            self.shapes = Shapes(
                markdown=blocks_of([one for one in named if one != "toc"]),
                structure=structure[0],
                slug=contents.slugify,
                separator=contents.sep,
            )

    def page(self, file: File) -> MadePage:
        """A page to be converted. What MkDocs gives all pages alike, it is asked for once."""
        config = self._config
        if not self._alike:
            self._alike = vars(MadePage(None, file, config))
        page = MadePage.__new__(MadePage)
        vars(page).update(self._alike, converter=self, file=file, toc=[], meta={})
        file.page = page
        page.set_addresses(config)
        return page


def blocks_of(extensions: Sequence[str]) -> markdown.Markdown:
    """Python-Markdown for one block of a page."""
    made = markdown.Markdown(extensions=extensions)
    made.treeprocessors.register(RegionsOfTables(made), "equity_plans_regions", 0.5)
    return made


def _changed(settings: Mapping[str, Mapping[str, object]]) -> bool:
    """True when a setting of an extension makes other HTML than it would by itself."""
    return any(
        (name, key, value) != ("toc", "permalink", False)
        for name, values in settings.items()
        for key, value in values.items()
    )


_PLAIN_ADDRESS = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*")


@lru_cache(maxsize=8)
def _path_of(base: str) -> str | None:
    """The path in the address of a site; None when pages may not be put behind the address."""
    plain = base.endswith("/") and urljoin(base, "a/b/") == f"{base}a/b/"
    return urlsplit(base).path if plain else None


_BEGINS, _ENDS = "---\n", "\n---\n"
_JSON = json.JSONDecoder()


def _setting(line: str) -> tuple[str, Any]:
    """What a line of front matter says. Raises ValueError unless it is JSON."""
    key, value = line.split(": ", 1)
    read, end = _JSON.raw_decode(value)
    if end != len(value):
        raise ValueError(line)
    return key, read


class MadePage(Page):
    """A page made from plans, in place of `Page`.

    MkDocs reads the ids of every page to see if links to them are right. The finished site is
    looked at for that anyway, and all of it, so it is not done twice.
    """

    converter: Converter
    html = ""
    """The whole page as it is to be written."""

    def set_addresses(self, config: MkDocsConfig) -> None:
        """Say where the page is, and where the file is that it was made from."""
        self._set_canonical_url(config.site_url)
        self._set_edit_url(config.repo_url, config.edit_uri, config.edit_uri_template)

    def _set_canonical_url(self, base: str | None) -> None:
        """Put the address of the page behind that of the site, where that is all there is to it."""
        path = _path_of(base or "")
        if path is None or not _PLAIN_ADDRESS.fullmatch(self.url):
            super()._set_canonical_url(base)
        else:
            self.canonical_url, self.abs_url = f"{base}{self.url}", f"{path}{self.url}"

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the front matter, which is JSON line by line, from the Markdown."""
        text = self.file.content_string
        start, end = len(_BEGINS), text.find(_ENDS)
        if text.startswith(_BEGINS) and end > start:
            with suppress(ValueError):
                self.meta = dict(map(_setting, text[start:end].split("\n")))
                body = end + len(_ENDS)
                while text.startswith("\n", body):
                    body += 1
                self.markdown = text[body:]
                return
        super().read_source(config)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Convert the Markdown to HTML."""
        text = self.markdown or ""
        links = _RelativePathTreeprocessor(self.file, files, config)
        self.present_anchor_ids = set()
        self.links_to_anchors = {}
        if self.converter.shapes is not None:
            try:
                self.content, tokens = self.converter.shapes.page(
                    text, self.converter.links.of(links)
                )
            except Odd:
                pass
            else:
                self.toc = get_toc(tokens)
                self._title_from_render = tokens[0]["name"] if tokens else None
                return
        made = self.converter.markdown.reset()
        links._register(made)  # noqa: SLF001 - as `Page.render` does
        title = _ExtractTitleTreeprocessor()
        title._register(made)  # noqa: SLF001 - likewise
        self.content = made.convert(text)
        self.toc = get_toc(getattr(made, "toc_tokens", []))
        self._title_from_render = title.title
