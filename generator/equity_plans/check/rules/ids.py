"""Ids: one name for one thing."""

# Rules of one kind are all called alike, with more than each of them may need.
# ruff: noqa: ARG001

from __future__ import annotations

from collections.abc import Iterable, Iterator

from equity_plans.check.registry import Found, also, rule
from equity_plans.check.things import named
from equity_plans.findings import DataPath
from equity_plans.model import Agency, Authority, Plan, Portfolio
from equity_plans.sources.source import clip


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
