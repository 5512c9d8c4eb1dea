"""Kept: what is known of the site that was built last, so that an edit makes only what it changes.

It lies beside the folder of the site. Whatever is wrong with it (cut short, of another release, of
another folder), it counts as not there, and everything is made anew.
"""

from __future__ import annotations

import hashlib
import marshal
import zlib
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeAlias

from equity_plans.publish.manifest import MANIFEST, git_says

Packed: TypeAlias = Any
"""Texts, numbers and lists of them, as `marshal` writes them."""

NAMES = ("country", "data", "templates", "whole", "commit")

DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True, kw_only=True, slots=True)
class OfAgency:
    """What was made for one agency, and what of."""

    sources: Mapping[str, bytes]
    """The SHA-256 of each of its files in plans/."""

    names: tuple[str, ...]
    """The agencies that these name."""

    summary: bytes
    """See `pages.summary`."""

    places: Mapping[str, str]
    """Where it begins on the lists of the country: see `pages.places`."""

    pages: tuple[str, ...]
    """Its pages, as Markdown."""

    files: bytes
    """Everything that was published for it: see `packed`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """What is known of a site."""

    base: str
    """Stands for all that every page hangs on, but for plans: see `publish.base`."""

    agencies: Mapping[str, OfAgency]
    country: Mapping[str, tuple[str, bytes, bytes]]
    """The pages of the whole country, as Markdown: see `publish.rendering.Rendered`."""

    data: tuple[str, ...] = ()
    """Files of the data of the whole country, the search index among them."""

    templates: Mapping[str, bytes] = field(default_factory=dict)
    """The templates that it was made with: see `pages.compiled`."""

    whole: bool = False
    """True when these are all there, and of the same plans as the pages."""

    commit: str | None = None
    """The commit that the site names."""

    manifest: bytes = b""
    """The SHA-256 of its manifest."""

    @property
    def pages(self) -> frozenset[str]:
        """Every page that was made from plans, as Markdown."""
        return frozenset().union(self.country, *(one.pages for one in self.agencies.values()))

    def files_but(self, other: Kept) -> frozenset[str]:
        """Every file made from plans that is not of another site, of which all else is the same."""
        own = [
            one
            for name, one in self.agencies.items()
            if name not in other.agencies or other.agencies[name].files != one.files
        ]
        others = [
            one
            for name, one in other.agencies.items()
            if name not in self.agencies or self.agencies[name].files != one.files
        ]
        return self._files(own) - other._files(others)

    def _files(self, agencies: Iterable[OfAgency]) -> frozenset[str]:
        of_country = (file for file, _stamp, _told in self.country.values())
        of_agencies = (_unpacked(one.files) for one in agencies)
        return frozenset().union(of_country, self.data, *of_agencies)

    def is_of(self, sources: Mapping[str | None, Mapping[str, bytes]]) -> bool:
        """True when the site is of these files of agencies."""
        return sources == {None: sources[None]} | {
            agency: one.sources for agency, one in self.agencies.items()
        }


def place_of(site: Path) -> Path:
    """Where it is kept what is known of the folder `site`."""
    return site.parent / f".kept-{site.name}"


def read_kept(site: Path, *, base: str) -> Kept | None:
    """What is known of the folder `site`, if it is of this `base` and the folder is as it was."""
    place = place_of(site)
    try:
        data = place.read_bytes()
        manifest = hashlib.sha256((site / MANIFEST).read_bytes()).digest()
    except OSError:
        return None
    start = hashlib.sha256(base.encode()).digest() + manifest
    digest, head, packed = data[:DIGEST], data[DIGEST : 3 * DIGEST], memoryview(data)[3 * DIGEST :]
    if head != start or hashlib.sha256(memoryview(data)[DIGEST:]).digest() != digest:
        return None
    if _in_git(place):
        return None
    try:
        agencies, *others = marshal.loads(packed)  # noqa: S302 - what git has is not taken
    except (EOFError, TypeError, ValueError):
        return None
    return Kept(
        base=base,
        manifest=manifest,
        agencies={name: OfAgency(**_named(OfAgency, values)) for name, values in agencies.items()},
        **dict(zip(NAMES, others, strict=True)),
    )


def write_kept(site: Path, kept: Kept) -> None:
    """Keep what is known of the folder `site`. A disk that has no room for it does no harm."""
    agencies = {name: _values(one) for name, one in kept.agencies.items()}
    country = {uri: tuple(one) for uri, one in kept.country.items()}
    told = (agencies, country, kept.data, dict(kept.templates), kept.whole, kept.commit)
    head = hashlib.sha256(kept.base.encode()).digest() + kept.manifest
    content = marshal.dumps(told)
    digest = hashlib.sha256(head)
    digest.update(content)
    place = place_of(site)
    new = place.with_name(f"{place.name}.new")
    try:
        with new.open("wb") as file:
            file.writelines((digest.digest(), head, content))
        new.replace(place)
    except OSError:
        forget(site)
        with suppress(OSError):
            new.unlink()


def forget(site: Path) -> None:
    """Keep nothing of the folder `site`: it is about to be another one."""
    place_of(site).unlink(missing_ok=True)


def packed(files: Iterable[str]) -> bytes:
    """Names of files, in a tenth of the room: most begin as the one before."""
    return zlib.compress("\n".join(files).encode(), level=1)


def _unpacked(files: bytes) -> list[str]:
    return zlib.decompress(files).decode().splitlines() if files else []


def _in_git(place: Path) -> bool:
    """True when git has the file: then somebody else may have written it, to have us publish it."""
    return bool(git_says("ls-files", place.name, root=place.parent))


def _values(one: OfAgency) -> tuple[Packed, ...]:
    return tuple(getattr(one, each.name) for each in fields(one))


def _named(kind: type[OfAgency], values: Iterable[Packed]) -> dict[str, Packed]:
    return dict(zip((each.name for each in fields(kind)), values, strict=True))


def beside(some: Iterable[str], names: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Some agencies with those that they name, and those that name them: see `view.named`."""
    known = frozenset(some)
    named = (names[one] for one in known & names.keys())
    return known.union(*named, (one for one in names if not known.isdisjoint(names[one])))


def led_to(some: Iterable[str], names: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Some agencies with those that they name, that these name, and so on."""
    found: set[str] = set()
    waiting = list(some)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += names.get(one, ())
    return frozenset(found)
