"""The languages of a site: what the theme needs to speak, and to lead to, each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from equity_plans import addresses, words
from equity_plans.language import (
    LANGUAGES,
    SOURCE,
    _,
    always_in,
    folders,
    ngettext,
    pgettext,
    translated,
)


def spoken_by_theme(meta: Mapping[str, Any], languages: Sequence[str]) -> Mapping[str, Any]:
    """What the templates of the theme are given for a page with this front matter."""
    translations = meta.get("translations") or ()
    return _spoken(language_of(meta), tuple(languages), tuple(map(tuple, translations)))


@lru_cache(maxsize=64)
def _spoken(
    tag: str, languages: tuple[str, ...], translations: tuple[tuple[str, str], ...]
) -> dict[str, Any]:
    places = dict(translations)
    others = [
        {
            "tag": other,
            "name": LANGUAGES[other].name,
            # What is in English alone leads to the front page of the other language.
            "uri": places.get(other, f"{below}{addresses.OVERVIEW}"),
        }
        for other, below in folders(languages).items()
        if other != tag
    ]
    return {
        **_voice(tag),
        "page_language": tag,
        "page_locale": LANGUAGES[tag].locale,
        "pages_folder": folders(languages).get(tag, ""),
        "other_languages": others,
    }


def language_of(meta: Mapping[str, Any]) -> str:
    """The language of the page with this front matter.

    Pages written by hand say none: they are in English.
    """
    tag = str(meta.get("lang") or SOURCE)
    return tag if tag in LANGUAGES else SOURCE


@cache
def _voice(tag: str) -> dict[str, Callable[..., str]]:
    """The functions by which templates say a sentence, each in the language with this tag."""
    return {
        "_": always_in(tag, _),
        "ngettext": always_in(tag, ngettext),
        "pgettext": always_in(tag, pgettext),
        "day": always_in(tag, words.day),
        # A message whose number is put in by a script.
        "form_of": always_in(tag, translated),
    }
