"""What the finder of a built site knows, put together again from the pieces it is cut into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, count
from typing import Any

from tests.browser.built import Site


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One action, as the finder knows it."""

    address: str
    title: str
    who: str
    when: str
    state: str
    rank: int
    values: Mapping[str, tuple[str, ...]]
    """The values it has of each facet."""


@dataclass(frozen=True, kw_only=True)
class Finder:
    """Every file of the finder."""

    site: Site
    folder: str = "find/"

    @cached_property
    def first(self) -> Any:
        return self.site.json(f"{self.folder}actions.json")

    def pieces(self, kind: str) -> list[Any]:
        """The entries of a list that is cut into files."""
        found = []
        for number in count():
            name = f"{self.folder}{kind}/{number}.json"
            if name not in self.site.files:
                return found
            found += self.site.json(name)
        raise AssertionError

    @cached_property
    def named(self) -> Mapping[str, Mapping[int, tuple[str, str, int]]]:
        """Of each facet, at each place: the value, its label, and how many actions have it."""
        found = {}
        for facet in self.first["facets"]:
            values = facet["values"]
            if "many" in facet:
                values = self.site.json(f"{self.folder}{facet['name']}.json")
            found[facet["name"]] = {
                place: (value, label, n) for place, value, label, n, _ in values
            }
        return found

    @cached_property
    def entries(self) -> list[Entry]:
        """Every action by its number."""
        known = self.site.json(f"{self.folder}values.json")
        rows = self.pieces("rows")
        return [
            Entry(
                **dict(
                    zip(("address", "title", "who", "when", "state"), rows[number], strict=True)
                ),
                rank=rank,
                values={
                    name: tuple(
                        self.named[name][place][0]
                        for place in column["sets"][
                            column["of"][number] if "of" in column else column["of_rank"][rank]
                        ]
                    )
                    for name, column in zip(self.named, known["columns"], strict=True)
                },
            )
            for number, rank in enumerate(known["rank"])
        ]

    @cached_property
    def words(self) -> Mapping[str, tuple[set[int], set[int]]]:
        """The numbers of what has each word in its title, and in its text."""
        return {
            word: (set(accumulate(titles)), set(accumulate(texts)))
            for word, titles, texts in self.pieces("words")
        }
