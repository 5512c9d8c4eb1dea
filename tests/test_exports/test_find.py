"""The file behind “Find an action” holds every action with the values it can be narrowed by."""

from __future__ import annotations

import html
import json
import re

from equity_plans import addresses
from equity_plans.exports.find import when_words
from equity_plans.facets import facets
from equity_plans.pages.inline import due_words
from equity_plans.view import by_urgency


def found(publication, written):
    return json.loads(written(publication, addresses.FIND_ROWS)[addresses.FIND_ROWS])


def test_every_action_is_there_once_with_its_page_most_urgent_first(real, written):
    rows = found(real, written)["rows"]
    expected = [
        addresses.address(addresses.action(one.plan, one.action))
        for one in by_urgency(real.view.promised)
    ]
    assert [row[0] for row in rows] == expected


def test_the_values_of_an_action_are_those_of_its_facets(real, written):
    told = found(real, written)
    assert [one["name"] for one in told["facets"]] == [one.name for one in facets(real.view)]
    for one, (*_, values) in zip(by_urgency(real.view.promised), told["rows"], strict=True):
        for facet, named, places in zip(facets(real.view), told["facets"], values, strict=True):
            assert tuple(named["values"][place][0] for place in places) == facet.of(one)


def test_the_status_comes_first_and_every_action_has_one(real, written):
    told = found(real, written)
    assert told["facets"][0]["name"] == "status"
    assert {len(values[0]) for *_, values in told["rows"]} == {1}


def test_the_words_of_a_date_are_those_of_the_lists(real):
    for one in real.view.placed:
        listed = re.sub(r"<[^>]+>|\*\*", "", due_words(one, real.view.schemas))
        assert when_words(one, real.view.schemas) == html.unescape(listed)


def test_hostile_text_stays_text(hostile, written, text):
    for row in found(hostile, written)["rows"]:
        assert text.startswith(row[1]) or len(row[1]) < len(text)
