"""A list that is too long for one page is cut into several: everything once, in its order."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest

from equity_plans import addresses as uris
from equity_plans.facets import due_year, facets
from equity_plans.pages import build_pages, country_of, lists, summary
from equity_plans.pages.page import Page
from equity_plans.pages.sheets import LETTERS, ROWS, SHOWN, sheets
from equity_plans.pages.summary import Told
from equity_plans.project import open_project
from equity_plans.view import View, view

LINK = re.compile(r"\]\(([^()\s]+\.md)(?:#[\w-]+)?\)")
ENTRY = re.compile(r"^- <span class=\"st .*\]\(((?:\S*/)?actions/[\w-]+\.md)\)", re.MULTILINE)
DAY = date(2026, 1, 1)


# Cutting ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [0, 1, ROWS, ROWS + 1, 3 * ROWS, 7 * ROWS + 3])
def test_everything_is_on_one_sheet_once_and_in_order(many):
    cut = sheets(range(many), uri="find/topic/data.md")

    assert [row for sheet in cut for row in sheet.rows] == list(range(many))
    assert len(cut) == max(1, -(-many // ROWS))
    assert {sheet.total for sheet in cut} == {many}
    assert [(sheet.start, sheet.end) for sheet in cut if sheet.rows] == [
        (sheet.rows[0] + 1, sheet.rows[-1] + 1) for sheet in cut if sheet.rows
    ]


def test_what_is_long_takes_more_sheets():
    cut = sheets(range(10), uri="x.md", letters=lambda _: LETTERS // 4)

    assert [len(sheet.rows) for sheet in cut] == [4, 4, 2]


def test_what_is_longer_than_a_sheet_has_one_of_its_own():
    cut = sheets(range(3), uri="x.md", letters=lambda one: 2 * LETTERS if one == 1 else 1)

    assert [sheet.rows for sheet in cut] == [(0,), (1,), (2,)]


def test_what_belongs_together_stays_together_where_it_fits():
    group = ["a"] * (ROWS - 5) + ["b"] * 10 + ["c"] * (ROWS + 1)
    cut = sheets(group, uri="x.md", group=lambda one: one)

    assert ["".join(sorted(set(sheet.rows))) for sheet in cut] == ["a", "b", "c", "c"]


def test_the_first_sheet_is_where_the_list_is_and_each_knows_its_neighbours():
    cut = sheets(range(2 * ROWS + 1), uri="find/topic/data.md")

    assert [sheet.uri for sheet in cut] == [
        "find/topic/data.md",
        "find/topic/data/2.md",
        "find/topic/data/3.md",
    ]
    assert [sheet.before for sheet in cut] == [None, cut[0].uri, cut[1].uri]
    assert [sheet.after for sheet in cut] == [cut[1].uri, cut[2].uri, None]
    elsewhere = sheets(range(ROWS + 1), uri="agencies/index.md", folder="agencies")
    assert elsewhere[1].uri == "agencies/2.md"


def test_of_very_many_sheets_the_ones_around_are_named():
    cut = sheets(range((SHOWN + 40) * ROWS), uri="x.md")
    last = len(cut)

    assert cut[0].around == (1, 2, 3, None, last)
    assert cut[9].around == (1, None, 8, 9, 10, 11, 12, None, last)
    assert cut[-1].around == (1, None, last - 2, last - 1, last)
    assert sheets(range(3 * ROWS), uri="x.md")[1].around == (1, 2, 3)


# A site that is too large for single pages --------------------------------------------------------


@pytest.fixture(scope="module")
def large(sample) -> View:
    return view(open_project(sample), as_of=DAY)


@pytest.fixture(scope="module")
def pages(large) -> Mapping[str, Page]:
    """Every page of it."""
    return {page.uri: page for page in build_pages(large.project, as_of=DAY)}


def links(page: Page) -> list[str]:
    return [normpath(join(dirname(page.uri), target)) for target in LINK.findall(page.body)]


def listed_on(page: Page) -> list[str]:
    """The actions that a page lists, in its order."""
    return [normpath(join(dirname(page.uri), target)) for target in ENTRY.findall(page.body)]


def sheets_of(uri: str, pages: Mapping[str, Page]) -> list[Page]:
    """A list from its first page to its last, as `next` leads through it."""
    found = [pages[uri]]
    while (after := found[-1].after) is not None:
        found.append(pages[after])
    return found


def test_every_action_is_on_exactly_the_right_pages_once(large, pages):
    several = 0
    for facet in facets(large):
        for value, _ in facet.values if facet.name not in ("agency", "kind") else ():
            cut = sheets_of(facet.uri(value), pages)
            several += len(cut) > 1
            listed = Counter(uri for page in cut for uri in listed_on(page))
            assert listed == Counter(
                uris.action(one.plan, one.action)
                for one in large.promised
                if value in facet.of(one)
            ), facet.uri(value)
    assert several >= 3


def test_no_page_lists_more_than_a_sheet_holds(pages):
    lists = [page for page in pages.values() if page.kind == "list"]

    assert max(len(listed_on(page)) for page in lists) <= ROWS
    assert max(page.body.count('class="tl__k') for page in pages.values()) <= ROWS


def test_each_sheet_leads_to_the_ones_beside_it_and_says_what_it_holds(pages):
    cut = [page for page in pages.values() if page.before or page.after]
    assert {page.kind for page in cut} == {"list", "changes"}

    for page in cut:
        assert {page.before, page.after} - {None} <= set(links(page)), page.uri
        if page.before is not None:
            assert pages[page.before].after == page.uri
            assert page.title != pages[page.before].title
        extent = re.search(r"Page (\d+) of \d+: ([\d,]+) to ([\d,]+) of [\d,]+\.", page.body)
        assert extent, page.uri
        start, end = (int(extent[n].replace(",", "")) for n in (2, 3))
        if page.kind == "list":
            assert end - start + 1 == len(listed_on(page)), page.uri


def test_an_agency_finds_its_own_part_of_a_list(large, pages):
    """What an agency promised a group of people is one step from the agency's page."""
    for agency in large.portfolio.agencies:
        page = pages[uris.agency(agency)]
        for target, place in re.findall(r"\]\((\S+/people/\S+?\.md)#([\w-]+)\)", page.body):
            there = pages[normpath(join(dirname(page.uri), target))]
            assert f"{{: #{place} " in there.body, (page.uri, target)


def test_the_part_of_an_agency_is_on_the_sheet_that_it_begins_on(large):
    summaries = [summary(large, agency) for agency in large.portfolio.agencies]
    rural = [replace(one, told={"en": rural_only(one.told["en"])}) for one in summaries]
    crowded = country_of(large, rural)
    cut = lists.by_agency(crowded.told.by_people["rural"], uri=uris.people("rural"))
    found = lists.places(crowded)

    assert len(cut) > 3
    assert found.keys() == large.portfolio.agencies.keys()
    for agency in large.portfolio.agencies:
        having = [one for one in cut if any(row.agency == agency for row in one.rows)]
        assert found[agency] == {"rural": having[0].uri}


def rural_only(told: Told) -> Told:
    """The agency as if all that it promised were for rural communities."""
    return told._replace(actions=tuple(one._replace(people=("rural",)) for one in told.actions))


def test_the_first_sheet_says_which_agencies_are_where(large, pages):
    names = {one.name for one in large.portfolio.agencies.values()}
    page = pages[uris.year(most_used(large))]
    told = page.body.partition("## Agencies from A to Z")[2].partition("## ")[0]
    cut = sheets_of(page.uri, pages)

    assert len(cut) > 1
    assert [normpath(join(dirname(page.uri), one)) for one in LINK.findall(told)] == [
        one.uri for one in cut
    ]
    assert sum(name in told for name in names) >= len(cut)
    headings = [
        name for one in cut for name in re.findall(r"^## (.*) \{: #agency-", one.body, re.MULTILINE)
    ]
    assert all(one.casefold() <= other.casefold() for one, other in pairwise(headings))


def most_used(large: View) -> str:
    """The year in which the most is due."""
    return Counter(due_year(one) for one in large.promised).most_common(1)[0][0]


def test_every_change_is_on_the_page_of_its_month_once(large, pages):
    months = [uri for uri in links(pages[uris.CHANGES]) if uri.startswith("changes/")]
    shown = [page.body.count('class="tl__k') for uri in months for page in sheets_of(uri, pages)]

    assert sorted(months, reverse=True) == months
    assert sum(shown) == len(large.changes)
    for uri in months:
        month = uri.removeprefix("changes/").removesuffix(".md")
        found = [one for one in large.changes if f"{one.day:%Y-%m}" == month]
        cut = sheets_of(uri, pages)
        assert sum(page.body.count('class="tl__k') for page in cut) == len(found), uri


def test_the_front_page_shows_the_agencies_with_the_most_overdue_and_leads_to_all(large, pages):
    page = pages[uris.OVERVIEW]
    board = page.body.partition("## Agency by agency")[2]
    overdue = [int(one) for one in re.findall(r'class="over">.*?</svg> (\d+)<', board)]

    assert board.count("\n| [") == 20 < len(large.portfolio.agencies)
    assert overdue == sorted(overdue, reverse=True)
    assert uris.AGENCIES in links(page)
    assert {uris.agency(one) for one in large.portfolio.agencies} <= set(
        links(pages[uris.AGENCIES])
    )


def test_every_action_can_be_reached_by_links_from_the_front_page(large, pages):
    seen: set[str] = set()
    ahead = {uris.OVERVIEW, uris.AGENCIES, uris.FIND, uris.CHANGES}
    while ahead:
        seen |= ahead
        ahead = {link for uri in ahead for link in links(pages[uri])} & pages.keys() - seen

    assert {uris.action(one.plan, one.action) for one in large.placed} <= seen
    assert {uri for uri, page in pages.items() if page.kind in ("list", "changes")} <= seen


# One agency that has very much --------------------------------------------------------------------

PARTS = 25
ACTIONS = 150
LONG = "a title that takes its time to come to the point, as some do, and takes yet more of it"


def crowd(folder: Path, root: Path) -> View:
    """An agency with a plan of very many actions, all for one service, and very many parts."""
    agency = {"jurisdiction": "Made-up", "government": "state", "fiscal_year_starts": 7}
    whole = {"name": "The Whole", "services": [{"id": "help", "name": "Help"}], **agency}
    goals = [
        {
            "id": f"goal-{goal}",
            "title": f"Goal {goal}",
            "services": ["help"],
            "actions": [
                {
                    "id": f"act-{goal}-{number}",
                    "title": f"Do thing {number} of goal {goal}: {LONG}, {LONG}",
                }
                for number in range(ACTIONS)
            ],
        }
        for goal in (1, 2)
    ]
    plan = {"kind": "equity", "title": "A plan", "state": "active", "goals": goals}
    files = {"whole/agency.yaml": whole, "whole/plan/plan.yaml": plan}
    for number in range(PARTS):
        part = {"name": f"Part {number:02}", "parent": "whole", **agency}
        files[f"part-{number}/agency.yaml"] = part
    for name, values in files.items():
        file = folder / "plans" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values, indent=1), encoding="utf-8")
    shutil.copytree(root / "schema", folder / "schema")
    project = open_project(folder)
    assert project.errors == ()
    return view(project, as_of=DAY)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory, root) -> Mapping[str, Page]:
    made = crowd(tmp_path_factory.mktemp("crowd"), root)
    return {page.uri: page for page in build_pages(made.project, as_of=DAY)}


@pytest.mark.parametrize(
    ("page", "full", "shown", "every"),
    [
        ("agencies/whole/index.md", "agencies/whole/open.md", 50, 2 * ACTIONS),
        (
            "agencies/whole/services/help.md",
            "agencies/whole/services/help/actions.md",
            50,
            2 * ACTIONS,
        ),
        (
            "plans/whole/plan/goals/goal-1.md",
            "plans/whole/plan/goals/goal-1/actions.md",
            50,
            ACTIONS,
        ),
    ],
)
def test_a_page_that_cannot_hold_all_actions_shows_some_and_leads_to_all(
    crowded, page, full, shown, every
):
    assert len(listed_on(crowded[page])) == shown
    assert full in links(crowded[page])
    cut = sheets_of(full, crowded)
    listed = [uri for one in cut for uri in listed_on(one)]

    assert len(cut) > 1
    assert len(listed) == len(set(listed)) == every
    assert set(listed_on(crowded[page])) <= set(listed)
    assert cut[0].crumbs[-1].uri == page
    assert cut[1].crumbs[-1].uri == full


def test_a_plan_that_cannot_show_all_its_actions_shows_the_first_of_each_goal(crowded):
    page = crowded["plans/whole/plan/index.md"]

    assert [uri.split("-")[1] for uri in listed_on(page)] == ["1"] * 30 + ["2"] * 30
    assert page.body.count(f"All {ACTIONS} actions") == 2


def test_an_agency_with_very_many_parts_lists_them_on_a_page_of_their_own(crowded):
    page = crowded["agencies/whole/index.md"]
    parts = [uri for uri in links(crowded["agencies/whole/parts.md"]) if "/part-" in uri]

    assert len(parts) == len(set(parts)) == PARTS
    assert "agencies/whole/parts.md" in links(page)
    assert not [uri for uri in links(page) if "/part-" in uri]
