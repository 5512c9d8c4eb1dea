"""Verification: what a finished site holds is looked at before anybody else can see it.

A site that passes works under any address and any sub-path, needs nothing from anywhere else,
and fits the strictest content security policy: scripts, styles and pictures of its own only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from equity_plans.diagnostics.show import show
from equity_plans.pages.encode import PROSE_TAGS

HOST = "site.invalid"
HOME = f"https://{HOST}/any/folder/"
"""Where links are tried out: a site must not mind in which folder of a host it lies."""

ERROR_PAGE = "404.html"
"""The one page that is shown at any address, so its links begin at the top of the host."""

LINK_SCHEMES = frozenset(("https", "http", "mailto", "tel"))
ADDRESSES = frozenset(
    ("action", "data", "formaction", "href", "ping", "poster", "src", "srcset", "xlink:href")
)
IDS = frozenset(
    ("aria-controls", "aria-describedby", "aria-details", "aria-labelledby", "aria-owns")
) | {"for", "form", "headers", "list"}
"""Attributes that name other elements of the page."""

FORBIDDEN = frozenset(
    ("applet", "base", "embed", "frame", "frameset", "iframe", "object", "plaintext", "style")
)
"""Elements that bring in, or change, what is not the page's own."""

FETCHES_NOTHING = frozenset(("alternate", "author", "canonical", "license", "next", "prev"))
"""Relations by which a link element only tells of another page."""

DATA_TYPES = frozenset(("application/json", "application/ld+json"))
"""Types of script elements that no browser runs."""

CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CSS_ADDRESS = re.compile(r"""(?:url\(\s*|@import\s+)(?:"([^"]*)"|'([^']*)'|([^"')\s;]+))""")


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Flaw:
    """One thing that must not be in a published site."""

    file: str
    """The file it is in, from the top of the site."""

    what: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Verified:
    """What was looked at, and what was found."""

    pages: int
    links: int
    flaws: tuple[Flaw, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Address:
    """One address in a file, and whether the browser goes there by itself to show the page."""

    written: str
    fetched: bool


@dataclass(kw_only=True, slots=True)
class _Contents:
    """What matters of one file."""

    ids: Counter[str] = field(default_factory=Counter)
    named: list[str] = field(default_factory=list)
    """Ids that other elements name."""

    addresses: list[_Address] = field(default_factory=list)
    flaws: list[str] = field(default_factory=list)


def verify(site: Path, *, site_path: str = "/") -> Verified:
    """Look at every page and style sheet in the folder `site`.

    `site_path` is the folder of the host that the site will be in, as its error page has it.
    """
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    found = {
        file: _read(site / file, file=file)
        for file in sorted(files)
        if file.endswith((".html", ".css"))
    }
    flaws = {
        Flaw(file=file, what=what)
        for file, contents in found.items()
        for what in (
            *contents.flaws,
            *_bad_ids(contents),
            *_bad_addresses(file, found, files=files, site_path=site_path),
        )
    }
    return Verified(
        pages=sum(file.endswith(".html") for file in found),
        links=sum(len(contents.addresses) for contents in found.values()),
        flaws=tuple(sorted(flaws)),
    )


def _read(path: Path, *, file: str) -> _Contents:
    try:
        text = path.read_text(encoding="utf-8")
    except ValueError:
        return _Contents(flaws=["It is not UTF-8 text."])
    if file.endswith(".css"):
        contents = _Contents()
        for match in CSS_ADDRESS.finditer(CSS_COMMENT.sub("", text)):
            written = next(group for group in match.groups() if group is not None)
            # “#name” is an element of whichever page uses the style.
            if not written.startswith(("data:image/", "#")):
                contents.addresses.append(_Address(written=written, fetched=True))
        return contents
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.contents


class _Reader(HTMLParser):
    """Reads one page once and keeps what matters."""

    def __init__(self) -> None:
        super().__init__()
        self.contents = _Contents()
        self._divs_of_prose = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the ids, addresses and flaws of an element."""
        values = {name: value or "" for name, value in reversed(attrs)}
        flaws = self.contents.flaws
        if tag in FORBIDDEN:
            flaws.append(f"There is an element <{tag}>.")
        if tag == "script" and "src" not in values and values.get("type") not in DATA_TYPES:
            flaws.append("A script is written into the page.")
        if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
            flaws.append("The page sends its reader elsewhere by itself (<meta http-equiv>).")
        for name, value in values.items():
            if name == "id":
                self.contents.ids[value] += 1
            elif name == "style" or name.startswith("on"):
                flaws.append(f"An element <{tag}> has an attribute {name}.")
            elif name in IDS:
                self.contents.named.extend(value.split())
            elif name in ADDRESSES:
                self._keep_addresses(tag, name, values)
        self._watch_prose(tag, values)

    def handle_endtag(self, tag: str) -> None:
        """Notice where prose ends."""
        if tag == "div" and self._divs_of_prose:
            self._divs_of_prose -= 1

    def _keep_addresses(self, tag: str, name: str, values: Mapping[str, str]) -> None:
        written = [values[name]]
        if name == "srcset":
            written = [one.split()[0] for one in values[name].split(",") if one.strip()]
        told = tag == "link" and set(values.get("rel", "").split()) <= FETCHES_NOTHING
        fetched = not (told or (tag in {"a", "area"} and name == "href"))
        self.contents.addresses += [_Address(written=one, fetched=fetched) for one in written]

    def _watch_prose(self, tag: str, values: Mapping[str, str]) -> None:
        """Whatever the encoder let through: prose holds its few elements, bare, and no other."""
        if self._divs_of_prose:
            self._divs_of_prose += tag == "div"
            allowed = {"href"} if tag == "a" else set()
            if tag not in PROSE_TAGS or values.keys() - allowed:
                self.contents.flaws.append(f"Text of a plan holds an element <{tag}> it may not.")
        elif tag == "div" and "prose" in values.get("class", "").split():
            self._divs_of_prose = 1


def _bad_ids(contents: _Contents) -> Iterator[str]:
    for name, count in contents.ids.items():
        if count > 1:
            yield f"The id “{show(name)}” is there {count} times."
    for name in contents.named:
        if name not in contents.ids:
            yield f"An element names the id “{show(name)}”, which is not there."


def _bad_addresses(
    file: str, found: Mapping[str, _Contents], *, files: set[str], site_path: str
) -> Iterator[str]:
    for address in found[file].addresses:
        written = address.written
        if file == ERROR_PAGE and written.startswith(site_path):
            written = f"./{written.removeprefix(site_path)}"
        said = f"“{show(address.written)}”"
        try:
            parts = urlsplit(urljoin(HOME + file, written))
        except ValueError:
            yield f"{said} is not an address."
            continue
        if written in {"", "#"} or re.search(r"[\x00-\x20\\]", written):
            yield f"{said} is not an address."
        elif parts.netloc == HOST and parts.scheme == "https":
            yield from _bad_target(said, parts.geturl(), parts.fragment, found, files=files)
        elif address.fetched:
            yield f"{said} would be fetched from elsewhere."
        elif parts.scheme not in LINK_SCHEMES:
            yield f"{said} is not a link to a page, a mail address or a telephone."


def _bad_target(
    said: str, url: str, fragment: str, found: Mapping[str, _Contents], *, files: set[str]
) -> Iterator[str]:
    path = urlsplit(url).path
    if not path.startswith(urlsplit(HOME).path):
        yield f"{said} leads out of the site."
        return
    target = unquote(path.removeprefix(urlsplit(HOME).path))
    if not target or target.endswith("/"):
        target += "index.html"
    if target not in files:
        yield f"{said} leads to nothing."
    elif fragment and target in found and unquote(fragment) not in found[target].ids:
        yield f"{said} leads to a place that is not on its page."
