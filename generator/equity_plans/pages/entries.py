"""Entries of lists as finished Markdown: one wording for the pages of agencies and the country's.

An entry is in pieces, for how its link leads to its page depends on where it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from markupsafe import Markup

from equity_plans import addresses as uris
from equity_plans.changes import Change, change_title
from equity_plans.pages.encode import chained, marked, markup, nmarked, plain
from equity_plans.pages.inline import due_words, icon, status_tag, time
from equity_plans.pages.page import NOTHING
from equity_plans.pages.phrases import last_said
from equity_plans.progress import Dates, Placed
from equity_plans.view import View

To: TypeAlias = Callable[[str], Markup]
"""From the address of a page to the link that leads there."""


class Entry(NamedTuple):
    """An entry: what stands before its link, where that leads, and what stands after it."""

    before: Markup
    uri: str
    after: Markup

    def linked(self, to: To) -> Markup:
        """The entry on a page from which links lead as `to` says."""
        return markup("{}{}{}", self.before, to(self.uri), self.after)


def action(one: Placed, view: View) -> Entry:
    """An action with its state and when it is due, without whose it is."""
    due = due_words(one, view.schemas)
    return _action(one, view, markup(' <span class="act__d">{}</span>', due))


def silent(one: Placed, view: View) -> Entry:
    """An action of which nothing was heard for long, and when that was."""
    told = one.standing.latest
    heard = marked("Never reported on")
    if told is not None:
        heard = marked("Last report {day}", day=time(told.report.date))
    return _action(
        one,
        view,
        markup(
            ' <span class="act__d">{}</span>{}\n',
            heard,
            whose(plain(one.plan.title), plain(view.agency_of(one.plan).short)),
        ),
    )


def kept(one: Placed, view: View) -> Entry:
    """An action that was reported done, and when."""
    return _action(one, view, _whose(one, view, due_words(one, view.schemas)))


def left_open(one: Placed, view: View) -> Entry:
    """An action that was open when its plan ended, and what was last said of it."""
    return _action(one, view, _whose(one, view, plain(last_said(one, view))))


def _action(one: Placed, view: View, after: Markup) -> Entry:
    tag = status_tag(view.schemas, one.standing.state)
    return Entry(
        before=markup("- {} **[{}](", tag, plain(one.action.title)),
        uri=uris.action(one.plan, one.action),
        after=markup(")**{}", after),
    )


def _whose(one: Placed, view: View, told: Markup) -> Markup:
    short, title = plain(view.agency_of(one.plan).short), plain(one.plan.title)
    return markup(' <span class="act__m">{}, {}. {}</span>\n', short, title, told)


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


def actions(placed: Iterable[Placed], view: View, *, to: To, with_plan: bool = False) -> Markup:
    """Some actions as a list, each with its plan where they are of several."""
    return chained(
        "",
        (
            markup(
                "{}{}\n",
                action(one, view).linked(to),
                whose(plain(one.plan.title)) if with_plan else "",
            )
            for one in placed
        ),
    )


def whose(plan: Markup, agency: Markup = NOTHING) -> Markup:
    """The plan that an action is in, and the agency where it is told, too."""
    told = markup("{}, {}", agency, plan) if agency else plan
    return markup(' <span class="act__m">{}</span>', told)


def change(one: Change, view: View) -> Entry:
    """A change, and what it is about."""
    return measured(one, view)[0]


def measured(one: Change, view: View) -> tuple[Entry, int]:
    """A change, and how much text it brings along into a list."""
    title, uri = one.plan.title, uris.plan(one.plan)
    if one.action is not None:
        title, uri = one.action.title, uris.action(one.plan, one.action)
    told = view.words_of(one)
    entry = Entry(
        before=markup("{}**[{}](", _kind(one), plain(title)),
        uri=uri,
        after=markup(
            ')** <span class="tl__x">{}</span> <span class="act__m">{}</span>\n',
            plain(told),
            plain(view.agency_of(one.plan).short),
        ),
    )
    return entry, len(title) + len(told)


def change_alone(one: Change, view: View) -> Markup:
    """A change on the page of what it is about."""
    told = view.words_of(one)
    return markup('{}<span class="tl__x">{}</span>\n', _kind(one), plain(told))


def _kind(one: Change) -> Markup:
    return _headed(one.kind.value, change_title(one), time(one.on))


@lru_cache(maxsize=1 << 12)  # much is told of one day
def _headed(kind: str, title: str, on: Markup) -> Markup:
    return markup(
        '- <span class="tl__k tl--{0}">{1}</span> '
        '<span class="tl__h tl--{0}"><b>{2}</b> {3}</span> ',
        kind,
        icon(kind),
        plain(title),
        on,
    )
