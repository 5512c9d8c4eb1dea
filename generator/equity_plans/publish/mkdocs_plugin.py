"""The MkDocs plugin: puts the pages of a project into the site that MkDocs builds."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from equity_plans import __version__, addresses, links
from equity_plans.authoring import NoProjectError
from equity_plans.check.spread import Watch, unwatched
from equity_plans.exports import EXPORTS, Export, publication
from equity_plans.language import folders
from equity_plans.pages import of_agency, of_country
from equity_plans.pages.compiled import COMPILED
from equity_plans.pages.page import Draft
from equity_plans.pages.render import load_templates
from equity_plans.project import Project, entries_in
from equity_plans.publish import PublishError, day_of_build
from equity_plans.publish.base import base_of, digest, settings_of
from equity_plans.publish.cache import Cache
from equity_plans.publish.contents import ERROR_PAGE
from equity_plans.publish.headers import FILE, headers_file
from equity_plans.publish.hosting import site_of, switches
from equity_plans.publish.inside import inside
from equity_plans.publish.kept import Kept, read_kept
from equity_plans.publish.languages import language_of, spoken_by_theme
from equity_plans.publish.making import Making, Reader, Sources, sources_in
from equity_plans.publish.manifest import commit_of
from equity_plans.publish.markdown_pages import MadePage
from equity_plans.publish.options import Options
from equity_plans.publish.outcome import Outcome
from equity_plans.publish.rendering import (
    COMMIT,
    Rendered,
    Renderer,
    can_be_kept,
    file_of,
    in_sitemap,
    with_commit,
)
from equity_plans.publish.site_files import SiteFiles
from equity_plans.publish.source_files import (
    by_hand,
    ids_of_theme,
    leave_out_unused,
    pass_over_hidden,
    refuse_links,
)
from equity_plans.publish.structure import Structure
from equity_plans.publish.theme import teach
from equity_plans.publish.update import SITEMAP, is_intact
from equity_plans.publish.work import Work
from equity_plans.publish.workers import collecting, spread
from equity_plans.view import Site, View
from equity_plans.words import count as counted
from equity_plans.words import number

if TYPE_CHECKING:  # a server is slow to load
    from mkdocs.livereload import LiveReloadServer

LOG = get_plugin_logger(__name__)

NAME = "equity-plans"
"""What mkdocs.yml calls the plugin."""


class UpToDate(Exception):  # noqa: N818 - it is no error
    """The site that is there is the one that would be made."""


class EquityPlansPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call] # likewise
    """Adds every page of a project, and what the theme needs to show them."""

    as_of: date
    commit: str | None
    site: Site
    note: str
    """What whoever builds has to be told; else nothing."""

    last: Kept | None
    """What is known of the site that was built before, if that may be used."""

    making: Making
    country: list[Draft]
    """The pages of the whole country, but for those that MkDocs itself renders."""

    pages: tuple[str, ...]
    """Every page made from plans, as Markdown, in order."""

    structure: Structure
    files: SiteFiles
    nav: Navigation
    outcome: Outcome
    """What was made and written."""

    cache: Cache | None
    index_for_search = True
    use_cache = True
    base = ""
    """Stands for all that pages hang on, but for the plans of agencies."""

    data = True
    """Whether the data of the whole country is written, too."""

    published: Path | None = None
    """Where the site was built before, of which all may stay that is as it was."""

    watch: Watch = staticmethod(unwatched)
    """Is told how far long work is."""

    tell: Callable[[str], None] = staticmethod(LOG.debug)
    """Is told what has been done."""

    workers: int | None = None
    """How many programs make pages at a time; None for as many as there are processors."""

    @property
    def view(self) -> View:
        """What the pages are made from: all, or the part that an edit concerns."""
        return self.making.view

    @property
    def project(self) -> Project:
        """What was read."""
        return self.view.project

    def on_startup(
        self,
        *,
        command: Literal["build", "gh-deploy", "serve"],
        dirty: bool,  # noqa: ARG002 - MkDocs' signature
    ) -> None:
        """Leave the search index out while somebody writes: it takes the longest."""
        self.index_for_search = command != "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the project, refuse one with errors, and tell the theme about it."""
        root = Path(self.config.root or Path(config.config_file_path).parent)
        try:
            self.as_of = self.config.as_of or day_of_build()
            self.site = site_of(config, root=root)
            official, self.note = switches(config)
        except PublishError as error:
            raise PluginError(str(error)) from None
        if self.note:
            LOG.info(self.note)
        self.commit = commit_of(root)
        self.structure = Structure(taken=ids_of_theme(config))
        pass_over_hidden(config.theme)
        config.markdown_extensions.append(self.structure)  # type: ignore[arg-type] # names or extensions
        # A plain dictionary: MkDocs' own has attributes that a template would take for values.
        config["extra"] = {
            **config.extra,
            **official,
            "as_of": self.as_of,
            "commit": self.commit and COMMIT,
            "version": __version__,
        }
        try:
            self.making = self._read(config, root=root)
        except (PublishError, NoProjectError) as error:
            raise PluginError(str(error)) from None
        return config

    def _read(self, config: MkDocsConfig, *, root: Path) -> Making:
        """What there is to make."""
        schema = Path(self.config.schema) if self.config.schema else None
        entries = entries_in(root)
        sources = sources_in(root, entries)
        where = (str(self.site), os.path.relpath(root, config.docs_dir))
        self.base = base_of(
            digest([settings_of(config, self._options), where]),
            shared=sources[None],
            others=[root / links.RECORD, schema or root / "schema", *by_hand(config)],
        )
        self.last = self._last(sources, config)
        reader = Reader(
            root=root,
            entries=entries,
            schema=schema,
            as_of=self.as_of,
            site=self.site,
            languages=self.config.languages,
            workers=self.workers,
            watch=self.watch,
        )
        making = reader.read(sources, last=self.last, whole=self.data)
        read, files = len(making.view.project.documents), sum(map(len, sources.values()))
        of = f", of {number(files)}," if read < files else ""
        self.tell(f"Read and checked {counted(read, 'file')}{of}".rstrip(","))
        return making

    def _last(self, sources: Sources, config: MkDocsConfig) -> Kept | None:
        """What is known of the site that is there. Raises UpToDate when that is all to be made."""
        place, named = self.published, _named_in(config.nav)
        last = read_kept(place, base=self.base) if place is not None else None
        if last is None or place is None or not can_be_kept(config, name=NAME):
            return None
        if not all(named.isdisjoint(one.pages) for one in last.agencies.values()):
            return None
        if self.data and not is_intact(place, workers=self.workers):
            return None
        if last.is_of(sources) and last.commit == self.commit and (last.whole or not self.data):
            raise UpToDate
        COMPILED.known.update(last.templates)
        return last

    @property
    def _options(self) -> dict[str, object]:
        """What mkdocs.yml says to the plugin, as far as pages show it."""
        return {"as_of": self.as_of, "languages": self.config.languages}

    def on_serve(
        self,
        server: LiveReloadServer,
        *,
        config: MkDocsConfig,  # noqa: ARG002 - MkDocs' signature
        builder: Callable[..., None],  # noqa: ARG002 - MkDocs' signature
    ) -> LiveReloadServer:
        """Build again when a plan or the schema changes, or a new file appears."""
        for folder in ("plans", "schema"):
            if (self.project.root / folder).is_dir():
                server.watch(str(self.project.root / folder))
        return server

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Tell MkDocs of all that will be made, and leave out what no template of ours uses."""
        refuse_links(files, config=config)
        leave_out_unused(files, config)
        if not config.site_url:
            raise PluginError(
                "mkdocs.yml has to name site_url: feeds and data hold whole addresses."
            )
        country = list(of_country(self.making.country, languages=self.config.languages))
        named = _named_in(config.nav)
        of_agencies = (uri for one in self.making.agencies.values() for uri in one.pages)
        self.pages = (*of_agencies, *(one.uri for one in country))
        for uri in sorted(files.src_uris.keys() & set(self.pages)):
            raise PluginError(
                f"{Path(config.docs_dir) / uri} stands where a page made from plans belongs."
            )
        self.country = [draft for draft in country if draft.uri not in named]
        settled = False
        if self.last is not None:  # what no plan has a say in is what it was
            config.theme.static_templates.discard(ERROR_PAGE)
            if self.last.pages == set(self.pages) - named:
                config.theme.static_templates.discard(SITEMAP)
                same = self.last.commit == self.commit  # each page may tell it
                settled = same and bool(named) and named <= set(self.pages)
        for draft in chain(country, self._of_agencies(named)):
            if draft.uri in named:  # then MkDocs itself renders it
                files.append(file_of(draft.make(), root=self.project.root, config=config))
        self.files = SiteFiles(files, config=config, pages=self.pages)
        self.files.exported, self.files.settled = _exported, settled
        for name, uri in (("feed", addresses.FEED), ("data_page", addresses.DATA)):
            there = self.files.get_file_from_path(uri)
            if there is not None:
                config.extra[name] = there.url
        return self.files

    def _of_agencies(self, named: frozenset[str]) -> Iterator[Draft]:
        """The pages of the agencies of which a page is `named`."""
        for agency, one in self.making.agencies.items():
            if not named.isdisjoint(one.pages):
                yield from of_agency(
                    self.view, agency, places=one.places, languages=self.config.languages
                )

    def on_nav(
        self,
        nav: Navigation,
        *,
        config: MkDocsConfig,  # noqa: ARG002 - MkDocs' signature
        files: Files,  # noqa: ARG002 - MkDocs' signature
    ) -> Navigation:
        """Keep what pages are shown with."""
        self.nav = nav
        return nav

    @event_priority(-100)
    def on_env(
        self,
        env: jinja2.Environment,
        *,
        config: MkDocsConfig,
        files: Files,  # noqa: ARG002 - MkDocs' signature
    ) -> jinja2.Environment:
        """Teach the theme's templates to speak, as the pages do.

        Then everything is known that pages are made with, so they are made and written.
        """
        teach(env, config, self.config.languages)
        env.bytecode_cache = COMPILED
        load_templates(self.config.languages)
        # What has to be worked out for any page, no copy of this program has to work out again.
        work = self._work(env, config)
        first, others, last = work.first_parts(), work.parts(), work.last_parts()
        told = self.watch("Making pages")
        self.outcome = Outcome()
        parts = chain(
            (part() for part in first),
            spread(others, workers=self.workers),
            spread(last, workers=self.workers),
        )
        with collecting() if self.data else nullcontext():  # an edit is soon done
            for done, part in enumerate(parts, start=1):
                self.outcome.take(part)
                told(done, len(first) + len(others) + len(last))
        return env

    def _work(self, env: jinja2.Environment, config: MkDocsConfig) -> Work:
        """Everything to be made and written."""
        pages = Path(config.config_file_path).parent / "build" / "cache" / "pages"
        usable = self.use_cache and can_be_kept(config, name=NAME)
        self.cache = Cache(pages) if usable else None
        renderer = Renderer(
            config=config,
            files=self.files,
            env=env,
            nav=self.nav,
            root=self.project.root,
            commit=self.commit,
            cache=self.cache,
            options=self._options,
        )
        published = publication(
            self.making.view,
            site_url=config.site_url or "",
            site_name=config.site_name,
            commit=self.commit,
            languages=self.config.languages,
            finished=partial(_finished, [Path(config.site_dir), *filter(None, (self.published,))]),
            words=self.index_for_search,
        )
        return Work(
            renderer=renderer,
            making=self.making,
            publication=published,
            country=self.country,
            known=self._known(),
            data=self.data or self.last is None,
        )

    def _known(self) -> dict[str, Rendered]:
        """The pages of the country that are on the site, but for those that name the commit."""
        known = self.last.country if self.last is not None else {}
        fronts = {
            f"{below}{addresses.OVERVIEW}" for below in folders(self.config.languages).values()
        }
        return {uri: Rendered(*one) for uri, one in known.items() if uri not in fronts}

    def kept(self) -> Kept:
        """What will be known of the site."""
        earlier = self.last.data if self.last is not None and not self.data else None
        kept = self.outcome.kept(self.making, base=self.base, data=earlier, commit=self.commit)
        return replace(kept, whole=self.index_for_search, templates=COMPILED.known)

    def on_template_context(
        self,
        context: TemplateContext,
        *,
        template_name: str,
        config: MkDocsConfig,
    ) -> TemplateContext:
        """Put the pages made from plans into the map of the site."""
        if template_name == SITEMAP:
            own = self.files.src_uris  # which MkDocs has in it already
            made = in_sitemap((uri for uri in self.pages if uri not in own), config)
            # One after the other: all of them at once would be many things to keep track of.
            context["pages"] = chain(context["pages"], made)  # type: ignore[typeddict-item] # see there
        return context

    def on_post_template(self, output_content: str, **_: object) -> str:
        """Write the commit where a template has it."""
        return self._with_commit(output_content)

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, **_: object) -> str:
        """Write the commit where a page that MkDocs makes by itself has it.

        A page made from plans is kept to be written as all is that is; MkDocs writes no empty page.
        """
        if isinstance(page, MadePage):
            page.html = output
            return ""
        return self._with_commit(output)

    def _with_commit(self, text: str) -> str:
        return text if self.commit is None else with_commit(text, self.commit)

    def on_page_markdown(
        self,
        markdown: str,
        *,
        page: Page,
        config: MkDocsConfig,  # noqa: ARG002 - MkDocs' signature
        files: Files,  # noqa: ARG002 - MkDocs' signature
    ) -> str:
        """Have what is added to a page, too, in its language."""
        self.structure.language = language_of(page.meta)
        return markdown

    def on_page_context(
        self,
        context: TemplateContext,
        *,
        page: Page,
        config: MkDocsConfig,  # noqa: ARG002 - MkDocs' signature
        nav: Navigation,  # noqa: ARG002 - MkDocs' signature
    ) -> TemplateContext:
        """Have the theme speak the language of the page."""
        context.update(spoken_by_theme(page.meta, self.config.languages))  # type: ignore[typeddict-item] # for our templates
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the headers to send beside the finished pages."""
        headers = Path(config.site_dir) / FILE
        headers.write_text(headers_file(config.site_url or "/"), encoding="utf-8", newline="\n")
        if self.cache is not None:
            self.cache.shrink()


def _named_in(nav: object) -> frozenset[str]:
    """The files that the navigation in mkdocs.yml names."""
    if isinstance(nav, str):
        return frozenset((nav,))
    inner = nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ()
    return frozenset().union(*map(_named_in, inner))


def _finished(sites: Sequence[Path], uri: str) -> bytes:
    """A file that was written for this site, or stays as it is in the one before."""
    for site in sites:
        file = inside(site, uri)
        if file.exists():
            return file.read_bytes()
    raise FileNotFoundError(uri)


def _exported(uri: str) -> bool:
    """Whether there can be an exported file at an address."""
    if "//" in uri or uri.startswith("/"):
        return False
    return uri.endswith(_BESIDE_PAGES) or _EXPORTED.fullmatch(uri) is not None


def _pattern(export: Export) -> str:
    """Matches the address of every file of an export, where no step of it is empty."""
    steps = re.split(r"\{[a-z]+\}", export.uri)
    return "[^/](?:.*[^/])?".join(map(re.escape, steps))


_PAGE = "{page}/"
_BESIDE_PAGES = tuple(
    f"/{one.uri.removeprefix(_PAGE)}" for one in EXPORTS if one.uri.startswith(_PAGE)
)
_EXPORTED = re.compile(
    f"(?s){'|'.join(_pattern(one) for one in EXPORTS if not one.uri.startswith(_PAGE))}"
)
