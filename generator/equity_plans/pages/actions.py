"""The page of each action: the citable record of one promise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from equity_plans import addresses as uris
from equity_plans import words
from equity_plans.model import Action, Link, Plan
from equity_plans.pages.encode import address, plain, prose
from equity_plans.pages.goals import kicker, linked, services, trail
from equity_plans.pages.inline import at, cited, gone, status_tag, time
from equity_plans.pages.measures import shown
from equity_plans.pages.page import Draft, Page, relative
from equity_plans.pages.phrases import document_title, life_words, withdrawn_words
from equity_plans.pages.plans import goal_word
from equity_plans.pages.render import render
from equity_plans.progress import Dates, Placed, Standing, State, Step, Told, steps, withdrawn_by
from equity_plans.view import View, goal_of
from equity_plans.when import When
from equity_plans.words import brief


def pages(view: View) -> Iterator[Draft]:
    """The page of every action."""
    for one in view.placed:
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
    return Page(
        uri=uri,
        title=action.title,
        kind="action",
        description=(
            f"{action.title}. {plan.title}, {agency.name}. "
            f"Status: {label('state', standing.state)}."
        ),
        crumbs=trail(plan, agency),
        source=plan.file,
        facets={
            "Agency": (agency.name,),
            "Kind": (label("planKind", plan.kind),),
            "Status": (label("state", standing.state),),
            "People": tuple(label("people", value) for value in one.people),
            "Topic": tuple(label("topic", value) for value in one.topics),
        },
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
            kicker=kicker(action.number, "action"),
            for_people=linked(one.people, "people", view=view, start=uri),
            verdict=_verdict(one, view),
            life=life_words(plan, view),
            promised=action.title,
            so_far=_so_far(standing),
            next_step=_next_step(standing),
            told=[_told(entry, view) for entry in reversed(standing.told)],
            dates=_dates(action, standing),
            slips=_slips(standing.dates),
            steps=[_step(step, plan, view) for step in _steps(one, view)],
            measures=[shown(plan, measure, view=view) for measure in measures],
            changes=[
                change
                for change in view.changes_of(plan)
                if change.action is action or change.action is None
                if change.action is action or change.kind in ("published", "ended")
            ],
            tell=_tell(one, view, start=uri),
            topics=linked(one.topics, "topic", view=view, start=uri),
            services=services(one.services, agency, start=uri),
            lead=action.lead or "The plan names no post or office for this action",
            source=_source(plan, action),
            cite=(f"{agency.name}. “{action.title}.” {plan.title}. As of {words.day(view.as_of)}."),
        ),
    )


def _steps(one: Placed, view: View) -> tuple[Step, ...]:
    fiscal = view.agency_of(one.plan).fiscal_year_starts
    return steps(one.plan, one.action, as_of=view.as_of, fiscal=fiscal)


def _verdict(one: Placed, view: View) -> Verdict:
    standing = one.standing
    label = view.schemas.label("state", standing.state)
    head, line = label, ""
    due = standing.dates.due
    match standing.state:
        case State.OVERDUE:
            head = f"Overdue by {words.days(standing.days_overdue)}"
            if standing.days_after_first > standing.days_overdue:
                line = f"{words.days(standing.days_after_first)} after the first date promised"
            elif due is not None:
                line = f"Due {words.at(due)}"
        case State.DONE:
            line = _when_done(standing)
        case State.PLAN_ENDED:
            line = "Not reported done before the plan ended"
            if standing.reported is None:
                line = "No report on it is on this site"
        case State.NOT_REPORTED:
            line = "No report on this site says anything about it"
        case State.STOPPED:
            line = _why_stopped(one, view)
        case _:
            line = "No due date was given"
            if due is not None:
                line = f"Due {words.at(due)}" if due.last else "Ongoing, with no day to be done by"
            if standing.dates.slips and standing.dates.first is not None:
                moves = words.times(len(standing.dates.slips))
                line += f", moved {moves}; first promised for {words.when(standing.dates.first)}"
    return Verdict(head=head, line=line, says=_says(one, view), records=_records(one, view))


def _when_done(standing: Standing) -> str:
    if standing.done is None:
        return "The day is not recorded"
    first = standing.dates.first
    told = f"Done {words.at(standing.done)}"
    if standing.days_late:
        return f"{told}, {words.days(standing.days_late)} after the first date promised"
    return f"{told}, on time" if first is not None and first.last is not None else told


def _why_stopped(one: Placed, view: View) -> str:
    withdrawn = withdrawn_by(one.action, goal_of(one), as_of=view.as_of)
    if withdrawn is not None:
        return withdrawn_words(withdrawn, view)
    told = one.standing.latest
    return (told.entry.reason if told is not None else None) or "No reason is recorded"


def _says(one: Placed, view: View) -> Markup:
    told = one.standing.latest
    if told is None:
        said = "Nothing: no report on this site tells of it"
        if one.standing.state == State.STOPPED:
            said = _why_stopped(one, view)
        return Markup("<span>{}</span>").format(plain(said))
    return Markup("{} <span>Reported {}</span>").format(
        status_tag(view.schemas, told.entry.status), time(told.report.date)
    )


def _records(one: Placed, view: View) -> str:
    all_steps = _steps(one, view)
    told = words.count(one.standing.proofs, "public document") if one.standing.proofs else ""
    told = f"{told} named as proof" if told else "No public proof is named"
    if all_steps:
        done = sum(1 for step in all_steps if step.done)
        told += f". {words.number(done)} of {words.count(len(all_steps), 'step')} reported done"
    return told


def _so_far(standing: Standing) -> Markup:
    for told in reversed(standing.told):
        said = told.entry.happened or told.entry.setback or told.entry.reason
        if said:
            return plain(brief(said))
    return plain("Only the status was reported" if standing.told else "Nothing has been reported")


def _next_step(standing: Standing) -> Markup:
    told = standing.latest
    if standing.state in (State.DONE, State.STOPPED):
        return Markup("")
    if told is not None and told.entry.next:
        return plain(brief(told.entry.next))
    return Markup("Not said")


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
        parts += [Markup("**Setback**\n{: .setback }"), prose(entry.setback)]
    if entry.reason:
        parts.append(Markup("**Why:** {}").format(plain(entry.reason)))
    if entry.next:
        parts += [Markup("**Next**"), prose(entry.next)]
    if entry.proof:
        parts.append(Markup("Proof: {}").format(proofs(entry.proof)))
    if not parts:
        parts.append(Markup("The report gives the status alone."))
    by = plain(f"Reported by {report.reported_by}.") if report.reported_by else Markup("")
    source = cited(entry.source, report.source)
    told_in = document_title(report.source) if report.source else Markup("")
    where = Markup(", ").join(part for part in (told_in, source) if part)
    record = Markup(" ").join(part for part in (by, where and Markup("Source: ") + where) if part)
    if record:
        parts.append(Markup("{}\n{{: .src }}").format(record))
    head = Markup("{} {}: {}").format("Report of", time(report.date), plain(label))
    return Heard(head=head, body=Markup("\n\n").join(parts))


def proofs(links: tuple[Link, ...]) -> Markup:
    """Public documents, each linked where it has an address, with its archived copy."""
    parts = []
    for link in links:
        told = plain(link.title)
        if link.url:
            told = Markup("[{}]({})").format(told, address(link.url)) + gone(link)
        if link.page:
            told += plain(f", page {link.page}")
        if link.archived and not gone(link):
            told += Markup(" ([archived copy]({}))").format(address(link.archived))
        parts.append(told)
    return Markup("; ").join(parts)


def _dates(action: Action, standing: Standing) -> Markup:
    due, first = standing.dates.due, standing.dates.first
    parts = []
    if action.start is not None:
        parts.append(Markup("Starts {}.").format(at(action.start)))
    if due is None:
        parts.append(Markup("The plan gives no due date, so nobody can say whether it is on time."))
    elif due.last is None:
        parts.append(Markup("Ongoing: the plan gives no day by which it will be done."))
    else:
        months = plain(f" ({words.span(due)})") if words.span(due) else Markup("")
        parts.append(Markup("Due {}{}.").format(at(due), months))
    published = action.due_as_published
    if published and (due is None or published.lower() != words.when(due).lower()):
        parts.append(plain(f"In the plan's own words: “{published}”."))
    if first is not None and due is None:
        parts.append(plain(f"The first promise was {words.when(first)}; the date was taken away."))
    elif standing.dates.slips and first is not None:
        moves = words.times(len(standing.dates.slips))
        parts.append(
            plain(f"The date was moved {moves}. The first promise was {words.when(first)}.")
        )
    return Markup(" ").join(parts)


def _slips(dates: Dates) -> list[DateRow]:
    if not dates.slips or dates.first is None:
        return []
    first = DateRow(what="First promise", due=dates.first, on="", days="", reason="")
    return [
        first,
        *(
            DateRow(
                what="Now due" if slip is dates.slips[-1] else "Moved to",
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
    return f"{words.days(abs(days))} {'later' if days > 0 else 'earlier'}"


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownStep:
    """One milestone as the page shows it."""

    title: str
    state: State
    words: Markup
    detail: str | None
    proof: Markup


def _late_or_early(step: Step) -> str:
    """How the day a step was done lies to the first day promised: “, 12 days late”."""
    done, first = step.done, step.dates.first
    if done is None or done.done.last is None or first is None or first.last is None:
        return ""
    days = (done.done.last - first.last).days
    if not days or (days < 0 and first.first is not None and done.done.last >= first.first):
        return ", on time"
    return f", {words.days(abs(days))} {'late' if days > 0 else 'early'}"


def _step(step: Step, plan: Plan, view: View) -> ShownStep:
    withdrawn = withdrawn_words(step.milestone.withdrawn, view)
    parts = [plain(withdrawn)] if withdrawn else []
    if step.done is not None:
        late = _late_or_early(step)
        parts.append(Markup("Done {}{}.").format(at(step.done.done), plain(late)))
    if step.dates.due is not None:
        parts.append(Markup("Due {}.").format(at(step.dates.due)))
    elif step.done is None:
        parts.append(Markup("No date given."))
    if step.dates.slips and step.dates.first is not None:
        parts.append(Markup("First due {}.").format(at(step.dates.first)))
    if step.done is not None and step.done.note:
        parts.append(plain(f"{step.done.note}."))
    proof = Markup("No public proof is named.")
    if step.done is not None and step.done.proof:
        proof = Markup("Proof: {}").format(proofs(step.done.proof))
    source = cited(step.milestone.source, plan.source)
    if source:
        proof = Markup("{} Source: {}").format(proof, source)
    return ShownStep(
        title=step.milestone.title,
        state=step.state,
        words=Markup(" ").join(parts),
        detail=step.milestone.detail,
        proof=proof,
    )


def _tell(one: Placed, view: View, *, start: str) -> Markup:
    plan, agency = one.plan, view.agency_of(one.plan)
    parts = []
    if plan.feedback is not None and plan.feedback.url:
        parts.append(
            Markup("[{}]({})").format(plain(plan.feedback.title), address(plan.feedback.url))
        )
    if agency.contact is not None and agency.contact.email:
        parts.append(
            Markup("[Write to {}](mailto:{})").format(plain(agency.short), agency.contact.email)
        )
    if not parts:
        parts.append(plain(f"No way to reach {agency.short} about this plan is recorded."))
    parts.append(
        Markup("Something wrong on this page? [Tell us]({}).").format(
            relative("contribute/report-an-error.md", start=start)
        )
    )
    return Markup("\n\n").join(parts)


def _source(plan: Plan, action: Action) -> Markup:
    parts = [document_title(plan.source)] if plan.source else []
    place = cited(action.source, plan.source)
    return Markup(", ").join([*parts, *([place] if place else [])]) or Markup("Not recorded")
