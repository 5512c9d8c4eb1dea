"""What the templates of the theme are taught, besides what MkDocs gives them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils.templates import TemplateContext, url_filter

from equity_plans import addresses
from equity_plans.pages.inline import icon
from equity_plans.publish.languages import spoken_by_theme

PARTS_KEPT = 1_000
"""So many parts of pages are kept that stand on other pages, too."""

_ICON = re.compile(r"#i-([a-z-]+)")


def teach(env: jinja2.Environment, config: MkDocsConfig, languages: Sequence[str]) -> None:
    """Have the templates of `env` speak, and know what only code can know quickly."""
    env.globals.update(spoken_by_theme({}, languages), **_keeping(env, config, languages))
    env.filters.update(
        encoded=encoded,
        address=address,
        absolute=absolute,
        icon=icon,
        icons=icons_of,
        headings=headings_of,
        tuples=tuples,
    )

    def known(told: Mapping[str, Any] | None) -> dict[str, Any]:
        return {**env.globals, **(told or {})}

    # Jinja looks such things up in one dictionary after the other, anew for each page.
    env.make_globals = known  # type: ignore[assignment, method-assign]


def encoded(words: object) -> Markup:
    """Words from a page's front matter, encoded once: generated pages bring them encoded."""
    return escape(html.unescape(str(words)))


@jinja2.pass_context
def address(context: TemplateContext, uri: str) -> str:
    """The address, from the page at hand, of the Markdown page at `uri`, `agencies/ssa/index.md`.

    It holds on the error page too. The same for any other file.
    """
    there = addresses.address(uri) if uri.endswith(".md") else uri
    page = context["page"]
    if page is not None and _PLAIN.fullmatch(there):
        return _way(page.url, there)  # it has nothing that would have to be encoded
    return escape(url_filter(context, there) if there else context["base_url"].rstrip("/") + "/")


_PLAIN = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)+(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*)?")


def _way(here: str, there: str) -> str:
    """The way from one address to another, as MkDocs says it."""
    folder = here[: here.rfind("/") + 1]
    back = 0
    while not there.startswith(folder):
        folder = folder[: folder.rfind("/", 0, -1) + 1]
        back += 1
    return f"{'../' * back}{there[len(folder) :]}" or "./"


@jinja2.pass_context
def absolute(context: TemplateContext, uri: str) -> Markup:
    """The whole address of the Markdown page at `uri`, for what must not depend on this page's."""
    top = (context["config"].site_url or "").rstrip("/")
    return escape(f"{top}/{addresses.address(uri)}")


def icons_of(content: str) -> frozenset[str]:
    """The icons that a page shows."""
    return frozenset(_ICON.findall(content))


def headings_of(contents: Iterable[AnchorLink]) -> tuple[tuple[str, str], ...]:
    """The headings below the first one of a page: where each is, and its title as HTML."""
    first = next(iter(contents), None)
    return tuple((one.url, one.title) for one in first.children) if first is not None else ()


def tuples(rows: Iterable[Iterable[Hashable]]) -> tuple[tuple[Hashable, ...], ...]:
    """Rows of values so that a part can be told them."""
    return tuple(map(tuple, rows))


def _keeping(
    env: jinja2.Environment, config: MkDocsConfig, languages: Sequence[str]
) -> dict[str, Callable[..., Any]]:
    """What templates make parts of pages with that stand on many, so that each is made once.

    A part is told the settings of the site, the language, what the template names, and nothing
    else, so it is the same wherever these are. `kept_here` tells it where the page is besides, so
    that it can have links to pages near the top of the site; it makes several parts at once, for
    what is around one page is mostly around those beside it, too.
    """
    spoken = {tag: spoken_by_theme({"lang": tag}, languages) for tag in languages}

    @lru_cache(maxsize=PARTS_KEPT)
    def made(
        names: Sequence[str], language: str, here: tuple[str | None, str] | None, /, **told: object
    ) -> Mapping[str, str]:
        known: dict[str, object] = {**spoken[language], "config": config, **told}
        known["other_languages"] = ()  # where they are depends on the page
        if here is not None:
            place, known["base_url"] = here
            known["page"] = None if place is None else SimpleNamespace(url=place)
        return {name: env.get_template(f"partials/{name}.html").render(known) for name in names}

    @jinja2.pass_context
    def kept(context: Context, name: str, /, **told: Hashable) -> str:
        return made((name,), context["page_language"], None, **told)[name]

    @jinja2.pass_context
    def kept_here(context: Context, names: Sequence[str], /, **told: Hashable) -> Mapping[str, str]:
        page = context["page"]
        here = (page and place(page.url), context["base_url"])
        return made(names, context["page_language"], here, **told)

    return {"kept": kept, "kept_here": kept_here}


def place(url: str) -> str:
    """An address from which all links to pages near the top are the same as from this one."""
    above, slash, _last = url.removesuffix("/").rpartition("/")
    return f"{above}/-/" if slash and url.endswith("/") and above.count("/") > 1 else url
