"""Site files: MkDocs' files, and with them all that is made from plans."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Sequence
from functools import cached_property, lru_cache
from pathlib import PurePath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from equity_plans.addresses import address

_PLAIN = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*")
"""Matches an address that is a path without steps back and the like."""


class SiteFiles(Files):
    """MkDocs' files, and by their addresses alone all that is made from plans.

    What goes through all files, such as MkDocs' own rendering, does not meet the latter.
    """

    def __init__(self, files: Files, *, config: MkDocsConfig, pages: Collection[str]) -> None:
        super().__init__(files)
        self._config = config
        self.pages = frozenset(pages)
        self.exported: Callable[[str], bool] = lambda _: False
        """Whether there will be an exported file at an address."""

        self.settled = False
        """Whether what was written by hand is on the site already, and stays as it is."""

        self.asked: dict[str, bool] = {}
        """Which files were asked for since this was emptied, and whether they are there."""

    def documentation_pages(
        self, *, inclusion: Callable[[InclusionLevel], bool] = InclusionLevel.is_included
    ) -> Sequence[File]:
        """The pages that MkDocs itself renders."""
        pages = super().documentation_pages(inclusion=inclusion)
        return [one for one in pages if one.generated_by] if self.settled else pages

    def copy_static_files(
        self,
        dirty: bool = False,
        *,
        inclusion: Callable[[InclusionLevel], bool] = InclusionLevel.is_included,
    ) -> None:
        """Copy the files that are no pages."""
        if not self.settled:
            super().copy_static_files(dirty, inclusion=inclusion)

    def get_file_from_path(self, path: str) -> File | None:
        """The file at `path`, whoever writes it."""
        uri = path if _PLAIN.fullmatch(path) else PurePath(path).as_posix()
        found = self.src_uris.get(uri)
        if found is None and (uri in self.pages or self.exported(uri)):
            found = self._made(uri)
        self.asked[uri] = found is not None
        return found

    def written_by_hand(self, uri: str) -> bool:
        """True when MkDocs has a file of its own at this address."""
        return uri in self.src_uris

    def url_of(self, uri: str) -> str | None:
        """The address of the file at `uri`, if there is one that is published."""
        own = self.src_uris.get(uri)
        if own is not None or not self._plainly or not _PLAIN.fullmatch(uri):
            file = self.get_file_from_path(uri)
            excluded = file is None or file.inclusion.is_excluded()  # type: ignore[no-untyped-call] # MkDocs'
            return None if file is None or excluded else file.url
        there = self.asked[uri] = uri in self.pages or self.exported(uri)
        if not there:
            return None
        above, _, name = uri.rpartition("/")
        if not name.endswith(".md"):
            return uri
        place = above if name == "index.md" else uri.removesuffix(".md")
        return f"{place}/" if place else "./"

    @cached_property
    def _plainly(self) -> bool:
        return bool(self._config.use_directory_urls)

    @cached_property
    def _made(self) -> Callable[[str], File]:
        @lru_cache(maxsize=10_000)
        def made(uri: str) -> File:
            return generated(uri, "", self._config)

        return made


def generated(uri: str, content: str, config: MkDocsConfig) -> File:
    """MkDocs' notion of a page made from plans."""
    plain = _PLAIN.fullmatch(uri) is not None
    kind = PlainFile if plain else File
    file = kind.generated(config, uri, content=content, inclusion=InclusionLevel.NOT_IN_NAV)
    if plain and uri.endswith(".md") and config.use_directory_urls:
        url = address(uri)
        file.dest_uri, file.url = f"{url}index.html", url or "./"
    return file


class PlainFile(File):
    """A file whose address is as plain as it will ever be, so nobody has to take it apart."""

    @property
    def src_path(self) -> str:
        """Its address, as the computer writes paths."""
        return os.path.normpath(self.src_uri)

    @src_path.setter
    def src_path(self, value: str) -> None:
        self.src_uri = value
