"""Targets: where an address in a file of a finished site leads to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

HOST = "site.invalid"
FOLDER = "/any/folder/"
HOME = f"https://{HOST}{FOLDER}"
"""Where links are tried out: a site must not mind in which folder of a host it lies."""

LINK_SCHEMES = frozenset(("https", "http", "mailto", "tel"))

_AWAY = re.compile(
    rf"(?:https?://(?!{re.escape(HOST)})[A-Za-z0-9.-]+(?::[0-9]+)?(?=[/?#]|\Z)|(?:mailto|tel):(?!/))"
    r"[^\x00-\x20\\]*"
)
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*")
_PLAIN_FOLDER = re.compile(rf"(?:{_PLAIN_NAME.pattern}/){{,20}}")
"""A folder such as we have: none of them is nearly as deep, and what a deep one is in is much."""

_PLAIN = re.compile(
    r"(?:\./)?(?P<up>(?:\.\./)*)(?P<path>(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*)?)"
    r"(?:#(?P<fragment>[A-Za-z0-9_.-]+))?"
)
"""Addresses as we write them ourselves. A library that knows all others takes ten times as long."""

_PLAIN_IDS = re.compile(r"[A-Za-z0-9_.-]*")

ADDRESSES_KEPT = 8_000
"""So many addresses are known again."""

FOLDERS_KEPT = 200
"""Of so many folders it is known again what they are in: about those of one agency."""

_FROM_TOP: dict[int, set[str]] = defaultdict(set)
"""By how many folders they lead up."""


class Target(NamedTuple):
    """A file of the site, and the place in it, if one is named."""

    file: str
    fragment: str


class Start:
    """The file in which addresses are written."""

    def __init__(self, file: str) -> None:
        self.file = file
        folder, slash, name = file.rpartition("/")
        self._above = _above(folder + slash) if _PLAIN_NAME.fullmatch(name) else ()
        """The folder of the file and those above it, up to the whole site."""

        self.depth = max(len(self._above) - 1, 0)
        """In how many folders the file is; 0 as well where only the library can tell."""

        self.from_top = _FROM_TOP[self.depth]
        """Addresses that plainly lead up to the top and down again: as well from any file that is
        in as many folders, some of which may be where they lead to."""

    def places(self, ids: AbstractSet[str]) -> AbstractSet[str]:
        """What plainly leads to these places of the file itself, as they write it."""
        if not self._above or not _PLAIN_IDS.fullmatch("".join(ids)):
            return frozenset()
        return frozenset(map("#".__add__, filter(None, ids)))

    def leads_away(self, written: str) -> bool:
        """True when it is plain that an address leads to another file of the site, or may.

        What leads up to the top and down again may, although it may lead to this file as well.
        """
        plain = _plain(written)
        if plain is None or plain.up >= len(self._above):
            return False
        if plain.up == self.depth > 0:
            if len(self.from_top) == ADDRESSES_KEPT:
                self.from_top.clear()
            self.from_top.add(written)
            return True
        if not plain.path:
            return False
        return not self.file.startswith(f"{self._above[plain.up]}{plain.path}")

    def target(self, written: str, *, fetched: bool) -> Target | str | None:
        """Where an address leads to; what is wrong with it; or None for what is well elsewhere.

        `fetched` says that a browser goes there by itself to show the page.
        """
        plain = _plain(written)
        if plain is not None:
            up, path, fragment = plain
            if up < len(self._above):
                if written[:1] not in {"", "#"}:
                    file = self._above[up] + path
                    file += "" if file and file[-1] != "/" else "index.html"
                    return Target(file, fragment)
                if fragment:
                    return Target(self.file, fragment)
        elif not fetched and _AWAY.fullmatch(written):
            return None
        base = HOME + self.file
        if written[:1] not in {"", "#", "?"}:  # all else depends on the folder only
            base = base[: base.rindex("/") + 1]
        return _target(base, written, fetched=fetched)


@lru_cache(maxsize=FOLDERS_KEPT)
def _above(folder: str) -> Sequence[str]:
    """The folder and those above it, up to the whole site; none where only the library can tell."""
    if not _PLAIN_FOLDER.fullmatch(folder):
        return ()
    every = [folder]
    while folder:
        folder = folder[: folder.rfind("/", 0, -1) + 1]
        every.append(folder)
    return tuple(every)


class _Plain(NamedTuple):
    """A plain address."""

    up: int
    """How many folders it leads up."""

    path: str
    fragment: str


@lru_cache(maxsize=ADDRESSES_KEPT)
def _plain(written: str) -> _Plain | None:
    match = _PLAIN.fullmatch(written)
    if match is None:
        return None
    up, path, fragment = match.groups("")
    return _Plain(len(up) // len("../"), path, fragment)


def _target(base: str, written: str, *, fetched: bool) -> Target | str | None:
    try:
        parts = urlsplit(urljoin(base, written))
    except ValueError:
        return "is not an address."
    if written in {"", "#"} or re.search(r"[\x00-\x20\\]", written):
        return "is not an address."
    if parts.netloc != HOST or parts.scheme != "https":
        if fetched:
            return "would be fetched from elsewhere."
        if parts.scheme not in LINK_SCHEMES:
            return "is not a link to a page, a mail address or a telephone."
        return None
    if not parts.path.startswith(FOLDER):
        return "leads out of the site."
    file = unquote(parts.path.removeprefix(FOLDER))
    if not file or file.endswith("/"):
        file += "index.html"
    return Target(file, unquote(parts.fragment))
