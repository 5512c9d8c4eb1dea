"""Charts as inline SVG: no script, no style attribute, each with its sentence as its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from equity_plans import words
from equity_plans.pages.encode import plain
from equity_plans.progress import State
from equity_plans.schema import Schemas

WIDTH = 1000
GAP = 4
SHADES = 5


def bar(counts: Mapping[State, int], *, schemas: Schemas, height: int = 26) -> Markup:
    """A stacked bar of actions by state, as a figure; nothing where there are no actions."""
    drawn = strip(counts, schemas=schemas, height=height)
    return Markup('<figure class="bigbar">{}</figure>').format(drawn) if drawn else drawn


def cell(state: State, count: int, *, of: int) -> Markup:
    """A number in a table, on a ground that is darker the larger its share; a dash for none."""
    if not count:
        return Markup("–")
    return Markup('<span class="h h--{} h{}">{}</span>').format(
        state, min(SHADES, 1 + int(9 * count / of)), words.number(count)
    )


def strip(counts: Mapping[State, int], *, schemas: Schemas, height: int = 12) -> Markup:
    """The stacked bar alone, for a cell of a table."""
    shown = [(state, count) for state, count in counts.items() if count]
    total = sum(count for _, count in shown)
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
    name = plain(f"{words.count(total, 'action')}: {named}")
    return Markup(  # noqa: S704 - made of numbers, of states and of encoded labels
        f'<svg class="bar" viewBox="0 0 {WIDTH} {height}" '
        f'preserveAspectRatio="none" role="img" aria-label="{name}">{"".join(parts)}</svg>'
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One point of a trend: its time in words and its value."""

    label: str
    value: float


def trend(points: Sequence[Point], *, target: float | None, unit: str, title: str) -> Markup:
    """A line of figures towards a target; nothing for fewer than three, which show no trend.

    The axis does not start at zero, so there is no filled area. Labels stand at the line itself.
    """
    if len(points) < 3:
        return Markup("")
    width, height, right, top, bottom = 520, 200, 110, 26, 30
    values = [point.value for point in points]
    ends = [*values, target] if target is not None else values
    low, high = min(ends), max(ends)
    margin = (high - low) * 0.2 or 1
    low, high = low - margin, high + margin

    def x(index: int) -> float:
        return 28 + (width - right - 60) * index / (len(points) - 1)

    def y(value: float) -> float:
        return top + (height - top - bottom) * (1 - (value - low) / (high - low))

    def text(at_x: float, at_y: float, words_: str, css: str) -> str:
        return f'<text class="{css}" x="{at_x:.1f}" y="{at_y:.1f}">{plain(words_)}</text>'

    end, floor = width - right, height - bottom
    parts = [f'<line class="t-axis" x1="6" x2="{end}" y1="{floor}" y2="{floor}"></line>']
    if target is not None:
        at = y(target)
        parts += [
            f'<line class="t-target" x1="6" x2="{end}" y1="{at:.1f}" y2="{at:.1f}"></line>',
            text(width - right + 8, at - 4, "Target", "t-tl"),
            text(width - right + 8, at + 14, words.number(target), "t-tl t-b"),
        ]
    spots = [(x(index), y(value)) for index, value in enumerate(values)]
    line = " ".join(f"{at_x:.1f},{at_y:.1f}" for at_x, at_y in spots)
    parts.append(f'<polyline class="t-line" points="{line}"></polyline>')
    for index, (at_x, at_y) in enumerate(spots):
        last = index == len(spots) - 1
        parts.append(
            f'<circle class="t-dot{" t-last" if last else ""}" cx="{at_x:.1f}" cy="{at_y:.1f}" '
            f'r="{6.5 if last else 3.4}"></circle>'
        )
    (x0, y0), (x1, y1) = spots[0], spots[-1]
    parts += [
        text(max(6, x0 - 14), y0 - 12, words.number(values[0]), "t-v0"),
        text(x1, y1 - 14, words.number(values[-1]), "t-v t-now"),
        text(6, height - 8, points[0].label, "t-x"),
        text(x1 + 22, height - 8, points[-1].label, "t-x t-end"),
    ]
    name = (
        f"Line chart. {title}. From {words.number(values[0])} in {points[0].label} to "
        f"{words.number(values[-1])} in {points[-1].label}, {unit}."
    )
    if target is not None:
        name += f" Target {words.number(target)}."
    return Markup(  # noqa: S704 - made of numbers and of encoded words
        f'<figure class="chart"><svg class="trend" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{plain(name)}">{"".join(parts)}</svg></figure>'
    )
