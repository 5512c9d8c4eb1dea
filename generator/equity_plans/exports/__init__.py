"""Everything on the site, to take away, follow and cite: one small module per format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

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
    openapi,
    responses,
    schemas,
    workbook,
)
from equity_plans.exports.beside import for_each
from equity_plans.exports.export import (
    Export,
    File,
    Group,
    LargeFile,
    Publication,
    Write,
    WriteOwn,
    every,
)
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
    openapi.EXPORT,
    responses.EXPORT,
    schemas.EXPORT,
    find.EXPORT,
)
"""Every format. A new one is a module and a line."""


OF_AGENCY: tuple[tuple[Sequence[Export], WriteOwn], ...] = (
    (api.ONES, every(api.of_agency)),
    (feeds.EXPORTS, every(feeds.of_agency)),
    (calendars.EXPORTS, every(calendars.of_agency)),
    ((*citations.EXPORTS, *badges.EXPORTS), every(for_each(citations.beside, badges.beside))),
)
OF_COUNTRY: tuple[tuple[Sequence[Export], Write], ...] = (
    (
        (workbook.EXPORT, database.EXPORT, csv_files.EXPORT, datapackage.EXPORT),
        lambda published: once.write(
            published, workbook.Writer, database.Writer, datapackage.Writer
        ),
    ),
    ((find.EXPORT,), find.write),
    (feeds.EXPORTS, every(feeds.of_country)),
)
"""Formats made of the same, and what writes them in one go, so that nothing is made twice.

Every file belongs either to one agency or to the country.
"""

OF_FINISHED: tuple[tuple[Sequence[Export], Sequence[Write]], ...] = (
    (api.LISTS, api.lists_in_pieces()),
)
"""Formats of the country that are put together from finished files of agencies, and what writes
them in pieces."""


def of_agency(publication: Publication, agency_id: str) -> Iterator[File]:
    """Every file that belongs to one agency, those of one folder one after the other.

    All it looks at is this agency and those that it names.
    """
    together = {export.uri for exports, _ in OF_AGENCY for export in exports}
    alone = (one.of_agency for one in EXPORTS if one.of_agency and one.uri not in together)
    for write in (*(write for _, write in OF_AGENCY), *alone):
        yield from write(publication, agency_id)


def of_country() -> tuple[Write, ...]:
    """What writes the files that belong to no agency alone; what takes longest comes first."""
    together = {one.uri for exports, _ in (*OF_COUNTRY, *OF_FINISHED) for one in exports}
    alone = (one.of_country for one in EXPORTS if one.of_country and one.uri not in together)
    return (*(write for _, write in OF_COUNTRY), *alone)


def of_finished() -> tuple[Write, ...]:
    """What writes those of them that are put together from finished files of agencies."""
    return tuple(write for _, writes in OF_FINISHED for write in writes)


def of_agencies(publication: Publication) -> Iterator[File]:
    """Every file that belongs to some agency."""
    for agency in publication.view.portfolio.agencies:
        yield from of_agency(publication, agency)


def in_one_go() -> tuple[Write, ...]:
    """What writes every file of all formats once; what takes longest comes first."""
    return (of_agencies, *of_country(), *of_finished())


SITE_NAME = "Equity Plans"


def publication(
    view: View,
    *,
    site_url: str,
    site_name: str = SITE_NAME,
    commit: str | None = None,
    languages: Sequence[str] = (SOURCE,),
    finished: Callable[[str], bytes] | None = None,
    words: bool = True,
) -> Publication:
    """What every format is written from.

    `site_url` is the address of the top of the site, `commit` what the plans are at, if known.
    `languages` are those of its pages, the one at its top first. `finished` gives files of agencies
    that are written already, for what is put together from them. Without `words`, the finder gets
    no index of words.
    """
    top = site_url.rstrip("/") + "/"
    return Publication(
        view=view,
        site_url=top,
        site_name=site_name,
        commit=commit,
        languages=tuple(languages),
        finished=finished,
        words=words,
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
    "of_agency",
    "of_country",
    "of_finished",
    "publication",
]
