"""One measure as pages show it: a number, its direction, a chart, a sentence and a table."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from markupsafe import Markup

from equity_plans import words
from equity_plans.model import Correction, Measure, Observation, Plan, Report, Scalar
from equity_plans.pages import charts
from equity_plans.pages.encode import plain
from equity_plans.pages.inline import cited
from equity_plans.pages.phrases import withdrawn_words
from equity_plans.progress import MeasureProgress, Result, measure_at, measure_progress, reports_by
from equity_plans.view import View
from equity_plans.when import When

PERCENT = frozenset(("percent", "%", "per cent"))
"""Units whose differences are percentage points."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of the table of figures."""

    when: When
    value: str
    group: str
    note: Markup


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupRow:
    """The newest figure of one group of people."""

    group: str
    value: str
    bar: Markup


@dataclass(frozen=True, kw_only=True, slots=True)
class ByGroup:
    """The newest figures group by group: how far apart people are is the point of it all."""

    when: When
    rows: tuple[GroupRow, ...]
    sentence: str


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
    fixed = {
        correction.what.removeprefix(f"{measure.id}."): report
        for report, correction in _corrections(plan, measure, view=view)
    }
    move, turn = _move(now, figures)
    return Shown(
        measure=measure,
        kind=progress.result,
        result=view.schemas.label("result", progress.result),
        value=_newest(now, progress),
        when=_when(now, figures),
        move=move,
        turn=turn,
        gap=_gap(now, progress),
        start=words.quantity(now.baseline, now) or "not given",
        target=words.quantity(now.target, now) or "not given",
        sentence=_sentence(now, progress, figures),
        chart=_chart(now, figures, fixed=fixed.keys()),
        corrected=_corrected(figures, fixed),
        groups=_by_group(now, progress.by_group),
        rows=tuple(
            _row(plan, measure, one, view=view)
            for one in _newest_first((*progress.observations, *progress.by_group))
        ),
        unit=measure.unit or "value",
        grouped=bool(progress.by_group),
        facts=_facts(plan, now, view=view),
        withdrawn=withdrawn_words(measure.withdrawn, view),
        changes=_changes(plan, measure, view=view),
    )


def result_words(plan: Plan, measure: Measure, *, view: View) -> str:
    """The result and its sentence on one line."""
    now = measure_at(plan, measure, as_of=view.as_of)
    progress = measure_progress(plan, measure, as_of=view.as_of)
    figures = [one for one in progress.observations if one.value is not None]
    label = view.schemas.label("result", progress.result)
    return f"{label}. {_sentence(now, progress, figures)}".strip()


def _corrections(plan: Plan, measure: Measure, *, view: View) -> list[tuple[Report, Correction]]:
    """What reports have put right about the measure, oldest first."""
    return [
        (report, correction)
        for report in reports_by(plan, as_of=view.as_of)
        for correction in report.corrections
        if correction.what.startswith(f"{measure.id}.")
    ]


def _newest_first(figures: Sequence[Observation]) -> list[Observation]:
    """By their last day, the newest first; those of one time stay in their order."""

    def key(one: Observation) -> tuple[int, str]:
        return (-(one.when.last or date.max).toordinal(), one.when.text)

    return sorted(figures, key=key)


def _newest(measure: Measure, progress: MeasureProgress) -> str:
    if progress.value is None or measure.better == "done":
        return ""
    return words.number(progress.value)


def _when(measure: Measure, figures: Sequence[Observation]) -> str:
    if not figures:
        return ""
    if measure.counting == "added" and len(figures) > 1:
        return f"{words.short(figures[0].when)} to {words.short(figures[-1].when)}, added up"
    return words.capital(words.when(figures[-1].when))


def _difference(value: float, measure: Measure) -> str:
    """A difference with its unit: “6 percentage points”, “2 days”."""
    if measure.unit in PERCENT:
        return f"{words.number(value)} percentage point{'' if value == 1 else 's'}"
    return words.amount(value, measure)


def _move(measure: Measure, figures: Sequence[Observation]) -> tuple[str, str]:
    """How the newest figure differs from the one before, and which way that is."""
    if len(figures) < 2 or measure.better == "done":
        return "", ""
    before, now = figures[-2], figures[-1]
    if before.value is None or now.value is None:
        return "", ""
    if measure.counting == "added":
        return f"{words.amount(now.value, measure)} of it {words.at(now.when)}", "flat"
    difference = round(now.value - before.value, 10)
    if not difference:
        return f"The same as {words.at(before.when)}", "flat"
    more = "more" if difference > 0 else "less"
    told = f"{_difference(abs(difference), measure)} {more} than {words.at(before.when)}"
    return told, "up" if difference > 0 else "down"


def _gap(measure: Measure, progress: MeasureProgress) -> str:
    """How far the newest figure is from the target, where it has not reached it."""
    target = measure.target.value if measure.target else None
    if target is None or progress.value is None or measure.better in (None, "done"):
        return ""
    if progress.result == Result.REACHED:
        return ""
    missing = _difference(abs(round(target - progress.value, 10)), measure)
    return f"{missing} {'short of' if target > progress.value else 'above'} the target"


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


def _chart(measure: Measure, figures: Sequence[Observation], *, fixed: Collection[str]) -> Markup:
    values = [one.value for one in figures if one.value is not None]
    if measure.counting == "added":
        values = list(accumulate(values))
    return charts.trend(
        [
            charts.Point(label=words.short(one.when), value=value, corrected=one.when.text in fixed)
            for one, value in zip(figures, values, strict=True)
        ],
        target=measure.target.value if measure.target else None,
        unit=measure.unit or "value",
        title=measure.title,
    )


def _corrected(figures: Sequence[Observation], fixed: dict[str, Report]) -> str:
    """Which points of the chart were put right, and when."""
    told = [
        f"{words.short(one.when)} was corrected on {words.day(fixed[one.when.text].date)}."
        for one in figures
        if one.when.text in fixed and len(figures) > 1
    ]
    return " ".join(told)


def _by_group(measure: Measure, figures: Sequence[Observation]) -> ByGroup | None:
    """The newest time for which groups are told apart, with how far apart they are."""
    if not figures:
        return None
    when = figures[-1].when
    newest = [one for one in figures if one.when.text == when.text]
    known = [(one.value, one.group or "") for one in newest if one.value is not None]
    most = max((value for value, _ in known), default=0.0)
    if measure.unit in PERCENT:
        most = max(most, 100.0)
    parts = []
    if len(known) > 1:
        high, low = max(known), min(known)
        apart = round(high[0] - low[0], 10)
        if apart:
            parts.append(
                f"{high[1]} and {low[1]} are {_difference(apart, measure)} apart, "
                "the widest gap between groups."
            )
        else:
            parts.append("All groups have the same figure.")
    withheld = sum(1 for one in newest if one.suppressed)
    if withheld:
        parts.append(
            f"{words.capital(words.count(withheld, 'figure is', 'figures are'))} withheld, "
            "because too few people stand behind it."
        )
    return ByGroup(
        when=when,
        rows=tuple(
            GroupRow(
                group=one.group or "",
                value=_value(one),
                bar=Markup("") if one.value is None else charts.share(one.value, of=most),
            )
            for one in newest
        ),
        sentence=" ".join(parts),
    )


def _value(one: Observation) -> str:
    if one.suppressed:
        return "withheld: too few people"
    return "not known" if one.value is None else words.number(one.value)


def _row(plan: Plan, measure: Measure, one: Observation, *, view: View) -> Row:
    notes = [
        plain(f"Corrected on {words.day(report.date)} from {correction.was} to {correction.now}")
        for report, correction in _corrections(plan, measure, view=view)
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
        value=_value(one),
        group=one.group or "All",
        note=Markup("; ").join(note for note in notes if note),
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
        parts.append(plain(f"Kind: {', '.join(kinds)}"))
    if measure.groups:
        parts.append(plain(f"Broken down by {words.listed(measure.groups)}"))
    if measure.source is not None:
        parts.append(Markup("Source: {}").format(cited(measure.source, plan.source)))
    return Markup("{}.").format(Markup(". ").join(parts)) if parts else Markup("")


def _changes(plan: Plan, measure: Measure, *, view: View) -> tuple[str, ...]:
    """Each change of the promise, and each correction of a figure, in a sentence."""
    start = f"{measure.id}."
    told = [
        (one.date, one.what.removeprefix(start), one.from_, one.to, one.reason)
        for one in plan.amendments
        if one.what.startswith(start) and one.date <= view.as_of
    ]
    told += [
        (report.date, one.what.removeprefix(start), one.was, one.now, one.why)
        for report, one in _corrections(plan, measure, view=view)
    ]
    return tuple(
        f"{words.day(day)}: {what.replace('.', ' ').replace('_', ' ')} changed from "
        f"{_said(before)} to {_said(after)}. "
        f"{words.sentence(reason)}"
        for day, what, before, after, reason in sorted(told, key=lambda one: one[0])
    )


def _said(value: Scalar | None) -> str:
    """A value of a file in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "nothing" if value is None else str(value)
