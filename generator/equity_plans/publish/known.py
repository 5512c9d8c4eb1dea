"""Known: what has been worked out for texts that come again, kept while it is not too much."""

from __future__ import annotations

from typing import TypeVar

Worth = TypeVar("Worth")

MOST_LETTERS = 4_000_000
"""So many letters are kept. A country's pages share far less; somebody who tries can write more."""


class Known(dict[str, Worth]):
    """What is known, by the text it was worked out from. When it gets too much, it begins anew."""

    def __init__(self) -> None:
        super().__init__()
        self._letters = 0

    def keep(self, text: str, worth: Worth, *, letters: int = 0) -> Worth:
        """Keep it, and give it back. It holds so many `letters` besides the text."""
        self._letters += len(text) + letters
        if self._letters > MOST_LETTERS:
            self.clear()
            self._letters = len(text) + letters
        self[text] = worth
        return worth
