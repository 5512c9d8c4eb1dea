"""The Jinja environment: templates only place finished values, and plan text is encoded."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Undefined
from markupsafe import Markup

from equity_plans import addresses as uris
from equity_plans import words
from equity_plans.changes import change_title, change_words, report_words
from equity_plans.pages import charts, inline, phrases
from equity_plans.pages.encode import address, marked, markup, nmarked, plain, pmarked, prose
from equity_plans.pages.page import relative
from equity_plans.view import View, goal_of


def render(template: str, view: View, *, uri: str, **values: Any) -> str:
    """The Markdown of one page, from its template, its address and its finished values."""
    page = _environment().get_template(template)

    def to(target: str) -> Markup:
        return Markup(relative(target, start=uri))  # noqa: S704 - made of ids alone

    return page.render(
        view=view,
        to=to,
        link=lambda text, target: markup("[{}]({})", plain(text), to(target)),
        label=view.schemas.label,
        tag=lambda state: inline.status_tag(view.schemas, state),
        **values,
    )


def _finalize(value: object) -> object:
    """Plan text that reaches a template as it is gets encoded here, so nobody can forget it."""
    if isinstance(value, Markup | Undefined) or not isinstance(value, str):
        return value
    return plain(value)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("equity_plans.pages"),
        auto_reload=False,
        autoescape=True,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.do"],
    )
    filters: Mapping[str, Any] = {
        "prose": prose,
        "address": address,
        "time": inline.time,
        "count": words.count,
        "days": words.days,
        "number": words.number,
        "capital": words.capital,
        "listed": words.listed,
        "percent": words.percent,
        "span": words.span,
        "short": words.short,
        "cited": inline.cited,
        "brief": words.brief,
    }
    environment.filters.update(filters)
    environment.globals.update(
        # Not Jinja's own extension: it would encode for HTML alone what is put into a sentence.
        _=marked,
        ngettext=nmarked,
        pgettext=pmarked,
        uris=uris,
        icon=inline.icon,
        goal_of=goal_of,
        amount=words.amount,
        quantity=words.quantity,
        charts=charts,
        change_title=change_title,
        change_words=change_words,
        document_title=phrases.document_title,
        document_words=phrases.document_words,
        engagement_words=phrases.engagement_words,
        last_said=phrases.last_said,
        due_words=inline.due_words,
        report_words=report_words,
    )
    return environment
