"""The words of a page, explained on that page: folded, without script, from the schema."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from equity_plans import addresses as uris
from equity_plans.language import spoken
from equity_plans.pages.encode import chained, marked, markup, plain
from equity_plans.pages.page import Page, relative
from equity_plans.schema import Schemas, Word
from equity_plans.view import Setting

WORDS = "words-on-this-site"
"""The place of all words on the page that explains how this works."""

ON = {
    "overview": ("plan", "action", "report", "amendment", "correction"),
    "queue": ("plan", "action", "report"),
    "list": ("plan", "action", "report", "withdrawn"),
    "changes": ("report", "amendment", "correction", "milestone", "measure"),
    "agency": ("plan", "goal", "action", "service"),
    "service": ("service", "goal", "action", "measure", "engagement"),
    "plan": ("plan", "goal", "action", "measure", "report", "amendment", "authority"),
    "goal": ("goal", "action", "measure", "barrier", "assessment", "engagement"),
    "action": (
        *("goal", "action", "milestone", "measure", "report"),
        *("amendment", "correction", "barrier", "engagement", "withdrawn"),
    ),
    "authorities": ("authority", "plan"),
}
"""Which words each kind of page uses."""


def words_on(page: Page, setting: Setting) -> Markup:
    """The words that a page uses, with what they mean; nothing where it uses none of them."""
    to_all = relative(uris.HOW, start=page.uri)
    return _told(page.kind, setting.schemas, to_all, spoken().tag)


@lru_cache(maxsize=1 << 6)
def _told(kind: str, schemas: Schemas, to_all: str, _tag: str) -> Markup:
    """What the words on a kind of page mean in the language spoken, which is `_tag`."""
    named = ON.get(kind, ())
    found = [word for word in schemas.terms() if word.value in named]
    if not found:
        return Markup("")
    return markup(
        '<details class="words" markdown="1">\n<summary>{}</summary>\n\n{}\n\n'
        "[{}]({}#{})\n\n</details>\n",
        marked("What the words on this page mean"),
        chained("\n", map(_entry, found)),
        marked("All words, statuses and rules"),
        to_all,
        WORDS,
    )


def _entry(word: Word) -> Markup:
    return markup("- **{}:** {}", plain(word.label), plain(word.meaning))
