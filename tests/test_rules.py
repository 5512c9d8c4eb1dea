"""Every rule finds what its examples mark, and nothing else."""

from __future__ import annotations

import ast
from datetime import date

import pytest

from equity_plans.changes import Unread, compare
from equity_plans.check import change_findings, rule_findings
from equity_plans.check.examples import Example, default_files, examples, examples_of
from equity_plans.check.registry import RULES
from equity_plans.check.subject import did_you_mean, hint, some_of, subject
from equity_plans.findings import Finding, Severity
from equity_plans.project import Project, open_project
from equity_plans.schema import load_schemas

TODAY = date(2025, 6, 1)
PLAN = "plans/parks/equity-2024/plan.yaml"
GOALS = "goals:\n  - id: language\n    title: Serve people in the language they use\n"


@pytest.fixture
def project(root, tmp_path):
    """Makes a project of texts by file name and opens it."""

    def make(texts: dict[str, str], name: str = "now") -> Project:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "schema").symlink_to(root / "schema")
        agencies = frozenset(parts[1] for file in texts if len(parts := file.split("/")) > 2)
        for file, text in {**default_files(agencies), **texts}.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return open_project(folder)

    return make


@pytest.fixture
def findings(project):
    """Makes the project of an example; gives what is found in it, and in what it changes."""

    def find(example: Example) -> list[Finding]:
        now = project({file.file: file.text for file in example.files})
        if example.before is None:
            return list(now.findings)
        before = project({file.file: file.text for file in example.before}, "before")
        changes = compare(
            before.portfolio,
            now.portfolio,
            schemas=now.schemas,
            unread=Unread(before=before.unread, after=now.unread),
        )
        return [*now.findings, *change_findings(changes, documents=now.documents, as_of=TODAY)]

    return find


def line(finding: Finding) -> int:
    """The line a finding points to; what is about a file as a whole is marked on its first."""
    return finding.place.line if finding.place else 1


# Examples -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("example", examples(), ids=lambda one: f"{one.rule}-{one.name}")
def test_all_rules_together_find_what_an_example_marks(example: Example, findings):
    """Advice speaks up in almost every short example, so it is only asked for in its own."""
    assert sorted(
        (one.file, line(one), one.rule)
        for one in findings(example)
        if one.severity != Severity.NOTICE or one.rule == example.rule
    ) == sorted(example.marks)


@pytest.mark.parametrize("example", examples(), ids=lambda one: f"{one.rule}-{one.name}")
def test_an_example_is_about_its_own_rule(example: Example):
    marked = {id_ for _, _, id_ in example.marks}

    assert marked == (set() if example.good else {example.rule})


@pytest.mark.parametrize("id_", [id_ for id_, rule in RULES.items() if rule.looks])
def test_a_rule_has_good_and_bad_examples(id_: str):
    assert {one.good for one in examples_of(id_)} == {True, False}


@pytest.mark.parametrize(
    "id_", [id_ for id_, rule in RULES.items() if rule.looks and rule.of != ("change",)]
)
def test_the_examples_of_a_rule_show_every_kind_of_file_it_looks_at(id_: str):
    def kind(file: str) -> str:
        name = file.rsplit("/", 1)[-1].removesuffix(".yaml")
        return name if name in ("plan", "agency", "authorities") else "report"

    marked = {kind(file.file) for one in examples_of(id_) for file in one.files if file.marks}

    assert marked == set(RULES[id_].of)


@pytest.mark.parametrize("id_", [id_ for id_, rule in RULES.items() if "change" in rule.of])
def test_the_examples_of_a_rule_about_changes_have_two_states(id_: str):
    assert [one.name for one in examples_of(id_) if one.before is None] == []


def test_an_example_is_shown_without_its_marks():
    (bad,) = (one for one in examples_of("EP208") if not one.good)
    report = next(file for file in bad.files if "reports" in file.file)

    assert report.marks == ((1, "EP208"),)
    assert report.text.startswith("date: 2025-02-15\nno_change")


# What a finding says ------------------------------------------------------------------------------


@pytest.mark.parametrize("example", examples(), ids=lambda one: f"{one.rule}-{one.name}")
def test_what_a_finding_says_is_a_sentence_with_a_way_out(example: Example, findings):
    for one in findings(example):
        assert one.message[0].isupper() or one.message[0] in "“`0123456789"
        assert one.message.endswith("."), one.message
        assert one.fix, one.message
        assert "None" not in one.message + one.fix


def test_a_finding_names_the_thing_the_place_and_the_line(project):
    found = project(
        {
            PLAN: "kind: equity\ntitle: Equity Plan\nstate: active\n"
            + GOALS
            + "    actions:\n      - id: translate-forms\n        title: Translate forms\n"
            "        start: 2025\n        due: 2024\n"
        }
    )
    (one,) = found.errors

    assert one.rule == "EP207"
    assert one.path == ("goals", 0, "actions", 0, "due")
    assert one.subject == "action “Translate forms” (translate-forms)"
    assert one.excerpt == "        due: 2024"
    assert one.message == "`due` is “2024”, which lies before `start`, “2025”."
    assert one.other is not None
    assert one.other.place.line == one.place.line - 1


def test_a_near_miss_is_asked_for(project):
    found = project(
        {
            PLAN: "kind: equity\ntitle: Equity Plan\nstate: active\nauthorities: [resolution-77]\n"
            + GOALS
        }
    )

    assert [one.fix for one in found.errors] == ["Did you mean “resolution-7”?"]


def test_advice_counts_instead_of_repeating(project):
    actions = "".join(
        f"      - id: action-{number}\n        title: Action {number}\n" for number in range(1, 6)
    )
    found = project(
        {PLAN: f"kind: equity\ntitle: Equity Plan\nstate: active\n{GOALS}    actions:\n{actions}"}
    )

    assert [one.message for one in found.findings if one.rule == "EP902"] == [
        "5 of 5 actions have no date: “Action 1”, “Action 2”, “Action 3” and 2 more."
    ]


# Which files are looked at ------------------------------------------------------------------------


def test_a_reference_to_a_file_with_errors_of_its_own_is_not_called_wrong(project):
    """One mistake, one finding: whether the plan is right is known once the other file is."""
    head = "kind: equity\ntitle: Equity Plan\nstate: active\n"
    found = project(
        {
            "plans/authorities.yaml": "authorities:\n  - id: resolution-7\n",
            "plans/parks/equity-2022/plan.yaml": head,
            "plans/city/agency.yaml": "name: City of Springfield\n",
            "plans/parks/agency.yaml": "name: Parks\njurisdiction: Springfield\ngovernment: city\n"
            "fiscal_year_starts: 7\nparent: city\n",
            PLAN: f"{head}authorities: [resolution-7]\ncontinues: parks/equity-2022\n{GOALS}",
        }
    )

    assert {(one.file, one.rule[:3]) for one in found.errors} == {
        ("plans/authorities.yaml", "EP1"),
        ("plans/parks/equity-2022/plan.yaml", "EP1"),
        ("plans/city/agency.yaml", "EP1"),
    }


def test_a_reference_into_an_empty_list_of_authorities_is_wrong(project):
    found = project(
        {
            "plans/authorities.yaml": "authorities: []\n",
            PLAN: f"kind: equity\ntitle: Plan\nstate: active\nauthorities: [resolution-7]\n{GOALS}",
        }
    )

    assert [one.rule for one in found.errors] == ["EP202"]


def test_the_order_of_rules_does_not_matter(project, monkeypatch):
    example = next(one for one in examples_of("EP206") if not one.good)
    opened = project({file.file: file.text for file in example.files})
    found = rule_findings(opened.portfolio, documents=opened.documents)

    backwards = dict(reversed(RULES.items()))
    monkeypatch.setattr("equity_plans.check.RULES", backwards)

    assert len(found) > 5
    assert rule_findings(opened.portfolio, documents=opened.documents) == found


def test_the_plans_of_this_project_contradict_nothing(root):
    assert [
        (one.file, one.rule, one.message)
        for one in open_project(root).findings
        if one.severity == Severity.ERROR
    ] == []


# Hostile input ------------------------------------------------------------------------------------


def test_a_title_of_nothing_but_wide_spaces_is_checked_like_any_other(project):
    found = project(
        {
            PLAN: "kind: equity\ntitle: Equity Plan\nstate: active\n"
            + GOALS
            + '    actions:\n      - id: wide\n        title: "\\u3000"\n'
        }
    )

    assert {one.rule for one in found.findings} >= {"EP902", "EP903"}


def test_a_long_line_of_editions_comes_to_an_end(project):
    texts = {
        f"plans/parks/edition-{number}/plan.yaml": "kind: equity\ntitle: Plan\nstate: active\n"
        f"continues: parks/edition-{(number + 1) % 150}\n{GOALS}"
        for number in range(150)
    }

    assert {one.rule for one in project(texts).errors} <= {"EP211"}


def test_of_one_mistake_made_a_thousand_times_a_hundred_are_shown(project):
    """Each guess at what was meant costs time, and nobody reads on."""
    amendments = "".join(
        f"  - {{date: 2024-01-01, what: wrong-{number}.due, reason: x}}\n" for number in range(1000)
    )
    found = project(
        {PLAN: f"kind: equity\ntitle: Plan\nstate: active\n{GOALS}amendments:\n{amendments}"}
    )

    assert [one.rule for one in found.errors] == ["EP212"] * 100
    assert found.errors[-1].path == ("amendments", 99, "what")


# Words --------------------------------------------------------------------------------------------


def test_the_nearest_thing_with_a_name_is_the_subject():
    plan = {
        "title": "Plan",
        "goals": [{"title": "Goal", "id": "goal", "actions": [{"id": 7}, "x", {"id": "act"}]}],
        "amendments": [{"what": "goal.title"}],
    }

    assert subject(plan, ("title",)) == ""
    assert subject(plan, ("goals", 0, "title")) == "goal “Goal” (goal)"
    assert subject(plan, ("goals", 0, "actions", 0, "id")) == "goal “Goal” (goal)"
    assert subject(plan, ("goals", 0, "actions", 1, "id")) == "goal “Goal” (goal)"
    assert subject(plan, ("goals", 0, "actions", 2)) == "action act"
    assert subject(plan, ("goals", 9, "actions", 2)) == ""
    assert subject(plan, ("amendments", 0, "date")) == "amendment goal.title"
    assert subject(["not", "a", "plan"], ("goals", 0)) == ""


def test_a_hint_is_only_given_for_something_close():
    assert did_you_mean("translate-form", ["translate-forms", "train-staff"]) == "translate-forms"
    assert did_you_mean("riding-lessons", ["swimming-lessons"]) == ""
    assert did_you_mean("deu", ["due", "detail"]) == "due"
    assert hint("rural", ["Rural", "Urban"]) == "Did you mean “Rural”?"
    assert hint("xyz", ["Rural", "Urban"]) == ""
    assert did_you_mean("xyz", ["translate-forms", "train-staff"]) == ""
    assert did_you_mean("a", []) == ""
    assert did_you_mean("abc", (f"abc{number}" for number in range(5_000))) == ""


def test_some_of_many_things_are_counted_in_grammatical_words():
    assert some_of(["A"], "action", "has no date", of=9) == "1 of 9 actions has no date: “A”."
    assert some_of(["A", "B"], "action", "has no date", of=2) == (
        "2 of 2 actions have no date: “A”, “B”."
    )
    assert some_of(["A"], "action", "has no proof", of=1, which="reported done") == (
        "The only action reported done has no proof: “A”."
    )


def test_words_that_rules_hang_on_are_in_the_schema(root):
    """A rule that waits for a status nobody can write would be silent for ever."""
    vocabulary = load_schemas(root / "schema").vocabulary
    definitions = {"status": "actionStatus", "state": "planState", "better": "better"}
    compared = []
    for path in sorted((root / "generator/equity_plans/check/rules").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute):
                words = [
                    one.value
                    for compared_with in node.comparators
                    for one in ast.walk(compared_with)
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                ]
                compared += [(node.left.attr, word) for word in words]

    asked = [(attribute, word) for attribute, word in compared if attribute in definitions]
    assert len(asked) > 5
    for attribute, word in asked:
        assert word in {one.value for one in vocabulary[definitions[attribute]]}, word


def test_advice_knows_the_states_of_a_plan_that_is_over(root):
    from equity_plans.check.rules.advice import OVER

    assert {one.value for one in load_schemas(root / "schema").vocabulary["planState"]} > OVER


def test_only_a_warning_about_reports_of_the_future_asks_what_day_it_is(root):
    """What passed yesterday passes today; the day is for the site, not for the check."""
    asking = set()
    for path in sorted((root / "generator/equity_plans/check").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        asking |= {
            function.name
            for function in functions
            for node in ast.walk(function)
            if isinstance(node, ast.Name) and node.id == "as_of"
        }

    assert asking == {"change_findings", "report_of_the_future"}
    assert RULES["EP310"].looks["change"].__name__ == "report_of_the_future"
    assert RULES["EP310"].severity == Severity.WARNING
