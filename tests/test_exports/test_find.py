"""The files behind “Find an action”: every action with its values and words, in small pieces."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import accumulate
from typing import Any

import pytest

from equity_plans import addresses
from equity_plans.exports import publication
from equity_plans.exports.find import documents, when_words
from equity_plans.exports.find.files import EXPORT, FEW, FIRST, LONGEST, ROWS, TEXTS
from equity_plans.exports.find.index import MOST, words_of
from equity_plans.facets import facets, tallied
from equity_plans.pages.inline import due_words
from equity_plans.project import open_project
from equity_plans.view import by_urgency, view

VALUES = 4
"""So many bytes, packed, may the values of one action cost: a hundred KB for a country."""

PIECE = 4 * 1024
"""So many bytes, packed, may a piece of rows or of texts cost."""

WORD = 15 * 1024
"""So many bytes, packed, may a piece of the index cost."""


def files(publication) -> Mapping[str, bytes]:
    return {file.uri: file.content for file in EXPORT.write(publication)}


def pieces(found: Mapping[str, bytes], kind: str) -> list[Any]:
    names = (name for name in found if name.startswith(f"find/{kind}/"))
    in_order = sorted(names, key=lambda name: int(re.sub(r"\D", "", name)))
    return [entry for name in in_order for entry in json.loads(found[name])]


@pytest.fixture(scope="module")
def sampled(sample):
    """What a made-up country publishes, small as it is."""
    return publication(
        view(open_project(sample), as_of=date(2026, 1, 1)), site_url="https://x.example/"
    )


@pytest.fixture(scope="module", params=["plans", "demo", "sample"])
def published(request, root, sampled):
    """Three publications: the project's own, that of the demo, and the made-up country."""
    if request.param == "sample":
        return sampled
    place = root / "demo" if request.param == "demo" else root
    project = open_project(place, schema=root / "schema")
    return publication(view(project, as_of=date(2026, 1, 1)), site_url="https://x.example/")


def test_every_action_and_every_page_has_a_row_and_a_text(published):
    found = files(published)
    known = list(documents(published.view))
    first = json.loads(found[addresses.FIND_FIRST])

    assert [row[0] for row in pieces(found, "rows")] == [one.address for one in known]
    assert pieces(found, "texts") == [one.text[:LONGEST] for one in known]
    assert first["actions"] == len(published.view.promised)
    assert first["pages"] == len(known)
    assert [row[0] for row in pieces(found, "rows")[: first["actions"]]] == [
        addresses.address(addresses.action(one.plan, one.action)) for one in published.view.promised
    ]


def test_the_rank_of_actions_is_their_order_by_urgency(published):
    rank = json.loads(files(published)[addresses.FIND_VALUES])["rank"]
    view = published.view
    order = sorted(range(len(rank)), key=lambda number: rank[number])

    assert [view.promised[number] for number in order] == list(by_urgency(view.promised))
    assert set(rank) == set(range(max(rank) + 1))


def test_the_first_rows_are_the_most_urgent_and_come_with_the_page(published):
    found = files(published)
    first = json.loads(found[addresses.FIND_FIRST])
    rows = pieces(found, "rows")

    assert [row[0] for _, row in first["rows"]] == [
        addresses.address(addresses.action(one.plan, one.action))
        for one in by_urgency(published.view.promised)[:FIRST]
    ]
    assert all(row == rows[number] for number, row in first["rows"])


def test_the_values_of_an_action_are_those_of_its_facets(published):
    told = json.loads(files(published)[addresses.FIND_VALUES])
    known = facets(published.view)

    for facet, column in zip(known, told["columns"], strict=True):
        assert len(column["sets"]) == len(set(map(tuple, column["sets"])))
        for number, one in enumerate(published.view.promised):
            which = (
                column["of"][number] if "of" in column else column["of_rank"][told["rank"][number]]
            )
            values = tuple(facet.values[place][0] for place in column["sets"][which])
            assert values == facet.of(one)


def test_the_values_of_a_facet_are_counted(published):
    found = files(published)
    first = json.loads(found[addresses.FIND_FIRST])["facets"]

    assert [one["name"] for one in first] == [one.name for one in facets(published.view)]
    for facet, told in zip(facets(published.view), first, strict=True):
        values = told["values"]
        if facet.many:
            assert len(values) == FEW
            every = json.loads(found[addresses.find_names(facet.name)])
            assert told["many"] == len(every)
            assert all(value in every for value in values)
            values = every
        assert {value: count for _, value, _, count, _ in values} == dict(
            tallied(published.view, facet)
        )
        assert all(facet.values[place] == (value, label) for place, value, label, *_ in values)


def test_a_facet_with_very_many_values_does_not_come_with_the_page(sampled, real):
    assert [one.name for one in facets(sampled.view) if one.many] == ["agency"]
    assert [one.name for one in facets(real.view) if one.many] == []


def test_the_index_knows_which_page_has_which_word(published):
    found = files(published)
    index = {
        word: (set(accumulate(titles)), set(accumulate(texts)))
        for word, titles, texts in pieces(found, "words")
    }
    assert list(index) == sorted(index)

    known = Counter[str]()
    for number, one in enumerate(documents(published.view)):
        in_title = words_of(one.title)
        for word in in_title:
            assert number in index[word][0]
        for word in words_of(f"{one.text} {one.who}") - in_title:
            assert number in index[word][1]
        known.update(in_title | words_of(f"{one.text} {one.who}"))
    assert {word: len(here) + len(there) for word, (here, there) in index.items()} == dict(known)


def test_the_index_says_with_which_word_each_of_its_files_begins(published):
    found = files(published)
    starts = json.loads(found[addresses.FIND_WORDS])

    assert len(starts) == sum(name.startswith("find/words/") for name in found)
    for number, word in enumerate(starts):
        entries = json.loads(found[addresses.find_words(number)])
        assert entries[0][0] == word
        assert len(entries) == 1 or sum(len(a) + len(b) for _, a, b in entries) <= MOST


def test_what_is_downloaded_stays_small_when_there_is_much(sampled):
    found = {name: len(gzip.compress(content, 6)) for name, content in files(sampled).items()}

    assert len(sampled.view.promised) == 1000
    assert found[addresses.FIND_FIRST] < PIECE
    assert found[addresses.FIND_VALUES] < VALUES * len(sampled.view.promised)
    for kind, most in (("rows", PIECE), ("texts", PIECE), ("words", WORD)):
        assert max(size for name, size in found.items() if name.startswith(f"find/{kind}/")) < most


def test_a_piece_holds_what_it_is_said_to_hold(sampled):
    found = files(sampled)
    first = json.loads(found[addresses.FIND_FIRST])

    assert (first["in_rows"], first["in_texts"]) == (ROWS, TEXTS)
    for kind, size in (("rows", ROWS), ("texts", TEXTS)):
        names = [name for name in found if name.startswith(f"find/{kind}/")]
        assert len(names) == -(-first["pages"] // size)
        assert {len(json.loads(found[name])) for name in names} <= {size, first["pages"] % size}


def test_the_version_is_another_when_anything_is_and_else_the_same(real, sampled):
    def version(published) -> str:
        return json.loads(files(published)[addresses.FIND_FIRST])["version"]

    assert version(real) == version(real) != version(sampled)
    earlier = view(real.view.project, as_of=date(2022, 6, 1))
    assert version(real) != version(publication(earlier, site_url=real.site_url))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Señal, SEÑAL and senal", {"senal", "and"}),
        ("Form I-9 (2024)", {"form", "i", "9", "2024"}),
        ("don’t under_score", {"don", "t", "under", "score"}),
        ("Ünïcödé ﬁne Ǆ", {"unicode", "ﬁne", "ǆ"}),
        ("東京 हिन्दी", {"東京", "हनद"}),
        ("x" * 99, {"x" * 40}),
        ("… — !", set()),
    ],
)
def test_a_word_is_letters_and_digits_without_marks_and_capitals(text, words):
    assert words_of(text) == words


def test_what_is_said_of_a_later_day_is_not_found_before(real):
    early = view(real.view.project, as_of=date(2023, 6, 1))
    reports = {
        word
        for one in real.view.promised
        for told in one.standing.told
        if told.report.date > early.as_of
        for word in words_of(told.entry.happened or "")
    }
    before = {word for one in documents(early) for word in words_of(one.text)}

    assert reports - before


def test_prose_is_found_and_quoted_without_its_marks(sampled, real):
    for published in (sampled, real):
        for one in documents(published.view):
            assert not re.search(r"\]\(|\*\*|^\s|\s$|\s{2}|\.\.$", one.text), one.address


def test_the_words_of_a_date_are_those_of_the_lists(real):
    for one in real.view.placed:
        listed = re.sub(r"<[^>]+>|\*\*", "", due_words(one, real.view.schemas))
        assert when_words(one, real.view.schemas) == html.unescape(listed)


def test_each_language_has_a_finder_of_its_own(root):
    project = open_project(root / "demo", schema=root / "schema")
    both = publication(
        view(project, as_of=date(2026, 1, 1)), site_url="https://x.example/", languages=("en", "es")
    )
    found = {file.uri: json.loads(file.content) for file in EXPORT.write(both)}

    for name in (addresses.FIND_FIRST, addresses.FIND_WORDS, addresses.find_rows(0)):
        assert {name, f"es/{name}"} <= found.keys()
    english, spanish = (found[f"{folder}{addresses.find_rows(0)}"] for folder in ("", "es/"))
    for ours, theirs in zip(english, spanish, strict=True):
        assert ours[:2] == theirs[:2]
        assert len(ours) < 6
        assert theirs[5] == "en"
    assert {row[3] for row in spanish} != {row[3] for row in english}


def test_without_words_all_but_their_index_is_there(sampled):
    every = files(sampled)
    words = {name for name in every if name.startswith("find/words")}
    assert words
    assert files(replace(sampled, words=False)) == {
        name: content for name, content in every.items() if name not in words
    }


def test_hostile_text_stays_text(hostile, text):
    found = files(hostile)
    rows = pieces(found, "rows")[: json.loads(found[addresses.FIND_FIRST])["actions"]]

    assert rows
    for row in rows:
        assert text.startswith(row[1]) or len(row[1]) < len(text)


def test_words_of_plain_english_are_found_as_those_of_any_other_text():
    text = "".join(f"{chr(one)}A1_b" for one in range(128)) + "x" * 50
    assert words_of(text) | {"n"} == words_of(f"{text} ñ")
