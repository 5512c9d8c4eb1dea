"""Every page leads to its own data, and every such lead is a file that is there."""

from __future__ import annotations

from equity_plans import addresses
from equity_plans.exports.alternates import exports_of
from equity_plans.exports.feeds import ATOM
from equity_plans.pages import build_pages


def named(page):
    found = exports_of(page)
    assert len({one.name for one in found}) == len(found)
    return {one.name: one.uri for one in found}


def test_every_page_about_plans_leads_to_its_json_and_to_files_that_are_there(real, written):
    there = set(written(real))
    guides = set()
    for page in build_pages(real.view.project, as_of=real.view.as_of):
        found = named(page.uri)
        assert set(found.values()) <= there, page.uri
        if "JSON" not in found and "JSON Schema" not in found:
            guides.add(page.kind)
    assert guides <= {"fields", "rule", "rules"}


def test_a_plan_and_an_action_lead_to_everything_of_theirs(real):
    for one in real.view.placed[:3]:
        plan = named(addresses.plan(one.plan))
        action = named(addresses.action(one.plan, one.action))
        assert (
            set(plan)
            == set(action)
            == {
                *("JSON", "Feed", "Calendar"),
                *("Citation", "BibTeX", "CSL-JSON", "Badge", "Card"),
            }
        )
        assert plan["JSON"] == addresses.plan_api(one.plan)
        assert action["JSON"] == addresses.action_api(one.plan, one.action)
        assert action["Feed"] == plan["Feed"] == addresses.feed("plan", one.plan.key)
        assert action["Card"] == addresses.beside(
            addresses.action(one.plan, one.action), "card.html"
        )


def test_what_follows_a_list_follows_what_it_lists_by(real, written):
    assert named(addresses.topic("language"))["Feed"] == addresses.feed("topic", "language")
    assert named(addresses.people("rural"))["Feed"] == addresses.feed("people", "rural")
    assert named(addresses.state("overdue"))["Feed"] == addresses.STATUS_FEED
    assert named(addresses.year("2024")) == {"JSON": addresses.list_api("year", "2024")}
    assert ATOM.encode() in written(real, "feeds/")[addresses.feed("topic", "language")]


def test_a_guide_has_no_data_of_its_own():
    assert exports_of(addresses.CONTRIBUTE) == ()
    assert exports_of(addresses.rule("EP101")) == ()


def test_a_page_in_another_language_has_the_data_of_the_same_page():
    page = addresses.topic("language")
    assert exports_of(f"es/{page}") == exports_of(page)
    assert exports_of(f"es/{addresses.OVERVIEW}") == exports_of(addresses.OVERVIEW)
