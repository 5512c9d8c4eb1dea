"""The front page, which answers: are agencies doing what they promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import islice

from equity_plans import addresses as uris
from equity_plans.changes import by_report
from equity_plans.language import _, later, ngettext
from equity_plans.pages import charts
from equity_plans.pages.about import record_of_plans
from equity_plans.pages.agencies import board, most_overdue
from equity_plans.pages.page import Page
from equity_plans.pages.phrases import came_of
from equity_plans.pages.render import render
from equity_plans.progress import Placed, State, tally
from equity_plans.view import View, by_name

TITLE = later("Are agencies doing what they promised?")
SHOWN = 6
ROWS_AT_MOST = 30
"""With more agencies than these, the board shows where the most is overdue."""


def page(view: View) -> Page:
    """The front page; it makes sense while plans run and when all of them have ended."""
    counts = tally(view.promised)
    overdue = [one for one in _longest_first(view.promised) if one.standing.state == State.OVERDUE]
    every = view.portfolio.agencies.values()
    many = len(every)
    archive = _archive(view)
    left_open = [one for one in view.promised if _left_open(one)]
    return Page(
        uri=uris.OVERVIEW,
        title=_(TITLE),
        kind="overview",
        record=record_of_plans(view.portfolio.plans.values(), view),
        description=_("What public agencies promised in their equity plans, and what came of it."),
        body=render(
            "overview.md.j2",
            view,
            uri=uris.OVERVIEW,
            lead=_lead(view, counts),
            archive=archive,
            counts=counts,
            bar=charts.bar(counts, schemas=view.schemas),
            overdue=overdue[:SHOWN],
            left_open=_in_turn(left_open)[:SHOWN],
            kept=_kept(view) if archive else [],
            open_words=_open_words(len(left_open), counts),
            changes=list(islice(by_report(view.changes), SHOWN)),
            states=[state for state in State if counts[state]],
            matrix=_matrix(view),
            agencies=board(view, most_overdue(view) if many > ROWS_AT_MOST else by_name(every)),
            many=many if many > ROWS_AT_MOST else 0,
        ),
    )


def _lead(view: View, counts: dict[State, int]) -> str:
    total = len(view.promised)
    if not total:
        return _("No plan is on this site yet.")
    agencies = len({plan.agency for plan in view.portfolio.plans.values()})
    made = _(
        "{agencies} made {promises} in {plans}.",
        agencies=ngettext("{count} agency", "{count} agencies", agencies),
        promises=ngettext("{count} promise", "{count} promises", total),
        plans=ngettext("{count} plan", "{count} plans", len(view.portfolio.plans)),
    )
    return " ".join((made, *came_of(counts)))


def _archive(view: View) -> str:
    """What a reader must know when every plan on the site has ended."""
    plans = view.portfolio.plans.values()
    if not plans or any(view.alive(plan) for plan in plans):
        return ""
    return _(
        "Every plan on this site has ended or was replaced. It is the record of what was promised, "
        "what was reported, and what was left open. An order that is revoked ends a plan; "
        "it says nothing of whether the agency kept its promises until then."
    )


def _kept(view: View) -> list[Placed]:
    """What was reported done, each agency in its turn, and of each the newest first."""
    done = [one for one in view.promised if one.standing.state == State.DONE]

    def newest(one: Placed) -> tuple[bool, date]:
        when = one.standing.done
        told = one.standing.latest
        day = when.last if when is not None and when.last is not None else date.min
        return bool(told and told.entry.proof), day

    return _in_turn(sorted(done, key=newest, reverse=True))[:SHOWN]


def _longest_first(placed: Iterable[Placed]) -> list[Placed]:
    """By the days since the first date promised, the most first."""
    return sorted(placed, key=lambda one: -one.standing.days_after_first)


def _in_turn(placed: list[Placed]) -> list[Placed]:
    """The first of each agency, then the second of each: where few are shown, each has its turn."""
    turns: Counter[str] = Counter()
    order = []
    for place, one in enumerate(placed):
        order.append((turns[one.plan.agency], place, one))
        turns[one.plan.agency] += 1
    return [one for _, _, one in sorted(order, key=lambda entry: entry[:2])]


def _left_open(one: Placed) -> bool:
    return one.standing.state == State.PLAN_ENDED and one.standing.reported is not None


def _open_words(count: int, counts: dict[State, int]) -> str:
    never = counts[State.PLAN_ENDED] - count
    parts = []
    if count:
        parts.append(
            ngettext(
                "{count} action was under way in the last report before the plan ended.",
                "{count} actions were under way in the last report before the plan ended.",
                count,
            )
        )
    if never:
        parts.append(
            ngettext(
                "For {count} action no report is on this site.",
                "For {count} actions no report is on this site.",
                never,
            )
        )
    return " ".join(parts) or _("Nothing is overdue.")


def _matrix(view: View) -> list[dict[str, object]]:
    """One row for each group of people that any plan names, and the others last, as empty."""
    rows = []
    for word in view.schemas.vocabulary["people"]:
        placed = [one for one in view.promised if word.value in one.people]
        rows.append(
            {
                "value": word.value,
                "label": word.label,
                "counts": tally(placed),
                "total": len(placed),
            }
        )
    return sorted(rows, key=lambda row: -int(str(row["total"])))
