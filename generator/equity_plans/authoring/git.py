"""What git has on record: the plans of a commit, and which files a change touches.

Everything is read from git's objects. Nothing is checked out, and nothing in a commit can run.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from equity_plans import sources
from equity_plans.authoring import AuthoringError
from equity_plans.check.places import MAX_FILES, PLANS, in_place
from equity_plans.sources import Document
from equity_plans.sources.decode import FILE_BYTES, too_large

COMMIT = re.compile(rb"[0-9a-f]{40,64}")

ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE")
"""Set inside git's own hooks; they would lead away from the folder that is asked about."""


class GitError(AuthoringError):
    """Git could not answer. Whoever asked must not go on as if it had."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Blob:
    """One file of a commit."""

    file: str
    """Path from the project's root; bytes that are no UTF-8 are kept as lone surrogates."""

    mode: int
    """As the system has it: a link is a link here too."""

    id: str
    size: int


def commit_of(root: Path, revision: str) -> str:
    """The id of the commit that a person calls `revision`."""
    try:
        # Whatever it is called, git is not to take it for an option.
        found = _git(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    except GitError:
        _git(root, "rev-parse", "--git-dir")  # Where there is no git at all, that is the message.
        raise GitError(
            f"There is no commit “{revision}” here. If it is elsewhere, fetch it first."
        ) from None
    return _commit(found)


def fork_of(root: Path, base: str, head: str) -> str:
    """The commit at which `head` parted from `base`: all that came later is the proposal."""
    one, two = commit_of(root, base), commit_of(root, head)
    try:
        return _commit(_git(root, "merge-base", one, two))
    except GitError:
        raise GitError(
            f"“{base}” and “{head}” have no commit in common here. Fetch the whole history first:"
            " git fetch --unshallow"
        ) from None


def documents_at(root: Path, commit: str) -> Mapping[str, Document]:
    """Every file of the plans in a commit, by path from the root.

    What stands in a wrong place, or is a link, was never a plan and is left out.
    """
    found = [blob for blob in _blobs(root, commit, PLANS) if in_place(blob.file, mode=blob.mode)]
    small = [blob for blob in found if blob.size <= FILE_BYTES]
    contents = dict(zip((blob.file for blob in small), _contents(root, small), strict=True))
    return {
        blob.file: sources.parse(contents[blob.file], file=blob.file)
        if blob.file in contents
        else Document(file=blob.file, findings=(too_large(blob.file),))
        for blob in found
    }


def file_at(root: Path, commit: str, file: str) -> bytes | None:
    """One plain file of a commit, None where there is none."""
    for blob in _blobs(root, commit, file):
        if blob.file == file and blob.mode & 0o170000 == 0o100000 and blob.size <= FILE_BYTES:
            return next(_contents(root, [blob]))
    return None


def changed_files(root: Path, before: str, after: str) -> tuple[str, ...]:
    """Every file that differs between two commits, by path from the top of the repository.

    A file that was renamed is there twice, under both its names.
    """
    raw = _git(root, "diff-tree", "-r", "-z", "--raw", "--no-renames", before, after)
    fields = raw.split(b"\0")
    if fields.pop() != b"" or len(fields) % 2:
        raise GitError("Git's list of changed files is not complete.")
    return tuple(sorted({_name(name) for name in fields[1::2]}))


def prefix_of(root: Path) -> str:
    """The project's folder as seen from the top of the repository, with a slash at its end."""
    return _name(_git(root, "rev-parse", "--show-prefix")).removesuffix("\n")


def _blobs(root: Path, commit: str, path: str) -> Iterator[Blob]:
    """The files of a commit at or below `path`."""
    prefix = prefix_of(root)
    raw = _git(root, "ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", prefix + path)
    entries = raw.split(b"\0")[:-1]
    if len(entries) > MAX_FILES:
        raise GitError(f"{path} holds more than {MAX_FILES:,} files in commit {commit[:12]}.")
    for entry in entries:
        about, _, name = entry.partition(b"\t")
        mode, _, object_id, size = about.decode("ascii").split()
        yield Blob(
            file=_name(name).removeprefix(prefix),
            mode=int(mode, 8),
            id=object_id,
            size=int(size) if size != "-" else 0,
        )


def _contents(root: Path, blobs: list[Blob]) -> Iterator[bytes]:
    """What is in each file, in order."""
    asked = "".join(f"{blob.id}\n" for blob in blobs).encode("ascii")
    answer = _git(root, "cat-file", "--batch", asked=asked)
    start = 0
    for blob in blobs:
        end = answer.index(b"\n", start)
        if answer[start:end].split() != [blob.id.encode(), b"blob", str(blob.size).encode()]:
            raise GitError(f"Git does not have {blob.file} whole.")
        start = end + 1 + blob.size
        yield answer[end + 1 : start]
        start += 1


def _git(root: Path, *arguments: str, asked: bytes = b"") -> bytes:
    """What git answers. Names are given and taken as they are, and nothing is replaced."""
    command = ["git", "--no-replace-objects", "--literal-pathspecs", "-C", str(root), *arguments]
    around = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    around |= {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603 - a list of arguments, and no shell
            command, input=asked, capture_output=True, check=False, env=around
        )
    except FileNotFoundError:
        raise GitError("There is no git on this computer, so nothing can be compared.") from None
    except ValueError:
        raise GitError("A name that git is asked about cannot have a NUL in it.") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        raise GitError(f"Git could not answer: {said or f'it ended with {done.returncode}'}")
    return done.stdout


def _commit(answer: bytes) -> str:
    found = COMMIT.fullmatch(answer.strip())
    if found is None:
        raise GitError("Git did not answer with one commit.")
    return found[0].decode("ascii")


def _name(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")
