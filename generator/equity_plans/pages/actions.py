"""The page of each action: the citable record of one promise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import NamedTuple

from markupsafe import Markup

from equity_plans import addresses as uris
from equity_plans.changes import Change, ChangeKind
from equity_plans.language import _, spoken
from equity_plans.model import Link, Plan, Report, Source
from equity_plans.pages.about import GUIDE, cited_as, of_plan
from equity_plans.pages.dates import date_words, moves, shown_step
from equity_plans.pages.encode import address, chained, finished, marked, markup, plain, prose
from equity_plans.pages.goals import linked, services, trail
from equity_plans.pages.inline import cited, time
from equity_plans.pages.measures import shown
from equity_plans.pages.page import NOTHING, Draft, Itself, Page, Record, links_from
from equity_plans.pages.phrases import document_title, life_words, proofs
from equity_plans.pages.plans import goal_word, kicker
from equity_plans.pages.render import render
from equity_plans.pages.verdict import verdict
from equity_plans.progress import Placed, Standing, State, Told, steps
from equity_plans.view import View, goal_of
from equity_plans.words import brief, capital


def pages(plan: Plan, view: View) -> Iterator[Draft]:
    """The page of every action of a plan."""
    for one in view.by_plan[plan.key]:
        uri = uris.action(one.plan, one.action)
        yield Draft(uri=uri, make=partial(_action, one, view))


def _action(one: Placed, view: View) -> Page:
    plan, action, standing = one.plan, one.action, one.standing
    goal = goal_of(one)
    agency = view.agency_of(plan)
    uri = uris.action(plan, action)
    to = links_from(uri)
    measures = [measure for measure in goal.measures if action.id in measure.actions]
    label = view.schemas.label
    fiscal = agency.fiscal_year_starts
    all_steps = steps(plan, action, as_of=view.as_of, fiscal=fiscal, told=standing.told)
    return Page(
        uri=uri,
        title=action.title,
        kind="action",
        record=_record(one, view),
        description=_(
            "{action}. {plan}, {agency}. Status: {status}.",
            action=action.title,
            plan=plan.title,
            agency=agency.name,
            status=label("state", standing.state),
        ),
        crumbs=trail(plan, view),
        source=plan.file,
        body=render(
            "action.md.j2",
            view,
            uri=uri,
            action=action,
            standing=standing,
            around=_around(plan.key, one.goal_index, view, spoken().tag),
            kicker=kicker(action.number, _("action")),
            for_people=linked(one.people, "people", view=view, to=to),
            verdict=verdict(one, view, all_steps),
            life=life_words(plan, view),
            why=_why(plan.key, one.goal_index, view, spoken().tag),
            promised=action.title,
            so_far=_so_far(standing),
            next_step=_next_step(standing),
            told=[_told(entry, view) for entry in reversed(standing.told)],
            dates=date_words(action, standing),
            slips=moves(standing.dates),
            steps=[shown_step(step, plan, view) for step in all_steps],
            measures=[shown(plan, measure, view=view) for measure in measures],
            changes=_changes(plan.key, view)[action.id],
            tell=_tell(plan.key, one.services, view, to(GUIDE), spoken().tag),
            topics=linked(one.topics, "topic", view=view, to=to),
            services=services(one.services, agency, view=view, to=to),
            lead=action.lead or "",
            source=_source(one, view),
        ),
    )


@lru_cache(maxsize=8)  # the actions of a plan follow one another
def _changes(key: str, view: View) -> Mapping[str, Sequence[Change]]:
    """The changes of each action of a plan, with how the plan itself began and ended."""
    plan = view.portfolio.plans[key]
    found: dict[str, list[Change]] = {action.id: [] for _, action in plan.actions()}
    for one in view.changes_of(plan):
        if one.action is not None:
            found[one.action.id].append(one)
        elif one.kind in (ChangeKind.PUBLISHED, ChangeKind.ENDED):
            for own in found.values():
                own.append(one)
    return found


class Around(NamedTuple):
    """What an action is in, as each page of the actions of a goal names it."""

    plan: Markup
    agency: Markup
    goal: Markup
    goal_word: str
    """What the plan calls a goal, with a capital letter."""

    measures: Markup
    """Where the measures of the goal are, which the plan ties to no action alone."""


@lru_cache(maxsize=8)  # the actions of a goal follow one another
def _around(key: str, goal_index: int, view: View, _tag: str) -> Around:
    plan = view.portfolio.plans[key]
    goal, agency, word = plan.goals[goal_index], view.agency_of(plan), goal_word(plan)
    to = links_from(uris.action(plan, goal.actions[0]))
    measures = NOTHING
    if goal.measures:
        measures = markup(
            "{} [{}]({}#results)",
            marked("The plan ties no measure to this action alone."),
            marked("The measures of its {goal}", goal=word),
            to(uris.goal(plan, goal)),
        )
    return Around(
        plan=markup("[{}]({})", plain(plan.title), to(uris.plan(plan))),
        agency=markup("[{}]({})", plain(agency.name), to(uris.agency(agency.id))),
        goal=markup("[{}]({})", plain(goal.title), to(uris.goal(plan, goal))),
        goal_word=capital(word),
        measures=measures,
    )


@lru_cache(maxsize=8)  # likewise
def _why(key: str, goal_index: int, view: View, _tag: str) -> Markup:
    """Why the actions of a goal matter, and who was asked, as each of their pages tells it."""
    plan = view.portfolio.plans[key]
    goal = plan.goals[goal_index]
    uri = uris.action(plan, goal.actions[0])
    return finished(render("why.md.j2", view, uri=uri, plan=plan, goal=goal))


def _record(one: Placed, view: View) -> Record:
    told = one.standing.latest
    record = of_plan(one.plan.key, view, spoken().tag)
    if one.action.lead:
        responsible = plain(one.action.lead)
    else:
        responsible = plain(_("The plan names no post or office for this action"))
        if record.responsible:
            responsible = markup("{} ({})", responsible, record.responsible)
    return record._replace(
        last=time(told.report.date) if told else plain(_("No report on it is on this site")),
        responsible=responsible,
        cite=cited_as(one.plan, view, title=one.action.title),
    )


def _so_far(standing: Standing) -> Markup:
    for told in reversed(standing.told):
        said = told.entry.happened or told.entry.setback or told.entry.reason
        if said:
            return plain(brief(said))
    if standing.told:
        return marked("Only the status was reported")
    return marked("Nothing has been reported")


def _next_step(standing: Standing) -> Markup:
    told = standing.latest
    if standing.state in (State.DONE, State.STOPPED):
        return Markup("")
    if told is not None and told.entry.next:
        return plain(brief(told.entry.next))
    return marked("Not said")


class Heard(NamedTuple):
    """What one report says of the action, as a heading and a block."""

    head: Markup
    body: Markup


def _told(told: Told, view: View) -> Heard:
    entry, report = told.entry, told.report
    label = view.schemas.label("actionStatus", entry.status)
    parts = []
    if entry.happened:
        parts.append(prose(entry.happened))
    if entry.setback:
        parts += [markup("**{}**\n{{: .setback }}", _("Setback")), prose(entry.setback)]
    if entry.reason:
        parts.append(marked("**Why:** {reason}", reason=entry.reason))
    if entry.next:
        parts += [marked("**Next**"), prose(entry.next)]
    if entry.proof:
        parts.append(marked("Proof: {documents}", documents=proofs(entry.proof)))
    if not parts:
        parts.append(marked("The report gives the status alone."))
    tag = spoken().tag
    if entry.source is None:
        parts += _reported_in(Itself(report), tag)
    else:
        parts += _record_of(report, entry.source)
    return Heard(head=_head_of(report.date, label, tag), body=chained("\n\n", parts))


@lru_cache(maxsize=1 << 6)  # a report tells of many actions
def _reported_in(report: Itself[Report], _tag: str) -> list[Markup]:
    return _record_of(report.value, None)


def _record_of(report: Report, source: Source | None) -> list[Markup]:
    """Who reported it, and where that is recorded; nothing where neither is known."""
    by = Markup("")
    if report.reported_by:
        by = marked("Reported by {who}.", who=report.reported_by)
    told_in = document_title(report.source) if report.source else Markup("")
    place = cited(source, report.source)
    where = chained(", ", (part for part in (told_in, place) if part))
    where = where and marked("Source: {source}", source=where)
    record = chained(" ", (part for part in (by, where) if part))
    return [markup("{}\n{{: .src }}", record)] if record else []


@lru_cache(maxsize=1 << 8)
def _head_of(day: date, status: str, _tag: str) -> Markup:
    return marked("Report of {day}: {status}", day=time(day), status=status)


@lru_cache(maxsize=1 << 5)  # many actions of a plan are for the same services
def _tell(key: str, services: tuple[str, ...], view: View, guide: Markup, _tag: str) -> Markup:
    """How to reach those who made a plan, on the pages of its actions for some services."""
    plan = view.portfolio.plans[key]
    agency = view.agency_of(plan)
    parts = []
    if plan.feedback is not None and plan.feedback.url:
        parts.append(_button(plan.feedback))
    if agency.contact is not None and agency.contact.email:
        write = marked(
            "[Write to {agency}](mailto:{address})",
            agency=agency.short,
            address=Markup.escape(agency.contact.email),
        )
        parts.append(markup("{}{{: .btn .btn--line }}", write))
    used = [
        service
        for service in agency.services
        if service.id in services and service.feedback is not None and service.feedback.url
    ]
    for service in used:
        ask = marked("Have you used this service: {service}?", service=service.name)
        parts.append(markup("{} {}", ask, _link(service.feedback)))
    if not parts:
        parts.append(
            marked("No way to reach {agency} about this plan is recorded.", agency=agency.short)
        )
    parts.append(marked("Something wrong on this page? [Tell us]({guide}).", guide=guide))
    return chained("\n\n", parts)


def _link(link: Link | None) -> Markup:
    if link is None or link.url is None:
        return Markup("")
    return markup("[{}]({})", plain(link.title), address(link.url))


def _button(link: Link) -> Markup:
    return markup("{}{{: .btn }}", _link(link))


def _source(one: Placed, view: View) -> Markup:
    """The document that an action stands in, and where."""
    document = _document(one.plan.key, view, spoken().tag)
    place = cited(one.action.source, one.plan.source)
    return chained(", ", filter(None, (document, place))) or marked("Not recorded")


@lru_cache(maxsize=8)  # the actions of a plan follow one another
def _document(key: str, view: View, _tag: str) -> Markup:
    """The document that a plan was taken from; nothing where it is not known."""
    source = view.portfolio.plans[key].source
    return document_title(source) if source else NOTHING
