"""The search index: Pagefind's command over the finished pages, made the same on every run.

Only pages that mark their text with data-pagefind-body are in it. What can be filtered by comes
from the theme's data-pagefind-filter.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from pagefind_bin import get_executable  # type: ignore[import-untyped] # it ships no types

from equity_plans.publish import PublishError

BUNDLE = "pagefind"
SIGNATURE = b"pagefind_dcd"
"""What Pagefind's files begin with once unpacked. The rest is CBOR (RFC 8949)."""

NUMBER, TEXT, ARRAY = 0, 3, 4
"""The kinds of CBOR items in Pagefind's files."""

LONG = 24
"""From here on, a CBOR item says its number in bytes of their own."""

NEW_FORM = "Pagefind writes its files in a new form, which this release does not know."

INTERFACES = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight")
"""Search boxes that Pagefind brings along; the theme has its own."""


def index(site: Path) -> int:
    """Index the pages in the folder `site` and give their number."""
    done = subprocess.run(  # noqa: S603 - the program that its package brings along
        (
            *(str(get_executable()), "--site", str(site), "--output-subdir", BUNDLE, "--silent"),
            # What every page says of itself would fill the excerpts of results.
            *("--exclude-selectors", ".tell, .rec"),
        ),
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    bundle = site / BUNDLE
    if done.returncode != 0 or not (bundle / "pagefind-entry.json").is_file():
        said = (done.stderr or done.stdout).strip().splitlines()
        raise PublishError(f"Pagefind could not index the pages: {said[-1] if said else 'no word'}")
    entry = _settle(bundle)
    needed = {f"wasm.{one['wasm'] or 'unknown'}.pagefind" for one in entry["languages"].values()}
    for file in bundle.iterdir():
        unused = file.name.startswith(INTERFACES)
        if unused or (file.name.startswith("wasm.") and file.name not in needed):
            file.unlink()
    return sum(one["page_count"] for one in entry["languages"].values())


def _settle(bundle: Path) -> Mapping[str, Any]:
    """Give the same bytes and names on every run, and the bundle's table of contents.

    Pagefind (1.5.2) writes the filters, and the values of each, in an order that changes from run
    to run, and names its files by what is in them. Everything else in its bundle stays the same.
    So both are put into order here, and the files that name a renamed file renamed in turn.
    """
    table = bundle / "pagefind-entry.json"
    entry: dict[str, Any] = json.loads(table.read_bytes())
    for language in entry["languages"].values():
        old = language["hash"]
        meta = bundle / f"pagefind.{old}.pf_meta"
        contents = _unpack(meta)
        code, _, _ = old.rpartition("_")
        for file in sorted(bundle.glob(f"filter/{code}_*.pf_filter")):
            values = _in_order(_unpack(file), which=1, of=2)  # name, values
            name = f"{code}_{_digest(values, length=len(file.stem) - len(code) - 1)}"
            file.unlink()
            _pack(file.with_stem(name), values)
            contents = contents.replace(file.stem.encode(), name.encode())
        # version, pages, words, filters, sorts, facts
        contents = _in_order(contents, which=3, of=6)
        language["hash"] = f"{code}_{_digest(contents, length=len(old) - len(code) - 1)}"
        meta.unlink()
        _pack(bundle / f"pagefind.{language['hash']}.pf_meta", contents)
    text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    table.write_text(text, encoding="utf-8", newline="\n")
    return entry


def _unpack(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes())


def _pack(file: Path, contents: bytes) -> None:
    file.write_bytes(gzip.compress(contents, mtime=0))


def _digest(contents: bytes, *, length: int) -> str:
    return hashlib.sha256(contents).hexdigest()[:length]


def _in_order(contents: bytes, *, which: int, of: int) -> bytes:
    """The contents of a file, a list of `of` things, with the list at position `which` sorted."""
    if not contents.startswith(SIGNATURE):
        raise PublishError(NEW_FORM)
    things = _items(contents[len(SIGNATURE) :])
    if len(things) != of:
        raise PublishError(NEW_FORM)
    things[which] = _array(sorted(_items(things[which])))
    return SIGNATURE + _array(things)


def _items(array: bytes) -> list[bytes]:
    """The items of a CBOR array, each as it stands there."""
    count, at = _head(array, 0)
    starts = [at]
    for _ in range(count):
        starts.append(_end(array, starts[-1]))
    if starts[-1] != len(array):
        raise PublishError(NEW_FORM)
    return [array[start:end] for start, end in pairwise(starts)]


def _array(items: list[bytes]) -> bytes:
    """The CBOR array of `items`."""
    count = len(items)
    if count < LONG:
        return bytes([ARRAY << 5 | count]) + b"".join(items)
    size = next(size for size in (1, 2, 4) if count < 256**size)
    head = bytes([ARRAY << 5 | LONG + size.bit_length() - 1]) + count.to_bytes(size)
    return head + b"".join(items)


def _head(data: bytes, at: int) -> tuple[int, int]:
    """The number that the CBOR item at `at` begins with, and where what it counts begins."""
    short = data[at] & 0x1F
    if short < LONG:
        return short, at + 1
    size = 1 << (short - LONG)
    return int.from_bytes(data[at + 1 : at + 1 + size]), at + 1 + size


def _end(data: bytes, at: int) -> int:
    """Where the CBOR item at `at` ends: a number, a text, or an array of such."""
    kind = data[at] >> 5
    count, at = _head(data, at)
    if kind == TEXT:
        return at + count
    if kind == ARRAY:
        for _ in range(count):
            at = _end(data, at)
    elif kind != NUMBER:
        raise PublishError(NEW_FORM)
    return at
