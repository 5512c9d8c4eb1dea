"""Whose a proposal is: judged from git alone, by the owners of what is published."""

from __future__ import annotations

import json

import pytest
from tests.histories import commit, git, record, repository
from tests.states import AGENCY, AUTHORITIES, PLAN, ROOT, SCHEMAS, STATE, edited

from equity_plans import sources
from equity_plans.authoring.git import GitError
from equity_plans.authoring.owners import (
    AuthoringError,
    check_codeowners,
    ownership,
    write_codeowners,
)
from equity_plans.check.ownership import (
    CODEOWNERS,
    OWNERS,
    Owners,
    codeowners,
    owners_findings,
    ownership_findings,
)
from equity_plans.cli import main
from equity_plans.project import open_project

LIST = """\
keepers: ["@springfield/keepers"]
agencies:
  - agency: parks
    owners: ["@parks/plans", plans@parks.springfield.example]
"""
TRANSIT = "plans/transit/agency.yaml"
BASE = {**STATE, TRANSIT: STATE[AGENCY], OWNERS: LIST}


@pytest.fixture
def project(tmp_path):
    return repository(tmp_path / "project", BASE)


def judged(project, base="main~1", head="main"):
    found = ownership(project, base, head, project=open_project(project))
    return [one.rule for one in found.findings], found


# By the names of files ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "rules"),
    [
        ([], []),
        ([PLAN], []),
        ([PLAN, "plans/parks/other-2025/plan.yaml", AGENCY], []),
        ([PLAN, TRANSIT], ["EP401"]),
        ([PLAN, AGENCY, TRANSIT, "plans/opm/agency.yaml"], ["EP401", "EP401"]),
        ([PLAN, "plans/PARKS/agency.yaml"], ["EP401"]),
        ([PLAN, ".github/workflows/check.yml"], ["EP402"]),
        ([PLAN, OWNERS], ["EP402"]),
        ([PLAN, "Plans/parks/agency.yaml"], ["EP402"]),
        ([PLAN, "../elsewhere.txt"], ["EP402"]),
        ([PLAN, "README.md"], ["EP402"]),
        ([PLAN, AUTHORITIES], ["EP403"]),
        ([PLAN, TRANSIT, "schema/plan.schema.json", AUTHORITIES], ["EP401", "EP402", "EP403"]),
        ([AUTHORITIES], []),
        ([OWNERS], ["EP404"]),
        (["generator/equity_plans/cli/__init__.py"], ["EP404"]),
        (["README.md", "site/pages/contribute/index.md"], []),
    ],
)
def test_a_change_is_judged_by_the_files_it_touches(files, rules):
    assert [one.rule for one in ownership_findings(files)] == rules


def test_many_files_are_counted_and_a_few_are_named():
    (one,) = ownership_findings([PLAN, *(f"src/{number}.py" for number in range(3000))])

    assert one.message.endswith("“src/4.py” and 2,995 more.")


# From git -----------------------------------------------------------------------------------------


def test_a_change_in_its_own_folder_needs_its_owners(project):
    commit(project, edited(BASE, PLAN, ("value: 45", "value: 50")))

    rules, found = judged(project)

    assert rules == []
    assert found.agree == {("@parks/plans", "plans@parks.springfield.example"): (PLAN,)}


def test_a_file_moved_out_of_another_folder_is_a_change_there(project):
    git(project, "mv", TRANSIT, "plans/parks/moved.yaml")
    record(project)

    rules, found = judged(project)

    assert rules == ["EP401"]
    assert set(found.agree) == {
        ("@springfield/keepers",),
        ("@parks/plans", "plans@parks.springfield.example"),
    }


def test_nobody_becomes_an_owner_by_a_proposal(project):
    """Owners are read from what is published, not from what is proposed."""
    state = {**BASE, OWNERS: LIST.replace("agency: parks", "agency: transit")}
    commit(project, edited(state, TRANSIT, ("Parks", "Transit")))

    rules, found = judged(project)

    assert rules == ["EP402"]
    assert found.agree == {("@springfield/keepers",): (OWNERS, TRANSIT)}


def test_what_the_base_has_done_since_is_not_judged(project):
    git(project, "checkout", "--quiet", "-b", "proposal")
    commit(project, edited(BASE, PLAN, ("value: 45", "value: 50")))
    git(project, "checkout", "--quiet", "main")
    commit(project, edited(BASE, TRANSIT, ("Parks", "Transit")))

    assert judged(project, "main", "proposal")[0] == []


def test_without_a_list_of_owners_the_judgment_fails(tmp_path):
    project = repository(tmp_path / "project", STATE)
    commit(project, edited(STATE, PLAN, ("value: 45", "value: 50")))

    rules, found = judged(project)

    assert rules == ["EP407"]
    assert "main~1" in found.findings[0].message


def test_with_a_wrong_list_of_owners_the_judgment_fails(project):
    commit(project, {**BASE, OWNERS: "keepers: nobody\n"})
    commit(project, edited(BASE, PLAN, ("value: 45", "value: 50")))

    assert "EP104" in judged(project)[0]


def test_what_git_cannot_tell_stops_the_judgment(project):
    with pytest.raises(GitError):
        judged(project, "nothing")


# The list -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("keepers: []\n", "EP107"),
        ("keepers: [nobody]\n", "EP113"),
        ('keepers: ["@a b"]\n', "EP113"),
        ('keepers: ["@a\\n* @b"]\n', "EP113"),
        ("agencies: []\n", "EP101"),
        (LIST.replace("agency: parks", "agency: ../parks"), "EP106"),
        (LIST.replace("agency: parks", "agency: park"), "EP406"),
        (LIST + '  - agency: parks\n    owners: ["@x"]\n', "EP406"),
        ("- a\n", "EP104"),
        ("", "EP003"),
    ],
)
def test_what_is_wrong_with_the_list_is_said(text, rule):
    document = sources.parse(text.encode("utf-8"), file=OWNERS)

    found = owners_findings(document, schemas=SCHEMAS, agencies=["parks"])

    assert [one.rule for one in found] == [rule]
    assert found[0].fix


def test_the_code_hosts_file_follows_from_the_list():
    owners = Owners(
        keepers=("@springfield/keepers",),
        agencies={"transit": ("@t",), "parks": ("@p", "a@b.example")},
    )

    lines = codeowners(owners, prefix="part/").splitlines()

    assert [line for line in lines if not line.startswith("#")] == [
        "* @springfield/keepers",
        "/part/plans/parks/ @p a@b.example",
        "/part/plans/transit/ @t",
    ]


def test_a_drift_between_the_two_is_found_and_mended(project):
    opened = open_project(project)
    assert [one.rule for one in check_codeowners(opened)] == ["EP405"]

    path = write_codeowners(opened)

    assert path == project / CODEOWNERS
    assert check_codeowners(opened) == ()
    path.write_text(path.read_text(encoding="utf-8") + "/plans/ @me\n", encoding="utf-8")
    assert [one.rule for one in check_codeowners(opened)] == ["EP405"]


def test_a_wrong_list_writes_nothing(project):
    (project / OWNERS).write_text("keepers: [nobody]\n", encoding="utf-8")

    with pytest.raises(AuthoringError, match="was left as it is"):
        write_codeowners(open_project(project))

    assert not (project / CODEOWNERS).exists()


@pytest.mark.parametrize("link", [CODEOWNERS, ".github"])
def test_the_list_is_never_written_through_a_link(project, tmp_path, link):
    """What is checked out may come from anybody, and a link leads where they like."""
    (tmp_path / "theirs").mkdir()
    (project / link).parent.mkdir(exist_ok=True)
    target = tmp_path / "theirs" if link == ".github" else tmp_path / "theirs" / "CODEOWNERS"
    (project / link).symlink_to(target)

    with pytest.raises(AuthoringError, match="is a link"):
        write_codeowners(open_project(project))
    assert list((tmp_path / "theirs").iterdir()) == []


def test_this_project_has_owners_and_the_code_host_knows_them():
    assert check_codeowners(open_project(ROOT)) == ()


# The command --------------------------------------------------------------------------------------


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as end:
        main([str(one) for one in arguments])
    return end.value.code, *capsys.readouterr()


def test_the_command_says_who_must_agree(project, capsys):
    commit(project, edited(BASE, PLAN, ("value: 45", "value: 50")))

    code, said, _ = run(capsys, "owners", "--root", project, "--base", "main~1")

    assert code == 0
    assert said.endswith(
        "\nMust agree: @parks/plans and plans@parks.springfield.example to 1 file.\n"
    )


def test_the_command_fails_when_a_change_reaches_too_far(project, capsys):
    (project / ".github").mkdir()
    (project / ".github" / "check.yml").write_text("on: push\n", encoding="utf-8")
    commit(project, edited(BASE, PLAN, ("value: 45", "value: 50")))

    code, said, _ = run(capsys, "owners", "--root", project, "--base", "main~1", "--format", "json")

    assert code == 1
    assert [one["rule"] for one in json.loads(said)["findings"]] == ["EP402"]


def test_the_command_fails_when_git_cannot_tell(project, capsys):
    code, said, complained = run(capsys, "owners", "--root", project, "--base", "nothing")

    assert (code, said) == (1, "")
    assert "There is no commit “nothing” here." in complained


def test_the_command_wants_to_know_what_to_look_at(project, capsys):
    assert run(capsys, "owners", "--root", project)[0] == 2
