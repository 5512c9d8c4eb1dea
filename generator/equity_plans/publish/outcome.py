"""Outcome: what a build has written, and what is to be known of it by the next one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from equity_plans.publish.contents import Contents
from equity_plans.publish.kept import Kept, packed
from equity_plans.publish.making import Making
from equity_plans.publish.rendering import Rendered
from equity_plans.publish.work import Done


@dataclass(kw_only=True, slots=True)
class Outcome:
    """What was made and written so far, part by part."""

    marks: dict[str, bytes] = field(default_factory=dict)
    """What every file made from plans was when it was written, by path from the top of the site."""

    contents: dict[str, Contents] = field(default_factory=dict)
    """What was found in those that are looked into."""

    done: list[Done] = field(default_factory=list)

    def take(self, part: Done) -> None:
        """Add a part."""
        for one in part.written:
            self.marks[one.file] = one.mark
            if one.contents is not None:
                self.contents[one.file] = one.contents
        self.done.append(part)

    def kept(
        self, making: Making, *, base: str, data: Iterable[str] | None, commit: str | None
    ) -> Kept:
        """What the next build is to know of the site, which is not whole yet.

        `base` stands for all that it hangs on but for plans; `data` are the files of the data of
        the whole country, if these are still those of an earlier build.
        """
        files: dict[str, list[str]] = {agency: [] for agency in making.anew}
        country: dict[str, Rendered] = {}
        written: list[str] = []
        for one in self.done:
            names = [file.file for file in one.written]
            country |= one.country
            if one.agency is not None:
                files[one.agency] += names
            elif not (one.country or one.moved):
                written += names
        return Kept(
            base=base,
            agencies={
                agency: replace(one, files=packed(files[agency])) if agency in files else one
                for agency, one in making.agencies.items()
            },
            country=country,
            data=tuple(written if data is None else data),
            commit=commit,
        )
