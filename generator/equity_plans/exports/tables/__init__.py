"""The tables: everything that plans say and that is worked out from them, as rows and columns."""

from __future__ import annotations

from collections.abc import Mapping

from equity_plans.exports.table import Table
from equity_plans.exports.tables.actions import actions, milestones, moves
from equity_plans.exports.tables.agencies import agencies, authorities, services, vocabulary
from equity_plans.exports.tables.given import Given
from equity_plans.exports.tables.measures import measures, observations
from equity_plans.exports.tables.plans import amendments, barriers, engagement, goals, plans
from equity_plans.exports.tables.reports import (
    action_reports,
    changes,
    corrections,
    proof,
    reports,
)
from equity_plans.model import Agency, Plan
from equity_plans.view import View

TABLES = (
    agencies,
    services,
    authorities,
    plans,
    goals,
    barriers,
    engagement,
    actions,
    milestones,
    moves,
    measures,
    reports,
    action_reports,
    proof,
    observations,
    corrections,
    amendments,
    changes,
    vocabulary,
)
"""Every table; one that is referred to stands before those that refer to it."""


def tables(view: View, *, site_url: str) -> Mapping[str, Table]:
    """Every table of `view`, by name."""
    given = Given(view=view, site_url=site_url)
    return {one.name: one for make in TABLES for one in [make(given)]}


def rows_of(agency: Agency, every: Mapping[str, Table], view: View) -> Mapping[str, int]:
    """How many rows are about one agency in each table that has any."""
    plans = view.portfolio.plans_of(agency.id)
    counts = {}
    for name, table in every.items():
        match next(iter(table.owners), None):
            case Agency():
                counts[name] = table.count_of((agency,))
            case Plan():
                counts[name] = table.count_of(plans)
    return {name: count for name, count in counts.items() if count}
