"""Beside: the small files in the folder of the page of each plan and each action."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from equity_plans.exports.export import Named, Publication
from equity_plans.model import Plan
from equity_plans.progress import Placed

Beside: TypeAlias = Callable[[Publication, Plan, Placed | None], Named]
"""What gives the files beside the page of a plan, or of an action in it."""


def for_each(*makers: Beside) -> Callable[[Publication, str], Named]:
    """What gives these files for each plan of an agency, and for each action in it.

    All files of one folder follow each other, so that whoever writes them looks for it once.
    """

    def of_agency(publication: Publication, agency_id: str) -> Named:
        view = publication.view
        for plan in view.portfolio.plans_of(agency_id):
            for one in (None, *view.by_plan[plan.key]):
                for make in makers:
                    yield from make(publication, plan, one)

    return of_agency
