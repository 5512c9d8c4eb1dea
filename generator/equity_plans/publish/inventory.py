"""Inventory: every file of a finished folder, and whether it is still as it was written.

There may be several hundred thousand, so little is kept of each, and the folder is gone through
once for everybody who wants to know.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True, kw_only=True, slots=True)
class Inventory:
    """The files of a folder, by path from there, in order."""

    files: tuple[str, ...]
    links: frozenset[str]
    """Those that are links."""

    changed: frozenset[str]
    """Those that somebody has written to or taken away since they were marked."""


def mark(digest: bytes, status: os.stat_result) -> bytes:
    """What a file is: its SHA-256, and what changes when somebody writes to it."""
    return digest + _stamp(status)


def digest_of(marked: bytes) -> str:
    """The SHA-256 in a mark."""
    return marked[:DIGEST].hex()


def _stamp(status: os.stat_result) -> bytes:
    return status.st_size.to_bytes(8) + status.st_mtime_ns.to_bytes(9, signed=True)


def inventory(folder: Path, *, marks: Mapping[str, bytes] = MappingProxyType({})) -> Inventory:
    """Every file in `folder`, links to folders too, of which none is followed."""
    files, links, changed = [], [], []
    lost = set(marks)
    for file, entry in walk(folder):
        files.append(file)
        if entry.is_symlink():
            links.append(file)
        marked = marks.get(file)
        lost.discard(file)
        if marked is not None and marked[DIGEST:] != _stamp(entry.stat(follow_symlinks=False)):
            changed.append(file)
    files.sort()
    return Inventory(
        files=tuple(files), links=frozenset(links), changed=frozenset(lost).union(changed)
    )


def walk(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file in `folder`, by path from there, in no order."""
    waiting = [(str(folder), "")]
    while waiting:
        path, above = waiting.pop()
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{above}{entry.name}/"))
                else:
                    yield above + entry.name, entry
