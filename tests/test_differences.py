"""Differences as text, Markdown and JSON: the weightiest first, counted, and never forged."""

from __future__ import annotations

import json
from dataclasses import replace

import html5lib
import markdown
import pytest
from tests.states import PLAN, STATE, differences, edited
from tests.test_diagnostics import HARMLESS, HOSTILE, commands

from equity_plans.changes import Difference, DifferenceKind, Effect
from equity_plans.diagnostics.differences import (
    DIFFERENCE_FORMATS,
    differences_as_text,
    differences_summary,
)

LATER = ("due: 2024-03-31", "due: 2024-09-30")
LOWER = ("value: 45", "value: 40")
WORDED = ("Forms and calls in four languages", "Forms in four languages")
CHANGED = differences(STATE, edited(STATE, PLAN, LATER, LOWER, WORDED))


def test_a_person_reads_what_promises_less_first():
    assert differences_as_text(CHANGED, same=()) == (
        "3 changes in 1 plan: 2 weaker, 1 other. 2 amendments missing.\n"
        "\n"
        "plans/parks/equity-2024\n"
        "  weaker    action “Translate the ten most used forms” (translate-forms)\n"
        "            - Due date moved 183 days later, from March 31, 2024 to September 30, 2024:"
        " the first move.\n"
        "            - No amendment says why.\n"
        "  weaker    measure “Claims made without an interpreter” (claims)\n"
        "            - Target lowered from 45 percent to 40 percent, so the agency promises less:"
        " more is better.\n"
        "            - No amendment says why.\n"
        "  other     goal “Serve people in the language they use” (language)\n"
        "            - Summary reworded: “Forms and calls in four languages.” became “Forms in four"
        " languages.”.\n"
    )


@pytest.mark.parametrize(
    ("found", "same", "sentence"),
    [
        ((), (), "No change."),
        (
            (),
            (PLAN,),
            f"No change in meaning. Only the writing changed, not what it says: {PLAN}.",
        ),
        (CHANGED[1:2], (), "1 change in 1 plan: 1 weaker. 1 amendment missing."),
    ],
)
def test_the_count_is_a_sentence(found, same, sentence):
    assert differences_summary(found, same=same) == sentence
    for write in DIFFERENCE_FORMATS.values():
        assert write(found, same=same).endswith("\n")


def test_files_that_only_look_different_are_named_last():
    text = differences_as_text(CHANGED, same=("plans/a.yaml", "plans/b.yaml"))

    assert text.endswith(
        "\n\nOnly the writing changed, not what it says: plans/a.yaml, plans/b.yaml.\n"
    )


def test_of_many_changes_a_hundred_things_are_shown_and_the_rest_counted():
    many = [replace(CHANGED[0], id=f"number-{number}") for number in range(137)]

    assert "\n  and 37 more" in differences_as_text(many, same=())
    table = DIFFERENCE_FORMATS["markdown"](many, same=())
    assert table.count("number") == 100
    assert "and 37 more things" in table


def test_color_changes_nothing_but_the_color():
    import re

    colored = differences_as_text(CHANGED, same=(), color=True)

    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == differences_as_text(CHANGED, same=())


def test_a_program_gets_everything():
    data = json.loads(DIFFERENCE_FORMATS["json"](CHANGED, same=(PLAN,)))

    assert data["summary"] == {
        "differences": 3,
        "weaker": 2,
        "stronger": 0,
        "neutral": 1,
        "without_amendment": 2,
    }
    assert data["same_meaning"] == [PLAN]
    first = data["differences"][0]
    assert first["kind"] == "reworded"
    due = next(one for one in data["differences"] if one["kind"] == "due")
    assert due["what"] == "translate-forms.due"
    assert (due["before"], due["after"], due["days"]) == ("2024-03-31", "2024-09-30", 183)
    assert due["pointer"] == "/goals/0/actions/0/due"


def rows(text: str) -> list[list[str]]:
    html = markdown.markdown(text, extensions=["tables"])
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    assert {one.tag for one in tree.iter()} <= HARMLESS
    return [["".join(cell.itertext()) for cell in row] for row in tree.iter("tr")]


def test_a_summary_is_a_table():
    assert rows(DIFFERENCE_FORMATS["markdown"](CHANGED, same=()))[1] == [
        "weaker",
        "action “Translate the ten most used forms” (translate-forms)",
        (
            "Due date moved 183 days later, from March 31, 2024 to September 30, 2024: the first"
            " move. No amendment says why."
        ),
    ]


def made_of(text: str) -> Difference:
    return Difference(
        kind=DifferenceKind.CHANGED,
        thing="action",
        effect=Effect.WEAKER,
        amended=True,
        path=(text,),
        **dict.fromkeys(
            ("text", "file", "plan", "id", "title", "what", "before", "after", "reason"), text
        ),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_forges_nothing(text):
    for name, write in DIFFERENCE_FORMATS.items():
        written = write([made_of(text)], same=[text])
        assert commands(written) == [], name
        assert {one for one in written if not one.isprintable()} <= {"\n"}, name
        if text:
            harmless = write([made_of("a")], same=["a"])
            assert written.count("\n") - harmless.count("\n") in (0, 1), name
    rows(DIFFERENCE_FORMATS["markdown"]([made_of(text)], same=[text]))


def test_naughty_strings_forge_nothing(naughty):
    for text in naughty:
        for write in DIFFERENCE_FORMATS.values():
            assert commands(write([made_of(text)], same=[text])) == []
