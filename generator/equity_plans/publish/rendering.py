"""Rendering: everything made from plans, written into the folder of the site.

Pages go through MkDocs' own functions, one after the other and by several programs at once, but
MkDocs never holds them all: it knows them by their addresses only.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import jinja2
from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.utils import get_build_date

from equity_plans import addresses
from equity_plans.exports import File as Exported
from equity_plans.exports import LargeFile
from equity_plans.pages.page import Draft
from equity_plans.pages.page import Page as Made
from equity_plans.publish import PublishError
from equity_plans.publish.base import digest, settings_of
from equity_plans.publish.cache import Cache, Entry
from equity_plans.publish.contents import LOOKED_INTO, Contents, look_into
from equity_plans.publish.inside import Folders
from equity_plans.publish.inventory import mark
from equity_plans.publish.markdown_pages import Converter, MadePage
from equity_plans.publish.site_files import SiteFiles, generated

NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)

COMMIT = "c0ffee0000000000000000000000000000000000"
"""Stands for the commit while a page is made, so that a page of the last commit can be used."""


AT_ONCE = 16
"""So many pages take a step together."""


def file_of(page: Made, *, root: Path, config: MkDocsConfig) -> File:
    """The file that MkDocs is to render `page` from. `root` is the project's folder."""
    file = generated(page.uri, page.markdown, config)
    if page.source is not None:
        file.edit_uri = _edit_uri(root, page.source, config.docs_dir)
    return file


@lru_cache(maxsize=256)
def _edit_uri(root: Path, source: str, docs: str) -> str:
    """Where a file of the project is for MkDocs: many pages are of one file."""
    return Path(os.path.relpath(root / source, docs)).as_posix()


def with_commit(text: str, commit: str) -> str:
    """The text with the commit, whole or cut short, where one stands in for it."""
    return text.replace(COMMIT, commit).replace(COMMIT[:12], commit[:12])


class Written(NamedTuple):
    """A file that was written."""

    file: str
    """Its path from the top of the site."""

    mark: bytes
    """What it was then: see `publish.inventory`."""

    contents: Contents | None
    """What was found in it, for files that are looked into."""


class Rendered(NamedTuple):
    """What is known of a page that was rendered."""

    file: str
    """Its path from the top of the site."""

    stamp: bytes
    """Stands for all that its Markdown was made from, where that is known."""

    told: bytes
    """Stands for all that it was rendered from, where that was to be noted."""


@dataclass(kw_only=True, slots=True)
class _Page:
    """A page while it is rendered."""

    draft: Draft
    before: Rendered | None
    """What is known of it since the last build."""

    noted: bool
    """Whether it is noted what it is rendered from."""

    now: Rendered = field(init=False)
    file: File | None = None
    """What is rendered, unless it would come out as before."""

    entry: Entry | None = None
    """What the cache has of it."""

    asked: dict[str, bool] = field(default_factory=dict)
    """Which files were asked for, and whether they are there."""

    page: MadePage | None = None
    written: Written | None = None


@dataclass(kw_only=True)
class Renderer:
    """Makes and writes pages and exported files of one build."""

    config: MkDocsConfig
    files: SiteFiles
    env: jinja2.Environment
    nav: Navigation
    root: Path
    """The project's folder."""

    commit: str | None
    cache: Cache | None
    options: Mapping[str, object]
    """What mkdocs.yml says to the plugin, as far as pages show it."""

    def export(self, files: Iterable[Exported | LargeFile]) -> list[Written]:
        """Write exported files as they are made."""
        return [
            self._write_large(one)
            if isinstance(one, LargeFile)
            else self._write(one.uri, one.content)
            for one in files
        ]

    def pages(
        self, drafts: Iterable[Draft], *, known: Mapping[str, Rendered] | None = None
    ) -> list[tuple[Rendered, Written | None]]:
        """Make pages, and write each unless it would come to what is `known` of it.

        Where that is None, no later build asks what they were rendered from, so it is not noted.

        Some pages take each step together: a processor that turns to another step all the time
        takes a fifth longer.
        """
        every = iter(drafts)
        made: list[tuple[Rendered, Written | None]] = []
        while some := [
            _Page(draft=one, before=known.get(one.uri) if known else None, noted=known is not None)
            for one in islice(every, AT_ONCE)
        ]:
            heard = _Heard()
            log = logging.getLogger("mkdocs")
            log.addHandler(heard)
            try:
                for step in (self._make, self._populate, self._build):
                    _each(some, step)
            finally:
                log.removeHandler(heard)
            _each(some, partial(self._finish, keep=not heard.anything))
            made += ((one.now, one.written) for one in some)
        return made

    def _make(self, page: _Page) -> None:
        """Make the Markdown, and find out whether it has to be rendered."""
        before, stamp = page.before, page.draft.stamp()
        if before is not None and stamp and stamp == before.stamp:
            page.now = before
            return
        file = file_of(page.draft.make(), root=self.root, config=self.config)
        noted = page.noted or self.cache is not None
        page.now = Rendered(file.dest_uri, stamp, _told(file) if noted else b"")
        if before is not None and (before.file, before.told) == (file.dest_uri, page.now.told):
            return
        page.file = file
        if self.cache is not None:
            entry = self.cache.get(self._key(page))
            if entry is not None and all(
                (self.files.get_file_from_path(uri) is not None) == there
                for uri, there in entry.asked.items()
            ):
                page.entry = entry

    def _populate(self, page: _Page) -> None:
        """Render the Markdown."""
        if page.file is not None and page.entry is None:
            self.files.asked = page.asked
            page.page = self._converter.page(page.file)
            _populate_page(page.page, self.config, self.files)

    def _build(self, page: _Page) -> None:
        """Put it into the theme."""
        if page.page is not None:
            self.files.asked = page.asked
            _build_page(page.page, self.config, [], self.nav, self.env)

    def _finish(self, page: _Page, *, keep: bool) -> None:
        """Write the page."""
        uri = page.now.file
        if page.entry is not None:
            page.written = self._write(uri, page.entry.html, contents=page.entry.contents)
        elif page.page is not None:
            html = page.page.html.encode(errors="xmlcharrefreplace")
            page.written = self._write(uri, html)
            contents = page.written.contents or Contents()
            if self.cache is not None and keep and not contents.flaws:
                entry = Entry(html=html, asked=page.asked, contents=contents)
                self.cache.put(self._key(page), entry)

    def _write_large(self, one: LargeFile) -> Written:
        path = self._place(one.uri)
        digest = hashlib.sha256()
        with open(path, "wb") as file:  # noqa: PTH123 - as below
            for piece in one.pieces():
                digest.update(piece)
                file.write(piece)
            file.flush()
            status = os.fstat(file.fileno())
        return Written(one.uri, mark(digest.digest(), status), None)

    def _place(self, uri: str) -> str:
        """Where a file is to be written; its folder is there."""
        if self.files.written_by_hand(uri):
            raise PluginError(
                f"{Path(self.config.docs_dir) / uri} stands where a page made from plans belongs."
            )
        try:
            return self._folders.place(uri)
        except PublishError as error:
            raise PluginError(str(error)) from None

    def _write(self, uri: str, content: bytes, *, contents: Contents | None = None) -> Written:
        path = self._place(uri)
        if self.commit is not None and COMMIT[:12].encode() in content:
            content = with_commit(content.decode(), self.commit).encode()
        # A country has a quarter of a million files: nothing is asked of the disk but what it must.
        file = os.open(path, NEW, 0o666)
        try:
            written = os.write(file, content)
            while written < len(content):
                written += os.write(file, content[written:])
            status = os.fstat(file)
        finally:
            os.close(file)
        if contents is None and uri.endswith(LOOKED_INTO):
            contents = look_into(content, uri)
        return Written(uri, mark(hashlib.sha256(content).digest(), status), contents)

    def _key(self, page: _Page) -> str:
        return hashlib.sha256(self.fingerprint.encode() + page.now.told).hexdigest()

    @cached_property
    def _folders(self) -> Folders:
        return Folders(self.config.site_dir)

    @cached_property
    def _converter(self) -> Converter:
        return Converter(self.config)

    @cached_property
    def fingerprint(self) -> str:
        """Stands for all that makes every page of this build what it is, besides its Markdown."""
        nav = [(one.title, one.url) for one in self.nav.pages]
        return digest([settings_of(self.config, self.options), nav])


def _each(pages: Iterable[_Page], step: Callable[[_Page], None]) -> None:
    for page in pages:
        try:
            step(page)
        except Exception as error:
            error.add_note(f"This happened while the page {page.draft.uri} was made.")
            raise


def _told(file: File) -> bytes:
    """Stands for all that MkDocs is told of a page."""
    told = "\0".join((file.src_uri, file.edit_uri or "", file.content_string))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()


def can_be_kept(config: MkDocsConfig, *, name: str) -> bool:
    """True when nothing but this plugin has a say in pages, so that what was made can be kept."""
    return set(config.plugins) == {name} and not config.hooks


def in_sitemap(uris: Iterable[str], config: MkDocsConfig) -> Iterator[SimpleNamespace]:
    """The pages made from plans, as far as MkDocs' map of the site tells of them."""
    top, day = config.site_url, get_build_date()  # MkDocs takes its time for either
    for uri in uris:
        url = f"{top}{addresses.address(uri)}"
        page = SimpleNamespace(canonical_url=url, update_date=day, is_link=False)
        yield SimpleNamespace(page=page)


class _Heard(logging.Handler):
    """Notices whether MkDocs had anything to say."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.anything = False

    def emit(self, record: logging.LogRecord) -> None:
        self.anything = self.anything or record.levelno >= logging.WARNING
