"""The front page, which answers: are agencies doing what they promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from operator import attrgetter

from equity_plans import addresses as uris
from equity_plans.language import _, later, ngettext
from equity_plans.pages import charts
from equity_plans.pages.boards import BOARD, board_of
from equity_plans.pages.country import Whole, counted, shown, told
from equity_plans.pages.page import Page
from equity_plans.pages.phrases import came_of
from equity_plans.pages.render import render
from equity_plans.pages.summary import SHOWN, Told
from equity_plans.progress import State

TITLE = later("Are agencies doing what they promised?")
ROWS_AT_MOST = 30
"""With more agencies than these, the board shows where the most is overdue."""


def page(country: Whole) -> Page:
    """The front page; it makes sense while plans run and when all of them have ended."""
    counts = country.counts
    overdue = country.first(attrgetter("overdue"), SHOWN)
    left_open = country.in_turn(attrgetter("left_open"), SHOWN)
    many = len(country.agencies)
    archive = _archive(country)
    kept = country.in_turn(attrgetter("kept"), SHOWN) if archive else []
    many_left_open = sum(one.many_left_open for one in country.agencies)
    board = _most_overdue(country) if many > ROWS_AT_MOST else country.by_name
    return Page(
        uri=uris.OVERVIEW,
        title=_(TITLE),
        kind="overview",
        record=country.record,
        description=_("What public agencies promised in their equity plans, and what came of it."),
        body=render(
            "overview.md.j2",
            country,
            uri=uris.OVERVIEW,
            lead=_lead(country),
            archive=archive,
            counts=counts,
            bar=charts.bar(counts, schemas=country.schemas),
            overdue=shown(overdue, uri=uris.OVERVIEW),
            left_open=shown(left_open, uri=uris.OVERVIEW),
            kept=shown(kept, uri=uris.OVERVIEW),
            open_words=_open_words(many_left_open, counts),
            changes=told(country.newest[:SHOWN], uri=uris.OVERVIEW),
            states=[state for state in State if counts[state]],
            matrix=_matrix(country),
            agencies=board_of(board),
            silent=sum(one.many_silent for one in country.agencies),
            many=many if many > ROWS_AT_MOST else 0,
        ),
    )


def _lead(country: Whole) -> str:
    total = sum(country.counts.values())
    if not total:
        return _("No plan is on this site yet.")
    plans = len(country.plans)
    agencies = sum(1 for one in country.agencies if one.plans)
    made = _(
        "{agencies} made {promises} in {plans}.",
        agencies=ngettext("{count} agency", "{count} agencies", agencies),
        promises=ngettext("{count} promise", "{count} promises", total),
        plans=ngettext("{count} plan", "{count} plans", plans),
    )
    return " ".join((made, *came_of(country.counts)))


def _archive(country: Whole) -> str:
    """What a reader must know when every plan on the site has ended."""
    plans = country.plans.values()
    if not plans or any(plan.alive for plan in plans):
        return ""
    return _(
        "Every plan on this site has ended or was replaced. It is the record of what was promised, "
        "what was reported, and what was left open. An order that is revoked ends a plan; "
        "it says nothing of whether the agency kept its promises until then."
    )


def _most_overdue(country: Whole) -> Sequence[Told]:
    """The agencies with the most overdue actions first, as many as a board shows."""
    overdue = Counter(one.agency for one in country.by_state[State.OVERDUE])
    return sorted(country.by_name, key=lambda one: -overdue[one.agency])[:BOARD]


def _open_words(count: int, counts: Mapping[State, int]) -> str:
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


def _matrix(country: Whole) -> list[dict[str, object]]:
    """One row for each group of people that any plan names, and the others last, as empty."""
    rows = []
    for word in country.schemas.vocabulary["people"]:
        actions = country.by_people.get(word.value, ())
        rows.append(
            {
                "value": word.value,
                "label": word.label,
                "counts": counted(actions),
                "total": len(actions),
            }
        )
    return sorted(rows, key=lambda row: -int(str(row["total"])))
