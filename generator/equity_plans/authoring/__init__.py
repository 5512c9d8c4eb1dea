"""Help for those who write: the project they are in, and new files to fill in."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from equity_plans.check.spread import Spread, Watch, one_by_one, unwatched
from equity_plans.project import Entries, Project, open_project


class AuthoringError(Exception):
    """Nothing was written; the message says why, and what to do."""


class NoProjectError(AuthoringError):
    """The folder is not that of a project."""


def read_project(
    root: Path,
    *,
    schema: Path | None = None,
    spread: Spread = one_by_one,
    watch: Watch = unwatched,
    texts: bool = True,
    only: Container[str] | None = None,
    walked: Entries | None = None,
) -> Project:
    """The project in the folder `root`, with the schema there, unless `schema` says where it is.

    `spread`, `watch`, `texts`, `only` and `walked` are those of `open_project`. Raises
    NoProjectError when the schema cannot be read.
    """
    folder = schema or root / "schema"
    if not folder.is_dir():
        raise NoProjectError(
            f"There is no folder {folder}, so plans cannot be checked. Go to the project's folder, "
            "or name it with --root."
        )
    try:
        return open_project(
            root,
            schema=folder,
            spread=spread,
            watch=watch,
            texts=texts,
            only=only,
            walked=walked,
        )
    except OSError as error:
        raise NoProjectError(f"{error.filename} cannot be read: {error.strerror}.") from None
