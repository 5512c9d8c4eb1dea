"""After an edit, the site is what a build from nothing makes; the rest of it is untouched."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from equity_plans.publish import PublishError
from equity_plans.publish.build import build_site
from equity_plans.publish.kept import beside, led_to, place_of

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 22)


def contents(folder: Path, *, ending: str = "") -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob(f"*{ending}")
        if path.is_file()
    }


def build(project: Path, name: str = "site", **how: object) -> list[str]:
    """What the build says."""
    said: list[str] = []
    build_site(project, as_of=DAY, out=project.parent / "sites" / name, echo=said.append, **how)
    return said


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, file
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The demo with its site; tests work on copies."""
    folder = tmp_path_factory.mktemp("edits")
    for part in ("demo", "schema", "site"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    build(folder / "demo")
    return folder


@pytest.fixture
def project(built, tmp_path) -> Path:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path / "demo"


@pytest.fixture
def site(project) -> Path:
    return project.parent / "sites" / "site"


# Edits: each gives a file of the site that has to be other afterwards ----------------------------


def words_of_a_report(project: Path) -> str:
    report = project / "plans/benefits/equity-2025/reports/2026-02-27.yaml"
    change(report, "Six desks are open.", "Seven desks are open.")
    return "plans/benefits/equity-2025/actions/bilingual-desks/index.html"


def status_of_an_action(project: Path) -> str:
    report = project / "plans/transit/equity-2025/reports/2026-07-13.yaml"
    change(report, "status: in-progress", "status: delayed")
    return "find/status/delayed/index.html"


def one_report_less(project: Path) -> str:
    (project / "plans/benefits/equity-2025/reports/2026-02-27.yaml").unlink()
    return "es/plans/benefits/equity-2025/index.html"


def title_of_a_plan_that_another_agency_names(project: Path) -> str:
    plan = project / "plans/river/housing-2025/plan.yaml"
    title = next(one for one in plan.read_text("utf-8").splitlines() if one.startswith("title:"))
    change(plan, title, "title: Dry Homes")
    return "plans/health/equity-2024/index.html"


def name_of_the_agency_that_others_are_part_of(project: Path) -> str:
    agency = project / "plans/examples/agency.yaml"
    name = next(one for one in agency.read_text("utf-8").splitlines() if one.startswith("name:"))
    change(agency, name, "name: Government of the State of Example")
    return "agencies/roads/index.html"


def one_plan_less(project: Path) -> str:
    shutil.rmtree(project / "plans/examples/language-2024")
    return "agencies/examples/index.html"


def one_agency_less(project: Path) -> str:
    shutil.rmtree(project / "plans/samples")
    return "agencies/index.html"


def one_agency_more(project: Path) -> str:
    shutil.copytree(project / "plans/samples", project / "plans/specimens")
    return "plans/specimens/equity-2022/index.html"


def an_authority_is_called_otherwise(project: Path) -> str:
    authorities = project / "plans/authorities.yaml"
    text = authorities.read_text("utf-8")
    title = next(one for one in text.splitlines() if "title:" in one)
    change(authorities, title, f"{title.partition('title:')[0]}title: Act of Fairness")
    return "authorities/index.html"


def a_page_written_by_hand(project: Path) -> str:
    change(project.parent / "site/pages/contribute/index.md", "# ", "# New: ")
    return "contribute/index.html"


EDITS: tuple[Callable[[Path], str], ...] = (
    words_of_a_report,
    status_of_an_action,
    one_report_less,
    title_of_a_plan_that_another_agency_names,
    name_of_the_agency_that_others_are_part_of,
    one_plan_less,
    one_agency_less,
    one_agency_more,
    an_authority_is_called_otherwise,
    a_page_written_by_hand,
)


@pytest.mark.parametrize("edit", EDITS)
def test_after_an_edit_the_site_is_what_a_build_from_nothing_makes(project, site, edit):
    before = contents(site)
    changed = edit(project)
    build(project, "anew", use_cache=False)
    anew = contents(site.parent / "anew")
    assert anew[changed] != before.get(changed)

    build(project, with_search=False)
    pages = {name for name in anew if name.endswith((".html", ".xml")) and "feeds/" not in name}
    after = contents(site)
    assert {name: after.get(name) for name in pages} == {name: anew[name] for name in pages}
    assert {name for name in after if name.endswith(".html")} <= pages

    build(project)
    assert contents(site) == anew


def test_what_an_edit_does_not_concern_is_not_written(project, site):
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*.html")}
    changed = site / words_of_a_report(project)
    said = build(project, with_search=False)
    written = {path for path, moment in before.items() if path.stat().st_mtime_ns != moment}

    assert changed in written
    assert not any("plans/transit" in path.as_posix() for path in written)
    assert len(written) < len(before) / 2
    assert any("as they were (--no-search)" in line for line in said)


def test_when_nothing_has_changed_nothing_is_made(project, site):
    def stamps() -> dict[Path, tuple[int, int]]:
        return {one: (one.stat().st_ino, one.stat().st_mtime_ns) for one in site.rglob("*")}

    before = stamps()
    said = build(project)
    assert [line.partition(" (")[0] for line in said] == [
        "Nothing has changed since the last build"
    ]
    assert stamps() == before


def cut_short(site: Path) -> None:
    place = place_of(site)
    place.write_bytes(place.read_bytes()[:-9])


def of_something_else(site: Path) -> None:
    place_of(site).write_bytes(b"something else, at some length" * 9)


def not_there(site: Path) -> None:
    place_of(site).unlink()


def written_to(site: Path) -> None:
    (site / "plans/river/housing-2025/index.html").write_text("Written by somebody else.")


def a_file_less(site: Path) -> None:
    (site / "plans/river/housing-2025/index.html").unlink()


def another_manifest(site: Path) -> None:
    manifest = site / "manifest.json"
    manifest.write_bytes(manifest.read_bytes() + b" ")


def known_to_git(site: Path) -> None:
    for command in (["init", "-q"], ["add", "--force", str(place_of(site))]):
        subprocess.run(["git", "-C", str(site.parent), *command], check=True)
    (site / "plans/river/housing-2025/index.html").write_text("Written by somebody else.")


@pytest.mark.parametrize(
    "harm",
    [
        *(cut_short, of_something_else, not_there, written_to, a_file_less, another_manifest),
        known_to_git,
    ],
)
def test_where_what_is_kept_cannot_be_trusted_all_is_made_anew(project, site, built, harm):
    harm(site)
    assert any(line.startswith("Made ") for line in build(project))
    assert contents(site) == contents(built / "sites" / "site")


def test_an_error_in_a_part_is_told_with_all_others_and_changes_nothing(project, site):
    before = contents(site)
    change(
        project / "plans/benefits/equity-2025/plan.yaml",
        "plan: benefits/workforce-2025",
        "plan: benefits/wrkforce-2025",
    )
    with pytest.raises(PublishError, match="benefits/workforce-2025"):
        build(project, with_search=False)
    assert contents(site) == before


def test_a_site_that_could_not_be_changed_to_the_end_is_made_anew(project, site):
    changed = site / words_of_a_report(project)
    changed.unlink()
    (changed / "in the way").mkdir(parents=True)
    with pytest.raises(PublishError, match=r"index\.html"):
        build(project, with_search=False)
    assert not place_of(site).exists()

    build(project)
    build(project, "anew", use_cache=False)
    assert contents(site) == contents(site.parent / "anew")


NAMES = {"a": ["b"], "b": ["z"], "c": ["b"], "d": ["c", "x"], "x": ["d"], "e": []}


def test_an_edit_concerns_those_that_name_one_another():
    assert beside(["b"], NAMES) == {"a", "b", "c", "z"}
    assert beside(["e", "new"], NAMES) == {"e", "new"}
    assert beside([], NAMES) == frozenset()


def test_names_lead_on_and_may_lead_in_a_circle():
    assert led_to(["d"], NAMES) == {"d", "c", "b", "z", "x"}
    assert led_to(["e", "new"], NAMES) == {"e", "new"}


def test_other_settings_make_all_pages_anew(project, site):
    """Such as the repository, whose address stands on every page of an agency."""
    change(project / "mkdocs.yml", "site_name:", "repo_url: https://code.example/plans\nsite_name:")
    said = build(project, with_search=False)
    build(project, "anew", use_cache=False, with_search=False)

    assert any(" from 14 plans " in line for line in said)
    pages = contents(site, ending=".html")
    assert pages == contents(site.parent / "anew", ending=".html")
