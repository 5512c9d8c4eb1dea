"""One measure as pages show it: a number, its direction, a chart, a sentence and a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from markupsafe import Markup

from equity_plans import words
from equity_plans.language import SOURCE, _, joined, like, spoken, written
from equity_plans.model import Correction, Measure, Observation, Plan, Report, Scalar
from equity_plans.pages.encode import chained, marked, markup, plain
from equity_plans.pages.figures import (
    ByGroup,
    by_group,
    chart,
    corrected_words,
    gap_words,
    moved,
    newest_first,
    newest_value,
    sentence,
    value_words,
    when_words,
)
from equity_plans.pages.inline import cited
from equity_plans.pages.phrases import withdrawn_words
from equity_plans.pages.render import piece
from equity_plans.progress import MeasureProgress, measure_at, measure_progress, reports_by
from equity_plans.view import View
from equity_plans.when import NotADate, When, parse_when


class Row(NamedTuple):
    """One line of the table of figures."""

    when: When
    value: str
    group: str
    note: Markup


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A measure with everything the page places."""

    measure: Measure
    kind: str
    """The result, as the style names it: `closer`."""

    result: str
    value: str
    """The newest figure, or the sum where figures are added up; nothing where there is none."""

    when: str
    move: str
    """How the newest figure differs from the one before."""

    turn: str
    """Which way it went: `up`, `down` or `flat`."""

    gap: str
    """What is missing to the target."""

    start: str
    target: str
    sentence: str
    chart: Markup
    corrected: str
    groups: ByGroup | None
    rows: tuple[Row, ...]
    """Newest first."""

    notes: tuple[tuple[date, str], ...]
    """What reports say of their figures, newest first."""

    unit: str
    grouped: bool
    facts: Markup
    withdrawn: str
    changes: tuple[str, ...]
    """What was changed or corrected, oldest first: the first target never disappears."""


def shown(plan: Plan, measure: Measure, *, view: View) -> Markup:
    """The measure on the view's day, as every page shows it."""
    return _shown(plan.key, measure.id, view, spoken().tag)


@lru_cache(maxsize=1 << 6)  # the page of a goal shows all of its measures, its actions some again
def _shown(key: str, measure_id: str, view: View, _tag: str) -> Markup:
    plan = view.portfolio.plans[key]
    measure = next(one for _, one in plan.measures() if one.id == measure_id)
    return piece("measure.md.j2", "measure", _found(plan, measure, view=view))


def _found(plan: Plan, measure: Measure, *, view: View) -> Shown:
    """What there is to show of a measure."""
    now, progress, figures, told = _stands(plan.key, measure.id, view, spoken().tag)
    corrections = _corrections(plan, measure, view=view)
    fixed = {
        correction.what.removeprefix(f"{measure.id}."): report for report, correction in corrections
    }
    move, turn = moved(now, figures)
    return Shown(
        measure=measure,
        kind=progress.result,
        result=view.schemas.label("result", progress.result),
        value=newest_value(now, progress),
        when=when_words(now, figures),
        move=move,
        turn=turn,
        gap=gap_words(now, progress),
        start=words.quantity(now.baseline, now) or _("not given"),
        target=words.quantity(now.target, now) or _("not given"),
        sentence=told,
        chart=chart(now, figures, fixed=fixed.keys()),
        corrected=corrected_words(figures, fixed),
        groups=by_group(now, progress.by_group),
        rows=tuple(
            _row(plan, measure, one, corrections, view=view)
            for one in newest_first((*progress.observations, *progress.by_group))
        ),
        notes=tuple(
            (report.date, told.note)
            for report in reports_by(plan, as_of=view.as_of)[::-1]
            for told in report.measures
            if told.measure == measure.id and told.note
        ),
        unit=measure.unit or _("value"),
        grouped=bool(progress.by_group),
        facts=_facts(plan, now, view=view),
        withdrawn=withdrawn_words(measure.withdrawn, view),
        changes=_changes(plan, measure, corrections, view=view),
    )


def result_words(plan: Plan, measure: Measure, *, view: View) -> str:
    """The result and its sentence on one line."""
    stands = _stands(plan.key, measure.id, view, spoken().tag)
    label = view.schemas.label("result", stands.progress.result)
    return joined(" ", (f"{label}.", stands.sentence))


Corrections: TypeAlias = Sequence[tuple[Report, Correction]]
"""What was put right, each with the report that did so."""


class _Stands(NamedTuple):
    """Where a measure stands on a day."""

    measure: Measure
    """As it was promised then."""

    progress: MeasureProgress
    figures: list[Observation]
    sentence: str


@lru_cache(maxsize=1 << 7)  # the pages of services tell of a measure, and that of its goal
def _stands(key: str, measure_id: str, view: View, _tag: str) -> _Stands:
    plan = view.portfolio.plans[key]
    promised = next(one for _, one in plan.measures() if one.id == measure_id)
    now = measure_at(plan, promised, as_of=view.as_of)
    progress = measure_progress(plan, promised, as_of=view.as_of)
    figures = [one for one in progress.observations if one.value is not None]
    return _Stands(now, progress, figures, sentence(now, progress, figures))


def _corrections(plan: Plan, measure: Measure, *, view: View) -> Corrections:
    """What reports have put right about the measure, oldest first."""
    return [
        (report, correction)
        for report in reports_by(plan, as_of=view.as_of)
        for correction in report.corrections
        if correction.what.startswith(f"{measure.id}.")
    ]


def _row(
    plan: Plan,
    measure: Measure,
    one: Observation,
    corrections: Corrections,
    *,
    view: View,
) -> Row:
    notes = [
        marked(
            "Corrected on {day} from {before} to {after}",
            day=words.day(report.date),
            before=_said(correction.was, plan),
            after=_said(correction.now, plan),
        )
        for report, correction in corrections
        if correction.what == f"{measure.id}.{one.when.text}" and one.group is None
    ]
    notes += [plain(one.note)] if one.note else []
    if one.quality:
        label = view.schemas.label("quality", one.quality).lower()
        notes.append(marked("Data quality: {quality}", quality=label))
    if one.source:
        notes.append(cited(one.source, plan.source))
    return Row(
        when=one.when,
        value=value_words(one),
        group=one.group or _("All"),
        note=chained("; ", (note for note in notes if note)),
    )


def _facts(plan: Plan, measure: Measure, *, view: View) -> Markup:
    label = view.schemas.label
    parts = []
    if measure.better is not None:
        parts.append(plain(label("better", measure.better)))
    kinds = [
        label(definition, value).lower()
        for definition, value in (
            ("measureKind", measure.kind),
            ("measureMark", measure.mark),
            ("horizon", measure.horizon),
        )
        if value is not None
    ]
    if kinds:
        parts.append(marked("Kind: {kinds}", kinds=", ".join(kinds)))
    if measure.groups:
        parts.append(marked("Broken down by {groups}", groups=words.listed(measure.groups)))
    if measure.source is not None:
        parts.append(marked("Source: {source}", source=cited(measure.source, plan.source)))
    return markup("{}.", chained(". ", parts)) if parts else Markup("")


def _changes(
    plan: Plan, measure: Measure, corrections: Corrections, *, view: View
) -> tuple[str, ...]:
    """Each change of the promise, and each correction of a figure, in a sentence."""
    start = f"{measure.id}."
    told = [
        (one.date, one.what.removeprefix(start), one.from_, one.to, one.reason)
        for one in plan.amendments
        if one.what.startswith(start) and one.date <= view.as_of
    ]
    told += [
        (report.date, one.what.removeprefix(start), one.was, one.now, one.why)
        for report, one in corrections
    ]
    return tuple(
        joined(
            " ",
            (
                _(
                    "{day}: {what} changed from {before} to {after}.",
                    day=words.day(day),
                    what=_what(what, plan, view=view),
                    before=_said(before, plan),
                    after=_said(after, plan),
                ),
                words.sentence(reason),
            ),
        )
        for day, what, before, after, reason in sorted(told, key=lambda one: one[0])
    )


def _what(path: str, plan: Plan, *, view: View) -> str:
    """What was changed: the figure of a time, or a field of the measure by its title."""
    fiscal = view.agency_of(plan).fiscal_year_starts
    name = path.partition(".")[0]
    try:
        return _(
            "the figure of {when}", when=words.short(parse_when(path, fiscal_year_starts=fiscal))
        )
    except NotADate:
        fields = view.schemas.documents["plan"]["$defs"]["measure"]["properties"]
        # The schema is in English.
        return written(fields[name]["title"].lower() if name in fields else path, SOURCE)


def _said(value: Scalar | None, plan: Plan) -> str:
    """A value of a file in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        return like(plan.title, value)
    return _("nothing") if value is None else str(value)
