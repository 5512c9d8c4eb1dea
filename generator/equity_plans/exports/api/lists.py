"""The files of the API that list things of all agencies, a thousand to a file.

What is listed stands in the files of plans and goals already, and is taken from there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from equity_plans import __version__, addresses
from equity_plans.exports.api.one import plan_file
from equity_plans.exports.api.records import (
    KINDS,
    answer,
    lines,
    listed_in,
    records,
)
from equity_plans.exports.export import File, Publication
from equity_plans.facets import Facet, facets
from equity_plans.model import Plan
from equity_plans.progress import tally

LISTED = ("status", "people", "topic", "year")
"""The facets each of whose values has a list of actions of its own."""

SHORT = ("agencies", "authorities", "plans", "vocabulary")
"""The tables with so few records that these are made once more."""

MOST = 1000
"""So many records are in one file, so that none is too large to read at once."""


def index(publication: Publication) -> Iterator[File]:
    """What this is, the day it shows, how much there is, and where it all is."""
    view = publication.view
    schemas = (document["$id"] for document in view.schemas.documents.values())
    facts = {
        "generator": f"equity-plans {__version__}",
        "commit": publication.commit,
        "schemas": sorted(schemas),
        "counts": {kind: publication.tables[kind].count for kind in KINDS},
        "states": {str(state): count for state, count in tally(view.promised).items()},
        "files": {kind: publication.file(addresses.api(kind)) for kind in KINDS},
    }
    yield answer(addresses.api("index"), publication, facts)


def of_each_kind(publication: Publication) -> Iterator[File]:
    """Everything of each kind.

    The plans are gone through one by one, and little is kept of them: the records of a country
    take a gigabyte.
    """
    tables, view = publication.tables, publication.view
    lists = {
        kind: _List(publication, addresses.api(kind), {}, kind, tables[kind].count)
        for kind in KINDS
    }
    changes: dict[str, Iterator[bytes]] = {}
    for plan in view.portfolio.plans.values():
        found = listed_in(_file_of(plan, publication))
        changes[plan.key] = iter(found.pop("changes", ()))
        for kind, told in found.items():
            yield from lists[kind].add(told)
    for change in view.changes:  # those of one plan are in this order, too
        yield from lists["changes"].add([next(changes[change.plan.key])])
    for kind in SHORT:
        for owner in tables[kind].owners:
            yield from lists[kind].add(records(tables, kind, owner).texts)
    for one in lists.values():
        yield from one.end()


def of_each_value(publication: Publication) -> Iterator[File]:
    """The actions with each value of a facet, in brief."""
    plans = (plan for plan in publication.view.portfolio.plans.values() if plan.state != "draft")
    briefs = [one for plan in plans for one in _briefs_of(plan, publication)]
    for facet in facets(publication.view):
        if facet.name in LISTED:
            yield from _lists_of(publication, facet, briefs)


def _file_of(plan: Plan, publication: Publication) -> bytes:
    """The file of a plan, as it was written or as it is made now."""
    if publication.finished is not None:
        return publication.finished(addresses.plan_api(plan))
    return plan_file(publication, plan).content


def _briefs_of(plan: Plan, publication: Publication) -> Iterator[bytes]:
    """The actions of a plan in brief, as the files of its goals tell them."""
    if publication.finished is None:
        yield from records(publication.tables, "actions", plan).briefs
    else:
        for goal in plan.goals:
            file = publication.finished(addresses.goal_api(plan, goal))
            yield from listed_in(file).get("actions", ())


def _lists_of(publication: Publication, facet: Facet, briefs: Sequence[bytes]) -> Iterator[File]:
    """The actions with each value of one facet."""
    found: dict[str, list[bytes]] = {value: [] for value, _ in facet.values}
    for one, told in zip(publication.view.promised, briefs, strict=True):
        for value in facet.of(one):
            found[value].append(told)
    labels = dict(facet.values)
    for value, of_it in found.items():
        facts = {"facet": facet.name, "value": value, "label": labels[value]}
        uri = addresses.list_api(facet.name, value)
        listed = _List(publication, uri, facts, "actions", len(of_it))
        yield from listed.add(of_it)
        yield from listed.end()


class _List:
    """A list of records, a thousand to a file; each file but the last names the next."""

    def __init__(
        self,
        publication: Publication,
        uri: str,
        facts: Mapping[str, Any],
        name: str,
        count: int,
    ) -> None:
        self._publication, self._uri, self._facts, self._name = publication, uri, facts, name
        self._count = count
        self._waiting: list[bytes] = []
        self._number = 0

    def add(self, found: Iterable[bytes]) -> Iterator[File]:
        """The files that are full with more records, as they are written."""
        self._waiting += found
        while len(self._waiting) > MOST:
            yield self._next()

    def end(self) -> Iterator[File]:
        """The last file."""
        yield self._next()

    def _next(self) -> File:
        part, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        self._number += 1
        parts = max(1, math.ceil(self._count / MOST))
        following = self._publication.file(addresses.part(self._uri, self._number + 1))
        told = {
            **self._facts,
            "count": self._count,
            "part": self._number,
            "parts": parts,
            "next": following if self._number < parts else None,
        }
        uri = addresses.part(self._uri, self._number)
        return answer(uri, self._publication, told, **{self._name: lines(part)})
