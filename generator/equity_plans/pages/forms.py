"""The other forms of a page: as readers are given them, and as programs look for them."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from equity_plans.exports.alternates import exports_of
from equity_plans.language import _, folder, later, spoken
from equity_plans.pages.encode import finished, plain
from equity_plans.pages.page import links_from, lists

NAMES = (later("Feed"), later("Calendar"), later("Citation"), later("Badge"), later("Card"))
"""What the other forms of a page are called, for the catalogs; the others are names of formats."""

ALIKE = ("/goals", "/actions", "/services")
"""The folders whose pages have the same forms, each by its own name."""

ANY = "*"
"""Stands for that name; no page is called so."""


class Forms(NamedTuple):
    """The other forms of a page: JSON, feed, calendar and so on."""

    linked: Markup
    """Links to all of them."""

    listed: str
    """Those that programs look for, as front matter has them."""


def forms_of(uri: str) -> Forms:
    """The other forms of the page at `uri`, from the top of the language spoken."""
    above, _slash, name = uri.rpartition("/")
    if not above.endswith(ALIKE):
        return _forms(uri, spoken().tag, folder())
    forms = _forms(f"{above}/{ANY}.md", spoken().tag, folder())
    own = name.removesuffix(".md")
    return Forms(finished(forms.linked.replace(ANY, own)), forms.listed.replace(ANY, own))


@lru_cache(maxsize=1 << 3)  # the pages of a folder are made one after the other
def _forms(uri: str, _tag: str, _folder: str) -> Forms:
    """The other forms of a page in the language `_tag`, whose pages are in `_folder`."""
    forms, to = exports_of(uri), links_from(uri)
    links = [f"[{plain(_(one.name))}]({to(one.uri)})" for one in forms]
    return Forms(
        linked=finished(", ".join(links)),
        listed=lists(
            (one.name, one.uri, one.media_type) for one in forms if one.name in ("JSON", "Feed")
        ),
    )
