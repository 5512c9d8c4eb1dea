"""What reviews lean on outside the software: workflows, the action, hooks, templates, the guide."""

from __future__ import annotations

import re
import shlex

import pytest
import yaml
from tests.states import ROOT
from tests.test_guides import FIRST_PLAN, GUIDES, Desk, blocks, parse, text_of

from equity_plans.authoring.review import review
from equity_plans.cli import cli
from equity_plans.diagnostics.differences import differences_as_text

GUIDE = ROOT / "site" / "pages" / "contribute" / "review.md"
TEMPLATES = sorted((ROOT / ".github" / "PULL_REQUEST_TEMPLATE").glob("*.md"))


def read(name: str):
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def commands_in(script: str) -> list[list[str]]:
    """Each call of our command in a script, as words."""
    script = script.replace("\\\n", " ")
    calls = re.findall(
        r"(?:\bequity-plans|\"\$command\") ((?:diff|check|owners)\b[^\n|>]*)", script
    )
    return [shlex.split(call) for call in calls]


def check(words: list[str]) -> None:
    """Reads the words as the command would; a variable stands for some value."""
    known = {"$FORMAT": "json", "$FAIL_ON": "error", "../head": ".", "schema": "schema"}
    plain = [known.get(word, "." if word in ("$ROOT", "$SCHEMA") else word) for word in words]
    parse(cli, [word for word in plain if "[@]" not in word], " ".join(words))


# Workflows ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def jobs():
    return read(".github/workflows/check.yml")["jobs"]


def test_a_pull_request_is_judged_by_schema_rules_and_owners_of_its_base(jobs):
    runs = [step["run"] for step in jobs["plans"]["steps"] if "run" in step]
    calls = [words for run in runs for words in commands_in(run)]

    assert {words[0] for words in calls} == {"check", "diff", "owners"}
    for words in calls:
        check(words)
        assert words[words.index("--schema") + 1] == "schema"
        assert words[words.index("--root") + 1] == "../head"
        assert "$BASE" in words
    assert jobs["plans"]["env"]["BASE"].count("base") >= 2


def test_the_whole_history_of_a_proposal_is_there(jobs):
    head = next(
        step["with"]
        for step in jobs["plans"]["steps"]
        if step.get("with", {}).get("path") == "head"
    )

    assert head["fetch-depth"] == 0


def test_the_check_shows_that_it_can_fail_before_it_says_that_all_is_well(jobs):
    runs = [step["run"] for step in jobs["plans"]["steps"] if "run" in step]
    canary = next(number for number, run in enumerate(runs) if "tests/canary/canary.py" in run)
    first = next(number for number, run in enumerate(runs) if commands_in(run))

    assert canary < first


def test_of_a_proposal_only_the_plans_get_into_the_preview(jobs):
    steps = jobs["preview"]["steps"]
    runs = [step for step in steps if "run" in step]

    assert jobs["preview"]["needs"] == ["plans"]
    assert "head/plans base/plans" in runs[0]["run"]
    assert "--no-dereference" in runs[0]["run"]
    assert [step["working-directory"] for step in runs[1:]] == ["base"]
    assert steps[-1]["with"]["path"] == "base/build/site"


def test_no_name_or_text_of_a_proposal_gets_into_a_script():
    for name in (".github/workflows/check.yml", "action.yml"):
        text = (ROOT / name).read_text(encoding="utf-8")
        scripts = re.findall(r"run: [|>]-?\n((?: {8,}.*\n|\n)+)", text)
        assert scripts
        assert [script for script in scripts if "${{" in script] == []


# The action and the hooks -------------------------------------------------------------------------


def test_the_action_uses_every_input_it_names():
    action = read("action.yml")
    used = set(re.findall(r"\$\{\{ inputs\.([a-z-]+) \}\}", str(action)))

    assert used == action["inputs"].keys()
    assert all(one["description"] for one in action["inputs"].values())
    for step in action["runs"]["steps"]:
        assert step["shell"] == "bash"
        for words in commands_in(step["run"]):
            check(words)


def test_the_hooks_are_commands_that_exist():
    hooks = read(".pre-commit-hooks.yaml")

    assert len({hook["id"] for hook in hooks}) == len(hooks)
    for hook in hooks:
        program, *words = shlex.split(hook["entry"])
        assert program == "equity-plans"
        parse(cli, [*words, *hook.get("args", [])], hook["entry"])
        assert hook["pass_filenames"] is False
        assert re.compile(hook["files"]).search("plans/OWNERS.yaml")


# Templates and the guide --------------------------------------------------------------------------


def test_there_is_a_template_for_each_kind_of_proposal():
    assert {path.stem for path in TEMPLATES} == {"amendment", "new-plan", "progress-report"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_asks_and_lists_what_to_look_at(path):
    text = path.read_text(encoding="utf-8")

    assert text.count("- [ ] ") >= 4
    assert len(re.findall(r"^## ", text, re.MULTILINE)) == 3
    for command in re.findall(r"`equity-plans ([^`]*)`", text):
        parse(cli, shlex.split(command), command)


def test_the_guide_for_reviewers_shows_what_the_command_says(tmp_path):
    for name in ("old", "new"):
        desk = Desk(tmp_path / name)
        (desk.root / "plans").mkdir(parents=True)
        (desk.root / "schema").symlink_to(ROOT / "schema")
        desk.follow(FIRST_PLAN)
    plan = desk.root / "plans" / "anytown-transit" / "rider-access-2026" / "plan.yaml"
    text = text_of(plan)
    assert text.count("        due: 2026-11\n") == 1
    plan.write_text(text.replace("due: 2026-11\n", "due: 2027-03\n"), encoding="utf-8")

    found = review(desk.root, str(tmp_path / "old"))

    assert [one.text for one in blocks(GUIDE, "text")] == [
        differences_as_text(found.differences, same=found.same)
    ]


def test_the_example_for_gitlab_is_right():
    (block,) = blocks(GUIDE, "yml")
    job = yaml.safe_load(block.text)["plans"]
    script = "\n".join(job["script"])

    assert {words[0] for words in commands_in(script)} == {"check", "diff", "owners"}
    for words in commands_in(script):
        check(words)
    assert job["artifacts"]["reports"]["junit"] in script
    assert GUIDE in GUIDES
