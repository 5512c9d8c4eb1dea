"""Rendering: everything made from plans, written into the folder of the site.

Pages go through MkDocs' own functions, one after the other and by several programs at once, but
MkDocs never holds them all: it knows them by their addresses only.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, partial
from importlib.metadata import distributions
from importlib.resources import files as package_files
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import jinja2
from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.utils import get_build_date, get_build_datetime

from equity_plans import addresses
from equity_plans.exports import LargeFile, Publication, Write
from equity_plans.pages.page import Draft
from equity_plans.pages.page import Page as Made
from equity_plans.publish import PublishError
from equity_plans.publish.cache import Cache, Entry
from equity_plans.publish.contents import LOOKED_INTO, Contents, look_into
from equity_plans.publish.inside import inside, is_step
from equity_plans.publish.inventory import mark
from equity_plans.publish.markdown_pages import Converter, MadePage
from equity_plans.publish.site_files import SiteFiles, generated

PAGES_AT_ONCE = 16
"""So many pages are one task: enough that handing over costs nothing, few enough to share well."""

FIRST_PAGES = 96
"""So many pages are made before the work is spread, so that no program has to learn all of it."""

NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)

OF_NO_CONSEQUENCE = frozenset(
    ("config_file_path", "dev_addr", "docs_dir", "extra", "plugins", "site_dir", "theme", "watch")
)
"""Settings that no page shows, and those that are looked at one by one."""

COMMIT = "c0ffee0000000000000000000000000000000000"
"""Stands for the commit while a page is made, so that a page of the last commit can be used."""


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

    def tasks(self, drafts: Sequence[Draft]) -> Iterator[Callable[[], list[Written]]]:
        """What is to be done to write these pages, in parts.

        The first is pages of all kinds: who has made them has most of what the others need.
        """
        self.fingerprint  # noqa: B018 - worked out once, before the work is spread
        every = len(drafts) // FIRST_PAGES + 1
        yield partial(self._pages, drafts[::every])
        others = [one for number, one in enumerate(drafts) if number % every]
        for start in range(0, len(others), PAGES_AT_ONCE):
            yield partial(self._pages, others[start : start + PAGES_AT_ONCE])

    def export(self, write: Write, published: Publication) -> list[Written]:
        """Write exported files as they are made."""
        return [
            self._write_large(one)
            if isinstance(one, LargeFile)
            else self._write(one.uri, one.content)
            for one in write(published)
        ]

    def _pages(self, drafts: Sequence[Draft]) -> list[Written]:
        return [self._page(draft) for draft in drafts]

    def _page(self, draft: Draft) -> Written:
        try:
            return self._finished(file_of(draft.make(), root=self.root, config=self.config))
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
        told = "\0".join((self.fingerprint, file.src_uri, file.edit_uri or "", file.content_string))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def _converter(self) -> Converter:
        return Converter(self.config)

    @cached_property
    def fingerprint(self) -> str:
        """Stands for all that makes every page of this build what it is, besides its Markdown."""
        templates = _templates(self.config)
        extra = {
            name: str(value)
            for name, value in self.config.extra.items()
            # The counts change with every plan; they matter where a template shows them.
            if name != "counts" or "counts" in templates
        }
        told = {
            "python": sys.version,
            "packages": sorted(f"{one.name} {one.version}" for one in distributions()),
            "code": _code(),
            "templates": templates,
            "settings": {
                name: value for name, value in self.config.items() if name not in OF_NO_CONSEQUENCE
            },
            "theme": [self.config.theme.name, str(self.config.theme.locale), self.config.theme],
            "extra": extra,
            "options": self.options,
            "moment": str(get_build_datetime()) if "build_date" in templates else "",
            "nav": [(one.title, one.url) for one in self.nav.pages],
        }
        text = json.dumps(told, sort_keys=True, default=_told)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _told(value: object) -> object:
    """A setting as JSON can hold it."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    return str(value) if isinstance(value, str | Path | date) else type(value).__name__


def can_be_kept(config: MkDocsConfig, *, name: str) -> bool:
    """True when nothing but this plugin has a say in pages, so that what was made can be kept."""
    return set(config.plugins) == {name} and not config.hooks


def in_sitemap(uri: str, config: MkDocsConfig) -> SimpleNamespace:
    """A page made from plans, as far as MkDocs' map of the site tells of it."""
    url = f"{config.site_url}{addresses.address(uri)}"
    return SimpleNamespace(
        page=SimpleNamespace(canonical_url=url, update_date=get_build_date(), is_link=False)
    )


def _templates(config: MkDocsConfig) -> str:
    """The text of every template that is not part of a package."""
    folder = config.theme.custom_dir
    found = sorted(Path(folder).rglob("*.html")) if folder else []
    return "\n".join(f"{file.name}\n{file.read_text(encoding='utf-8')}" for file in found)


@lru_cache(maxsize=1)
def _code() -> str:
    """Stands for this release, byte for byte."""
    digest = hashlib.sha256()
    folder = Path(str(package_files("equity_plans")))
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


class _Heard(logging.Handler):
    """Notices whether MkDocs had anything to say."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.anything = False

    def emit(self, record: logging.LogRecord) -> None:
        self.anything = self.anything or record.levelno >= logging.WARNING
