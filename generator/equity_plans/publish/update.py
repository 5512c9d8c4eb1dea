"""Update: what becomes of the site that is there, of which only some was made anew."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from equity_plans.publish.kept import Kept
from equity_plans.publish.listed import Listed, listed
from equity_plans.publish.manifest import MANIFEST, read_manifest
from equity_plans.publish.workers import spread

SITEMAP = "sitemap.xml"
"""What MkDocs makes of the addresses of pages, and packs. Without it, they are what they were."""

AT_ONCE = 2_000
"""So many files are looked at in one task."""


@dataclass(frozen=True, kw_only=True)
class Update:
    """What becomes of the files of the site that was there."""

    site: Path
    listed: Listed
    """What its manifest names."""

    goes: frozenset[str]
    """Those that are taken away."""

    made: frozenset[str]
    """Those that were made anew."""

    def __contains__(self, file: object) -> bool:
        """True for a file of the new site."""
        return file in self.made or (file not in self.goes and file in self.listed)

    @cached_property
    def stays(self) -> Mapping[str, str]:
        """Those that stay as they are, with the SHA-256 of each."""
        gone = self.goes | self.made
        before: Mapping[str, str] = read_manifest(self.site)["files"]
        # In the order of the manifest, which is soon in order again then.
        return {file: digest for file, digest in before.items() if file not in gone}


def update(place: Path, *, last: Kept, kept: Kept, new: Collection[str]) -> Update:
    """What becomes of the site in the folder `place`.

    `last` is what was known of it, `kept` what will be known of the new one, and `new` are the
    files of this that were made anew.
    """
    made = frozenset(new)
    return Update(
        site=place,
        listed=listed((place / MANIFEST).read_bytes()),
        goes=last.files_but(kept) - made,
        made=made,
    )


def is_intact(place: Path, *, workers: int | None = None) -> bool:
    """True when every file of the site in the folder `place` is as its manifest says."""
    files: Mapping[str, str] = read_manifest(place)["files"]

    names = tuple(files)

    def some(start: int) -> bool:
        return all(_is(place / name, files[name]) for name in names[start : start + AT_ONCE])

    tasks = [partial(some, start) for start in range(0, len(names), AT_ONCE)]
    return all(spread(tasks, workers=workers))


def _is(path: Path, digest: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return False


def carry(files: Collection[str], *, start: Path, to: Path) -> None:
    """Have the `files` of one folder in another one, too, by a second name where that is possible.

    Nothing is ever written to a file that is published, so both can be the same.
    """
    made: set[str] = set()
    for file in files:
        above = file.rpartition("/")[0]
        if above not in made:
            (to / above).mkdir(parents=True, exist_ok=True)
            made.add(above)
        old, new = f"{start}{os.sep}{file}", f"{to}{os.sep}{file}"
        try:
            os.link(old, new)
        except OSError:
            shutil.copy2(old, new)
