"""Model → Markdown: every page of the site, one small module per kind of page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import copy_context
from dataclasses import replace
from datetime import date
from functools import partial

from equity_plans.pages import (
    about,
    actions,
    agencies,
    data,
    fields,
    goals,
    lists,
    overview,
    plans,
    queue,
    record,
    rules,
)
from equity_plans.pages.page import Draft, Page
from equity_plans.project import Project
from equity_plans.view import Site, View
from equity_plans.view import view as look


def build_pages(project: Project, *, as_of: date, site: Site | None = None) -> tuple[Page, ...]:
    """Every generated page of `project` as it stands on the day `as_of`, in a stable order.

    `site` says where they will be published, for what holds whole addresses.
    """
    view = replace(look(project, as_of=as_of), site=site or Site())
    return tuple(draft.make() for draft in drafts(view))


def drafts(view: View) -> Iterator[Draft]:
    """Every page of a view, in a stable order, each to be made when it is wanted."""
    for page in _every(view):
        draft = page if isinstance(page, Draft) else Draft(uri=page.uri, make=partial(_made, page))
        # Whenever it is made, it is in the language that is spoken now.
        yield Draft(uri=draft.uri, make=partial(copy_context().run, _recorded, draft.make, view))


def _made(page: Page) -> Page:
    return page


def _recorded(make: Callable[[], Page], view: View) -> Page:
    return about.with_record(make(), view)


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
    yield queue.page(view)
    yield from data.pages(view)
    yield from fields.pages(view)
    yield from rules.pages(view)
