"""Origin: the file, field and line of a plan that a text on a finished page comes from.

A page is made from many fields, and what went wrong on its way does not say which it was. So the
text is looked for in the plans again, first in those that the page belongs to.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping

from equity_plans.check.subject import subject
from equity_plans.findings import DataPath
from equity_plans.sources import Document, Value
from equity_plans.sources.source import clip

SHORTEST = 4
"""A piece of fewer characters is in many texts, and says nothing about where it comes from."""

FEWEST_LETTERS, MOST_LETTERS = 10, 40
"""So many letters and digits in a row are needed, and enough, to know a text by."""

WORD = re.compile(r"[\w-]+")
"""A single word is in many texts by chance; as a whole text, it is an id."""

_TAGS = re.compile(r"<[^>]*>?")


def origin(near: Iterable[str], *, page: str, documents: Mapping[str, Document]) -> str | None:
    """Where what is written in `near` on the page comes from, or None when no plan says it.

    `plans/example/equity-2024/plan.yaml:14:12: title of action “Translate forms” (translate)`.
    """
    evidence = [_plain(one) for one in near]
    values = [
        (document, path, _plain(text))
        for document in _nearest_first(page, documents)
        for path, text in _texts(document.value)
    ]
    for matches in (_is, _holds, _holds_words_of):
        for sought in filter(None, evidence):
            for document, path, value in values:
                if matches(value, sought):
                    return _said(document, path)
    return None


def _is(value: str, sought: str) -> bool:
    return value == sought


def _holds(value: str, sought: str) -> bool:
    return len(sought) >= SHORTEST and not WORD.fullmatch(sought) and sought in value


def _holds_words_of(value: str, sought: str) -> bool:
    """True when the letters of both are the same, whatever became of all the rest."""
    letters = _letters(_TAGS.sub(" ", sought))[:MOST_LETTERS]
    return len(letters) >= FEWEST_LETTERS and letters in _letters(value)


def _said(document: Document, path: DataPath) -> str:
    place = document.values[path]
    fields = [str(step) for step in path if isinstance(step, str)]
    about = subject(document.value, path)
    return f"{document.file}:{place.line}:{place.column}: {clip(fields[-1])}" + (
        f" of {about}" if about else ""
    )


def _nearest_first(page: str, documents: Mapping[str, Document]) -> list[Document]:
    """The documents, those with most of the page's own address in their path first."""
    steps = ["plans", *(step for step in page.split("/") if step not in ("plans", "agencies"))]

    def shared(document: Document) -> int:
        pairs = zip(steps, document.file.removesuffix(".yaml").split("/"), strict=False)
        count = 0
        for one, other in pairs:
            if one != other:
                break
            count += 1
        return count

    return sorted(documents.values(), key=lambda document: (-shared(document), document.file))


def _texts(value: Value, path: DataPath = ()) -> Iterator[tuple[DataPath, str]]:
    """Every text in a document with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _texts(one, (*path, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _texts(one, (*path, index))


def _plain(text: str) -> str:
    return " ".join(html.unescape(text).casefold().split())


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
