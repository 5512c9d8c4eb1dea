"""What a plan refers to: authorities, services, other plans, its own actions."""

# Rules of one kind are all called alike, with more than each of them may need.
# ruff: noqa: ARG001

from __future__ import annotations

from collections.abc import Iterator

from equity_plans.check.circles import circle
from equity_plans.check.places import AUTHORITIES
from equity_plans.check.registry import Found, rule
from equity_plans.check.subject import hint
from equity_plans.check.things import actions, goals, measures
from equity_plans.findings import DataPath
from equity_plans.model import Plan, Portfolio


@rule(
    "EP202",
    of="plan",
    fix=f"Add it to {AUTHORITIES}, or write the id of one that is there.",
)
def authority_unknown(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """A law or order that a plan names is one of the authorities.

    From the authorities readers learn what asked for the plan and whether it still stands. Without
    that, the end of an order could look like a failure of the agency.
    """
    named: list[tuple[DataPath, str]] = [
        (("authorities", index), id_) for index, id_ in enumerate(plan.authorities)
    ]
    if plan.ended and plan.ended.by:
        named.append((("ended", "by"), plan.ended.by))
    for path, id_ in named:
        if id_ not in portfolio.authorities:
            yield Found(
                path,
                f"There is no “{id_}” in {AUTHORITIES}.",
                fix=hint(id_, portfolio.authorities),
                refers_to=AUTHORITIES,
            )


@rule(
    "EP204",
    of="plan",
    fix="Write the id of a service in the agency's own file, or add the service there.",
)
def service_unknown(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """A service that a plan names is one of the agency's services.

    The page of a service shows every promise to improve it. A promise for a service that the agency
    does not list would be on no such page.
    """
    agency = portfolio.agencies[plan.agency]
    services = {service.id for service in agency.services}
    named = [(path, goal.services) for path, goal in goals(plan)]
    named += [(path, action.services) for path, action in actions(plan)]
    for path, ids in named:
        for index, id_ in enumerate(ids):
            if id_ not in services:
                yield Found(
                    (*path, "services", index),
                    f"“{id_}” is not a service in {agency.file}.",
                    fix=hint(id_, sorted(services)),
                )


@rule("EP205", of="plan", fix="Write the plan's two folders, such as ssa/equity-2022.")
def plan_unknown(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """Another plan that a plan names is in this collection.

    Readers follow a promise from one edition to the next and to the plans beside it. A plan that is
    not here is a way that ends in nothing.
    """
    named: list[tuple[DataPath, str | None]] = [
        (("continues",), plan.continues),
        (("superseded", "by"), plan.superseded.by if plan.superseded else None),
        *((("related", index, "plan"), one.plan) for index, one in enumerate(plan.related)),
    ]
    for path, key in named:
        if key and key not in portfolio.plans:
            yield Found(
                path,
                f"There is no plan “{key}” here.",
                fix=hint(key, portfolio.plans.keys() - {plan.key}),
                refers_to=f"plans/{key}/plan.yaml",
            )


@rule("EP211", of="plan", fix="Take out the line that names the wrong plan.")
def plan_before_itself(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """A plan comes neither before nor after itself.

    Editions follow one another. Where the line of editions leads back to where it began, nobody can
    tell which plan is the newest.
    """
    plans = portfolio.plans

    def edition_before(key: str) -> str | None:
        return plans[key].continues if key in plans else None

    def edition_after(key: str) -> str | None:
        superseded = plans[key].superseded if key in plans else None
        return superseded.by if superseded else None

    before = circle(plan.key, edition_before)
    if before and plan.key == min(before):
        steps = " continues ".join(f"“{key}”" for key in (*before, plan.key))
        yield Found(("continues",), f"Here {steps}.")
    after = circle(plan.key, edition_after)
    if after and plan.key == min(after):
        steps = " is replaced by ".join(f"“{key}”" for key in (*after, plan.key))
        yield Found(("superseded", "by"), f"Here {steps}.")
    elif plan.superseded and plan.superseded.by == plan.continues:
        yield Found(
            ("superseded", "by"),
            f"“{plan.continues}” cannot both come before this plan and replace it.",
            other=("continues",),
            other_label="comes before",
        )


@rule("EP217", of="plan", fix="Write the id of an action in this plan.")
def measured_action_unknown(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """An action whose result a measure shows is an action of the plan.

    The page of an action shows the measures that tell whether it worked.
    """
    ids = {action.id for _, action in actions(plan)}
    for path, measure in measures(plan):
        for index, id_ in enumerate(measure.actions):
            if id_ not in ids:
                yield Found(
                    (*path, "actions", index),
                    f"There is no action “{id_}” in this plan.",
                    fix=hint(id_, sorted(ids)),
                )
