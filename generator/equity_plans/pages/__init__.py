"""Model → Markdown: every page of the site, one small module per kind of page."""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import copy_context
from datetime import date
from functools import partial

from equity_plans.pages import (
    actions,
    agencies,
    data,
    fields,
    goals,
    lists,
    overview,
    plans,
    record,
    rules,
)
from equity_plans.pages.page import Draft, Page
from equity_plans.project import Project
from equity_plans.view import View
from equity_plans.view import view as look


def build_pages(project: Project, *, as_of: date) -> tuple[Page, ...]:
    """Every generated page of `project` as it stands on the day `as_of`, in a stable order."""
    return tuple(draft.make() for draft in drafts(look(project, as_of=as_of)))


def drafts(view: View) -> Iterator[Draft]:
    """Every page of a view, in a stable order, each to be made when it is wanted."""
    for page in _every(view):
        draft = page if isinstance(page, Draft) else Draft(uri=page.uri, make=partial(_made, page))
        # Whenever it is made, it is in the language that is spoken now.
        yield Draft(uri=draft.uri, make=partial(copy_context().run, draft.make))


def _made(page: Page) -> Page:
    return page


def _every(view: View) -> Iterator[Page | Draft]:
    yield overview.page(view)
    yield from agencies.listing(view)
    yield from agencies.pages(view)
    yield from plans.pages(view)
    yield from goals.pages(view)
    yield from actions.pages(view)
    yield from lists.pages(view)
    yield from record.changes(view)
    yield from record.authorities(view)
    yield record.how(view)
    yield from data.pages(view)
    yield from fields.pages(view)
    yield from rules.pages(view)
