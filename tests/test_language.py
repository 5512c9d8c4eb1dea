"""Every sentence of a page can be said in every language, and is."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from equity_plans import words
from equity_plans.language import (
    LANGUAGES,
    SOURCE,
    _,
    filled,
    joined,
    ngettext,
    parts_of,
    places,
    speaking,
    spoken,
    written,
)
from equity_plans.pages.compiled import Compiled
from equity_plans.pages.encode import attribute, marked, nmarked, plain, prose
from equity_plans.when import parse_when

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "generator" / "equity_plans" / "locale"
OTHERS = sorted(LANGUAGES.keys() - {SOURCE})


def catalog_of(tag: str) -> Catalog:
    with (LOCALE / tag / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=LANGUAGES[tag].locale, abort_invalid=True)


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> Catalog:
    """Every sentence in the code, found as `make words` finds them."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    said = re.search(r"^SAID := (.+)$", makefile, re.MULTILINE)
    pot = tmp_path_factory.mktemp("words") / "messages.pot"
    subprocess.run(
        [
            *(sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract"),
            *said[1].split(),
            *("--mapping-file", "pyproject.toml", "--output-file", str(pot), "."),
        ],
        cwd=ROOT,
        check=True,
    )
    with pot.open("rb") as file:
        return read_po(file)


def named(message: Message) -> set[tuple[str | None, object]]:
    return {(message.context, message.id)}


def messages(catalog: Catalog) -> dict[tuple[str | None, str], Message]:
    return {
        (one.context, one.id if isinstance(one.id, str) else one.id[0]): one
        for one in catalog
        if one.id
    }


@cache
def every_message() -> list[tuple[str, Message]]:
    return [(tag, one) for tag in OTHERS for one in messages(catalog_of(tag)).values()]


@pytest.mark.parametrize("tag", OTHERS)
def test_a_catalog_has_every_sentence_of_the_code_and_no_other(tag, found):
    ours, theirs = messages(catalog_of(tag)), messages(found)
    assert sorted(theirs.keys() - ours.keys(), key=str) == [], "Run `make words` and translate."
    assert sorted(ours.keys() - theirs.keys(), key=str) == [], "Run `make words`: these are gone."
    plurals = {key for key, one in theirs.items() if one.pluralizable}
    assert plurals == {key for key, one in ours.items() if one.pluralizable}


@pytest.mark.parametrize("tag", OTHERS)
def test_no_message_is_told_as_obsolete_or_unsure(tag):
    catalog = catalog_of(tag)
    assert not catalog.obsolete
    assert [one.id for one in catalog if one.id and one.fuzzy] == []


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def test_every_message_is_translated_in_every_number():
    untold = [
        (tag, one.id)
        for tag, one in every_message()
        if not all(forms(one)) or (one.pluralizable and len(forms(one)) < 2)
    ]
    assert untold == []


def test_a_translation_has_the_places_of_its_message():
    def names(text: str) -> set[str]:
        return {name for _literal, name in places(text) if name is not None}

    for tag, one in every_message():
        ids = (one.id,) if isinstance(one.id, str) else one.id
        wanted = names(ids[-1])
        for place, form in enumerate(forms(one)):
            # “once” can do without its number.
            may_miss = {"count"} if one.pluralizable and place == 0 else set()
            # The ending of an English ordinal is nobody else's.
            may_miss |= {"ending"}
            assert wanted - may_miss <= names(form) <= wanted, (tag, one.id, form)
        for id_ in ids:
            assert names(id_) <= wanted, id_
            assert "" not in names(id_), f"A place has a name: {id_}"


def test_a_translation_ends_and_is_spaced_as_its_message_is():
    for tag, one in every_message():
        first = one.id if isinstance(one.id, str) else one.id[0]
        for form in forms(one):
            assert form.strip() == form or first.strip() != first, (tag, first)
            # Languages differ in whether a full stop stands before or after a quotation mark.
            ends = [text.rstrip("”»")[-1] == "." for text in (first, form)]
            assert ends[0] == ends[1], (tag, first, form)


def test_a_translation_brings_no_other_markup_than_its_message():
    def marks(text: str) -> list[str]:
        return sorted(re.findall(r"</?\w[^>]*>|\*\*|\]\(|[`|]", text))

    for tag, one in every_message():
        ids = (one.id,) if isinstance(one.id, str) else one.id
        for form in forms(one):
            assert marks(form) in [marks(id_) for id_ in ids], (tag, one.id, form)


def test_a_language_is_spoken_inside_its_block_alone():
    assert spoken().tag == SOURCE
    with speaking("es"):
        assert spoken().name == "Español"
        with speaking("en"):
            assert spoken().name == "English"
        assert spoken().name == "Español"
    assert spoken().tag == SOURCE


def test_a_language_without_words_is_refused():
    with pytest.raises(KeyError), speaking("xx"):
        pass


@pytest.mark.parametrize(
    ("written_date", "english", "spanish"),
    [
        ("2025-01-20", "on January 20, 2025", "el 20 de enero de 2025"),
        ("2025-01", "in January 2025", "en enero de 2025"),
        ("2025", "in 2025", "en 2025"),
        ("2025-Q3", "in July to September 2025", "de julio a septiembre de 2025"),
        ("FY2024", "in fiscal year 2024", "en el año fiscal 2024"),
        (
            "FY2024-Q2",
            "in quarter 2 of fiscal year 2024",
            "en el trimestre 2 del año fiscal 2024",
        ),
        ("ongoing", "ongoing", "sin fecha final"),
    ],
)
def test_dates_are_said_as_each_language_says_them(written_date, english, spanish):
    value = parse_when(written_date)
    assert words.at(value) == english
    with speaking("es"):
        assert words.at(value) == spanish


def test_numbers_and_lists_are_written_as_each_language_writes_them():
    assert words.listed(["a", "b", "c"]) == "a, b and c"
    assert (words.day(date(2025, 1, 5)), words.number(1758656.5)) == (
        "January 5, 2025",
        "1,758,656.5",
    )
    with speaking("es"):
        assert words.listed(["a", "b", "c"]) == "a, b y c"
        assert words.day(date(2025, 1, 5)) == "5 de enero de 2025"
        assert (words.days(1), words.days(1200)) == ("1 día", "1,200 días")
        assert words.percent(0.999) == "99%"


def test_a_sentence_keeps_what_its_author_wrote_apart():
    title = written("Plan A", "en")
    told = joined(" ", (_("on {day}", day=title), "", "(x)"))
    assert told == "on Plan A (x)"
    assert [part.language for part in parts_of(told)] == [None, "en", None, None]
    assert parts_of(words.sentence(title)) == parts_of(written("Plan A.", "en"))
    assert parts_of(words.capital(written("plan", "en"))) == parts_of(written("Plan", "en"))
    assert parts_of(words.brief(written("one two", "en"))) == parts_of(written("one two", "en"))
    assert [p.language for p in parts_of(words.listed([title, "b"]))] == ["en", None, None]


def test_text_in_another_language_says_so_and_other_text_does_not():
    title = written("A <b> plan", "en")
    assert plain(title) == "A &#60;b&#62; plan"
    shown = prose(title)
    assert shown.startswith('<div class="prose"><p>A ')
    with speaking("es"):
        assert plain(title) == '<span lang="en">A &#60;b&#62; plan</span>'
        assert attribute(title) == "A &#60;b&#62; plan"
        assert prose(title) == str(shown).replace('class="prose"', 'class="prose" lang="en"')
        assert plain(written("Un plan", "es")) == "Un plan"
        told = joined(" ", ("a", title, "b"))
        assert plain(told) == 'a <span lang="en">A &#60;b&#62; plan</span> b'


def test_what_is_put_into_a_sentence_of_a_page_is_encoded():
    hostile = "<b>*x*</b>"
    assert marked("on {day}", day=hostile) == "on &#60;b&#62;&#42;x&#42;&#60;/b&#62;"
    assert marked("on {day}", day=Markup("<b>x</b>")) == "on <b>x</b>"
    assert nmarked("{count} day", "{count} days", 2) == "2 days"
    assert marked("on {day}", day="{0.__class__} {day}").count("&#123;") == 2
    with speaking("es"):
        assert ngettext("{count} day", "{count} days", 1) == "1 día"


@given(st.text(max_size=9), st.text(max_size=9))
def test_a_sentence_keeps_what_it_is_made_of_whatever_is_put_in(one, two):
    def put(first, second):
        said = filled("{{a}} {one}, {two}.", {"one": first, "two": second})
        return said, tuple(part for part in parts_of(said) if part.language)

    as_typed = f"{{a}} {one}, {two}."
    assert put(one, two) == (as_typed, ())
    assert put(written(one, "es"), two) == (as_typed, ((one, "es"),) if one else ())
    assert put(one, written(two, "es")) == (as_typed, ((two, "es"),) if two else ())


def test_a_template_in_which_sentences_stand_is_kept_for_its_language_alone():
    every = Compiled()
    english, spanish = every.told_in("en"), every.told_in("es")
    assert english.known is spanish.known is every.known
    assert english.get_cache_key("goal.md.j2") != spanish.get_cache_key("goal.md.j2")
