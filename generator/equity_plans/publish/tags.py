"""Tags: what a single tag of a finished page tells, wherever on the page it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from equity_plans.pages.encode import PROSE_TAGS
from equity_plans.publish.markup import DRAWN, ELEMENTS

ADDRESSES = frozenset(
    (
        *("action", "background", "cite", "classid", "codebase", "data", "formaction", "href"),
        *("imagesrcset", "longdesc", "manifest", "ping", "poster", "profile", "src", "srcset"),
        *("xlink:href",),
    )
)
SETS = frozenset(("srcset", "imagesrcset"))
"""Attributes that hold several addresses."""

IDS = frozenset(
    (
        *("aria-activedescendant", "aria-controls", "aria-describedby", "aria-details"),
        *("aria-flowto", "aria-labelledby", "aria-owns", "for", "form", "headers", "list"),
    )
)
"""Attributes that name other elements of the page."""

FETCHES_NOTHING = frozenset(("alternate", "author", "canonical", "license", "next", "prev"))
"""Relations by which a link element only tells of another page."""

DATA_TYPES = frozenset(("application/json", "application/ld+json"))
"""Types of script elements that no browser runs."""

PROSE_ATTRIBUTES = {"a": frozenset(("href",)), "ol": frozenset(("start",))}
"""The attributes that an element in the text of a plan may have."""

DRAWN_ADDRESS = re.compile(r"url\(\s*[\"']?(?!#)([^)\"']*)", re.IGNORECASE)


class Told(NamedTuple):
    """What matters of the start of an element."""

    ids: tuple[str, ...]
    named: tuple[str, ...]
    """Ids of other elements that it names."""

    links: tuple[str, ...]
    """The addresses in it, but for those that follow."""

    needs: tuple[str, ...]
    """Those where a browser goes by itself to show the page."""

    flaws: tuple[str, ...]
    """What is wrong with it."""

    holds_prose: bool
    """Whether it begins the text of a plan."""

    prose_may_hold: bool
    """Whether it may stand in the text of a plan."""


def told_by(name: str, attributes: Mapping[str, str]) -> Told:
    """What the start of an element tells."""
    ids: list[str] = []
    named: list[str] = []
    links: list[str] = []
    needs: list[str] = []
    flaws = _flaws(name, attributes)
    for key, value in attributes.items():
        if key == "id":
            ids.append(value)
        elif key in IDS:
            named += value.split()
        elif key in ADDRESSES:
            fetched = _fetches(name, key, attributes)
            (needs if fetched else links).extend(_addresses(key, value))
        elif key.startswith("on") or key in {"style", "srcdoc", "is"}:
            flaws.append(f"An element <{name}> has an attribute {key}.")
        elif "(" in value and name in DRAWN and (elsewhere := DRAWN_ADDRESS.search(value)):
            needs.append(elsewhere[1])
    return Told(
        ids=tuple(ids),
        named=tuple(named),
        links=tuple(links),
        needs=tuple(needs),
        flaws=tuple(flaws),
        holds_prose=name == "div" and "prose" in attributes.get("class", "").split(),
        prose_may_hold=name in PROSE_TAGS
        and attributes.keys() <= PROSE_ATTRIBUTES.get(name, frozenset()),
    )


def _flaws(name: str, attributes: Mapping[str, str]) -> list[str]:
    """What is wrong with an element as a whole."""
    flaws = []
    if name not in ELEMENTS:
        flaws.append(f"There is an element <{name}>.")
    if name == "script" and "src" not in attributes and attributes.get("type") not in DATA_TYPES:
        flaws.append("A script is written into the page.")
    if name == "meta" and attributes.get("http-equiv", "").strip().lower() == "refresh":
        flaws.append("The page sends its reader elsewhere by itself (<meta http-equiv>).")
    return flaws


def _addresses(key: str, value: str) -> list[str]:
    """The addresses in one attribute."""
    if key in SETS:
        return [one.split()[0] for one in value.split(",") if one.strip()]
    return [value]


def _fetches(name: str, key: str, attributes: Mapping[str, str]) -> bool:
    """Whether a browser goes by itself where an attribute leads to."""
    told = name == "link" and set(attributes.get("rel", "").split()) <= FETCHES_NOTHING
    return not (told or key == "cite" or (name in {"a", "area"} and key == "href"))
