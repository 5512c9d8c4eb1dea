"""Page: one Markdown page of the site, before anyone has rendered it."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from markupsafe import Markup

from equity_plans.addresses import in_english_only, placed
from equity_plans.language import SOURCE, Text, _, folder, folders, parts_of, spoken
from equity_plans.pages.encode import NOWHERE, finished
from equity_plans.words import listed, name_of

NOTHING = Markup("")

T = TypeVar("T")


class Itself(Generic[T]):
    """A value that equals none but itself, to know again what was made of it."""

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Itself) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


@dataclass(frozen=True, kw_only=True, slots=True)
class Crumb:
    """One step of the way back to the front page."""

    title: str
    """Its title; one of the site's own is written with `later`, and said by `in_place`."""

    uri: str


class Record(NamedTuple):
    """What a page knows of itself, in finished words; empty where there is nothing."""

    last: Markup = NOTHING
    """When it was last reported on."""

    next_due: Markup = NOTHING
    """When the next report is due, or why none is."""

    responsible: Markup = NOTHING
    contact: Markup = NOTHING
    cite: str = ""
    """How to cite it, without the day and its address."""


class Page(NamedTuple):
    """One page: where it is, what it says, and the file it was made from.

    A country has tens of thousands, each known by more and more on its way.
    """

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

    record: Record = Record()
    """What stands in the record at its end."""

    alternates: str = ""
    """Its other forms that programs look for, as `front_matter` has them."""

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


class Draft(NamedTuple):
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
    lines = {
        "title": _text(_encoded(page.title)),
        "description": _text(_encoded(page.description)),
        "kind": _text(page.kind),
        "crumbs": _crumbs(Itself(page.crumbs), page.language),
        "source": _text(page.source),
        "before": _text(page.before),
        "after": _text(page.after),
        "alternates": page.alternates,
        "linked": _json(page.linked),
        "lang": _text(page.language),
        "translations": lists(page.translations),
        "notice": _text(_encoded(page.notice)),
    }
    told = "\n".join([f"{name}: {value}" for name, value in lines.items() if value])
    return f"---\n{told}\n---\n\n"


# JSON leaves these as they are; YAML takes them for line ends, or refuses them. (What is beyond
# U+FFFF would be two escapes in ASCII, which YAML reads as two characters.)
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def _text(text: str | None) -> str:
    """A text as JSON that YAML reads as the same text; nothing where there is none."""
    if not text:
        return ""
    told = encode_basestring(text)
    if (told.isascii() and "\x7f" not in told) or told.isprintable():
        return told
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", told)


def _json(told: str) -> str:
    """JSON in ASCII as a text, likewise: it is long, and little in it is to be escaped."""
    if "\x7f" in told:
        return _text(told)
    return told and '"' + told.replace("\\", r"\\").replace('"', r"\"") + '"'


def lists(values: Iterable[Iterable[str]]) -> str:
    """Lists of texts in a list, likewise."""
    told = ", ".join([f"[{', '.join(map(_text, texts))}]" for texts in values])
    return told and f"[{told}]"


@lru_cache(maxsize=1 << 4)  # the pages of a plan have the same way back
def _crumbs(crumbs: Itself[tuple[Crumb, ...]], page_language: str) -> str:
    return lists(_written(crumb, page_language) for crumb in crumbs.value)


def _written(crumb: Crumb, page_language: str) -> list[str]:
    """A crumb as the theme reads it; last comes its language, where that is not the page's."""
    language = parts_of(crumb.title)[0].language
    foreign = [language] if language and language != (page_language or SOURCE) else []
    return [_encoded(crumb.title), crumb.uri, *foreign]


def _encoded(text: str) -> str:
    return html.escape(text) if text else ""


def in_place(
    page: Page,
    languages: Sequence[str],
    *,
    body: str,
    alternates: str,
    linked: str,
) -> Page:
    """The page of the language spoken where it is on a site in these languages, the first on top.

    Its other languages are known to it then, and what the site itself calls its crumbs is said.
    It is given its whole body, its other forms, and what it is about.
    """
    language, translations = spoken().tag, _translations(page.uri, languages)
    if tuple(languages) == (SOURCE,):
        language, translations = "", ()
    elif in_english_only(page.uri):
        language, translations = SOURCE, ()
    return page._replace(
        uri=placed(page.uri),
        body=body,
        alternates=alternates,
        linked=linked,
        crumbs=crumbs_in_place(page),
        before=placed(page.before) if page.before else None,
        after=placed(page.after) if page.after else None,
        language=language,
        translations=translations,
        notice=_notice(body),
    )


def crumbs_in_place(page: Page) -> tuple[Crumb, ...]:
    """The crumbs of a page as they are said, and where they are, in the language spoken."""
    return _crumbs_in_place(Itself(page.crumbs), spoken().tag, folder())


@lru_cache(maxsize=1 << 4)
def _crumbs_in_place(
    crumbs: Itself[tuple[Crumb, ...]], _tag: str, _folder: str
) -> tuple[Crumb, ...]:
    """Crumbs in the language spoken, which is `_tag`, whose pages are in `_folder`."""
    return tuple(
        Crumb(
            title=one.title if isinstance(one.title, Text) else _(one.title),
            uri=placed(one.uri),
        )
        for one in crumbs.value
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


To: TypeAlias = Callable[[str], Markup]
"""From the address of a page to the link that leads there."""


def relative(uri: str, *, start: str) -> Markup:
    """The Markdown link from the page at `start` to the page or file at `uri`."""
    return links_from(start)(uri)


def links_from(start: str) -> To:
    """From the address of a page or file to the Markdown link from the page at `start` to it.

    Both are said from the top of the language spoken, and the link leads where they truly are.
    They are made of ids alone, in which there is nothing to encode.
    """
    return _links_from(start[: start.rfind("/") + 1], folder()).__getitem__


@lru_cache(maxsize=1 << 3)  # the pages of one folder lead to the same places
def _links_from(above: str, _folder: str) -> _Links:
    """The links from a page in the folder `above`, in the language whose pages are in `_folder`."""
    return _Links(above)


class _Links(dict[str, Markup]):
    """Links from the pages of a folder, by where they lead; each is made when it is wanted."""

    MOST = 1 << 9

    def __init__(self, above: str) -> None:
        super().__init__()
        around = placed(f"{above}index.md").removesuffix("index.md")
        self._ways = [(around, "")]
        """Every folder that the pages are in, and the way up to it."""
        while around:
            around = around[: around.rfind("/", 0, -1) + 1]
            self._ways.append((around, f"../{self._ways[-1][1]}"))

    def __missing__(self, uri: str) -> Markup:
        there = placed(uri)
        link = NOWHERE
        for around, up in self._ways:  # the last one is the top of the site
            if there.startswith(around):
                link = finished(f"{up}{there[len(around) :]}")
                break
        if len(self) < self.MOST:
            self[uri] = link
        return link
