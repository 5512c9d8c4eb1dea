"""New files explain themselves, are right once filled in, and never take the place of old ones."""

from __future__ import annotations

import re
import shutil
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from equity_plans.authoring import AuthoringError, NoProjectError
from equity_plans.authoring.new import new_agency, new_plan, new_report
from equity_plans.authoring.outline import written
from equity_plans.findings import Finding
from equity_plans.project import open_project
from equity_plans.sources import parse

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2024, 9, 1)
BLANK = re.compile(r"^( *(?:- )?)([a-z_]+):$")
FILLS = {
    "kind": "equity",
    "state": "draft",
    "government": "city",
    "fiscal_year_starts": "7",
    "status": "in-progress",
}
"""What an author writes where only some words will do. Anything else is text."""


@pytest.fixture
def project(tmp_path) -> Path:
    """The minimal project, to add to."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "tests" / "projects" / "minimal", folder)
    shutil.copytree(ROOT / "schema", folder / "schema")
    return folder


def fill_in(file: Path) -> None:
    """Write something behind every colon that has nothing behind it and nothing below it."""
    numbers = count(1)
    lines = file.read_text(encoding="utf-8").split("\n")
    for at, line in enumerate(lines):
        blank = BLANK.match(line)
        if blank and not _has_something_below(lines[at + 1 :], column=len(blank[1])):
            fill = FILLS.get(blank[2], f"made-up-{next(numbers)}")
            lines[at] = f"{line} {fill}"
    file.write_text("\n".join(lines), encoding="utf-8")


def _has_something_below(lines: list[str], *, column: int) -> bool:
    said = (line for line in lines if line.strip() and not line.lstrip().startswith("#"))
    following = next(said, "")
    return len(following) - len(following.lstrip()) > column


def switch_on(file: Path) -> None:
    """Take the “#” away from every field that has been switched off."""
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"^( *)#(?=[^ \n]|  )", r"\1", text, flags=re.MULTILINE))


def found(project: Path, file: Path) -> list[Finding]:
    name = file.relative_to(project).as_posix()
    return [one for one in open_project(project).findings if one.file == name]


def new_files(project: Path) -> list[Path]:
    """One new file of each kind."""
    agency = new_agency(project, "another")
    fill_in(agency)
    return [
        agency,
        new_plan(project, "another", "equity-2025"),
        new_report(project, "example", "equity-2024", DAY),
    ]


@pytest.mark.parametrize("which", range(3), ids=["agency", "plan", "report"])
def test_a_new_file_is_right_once_its_blanks_are_filled_in(project, which):
    file = new_files(project)[which]

    fill_in(file)
    assert [one for one in found(project, file) if one.severity != "notice"] == []


@pytest.mark.parametrize("which", range(1, 3), ids=["plan", "report"])
def test_until_then_the_check_names_each_blank(project, which):
    file = new_files(project)[which]
    blanks = {
        number
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), start=1)
        if re.search(r"^ *(- )?(id|title|kind|state|status):$", line)
    }

    assert blanks
    assert {one.place.line for one in found(project, file)} == blanks


@pytest.mark.parametrize("which", range(3), ids=["agency", "plan", "report"])
def test_every_field_that_is_switched_off_has_the_right_shape_once_switched_on(project, which):
    file = new_files(project)[which]

    fill_in(file)
    before = set(parse(file.read_bytes(), file="x").values)
    switch_on(file)
    # A short entry of a report has blanks behind what is switched on.
    fill_in(file)

    document = parse(file.read_bytes(), file="x")
    assert document.findings == ()
    assert before < set(document.values)
    wrong = [one for one in found(project, file) if one.rule < "EP2"]
    assert wrong == []


@pytest.mark.parametrize("kind", ["agency", "plan", "report"])
def test_a_new_file_explains_every_field_of_its_kind(project, kind):
    file = dict(zip(["agency", "plan", "report"], new_files(project), strict=True))[kind]
    schema = open_project(project).schemas.documents[kind]
    hints = " ".join(
        line.strip(" #") for line in file.read_text(encoding="utf-8").split("\n") if "# " in line
    )

    for name, field in schema["properties"].items():
        assert f"{field['title']}. {field['description']}" in hints, name


def test_a_new_file_names_its_schema_for_editors(project):
    for file in new_files(project):
        first = file.read_text(encoding="utf-8").split("\n", 1)[0]
        named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)

        schema = (file.parent / named[1]).resolve()
        assert schema.parent == project / "schema"
        assert schema.is_file()


def test_a_new_file_has_no_loose_ends(project):
    for file in new_files(project):
        text = file.read_text(encoding="utf-8")
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert [line for line in text.split("\n") if line != line.rstrip()] == []
        assert max(map(len, text.split("\n"))) <= 100


def test_a_report_has_an_entry_for_each_action_that_is_not_settled(project):
    file = new_report(project, "example", "equity-2024", DAY)
    text = file.read_text(encoding="utf-8")

    assert file.name == "2024-09-01.yaml"
    assert "\ndate: 2024-09-01\n" in text
    # Done in the report before: no more to tell.
    assert "translate-form" not in re.findall(r"- action: (.*)", text)
    assert re.findall(r"- action: (.*)", text) == ["train-staff", "open-doors"]
    # What was said last stays until somebody says otherwise; what was never reported is open.
    assert re.findall(r"^    status:(.*)$", text, re.MULTILINE) == [" in-progress", ""]


def test_a_report_says_what_each_action_is_and_what_was_said_of_it_last(project):
    text = new_report(project, "example", "equity-2024", DAY).read_text(encoding="utf-8")

    flat = " ".join(re.sub(r"\n *# ", " ", text).split())
    assert (
        "“Publish a guide for staff on working with interpreters”, due on December 31, 2024. "
        "On July 15, 2024: In progress."
    ) in flat
    assert (
        "“Install doors that open by themselves in every library”, due on June 30, 2025. "
        "Not reported yet."
    ) in flat


def test_a_report_for_an_earlier_day_knows_nothing_of_later_ones(project):
    text = new_report(project, "example", "equity-2024", date(2024, 7, 1)).read_text("utf-8")

    assert "On July 15" not in text
    assert "- action: translate-form\n" in text


def test_a_report_on_a_plan_with_nothing_left_to_do_can_say_so(project):
    (project / "plans/example/equity-2024/reports/2024-08-01.yaml").write_text(
        "date: 2024-08-01\nactions:\n"
        "  - {action: train-staff, status: done}\n"
        "  - {action: open-doors, status: stopped, reason: There is no money}\n"
    )

    text = new_report(project, "example", "equity-2024", DAY).read_text(encoding="utf-8")
    assert "\n#no_change: true\n" in text
    assert "\nactions:" not in text


def test_the_title_of_an_action_cannot_break_out_of_its_hint(project):
    plan = project / "plans/example/equity-2024/plan.yaml"
    text = plan.read_text(encoding="utf-8")
    hostile = '"x: [y] # ${{ z }} %0A::error:: - \\" end"'
    plan.write_text(text.replace("Install doors that open by themselves in every library", hostile))

    file = new_report(project, "example", "equity-2024", DAY)
    fill_in(file)
    assert [one for one in found(project, file) if one.severity == "error"] == []


@pytest.mark.parametrize("name", ["A", "a", "a b", "../x", "a/b", "a\n", "a-", "é", "", "x" * 65])
def test_a_name_that_cannot_be_an_address_is_refused(project, name):
    with pytest.raises(AuthoringError, match="cannot name a folder"):
        new_agency(project, name)
    with pytest.raises(AuthoringError, match="cannot name a folder"):
        new_plan(project, "example", name)


def test_no_file_is_written_over(project):
    before = {path: path.read_bytes() for path in project.rglob("*.yaml")}

    with pytest.raises(AuthoringError, match="is there already"):
        new_agency(project, "example")
    with pytest.raises(AuthoringError, match="is there already"):
        new_plan(project, "example", "equity-2024")
    with pytest.raises(AuthoringError, match="is there already"):
        new_report(project, "example", "equity-2024", date(2024, 7, 15))
    assert {path: path.read_bytes() for path in project.rglob("*.yaml")} == before


def test_a_link_among_the_plans_does_not_lead_a_new_file_elsewhere(project, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (project / "plans" / "linked").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(AuthoringError, match="outside plans/"):
        new_agency(project, "linked")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_plan_needs_its_agency_first(project):
    with pytest.raises(AuthoringError, match="equity-plans new agency another"):
        new_plan(project, "another", "equity-2025")
    assert not (project / "plans" / "another").exists()


def test_a_report_needs_its_plan_first(project):
    with pytest.raises(AuthoringError, match="There is no plan “example/equity-2030”"):
        new_report(project, "example", "equity-2030", DAY)


def test_a_report_needs_a_plan_without_errors(project):
    (project / "plans/example/equity-2024/plan.yaml").write_text("kind: equity\n")

    with pytest.raises(AuthoringError, match="has errors"):
        new_report(project, "example", "equity-2024", DAY)


def test_a_folder_without_a_schema_is_no_project(tmp_path):
    with pytest.raises(NoProjectError, match="There is no folder"):
        new_agency(tmp_path, "another")


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ({"date": "2024-09-30"}, ["date: 2024-09-30"]),
        ({"due": "2024-Q3"}, ["due: 2024-Q3"]),
        ({"edition": "2024"}, ['edition: "2024"']),
        ({"answer": "no"}, ['answer: "no"']),
        ({"title": "Café: “a”"}, ['title: "Café: “a”"']),
        ({"list": [{"id": "a", "n": 1.5}]}, ["list:", "  - id: a", "    n: 1.5"]),
    ],
)
def test_values_are_written_as_people_write_them_and_read_as_they_were(value, lines):
    assert written(value) == lines
    assert parse("\n".join(lines).encode() + b"\n", file="x").value == value
