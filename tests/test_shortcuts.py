"""What is found in fewer steps is what the whole way finds."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_plans import words
from equity_plans.language import LANGUAGES, folders, speaking, written
from equity_plans.pages import drafts, forms
from equity_plans.pages.about import _in_query
from equity_plans.pages.encode import in_target
from equity_plans.pages.page import Itself, links_from
from equity_plans.project import open_project
from equity_plans.view import View, view

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 26)
TEXTS = st.text() | st.text(alphabet=" -*+`[]()ab1.\n\t\xa0_,:/%é")


@pytest.fixture(scope="module")
def demo() -> View:
    return view(open_project(ROOT / "demo", schema=ROOT / "schema"), as_of=DAY)


@given(TEXTS)
def test_text_without_marks_on_one_line_is_brief_as_it_stands(text):
    assert not words._is_plain(text) or words._without_marks(text) == text


@pytest.mark.parametrize("text", ["Two words, and a third.", "A plain–spoken “title” (2024)"])
def test_most_texts_are_seen_to_be_such(text):
    assert words._is_plain(text)


@given(text=TEXTS, encode=st.sampled_from((quote, quote_plus)))
def test_text_in_a_query_is_quoted_and_encoded(text, encode):
    assert _in_query(text, encode) == in_target(encode(text, safe=""))


def test_pages_of_a_folder_have_each_its_own_forms(demo):
    languages = tuple(LANGUAGES)
    for tag, below in folders(languages).items():
        with speaking(tag, folder=below):
            for draft in drafts(demo, languages=("en",)):
                alone = forms._forms.__wrapped__(draft.uri, tag, below)
                assert forms.forms_of(draft.uri) == alone


def test_a_folder_keeps_no_more_links_than_it_may():
    to = links_from("a/b/c.md")
    for number in range(2000):
        assert to(f"a/x/{number}.md") == f"../x/{number}.md"
    assert len(to.__self__) <= 1 << 9


def test_texts_alike_in_two_languages_are_two_things_to_know_again():
    one, two = written("Plan", "en"), written("Plan", "es")
    assert one == two
    assert Itself(one) != Itself(two)
    assert Itself(one) == Itself(one)
    assert hash(Itself(one)) == hash(Itself(one))
