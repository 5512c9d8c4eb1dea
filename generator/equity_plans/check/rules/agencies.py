"""Agencies: each in its place in the tree of agencies."""

# Rules of one kind are all called alike, with more than each of them may need.

from __future__ import annotations

from collections.abc import Iterator

from equity_plans.check.circles import circle
from equity_plans.check.registry import Found, rule
from equity_plans.check.subject import hint
from equity_plans.model import Agency, Portfolio


@rule("EP203", of="agency", fix="Write the name of the parent agency's folder in plans/.")
def parent_unknown(agency: Agency, *, portfolio: Portfolio) -> Iterator[Found]:
    """An agency's parent is an agency of this collection.

    The site shows an agency below its parent. A parent that is not here would leave the agency
    hanging in the air.
    """
    if agency.parent and agency.parent not in portfolio.agencies:
        file = f"plans/{agency.parent}/agency.yaml"
        yield Found(
            ("parent",),
            f"There is no agency “{agency.parent}”: {file} is not there.",
            fix=hint(agency.parent, portfolio.agencies.keys() - {agency.id}),
            refers_to=file,
        )


@rule("EP210", of="agency", fix="Take `parent` out of the agency that stands above the others.")
def agency_part_of_itself(agency: Agency, *, portfolio: Portfolio) -> Iterator[Found]:
    """An agency is not a part of itself.

    The site draws agencies as a tree. Where each agency is part of the next and the last is part of
    the first, the tree has no top.
    """

    def parent(id_: str) -> str | None:
        return portfolio.agencies[id_].parent if id_ in portfolio.agencies else None

    around = circle(agency.id, parent)
    if around and agency.id == min(around):
        steps = " is part of ".join(f"“{id_}”" for id_ in (*around, agency.id))
        yield Found(("parent",), f"Here {steps}.")
