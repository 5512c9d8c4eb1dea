"""Listed: the files that a manifest of ours names, found in its text.

The manifest of a country is forty megabytes; to read all of it as JSON, and to write it anew, takes
longer than everything else that an edit needs. Its lines are in order, so one is soon found.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

BEFORE, BETWEEN, AFTER = "{\n", ",\n", "\n }"
"""What stands around the lines of the files in a manifest, and between them."""

_START, _END, _NEXT = (one.encode() for one in (BEFORE, AFTER, BETWEEN))
_INDENT = '  "'
_MIDDLE = '": "'


def line(file: str, digest: str) -> str:
    """The line of a file in a manifest."""
    return f'  {json.encoder.encode_basestring(file)}: "{digest}"'


def order(file: str) -> str:
    """By what files stand in order. A slash comes first, so that a folder stands together."""
    return file.replace("/", "\0")


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """The lines of the files of a manifest, with where they begin and end in its text."""

    text: bytes
    start: int
    end: int

    def __contains__(self, file: object) -> bool:
        if not isinstance(file, str):
            return False
        at = self._place(order(file))
        return at < self.end and self._file(at) == file

    def but(self, new: Mapping[str, str], *, goes: Collection[str]) -> list[bytes | memoryview]:
        """The lines with these files and their digests, and without those that go, in pieces."""
        pieces: list[bytes | memoryview] = []
        at = self.start
        for file in sorted({*new, *goes}, key=order):
            place = self._place(order(file))
            pieces += self._lines(at, place)
            there = place < self.end and self._file(place) == file
            at = self._next(place) if there else place
            if file in new:
                pieces.append(line(file, new[file]).encode() + _NEXT)
        pieces += self._lines(at, self.end)
        found = [one for one in pieces if one]
        if found:
            found[-1] = bytes(found[-1]).removesuffix(_NEXT)
        return found

    def _lines(self, start: int, end: int) -> tuple[bytes | memoryview, ...]:
        """The lines from one place to another, each with what stands behind it."""
        some = memoryview(self.text)[start:end]
        return (some, _NEXT) if start < end == self.end else (some,)

    def _place(self, key: str) -> int:
        """Where the first line begins that is not before this one in order."""
        low, high = self.start, self.end
        while low < high:
            middle = (low + high) // 2
            begin = self.text.rfind(b"\n", low, middle) + 1 or low
            if order(self._file(begin)) < key:
                low = self._next(begin)
            else:
                high = begin
        return low

    def _next(self, at: int) -> int:
        found = self.text.find(b"\n", at, self.end)
        return found + 1 if found >= 0 else self.end

    def _file(self, at: int) -> str:
        found = self.text.find(b"\n", at, self.end)
        written = self.text[at : found if found >= 0 else self.end].decode()
        name = written[len(_INDENT) - 1 : written.rindex(_MIDDLE) + 1]
        return str(json.loads(name)) if "\\" in name else name[1:-1]


def listed(manifest: bytes) -> Listed:
    """The files that a manifest of ours names. Raises ValueError when it names none."""
    start = manifest.index(b'"files": ' + _START) + len(b'"files": ' + _START)
    return Listed(text=manifest, start=start, end=manifest.rindex(_END))
