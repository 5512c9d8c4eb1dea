"""Whole phrases that more than one kind of page says, from finished values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from equity_plans import words
from equity_plans.model import Agency, Authority, Engagement, Plan, SourceDocument, Withdrawn
from equity_plans.pages.encode import address, plain
from equity_plans.pages.inline import cited, time
from equity_plans.progress import Placed, State, contract, ended_on
from equity_plans.view import View
from equity_plans.words import sentence


def engagement_words(one: Engagement, document: SourceDocument | None, view: View) -> Markup:
    """When, how and with whom an engagement took place, and where that is recorded."""
    label = view.schemas.label
    parts = []
    if one.kind is not None:
        parts.append(label("engagementKind", one.kind))
    if one.audience is not None:
        parts.append(f"with {one.audience}" if parts else f"With {one.audience}")
    if one.from_ is not None:
        until = f" to {words.when(one.until)}" if one.until is not None else ""
        parts.append(f"{words.when(one.from_)}{until}")
    if one.stage is not None:
        parts.append(f"stage: {label('engagementStage', one.stage).lower()}")
    if one.participants is not None:
        parts.append(words.count(one.participants, "person", "people"))
    if one.compensated is not None:
        parts.append("paid for their time" if one.compensated else "not paid for their time")
    told = plain(words.capital(", ".join(parts)))
    source = cited(one.source, document)
    if not source:
        return told
    return Markup("{} (source: {})").format(told, source) if told else Markup("Source: ") + source


def document_title(document: SourceDocument) -> Markup:
    """A source document by its title, linked where it has an address."""
    title = plain(document.title)
    return Markup("[{}]({})").format(title, address(document.url)) if document.url else title


def document_words(document: SourceDocument) -> Markup:
    """A source document with its publisher, day and copies, as a citation."""
    parts = [document_title(document)]
    if document.publisher:
        parts.append(plain(document.publisher))
    if document.published:
        parts.append(time(document.published))
    if document.archived:
        parts.append(Markup("[archived copy]({})").format(address(document.archived)))
    if document.retrieved:
        parts.append(Markup("read on {}").format(time(document.retrieved)))
    told = Markup(", ").join(parts)
    return Markup("{}. {}").format(told, plain(document.note)) if document.note else told


def state_label(plan: Plan, view: View) -> str:
    """What the state of a plan was on the day: what is ended now was active before."""
    return view.schemas.label("planState", view.state_of(plan))


def life_words(plan: Plan, view: View) -> Markup:
    """Why a plan no longer stands, or nothing while it does."""
    day = ended_on(plan, as_of=view.as_of)
    if day is None and plan.state == "draft":
        return Markup("This plan is a draft. It promises nothing yet.")
    if day is None:
        return Markup("")
    if plan.ended is not None and plan.ended.date == day:
        by = view.portfolio.authorities.get(plan.ended.by or "")
        named = f", by {by.name}" if by is not None else ""
        return plain(
            f"This plan ended on {words.day(day)}{named}. {sentence(plan.ended.reason)} "
            "What was last reported stands; nothing here says that the agency failed."
        )
    newer = view.portfolio.plans.get(plan.superseded.by) if plan.superseded else None
    title = newer.title if newer is not None else "a newer plan"
    return plain(f"This plan was replaced on {words.day(day)} by {title}.")


def withdrawn_words(withdrawn: Withdrawn | None, view: View) -> str:
    """When and why something was taken out of its plan, or nothing."""
    if withdrawn is None or withdrawn.date > view.as_of:
        return ""
    return f"Taken out of the plan on {words.day(withdrawn.date)}. {sentence(withdrawn.reason)}"


def authority_words(authority: Authority, view: View) -> str:
    """Whether an authority still stands on the day."""
    ended = authority.ended
    if ended is not None and ended.date <= view.as_of:
        by = view.portfolio.authorities.get(ended.by or "")
        return f"ended {words.day(ended.date)}" + (f" by {by.name}" if by is not None else "")
    return authority.standing or ""


def contract_words(plan: Plan, view: View) -> str:
    """Whether the agency reports as often as it promised."""
    kept = contract(plan, as_of=view.as_of)
    last = f"Last report {words.day(kept.last)}." if kept.last else "No report on this site."
    if plan.reporting is None:
        return f"The plan does not say how often it will be reported on. {last}"
    every = view.schemas.label("interval", plan.reporting.every).lower()
    told = f"A report {every} was promised. {last}"
    if not view.alive(plan):
        return f"{told} The plan has ended, so no report is due."
    if kept.next_due is None:
        return told
    if kept.days_late:
        return (
            f"{told} The next was due {words.day(kept.next_due)}, {words.days(kept.days_late)} ago."
        )
    return f"{told} The next is due {words.day(kept.next_due)}."


def late_words(plan: Plan, view: View) -> str:
    """That the next report is late, or nothing: old statuses must not look new."""
    kept = contract(plan, as_of=view.as_of)
    if not kept.days_late or kept.next_due is None:
        return ""
    return (
        f"A report was due on {words.day(kept.next_due)}, {words.days(kept.days_late)} ago. "
        "What stands here may be out of date."
    )


def contact_words(agency: Agency) -> Markup:
    """How to reach an agency, or that it is not recorded."""
    contact = agency.contact
    if contact is None:
        return Markup("No contact is recorded")
    parts: list[Markup] = [
        plain(text) for text in (contact.role, contact.phone, contact.post, contact.formats) if text
    ]
    if contact.email:
        parts.insert(1, Markup("[{}](mailto:{})").format(plain(contact.email), contact.email))
    if contact.page:
        parts.append(Markup("[Contact page]({})").format(address(contact.page)))
    return Markup(", ").join(parts)


def last_said(one: Placed, view: View) -> str:
    """What the agency last said of an action, in a few words."""
    told = one.standing.latest
    if told is None:
        return "No report is on this site"
    label = view.schemas.label("actionStatus", told.entry.status)
    return f"Last reported {label.lower()}, {words.day(told.report.date)}"


def share_done(placed: Sequence[Placed]) -> str:
    """How much is reported done: “9 of 12 actions are reported done.”."""
    total, reported = len(placed), any(one.standing.told for one in placed)
    done = sum(1 for one in placed if one.standing.state == State.DONE)
    match total, reported:
        case 0, _:
            return "No actions."
        case 1, False:
            return "No report on its one action is on this site."
        case 1, True:
            return f"Its one action is {'' if done else 'not '}reported done."
        case _, False:
            return f"No report on any of its {words.number(total)} actions is on this site."
    if done == 0:
        return f"None of {words.number(total)} actions is reported done."
    verb = "is" if done == 1 else "are"
    return f"{words.number(done)} of {words.number(total)} actions {verb} reported done."


def year_of(value: date) -> str:
    """“2024”."""
    return str(value.year)
