"""Exchange: two folders trade names in one step, and what is written stays written.

Linux and macOS can do that in a single call. Other systems cannot, nor can some file systems, such
as those of a network; whoever asks is told so and has to take the long way.
"""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path

TRADE = 2
"""RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS happen to be the same number."""

HERE = -100
"""AT_FDCWD of Linux: a path that is not whole begins in the folder the program is in."""

CANNOT = frozenset((errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM))
"""What a system or a file system says that does not know the call."""


def exchange(one: Path, other: Path) -> bool:
    """Let two folders of one disk trade names; False when that cannot be done in one step.

    Raises OSError for any other reason, with both folders as they were.
    """
    system = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    first, second = os.fsencode(one), os.fsencode(other)
    if linux := getattr(system, "renameat2", None):
        failed = linux(HERE, first, HERE, second, TRADE)
    elif macos := getattr(system, "renamex_np", None):
        failed = macos(first, second, TRADE)
    else:
        return False
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))


def settle(folder: Path) -> None:
    """Have everything that was written in `folder` on the disk, so that a power cut cannot undo it.

    Raises OSError when the disk could not take it after all.
    """
    if os.name != "posix":
        return  # such a call does not exist there
    opened = os.open(folder, os.O_RDONLY)
    try:
        # One call for the whole disk: to ask for each of many thousand files takes minutes.
        flush = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
        if flush is None:
            os.sync()
        elif flush(opened) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
        os.fsync(opened)
    finally:
        os.close(opened)
