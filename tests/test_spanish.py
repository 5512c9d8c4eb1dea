"""The Spanish pages of both sites: as complete as the English ones, and Spanish throughout."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

import pytest
from babel.messages.pofile import read_po
from tests.browser.built import ERROR_PAGE, HtmlPage, Site, text_of
from tests.test_language import LOCALE, forms

from equity_plans.addresses import ENGLISH_ONLY
from equity_plans.language import parts_of, places
from equity_plans.pages import build_pages
from equity_plans.project import open_project

UNSEEN = ("script", "style", "template", "code")
SAID = ("aria-label", "placeholder", "title", "alt")
"""Attributes that say something to people."""


@pytest.fixture(scope="module", params=["whole_site", "demo_site"])
def site(request) -> Site:
    """Each of the two sites, looked at in Spanish."""
    return replace(request.getfixturevalue(request.param), language="es")


@pytest.fixture(scope="module")
def english(site) -> Site:
    """The same site, looked at in English."""
    return replace(site, language="en")


def offending(pages, wrong) -> dict[str, object]:
    found = {page.path: wrong(page) for page in pages}
    return {path: said for path, said in found.items() if said}


def own_words(page: HtmlPage) -> Iterator[str]:
    """What a page says in its own language, piece by piece, to eyes and ears."""

    def walk(element) -> Iterator[str]:
        if not isinstance(element.tag, str) or element.tag in UNSEEN:
            return
        if element.get("lang", page.root.get("lang")) != page.root.get("lang"):
            return
        yield from (element.get(name) for name in SAID if element.get(name))
        yield from filter(None, ((element.text or "").strip(),))
        for inner in element:
            yield from walk(inner)
            yield from filter(None, ((inner.tail or "").strip(),))

    yield from (" ".join(words.split()) for words in walk(page.one("/html/body")))


@cache
def english_sentences() -> re.Pattern[str]:
    """Every English sentence of the catalog that Spanish says otherwise."""
    with (LOCALE / "es" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalog = read_po(file)
    spanish = {form for one in catalog if one.id for form in forms(one)}
    told = []
    for one in filter(lambda one: one.id, catalog):
        for id_ in (one.id,) if isinstance(one.id, str) else one.id:
            literal = "".join(part for part, _name in places(id_))
            # What begins with a place could be the words of a plan, and some words are the same in
            # both languages.
            begins = places(id_)[0][0]
            if re.search(r"[A-Za-z]{2,}", literal) and begins.strip() and id_ not in spanish:
                pattern = "".join(
                    re.escape(part) + (r".+" if name else "") for part, name in places(id_)
                )
                told.append(pattern)
    assert len(told) > 300
    return re.compile("|".join(f"(?:{one})" for one in sorted(told, key=len, reverse=True)))


def test_every_page_that_is_not_for_authors_is_there_in_spanish(site, english):
    public = {path for path in english.pages if not path.startswith(ENGLISH_ONLY)}
    public -= {ERROR_PAGE} | {path for path in public if path.startswith("data/")}

    assert {f"es/{path}" for path in public} == set(site.pages)
    assert {page.kind for page in site.pages.values()} == {
        english.pages[path].kind for path in public
    }


def test_both_languages_of_a_page_know_each_other(site, english):
    def wrong(page: HtmlPage) -> list[str]:
        links = {
            one.get("hreflang"): one.get("href") for one in page.all("//link[@hreflang][@href]")
        }
        other = page.url.replace(f"{site.url}es/", site.url)
        twin = english.pages[other.removeprefix(site.url)]
        switch = page.one("//a[@class='lang']")
        back = twin.one("//a[@class='lang']")
        return [
            *([] if links == {"en": other, "es": page.url, "x-default": other} else ["links"]),
            *([] if page.one("//link[@rel='canonical']/@href") == page.url else ["canonical"]),
            *([] if urljoin(page.url, switch.get("href")) == other else ["switch"]),
            *([] if (switch.get("lang"), switch.text) == ("en", "English") else ["its language"]),
            *([] if urljoin(twin.url, back.get("href")) == page.url else ["switch back"]),
            *([] if (back.get("lang"), back.text) == ("es", "Español") else ["its language back"]),
            *(
                []
                if twin.all("//link[@hreflang]/@href") == page.all("//link[@hreflang]/@href")
                else ["links of the twin"]
            ),
        ]

    assert offending(site.pages.values(), wrong) == {}


def test_what_is_in_english_alone_leads_to_the_spanish_front_page(english):
    for page in english.pages.values():
        if page.path.startswith(ENGLISH_ONLY):
            switch = page.one("//a[@class='lang']/@href")
            assert urljoin(page.url, switch) == f"{english.url}es/"


def test_no_english_sentence_of_the_site_is_left_on_a_spanish_page(site):
    english = english_sentences()

    def left(page: HtmlPage) -> list[str]:
        return [words for words in own_words(page) if english.fullmatch(words)]

    assert offending(site.pages.values(), left) == {}


def test_a_spanish_page_has_its_own_words_around_the_plans(site):
    """Spanish has its articles everywhere; a page that is all English has none."""
    articles = re.compile(r"\b(?:el|la|los|las|de|en)\b")
    assert (
        offending(
            site.pages.values(),
            lambda page: [] if len(articles.findall(" ".join(own_words(page)))) > 8 else ["none"],
        )
        == {}
    )


def test_dates_are_said_in_spanish(site):
    def wrong(page: HtmlPage) -> list[str]:
        months = re.compile(
            r"January|February|March|April|June|July|August|September|October|November|December"
        )
        footer = text_of(page.one("//footer"))
        told = [text_of(one) for one in page.all("//time") if months.search(text_of(one))]
        dated = re.search(r"Datos al \d{1,2} de [a-z]+ de \d{4}\.", footer)
        return told if dated else [*told, footer]

    assert offending(site.pages.values(), wrong) == {}


def test_what_a_plan_says_is_marked_with_its_language(site, english):
    of_plans = [page for page in site.pages.values() if page.kind in ("plan", "goal", "action")]
    assert of_plans

    def wrong(page: HtmlPage) -> list[str]:
        title = page.one("//main//h1")
        twin = english.pages[page.path.removeprefix("es/")]
        said = [text_of(one) for one in title.xpath(".//span[@lang='en']")]
        whole = [text_of(title)] == said == [text_of(twin.one("//main//h1"))]
        prose = page.all("//div[@class='prose'][not(@lang='en')]")
        return [*([] if whole else [text_of(title)]), *map(text_of, prose)]

    assert offending(of_plans, wrong) == {}


def test_a_page_says_that_the_texts_of_plans_are_in_english_where_they_are(site):
    def wrong(page: HtmlPage) -> str:
        notice = [text_of(one) for one in page.all("//p[@class='asis']")]
        marked = page.all("//article//*[@lang='en']")
        told = ["Los textos de los planes están en inglés, tal como los publicaron las agencias."]
        return "" if notice == (told if marked else []) else str(notice)

    assert offending(site.pages.values(), wrong) == {}


def test_an_english_page_marks_nothing_and_gives_no_notice(english):
    def wrong(page: HtmlPage) -> list[str]:
        return page.all("//article//*[@lang] | //p[@class='asis']")

    assert offending(english.pages.values(), wrong) == {}


def test_links_stay_in_the_language_and_say_where_they_do_not(site, english):
    def wrong(page: HtmlPage) -> list[str]:
        found = []
        for a in page.all("//a[@href]"):
            file, _place = site.target(urljoin(page.url, a.get("href")))
            there = english.pages.get(file.removesuffix("index.html")) if file else None
            if there is None or a.get("class") == "lang":
                continue
            has_twin = f"es/{there.path}" in site.pages
            said = text_of(a.getparent()).split(text_of(a), 1)[-1]
            if has_twin or a.get("hreflang") != "en" or "en inglés" not in text_of(a) + said:
                found.append(f"{text_of(a)} → {there.path}")
        return found

    assert offending(site.pages.values(), wrong) == {}


def test_files_are_there_once_for_all_languages(site):
    own = {name for name in site.files if name.startswith("es/") and not name.endswith(".html")}

    assert {name.split("/")[1] for name in own} == {"find"}
    assert "es/find/actions.json" in own


def test_the_finder_has_spanish_labels_and_the_same_actions(site):
    spanish, english = site.json("es/find/actions.json"), site.json("find/actions.json")

    assert [one["name"] for one in spanish["facets"]] == [one["name"] for one in english["facets"]]
    assert [one["title"] for one in spanish["facets"]][:3] == ["Estado", "Personas", "Tema"]
    assert spanish["actions"] == english["actions"]
    assert [one[1][0] for one in spanish["rows"]] == [one[1][0] for one in english["rows"]]


def test_numbers_are_written_as_in_spanish_speaking_america(demo_site):
    (page,) = [one for one in demo_site.everything.values() if one.path == "es/find/"]
    assert page.one("//*[@id='eq-finder']/@data-locale") == "es-US"


MINIMAL = Path(__file__).parent / "projects" / "minimal"


@pytest.fixture
def written_in_spanish(tmp_path, root):
    """The minimal project, by an agency that writes in Spanish."""
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    agency = tmp_path / "plans" / "example" / "agency.yaml"
    agency.write_text(f"{agency.read_text('utf-8')}\nlanguage: es\n", encoding="utf-8")
    return open_project(tmp_path, schema=root / "schema")


@pytest.mark.parametrize("languages", [("en",), ("en", "es"), ("es", "en")])
def test_what_is_written_in_spanish_is_marked_on_english_pages_alone(written_in_spanish, languages):
    day = date(2025, 1, 1)
    pages = build_pages(written_in_spanish, as_of=day, languages=languages)
    of_plans = [one for one in pages if one.kind in ("plan", "goal", "action")]
    assert {one.language or "en" for one in of_plans} == set(languages)

    for page in of_plans:
        if page.language == "es":
            # The law that asks for the plan is named in English.
            assert 'lang="es"' not in page.body
            assert ("inglés" in page.notice) == ('lang="en"' in page.body)
        else:
            assert '<span lang="es">' in page.body
            assert page.notice == (
                "The texts of plans are in Spanish, as the agencies published them."
            )


def test_the_first_language_is_at_the_top_and_the_guides_stay_there(written_in_spanish):
    pages = build_pages(written_in_spanish, as_of=date(2025, 1, 1), languages=("es", "en"))
    languages = {page.uri: page.language for page in pages}

    assert languages["index.md"] == "es"
    assert languages["en/index.md"] == "en"
    assert languages["contribute/rules/index.md"] == languages["data.md"] == "en"
    assert not any(uri.startswith("en/contribute") for uri in languages)


def test_a_plan_can_be_in_another_language_than_its_agency(tmp_path, root):
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    plan = tmp_path / "plans" / "example" / "equity-2024" / "plan.yaml"
    plan.write_text(f"{plan.read_text('utf-8')}\nlanguage: es\n", encoding="utf-8")
    project = open_project(tmp_path, schema=root / "schema")

    (plan,) = project.portfolio.plans.values()
    agency = project.portfolio.agencies["example"]
    assert parts_of(plan.title)[0].language == "es"
    assert parts_of(agency.name)[0].language == "en"
    assert {parts_of(one.reported_by)[0].language for one in plan.reports if one.reported_by} <= {
        "es"
    }
