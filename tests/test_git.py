"""What git has on record is read from its objects, and told in words."""

from __future__ import annotations

import os
import tomllib

import pytest
from tests.histories import commit, git, record, repository
from tests.states import AGENCY, PLAN, REPORT, ROOT, STATE, amendment, edited, opened, without

from equity_plans.authoring.git import (
    GitError,
    changed_files,
    commit_of,
    documents_at,
    file_at,
    fork_of,
    prefix_of,
)
from equity_plans.authoring.review import review

EDITS = tomllib.loads((ROOT / "tests/reviews/edits.toml").read_text(encoding="utf-8"))["edit"]


@pytest.fixture
def project(tmp_path):
    return repository(tmp_path / "project", STATE)


def told(found):
    return [f"{one.effect} | {one.id} | {one.text}" for one in found.differences]


# A history ----------------------------------------------------------------------------------------


def test_a_history_of_many_edits_is_told_commit_by_commit(project):
    """Each edit is a proposal of its own; together with what leads back it is one long history."""
    commits = []
    for edit in EDITS:
        commits.append((commit(project, edited(STATE, PLAN, *edit["change"])), edit["told"]))
        commit(project, STATE)

    assert len(commits) >= 30
    for id_, expected in commits:
        assert told(review(project, f"{id_}~1", id_)) == [expected]


def test_a_promise_that_is_moved_twice_and_rewritten_is_told_step_by_step(project):
    state = edited(STATE, PLAN, ("due: 2024-03-31", "due: 2024-09-30"))
    state[PLAN] += "amendments:\n" + amendment(
        "translate-forms.due", "2024-03-31", "2024-09-30", "The contractor left"
    )
    first = commit(project, state)
    state = edited(state, PLAN, ("        due: 2024-09-30", "        due: 2025-01-15"))
    second = commit(project, state)
    state = edited(state, PLAN, ("# Who we serve, and how", "# Whom we serve"))
    third = commit(project, state)
    fourth = commit(project, edited(state, REPORT, ("in-progress", "done")))

    (one,) = review(project, "main~4", first).differences
    assert (one.text[-15:], one.reason) == ("the first move.", "The contractor left")
    (one,) = review(project, first, second).differences
    assert one.text.endswith("the second move, 290 days after the first promise.")
    formatted = review(project, second, third)
    assert (formatted.differences, formatted.same) == ((), (PLAN,))
    (one,) = review(project, third, fourth).differences
    assert one.text == (
        "The published report of April 1, 2024 was edited. translate-forms, status: “In progress”"
        " became “Done”."
    )


def test_what_is_not_committed_yet_is_a_proposal_too(project):
    (project / REPORT).unlink()

    assert [one.text for one in review(project, "main").differences] == [
        "The report of April 1, 2024 is gone."
    ]


def test_what_the_base_has_done_since_is_not_the_proposals(project):
    """Otherwise whoever is a day behind would seem to delete what others have added."""
    git(project, "checkout", "--quiet", "-b", "proposal")
    commit(project, edited(STATE, PLAN, ("value: 45", "value: 50")))
    git(project, "checkout", "--quiet", "main")
    commit(project, without(STATE, REPORT))
    git(project, "checkout", "--quiet", "proposal")

    assert [one.id for one in review(project, "main").differences] == ["claims"]
    assert [one.id for one in review(project, "main", "proposal").differences] == ["claims"]


def test_folders_can_be_compared_without_git(tmp_path, monkeypatch):
    from tests.states import write

    for name, state in (("old", STATE), ("new", without(STATE, REPORT))):
        write(state, tmp_path / name)
    monkeypatch.chdir(tmp_path)

    found = review(tmp_path / "new", "old", "new", schema=ROOT / "schema")

    assert [one.text for one in found.differences] == ["The report of April 1, 2024 is gone."]
    assert (
        found.differences
        == review(tmp_path / "new", str(tmp_path / "old"), schema=ROOT / "schema").differences
    )


def test_a_commit_wins_over_a_folder_of_the_same_name(project, monkeypatch):
    from tests.states import write

    write(without(STATE, REPORT), project.parent / "main")
    monkeypatch.chdir(project.parent)

    assert review(project, "main").differences == ()
    assert len(review(project, "./main").differences) == 2


def test_a_project_can_be_a_folder_of_a_larger_repository(tmp_path):
    whole = tmp_path / "whole"
    whole.mkdir()
    git(whole, "init", "--quiet", "--initial-branch=main")
    inner = whole / "part" / "project"
    inner.mkdir(parents=True)
    (inner / "schema").symlink_to(ROOT / "schema")
    commit(inner, STATE)
    commit(inner, without(STATE, REPORT))

    assert prefix_of(inner) == "part/project/"
    assert list(documents_at(inner, commit_of(inner, "main~1"))) == sorted(STATE)
    assert len(review(inner, "main~1", "main").differences) == 1


# Objects ------------------------------------------------------------------------------------------


def test_the_plans_of_a_commit_are_those_that_were_in_the_folder(project):
    documents = documents_at(project, commit_of(project, "main"))

    assert {name: one.value for name, one in documents.items()} == {
        name: one.value for name, one in opened(STATE).documents.items()
    }


def test_links_programs_and_strange_names_of_a_commit_are_not_read(project):
    folder = project / "plans" / "parks" / "equity-2024" / "reports"
    (folder / "2024-05-01.yaml").symlink_to(os.devnull)
    (folder / "2024-06-01.yaml").write_text("date: 2024-06-01\n", encoding="utf-8")
    (folder / "2024-06-01.yaml").chmod(0o755)
    (project / "plans" / "README.md").write_text("# Plans\n", encoding="utf-8")
    (project / "plans" / "Über uns").mkdir()
    (project / "plans" / "Über uns" / "agency.yaml").write_text("name: x\n", encoding="utf-8")
    (project / "plans" / "parks" / "a\n::error::b.yaml").write_text("a: b\n", encoding="utf-8")
    head = record(project)

    assert list(documents_at(project, head)) == sorted(STATE)


def test_a_submodule_of_a_commit_is_not_read(project):
    tree = git(project, "rev-parse", "HEAD")
    entry = f"160000,{tree},plans/parks/equity-2030"
    git(project, "update-index", "--add", "--cacheinfo", entry)
    git(project, "commit", "--quiet", "--message", "A submodule")

    assert list(documents_at(project, commit_of(project, "HEAD"))) == sorted(STATE)


def test_a_file_that_is_too_large_is_not_even_taken_out_of_git(project):
    (project / PLAN).write_text("# " + "x" * 300_000, encoding="utf-8")
    head = record(project)

    document = documents_at(project, head)[PLAN]

    assert [one.rule for one in document.findings] == ["EP008"]
    assert file_at(project, head, PLAN) is None


def test_nothing_is_replaced_on_the_way(project):
    """With `git replace` somebody could show another past than the one that is on record."""
    published = commit_of(project, "main")
    forged = commit(project, edited(STATE, PLAN, ("value: 45", "value: 5")))
    git(project, "replace", published, forged)

    assert b"value: 45" in (file_at(project, published, PLAN) or b"")
    assert file_at(project, published, "plans/nothing.yaml") is None


def test_every_changed_file_is_named_under_both_its_names(project):
    (project / "plans" / "transit").mkdir()
    git(project, "mv", AGENCY, "plans/transit/agency.yaml")
    odd = project / "plans" / "parks" / "a\n::error::b é.txt"
    odd.write_text("x", encoding="utf-8")
    head = record(project)

    assert changed_files(project, commit_of(project, "HEAD~1"), head) == (
        "plans/parks/a\n::error::b é.txt",
        AGENCY,
        "plans/transit/agency.yaml",
    )


def test_a_hundred_thousand_bytes_of_names_are_all_there(project):
    folder = project / "plans" / "parks"
    for number in range(3_100):
        (folder / f"{'n' * 40}-{number}.txt").touch()
    head = record(project)

    assert len(changed_files(project, commit_of(project, "HEAD~1"), head)) == 3_100


# What git cannot answer ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "revision", ["nothing", "", "--help", "-1", "main..main", "a\nb", "main:plans", "a\0b", "é"]
)
def test_what_is_no_commit_is_said_to_be_none(project, revision):
    with pytest.raises(GitError) as error:
        commit_of(project, revision)

    assert "commit" in str(error.value) or "name" in str(error.value)


def test_a_folder_without_git_says_so(tmp_path):
    with pytest.raises(GitError, match="not a git repository"):
        commit_of(tmp_path, "main")


def test_histories_that_never_met_cannot_be_compared(project):
    git(project, "checkout", "--quiet", "--orphan", "other")
    commit(project, without(STATE, REPORT))

    with pytest.raises(GitError, match="no commit in common"):
        fork_of(project, "main", "other")


def test_a_computer_without_git_says_so(project, monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(GitError, match="no git on this computer"):
        commit_of(project, "main")


def test_inside_a_hook_of_git_the_right_repository_is_asked(project, tmp_path, monkeypatch):
    other = repository(tmp_path / "other", without(STATE, REPORT))
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))

    assert REPORT in documents_at(project, commit_of(project, "main"))
