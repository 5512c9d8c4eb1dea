"""The page of each action: the citable record of one promise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from markupsafe import Markup

from equity_plans import addresses as uris
from equity_plans import words
from equity_plans.language import _, joined, ngettext, spoken
from equity_plans.model import Action, Link, Plan
from equity_plans.pages.about import cited_as, of_plan
from equity_plans.pages.encode import address, chained, finished, marked, markup, plain, prose
from equity_plans.pages.goals import linked, services, trail
from equity_plans.pages.inline import at, cited, gone, status_tag, time
from equity_plans.pages.measures import shown
from equity_plans.pages.page import Draft, Page, Record, relative
from equity_plans.pages.phrases import document_title, life_words, withdrawn_words
from equity_plans.pages.plans import goal_word, kicker
from equity_plans.pages.render import render
from equity_plans.progress import Dates, Placed, Standing, State, Step, Told, steps, withdrawn_by
from equity_plans.view import View, goal_of
from equity_plans.when import When
from equity_plans.words import brief


def pages(plan: Plan, view: View) -> Iterator[Draft]:
    """The page of every action of a plan."""
    for one in view.by_plan[plan.key]:
        uri = uris.action(one.plan, one.action)
        yield Draft(uri=uri, make=partial(_action, one, view))


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """Where an action stands, in words: the answer and its three sources."""

    head: str
    line: str
    says: Markup
    records: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DateRow:
    """One line of the table of dates: the first promise, then each move."""

    what: str
    due: When
    on: str
    days: str
    reason: str


def _action(one: Placed, view: View) -> Page:
    plan, action, standing = one.plan, one.action, one.standing
    goal = goal_of(one)
    agency = view.agency_of(plan)
    uri = uris.action(plan, action)
    measures = [measure for measure in goal.measures if action.id in measure.actions]
    label = view.schemas.label
    all_steps = steps(plan, action, as_of=view.as_of, fiscal=agency.fiscal_year_starts)
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
        crumbs=trail(plan, agency),
        source=plan.file,
        body=render(
            "action.md.j2",
            view,
            uri=uri,
            plan=plan,
            goal=goal,
            action=action,
            agency=agency,
            standing=standing,
            goal_word=goal_word(plan),
            kicker=kicker(action.number, _("action")),
            for_people=linked(one.people, "people", view=view, start=uri),
            verdict=_verdict(one, view, all_steps),
            life=life_words(plan, view),
            why=_why(plan.key, one.goal_index, view, spoken().tag),
            promised=action.title,
            so_far=_so_far(standing),
            next_step=_next_step(standing),
            told=[_told(entry, view) for entry in reversed(standing.told)],
            dates=_dates(action, standing),
            slips=_slips(standing.dates),
            steps=[_step(step, plan, view) for step in all_steps],
            measures=[shown(plan, measure, view=view) for measure in measures],
            changes=[
                change
                for change in view.changes_of(plan)
                if change.action is action
                or (change.action is None and change.kind in ("published", "ended"))
            ],
            tell=_tell(one, view, start=uri),
            topics=linked(one.topics, "topic", view=view, start=uri),
            services=services(one.services, agency, start=uri),
            lead=action.lead or "",
            source=_source(plan, action),
        ),
    )


@lru_cache(maxsize=8)  # the actions of a goal follow one another
def _why(key: str, goal_index: int, view: View, _tag: str) -> Markup:
    """Why the actions of a goal matter, and who was asked, as each of their pages tells it."""
    plan = view.portfolio.plans[key]
    goal = plan.goals[goal_index]
    uri = uris.action(plan, goal.actions[0])
    return finished(render("why.md.j2", view, uri=uri, plan=plan, goal=goal))


def _record(one: Placed, view: View) -> Record:
    told = one.standing.latest
    record = of_plan(one.plan.key, view, spoken().tag)
    unnamed = plain(_("The plan names no post or office for this action"))
    if one.action.lead:
        responsible = plain(one.action.lead)
    elif record.responsible:
        responsible = markup("{} ({})", unnamed, record.responsible)
    else:
        responsible = unnamed
    return replace(
        record,
        last=time(told.report.date) if told else plain(_("No report on it is on this site")),
        responsible=responsible,
        cite=cited_as(one.plan, view, title=one.action.title),
    )


def _verdict(one: Placed, view: View, all_steps: Sequence[Step]) -> Verdict:
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
    day = marked("Reported {day}", day=time(told.report.date))
    return markup("{} <span>{}</span>", status_tag(view.schemas, told.entry.status), day)


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
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
    by = Markup("")
    if report.reported_by:
        by = marked("Reported by {who}.", who=report.reported_by)
    source = cited(entry.source, report.source)
    told_in = document_title(report.source) if report.source else Markup("")
    where = chained(", ", (part for part in (told_in, source) if part))
    where = where and marked("Source: {source}", source=where)
    record = chained(" ", (part for part in (by, where) if part))
    if record:
        parts.append(markup("{}\n{{: .src }}", record))
    head = marked("Report of {day}: {status}", day=time(report.date), status=label)
    return Heard(head=head, body=chained("\n\n", parts))


def proofs(links: tuple[Link, ...]) -> Markup:
    """Public documents, each linked where it has an address, with its archived copy."""
    parts = []
    for link in links:
        told = plain(link.title)
        if link.url:
            told = markup("[{}]({})", told, address(link.url)) + gone(link)
        if link.page:
            told = marked("{document}, page {page}", document=told, page=link.page)
        if link.archived and not gone(link):
            copy = marked("[archived copy]({address})", address=address(link.archived))
            told = markup("{} ({})", told, copy)
        parts.append(told)
    return chained("; ", parts)


def _dates(action: Action, standing: Standing) -> Markup:
    due, first = standing.dates.due, standing.dates.first
    parts = []
    if action.start is not None:
        parts.append(marked("Starts {when}.", when=at(action.start)))
    if due is None:
        parts.append(marked("The plan gives no due date, so nobody can say whether it is on time."))
    elif due.last is None:
        parts.append(marked("Ongoing: the plan gives no day by which it will be done."))
    else:
        months = f" ({words.span(due)})" if words.span(due) else ""
        parts.append(marked("Due {when}.", when=at(due) + plain(months)))
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


def _slips(dates: Dates) -> list[DateRow]:
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


def _step(step: Step, plan: Plan, view: View) -> ShownStep:
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


def _tell(one: Placed, view: View, *, start: str) -> Markup:
    plan, agency = one.plan, view.agency_of(one.plan)
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
        if service.id in one.services and service.feedback is not None and service.feedback.url
    ]
    for service in used:
        ask = marked("Have you used this service: {service}?", service=service.name)
        parts.append(markup("{} {}", ask, _link(service.feedback)))
    if not parts:
        parts.append(
            marked("No way to reach {agency} about this plan is recorded.", agency=agency.short)
        )
    parts.append(
        marked(
            "Something wrong on this page? [Tell us]({guide}).",
            guide=relative("contribute/report-an-error.md", start=start),
        )
    )
    return chained("\n\n", parts)


def _link(link: Link | None) -> Markup:
    if link is None or link.url is None:
        return Markup("")
    return markup("[{}]({})", plain(link.title), address(link.url))


def _button(link: Link) -> Markup:
    return markup("{}{{: .btn }}", _link(link))


def _source(plan: Plan, action: Action) -> Markup:
    parts = [document_title(plan.source)] if plan.source else []
    place = cited(action.source, plan.source)
    return chained(", ", [*parts, *([place] if place else [])]) or marked("Not recorded")
