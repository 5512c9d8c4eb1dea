"""The manifest: what a published folder holds, byte for byte, and what it was made from."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from equity_plans import __version__
from equity_plans.schema import Schemas

MANIFEST = "manifest.json"
TOOL = "equity-plans"
SOURCES = ("mkdocs.yml", "plans", "links.json", "schema", "site", "generator")
"""What a site is made from."""


def write_manifest(
    folder: Path,
    *,
    schemas: Schemas,
    as_of: date,
    commit: str | None,
    known: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Write the manifest of `folder` into it. `known` are digests of files, by their place."""
    contents = {
        "tool": TOOL,
        "version": __version__,
        "as_of": as_of.isoformat(),
        "commit": commit,
        "schemas": sorted(document["$id"] for document in schemas.documents.values()),
        "files": {
            file: known[file] if file in known else _sha256(folder / file)
            for file in sorted(_files(folder), key=lambda one: one.split("/"))
            if file != MANIFEST
        },
    }
    text = json.dumps(contents, indent=1, ensure_ascii=False) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def _files(folder: Path) -> Iterator[str]:
    """Every file in `folder`, by its place there."""
    for above, _, names in os.walk(folder):
        place = Path(above).relative_to(folder).as_posix()
        yield from (name if place == "." else f"{place}/{name}" for name in names)


def read_manifest(folder: Path) -> Mapping[str, Any]:
    """The manifest of a folder that was just built."""
    contents: Mapping[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    return contents


def is_ours(folder: Path) -> bool:
    """True when `folder` has a manifest of ours, so that it may be replaced."""
    try:
        contents = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(contents, dict) and contents.get("tool") == TOOL


def commit_of(root: Path) -> str | None:
    """The commit the sources in `root` are at; None when there is none or they have been edited."""
    git = shutil.which("git")
    if git is None:
        return None
    head = _git(git, "rev-parse", "--verify", "HEAD", root=root)
    edited = _git(git, "status", "--porcelain", "--", *SOURCES, root=root)
    return head.strip() if head and edited == "" else None


def _git(git: str, *arguments: str, root: Path) -> str | None:
    # `core.fsmonitor` names a program; a site is built without starting any but git.
    command = (git, "-c", "core.fsmonitor=false", "-C", str(root), *arguments)
    done = subprocess.run(  # noqa: S603 - git, with arguments of ours
        command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
    )
    return done.stdout if done.returncode == 0 else None


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
