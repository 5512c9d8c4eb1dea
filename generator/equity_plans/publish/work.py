"""Work: everything that a build makes and writes, in parts that may be done at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from equity_plans import exports, pages
from equity_plans.exports import Publication, Write
from equity_plans.pages.page import Draft
from equity_plans.publish.leads import sifted
from equity_plans.publish.making import Making
from equity_plans.publish.rendering import Rendered, Renderer, Written

Thing = TypeVar("Thing")

PAGES_AT_ONCE = 16
"""So many pages are one part: enough that handing over costs nothing, few enough to share well."""

FIRST_PAGES = 48
FIRST_AGENCIES = 4
"""Of so many pages of the country and agencies, everything is made before the work is spread: no
program then has to learn all of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """What was written in one part of the work."""

    written: Sequence[Written]
    agency: str | None = None
    """The agency that all of it is of."""

    country: Mapping[str, Rendered] = field(default_factory=dict)
    """Pages of the country, as Markdown, whether they had to be written or not."""

    moved: bool = False
    """True for pages of agencies of which all else stays as it is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """What is to be made, and who makes it."""

    renderer: Renderer
    making: Making
    publication: Publication
    country: Sequence[Draft]
    """The pages of the whole country."""

    known: Mapping[str, Rendered]
    """Such pages that are on the site already."""

    data: bool
    """Whether the data of the whole country is written."""

    def first_parts(self) -> list[Callable[[], Done]]:
        """Pages of all kinds: who has made these knows most of what all others need."""
        agencies, _ = self._agencies()
        first, _ = self._pages()
        return [
            *(partial(self._country, some) for some in _by_many(first)),
            *(partial(self._agency, agency) for agency in agencies),
        ]

    def parts(self) -> list[Callable[[], Done]]:
        """What can be done in any order; what takes longest comes first.

        The tables of a country and the finder take most memory, so one is made when the other is
        likely to be done: half of the agencies come between them.
        """
        _, agencies = self._agencies()
        _, others = self._pages()
        data = [partial(self._data, write) for write in exports.of_country() if self.data]
        each = [partial(self._agency, agency) for agency in agencies]
        half = len(each) // 2
        return [
            *data[:1],
            *each[:half],
            *data[1:],
            *each[half:],
            *(partial(self._moved, some) for some in _by_many(sorted(self.making.moved))),
            *(partial(self._country, some) for some in _by_many(others)),
        ]

    def _pages(self) -> tuple[Sequence[Draft], Sequence[Draft]]:
        """The pages of the country to be made first, and all others."""
        if self.known:  # then nearly all stay as they are, and nothing has to be learned
            return (), self.country
        every = len(self.country) // FIRST_PAGES + 1
        others = [one for number, one in enumerate(self.country) if number % every]
        return self.country[::every], others

    def _agencies(self) -> tuple[list[str], list[str]]:
        """The agencies to be made first, and all others. A few are shared out at once."""
        anew = [agency for agency in self.making.agencies if agency in self.making.anew]
        every = len(anew) // FIRST_AGENCIES
        if every < FIRST_AGENCIES:
            return [], anew
        return anew[::every], [one for number, one in enumerate(anew) if number % every]

    def last_parts(self) -> list[Callable[[], Done]]:
        """What is put together from the files of agencies, for when all of these are written."""
        return [partial(self._data, write) for write in exports.of_finished() if self.data]

    def _data(self, write: Write) -> Done:
        return Done(written=_sifted(self.renderer.export(write(self.publication))))

    def _agency(self, agency: str) -> Done:
        render = self.renderer
        drafts = pages.of_agency(
            self.making.view,
            agency,
            places=self.making.agencies[agency].places,
            languages=self.publication.languages,
        )
        made = render.pages(one for one in drafts if not render.files.written_by_hand(one.uri))
        files = render.export(exports.of_agency(self.publication, agency))
        return Done(agency=agency, written=_sifted([*(page for _, page in made if page), *files]))

    def _moved(self, agencies: Sequence[str]) -> Done:
        drafts = [
            draft
            for agency in agencies
            for draft in pages.with_places(
                self.making.view,
                agency,
                places=self.making.agencies[agency].places,
                languages=self.publication.languages,
            )
            if not self.renderer.files.written_by_hand(draft.uri)
        ]
        made = self.renderer.pages(drafts)
        return Done(written=_sifted([page for _, page in made if page]), moved=True)

    def _country(self, drafts: Sequence[Draft]) -> Done:
        made = self.renderer.pages(drafts, known=self.known)
        return Done(
            written=_sifted([page for _, page in made if page]),
            country={draft.uri: now for draft, (now, _) in zip(drafts, made, strict=True)},
        )


def _by_many(things: Sequence[Thing]) -> Iterator[Sequence[Thing]]:
    for start in range(0, len(things), PAGES_AT_ONCE):
        yield things[start : start + PAGES_AT_ONCE]


def _sifted(written: Sequence[Written]) -> list[Written]:
    """What was written, with no more of its links than have to be compared in the end."""
    found = sifted([(one.file, one.contents) for one in written])
    return [one._replace(contents=own) for one, own in zip(written, found, strict=True)]
