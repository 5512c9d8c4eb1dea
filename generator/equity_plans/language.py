"""The language of the page being made, and every sentence in it.

How to write a sentence that can be translated:

1. Whole sentences with named places: `_("Due {date}.", date=words.day(due))`. Never glue pieces,
   never `.lower()` or `"is" if …` inside: other languages have other orders and genders.
2. With a number: `ngettext("{count} action is late.", "{count} actions are late.", number)`.
3. One English word that means two things: `pgettext("button", "Search")`.
4. A constant: `later("Overview")` where it is written, `_(…)` where it is said.
5. Where Markdown or HTML is put in: `_(…)` and `ngettext(…)` in a template of a page, `marked(…)`
   and `nmarked(…)` of `pages.encode` in Python. Both encode the text of a plan that is put in.

`make words` finds the new sentences; translate them in locale/es/LC_MESSAGES/messages.po.
English is written in the code and is what is said outside of `with speaking("es"):`, so commands,
findings, reviews and exports stay English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, Self, TypeVar

if TYPE_CHECKING:
    from babel.core import Locale
    from babel.numbers import NumberPattern

P = ParamSpec("P")
T = TypeVar("T")

SOURCE = "en"
"""The language that the sentences in the code are written in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Language:
    """A language that pages can be in."""

    tag: str
    """Its name for machines, as HTML's `lang` has it."""

    name: str
    """What it calls itself."""

    locale: str
    """Whose dates and numbers it has, as Babel calls them."""

    lists: str
    """Whose lists it has: “a, b and c”, without a comma before the last."""


LANGUAGES: Mapping[str, Language] = {
    one.tag: one
    for one in (
        Language(tag="en", name="English", locale="en_US", lists="en_001"),
        Language(tag="es", name="Español", locale="es_US", lists="es_US"),
    )
}
"""Every language with words of its own, by its tag."""

_SPEAKING: ContextVar[tuple[Language, str]] = ContextVar(
    "speaking",
    default=(LANGUAGES[SOURCE], ""),
)


@contextmanager
def speaking(tag: str, *, folder: str = "") -> Iterator[Language]:
    """Say everything in the block in a language, whose pages are in `folder` (`es/`) of the site.

    Raises KeyError for a language that is not one of `LANGUAGES`.
    """
    token = _SPEAKING.set((LANGUAGES[tag], folder))
    try:
        yield LANGUAGES[tag]
    finally:
        _SPEAKING.reset(token)


def always_in(tag: str, say: Callable[P, T]) -> Callable[P, T]:
    """`say` in a language, whichever is spoken where it is called."""
    speaks = (LANGUAGES[tag], "")

    @wraps(say)
    def said(*args: P.args, **values: P.kwargs) -> T:
        token = _SPEAKING.set(speaks)
        try:
            return say(*args, **values)
        finally:
            _SPEAKING.reset(token)

    return said


def spoken() -> Language:
    """The language of the page being made."""
    return _SPEAKING.get()[0]


def folder() -> str:
    """The folder of the site that the pages of the language spoken are in: `es/`, or nothing."""
    return _SPEAKING.get()[1]


def folders(languages: Sequence[str]) -> dict[str, str]:
    """The folder of a site that each of its languages is in; the first one is at the top."""
    return {tag: f"{tag}/" if number else "" for number, tag in enumerate(languages)}


class Part(NamedTuple):
    """A stretch of text, and the language its author wrote it in."""

    text: str
    language: str | None
    """None for what the page itself says, in its own language."""


class Text(str):
    """Text that remembers which parts of it are an author's own words, and in which language.

    It is the text in every other way. Only sentences keep what they are made of: `+`, f-strings
    and the methods of `str` give plain text, which counts as the page's own.
    """

    __slots__ = ("_made_of",)

    _made_of: str | tuple[str, ...]
    """The texts that it is made of; or its language, when it is all of one, as most are."""

    def __new__(cls, text: str, made_of: str | Iterable[str]) -> Self:
        """`text`, in a language, or made of other texts one after the other."""
        made = super().__new__(cls, text)
        made._made_of = made_of if isinstance(made_of, str) else tuple(made_of)
        return made

    @property
    def parts(self) -> tuple[Part, ...]:
        """What it is made of, each stretch of one language."""
        made_of = self._made_of
        if isinstance(made_of, str):
            return (Part(str(self), made_of),)
        return tuple(part for text in made_of for part in parts_of(text) if part.text)

    @property
    def language(self) -> str | None:
        """The language that all of it is in; None where it is made of several texts."""
        made_of = self._made_of
        return made_of if isinstance(made_of, str) else None

    def __reduce__(self) -> tuple[type[Text], tuple[str, str | tuple[str, ...]]]:
        """How to copy it."""
        return Text, (str(self), self._made_of)


def _text(text: str, made_of: str | tuple[str, ...]) -> Text:
    """It is `Text(text, made_of)`, in half the time: a country has many thousands."""
    made = str.__new__(Text, text)
    made._made_of = made_of  # noqa: SLF001 - as `Text` itself does it
    return made


def written(text: str, language: str) -> Text:
    """An author's own words in the language they wrote them in."""
    return _text(text, language)


def parts_of(text: str) -> tuple[Part, ...]:
    """What a text is made of; the page's own words when it does not know better."""
    return text.parts if isinstance(text, Text) else (Part(text, None),)


def is_foreign(text: str) -> bool:
    """True when its author wrote any of it in another language than the one spoken."""
    if not isinstance(text, Text):
        return False
    made_of = text._made_of  # noqa: SLF001 - most texts are all of one language
    if isinstance(made_of, str):
        return made_of != _SPEAKING.get()[0].tag
    for one in made_of:  # noqa: SIM110 - `any` takes twice as long, and every text is asked
        if isinstance(one, Text) and is_foreign(one):
            return True
    return False


def like(text: str, other: str) -> str:
    """`other` as words of the author who wrote `text`, in the same language."""
    if other is text or not other or not isinstance(text, Text):
        return other
    language = text.language or text.parts[0].language
    return written(other, language) if language is not None else other


def made_of(parts: Iterable[Part]) -> str:
    """The text that is all the `parts` one after the other."""
    return joined("", (written(text, tongue) if tongue else text for text, tongue in parts))


def joined(between: str, texts: Iterable[str]) -> str:
    """All texts that are not empty, with `between` between them."""
    kept = list(filter(None, texts))
    if len(kept) == 1:
        return kept[0]
    whole = between.join(kept)
    if Text not in map(type, kept):
        return whole
    pieces = [between] * (2 * len(kept) - 1)
    pieces[::2] = kept
    return _text(whole, tuple(pieces))


def _(message: str, /, **values: str) -> str:
    """The message in the language spoken, with the values in their places."""
    return filled(translated(message), values)


def ngettext(one: str, many: str, number: int, /, **values: str) -> str:
    """The form of a message that goes with `number`, which is `{count}` in it."""
    told = translated(one, many, number)
    return filled(told, {"count": number_in_words(number), **values})


def pgettext(context: str, message: str, /, **values: str) -> str:
    """The message in the language spoken, where the English alone could mean two things."""
    return filled(translated(message, context=context), values)


def later(message: str) -> str:
    """The message as it is: it is found for the catalogs here, and said by `_` elsewhere."""
    return message


def number_in_words(value: float) -> str:
    """“1,758,656”, “18.2”: as exact as it was written."""
    if type(value) is int and 0 <= value < 1000:  # the same in every language we have
        return str(value)
    return _number_in_words(value, type(value).__name__, spoken().locale)


@lru_cache(maxsize=1 << 12)
def _number_in_words(value: float, _kind: str, locale: str) -> str:
    from babel.numbers import format_decimal  # noqa: PLC0415 - Babel is slow to load

    # 1 and 1.0 and True are the same to a cache, but not to Babel.
    return str(format_decimal(value, format=_exact(), locale=babel(locale)))


@cache
def _exact() -> NumberPattern:
    """A number as exact as it was written, as Babel has patterns."""
    from babel.numbers import parse_pattern  # noqa: PLC0415 - likewise

    return parse_pattern("#,##0.##########")


@cache
def babel(locale: str) -> Locale:
    """A locale, which Babel would look for with each number and each day."""
    from babel.core import Locale  # noqa: PLC0415 - likewise

    return Locale.parse(locale)


_FORMATTER = Formatter()


@lru_cache(maxsize=1 << 12)
def places(message: str) -> tuple[tuple[str, str | None], ...]:
    """Each stretch of a message with the name of the place after it, if there is one."""
    return tuple((literal, name) for literal, name, *_how in _FORMATTER.parse(message))


def translated(message: str, many: str = "", number: int = 1, *, context: str | None = None) -> str:
    """The message in the language spoken, before its values are put in."""
    tag = _SPEAKING.get()[0].tag
    if tag == SOURCE and not many:
        return message
    return _translated(tag, message, many, number, context)


@lru_cache(maxsize=1 << 14)  # a page is made of a few hundred sentences, which all others have too
def _translated(tag: str, message: str, many: str, number: int, context: str | None) -> str:
    catalog = _catalog(tag)
    if many and context is not None:
        return str(catalog.npgettext(context, message, many, number))
    if many:
        return str(catalog.ngettext(message, many, number))
    if context is not None:
        return str(catalog.pgettext(context, message))
    return str(catalog.gettext(message))


def filled(message: str, values: Mapping[str, str]) -> str:
    """The message with the values in their places; without values, it is said as it stands."""
    if not values:
        return message
    if Text not in map(type, values.values()):
        return message.format_map(values)
    pieces: list[str] = []
    for literal, name in places(message):
        pieces += (literal,) if name is None else (literal, values[name])
    return _text("".join(pieces), tuple(pieces))


@cache
def _catalog(tag: str) -> NullTranslations:
    """The sentences of a language. What is missing there is said in English."""
    if tag == SOURCE:
        return NullTranslations()
    from importlib.resources import files  # noqa: PLC0415 - likewise

    from babel.messages.mofile import write_mo  # noqa: PLC0415 - Babel is slow to load
    from babel.messages.pofile import read_po  # noqa: PLC0415 - Babel is slow to load

    place = files("equity_plans") / "locale" / tag / "LC_MESSAGES" / "messages.po"
    with place.open("rb") as file:
        catalog = read_po(file, locale=LANGUAGES[tag].locale, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)
