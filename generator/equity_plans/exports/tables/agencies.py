"""The tables of agencies, their services, laws and orders, and of the words that values have."""

from __future__ import annotations

from equity_plans import addresses
from equity_plans.exports.table import Table, Told, Type, fields, sourced, table
from equity_plans.exports.tables.given import Given, key, number, part_of
from equity_plans.model import Agency, Authority, AuthorityEnded, Service
from equity_plans.schema import Word


def agencies(given: Given) -> Table:
    """Who makes plans."""
    view = given.view
    portfolio = view.portfolio
    return table(
        "agencies",
        "agency",
        "Agencies",
        "Who the agencies are, and where their actions stand.",
        things=portfolio.agencies.values(),
        schemas=given.schemas,
        columns=(
            key(lambda one: one.id, "The agency's short name, which never changes."),
            *fields(
                "agency:", _itself[Agency], "name", "short_name", "jurisdiction", "government"
            ),
            Told(
                name="parent",
                of=lambda one: one.parent if one.parent in portfolio.agencies else None,
                place="agency:parent",
                refers_to="agencies",
            ),
            *fields(
                "agency:",
                _itself[Agency],
                *("summary", "website", "high_impact_since", "fiscal_year_starts"),
            ),
            *fields(
                "agency:contact.",
                lambda one: one.contact,
                *("role", "email", "phone", "post", "page", "formats"),
                prefix="contact_",
            ),
            number(
                "plans", lambda one: len(portfolio.plans_of(one.id)), "Plans", "How many plans."
            ),
            *given.count_columns(lambda one: view.of_agency(one.id)),
            given.page_column(lambda one: addresses.agency(one.id)),
            given.json_column(lambda one: addresses.agency_api(one.id)),
        ),
    )
