"""Known: what has been worked out for texts that come again, kept while it is not too much."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

Worth = TypeVar("Worth")

MOST_LETTERS = 4_000_000
"""So many letters are kept. A country's pages share far less; somebody who tries can write more."""


class Known(dict[str | bytes, Worth]):
    """What is known, by the text it was worked out from. When it gets too much, it begins anew."""

    def __init__(self) -> None:
        super().__init__()
        self._letters = 0

    def keep(self, text: str | bytes, worth: Worth, *, letters: int = 0) -> Worth:
        """Keep it, and give it back. It holds so many `letters` besides the text."""
        self._make_room(len(text) + letters)
        self[text] = worth
        return worth

    def keep_all(self, worths: Mapping[str | bytes, Worth]) -> None:
        """Keep all of these."""
        self._make_room(sum(map(len, worths)))
        self.update(worths)

    def _make_room(self, letters: int) -> None:
        self._letters += letters
        if self._letters > MOST_LETTERS:
            self.clear()
            self._letters = letters
