"""Plan text → Markdown that shows exactly that text. Two encoders, and no third way in.

`plain` is for text that is one run of words: titles, names, ids. `prose` is for the fields in
which an author may use paragraphs, lists, emphasis, code and links, and nothing else. The cases
they hold against are in tests/test_encode.py.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache, partial
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import (
    BlockProcessor,
    BlockQuoteProcessor,
    OListProcessor,
    UListProcessor,
)
from markdown.inlinepatterns import BACKTICK_RE, BacktickInlineProcessor, LinkInlineProcessor
from markdown.util import AtomicString
from markupsafe import Markup, escape

from equity_plans.language import (
    Part,
    Text,
    is_foreign,
    number_in_words,
    parts_of,
    spoken,
    translated,
)

# Marks that mean something to HTML, Markdown or a template wherever they stand.
_MARKS = r""""#&<>|*_`~^\[\]{}\\$@"""
_ANYWHERE = f"[{_MARKS}]"
# Marks that can only start something at the start of a line: a list, a heading, a rule, a
# definition. Elsewhere they stay as they are, so that the Markdown can be read.
_AT_START = r"(?:[-+=:!?.']|\d+[.)](?=\s|$))"
_MARK = re.compile(_ANYWHERE)
_SPECIAL = re.compile(f"{_ANYWHERE}|^{_AT_START}")
_BREAKS = r"\r\n\u0085\u2028\u2029"
_LINE_BREAKS = re.compile(rf"\s*[{_BREAKS}]\s*")
# Text in which there is nothing of all that, as in most.
_AS_TYPED = re.compile(rf"(?!\s|{_AT_START})[^{_MARKS}{_BREAKS}]*(?<!\s)")
# An address to which all that applies, too, as it does to most.
_WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9./-]*)?")
# In a link target, a quote starts a title, a parenthesis can end it, and so can white space.
_IN_TARGET = re.compile(f"{_ANYWHERE}|['()\\s]")

# In prose: where a whole link starts (Python-Markdown looks on from each bracket to the very end,
# which takes long), a whole character reference, and the number of a list.
_LINK = r"(?<!!)\[(?=[^\[\]]{1,500}\]\([^)]{1,2000}\))"
_CHARACTER = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z0-9]+);")
_LIST_NUMBER = re.compile(r"\d{1,9}")
# Browsers take these out of an address or read them as something else.
_IN_NO_ADDRESS = re.compile(r"[\x00-\x20\\]")

# One paragraph without any mark that Markdown knows, as most prose is.
_RUN_OF_WORDS = re.compile(
    r"[A-Za-zÀ-ÖØ-öø-ÿ“”‘’](?:[A-Za-z0-9À-ÖØ-öø-ÿ ,;.?'\"()$%/“”‘’–-]*[A-Za-z0-9.?”’)%])?"
)

PROSE_TAGS = frozenset(("p", "br", "strong", "em", "ul", "ol", "li", "a", "code", "blockquote"))
"""The only elements prose can hold."""

DEEPEST = 20
"""How deep lists and quotations can stand in one another."""

LINK_SCHEMES = frozenset(("https", "http", "mailto"))
"""The only schemes a link can have."""


_encoded: Callable[[str], Markup] = partial(str.__new__, Markup)
"""Text that is encoded, as Markup; `Markup(text)` would look first at what it is, which adds up."""

finished = _encoded
"""What was encoded here before, and was plain data since."""


NOWHERE = Markup("#")
"""The target of a link that may lead nowhere."""


def plain(text: str) -> Markup:
    """`text` as one line of Markdown or HTML that shows these very characters and nothing else.

    Marks that could mean something become numeric character references, so it is also safe inside
    a heading, a table cell or the text of a link. What its author wrote in another language than
    the page's says so in a `<span lang>`; where no element can be, `attribute` is to be used.
    """
    if not (isinstance(text, Text) and is_foreign(text)):
        return attribute(text)
    return chained("", [_in_its_language(part) for part in parts_of(text)]).strip()


def _in_its_language(part: Part) -> Markup:
    text, language = part
    if not _foreign(language):
        return _inside(text)
    return markup(
        '{}<span lang="{}">{}</span>{}',
        text[: len(text) - len(text.lstrip())],
        language,
        attribute(text),
        " " if text[-1:].isspace() else "",
    )


@lru_cache(maxsize=1 << 12)  # the same titles and names stand on one page after the other
def attribute(text: str) -> Markup:
    """`text` as `plain` has it, without any element: it is safe in a double-quoted attribute."""
    if _AS_TYPED.fullmatch(text):
        return _encoded(text)  # nothing in it is to be encoded
    return _inside(text.strip())


def _inside(text: str) -> Markup:
    """`text` as `attribute` has it, with the spaces around it."""
    one_line = _LINE_BREAKS.sub(" ", text)
    return _encoded(_SPECIAL.sub(_reference, one_line))  # the encoder itself


def _foreign(language: str | None) -> bool:
    """True for text in another language than the page's."""
    return language is not None and language != spoken().tag


def marked(message: str, /, **values: str) -> Markup:
    """A sentence of a page, in its language: its own Markdown, with the values encoded in it."""
    return _placed(translated(message), values) if values else _said(message, spoken().tag)


@lru_cache(maxsize=1 << 10)  # the same few hundred are on every page
def _said(message: str, _tag: str) -> Markup:
    """A sentence as it is written in the code and the catalog of the language `_tag`."""
    return _encoded(translated(message))


def nmarked(one: str, many: str, number: int, /, **values: str) -> Markup:
    """The form of such a sentence that goes with `number`, which is `{count}` in it."""
    return _placed(translated(one, many, number), {"count": number_in_words(number), **values})


def pmarked(context: str, message: str, /, **values: str) -> Markup:
    """Such a sentence where the English alone could mean two things."""
    return _placed(translated(message, context=context), values)


def _placed(message: str, values: dict[str, str]) -> Markup:
    if not values:
        return _encoded(message)  # written in the code and its catalogs
    for name, value in values.items():
        if not isinstance(value, Markup):
            values[name] = plain(value)
    return _encoded(message.format_map(values))  # likewise, and each value is encoded


def markup(pattern: str, /, *values: object) -> Markup:
    """Markdown or HTML written in the code, with the values in its places.

    It is `Markup(pattern).format(*values)`, in a fraction of the time: what is no Markup yet is
    encoded for HTML.
    """
    encoded = [value if isinstance(value, Markup) else escape(value) for value in values]
    return _encoded(pattern.format(*encoded))  # each value is encoded


def chained(between: str, parts: Iterable[str]) -> Markup:
    """All the parts one after the other; `between`, which is written in the code, is between."""
    encoded = [part if isinstance(part, Markup) else escape(part) for part in parts]
    return _encoded(between.join(encoded))  # each part is encoded


def _reference(match: re.Match[str]) -> str:
    """The match with its last character as a numeric reference: `1.` is digits and a mark."""
    return f"{match[0][:-1]}&#{ord(match[0][-1])};"


def prose(text: str) -> Markup:
    """`text` as an HTML block: paragraphs, lists, emphasis, code and links, all else as typed."""
    lang = ""
    if isinstance(text, Text) and text and is_foreign(text):
        language = text.parts[0].language
        lang = markup(' lang="{}"', language) if _foreign(language) else ""
    return _encoded(f'<div class="prose"{lang}>{_prose_html(text)}</div>')  # the encoder itself


def code(text: str, *, marked: frozenset[int] = frozenset()) -> Markup:
    """`text` as a block of code, line by line as typed, with the `marked` lines (from 1) marked."""
    lines = [
        f"<mark>{_escape(line)}</mark>" if number in marked else _escape(line)
        for number, line in enumerate(text.rstrip("\n").split("\n"), start=1)
    ]
    return markup(
        '<pre class="code" tabindex="0"><code>{}</code></pre>',
        Markup("\n".join(lines)),  # noqa: S704 - each line is encoded above
    )


@lru_cache(maxsize=1 << 10)  # a document is named by all that was taken from it
def address(url: str) -> Markup:
    """`url` for a link target, or `#` for a scheme that no link may have."""
    url = url.strip()
    if _WEB_ADDRESS.fullmatch(url):
        return _encoded(url)  # nothing in it is to be encoded
    return in_target(url) if _may_link(url) else NOWHERE


def in_target(text: str) -> Markup:
    """`text` inside a link target, of which something else says where it leads."""
    return _encoded(_IN_TARGET.sub(_reference, text))  # the encoder itself


@lru_cache(maxsize=1 << 14)  # the same text stands on the page of its action, goal and plan
def _prose_html(text: str) -> str:
    if _RUN_OF_WORDS.fullmatch(text):
        return f"<p>{_escape(text)}</p>"
    converter = _prose_markdown()
    converter.reset()
    # On one line: where a page has Markdown inside HTML, a tag that begins a line is read anew.
    return converter.convert(text).replace("\n", " ")


class _Code(BacktickInlineProcessor):
    """Code as typed; the serializer encodes it, so it must not be encoded twice."""

    def handleMatch(  # type: ignore[override] # noqa: N802 - Python-Markdown's name; its stubs lag
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        """The code element that `m` stands for, with its text as typed."""
        found, start, end = super().handleMatch(m, data)
        if isinstance(found, Element):
            found.text = AtomicString(html.unescape(found.text or ""))
        return found, start, end


class _Link(LinkInlineProcessor):
    """A link, when it leads to what a link may lead to; all else stays as typed."""

    def handleMatch(  # type: ignore[override] # noqa: N802 - Python-Markdown's name; its stubs lag
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """The link that `m` starts, or nothing."""
        found, start, end = super().handleMatch(m, data)
        if not isinstance(found, Element) or not _may_link(_target(found)):
            return None, None, None
        return found, start, end


class _Shallow(BlockProcessor):
    """A block that may hold itself, up to a depth that no author needs and no program minds."""

    def test(self, parent: Element, block: str) -> bool:
        """Whether `block` starts with one; deeper than that, its marks stay as typed."""
        return len(self.parser.state) < DEEPEST and super().test(parent, block)


class _Quote(_Shallow, BlockQuoteProcessor):
    """A quotation."""


class _Bullets(_Shallow, UListProcessor):
    """A list."""


class _Numbers(_Shallow, OListProcessor):
    """A list that starts with its own number: “1986. A year” must not become “1. A year”."""

    LAZY_OL = False


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
    converter.inlinePatterns.register(_Link(_LINK, converter), "link", 160)
    blocks = converter.parser.blockprocessors
    blocks.register(_Numbers(converter.parser), "olist", 40)
    blocks.register(_Bullets(converter.parser), "ulist", 30)
    blocks.register(_Quote(converter.parser), "quote", 20)
    converter.serializer = _serialize
    converter.stripTopLevelTags = False
    return converter


def _serialize(element: Element) -> str:
    """`element` as HTML, by allow-list: what is not on it keeps its words and loses its tag."""
    inner = _escape(element.text or "")
    for child in element:
        inner += _serialize(child) + _escape(child.tail or "")
    tag = element.tag
    if tag not in PROSE_TAGS:
        return inner
    if tag == "br":
        return "<br>"
    if tag == "a":
        target = _target(element)
        return f'<a href="{html.escape(target)}">{inner}</a>' if _may_link(target) else inner
    number = element.get("start", "")
    if tag == "ol" and _LIST_NUMBER.fullmatch(number):
        return f'<ol start="{int(number)}">{inner}</ol>'
    return f"<{tag}>{inner}</{tag}>"


def _escape(text: str) -> str:
    """`text` inside an HTML block, in which some extensions still look for marks of theirs."""
    return _MARK.sub(_reference, text)


def _target(link: Element) -> str:
    # html.unescape alone would find “&sect” in “?a=1&section=2”.
    return _CHARACTER.sub(lambda match: html.unescape(match[0]), link.get("href") or "")


def _may_link(url: str) -> bool:
    """True for what leads to the same place on whatever page it stands, in every browser."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme not in LINK_SCHEMES or _IN_NO_ADDRESS.search(url):
        return False
    return bool(parts.path if parts.scheme == "mailto" else parts.hostname)
