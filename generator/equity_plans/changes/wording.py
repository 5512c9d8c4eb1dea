"""A change in words: one wording for pages, feeds and reviews."""

from __future__ import annotations

from equity_plans.changes.history import Change, ChangeKind
from equity_plans.changes.slips import slip_words
from equity_plans.model import Portfolio, Report
from equity_plans.schema import Schemas
from equity_plans.words import brief, capital, count, number, sentence

_CHANGE_WORDS = {
    ChangeKind.PUBLISHED: "Published",
    ChangeKind.STATUS: "Report",
    ChangeKind.DONE: "Done",
    ChangeKind.STEP: "Step done",
    ChangeKind.SETBACK: "Setback",
    ChangeKind.DATE: "New date",
    ChangeKind.AMENDED: "Promise changed",
    ChangeKind.FIGURES: "New figures",
    ChangeKind.CORRECTION: "Correction",
    ChangeKind.WITHDRAWN: "Taken out",
    ChangeKind.ENDED: "Plan ended",
}


def change_title(change: Change) -> str:
    """The kind of a change in a word or two."""
    if change.kind == ChangeKind.ENDED and change.now:
        return "Plan replaced"
    return _CHANGE_WORDS[change.kind]


def change_words(change: Change, *, schemas: Schemas, portfolio: Portfolio) -> str:
    """A change in one or two sentences of plain text; only an agency's own words are cut short."""
    return " ".join(_told(change, schemas, portfolio).split())


def _told(change: Change, schemas: Schemas, portfolio: Portfolio) -> str:
    match change.kind:
        case ChangeKind.DATE if change.slip is not None:
            slip = change.slip
            move = slip_words(
                slip.before,
                slip.after,
                first=change.first,
                moves=change.moves,
                of=change.subject,
            )
            return f"{move} {sentence(change.reason)}"
        case ChangeKind.STEP:
            return f"{change.subject}. {sentence(change.reason)}"
        case ChangeKind.FIGURES:
            return f"{change.subject}. {brief(change.detail)}"
        case ChangeKind.CORRECTION | ChangeKind.AMENDED:
            became = f"{change.was or 'nothing'} became {change.now or 'nothing'}"
            return f"{change.subject}: {became}. {sentence(change.reason)}"
        case ChangeKind.ENDED if change.now:
            newer = portfolio.plans.get(change.now)
            return f"Replaced by {newer.title if newer else change.now}."
        case ChangeKind.STATUS if change.action is None and change.report is not None:
            return report_words(change.report)
        case ChangeKind.STATUS if change.status is not None:
            label = schemas.label("actionStatus", change.status)
            return f"{label}. {sentence(change.reason)} {brief(change.detail)}"
        case ChangeKind.WITHDRAWN:
            return f"{sentence(change.subject)} {sentence(change.reason)}"
        case ChangeKind.PUBLISHED:
            return "The plan was published."
        case _:
            return brief(change.detail) or sentence(change.reason)


def report_words(report: Report) -> str:
    """What one report holds, in a sentence or two."""
    parts = []
    if report.no_change:
        parts.append("no change")
    if report.actions:
        done = sum(1 for one in report.actions if one.status == "done")
        told = f"{number(done)} done" if done else "none done"
        parts.append(f"{count(len(report.actions), 'action')}, {told}")
    if report.measures:
        parts.append(f"new figures for {count(len(report.measures), 'measure')}")
    if report.corrections:
        parts.append(count(len(report.corrections), "correction"))
    by = f"By {report.reported_by}. " if report.reported_by else ""
    held = f"{capital('; '.join(parts))}. " if parts else ""
    return f"{by}{held}{brief(report.summary)}".strip()
