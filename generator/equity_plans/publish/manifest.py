"""The manifest: what a published folder holds, byte for byte, and what it was made from."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from equity_plans import __version__
from equity_plans.publish.inventory import inventory
from equity_plans.publish.listed import AFTER, BEFORE, BETWEEN, Listed, line, order
from equity_plans.schema import Schemas

MANIFEST = "manifest.json"
TOOL = "equity-plans"
HEAD = 100
_OURS = re.compile(rb'\s*\{\s*"tool"\s*:\s*"%s"' % TOOL.encode())
"""How a manifest of ours begins, within the first bytes."""

SOURCES = ("mkdocs.yml", "plans", "links.json", "schema", "site", "generator")
"""What a site is made from."""


def write_manifest(
    folder: Path,
    *,
    schemas: Schemas,
    as_of: date,
    commit: str | None,
    files: Iterable[str] | None = None,
    known: Mapping[str, str] = MappingProxyType({}),
    before: Listed | None = None,
    goes: Collection[str] = (),
) -> bytes:
    """Write the manifest of `folder` into it, and give the SHA-256 of the manifest.

    `files` are the files in it, if that is known already, and `known` the SHA-256 of some of them.
    `before` are those that the manifest names besides, but for these and those that go.
    """
    if files is None:
        files = inventory(folder).files
    head: dict[str, object] = {
        "tool": TOOL,
        "version": __version__,
        "as_of": as_of.isoformat(),
        "commit": commit,
        "schemas": sorted(document["$id"] for document in schemas.documents.values()),
        "files": {},
    }
    digests = {
        file: known[file] if file in known else _sha256(folder / file)
        for file in files
        if file != MANIFEST
    }
    if before is None:
        lines = BETWEEN.join(line(file, digests[file]) for file in sorted(digests, key=order))
        told: Sequence[bytes | memoryview] = [lines.encode()] if lines else []
    else:
        told = before.but(digests, goes=goes)
    above, _, below = json.dumps(head, indent=1, ensure_ascii=False).rpartition("{}")
    begin, end = (BEFORE, AFTER) if told else ("{", "}")
    digest = hashlib.sha256()
    with (folder / MANIFEST).open("wb") as file:
        for piece in (f"{above}{begin}".encode(), *told, f"{end}{below}\n".encode()):
            digest.update(piece)
            file.write(piece)
    return digest.digest()


def read_manifest(folder: Path) -> Mapping[str, Any]:
    """The manifest of a folder that was just built."""
    contents: Mapping[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    return contents


def is_ours(folder: Path) -> bool:
    """True when `folder` has a manifest of ours, so that it may be replaced."""
    try:
        with (folder / MANIFEST).open("rb") as file:
            return _OURS.match(file.read(HEAD)) is not None
    except OSError:
        return False


def commit_of(root: Path) -> str | None:
    """The commit the sources in `root` are at; None when there is none or they have been edited."""
    head = git_says("rev-parse", "--verify", "HEAD", root=root)
    if not head:
        return None
    edited = git_says("status", "--porcelain", "--", *SOURCES, root=root)
    return head.strip() if edited == "" else None


def git_says(*arguments: str, root: Path) -> str | None:
    """What git says in the folder `root`; None where there is no git, or it cannot tell."""
    git = shutil.which("git")
    if git is None:
        return None
    # `core.fsmonitor` names a program; a site is built without starting any but git.
    command = (git, "-c", "core.fsmonitor=false", "-C", str(root), *arguments)
    done = subprocess.run(  # noqa: S603 - git, with arguments of ours
        command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
    )
    return done.stdout if done.returncode == 0 else None


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
