"""The build: plans → a verified site, which takes the place of the old one in one step."""

from __future__ import annotations

import json
import logging
import os
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TypeAlias
from urllib.parse import urlsplit

import jinja2
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from equity_plans import sources
from equity_plans.addresses import FIND_FIRST
from equity_plans.check.spread import Watch, unwatched
from equity_plans.language import folders
from equity_plans.pages import drafts
from equity_plans.publish import (
    EPOCH,
    PublishError,
    day_of_build,
    epoch_of,
    open_sound_project,
    with_links,
)
from equity_plans.publish.contents import ERROR_PAGE
from equity_plans.publish.exchange import settle
from equity_plans.publish.inside import inside
from equity_plans.publish.inventory import Inventory, digest_of, inventory
from equity_plans.publish.kept import forget, write_kept
from equity_plans.publish.manifest import commit_of, write_manifest
from equity_plans.publish.mkdocs_plugin import NAME, EquityPlansPlugin, UpToDate
from equity_plans.publish.origin import origin
from equity_plans.publish.swap import move_into, replacing
from equity_plans.publish.update import Update, carry, update
from equity_plans.publish.verify import Flaw, verify
from equity_plans.publish.workers import meanwhile, spread
from equity_plans.sources import Document
from equity_plans.view import view
from equity_plans.words import count as counted

Echo: TypeAlias = Callable[[str], None]
"""Where lines for the person at the terminal go."""

LEFT_OUT = "Left the search index out (--no-search): this site is not to be published."
LEFT = (
    "Left the search index and the data of all agencies together as they were (--no-search): this "
    "site is not to be published."
)

MOST_LINES = 20
"""So many things are named that are wrong; the rest are counted."""


def build_site(
    root: Path,
    *,
    as_of: date | None,
    out: Path | None,
    echo: Echo,
    workers: int | None = None,
    use_cache: bool = True,
    with_search: bool = True,
    site_url: str | None = None,
    watch: Watch = unwatched,
) -> Path:
    """Build the site of the project in `root` as of a day, and give the folder it is in.

    The folder is `out`, or the one that mkdocs.yml names. When anything is wrong with the new site,
    the old one stays as it was, and PublishError says what.

    `workers` programs make pages at a time, as many as there are processors unless told otherwise;
    what the last build made stays where it would come out the same, unless `use_cache` forbids it.
    The site is the same either way. Only without `with_search` it is not whole: the search index
    and the data of the whole country stay what they were, or are left out. Then it does not take
    the place of the old one in one step: each file that is other than before does.
    `site_url` is the address of the site where it is not the one that mkdocs.yml names. `watch` is
    told how far long work is.
    """
    tell = _stopwatch(echo)
    with hearing_mkdocs(echo):
        config = load_config(str(root / "mkdocs.yml"))
    config.site_url = site_url or config.site_url
    usual = Path(config.site_dir)
    place = (out or usual).absolute()
    plugin = config.plugins.get(NAME)
    if not isinstance(plugin, EquityPlansPlugin):
        raise PublishError(f"mkdocs.yml does not name the plugin {NAME}.")
    day = plugin.config.as_of = as_of or plugin.config.as_of or day_of_build()
    plugin.workers, plugin.watch, plugin.tell = workers, watch, tell
    plugin.use_cache, plugin.data, plugin.index_for_search = False, with_search, with_search
    plugin.published = place if use_cache else None
    with replacing(place, own=place == usual) as folder, ExitStack() as until_it_ends:
        config.site_dir = str(folder)
        try:
            with _clock_at(day), hearing_mkdocs(echo):
                mkdocs_build.build(config)
        except UpToDate:
            move_into(place, folder)
            tell("Nothing has changed since the last build")
            return place
        if with_search:  # the disk has time, and has to take all of it before the site is shown
            until_it_ends.enter_context(meanwhile(partial(settle, folder)))
        share = partial(spread, workers=workers)
        stock = inventory(folder, marks=plugin.outcome.marks, share=share)
        tell(_made(stock, plugin))
        if plugin.note:
            echo(plugin.note)
        if with_search:
            echo(f"Indexed {counted(_indexed(folder, plugin), 'page')} for search")
        else:
            echo(LEFT_OUT if plugin.last is None else LEFT)
        kept, changes = plugin.kept(), None
        if plugin.last is not None:
            changes = update(place, last=plugin.last, kept=kept, new=stock.files)
        _verify(folder, config, stock=stock, plugin=plugin, tell=tell, before=changes)
        manifest = write_manifest(
            folder,
            schemas=plugin.project.schemas,
            as_of=day,
            commit=plugin.commit,
            files=stock.files,
            known={
                file: digest_of(one)
                for file, one in plugin.outcome.marks.items()
                if file not in stock.changed
            },
            before=changes.listed if changes else None,
            goes=changes.goes if changes else (),
        )
        if changes is not None and with_search:
            carry(changes.stays, start=place, to=folder)
        elif changes is not None:
            forget(place)  # until every file of it is another one
            move_into(place, folder, goes=changes.goes)
    write_kept(place, replace(kept, manifest=manifest))
    return place


def write_pages(root: Path, *, as_of: date | None, out: Path | None, echo: Echo) -> Path:
    """Write the pages of the project in `root` as Markdown files, and give the folder of these."""
    tell = _stopwatch(echo)
    day = as_of or day_of_build()
    project = with_links(open_sound_project(root), as_of=day)
    usual = root.absolute() / "build" / "pages"
    place = out.absolute() if out else usual
    with replacing(place, own=place == usual) as folder:
        made = 0
        for made, draft in enumerate(drafts(view(project, as_of=day)), start=1):  # noqa: B007 - counted
            page = draft.make()
            file = inside(folder, page.uri)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(page.markdown, encoding="utf-8", newline="\n")
        write_manifest(folder, schemas=project.schemas, as_of=day, commit=commit_of(root))
    tell(f"Wrote {counted(made, 'page')} as Markdown")
    return place


def _indexed(folder: Path, plugin: EquityPlansPlugin) -> int:
    """How many pages can be found by their words, in all languages."""
    every = folders(plugin.config.languages).values()
    firsts = [json.loads((folder / below / FIND_FIRST).read_bytes()) for below in every]
    return sum(first["pages"] for first in firsts)


def _verify(
    folder: Path,
    config: MkDocsConfig,
    *,
    stock: Inventory,
    plugin: EquityPlansPlugin,
    tell: Echo,
    before: Update | None,
) -> None:
    verified = verify(
        folder,
        site_path=urlsplit(config.site_url or "/").path,
        stock=stock,
        known=plugin.outcome.contents,
        before=before,
        workers=plugin.workers,
    )
    if verified.flaws:
        project = plugin.project
        documents = {
            file: sources.read(project.root / file, root=project.root) for file in project.documents
        }
        flaws = _listed(_said(verified.flaws, documents))
        many = counted(len(verified.flaws), "flaw")
        raise PublishError(f"The new site has {many}, so it is not published:\n{flaws}")
    tell(f"Verified {counted(verified.pages, 'page')} and {counted(verified.links, 'link')}")


def _said(flaws: Iterable[Flaw], documents: Mapping[str, Document]) -> Iterator[str]:
    """Each flaw with the field of a plan it comes from, where that is known; one field once."""
    pages: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for flaw in flaws:
        pages.setdefault((flaw.what, flaw.near), []).append(flaw.file)
    for number, ((what, near), files) in enumerate(pages.items()):
        first = min(files, key=lambda file: (file == ERROR_PAGE, file.count("/"), file))
        # To look for it takes a moment, and only the first are shown.
        found = origin(near, page=first, documents=documents) if number <= MOST_LINES else None
        more = f" So it is on {counted(len(files) - 1, 'more page')}." if len(files) > 1 else ""
        yield f"{found}: on {first}: {what}{more}" if found else f"{first}: {what}{more}"


def _listed(lines: Iterable[str]) -> str:
    """The first lines, and how many more there are: nobody reads on."""
    known = tuple(dict.fromkeys(lines))
    more = len(known) - MOST_LINES
    return "\n".join((*known[:MOST_LINES], *([f"and {more} more"] if more > 0 else [])))


def _made(stock: Inventory, plugin: EquityPlansPlugin) -> str:
    """How many pages were made, and what of."""
    made = counted(sum(file.endswith(".html") for file in stock.files), "page")
    if plugin.last is not None:
        return f"Made {made} anew; all others stay as they are"
    plans = plugin.project.portfolio.plans.values()
    reports = counted(sum(len(plan.reports) for plan in plans), "report")
    return f"Made {made} from {counted(len(plans), 'plan')} and {reports}"


def _stopwatch(echo: Echo) -> Echo:
    """An echo that adds how many seconds have passed since it last spoke."""
    last = monotonic()

    def tell(line: str) -> None:
        nonlocal last
        now = monotonic()
        echo(f"{line} ({now - last:.1f} s)")
        last = now

    return tell


@contextmanager
def _clock_at(day: date | None) -> Iterator[None]:
    """MkDocs writes the time of the build into some files; here, that is the day shown."""
    before = os.environ.get(EPOCH)
    if day is not None:
        os.environ[EPOCH] = epoch_of(day)
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(EPOCH, None)
        else:
            os.environ[EPOCH] = before


def _where(error: Exception) -> str:
    """The template and the line of it at which rendering stopped, if it had begun."""
    frames = traceback.extract_tb(error.__traceback__)
    at = [frame for frame in frames if frame.filename.endswith(".html")]
    return f"{at[-1].filename}:{at[-1].lineno}: " if at else ""


class _Ear(logging.Handler):
    """Takes what MkDocs says, line by line."""

    def __init__(self, take: Echo, *, level: int) -> None:
        super().__init__(level)
        self._take = take

    def emit(self, record: logging.LogRecord) -> None:
        self._take(record.getMessage())


@contextmanager
def listening(take: Echo, *, to: str, level: int) -> Iterator[None]:
    """Give what is told in the block to the log of this name, at this level or above."""
    ear = _Ear(take, level=level)
    log = logging.getLogger(to)
    before = log.level
    log.addHandler(ear)
    log.setLevel(level)
    try:
        yield
    finally:
        log.removeHandler(ear)
        log.setLevel(before)


@contextmanager
def hearing_mkdocs(echo: Echo) -> Iterator[None]:
    """Tell what MkDocs warns of in the block when it ends.

    An end that MkDocs comes to on purpose is raised as PublishError, with what it warned of.
    """
    heard: list[str] = []
    try:
        with listening(heard.append, to="mkdocs", level=logging.WARNING):
            yield
    except MkDocsException as error:
        raise PublishError(_listed(heard) or error.format_message()) from None
    except jinja2.TemplateError as error:
        raise PublishError(f"A template of the theme breaks: {_where(error)}{error}.") from None
    except Exception as error:
        error.add_note(_listed(heard))
        raise
    else:
        for line in heard:
            echo(line)
