"""The files of the finder: a small first one, the rest in pieces, and the index of words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from equity_plans import addresses
from equity_plans.exports.cells import legible
from equity_plans.exports.export import Export, File, Group, Publication, json_bytes
from equity_plans.exports.find.documents import Document, documents, foreign
from equity_plans.exports.find.index import word_files
from equity_plans.facets import Facet, facets, tallied
from equity_plans.language import folders, speaking
from equity_plans.view import View, urgency

FIRST = 20
"""So many rows come with the page, and are shown at once."""

ROWS = 16
TEXTS = 8
"""So many actions are in each file of rows and of texts. Fewer would be more requests, and more
would be more bytes for a row from here and a row from there."""

LONGEST = 4000
"""So many letters of a text are there to quote from. All of it can be found."""

FEW = 10
"""So many values of a facet with very many come with the page."""

VERSION = 12
"""How long the name of a version is."""

T = TypeVar("T")


def write(publication: Publication) -> Iterator[File]:
    """Every file of the finder, in each language of the site; its words only where it is wanted."""
    view = publication.view
    for tag, below in folders(publication.languages).items():
        with speaking(tag, folder=below):
            found = tuple(documents(view))
            own = [*_files(view, found), *(word_files(found) if publication.words else ())]
        yield from (replace(file, uri=below + file.uri) for file in own)


def _files(view: View, found: Sequence[Document]) -> Iterator[File]:
    pieces = tuple(_pieces(view, found))
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece.content)
    first = {
        # Asked for with every other file, so that none of another version is taken for one.
        "version": digest.hexdigest()[:VERSION],
        "actions": len(view.promised),
        "pages": len(found),
        "in_rows": ROWS,
        "in_texts": TEXTS,
        "facets": [_facet(view, facet) for facet in facets(view)],
        "rows": [(number, _row(found[number])) for number in _first(view)],
    }
    yield _file(addresses.FIND_FIRST, first)
    yield from pieces


def _pieces(view: View, found: Sequence[Document]) -> Iterator[File]:
    yield _file(addresses.FIND_VALUES, _values(view))
    for facet in facets(view):
        if facet.many:
            yield _file(addresses.find_names(facet.name), _named(view, facet))
    for number, some in enumerate(_parts(found, ROWS)):
        yield _file(addresses.find_rows(number), [_row(one) for one in some])
    for number, some in enumerate(_parts(found, TEXTS)):
        yield _file(addresses.find_texts(number), [one.text[:LONGEST] for one in some])


def _first(view: View) -> list[int]:
    """The numbers of the most urgent actions."""
    numbers = range(len(view.promised))
    return sorted(numbers, key=lambda number: urgency(view.promised[number]))[:FIRST]


def _row(one: Document) -> tuple[str, ...]:
    """What a list shows: `[address, title, whose, when, status, language of the title]`.

    What is empty at the end is left out.
    """
    row = (one.address, one.title, one.who, one.when, one.state, one.language)
    return row[: max(number for number, told in enumerate(row, start=1) if told)]


def _facet(view: View, facet: Facet) -> dict[str, Any]:
    """A facet with its values, or where these are too many, with those that most actions have."""
    values = _named(view, facet)
    told: dict[str, Any] = {"name": facet.name, "title": facet.title}
    if facet.many:
        told["many"] = len(values)
        values = sorted(values, key=lambda value: -value[3])[:FEW]
    return {**told, "values": values}


def _named(view: View, facet: Facet) -> list[tuple[int, str, str, int, str]]:
    """Each value that some action has: `[place, value, label, how many have it, language]`."""
    counts = tallied(view, facet)
    return [
        (place, value, legible(label), counts[value], foreign(label))
        for place, (value, label) in enumerate(facet.values)
        if counts[value]
    ]


def _values(view: View) -> dict[str, Any]:
    """The values of every action.

    `rank` has the place of each action in the order of urgency, where several can share one.
    `columns` has for each facet the `sets` of values that occur, as places in the facet's list,
    and for each action `of` which set it has; or for each rank, where that already tells.
    """
    keys = [urgency(one) for one in view.promised]
    places = {key: place for place, key in enumerate(sorted(set(keys)))}
    rank = [places[key] for key in keys]
    return {"rank": rank, "columns": [_column(view, facet, rank) for facet in facets(view)]}


def _column(view: View, facet: Facet, rank: Sequence[int]) -> dict[str, Any]:
    place = {value: number for number, (value, _) in enumerate(facet.values)}
    sets: dict[tuple[int, ...], int] = {}
    of = [
        sets.setdefault(tuple(place[value] for value in facet.of(one)), len(sets))
        for one in view.promised
    ]
    by_rank: dict[int, int] = {}
    tells = all(
        by_rank.setdefault(one, which) == which for one, which in zip(rank, of, strict=True)
    )
    if tells:
        return {"sets": list(sets), "of_rank": [by_rank[one] for one in sorted(by_rank)]}
    return {"sets": list(sets), "of": of}


def _parts(all_of_it: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(all_of_it), size):
        yield all_of_it[start : start + size]


def _file(uri: str, value: Mapping[str, Any] | Sequence[Any]) -> File:
    return File(uri=uri, content=json_bytes(value, indent=None))


EXPORT = Export(
    uri="find/{part}.json",
    media_type="application/json",
    title="Actions to narrow",
    description="What there is to narrow by, for the page “Find an action”.",
    group=Group.SITE,
    of_country=write,
)
