"""The site in a real browser: for every eye, by keyboard, without scripts, on paper."""

from __future__ import annotations

import io
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from pypdf import PdfReader
from tests.browser.built import ERROR_PAGE, HtmlPage, Site, headings, text_of
from tests.browser.chromium import (
    ALONE,
    DESK,
    NARROW,
    NONE_HERE,
    PATIENCE,
    PHONE,
    Tab,
    chromium,
    open_tab,
    violations,
)
from tests.browser.finder import Finder
from tests.browser.served import Host, serving

pytestmark = pytest.mark.browser

KINDS = (
    *("overview", "agencies", "agency", "service", "plan", "goal", "action"),
    *("find", "list", "changes", "authorities", "data", "how", "queue"),
    *("contribute", "fields", "rules", "rule", "text"),
)
"""Every kind of page; a test below says so."""

UNDER_WAY = ("overview", "agency", "plan", "goal", "action", "list")
"""The kinds that look different while plans run: what is overdue, late, corrected, withheld."""

IN_SPANISH = (
    *("overview", "agencies", "agency", "service", "plan", "goal", "action"),
    *("find", "list", "changes", "authorities", "how", "queue"),
)
"""The kinds that are there in Spanish too."""

LAYOUTS = ("overview", "find", "list", "agency", "plan", "action", "how", "contribute")
"""The kinds that are laid out each in its own way; the others are like one of them."""

SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])

NewTab = Callable[..., AbstractContextManager[Tab]]

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(NONE_HERE)
        pytest.skip(NONE_HERE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(ALONE))
        yield started
        started.close()


@pytest.fixture
def new_tab(browser) -> NewTab:
    """Opens a tab of somebody who has never been here."""
    return partial(open_tab, browser)


@pytest.fixture(scope="module")
def host(whole_site) -> Iterator[Host]:
    """A host of the project's own site."""
    with serving(whole_site) as one:
        yield one


@pytest.fixture(scope="module")
def demo_host(demo_site) -> Iterator[Host]:
    """A host of the demo, whose plans are under way, in a folder."""
    with serving(demo_site) as one:
        yield one


@pytest.fixture(scope="module")
def spanish_host(demo_host) -> Host:
    """The host of the demo, for somebody who reads Spanish."""
    return replace(demo_host, site=replace(demo_host.site, language="es"))


def test_no_kind_of_page_is_forgotten_below(whole_site, demo_site, spanish_host):
    assert whole_site.kinds == demo_site.kinds == set(KINDS)
    assert spanish_host.site.kinds == set(IN_SPANISH)


# For every eye ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_wrong_with_any_kind_of_page(kind, host, new_tab):
    with new_tab() as tab:
        tab.page.goto(host.at(host.site.examples[kind].path))
        assert violations(tab) == []


@pytest.mark.parametrize("kind", UNDER_WAY)
def test_axe_finds_nothing_wrong_while_plans_are_under_way(kind, demo_host, new_tab):
    with new_tab() as tab:
        tab.page.goto(demo_host.at(demo_host.site.examples[kind].path))
        assert violations(tab) == []


@pytest.mark.parametrize("kind", IN_SPANISH)
def test_axe_finds_nothing_wrong_with_any_kind_of_page_in_spanish(kind, spanish_host, new_tab):
    with new_tab() as tab:
        tab.page.goto(spanish_host.at(spanish_host.site.examples[kind].path))
        assert violations(tab) == []


@pytest.mark.parametrize("kind", IN_SPANISH)
def test_longer_spanish_words_fit_the_narrowest_screen(kind, spanish_host, new_tab):
    with new_tab(NARROW) as tab:
        tab.page.goto(spanish_host.at(spanish_host.site.examples[kind].path))
        assert too_wide(tab.page) == []


def test_a_search_in_spanish_finds_by_spanish_words_and_leads_to_spanish_pages(
    spanish_host, new_tab
):
    with new_tab() as tab:
        tab.page.goto(spanish_host.at("es/"))
        tab.page.get_by_role("searchbox").fill("transporte")
        tab.page.get_by_role("searchbox").press("Enter")
        found = tab.page.locator("#eq-rows > li a")
        found.first.wait_for()
        expect(tab.page.locator("#eq-count")).to_contain_text("acciones")
        expect(found.first).to_have_attribute("lang", "en")
        address = found.first.evaluate("(link) => link.href")
        assert address.startswith(spanish_host.at("es/plans/"))
        assert violations(tab) == []


def test_a_reader_changes_the_language_on_the_page_they_are_on(spanish_host, new_tab):
    page = spanish_host.site.examples["action"]
    with new_tab() as tab:
        tab.page.goto(spanish_host.at(page.path))
        tab.page.get_by_role("link", name="English", exact=True).click()
        expect(tab.page.locator("html")).to_have_attribute("lang", "en")
        assert tab.page.url == spanish_host.at(page.path.removeprefix("es/"))
        tab.page.get_by_role("link", name="Español", exact=True).click()
        expect(tab.page.locator("html")).to_have_attribute("lang", "es")
        assert tab.page.url == spanish_host.at(page.path)


def test_axe_finds_nothing_wrong_with_the_card_of_an_action(host, new_tab):
    with new_tab() as tab:
        tab.page.goto(host.at(host.site.cards[0].path))
        assert violations(tab) == []


def test_axe_finds_nothing_wrong_with_what_a_search_finds(host, needle, new_tab):
    page, word = needle
    with new_tab() as tab:
        open_finder(tab, host, f"?q={word}")
        row(tab, page).wait_for()
        assert violations(tab) == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_has_to_be_scrolled_sideways_on_the_narrowest_screen(kind, host, new_tab):
    with new_tab(NARROW) as tab:
        tab.page.goto(host.at(host.site.examples[kind].path))
        assert too_wide(tab.page) == []


def too_wide(page: Page) -> list[str]:
    """What makes the page wider than the screen, if anything does."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
            [...document.querySelectorAll("body *")]
                .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
                .map((one) => `${one.tagName}.${one.className}`).slice(0, 9)"""
    )


MORE_SPACE = """
    * { line-height: 1.5 !important; letter-spacing: .12em !important }
    * { word-spacing: .16em !important }
    p { margin-block-end: 2em !important }"""

CUT_OFF = """() => [...document.querySelectorAll("header *, main *, footer *")]
    .filter((one) => one.checkVisibility() && !one.children.length && one.textContent.trim()
        && one.offsetWidth > 1 && !one.closest("svg, .scroll, pre")
        && (one.scrollWidth > one.clientWidth + 2 || one.scrollHeight > one.clientHeight + 2)
        && getComputedStyle(one).overflow !== "visible")
    .map((one) => one.outerHTML.slice(0, 200))"""


def test_nothing_is_cut_off_when_the_reader_wants_more_space_between_letters(host, new_tab):
    with new_tab(PHONE, bypass_csp=True) as tab:
        for page in host.site.examples.values():
            tab.page.goto(host.at(page.path))
            tab.page.add_style_tag(content=MORE_SPACE)
            assert tab.page.evaluate(CUT_OFF) == [], page.path


def test_colours_that_the_reader_forces_keep_what_shapes_and_lines_say(host, new_tab):
    with new_tab(forced_colors="active") as tab:
        tab.page.goto(host.at(""))
        lines = tab.page.evaluate(
            """() => {
                const border = (one) => {
                    const style = getComputedStyle(document.querySelector(one));
                    return `${style.borderBottomStyle} ${style.borderBottomColor}`;
                };
                const bar = [...document.querySelectorAll(".bar rect")];
                return {
                    forced: matchMedia("(forced-colors: active)").matches,
                    here: border(".nav a[aria-current]"),
                    there: border(".nav a:not([aria-current])"),
                    status: border(".st"),
                    bars: new Set(bar.map((one) => getComputedStyle(one).fill)).size,
                };
            }"""
        )

    assert lines["forced"]
    assert lines["here"] != lines["there"]
    assert lines["status"].startswith("solid")
    assert lines["bars"] > 1


@pytest.mark.parametrize("kind", ["overview", "find", "action"])
def test_nothing_moves_for_who_wants_no_motion(kind, host, new_tab):
    with new_tab(reduced_motion="reduce") as tab:
        tab.page.goto(host.at(host.site.examples[kind].path))
        moving = tab.page.evaluate(
            """() => document.getAnimations()
                .map((one) => one.effect.getComputedTiming().duration).filter((one) => one > 0)"""
        )
        scrolling = tab.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")

    assert (moving, scrolling) == ([], "auto")


# What a visit costs -------------------------------------------------------------------------------


WATCH_SHIFTS = """
    window.shifts = 0;
    new PerformanceObserver((list) => {
        for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifts += one.value;
    }).observe({ type: "layout-shift", buffered: true });"""


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What the first visit to a page took."""

    asked: list[str]
    """The files that were asked for."""

    shifts: float
    """How much of the page moved, how far, while it loaded."""


@pytest.fixture(scope="module", params=[DESK, PHONE], ids=["desk", "phone"])
def visits(request, browser, whole_site) -> Mapping[str, Visit]:
    """The first visit to a page of each layout, on a host that is slow with all but the page."""
    late = {".woff2": 0.3, ".js": 0.2, "find/actions.json": 0.2}
    found = {}
    with serving(whole_site, late=late) as host:
        for page in (whole_site.examples[kind] for kind in LAYOUTS):
            with open_tab(browser, request.param) as tab:
                tab.page.add_init_script(WATCH_SHIFTS)
                tab.page.goto(host.at(page.path))
                tab.page.evaluate("document.fonts.ready")
                if page.kind == "find":
                    tab.page.locator("#eq-rows > li").first.wait_for()
                tab.page.wait_for_timeout(100)
                found[page.path] = Visit(
                    asked=[url.removeprefix(host.address) for url in tab.asked],
                    shifts=tab.page.evaluate("shifts"),
                )
    return found


def test_nothing_shifts_while_a_page_loads_even_when_its_font_is_late(visits):
    assert {path: visit.shifts for path, visit in visits.items() if visit.shifts} == {}


def test_a_page_fetches_what_its_budget_counts_and_nothing_more(visits, whole_site):
    for path, visit in visits.items():
        page = whole_site.pages[path]
        data = {"find/actions.json"} if page.kind == "find" else set()

        assert set(visit.asked) <= {path, *whole_site.fetched(page), *data}
        assert {"assets/equity.css", "assets/fonts/public-sans-latin.woff2"} <= set(visit.asked)
        assert len(visit.asked) == len(set(visit.asked)), path


def visit_every_kind(tab: Tab, host: Host) -> None:
    for page in host.site.examples.values():
        if page.path != ERROR_PAGE:  # its address is answered with an error, which is its point
            tab.page.goto(host.at(page.path))


def test_browsing_searching_and_filtering_trouble_nobody(host, needle, new_tab):
    """No error, no broken policy, no failed request, nothing from or to anywhere else."""
    page, word = needle
    with new_tab() as tab:
        visit_every_kind(tab, host)
        open_finder(tab, host)
        ask(tab, word)
        row(tab, page).wait_for()
        tab.page.locator(".fac input").first.check()
        tab.page.locator("#eq-clear").click()
        tab.page.locator("#eq-rows a").first.click()
        tab.page.locator("h1").wait_for()
        tab.page.wait_for_load_state("networkidle")

        assert tab.troubles == []
        assert {urlsplit(url).netloc for url in tab.asked} == {urlsplit(host.address).netloc}


def test_no_page_keeps_anything_about_its_reader(host, new_tab):
    with new_tab() as tab:
        tab.page.goto(host.at(""))
        open_finder(tab, host)
        kept = tab.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
        assert (kept, tab.page.context.cookies()) == ([0, 0, ""], [])


# By keyboard --------------------------------------------------------------------------------------


WHERE = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    one.dataset.met = "";
    const box = [...one.getClientRects()].find((box) => box.width && box.height);
    const [left, right] = box ? [Math.max(box.left, 0), Math.min(box.right, innerWidth)] : [0, 0];
    const [top, bottom] = box ? [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)] : [0, 0];
    const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const style = getComputedStyle(one);
    return {
        name: (one.ariaLabel || one.labels?.[0]?.textContent || one.textContent).trim()
            || one.tagName,
        onScreen: left < right && top < bottom,
        covered: !there || !(one.contains(there) || there.contains(one)),
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    };
}"""

NOT_MET = """() => [...document.querySelectorAll(
        "a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((one) => !("met" in one.dataset) && !one.disabled && one.checkVisibility())
    .map((one) => one.outerHTML.slice(0, 200))"""


def walk(tab: Tab) -> list[dict[str, Any]]:
    """Everything that the Tab key meets, from the beginning of the page to its end."""
    met = []
    while len(met) < 1000:
        tab.page.keyboard.press("Tab")
        where = tab.page.evaluate(WHERE)
        if where is None:
            return met
        met.append(where)
    pytest.fail("the keyboard never comes to the end of the page")


@SIZES
@pytest.mark.parametrize("kind", ["overview", "find", "action", "plan", "contribute"])
def test_the_keyboard_meets_everything_and_always_shows_where_it_is(kind, size, host, new_tab):
    with new_tab(size) as tab:
        if kind == "find":
            open_finder(tab, host)
        else:
            tab.page.goto(host.at(host.site.examples[kind].path))
        met = walk(tab)

        assert [one for one in met if not one["onScreen"] or one["covered"]] == []
        assert [one for one in met if not one["outlined"]] == []
        assert tab.page.evaluate(NOT_MET) == []
        names = [" ".join(one["name"].split()) for one in met]
        head = host.site.examples[kind].all("//header//a[@class='lang'] | //header//nav//a")
        assert names[: 4 + len(head)] == [
            "Skip to main content",
            "Equity Plans",
            "Search all plans",
            "Search",
            *map(text_of, head),
        ]


@SIZES
def test_the_skip_link_leads_past_the_menu(size, host, new_tab):
    page = host.site.examples["action"]
    with new_tab(size) as tab:
        tab.page.goto(host.at(page.path))
        tab.page.keyboard.press("Tab")
        tab.page.keyboard.press("Enter")

        expect(tab.page.locator("#main")).to_be_focused()
        tab.page.keyboard.press("Tab")
        assert tab.page.evaluate("document.activeElement.closest('main') !== null")


@SIZES
def test_one_can_search_and_narrow_by_keyboard_alone(size, host, needle, new_tab):
    page, word = needle
    with new_tab(size) as tab:
        tab.page.goto(host.at(""))
        for _ in range(3):
            tab.page.keyboard.press("Tab")
        tab.page.keyboard.type(word)
        tab.page.keyboard.press("Enter")
        row(tab, page).wait_for()

        tab.page.locator("#eq-words").focus()
        for _ in range(99):
            tab.page.keyboard.press("Tab")
            here = tab.page.evaluate(
                "(({ type, tagName }) => type ?? tagName)(document.activeElement)"
            )
            if here == "SUMMARY":
                tab.page.keyboard.press("Enter")  # on a phone the filters are folded
            elif here == "checkbox":
                break
        tab.page.keyboard.press("Space")

        facet = host.site.json("find/actions.json")["facets"][0]["name"]
        tab.page.wait_for_url(f"**/find/?q={word}&{facet}=*")
        assert tab.page.evaluate("document.activeElement.checked")


# Without scripts ----------------------------------------------------------------------------------


@SIZES
def test_every_kind_of_page_can_be_read_without_scripts(size, host, new_tab):
    with new_tab(size, java_script_enabled=False) as tab:
        for page in host.site.examples.values():
            tab.page.goto(host.at(page.path))
            for folded in reversed(tab.page.locator("main details:not([open]) > summary").all()):
                if folded.is_visible():
                    folded.press("Enter")
            shown = " ".join(tab.page.locator("body").inner_text().split())

            hidden = [words for _, words in headings(page) if words not in shown]
            assert hidden == list(map(text_of, page.all("//*[@hidden]//h2"))), page.path
            links = page.all("//main//a[not(ancestor::*[@hidden])]")
            assert [a for a in map(text_of, links) if a not in shown] == [], page.path


RURAL = re.compile("rural communities", re.IGNORECASE)


def test_header_search_leads_to_the_lists_without_scripts(host, new_tab):
    with new_tab(PHONE, java_script_enabled=False) as tab:
        tab.page.goto(host.at(host.site.examples["action"].path))
        box = tab.page.get_by_role("searchbox", name="Search all plans")
        box.fill("rural")
        box.press("Enter")
        tab.page.wait_for_url("**/find/?q=rural")

        expect(tab.page.locator("#eq-finder")).to_be_hidden()
        tab.page.get_by_role("link", name="Rural communities").click()
        expect(tab.page.locator("h1")).to_contain_text(RURAL)


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_what_did_dot_promise_rural_people_and_what_happened_to_it(scripts, host, new_tab):
    """By phone and by links alone, in two steps from the front page."""
    promised = {
        urlsplit(one["page_url"]).path
        for one in host.site.json("api/v1/actions.json")["actions"]
        if one["agency"] == "dot" and "rural" in one["people"]
    }
    assert promised
    with new_tab(PHONE, java_script_enabled=scripts) as tab:
        tab.page.goto(host.at(""))
        tab.page.get_by_role("link", name="Rural communities", exact=True).click()
        expect(tab.page.locator("h1")).to_contain_text(RURAL)
        tab.page.wait_for_load_state()
        entries = tab.page.get_by_role("region", name="Department of Transportation").locator("li")
        told = {
            urlsplit(one.locator("a").evaluate("a => a.href")).path: one.text_content()
            for one in entries.all()
        }
        assert told.keys() == promised
        assert all(text.startswith("Status: ") for text in told.values())

        entries.locator("a").first.click()
        verdict = tab.page.get_by_role("region", name="Where it stands")
        expect(verdict).to_contain_text("By the calendar")
        expect(verdict).to_be_in_viewport()
        expect(
            tab.page.get_by_role("link", name="Department of Transportation").first
        ).to_be_visible()


# Finding ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def needle(whole_site) -> tuple[HtmlPage, str]:
    """An action, and a word that is in its text, not in its title, and on no other page."""
    words = {
        page.path: set(re.findall(r"[a-z]{8,}", text_of(page.main).lower()))
        for page in whole_site.pages.values()
    }
    stems = Counter(stem for found in words.values() for stem in {word[:6] for word in found})
    for page in whole_site.of_kind("action"):
        if "Topics" not in page.facts:
            continue
        apart = text_of(page.one("//h1")).lower()
        for word in sorted(words[page.path]):
            if stems[word[:6]] == 1 and word[:6] not in apart:
                return page, word
    pytest.fail("no action has a word of its own")


def open_finder(tab: Tab, host: Host, asking: str = "") -> None:
    tab.page.goto(host.at(f"find/{asking}"))
    tab.page.locator("#eq-finder").wait_for()


def ask(tab: Tab, words: str) -> None:
    tab.page.locator("#eq-words").fill(words)


def row(tab: Tab, page: HtmlPage) -> Locator:
    """The entry of an action among those that were found."""
    return tab.page.locator("#eq-rows > li").filter(
        has=tab.page.locator(f"a[href$='/{page.path}']")
    )


def status(tab: Tab) -> Locator:
    return tab.page.get_by_role("status").filter(has_text="action")


def topics(site: Site, page: HtmlPage) -> tuple[str, str]:
    """A topic of an action, and one of other actions only."""
    actions = {
        one["page_url"]: one["topics"] for one in site.json("api/v1/actions.json")["actions"]
    }
    its = actions[page.url]
    others = {topic for found in actions.values() for topic in found} - set(its)
    return its[0], min(others)


def test_a_word_of_its_text_finds_an_action_and_shows_the_word(host, needle, new_tab):
    page, word = needle
    with new_tab() as tab:
        open_finder(tab, host)
        assert not [url for url in tab.asked if "find/words" in url]  # they are fetched when needed
        ask(tab, word)

        expect(row(tab, page)).to_have_count(1)
        marked = row(tab, page).locator("mark").first
        assert marked.inner_text().lower().startswith(word[:6])


def test_a_facet_finds_what_its_list_lists(host, needle, new_tab):
    page, _ = needle
    topic, _ = topics(host.site, page)
    there = host.site.pages[f"find/topic/{topic}/"]
    listed = len([url for url in there.links(there.main) if "/actions/" in url])
    total = len(host.site.of_kind("action"))
    with new_tab() as tab:
        open_finder(tab, host)
        tab.page.locator(f"#eq-topic-{topic}").check()

        expect(status(tab)).to_have_text(f"{listed} of {total} actions")
        more = tab.page.get_by_role("button", name="Show more")
        while more.is_visible():
            more.click()
        expect(tab.page.locator("#eq-rows > li")).to_have_count(listed)
        expect(row(tab, page)).to_have_count(1)
        # What a value would show is said beside it.
        beside = tab.page.locator(f".fac:has(#eq-topic-{topic}) > span")
        expect(beside).to_have_text(str(listed))


def test_words_and_facets_narrow_together(host, needle, new_tab):
    page, word = needle
    has, lacks = topics(host.site, page)
    with new_tab() as tab:
        open_finder(tab, host)
        ask(tab, word)
        row(tab, page).wait_for()
        tab.page.locator(f"#eq-topic-{has}").check()
        expect(row(tab, page)).to_have_count(1)
        tab.page.locator(f"#eq-topic-{has}").uncheck()
        tab.page.locator(f"#eq-topic-{lacks}").check()
        expect(row(tab, page)).to_have_count(0)
        tab.page.get_by_role("button", name="Clear all").click()
        expect(status(tab)).to_have_text(f"{len(host.site.of_kind('action'))} actions")


def test_the_address_keeps_what_was_asked_and_brings_it_back(host, needle, new_tab):
    page, word = needle
    topic, _ = topics(host.site, page)
    with new_tab() as tab:
        open_finder(tab, host)
        ask(tab, word)
        row(tab, page).wait_for()
        tab.page.locator(f"#eq-topic-{topic}").check()
        address = tab.page.url
        told = status(tab).inner_text()
        assert parse_qs(urlsplit(address).query) == {"q": [word], "topic": [topic]}

        row(tab, page).locator("a").click()
        expect(tab.page.locator("h1")).to_have_text(text_of(page.one("//h1")))
        tab.page.go_back()
        expect(status(tab)).to_have_text(told)
        expect(tab.page.locator(f"#eq-topic-{topic}")).to_be_checked()
    with new_tab() as tab:
        tab.page.goto(address)
        expect(status(tab)).to_have_text(told)
        expect(tab.page.locator("#eq-words")).to_have_value(word)
        expect(row(tab, page)).to_have_count(1)


def test_what_was_found_is_announced_and_nothing_found_says_what_to_do(host, new_tab):
    with new_tab() as tab:
        open_finder(tab, host)
        ask(tab, "xyzzyplugh")

        expect(status(tab)).to_have_text(re.compile(r"^0 of \d+ actions\. Try fewer words"))
        assert status(tab).get_attribute("id") == "eq-count"


def test_words_are_shown_as_words_whatever_they_are(host, new_tab):
    hostile = '"><img src=x onerror=document.title="bad"> & {{7*7}}'
    with new_tab() as tab:
        open_finder(tab, host)
        ask(tab, hostile)
        expect(status(tab)).to_contain_text("0 of")
        tab.page.reload()

        expect(tab.page.locator("#eq-words")).to_have_value(hostile)
        expect(tab.page).to_have_title(re.compile(r"^Find an action"))


def test_what_cannot_be_loaded_is_said_and_facets_go_on_working(whole_site, new_tab):
    with serving(whole_site) as broken, new_tab() as tab:
        tab.page.route("**/find/words.json*", lambda route: route.abort())
        open_finder(tab, broken)
        ask(tab, "transportation")

        expect(tab.page.locator("#eq-words-help")).to_have_text(
            "The words cannot be looked up here."
        )
        tab.page.locator(".fac input").first.check()
        expect(status(tab)).to_contain_text(" of ")


def test_the_lists_come_back_when_the_script_does_not_come(whole_site, new_tab):
    with serving(whole_site) as broken, new_tab() as tab:
        tab.page.route("**/assets/find.js", lambda route: route.abort())
        tab.page.goto(broken.at("find/"))
        expect(tab.page.locator("#eq-lists h2").first).to_be_visible()


# When there is more than a page may hold ----------------------------------------------------------


@pytest.fixture(scope="module")
def large_host(large_site) -> Iterator[Host]:
    """A host of a made-up country, small as it is."""
    with serving(large_site) as one:
        yield one


@pytest.fixture(scope="module")
def finder(large_site) -> Finder:
    return Finder(site=large_site)


def having(finder: Finder, word: str, **values: str) -> set[str]:
    """The addresses of the actions that have a word that begins so, and all of the values."""
    numbers = {
        number
        for known, (titles, texts) in finder.words.items()
        if known.startswith(word)
        for number in titles | texts
    }
    return {
        one.address
        for number, one in enumerate(finder.entries)
        if number in numbers and all(value in one.values[name] for name, value in values.items())
    }


def apart(finder: Finder) -> str:
    """A word in the texts of several actions, rural ones too, that no other word begins like."""
    starts = Counter(word[:5] for word in finder.words)
    for word, (titles, texts) in finder.words.items():
        if len(word) > 7 and starts[word[:5]] == 1 and not titles and len(texts) > 20:
            found = having(finder, word)
            if 0 < len(having(finder, word, people="rural")) < len(found) < len(finder.entries):
                return word
    pytest.fail("no word stands apart")


def shown(tab: Tab, host: Host) -> list[str]:
    """The addresses of everything that was found, however often one has to ask for more."""
    more = tab.page.get_by_role("button", name="Show more")
    while more.is_visible():
        before = tab.page.locator("#eq-rows > li").count()
        more.click()
        expect(tab.page.locator("#eq-rows > li").nth(before)).to_be_attached()
    links = tab.page.locator("#eq-rows > li a").evaluate_all("all => all.map((one) => one.href)")
    return [url.removeprefix(host.address) for url in links]


def test_a_country_is_narrowed_to_what_the_data_say(large_host, finder, new_tab):
    total = len(finder.entries)
    rural = having(finder, "", people="rural")
    both = having(finder, "", people="rural", status="overdue")
    assert 0 < len(both) < len(rural) < total
    with new_tab(PHONE) as tab:
        open_finder(tab, large_host)
        tab.page.locator("#eq-filters summary").click()
        tab.page.locator("#eq-people-rural").check()
        expect(status(tab)).to_have_text(f"{len(rural)} of {total} actions")
        for one in tab.page.locator(".fac:has(input[name=status])").all():
            value = one.locator("input").get_attribute("value")
            assert value is not None
            known = len(having(finder, "", people="rural", status=value))
            assert one.locator("span").inner_text() == str(known), value
        tab.page.locator("#eq-status-overdue").check()
        expect(status(tab)).to_have_text(f"{len(both)} of {total} actions")

        found = shown(tab, large_host)
        assert sorted(found) == sorted(both)
        rank = {one.address: one.rank for one in finder.entries}
        assert [rank[one] for one in found] == sorted(rank[one] for one in found)
        assert tab.troubles == []


def test_words_are_looked_up_in_a_country_and_counted(large_host, finder, new_tab):
    word = apart(finder)
    expected = having(finder, word)
    rural = having(finder, word, people="rural")
    with new_tab() as tab:
        open_finder(tab, large_host)
        ask(tab, word)
        expect(status(tab)).to_contain_text(f"{len(expected)} of ")
        tab.page.locator("#eq-people-rural").check()
        expect(status(tab)).to_contain_text(f"{len(rural)} of ")

        assert sorted(shown(tab, large_host)) == sorted(rural)
        for one in tab.page.locator("#eq-rows > li").all():
            marked = one.locator("mark").all_inner_texts()
            assert any(mark.lower().startswith(word) for mark in marked)


def test_what_was_found_comes_before_what_is_alike(large_host, finder, new_tab):
    """A title that has the very words comes first."""
    one = finder.entries[len(finder.entries) // 2]
    with new_tab() as tab:
        open_finder(tab, large_host)
        ask(tab, one.title)

        best = tab.page.locator("#eq-rows > li a").first
        expect(best).to_have_text(one.title)


def test_one_agency_of_very_many_is_found_by_part_of_its_name(large_host, finder, new_tab):
    agencies = finder.named["agency"].values()
    value, label, count = max(agencies)
    with new_tab() as tab:
        open_finder(tab, large_host)
        offered = tab.page.locator("fieldset").filter(has_text="Part of the name")
        expect(offered.get_by_role("checkbox")).to_have_count(10)
        assert not [url for url in tab.asked if "find/agency.json" in url]
        box = offered.get_by_role("searchbox", name="Part of the name")
        box.fill(label.upper()[3:])
        expect(offered.get_by_role("status")).to_have_text(f"1 of {len(agencies)} shown")
        box.press("Tab")
        tab.page.keyboard.press("Space")

        expect(status(tab)).to_have_text(f"{count} of {len(finder.entries)} actions")
        assert tab.page.evaluate("document.activeElement.checked")
        assert parse_qs(urlsplit(tab.page.url).query) == {"agency": [value]}
        box.fill("")
        expect(offered.get_by_role("checkbox", name=label)).to_be_checked()
        expect(offered.get_by_role("checkbox")).to_have_count(11)

        tab.page.reload()
        expect(status(tab)).to_have_text(f"{count} of {len(finder.entries)} actions")
        expect(tab.page.get_by_role("checkbox", name=label)).to_be_checked()
        assert tab.troubles == []


def test_a_first_query_of_a_country_costs_what_its_budget_counts(large_host, finder, new_tab):
    with new_tab(PHONE) as tab:
        open_finder(tab, large_host)
        before = set(tab.asked)
        ask(tab, apart(finder))
        tab.page.locator("#eq-rows mark").first.wait_for()
        asked = [urlsplit(url).path for url in tab.asked if url not in before]
        names = [path.partition("/find/")[2].partition("/")[0] for path in asked]

        assert len(asked) == len(set(asked))
        assert set(names) <= {"values.json", "words.json", "words", "rows", "texts"}
        assert names.count("words") <= 2
        assert max(names.count("rows"), names.count("texts")) <= 30


def test_axe_finds_nothing_wrong_with_the_finder_of_a_country(large_host, new_tab):
    with new_tab() as tab:
        open_finder(tab, large_host, "?people=rural")
        assert violations(tab) == []


@pytest.mark.parametrize("kind", ["overview", "agencies", "list", "changes"])
def test_axe_finds_nothing_wrong_with_the_sheets_of_a_list(kind, large_host, new_tab):
    pages = [one for one in large_host.site.of_kind(kind) if one.all("//link[@rel='next']")]
    page = pages[0] if pages else large_host.site.examples[kind]
    with new_tab() as tab:
        tab.page.goto(large_host.at(page.path))
        assert violations(tab) == []


def test_what_an_agency_promised_rural_people_is_found_without_scripts(large_host, finder, new_tab):
    """From the front page of a country, by phone and by links alone, by way of the agency."""
    agency, label = next(
        (value, label)
        for value, label, _ in finder.named["agency"].values()
        if having(finder, "", agency=value, people="rural")
    )
    with new_tab(PHONE, java_script_enabled=False) as tab:
        tab.page.goto(large_host.at(""))
        tab.page.get_by_role("navigation").get_by_role("link", name="Agencies", exact=True).click()
        tab.page.get_by_role("link", name=label, exact=True).click()
        tab.page.get_by_role("link", name="Rural communities", exact=True).first.click()
        entries = tab.page.get_by_role("region", name=label, exact=True).locator("li a")
        found = entries.evaluate_all("all => all.map((one) => one.href)")

        assert {url.removeprefix(large_host.address) for url in found} == having(
            finder, "", agency=agency, people="rural"
        )


# On paper, and elsewhere --------------------------------------------------------------------------


def printed(tab: Tab) -> str:
    """The words on the paper, without spaces."""
    paper = PdfReader(io.BytesIO(tab.page.pdf(format="Letter")))
    return bare("".join(page.extract_text() for page in paper.pages))


def bare(text: str) -> str:
    """A text without the spaces, which do not survive the way into a PDF and back."""
    return re.sub(r"\s", "", text)


def test_on_paper_an_action_has_its_answers_and_citation_and_no_menu(host, new_tab):
    page = host.site.examples["action"]
    with new_tab() as tab:
        tab.page.goto(host.at(page.path))
        paper = printed(tab)

    told = (
        *(text_of(page.one("//h1")), "By the calendar", "The agency says", "What the records show"),
        *(page.facts["Cite as"], page.url, "data as of", page.facts["Source file"]),
    )
    assert [words for words in told if bare(words) not in paper] == []
    only_on_screens = (
        *("Skip to main content", "Search all plans", "On this page", "Copy citation"),
        *(text_of(a) for a in page.all("//header//nav//a")),
    )
    assert [words for words in only_on_screens if bare(words) in paper] == []


def test_on_paper_the_find_page_has_what_was_found(host, needle, new_tab):
    page, word = needle
    with new_tab() as tab:
        open_finder(tab, host, f"?q={word}")
        row(tab, page).wait_for()

        assert bare(text_of(page.one("//h1"))) in printed(tab)


def test_a_page_that_is_not_there_is_answered_in_place_wherever_the_site_is(demo_host, new_tab):
    with new_tab() as tab:
        answer = tab.page.goto(demo_host.at("plans/no/such/plan/"))
        assert answer is not None
        assert answer.status == 404
        expect(tab.page.locator("h1")).to_have_text("Page not found")
        assert tab.page.evaluate("document.fonts.check('16px \"Public Sans\"')")
        tab.page.get_by_role("main").get_by_role("link", name="Find an action").click()
        expect(tab.page.locator("#eq-finder")).to_be_visible()


def test_everything_works_in_a_folder_of_a_host(demo_host, new_tab):
    with new_tab() as tab:
        visit_every_kind(tab, demo_host)
        open_finder(tab, demo_host, "?q=translate")
        tab.page.locator("#eq-rows a").first.click()
        expect(tab.page.locator("h1")).to_contain_text("ranslat")
        assert tab.troubles == []


def test_the_citation_can_be_copied_with_its_address(host, new_tab):
    page = host.site.examples["action"]
    with new_tab(permissions=["clipboard-read", "clipboard-write"]) as tab:
        tab.page.goto(host.at(page.path))
        tab.page.get_by_role("button", name="Copy citation").click()
        expect(tab.page.get_by_role("status")).to_have_text("Copied.")
        copied = tab.page.evaluate("navigator.clipboard.readText()")

    assert copied == page.facts["Cite as"]
    assert copied.endswith(f" {page.url}")
