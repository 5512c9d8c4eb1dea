"""Advice: what makes a promise easy to keep and to check. It never blocks, and speaks up once.

Real plans leave much open. So each rule gives one notice for a plan, with how many things it is
about, and plans that have ended are left in peace: nobody can mend them.
"""

# Rules of one kind are all called alike, with more than each of them may need.
# ruff: noqa: ARG001

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from equity_plans.check.registry import Found, rule
from equity_plans.check.subject import some_of
from equity_plans.check.things import actions, goals, measures
from equity_plans.findings import Severity
from equity_plans.model import Action, Measure, Plan, Portfolio, Withdrawn

OVER = frozenset({"ended", "superseded"})
"""States of a plan that nobody can mend any more."""

VAGUE = frozenset({"aspire", "consider", "endeavor", "explore", "seek", "strive", "try"})
"""First words of a promise that is kept by doing anything at all."""


class Titled(Protocol):
    """What advice is about: a goal, an action or a measure."""

    @property
    def title(self) -> str: ...  # noqa: D102 - as in the model

    @property
    def withdrawn(self) -> Withdrawn | None: ...  # noqa: D102


Thing = TypeVar("Thing", bound=Titled)


@rule("EP901", of="plan", severity=Severity.NOTICE, fix="Add a measure, even one without figures.")
def goal_without_measure(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """Each goal has a measure.

    A measure is how anyone can tell whether a goal is reached. Without one, only the agency can
    say so.
    """
    return _advice(
        plan,
        "goal",
        "has no measure",
        [one for _, one in goals(plan)],
        lambda goal: not goal.measures,
    )


@rule("EP902", of="plan", severity=Severity.NOTICE, fix="Write `due`, as exactly as you can.")
def action_without_date(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """Each action has a date by which it will be done.

    Without a date a promise can be neither kept in time nor late. A year is enough, and what goes
    on without an end is “ongoing”.
    """
    return _advice(
        plan,
        "action",
        "has no date",
        [one for _, one in actions(plan)],
        lambda action: not action.due,
    )


@rule("EP903", of="plan", severity=Severity.NOTICE, fix="Under `lead`, name a post or an office.")
def action_without_lead(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """Each action has a post or office that leads it.

    What everybody answers for, nobody answers for. A post outlasts the person who holds it.
    """
    return _advice(
        plan,
        "action",
        "has no lead",
        [one for _, one in actions(plan)],
        lambda action: not action.lead,
    )


@rule(
    "EP904",
    of="plan",
    severity=Severity.NOTICE,
    fix="Say what will be there when it is done: in the title, `proof_expected` or milestones.",
)
def action_nobody_can_see_done(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """An action can be seen to be done.

    “Explore ways to help” is done on the first day and never. A number, a document or a date that
    people can look for makes it a promise.
    """

    def vague(action: Action) -> bool:
        first = action.title.partition(" ")[0].casefold()
        seen = action.proof_expected or action.milestones or any(map(str.isdigit, action.title))
        return first in VAGUE and not seen

    return _advice(
        plan, "action", "cannot be seen to be done", [one for _, one in actions(plan)], vague
    )


@rule(
    "EP905", of="plan", severity=Severity.NOTICE, fix="Under `responsible`, name a post or office."
)
def plan_without_responsible(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """A plan says who answers for it.

    Readers and reporters need somebody to ask. Name a post, not a person.
    """
    if plan.state not in OVER and plan.responsible is None:
        yield Found(("goals",), "This plan does not say who answers for it.", at="key")


@rule(
    "EP906",
    of="plan",
    severity=Severity.NOTICE,
    fix="Add what is known. What will be set later is `to_be_established: true`.",
)
def measure_without_figures(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """A measure has a baseline and a target.

    The site can only say “closer” or “reached” where it knows the way from the one to the other.
    """

    def open_ended(measure: Measure) -> bool:
        start = measure.baseline or measure.better in ("at-least", "at-most")
        return measure.better != "done" and not (start and measure.target)

    return _advice(
        plan,
        "measure",
        "has no baseline or no target",
        [one for _, one in measures(plan)],
        open_ended,
    )


@rule(
    "EP907",
    of="plan",
    severity=Severity.NOTICE,
    fix="Write `better`: higher, lower, at-least, at-most or done.",
)
def target_without_direction(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """A measure with a target says which way is better.

    A target of 45 may be one to rise to or to fall to. Without the direction the site cannot say
    whether the target is reached, and nobody can say whether another one promises more or less.
    """
    return _advice(
        plan,
        "measure",
        "has a target but not which way is better",
        [one for _, one in measures(plan)],
        lambda measure: (
            measure.target is not None
            and measure.target.value is not None
            and measure.better is None
        ),
    )


def _advice(
    plan: Plan,
    word: str,
    lacks: str,
    things: Sequence[Thing],
    lacking: Callable[[Thing], object],
) -> Iterator[Found]:
    """One notice about all the things in the plan that lack something."""
    standing = [one for one in things if one.withdrawn is None]
    titles = [one.title for one in standing if lacking(one)]
    if titles and plan.state not in OVER:
        yield Found(("goals",), some_of(titles, word, lacks, of=len(standing)), at="key")
