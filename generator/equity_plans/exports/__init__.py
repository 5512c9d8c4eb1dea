"""Everything on the site, to take away, follow and cite: one small module per format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from equity_plans.exports import (
    api,
    badges,
    calendars,
    catalog,
    citations,
    csv_files,
    database,
    datapackage,
    feeds,
    find,
    once,
    responses,
    schemas,
    workbook,
)
from equity_plans.exports.export import Export, File, Group, LargeFile, Publication, Write, every
from equity_plans.exports.tables import tables
from equity_plans.language import SOURCE
from equity_plans.view import View

EXPORTS: tuple[Export, ...] = (
    workbook.EXPORT,
    database.EXPORT,
    csv_files.EXPORT,
    datapackage.EXPORT,
    catalog.EXPORT,
    *feeds.EXPORTS,
    *calendars.EXPORTS,
    *citations.EXPORTS,
    *badges.EXPORTS,
    *api.EXPORTS,
    *responses.EXPORTS,
    schemas.EXPORT,
    find.EXPORT,
)
"""Every format. A new one is a module and a line."""


TOGETHER: tuple[tuple[Sequence[Export], Write], ...] = (
    (
        (workbook.EXPORT, database.EXPORT, csv_files.EXPORT, datapackage.EXPORT),
        lambda published: once.write(
            published, workbook.Writer, database.Writer, datapackage.Writer
        ),
    ),
    (api.RECORDS, every(api.everything)),
    (feeds.EXPORTS, every(feeds.everything)),
    (calendars.EXPORTS, every(calendars.everything)),
)
"""Formats made of the same, and what writes them in one go, so that nothing is made twice."""


def in_one_go() -> tuple[Write, ...]:
    """What writes every file of all formats once; what takes longest comes first."""
    written = [export for exports, _ in TOGETHER for export in exports]
    return (
        *(write for _, write in TOGETHER),
        *(export.write for export in EXPORTS if export not in written),
    )


SITE_NAME = "Equity Plans"


def publication(
    view: View,
    *,
    site_url: str,
    site_name: str = SITE_NAME,
    commit: str | None = None,
    languages: Sequence[str] = (SOURCE,),
) -> Publication:
    """What every format is written from.

    `site_url` is the address of the top of the site, `commit` what the plans are at, if known.
    `languages` are those of its pages, the one at its top first.
    """
    top = site_url.rstrip("/") + "/"
    return Publication(
        view=view,
        site_url=top,
        site_name=site_name,
        tables=tables(view, site_url=top),
        commit=commit,
        languages=tuple(languages),
    )


def export_files(
    view: View, *, site_url: str, site_name: str = SITE_NAME, commit: str | None = None
) -> Iterator[tuple[str, bytes]]:
    """Every exported file: its place from the top of the site, and its bytes."""
    published = publication(view, site_url=site_url, site_name=site_name, commit=commit)
    for write in in_one_go():
        for file in write(published):
            yield file.uri, file.content


__all__ = [
    "EXPORTS",
    "Export",
    "File",
    "Group",
    "LargeFile",
    "Publication",
    "Write",
    "export_files",
    "in_one_go",
    "publication",
]
