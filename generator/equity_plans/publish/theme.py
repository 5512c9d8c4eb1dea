"""What the templates of the theme are taught, besides what MkDocs gives them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from types import SimpleNamespace

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.templates import TemplateContext, url_filter

from equity_plans import addresses
from equity_plans.pages.inline import icon
from equity_plans.publish.languages import spoken_by_theme

PARTS_KEPT = 1_000
"""So many parts of pages are kept."""

_ICON = re.compile(r"#i-([a-z-]+)")


PARTS_KEPT = 1_000
"""So many parts of pages are kept that stand on other pages, too."""


def teach(env: jinja2.Environment, config: MkDocsConfig, languages: Sequence[str]) -> None:
    """Have the templates of `env` speak, and know what only code can know quickly."""
    env.globals.update(spoken_by_theme({}, languages), **_keeping(env, config, languages))
    env.filters.update(
        encoded=encoded, address=address, absolute=absolute, icon=icon, icons=icons_of
    )


def encoded(words: object) -> Markup:
    """Words from a page's front matter, encoded once: generated pages bring them encoded."""
    return escape(html.unescape(str(words)))


@jinja2.pass_context
def address(context: TemplateContext, uri: str) -> Markup:
    """The address, from the page at hand, of the Markdown page at `uri`, `agencies/ssa/index.md`.

    It holds on the error page too.
    """
    there = addresses.address(uri)
    return escape(url_filter(context, there) if there else context["base_url"].rstrip("/") + "/")


@jinja2.pass_context
def absolute(context: TemplateContext, uri: str) -> Markup:
    """The whole address of the Markdown page at `uri`, for what must not depend on this page's."""
    top = (context["config"].site_url or "").rstrip("/")
    return escape(f"{top}/{addresses.address(uri)}")


def icons_of(content: str) -> frozenset[str]:
    """The icons that a page shows."""
    return frozenset(_ICON.findall(content))


def _keeping(
    env: jinja2.Environment, config: MkDocsConfig, languages: Sequence[str]
) -> dict[str, Callable[..., str]]:
    """What templates make parts of pages with that stand on many, so that each is made once.

    A part is told the settings of the site, the language, what the template names, and nothing
    else, so it is the same wherever these are. `kept_here` tells it where the page is besides, so
    that it can have links to pages near the top of the site.
    """
    spoken = {tag: spoken_by_theme({"lang": tag}, languages) for tag in languages}

    @lru_cache(maxsize=PARTS_KEPT)
    def made(name: str, language: str, here: tuple[str | None, str] | None, **told: object) -> str:
        known: dict[str, object] = {**spoken[language], "config": config, **told}
        known["other_languages"] = ()  # where they are depends on the page
        if here is not None:
            place, known["base_url"] = here
            known["page"] = None if place is None else SimpleNamespace(url=place)
        return env.get_template(name).render(known)

    @jinja2.pass_context
    def kept(context: Context, name: str, **told: Hashable) -> str:
        return made(name, context["page_language"], None, **told)

    @jinja2.pass_context
    def kept_here(context: Context, name: str, **told: Hashable) -> str:
        page = context["page"]
        here = (page and place(page.url), context["base_url"])
        return made(name, context["page_language"], here, **told)

    return {"kept": kept, "kept_here": kept_here}


def place(url: str) -> str:
    """An address from which all links to pages near the top are the same as from this one."""
    above, slash, _last = url.removesuffix("/").rpartition("/")
    return f"{above}/-/" if slash and url.endswith("/") and above.count("/") > 1 else url
