"""Two states of the plans are told apart in words: each change once, and nothing else."""

from __future__ import annotations

import copy
import json
import random
import tomllib
from datetime import date

import pytest
from tests.states import (
    AGENCY,
    AUTHORITIES,
    PLAN,
    REPORT,
    ROOT,
    STATE,
    amendment,
    differences,
    edited,
    opened,
    without,
)

from equity_plans import sources
from equity_plans.changes import DifferenceKind, Effect, wants_amendment
from equity_plans.check import change_findings
from equity_plans.findings import Severity

TODAY = date(2024, 8, 1)
LATER = ("due: 2024-03-31", "due: 2024-09-30")
MOVED = edited(STATE, PLAN, LATER)
MOVED[PLAN] += "amendments:\n" + amendment(
    "translate-forms.due", "2024-03-31", "2024-09-30", "The contractor left", day="2024-03-01"
)
NEW_REPORT = "plans/parks/equity-2024/reports/2024-07-01.yaml"
REPORTED = {
    **STATE,
    NEW_REPORT: """\
date: 2024-07-01
actions:
  - action: translate-forms
    status: done
    done: 2024-06
    setback: Two forms came late.
corrections:
  - what: claims.2024-03
    was: 15
    now: 14
    why: Counted twice
""",
}
TRAINING = """\
      - id: train-staff
        title: Train all front-desk staff
        due: FY2024
"""


def told(before, after):
    return [(one.effect.value, one.id, one.text) for one in differences(before, after)]


# What each edit means -----------------------------------------------------------------------------

EDITS = tomllib.loads((ROOT / "tests/reviews/edits.toml").read_text(encoding="utf-8"))["edit"]
EACH = pytest.mark.parametrize("edit", EDITS, ids=[edit["name"] for edit in EDITS])


@EACH
def test_an_edit_of_a_plan_is_told_once_in_words(edit):
    effect, id_, text = edit["told"].split(" | ")

    assert told(STATE, edited(STATE, PLAN, *edit["change"])) == [(effect, id_, text)]


@EACH
def test_what_promises_less_is_stopped_by_one_rule_and_what_does_not_is_not(edit):
    after = edited(STATE, PLAN, *edit["change"])
    (one,) = found = differences(STATE, after)

    stopped = [
        finding.rule
        for finding in change_findings(found, documents=opened(after).documents, as_of=TODAY)
        if finding.severity == Severity.ERROR
    ]

    less = one.effect == Effect.WEAKER and not one.amended
    otherwise = one.kind in ("baseline", "counted", "replaced", "renamed", "exchanged")
    assert len(stopped) == (less or otherwise)


@EACH
def test_of_a_draft_it_is_said_that_it_was_only_a_draft(edit):
    draft = edited(STATE, PLAN, ("state: active", "state: draft"))
    change = [(old.replace("active", "draft"), new) for old, new in edit["change"]]

    found = differences(draft, edited(draft, PLAN, *change))

    assert [one.promised for one in found] == [False] * len(found)
    assert change_findings(found, documents={}, as_of=TODAY) == ()
    assert not any(map(wants_amendment, found))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (STATE, REPORTED, [
            ("neutral", "2024-07-01",
             "New report of July 1, 2024, on 1 action and 1 correction. It tells of 1 setback."),
            ("neutral", "translate-forms", "Status moved from “In progress” to “Done”."),
            ("neutral", "2024-07-01",
             "Corrected: claims.2024-03 was given as “15” and is “14”. Counted twice."),
        ]),
        (without(STATE, REPORT), STATE, [
            ("neutral", "2024-04-01", "New report of April 1, 2024, on 1 action and 1 measure."),
            ("neutral", "translate-forms", "Status first reported: “In progress”."),
        ]),
        (STATE, without(STATE, REPORT), [
            ("weaker", "2024-04-01", "The report of April 1, 2024 is gone."),
        ]),
        (STATE, edited(STATE, REPORT, ("Five", "Six"), ("value: 15", "value: 16")), [
            ("neutral", "2024-04-01",
             ("The published report of April 1, 2024 was edited. translate-forms, what happened:"
             " “Five forms are translated.” became “Six forms are translated.”. 2024-03, value: 15"
             " became 16.")),
        ]),
        (STATE, edited(STATE, REPORT, (
            "forms\nmeasures", "forms\n        archived: https://web.archive.org/web/x\nmeasures"
        )), [("neutral", "2024-04-01", "Copies in a web archive added: 1 link.")]),
        (STATE, {**without(STATE, REPORT), REPORT.replace("04-01", "04-02"): STATE[REPORT].replace(
            "04-01", "04-02")}, [
            ("neutral", "2024-04-02", "The report of April 1, 2024 is now dated April 2, 2024."),
        ]),
        (STATE, {**without(without(STATE, PLAN), REPORT), PLAN.replace("2024", "2025"):
                 STATE[PLAN]}, [
            ("weaker", "2024-04-01", "The report of April 1, 2024 is gone."),
            ("neutral", "parks/equity-2025",
             ("Renamed? It stood in plans/parks/equity-2024 and now stands in"
             " plans/parks/equity-2025.")),
        ]),
        (STATE, without(without(STATE, PLAN), REPORT), [
            ("weaker", "parks/equity-2024",
             "This plan is gone: 2 goals, 2 actions, 2 measures and 1 report."),
        ]),
        (without(without(STATE, PLAN), REPORT), STATE, [
            ("stronger", "parks/equity-2024",
             "New plan: 2 goals, 2 actions, 2 measures and 1 report."),
        ]),
        (STATE, edited(STATE, AGENCY, ("fiscal_year_starts: 7", "fiscal_year_starts: 10")), [
            ("weaker", "parks",
             ("Fiscal year starts in October, before in July: every date that is a fiscal year"
             " or a part of one moves, in 1 plan.")),
        ]),
        (STATE, edited(STATE, AUTHORITIES, (
            "name: Resolution 7", "name: Resolution 7\n    ended: {date: 2025-01-20}"
        )), [("neutral", "resolution-7", "It is no longer in force since January 20, 2025.")]),
    ],
)  # fmt: skip
def test_a_change_of_other_files_is_told_in_words(before, after, expected):
    assert told(before, after) == expected


def test_an_id_that_now_names_something_else_is_told_with_what_is_gone():
    after = edited(STATE, PLAN, (TRAINING, ""), ("id: waiting", "id: train-staff"))

    gone, renamed = differences(STATE, after)

    assert gone.text == (
        "This action is gone. Its id is now that of the measure “Days until an interpreter can be"
        " had”."
    )
    assert renamed.kind == DifferenceKind.RENAMED


# Amendments and moves -----------------------------------------------------------------------------


def test_the_second_move_is_counted_from_the_first_promise():
    after = edited(MOVED, PLAN, ("due: 2024-09-30", "due: 2025-01-15"))

    (one,) = differences(MOVED, after)

    assert one.text == (
        "Due date moved 107 days later, from September 30, 2024 to January 15, 2025: the second"
        " move, 290 days after the first promise."
    )
    assert (one.days, one.moves, one.days_from_first) == (107, 2, 290)
    assert not one.amended


def test_a_move_back_to_the_first_promise_says_so():
    (one,) = differences(MOVED, edited(MOVED, PLAN, ("due: 2024-09-30", "due: 2024-03-31")))

    assert one.text.endswith("the second move, back at the first promise.")
    assert one.effect == Effect.STRONGER


def test_an_amendment_and_its_change_are_one_thing():
    (one,) = differences(STATE, MOVED)

    assert (one.kind, one.amended, one.reason) == (DifferenceKind.DUE, True, "The contractor left")


def test_two_moves_at_once_are_both_counted():
    after = edited(MOVED, PLAN, ("due: 2024-09-30", "due: 2025-01-15"))
    after[PLAN] += amendment("translate-forms.due", "2024-09-30", "2025-01-15", "It took longer")

    (one,) = differences(STATE, after)

    assert one.amended
    assert (one.days, one.moves) == (290, 2)


def test_an_amendment_that_tells_of_another_date_is_doubted():
    after = edited(MOVED, PLAN, ("from: 2024-03-31", "from: 2024-06-30"))

    (one,) = differences(STATE, after)

    assert not one.amended
    assert one.doubt == "The amendment of “translate-forms.due” says that it was “2024-06-30”."


def test_the_id_alone_amends_nothing():
    after = edited(MOVED, PLAN, ("what: translate-forms.due", "what: translate-forms"))

    assert [one.amended for one in differences(STATE, after) if one.what] == [False]


@pytest.mark.parametrize(
    ("what", "was", "now", "edit"),
    [
        ("claims.target.value", 45, 40, ("value: 45", "value: 40")),
        ("claims.target", 45, 40, ("value: 45", "value: 40")),
        ("claims.target", 45, None, ("        target: {value: 45, when: 2025}\n", "")),
        ("claims.baseline.value", 10, 12, ("value: 10", "value: 12")),
        ("language.people", "rural", None, ("rural, immigrants", "immigrants")),
        ("period.end", 2026, 2027, ("end: 2026", "end: 2027")),
        ("reporting.every", "quarter", "year", ("every: quarter", "every: year")),
        ("claims.unit", "percent", "claims", ("unit: percent", "unit: claims")),
    ],
)
def test_whatever_is_promised_can_be_amended(what, was, now, edit):
    after = edited(STATE, PLAN, edit)
    (bare,) = differences(STATE, after)
    after[PLAN] += "amendments:\n" + amendment(what, was, now, "Because")

    (one,) = differences(STATE, after)

    assert wants_amendment(bare)
    assert not bare.amended
    assert (one.amended, one.reason) == (True, "Because")


def test_an_amendment_that_comes_alone_is_told():
    after = {**STATE, PLAN: STATE[PLAN] + "amendments:\n" + amendment(
        "translate-forms.due", "2023-12-31", "2024-03-31", "Long ago"
    )}  # fmt: skip

    (one,) = differences(STATE, after)

    assert one.kind == DifferenceKind.AMENDED
    assert one.text == (
        "New amendment of August 1, 2024 about “translate-forms.due”, from “2023-12-31” to"
        " “2024-03-31”, but nothing changed there with it."
    )


def test_the_record_of_amendments_is_watched():
    edit = edited(MOVED, PLAN, ("reason: The contractor left", "reason: It was better so"))
    gone = {**MOVED, PLAN: MOVED[PLAN].partition("amendments:")[0]}

    assert told(MOVED, edit) == [
        ("weaker", "translate-forms.due",
         "The amendment of March 1, 2024 about “translate-forms.due” was edited."),
    ]  # fmt: skip
    assert told(MOVED, gone) == [
        ("weaker", "translate-forms.due",
         "The amendment of March 1, 2024 about “translate-forms.due” is gone."),
    ]  # fmt: skip


# Nothing is said of what means nothing ------------------------------------------------------------


def test_a_state_does_not_differ_from_itself():
    assert told(REPORTED, copy.deepcopy(REPORTED)) == []


@pytest.mark.parametrize(
    "edits",
    [
        [("# Who we serve, and how\n", "# Whom we serve\n\n# and how\n")],
        [("title: Equity Plan", 'title: "Equity Plan"')],
        [("Forms and calls in four", "Forms and calls\n      in four")],
        [("[limited-english, rural, immigrants]", "[immigrants, limited-english, rural]")],
        [("period:\n  start: 2024\n  end: 2026", "period: {end: 2026, start: 2024}")],
        [("value: 45", "value: 45.0")],
        [("    topics: [language,", "    x-note: a\n    topics: [language,")],
    ],
)  # fmt: skip
def test_nothing_is_said_of_comments_quotes_and_order(edits):
    assert told(STATE, edited(STATE, PLAN, *edits)) == []


@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_said_of_the_order_of_keys_and_lists(seed):
    """Positions mean nothing, whatever is moved and however often."""
    chance = random.Random(seed)  # noqa: S311 - only an order

    def shuffled(value):
        if isinstance(value, dict):
            keys = list(value)
            chance.shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        if isinstance(value, list):
            entries = [shuffled(one) for one in value]
            chance.shuffle(entries)
            return entries
        return value

    written = sources.parse(STATE[PLAN].encode(), file=PLAN).value
    after = {**STATE, PLAN: json.dumps(shuffled(written))}

    assert after[PLAN] != STATE[PLAN]
    assert opened(after).errors == ()
    assert told(STATE, after) == []


# Files with mistakes ------------------------------------------------------------------------------


def test_a_plan_that_cannot_be_read_is_not_called_gone():
    after = edited(STATE, PLAN, ("kind: equity", "kind: equality"))

    assert sorted({one.kind for one in differences(STATE, after)}) == [DifferenceKind.UNREADABLE]
    assert sorted({one.kind for one in differences(after, STATE)}) == [DifferenceKind.UNREADABLE]


def test_an_agency_that_cannot_be_read_takes_its_plans_with_it():
    after = edited(STATE, AGENCY, ("government: city", "government: town"))

    assert {(one.kind, one.file) for one in differences(STATE, after)} == {
        (DifferenceKind.UNREADABLE, AGENCY),
        (DifferenceKind.UNREADABLE, PLAN),
        (DifferenceKind.UNREADABLE, REPORT),
    }


def test_ids_that_stand_twice_do_no_harm():
    after = edited(STATE, PLAN, ("id: train-staff", "id: translate-forms"))

    assert differences(STATE, after)
    assert differences(after, STATE)
    assert told(after, after) == []


def test_many_new_and_old_things_are_compared_in_no_time():
    def plan(word: str) -> str:
        actions = "".join(
            f"      - id: {word}-{number}\n        title: {word} {number} {'x' * 250}\n"
            for number in range(200)
        )
        head = "kind: equity\ntitle: Plan\nstate: active\ngoals:\n  - id: one\n    title: One\n"
        return f"{head}    actions:\n{actions}"

    found = differences({**STATE, PLAN: plan("old")}, {**STATE, PLAN: plan("new")})

    assert len(found) == 400
