"""What stands where on a day: each branch of the published rules, and what always holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.make import FISCAL, action_of, make_plan, make_portfolio, make_report, measure_of

from equity_plans.model import Plan
from equity_plans.progress import (
    Contract,
    Result,
    State,
    contract,
    due_dates,
    ended_on,
    measure_progress,
    place_actions,
    standing,
    steps,
    tally,
)
from equity_plans.schema import load_schemas
from equity_plans.when import parse_when

DAY = timedelta(days=1)
ENDED = {"state": "ended", "ended": {"date": "2024-07-01", "reason": "The order was revoked."}}
STATUSES = ("not-started", "in-progress", "delayed", "done", "stopped")


def stand(plan: Plan, day: str, *, fiscal: int = FISCAL):
    return standing(plan, action_of(plan), as_of=date.fromisoformat(day), fiscal=fiscal)


def report(day: str, status: str, **entry):
    return {"date": day, "actions": [{"status": status, **entry}]}


def amend(day: str, before: str | None, after: str | None, *, what: str = "translate.due"):
    ends = {"from": before, "to": after}
    told = {key: value for key, value in ends.items() if value is not None}
    return {"date": day, "what": what, "reason": "The contractor was late.", **told}


def test_the_words_of_the_vocabulary_are_the_states_and_results_there_are(root):
    words = load_schemas(root / "schema").vocabulary

    assert [word.value for word in words["state"]] == list(State)
    assert {word.value for word in words["result"]} == set(Result)
    assert {word.value for word in words["actionStatus"]} == set(STATUSES)


# Where an action stands -------------------------------------------------------------------------


def test_an_action_that_no_report_names_is_not_reported():
    assert stand(make_plan({}), "2024-06-01").state == State.NOT_REPORTED


@pytest.mark.parametrize("status", STATUSES)
def test_before_its_due_date_an_action_stands_as_the_agency_says(status):
    plan = make_plan({"due": "2024-12"}, reports=(report("2024-05-01", status),))

    assert stand(plan, "2024-06-01").state == status


def test_the_newest_report_counts():
    plan = make_plan({}, reports=(report("2024-01-01", "done"), report("2024-02-01", "delayed")))

    assert stand(plan, "2024-02-01").state == State.DELAYED
    assert [told.report.date for told in stand(plan, "2024-02-01").told] == [
        date(2024, 1, 1),
        date(2024, 2, 1),
    ]


def test_a_report_on_another_action_says_nothing_of_this_one():
    other = report("2024-05-01", "done", action="other")
    plan = make_plan({}, {"id": "other"}, reports=(other,))

    assert stand(plan, "2024-06-01").state == State.NOT_REPORTED


def test_a_report_after_the_day_is_not_known_yet():
    plan = make_plan({}, reports=(report("2024-05-01", "done"),))

    assert stand(plan, "2024-04-30").state == State.NOT_REPORTED
    assert stand(plan, "2024-05-01").state == State.DONE


@pytest.mark.parametrize(
    ("due", "last"),
    [
        ("2024-06-15", date(2024, 6, 15)),
        ("2024-06", date(2024, 6, 30)),
        ("2024-Q2", date(2024, 6, 30)),
        ("2024", date(2024, 12, 31)),
        ("FY2024", date(2024, 9, 30)),
        ("FY2024-Q1", date(2023, 12, 31)),
    ],
)
@pytest.mark.parametrize("status", [None, "not-started", "in-progress", "delayed"])
def test_an_action_is_overdue_from_the_day_after_the_last_day_of_its_due_date(due, last, status):
    plan = make_plan({"due": due}, reports=(report("2023-01-01", status),) if status else ())

    on_time = standing(plan, action_of(plan), as_of=last)
    late = standing(plan, action_of(plan), as_of=last + DAY)

    assert on_time.state == (status or State.NOT_REPORTED)
    assert on_time.days_overdue == 0
    assert late.state == State.OVERDUE
    assert late.days_overdue == late.days_after_first == 1
    assert late.reported == status


def test_a_due_fiscal_year_is_the_agencys_own():
    plan = make_plan({"due": "FY2024"}, fiscal=7)

    assert stand(plan, "2024-06-30", fiscal=7).state == State.NOT_REPORTED
    assert stand(plan, "2024-07-01", fiscal=7).state == State.OVERDUE


@pytest.mark.parametrize("due", [{}, {"due": "ongoing"}])
def test_without_a_last_day_nothing_is_ever_overdue(due):
    plan = make_plan(due, reports=(report("2024-01-01", "in-progress"),))

    assert stand(plan, "2199-12-31").state == State.IN_PROGRESS
    assert stand(make_plan(due), "2199-12-31").state == State.NOT_REPORTED


def test_what_is_done_stays_done_after_its_due_date_and_after_its_plan():
    plan = make_plan({"due": "2024-01"}, reports=(report("2024-05-01", "done"),), **ENDED)

    for day in ("2024-05-01", "2024-07-01", "2030-01-01"):
        found = stand(plan, day)
        assert (found.state, found.days_overdue) == (State.DONE, 0)


def test_what_was_stopped_stays_stopped_after_its_due_date_and_after_its_plan():
    stopped = report("2024-05-01", "stopped", reason="The program closed.")
    plan = make_plan({"due": "2024-01"}, reports=(stopped,), **ENDED)

    assert {stand(plan, day).state for day in ("2024-05-01", "2030-01-01")} == {State.STOPPED}


def test_what_was_taken_out_is_stopped_from_that_day():
    gone = {"date": "2024-03-01", "reason": "Merged with another action."}
    plan = make_plan({"due": "2024-01", "withdrawn": gone}, **ENDED)

    assert stand(plan, "2024-02-29").state == State.OVERDUE
    assert stand(plan, "2024-03-01").state == State.STOPPED
    assert stand(plan, "2024-08-01").state == State.STOPPED


def test_what_was_done_before_it_was_taken_out_is_done():
    gone = {"date": "2024-03-01", "reason": "Finished early."}
    plan = make_plan({"withdrawn": gone}, reports=(report("2024-02-01", "done"),))

    assert stand(plan, "2024-04-01").state == State.DONE


def test_a_plan_that_ended_leaves_nothing_overdue_and_keeps_what_was_last_said():
    plan = make_plan({"due": "2024-01"}, reports=(report("2024-05-01", "delayed"),), **ENDED)

    assert stand(plan, "2024-06-30").state == State.OVERDUE
    ended = stand(plan, "2024-07-01")
    assert (ended.state, ended.reported, ended.days_overdue) == (State.PLAN_ENDED, "delayed", 0)


def test_a_plan_that_was_replaced_has_ended():
    newer = {"date": "2024-02-14", "by": "ssa/equity-2024"}
    plan = make_plan({"due": "2024-01"}, state="superseded", superseded=newer)

    assert stand(plan, "2024-02-13").state == State.OVERDUE
    assert stand(plan, "2024-02-14").state == State.PLAN_ENDED


def test_a_plan_ends_on_the_first_day_that_ends_it():
    plan = make_plan(
        ended={"date": "2025-01-20", "reason": "Revoked."},
        superseded={"date": "2024-02-14", "by": "ssa/equity-2024"},
    )

    assert ended_on(plan, as_of=date(2024, 2, 13)) is None
    assert ended_on(plan, as_of=date(2024, 2, 14)) == date(2024, 2, 14)
    assert ended_on(plan, as_of=date(2026, 1, 1)) == date(2024, 2, 14)


def test_proof_is_counted_from_every_report_up_to_the_day():
    link = {"title": "The translated forms", "url": "https://agency.example/forms"}
    step = {"milestone": "draft", "done": "2024-01", "proof": [link]}
    plan = make_plan(
        {"milestones": [{"id": "draft", "title": "Draft"}]},
        reports=(
            report("2024-02-01", "in-progress", milestones=[step], proof=[link]),
            report("2024-05-01", "done", proof=[link, link], done="2024-04-30"),
        ),
    )

    assert stand(plan, "2024-01-31").proofs == 0
    assert stand(plan, "2024-02-01").proofs == 2
    assert stand(plan, "2024-05-01").proofs == 4
    assert stand(plan, "2024-05-01").done == parse_when("2024-04-30")


# Dates that move --------------------------------------------------------------------------------

MOVED = make_plan(
    {"due": "2024-12-31"},
    amendments=[
        amend("2024-02-01", "2024-03-31", "2024-06-30"),
        amend("2024-07-15", "2024-06-30", "2024-12-31"),
    ],
)


@pytest.mark.parametrize(
    ("day", "due", "moves"),
    [
        ("2024-01-31", "2024-03-31", 0),
        ("2024-02-01", "2024-06-30", 1),
        ("2024-07-14", "2024-06-30", 1),
        ("2024-07-15", "2024-12-31", 2),
    ],
)
def test_the_date_in_force_is_that_of_the_day_and_the_first_promise_never_changes(day, due, moves):
    found = stand(MOVED, day).dates

    assert found.due.text == due
    assert found.first.text == "2024-03-31"
    assert len(found.slips) == moves


def test_each_move_knows_its_days_and_its_reason():
    first, second = stand(MOVED, "2024-12-01").dates.slips

    assert (first.days, second.days) == (91, 184)
    assert (first.before.text, first.after.text) == ("2024-03-31", "2024-06-30")
    assert second.reason == "The contractor was late."


def test_days_late_are_counted_from_the_date_in_force_and_from_the_first():
    found = stand(MOVED, "2025-01-10")

    assert (found.state, found.days_overdue, found.days_after_first) == (State.OVERDUE, 10, 285)


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        ("2024-06", "2024-03", -91),
        ("2024-09", "FY2024", 0),
        ("2024-06-30", "2024-Q3", 92),
        ("ongoing", "2024-06", None),
        ("2024-06", "ongoing", None),
    ],
)
def test_the_days_of_a_move_lie_between_the_last_days_of_both_dates(before, after, days):
    plan = make_plan({"due": after}, amendments=[amend("2024-01-01", before, after)])

    (slip,) = stand(plan, "2024-01-01").dates.slips
    assert slip.days == days


def test_a_year_may_be_written_as_a_number_in_an_amendment():
    plan = make_plan({"due": 2025}, amendments=[amend("2024-01-01", 2024, 2025)])

    assert stand(plan, "2023-12-31").dates.due == parse_when("2024")
    assert stand(plan, "2024-01-01").dates.due == parse_when("2025")


def test_a_move_of_something_else_leaves_the_date_alone():
    others = [
        amend("2024-01-01", "2023-06", "2024-06", what="other.due"),
        amend("2024-01-01", "2023-06", "2024-06", what="translate.start"),
    ]
    plan = make_plan({"due": "2024-09"}, {"id": "other", "due": "2024-06"}, amendments=others)

    assert stand(plan, "2024-02-01").dates.slips == ()
    assert stand(plan, "2023-12-31").dates.due == parse_when("2024-09")


def test_a_date_that_was_added_is_not_known_before_and_is_then_the_first_promise():
    plan = make_plan({"due": "2024-06"}, amendments=[amend("2024-03-01", None, "2024-06")])

    assert stand(plan, "2024-02-29").dates.due is None
    assert stand(plan, "2024-03-01").dates.first == parse_when("2024-06")


def test_a_date_that_was_removed_stays_the_first_promise():
    plan = make_plan({}, amendments=[amend("2024-03-01", "2024-01-31", None)])

    assert stand(plan, "2024-02-29").state == State.OVERDUE
    removed = stand(plan, "2024-03-01")
    assert removed.state == State.NOT_REPORTED
    assert removed.dates.due is None
    assert removed.dates.first == parse_when("2024-01-31")


# Steps ------------------------------------------------------------------------------------------

STEPS = make_plan(
    {
        "milestones": [
            {"id": "draft", "title": "Draft", "due": "2024-01"},
            {"id": "test", "title": "Test", "due": "2024-05"},
            {"id": "print", "title": "Print", "due": "2024-06"},
            {
                "id": "mail",
                "title": "Mail",
                "due": "2024-02",
                "withdrawn": {"date": "2024-02-15", "reason": "Nobody asked for it."},
            },
            {"id": "thank", "title": "Thank"},
        ]
    },
    reports=(
        report("2024-02-01", "in-progress", milestones=[{"milestone": "draft", "done": "2024-01"}]),
        report("2024-08-01", "in-progress", milestones=[{"milestone": "test", "done": "2024-05"}]),
    ),
    amendments=[amend("2024-04-01", "2024-03", "2024-05", what="test.due")],
    **{**ENDED, "ended": {"date": "2024-09-01", "reason": "The order was revoked."}},
)


@pytest.mark.parametrize(
    ("day", "states"),
    [
        ("2024-01-31", "not-reported not-reported not-reported not-reported not-reported"),
        ("2024-02-01", "done not-reported not-reported not-reported not-reported"),
        ("2024-03-01", "done not-reported not-reported stopped not-reported"),
        ("2024-03-31", "done not-reported not-reported stopped not-reported"),
        ("2024-04-01", "done not-reported not-reported stopped not-reported"),
        ("2024-06-01", "done overdue not-reported stopped not-reported"),
        ("2024-08-01", "done done overdue stopped not-reported"),
        ("2024-09-01", "done done plan-ended stopped plan-ended"),
    ],
)
def test_each_step_stands_by_the_same_rules(day, states):
    found = steps(STEPS, action_of(STEPS), as_of=date.fromisoformat(day))

    assert " ".join(step.state for step in found) == states


def test_a_step_keeps_its_first_date_and_the_day_it_was_done():
    found = {
        step.milestone.id: step for step in steps(STEPS, action_of(STEPS), as_of=date(2024, 8, 1))
    }

    assert found["test"].dates.first == parse_when("2024-03")
    assert found["test"].dates.due == parse_when("2024-05")
    assert found["test"].done.done == parse_when("2024-05")
    assert found["print"].done is None


def test_a_step_of_another_action_with_the_same_id_is_not_done_by_this_report():
    milestone = {"milestones": [{"id": "draft", "title": "Draft"}]}
    told = report("2024-02-01", "done", milestones=[{"milestone": "draft", "done": "2024-01"}])
    plan = make_plan(milestone, {"id": "other", **milestone}, reports=(told,))

    (step,) = steps(plan, action_of(plan, position=1), as_of=date(2024, 3, 1))
    assert step.state == State.NOT_REPORTED


# Measures ---------------------------------------------------------------------------------------


def figures(day: str, *observations):
    return {"date": day, "measures": [{"observations": list(observations)}]}


def measured(measure, *observations, day="2024-12-31"):
    """The progress of a measure with these figures, given as (when, value)."""
    told = [{"when": when, "value": value} for when, value in observations]
    plan = make_plan(measures=(measure,), reports=(figures("2024-06-01", *told),) if told else ())
    return measure_progress(plan, measure_of(plan), as_of=date.fromisoformat(day))


@pytest.mark.parametrize(
    ("better", "start", "target", "value", "result", "share"),
    [
        ("higher", 50, 80, 80, Result.REACHED, 1),
        ("higher", 50, 80, 95, Result.REACHED, 1.5),
        ("higher", 50, 80, 65, Result.CLOSER, 0.5),
        ("higher", 50, 80, 50, Result.NO_CHANGE, 0),
        ("higher", 50, 80, 35, Result.FURTHER, -0.5),
        ("higher", None, 80, 65, Result.SHORT, None),
        ("higher", None, 80, 80, Result.REACHED, None),
        ("higher", 50, None, 65, Result.NO_TARGET, None),
        ("lower", 40, 10, 10, Result.REACHED, 1),
        ("lower", 40, 10, 4, Result.REACHED, 1.2),
        ("lower", 40, 10, 25, Result.CLOSER, 0.5),
        ("lower", 40, 10, 40, Result.NO_CHANGE, 0),
        ("lower", 40, 10, 55, Result.FURTHER, -0.5),
        ("lower", None, 10, 25, Result.SHORT, None),
        ("lower", 40, 0, 0, Result.REACHED, 1),
        ("at-least", 90, 95, 95, Result.REACHED, 1),
        ("at-least", 90, 95, 94, Result.NOT_KEPT, 0.8),
        ("at-least", None, 95, 94, Result.NOT_KEPT, None),
        ("at-most", None, 5, 5, Result.REACHED, None),
        ("at-most", None, 5, 6, Result.NOT_KEPT, None),
        ("at-most", 5, 5, 6, Result.NOT_KEPT, None),
        ("higher", 80, 80, 80, Result.REACHED, None),
        ("done", None, None, 1, Result.REACHED, None),
        ("done", None, None, 0, Result.NOT_KEPT, None),
        (None, 50, 80, 80, Result.NO_TARGET, None),
    ],
)
def test_a_figure_is_compared_the_way_that_is_better(better, start, target, value, result, share):
    measure = {
        **({"better": better} if better else {}),
        **({"baseline": {"value": start}} if start is not None else {}),
        **({"target": {"value": target}} if target is not None else {}),
    }
    found = measured(measure, ("2024", value))

    assert found.result == result
    assert found.value == value
    assert found.share == (share if share is None else pytest.approx(share))


@pytest.mark.parametrize("better", ["higher", "lower", "at-least", "at-most", "done"])
def test_without_figures_nothing_is_said(better):
    found = measured({"better": better, "baseline": {"value": 50}, "target": {"value": 80}})

    assert (found.result, found.value, found.share) == (Result.NO_FIGURES, None, None)


def test_a_target_that_is_still_to_be_established_is_no_target():
    measure = {"better": "higher", "target": {"to_be_established": True}}

    assert measured(measure, ("2024", 7)).result == Result.NO_TARGET


def test_the_newest_figure_is_that_of_the_latest_time_in_whatever_order_they_stand():
    found = measured({}, ("2024-03", 3), ("2023", 1), ("2024-01", 2))

    assert found.value == 3
    assert [one.when.text for one in found.observations] == ["2023", "2024-01", "2024-03"]


def test_what_is_added_up_starts_from_nothing_and_is_compared_as_a_sum():
    measure = {"better": "higher", "counting": "added", "target": {"value": 40}}
    found = measured(measure, ("2023", 10), ("2024", 20))

    assert (found.value, found.result, found.share) == (30, Result.CLOSER, 0.75)
    assert measured(measure, ("2023", 10), ("2024", 30)).result == Result.REACHED
    assert measured(measure, ("2023", 0)).result == Result.NO_CHANGE


def test_a_later_report_replaces_an_earlier_figure_for_the_same_time():
    plan = make_plan(
        measures=({"counting": "added"},),
        reports=(
            figures("2024-03-01", {"when": "2023", "value": 10}),
            figures("2024-09-01", {"when": "2023", "value": 12}, {"when": "2024", "value": 5}),
        ),
    )
    before = measure_progress(plan, measure_of(plan), as_of=date(2024, 8, 31))
    after = measure_progress(plan, measure_of(plan), as_of=date(2024, 9, 1))

    assert before.value == 10
    assert after.value == 17
    assert [one.value for one in after.observations] == [12, 5]


def test_figures_of_groups_stand_apart_and_are_not_compared():
    plan = make_plan(
        measures=({"better": "higher", "target": {"value": 80}},),
        reports=(
            figures(
                "2024-03-01",
                {"when": "2023", "value": 60},
                {"when": "2023", "value": 90, "group": "Veterans"},
                {"when": "2024", "value": 95, "group": "Veterans"},
            ),
        ),
    )
    found = measure_progress(plan, measure_of(plan), as_of=date(2024, 4, 1))

    assert (found.value, found.result) == (60, Result.SHORT)
    assert [one.value for one in found.observations] == [60]
    assert [(one.group, one.value) for one in found.by_group] == [
        ("Veterans", 90),
        ("Veterans", 95),
    ]


def test_a_withheld_figure_is_kept_and_counts_for_nothing():
    plan = make_plan(
        measures=({"counting": "added"},),
        reports=(
            figures(
                "2024-03-01",
                {"when": "2023", "value": 60},
                {"when": "2024", "suppressed": True},
            ),
        ),
    )
    found = measure_progress(plan, measure_of(plan), as_of=date(2024, 4, 1))

    assert found.value == 60
    assert [one.suppressed for one in found.observations] == [False, True]


def test_figures_that_are_all_withheld_are_no_figures():
    plan = make_plan(
        measures=({},), reports=(figures("2024-03-01", {"when": "2023", "suppressed": True}),)
    )

    found = measure_progress(plan, measure_of(plan), as_of=date(2024, 4, 1))
    assert (found.result, len(found.observations)) == (Result.NO_FIGURES, 1)


number = st.integers(-1000, 1000)


@given(start=number, target=number, value=number)
@settings(max_examples=100)
def test_a_measure_that_should_fall_is_the_mirror_of_one_that_should_rise(start, target, value):
    def found(better, sign):
        measure = {
            "better": better,
            "baseline": {"value": sign * start},
            "target": {"value": sign * target},
        }
        one = measured(measure, ("2024", sign * value))
        return one.result, one.share

    assert found("higher", 1) == found("lower", -1)
    assert found("at-least", 1) == found("at-most", -1)


@given(start=number, target=number, value=number)
@settings(max_examples=100)
def test_the_way_gone_and_the_way_back_make_the_whole_way(start, target, value):
    forth = measured(
        {"better": "higher", "baseline": {"value": start}, "target": {"value": target}},
        ("2024", value),
    ).share
    back = measured(
        {"better": "lower", "baseline": {"value": target}, "target": {"value": start}},
        ("2024", value),
    ).share

    if start == target:
        assert forth is None
        assert back is None
    else:
        assert forth + back == pytest.approx(1)


@given(start=number, target=number, value=number)
@settings(max_examples=100)
def test_the_result_and_the_way_gone_agree(start, target, value):
    if start == target:
        return
    better = "higher" if target > start else "lower"
    found = measured(
        {"better": better, "baseline": {"value": start}, "target": {"value": target}},
        ("2024", value),
    )

    expected = (
        (found.share >= 1, Result.REACHED),
        (found.share > 0, Result.CLOSER),
        (found.share == 0, Result.NO_CHANGE),
        (found.share < 0, Result.FURTHER),
    )
    assert found.result == next(result for holds, result in expected if holds)


# The promise to report --------------------------------------------------------------------------

YEARLY = {"reporting": {"every": "year"}}


def kept(day: str, *reported: str, **written) -> Contract:
    plan = make_plan(reports=tuple({"date": one, "no_change": True} for one in reported), **written)
    return contract(plan, as_of=date.fromisoformat(day))


def test_a_plan_that_promises_no_reports_owes_none():
    assert kept("2024-06-01", published="2020-01") == Contract(last=None, next_due=None)
    assert kept("2024-06-01", "2024-02-01").last == date(2024, 2, 1)


@pytest.mark.parametrize(
    ("every", "due"),
    [
        ("month", date(2024, 2, 29)),
        ("quarter", date(2024, 4, 30)),
        ("half-year", date(2024, 7, 31)),
        ("year", date(2025, 1, 31)),
        ("two-years", date(2026, 1, 31)),
    ],
)
def test_the_first_report_is_due_one_interval_after_the_plan(every, due):
    for written in ({"published": "2024-01"}, {"period": {"start": "2024-01"}}):
        found = kept("2024-02-01", reporting={"every": every}, **written)
        assert found == Contract(last=None, next_due=due)


def test_the_next_report_is_due_one_interval_after_the_last():
    found = kept("2025-03-11", "2023-02-01", "2024-03-10", published="2022-01-01", **YEARLY)

    assert found == Contract(last=date(2024, 3, 10), next_due=date(2025, 3, 10), days_late=1)


def test_a_report_is_late_from_the_day_after_it_was_due():
    assert kept("2025-03-10", "2024-03-10", **YEARLY).days_late == 0
    assert kept("2025-03-20", "2024-03-10", **YEARLY).days_late == 10


def test_a_report_after_the_day_is_not_the_last_one_yet():
    found = kept("2024-01-01", "2023-02-01", "2024-03-10", **YEARLY)

    assert found == Contract(last=date(2023, 2, 1), next_due=date(2024, 2, 1))


def test_an_ended_plan_owes_no_report_and_a_draft_owes_none_yet():
    assert kept("2024-06-30", "2022-01-01", **YEARLY, **ENDED).days_late > 0
    assert kept("2024-07-01", "2022-01-01", **YEARLY, **ENDED).next_due is None
    assert kept("2024-07-01", published="2022", **YEARLY, state="draft").next_due is None


def test_after_the_end_of_reporting_no_report_is_due():
    until = {"reporting": {"every": "year", "until": "2024"}}

    assert kept("2024-06-01", "2023-03-10", **until).next_due == date(2024, 3, 10)
    assert kept("2024-06-01", "2024-03-10", **until).next_due is None
    assert kept("2025-06-01", "2025-01-01", **until).next_due is None


def test_a_plan_without_any_date_to_count_from_owes_no_report():
    assert kept("2024-06-01", **YEARLY).next_due is None
    assert kept("2024-06-01", published="ongoing", **YEARLY).next_due is None


# All actions ------------------------------------------------------------------------------------


def test_an_action_serves_its_own_people_or_its_goals():
    goal = {
        "id": "forms",
        "title": "Forms",
        "people": ["rural"],
        "topics": ["language"],
        "services": ["cards"],
        "actions": [
            {"id": "one", "title": "One"},
            {
                "id": "two",
                "title": "Two",
                "people": ["veterans"],
                "topics": ["data"],
                "services": ["benefits"],
            },
        ],
    }
    one, two = place_actions(make_portfolio(make_plan(goals=[goal])), as_of=date(2024, 1, 1))

    assert (one.people, one.topics, one.services) == (("rural",), ("language",), ("cards",))
    assert (two.people, two.topics, two.services) == (("veterans",), ("data",), ("benefits",))


def test_every_action_of_every_plan_is_placed_in_the_order_of_plans():
    plans = (
        make_plan({"id": "a"}, {"id": "b"}, id="equity-2022"),
        make_plan({"id": "a"}, id="equity-2023"),
        make_plan({"id": "c"}, agency="opm"),
    )
    placed = place_actions(make_portfolio(*plans), as_of=date(2024, 1, 1))

    assert [(one.plan.key, one.action.id) for one in placed] == [
        ("ssa/equity-2022", "a"),
        ("ssa/equity-2022", "b"),
        ("ssa/equity-2023", "a"),
        ("opm/equity-2023", "c"),
    ]


def test_a_tally_names_every_state_in_their_order():
    plan = make_plan({"id": "a"}, {"id": "b", "due": "2023"}, {"id": "c", "due": "2022"})
    counts = tally(place_actions(make_portfolio(plan), as_of=date(2024, 6, 1)))

    assert list(counts) == list(State)
    assert {state: count for state, count in counts.items() if count} == {
        State.OVERDUE: 2,
        State.NOT_REPORTED: 1,
    }


# What always holds ------------------------------------------------------------------------------

moments = st.dates(date(2022, 1, 1), date(2026, 12, 31))
whens = moments.flatmap(
    lambda day: st.sampled_from(
        [
            day.isoformat(),
            f"{day:%Y-%m}",
            f"{day:%Y}",
            f"FY{day:%Y}",
            f"{day:%Y}-Q{(day.month + 2) // 3}",
            "ongoing",
        ]
    )
)


@st.composite
def plans(draw, *, moves: bool = True, reported: bool = True) -> Plan:
    """A plan with one action: dates that come, move and go, reports, and an end, or none of it."""
    dues = draw(st.lists(st.none() | whens, min_size=1, max_size=4 if moves else 1))
    days = sorted(draw(st.lists(moments, min_size=len(dues), max_size=len(dues), unique=True)))
    action = {"due": dues[-1]} if dues[-1] else {}
    written = {
        "amendments": [
            amend(day.isoformat(), before, after)
            for day, before, after in zip(days, dues[:-1], dues[1:], strict=False)
        ]
    }
    if draw(st.booleans()):
        action["withdrawn"] = {"date": draw(moments).isoformat(), "reason": "Merged."}
    if draw(st.booleans()):
        written["ended"] = {"date": draw(moments).isoformat(), "reason": "Revoked."}
    if draw(st.booleans()):
        written["superseded"] = {"date": draw(moments).isoformat(), "by": "ssa/equity-2027"}
    told = sorted(draw(st.lists(moments, max_size=4 if reported else 0, unique=True)))
    return make_plan(
        action,
        reports=tuple(report(day.isoformat(), draw(st.sampled_from(STATUSES))) for day in told),
        **written,
    )


def as_it_was(plan: Plan, day: date) -> Plan:
    """The plan as its file stood on the day: without what was written later."""

    def by(one):
        return one if one is not None and one.date <= day else None

    goal = plan.goals[0]
    (action,) = goal.actions
    later = [one for one in plan.amendments if one.date > day]
    if later:
        before = later[0].from_
        action = replace(action, due=parse_when(before) if before else None)
    action = replace(action, withdrawn=by(action.withdrawn))
    return replace(
        plan,
        goals=(replace(goal, actions=(action,)),),
        amendments=tuple(one for one in plan.amendments if one.date <= day),
        reports=tuple(one for one in plan.reports if one.date <= day),
        ended=by(plan.ended),
        superseded=by(plan.superseded),
    )


@given(plan=plans(), day=moments)
@settings(max_examples=150)
def test_looking_back_is_looking_at_the_file_as_it_was(plan, day):
    then = as_it_was(plan, day)

    assert standing(plan, action_of(plan), as_of=day) == standing(then, action_of(then), as_of=day)


@given(plan=plans(), day=moments)
@settings(max_examples=150)
def test_an_action_has_exactly_one_state_and_the_published_order_gives_it(plan, day):
    found = standing(plan, action_of(plan), as_of=day)
    withdrawn = action_of(plan).withdrawn
    holds = {
        State.DONE: found.reported == "done",
        State.STOPPED: found.reported == "stopped" or (withdrawn and withdrawn.date <= day),
        State.PLAN_ENDED: ended_on(plan, as_of=day) is not None,
        State.OVERDUE: found.dates.due is not None and found.dates.due.ended_by(day),
        found.reported: True,
    }

    first = next(state for state, true in holds.items() if true)
    assert found.state == (first or State.NOT_REPORTED)
    assert (found.days_overdue > 0) == (found.state == State.OVERDUE)


@given(plan=plans(moves=False, reported=False), day=moments, later=st.integers(0, 900))
@settings(max_examples=100)
def test_what_is_overdue_stays_so_until_its_plan_ends_or_it_is_taken_out(plan, day, later):
    now = standing(plan, action_of(plan), as_of=day)
    then = standing(plan, action_of(plan), as_of=day + later * DAY)

    if now.state == State.OVERDUE:
        assert then.state in {State.OVERDUE, State.STOPPED, State.PLAN_ENDED}
        if then.state == State.OVERDUE:
            assert then.days_overdue == now.days_overdue + later


@given(plan=plans(), day=moments, later=st.integers(0, 900))
@settings(max_examples=100)
def test_the_first_promise_never_changes_once_it_is_made(plan, day, later):
    action = action_of(plan)
    now = due_dates(plan, action, as_of=day, fiscal=FISCAL)
    then = due_dates(plan, action, as_of=day + later * DAY, fiscal=FISCAL)

    assert now.first is None or now.first == then.first
    assert now.slips == then.slips[: len(now.slips)]
    assert now.due is None or now.first is not None


@given(plan=plans(), quiet=moments, day=moments)
@settings(max_examples=100)
def test_a_report_of_no_change_changes_no_state(plan, quiet, day):
    silent = make_report(date=quiet.isoformat(), no_change=True)
    reports = sorted((*plan.reports, silent), key=lambda one: one.date)
    after = replace(plan, reports=tuple(reports))

    assert standing(after, action_of(after), as_of=day) == standing(
        plan, action_of(plan), as_of=day
    )


@given(several=st.lists(plans(), max_size=4), day=moments)
@settings(max_examples=50)
def test_a_tally_counts_every_action_once(several, day):
    named = [replace(plan, id=f"equity-{number}") for number, plan in enumerate(several)]
    placed = place_actions(make_portfolio(*named), as_of=day)
    counts = tally(placed)

    assert sum(counts.values()) == len(placed) == len(named)
    assert Counter(counts) == Counter(one.standing.state for one in placed)
