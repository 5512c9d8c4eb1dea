"""Swap: a folder that is written beside its place and takes it in one step.

Whoever looks sees the old folder or the new one, never half of it and never none. A build that is
killed leaves its folder behind; the next one clears it away. Only where the system cannot let two
folders trade names (Windows, some network disks) is there a moment between two renamings; a build
that is killed just then leaves the old folder beside its place, and the next one brings it back.

What is only looked at while somebody writes need not be a whole new folder: the files that are
other than before are moved into the old one, each in one step (`move_into`).
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from equity_plans.diagnostics.trouble import trouble
from equity_plans.publish import PublishError
from equity_plans.publish.exchange import exchange, settle
from equity_plans.publish.inventory import walk
from equity_plans.publish.manifest import MANIFEST, is_ours

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

    When it is empty by then, the old one stays: see `move_into`.

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
    try:
        with _lock(place):
            yield from _replacing(place)
    except BrokenPipeError:  # whoever listens to the build has left; that is not the disk's fault
        raise
    except OSError as error:
        raise PublishError(f"{trouble(error)}\n{place} is as it was before.") from None


def _replacing(place: Path) -> Iterator[Path]:
    new = place.parent / f".next-{place.name}"
    old = place.parent / f".last-{place.name}"
    if old.is_dir() and not place.exists():
        old.rename(place)
    _remove(new, old)
    new.mkdir()
    try:
        yield new
        if any(new.iterdir()):
            settle(new)
            _swap(new, place, old)
        settle(place.parent)
    finally:
        with suppress(OSError):  # what is left over does no harm, and the next build tries again
            _remove(new, old)


def _swap(new: Path, place: Path, old: Path) -> None:
    if not place.exists():
        new.rename(place)
    elif not exchange(new, place):
        place.rename(old)
        try:
            new.rename(place)
        except BaseException:  # an impatient Ctrl-C too
            with suppress(OSError):
                old.rename(place)
            raise


def move_into(place: Path, new: Path, *, goes: Collection[str] = ()) -> None:
    """Move what is in the folder `new` into the one at `place`, and take away the files that go.

    Each file changes in one step, and the manifest last. The folder `new` is empty then.
    """
    for file in goes:
        path = place / file
        path.unlink(missing_ok=True)
        with suppress(OSError):  # there are others in its folder, or in one of those around it
            for folder in path.relative_to(place).parents[:-1]:
                (place / folder).rmdir()
    folders: set[str] = set()
    for file in sorted((file for file, _ in walk(new)), key=MANIFEST.__eq__):
        above = file.rpartition("/")[0]
        if above not in folders:
            (place / above).mkdir(parents=True, exist_ok=True)
            folders.add(above)
        os.replace(f"{new}{os.sep}{file}", f"{place}{os.sep}{file}")  # noqa: PTH105 - there may be thousands
    _remove(*new.iterdir())


@contextmanager
def _lock(place: Path) -> Iterator[None]:
    """One build at a time. The system lets go of the lock when a build ends, however it ends."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with (place.parent / f".lock-{place.name}").open("a", encoding="utf-8") as opened:
        try:
            _try_to_lock(opened)
        except OSError:
            raise PublishError(
                f"Another build is writing {place} right now. Try again when it is done."
            ) from None
        yield


def _remove(*leftovers: Path) -> None:
    for one in leftovers:
        if one.is_symlink() or one.is_file():
            one.unlink()
        elif one.exists():
            shutil.rmtree(one)
