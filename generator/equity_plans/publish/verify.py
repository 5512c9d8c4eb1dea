"""Verification: what a finished site holds is looked at before anybody else can see it.

A site that passes works under any address and any sub-path, needs nothing from anywhere else,
and fits the strictest content security policy: scripts, styles and pictures of its own only.

Each file is looked at by itself (`look`), which may be done in any order and by several programs at
once; what the files say of one another is compared at the end (`compare`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType

from equity_plans.check.spread import Spread, in_parts
from equity_plans.publish.contents import (
    ERROR_PAGE,
    LOOKED_INTO,
    NO_PLACE,
    Contents,
    look,
    wrong_address,
)
from equity_plans.publish.gone import could_lead
from equity_plans.publish.inventory import Inventory, inventory
from equity_plans.publish.targets import Start
from equity_plans.publish.update import Update
from equity_plans.publish.workers import spread

AT_ONCE = 500
"""So many files are looked at in one task."""

NEVER_LOOKED_INTO = (".htm", ".xhtml", ".xht", ".shtml", ".mht", ".mhtml", ".svgz", ".php", ".swf")
"""Endings under which a host or a browser would run what nobody here has looked at."""

MAY_RUN = frozenset((*LOOKED_INTO, *NEVER_LOOKED_INTO))
"""Endings of all these, in small letters."""


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Flaw:
    """One thing that must not be in a published site."""

    file: str
    """The file it is in, from the top of the site."""

    what: str
    near: tuple[str, ...] = ()
    """What is written there, the most telling first: by it, a text of a plan is known again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verified:
    """What was looked at, and what was found."""

    pages: int
    links: int
    flaws: tuple[Flaw, ...]


def verify(
    site: Path,
    *,
    site_path: str = "/",
    stock: Inventory | None = None,
    known: Mapping[str, Contents] = MappingProxyType({}),
    before: Update | None = None,
    workers: int | None = None,
) -> Verified:
    """Look at every file in the folder `site` that a browser would act on.

    `site_path` is the folder of the host that the site will be in, as its error page has it.
    `stock` is what is in it, if that is known. `known` are files that have been looked at already,
    and what was found, but for links to where another one of them leads (`leads`). All are looked
    at again when one of them was written to since, or when there is a flaw.

    What stays of the site `before` was looked at then. It is looked at again only when something is
    not there any more that it could lead to: a file, or a place on a page.
    """
    stock = stock or inventory(site)
    files = [file for file in stock.files if file.endswith(LOOKED_INTO)]
    share = partial(spread, workers=workers)
    if known and not stock.changed:
        found = {file: known[file] if file in known else look(site, file) for file in files}
        compared = _compared(found, site_path=site_path, stock=stock, before=before, share=share)
        if not compared.flaws:
            return compared

    def some(files: Sequence[str]) -> list[Contents]:
        return [look(site, file) for file in files]

    every = in_parts(files, some, size=AT_ONCE, spread=share)
    found = dict(zip(files, every, strict=True))
    return _compared(found, site_path=site_path, stock=stock, before=before, share=share)


def _compared(
    found: Mapping[str, Contents],
    *,
    site_path: str,
    stock: Inventory,
    before: Update | None,
    share: Spread,
) -> Verified:
    """What is wrong with the files that were looked at, and with those that could lead to them."""
    if before is None:
        files = frozenset(stock.files)
        return compare(found, files=files, site_path=site_path, others=_others(stock))
    old = partial(look, before.site)
    written = [file for file in found if file.endswith(".html")]
    lost = {
        place
        for file in written
        if (before.site / file).is_file()
        for place in set(old(file).ids).difference(found[file].ids)
    }
    gone = [*before.goes, *(f"#{place}" for place in lost)]
    others = could_lead(before, gone, share) if gone else ()
    return compare(
        {**{file: old(file) for file in others}, **found},
        files=before,
        site_path=site_path,
        others=_others(stock),
        elsewhere=old,
    )


def list_files(site: Path) -> list[str]:
    """Every file in the folder `site`, by path from there, in order."""
    return list(inventory(site).files)


def compare(
    found: Mapping[str, Contents],
    *,
    files: Container[str],
    site_path: str = "/",
    others: Iterable[Flaw] = (),
    elsewhere: Callable[[str], Contents] | None = None,
) -> Verified:
    """What is wrong with the files of a site, with what they say of one another.

    `elsewhere` gives the contents of those of the `files` that are not in `found`, if any.
    """
    flaws = set(others)

    @lru_cache(maxsize=1_000)
    def places(file: str) -> frozenset[str]:
        known = found[file] if file in found or elsewhere is None else elsewhere(file)
        return frozenset(known.ids)

    def wrong(start: Start, written: str, *, fetched: bool) -> str | None:
        if start.file == ERROR_PAGE and written.startswith(site_path):
            written = f"./{written.removeprefix(site_path)}"
        target = start.target(written, fetched=fetched)
        if target is None or isinstance(target, str):
            return target
        if target.file not in files:
            return "leads to nothing."
        looked = target.file in found or (elsewhere and target.file.endswith(LOOKED_INTO))
        if target.fragment and looked and target.fragment not in places(target.file):
            return NO_PLACE
        return None

    # What leads up to the top and down again leads to the same place from all folders as deep.
    right: dict[int, set[str]] = defaultdict(set)
    for file, contents in found.items():
        for what, near in contents.flaws:
            flaws.add(Flaw(file=file, what=what, near=near))
        if not (contents.links or contents.needs):
            continue
        start = Start(file)
        fine = right[start.depth]
        for fetched, addresses in ((False, contents.links), (True, contents.needs)):
            for written in addresses:
                if written in fine:
                    continue
                fault = wrong(start, written, fetched=fetched)
                if fault is not None:
                    said, near = wrong_address(written, fault)
                    flaws.add(Flaw(file=file, what=said, near=near))
                elif start.depth and written.startswith("../" * start.depth):
                    fine.add(written)
    return Verified(
        pages=sum(file.endswith(".html") for file in found),
        links=sum(contents.many for contents in found.values()),
        flaws=tuple(sorted(flaws)),
    )


def _others(stock: Inventory) -> Iterator[Flaw]:
    """What is wrong with files that are not looked into."""
    for file in stock.files:
        ending = file[file.rfind(".") :]
        if ending not in LOOKED_INTO and ending.lower() in MAY_RUN:
            yield Flaw(file=file, what="A file with this ending is not looked into, but may run.")
    for file in stock.links:
        yield Flaw(file=file, what="It is a link, which could lead anywhere.")
