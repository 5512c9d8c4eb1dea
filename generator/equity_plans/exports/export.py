"""Export: one format in which the site's data can be taken away, and what every format is made of.

Nothing here reads a clock: the same publication gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from typing import IO, Any, ParamSpec, TypeAlias
from urllib.parse import urlsplit

from equity_plans import addresses
from equity_plans.exports.table import Table
from equity_plans.exports.tables import tables
from equity_plans.language import SOURCE
from equity_plans.view import View

LICENSE_ID = "CC0-1.0"
LICENSE_NAME = "Creative Commons Zero 1.0 Universal"
LICENSE_URL = "https://creativecommons.org/publicdomain/zero/1.0/"
"""The licence of the plans, as plans/LICENSE has it."""

DESCRIPTION = (
    "What public agencies promised in their equity plans, what they reported, and where each "
    "promise stands."
)
"""What all the data together tell."""

TAG_YEAR = 2025
"""A year in which the site's host was its publisher's. Part of every id: it never changes."""


P = ParamSpec("P")

PIECE = 1 << 20
"""So many bytes of a large file are read at once."""


class Group(StrEnum):
    """What a reader wants an export for; the data page has a section for each."""

    TABLES = "Tables"
    API = "For programs"
    FOLLOW = "Follow"
    CITE = "Cite and embed"
    SITE = "For the site itself"


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """One file of the site: where it is, from the top of the site, and what is in it."""

    uri: str
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class LargeFile:
    """A file of the site that would take too much memory: it is kept on the disk meanwhile."""

    uri: str
    kept: IO[bytes]

    def __del__(self) -> None:
        """Keep it no longer, though nobody has read it."""
        self.kept.close()

    @property
    def content(self) -> bytes:
        """What is in it, all at once. Like `pieces`, it can be asked for once."""
        return b"".join(self.pieces())

    def pieces(self) -> Iterator[bytes]:
        """What is in it, some at a time; then it is kept no longer."""
        with self.kept as kept:
            kept.seek(0)
            while piece := kept.read(PIECE):
                yield piece


@dataclass(frozen=True, kw_only=True, eq=False)  # without slots, for what is worked out once
class Publication:
    """A view and its tables, with the place where it is published."""

    view: View
    """For the files of one agency, it need not hold more than that agency and those it names."""

    site_url: str
    """The address of the top of the site; it ends in a slash."""

    site_name: str
    commit: str | None = None
    """The commit that the plans are at, where it is known."""

    finished: Callable[[str], bytes] | None = None
    """Gives the content of a file of some agency, once all of these are written.

    Files of the country are put together from them; without it, they are made once more.
    """

    languages: tuple[str, ...] = (SOURCE,)
    """Those of the site's pages, the one at its top first. Only the finder is in all of them."""

    words: bool = True
    """Whether the finder gets its index of words, which is of no use to somebody who writes."""

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """Every table, by name. Their things are looked for when somebody asks for them."""
        return tables(self.view, site_url=self.site_url)

    @cached_property
    def place(self) -> str:
        """The site's address without the scheme and the last slash: `plans.example.org/record`."""
        site = urlsplit(self.site_url)
        return f"{site.hostname}{site.path}".rstrip("/")

    def page(self, uri: str) -> str:
        """The whole address of the page that `uri` is the Markdown of."""
        return self.site_url + addresses.address(uri)

    def file(self, uri: str) -> str:
        """The whole address of an exported file."""
        return self.site_url + uri

    def tag(self, path: str) -> str:
        """An id for ever, by RFC 4151: it outlives every title and every move of the site."""
        site = urlsplit(self.site_url)
        return f"tag:{site.hostname},{TAG_YEAR}:{site.path}{path}"


Write: TypeAlias = Callable[[Publication], Iterator[File | LargeFile]]
"""What gives the files of one format."""

WriteOwn: TypeAlias = Callable[[Publication, str], Iterator[File]]
"""What gives the files of one format that belong to one agency, which is known by its id."""

Named: TypeAlias = Iterator[tuple[str, File]]
"""Files of several formats that are made in one go, each with the name of its format."""


def only(name: str, *, of: Callable[P, Named]) -> Callable[P, Iterator[File]]:
    """What gives the files of one of these formats alone."""
    return lambda *args, **given: (file for named, file in of(*args, **given) if named == name)


def every(of: Callable[P, Named]) -> Callable[P, Iterator[File]]:
    """What gives the files of all these formats."""
    return lambda *args, **given: (file for _, file in of(*args, **given))


def named(name: str, files: Iterable[File]) -> Named:
    """The files with the name of their format."""
    return ((name, file) for file in files)


@dataclass(frozen=True, kw_only=True, slots=True)
class Export:
    """One format: where its files are, what they hold, and how they are written."""

    uri: str
    """Its file, from the top of the site.

    `{plan}` and the like stand for each of them, `{page}` for the address of each one's page.
    """

    media_type: str
    title: str
    description: str
    group: Group
    of_country: Write | None = None
    of_agency: WriteOwn | None = None
    """What gives its files. All of them are of the whole country, or each belongs to one agency."""

    def write(self, publication: Publication) -> Iterator[File | LargeFile]:
        """Every file of this format."""
        if self.of_country is not None:
            yield from self.of_country(publication)
        if self.of_agency is not None:
            for agency in publication.view.portfolio.agencies:
                yield from self.of_agency(publication, agency)

    @property
    def many(self) -> bool:
        """True when there is a file for each plan, action or the like."""
        return "{" in self.uri


def export(
    uri: str,
    title: str,
    description: str,
    *,
    media_type: str,
    group: Group,
    of_country: Write | None = None,
    of_agency: WriteOwn | None = None,
) -> Export:
    """One format, for modules that have several of one kind and say that kind once."""
    return Export(
        uri=uri,
        media_type=media_type,
        title=title,
        description=description,
        group=group,
        of_country=of_country,
        of_agency=of_agency,
    )


@cache
def _json(indent: int | None) -> json.JSONEncoder:
    separators = (",", ": ") if indent else (",", ":")
    return json.JSONEncoder(
        ensure_ascii=False, allow_nan=False, indent=indent, separators=separators
    )


def json_bytes(value: Any, *, indent: int | None = 1) -> bytes:
    """Strict JSON in UTF-8: no NaN, and every character as it is."""
    return f"{_json(indent).encode(value)}\n".encode()
