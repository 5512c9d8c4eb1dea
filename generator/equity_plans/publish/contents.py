"""Contents: what there is to know of one file of a finished site.

Whatever depends on the file only is settled when it is looked at. What it says of other files is
kept until all can be compared, as little as that takes: there may be many thousand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from sys import intern
from typing import NamedTuple

from equity_plans.diagnostics.show import show
from equity_plans.publish import markup, plain, xml_files
from equity_plans.publish.markup import Slip, Tag
from equity_plans.publish.tags import Told, told_by
from equity_plans.publish.targets import Start, Target

ERROR_PAGE = "404.html"
"""The one page that is shown at any address, so its links begin at the top of the host."""

LOOKED_INTO = (".html", ".css", ".svg", ".xml")
"""The endings of files that a browser acts on, but for scripts, of which no plan makes any."""

CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CSS_ADDRESS = re.compile(
    r"""(?:url\(\s*|@import\s*|\b(?:src|image|image-set)\(\s*(?=["']))"""
    r"""(?:"([^"]*)"|'([^']*)'|([^"')\s;]+))""",
    re.IGNORECASE,
)

MOST_FLAWS = 50
"""So many flaws of one file are kept; a file that is wrong all through is wrong enough."""

NO_PLACE = "leads to a place that is not on its page."

WORDS_NEAR = 400
"""How many characters of a text are kept to find out where it comes from."""

Wrong = tuple[str, tuple[str, ...]]
"""What is wrong with a file, and what is written there, the most telling first."""


class Contents(NamedTuple):
    """What matters of one file. A text in many that other programs sent is in memory once."""

    ids: tuple[str, ...] = ()
    """The places on it that a link may lead to."""

    links: tuple[str, ...] = ()
    """What leads to other files of the site when a reader wants it to, as it is written."""

    needs: tuple[str, ...] = ()
    """Likewise, what a browser fetches by itself to show the file."""

    many: int = 0
    """How many addresses of any kind it has, each time it has one."""

    flaws: tuple[Wrong, ...] = ()
    """What is wrong with the file by itself."""

    def __reduce__(self) -> tuple[Callable[..., Contents], tuple[object, ...]]:
        return _again, (self.ids, self.links, self.needs, self.many, self.flaws)


def _again(
    ids: tuple[str, ...],
    links: tuple[str, ...],
    needs: tuple[str, ...],
    many: int,
    flaws: tuple[Wrong, ...],
) -> Contents:
    """The same contents, in the program they were sent to."""
    ids, links, needs = (tuple(map(intern, some)) for some in (ids, links, needs))
    return Contents(ids=ids, links=links, needs=needs, many=many, flaws=flaws)


def look(site: Path, file: str) -> Contents:
    """What matters of one page, style sheet, picture or feed of a site."""
    return look_into((site / file).read_bytes(), file)


def look_into(content: bytes, file: str) -> Contents:
    """What matters of a file of a site that holds this."""
    page = file.endswith(".html")
    # Nearly every page is without flaws, and to see that takes a tenth of the time.
    if page and (plainly := _plain_page(content)):
        return plainly.contents(file)
    try:
        text = content.decode()
    except ValueError:
        return Contents(flaws=(("It is not UTF-8 text.", ()),))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if page:
        found = _page(text)
    elif file.endswith(".css"):
        found = _style(text)
    else:
        found = _Found()
        picture = file.endswith(".svg")
        for what, near in _drawn(text) if picture else xml_files.flaws(text, picture=False):
            found.flaw(what, *near)
    return found.contents(file)


@lru_cache(maxsize=256)
def _drawn(text: str) -> tuple[Wrong, ...]:
    """What is wrong with a picture: the badge of one action is that of thousands."""
    return tuple(xml_files.flaws(text, picture=True))


def wrong_address(written: str, what: str) -> Wrong:
    """An address of which `what` is wrong."""
    ends = [part for part in re.split(r"[/#]", written) if part]
    return f"“{show(written)}” {what}", (written, *ends[-1:])


@dataclass(kw_only=True, slots=True)
class _Found:
    """What was found in a file so far."""

    ids: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    flaws: list[Wrong] = field(default_factory=list)

    def flaw(self, what: str, *near: str) -> None:
        """Keep one flaw."""
        if len(self.flaws) < MOST_FLAWS:
            self.flaws.append((what, near))

    def keep(self, told: Told) -> None:
        """Keep what a tag tells."""
        self.ids += told.ids
        self.named += told.named
        self.links += told.links
        self.needs += told.needs

    def contents(self, file: str) -> Contents:
        """What is left when all is settled that depends on this file only."""
        if not (self.ids or self.named or self.links or self.needs):
            return Contents(flaws=tuple(self.flaws))
        ids = frozenset(self.ids)
        flaws = [*self.flaws, *_bad_ids(self.ids, self.named)]
        start = Start(file)
        here = start.places(ids)
        away = start.from_top
        kept: list[tuple[str, ...]] = []
        for addresses, fetched in ((self.links, False), (self.needs, True)):
            others = [one for one in dict.fromkeys(addresses) if one not in here]
            settled: set[str] = set()
            # Where those of the error page lead to depends on the folder that the site is in.
            unsure = [one for one in others if one not in away] if file != ERROR_PAGE else ()
            for written in sorted(unsure):
                if start.leads_away(written):
                    continue
                target = start.target(written, fetched=fetched)
                if isinstance(target, Target) and target.file != file:
                    continue
                settled.add(written)
                if isinstance(target, str):
                    flaws.append(wrong_address(written, target))
                elif target and target.fragment and target.fragment not in ids:
                    flaws.append(wrong_address(written, NO_PLACE))
            kept.append(tuple([one for one in others if one not in settled]))
        links, needs = kept
        return Contents(
            ids=tuple(sorted(ids)),
            links=links,
            needs=needs,
            many=len(self.links) + len(self.needs),
            flaws=tuple(flaws),
        )


def _bad_ids(ids: Sequence[str], named: Iterable[str]) -> Iterator[Wrong]:
    every = frozenset(ids)
    # Nearly always, all is well with them.
    if len(every) == len(ids) and every.issuperset(named) and " ".join(ids).split() == ids:
        return
    counts = Counter(ids)
    for name, count in counts.items():
        if count > 1:
            yield f"The id “{show(name)}” is there {count} times.", (name,)
        if name.split() != [name]:
            yield f"“{show(name)}” is no id.", (name,)
    for name in named:
        if name not in counts:
            yield f"An element names the id “{show(name)}”, which is not there.", (name,)


def _style(text: str) -> _Found:
    found = _Found()
    for match in CSS_ADDRESS.finditer(CSS_COMMENT.sub("", text)):
        written = next(group for group in match.groups() if group is not None)
        # “#name” is an element of whichever page uses the style.
        if not written.startswith(("data:image/", "#")):
            found.needs.append(written)
    return found


def _page(text: str) -> _Found:
    """What was found in a page, with all that is wrong with it."""
    found = _Found()
    prose: int | None = None
    """How deep the text of a plan is that we are in."""

    words: tuple[str, ...] = ()
    for one in markup.read(text):
        if isinstance(one, Slip):
            found.flaw(one.what, *filter(None, (one.written, *words)))
        elif isinstance(one, Tag):
            near = (one.written, *one.attributes.values())
            told = told_by(one.name, one.attributes)
            found.keep(told)
            for what in told.flaws:
                found.flaw(what, *near)
            if prose is not None:
                if not told.prose_may_hold:
                    what = f"Text of a plan holds an element <{one.name}> it may not."
                    found.flaw(what, *near, *words)
            elif told.holds_prose:
                prose = one.depth
                words = (text[one.at : one.at + WORDS_NEAR],)
        elif prose is not None and one.depth <= prose:
            prose, words = None, ()
    return found


def _plain_page(content: bytes) -> _Found | None:
    """What was found in a page that is written plainly and without a flaw; None for any other."""
    found = plain.read(content)
    return found and _Found(ids=found.ids, named=found.named, links=found.links, needs=found.needs)
