"""A change in words: one wording for pages, feeds and reviews."""

from __future__ import annotations

from functools import cache

from equity_plans.changes.history import Change, ChangeKind
from equity_plans.changes.slips import slip_words
from equity_plans.language import _, joined, ngettext, pgettext, spoken
from equity_plans.model import Portfolio, Report
from equity_plans.schema import Schemas
from equity_plans.words import brief, capital, in_line, number, sentence


def change_title(change: Change) -> str:
    """The kind of a change in a word or two."""
    return kind_title(change.kind, replaced=bool(change.now))


def kind_title(kind: ChangeKind, *, replaced: bool = False) -> str:
    """The same, from its kind and whether it tells what replaced something."""
    if kind == ChangeKind.ENDED and replaced:
        return pgettext("change", "Plan replaced")
    return _titles(spoken().tag)[kind]


@cache
def _titles(_tag: str) -> dict[ChangeKind, str]:
    """The title of each kind in the language spoken, which is `_tag`."""
    return {
        ChangeKind.PUBLISHED: pgettext("change", "Published"),
        ChangeKind.STATUS: pgettext("change", "Report"),
        ChangeKind.DONE: pgettext("change", "Done"),
        ChangeKind.STEP: pgettext("change", "Step done"),
        ChangeKind.SETBACK: pgettext("change", "Setback"),
        ChangeKind.DATE: pgettext("change", "New date"),
        ChangeKind.AMENDED: pgettext("change", "Promise changed"),
        ChangeKind.FIGURES: pgettext("change", "New figures"),
        ChangeKind.CORRECTION: pgettext("change", "Correction"),
        ChangeKind.WITHDRAWN: pgettext("change", "Taken out"),
        ChangeKind.ENDED: pgettext("change", "Plan ended"),
    }


def change_words(change: Change, *, schemas: Schemas, portfolio: Portfolio) -> str:
    """A change in one or two sentences of plain text; only an agency's own words are cut short."""
    return in_line(_told(change, schemas, portfolio))


def _told(change: Change, schemas: Schemas, portfolio: Portfolio) -> str:
    match change.kind:
        case ChangeKind.STATUS if change.status is not None:
            label = f"{schemas.label('actionStatus', change.status)}."
            return joined(" ", (label, sentence(change.reason), brief(change.detail)))
        case ChangeKind.DONE | ChangeKind.SETBACK:
            return brief(change.detail) or sentence(change.reason)
        case ChangeKind.STATUS if change.action is None and change.report is not None:
            return report_words(change.report)
        case ChangeKind.DATE if change.slip is not None:
            slip = change.slip
            move = slip_words(
                slip.before,
                slip.after,
                first=change.first,
                moves=change.moves,
                of=change.subject,
            )
            return joined(" ", (move, sentence(change.reason)))
        case ChangeKind.STEP:
            return joined(" ", (joined("", (change.subject, ".")), sentence(change.reason)))
        case ChangeKind.FIGURES:
            return joined(" ", (joined("", (change.subject, ".")), brief(change.detail)))
        case ChangeKind.CORRECTION | ChangeKind.AMENDED:
            became = _(
                "{what}: {before} became {after}.",
                what=change.subject,
                before=change.was or _("nothing"),
                after=change.now or _("nothing"),
            )
            return joined(" ", (became, sentence(change.reason)))
        case ChangeKind.ENDED if change.now:
            newer = portfolio.plans.get(change.now)
            return _("Replaced by {plan}.", plan=newer.title if newer else change.now)
        case ChangeKind.WITHDRAWN:
            return joined(" ", (sentence(change.subject), sentence(change.reason)))
        case ChangeKind.PUBLISHED:
            return _("The plan was published.")
        case _other:
            return brief(change.detail) or sentence(change.reason)


def report_words(report: Report) -> str:
    """What one report holds, in a sentence or two."""
    parts = []
    if report.no_change:
        parts.append(_("no change"))
    if report.actions:
        parts.append(_actions_told(report))
    if report.measures:
        figures = ngettext(
            "new figures for {count} measure",
            "new figures for {count} measures",
            len(report.measures),
        )
        parts.append(figures)
    if report.corrections:
        count = len(report.corrections)
        parts.append(ngettext("{count} correction", "{count} corrections", count))
    by = _("By {who}.", who=report.reported_by) if report.reported_by else ""
    held = f"{capital('; '.join(parts))}." if parts else ""
    return joined(" ", (by, held, brief(report.summary)))


def _actions_told(report: Report) -> str:
    """“3 actions, 1 done”."""
    total, done = len(report.actions), sum(1 for one in report.actions if one.status == "done")
    if not done:
        return ngettext("{count} action, none done", "{count} actions, none done", total)
    return ngettext(
        "{count} action, {done} done", "{count} actions, {done} done", total, done=number(done)
    )
