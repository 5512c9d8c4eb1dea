"""The search index, written beside the finished pages: `exports/find/` says what is in it.

It is written apart from the other files because it takes longer than they do, and is of no use to
somebody who writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from equity_plans.exports.find import Document, documents, word_files
from equity_plans.language import folders, speaking
from equity_plans.publish.workers import spread
from equity_plans.view import View


def index(site: Path, view: View, *, languages: Sequence[str], workers: int | None = None) -> int:
    """Index everything that can be found, in the folder `site`, and give how many pages that is.

    The languages are shared out to `workers` programs, as many as there are processors unless told
    otherwise.
    """
    tasks = [partial(_index, site, view, *one) for one in folders(languages).items()]
    return sum(spread(tasks, workers=workers))


def _index(site: Path, view: View, tag: str, below: str) -> int:
    pages = 0

    def counted() -> Iterator[Document]:
        nonlocal pages
        for one in documents(view):
            pages += 1
            yield one

    with speaking(tag, folder=below):
        for file in word_files(counted()):
            place = site / below / file.uri
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.content)
    return pages
