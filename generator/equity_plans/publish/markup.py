"""Markup: the tags of a finished page, read so strictly that no browser can read them otherwise.

A browser mends whatever it is given, each mistake by a rule of its own, and a checker that mends
otherwise looks at another page than the reader does. So nothing is mended here: a page is held to
the plain part of HTML in which there is only one way to read it, and all else is a flaw. Every
page is scanned once, from its start to its end.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5
from typing import NamedTuple

START = "<!doctype html>"

_SPACE = r"[ \t\n\r\f]"
_TAG = re.compile(
    rf"""
    </(?P<end>[a-z][a-z0-9]*){_SPACE}*>
    | <(?P<start>[a-z][a-z0-9]*)
        (?P<attributes>(?:{_SPACE}+[a-z_:][-a-z0-9_:.]*(?:=(?:"[^"]*"|'[^']*'))?)*)
        {_SPACE}*(?P<closed>/?)>
    | (?P<comment><!--(?!-?>)(?:[^-]|-(?!-))*-->)
    | (?P<other><)
    """,
    # Not ASCII alone, and “ſ” would be taken for an “s” and the Kelvin sign for a “k”.
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_ATTRIBUTE = re.compile(
    rf"""{_SPACE}+(?P<name>[^\s=]+)(?:=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'))?"""
)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);")
_SCRIPT_END = re.compile(r"</script[ \t\n\r\f/>]", re.IGNORECASE | re.ASCII)
_SCRIPT_TRAP = re.compile(r"<!--|<script", re.IGNORECASE | re.ASCII)
_LOOSE = re.compile(r"&(?=[A-Za-z0-9#])(?!(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z0-9]+);)")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")

VOID = frozenset(
    ("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
"""Elements that hold nothing, so that they have no end."""

DRAWN = frozenset(
    (
        *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("text", "tspan", "defs", "pattern", "symbol", "use", "desc", "mask", "marker"),
        *("lineargradient", "radialgradient", "stop", "clippath"),
    )
)
"""Elements of drawings that only draw. None runs, moves or fetches anything."""

ELEMENTS = (
    VOID
    | DRAWN
    | {
        *("html", "head", "title", "body", "main", "article", "section", "nav", "aside"),
        *("header", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "hgroup"),
        *("p", "div", "span", "pre", "blockquote", "address", "figure", "figcaption"),
        *("ul", "ol", "li", "menu", "dl", "dt", "dd", "details", "summary"),
        *("a", "b", "i", "em", "strong", "small", "s", "cite", "q", "dfn", "abbr", "data", "time"),
        *("code", "var", "samp", "kbd", "sub", "sup", "u", "mark", "ins", "del"),
        *("bdi", "bdo", "ruby", "rt", "rp"),
        *("table", "caption", "colgroup", "thead", "tbody", "tfoot", "tr", "td", "th"),
        *("form", "fieldset", "legend", "label", "button", "output", "progress", "meter"),
        *("select", "option", "optgroup", "datalist", "textarea"),
        *("picture", "audio", "video", "template", "script"),
    }
)
"""The elements a page may have: all that show something and do nothing, and a script of ours.

Not among them is what brings in other pages or styles, and `noscript` with its like, inside which a
browser reads the same words now as text and now as tags.
"""

WORDS_ONLY = frozenset(("title", "textarea"))
"""Elements in which a browser takes every tag for text."""


# A page has thousands of them, and tuples are made much faster than other values.


class Tag(NamedTuple):
    """The start of an element, and where in the page it is."""

    name: str
    attributes: dict[str, str]
    written: str
    inside: str
    """The element that it is in."""

    at: int
    depth: int
    """In how many elements it is."""


class Alone(NamedTuple):
    """A tag by itself: what it says wherever it stands."""

    name: str
    attributes: dict[str, str]
    ends: bool
    """Whether it is the end of an element."""

    closed: bool
    """Whether it is the start of an element and its end."""


class End(NamedTuple):
    """The end of an element."""

    depth: int
    """In how many elements it was."""

    at: int


class Slip(NamedTuple):
    """A place that could be read in more than one way, or that must not be there at all."""

    what: str
    written: str


def read(text: str) -> Iterator[Tag | End | Slip]:
    """The tags of a page in order, and what is wrong with how it is written."""
    control = CONTROL.search(text)
    if control:
        yield Slip(what="It holds a control character.", written=_near(text, control.start()))
    if text[: len(START)].lower() != START:
        yield Slip(what=f"It does not begin with {START}.", written="")
    at = len(START)
    within: list[str] = []
    while match := _TAG.search(text, at):
        at = match.end()
        name = (match["start"] or match["end"] or "").lower()
        raw = within[-1] if within and within[-1] in WORDS_ONLY else ""
        if match["comment"]:
            continue
        if match["other"] or (raw and name != raw):
            yield Slip(
                what="A “<” is neither written as &lt; nor the start of a tag in full.",
                written=_near(text, match.start()),
            )
        elif match["end"]:
            if not within or within[-1] != name:
                yield Slip(
                    what=f"The end </{name}> stands where "
                    + (f"</{within[-1]}> should." if within else "nothing was begun."),
                    written=_near(text, match.start()),
                )
                if name not in within:
                    continue
                while within[-1] != name:
                    within.pop()
            within.pop()
            yield End(depth=len(within), at=match.start())
        else:
            attributes = _attributes(match["attributes"])
            if isinstance(attributes, str):
                yield Slip(what=f"An element <{name}> {attributes}", written=match[0])
                attributes = {}
            yield Tag(
                name=name,
                attributes=attributes,
                written=match[0],
                inside=within[-1] if within else "",
                at=match.start(),
                depth=len(within),
            )
            if name == "script":
                if "svg" in within:
                    yield Slip(what="There is a script in a drawing.", written=match[0])
                at, slip = _after_script(text, at)
                if slip:
                    yield slip
                if at == len(text):
                    break
            elif name not in VOID:
                if match["closed"] and not _in_drawing(within, name):
                    yield Slip(
                        what=f"An element <{name}> is closed by “/>”, which only drawings may be.",
                        written=match[0],
                    )
                if not match["closed"]:
                    within.append(name)
    if within:
        yield Slip(what=f"An element <{within[-1]}> has no end.", written="")


def alone(written: str) -> Alone | None:
    """The tag that is written so; None when it is no tag, or there is anything wrong with it."""
    match = _TAG.fullmatch(written)
    name = match and (match["start"] or match["end"])
    if match is None or name is None:
        return None
    attributes = _attributes(match["attributes"] or "")
    if isinstance(attributes, str):
        return None
    return Alone(name.lower(), attributes, bool(match["end"]), bool(match["closed"]))


def _in_drawing(within: list[str], name: str) -> bool:
    return name in DRAWN and (name == "svg" or "svg" in within)


def _attributes(written: str) -> dict[str, str] | str:
    """The attributes of a tag, or what is wrong with them."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(written):
        name = match["name"].lower()
        value = match["double"] or match["single"] or ""
        if name in found:
            return f"has the attribute {name} twice."
        if "&" in value:
            if _LOOSE.search(value):
                return f"has a loose “&” in the attribute {name}, which is written &amp;."
            value = _REFERENCE.sub(_decoded, value)
        found[name] = value
    return found


def _decoded(reference: re.Match[str]) -> str:
    name = reference[0][1:]
    return html.unescape(reference[0]) if name[0] == "#" or name in html5 else reference[0]


def _after_script(text: str, at: int) -> tuple[int, Slip | None]:
    """Where the page goes on behind a script, and what in it would lead past its end."""
    end = _SCRIPT_END.search(text, at)
    if end is None:
        return len(text), Slip(what="An element <script> has no end.", written=_near(text, at))
    trap = _SCRIPT_TRAP.search(text, at, end.start())
    slip = None
    if trap or end[0][-1] != ">":
        start = trap.start() if trap else end.start()
        slip = Slip(what="A script does not end where it seems to.", written=_near(text, start))
    close = text.find(">", end.end() - 1)
    return (close + 1 if close >= 0 else len(text)), slip


def _near(text: str, at: int) -> str:
    return text[at : at + 80]
