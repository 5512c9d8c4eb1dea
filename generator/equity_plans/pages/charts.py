"""Charts as inline SVG: no script, no style attribute, each with its sentence as its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from equity_plans import words
from equity_plans.language import _, filled, ngettext
from equity_plans.pages.encode import attribute, markup
from equity_plans.progress import State
from equity_plans.schema import Schemas

WIDTH = 1000
GAP = 4
SHADES = 5


def bar(counts: Mapping[State, int], *, schemas: Schemas, height: int = 26) -> Markup:
    """A stacked bar of actions by state, as a figure; nothing where there are no actions."""
    drawn = strip(counts, schemas=schemas, height=height)
    return markup('<figure class="bigbar">{}</figure>', drawn) if drawn else drawn


def cell(state: State, count: int, *, of: int) -> Markup:
    """A number in a table, on a ground that is darker the larger its share; a dash for none."""
    if not count:
        return Markup("–")
    return markup(
        '<span class="h h--{} h{}">{}</span>',
        state,
        min(SHADES, 1 + int(9 * count / of)),
        words.number(count),
    )


def strip(counts: Mapping[State, int], *, schemas: Schemas, height: int = 12) -> Markup:
    """The stacked bar alone, for a cell of a table."""
    shown = [(state, count) for state, count in counts.items() if count]
    total = sum(count for _state, count in shown)
    if not total:
        return Markup("")
    room = WIDTH - GAP * (len(shown) - 1)
    x = 0.0
    parts = []
    for state, count in shown:
        width = room * count / total
        box = f'x="{x:.1f}" y="0" width="{width:.1f}" height="{height}"'
        parts.append(f'<rect class="bar-{state}" {box}></rect>')
        if state == "overdue":
            # Hatching: overdue can be told apart on grey paper too.
            parts.append(f'<rect class="bar-hatch" fill="url(#eq-hatch)" {box}></rect>')
        x += width + GAP
    named = ", ".join(
        f"{words.number(count)} {schemas.label('state', state).lower()}" for state, count in shown
    )
    name = attribute(
        ngettext("{count} action: {states}", "{count} actions: {states}", total, states=named)
    )
    return Markup(  # noqa: S704 - made of numbers, of states and of encoded labels
        f'<svg class="bar" viewBox="0 0 {WIDTH} {height}" '
        f'preserveAspectRatio="none" role="img" aria-label="{name}">{"".join(parts)}</svg>'
    )


class Point(NamedTuple):
    """One point of a trend: its time in words, its value, and whether it was put right later."""

    label: str
    value: float
    corrected: bool = False


WIDE, HIGH, RIGHT, TOP, BOTTOM = 520, 200, 110, 30, 30


def trend(points: Sequence[Point], *, target: float | None, unit: str, title: str) -> Markup:
    """A line of figures towards a target; two are points without a line, one is no chart.

    A line through two points would claim a trend that nobody knows. The axis does not start at
    zero, so there is no filled area. Labels stand at the line itself.
    """
    if len(points) < 2:
        return Markup("")
    values = [point.value for point in points]
    ends = [*values, target] if target is not None else values
    low, high = min(ends), max(ends)
    margin = (high - low) * 0.2 or 1
    low, high = low - margin, high + margin

    def x(index: int) -> float:
        return 28 + (WIDE - RIGHT - 60) * index / (len(points) - 1)

    def y(value: float) -> float:
        return TOP + (HIGH - TOP - BOTTOM) * (1 - (value - low) / (high - low))

    end, floor = WIDE - RIGHT, HIGH - BOTTOM
    parts = [f'<line class="t-axis" x1="6" x2="{end}" y1="{floor}" y2="{floor}"></line>']
    if target is not None:
        at = y(target)
        parts += [
            f'<line class="t-target" x1="6" x2="{end}" y1="{at:.1f}" y2="{at:.1f}"></line>',
            _text(end + 8, at - 4, _("Target"), "t-tl"),
            _text(end + 8, at + 14, words.number(target), "t-tl t-b"),
        ]
    spots = [(x(index), y(value)) for index, value in enumerate(values)]
    if len(points) > 2:
        line = " ".join(f"{at_x:.1f},{at_y:.1f}" for at_x, at_y in spots)
        parts.append(f'<polyline class="t-line" points="{line}"></polyline>')
    parts += [
        _spot(at, point, last=point is points[-1]) for at, point in zip(spots, points, strict=True)
    ]
    (x0, y0), (x1, y1) = spots[0], spots[-1]
    parts += [
        _text(max(6, x0 - 14), y0 - 12, words.number(values[0]), "t-v0"),
        _text(x1, y1 - 14, words.number(values[-1]), "t-v t-now"),
        _text(6, HIGH - 8, points[0].label, "t-x"),
        _text(x1 + 22, HIGH - 8, points[-1].label, "t-x t-end"),
    ]
    kind = _("Line chart. {title}.") if len(points) > 2 else _("Two points. {title}.")
    name = (
        filled(kind, {"title": title})
        + " "
        + _(
            "From {first} in {start} to {last} in {end}, {unit}.",
            first=words.number(values[0]),
            start=points[0].label,
            last=words.number(values[-1]),
            end=points[-1].label,
            unit=unit,
        )
    )
    if target is not None:
        name += " " + _("Target {number}.", number=words.number(target))
    return Markup(  # noqa: S704 - made of numbers and of encoded words
        f'<svg class="trend" viewBox="0 0 {WIDE} {HIGH}" role="img" '
        f'aria-label="{attribute(name)}">{"".join(parts)}</svg>'
    )


def _text(at_x: float, at_y: float, told: str, css: str) -> str:
    return f'<text class="{css}" x="{at_x:.1f}" y="{at_y:.1f}">{attribute(told)}</text>'


def _spot(at: tuple[float, float], point: Point, *, last: bool) -> str:
    """A round point; one that was corrected is a diamond, so that it shows without colour too."""
    (x, y), size = at, 6.5 if last else 3.4
    if point.corrected:
        size += 2.5
        corners = f"{x:.1f},{y - size:.1f} {x + size:.1f},{y:.1f} {x:.1f},{y + size:.1f} "
        return f'<polygon class="t-dot t-fix" points="{corners}{x - size:.1f},{y:.1f}"></polygon>'
    css = "t-dot t-last" if last else "t-dot"
    return f'<circle class="{css}" cx="{x:.1f}" cy="{y:.1f}" r="{size}"></circle>'


def share(value: float, *, of: float) -> Markup:
    """A bar as long as a value's share of the largest; it only repeats the number beside it."""
    width = 100 * max(0.0, value) / of if of > 0 else 0.0
    return markup(
        '<svg class="share" viewBox="0 0 100 6" preserveAspectRatio="none" '
        'aria-hidden="true"><rect class="share-all" width="100" height="6"></rect>'
        '<rect class="share-own" width="{}" height="6"></rect></svg>',
        f"{width:.1f}",
    )
