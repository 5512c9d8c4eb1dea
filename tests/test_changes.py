"""What changed in a plan: every kind of change, newest first, and nothing of the future."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.make import FISCAL, action_of, make_plan, make_portfolio

from equity_plans.changes import ChangeKind, all_changes, change_title, change_words, plan_changes
from equity_plans.schema import load_schemas
from equity_plans.when import parse_when

LINK = {"title": "The forms", "url": "https://agency.example/forms"}

STORY = make_plan(
    {
        "due": "2024-09",
        "milestones": [{"id": "draft", "title": "Draft in Spanish", "due": "2024-02"}],
    },
    {
        "id": "mail",
        "title": "Mail the forms",
        "withdrawn": {"date": "2024-05-05", "reason": "Nobody asked for paper."},
    },
    measures=({},),
    published="2023-01-20",
    reports=(
        {
            "date": "2024-02-14",
            "actions": [
                {
                    "status": "in-progress",
                    "happened": "A first draft was read by ten people.",
                    "setback": "The contractor left.",
                    "milestones": [{"milestone": "draft", "done": "2024-01", "note": "Early"}],
                }
            ],
            "measures": [
                {"observations": [{"when": "2023", "value": 5}], "note": "Counted by hand"}
            ],
        },
        {
            "date": "2024-11-01",
            "actions": [{"status": "done", "done": "2024-10-15", "happened": "All are online."}],
            "corrections": [
                {"what": "readers.value", "was": 5, "now": 4, "why": "One was counted twice"}
            ],
        },
    ),
    amendments=[
        {
            "date": "2024-03-03",
            "what": "translate.due",
            "from": "2024-06",
            "to": "2024-09",
            "reason": "The contractor left",
        },
        {
            "date": "2024-03-04",
            "what": "draft.due",
            "from": "2024-01",
            "to": "2024-02",
            "reason": "Two more languages",
        },
        {
            "date": "2024-04-04",
            "what": "readers.target",
            "to": 10,
            "reason": "The plan had no target",
        },
        {
            "date": "2024-04-05",
            "what": "translate.lead",
            "from": "Commissioner",
            "reason": "The post is gone",
        },
    ],
    state="ended",
    ended={"date": "2025-01-20", "reason": "The order was revoked"},
)


def story(day: str = "2030-01-01"):
    return plan_changes(STORY, as_of=date.fromisoformat(day), fiscal=FISCAL)


def one_of(kind: ChangeKind):
    (found,) = [change for change in story() if change.kind == kind]
    return found


def last_day(change):
    return change.on if isinstance(change.on, date) else change.on.last


def test_every_kind_of_change_is_told_newest_first():
    assert [(last_day(one).isoformat(), one.kind.value, one.subject) for one in story()] == [
        ("2025-01-20", "ended", ""),
        ("2024-11-01", "correction", "People who can read, value"),
        ("2024-10-15", "done", ""),
        ("2024-05-05", "withdrawn", ""),
        ("2024-04-05", "amended", "Translate the forms, lead"),
        ("2024-04-04", "amended", "People who can read, target"),
        ("2024-03-04", "date", "Draft in Spanish"),
        ("2024-03-03", "date", ""),
        ("2024-02-14", "status", ""),
        ("2024-02-14", "setback", ""),
        ("2024-02-14", "figures", "People who can read"),
        ("2024-01-31", "step", "Draft in Spanish"),
        ("2023-01-20", "published", ""),
    ]
    assert {one.kind for one in story()} == set(ChangeKind)


def test_a_change_knows_its_action_and_its_report():
    translate, mail = action_of(STORY), action_of(STORY, position=1)
    first, second = STORY.reports

    assert one_of(ChangeKind.STATUS).action is translate
    assert one_of(ChangeKind.STATUS).report is first
    assert one_of(ChangeKind.SETBACK).detail == "The contractor left."
    assert one_of(ChangeKind.STEP).action is translate
    assert one_of(ChangeKind.STEP).on == parse_when("2024-01")
    assert one_of(ChangeKind.DONE).on == parse_when("2024-10-15")
    assert one_of(ChangeKind.DONE).report is second
    assert one_of(ChangeKind.WITHDRAWN).action is mail
    assert one_of(ChangeKind.FIGURES).action is None
    assert (one_of(ChangeKind.CORRECTION).was, one_of(ChangeKind.CORRECTION).now) == ("5", "4")


def test_a_moved_date_is_told_with_its_move_and_never_twice():
    of_step, of_action = [one for one in story() if one.kind == ChangeKind.DATE]

    assert (of_action.slip.before.text, of_action.slip.after.text) == ("2024-06", "2024-09")
    assert of_action.slip.days == 92
    assert of_step.action is of_action.action is action_of(STORY)
    assert not [one for one in story() if one.subject.endswith("due")]


@pytest.mark.parametrize("ends", [{"from": "2024-06"}, {"to": "2024-06"}])
def test_a_date_that_came_or_went_is_told(ends):
    amendment = {"date": "2024-03-03", "what": "translate.due", "reason": "So it is", **ends}
    plan = make_plan({"due": ends["to"]} if "to" in ends else {}, amendments=[amendment])

    (found,) = plan_changes(plan, as_of=date(2025, 1, 1), fiscal=FISCAL)
    assert (found.was, found.now) == (ends.get("from", ""), ends.get("to", ""))
    assert found.action is action_of(plan)


def test_whatever_is_taken_out_is_told():
    gone = {"date": "2024-05-05", "reason": "Nobody asked for it."}
    goal = {
        "id": "forms",
        "title": "Forms",
        "withdrawn": gone,
        "actions": [
            {
                "id": "translate",
                "title": "Translate",
                "milestones": [{"id": "draft", "title": "Draft", "withdrawn": gone}],
            }
        ],
        "measures": [{"id": "readers", "title": "Readers", "withdrawn": gone}],
    }
    plan = make_plan(goals=[goal])
    found = plan_changes(plan, as_of=date(2024, 5, 5), fiscal=FISCAL)

    assert {one.kind for one in found} == {ChangeKind.WITHDRAWN}
    assert {one.subject for one in found} == {"Forms", "Draft", "Readers"}
    assert {one.subject for one in found if one.action is action_of(plan)} == {"Draft"}


def test_what_is_done_without_a_day_is_told_on_the_day_of_its_report():
    plan = make_plan({}, reports=({"date": "2024-02-14", "actions": [{"status": "done"}]},))

    (found,) = plan_changes(plan, as_of=date(2024, 2, 14), fiscal=FISCAL)
    assert (found.kind, found.on) == (ChangeKind.DONE, date(2024, 2, 14))


def test_what_was_reported_is_told_though_its_period_is_not_over():
    told = {"status": "done", "done": "2024"}
    plan = make_plan({}, reports=({"date": "2024-06-01", "actions": [told]},))

    (found,) = plan_changes(plan, as_of=date(2024, 6, 1), fiscal=FISCAL)
    assert (found.kind, found.on) == (ChangeKind.DONE, parse_when("2024"))


def test_a_plan_that_is_replaced_says_by_which():
    plan = make_plan(superseded={"date": "2024-02-14", "by": "ssa/equity-2024"})

    (found,) = plan_changes(plan, as_of=date(2024, 2, 14), fiscal=FISCAL)
    assert (found.kind, found.now) == (ChangeKind.ENDED, "ssa/equity-2024")


def test_a_report_on_something_that_is_not_in_the_plan_is_passed_over():
    plan = make_plan(
        reports=(
            {
                "date": "2024-02-14",
                "actions": [{"action": "nothing", "status": "done"}],
                "measures": [{"measure": "nothing", "observations": []}],
            },
        )
    )

    assert plan_changes(plan, as_of=date(2025, 1, 1), fiscal=FISCAL) == ()


@given(day=st.dates(date(2022, 12, 1), date(2025, 3, 1)))
@settings(max_examples=100)
def test_nothing_of_the_future_is_told_and_nothing_of_the_past_is_lost(day):
    told = plan_changes(STORY, as_of=day, fiscal=FISCAL)

    # What was done before it was reported is told from the day of the report.
    known = [
        one
        for one in story()
        if last_day(one) <= day and (one.report is None or one.report.date <= day)
    ]
    assert list(told) == known


@given(day=st.dates(date(2022, 12, 1), date(2025, 3, 1)), days=st.integers(0, 400))
@settings(max_examples=50)
def test_what_was_once_told_stays_told(day, days):
    before = plan_changes(STORY, as_of=day, fiscal=FISCAL)
    after = plan_changes(STORY, as_of=day + timedelta(days=days), fiscal=FISCAL)

    assert [one for one in after if one in before] == list(before)


def test_changes_of_all_plans_stand_in_one_order():
    plans = (
        make_plan(id="one", published="2023-05"),
        make_plan(id="two", published="2023-05-31"),
        make_plan(agency="opm", published="2024-01-01"),
    )
    found = all_changes(make_portfolio(*plans), as_of=date(2025, 1, 1))

    assert [one.plan.key for one in found] == ["opm/equity-2023", "ssa/one", "ssa/two"]
    assert all(last_day(one) >= last_day(two) for one, two in pairwise(found))


def test_a_fiscal_year_counts_by_its_agency():
    plan = make_plan(published="FY2024", fiscal=7)
    portfolio = make_portfolio(plan, fiscal=7)

    assert all_changes(portfolio, as_of=date(2024, 6, 29)) == ()
    assert len(all_changes(portfolio, as_of=date(2024, 6, 30))) == 1


# In words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "title", "words"),
    [
        (ChangeKind.PUBLISHED, "Published", "The plan was published."),
        (ChangeKind.STATUS, "Report", "In progress. A first draft was read by ten people."),
        (ChangeKind.SETBACK, "Setback", "The contractor left."),
        (ChangeKind.STEP, "Step done", "Draft in Spanish. Early."),
        (ChangeKind.DONE, "Done", "All are online."),
        (ChangeKind.FIGURES, "New figures", "People who can read. Counted by hand"),
        (ChangeKind.WITHDRAWN, "Taken out", "Nobody asked for paper."),
        (ChangeKind.ENDED, "Plan ended", "The order was revoked."),
    ],
)
def test_a_change_is_told_in_a_sentence(root, kind, title, words):
    change = one_of(kind)
    told = change_words(
        change, schemas=load_schemas(root / "schema"), portfolio=make_portfolio(STORY)
    )

    assert (change_title(change), told.rstrip(".")) == (title, words.rstrip("."))


def test_a_moved_date_is_told_with_both_dates_the_days_between_and_why(root):
    schemas, portfolio = load_schemas(root / "schema"), make_portfolio(STORY)
    of_step, of_action = [
        change_words(one, schemas=schemas, portfolio=portfolio)
        for one in story()
        if one.kind == ChangeKind.DATE
    ]

    for told, dates in (
        (of_action, ("June 2024", "September 2024", "92 days later")),
        (of_step, ("January 2024", "February 2024", "29 days later")),
    ):
        assert all(one in told for one in dates)
    assert of_action.endswith("The contractor left.")
    assert "Draft in Spanish" in of_step
