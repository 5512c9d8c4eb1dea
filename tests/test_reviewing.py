"""The commands of a review: what they say of a proposal, honest or hostile, and how they end."""

from __future__ import annotations

import json

import pytest
from tests.histories import commit, git, record, repository
from tests.states import AGENCY, PLAN, REPORT, STATE, amendment, edited, without, write
from tests.test_diagnostics import commands

from equity_plans.check.ownership import OWNERS
from equity_plans.cli import main
from equity_plans.diagnostics import FORMATS
from equity_plans.diagnostics.differences import DIFFERENCE_FORMATS

LATER = ("due: 2024-03-31", "due: 2024-09-30")
LIST = 'keepers: ["@springfield/keepers"]\n'
AGREED = {**STATE, OWNERS: LIST}


@pytest.fixture
def project(tmp_path, monkeypatch):
    folder = repository(tmp_path / "project", AGREED)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1722470400")  # August 1, 2024
    return folder


@pytest.fixture
def run(capsys):
    def command(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main([str(one) for one in arguments])
        said = capsys.readouterr()
        return end.value.code, said.out, said.err

    return command


def rules(said: str) -> list[str]:
    return [one["rule"] for one in json.loads(said)["findings"] if one["severity"] != "notice"]


# An honest proposal -------------------------------------------------------------------------------


def test_a_weaker_promise_is_told_stopped_amended_and_accepted(project, run):
    write(edited(AGREED, PLAN, LATER), project)

    code, said, _ = run("diff", "main")
    assert code == 0
    assert said.startswith("1 change in 1 plan: 1 weaker. 1 amendment missing.\n")

    code, said, _ = run("check", "--base", "main")
    assert code == 1
    assert "error[EP305]: Due date moved 183 days later" in said
    lines = (project / PLAN).read_text(encoding="utf-8").split("\n")
    assert f"--> {PLAN}:{lines.index('        due: 2024-09-30') + 1}:14" in said
    assert "\n  fix:  Write an amendment that says why. `equity-plans amend` writes it" in said

    code, said, _ = run("amend", "--base", "main", "--reason", "The contractor left")
    assert code == 0
    assert said.startswith(f"Wrote 1 amendment into {PLAN}.\n")
    assert "date: 2024-08-01" in (project / PLAN).read_text(encoding="utf-8")

    assert run("check", "--base", "main")[0] == 0
    assert "Reason: The contractor left" in run("diff", "main")[1]
    assert run("amend", "--base", "main") == (0, "No amendment is missing.\n", "")


def test_the_reason_is_asked_for_when_it_is_not_given(project, run, monkeypatch):
    import io

    write(edited(AGREED, PLAN, LATER, ("value: 45", "value: 40")), project)
    monkeypatch.setattr("sys.stdin", io.StringIO("The contractor left\nFewer answers\n"))

    code, said, _ = run("amend", "--base", "main")

    assert code == 0
    assert "Due date moved 183 days later" in said
    assert f"Wrote 2 amendments into {PLAN}." in said
    text = (project / PLAN).read_text(encoding="utf-8")
    assert text.endswith(
        amendment("translate-forms.due", "2024-03-31", "2024-09-30", "The contractor left")
        + amendment("claims.target.value", 45, 40, "Fewer answers")
    )


def test_nothing_is_written_for_what_no_amendment_can_mend(project, run):
    write(without(AGREED, REPORT), project)

    assert run("amend", "--base", "main")[1] == "No amendment is missing.\n"
    assert rules(run("check", "--base", "main", "--format", "json")[1]) == ["EP304"]


def test_without_a_base_nothing_is_said_of_changes(project, run):
    write(without(AGREED, REPORT), project)

    assert run("check")[0] == 0


@pytest.mark.parametrize("form", DIFFERENCE_FORMATS)
def test_no_change_is_said_in_every_form(project, run, form):
    code, said, _ = run("diff", "main", "HEAD", "--format", form)

    assert code == 0
    assert said


def test_only_what_is_wrong_in_the_named_files_is_shown(project, run):
    state = edited(without(AGREED, REPORT), PLAN, LATER)
    write(state, project)

    assert rules(run("check", "--base", "main", "--format", "json", PLAN)[1]) == ["EP305"]


def test_a_report_of_tomorrow_is_a_warning_today(project, run):
    new = REPORT.replace("2024-04-01", "2024-08-02")
    write({**AGREED, new: "date: 2024-08-02\nno_change: true\n"}, project)

    code, said, _ = run("check", "--base", "main", "--format", "json")

    assert (code, rules(said)) == (0, ["EP310"])


@pytest.mark.parametrize(
    "arguments",
    [
        ("diff", "nothing"),
        ("diff", "main", "nothing"),
        ("check", "--base", "nothing"),
        ("amend", "--base", "nothing", "--reason", "x"),
        ("owners", "--base", "nothing"),
        ("owners", "--base", "main", "--head", "nothing"),
    ],
)
def test_a_base_that_is_not_there_fails(project, run, arguments):
    code, said, complained = run(*arguments)

    assert (code, said) == (1, "")
    assert complained.startswith("There is no commit “nothing” here.")


def test_the_schema_can_be_another_than_the_proposals(project, run, tmp_path):
    """Otherwise a proposal could allow itself what the schema forbids."""
    schema = (project / "schema").resolve()
    (project / "schema").unlink()

    assert run("check")[0] == 2
    assert run("check", "--schema", schema)[0] == 0
    assert run("check", "--schema", schema, "--base", "main")[0] == 0
    assert run("diff", "main", "--schema", schema)[0] == 0


# A hostile proposal -------------------------------------------------------------------------------

FORGED = "x\n::error file=y::forged\r::stop-commands::z"


def everything(run) -> str:
    """All that the workflow of a pull request would say, in every form."""
    said = []
    for form in FORMATS:
        said += [run("check", "--base", "main~1", "--format", form)[1]]
        said += [run("owners", "--base", "main~1", "--format", form)[1]]
    for form in DIFFERENCE_FORMATS:
        said += [run("diff", "main~1", "--format", form)[1]]
    return "".join(said)


def test_what_a_proposal_says_forges_nothing(project, run):
    state = edited(AGREED, PLAN, ("lead: Office of Forms", r'lead: "::error::x \u0041 ##[error]"'))
    state[PLAN] = state[PLAN].replace("title: Equity Plan", "title: '::add-mask::Plan ##[x]'")
    state[AGENCY] = state[AGENCY].replace("Parks Department", "'::warning ::Parks'")
    commit(project, state)

    said = everything(run)

    assert "add-mask" in said
    ours = [line for line in commands(said) if line.startswith(("::error f", "::warning f"))]
    assert [line for line in commands(said) if line not in ours and "::notice" not in line] == []


def test_what_the_files_of_a_proposal_are_called_forges_nothing(project, run):
    for name in (FORGED, "::error::a.yaml", "##[error]b.yaml", "-x", "$(id).yaml", "\u202eevil"):
        path = project / "plans" / "parks" / name
        path.write_text("a: b\n", encoding="utf-8")
        (project / name).write_text("a: b\n", encoding="utf-8")
    record(project)

    said = everything(run)

    assert "stop-commands" in said
    for line in commands(said):
        assert line.startswith(("::error file=", "::warning file=", "::notice title="))
    assert "\u202e" not in said
    assert "\r" not in said


def test_a_proposal_that_reaches_for_everything_is_stopped(project, run):
    """A workflow, another agency's folder, a file moved out of it, and the list of owners."""
    other = "plans/transit/agency.yaml"
    commit(project, {**AGREED, other: STATE[AGENCY]})
    (project / ".github" / "workflows").mkdir(parents=True)
    (project / ".github" / "workflows" / "check.yml").write_text("on: push\n", encoding="utf-8")
    (project / "plans" / "parks" / "equity-2025").mkdir()
    git(project, "mv", other, "plans/parks/equity-2025/plan.yaml")
    (project / OWNERS).write_text('keepers: ["@me"]\n', encoding="utf-8")
    record(project)

    code, said, _ = run("owners", "--base", "main~1", "--format", "json")

    assert code == 1
    assert rules(said) == ["EP402", "EP401"]
    assert "@me" not in run("owners", "--base", "main~1")[1]


def test_a_plan_turned_into_a_link_is_not_followed(project, run, tmp_path):
    secret = tmp_path / "secret.yaml"
    secret.write_text("title: a secret of this computer\n", encoding="utf-8")
    (project / PLAN).unlink()
    (project / PLAN).symlink_to(secret)
    record(project)

    said = everything(run)

    assert "a secret of this computer" not in said
    assert "EP012" in said
    assert "EP311" in said


def test_all_plans_turned_into_a_link_are_not_followed(project, run, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    write(edited(STATE, PLAN, ("Equity Plan", "A secret of this computer")), elsewhere)
    (project / "plans").rename(project / "old")
    (project / "plans").symlink_to(elsewhere / "plans")

    code, said, _ = run("check", "--base", "main")

    assert code == 1
    assert "A secret of this computer" not in said


def test_a_base_is_never_taken_for_an_option(project, run):
    assert run("diff", "--", "--output=x")[0] == 1
    assert not (project / "x").exists()
