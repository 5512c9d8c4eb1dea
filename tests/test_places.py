"""Only plain files with plain names, each in its place, are in plans/; all else has a finding."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.histories import git

from equity_plans.authoring.git import commit_of, documents_at
from equity_plans.check.places import DEVICES, MAX_FILES, in_place
from equity_plans.project import open_project
from equity_plans.publish import PublishError, open_sound_project
from equity_plans.publish.build import build_site
from equity_plans.publish.inside import Folders, inside

ROOT = Path(__file__).resolve().parents[1]
PLAN = "plans/example/equity-2024/plan.yaml"
AGENCY = "plans/example/agency.yaml"


@pytest.fixture
def project(tmp_path) -> Path:
    """The minimal project; nothing is wrong with it."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "tests" / "projects" / "minimal", folder)
    shutil.copytree(ROOT / "schema", folder / "schema")
    assert found(folder) == []
    return folder


def found(project: Path) -> list[tuple[str, str]]:
    """The rule and the file of everything that blocks."""
    return [(one.rule, one.file) for one in open_project(project).errors]


def text(project: Path) -> str:
    return (project / PLAN).read_text(encoding="utf-8")


# Links and what is no file ------------------------------------------------------------------------


def make_link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def make_link_to_a_folder(path: Path) -> None:
    path.symlink_to("/etc")


def make_link_in_a_circle(path: Path) -> None:
    path.symlink_to(path.name)


def make_hard_link(path: Path) -> None:
    outside = next(one.parent for one in path.parents if one.name == "project") / "outside"
    outside.write_text("kind: equity\n")
    path.hardlink_to(outside)


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_device(path: Path) -> None:
    try:
        os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 5))  # /dev/zero
    except PermissionError:
        pytest.skip("only root may make a device")


@pytest.mark.parametrize(
    "make",
    [
        make_link,
        make_link_to_a_folder,
        make_link_in_a_circle,
        make_hard_link,
        make_pipe,
        make_device,
    ],
)
@pytest.mark.parametrize(
    "file", [PLAN, AGENCY, "plans/authorities.yaml", "plans/README.md", "plans/example/notes.txt"]
)
def test_what_is_no_plain_file_is_refused_and_never_opened(project, make, file):
    (project / file).unlink(missing_ok=True)
    make(project / file)

    stray = "notes" in file and make is make_hard_link
    assert ("EP016" if stray else "EP012", file) in found(project)
    assert file not in open_project(project).documents


@pytest.mark.parametrize("folder", ["plans", "plans/example", "plans/example/equity-2024"])
def test_a_folder_that_is_a_link_is_refused_and_never_entered(project, folder):
    (project / folder).rename(project / "elsewhere")
    (project / folder).symlink_to(project / "elsewhere")

    assert ("EP012", folder) in found(project)
    assert [file for file in open_project(project).documents if file.startswith(folder)] == []


def test_a_link_to_the_whole_computer_takes_no_time(project):
    shutil.rmtree(project / "plans")
    (project / "plans").symlink_to("/")

    assert found(project) == [("EP012", "plans")]


def test_another_repository_inside_is_refused(project):
    (project / "plans" / "other").mkdir()

    assert found(project) == [("EP016", "plans/other")]
    (project / "plans" / "other" / ".git").write_text("gitdir: /etc\n")
    assert found(project) == [("EP016", "plans/other/.git")]


def test_a_plan_may_have_lost_all_its_reports(project):
    """Git keeps no empty folder; on a computer, one is left when the last file is deleted."""
    shutil.rmtree(project / "plans/example/equity-2024/reports")
    (project / "plans/example/equity-2024/reports").mkdir()

    assert found(project) == []


def test_links_and_submodules_in_a_commit_are_no_plans(project):
    git(project, "init", "--quiet", "--initial-branch=main")
    git(project, "add", "--all")
    blob = git(project, "rev-parse", f":{PLAN}").strip()
    for mode, file in (("120000", "plans/linked/agency.yaml"), ("160000", "plans/other")):
        git(project, "update-index", "--add", "--cacheinfo", f"{mode},{blob},{file}")
    git(project, "commit", "--quiet", "--message", "x")
    files = set(documents_at(project, commit_of(project, "HEAD")))

    assert files == set(open_project(project).documents)
    assert not in_place("plans/other", mode=0o160000)


# Names --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("Example", "EXAMPLE", "example.", "example ", " example", "exämple", "ex ample"),
        *("e\u0301xample", "\u00e9xample", "ex\u0430mple", "\uff45xample", "exam\u200bple"),
        *("a\nb", "a\rb", "a\tb", "a::b", "%0A", "$(id)", "`id`", "-rf", "a,line=1", "\u202eab"),
        *("a\\b", "a'b", 'a"b', "a;b", "a|b", "a&b", "a<b>", "a*b", "a?b", ".hidden", "..."),
        *("1st", "a--b", "a-", "x", "n" * 65, "n" * 250, *sorted(DEVICES)),
        "bad\udcff",
    ],
)
def test_a_name_that_is_no_address_everywhere_is_refused(project, name):
    try:
        (project / "plans" / name).mkdir()
    except OSError:
        pytest.skip("this disk cannot have such a name")
    shutil.copy(project / AGENCY, project / "plans" / name / "agency.yaml")

    assert ("EP015", f"plans/{name}") in found(project)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Parks.txt", "parks.txt"), ("caf\u00e9", "cafe\u0301"), ("\uff50arks", "parks")],
)
def test_names_that_some_computers_cannot_tell_apart_are_refused(project, one, other):
    for name in (one, other):
        (project / "plans" / "example" / name).write_text("x")
    messages = [finding.message for finding in open_project(project).errors]

    assert sum("differ only in capitals or accents" in message for message in messages) == 1


def test_names_forge_nothing_in_any_form_of_answer(project):
    """Every form is printed by the command, as in a workflow."""
    for name in ("x\n::error::forged", "x\r::stop-commands::y", "::add-mask::x", "##[error]x"):
        (project / "plans" / name).mkdir()
    for form in ("text", "github", "json", "sarif", "junit", "markdown"):
        done = subprocess.run(
            (sys.executable, "-m", "equity_plans", "check", "--format", form),
            cwd=project,
            capture_output=True,
            check=False,
        )
        said = (done.stdout + done.stderr).decode()
        lines = [line.strip() for line in said.replace("\r", "\n").split("\n")]
        commands = [line for line in lines if line.startswith(("::", "##["))]

        assert done.returncode == 1
        assert b"Traceback" not in done.stderr
        if form == "github":
            assert all(line.startswith(("::error file=", "::notice")) for line in commands)
        else:
            assert commands == []


# Strays -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "file",
    [
        *(".gitattributes", ".editorconfig", ".gitignore", ".github/workflows/x.yml", "x.yaml"),
        *("mkdocs.yml", "example/.gitattributes", "example/plan.yaml", "example/notes.md"),
        *("example/equity-2024/plan.yml", "example/equity-2024/reports/x.json"),
        *("example/equity-2024/reports/deep/2024-01-01.yaml", "example/equity-2024/evil.py"),
        "example/equity-2024/extra/2024-01-01.yaml",
    ],
)
def test_a_file_that_has_no_place_in_plans_is_refused(project, file):
    path = project / "plans" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("kind: equity\n")

    assert {rule for rule, _ in found(project)} <= {"EP015", "EP016"}
    assert found(project)


def test_a_program_is_refused(project):
    (project / PLAN).chmod(0o755)

    assert found(project)[0] == ("EP016", PLAN)


def test_too_many_files_are_refused_in_time(project):
    folder = project / "plans" / "example" / "equity-2024" / "reports"
    for number in range(MAX_FILES + 1):
        os.close(os.open(folder / f"{number}.yaml", os.O_CREAT | os.O_WRONLY, 0o644))

    assert any(rule == "EP008" for rule, _ in found(project))


def test_a_very_large_file_is_not_read(project):
    with (project / PLAN).open("r+b") as file:
        file.truncate(1 << 40)  # a terabyte of nothing takes no room

    assert ("EP008", PLAN) in found(project)


# What goes away or cannot be read -----------------------------------------------------------------


def test_a_file_that_is_gone_by_the_time_it_is_read_has_a_finding(project):
    from equity_plans import sources

    document = sources.read(project / "plans" / "gone.yaml", root=project)
    assert [one.rule for one in document.findings] == ["EP001"]


def test_an_unreadable_file_and_folder_have_a_finding(project):
    """Run as somebody who may not do everything: root may read whatever it likes."""
    command = [sys.executable, "-m", "equity_plans", "check"]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root may read everything, and there is no setpriv to be less than root")
        command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *command]
    (project / PLAN).chmod(0)
    shutil.copytree(project / "plans" / "example", project / "plans" / "closed")
    (project / "plans" / "closed").chmod(0)
    try:
        done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    finally:
        (project / "plans" / "closed").chmod(0o755)

    assert done.returncode == 1
    assert done.stdout.count("error[EP001]") == 2
    assert "plans/closed" in done.stdout
    assert PLAN in done.stdout
    assert "Traceback" not in done.stderr


# What a site is made of ---------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["site/pages", "site/theme"])
@pytest.mark.parametrize("what", ["the folder", "a file in it"])
def test_pages_and_theme_written_by_hand_hold_no_links_either(project, tmp_path, part, what):
    shutil.copytree(ROOT / "site", project / "site")
    shutil.copy(ROOT / "mkdocs.yml", project)
    if what == "the folder":
        (project / part).rename(tmp_path / "elsewhere")
        (project / part).symlink_to(tmp_path / "elsewhere")
    else:
        (project / part / "leak.txt").symlink_to("/etc/passwd")

    with pytest.raises(PublishError, match="is a link"):
        build_site(project, as_of=None, out=None, echo=print)
    assert not (project / "build" / "site").exists()


def test_nothing_is_published_from_a_project_with_a_link(project):
    (project / "plans" / "example" / "leak.yaml").symlink_to("/etc/passwd")

    with pytest.raises(PublishError, match="EP012"):
        open_sound_project(project)


# Where files are written --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "uri",
    [
        *("../x", "a/../../x", "/etc/passwd", "//host/x", "a//b", "a/./b", "a/", "", ".", ".."),
        *("a\\..\\x", "C:/x", "a\0b", "a\nb", "a b", "a?b", "a#b", "a%2e%2e/b", "~/x", "é", "a|b"),
        *("con", "a/NUL.html", "a/com1.txt", "a/b.", "-rf", "n" * 300, "$(id)", "`id`", "a:b"),
    ],
)
def test_nothing_is_written_outside_or_under_a_name_that_does_not_work_everywhere(tmp_path, uri):
    with pytest.raises(PublishError, match="cannot be the address of a file"):
        inside(tmp_path, uri)

    folders = Folders(str(tmp_path))
    for known in ("x", "a/x"):
        folders.place(known)
    with pytest.raises(PublishError, match="cannot be the address of a file"):
        folders.place(uri)
    assert [*tmp_path.rglob("*")] == [tmp_path / "a"]


def test_every_address_of_the_sites_is_inside(whole_site, demo_site, tmp_path):
    for site in (whole_site, demo_site):
        assert len(site.files) > 200
        folders = Folders(str(tmp_path / "new" / "site"))
        for file in site.files:
            assert inside(site.folder, file) == site.folder / file
            assert Path(folders.place(file)) == inside(tmp_path / "new" / "site", file)
            assert Path(folders.place(file)).parent.is_dir()
