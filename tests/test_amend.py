"""Amendments are written where they belong, in the right words, and touch nothing else."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from tests.histories import repository
from tests.states import PLAN, ROOT, STATE, amendment, edited, write

from equity_plans.authoring import AuthoringError
from equity_plans.authoring.amend import amend, lacking
from equity_plans.authoring.review import review

DAY = date(2024, 8, 1)
LATER = ("due: 2024-03-31", "due: 2024-09-30")
LOWER = ("value: 45", "value: 40")
EDITS = tomllib.loads((ROOT / "tests/reviews/edits.toml").read_text(encoding="utf-8"))["edit"]


@pytest.fixture
def project(tmp_path):
    return repository(tmp_path / "project", STATE)


def amended(project, state, *, reason="The contractor left", base="main") -> str:
    """What the plan's file says after the missing amendments were written into it."""
    write(state, project)
    found = review(project, base)
    amend(found, [(one, reason) for one in lacking(found)], day=DAY)
    return (project / PLAN).read_bytes().decode("utf-8")


def errors(project) -> list[str]:
    found = review(project, "main")
    return [
        one.rule
        for one in (*found.after.findings, *found.findings(as_of=DAY))
        if one.severity == "error"
    ]


def test_the_section_is_added_at_the_end_when_there_is_none(project):
    state = edited(STATE, PLAN, LATER, LOWER)

    text = amended(project, state)

    assert text == state[PLAN] + (
        "amendments:\n"
        + amendment("translate-forms.due", "2024-03-31", "2024-09-30", "The contractor left")
        + amendment("claims.target.value", 45, 40, "The contractor left")
    )
    assert errors(project) == []


def test_a_new_entry_comes_after_the_last_one_and_changes_no_other_line(project):
    state = edited(STATE, PLAN, LATER)
    state[PLAN] = state[PLAN].replace(
        "goals:\n",
        "amendments: # what became of it\n"
        "- date: 2024-07-01   # a Monday\n"
        "  what: translate-forms.due\n"
        "  from: 2024-03-31\n"
        "  to: 2024-09-30\n"
        "  reason: >-\n"
        "    The contractor\n"
        "    left\n"
        "\n"
        "# The goals\n"
        "goals:\n",
    )
    after = edited(state, PLAN, LOWER)

    text = amended(project, after)

    assert text == after[PLAN].replace(
        "    left\n",
        "    left\n"
        "- date: 2024-08-01\n"
        "  what: claims.target.value\n"
        "  from: 45\n"
        "  to: 40\n"
        "  reason: The contractor left\n",
    )
    assert errors(project) == []


@pytest.mark.parametrize("edit", EDITS, ids=[edit["name"] for edit in EDITS])
def test_what_can_be_amended_is_clean_afterwards(project, edit):
    """Whatever else is wrong with an edit, no amendment is missing any more."""
    write(edited(STATE, PLAN, *edit["change"]), project)
    found = review(project, "main")
    missing = lacking(found)

    amend(found, [(one, "Because: it is “so” # really") for one in missing], day=DAY)

    assert lacking(review(project, "main")) == ()
    if missing:
        assert errors(project) == []


@pytest.mark.parametrize(
    "reason",
    [
        "No",
        "null",
        "012",
        "1e3",
        "2024-01-01",
        "- a dash",
        "a: colon",
        "a #sign",
        "“quotes” and \"quotes\" and 'quotes'",
        "back\\slash",
        "@team, *all & !none | > %",
        "  spaces   and\nline ends  ",
        "x" * 900,
        "Ünïcödé 行动 😀",
        "{{ 7*7 }} ${x} <script>",
        "yes",
        "~",
    ],
)
def test_any_reason_is_written_so_that_it_is_read_as_it_was_meant(project, reason):
    amended(project, edited(STATE, PLAN, LATER), reason=reason)

    (one,) = review(project, "main").differences
    assert one.reason == " ".join(reason.split())
    assert errors(project) == []


@pytest.mark.parametrize("reason", ["", " \n ", "x" * 1001, "turned \u202e round", "a\x07bell"])
def test_a_reason_that_cannot_be_published_is_refused_and_nothing_is_written(project, reason):
    state = edited(STATE, PLAN, LATER)

    with pytest.raises(AuthoringError, match="was left as it is"):
        amended(project, state, reason=reason)

    assert (project / PLAN).read_text(encoding="utf-8") == state[PLAN]


@pytest.mark.parametrize(
    "title",
    ["Translate: the two forms", "Translate 2 forms # now", "'Translate' two forms", "No", "12"],
)
def test_any_title_is_quoted_as_it_must_be(project, title):
    written = '"' + title + '"'
    state = edited(STATE, PLAN, ("title: Translate the ten most used forms", f"title: {written}"))

    amended(project, state)

    (one,) = review(project, "main").differences
    assert one.amended
    assert errors(project) == []


def test_windows_line_ends_and_a_missing_last_one_are_kept(project):
    state = edited(STATE, PLAN, LATER)
    state[PLAN] = state[PLAN].rstrip("\n")
    write(state, project)
    (project / PLAN).write_bytes(state[PLAN].replace("\n", "\r\n").encode("utf-8"))
    found = review(project, "main")

    amend(found, [(one, "It is so") for one in lacking(found)], day=DAY)

    data = (project / PLAN).read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") == state[PLAN].count("\n") + 7
    assert errors(project) == []


def test_a_list_in_brackets_is_left_to_its_author(project):
    state = edited(STATE, PLAN, LATER, LOWER)
    state[PLAN] += (
        "amendments: [{date: 2024-07-01, what: translate-forms.due, from: 2024-03-31,"
        " to: 2024-09-30, reason: x}]\n"
    )

    with pytest.raises(AuthoringError, match="by hand"):
        amended(project, state)

    assert (project / PLAN).read_text(encoding="utf-8") == state[PLAN]


def test_a_file_that_ends_in_a_long_text_or_a_mark_takes_an_amendment(project):
    for ending in ("summary: |+\n  Forms.\n\n\n", "summary: Forms.\n...\n", "# The end\n\n"):
        state = edited(STATE, PLAN, LATER)
        state[PLAN] += ending

        text = amended(project, state)

        assert "reason: The contractor left" in text
        assert set(text.split("\n")) >= set(state[PLAN].split("\n"))
        assert errors(project) == []


def test_an_amendment_is_never_dated_before_the_last_one(project):
    state = edited(STATE, PLAN, LATER)
    state[PLAN] += "amendments:\n" + amendment(
        "translate-forms.due", "2024-03-31", "2024-09-30", "It is so", day="2024-12-24"
    )

    text = amended(project, edited(state, PLAN, LOWER))

    assert text.count("2024-12-24") == 2
    assert errors(project) == []


def test_the_mode_of_the_file_stays_and_nothing_else_is_left_behind(project):
    write(edited(STATE, PLAN, LATER), project)
    (project / PLAN).chmod(0o640)
    before = sorted(project.rglob("*"))

    amended(project, edited(STATE, PLAN, LATER))

    assert (project / PLAN).stat().st_mode & 0o777 == 0o640
    assert sorted(project.rglob("*")) == before


def test_nothing_is_lacking_when_all_is_told(project):
    amended(project, edited(STATE, PLAN, LATER))

    assert lacking(review(project, "main")) == ()
