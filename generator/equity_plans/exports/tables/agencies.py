"""The tables of agencies, their services, laws and orders, and of the words that values have."""

from __future__ import annotations

from equity_plans import addresses
from equity_plans.exports.table import Table, Told, fields, sourced, table
from equity_plans.exports.tables.given import Given, key, number, part_of
from equity_plans.model import Authority, AuthorityEnded


def agencies(given: Given) -> Table:
    """Who makes plans."""
    portfolio = given.view.portfolio
    return table(
        "agencies",
        "agency",
        "Agencies",
        "Who the agencies are, and where their actions stand.",
        owners=given.agencies,
        schemas=given.schemas,
        columns=(
            key(lambda one: one.id, "The agency's short name, which never changes."),
            *fields("agency:", "name", "short_name", "jurisdiction", "government"),
            Told(
                name="parent",
                of=lambda one: one.parent if one.parent in portfolio.agencies else None,
                place="agency:parent",
                refers_to="agencies",
            ),
            *fields(
                "agency:",
                "language",
                "summary",
                "website",
                "high_impact_since",
                "fiscal_year_starts",
            ),
            *fields(
                "agency:contact.",
                *("role", "email", "phone", "post", "page", "formats"),
                of=lambda one: one.contact,
                prefix="contact_",
            ),
            number(
                "plans", lambda one: len(portfolio.plans_of(one.id)), "Plans", "How many plans."
            ),
            *given.count_columns(lambda one: given.view.of_agency(one.id)),
            given.page_column(lambda one: addresses.agency(one.id)),
            given.json_column(lambda one: addresses.agency_api(one.id)),
        ),
    )


def services(given: Given) -> Table:
    """What the public comes to agencies for. Its things are an agency and a service."""
    return table(
        "services",
        "service",
        "Services",
        "What the public comes to the agencies for.",
        owners=given.agencies,
        things_of=lambda agency: ((agency, service) for service in agency.services),
        schemas=given.schemas,
        columns=(
            key(lambda one: f"{one[0].id}/{one[1].id}", "The agency and the service."),
            part_of("agency", lambda one: one[0].id, "agencies"),
            *fields(
                "agency:service.",
                *("name", "need", "summary", "channels", "priority"),
                of=lambda one: one[1],
            ),
            *fields(
                "agency:service.volume.",
                *("value", "when", "note"),
                of=lambda one: one[1].volume,
                prefix="volume_",
            ),
            *fields(
                "agency:service.feedback.",
                *("title", "url"),
                of=lambda one: one[1].feedback,
                prefix="feedback_",
            ),
            *sourced(lambda one: one[1].source),
            given.page_column(lambda one: addresses.service(one[0].id, one[1])),
        ),
    )


def authorities(given: Given) -> Table:
    """The laws and orders that ask for plans, and whether they stand on the day."""

    def ended(one: Authority) -> AuthorityEnded | None:
        return one.ended if one.ended and one.ended.date <= given.view.as_of else None

    return table(
        "authorities",
        "authority",
        "Laws and orders",
        "What asks agencies for plans, and whether it still stands.",
        owners=given.view.portfolio.authorities.values(),
        schemas=given.schemas,
        columns=(
            key(lambda one: one.id, "A short name that never changes."),
            *fields(
                "authorities:authority.",
                *("name", "title", "citation", "url", "asks_for", "in_force_from"),
            ),
            *fields(
                "authorities:authority.ended.",
                *("date", "by", "note"),
                of=ended,
                prefix="ended_",
            ),
            *fields("authorities:authority.", "summary", "standing"),
            *sourced(lambda one: one.source),
        ),
    )


def vocabulary(given: Given) -> Table:
    """Every fixed word that a value can be, with what it means."""
    return table(
        "vocabulary",
        "word",
        "Words",
        "The fixed values that columns have, what this site calls them and what they mean.",
        owners=given.schemas.vocabulary,
        things_of=lambda name: ((name, word) for word in given.schemas.vocabulary[name]),
        schemas=given.schemas,
        columns=(
            Told(
                name="list",
                of=lambda one: one[0],
                title="List",
                description="Which list of words it is in.",
                required=True,
            ),
            Told(
                name="value",
                of=lambda one: one[1].value,
                title="Value",
                description="The word as it stands in the other tables.",
                required=True,
            ),
            Told(
                name="label",
                of=lambda one: one[1].label,
                title="Label",
                description="What this site calls it.",
                required=True,
            ),
            Told(
                name="meaning",
                of=lambda one: one[1].meaning,
                title="Meaning",
                description="What it means.",
                required=True,
            ),
        ),
    )
