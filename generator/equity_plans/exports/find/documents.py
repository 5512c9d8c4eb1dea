"""Documents: everything that can be found by its words, with the text it is found by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from equity_plans import addresses, words
from equity_plans.exports.cells import legible, on_one_line
from equity_plans.language import _, parts_of, spoken
from equity_plans.model import Action, Agency, Goal, Plan, Service
from equity_plans.progress import Placed, Standing, State, Told, ended_on, reports_by
from equity_plans.schema import Schemas
from equity_plans.view import View
from equity_plans.when import FISCAL

_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_MARKS = re.compile(r"[*`]+|^\s*(?:[-+>]|\d+\.)\s", re.MULTILINE)
_BEGINNINGS = "-+>0123456789"
"""How a line can begin that begins with a mark."""

_ENDS = (".", "?", "!", "…")


Label: TypeAlias = Callable[[str, str], str]
"""What a value of a vocabulary is called."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One page that can be found."""

    address: str
    """From the top of the site."""

    title: str
    text: str
    """What it says beside its title, as plain text."""

    who: str = ""
    when: str = ""
    state: str = ""
    """Whose it is, when it is due, and how it stands, of an action."""

    language: str = ""
    """The language of its title, where that is not the one spoken."""


def foreign(text: str) -> str:
    """The language of a text, where that is not the one spoken; else nothing."""
    language = parts_of(text)[0].language if text else None
    return language if language is not None and language != spoken().tag else ""


def documents(view: View) -> Iterator[Document]:
    """Everything that can be found: first every action that counts, then all other pages."""
    label = cache(view.schemas.label)  # in the language spoken
    for one in view.promised:
        yield _action(one, view, label)
    for agency in view.portfolio.agencies.values():
        yield _agency(agency)
        for service in agency.services:
            yield _service(service, agency)
    for plan in view.portfolio.plans.values():
        yield _plan(plan, view)
        for goal in plan.goals:
            yield _goal(goal, plan, view, label)
    yield from _record(view)


def _action(one: Placed, view: View, label: Label) -> Document:
    agency = view.agency_of(one.plan)
    return Document(
        address=addresses.address(addresses.action(one.plan, one.action)),
        title=legible(one.action.title),
        who=legible(agency.short),
        when=legible(when_words(one, view.schemas)),
        state=one.standing.state,
        language=foreign(one.action.title),
        text=_text(
            (
                one.action.detail,
                *_promised(one.action),
                *(part for told in reversed(one.standing.told) for part in _reported(told)),
                *(slip.reason for slip in one.standing.dates.slips),
                *_labels(label, people=one.people, topics=one.topics),
                agency.name,
            )
        ),
    )


def _promised(action: Action) -> Iterator[str | None]:
    yield action.lead
    yield from action.partners
    yield action.due_as_published
    yield action.proof_expected
    for step in action.milestones:
        yield step.title
        yield step.detail


def _reported(told: Told) -> Iterator[str | None]:
    entry = told.entry
    yield from (entry.happened, entry.setback, entry.reason, entry.next)
    yield from (proof.title for proof in entry.proof)
    yield from (step.note for step in entry.milestones)


def _labels(label: Label, *, people: Iterable[str], topics: Iterable[str]) -> Iterator[str]:
    yield from (label("people", value) for value in people)
    yield from (label("topic", value) for value in topics)


def _agency(agency: Agency) -> Document:
    return Document(
        address=addresses.address(addresses.agency(agency.id)),
        title=legible(agency.name),
        language=foreign(agency.name),
        text=_text((agency.summary, agency.short, agency.jurisdiction)),
    )


def _service(service: Service, agency: Agency) -> Document:
    return Document(
        address=addresses.address(addresses.service(agency.id, service)),
        title=legible(service.name),
        language=foreign(service.name),
        text=_text((service.need, service.summary, agency.name)),
    )


def _plan(plan: Plan, view: View) -> Document:
    agency = view.agency_of(plan)
    ended = ended_on(plan, as_of=view.as_of) is not None and plan.ended is not None
    return Document(
        address=addresses.address(addresses.plan(plan)),
        title=legible(f"{agency.short}: {plan.title}"),
        language=foreign(plan.title),
        text=_text(
            (
                plan.summary,
                plan.ended.reason if ended and plan.ended is not None else None,
                *(report.summary for report in reports_by(plan, as_of=view.as_of)[::-1]),
                view.schemas.label("planKind", plan.kind),
                agency.name,
            )
        ),
    )


def _goal(goal: Goal, plan: Plan, view: View, label: Label) -> Document:
    assessed = goal.assessment
    return Document(
        address=addresses.address(addresses.goal(plan, goal)),
        title=legible(goal.title),
        language=foreign(goal.title),
        text=_text(
            (
                goal.summary,
                *goal.partners,
                *(part for one in goal.barriers for part in (one.title, one.detail)),
                *(proof.finding for one in goal.barriers for proof in one.evidence),
                *((assessed.program, assessed.method, assessed.finding) if assessed else ()),
                *(
                    part
                    for one in goal.engagement
                    for part in (one.title, one.audience, one.detail, one.heard, one.changed)
                ),
                *(part for one in goal.measures for part in (one.title, one.detail)),
                *_labels(label, people=goal.people, topics=goal.topics),
                view.agency_of(plan).name,
            )
        ),
    )


def _record(view: View) -> Iterator[Document]:
    laws = view.portfolio.authorities.values()
    yield Document(
        address=addresses.address(addresses.AUTHORITIES),
        title=_("Laws and orders"),
        text=_text(part for one in laws for part in (one.name, one.title, one.summary)),
    )
    yield Document(
        address=addresses.address(addresses.HOW),
        title=_("How this works"),
        text=_text(
            part
            for name in ("state", "result")
            for word in view.schemas.vocabulary[name]
            for part in (word.label, word.meaning)
        ),
    )


def _text(parts: Iterable[str | None]) -> str:
    """The parts as sentences, without the marks of prose."""
    plain = [_plain(part) for part in parts if part]
    return " ".join([part if part.endswith(_ENDS) else f"{part}." for part in plain if part])


def _plain(part: str) -> str:
    """Prose on one line without its marks, which most of it has none of."""
    text = legible(part)
    if "[" in text:
        text = _LINK.sub(r"\1", text)
    if "*" in text or "`" in text or "\n" in text or text.lstrip()[:1] in _BEGINNINGS:
        text = _MARKS.sub("", text)
    return on_one_line(text)


def when_words(one: Placed, schemas: Schemas) -> str:
    """When an action is due or was done, or what was last said of it, as the lists say it."""
    standing, due = one.standing, one.standing.dates.due
    match standing.state:
        case State.OVERDUE:
            return _("{days} overdue", days=words.days(standing.days_overdue))
        case State.DONE:
            return _done_words(standing, schemas)
        case State.PLAN_ENDED if standing.reported is not None:
            label = schemas.label("actionStatus", standing.reported).lower()
            return _("Last reported {status}", status=label)
        case State.PLAN_ENDED:
            return _("No report is on this site")
        case State.STOPPED:
            return ""
    if due is not None and due.last is not None and due.precision in FISCAL:
        return _("Due by {day}", day=words.day(due.last))
    if due is not None:
        return _("Due {when}", when=words.at(due)) if due.last else _("Ongoing")
    return one.action.due_as_published or _("No date given")


def _done_words(standing: Standing, schemas: Schemas) -> str:
    if standing.done is None:
        return schemas.label("state", State.DONE)
    if standing.days_late:
        late = words.days(standing.days_late)
        return _("Done {when}, {days} late", when=words.at(standing.done), days=late)
    return _("Done {when}", when=words.at(standing.done))
