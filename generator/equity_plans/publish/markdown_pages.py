"""Markdown of a great many pages: what MkDocs does for one page, with what can be shared shared.

The HTML is byte for byte that of MkDocs and Python-Markdown; the tests hold the two side by side.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import markdown
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
from mkdocs.structure.files import Files
from mkdocs.structure.pages import (
    Page,
    _ExtractTitleTreeprocessor,
    _RelativePathTreeprocessor,
)
from mkdocs.structure.toc import get_toc

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


def converter(config: MkDocsConfig) -> markdown.Markdown:
    """Python-Markdown as mkdocs.yml wants it, for any number of pages one after the other."""
    made = markdown.Markdown(
        extensions=config["markdown_extensions"],
        extension_configs=config["mdx_configs"] or {},
    )
    made.treeprocessors.register(QuickInline(made), "inline", 20)
    return made


class MadePage(Page):
    """A page made from plans, in place of `Page`.

    MkDocs reads the ids of every page to see if links to them are right. The finished site is
    looked at for that anyway, and all of it, so it is not done twice.
    """

    converter: markdown.Markdown

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Convert the Markdown to HTML."""
        made = self.converter.reset()
        links = _RelativePathTreeprocessor(self.file, files, config)
        links._register(made)  # noqa: SLF001 - as `Page.render` does
        title = _ExtractTitleTreeprocessor()
        title._register(made)  # noqa: SLF001 - likewise
        self.content = made.convert(self.markdown or "")
        self.toc = get_toc(getattr(made, "toc_tokens", []))
        self._title_from_render = title.title
        self.present_anchor_ids = set()
        self.links_to_anchors = {}
