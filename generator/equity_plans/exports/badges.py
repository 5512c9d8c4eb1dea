"""Badges and cards: the state of a plan or an action, in words, to show on other sites.

A badge is a picture (SVG); a card is a small page of its own that needs no script. Both say the
state in words and name the day on which it was so, since they are seen out of their place.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import lru_cache

from equity_plans import addresses, words
from equity_plans.exports.beside import for_each
from equity_plans.exports.cells import on_one_line
from equity_plans.exports.export import Export, File, Group, Named, Publication, only
from equity_plans.exports.find import when_words
from equity_plans.model import Plan
from equity_plans.progress import Placed, State, tally
from equity_plans.view import View

BADGE = "badge.svg"
CARD = "card.html"
STYLE = "assets/equity.css"

COLOURS = {
    State.DONE: "#14532d",
    State.OVERDUE: "#8b1a10",
    State.DELAYED: "#713f12",
    State.IN_PROGRESS: "#1e3a8a",
    State.STOPPED: "#52306f",
}
"""What stands behind the state; white words on each can be read. The words say the state."""

GREY = "#3d4551"
SIGN = 7.2
"""About so many pixels wide is a letter; the picture asks for exactly this width."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What a badge and a card show."""

    page: str
    label: str
    """“Promise”, “Plan”."""

    state: str
    colour: str
    title: str
    lines: tuple[str, ...]


def shown(plan: Plan, placed: Placed | None, view: View) -> Shown:
    """What to show of a plan, or of an action in it."""
    return _action(placed, view) if placed else _plan(plan, view)


def _plan(plan: Plan, view: View) -> Shown:
    counts = tally(view.by_plan[plan.key])
    total = sum(counts.values())
    done = f"{words.number(counts[State.DONE])} of {words.number(total)} done"
    states = [
        f"{view.schemas.label('state', state)}: {words.number(count)}"
        for state, count in counts.items()
        if count
    ]
    return Shown(
        page=addresses.plan(plan),
        label="Plan" if view.alive(plan) else "Plan ended",
        state=done,
        colour=GREY,
        title=on_one_line(plan.title),
        lines=(on_one_line(view.agency_of(plan).name), ", ".join(states)),
    )


def _action(one: Placed, view: View) -> Shown:
    state = one.standing.state
    told = when_words(one, view.schemas)
    if state == State.PLAN_ENDED and one.standing.reported is None:
        told = "Never reported on before the plan ended"
    return Shown(
        page=addresses.action(one.plan, one.action),
        label="Promise",
        state=view.schemas.label("state", state),
        colour=COLOURS.get(state, GREY),
        title=on_one_line(one.action.title),
        lines=(
            on_one_line(told),
            on_one_line(f"{view.agency_of(one.plan).name}, {one.plan.title}"),
        ),
    )


@lru_cache(maxsize=256)
def badge(label: str, state: str, colour: str, day: str) -> bytes:
    """The picture. Thousands of actions have the same."""
    left, right = (round(len(text) * SIGN) + 14 for text in (label, state))
    told = html.escape(f"{label}: {state}, {day}")
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="24" '
        f'role="img" aria-label="{told}">\n'
        f"<title>{told}</title>\n"
        f'<rect width="{left}" height="24" fill="#1b1b1b"/>\n'
        f'<rect x="{left}" width="{right}" height="24" fill="{colour}"/>\n'
        f"{_text(label, x=7, width=left - 14)}\n"
        f"{_text(state, x=left + 7, width=right - 14)}\n"
        "</svg>\n"
    )
    return picture.encode()


def _text(text: str, *, x: int, width: int) -> str:
    return (
        f'<text x="{x}" y="16" textLength="{width}" lengthAdjust="spacingAndGlyphs" fill="#fff" '
        f'font-family="Verdana, Arial, sans-serif" font-size="12">{html.escape(text)}</text>'
    )


def card(one: Shown, publication: Publication) -> str:
    """The small page. Its badge, its style and its link are named from the card's own folder."""
    folder = addresses.address(one.page)
    top = "../" * folder.count("/")
    title = html.escape(one.title)
    state = html.escape(f"{one.label}: {one.state}")
    lines = "".join(f"<p>{html.escape(line)}</p>\n" for line in one.lines if line)
    day = words.day(publication.view.as_of)
    site = html.escape(on_one_line(publication.site_name))
    return (
        "<!doctype html>\n"
        '<html lang="en">\n'
        "<head>\n"
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{title}</title>\n"
        f'<link rel="canonical" href="{html.escape(publication.page(one.page))}">\n'
        f'<link rel="stylesheet" href="{top}{STYLE}">\n'
        "</head>\n"
        '<body class="eq-card">\n'
        '<main class="wrap">\n'
        f'<p><img src="{BADGE}" alt="{state}" height="24"></p>\n'
        f'<h1 dir="auto"><a href="./" target="_top">{title}</a></h1>\n'
        f"{lines}"
        f"<p>{site}, as of {day}.</p>\n"
        "</main>\n"
        "</body>\n"
        "</html>\n"
    )


def beside(publication: Publication, plan: Plan, placed: Placed | None) -> Named:
    """The badge and the card of a plan, or of an action in it, with the name of each format."""
    one = shown(plan, placed, publication.view)
    folder = addresses.address(one.page)
    picture = badge(one.label, one.state, one.colour, words.day(publication.view.as_of))
    for name, content in ((BADGE, picture), (CARD, card(one, publication).encode())):
        yield name, File(uri=f"{folder}{name}", content=content)


EXPORTS = (
    Export(
        uri=f"{{page}}/{BADGE}",
        media_type="image/svg+xml",
        title="Badge",
        description="A small picture with the state in words, beside the page of each plan and "
        "action.",
        group=Group.CITE,
        of_agency=only(BADGE, of=for_each(beside)),
    ),
    Export(
        uri=f"{{page}}/{CARD}",
        media_type="text/html",
        title="Card",
        description="A small page to show inside another one, beside the page of each plan and "
        "action. It needs no script.",
        group=Group.CITE,
        of_agency=only(CARD, of=for_each(beside)),
    ),
)
