"""The search index, written beside the finished pages: `exports/find/` says what is in it.

It is written apart from the other files because it takes longer than they do, and is of no use to
somebody who writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from equity_plans.exports.find import Document, documents, word_files
from equity_plans.language import folders, speaking
from equity_plans.publish.workers import spread
from equity_plans.view import View


@dataclass(frozen=True, kw_only=True, slots=True)
class Indexed:
    """What was indexed."""

    pages: int
    files: tuple[str, ...]
    """The files of the index, from the top of the site."""


def index(
    site: Path, view: View, *, languages: Sequence[str], workers: int | None = None
) -> Indexed:
    """Index everything that can be found, in the folder `site`.

    The languages are shared out to `workers` programs, as many as there are processors unless told
    otherwise.
    """
    tasks = [partial(_index, site, view, *one) for one in folders(languages).items()]
    parts = list(spread(tasks, workers=workers))
    return Indexed(
        pages=sum(one.pages for one in parts),
        files=tuple(sorted(file for one in parts for file in one.files)),
    )


def _index(site: Path, view: View, tag: str, below: str) -> Indexed:
    pages, files = 0, []

    def counted() -> Iterator[Document]:
        nonlocal pages
        for one in documents(view):
            pages += 1
            yield one

    with speaking(tag, folder=below):
        for file in word_files(counted()):
            files.append(f"{below}{file.uri}")
            place = site / files[-1]
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.content)
    return Indexed(pages=pages, files=tuple(files))
