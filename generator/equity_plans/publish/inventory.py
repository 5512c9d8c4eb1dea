"""Inventory: every file of a finished folder, and whether it is still as it was written.

There may be several hundred thousand, so little is kept of each, and the folder is gone through
once for everybody who wants to know.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from equity_plans.check.spread import Spread, in_parts, one_by_one

DIGEST = hashlib.sha256().digest_size

DEEP = 4
"""In so many folders are those folders that are gone through one apart from the other."""

AT_ONCE = 100
"""So many of these are gone through in one task."""


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


class _Met(NamedTuple):
    """What was met in some folders."""

    marked: int
    """How many files that were marked."""

    others: list[str]
    links: list[str]
    changed: list[str]


def inventory(
    folder: Path,
    *,
    marks: Mapping[str, bytes] = MappingProxyType({}),
    share: Spread = one_by_one,
) -> Inventory:
    """Every file in `folder`, links to folders too, of which none is followed.

    What is deep in it may be gone through by several programs that `share` the work.
    """

    def gone_through(some: Sequence[str]) -> list[_Met]:
        return [_met(walk(folder, above), marks) for above in some]

    near: list[_Entry] = []
    waiting = [""]
    for _ in range(DEEP):
        found = [_listed(folder, above) for above in waiting]
        waiting = [below for folders, _files in found for below in folders]
        near += [file for _folders, files in found for file in files]
    met = [_met(near, marks), *in_parts(waiting, gone_through, size=AT_ONCE, spread=share)]
    lost: set[str] = set()
    if sum(one.marked for one in met) < len(marks):
        lost = set(marks).difference(file for file, _entry in walk(folder))
    others = chain.from_iterable(one.others for one in met)
    return Inventory(
        files=tuple(sorted(chain(marks.keys() - lost if lost else marks, others))),
        links=frozenset(chain.from_iterable(one.links for one in met)),
        changed=frozenset(chain(lost, *(one.changed for one in met))),
    )


_Entry = tuple[str, os.DirEntry[str]]
"""A file, by its path from the top of a folder."""


def _met(files: Iterable[_Entry], marks: Mapping[str, bytes]) -> _Met:
    met = 0
    others, links, changed = [], [], []
    for file, entry in files:
        if entry.is_symlink():
            links.append(file)
        marked = marks.get(file)
        if marked is None:
            others.append(file)
            continue
        met += 1
        if marked[DIGEST:] != _stamp(entry.stat(follow_symlinks=False)):
            changed.append(file)
    return _Met(met, others, links, changed)


def walk(folder: Path, above: str = "") -> Iterator[_Entry]:
    """Every file in `folder`, or `above` in it alone, by path from there, in no order."""
    waiting = [above]
    while waiting:
        folders, files = _listed(folder, waiting.pop())
        waiting += folders
        yield from files


def _listed(folder: Path, above: str) -> tuple[list[str], list[_Entry]]:
    """The folders and the files in the folder `above` of `folder`."""
    folders, files = [], []
    with os.scandir(f"{folder}{os.sep}{above}") as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(f"{above}{entry.name}/")
            else:
                files.append((above + entry.name, entry))
    return folders, files
