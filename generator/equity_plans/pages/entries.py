"""Entries of lists as finished Markdown: one wording for the pages of agencies and the country's.

How the link of an entry leads to its page depends on where the entry stands. So each is kept in
pieces where it will stand on many pages: words are encoded there, but an address is no link yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from equity_plans import addresses as uris
from equity_plans.changes import Change, ChangeKind, kind_title
from equity_plans.language import spoken
from equity_plans.pages.encode import finished, marked, markup, nmarked, plain
from equity_plans.pages.inline import due_words, icon, status_tag, time
from equity_plans.pages.page import NOTHING, Itself, To
from equity_plans.pages.phrases import last_said
from equity_plans.progress import Dates, Placed
from equity_plans.view import View
from equity_plans.when import When


def actions(placed: Iterable[Placed], view: View, *, to: To, with_plan: bool = False) -> Markup:
    """Some actions as a list, each with its plan where they are of several."""
    lines, tag = [], spoken().tag
    for one in placed:
        state, title, due = _told_of(Itself(one), view, tag)
        of = whose(plain(one.plan.title)) if with_plan else ""
        lines.append(action_line(state, title, to(uris.action(one.plan, one.action)), due, of))
    return finished("".join(lines))


@lru_cache(maxsize=1 << 10)  # several pages of an agency list the same actions
def _told_of(one: Itself[Placed], view: View, _tag: str) -> tuple[Markup, Markup, Markup]:
    """An action's state, title and time in the language spoken, which is `_tag`."""
    placed = one.value
    return (
        status_tag(view.schemas, placed.standing.state),
        plain(placed.action.title),
        due_words(placed, view.schemas),
    )


def action_line(tag: str, title: str, link: str, due: str, whose: str = "") -> Markup:
    """An action with its state, when it is due, and whose it is; all of these are encoded."""
    return finished(f'- {tag} **[{title}]({link})** <span class="act__d">{due}</span>{whose}\n')


def whose(plan: Markup, agency: Markup = NOTHING) -> Markup:
    """The plan that an action is in, and the agency where it is told, too."""
    told = f"{agency}, {plan}" if agency else plan
    return finished(f' <span class="act__m">{told}</span>')


def change(one: Change, view: View, *, to: To) -> Markup:
    """A change, and what it is about."""
    title, uri = about(one)
    short = plain(view.agency_of(one.plan).short)
    return change_line(headed(one), plain(title), to(uri), plain(view.words_of(one)), short)


def about(one: Change) -> tuple[str, str]:
    """What a change is about, and its page."""
    if one.action is None:
        return one.plan.title, uris.plan(one.plan)
    return one.action.title, uris.action(one.plan, one.action)


def change_line(head: str, title: str, link: str, told: str, short: str) -> Markup:
    """A change, what it is about, and what its agency is called; all of these are encoded."""
    return finished(
        f'{head}**[{title}]({link})** <span class="tl__x">{told}</span> '
        f'<span class="act__m">{short}</span>\n'
    )


def change_alone(one: Change, view: View) -> Markup:
    """A change on the page of what it is about."""
    return finished(f'{headed(one)}<span class="tl__x">{plain(view.words_of(one))}</span>\n')


def headed(one: Change) -> Markup:
    """What kind of change it is, and when it was."""
    return _headed(one.kind, bool(one.now), one.on, spoken().tag)


@lru_cache(maxsize=1 << 12)  # much is told of one day
def _headed(kind: ChangeKind, replaced: bool, on: When | date, _tag: str) -> Markup:
    return markup(
        '- <span class="tl__k tl--{0}">{1}</span> '
        '<span class="tl__h tl--{0}"><b>{2}</b> {3}</span> ',
        kind.value,
        icon(kind.value),
        plain(kind_title(kind, replaced=replaced)),
        time(on),
    )


class Entry(NamedTuple):
    """An action as a short list has it: what stands before its link, and what stands after it."""

    before: Markup
    uri: str
    after: Markup


def silent(one: Placed, view: View) -> Entry:
    """An action of which nothing was heard for long, and when that was."""
    told = one.standing.latest
    heard = marked("Never reported on")
    if told is not None:
        heard = marked("Last report {day}", day=time(told.report.date))
    of = whose(plain(one.plan.title), plain(view.agency_of(one.plan).short))
    return _entry(one, view, markup('<span class="act__d">{}</span>{}', heard, of))


def kept(one: Placed, view: View) -> Entry:
    """An action that was reported done, and when."""
    return _entry(one, view, _told(one, view, due_words(one, view.schemas)))


def left_open(one: Placed, view: View) -> Entry:
    """An action that was open when its plan ended, and what was last said of it."""
    return _entry(one, view, _told(one, view, plain(last_said(one, view))))


def _told(one: Placed, view: View, told: Markup) -> Markup:
    short, title = plain(view.agency_of(one.plan).short), plain(one.plan.title)
    return markup('<span class="act__m">{}, {}. {}</span>', short, title, told)


def _entry(one: Placed, view: View, after: Markup) -> Entry:
    tag = status_tag(view.schemas, one.standing.state)
    return Entry(
        before=markup("- {} **[{}](", tag, plain(one.action.title)),
        uri=uris.action(one.plan, one.action),
        after=markup(")** {}\n", after),
    )


def overdue(one: Placed, view: View) -> Entry:
    """An action by the days since the first date promised."""
    days = one.standing.days_after_first
    return Entry(
        before=markup(
            '- <span class="rank__n">{}</span> [{}](',
            nmarked("<b>{count}</b> day", "<b>{count}</b> days", days),
            plain(one.action.title),
        ),
        uri=uris.action(one.plan, one.action),
        after=markup(
            ') <span class="act__m">{}. {}</span>\n',
            plain(view.agency_of(one.plan).name),
            _moved(one.standing.dates),
        ),
    )


def _moved(dates: Dates) -> Markup:
    """The first date promised, and the one in force where that is another."""
    if dates.first is None:
        return NOTHING
    first = time(dates.first)
    if not dates.slips or dates.due is None:
        return marked("First date {first}.", first=first)
    return marked("First date {first}, moved to {due}.", first=first, due=time(dates.due))
