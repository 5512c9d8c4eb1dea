"""Small pieces of Markdown inside a line: a status, a date, a source."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from markupsafe import Markup

from equity_plans import words
from equity_plans.language import _, spoken
from equity_plans.model import Link, Source, SourceDocument
from equity_plans.pages.encode import address, chained, marked, markup, plain
from equity_plans.progress import Placed, Standing, State
from equity_plans.schema import Schemas
from equity_plans.when import FISCAL, Precision, When


def status_tag(schemas: Schemas, state: str) -> Markup:
    """A status as icon shape, word and colour, in that order of reliance."""
    return _status(state, _("Status"), schemas.label("state", state))


@lru_cache(maxsize=1 << 8)
def _status(state: str, status: str, label: str) -> Markup:
    return markup(
        '<span class="st st--{0}">{1}<span class="vh">{2}: </span>{3}</span>',
        state,
        icon(state),
        plain(status),
        plain(label),
    )


@lru_cache(maxsize=1 << 8)
def icon(name: str) -> Markup:
    """An icon of the theme's sprite; it says nothing that the words beside it do not say."""
    return markup('<svg class="ic" aria-hidden="true"><use href="#i-{}"></use></svg>', name)


def time(value: date | When) -> Markup:
    """A date in words that machines can read too, where it is one day or one month."""
    return _time(value, spoken().tag)


def at(value: When) -> Markup:
    """A date with its preposition: “on September 30, 2024”, “in fiscal year 2024”."""
    return _at(value, spoken().tag)


@lru_cache(maxsize=1 << 12)
def _time(value: date | When, _tag: str) -> Markup:
    """A date in the language spoken, which is `_tag`."""
    machine, told = "", words.day(value) if isinstance(value, date) else words.when(value)
    if isinstance(value, date):
        machine = value.isoformat()
    elif value.precision in (Precision.DAY, Precision.MONTH, Precision.YEAR):
        machine = value.text
    return markup('<time datetime="{}">{}</time>', machine, told) if machine else plain(told)


@lru_cache(maxsize=1 << 12)
def _at(value: When, _tag: str) -> Markup:
    """A date with its preposition, likewise."""
    if value.precision == Precision.DAY:
        return marked("on {day}", day=time(value))
    return plain(words.at(value))


def cited(source: Source | None, document: SourceDocument | None = None) -> Markup:
    """Where a fact comes from, in words: “page 12”, or another document and its page."""
    if source is None:
        return Markup("")
    title = plain(source.title) if source.title else Markup("")
    url = source.url or (document.url if document and not source.title else None)
    if url and title:
        title = markup("[{}]({})", title, address(url)) + gone(source)
    page = ""
    if source.page:
        one = source.page.isalnum()
        page = _("page {page}", page=source.page) if one else _("pages {pages}", pages=source.page)
    place = chained(", ", (part for part in (title, plain(page)) if part))
    note = plain(source.note) if source.note else Markup("")
    return chained("; ", (part for part in (place, note) if part))


def gone(one: Link | Source | SourceDocument) -> Markup:
    """What stands beside an address that is not online any more; nothing while it is."""
    since = one.seen.gone_since if one.seen is not None else None
    if one.seen is None or since is None:
        return Markup("")
    copy = one.archived or one.seen.archived
    day = time(since)
    if copy is None:
        return Markup(" ") + marked("(no longer online since {day})", day=day)
    return Markup(" ") + marked(
        "(no longer online since {day}; [archived copy]({copy}))", day=day, copy=address(copy)
    )


def due_words(one: Placed, schemas: Schemas) -> Markup:
    """When an action is due or was done, or what was last said of it, for a list."""
    standing = one.standing
    due = standing.dates.due
    match standing.state:
        case State.OVERDUE:
            return marked("**{days} overdue**", days=words.days(standing.days_overdue))
        case State.DONE:
            return _done_words(standing, schemas)
        case State.PLAN_ENDED if standing.reported is not None:
            label = schemas.label("actionStatus", standing.reported).lower()
            return marked("Last reported {status}", status=label)
        case State.PLAN_ENDED:
            return marked("No report is on this site")
        case State.STOPPED:
            return Markup("")
    if due is not None and due.last is not None and due.precision in FISCAL:
        # Few readers know when an agency's year begins; its page has the date as it was written.
        return marked("Due by {day}", day=time(due.last))
    if due is not None:
        return marked("Due {when}", when=at(due)) if due.last else marked("Ongoing")
    return plain(one.action.due_as_published or _("No date given"))


def _done_words(standing: Standing, schemas: Schemas) -> Markup:
    if standing.done is None:
        return plain(schemas.label("state", State.DONE))
    if standing.days_late:
        late = words.days(standing.days_late)
        return marked("Done {when}, {days} late", when=at(standing.done), days=late)
    return marked("Done {when}", when=at(standing.done))
