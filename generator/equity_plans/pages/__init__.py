"""Model → Markdown: every page of the site, one small module per kind of page."""

from __future__ import annotations

from datetime import date

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
from equity_plans.pages.page import Page
from equity_plans.project import Project
from equity_plans.view import view as look


def build_pages(project: Project, *, as_of: date) -> tuple[Page, ...]:
    """Every generated page of `project` as it stands on the day `as_of`, in a stable order."""
    view = look(project, as_of=as_of)
    return (
        overview.page(view),
        *agencies.listing(view),
        *agencies.pages(view),
        *plans.pages(view),
        *goals.pages(view),
        *actions.pages(view),
        *lists.pages(view),
        *record.changes(view),
        *record.authorities(view),
        record.how(view),
        *data.pages(view),
        *fields.pages(view),
        *rules.pages(view),
    )
