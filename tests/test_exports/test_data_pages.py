"""The pages about the data name every export, every column and every path, and lead to them."""

from __future__ import annotations

import html
import posixpath
import re

import pytest

from equity_plans import addresses
from equity_plans.exports import EXPORTS, Group
from equity_plans.exports.openapi import openapi_document
from equity_plans.pages import country_of, data, summary

LINK = re.compile(r"\]\(([^)#:]+)(?:#([^)]+))?\)")


@pytest.fixture(scope="module")
def country(real):
    return country_of(real.view, [summary(real.view, one) for one in real.view.portfolio.agencies])


@pytest.fixture(scope="module")
def pages(country):
    return {one.uri: html.unescape(one.make().body) for one in data.pages(country)}


def links(uri, body):
    """Where the links of a page lead, from the top of the site, and the place on the page."""
    folder = posixpath.dirname(uri)
    return {
        (posixpath.normpath(posixpath.join(folder, to)), place) for to, place in LINK.findall(body)
    }


def test_every_export_is_on_the_page(pages):
    for export in EXPORTS:
        if export.group != Group.SITE:
            assert f"<code>{export.uri}</code>" in pages[addresses.DATA], export.uri
            assert export.description in pages[addresses.DATA]


def test_every_link_leads_to_a_file_or_a_page(real, pages, written):
    there = set(written(real)) | set(pages)
    for uri, body in pages.items():
        found = links(uri, body)
        assert found
        assert {to for to, _ in found} <= there


def test_every_link_to_a_table_leads_to_its_columns(real, pages):
    anchors = set(re.findall(r"\{: #(\w+)", pages[addresses.DATA_TABLES]))
    assert anchors == set(real.tables)
    for uri, body in pages.items():
        for to, place in links(uri, body):
            assert not place or (to == addresses.DATA_TABLES and place in anchors)


def test_every_column_is_explained(real, pages):
    for table in real.tables.values():
        _, _, after = pages[addresses.DATA_TABLES].partition(f"{{: #{table.name} ")
        section = after.partition("\n## ")[0]
        for column in table.columns:
            assert f"| <code>{column.name}</code> | {column.title}. {column.description}" in section


def test_every_table_is_told_with_its_rows(real, pages):
    for table in real.tables.values():
        rows = sum(1 for _ in table.things)
        told = f"data/{table.name}.csv) | {table.description} | {rows:,} |"
        assert told in pages[addresses.DATA], table.name


def test_every_path_of_the_api_is_explained(real, pages):
    document = openapi_document(real)
    for path in document["paths"]:
        assert path in pages[addresses.DATA_API]


def test_every_agency_and_plan_has_its_feed_calendar_and_file(real, pages):
    found = {to for to, _ in links(addresses.DATA, pages[addresses.DATA])}
    for agency in real.view.portfolio.agencies:
        assert addresses.feed("agency", agency) in found
        assert addresses.calendar("agency", agency) in found
        assert addresses.agency_api(agency) in found
    for key, plan in real.view.portfolio.plans.items():
        assert addresses.feed("plan", key) in found
        assert addresses.calendar("plan", key) in found
        assert addresses.plan_api(plan) in found


def test_a_country_is_not_listed_on_one_page(country, monkeypatch):
    monkeypatch.setattr(data, "MOST_LISTED", 1)
    body = next(one.make().body for one in data.pages(country) if one.uri == addresses.DATA)
    found = {to for to, _ in links(addresses.DATA, body)}
    assert addresses.AGENCIES in found
    assert not [to for to in found if to.startswith(("feeds/plan/", "feeds/agency/"))]


def test_the_page_shows_how_a_card_is_put_into_another_page(real, pages):
    (shown,) = re.findall(r'<iframe src="([^"]+)"', pages[addresses.DATA])
    assert re.fullmatch(r".*plans/AGENCY/PLAN/actions/ACTION/card\.html", shown)
