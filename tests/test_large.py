"""A site that is larger than its pages may be: what a visit costs stays what it was."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from urllib.parse import urljoin

import pytest
from tests.browser.built import ERROR_PAGE, HtmlPage, text_of
from tests.browser.finder import Finder

from equity_plans.exports.find.files import FIRST

FIRST_VIEW = 70 * 1024
NEXT_VIEW = 15 * 1024
"""So many bytes, packed, may the first page and any other cost, whatever the size of the site."""

FIRST_QUERY = 250 * 1024
"""And so many the first query, with everything that it needs beside the page."""

COUNTRY = 25_000
"""So many actions the budget of a query is for."""

OTHERS = 10
"""So many pages that are not actions are shown with what was found."""


@pytest.fixture(scope="module")
def finder(large_site) -> Finder:
    return Finder(site=large_site)


def test_no_page_costs_more_than_its_budget(large_site):
    shared = large_site.fetched(large_site.pages[""])

    def spent(page: HtmlPage) -> tuple[int, int]:
        own = large_site.packed(large_site.file(page)) if page.path != ERROR_PAGE else 0
        if page.kind == "find":
            own += large_site.packed("find/actions.json")  # its script asks for it
        fetched = large_site.fetched(page)
        return (
            own + sum(map(large_site.packed, fetched)),
            own + sum(map(large_site.packed, fetched - shared)),
        )

    costs = {page.path: spent(page) for page in large_site.pages.values()}
    assert {
        path: cost for path, cost in costs.items() if cost[0] > FIRST_VIEW or cost[1] > NEXT_VIEW
    } == {}


def pieces_of(finder: Finder, word: str) -> list[str]:
    """The files of the index that a query for a word reads."""
    starts = finder.site.json("find/words.json")
    begins = word[: max(5, len(word) - 7)]
    first = max(0, bisect_right(starts, begins) - 1)
    last = max(0, bisect_right(starts, begins + "\uffff") - 1)
    return [f"find/words/{number}.json" for number in range(first, last + 1)]


def test_a_first_query_costs_no_more_than_its_budget_in_a_country_either(finder):
    """Two words and a facet, with everything shown from pieces that nothing else is shown from."""
    site = finder.site
    actions = len(finder.entries)
    index = {word: site.packed(pieces_of(finder, word)[0]) for word in finder.words}
    worst = max(index.values()) * 2 * 2  # each word may begin in one piece and end in the next
    values = site.packed("find/values.json") * COUNTRY / actions
    directory = site.packed("find/words.json") * COUNTRY / actions
    names = site.packed("find/agency.json") * COUNTRY / actions

    def largest(kind: str) -> int:
        return max(site.packed(name) for name in site.files if name.startswith(f"find/{kind}/"))

    shown = (FIRST + OTHERS) * (largest("rows") + largest("texts"))

    assert actions > 700
    assert values + directory + names + worst + shown < FIRST_QUERY


def test_what_comes_with_the_find_page_does_not_grow_with_the_country(finder, whole_site):
    small = Finder(site=whole_site)
    assert len(finder.entries) > 4 * len(small.entries)

    assert len(finder.first["rows"]) == len(small.first["rows"]) == FIRST
    assert finder.site.packed("find/actions.json") < 1.25 * whole_site.packed("find/actions.json")


def test_every_page_can_be_reached_by_links_from_the_front_page(large_site):
    reached: set[str] = set()
    ahead = [large_site.url]
    while ahead:
        file, _ = large_site.target(ahead.pop())
        if file is not None and file.endswith("index.html") and file not in reached:
            reached.add(file)
            ahead += large_site.pages[file.removesuffix("index.html")].links()

    made = {large_site.file(page) for page in large_site.pages.values() if page.path != ERROR_PAGE}
    assert made - reached == set()


def test_the_sheets_of_a_list_name_one_another_for_machines_and_for_people(large_site):
    cut = 0
    for page in large_site.pages.values():
        for rel, words in (("prev", "Previous page"), ("next", "Next page")):
            named = [urljoin(page.url, one) for one in page.all(f"//link[@rel='{rel}']/@href")]
            links = [a.get("href") for a in page.main.iter("a") if text_of(a) == words]
            shown = [urljoin(page.url, one) for one in links]
            assert named == shown, page.path
            cut += len(named)
        assert page.all("//link[@rel='canonical']/@href") == [page.url] or page.path == ERROR_PAGE
    assert cut > 10


def test_lists_hold_what_the_data_say_sheet_after_sheet(large_site, finder):
    for facet in ("status", "people", "topic", "year"):
        listed: Counter[tuple[str, str]] = Counter()
        for page in large_site.of_kind("list"):
            if page.path.startswith(f"find/{facet}/"):
                value = page.path.split("/")[2]
                listed.update((value, url) for url in page.links(page.main) if "/actions/" in url)
        assert listed == Counter(
            (value, large_site.url + one.address)
            for one in finder.entries
            for value in one.values[facet]
        )
