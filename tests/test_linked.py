"""What pages say of themselves to search engines is true, whole, and cannot leave its element."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from equity_plans import addresses
from equity_plans.exports import EXPORTS
from equity_plans.pages import build_pages
from equity_plans.pages.linked import linked_data
from equity_plans.pages.page import Page
from equity_plans.project import open_project
from equity_plans.view import Site, view

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 22)
URL = "https://plans.example/record/"
SITE = Site(url=URL, name="Plans")
KNOWN = {
    *("WebPage", "WebSite", "BreadcrumbList", "ListItem", "GovernmentOrganization"),
    *("ContactPoint", "GovernmentService", "CreativeWork", "Dataset", "DataDownload"),
}
"""The types of schema.org that truly fit; an action is none of its actions."""


@pytest.fixture(scope="module")
def project():
    return open_project(ROOT / "demo", schema=ROOT / "schema")


@pytest.fixture(scope="module", params=[("en",), ("en", "es")], ids="-".join)
def pages(request, project):
    return {
        page.uri: page
        for page in build_pages(project, as_of=DAY, site=SITE, languages=request.param)
    }


def graph(page: Page) -> list[dict]:
    told = json.loads(page.linked)
    assert told["@context"] == "https://schema.org"
    return told["@graph"]


def of_type(page: Page, kind: str) -> dict:
    (found,) = [one for one in graph(page) if one["@type"] == kind]
    return found


def nodes(value):
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from nodes(one)
    elif isinstance(value, list):
        for one in value:
            yield from nodes(one)


def test_every_page_says_what_it_is_and_how_it_was_reached(pages):
    guides = ROOT / "site" / "pages"
    by_hand = {path.relative_to(guides).as_posix() for path in guides.rglob("*.md")}
    there = {addresses.address(uri) for uri in by_hand | pages.keys()}
    for page in pages.values():
        told = of_type(page, "WebPage")
        assert told["url"] == told["@id"] == URL + addresses.address(page.uri)
        assert told["name"] == page.title
        steps = told.get("breadcrumb", {}).get("itemListElement", [])
        assert [one["name"] for one in steps[:-1]] == [crumb.title for crumb in page.crumbs]
        assert [one["position"] for one in steps] == list(range(1, len(steps) + 1))
        for one in steps:
            assert one["item"].removeprefix(URL) in there


def test_only_words_that_fit_are_used_and_nothing_is_empty(pages):
    for page in pages.values():
        for node in nodes(graph(page)):
            assert set(node) == {"@id"} or node["@type"] in KNOWN
            assert all(value not in (None, "", [], {}) for value in node.values()), page.uri


def test_what_a_page_is_about_is_told_on_it_and_is_the_same_on_every_page(pages):
    told: dict[str, dict] = {}
    for page in pages.values():
        about = of_type(page, "WebPage").get("about")
        if about:
            (thing,) = [one for one in graph(page) if one["@id"] == about["@id"]]
            told.setdefault(about["@id"], thing)
            if not page.uri.startswith("es/"):
                assert {**thing, "url": 0} == {**told[about["@id"]], "url": 0}
    kinds = {one["@type"] for one in told.values()}
    assert kinds == {"GovernmentOrganization", "GovernmentService", "CreativeWork", "Dataset"}


def test_a_plan_is_told_as_the_work_of_its_agency(pages, project):
    for key, plan in project.portfolio.plans.items():
        page = pages.get(f"plans/{key}/index.md")
        if page is None:  # not public by then
            continue
        told = of_type(page, "CreativeWork")
        assert told["name"] == plan.title
        assert told["author"] == {"@id": f"{URL}agencies/{plan.agency}/#agency"}
        agency = of_type(pages[addresses.agency(plan.agency)], "GovernmentOrganization")
        assert agency["@id"] == told["author"]["@id"]
        assert agency["name"] == project.portfolio.agencies[plan.agency].name
        if "datePublished" in told:
            assert re.fullmatch(r"\d{4}(-\d\d){0,2}", told["datePublished"])


def test_the_data_are_told_as_a_data_set_with_what_can_be_downloaded(pages):
    told = of_type(pages[addresses.DATA], "Dataset")
    named = {one["contentUrl"].removeprefix(URL) for one in told["distribution"]}

    assert "data/equity-plans.sqlite" in named
    assert named <= {one.uri for one in EXPORTS}
    assert told["dateModified"] == "2026-11-22"


def test_the_front_page_names_the_site(pages):
    assert of_type(pages[addresses.OVERVIEW], "WebSite")["name"] == "Plans"


def test_without_an_address_a_page_says_nothing_of_the_kind(project):
    assert {page.linked for page in build_pages(project, as_of=DAY)} == {""}


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]>&amp;",
        "a\u2028b\x85c",
        '"\\',
        "é😀",
    ],
)
def test_hostile_text_comes_back_as_typed_and_cannot_leave_its_element(project, text):
    looked = replace(view(project, as_of=DAY), site=SITE)
    page = Page(uri=addresses.DATA, title=text, body="", kind="data", description=text)
    page = page._replace(linked=linked_data(page, looked))

    assert page.linked.isascii()
    assert page.linked.isprintable()
    assert not set("<>&") & set(page.linked)
    told = of_type(page, "WebPage")
    assert told["name"] == told["description"] == text
