"""The search index, written beside the pages: `exports/find/` says what is in it.

It is written apart from the other files because it is of no use to somebody who writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from equity_plans.exports import File
from equity_plans.exports.find import Document, documents, word_files
from equity_plans.language import folders, speaking
from equity_plans.view import View


@dataclass(frozen=True, kw_only=True, slots=True)
class Index:
    """The index of everything that can be found in one language."""

    pages: int
    """How many pages are in it."""

    files: tuple[File, ...]


def index(view: View, tag: str, *, languages: Sequence[str]) -> Index:
    """The index in one of the `languages` of the site."""
    pages = 0

    def counted() -> Iterator[Document]:
        nonlocal pages
        for one in documents(view):
            pages += 1
            yield one

    below = folders(languages)[tag]
    with speaking(tag, folder=below):
        files = [replace(file, uri=below + file.uri) for file in word_files(counted())]
    return Index(pages=pages, files=tuple(files))
