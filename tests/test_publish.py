"""From plans to a site: complete, the same every time, and never half."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import date
from pathlib import Path

import pytest

from equity_plans import addresses
from equity_plans.exports import export_files
from equity_plans.pages import build_pages
from equity_plans.project import open_project
from equity_plans.publish import PublishError, day_of_build
from equity_plans.publish.build import build_site, write_pages
from equity_plans.publish.swap import replacing
from equity_plans.view import view

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2024, 9, 1)
SITE_URL = "https://equity-plans.example/"


def copy_project(to: Path) -> Path:
    """The minimal project with the schema, theme and settings of this one."""
    shutil.copytree(ROOT / "tests" / "projects" / "minimal", to, dirs_exist_ok=True)
    for name in ("schema", "site"):
        shutil.copytree(ROOT / name, to / name)
    shutil.copy(ROOT / "mkdocs.yml", to)
    return to


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """The minimal project, built once; tests only look at it."""
    project = copy_project(tmp_path_factory.mktemp("built"))
    build_site(project, as_of=DAY, out=None, echo=print)
    return project


@pytest.fixture
def project(tmp_path) -> Path:
    """The minimal project, never built."""
    return copy_project(tmp_path / "project")


@pytest.fixture
def published(project, built) -> Path:
    """The minimal project with a site, to try to build again."""
    shutil.copytree(built / "build", project / "build")
    return project


def build_again(project: Path) -> None:
    build_site(project, as_of=DAY, out=None, echo=print)


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


# What is in a site --------------------------------------------------------------------------------


def test_every_page_and_every_export_is_in_the_site(built):
    project = open_project(built)
    pages = build_pages(project, as_of=DAY)
    site = built / "build" / "site"

    assert pages
    missing = [page.uri for page in pages if not (site / addresses.address(page.uri)).is_dir()]
    assert missing == []
    for uri, content in export_files(view(project, as_of=DAY), site_url=SITE_URL):
        assert (site / uri).read_bytes() == content


def test_the_manifest_has_every_file_and_what_the_site_was_made_from(built):
    site = built / "build" / "site"
    manifest = json.loads((site / "manifest.json").read_bytes())
    files = hashes(site)
    del files["manifest.json"]

    assert manifest["files"] == files
    assert manifest["as_of"] == "2024-09-01"
    assert len(manifest["schemas"]) == 6


def test_nothing_of_the_theme_is_published_but_what_our_templates_name(built):
    ours = {path.name for path in (ROOT / "site").rglob("*") if path.is_file()}
    site = built / "build" / "site"

    assets = {path.name for path in (site / "assets").rglob("*") if path.is_file()}
    assert assets
    assert assets <= ours
    assert list(site.rglob("lunr*")) == []


def test_every_page_of_a_plan_can_be_found_by_its_words(built):
    folder = built / "build" / "site" / "find"
    pieces = sorted((folder / "rows").iterdir(), key=lambda path: int(path.stem))
    rows = [row for path in pieces for row in json.loads(path.read_bytes())]
    made = {
        path.parent.relative_to(built / "build" / "site").as_posix() + "/"
        for top in ("plans", "agencies")
        for path in (built / "build" / "site" / top).rglob("index.html")
    }

    assert {row[0] for row in rows} == (made - {"agencies/"}) | {"authorities/", "how-this-works/"}
    starts = json.loads((folder / "words.json").read_bytes())
    assert len(starts) == len(list((folder / "words").iterdir())) > 0


def test_a_page_can_be_mended_where_it_was_written(project):
    change(
        project / "mkdocs.yml",
        "docs_dir:",
        "repo_url: https://git.example/plans\nedit_uri: edit/main/site/pages/\ndocs_dir:",
    )
    site = build_site(project, as_of=DAY, out=None, echo=print, with_search=False)
    page = (site / "plans" / "example" / "equity-2024" / "index.html").read_text(encoding="utf-8")

    assert 'href="https://git.example/plans/edit/main/plans/example/equity-2024/plan.yaml"' in page


def test_the_pages_command_writes_the_very_pages_of_the_site(project):
    folder = write_pages(project, as_of=DAY, out=None, echo=print)
    pages = build_pages(open_project(project), as_of=DAY)

    assert folder == project / "build" / "pages"
    files = {name: text for name, text in hashes(folder).items() if name != "manifest.json"}
    assert files == {page.uri: hashlib.sha256(page.markdown.encode()).hexdigest() for page in pages}


# The same every time ------------------------------------------------------------------------------


def test_the_same_plans_and_day_give_the_same_bytes_on_any_computer(built, tmp_path):
    """Another folder, process, time zone, order of sets, language and moment."""
    other = copy_project(tmp_path / "elsewhere")
    change(other / "mkdocs.yml", "- equity-plans:", "- equity-plans:\n      as_of: 2024-09-01")
    env = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
    }
    command = (sys.executable, "-m", "equity_plans", "build")
    subprocess.run(command, cwd=other, env=env, check=True, capture_output=True)

    assert hashes(other / "build" / "site") == hashes(built / "build" / "site")


def test_the_day_is_that_of_source_date_epoch_when_nobody_names_one(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1725148800")

    assert day_of_build() == DAY


@pytest.mark.parametrize("epoch", ["yesterday", "", "9" * 30])
def test_a_source_date_epoch_that_is_no_time_is_refused(monkeypatch, epoch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    with pytest.raises(PublishError, match="SOURCE_DATE_EPOCH"):
        day_of_build()


def test_a_build_leaves_the_clock_of_its_process_alone(built):
    assert "SOURCE_DATE_EPOCH" not in os.environ


# Never half ---------------------------------------------------------------------------------------


def assert_untouched(project: Path, built: Path) -> None:
    assert hashes(project / "build" / "site") == hashes(built / "build" / "site")
    left = {path.name for path in (project / "build").iterdir()}
    assert left == {"site", ".lock-site", ".kept-site"}


def test_a_plan_with_an_error_stops_the_build_and_the_old_site_stays(published, built):
    change(published / "plans/example/equity-2024/plan.yaml", "kind: equity", "kind: equality")

    with pytest.raises(PublishError, match=r"plans/example/equity-2024/plan\.yaml:2:7"):
        build_again(published)
    assert_untouched(published, built)


def test_a_new_site_with_a_flaw_is_not_published(published, built):
    change(published / "site/theme/main.html", "</body>", "<script>1</script></body>")

    with pytest.raises(PublishError, match=r"index\.html: A script is written into the page\."):
        build_again(published)
    assert_untouched(published, built)


def test_a_flaw_that_comes_from_a_plan_is_told_by_file_line_and_field(published, built):
    """The hole is in a template; what fell through it stands in a plan."""
    change(
        published / "site/theme/main.html",
        '<article class="page"',
        '{{ (meta.title | string | safe).unescape() }}<article class="page"',
    )
    plan = published / "plans/example/equity-2024/plan.yaml"
    change(
        plan,
        "title: Equity plan of",
        'title: <img src="//evil.example/x" onerror="alert(1)"> plan of',
    )

    with pytest.raises(PublishError) as raised:
        build_again(published)
    lines = str(raised.value).splitlines()
    where = (
        "plans/example/equity-2024/plan.yaml:3:8: title: on plans/example/equity-2024/index.html: "
    )
    also = "So it is on 1 more page."  # in Spanish
    assert lines[1:] == [
        f"{where}An element <img> has an attribute onerror. {also}",
        f"{where}“//evil.example/x” would be fetched from elsewhere. {also}",
    ]
    assert_untouched(published, built)


def test_a_link_to_nowhere_in_a_page_written_by_hand_stops_the_build(published, built):
    page = published / "site/pages/contribute/index.md"
    page.write_text("# Contribute\n\n[Gone](gone.md)\n", encoding="utf-8")

    with pytest.raises(PublishError, match=r"'contribute/gone\.md' is not found"):
        build_again(published)
    assert_untouched(published, built)


def test_a_template_that_breaks_leaves_the_old_site(published, built):
    change(published / "site/theme/main.html", "</body>", "{{ nothing.at.all }}</body>")

    with pytest.raises(Exception, match="undefined"):
        build_again(published)
    assert_untouched(published, built)


def test_a_page_by_hand_in_the_place_of_a_generated_one_is_refused(project):
    (project / "site/pages/index.md").write_text("# Mine\n", encoding="utf-8")

    with pytest.raises(PublishError, match="stands where a page made from plans belongs"):
        build_again(project)


def test_a_link_among_the_pages_by_hand_is_refused(project, tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    (project / "site/pages/leak.txt").symlink_to(tmp_path / "secret.txt")

    with pytest.raises(PublishError, match=r"leak\.txt is a link"):
        build_again(project)


def test_a_linked_folder_among_the_pages_by_hand_is_refused(project, tmp_path):
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "secret.txt").write_text("secret")
    (project / "site/pages/leak").symlink_to(tmp_path / "secrets")

    with pytest.raises(PublishError, match=r"leak/secret\.txt is a link"):
        build_again(project)


@pytest.fixture
def place(tmp_path) -> Path:
    """A folder that was published before."""
    place = tmp_path / "site"
    place.mkdir()
    (place / "page").write_text("old")
    (place / "manifest.json").write_text('{"tool": "equity-plans"}')
    return place


def test_a_folder_is_replaced_when_the_new_one_is_done_and_not_before(place):
    with replacing(place) as new:
        (new / "page").write_text("new")
        assert (place / "page").read_text() == "old"

    assert (place / "page").read_text() == "new"
    assert not (place / "manifest.json").exists()
    assert {path.name for path in place.parent.iterdir()} == {"site", ".lock-site"}


@pytest.mark.parametrize("error", [PublishError, KeyboardInterrupt, SystemExit])
def test_a_folder_stays_when_the_new_one_is_not_finished(place, error):
    with pytest.raises(error), replacing(place):
        raise error

    assert (place / "page").read_text() == "old"
    assert {path.name for path in place.parent.iterdir()} == {"site", ".lock-site"}


def test_what_a_killed_build_left_is_cleared_away(place):
    (place.parent / ".next-site").mkdir()
    (place.parent / ".next-site" / "half").write_text("half")

    with replacing(place) as new:
        assert list(new.iterdir()) == []


def test_a_site_that_a_killed_build_had_put_aside_comes_back(place):
    place.rename(place.parent / ".last-site")

    with pytest.raises(PublishError), replacing(place):
        raise PublishError
    assert (place / "page").read_text() == "old"


def test_a_second_build_of_the_same_site_says_that_there_is_a_first(place):
    with replacing(place) as new:
        (new / "page").write_text("first")
        with pytest.raises(PublishError, match="Another build"), replacing(place):
            pytest.fail("both were let in")

    assert (place / "page").read_text() == "first"


def test_a_build_that_is_killed_leaves_the_old_site_and_bars_nobody(published, built):
    folder = published / "build" / ".next-site"
    with subprocess.Popen(
        (sys.executable, "-m", "equity_plans", "build"),
        cwd=published,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as build:
        while not folder.exists():
            assert build.poll() is None
            time.sleep(0.01)
        build.kill()

    assert hashes(published / "build" / "site") == hashes(built / "build" / "site")
    assert folder.exists()
    with replacing(published / "build" / "site") as new:
        assert list(new.iterdir()) == []


def test_a_folder_with_files_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")

    with pytest.raises(PublishError, match="holds files that this command did not make"):
        build_site(ROOT, as_of=DAY, out=tmp_path, echo=print)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_link_is_not_replaced_by_a_site(tmp_path):
    (tmp_path / "site").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(PublishError, match="is not a folder"), replacing(tmp_path / "site"):
        pytest.fail("it was let in")


# With MkDocs itself -------------------------------------------------------------------------------


def mkdocs(*arguments: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (sys.executable, "-m", "mkdocs", *arguments),
        cwd=cwd,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_mkdocs_build_alone_makes_the_same_site_but_for_the_manifest(project, built):
    change(project / "mkdocs.yml", "- equity-plans:", "- equity-plans:\n      as_of: 2024-09-01")

    done = mkdocs("build", cwd=project, SOURCE_DATE_EPOCH="1725148800")

    assert done.returncode == 0, done.stderr
    expected = hashes(built / "build" / "site")
    del expected["manifest.json"]
    assert hashes(project / "build" / "site") == expected


def test_mkdocs_build_names_the_errors_of_a_plan_and_shows_no_traceback(project):
    change(project / "plans/example/equity-2024/plan.yaml", "kind: equity", "kind: equality")

    done = mkdocs("build", cwd=project)

    assert done.returncode == 1
    assert "plans/example/equity-2024/plan.yaml:2:7" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_a_day_in_mkdocs_yml_that_is_no_day_is_named(project):
    change(project / "mkdocs.yml", "- equity-plans:", "- equity-plans:\n      as_of: someday")

    done = mkdocs("build", cwd=project)

    assert done.returncode == 1
    assert "“someday” is not a day like 2024-12-31." in done.stderr


def fetch(url: str, *, until: str) -> None:
    """Ask for a page until it says `until`; the computer may be busy."""
    end = time.monotonic() + 60
    text = ""
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own server
                text = answer.read().decode()
        except OSError:
            text = ""
        if until in text:
            return
        time.sleep(0.2)
    pytest.fail(f"{url} does not say “{until}”")


def test_serve_draws_the_site_again_after_an_edit_and_for_a_new_file(project):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    page = f"http://{address}/plans/example/equity-2024/"
    plan = project / "plans/example/equity-2024/plan.yaml"
    with subprocess.Popen(
        (sys.executable, "-m", "equity_plans", "serve", "--address", address),
        cwd=project,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            fetch(page, until="Equity plan of a made-up department")
            change(plan, "title: Equity plan of a made-up department", "title: Another title")
            fetch(page, until="Another title")
            new = plan.with_name("reports") / "2024-08-15.yaml"
            new.write_text("date: 2024-08-15\nno_change: true\n", encoding="utf-8")
            fetch(page, until="August 15, 2024")
        finally:
            server.terminate()


def test_serve_names_the_errors_of_a_plan_and_ends(project):
    change(project / "plans/example/equity-2024/plan.yaml", "kind: equity", "kind: equality")

    done = subprocess.run(
        (sys.executable, "-m", "equity_plans", "serve"),
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "plans/example/equity-2024/plan.yaml:2:7" in done.stderr
    assert "Traceback" not in done.stderr
