"""The dates and steps of an action, in words."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from equity_plans import words
from equity_plans.language import _, joined
from equity_plans.model import Action, Plan
from equity_plans.pages.encode import chained, marked, markup, plain
from equity_plans.pages.inline import at, cited
from equity_plans.pages.phrases import proofs, withdrawn_words
from equity_plans.progress import Dates, Standing, State, Step
from equity_plans.view import View
from equity_plans.when import When


@dataclass(frozen=True, kw_only=True, slots=True)
class DateRow:
    """One line of the table of dates: the first promise, then each move."""

    what: str
    due: When
    on: str
    days: str
    reason: str


def date_words(action: Action, standing: Standing) -> Markup:
    """When an action starts and is due, and how that came to be."""
    due, first = standing.dates.due, standing.dates.first
    parts = []
    if action.start is not None:
        parts.append(marked("Starts {when}.", when=at(action.start)))
    if due is None:
        parts.append(marked("The plan gives no due date, so nobody can say whether it is on time."))
    elif due.last is None:
        parts.append(marked("Ongoing: the plan gives no day by which it will be done."))
    else:
        when, months = at(due), words.span(due)
        if months:
            when = markup("{} ({})", when, plain(months))
        parts.append(marked("Due {when}.", when=when))
    published = action.due_as_published
    if published and (due is None or published.lower() != words.when(due).lower()):
        parts.append(marked("In the plan's own words: “{words}”.", words=published))
    if first is not None and due is None:
        gone = marked(
            "The first promise was {first}; the date was taken away.", first=words.when(first)
        )
        parts.append(gone)
    elif standing.dates.slips and first is not None:
        moved = marked(
            "The date was moved {times}. The first promise was {first}.",
            times=words.times(len(standing.dates.slips)),
            first=words.when(first),
        )
        parts.append(moved)
    return chained(" ", parts)


def moves(dates: Dates) -> list[DateRow]:
    """The first date promised and each move of it, as a list; nothing where it never moved."""
    if not dates.slips or dates.first is None:
        return []
    first = DateRow(what=_("First promise"), due=dates.first, on="", days="", reason="")
    return [
        first,
        *(
            DateRow(
                what=_("Now due") if slip is dates.slips[-1] else _("Moved to"),
                due=slip.after,
                on=words.day(slip.date),
                days=_later(slip.days),
                reason=slip.reason,
            )
            for slip in dates.slips
        ),
    ]


def _later(days: int | None) -> str:
    """“90 days later”, “1 day earlier”, or nothing where nobody can count them."""
    if not days:
        return ""
    if days > 0:
        return _("{days} later", days=words.days(days))
    return _("{days} earlier", days=words.days(-days))


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownStep:
    """One milestone as the page shows it."""

    title: str
    state: State
    words: Markup
    detail: str | None
    proof: Markup


def _step_done(done: When, first: When | None) -> Markup:
    """When a step was done, and how that lies to the first day promised: “12 days late”."""
    day = at(done)
    if done.last is None or first is None or first.last is None:
        return marked("Done {when}.", when=day)
    days = (done.last - first.last).days
    if not days or (days < 0 and first.first is not None and done.last >= first.first):
        return marked("Done {when}, on time.", when=day)
    if days > 0:
        return marked("Done {when}, {days} late.", when=day, days=words.days(days))
    return marked("Done {when}, {days} early.", when=day, days=words.days(-days))


def shown_step(step: Step, plan: Plan, view: View) -> ShownStep:
    """One milestone, in words."""
    withdrawn = withdrawn_words(step.milestone.withdrawn, view)
    parts = [plain(withdrawn)] if withdrawn else []
    if step.done is not None:
        parts.append(_step_done(step.done.done, step.dates.first))
    if step.dates.due is not None:
        parts.append(marked("Due {when}.", when=at(step.dates.due)))
    elif step.done is None:
        parts.append(marked("No date given."))
    if step.dates.slips and step.dates.first is not None:
        parts.append(marked("First due {when}.", when=at(step.dates.first)))
    if step.done is not None and step.done.note:
        parts.append(plain(joined("", (step.done.note, "."))))
    proof = marked("No public proof is named.")
    if step.done is not None and step.done.proof:
        proof = marked("Proof: {documents}", documents=proofs(step.done.proof))
    source = cited(step.milestone.source, plan.source)
    if source:
        proof = markup("{} {}", proof, marked("Source: {source}", source=source))
    return ShownStep(
        title=step.milestone.title,
        state=step.state,
        words=chained(" ", parts),
        detail=step.milestone.detail,
        proof=proof,
    )
