"""The pages about the record itself: changes, laws and orders, and how this works."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from markupsafe import Markup

from equity_plans import addresses as uris
from equity_plans import words
from equity_plans.model import Authority
from equity_plans.pages.agencies import HOME
from equity_plans.pages.encode import address, plain
from equity_plans.pages.inline import cited
from equity_plans.pages.page import Page
from equity_plans.pages.phrases import authority_words, year_of
from equity_plans.pages.render import render
from equity_plans.view import View


def changes(view: View) -> Page:
    """Everything that changed in all plans, by year."""
    years = [
        {"title": year, "changes": list(group)}
        for year, group in groupby(view.changes, key=lambda one: year_of(one.day))
    ]
    return Page(
        uri=uris.CHANGES,
        title="What changed",
        kind="changes",
        description="Every report, new date, setback and correction in all plans, newest first.",
        crumbs=(HOME,),
        body=render(
            "changes.md.j2",
            view,
            uri=uris.CHANGES,
            changes=view.changes,
            plans=len(view.portfolio.plans),
            years=years,
        ),
    )


def how(view: View) -> Page:
    """What every status, result and date means."""
    return Page(
        uri=uris.HOW,
        title="How this works",
        kind="how",
        description="What every status means, and the rules by which this site works them out.",
        crumbs=(HOME,),
        body=render(
            "how.md.j2",
            view,
            uri=uris.HOW,
            states=view.schemas.vocabulary["state"],
            results=view.schemas.vocabulary["result"],
        ),
    )


def authorities(view: View) -> Page:
    """The laws and orders that ask for plans, and whether they stand."""
    return Page(
        uri=uris.AUTHORITIES,
        title="Laws and orders",
        kind="authorities",
        description="What asks agencies for these plans, and whether it still stands.",
        crumbs=(HOME,),
        source="plans/authorities.yaml",
        body=render(
            "authorities.md.j2",
            view,
            uri=uris.AUTHORITIES,
            authorities=[_authority(one, view) for one in view.portfolio.authorities.values()],
        ),
    )


def _authority(one: Authority, view: View) -> dict[str, Any]:
    ended = one.ended is not None and one.ended.date <= view.as_of
    began = words.day(one.in_force_from) if one.in_force_from is not None else ""
    standing = words.capital(authority_words(one, view)) or "Not recorded"
    if ended:
        told = f"In force from {began}. {standing}." if began else f"{standing}."
        told += f" {words.sentence(one.ended.note)}" if one.ended and one.ended.note else ""
    else:
        told = f"Began on {began}. " if began else ""
        told += f"Its standing: {words.sentence(standing)}"
    record = [plain(one.citation)] if one.citation else []
    if one.url:
        record.append(Markup("[Text]({})").format(address(one.url)))
    if one.source is not None:
        record.append(Markup("Source: {}").format(cited(one.source)))
    return {
        "id": one.id,
        "name": one.name,
        "title": one.title,
        "words": told,
        "summary": one.summary,
        "plans": [plan for plan in view.portfolio.plans.values() if one.id in plan.authorities],
        "record": Markup(". ").join(record),
    }
