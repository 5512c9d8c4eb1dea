"""What each agency is by itself, and what is told of all of them: one site, made in two parts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from markupsafe import Markup

from equity_plans import addresses as uris
from equity_plans.exports.tables import tables
from equity_plans.language import LANGUAGES
from equity_plans.pages import (
    Country,
    country_of,
    drafts,
    of_agency,
    of_country,
    packed,
    places,
    summary,
    unpacked,
    with_places,
)
from equity_plans.pages.page import Page
from equity_plans.pages.summary import SHOWN
from equity_plans.progress import tally
from equity_plans.project import Project, open_project
from equity_plans.publish.kept import beside
from equity_plans.view import Site, View, named, silent, view

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 26)
SITE = Site(url="https://plans.example/", name="Plans")
ALL = tuple(LANGUAGES)


def looked_at(folder: Path) -> View:
    return replace(view(open_project(folder, schema=ROOT / "schema"), as_of=DAY), site=SITE)


@pytest.fixture(scope="module")
def demo() -> View:
    """A small jurisdiction whose agencies and plans name one another in every way."""
    return looked_at(ROOT / "demo")


def summed_up(view: View) -> Country:
    return country_of(
        view, [summary(view, agency, languages=ALL) for agency in view.portfolio.agencies]
    )


@pytest.fixture(scope="module")
def pages(demo) -> Mapping[str, Page]:
    """Every page of it, in every language."""
    return {one.uri: one.make() for one in drafts(demo, languages=ALL)}


def test_every_page_is_of_one_agency_or_of_the_country(demo, pages):
    country = summed_up(demo)
    where = places(country)
    of_agencies = [
        [one.uri for one in of_agency(demo, agency, places=where[agency], languages=ALL)]
        for agency in demo.portfolio.agencies
    ]
    others = [one.uri for one in of_country(country, languages=ALL)]
    every = [*(uri for own in of_agencies for uri in own), *others]

    assert len(every) == len(set(every))
    assert set(every) == set(pages)
    for agency, own in zip(demo.portfolio.agencies, of_agencies, strict=True):
        assert uris.agency(agency) in own
        mine = (f"agencies/{agency}/", f"plans/{agency}/")
        assert all(uri.removeprefix("es/").startswith(mine) for uri in own)
        assert not any(uri.removeprefix("es/").startswith(mine) for uri in others)


def test_an_agency_and_those_beside_it_are_enough_for_its_pages(demo, pages):
    names: dict[str, set[str]] = {agency: set() for agency in demo.portfolio.agencies}
    for one, other in named(demo.portfolio):
        names[one].add(other)
    where = places(summed_up(demo))
    alone = 0
    for agency in demo.portfolio.agencies:
        near = beside([agency], names)
        alone += len(near) < len(demo.portfolio.agencies)
        few = view(part(demo.project, near), as_of=DAY)
        small = replace(few, site=SITE)
        for one in of_agency(small, agency, places=where[agency], languages=ALL):
            assert one.make() == pages[one.uri], one.uri
        assert summary(small, agency, languages=ALL) == summary(demo, agency, languages=ALL)
    assert alone


def test_where_an_agency_begins_in_lists_shows_on_its_own_page_alone(demo, pages):
    where = places(summed_up(demo))
    for agency in demo.portfolio.agencies:
        moved = {people: uri.replace(".md", "/7.md") for people, uri in where[agency].items()}
        every = {
            one.uri: one.make() for one in of_agency(demo, agency, places=moved, languages=ALL)
        }
        shown = {
            one.uri: one.make() for one in with_places(demo, agency, places=moved, languages=ALL)
        }

        others = {uri for uri, page in every.items() if page != pages[uri]}
        assert others == (shown.keys() if moved else set())
        assert shown == {uri: every[uri] for uri in shown}


def test_who_names_another_agency_is_known(demo):
    found = set(named(demo.portfolio))

    for agency in demo.portfolio.agencies.values():
        assert agency.parent is None or (agency.id, agency.parent) in found
    for plan in demo.portfolio.plans.values():
        others = [one.plan for one in plan.related]
        others += [plan.continues] if plan.continues else []
        others += [plan.superseded.by] if plan.superseded else []
        for other in others:
            assert (plan.agency, other.partition("/")[0]) in found or (
                other.partition("/")[0] == plan.agency
            )
    assert len({kind for kind, _ in found}) > 1


def part(project: Project, agencies: Collection[str]) -> Project:
    """The project with some of its agencies and their plans alone."""
    portfolio = project.portfolio
    few = replace(
        portfolio,
        agencies={key: one for key, one in portfolio.agencies.items() if key in agencies},
        plans={key: one for key, one in portfolio.plans.items() if one.agency in agencies},
    )
    return replace(project, portfolio=few)


def test_a_summary_is_the_same_when_it_was_packed(demo):
    for agency in demo.portfolio.agencies:
        one = summary(demo, agency, languages=ALL)
        again = unpacked(packed(one))
        assert again == one
        assert {type(again.told[tag].name) for tag in ALL} == {Markup}


def test_pages_of_the_country_are_made_from_what_was_packed(demo, pages):
    """Nothing is encoded twice, and nothing is left as it was typed."""
    read = [unpacked(packed(one)) for one in summed_up(demo).summaries]
    for one in of_country(country_of(demo, read), languages=ALL):
        assert one.make() == pages[one.uri], one.uri


def test_a_summary_tells_what_the_view_does(demo):
    country = summed_up(demo)
    for tag in ALL:
        whole = country.told_in(tag)
        assert whole.counts == tally(demo.promised)
        assert len(whole.changes) == len(demo.changes)
        assert [one.day for one in whole.changes] == [one.day.toordinal() for one in demo.changes]
        assert list(whole.plans) == list(demo.portfolio.plans)
        assert list(whole.contracts.values()) == [
            demo.contract(plan) for plan in demo.portfolio.plans.values()
        ]
        assert sum(one.many_silent for one in whole.agencies) == len(
            silent(demo.promised, as_of=DAY)
        )
    made = tables(demo, site_url="")
    for name in ("plans", "actions", "changes", "services", "proof", "observations"):
        assert sum(one.rows.get(name, 0) for one in country.summaries) == made[name].count, name


def test_of_one_agency_as_much_is_told_as_a_list_of_the_country_can_hold(demo):
    """What is first in the country is among the first of its agency."""
    whole = summed_up(demo).told_in("en")
    overdue = [one for one in demo.promised if one.standing.state == "overdue"]
    longest = sorted(overdue, key=lambda one: -one.standing.days_after_first)[:SHOWN]
    first = whole.first(lambda one: one.overdue, SHOWN)

    assert len(longest) == SHOWN
    assert [one.after.partition(")")[0] for one in first] == [
        uris.action(one.plan, one.action) for one in longest
    ]
