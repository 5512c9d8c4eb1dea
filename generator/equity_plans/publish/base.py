"""Base: what stands for everything that pages hang on besides what the plans of agencies say.

Two builds of the same base and the same plans give the same site, byte for byte.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files as package_files
from operator import itemgetter
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import get_build_datetime

from equity_plans.publish.inventory import walk
from equity_plans.publish.source_files import templates_of

OF_NO_CONSEQUENCE = frozenset(
    ("config_file_path", "dev_addr", "docs_dir", "extra", "plugins", "site_dir", "theme", "watch")
)
"""Settings that no page shows, and those that are looked at one by one."""


def digest(told: object) -> str:
    """Stands for values, settings among them, as SHA-256."""
    text = json.dumps(told, sort_keys=True, default=_told)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def base_of(settings: str, *, shared: Mapping[str, bytes], others: Sequence[Path]) -> str:
    """Stands for the `settings`, for files of all agencies together, and for files and folders.

    `shared` are the former files with what stands for each.
    """
    known = {name: one.hex() for name, one in shared.items()}
    return digest([settings, known, [_files(one) for one in others]])


def settings_of(config: MkDocsConfig, options: Mapping[str, object]) -> str:
    """Stands for the programs, the templates and the settings that pages are made with.

    `options` are what the plugin was told, as far as pages show it.
    """
    templates = "\n".join(map("\n".join, templates_of(config)))
    extra = {name: str(value) for name, value in config.extra.items()}
    return digest(
        {
            "python": sys.version,
            "packages": _packages(),
            "code": _code(),
            "templates": templates,
            "settings": {
                name: value for name, value in config.items() if name not in OF_NO_CONSEQUENCE
            },
            "theme": [config.theme.name, str(config.theme.locale), config.theme],
            "extra": extra,
            "options": options,
            "moment": str(get_build_datetime()) if "build_date" in templates else "",
        }
    )


def _told(value: object) -> object:
    """A setting as JSON can hold it."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    return str(value) if isinstance(value, str | Path | date) else type(value).__name__


@lru_cache(maxsize=1)
def _packages() -> list[str]:
    """Every package that is installed, with its version, as its folder of facts is called."""
    folders = (folder for folder in map(Path, sys.path) if folder.is_dir())
    return sorted(one.name for folder in folders for one in folder.glob("*-info"))


@lru_cache(maxsize=1)
def _code() -> str:
    """Stands for this release, byte for byte."""
    return _files(Path(str(package_files("equity_plans"))), leave_out=".pyc")


def _files(folder: Path, *, leave_out: str = "\0") -> str:
    """Stands for a file, or every file in a folder but those that end in `leave_out`."""
    told = hashlib.sha256()
    if folder.is_file():
        told.update(folder.read_bytes())
    elif folder.is_dir():
        for name, entry in sorted(walk(folder), key=itemgetter(0)):
            if entry.is_file() and not name.endswith(leave_out):
                told.update(f"{name}\0".encode("utf-8", "surrogatepass"))
                told.update(hashlib.sha256(Path(entry.path).read_bytes()).digest())
    return told.hexdigest()
