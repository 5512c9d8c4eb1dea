"""The built site as a browser gets it: sound, complete, and of one mind with itself."""

from __future__ import annotations

import os
import re
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

import pytest
from tests.browser.built import ERROR_PAGE, HtmlPage, Site, headings, text_of
from tests.browser.finder import Finder

from equity_plans.exports.find.index import words_of

ROOT = Path(__file__).resolve().parents[1]

FIRST_VIEW = 70 * 1024
"""So many bytes may the first page that somebody sees cost, with everything it needs."""

NEXT_VIEW = 15 * 1024
"""And so many the next one, when what all pages share is there already."""

OF_ONE_PLAN = ("plan", "goal", "action")
"""The kinds of pages that are made from one plan file."""


@pytest.fixture(scope="module", params=["whole_site", "demo_site"])
def site(request) -> Site:
    """Each of the two sites: the project's own, and the demo in a folder of its host."""
    return request.getfixturevalue(request.param)


def offending(pages, wrong) -> dict[str, object]:
    """What is wrong with each of the pages that has anything wrong with it."""
    found = {page.path: wrong(page) for page in pages}
    return {path: said for path, said in found.items() if said}


def links_to_actions(page: HtmlPage) -> list[str]:
    """The addresses of the actions that a page lists, in its order."""
    return [url for url in page.links(page.main) if re.search(r"/actions/[^/]+/$", url)]


def folder(url: str) -> str:
    """The last folder of an address: `find/people/rural/` → `rural`."""
    return url.removesuffix("/").rpartition("/")[2]


def number(text: str) -> int:
    return int(text.replace(",", ""))


# Every page ---------------------------------------------------------------------------------------


def test_the_site_has_pages_of_every_kind(site):
    assert site.kinds >= {
        *("overview", "agencies", "agency", "service", "plan", "goal", "action"),
        *("find", "list", "changes", "authorities", "how", "queue"),
        *("contribute", "fields", "rules", "rule", "text"),
    }


def test_every_page_is_html_that_nobody_has_to_mend(site):
    assert offending(site.html, HtmlPage.errors) == {}


def test_every_page_says_what_it_is(site):
    def missing(page: HtmlPage) -> list[str]:
        said = {
            "language": page.all("/html/@lang[.='en']"),
            "title": page.all("/html/head/title[normalize-space()]"),
            "description": page.all("/html/head/meta[@name='description' and @content!='']"),
            "one h1": page.all("//main//h1[not(preceding::h1 or following::h1)]"),
            "one main": page.all("//main[@id='main' and not(following::main)]"),
            "header and footer": page.all("/html/body[header and footer]"),
            "day of the data": page.all("//footer[contains(., 'Data as of ')]"),
        }
        return [what for what, found in said.items() if len(found) != 1]

    assert offending(site.pages.values(), missing) == {}


def test_the_heading_of_a_page_is_in_its_title(site):
    def apart(page: HtmlPage) -> str:
        title = text_of(page.one("/html/head/title"))
        heading = text_of(page.one("//h1"))
        return "" if heading in title else f"{heading} / {title}"

    assert offending(site.everything.values(), apart) == {}


def test_every_page_knows_its_lasting_address(site):
    pages = [page for page in site.everything.values() if page.path != ERROR_PAGE]

    def wrong(page: HtmlPage) -> list[str]:
        return [href for href in page.all("//link[@rel='canonical']/@href") if href != page.url]

    assert len(pages) == sum(len(page.all("//link[@rel='canonical']")) for page in pages)
    assert offending(pages, wrong) == {}
    listed = re.findall(r"<loc>([^<]+)</loc>", site.read("sitemap.xml"))
    assert sorted(listed) == sorted(page.url for page in pages)


def test_the_first_thing_the_keyboard_meets_skips_to_the_content(site):
    def wrong(page: HtmlPage) -> str:
        first = page.all("//body//*[self::a or self::button or self::input or self::summary]")[0]
        target = page.one("//*[@id='main']")
        return "" if (first.get("href"), target.get("tabindex")) == ("#main", "-1") else "no"

    assert offending(site.everything.values(), wrong) == {}


def test_breadcrumbs_lead_from_every_page_to_the_front_page(site):
    def wrong(page: HtmlPage) -> list[object]:
        crumbs = page.all("//nav[@aria-label='Breadcrumb']//li/a")
        steps = [urljoin(page.url, a.get("href")) for a in crumbs]
        if not steps or steps[0] != site.url or page.url in steps:
            return [steps]
        said = [text_of(a) for a in crumbs[1:]]
        there = [text_of(site.pages[step.removeprefix(site.url)].one("//h1")) for step in steps[1:]]
        return [] if said == there else [said, there]

    inner = [page for page in site.pages.values() if page.path not in ("", ERROR_PAGE)]
    assert inner
    assert offending(inner, wrong) == {}


def test_headings_go_down_one_step_at_a_time(site):
    def jumps(page: HtmlPage) -> list[str]:
        found = list(headings(page))
        return [
            f"h{before} → h{after} “{words}”"
            for (before, _), (after, words) in pairwise([(0, ""), *found])
            if after > before + 1 or not words
        ]

    assert offending(site.everything.values(), jumps) == {}


def test_every_id_is_there_once_and_whatever_is_named_by_id_is_there(site):
    named = ("aria-labelledby", "aria-describedby", "aria-controls", "for")

    def wrong(page: HtmlPage) -> list[str]:
        ids = page.all("//@id")
        asked = [one for name in named for value in page.all(f"//@{name}") for one in value.split()]
        return [one for one in ids if ids.count(one) > 1] + [x for x in asked if x not in ids]

    assert offending(site.html, wrong) == {}


def test_no_two_regions_of_a_page_have_the_same_name(site):
    """Who listens to a page goes from region to region by their names."""

    def twins(page: HtmlPage) -> list[str]:
        regions = page.all("//section[@aria-labelledby] | //*[@role='region'] | //nav")
        names = [
            one.get("aria-label") or text_of(page.one(f"//*[@id='{one.get('aria-labelledby')}']"))
            for one in regions
        ]
        return [name for name in names if names.count(name) > 1]

    assert offending(site.everything.values(), twins) == {}


def test_no_page_has_a_script_or_a_style_in_it(site):
    def wrong(page: HtmlPage) -> list[str]:
        return [
            *(
                one.tag
                for one in page.all("//style | //script[not(@src)] | //base | //iframe")
                if one.get("type") != "application/ld+json"  # nothing of it runs
            ),
            *page.all("//@style"),
            *(one for one in page.all("//@*") if one.attrname.startswith("on")),
            *(one for one in page.all("//@href | //@src") if one.lower().startswith("javascript")),
        ]

    assert offending(site.html, wrong) == {}


def test_nothing_comes_from_elsewhere(site):
    def wrong(page: HtmlPage) -> list[str]:
        fetched = [*page.all("//@src | //@srcset"), *page.all("//link[@rel!='canonical']/@href")]
        return [one for one in fetched if site.target(urljoin(page.url, one))[0] not in site.files]

    assert offending(site.html, wrong) == {}
    for name in site.files:
        if name.endswith((".css", ".svg")):
            assert not re.search(r"url\(\s*[\"']?(https?:)?//|@import", site.read(name)), name


def test_every_link_leads_to_a_page_and_to_a_place_on_it(site):
    def wrong(page: HtmlPage) -> list[str]:
        broken = []
        for url in page.links():
            file, place = site.target(url)
            if file is None:
                known = url.startswith(("https://", "http://", "mailto:", "tel:"))
                broken += [] if known and not url.startswith(site.url[:-1]) else [url]
            elif file not in site.files:
                broken.append(url)
            elif place and file.endswith(".html"):
                there = site.everything[file.removesuffix("index.html")]
                broken += [] if there.all(f"//*[@id='{place}']") else [url]
        return broken

    assert offending(site.html, wrong) == {}


def test_every_link_says_where_it_leads(site):
    def silent(page: HtmlPage) -> list[str]:
        return [url for url, words in page.links().items() if not words]

    assert offending(site.html, silent) == {}


def test_every_page_can_be_reached_by_links_from_the_front_page(site):
    reached, ahead = set(), [site.url]
    while ahead:
        url = ahead.pop()
        file, _ = site.target(url)
        if file is not None and file.endswith(".html") and file not in reached:
            reached.add(file)
            page = site.everything.get(file.removesuffix("index.html"))
            ahead += page.links() if page is not None else ()  # a card leads nowhere further

    made = {site.target(page.url)[0] for page in site.everything.values()}
    assert sorted(made - reached) == [ERROR_PAGE]
    assert {site.target(card.url)[0] for card in site.cards} <= reached


def test_the_error_page_works_at_any_address(site):
    """A host shows it in the place of a page that is not there, however deep that is."""
    page = site.pages[ERROR_PAGE]
    deep = urljoin(site.url, "plans/no/such/page/")

    for address in page.all("//@href | //@src | //form/@action"):
        file, _ = site.target(urljoin(deep, address))
        assert address.startswith("#") or file in site.files | {None}, address
    assert site.url in {urljoin(deep, a) for a in page.all("//main//a/@href")}


def test_header_search_lands_on_the_page_of_lists_without_scripts(site):
    def wrong(page: HtmlPage) -> list[str]:
        form = page.one("/html/body/header//form[@role='search']")
        there = urljoin(
            urljoin(site.url, "deep/") if page.path == ERROR_PAGE else page.url, form.get("action")
        )
        asked = form.xpath(".//input[@type='search']/@name")
        return [] if (there, asked) == (f"{site.url}find/", ["q"]) else [there, *asked]

    assert offending(site.pages.values(), wrong) == {}


def test_banner_and_identifier_of_the_us_government_are_there_only_when_switched_on(
    whole_site, demo_site
):
    def has(page: HtmlPage) -> tuple[bool, ...]:
        banner = "An official website of the United States government" in text_of(page.root)
        return banner, bool(page.all("//section[@aria-label='Agency identifier']"))

    assert {has(page) for page in whole_site.pages.values()} == {(False, False)}
    assert {has(page) for page in demo_site.pages.values()} == {(True, True)}


def test_what_shares_a_page_finds_its_title_its_words_and_a_picture_of_the_site_itself(site):
    def wrong(page: HtmlPage) -> list[str]:
        told = {one.get("property"): one.get("content") for one in page.all("//meta[@property]")}
        own = told.get("og:image", "").removeprefix(site.url) in site.files
        return [
            *([] if told["og:title"] in text_of(page.one("//title")) else ["title"]),
            *(
                []
                if told["og:description"] == page.one("//meta[@name='description']/@content")
                else ["description"]
            ),
            *([] if told["og:url"] == page.url and own else ["address or picture"]),
        ]

    pages = [page for page in site.everything.values() if page.path != ERROR_PAGE]
    assert offending(pages, wrong) == {}


BY_HAND = ("contribute", "text")
"""The kinds of pages that are written by hand; each says in its own words whom to ask."""


def test_every_generated_page_has_one_record_with_what_one_needs_to_trust_and_to_correct_it(site):
    always = {"Permanent link", "Data as of", "Cite as", "Anything wrong?"}
    of_plans = {"Last reported", "Next report due", "Contact", "Data", "Source file"}

    def wrong(page: HtmlPage) -> set[str]:
        (record,) = page.all("//section[contains(concat(' ', @class, ' '), ' rec ')]")
        terms = {text_of(term) for term in record.iter("dt")}
        return (always | (of_plans if page.kind in OF_ONE_PLAN else set())) - terms

    pages = [page for page in site.pages.values() if page.kind not in BY_HAND]
    assert offending(pages, wrong) == {}
    for page in pages:
        assert page.facts["Permanent link"] == page.url
        assert page.url in page.facts["Cite as"]


def test_a_mistake_is_reported_with_the_address_of_the_page_filled_in(demo_site):
    for page in demo_site.of_kind("action"):
        (link,) = [
            url for url, words in page.links(page.main).items() if words == "Report an error"
        ]
        assert link.startswith("mailto:plans@equity.example.gov?subject=Error%20on")
        assert quote(page.url, safe="") in link


def test_the_data_of_a_page_are_linked_from_its_head(site):
    for kind in ("overview", "agency", "plan", "goal", "action", "list", "authorities"):
        for page in site.of_kind(kind):
            types = page.all("/html/head/link[@rel='alternate']/@type")
            assert types[0] == "application/json", page.path


# What a page costs --------------------------------------------------------------------------------


def test_no_page_costs_more_than_its_budget(site):
    """Packed, with the font, as a visitor with a new phone pays for it."""
    shared = site.fetched(site.everything[""])
    packed = {
        name: site.packed(name) for page in site.everything.values() for name in site.fetched(page)
    }
    font = {name for name in packed if name.endswith(".woff2")}
    assert font

    def too_much(page: HtmlPage) -> str:
        own = site.packed(page.path if page.path.endswith(".html") else f"{page.path}index.html")
        if page.kind == "find":
            own += site.packed("find/actions.json")  # its script asks for it
        all_of_it = own + sum(packed[name] for name in site.fetched(page))
        new = own + sum(packed[name] for name in site.fetched(page) - shared)
        spent = f"{all_of_it / 1024:.1f} KB at first, {new / 1024:.1f} KB after another page"
        return spent if all_of_it > FIRST_VIEW or new > NEXT_VIEW else ""

    assert offending(site.everything.values(), too_much) == {}


# Actions, plans and what is said of them ----------------------------------------------------------


def test_an_action_answers_three_questions_apart(site):
    for page in site.of_kind("action"):
        verdict = page.section("Where it stands")
        answers = {text_of(dt): text_of(dt.getnext()) for dt in verdict.iter("dt")}

        three = ("By the calendar", "The agency says", "What the records show")
        assert all(answers.get(question) for question in three), page.path


def test_an_action_stands_where_the_data_say(site):
    labels = {
        word["value"]: word["label"]
        for word in site.json("api/v1/vocabulary.json")["vocabulary"]
        if word["list"] == "state"
    }
    actions = {one["page_url"]: one for one in site.json("api/v1/actions.json")["actions"]}
    pages = site.of_kind("action")

    assert {page.url for page in pages} == actions.keys()
    for page in pages:
        calendar = page.facts["By the calendar"]
        assert f"Status: {labels[actions[page.url]['state']]}" in calendar, page.path


def test_a_page_of_a_plan_names_the_file_it_was_made_from(site):
    for kind in OF_ONE_PLAN:
        for page in site.of_kind(kind):
            agency, plan = page.path.split("/")[1:3]
            assert page.facts["Source file"] == f"plans/{agency}/{plan}/plan.yaml", page.path


def test_a_page_leads_to_the_file_behind_it_when_the_project_says_where_its_files_are(demo_site):
    for kind in OF_ONE_PLAN:
        for page in demo_site.of_kind(kind):
            agency, plan = page.path.split("/")[1:3]
            file = f"demo/plans/{agency}/{plan}/plan.yaml"
            start = "https://git.example/plans"
            links = page.links()
            assert links[f"{start}/edit/main/{file}"] == "The file behind this page"
            assert links[f"{start}/blob/main/{file}"] == f"plans/{agency}/{plan}/plan.yaml"
            assert links[f"{start}/commits/main/{file}"] == "Every edit of it"


def test_an_action_can_be_cited(site):
    for page in site.of_kind("action"):
        citation = page.facts["Cite as"]
        assert (
            f"“{text_of(page.one('//h1'))}.”" in citation or text_of(page.one("//h1")) in citation
        )
        assert "As of " in citation


def test_a_plan_that_ended_reads_as_ended_and_nothing_of_it_as_late(site):
    plans = site.json("api/v1/plans.json")["plans"]
    over = {one["id"] for one in plans if one["state"] in ("ended", "superseded")}
    pages = [
        page
        for kind in OF_ONE_PLAN
        for page in site.of_kind(kind)
        if "/".join(page.path.split("/")[1:3]) in over
    ]
    assert {page.kind for page in pages} == set(OF_ONE_PLAN)

    for page in pages:
        shown = text_of(page.main)
        if page.kind != "goal":
            assert re.search(r"This plan (ended|was replaced) on \w+ \d+, \d{4}", shown), page.path
        assert not re.search(r"\d days? overdue|Status: (Overdue|Delayed)", shown), page.path


# Numbers ------------------------------------------------------------------------------------------


def promises(site: Site) -> list[dict[str, Any]]:
    """The actions that the data tell of, without those of drafts, which promise nothing yet."""
    plans = site.json("api/v1/plans.json")["plans"]
    drafts = {one["id"] for one in plans if one["state"] == "draft"}
    actions = site.json("api/v1/actions.json")["actions"]
    return [one for one in actions if one["plan"] not in drafts]


def promises_by(site: Site, key: str) -> dict[str, set[str]]:
    """The addresses of the actions that have each value, as the data say."""
    found: dict[str, set[str]] = {}
    for one in promises(site):
        for value in one[key] if isinstance(one[key], list) else [one[key]]:
            found.setdefault(value, set()).add(one["page_url"])
    return found


@pytest.mark.parametrize(
    ("facet", "key"), [("status", "state"), ("people", "people"), ("topic", "topics")]
)
def test_every_list_lists_the_actions_that_the_data_say(site, facet, key):
    known = promises_by(site, key)
    lists = {
        page.path.split("/")[2]: page
        for page in site.of_kind("list")
        if page.path.startswith(f"find/{facet}/")
    }

    assert known.keys() <= lists.keys()
    for value, page in lists.items():
        listed = links_to_actions(page)
        assert set(listed) == known.get(value, set()), page.path
        assert len(listed) == len(set(listed)), page.path


def test_the_tiles_of_the_front_page_count_what_the_lists_list(site):
    front = site.pages[""]
    tiles = front.links(front.section("Every action by status"))
    states = site.json("api/v1/index.json")["states"]

    told = {}
    for url, words in tiles.items():
        state = folder(url)
        told[state] = number(words.split()[0])
        there = site.pages[url.removeprefix(site.url)]
        assert len(links_to_actions(there)) == told[state]
    assert told
    assert told.items() <= states.items()
    assert {state for state, count in states.items() if count} <= told.keys()


def test_the_verdict_of_the_front_page_is_in_the_same_numbers(site):
    states = site.json("api/v1/index.json")["states"]
    plans = {one["plan"] for one in promises(site)}
    verdict = text_of(site.pages[""].one("//main//p[contains(@class, 'lead')]"))
    numbers = [number(one) for one in re.findall(r"\d[\d,]*", verdict)]

    assert {len(promises(site)), len(plans)} <= set(numbers)
    assert {states[state] for state in ("done", "overdue", "plan-ended")} <= {*numbers, 0}


def table_rows(page: HtmlPage, heading: str) -> list[dict[str, str]]:
    """The rows of the table under a heading, by the heads of their columns."""
    (table,) = page.section(heading).iter("table")
    heads = [text_of(one) for one in table.xpath("./thead/tr/*")]
    return [
        {**dict(zip(heads, map(text_of, row), strict=True)), "to": row.xpath("string(.//a/@href)")}
        for row in table.xpath("./tbody/tr")
    ]


def test_who_the_promises_are_for_is_counted_as_the_lists_list(site):
    front = site.pages[""]
    rows = table_rows(front, "Who the promises are for")
    people = promises_by(site, "people")

    assert len(rows) >= len(people) > 0
    for row in rows:
        there = site.pages[urljoin(front.url, row["to"]).removeprefix(site.url)]
        assert number(row["All"]) == len(links_to_actions(there)), row["People"]


def test_agencies_are_counted_as_the_data_count(site):
    actions = promises(site)
    rows = table_rows(site.pages[""], "Agency by agency")

    assert {one["agency"] for one in actions} <= {folder(row["to"]) for row in rows}
    for row in rows:
        states = [one["state"] for one in actions if one["agency"] == folder(row["to"])]
        assert row["Done"] == f"{states.count('done')} of {len(states)}"
        assert number(row["Overdue"]) == states.count("overdue")
        assert number(row["Open when the plan ended"]) == states.count("plan-ended")


# Finding ------------------------------------------------------------------------------------------


def test_every_way_to_narrow_has_a_page_for_each_of_its_values(site):
    """What scripts narrow is also there as lists, with the same actions on each."""
    finder = Finder(site=site)
    lists = site.pages["find/"].links(site.pages["find/"].main)

    assert {site.url + one.address for one in finder.entries} == {
        one["page_url"] for one in promises(site)
    }
    for facet, values in finder.named.items():
        for value, label, count in values.values():
            having = {
                site.url + one.address for one in finder.entries if value in one.values[facet]
            }
            lists_of = "agencies" if facet == "agency" else f"find/{facet}"
            url = f"{site.url}{lists_of}/{value}/"
            assert count == len(having) > 0
            assert label in lists.get(url, ""), url
            assert re.search(rf"\b{count}\b", text_beside(site, url)), url
            listed = links_to_actions(site.pages[url.removeprefix(site.url)])
            if facet not in ("agency", "kind"):
                assert set(listed) == having, url


def test_the_finder_knows_every_word_of_a_title(site):
    finder = Finder(site=site)

    for number, one in enumerate(finder.entries):
        for word in words_of(one.title):
            assert number in finder.words[word][0], one.address


def text_beside(site: Site, url: str) -> str:
    """What the Find page says in the entry that leads to an address."""
    page = site.pages["find/"]
    (entry,) = (
        item
        for item in page.main.iter("li")
        if url in page.links(item) and len(page.links(item)) == 1
    )
    return text_of(entry)


def test_the_find_page_is_a_page_of_lists_that_scripts_only_cover(site):
    page = site.pages["find/"]

    assert page.one("//*[@id='eq-finder']/@hidden") is not None
    assert page.one("//*[@id='eq-lists']").get("hidden") is None
    assert len(page.links(page.one("//*[@id='eq-lists']"))) > 20
    assert page.all("//*[@id='eq-lists']//*[@id='cite']") == []
    assert len(page.all("//main//*[@id='cite']")) == 1


# By a checker of HTML -----------------------------------------------------------------------------

CHECKER = ROOT / "build" / "html-validate" / "node_modules" / ".bin" / "html-validate"
RULES = ROOT / "tests" / "html-validate" / "htmlvalidate.json"
NO_CHECKER = (
    "html-validate is not here, so nobody has looked whether pages are valid HTML. Install "
    "Node.js 20.19 or newer with npm, then run: make html-validate"
)


def test_a_checker_of_html_finds_nothing_wrong_with_any_kind_of_page(site):
    if not CHECKER.exists():
        if os.environ.get("CI"):
            pytest.fail(NO_CHECKER)
        pytest.skip(NO_CHECKER)
    pages = [*site.examples.values(), *site.cards[:1]]
    files = [str(site.folder / site.file(page)) for page in pages]
    assert len(files) > len(site.kinds)

    done = subprocess.run(
        (CHECKER, "--config", RULES, *files), capture_output=True, text=True, check=False
    )

    assert done.stdout + done.stderr == ""
    assert done.returncode == 0
