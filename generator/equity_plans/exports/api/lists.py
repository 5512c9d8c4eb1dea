"""The files of the API that list things of all agencies, a thousand to a file.

What is listed stands in the files of plans and goals already, and is taken from there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any

from equity_plans import __version__, addresses
from equity_plans.exports.api.records import (
    KINDS,
    answer,
    lines,
    listed_in,
    records,
)
from equity_plans.exports.export import File, Publication, Write
from equity_plans.facets import Facet, facets
from equity_plans.model import Plan
from equity_plans.progress import tally

LISTED = ("status", "people", "topic", "year")
"""The facets each of whose values has a list of actions of its own."""

LONG = ("actions", "changes", "measures", "goals", "reports")
"""The tables with so many records that these are taken from the files of plans; what takes longest
comes first."""

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
    """Everything of each kind."""
    yield from of_kinds(publication, KINDS)


def of_kinds(publication: Publication, kinds: Iterable[str]) -> Iterator[File]:
    """Everything of some kinds."""
    for kind in kinds:
        uri, count = addresses.api(kind), publication.tables[kind].count
        yield from _pages(publication, uri, {}, kind, _of_kind(kind, publication), count=count)


def _of_kind(kind: str, publication: Publication) -> Iterator[bytes]:
    """Every record of a kind, in the order of its table.

    The plans are gone through one by one, and little is kept of them: the records of a country
    take a gigabyte.
    """
    table, plans = publication.tables[kind], publication.view.portfolio.plans.values()
    if kind not in LONG:
        yield from records(publication.tables, kind, tuple(table.owners)).texts
    elif kind == "changes":
        own = {plan.key: iter(_told(kind, plan, publication)) for plan in plans}
        for change in publication.view.changes:  # those of one plan are in this order, too
            yield next(own[change.plan.key])
    else:
        for plan in plans:
            yield from _told(kind, plan, publication)


def of_each_value(publication: Publication) -> Iterator[File]:
    """The actions with each value of a facet, in brief."""
    plans = (plan for plan in publication.view.portfolio.plans.values() if plan.state != "draft")
    briefs = [one for plan in plans for one in _briefs_of(plan, publication)]
    for facet in facets(publication.view):
        if facet.name in LISTED:
            yield from _lists_of(publication, facet, briefs)


def in_pieces() -> tuple[Write, ...]:
    """What writes all these files, in pieces that can be done at once."""
    others = [kind for kind in KINDS if kind not in LONG]
    kinds = [partial(of_kinds, kinds=some) for some in (*([kind] for kind in LONG), others)]
    return (kinds[0], of_each_value, *kinds[1:])


def _told(kind: str, plan: Plan, publication: Publication) -> Sequence[bytes]:
    """The records of a kind in a plan, as its file tells them."""
    if publication.finished is None:
        return records(publication.tables, kind, [plan]).texts
    return listed_in(publication.finished(addresses.plan_api(plan)), kind)


def _briefs_of(plan: Plan, publication: Publication) -> Iterator[bytes]:
    """The actions of a plan in brief, as the files of its goals tell them."""
    if publication.finished is None:
        yield from records(publication.tables, "actions", [plan]).briefs
    else:
        for goal in plan.goals:
            file = publication.finished(addresses.goal_api(plan, goal))
            yield from listed_in(file, "actions")


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
        yield from _pages(publication, uri, facts, "actions", of_it, count=len(of_it))


def _pages(
    publication: Publication,
    uri: str,
    facts: Mapping[str, Any],
    name: str,
    found: Iterable[bytes],
    *,
    count: int,
) -> Iterator[File]:
    """A list of records, a thousand to a file; each file but the last names the next."""
    every = iter(found)
    parts = max(1, math.ceil(count / MOST))
    for number in range(1, parts + 1):
        following = publication.file(addresses.part(uri, number + 1))
        told = {
            **facts,
            "count": count,
            "part": number,
            "parts": parts,
            "next": following if number < parts else None,
        }
        own = addresses.part(uri, number)
        yield answer(own, publication, told, **{name: lines(list(islice(every, MOST)))})
