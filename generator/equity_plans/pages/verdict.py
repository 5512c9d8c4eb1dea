"""Where an action stands, in words: the answer of the calendar, the agency and the records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from equity_plans import words
from equity_plans.language import _, ngettext, spoken
from equity_plans.pages.encode import marked, markup, plain
from equity_plans.pages.inline import status_tag, time
from equity_plans.pages.phrases import withdrawn_words
from equity_plans.progress import Dates, Placed, Standing, State, Step, withdrawn_by
from equity_plans.schema import Schemas
from equity_plans.view import View, goal_of


class Verdict(NamedTuple):
    """Where an action stands, in words: the answer and its three sources."""

    head: str
    line: str
    says: Markup
    records: str


def verdict(one: Placed, view: View, all_steps: Sequence[Step]) -> Verdict:
    """Where an action stands, from it and `all_steps` on its way."""
    standing = one.standing
    label = view.schemas.label("state", standing.state)
    head, line = label, ""
    due = standing.dates.due
    match standing.state:
        case State.OVERDUE:
            head = _("Overdue by {days}", days=words.days(standing.days_overdue))
            if standing.days_after_first > standing.days_overdue:
                days = words.days(standing.days_after_first)
                line = _("{days} after the first date promised", days=days)
            elif due is not None:
                line = _("Due {when}", when=words.at(due))
        case State.DONE:
            line = _when_done(standing)
        case State.PLAN_ENDED:
            line = _("Not reported done before the plan ended")
            if standing.reported is None:
                line = _("No report on it is on this site")
        case State.NOT_REPORTED:
            line = _("No report on this site says anything about it")
        case State.STOPPED:
            line = _why_stopped(one, view)
        case _other:
            line = _when_due(standing.dates)
    return Verdict(
        head=head, line=line, says=_says(one, view), records=_records(one.standing, all_steps)
    )


def _when_due(dates: Dates) -> str:
    told = _("No due date was given")
    if dates.due is not None and dates.due.last is not None:
        told = _("Due {when}", when=words.at(dates.due))
    elif dates.due is not None:
        told = _("Ongoing, with no day to be done by")
    if not dates.slips or dates.first is None:
        return told
    return _(
        "{due}, moved {times}; first promised for {first}",
        due=told,
        times=words.times(len(dates.slips)),
        first=words.when(dates.first),
    )


def _when_done(standing: Standing) -> str:
    if standing.done is None:
        return _("The day is not recorded")
    first, done = standing.dates.first, words.at(standing.done)
    if standing.days_late:
        days = words.days(standing.days_late)
        return _("Done {when}, {days} after the first date promised", when=done, days=days)
    if first is not None and first.last is not None:
        return _("Done {when}, on time", when=done)
    return _("Done {when}", when=done)


def _why_stopped(one: Placed, view: View) -> str:
    withdrawn = withdrawn_by(one.action, goal_of(one), as_of=view.as_of)
    if withdrawn is not None:
        return withdrawn_words(withdrawn, view)
    told = one.standing.latest
    return (told.entry.reason if told is not None else None) or _("No reason is recorded")


def _says(one: Placed, view: View) -> Markup:
    told = one.standing.latest
    if told is None:
        said = _("Nothing: no report on this site tells of it")
        if one.standing.state == State.STOPPED:
            said = _why_stopped(one, view)
        return markup("<span>{}</span>", plain(said))
    return _reported(told.entry.status, told.report.date, view.schemas, spoken().tag)


@lru_cache(maxsize=1 << 8)  # a report tells of many actions
def _reported(status: str, on: date, schemas: Schemas, _tag: str) -> Markup:
    """What a report gave as the status, in the language spoken, which is `_tag`."""
    day = marked("Reported {day}", day=time(on))
    return markup("{} <span>{}</span>", status_tag(schemas, status), day)


def _records(standing: Standing, all_steps: Sequence[Step]) -> str:
    told = _("No public proof is named")
    if standing.proofs:
        told = ngettext(
            "{count} public document named as proof",
            "{count} public documents named as proof",
            standing.proofs,
        )
    if not all_steps:
        return told
    done = ngettext(
        "{done} of {count} step reported done",
        "{done} of {count} steps reported done",
        len(all_steps),
        done=words.number(sum(1 for step in all_steps if step.done)),
    )
    return f"{told}. {done}"
