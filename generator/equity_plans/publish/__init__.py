"""From a project to a site: the adapters that know MkDocs, other programs, the clock and git."""

from __future__ import annotations

import os
from collections.abc import Collection, Container
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from equity_plans import links
from equity_plans.authoring import read_project
from equity_plans.check.places import agency_of
from equity_plans.check.spread import Watch, unwatched
from equity_plans.diagnostics import as_text
from equity_plans.project import Entries, Project

# Material prints a page of news about itself when it is loaded. The project knows.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

EPOCH = "SOURCE_DATE_EPOCH"
"""The environment variable by which a build can be told what time it is: reproducible-builds.org"""


class PublishError(Exception):
    """Nothing was published; the message says why, for whoever runs the command."""


def open_sound_project(
    root: Path,
    *,
    schema: Path | None = None,
    watch: Watch = unwatched,
    only: Container[str] | None = None,
    checked: Collection[str] = (),
    walked: Entries | None = None,
) -> Project:
    """The project in `root`, without texts. Raises PublishError, with every error, if any.

    `watch` is told how far it is. With `only`, just the part of these agencies is read, and no
    error is looked for in others than those `checked`: what they name may be in another part.
    `walked` is that of `open_project`.
    """
    from equity_plans.publish.workers import spread  # noqa: PLC0415 - it raises PublishError

    project = read_project(
        root, schema=schema, spread=spread, watch=watch, texts=False, only=only, walked=walked
    )
    if only is not None:
        errors = (one for one in project.errors if agency_of(one.file) in (None, *checked))
        # All of it is read to say everything that is wrong, and what would be right.
        return open_sound_project(root, schema=schema, watch=watch) if any(errors) else project
    if project.errors:
        files, plans = len(project.documents), len(project.portfolio.plans)
        raise PublishError(as_text(project.errors, files=files, plans=plans).rstrip())
    return project


def with_links(project: Project, *, as_of: date) -> Project:
    """The project in which everything cited knows what had been seen of it by the day `as_of`.

    Raises PublishError when the record of links is not as its schema says.
    """
    file = project.root / links.RECORD
    try:
        seen = links.read_record(file.read_bytes())
    except FileNotFoundError:
        return project
    except links.RecordError as error:
        raise PublishError(
            f"{links.RECORD} is not as `equity-plans links` writes it. {error} Take the file away "
            "and run that command again."
        ) from None
    return replace(project, portfolio=links.with_seen(project.portfolio, seen, as_of=as_of))


def day_of_build() -> date:
    """The day a site shows when nobody names one: that of SOURCE_DATE_EPOCH, else today."""
    epoch = os.environ.get(EPOCH)
    if epoch is None:
        return datetime.now().astimezone().date()
    try:
        return datetime.fromtimestamp(int(epoch), tz=UTC).date()
    except (ValueError, OverflowError, OSError):
        raise PublishError(
            f"{EPOCH} is “{epoch}”, but must be a number of seconds since 1970."
        ) from None


def epoch_of(day: date) -> str:
    """The value of SOURCE_DATE_EPOCH that stands for `day`."""
    return str(int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()))
