"""What the figures of a measure tell, in words, as a chart and group by group."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from markupsafe import Markup

from equity_plans import words
from equity_plans.language import _, joined, ngettext
from equity_plans.model import Measure, Observation, Report
from equity_plans.pages import charts
from equity_plans.progress import MeasureProgress, Result
from equity_plans.when import When

PERCENT = frozenset(("percent", "%", "per cent"))
"""Units whose differences are percentage points."""


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


def newest_first(figures: Sequence[Observation]) -> list[Observation]:
    """By their last day, the newest first; those of one time stay in their order."""

    def key(one: Observation) -> tuple[int, str]:
        return (-(one.when.last or date.max).toordinal(), one.when.text)

    return sorted(figures, key=key)


def newest_value(measure: Measure, progress: MeasureProgress) -> str:
    """The newest figure, or the sum of all where figures are added up."""
    if progress.value is None or measure.better == "done":
        return ""
    return words.number(progress.value)


def when_words(measure: Measure, figures: Sequence[Observation]) -> str:
    """The time that the newest figure is of."""
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


def moved(measure: Measure, figures: Sequence[Observation]) -> tuple[str, str]:
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


def gap_words(measure: Measure, progress: MeasureProgress) -> str:
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


def sentence(measure: Measure, progress: MeasureProgress, figures: list[Observation]) -> str:
    """How far the measure has come, in a sentence."""
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


def chart(measure: Measure, figures: Sequence[Observation], *, fixed: Collection[str]) -> Markup:
    """The figures as a chart; those that are `fixed` were put right later."""
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


def corrected_words(figures: Sequence[Observation], fixed: dict[str, Report]) -> str:
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


def by_group(measure: Measure, figures: Sequence[Observation]) -> ByGroup | None:
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
                value=value_words(one),
                bar=Markup("") if one.value is None else charts.share(one.value, of=most),
            )
            for one in newest
        ),
        sentence=joined(" ", parts),
    )


def value_words(one: Observation) -> str:
    """A figure, or that it is withheld."""
    if one.suppressed:
        return _("withheld: too few people")
    return _("not known") if one.value is None else words.number(one.value)
