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
    responses,
    schemas,
    workbook,
)
from equity_plans.exports.export import Export, File, Group, Publication
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
    for export in EXPORTS:
        for file in export.write(published):
            yield file.uri, file.content


__all__ = ["EXPORTS", "Export", "File", "Group", "Publication", "export_files", "publication"]
