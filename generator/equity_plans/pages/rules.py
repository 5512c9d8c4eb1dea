"""A page for each rule of the checker, written from the rule itself and its examples."""

from __future__ import annotations

from collections.abc import Iterator

from equity_plans.pages.page import Page
from equity_plans.pages.view import View


def pages(view: View) -> Iterator[Page]:
    """The list of rules and the page of each."""
    yield from ()
