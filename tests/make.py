"""Small values for tests, each made from plain data as an author writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from equity_plans.model import Action, Agency, Measure, Plan, Portfolio, Report, build

FISCAL = 10
"""The fiscal year of the agencies here starts in October, unless a test says otherwise."""

Written = Mapping[str, Any]


def make_plan(
    *actions: Written,
    measures: tuple[Written, ...] = (),
    reports: tuple[Written, ...] = (),
    id: str = "equity-2023",  # noqa: A002 - the author's own word
    agency: str = "ssa",
    fiscal: int = FISCAL,
    **written: Any,
) -> Plan:
    """A plan with one goal that has these actions and measures, and with reports in that order."""
    goal = {
        "id": "forms",
        "title": "Forms that everyone can read",
        "actions": [{"id": "translate", "title": "Translate the forms", **one} for one in actions],
        "measures": [{"id": "readers", "title": "People who can read", **one} for one in measures],
    }
    data = {
        "kind": "equity",
        "title": "Equity Action Plan",
        "state": "active",
        "goals": [goal],
        **written,
    }
    file = f"plans/{agency}/{id}/plan.yaml"
    plan = build(Plan, data, fiscal_year_starts=fiscal, id=id, agency=agency, file=file)
    return replace(plan, reports=tuple(make_report(**one, fiscal=fiscal) for one in reports))


def make_report(*, fiscal: int = FISCAL, **written: Any) -> Report:
    """A report; an entry of it that names no action or measure is about the one of `make_plan`."""
    data = {
        **written,
        "actions": [{"action": "translate", **one} for one in written.get("actions", ())],
        "measures": [{"measure": "readers", **one} for one in written.get("measures", ())],
    }
    return build(Report, data, fiscal_year_starts=fiscal)


def make_portfolio(*plans: Plan, fiscal: int = FISCAL) -> Portfolio:
    """A portfolio of these plans and the agencies that made them."""
    names = sorted({plan.agency for plan in plans})
    return Portfolio(
        agencies={name: make_agency(id=name, fiscal_year_starts=fiscal) for name in names},
        authorities={},
        plans={plan.key: plan for plan in plans},
    )


def make_agency(*, id: str = "ssa", **written: Any) -> Agency:  # noqa: A002 - as above
    """An agency."""
    data = {
        "name": f"Agency {id}",
        "jurisdiction": "United States",
        "government": "federal",
        "fiscal_year_starts": FISCAL,
        **written,
    }
    return build(Agency, data, fiscal_year_starts=data["fiscal_year_starts"], id=id)


def action_of(plan: Plan, *, position: int = 0) -> Action:
    """The action of `plan` at `position`."""
    return [action for _, action in plan.actions()][position]


def measure_of(plan: Plan, *, position: int = 0) -> Measure:
    """The measure of `plan` at `position`."""
    return [measure for _, measure in plan.measures()][position]
