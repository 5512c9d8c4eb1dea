"""Swap: a folder that is written beside its place and takes it in one step.

Whoever looks sees the old folder or the new one, never half of it. A build that is killed leaves
its folder behind; the next one clears it away, and brings the old one back if it was on its way.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from equity_plans.publish import PublishError
from equity_plans.publish.manifest import is_ours

if sys.platform == "win32":
    import msvcrt

    def _try_to_lock(file: IO[str]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_to_lock(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def replacing(place: Path, *, own: bool = False) -> Iterator[Path]:
    """A new folder beside `place`, which takes its place when the block ends well.

    Only an empty folder or one with a manifest is replaced, or any when `own` says that the place
    is there for nothing else.
    """
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        raise PublishError(f"{place} is not a folder; name another one.")
    if not own and place.is_dir() and any(place.iterdir()) and not is_ours(place):
        raise PublishError(
            f"{place} holds files that this command did not make. Name another folder, or empty "
            "this one first."
        )
    place.parent.mkdir(parents=True, exist_ok=True)
    new = place.parent / f".next-{place.name}"
    old = place.parent / f".last-{place.name}"
    with _lock(place.parent / f".lock-{place.name}", place=place):
        if old.is_dir() and not place.exists():
            old.rename(place)
        _remove(new, old)
        new.mkdir()
        try:
            yield new
            _swap(new, place, old)
        finally:
            _remove(new)
        _remove(old)


def _swap(new: Path, place: Path, old: Path) -> None:
    if place.exists():
        place.rename(old)
    try:
        new.rename(place)
    except BaseException:  # an impatient Ctrl-C too
        with suppress(OSError):
            old.rename(place)
        raise


@contextmanager
def _lock(file: Path, *, place: Path) -> Iterator[None]:
    """One build at a time. The system lets go of the lock when a build ends, however it ends."""
    with file.open("a", encoding="utf-8") as opened:
        try:
            _try_to_lock(opened)
        except OSError:
            raise PublishError(
                f"Another build is writing {place} right now. Try again when it is done."
            ) from None
        yield


def _remove(*folders: Path) -> None:
    for folder in folders:
        if folder.exists():
            shutil.rmtree(folder)
