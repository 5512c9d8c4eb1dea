"""What the templates of the theme are taught, besides what MkDocs gives them."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

import jinja2
from markupsafe import Markup, escape
from mkdocs.utils.templates import TemplateContext, url_filter

from equity_plans import addresses
from equity_plans.pages.inline import icon
from equity_plans.publish.languages import spoken_by_theme

_ICON = re.compile(r"#i-([a-z-]+)")


def teach(env: jinja2.Environment, languages: Sequence[str]) -> None:
    """Have the templates of `env` speak, and know what only code can know quickly."""
    env.globals.update(spoken_by_theme({}, languages))
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
