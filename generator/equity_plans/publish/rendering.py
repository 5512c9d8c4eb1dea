"""Rendering: everything made from plans, written into the folder of the site.

Pages go through MkDocs' own functions, one after the other and by several programs at once, but
MkDocs never holds them all: it knows them by their addresses only.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
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
from equity_plans.publish.inside import inside, is_step
from equity_plans.publish.inventory import mark
from equity_plans.publish.markdown_pages import Converter, MadePage
from equity_plans.publish.site_files import SiteFiles, generated

NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)

COMMIT = "c0ffee0000000000000000000000000000000000"
"""Stands for the commit while a page is made, so that a page of the last commit can be used."""


NOTHING: Mapping[str, bytes] = MappingProxyType({})


def file_of(page: Made, *, root: Path, config: MkDocsConfig) -> File:
    """The file that MkDocs is to render `page` from. `root` is the project's folder."""
    file = generated(page.uri, page.markdown, config)
    if page.source is not None:
        source = os.path.relpath(root / page.source, config.docs_dir)
        file.edit_uri = Path(source).as_posix()
    return file


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
    """A page, which may not have had to be written."""

    file: str
    """Its path from the top of the site."""

    told: bytes
    """Stands for all that it was rendered from, besides what all pages are."""

    written: Written | None


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

    _folder: tuple[str, str] = ("\0", "")
    """The folder that was written to last: its address, and where it is."""

    def export(self, files: Iterable[Exported | LargeFile]) -> list[Written]:
        """Write exported files as they are made."""
        return [
            self._write_large(one)
            if isinstance(one, LargeFile)
            else self._write(one.uri, one.content)
            for one in files
        ]

    def page(self, draft: Draft, *, known: Mapping[str, bytes] = NOTHING) -> Rendered:
        """Make a page, and write it unless what is `known` of its file stands for the same."""
        try:
            file = file_of(draft.make(), root=self.root, config=self.config)
            told = _told(file)
            same = known.get(file.dest_uri) == told
            return Rendered(file.dest_uri, told, None if same else self._finished(file))
        except Exception as error:
            error.add_note(f"This happened while the page {draft.uri} was made.")
            raise

    def _finished(self, file: File) -> Written:
        key = self._key(file)
        known = self.cache.get(key) if self.cache is not None else None
        if known is not None and all(
            (self.files.get_file_from_path(uri) is not None) == there
            for uri, there in known.asked.items()
        ):
            return self._write(file.dest_uri, known.html, contents=known.contents)
        self.files.asked.clear()
        heard = _Heard()
        log = logging.getLogger("mkdocs")
        log.addHandler(heard)
        try:
            page = MadePage(None, file, self.config)
            page.converter = self._converter
            _populate_page(page, self.config, self.files)
            _build_page(page, self.config, [], self.nav, self.env)
        finally:
            log.removeHandler(heard)
        html = page.html.encode(errors="xmlcharrefreplace")
        written = self._write(file.dest_uri, html)
        contents = written.contents or Contents()
        if self.cache is not None and not heard.anything and not contents.flaws:
            self.cache.put(key, Entry(html=html, asked=self.files.asked, contents=contents))
        return written

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
        above, _, name = uri.rpartition("/")
        if self._folder[0] != above or not is_step(name):
            try:
                path = inside(Path(self.config.site_dir), uri)
            except PublishError as error:
                raise PluginError(str(error)) from None
            self._folder = above, os.path.dirname(path)  # noqa: PTH120 - as below
            try:
                os.mkdir(self._folder[1])  # noqa: PTH102 - likewise
            except FileExistsError:
                pass
            except FileNotFoundError:
                path.parent.mkdir(parents=True, exist_ok=True)
        return f"{self._folder[1]}{os.sep}{name}"

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

    def _key(self, file: File) -> str:
        return hashlib.sha256(self.fingerprint.encode() + _told(file)).hexdigest()

    @cached_property
    def _converter(self) -> Converter:
        return Converter(self.config)

    @cached_property
    def fingerprint(self) -> str:
        """Stands for all that makes every page of this build what it is, besides its Markdown."""
        nav = [(one.title, one.url) for one in self.nav.pages]
        return digest([settings_of(self.config, self.options), nav])


def _told(file: File) -> bytes:
    """Stands for all that MkDocs is told of a page."""
    told = "\0".join((file.src_uri, file.edit_uri or "", file.content_string))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()


def can_be_kept(config: MkDocsConfig, *, name: str) -> bool:
    """True when nothing but this plugin has a say in pages, so that what was made can be kept."""
    return set(config.plugins) == {name} and not config.hooks


def in_sitemap(uri: str, config: MkDocsConfig) -> SimpleNamespace:
    """A page made from plans, as far as MkDocs' map of the site tells of it."""
    url = f"{config.site_url}{addresses.address(uri)}"
    return SimpleNamespace(
        page=SimpleNamespace(canonical_url=url, update_date=get_build_date(), is_link=False)
    )


class _Heard(logging.Handler):
    """Notices whether MkDocs had anything to say."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.anything = False

    def emit(self, record: logging.LogRecord) -> None:
        self.anything = self.anything or record.levelno >= logging.WARNING
