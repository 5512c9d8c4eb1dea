"""Values of a plan: built once from checked data, with the agency's dates, and never edited."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date

import pytest
from tests.make import action_of, make_agency, make_plan, make_portfolio, make_report, measure_of

from equity_plans import model
from equity_plans.model import Agency, Authority, Plan, Report, build
from equity_plans.when import parse_when

CLASSES = sorted(
    (
        one
        for one in vars(model).values()
        if dataclasses.is_dataclass(one) and one.__module__ == model.__name__
    ),
    key=lambda one: one.__name__,
)


def parts(value: object) -> Iterator[object]:
    """The value and everything inside it."""
    yield value
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from parts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from parts(one)


# Extra keys -------------------------------------------------------------------------------------

SECRET = "kept to the agency"  # noqa: S105 - the text that must not arrive
EXTRA = {"x-note": SECRET, "x-notes": [SECRET], "x-list": {"x-note": SECRET}}
SOURCE = {"title": "The plan", "page": 3, **EXTRA}


def test_extra_keys_of_a_plan_never_arrive():
    quantity = {"value": 1, "source": SOURCE, **EXTRA}
    goal = {
        "id": "forms",
        "title": "Forms",
        "barriers": [
            {"title": "English", "evidence": [{"finding": "So it is", **EXTRA}], **EXTRA},
        ],
        "assessment": {"method": "We looked", "source": SOURCE, **EXTRA},
        "engagement": [{"title": "A meeting", "from": "2023", "source": SOURCE, **EXTRA}],
        "actions": [
            {
                "id": "translate",
                "title": "Translate",
                "milestones": [{"id": "draft", "title": "Draft", **EXTRA}],
                "withdrawn": {"date": "2024-01-01", "reason": "Merged", **EXTRA},
                **EXTRA,
            }
        ],
        "measures": [
            {"id": "read", "title": "Read", "baseline": quantity, "target": quantity, **EXTRA}
        ],
        "source": SOURCE,
        **EXTRA,
    }
    plan = make_plan(
        goals=[goal],
        ended={"date": "2024-01-01", "reason": "Revoked", **EXTRA},
        superseded={"date": "2024-01-01", "by": "ssa/equity-2024", **EXTRA},
        period={"start": "2023", **EXTRA},
        source={"title": "The plan", **EXTRA},
        responsible={"post": "Commissioner", **EXTRA},
        feedback={"title": "Comment", **EXTRA},
        reporting={"every": "year", **EXTRA},
        related=[{"plan": "ssa/workforce", **EXTRA}],
        amendments=[{"date": "2024-01-01", "what": "translate.due", "reason": "Late", **EXTRA}],
        **EXTRA,
    )

    assert plan.goals[0].actions[0].milestones[0].id == "draft"
    assert not [part for part in parts(plan) if part == SECRET or isinstance(part, dict | list)]


def test_extra_keys_of_a_report_an_agency_and_an_authority_never_arrive():
    link = {"title": "Proof", "url": "https://agency.example/", **EXTRA}
    step = {"milestone": "draft", "done": "2024", "proof": [link], **EXTRA}
    report = make_report(
        date="2024-02-14",
        period={"start": "2023", **EXTRA},
        actions=[{"status": "done", "proof": [link], "milestones": [step], **EXTRA}],
        measures=[{"observations": [{"when": "2024", "value": 1, **EXTRA}], **EXTRA}],
        corrections=[{"what": "read.value", "was": 1, "now": 2, "why": "A slip", **EXTRA}],
        **EXTRA,
    )
    agency = make_agency(
        contact={"email": "a@agency.example", **EXTRA},
        services=[{"id": "cards", "name": "Cards", "volume": {"value": 3, **EXTRA}, **EXTRA}],
        **EXTRA,
    )
    ended = {"date": "2025-01-20", **EXTRA}
    authority = build(
        Authority, {"id": "eo", "name": "Order", "ended": ended, **EXTRA}, fiscal_year_starts=10
    )

    for value in (report, agency, authority):
        assert SECRET not in repr(value)


# Dates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("starts", range(1, 13))
def test_every_date_of_a_plan_and_its_reports_is_read_with_the_agencys_fiscal_year(starts):
    quantity = {"value": 1, "when": "FY2024"}
    plan = make_plan(
        {"due": "FY2024-Q2", "start": "FY2023", "milestones": [{"id": "a", "title": "A"}]},
        measures=({"baseline": quantity, "target": quantity},),
        reports=(
            {
                "date": "2024-02-14",
                "actions": [{"status": "done", "done": "FY2024-Q1"}],
                "measures": [{"observations": [{"when": "FY2023-Q4", "value": 2}]}],
            },
        ),
        period={"start": "FY2024", "end": "FY2025"},
        engagement=[{"title": "A meeting", "from": "FY2022", "until": "FY2023"}],
        fiscal=starts,
    )
    (report,) = plan.reports

    for found, text in (
        (action_of(plan).due, "FY2024-Q2"),
        (action_of(plan).start, "FY2023"),
        (measure_of(plan).baseline.when, "FY2024"),
        (measure_of(plan).target.when, "FY2024"),
        (plan.period.end, "FY2025"),
        (plan.engagement[0].from_, "FY2022"),
        (plan.engagement[0].until, "FY2023"),
        (report.actions[0].done, "FY2024-Q1"),
        (report.measures[0].observations[0].when, "FY2023-Q4"),
    ):
        assert found == parse_when(text, fiscal_year_starts=starts)


def test_two_agencies_keep_their_own_fiscal_years_side_by_side():
    october, july = make_plan({"due": "FY2024"}, fiscal=10), make_plan({"due": "FY2024"}, fiscal=7)

    assert action_of(october).due.last == date(2024, 9, 30)
    assert action_of(july).due.last == date(2024, 6, 30)
    assert action_of(october).due.last == date(2024, 9, 30)


def test_a_year_written_as_a_number_is_a_date():
    plan = make_plan({"due": 2024}, published=2023)

    assert action_of(plan).due == parse_when("2024")
    assert plan.published == parse_when("2023")


def test_days_are_days():
    assert make_report(date="2024-02-14").date == date(2024, 2, 14)


# Words kept as written --------------------------------------------------------------------------


def test_a_word_of_pythons_own_can_be_the_name_of_a_field():
    plan = make_plan(
        amendments=[{"date": "2024-01-01", "what": "read.target", "from": 5, "reason": "Too much"}],
        engagement=[{"title": "A meeting", "from": "2023-05"}],
    )

    assert plan.amendments[0].from_ == 5
    assert plan.engagement[0].from_ == parse_when("2023-05")


@pytest.mark.parametrize("value", ["2024-06-30", "012", 0, 18.2, True, False])
def test_what_was_changed_or_corrected_keeps_its_kind(value):
    amendment = {"date": "2024-01-01", "what": "a.b", "from": value, "to": value, "reason": "So"}
    correction = {"what": "a.b", "was": value, "now": value, "why": "So"}
    (amended,) = make_plan(amendments=[amendment]).amendments
    (corrected,) = make_report(date="2024-01-01", corrections=[correction]).corrections

    for found in (amended.from_, amended.to, corrected.was, corrected.now):
        assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(("page", "text"), [(12, "12"), ("12", "12"), ("12-14, 20", "12-14, 20")])
def test_a_page_is_text_however_it_was_written(page, text):
    assert action_of(make_plan({"source": {"page": page}})).source.page == text


def test_nothing_written_is_told_apart_from_no_and_from_nought():
    left_out = measure_of(make_plan(measures=({},)))
    written = measure_of(
        make_plan(measures=({"baseline": {"value": 0}, "in_performance_standard": False},))
    )

    assert (left_out.baseline, left_out.in_performance_standard) == (None, None)
    assert (written.baseline.value, written.in_performance_standard) == (0, False)


# Frozen -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_class_of_the_model_is_frozen_slotted_and_named(cls):
    parameters = cls.__dataclass_params__

    assert parameters.frozen
    assert "__slots__" in vars(cls)
    assert all(field.kw_only for field in dataclasses.fields(cls))


def test_nothing_in_a_plan_can_be_edited():
    plan = make_plan(
        {"milestones": [{"id": "draft", "title": "Draft"}]},
        reports=({"date": "2024-01-01", "actions": [{"status": "done"}]},),
        amendments=[{"date": "2024-01-01", "what": "a.b", "reason": "So"}],
        authorities=["eo-13985"],
    )

    with pytest.raises(dataclasses.FrozenInstanceError):
        plan.title = "Another"
    with pytest.raises(dataclasses.FrozenInstanceError):
        plan.reports[0].actions[0].status = "stopped"
    assert not [part for part in parts(plan) if isinstance(part, list | dict | set)]
    assert isinstance(hash(plan), int)


def test_what_is_built_does_not_hang_on_the_data_it_was_built_from():
    data = {"kind": "equity", "title": "Plan", "state": "active", "goals": [], "related": []}
    plan = build(Plan, data, fiscal_year_starts=10, id="equity-2023", agency="ssa")
    data["goals"].append({"id": "late", "title": "Late"})

    assert plan.goals == ()
    assert data.keys() == {"kind", "title", "state", "goals", "related"}


# Where things stand -----------------------------------------------------------------------------


def test_a_plan_is_named_by_its_two_folders():
    plan = make_plan(agency="opm", id="equity-2022")

    assert (plan.key, plan.file) == ("opm/equity-2022", "plans/opm/equity-2022/plan.yaml")


def test_a_place_is_told_by_the_folder_and_never_by_the_file():
    data = {
        "id": "somebody-else",
        "name": "Agency",
        "jurisdiction": "United States",
        "government": "federal",
        "fiscal_year_starts": 10,
    }

    assert build(Agency, data, fiscal_year_starts=10, id="ssa").id == "ssa"


def test_actions_and_measures_come_with_their_goal_in_the_plans_order():
    goals = [
        {
            "id": name,
            "title": name,
            "actions": [{"id": f"{name}-{n}", "title": "Do"} for n in (2, 1)],
            "measures": [{"id": f"{name}-m", "title": "Count"}],
        }
        for name in ("b", "a")
    ]
    plan = make_plan(goals=goals)

    assert [(goal.id, one.id) for goal, one in plan.actions()] == [
        ("b", "b-2"),
        ("b", "b-1"),
        ("a", "a-2"),
        ("a", "a-1"),
    ]
    assert [(goal.id, one.id) for goal, one in plan.measures()] == [("b", "b-m"), ("a", "a-m")]


def test_a_portfolio_knows_whose_plan_and_whose_part_is_whose():
    plans = (make_plan(id="one"), make_plan(id="two"), make_plan(agency="opm"))
    portfolio = make_portfolio(*plans)
    part = make_agency(id="part", parent="ssa")
    portfolio = dataclasses.replace(portfolio, agencies={**portfolio.agencies, "part": part})

    assert [plan.id for plan in portfolio.plans_of("ssa")] == ["one", "two"]
    assert portfolio.plans_of("nobody") == ()
    assert portfolio.sub_agencies("ssa") == (part,)


def test_an_agency_without_a_short_name_is_called_by_its_name():
    assert make_agency(name="Social Security Administration").short == (
        "Social Security Administration"
    )
    assert make_agency(short_name="SSA").short == "SSA"


def test_a_report_of_no_change_needs_nothing_else():
    assert build(Report, {"date": "2024-01-01", "no_change": True}, fiscal_year_starts=10) == (
        Report(date=date(2024, 1, 1), no_change=True)
    )
