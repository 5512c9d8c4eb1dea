"""What the computer says when it cannot read or write, in words that say what to do."""

from __future__ import annotations

import errno

ADVICE = {
    errno.ENOSPC: "The disk is full. Make room, then try again.",
    errno.EDQUOT: "Your share of the disk is used up. Make room, then try again.",
    errno.EROFS: "This disk can only be read. Name a folder on another one.",
    errno.EACCES: "You may not do that there. Change who may, or name another place.",
    errno.EPERM: "You may not do that there. Change who may, or name another place.",
    errno.ENOENT: "It is not there, or it was taken away meanwhile. Put it back, then try again.",
    errno.ENOTDIR: "A file stands where a folder should be. Move it, then try again.",
    errno.EISDIR: "A folder stands where a file should be. Move it, then try again.",
    errno.EEXIST: "Something stands there already. Move it, then try again.",
    errno.EBUSY: "It is in use, or a disk of its own. Name a folder inside it.",
    errno.EXDEV: "It is on another disk. Name a folder on the same one.",
    errno.EMFILE: "Too many files are open. Close other programs, then try again.",
    errno.ENFILE: "Too many files are open. Close other programs, then try again.",
    errno.ENAMETOOLONG: "The name is too long for this disk. Choose a shorter folder.",
    errno.ELOOP: "A link leads in a circle. Put the file itself there.",
    errno.EIO: "The disk does not answer as it should. Look after it, then try again.",
}


def trouble(error: OSError) -> str:
    """What happened to which file, and what to do about it."""
    said = error.strerror or str(error) or type(error).__name__
    advice = ADVICE.get(error.errno or 0, "Look at it, then try again.")
    return f"{error.filename or 'A file'}: {said}. {advice}"
