"""Page: one Markdown page of the site, before anyone has rendered it."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from markupsafe import Markup

from equity_plans.addresses import in_english_only, placed
from equity_plans.exports.alternates import Alternate
from equity_plans.language import SOURCE, Text, _, folder, folders, parts_of, spoken
from equity_plans.pages.encode import finished
from equity_plans.words import listed, name_of

NOTHING = Markup("")


@dataclass(frozen=True, kw_only=True, slots=True)
class Crumb:
    """One step of the way back to the front page."""

    title: str
    """Its title; one of the site's own is written with `later`, and said by `in_place`."""

    uri: str


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
    """Where it is: `plans/ssa/equity-2023/index.md`, from the top of its language until `in_place`,
    then from the top of the site."""

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

    language: str = ""
    """The language it is in; empty on a site that is in English alone."""

    translations: tuple[tuple[str, str], ...] = ()
    """Each language it is in, this one too, with where it is in that, from the top of the site."""

    notice: str = ""
    """That the texts of plans on it are in another language, where they are."""

    linked: str = ""
    """What it is about, as JSON-LD in ASCII that can stand inside an element."""

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
    stamp: Callable[[], bytes] = bytes
    """Gives what stands for all that it is made from, besides what all pages hang on, to know
    without making it that it has not changed; nothing where that is not known."""


def stamp_of(values: object, texts: Iterable[str]) -> bytes:
    """Stands for some values and for texts, of which there may be many."""
    told = "\0".join((repr(values), *texts))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()


def always() -> bytes:
    """The stamp of a page that hangs on nothing but what all pages hang on."""
    return stamp_of((), ())


def front_matter(page: Page) -> str:
    """The page's front matter.

    MkDocs and its themes print these values without encoding them, so they are encoded here, and
    written as JSON, which YAML reads as it stands: no value can end the block or start a key.
    """
    values: dict[str, object] = {
        "title": _encoded(page.title),
        "description": _encoded(page.description),
        "kind": page.kind,
        "crumbs": [_written(crumb, page.language) for crumb in page.crumbs],
    }
    for name in ("source", "before", "after"):
        values[name] = getattr(page, name)
    linked = [one for one in page.alternates if one.name in ("JSON", "Feed")]
    if linked:
        values["alternates"] = [[one.name, one.uri, one.media_type] for one in linked]
    values["linked"] = page.linked
    values["lang"] = page.language
    values["translations"] = page.translations
    values["notice"] = _encoded(page.notice)
    lines = [f"{key}: {_JSON.encode(value)}" for key, value in values.items() if value]
    return _as_yaml("\n".join(("---", *lines, "---", "", "")))


# JSON writes a character beyond U+FFFF as a pair of escapes, which YAML reads as two characters;
# YAML in turn takes these for line ends, or refuses them.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_JSON = json.JSONEncoder(ensure_ascii=False)


def _as_yaml(text: str) -> str:
    """Lines of JSON so that YAML reads the same values."""
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _written(crumb: Crumb, page_language: str) -> list[str]:
    """A crumb as the theme reads it; last comes its language, where that is not the page's."""
    language = parts_of(crumb.title)[0].language
    foreign = [language] if language and language != (page_language or SOURCE) else []
    return [_encoded(crumb.title), crumb.uri, *foreign]


def _encoded(text: str) -> str:
    return html.escape(text)


def in_place(page: Page, languages: Sequence[str]) -> Page:
    """The page of the language spoken where it is on a site in these languages, the first on top.

    Its other languages are known to it then, and what the site itself calls its crumbs is said.
    """
    crumbs = tuple(
        Crumb(
            title=one.title if isinstance(one.title, Text) else _(one.title),
            uri=placed(one.uri),
        )
        for one in page.crumbs
    )
    language, translations = spoken().tag, _translations(page.uri, languages)
    if tuple(languages) == (SOURCE,):
        language, translations = "", ()
    elif in_english_only(page.uri):
        language, translations = SOURCE, ()
    return replace(
        page,
        uri=placed(page.uri),
        crumbs=crumbs,
        before=placed(page.before) if page.before else None,
        after=placed(page.after) if page.after else None,
        language=language,
        translations=translations,
        notice=_notice(page.body),
    )


def _translations(uri: str, languages: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Each of several languages, with where the page at `uri` is in it; nothing for one alone."""
    if len(languages) < 2:
        return ()
    return tuple((tag, f"{below}{uri}") for tag, below in folders(languages).items())


_LANG = re.compile(r' lang="([A-Za-z0-9-]+)"')


def _notice(body: str) -> str:
    """That texts of plans are in another language than the page, and in which; or nothing."""
    if ' lang="' not in body:
        return ""
    tags = dict.fromkeys(_LANG.findall(body))
    if not tags:
        return ""
    return _(
        "The texts of plans are in {languages}, as the agencies published them.",
        languages=listed([name_of(tag) for tag in tags]),
    )


def relative(uri: str, *, start: str) -> Markup:
    """The Markdown link from the page at `start` to the page or file at `uri`.

    Both are said from the top of the language spoken, and the link leads where they truly are.
    They are made of ids alone, in which there is nothing to encode.
    """
    return _relative(uri, start[: start.rfind("/") + 1], folder())


@lru_cache(maxsize=1 << 12)  # the pages of one folder lead to the same places
def _relative(uri: str, above: str, _folder: str) -> Markup:
    """The link from a page in the folder `above`, in the language whose pages are in `_folder`."""
    there = placed(uri)
    around = placed(f"{above}index.md").removesuffix("index.md")
    steps = 0
    while not there.startswith(around):
        around = around[: around.rfind("/", 0, -1) + 1]
        steps += 1
    return finished("../" * steps + there[len(around) :])
