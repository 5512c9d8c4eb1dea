"""One measure as pages show it: a number, its direction, a chart, a sentence and a table."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate

from markupsafe import Markup

from equity_plans import words
from equity_plans.language import SOURCE, _, joined, like, ngettext, spoken, written
from equity_plans.model import Correction, Measure, Observation, Plan, Report, Scalar
from equity_plans.pages import charts
from equity_plans.pages.encode import chained, marked, markup, plain
from equity_plans.pages.inline import cited
from equity_plans.pages.phrases import withdrawn_words
from equity_plans.pages.render import piece
from equity_plans.progress import MeasureProgress, Result, measure_at, measure_progress, reports_by
from equity_plans.view import View
from equity_plans.when import NotADate, When, parse_when

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
        start=words.quantity(now.baseline, now) or _("not given"),
        target=words.quantity(now.target, now) or _("not given"),
        sentence=_sentence(now, progress, figures),
        chart=_chart(now, figures, fixed=fixed.keys()),
        corrected=_corrected(figures, fixed),
        groups=_by_group(now, progress.by_group),
        rows=tuple(
            _row(plan, measure, one, view=view)
            for one in _newest_first((*progress.observations, *progress.by_group))
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
        changes=_changes(plan, measure, view=view),
    )


def result_words(plan: Plan, measure: Measure, *, view: View) -> str:
    """The result and its sentence on one line."""
    now = measure_at(plan, measure, as_of=view.as_of)
    progress = measure_progress(plan, measure, as_of=view.as_of)
    figures = [one for one in progress.observations if one.value is not None]
    label = view.schemas.label("result", progress.result)
    return joined(" ", (f"{label}.", _sentence(now, progress, figures)))


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
        first, last = words.short(figures[0].when), words.short(figures[-1].when)
        return _("{first} to {last}, added up", first=first, last=last)
    return words.capital(words.when(figures[-1].when))


def _difference(value: float, measure: Measure) -> str:
    """A difference with its unit: “6 percentage points”, “2 days”; “1”, as a unit is plural."""
    if measure.unit in PERCENT:
        points = words.number(value)
        if value == 1:
            return _("{points} percentage point", points=points)
        return _("{points} percentage points", points=points)
    return words.number(value) if value == 1 else words.amount(value, measure)


def _move(measure: Measure, figures: Sequence[Observation]) -> tuple[str, str]:
    """How the newest figure differs from the one before, and which way that is."""
    if len(figures) < 2 or measure.better == "done":
        return "", ""
    before, now = figures[-2], figures[-1]
    if before.value is None or now.value is None:
        return "", ""
    if measure.counting == "added":
        of_it = _(
            "{amount} of it {when}",
            amount=words.amount(now.value, measure),
            when=words.at(now.when),
        )
        return of_it, "flat"
    difference = round(now.value - before.value, 10)
    if not difference:
        return _("The same as {when}", when=words.at(before.when)), "flat"
    places = {"difference": _difference(abs(difference), measure), "when": words.at(before.when)}
    if difference > 0:
        return _("{difference} more than {when}", **places), "up"
    return _("{difference} less than {when}", **places), "down"


def _gap(measure: Measure, progress: MeasureProgress) -> str:
    """How far the newest figure is from the target, where it has not reached it."""
    target = measure.target.value if measure.target else None
    if target is None or progress.value is None or measure.better in (None, "done"):
        return ""
    if progress.result == Result.REACHED:
        return ""
    missing = _difference(abs(round(target - progress.value, 10)), measure)
    if target > progress.value:
        return _("{difference} short of the target", difference=missing)
    return _("{difference} above the target", difference=missing)


def _sentence(measure: Measure, progress: MeasureProgress, figures: list[Observation]) -> str:
    if progress.value is None:
        return ""
    parts = []
    newest = figures[-1]
    if measure.counting == "added" and len(figures) > 1:
        parts.append(_("{amount} in all.", amount=words.amount(progress.value, measure)))
    else:
        amount = words.amount(progress.value, measure)
        parts.append(_("{amount} {when}.", amount=amount, when=words.at(newest.when)))
    if len(figures) == 1:
        parts.append(_("It is the only figure, too few to show a trend."))
    if measure.baseline is not None and measure.baseline.value is not None:
        amount = words.amount(measure.baseline.value, measure)
        if measure.baseline.when:
            since = words.at(measure.baseline.when)
            parts.append(_("It started at {amount} {when}.", amount=amount, when=since))
        else:
            parts.append(_("It started at {amount}.", amount=amount))
    if progress.share is not None and progress.result == Result.CLOSER:
        parts.append(
            _("That is {share} of the way to the target.", share=words.percent(progress.share))
        )
    if len(figures) == 2:
        parts.append(_("Two figures are too few to show a trend."))
    return joined(" ", parts)


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
        unit=measure.unit or _("value"),
        title=measure.title,
    )


def _corrected(figures: Sequence[Observation], fixed: dict[str, Report]) -> str:
    """Which points of the chart were put right, and when."""
    told = [
        _(
            "{when} was corrected on {day}.",
            when=words.short(one.when),
            day=words.day(fixed[one.when.text].date),
        )
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
    most = max((value for value, _group in known), default=0.0)
    if measure.unit in PERCENT:
        most = max(most, 100.0)
    parts = []
    if len(known) > 1:
        high, low = max(known), min(known)
        apart = round(high[0] - low[0], 10)
        if apart:
            gap = _(
                "{high} and {low} are {difference} apart, the widest gap between groups.",
                high=high[1],
                low=low[1],
                difference=_difference(apart, measure),
            )
            parts.append(gap)
        else:
            parts.append(_("All groups have the same figure."))
    withheld = sum(1 for one in newest if one.suppressed)
    if withheld:
        hidden = ngettext(
            "{count} figure is withheld, because too few people stand behind it.",
            "{count} figures are withheld, because too few people stand behind it.",
            withheld,
        )
        parts.append(hidden)
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
        sentence=joined(" ", parts),
    )


def _value(one: Observation) -> str:
    if one.suppressed:
        return _("withheld: too few people")
    return _("not known") if one.value is None else words.number(one.value)


def _row(plan: Plan, measure: Measure, one: Observation, *, view: View) -> Row:
    notes = [
        marked(
            "Corrected on {day} from {before} to {after}",
            day=words.day(report.date),
            before=_said(correction.was, plan),
            after=_said(correction.now, plan),
        )
        for report, correction in _corrections(plan, measure, view=view)
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
        value=_value(one),
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
