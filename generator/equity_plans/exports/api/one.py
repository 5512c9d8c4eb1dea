"""The files of the API that belong to one agency: its own, and those of its plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from equity_plans import addresses
from equity_plans.exports.api.records import (
    FILES,
    Records,
    answer,
    by,
    lines,
    records,
)
from equity_plans.exports.export import File, Named, Publication
from equity_plans.model import Plan


def of_agency(publication: Publication, agency_id: str) -> Named:
    """The file of an agency and those of its plans, each with the name of what it is one of."""
    portfolio = publication.view.portfolio
    plans: list[bytes] = []
    for plan in portfolio.plans_of(agency_id):
        known = _known(publication, plan)
        plans += known["plans"].texts
        yield "plan", _of_plan(publication, plan, known)
        yield from _in_plan(publication, plan, known)
    (agency,) = records(publication.tables, "agencies", [portfolio.agencies[agency_id]]).texts
    uri = addresses.agency_api(agency_id)
    yield "agency", _file(uri, publication, "agency", agency, plans=plans)


def _known(publication: Publication, plan: Plan) -> Mapping[str, Records]:
    """Every record of a plan."""
    kinds = ("plans", *FILES["plan"])
    return {kind: records(publication.tables, kind, [plan]) for kind in kinds}


def _of_plan(publication: Publication, plan: Plan, known: Mapping[str, Records]) -> File:
    (one,) = known["plans"].texts
    whole = {kind: known[kind].texts for kind in FILES["plan"]}
    return _file(addresses.plan_api(plan), publication, "plan", one, **whole)


def _in_plan(publication: Publication, plan: Plan, known: Mapping[str, Records]) -> Named:
    """The files of the goals and actions of a plan."""
    goals, actions, measures = known["goals"], known["actions"], known["measures"]
    of_goal = {
        "actions": by(actions.rows["goal"], actions.briefs),
        "measures": measures.by("goal"),
    }
    for goal, name, one in zip(plan.goals, goals.rows["id"].values, goals.texts, strict=True):
        own = {kind: found.get(name, ()) for kind, found in of_goal.items()}
        yield "goal", _file(addresses.goal_api(plan, goal), publication, "goal", one, **own)
    of_action = {"measures": measures.by("actions"), "changes": known["changes"].by("action")}
    placed = publication.view.by_plan[plan.key]
    for action, name, one in zip(placed, actions.rows["id"].values, actions.texts, strict=True):
        own = {kind: found.get(name, ()) for kind, found in of_action.items()}
        uri = addresses.action_api(plan, action.action)
        yield "action", _file(uri, publication, "action", one, **own)


def _file(
    uri: str, publication: Publication, name: str, one: bytes, **more: Sequence[bytes]
) -> File:
    """The file of one thing and of what belongs to it."""
    written = {kind: lines(found) for kind, found in more.items()}
    return answer(uri, publication, {}, **{name: one}, **written)
