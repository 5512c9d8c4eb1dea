"""The MkDocs plugin: puts the pages of a project into the site that MkDocs builds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Literal

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from equity_plans import __version__, addresses
from equity_plans.authoring import NoProjectError
from equity_plans.check.spread import Watch, unwatched
from equity_plans.exports import EXPORTS, Export, in_one_go, publication
from equity_plans.model import Portfolio
from equity_plans.pages import drafts
from equity_plans.pages.page import Draft
from equity_plans.project import Project
from equity_plans.publish import (
    PublishError,
    day_of_build,
    open_sound_project,
    search,
    with_links,
)
from equity_plans.publish.cache import Cache
from equity_plans.publish.contents import Contents
from equity_plans.publish.headers import FILE, headers_file
from equity_plans.publish.hosting import site_of, switches
from equity_plans.publish.languages import language_of, spoken_by_theme
from equity_plans.publish.manifest import commit_of
from equity_plans.publish.markdown_pages import MadePage
from equity_plans.publish.options import Options
from equity_plans.publish.rendering import (
    COMMIT,
    Renderer,
    Written,
    can_be_kept,
    file_of,
    in_sitemap,
    with_commit,
)
from equity_plans.publish.site_files import SiteFiles
from equity_plans.publish.structure import ID, Structure
from equity_plans.publish.theme import teach
from equity_plans.publish.workers import spread
from equity_plans.view import Site, View
from equity_plans.view import view as look
from equity_plans.words import count as counted

LOG = get_plugin_logger(__name__)

NAME = "equity-plans"
"""What mkdocs.yml calls the plugin."""


class EquityPlansPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call] # likewise
    """Adds every page of a project, and what the theme needs to show them."""

    project: Project
    as_of: date
    view: View
    commit: str | None
    site: Site
    note: str
    """What whoever builds has to be told; else nothing."""

    structure: Structure
    drafts: list[Draft]
    files: SiteFiles
    nav: Navigation
    marks: dict[str, bytes]
    """What every file made from plans was when it was written, by path from the top of the site."""

    contents: dict[str, Contents]
    """What was found in those that are looked into."""

    cache: Cache | None
    index_for_search = True
    use_cache = True
    cache_folder: Path | None = None
    """Where finished pages are kept; None for build/cache/pages beside mkdocs.yml."""

    watch: Watch = staticmethod(unwatched)
    """Is told how far long work is."""

    tell: Callable[[str], None] = staticmethod(LOG.debug)
    """Is told what has been done."""

    workers: int | None = None
    """How many programs make pages at a time; None for as many as there are processors."""

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
            schema = Path(self.config.schema) if self.config.schema else None
            sound = open_sound_project(root, schema=schema, watch=self.watch)
            self.tell(f"Read and checked {counted(len(sound.documents), 'file')}")
            self.project = with_links(sound, as_of=self.as_of)
            self.site = site_of(config, root=root)
            official, self.note = switches(config)
        except (PublishError, NoProjectError) as error:
            raise PluginError(str(error)) from None
        if self.note:
            LOG.info(self.note)
        self.commit = commit_of(root)
        self.structure = Structure(taken=_ids_of_theme(config))
        config.markdown_extensions.append(self.structure)  # type: ignore[arg-type] # names or extensions
        # A plain dictionary: MkDocs' own has attributes that a template would take for values.
        config["extra"] = {
            **config.extra,
            **official,
            "as_of": self.as_of,
            "commit": self.commit and COMMIT,
            "counts": count(self.project.portfolio),
            "version": __version__,
        }
        return config

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
        _refuse_links(files, config=config)
        _leave_out_unused(files, config)
        if not config.site_url:
            raise PluginError(
                "mkdocs.yml has to name site_url: feeds and data hold whole addresses."
            )
        self.view = replace(look(self.project, as_of=self.as_of), site=self.site)
        named = _named_in(config.nav)
        self.drafts = []
        for draft in drafts(self.view, languages=self.config.languages):
            if files.get_file_from_path(draft.uri) is not None:
                raise PluginError(
                    f"{Path(config.docs_dir) / draft.uri} stands where a page made from plans "
                    "belongs."
                )
            if draft.uri in named:  # then MkDocs itself renders it
                files.append(file_of(draft.make(), root=self.project.root, config=config))
            else:
                self.drafts.append(draft)
        self.files = SiteFiles(files, config=config, pages=[one.uri for one in self.drafts])
        exported = re.compile("|".join(map(_pattern, EXPORTS)))
        self.files.exported = lambda uri: exported.fullmatch(uri) is not None
        for name, uri in (("feed", addresses.FEED), ("data_page", addresses.DATA)):
            there = self.files.get_file_from_path(uri)
            if there is not None:
                config.extra[name] = there.url
        return self.files

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
        tasks = self._tasks(env, config)
        self.marks, self.contents = {}, {}
        told = self.watch("Making pages")
        # What has to be worked out for any page, no copy of this program has to work out again.
        first = tasks.pop(len(in_one_go()))
        parts = chain((first(),), spread(tasks, workers=self.workers))
        for done, part in enumerate(parts, start=1):
            for one in part:
                self.marks[one.file] = one.mark
                if one.contents is not None:
                    self.contents[one.file] = one.contents
            told(done, len(tasks) + 1)
        return env

    def _tasks(
        self, env: jinja2.Environment, config: MkDocsConfig
    ) -> list[Callable[[], list[Written]]]:
        """Everything to be made and written, what takes longest first."""
        usable = self.use_cache and can_be_kept(config, name=NAME)
        top = Path(config.config_file_path).parent
        folder = self.cache_folder or top / "build" / "cache" / "pages"
        self.cache = Cache(folder) if usable else None
        renderer = Renderer(
            config=config,
            files=self.files,
            env=env,
            nav=self.nav,
            root=self.project.root,
            commit=self.commit,
            cache=self.cache,
            options={"as_of": self.as_of, "languages": self.config.languages},
        )
        published = publication(
            self.view,
            site_url=config.site_url or "",
            site_name=config.site_name,
            commit=self.commit,
            languages=self.config.languages,
        )
        return [
            *(partial(renderer.export, write, published) for write in in_one_go()),
            *renderer.tasks(self.drafts),
        ]

    def on_template_context(
        self,
        context: TemplateContext,
        *,
        template_name: str,
        config: MkDocsConfig,
    ) -> TemplateContext:
        """Put the pages made from plans into the map of the site."""
        if template_name == "sitemap.xml":
            made = [in_sitemap(draft.uri, config) for draft in self.drafts]
            context["pages"] = [*context["pages"], *made]  # type: ignore[list-item] # see there
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
        """Write the index of words, and the headers to send, beside the finished pages."""
        headers = Path(config.site_dir) / FILE
        headers.write_text(headers_file(config.site_url or "/"), encoding="utf-8", newline="\n")
        if self.index_for_search:
            search.index(Path(config.site_dir), self.view, languages=self.config.languages)


def count(portfolio: Portfolio) -> dict[str, int]:
    """How many things of each kind a portfolio holds."""
    plans = portfolio.plans.values()
    return {
        "agencies": len(portfolio.agencies),
        "plans": len(plans),
        "goals": sum(len(plan.goals) for plan in plans),
        "actions": sum(len(goal.actions) for plan in plans for goal in plan.goals),
        "measures": sum(len(goal.measures) for plan in plans for goal in plan.goals),
        "reports": sum(len(plan.reports) for plan in plans),
    }


def _named_in(nav: object) -> frozenset[str]:
    """The files that the navigation in mkdocs.yml names."""
    if isinstance(nav, str):
        return frozenset((nav,))
    inner = nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ()
    return frozenset().union(*map(_named_in, inner))


def _pattern(export: Export) -> str:
    """Matches the address of every file of an export."""
    steps = re.split(r"\{[a-z]+\}", export.uri)
    return "[^/]+(?:/[^/]+)*".join(map(re.escape, steps))


def _templates(config: MkDocsConfig) -> str:
    """The text of every template of ours, one after the other."""
    folder = config.theme.custom_dir
    files = sorted(Path(folder).rglob("*.html")) if folder else []
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def _ids_of_theme(config: MkDocsConfig) -> frozenset[str]:
    return frozenset(name for name in ID.findall(_templates(config)) if "{" not in name)


def _leave_out_unused(files: Files, config: MkDocsConfig) -> None:
    """Take the files of the theme's package away that no template of ours names."""
    ours = (config.docs_dir, config.theme.custom_dir)
    named = _templates(config)
    for file in tuple(files):
        if file.src_dir not in ours and file.src_uri not in named:
            files.remove(file)


def _refuse_links(files: Files, *, config: MkDocsConfig) -> None:
    """MkDocs would follow a link and publish whatever it leads to."""
    folders = [Path(one) for one in (config.docs_dir, config.theme.custom_dir) if one]
    links = [folder for folder in folders if folder.is_symlink()]
    for file in files:
        path = Path(file.abs_src_path or "")
        for folder in folders:
            if file.src_dir == str(folder):
                own = folder.resolve() / path.relative_to(folder)
                links += [path] if path.resolve() != own else []
    for folder in folders:
        links += [path for path in folder.rglob("*") if path.is_symlink()]
    if links:
        raise PluginError(f"{links[0]} is a link. Put the file itself there.")
