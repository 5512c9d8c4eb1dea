"""The files of the API that belong to one agency: its own, and those of its plans."""

from __future__ import annotations

from collections.abc import Sequence

from equity_plans import addresses
from equity_plans.exports.api.records import (
    FILES,
    Record,
    Records,
    answer,
    brief,
    by,
    lines,
    plain,
    records,
)
from equity_plans.exports.export import File, Named, Publication
from equity_plans.model import Plan


def of_agency(publication: Publication, agency_id: str) -> Named:
    """The file of an agency and those of its plans, each with the name of what it is one of."""
    portfolio = publication.view.portfolio
    plans: list[Record] = []
    for plan in portfolio.plans_of(agency_id):
        known = _known(publication, plan)
        plans += known["plans"]
        yield "plan", _of_plan(publication, plan, known)
        yield from _in_plan(publication, plan, known)
    (agency,) = records(publication.tables, "agencies", portfolio.agencies[agency_id])
    uri = addresses.agency_api(agency_id)
    yield "agency", _file(uri, publication, "agency", agency, plans=plans)


def plan_file(publication: Publication, plan: Plan) -> File:
    """The file of one plan."""
    return _of_plan(publication, plan, _known(publication, plan))


def _known(publication: Publication, plan: Plan) -> Records:
    """Every record of a plan."""
    tables = publication.tables
    kinds = ("plans", "goals", "actions", "measures", "reports")
    changes = tables["changes"]
    return {
        **{kind: list(records(tables, kind, plan)) for kind in kinds},
        "changes": list(plain(changes, changes.things_of(plan))),
    }


def _of_plan(publication: Publication, plan: Plan, known: Records) -> File:
    (one,) = known["plans"]
    whole = {kind: known[kind] for kind in FILES["plan"]}
    return _file(addresses.plan_api(plan), publication, "plan", one, **whole)


def _in_plan(publication: Publication, plan: Plan, known: Records) -> Named:
    """The files of the goals and actions of a plan."""
    briefs = [Record(row=one.row, text=brief(one.row)) for one in known["actions"]]
    of_goal = {"actions": by("goal", briefs), "measures": by("goal", known["measures"])}
    for goal, one in zip(plan.goals, known["goals"], strict=True):
        own = {kind: found.get(one.row["id"], ()) for kind, found in of_goal.items()}
        yield "goal", _file(addresses.goal_api(plan, goal), publication, "goal", one, **own)
    of_action = {
        "measures": by("actions", known["measures"]),
        "changes": by("action", known["changes"]),
    }
    placed = publication.view.by_plan[plan.key]
    for action, one in zip(placed, known["actions"], strict=True):
        own = {kind: found.get(one.row["id"], ()) for kind, found in of_action.items()}
        uri = addresses.action_api(plan, action.action)
        yield "action", _file(uri, publication, "action", one, **own)


def _file(
    uri: str, publication: Publication, name: str, one: Record, **more: Sequence[Record]
) -> File:
    """The file of one thing and of what belongs to it."""
    written = {kind: lines([each.text for each in found]) for kind, found in more.items()}
    return answer(uri, publication, {}, **{name: one.text}, **written)
