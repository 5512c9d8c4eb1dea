"""What may stand where in plans/: names, places and kinds of files, before any is opened."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from equity_plans.findings import Finding, Severity

PLANS = "plans"
AUTHORITIES = "plans/authorities.yaml"
MAX_FILES = 20_000

DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))]
)
"""Names that no file can have on Windows."""

_SIDE_FILES = frozenset(["LICENSE", "README.md", "OWNERS.yaml"])
"""Files that may lie directly in plans/ beside the agencies."""


def kind_of(file: str) -> str:
    """The kind of file that `file` is by its place: authorities, agency, plan or report."""
    if file == AUTHORITIES:
        return "authorities"
    folder, _, name = file.rpartition("/")
    return "report" if _last(folder) == "reports" else PurePosixPath(name).stem


def agency_of(file: str) -> str | None:
    """The agency whose folder a file of plans/ is in; None for one that belongs to all."""
    steps = file.split("/")
    return steps[1] if len(steps) > 2 else None


def walk(folder: Path, *, root: Path) -> Iterator[tuple[str, Finding | None]]:
    """Every file below plans/ with what is wrong with its name or place, in order of name.

    Nothing that is not a plain file or folder is opened or followed.
    """
    if folder.is_symlink():
        yield folder.name, _no_plain_file(folder.name)
        return
    top = folder.relative_to(root).as_posix()
    pending = [top]
    seen = 0
    while pending:
        here = pending.pop()
        try:
            entries = sorted(os.listdir(f"{root}/{here}"))  # noqa: PTH208 - many thousand folders
        except OSError as error:
            yield here, _unreadable(here, error)
            continue
        yield from _clashes(entries, here=here)
        if not entries and here != top and not here.endswith("/reports"):
            yield _empty(here)
        folders: list[str] = []
        for entry in entries:
            name = f"{here}/{entry}"
            seen += 1
            if seen > MAX_FILES:
                yield (
                    name,
                    file_finding("EP008", name, f"plans/ holds more than {MAX_FILES:,} files."),
                )
                return
            finding, is_folder = _look(name, root=root)
            if finding is not None:
                yield name, finding
            elif is_folder:
                folders.append(name)
            elif entry not in _SIDE_FILES or here != top:
                yield name, None
        pending += reversed(folders)


def _look(name: str, *, root: Path) -> tuple[Finding | None, bool]:
    """What is wrong with an entry of a folder, told without opening it; and if it is a folder."""
    try:
        status = os.lstat(f"{root}/{name}")
    except OSError as error:  # it was taken away meanwhile
        return _unreadable(name, error), False
    is_folder = stat.S_ISDIR(status.st_mode)
    finding = name_finding(name, folder=is_folder, mode=status.st_mode)
    if finding is None and not is_folder and status.st_nlink > 1:
        finding = file_finding(
            "EP012",
            name,
            f"“{_last(name)}” is the same file as another one somewhere on this computer (a hard "
            "link), so it can change without anybody touching it here.",
            "Copy it, delete it, and give the copy its name.",
        )
    return finding, is_folder


def _last(name: str) -> str:
    return name.rpartition("/")[2]


def _empty(name: str) -> tuple[str, Finding]:
    last = _last(name)
    return name, file_finding(
        "EP016",
        name,
        f"The folder “{last}” holds nothing. It may stand for another repository (a submodule), "
        "which would not be fetched.",
        "Delete it, or put the files themselves there.",
    )


def _unreadable(name: str, error: OSError) -> Finding:
    return file_finding(
        "EP001",
        name,
        f"This cannot be looked at: {error.strerror}.",
        "Look whether it is there and whether everyone may read it.",
    )


def _clashes(entries: Iterable[str], *, here: str) -> Iterator[tuple[str, Finding]]:
    """Names in one folder that some computers cannot tell apart."""
    first: dict[str, str] = {}
    for entry in entries:
        folded = unicodedata.normalize("NFKC", entry).casefold()
        if folded in first:
            name = f"{here}/{entry}"
            yield (
                name,
                file_finding(
                    "EP015",
                    name,
                    f"“{entry}” and “{first[folded]}” differ only in capitals or accents; "
                    "many computers cannot keep both.",
                    "Rename one of them.",
                ),
            )
        first.setdefault(folded, entry)


def name_finding(name: str, *, folder: bool, mode: int) -> Finding | None:
    """What is wrong with the name or place of one entry of plans/, or nothing."""
    parts = name.split("/")
    last = parts[-1]
    if stat.S_ISLNK(mode) or not (folder or stat.S_ISREG(mode)):
        return _no_plain_file(name)
    if folder:
        if not _is_slug(last):
            return file_finding(
                "EP015",
                name,
                f"The folder name “{last}” cannot be used in an address.",
                "Use 2 to 64 lower-case letters, digits and hyphens, starting with a letter.",
            )
        if (len(parts) == 4 and last != "reports") or len(parts) > 4:
            return _stray(name)
        return None
    if mode & 0o111:
        return file_finding(
            "EP016",
            name,
            f"“{last}” is marked as a program.",
            f"Take the mark away: chmod -x {last}",
        )
    match len(parts):
        case 2:
            known = name == AUTHORITIES or last in _SIDE_FILES
        case 3:
            known = last == "agency.yaml"
        case 4:
            known = last == "plan.yaml"
        case 5:
            known = last.endswith(".yaml") and parts[3] == "reports"
        case _:
            known = False
    return None if known else _stray(name)


def _no_plain_file(name: str) -> Finding:
    last = _last(name)
    return file_finding(
        "EP012",
        name,
        f"“{last}” is a link or a device, not a plain file.",
        "Put the file itself here.",
    )


def in_place(file: str, *, mode: int) -> bool:
    """True when a file of this mode, at this place in a commit, is one that `walk` would read."""
    parts = file.split("/")
    if len(parts) == 2 and parts[1] in _SIDE_FILES:
        return False
    folders = ["/".join(parts[:depth]) for depth in range(2, len(parts))]
    return name_finding(file, folder=False, mode=mode) is None and all(
        name_finding(folder, folder=True, mode=stat.S_IFDIR) is None for folder in folders
    )


def _is_slug(name: str) -> bool:
    letters = all(part and part.isascii() and part.isalnum() for part in name.split("-"))
    return (
        letters
        and name == name.lower()
        and name[0].isalpha()
        and 2 <= len(name) <= 64
        and name not in DEVICES
    )


def _stray(name: str) -> Finding:
    last = _last(name)
    hint = (
        "Name it plan.yaml, agency.yaml or reports/DATE.yaml."
        if last.endswith((".yaml", ".yml"))
        else "Take it out of plans/; documents are linked, not stored here."
    )
    return file_finding("EP016", name, f"“{last}” is not a file this site knows here.", hint)


def file_finding(rule: str, file: str, message: str, fix: str = "") -> Finding:
    """An error about a file as a whole."""
    return Finding(rule=rule, severity=Severity.ERROR, file=file, message=message, fix=fix)
