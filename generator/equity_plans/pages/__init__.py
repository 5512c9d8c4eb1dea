"""Model → Markdown: every page of the site, one small module per kind of page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import copy_context
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain

from equity_plans import addresses as uris
from equity_plans.addresses import placed
from equity_plans.language import SOURCE, folders, speaking
from equity_plans.model import Plan
from equity_plans.pages import (
    about,
    actions,
    agencies,
    boards,
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
from equity_plans.pages.country import Country, Whole, country_of
from equity_plans.pages.forms import forms_of
from equity_plans.pages.linked import linked_data
from equity_plans.pages.lists import places
from equity_plans.pages.page import Draft, Page, always, in_place
from equity_plans.pages.summary import Summary, packed, unpacked
from equity_plans.pages.summing import summary
from equity_plans.project import Project
from equity_plans.view import Setting, Site, View
from equity_plans.view import view as look


def build_pages(
    project: Project,
    *,
    as_of: date,
    site: Site | None = None,
    languages: Sequence[str] = (SOURCE,),
) -> tuple[Page, ...]:
    """Every generated page of `project` as it stands on the day `as_of`, in a stable order.

    `site` says where they will be published, for what holds whole addresses.
    """
    view = replace(look(project, as_of=as_of), site=site or Site())
    return tuple(draft.make() for draft in drafts(view, languages=languages))


def drafts(view: View, *, languages: Sequence[str] = (SOURCE,)) -> Iterator[Draft]:
    """Every page of a view, in a stable order, each to be made when it is wanted.

    The pages of the first of the `languages` are at the top of the site, those of each other one
    in a folder of its own. What is in English alone is there once.
    """
    country = country_of(
        view,
        [summary(view, one, languages=languages) for one in view.portfolio.agencies],
    )
    for agency_id, begins in places(country).items():
        yield from of_agency(view, agency_id, places=begins, languages=languages)
    yield from of_country(country, languages=languages)


def of_agency(
    view: View,
    agency_id: str,
    *,
    places: Mapping[str, str],
    languages: Sequence[str] = (SOURCE,),
) -> Iterator[Draft]:
    """Every page of one agency in all languages: of itself, its services, plans, goals and actions.

    `places` has, for each group of people, the sheet of the country's list on which the agency
    begins. Of the view, they need no more than the agency and those beside it: that it names or
    that name it (`view.named`).
    """
    agency = view.portfolio.agencies[agency_id]
    finish = partial(_finished, setting=view, languages=languages)
    for tag, below in folders(languages).items():
        with speaking(tag, folder=below):
            every = chain(
                (agencies.page(agency, view, places=places),),
                agencies.pages(agency, view),
                *(_of_plan(plan, view) for plan in view.portfolio.plans_of(agency_id)),
            )
            own = _drafts(every, finish)
        yield from own


def with_places(
    view: View,
    agency_id: str,
    *,
    places: Mapping[str, str],
    languages: Sequence[str] = (SOURCE,),
) -> Iterator[Draft]:
    """Those of the pages of one agency that show `places`, in all languages: its own page.

    The others are the same wherever the agency begins in lists of the country.
    """
    agency = view.portfolio.agencies[agency_id]
    finish = partial(_finished, setting=view, languages=languages)
    for tag, below in folders(languages).items():
        with speaking(tag, folder=below):
            own = _drafts((agencies.page(agency, view, places=places),), finish)
        yield from own


def _of_plan(plan: Plan, view: View) -> Iterator[Draft]:
    yield plans.page(plan, view)
    yield from goals.pages(plan, view)
    yield from actions.pages(plan, view)


def of_country(country: Country, *, languages: Sequence[str] = (SOURCE,)) -> Iterator[Draft]:
    """Every page that is about more than one agency, in all languages."""
    finish = partial(_finished, setting=country, languages=languages)
    for tag, below in folders(languages).items():
        with speaking(tag, folder=below):
            own = _drafts(_in_every_language(country.told_in(tag)), finish)
        yield from own
    with speaking(SOURCE):
        own = _drafts(_in_english(country), finish)
    yield from own


def _in_every_language(country: Whole) -> Iterator[Draft]:
    yield Draft(uri=uris.OVERVIEW, make=partial(overview.page, country))
    yield from boards.listing(country)
    yield from lists.pages(country)
    yield from record.changes(country)
    yield from record.authorities(country)
    yield Draft(uri=uris.HOW, make=partial(record.how, country), stamp=always)
    yield Draft(uri=uris.QUEUE, make=partial(queue.page, country))


def _in_english(country: Country) -> Iterator[Draft]:
    yield from data.pages(country)
    yield from fields.pages(country)
    yield from rules.pages(country)


def _drafts(
    drafts: Iterable[Draft], finish: Callable[[Callable[[], Page]], Page]
) -> Sequence[Draft]:
    """The same where they truly are, whenever they are made in the language that is spoken now."""
    speaking_so = copy_context().run
    return [
        Draft(
            uri=placed(draft.uri),
            make=partial(speaking_so, finish, draft.make),
            stamp=partial(speaking_so, draft.stamp),
        )
        for draft in drafts
    ]


def _finished(make: Callable[[], Page], *, setting: Setting, languages: Sequence[str]) -> Page:
    page = make()
    forms = forms_of(page.uri)
    return in_place(
        page,
        languages,
        body=about.with_record(page, forms, setting),
        alternates=forms.listed,
        linked=linked_data(page, setting),
    )


__all__ = [
    "Country",
    "Draft",
    "Page",
    "Summary",
    "build_pages",
    "country_of",
    "drafts",
    "of_agency",
    "of_country",
    "packed",
    "places",
    "summary",
    "unpacked",
    "with_places",
]
