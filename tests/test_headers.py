"""A host is told once what to send, and every host is told the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.browser.served import CSP, headers_of

from equity_plans.publish.headers import CARD_POLICY, POLICY, headers_file

GUIDE = Path(__file__).parents[1] / "site" / "pages" / "contribute" / "publish.md"


def test_the_policy_lets_nothing_in_that_is_not_the_sites_own():
    allowed = dict(part.split(" ", 1) for part in POLICY.split("; "))

    assert allowed.pop("default-src") == "'none'"
    assert allowed.pop("img-src") == "'self' data:"
    assert {allowed.pop("base-uri"), allowed.pop("frame-ancestors")} == {"'none'"}
    assert set(allowed.values()) == {"'self'"}
    assert "unsafe" not in POLICY


def test_a_card_may_be_framed_and_runs_nothing_and_no_other_page_may():
    rules = headers_file("https://plans.example/")
    card = headers_of(rules, "/plans/ssa/equity-2023/actions/one/card.html")[CSP]
    page = headers_of(rules, "/plans/ssa/equity-2023/actions/one/")[CSP]

    assert (card, page) == (CARD_POLICY, POLICY)
    assert "frame-ancestors *" in card
    assert "script-src" not in card
    assert page.endswith("frame-ancestors 'none'")


@pytest.mark.parametrize("path", ["/", "/assets/equity.css", "/404.html", "/api/v1/index.json"])
def test_every_file_is_sent_with_the_policy_and_as_what_it_is(path):
    sent = headers_of(headers_file("https://plans.example/"), path)

    assert sent[CSP] == POLICY
    assert sent["X-Content-Type-Options"] == "nosniff"


def test_programs_on_other_sites_may_read_the_data_and_nothing_else():
    rules = headers_file("https://plans.example/")

    for path in ("/api/v1/index.json", "/feeds/all.xml", "/data/actions.csv", "/calendars/all.ics"):
        assert headers_of(rules, path)["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in headers_of(rules, "/plans/ssa/")


def test_in_a_folder_of_a_host_the_rules_are_for_that_folder():
    rules = headers_file("https://plans.example/demo/")

    assert headers_of(rules, "/demo/plans/")[CSP] == POLICY
    assert headers_of(rules, "/elsewhere/") == {}


def test_the_guide_tells_nginx_apache_and_caddy_the_same():
    guide = GUIDE.read_text(encoding="utf-8")

    assert guide.count(f'"{POLICY}"') == 3
    assert guide.count(f'"{CARD_POLICY}"') == 3
