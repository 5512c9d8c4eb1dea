"""Verification: what a finished site holds is looked at before anybody else can see it.

A site that passes works under any address and any sub-path, needs nothing from anywhere else,
and fits the strictest content security policy: scripts, styles and pictures of its own only.

Each file is looked at by itself (`look`), which may be done in any order and by several programs at
once; what the files say of one another is compared at the end (`compare`).
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urljoin, urlsplit

from equity_plans.diagnostics.show import show
from equity_plans.pages.encode import PROSE_TAGS
from equity_plans.publish import markup, xml_files
from equity_plans.publish.markup import Slip, Tag

HOST = "site.invalid"
HOME = f"https://{HOST}/any/folder/"
"""Where links are tried out: a site must not mind in which folder of a host it lies."""

ERROR_PAGE = "404.html"
"""The one page that is shown at any address, so its links begin at the top of the host."""

LOOKED_INTO = (".html", ".css", ".svg", ".xml")
"""The endings of files that a browser acts on, but for scripts, of which no plan makes any."""

NEVER_LOOKED_INTO = (".htm", ".xhtml", ".xht", ".shtml", ".mht", ".mhtml", ".svgz", ".php", ".swf")
"""Endings under which a host or a browser would run what nobody here has looked at."""

LINK_SCHEMES = frozenset(("https", "http", "mailto", "tel"))
ADDRESSES = frozenset(
    (
        *("action", "background", "cite", "classid", "codebase", "data", "formaction", "href"),
        *("imagesrcset", "longdesc", "manifest", "ping", "poster", "profile", "src", "srcset"),
        *("xlink:href",),
    )
)
SETS = frozenset(("srcset", "imagesrcset"))
"""Attributes that hold several addresses."""

IDS = frozenset(
    (
        *("aria-activedescendant", "aria-controls", "aria-describedby", "aria-details"),
        *("aria-flowto", "aria-labelledby", "aria-owns", "for", "form", "headers", "list"),
    )
)
"""Attributes that name other elements of the page."""

FETCHES_NOTHING = frozenset(("alternate", "author", "canonical", "license", "next", "prev"))
"""Relations by which a link element only tells of another page."""

DATA_TYPES = frozenset(("application/json", "application/ld+json"))
"""Types of script elements that no browser runs."""

CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CSS_ADDRESS = re.compile(
    r"""(?:url\(\s*|@import\s*|\b(?:src|image|image-set)\(\s*(?=["']))"""
    r"""(?:"([^"]*)"|'([^']*)'|([^"')\s;]+))""",
    re.IGNORECASE,
)
DRAWN_ADDRESS = re.compile(r"url\(\s*[\"']?(?!#)([^)\"']*)", re.IGNORECASE)

MOST_FLAWS = 50
"""So many flaws of one file are kept; a file that is wrong all through is wrong enough."""

WORDS_NEAR = 400
"""How many characters of a text are kept to find out where it comes from."""


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Flaw:
    """One thing that must not be in a published site."""

    file: str
    """The file it is in, from the top of the site."""

    what: str
    near: tuple[str, ...] = ()
    """What is written there, the most telling first: by it, a text of a plan is known again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verified:
    """What was looked at, and what was found."""

    pages: int
    links: int
    flaws: tuple[Flaw, ...]


@dataclass(frozen=True, slots=True)
class Address:
    """One address in a file, and whether the browser goes there by itself to show the page."""

    written: str
    fetched: bool


@dataclass(kw_only=True, slots=True)
class Contents:
    """What matters of one file."""

    ids: Counter[str] = field(default_factory=Counter)
    named: list[str] = field(default_factory=list)
    """Ids that other elements name."""

    addresses: list[Address] = field(default_factory=list)
    flaws: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """What is wrong with the file by itself, and what is written there."""

    def flaw(self, what: str, *near: str) -> None:
        """Keep one flaw."""
        if len(self.flaws) < MOST_FLAWS:
            self.flaws.append((what, near))


def verify(
    site: Path, *, site_path: str = "/", known: Mapping[str, Contents] = MappingProxyType({})
) -> Verified:
    """Look at every file in the folder `site` that a browser would act on.

    `site_path` is the folder of the host that the site will be in, as its error page has it.
    `known` are files that have been looked at already, and what was found.
    """
    files = list_files(site)
    found = {
        file: known[file] if file in known else look(site, file)
        for file in files
        if file.endswith(LOOKED_INTO)
    }
    return compare(found, files=files, site_path=site_path, others=_others(site, files))


def list_files(site: Path) -> list[str]:
    """Every file in the folder `site`, by path from there, in order."""
    found: list[str] = []
    for folder, _, names in os.walk(site):
        above = Path(folder).relative_to(site).as_posix()
        found += (name if above == "." else f"{above}/{name}" for name in names)
    return sorted(found)


def look(site: Path, file: str) -> Contents:
    """What matters of one page, style sheet, picture or feed of a site."""
    contents = Contents()
    try:
        text = (site / file).read_text(encoding="utf-8")
    except ValueError:
        contents.flaw("It is not UTF-8 text.")
        return contents
    if file.endswith(".css"):
        _look_at_style(text, contents)
    elif file.endswith(".html"):
        _look_at_page(text, contents)
    else:
        for what, near in xml_files.flaws(text, picture=file.endswith(".svg")):
            contents.flaw(what, *near)
    return contents


def compare(
    found: Mapping[str, Contents],
    *,
    files: Iterable[str],
    site_path: str = "/",
    others: Iterable[Flaw] = (),
) -> Verified:
    """What is wrong with the files of a site, with what they say of one another."""
    there = frozenset(files)
    places = {file: frozenset(contents.ids) for file, contents in found.items()}
    flaws = set(others)
    for file, contents in found.items():
        flaws |= {Flaw(file=file, what=what, near=near) for what, near in contents.flaws}
        flaws.update(_bad_ids(file, contents))
        flaws.update(_bad_addresses(file, contents, places, files=there, site_path=site_path))
    return Verified(
        pages=sum(file.endswith(".html") for file in found),
        links=sum(len(contents.addresses) for contents in found.values()),
        flaws=tuple(sorted(flaws)),
    )


def _others(site: Path, files: Iterable[str]) -> Iterator[Flaw]:
    """What is wrong with files that are not looked into."""
    for file in files:
        if (site / file).is_symlink():
            yield Flaw(file=file, what="It is a link, which could lead anywhere.")
        if file.lower().endswith(NEVER_LOOKED_INTO) or (
            file.lower().endswith(LOOKED_INTO) and not file.endswith(LOOKED_INTO)
        ):
            yield Flaw(file=file, what="A file with this ending is not looked into, but may run.")


def _look_at_style(text: str, contents: Contents) -> None:
    for match in CSS_ADDRESS.finditer(CSS_COMMENT.sub("", text)):
        written = next(group for group in match.groups() if group is not None)
        # “#name” is an element of whichever page uses the style.
        if not written.startswith(("data:image/", "#")):
            contents.addresses.append(Address(written, fetched=True))


def _look_at_page(text: str, contents: Contents) -> None:
    prose: int | None = None
    """How deep the text of a plan is that we are in."""

    words: tuple[str, ...] = ()
    for one in markup.read(text):
        if isinstance(one, Slip):
            contents.flaw(one.what, *filter(None, (one.written, *words)))
        elif isinstance(one, Tag):
            near = (one.written, *one.attributes.values())
            _look_at_tag(one, near, contents)
            if prose is not None:
                allowed = {"href"} if one.name == "a" else set()
                allowed = {"start"} if one.name == "ol" else allowed
                if one.name not in PROSE_TAGS or one.attributes.keys() - allowed:
                    what = f"Text of a plan holds an element <{one.name}> it may not."
                    contents.flaw(what, *near, *words)
            elif one.name == "div" and "prose" in one.attributes.get("class", "").split():
                prose = one.depth
                words = (text[one.at : one.at + WORDS_NEAR],)
        elif prose is not None and one.depth <= prose:
            prose, words = None, ()


def _look_at_tag(tag: Tag, near: tuple[str, ...], contents: Contents) -> None:
    """Keep the ids, addresses and flaws of an element."""
    name, values = tag.name, tag.attributes
    if name not in markup.ELEMENTS:
        contents.flaw(f"There is an element <{name}>.", *near)
    if name == "script" and "src" not in values and values.get("type") not in DATA_TYPES:
        contents.flaw("A script is written into the page.", *near)
    if name == "meta" and values.get("http-equiv", "").strip().lower() == "refresh":
        contents.flaw("The page sends its reader elsewhere by itself (<meta http-equiv>).", *near)
    for key, value in values.items():
        if key == "id":
            contents.ids[value] += 1
        elif key in IDS:
            contents.named += value.split()
        elif key in ADDRESSES:
            _keep_addresses(name, key, values, contents)
        elif key == "style" or key.startswith("on") or key in {"srcdoc", "is"}:
            contents.flaw(f"An element <{name}> has an attribute {key}.", *near)
        elif "(" in value and (elsewhere := DRAWN_ADDRESS.search(value)) and name in markup.DRAWN:
            contents.addresses.append(Address(elsewhere[1], fetched=True))


def _keep_addresses(tag: str, name: str, values: Mapping[str, str], contents: Contents) -> None:
    written = [values[name]]
    if name in SETS:
        written = [one.split()[0] for one in values[name].split(",") if one.strip()]
    told = tag == "link" and set(values.get("rel", "").split()) <= FETCHES_NOTHING
    fetched = not (told or name == "cite" or (tag in {"a", "area"} and name == "href"))
    contents.addresses += [Address(one, fetched=fetched) for one in written]


def _bad_ids(file: str, contents: Contents) -> Iterator[Flaw]:
    for name, count in contents.ids.items():
        if count > 1:
            what = f"The id “{show(name)}” is there {count} times."
            yield Flaw(file=file, what=what, near=(name,))
        if not name or re.search(r"\s", name):
            yield Flaw(file=file, what=f"“{show(name)}” is no id.", near=(name,))
    for name in contents.named:
        if name not in contents.ids:
            what = f"An element names the id “{show(name)}”, which is not there."
            yield Flaw(file=file, what=what, near=(name,))


def _bad_addresses(
    file: str,
    contents: Contents,
    places: Mapping[str, frozenset[str]],
    *,
    files: frozenset[str],
    site_path: str,
) -> Iterator[Flaw]:
    here = HOME + file
    folder = here[: here.rindex("/") + 1]
    for address in dict.fromkeys(contents.addresses):
        written = address.written
        if file == ERROR_PAGE and written.startswith(site_path):
            written = f"./{written.removeprefix(site_path)}"
        # What begins with “#” or “?” depends on the page, all else on its folder only, and the
        # same few addresses stand on every page of a folder.
        target = _target(here if written[:1] in "#?" else folder, written)
        if isinstance(target, str):
            what: str | None = target
        else:
            what = _wrong(*target, fetched=address.fetched, places=places, files=files)
        if what is not None:
            said = f"“{show(address.written)}” {what}"
            ends = [part for part in re.split(r"[/#]", address.written) if part]
            yield Flaw(file=file, what=said, near=(address.written, *ends[-1:]))


@lru_cache(maxsize=100_000)
def _target(base: str, written: str) -> str | tuple[str, str, bool]:
    """The file of the site and the place in it that an address leads to; or what is wrong with it.

    For an address elsewhere, it is the scheme instead of the file, and the last is False.
    """
    try:
        parts = urlsplit(urljoin(base, written))
    except ValueError:
        return "is not an address."
    if written in {"", "#"} or re.search(r"[\x00-\x20\\]", written):
        return "is not an address."
    if parts.netloc != HOST or parts.scheme != "https":
        return parts.scheme, "", False
    path = parts.path
    if not path.startswith(urlsplit(HOME).path):
        return "leads out of the site."
    target = unquote(path.removeprefix(urlsplit(HOME).path))
    if not target or target.endswith("/"):
        target += "index.html"
    return target, unquote(parts.fragment), True


def _wrong(
    target: str,
    fragment: str,
    ours: bool,
    *,
    fetched: bool,
    places: Mapping[str, frozenset[str]],
    files: frozenset[str],
) -> str | None:
    """What is wrong with an address, if anything is."""
    if not ours:
        if fetched:
            return "would be fetched from elsewhere."
        if target not in LINK_SCHEMES:
            return "is not a link to a page, a mail address or a telephone."
    elif target not in files:
        return "leads to nothing."
    elif fragment and target in places and fragment not in places[target]:
        return "leads to a place that is not on its page."
    return None
