"""Making: what a build reads, and which agencies' pages and files are to be made of it.

The pages of an agency tell of it and of those that it names or that name it. So an edit concerns
these, and what was made for all others stays as it is: they need not even be read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeAlias

from equity_plans.check.places import agency_of
from equity_plans.check.spread import Watch, in_parts, unwatched
from equity_plans.pages import Country, country_of, of_agency, packed, places, summary, unpacked
from equity_plans.project import Entries, Project
from equity_plans.publish import open_sound_project, with_links
from equity_plans.publish.kept import Kept, OfAgency, beside, led_to
from equity_plans.publish.workers import spread
from equity_plans.view import Site, View, named
from equity_plans.view import view as look

AT_ONCE = 8
"""So many agencies are looked at in one task."""

Sources: TypeAlias = Mapping[str | None, Mapping[str, bytes]]
"""The files in plans/ with the SHA-256 of each, by agency; None has those of all together."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Making:
    """What there is, and what of it is made anew."""

    view: View
    """Of the project, or of a part that has all that is made anew."""

    country: Country
    agencies: Mapping[str, OfAgency]
    """Every agency. Of those made anew, the files are still those of the last build."""

    anew: Collection[str]
    """The agencies whose pages and files are made anew."""

    moved: Collection[str]
    """Other agencies that begin elsewhere on lists of the country, which one page of each shows."""


def sources_in(root: Path, entries: Entries) -> Sources:
    """The files of the project in `root`. What may not be there or cannot be read is left out."""
    found: dict[str | None, dict[str, bytes]] = {None: {}}
    for name, finding in entries:
        if finding is None:
            try:
                with open(f"{root}/{name}", "rb") as file:  # noqa: PTH123 - many thousand files
                    content = file.read()
            except OSError:  # whoever reads the project says so
                continue
            found.setdefault(agency_of(name), {})[name] = hashlib.sha256(content).digest()
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """Reads a project, and finds out what a build has to make of it."""

    root: Path
    entries: Entries
    """What there is in plans/."""

    schema: Path | None
    as_of: date
    site: Site
    languages: Sequence[str]
    workers: int | None = None
    watch: Watch = unwatched

    def read(self, sources: Sources, *, last: Kept | None, whole: bool) -> Making:
        """What to make of `sources`, when `last` is known of the build before.

        Without `whole`, nothing is read but what an edit concerns. Raises PublishError, with every
        error, when the project has any.
        """
        before = last.agencies if last is not None else {}
        own = {agency: files for agency, files in sources.items() if agency is not None}
        # Only all together tell whether a new folder looks like another one.
        whole = whole or before.keys() != own.keys()
        names = {agency: set(one.names) for agency, one in before.items()}
        changed = frozenset(
            agency
            for agency in before.keys() | own.keys()
            if agency not in before or before[agency].sources != own.get(agency)
        )
        moved: frozenset[str] = frozenset()
        project: Project | None = None
        while True:
            anew = beside(changed, names)
            near = led_to(beside(anew | moved, names), names)
            if project is None or not whole:
                project = self._project(None if whole else near, checked=anew)
            for one, other in named(project.portfolio):
                names.setdefault(one, set()).add(other)
            anew = beside(changed, names)
            if not whole and led_to(beside(anew | moved, names), names) != near:
                continue  # something is named for the first time
            making = self._making(project, own, names, before, anew)
            others = making.agencies.keys() - anew
            found = {one for one in others if making.agencies[one].places != before[one].places}
            if whole or found <= moved:  # all that shows them has been read
                return replace(making, moved=found)
            moved |= found

    def _project(self, only: Collection[str] | None, *, checked: Collection[str]) -> Project:
        """The project, or a part of it in which the `checked` agencies have no errors."""
        project = open_sound_project(
            self.root,
            schema=self.schema,
            watch=self.watch,
            only=only,
            checked=checked,
            walked=self.entries,
        )
        return with_links(project, as_of=self.as_of)

    def _making(
        self,
        project: Project,
        sources: Mapping[str, Mapping[str, bytes]],
        names: Mapping[str, Collection[str]],
        before: Mapping[str, OfAgency],
        anew: Collection[str],
    ) -> Making:
        view = replace(look(project, as_of=self.as_of), site=self.site)
        view.sort_out()
        made = [agency for agency in sources if agency in anew]

        def some(agencies: Sequence[str]) -> list[tuple[bytes, tuple[str, ...]]]:
            return [self._summed_up(agency, view) for agency in agencies]

        told = self.watch("Summing up agencies")
        share = partial(spread, workers=self.workers)
        first = some(made[:1])  # then no copy of this program has to load what it takes
        parts = in_parts(made[1:], some, size=AT_ONCE, spread=share, told=told)
        new = dict(zip(made, (*first, *parts), strict=True))
        summaries = {
            agency: new[agency] if agency in new else (before[agency].summary, before[agency].pages)
            for agency in sources
        }
        country = country_of(view, [unpacked(summary) for summary, _ in summaries.values()])
        where = places(country)
        known = {
            agency: OfAgency(
                sources=files,
                names=tuple(sorted(names.get(agency, ()))),
                summary=summaries[agency][0],
                places=where[agency],
                pages=summaries[agency][1],
                files=before[agency].files if agency in before else b"",
            )
            for agency, files in sources.items()
        }
        return Making(view=view, country=country, agencies=known, anew=anew, moved=())

    def _summed_up(self, agency: str, view: View) -> tuple[bytes, tuple[str, ...]]:
        """The summary of an agency, and its pages."""
        languages = self.languages
        pages = of_agency(view, agency, places={}, languages=languages)
        return packed(summary(view, agency, languages=languages)), tuple(one.uri for one in pages)
