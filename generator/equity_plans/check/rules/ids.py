"""Ids: one name for one thing."""

# Rules of one kind are all called alike, with more than each of them may need.
# ruff: noqa: ARG001

from __future__ import annotations

from collections.abc import Iterable, Iterator

from equity_plans.check.places import DEVICES
from equity_plans.check.registry import Found, also, rule
from equity_plans.check.things import named
from equity_plans.findings import DataPath
from equity_plans.model import Agency, Authority, Plan, Portfolio
from equity_plans.sources.source import clip

_LOOKS_LIKE = str.maketrans("10", "lo")


@rule(
    "EP201",
    of="plan",
    fix="Give this one an id of its own. Keep an id that was already published where it is.",
)
def id_used_twice(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """An id names one thing only.

    Reports, amendments and addresses on the site name a thing by its id. Where two things of a plan
    share one, nobody can tell which of them a report means.
    """
    return _twice(
        (thing.id, path, f"{word} “{clip(thing.title)}”") for word, path, thing in named(plan)
    )


@also("EP201", of="agency")
def service_id_used_twice(agency: Agency, *, portfolio: Portfolio) -> Iterator[Found]:
    """Services of one agency."""
    return _twice(
        (service.id, ("services", index), f"service “{clip(service.name)}”")
        for index, service in enumerate(agency.services)
    )


@also("EP201", of="authorities")
def authority_id_used_twice(
    authorities: tuple[Authority, ...], *, portfolio: Portfolio
) -> Iterator[Found]:
    """Authorities."""
    return _twice(
        (authority.id, ("authorities", index), f"“{clip(authority.name)}”")
        for index, authority in enumerate(authorities)
    )


@rule("EP231", of="plan", fix="Choose another id.")
def id_of_a_device(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """An id can be the name of a file on every computer.

    An id becomes a part of an address and the name of a file. On Windows some words are the names
    of devices and cannot be that, and `index` and `readme` stand for the folder they are in.
    """
    return _reserved((thing.id, path) for _, path, thing in named(plan))


@also("EP231", of="agency")
def service_id_of_a_device(agency: Agency, *, portfolio: Portfolio) -> Iterator[Found]:
    """Services of an agency."""
    return _reserved(
        (service.id, ("services", index)) for index, service in enumerate(agency.services)
    )


def _reserved(ids: Iterable[tuple[str, DataPath]]) -> Iterator[Found]:
    for id_, path in ids:
        if id_ in DEVICES or id_ in ("index", "readme"):
            yield Found((*path, "id"), f"“{id_}” cannot be the name of a file everywhere.")


@rule("EP232", of="plan", fix="Choose an id that cannot be taken for the other one.")
def ids_look_alike(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """Two ids do not look alike.

    In many typefaces “1” and “l” are one shape, and so are “0” and “o”. A reviewer who cannot tell
    two ids apart cannot see which of them a report means.
    """
    return _alike((thing.id, (*path, "id")) for _, path, thing in named(plan))


@also("EP232", of="agency")
def agencies_look_alike(agency: Agency, *, portfolio: Portfolio) -> Iterator[Found]:
    """Folders of agencies, and services of one of them."""
    for other in portfolio.agencies_by(_shape_of).get(_shape_of(agency), ()):
        if other.id < agency.id:
            yield Found(("name",), f"The folder “{agency.id}” looks like the folder “{other.id}”.")
    yield from _alike(
        (service.id, ("services", index, "id")) for index, service in enumerate(agency.services)
    )


@also("EP232", of="authorities")
def authorities_look_alike(
    authorities: tuple[Authority, ...], *, portfolio: Portfolio
) -> Iterator[Found]:
    """Authorities."""
    return _alike((one.id, ("authorities", index, "id")) for index, one in enumerate(authorities))


def _alike(ids: Iterable[tuple[str, DataPath]]) -> Iterator[Found]:
    first: dict[str, tuple[str, DataPath]] = {}
    for id_, path in ids:
        other, where = first.setdefault(_shape(id_), (id_, path))
        if other != id_:
            yield Found(
                path,
                f"“{id_}” looks like “{other}”.",
                other=where,
                other_label="the other one",
            )


def _shape_of(agency: Agency) -> str:
    return _shape(agency.id)


def _shape(id_: str) -> str:
    """An id as a hasty reader sees it."""
    return id_.translate(_LOOKS_LIKE)


def _twice(things: Iterable[tuple[str, DataPath, str]]) -> Iterator[Found]:
    first: dict[str, tuple[DataPath, str]] = {}
    for id_, path, name in things:
        if id_ in first:
            where, already = first[id_]
            yield Found(
                (*path, "id"),
                f"“{id_}” is already the id of {already}.",
                other=(*where, "id"),
                other_label="first used here",
            )
        else:
            first[id_] = (path, name)
