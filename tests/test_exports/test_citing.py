"""Citations, badges, cards and the catalogue entry: each says what the page says, and is inert."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import html5lib
import pytest
from lxml import etree

from equity_plans import addresses, words
from equity_plans.exports import badges, catalog, citations, publication
from equity_plans.exports.cells import legible
from equity_plans.publish.markup import ELEMENTS
from equity_plans.view import Site

WORDS, BIBTEX, CSL = citations.EXPORTS
BADGE, CARD = badges.EXPORTS
SVG = "{http://www.w3.org/2000/svg}"


def one_line(text):
    return " ".join(legible(text).split())


def by_uri(export, publication):
    return {file.uri: file.content.decode() for file in export.write(publication)}


def pages(publication):
    """The page of every plan and action, with its title and, for an action, its state."""
    for plan in publication.view.portfolio.plans.values():
        yield addresses.plan(plan), plan.title, None
        for one in publication.view.by_plan[plan.key]:
            state = publication.view.schemas.label("state", one.standing.state)
            yield addresses.action(plan, one.action), one.action.title, state


def cited(publication):
    """The citation of every plan and action."""
    for plan in publication.view.portfolio.plans.values():
        yield citations.citation(publication, plan)
        for one in publication.view.by_plan[plan.key]:
            yield citations.citation(publication, plan, one.action)


# Citations ----------------------------------------------------------------------------------------


def entries(text):
    """The entries of a BibTeX file, read as BibTeX does: by counting braces."""
    found, depth, start = [], 0, 0
    for place, mark in enumerate(text):
        depth += (mark == "{") - (mark == "}")
        assert depth >= 0
        if mark == "}" and depth == 0:
            found.append(text[start : place + 1].strip())
            start = place + 1
    assert depth == 0
    assert not text[start:].strip()
    return found


def test_every_plan_and_action_can_be_cited(real):
    bibtex, csl = by_uri(BIBTEX, real), by_uri(CSL, real)
    assert len(bibtex) == len(csl) == sum(1 for _ in pages(real))
    for page, title, _ in pages(real):
        (entry,) = json.loads(csl[addresses.beside(page, citations.CSL)])
        assert entry["title"] == title
        assert entry["URL"] == real.page(page)
        (written,) = entries(bibtex[addresses.beside(page, citations.BIBTEX)])
        assert f"url = {{{real.page(page)}}}" in written
        assert re.match(rf"@misc\{{{re.escape(entry['id'])},\n", written)


def test_keys_are_there_once(real):
    keys = [one.key for one in cited(real)]
    assert len(set(keys)) == len(keys)


def test_hostile_text_is_text_in_a_citation(hostile, text):
    for content in by_uri(BIBTEX, hostile).values():
        (entry,) = entries(content)
        assert not re.search(r"\\(?!text(backslash|brace|ascii)|[#$%&_])", entry)
    for content in by_uri(CSL, hostile).values():
        assert json.loads(content)[0]["title"] == one_line(text)


def test_what_latex_would_run_is_written_out():
    assert citations.latex(r"\input{x} 5% a_b") == (
        r"\textbackslash{}input\textbraceleft{}x\textbraceright{} 5\% a\_b"
    )


def test_a_date_is_cited_as_exactly_as_it_is_known(real):
    for one in cited(real):
        if one.issued is not None and one.issued.precision == "month":
            assert len(citations.csl(one)["issued"]["date-parts"][0]) == 2
        if one.issued is not None and one.issued.precision == "day":
            assert len(citations.csl(one)["issued"]["date-parts"][0]) == 3


def test_the_words_of_a_citation_name_who_what_when_and_where(real):
    for one in cited(real):
        told = citations.in_words(one)
        assert told.startswith(one.author)
        assert one.title in told
        assert told.endswith(one.url)


# Badges and cards ---------------------------------------------------------------------------------


def check_badge(content):
    root = etree.fromstring(content.encode())
    assert {one.tag for one in root.iter()} == {
        *(f"{SVG}svg", f"{SVG}title", f"{SVG}rect", f"{SVG}text")
    }
    names = {name for one in root.iter() for name in one.attrib}
    assert not [name for name in names if name.startswith("on") or name.endswith("href")]
    return root


def check_card(content):
    document = html5lib.parse(content, namespaceHTMLElements=False)
    tags = {one.tag for one in document.iter()}
    assert tags <= {
        *("html", "head", "meta", "title", "link", "body", "main", "p", "img", "h1", "a")
    }
    assert tags <= ELEMENTS
    for one in document.iter():
        assert not [name for name in one.attrib if name.startswith("on") or name == "style"]
    return document


def test_a_card_says_where_it_is_from_and_how_old_it_is(real):
    for content in by_uri(CARD, real).values():
        document = check_card(content)
        told = [" ".join(one.itertext()) for one in document.iter("p")]
        day = words.day(real.view.as_of)
        assert told[-1] == f"{real.site_name}, as of {day}."


def test_a_badge_says_the_state_of_its_page_in_words(real):
    found = by_uri(BADGE, real)
    for page, _, state in pages(real):
        root = check_badge(found[addresses.beside(page, badges.BADGE)])
        told = [one.text for one in root.iter(f"{SVG}text")]
        assert state is None or told == ["Promise", state]
        assert root.get("aria-label").startswith(": ".join(told))


def test_white_words_can_be_read_on_every_badge():
    """WCAG 2.2: a contrast of 4.5 to 1."""

    def light(colour):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for colour in (*badges.COLOURS.values(), badges.GREY):
        assert 1.05 / (light(colour) + 0.05) >= 4.5


def test_a_card_names_its_promise_and_leads_to_its_page(real):
    found = by_uri(CARD, real)
    for page, title, _ in pages(real):
        uri = addresses.beside(page, badges.CARD)
        document = check_card(found[uri])
        link = document.find(".//a")
        assert link.text == one_line(title)
        assert link.get("href") == "./"
        style = document.find(".//link[@rel='stylesheet']").get("href")
        assert style == "../" * uri.count("/") + badges.STYLE


def test_hostile_text_is_text_on_cards_and_badges(hostile, text):
    for content in by_uri(BADGE, hostile).values():
        check_badge(content)
    shown = [check_card(content).findtext(".//a") for content in by_uri(CARD, hostile).values()]
    assert {one or "" for one in shown} == {one_line(text)}


# Catalogue ----------------------------------------------------------------------------------------


@pytest.fixture
def entry(real):
    return json.loads(next(catalog.write(real)).content)["dataset"][0]


def test_the_catalogue_entry_has_what_dcat_us_asks_for(entry):
    assert {"title", "description", "contactPoint", "identifier", "publisher"} <= set(entry)


def test_the_catalogue_names_nobody_who_is_not_known_to_answer(real, entry):
    assert entry["contactPoint"] == []
    answering = replace(real.view, site=Site(mail="data@agency.example"))
    known = publication(answering, site_url=real.site_url)
    told = json.loads(next(catalog.write(known)).content)["dataset"][0]["contactPoint"]
    assert told == [
        {"@type": "Kind", "fn": known.site_name, "hasEmail": "mailto:data@agency.example"}
    ]


def test_every_download_of_the_catalogue_is_there(real, entry, written):
    files = set(written(real))
    named = {one["downloadURL"] for one in entry["distribution"] if "downloadURL" in one}
    assert {one.removeprefix(real.site_url) for one in named} <= files
    assert len(named) == len(real.tables) + 2
