"""Page: one Markdown page of the site, before anyone has rendered it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from equity_plans.exports.alternates import Alternate
from equity_plans.language import Text, _

NOTHING = Markup("")


@dataclass(frozen=True, kw_only=True, slots=True)
class Crumb:
    """One step of the way back to the front page."""

    title: str
    """Its title; one of the site's own is written with `later`, and said where it is shown."""

    uri: str

    @property
    def said(self) -> str:
        """Its title in the language spoken."""
        return self.title if isinstance(self.title, Text) else _(self.title)


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """What a page knows of itself, in finished words; empty where there is nothing."""

    last: Markup = NOTHING
    """When it was last reported on."""

    next_due: Markup = NOTHING
    """When the next report is due, or why none is."""

    responsible: Markup = NOTHING
    contact: Markup = NOTHING
    cite: str = ""
    """How to cite it, without the day and its address."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One page: where it is, what it says, and the file it was made from."""

    uri: str
    """Where it is, from the top of the site: `plans/ssa/equity-2023/index.md`."""

    title: str
    """Its title as plain text."""

    body: str
    """Its Markdown, without front matter. Plan text in it is already encoded."""

    kind: str
    """Which kind of page it is; the theme's style hangs on it."""

    description: str = ""
    """One sentence for search engines and previews, as plain text."""

    crumbs: tuple[Crumb, ...] = ()
    source: str | None = None
    """The plan file it was made from, from the project's root; None when made from many."""

    before: str | None = None
    after: str | None = None
    """Where a list goes on that is too long for one page."""

    record: Record = field(default_factory=Record)
    """What stands in the record at its end."""

    alternates: tuple[Alternate, ...] = ()
    """Its other forms: JSON, feed, calendar and so on."""

    @property
    def markdown(self) -> str:
        """The whole page, front matter first."""
        return front_matter(self) + self.body


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A page that is made when it is wanted: where it will be, and what makes it.

    So there need not be more than one of a country's pages in memory at a time.
    """

    uri: str
    make: Callable[[], Page]


def front_matter(page: Page) -> str:
    """The page's front matter.

    MkDocs and its themes print these values without encoding them, so they are encoded here, and
    written as JSON, which YAML reads as it stands: no value can end the block or start a key.
    """
    values: dict[str, object] = {
        "title": _encoded(page.title),
        "description": _encoded(page.description),
        "kind": page.kind,
        "crumbs": [[_encoded(crumb.said), crumb.uri] for crumb in page.crumbs],
    }
    for name in ("source", "before", "after"):
        values[name] = getattr(page, name)
    linked = [one for one in page.alternates if one.name in ("JSON", "Feed")]
    if linked:
        values["alternates"] = [[one.name, one.uri, one.media_type] for one in linked]
    lines = [f"{key}: {_as_yaml(value)}" for key, value in values.items() if value]
    return "\n".join(("---", *lines, "---", "", ""))


# JSON writes a character beyond U+FFFF as a pair of escapes, which YAML reads as two characters;
# YAML in turn takes these for line ends, or refuses them.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def _as_yaml(value: object) -> str:
    """`value` as JSON that YAML reads as the same value."""
    text = json.dumps(value, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _encoded(text: str) -> str:
    return html.escape(text)


def relative(uri: str, *, start: str) -> str:
    """The Markdown link from the page at `start` to the page at `uri`, both from the top."""
    here: Sequence[str] = start.split("/")[:-1]
    there = uri.split("/")
    common = 0
    while common < min(len(here), len(there) - 1) and here[common] == there[common]:
        common += 1
    return "/".join([".."] * (len(here) - common) + there[common:])
