"""The search index, written beside the finished pages: `exports/find/` says what is in it.

It is written apart from the other files because it takes longer than they do, and is of no use to
somebody who writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from equity_plans.exports.find import documents, index_files
from equity_plans.view import View


def index(site: Path, view: View, *, languages: Sequence[str]) -> int:
    """Index everything that can be found, in the folder `site`, and give how many pages that is."""
    for file in index_files(view, languages=languages):
        place = site / file.uri
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.content)
    return len(languages) * sum(1 for _ in documents(view))
