"""Whole phrases that more than one kind of page says, from finished values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from markupsafe import Markup

from equity_plans import words
from equity_plans.language import _, joined, ngettext
from equity_plans.model import Agency, Authority, Engagement, Link, Plan, SourceDocument, Withdrawn
from equity_plans.pages.encode import address, chained, marked, markup, plain
from equity_plans.pages.inline import cited, gone, time
from equity_plans.progress import Placed, State, ended_on
from equity_plans.view import View
from equity_plans.words import sentence


def engagement_words(one: Engagement, document: SourceDocument | None, view: View) -> Markup:
    """When, how and with whom an engagement took place, and where that is recorded."""
    label = view.schemas.label
    parts = []
    if one.kind is not None:
        parts.append(label("engagementKind", one.kind))
    if one.audience is not None:
        parts.append(_("with {audience}", audience=one.audience))
    if one.from_ is not None and one.until is not None:
        parts.append(words.from_to(words.when(one.from_), one.until))
    elif one.from_ is not None:
        parts.append(words.when(one.from_))
    if one.stage is not None:
        parts.append(_("stage: {stage}", stage=label("engagementStage", one.stage).lower()))
    if one.participants is not None:
        parts.append(ngettext("{count} person", "{count} people", one.participants))
    if one.compensated is not None:
        paid = _("paid for their time"), _("not paid for their time")
        parts.append(paid[0] if one.compensated else paid[1])
    told = plain(words.capital(joined(", ", parts)))
    source = cited(one.source, document)
    if not source:
        return told
    if not told:
        return marked("Source: {source}", source=source)
    return marked("{engagement} (source: {source})", engagement=told, source=source)


def document_title(document: SourceDocument) -> Markup:
    """A source document by its title, linked where it has an address."""
    title = plain(document.title)
    if not document.url:
        return title
    return markup("[{}]({})", title, address(document.url)) + gone(document)


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


def document_words(document: SourceDocument) -> Markup:
    """A source document with its publisher, day and copies, as a citation."""
    parts = [document_title(document)]
    if document.publisher:
        parts.append(plain(document.publisher))
    if document.published:
        parts.append(time(document.published))
    if document.archived and not gone(document):
        parts.append(marked("[archived copy]({address})", address=address(document.archived)))
    if document.retrieved:
        parts.append(marked("read on {day}", day=time(document.retrieved)))
    told = chained(", ", parts)
    return markup("{}. {}", told, plain(document.note)) if document.note else told


def state_label(plan: Plan, view: View) -> str:
    """What the state of a plan was on the day: what is ended now was active before."""
    return view.schemas.label("planState", view.state_of(plan))


def life_words(plan: Plan, view: View) -> str:
    """Why a plan no longer stands, or nothing while it does."""
    day = ended_on(plan, as_of=view.as_of)
    if day is None and plan.state == "draft":
        return _("This plan is a draft. It promises nothing yet.")
    if day is None:
        return ""
    told = words.day(day)
    if plan.ended is not None and plan.ended.date == day:
        by = view.portfolio.authorities.get(plan.ended.by or "")
        if by is not None:
            ended = _("This plan ended on {day}, by {authority}.", day=told, authority=by.name)
        else:
            ended = _("This plan ended on {day}.", day=told)
        stands = _("What was last reported stands; nothing here says that the agency failed.")
        return joined(" ", (ended, sentence(plan.ended.reason), stands))
    newer = view.portfolio.plans.get(plan.superseded.by) if plan.superseded else None
    if newer is None:
        return _("This plan was replaced on {day} by a newer plan.", day=told)
    return _("This plan was replaced on {day} by {plan}.", day=told, plan=newer.title)


def withdrawn_words(withdrawn: Withdrawn | None, view: View) -> str:
    """When and why something was taken out of its plan, or nothing."""
    if withdrawn is None or withdrawn.date > view.as_of:
        return ""
    taken = _("Taken out of the plan on {day}.", day=words.day(withdrawn.date))
    return joined(" ", (taken, sentence(withdrawn.reason)))


def authority_words(
    authority: Authority, authorities: Mapping[str, Authority], *, as_of: date
) -> str:
    """Whether an authority, one of all `authorities`, still stands on the day."""
    ended = authority.ended
    if ended is not None and ended.date <= as_of:
        by = authorities.get(ended.by or "")
        day = words.day(ended.date)
        return (
            _("ended {day} by {authority}", day=day, authority=by.name)
            if by
            else _("ended {day}", day=day)
        )
    return authority.standing or ""


def contract_words(plan: Plan, view: View) -> str:
    """Whether the agency reports as often as it promised."""
    kept = view.contract(plan)
    last = _("No report on this site.")
    if kept.last:
        last = _("Last report {day}.", day=words.day(kept.last))
    if plan.reporting is None:
        return joined(" ", (_("The plan does not say how often it will be reported on."), last))
    every = view.schemas.label("interval", plan.reporting.every).lower()
    return joined(
        " ", (_("A report {every} was promised.", every=every), last, _next_words(plan, view))
    )


def _next_words(plan: Plan, view: View) -> str:
    kept = view.contract(plan)
    if not view.alive(plan):
        return _("The plan has ended, so no report is due.")
    if kept.next_due is None:
        return ""
    day = words.day(kept.next_due)
    if kept.days_late:
        return _("The next was due {day}, {days} ago.", day=day, days=words.days(kept.days_late))
    return _("The next is due {day}.", day=day)


def late_words(plan: Plan, view: View) -> str:
    """That the next report is late, or nothing: old statuses must not look new."""
    kept = view.contract(plan)
    if not kept.days_late or kept.next_due is None:
        return ""
    return _(
        "A report was due on {day}, {days} ago. What stands here may be out of date.",
        day=words.day(kept.next_due),
        days=words.days(kept.days_late),
    )


def contact_words(agency: Agency) -> Markup:
    """How to reach an agency, or that it is not recorded."""
    contact = agency.contact
    if contact is None:
        return marked("No contact is recorded")
    parts: list[Markup] = [
        plain(text) for text in (contact.role, contact.phone, contact.post, contact.formats) if text
    ]
    if contact.email:
        parts.insert(1, markup("[{}](mailto:{})", plain(contact.email), contact.email))
    if contact.page:
        parts.append(marked("[Contact page]({address})", address=address(contact.page)))
    return chained(", ", parts)


def last_said(one: Placed, view: View) -> str:
    """What the agency last said of an action, in a few words."""
    told = one.standing.latest
    if told is None:
        return _("No report is on this site")
    label = view.schemas.label("actionStatus", told.entry.status).lower()
    return _("Last reported {status}, {day}", status=label, day=words.day(told.report.date))


def share_done(placed: Sequence[Placed]) -> str:
    """How much is reported done: “9 of 12 actions are reported done.”."""
    total, reported = len(placed), any(one.standing.told for one in placed)
    done = sum(1 for one in placed if one.standing.state == State.DONE)
    match total, reported:
        case 0, _:
            return _("No actions.")
        case 1, False:
            return _("No report on its one action is on this site.")
        case 1, True if done:
            return _("Its one action is reported done.")
        case 1, True:
            return _("Its one action is not reported done.")
    actions = words.number(total)
    if not reported:
        return _("No report on any of its {actions} actions is on this site.", actions=actions)
    if done == 0:
        return _("None of {actions} actions is reported done.", actions=actions)
    return ngettext(
        "{count} of {actions} actions is reported done.",
        "{count} of {actions} actions are reported done.",
        done,
        actions=actions,
    )


def came_of(counts: Mapping[State, int]) -> list[str]:
    """What became of promises: how many are done, overdue, or were open when their plan ended."""
    done, overdue, ended = (counts[one] for one in (State.DONE, State.OVERDUE, State.PLAN_ENDED))
    told = [
        ngettext("{count} is reported done.", "{count} are reported done.", done)
        if done
        else _("Nothing is reported done.")
    ]
    if overdue:
        told.append(ngettext("{count} is overdue.", "{count} are overdue.", overdue))
    if ended:
        told.append(
            ngettext(
                "For {count} the plan ended or was replaced before it was reported done.",
                "For {count} the plan ended or was replaced before they were reported done.",
                ended,
            )
        )
    return told


def year_of(value: date) -> str:
    """“2024”."""
    return str(value.year)
