"""Integrity: whether a published folder or a release is still what its manifest says.

Whatever is looked at may be hostile: nothing is unpacked, no link is followed, only plain files
are opened, and what is read is bounded by what lies there.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import struct
import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import IO, Any, TypeAlias
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from equity_plans.publish import PublishError
from equity_plans.publish.manifest import MANIFEST, TOOL

CHUNK = 1 << 20
LARGEST_MANIFEST = 1 << 28
"""A manifest of a million files has half as many bytes."""

MOST_TIMES = 200
"""Nothing that is published grows so many times when it is unpacked; what is made to harm does."""

LOCAL_HEADER = 30
"""So many bytes, at the least, stand before the contents of a file in a zip."""

DAMAGED = (BadZipFile, EOFError, NotImplementedError, RuntimeError, struct.error, zlib.error)
"""What reading from a zip raises when it is not as it should be."""

Open: TypeAlias = Callable[[], IO[bytes]]


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Difference:
    """One file that is not as the manifest says."""

    file: str
    what: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Examined:
    """What a folder or a zip holds, against its manifest."""

    files: int
    """How many files the manifest names."""

    size: int
    """How many bytes were read."""

    version: str
    as_of: str
    commit: str
    """What the manifest says of its making; empty where it is silent."""

    digest: str
    """SHA-256 of the manifest itself, by which the whole is known."""

    differences: tuple[Difference, ...]
    """By file; empty when everything is as it was."""


def examine(place: Path) -> Examined:
    """Hold the folder or the zip at `place` against the manifest in it.

    Raises PublishError when there is no telling: nothing is there, it is no zip, or it has no
    manifest of ours.
    """
    flaws: list[Difference] = []
    if place.is_dir():
        return _compare(_in_folder(place, flaws), flaws)
    if not place.is_file():
        raise PublishError(f"{place} is neither a folder nor a file.")
    with _opened(place) as archive:
        return _compare(_in_zip(archive, flaws, size=place.stat().st_size), flaws)


def _compare(found: dict[str, Open], flaws: list[Difference]) -> Examined:
    if MANIFEST not in found:
        raise PublishError(
            f"There is no {MANIFEST}, so there is nothing to hold the files against. Name a folder "
            "that `equity-plans build` made, or a zip that `equity-plans release` made."
        )
    written = _whole_manifest(found.pop(MANIFEST))
    manifest = _manifest(written)
    files: Mapping[str, Any] = manifest["files"]
    size = len(written)
    differences = set(flaws)
    for name, opener in found.items():
        if name not in files:
            differences.add(Difference(file=name, what="The manifest does not name it."))
            continue
        try:
            digest, read = _sha256(opener)
        except (*DAMAGED, OSError):
            differences.add(Difference(file=name, what="It is damaged, or cannot be read."))
            continue
        size += read
        if digest != files[name]:
            what = "It is not what it was when the manifest was written."
            differences.add(Difference(file=name, what=what))
    known = found.keys() | {one.file for one in flaws}
    missing = (Difference(file=name, what="It is missing.") for name in files.keys() - known)
    told = {name: str(manifest.get(name) or "") for name in ("version", "as_of", "commit")}
    return Examined(
        files=len(files),
        size=size,
        digest=hashlib.sha256(written).hexdigest(),
        differences=tuple(sorted((*differences, *missing))),
        **told,
    )


# The manifest -------------------------------------------------------------------------------------


def _whole_manifest(opener: Open) -> bytes:
    try:
        with opener() as file:
            written = file.read(LARGEST_MANIFEST + 1)
    except (*DAMAGED, OSError):
        raise PublishError(f"{MANIFEST} is damaged, or cannot be read.") from None
    if len(written) > LARGEST_MANIFEST:
        raise PublishError(f"{MANIFEST} is larger than any manifest is.")
    return written


def _manifest(written: bytes) -> Mapping[str, Any]:
    try:
        manifest = json.loads(written, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        manifest = None
    if (
        not isinstance(manifest, dict)
        or manifest.get("tool") != TOOL
        or not isinstance(manifest.get("files"), dict)
    ):
        raise PublishError(f"{MANIFEST} is not one that equity-plans wrote.")
    return manifest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object with these names, each of which is there once: the last would hide the others."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError("A name is there twice.")
    return dict(pairs)


def _sha256(opener: Open) -> tuple[str, int]:
    """The digest of a file, and how many bytes it has."""
    digest, size = hashlib.sha256(), 0
    with opener() as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


# Folders ------------------------------------------------------------------------------------------


def _in_folder(folder: Path, flaws: list[Difference]) -> dict[str, Open]:
    """How to open each plain file in `folder`, by its path; what else there is goes to `flaws`."""
    return {
        path.relative_to(folder).as_posix(): partial(_open, path) for path in _files(folder, flaws)
    }


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _files(top: Path, flaws: list[Difference]) -> Iterator[Path]:
    folders = [top]
    while folders:
        folder = folders.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            what = "This folder cannot be looked into."
            flaws.append(Difference(file=folder.relative_to(top).as_posix(), what=what))
            continue
        for entry in entries:
            path = folder / entry.name
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            elif entry.is_file(follow_symlinks=False):
                yield path
            else:
                what = "It is a link." if entry.is_symlink() else "It is no plain file."
                flaws.append(Difference(file=path.relative_to(top).as_posix(), what=what))


# Zips ---------------------------------------------------------------------------------------------


@contextmanager
def _opened(place: Path) -> Iterator[ZipFile]:
    try:
        archive = ZipFile(place)
    except (*DAMAGED, ValueError, OverflowError):
        raise PublishError(f"{place} is not a zip, or is damaged.") from None
    with archive:
        yield archive


def _in_zip(archive: ZipFile, flaws: list[Difference], *, size: int) -> dict[str, Open]:
    """How to open each file in the zip, by its path below the zip's one folder.

    What cannot be, or would harm whoever unpacks it, goes to `flaws`. Raises PublishError when
    even to read it would harm.
    """
    entries = archive.infolist()
    _refuse_bombs(entries, size=size)
    # ZipInfo.filename ends at the first NUL; this is what is written there.
    entries = [one for one in entries if not _is_folder(one)]
    top = _top([one.orig_filename for one in entries])
    many = Counter(_same(one.orig_filename) for one in entries)
    found: dict[str, Open] = {}
    for one in entries:
        name = one.orig_filename.removeprefix(top)
        if what := _harm(one, top=top, many=many):
            flaws.append(Difference(file=name, what=what))
        else:
            found[name] = partial(archive.open, one)
    return found


def _refuse_bombs(entries: list[ZipInfo], *, size: int) -> None:
    unpacked = sum(one.file_size for one in entries)
    by_place = sorted(entries, key=lambda one: one.header_offset)
    overlap = any(
        one.header_offset + LOCAL_HEADER + one.compress_size > following.header_offset
        for one, following in pairwise(by_place)
    )
    if overlap or unpacked > MOST_TIMES * size:
        raise PublishError(
            "This zip is made to do harm: it would grow to far more than it can hold. It was not "
            "unpacked, and should not be."
        )


def _is_folder(one: ZipInfo) -> bool:
    """True for a harmless entry that only names a folder, as programs that pack folders make."""
    name = one.orig_filename
    return name.endswith("/") and one.file_size == 0 and _is_safe(name.removesuffix("/"))


def _top(names: list[str]) -> str:
    """The folder that everything is in, with its slash; empty when there is none."""
    first = {name.partition("/")[0] for name in names if "/" in name}
    alone = f"{next(iter(first))}/" if len(first) == 1 else ""
    return alone if f"{alone}{MANIFEST}" in names and MANIFEST not in names else ""


def _harm(one: ZipInfo, *, top: str, many: Counter[str]) -> str:
    """What is wrong with an entry before its contents are looked at; empty when nothing is."""
    name = one.orig_filename
    mode = one.external_attr >> 16
    if not _is_safe(name) or not name.startswith(top):
        return "Its name would lead out of the folder that the zip is unpacked into."
    if many[_same(name)] > 1:
        return "There are several files of this name, and programs take one or the other."
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "It is a link." if stat.S_ISLNK(mode) else "It is no plain file."
    if one.flag_bits & 0x1:
        return "It is locked with a password."
    if one.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return "It is packed in a way that not every program can unpack."
    return ""


def _is_safe(name: str) -> bool:
    """True when the path stays in its folder on every system."""
    parts = name.split("/")
    return (
        not {"", ".", ".."} & set(parts) and not set('\\:*?"<>|') & set(name) and name.isprintable()
    )


def _same(name: str) -> str:
    """What a system that minds neither case nor the make-up of letters takes the name for."""
    return unicodedata.normalize("NFC", name).casefold()
