"""One measure as pages show it: a result, a sentence, a chart and a table."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup

from equity_plans import words
from equity_plans.model import Measure, Observation, Plan
from equity_plans.pages import charts
from equity_plans.pages.encode import plain
from equity_plans.pages.inline import cited
from equity_plans.pages.phrases import withdrawn_words
from equity_plans.progress import MeasureProgress, Result, measure_at, measure_progress, reports_by
from equity_plans.view import View
from equity_plans.when import When


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of the table of figures."""

    when: When
    value: str
    group: str
    note: Markup


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A measure with everything the page places."""

    measure: Measure
    result: str
    sentence: str
    chart: Markup
    rows: tuple[Row, ...]
    unit: str
    grouped: bool
    facts: Markup
    withdrawn: str
    changes: tuple[str, ...]
    """What was changed or corrected, oldest first: the first target never disappears."""


def shown(plan: Plan, measure: Measure, *, view: View) -> Shown:
    """The measure on the view's day."""
    now = measure_at(plan, measure, as_of=view.as_of)
    progress = measure_progress(plan, measure, as_of=view.as_of)
    figures = [one for one in progress.observations if one.value is not None]
    unit = measure.unit or "value"
    values = [one.value for one in figures if one.value is not None]
    if measure.counting == "added":
        values = list(accumulate(values))
    points = [
        charts.Point(label=words.short(one.when), value=value)
        for one, value in zip(figures, values, strict=True)
    ]
    every = (*progress.observations, *progress.by_group)
    return Shown(
        measure=measure,
        result=view.schemas.label("result", progress.result),
        sentence=_sentence(now, progress, figures),
        chart=charts.trend(
            points,
            target=now.target.value if now.target else None,
            unit=unit,
            title=measure.title,
        ),
        rows=tuple(_row(plan, measure, one, view=view) for one in every),
        unit=unit,
        grouped=bool(progress.by_group),
        facts=_facts(plan, now, view=view),
        withdrawn=withdrawn_words(measure.withdrawn, view),
        changes=_changes(plan, measure, view=view),
    )


def result_words(plan: Plan, measure: Measure, *, view: View) -> str:
    """The result and its sentence on one line."""
    one = shown(plan, measure, view=view)
    return f"{one.result}. {one.sentence}".strip()


def _sentence(measure: Measure, progress: MeasureProgress, figures: list[Observation]) -> str:
    if progress.value is None:
        return ""
    parts = []
    newest = figures[-1]
    if measure.counting == "added" and len(figures) > 1:
        parts.append(f"{words.amount(progress.value, measure)} in all.")
    else:
        parts.append(
            f"{words.capital(words.amount(progress.value, measure))} {words.at(newest.when)}."
        )
    if len(figures) == 1:
        parts.append("It is the only figure, too few to show a trend.")
    if measure.baseline is not None and measure.baseline.value is not None:
        since = f" {words.at(measure.baseline.when)}" if measure.baseline.when else ""
        parts.append(f"It started at {words.amount(measure.baseline.value, measure)}{since}.")
    if progress.share is not None and progress.result == Result.CLOSER:
        parts.append(f"That is {words.percent(progress.share)} of the way to the target.")
    if len(figures) == 2:
        parts.append("Two figures are too few to show a trend.")
    return " ".join(parts)


def _row(plan: Plan, measure: Measure, one: Observation, *, view: View) -> Row:
    if one.suppressed:
        value = "withheld: too few people"
    elif one.value is None:
        value = "not known"
    else:
        value = words.number(one.value)
    notes = [
        plain(f"Corrected on {words.day(report.date)} from {correction.was} to {correction.now}")
        for report in reports_by(plan, as_of=view.as_of)
        for correction in report.corrections
        if correction.what == f"{measure.id}.{one.when.text}" and one.group is None
    ]
    notes += [plain(one.note)] if one.note else []
    if one.quality:
        label = view.schemas.label("quality", one.quality).lower()
        notes.append(plain(f"Data quality: {label}"))
    if one.source:
        notes.append(cited(one.source, plan.source))
    return Row(
        when=one.when,
        value=value,
        group=one.group or "All",
        note=Markup("; ").join(note for note in notes if note),
    )


def _facts(plan: Plan, measure: Measure, *, view: View) -> Markup:
    label = view.schemas.label
    parts = [
        plain(f"Start: {words.quantity(measure.baseline, measure) or 'not given'}"),
        plain(f"Target: {words.quantity(measure.target, measure) or 'not given'}"),
    ]
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
        parts.append(plain(f"Kind: {', '.join(kinds)}"))
    if measure.groups:
        parts.append(plain(f"Broken down by {words.listed(measure.groups)}"))
    if measure.source is not None:
        parts.append(Markup("Source: {}").format(cited(measure.source, plan.source)))
    return Markup(". ").join(parts) + Markup(".")


def _changes(plan: Plan, measure: Measure, *, view: View) -> tuple[str, ...]:
    """Each change of the promise, and each correction of a figure, in a sentence."""
    start = f"{measure.id}."
    told = [
        (one.date, one.what.removeprefix(start), one.from_, one.to, one.reason)
        for one in plan.amendments
        if one.what.startswith(start)
    ]
    told += [
        (report.date, one.what.removeprefix(start), one.was, one.now, one.why)
        for report in plan.reports
        for one in report.corrections
        if one.what.startswith(start)
    ]
    return tuple(
        f"{words.day(day)}: {what.replace('.', ' ').replace('_', ' ')} changed from "
        f"{'nothing' if before is None else before} to {'nothing' if after is None else after}. "
        f"{words.sentence(reason)}"
        for day, what, before, after, reason in sorted(told, key=lambda one: one[0])
        if day <= view.as_of
    )
