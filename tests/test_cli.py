"""The command: what it says, to whom, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from equity_plans.check import RULES
from equity_plans.cli import cli, main
from equity_plans.cli.group import COMMANDS
from equity_plans.diagnostics import FORMATS

ROOT = Path(__file__).resolve().parents[1]
PLAN = "plans/example/equity-2024/plan.yaml"
REPORT = "plans/example/equity-2024/reports/2024-07-15.yaml"
JARGON = re.compile(
    r"\b(string|array|object|propert(y|ies)|regex\w*|none|null|boolean|traceback|exception|stdin)\b",
    re.IGNORECASE,
)


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """The minimal project; tests run in its folder."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "tests" / "projects" / "minimal", folder)
    shutil.copytree(ROOT / "schema", folder / "schema")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(capsys):
    """Run the command: how it ended, what it said, what it complained about."""

    def command(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main([str(one) for one in arguments])
        said = capsys.readouterr()
        return end.value.code, said.out, said.err

    return command


def break_plan(project: Path) -> None:
    change(project / PLAN, "kind: equity", "kind: equality")


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


# check --------------------------------------------------------------------------------------------


def test_a_project_without_problems_passes(project, run):
    assert run("check") == (0, "No problems in 4 files (1 plan).\n", "")


def test_the_minimal_project_does_not_even_call_for_advice(project, run):
    assert run("check", "--fail-on", "notice") == (0, "No problems in 4 files (1 plan).\n", "")


def test_files_refused_at_the_door_are_counted_among_those_looked_at(project, run):
    for number in range(6):
        (project / "plans" / f"{number}.yaml").write_text("title: Stray\n", encoding="utf-8")
    code, text, _ = run("check")

    assert code == 1
    assert text.endswith("\n6 problems in 6 of 10 files (1 plan): 6 errors.\n")


def test_an_error_is_shown_with_its_line_and_fails(project, run):
    break_plan(project)

    code, said, complained = run("check")

    assert code == 1
    assert f"{PLAN}:2:7" in said
    assert "“equality”" in said
    assert complained == ""


def test_the_project_can_be_somewhere_else(project, run, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    assert run("check", "--root", "project")[0] == 0


def test_a_folder_without_a_project_is_named(tmp_path, run):
    code, _, complained = run("check", "--root", tmp_path)

    assert code == 2
    assert f"There is no folder {tmp_path}/schema" in complained


WARNING = ("https://www.example.gov/feedback", "http://www.example.gov/feedback")
NOTICE = ("        lead: Buildings Office\n", "")


@pytest.mark.parametrize(
    ("edits", "fail_on", "code"),
    [
        ([], "notice", 0),
        ([NOTICE], "error", 0),
        ([NOTICE], "warning", 0),
        ([NOTICE], "notice", 1),
        ([WARNING], "error", 0),
        ([WARNING], "warning", 1),
        ([WARNING, NOTICE], "notice", 1),
    ],
)
def test_what_makes_the_check_fail_can_be_chosen(project, run, edits, fail_on, code):
    for edit in edits:
        change(project / PLAN, *edit)

    assert run("check", "--fail-on", fail_on)[0] == code


def test_advice_is_counted_and_shown_to_those_who_ask(project, run):
    change(project / PLAN, *NOTICE)

    _, said, _ = run("check")
    assert "EP903" not in said
    assert said.endswith("1 notice not shown; see them with --notices.\n")

    _, said, _ = run("check", "--notices")
    assert "EP903" in said
    assert "not shown" not in said


def test_advice_that_makes_the_check_fail_is_shown(project, run):
    change(project / PLAN, *NOTICE)

    code, said, _ = run("check", "--fail-on", "notice")

    assert code == 1
    assert "EP903" in said


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_tells_of_an_error_and_fails(project, run, form):
    break_plan(project)

    code, said, complained = run("check", "--format", form)

    assert code == 1
    assert "EP103" in said
    assert complained == ""


def test_json_is_nothing_but_json_and_has_the_advice_too(project, run):
    change(project / PLAN, *NOTICE)

    _, said, _ = run("check", "--format", "json")

    assert [one["rule"] for one in json.loads(said)["findings"]] == ["EP903"]


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        ([], {"EP103", "EP105"}),
        (["plans"], {"EP103", "EP105"}),
        (["."], {"EP103", "EP105"}),
        ([PLAN], {"EP103"}),
        (["plans/example/equity-2024/reports"], {"EP105"}),
        ([REPORT, PLAN], {"EP103", "EP105"}),
        (["plans/authorities.yaml"], set()),
    ],
)
def test_only_what_was_found_in_the_files_named_is_shown(project, run, paths, found):
    break_plan(project)
    change(project / REPORT, "date: 2024-07-15", "date: 2024-07-35")

    code, said, _ = run("check", *paths, "--format", "json")

    assert {one["rule"] for one in json.loads(said)["findings"]} == found
    assert code == bool(found)


def test_files_are_named_from_the_folder_one_is_in(project, run, monkeypatch):
    break_plan(project)
    monkeypatch.chdir(project / "plans" / "example")

    code, said, _ = run("check", "equity-2024/plan.yaml", "--root", "../..")

    assert code == 1
    assert f"{PLAN}:2:7" in said


def test_a_file_is_checked_together_with_all_others(project, run):
    """The report tells of an action that the plan no longer has; the report is what is wrong."""
    change(project / PLAN, "- id: train-staff", "- id: teach-staff")

    assert run("check", PLAN)[0] == 0
    assert run("check", REPORT)[0] == 1


@pytest.mark.parametrize("path", ["plans/gone.yaml", "/", ".."])
def test_a_path_that_is_not_in_the_project_is_named(project, run, path):
    code, said, complained = run("check", path)

    assert code == 2
    assert f"“{path}”" in complained
    assert said == ""


def test_a_link_can_be_named_as_what_is_wrong(project, run):
    (project / "plans/example/equity-2024/reports/2024-08-01.yaml").symlink_to("/etc/passwd")

    code, said, _ = run("check", "plans/example/equity-2024/reports/2024-08-01.yaml")

    assert code == 1
    assert "EP012" in said


@pytest.mark.parametrize("name", ["x\n::error::forged", "x\r::stop-commands::y", "\x1b[2Jx"])
def test_a_hostile_name_forges_no_line(project, run, name):
    code, said, complained = run("check", f"plans/{name}")

    assert code == 2
    lines = re.split("[\r\n]", said + complained)
    assert not [line for line in lines if line.lstrip().startswith("::")]
    assert "\x1b" not in said + complained


# How it ends --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["chek"],
        ["check", "--format", "xml"],
        ["check", "--nonsense"],
        ["build", "--as-of", "2024-13-01"],
        ["new", "plan", "example"],
        ["rule"],
        ["rule", "EP9999"],
    ],
)
def test_a_command_given_wrongly_says_so_and_ends_with_2(project, run, arguments):
    code, said, complained = run(*arguments)

    assert code == 2
    assert said == ""
    assert complained.startswith("Usage: equity-plans")


@pytest.fixture
def broken(project) -> Path:
    """A project that the command cannot cope with: its schema is not one."""
    (project / "schema" / "plan.schema.json").write_text("[]")
    return project


def test_a_mistake_of_the_command_itself_is_one_line_and_ends_with_3(broken, run):
    code, said, complained = run("check")

    assert code == 3
    assert said == ""
    assert re.fullmatch(
        r"error\[EP000\]: This is our mistake, not yours: [^\n]+ \(mark [0-9a-f]{8}\)\. [^\n]+\n",
        complained,
    )


def test_the_same_mistake_has_the_same_mark(broken, run):
    assert run("check")[2] == run("check", "plans")[2]


def test_those_who_mend_the_command_can_see_where_it_broke(broken, run):
    code, _, complained = run("--debug", "check")

    assert code == 3
    assert "Traceback" in complained


def test_a_reader_that_has_read_enough_ends_the_command_quietly(project):
    done = subprocess.run(
        ("bash", "-c", '"$0" -m equity_plans rules | head -n 1', sys.executable),
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.startswith("EP000")
    assert done.stderr == ""


# Colour -------------------------------------------------------------------------------------------


def at_a_terminal(project: Path, **env: str) -> str:
    """What the command shows where a person reads along."""
    leader, follower = pty.openpty()
    clean = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    with os.fdopen(leader, "rb") as terminal:
        subprocess.run(
            (sys.executable, "-m", "equity_plans", "check"),
            cwd=project,
            env={**clean, "TERM": "xterm", **env},
            stdout=follower,
            check=False,
        )
        os.close(follower)
        return os.read(terminal.fileno(), 100_000).decode()


def test_findings_are_coloured_at_a_terminal(project):
    break_plan(project)

    assert "\x1b[31;1merror[EP103]\x1b[0m" in at_a_terminal(project)


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_nothing_is_coloured_for_those_who_do_not_want_it(project, env):
    break_plan(project)

    shown = at_a_terminal(project, **env)
    assert "error[EP103]" in shown
    assert "\x1b" not in shown


def test_nothing_is_coloured_in_a_file(project, run):
    break_plan(project)

    assert "\x1b" not in run("check")[1]


def test_a_terminal_without_the_letters_shows_their_numbers(project):
    break_plan(project)

    done = subprocess.run(
        (sys.executable, "-m", "equity_plans", "check"),
        cwd=project,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert r"\u201cequality\u201d" in done.stdout


# What it can do -----------------------------------------------------------------------------------


def commands(group=cli, path=()):
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))


def test_every_command_is_loaded_with_its_own_module_alone():
    own = {name: module for module, names in COMMANDS.items() for name in names}
    found = {name: cli.commands[name].callback.__module__ for name in cli.list_commands(None)}
    del found["version"]
    assert found == {name: f"equity_plans.cli.{module}" for name, module in own.items()}


LOADED = """
import sys
from equity_plans.cli import main
try:
    main(["check", "--root", sys.argv[1]])
finally:
    print(*sorted({name.partition(".")[0] for name in sys.modules} & set(sys.argv[2:])))
    print(*(name for name in sys.modules if name.startswith("equity_plans.cli.")))
"""


def test_a_check_loads_nothing_that_only_others_need(root):
    slow = ["babel", "icalendar", "jsonschema", "mkdocs", "openpyxl"]
    done = subprocess.run(
        (sys.executable, "-c", LOADED, str(root), *slow),
        capture_output=True,
        check=True,
        text=True,
    )
    *_, others, own = done.stdout.split("\n")[:-1]
    assert others == ""
    assert set(own.split()) == {
        f"equity_plans.cli.{one}" for one in ("group", "progress", "checking")
    }


@pytest.mark.parametrize("path", [(), *commands()], ids=" ".join)
def test_every_command_explains_itself_to_people_who_write_policy(run, path):
    code, said, _ = run(*path, "--help")

    assert code == 0
    assert said.startswith(f"Usage: {' '.join(('equity-plans', *path))}")
    explained = said.split("\n\n")[1].strip()
    assert explained.endswith((".", "--help", ":"))
    assert "..." not in said.partition("Commands:")[2]
    assert JARGON.findall(said) == []


def test_all_commands_are_known():
    assert {name for name, *_ in commands()} == {
        "amend",
        "build",
        "check",
        "diff",
        "links",
        "new",
        "owners",
        "pages",
        "release",
        "rule",
        "rules",
        "sample",
        "serve",
        "verify",
        "version",
    }


@pytest.mark.parametrize("rule_id", RULES)
def test_every_rule_is_explained(run, rule_id):
    code, said, _ = run("rule", rule_id.lower())

    assert code == 0
    flat = " ".join(said.split())
    for part in (rule_id, RULES[rule_id].summary, RULES[rule_id].fix):
        assert " ".join(part.split()) in flat


def test_every_rule_is_listed(run):
    _, said, _ = run("rules")

    assert [line.split()[0] for line in said.splitlines()] == list(RULES)


def test_a_slip_in_the_id_of_a_rule_is_guessed(run):
    assert "Did you mean “EP102”?" in run("rule", "EP1O2")[2]


def test_the_release_can_be_asked_for_in_two_ways(run):
    assert run("version") == run("--version")


def test_the_command_can_be_run_as_a_module():
    done = subprocess.run(
        (sys.executable, "-m", "equity_plans", "version"),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("equity-plans ")


def test_new_says_what_it_wrote_and_what_to_do_next(project, run):
    code, said, _ = run("new", "agency", "another")

    assert code == 0
    assert said == ("Wrote plans/another/agency.yaml. Fill it in, then run: equity-plans check\n")


def test_new_does_not_write_over_a_file(project, run):
    code, _, complained = run("new", "agency", "example")

    assert code == 1
    assert complained == "plans/example/agency.yaml is there already, and stays as it is.\n"


def test_a_new_report_has_the_day_of_today_unless_told_otherwise(project, run, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1725148800")

    assert "reports/2024-09-01.yaml" in run("new", "report", "example/equity-2024")[1]
    named = run("new", "report", "example/equity-2024", "--date", "2024-10-01")
    assert "reports/2024-10-01.yaml" in named[1]


def test_pages_says_where_they_are(project, run):
    code, said, _ = run("pages", "--as-of", "2024-09-01")

    assert code == 0
    assert said.endswith("The pages are in build/pages.\n")
    assert (project / "build" / "pages" / "index.md").is_file()


def test_pages_of_a_project_with_errors_are_not_written(project, run):
    break_plan(project)

    code, said, complained = run("pages")

    assert (code, said) == (1, "")
    assert f"{PLAN}:2:7" in complained
    assert not (project / "build").exists()


def test_build_without_settings_says_what_is_missing(project, run):
    code, _, complained = run("build")

    assert code == 1
    assert "mkdocs.yml" in complained
    assert "Traceback" not in complained
