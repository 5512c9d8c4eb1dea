"""Plan text → Markdown that shows exactly that text. Two encoders, and no third way in.

`plain` is for text that is one run of words: titles, names, ids. `prose` is for the fields in
which an author may use paragraphs, lists, emphasis, code and links, and nothing else. The cases
they hold against are in tests/test_encode.py.
"""

from __future__ import annotations

import html
import re
from functools import cache
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import BACKTICK_RE, BacktickInlineProcessor
from markdown.util import AtomicString
from markupsafe import Markup

# What could mean something to Markdown, HTML, a template or an extension. A full stop, hyphen or
# apostrophe inside a word, and brackets, commas and slashes anywhere, mean nothing: they stay
# readable in the Markdown.
_SPECIAL = re.compile(
    r"(?<![A-Za-z])[-.'](?![A-Za-z0-9])|(?<![A-Za-z0-9])[-.']|[!-$&*+:-@\[-`{-~]", re.ASCII
)
_LINE_BREAKS = re.compile(r"\s*[\r\n\u0085\u2028\u2029]\s*")

PROSE_TAGS = frozenset(("p", "br", "strong", "em", "ul", "ol", "li", "a", "code", "blockquote"))
"""The only elements prose can hold."""

LINK_SCHEMES = frozenset(("https", "http", "mailto"))
"""The only schemes a link can have."""


def plain(text: str) -> Markup:
    """`text` as one line of Markdown or HTML that shows these very characters and nothing else.

    Every other ASCII punctuation mark becomes a numeric character reference, so it is also safe
    inside a quoted attribute, a heading, a table cell or the text of a link.
    """
    one_line = _LINE_BREAKS.sub(" ", text)
    return Markup(_SPECIAL.sub(lambda match: f"&#{ord(match[0])};", one_line))  # noqa: S704 - the encoder itself


def prose(text: str) -> Markup:
    """`text` as an HTML block: paragraphs, lists, emphasis, code and links, all else as typed."""
    return Markup(f'<div class="prose">{_prose_html(text)}</div>')  # noqa: S704 - the encoder itself


def address(url: str) -> Markup:
    """`url` for a link target, or `#` for a scheme that no link may have."""
    return plain(url) if _may_link(url) else Markup("#")


def _prose_html(text: str) -> str:
    converter = _prose_markdown()
    converter.reset()
    return converter.convert(text)


class _Code(BacktickInlineProcessor):
    """Code as typed; the serializer encodes it, so it must not be encoded twice."""

    def handleMatch(  # type: ignore[override] # noqa: N802 - Python-Markdown's name
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - Python-Markdown's signature
    ) -> tuple[Element | str, int, int]:
        """The code element that `m` stands for, with its text as typed."""
        if not m.group(3):
            return m.group(1).replace("\\\\", self.ESCAPED_BSLASH), m.start(0), m.end(0)
        element = Element(self.tag)
        element.text = AtomicString(m.group(3).strip())
        return element, m.start(0), m.end(0)


@cache
def _prose_markdown() -> Markdown:
    """Python-Markdown with everything taken out that prose may not do."""
    converter = Markdown(extensions=[], output_format="html")
    for registry, names in (
        (converter.preprocessors, ("html_block",)),
        (
            converter.parser.blockprocessors,
            ("code", "hashheader", "setextheader", "hr", "reference"),
        ),
        (
            converter.inlinePatterns,
            (
                *("reference", "image_link", "image_reference", "short_reference"),
                *("short_image_ref", "autolink", "automail", "html", "entity"),
            ),
        ),
        (converter.postprocessors, ("raw_html",)),
    ):
        for name in names:
            registry.deregister(name)
    converter.inlinePatterns.register(_Code(BACKTICK_RE), "backtick", 190)
    converter.serializer = _serialize
    converter.stripTopLevelTags = False
    return converter


def _serialize(element: Element) -> str:
    """`element` as HTML, by allow-list: what is not on it keeps its words and loses its tag."""
    inner = html.escape(element.text or "", quote=False)
    for child in element:
        inner += _serialize(child) + html.escape(child.tail or "", quote=False)
    tag = element.tag
    if tag not in PROSE_TAGS:
        return inner
    if tag == "br":
        return "<br>"
    if tag == "a":
        target = html.unescape(element.get("href") or "")
        return f'<a href="{html.escape(target)}">{inner}</a>' if _may_link(target) else inner
    return f"<{tag}>{inner}</{tag}>"


def _may_link(url: str) -> bool:
    try:
        return urlsplit(url).scheme in LINK_SCHEMES
    except ValueError:
        return False
