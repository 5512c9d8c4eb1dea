"""Gone: which files of a site could lead to what is not there any more.

To look at all of a country takes a minute. So only those are looked at in which the end of an
address of it stands, and those that are so near to it that their addresses of it have less.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from pathlib import PurePosixPath

from equity_plans.check.spread import Spread, in_parts
from equity_plans.publish.contents import LOOKED_INTO
from equity_plans.publish.known import Known
from equity_plans.publish.update import Update

AT_ONCE = 500
"""So many files are looked at in one task."""

_PLAIN = re.compile(r"#?[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)?")
"""Matches what is written in one way only, in an address and in HTML."""

_BETWEEN = re.compile(rb"[^A-Za-z0-9._/#-]+")
"""What stands between addresses, and between words."""

INDEX = "index.html"


def could_lead(before: Update, gone: Iterable[str], share: Spread) -> list[str]:
    """Those of the files that stay that could lead to what is gone: files, and “#place”.

    Where the end of an address of it could be written in more than one way, and where the front
    page is gone, whose address has no end, these are all files.
    """
    staying = [file for file in before.stays if file.endswith(LOOKED_INTO)]
    ends, near = set(), set()
    for one in gone:
        steps = _steps(one)
        ends.add("/".join(steps[-2:]))
        if one[0] != "#":
            near.add("/".join(steps[:-1] or steps))
    if INDEX in ends or not all(map(_PLAIN.fullmatch, ends)):
        return staying
    known: Known[None] = Known()

    def some(files: Sequence[str]) -> list[bool]:
        return [
            _is_below(file, near) or _has((before.site / file).read_bytes(), ends, known)
            for file in files
        ]

    could = in_parts(staying, some, size=AT_ONCE, spread=share)
    return [file for file, could_it in zip(staying, could, strict=True) if could_it]


def _is_below(file: str, folders: Collection[str]) -> bool:
    return any(str(one) in folders for one in PurePosixPath(file).parents)


def _has(content: bytes, ends: AbstractSet[str], known: Known[None]) -> bool:
    """True when one of the ends stands in a file. What is `known` is none of them."""
    for one in set(_BETWEEN.split(content)):
        written = one.decode()
        if written in known:
            continue
        path, _, place = written.partition("#")
        steps = _steps(path)
        pairs = map("/".join, pairwise(steps))
        if f"#{place}" in ends or not ends.isdisjoint((*steps, *pairs)):
            return True
        known.keep(written, None)
    return False


def _steps(path: str) -> list[str]:
    """The steps of an address, where a folder stands for the page in it."""
    steps = path.split("/")
    return steps[:-1] if steps[-1] in {"", INDEX} and len(steps) > 1 else steps
