"""The cache: finished pages, kept by everything that could make them different.

An entry holds a page as it was written and what was found when it was looked at. Whatever is wrong
with an entry (cut short, changed, of another time), it counts as not there. Builds may share a
cache and run at once: an entry is written beside its place and takes it in one step.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from equity_plans.publish.contents import Contents

LEVEL = 1
"""How hard entries are compressed: pages shrink to a tenth even so."""

LIMIT = 1 << 30
"""So many bytes a cache holds at most; the ones not used for the longest time go first."""

DIGEST = 32

KEPT = ("ids", "links", "needs", "many")
"""What is kept of the contents of a page: it has no flaws."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One finished page."""

    html: bytes
    asked: Mapping[str, bool]
    """Which other files of the site the page asked for, and whether they were there."""

    contents: Contents
    """What was found when it was looked at."""


class Cache:
    """A folder of finished pages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> Entry | None:
        """The page with this key, if it is there and whole."""
        path = self._place(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        digest, packed = data[:DIGEST], data[DIGEST:]
        if hashlib.sha256(key.encode() + packed).digest() != digest:
            return None
        try:
            head, _, html = zlib.decompress(packed).partition(b"\n")
            asked, contents = json.loads(head)
            entry = Entry(html=html, asked=asked, contents=_told(**contents))
        except (zlib.error, ValueError, TypeError):
            return None
        with suppress(OSError):
            os.utime(path)  # used today, so it is not among the first to go
        return entry

    def put(self, key: str, entry: Entry) -> None:
        """Keep a page. A disk that has no room for it does no harm."""
        contents = {name: getattr(entry.contents, name) for name in KEPT}
        head = json.dumps((entry.asked, contents), separators=(",", ":")).encode()
        packed = zlib.compress(head + b"\n" + entry.html, LEVEL)
        digest = hashlib.sha256(key.encode() + packed).digest()
        path = self._place(key)
        new = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(digest + packed)
            new.replace(path)
        except OSError:
            with suppress(OSError):
                new.unlink()

    def shrink(self, limit: int = LIMIT) -> None:
        """Take away what was not used for the longest time, until the rest is no larger."""
        found = []
        for folder, _, names in os.walk(self.folder):
            for name in names:
                path = os.path.join(folder, name)  # noqa: PTH118 - many thousand files
                with suppress(OSError):
                    status = os.stat(path)  # noqa: PTH116 - likewise
                    found.append((status.st_mtime_ns, status.st_size, path))
        size = sum(one[1] for one in found)
        for _, weight, path in sorted(found):
            if size <= limit:
                break
            with suppress(OSError):
                os.unlink(path)  # noqa: PTH108 - likewise
            size -= weight

    def _place(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]


def _told(*, ids: Iterable[str], links: Iterable[str], needs: Iterable[str], many: int) -> Contents:
    return Contents(ids=tuple(ids), links=tuple(links), needs=tuple(needs), many=many)
