"""Leads: of the links of many pages, one for each place that they lead to.

All pages have the same links at the top and at the foot, and those of one agency lead to one
another. What leads to the same place is right when one of them is, so one is enough to find that
all are; and when one is not, all pages are looked at again, to say which have it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from equity_plans.publish.contents import ERROR_PAGE, Contents
from equity_plans.publish.targets import Start, Target


def sifted(written: Sequence[tuple[str, Contents | None]]) -> Iterator[Contents | None]:
    """The contents of each file, without links to where one of an earlier file leads.

    Nor are there links to other of these files, with None for those that are not looked into. If
    all these files stay as they are and every link that is left is right, those left out are.
    """
    known = _Known(dict(written))
    for file, found in written:
        if found is None or file == ERROR_PAGE or not (found.links or found.needs):
            yield found
        else:
            start = Start(file)
            links = tuple(known.first(start, found.links, fetched=False))
            needs = tuple(known.first(start, found.needs, fetched=True))
            yield Contents(
                ids=found.ids, links=links, needs=needs, many=found.many, flaws=found.flaws
            )


class _Known:
    """The places that some link leads to."""

    def __init__(self, written: Mapping[str, Contents | None]) -> None:
        self._written = written
        self._from_top: dict[int, set[str]] = defaultdict(set)
        """What leads up to the top and down again: to the same place from all folders as deep."""

        self._places: set[Target] = set()

    def first(self, start: Start, addresses: Iterable[str], *, fetched: bool) -> Iterator[str]:
        """Those addresses that lead where none did before, or anywhere but to a place."""
        from_top = self._from_top[start.depth]
        up = "../" * start.depth
        for written in addresses:
            if written in from_top:
                continue
            if start.depth and written.startswith(up):
                from_top.add(written)
            target = start.target(written, fetched=fetched)
            if target is None or (isinstance(target, Target) and self._leads_to(target)):
                continue
            yield written

    def _leads_to(self, target: Target) -> bool:
        """True when it is plain that there is such a place, or some link leads to it already."""
        if target in self._places:
            return True
        self._places.add(target)
        if target.file not in self._written:
            return False
        found = self._written[target.file]
        return not target.fragment or found is None or target.fragment in found.ids
