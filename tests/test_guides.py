"""What the guides for authors show is true: examples, commands, rules, words and links.

A guide marks its examples in words that its readers see too:

- “The whole of `FILE`:” stands before a complete file.
- “At the end of `FILE`:” stands before lines that are added to it.
- “In `FILE`, instead of:” and “write:” stand before lines and what they become.
- “Not like this:” and “Like this:” stand before a mistake and its cure.

Followed from top to bottom, they must lead from one sound project to the next.
"""

from __future__ import annotations

import re
import shlex
import textwrap
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path, PurePosixPath

import click
import pytest
import yaml
from markdown.extensions.toc import slugify

from equity_plans.check import RULES
from equity_plans.cli import cli
from equity_plans.diagnostics import as_text
from equity_plans.pages import build_pages
from equity_plans.project import Project, open_project
from equity_plans.when import parse_when

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "site" / "pages"
GUIDES = sorted((PAGES / "contribute").glob("*.md"))
README = ROOT / "README.md"
FIRST_PLAN = PAGES / "contribute" / "first-plan.md"
REPORTING = PAGES / "contribute" / "report-progress.md"
CHECKER = PAGES / "contribute" / "checker.md"
EDITOR = PAGES / "contribute" / "editor.md"

WHOLE = re.compile(r"The whole of `(.+)`:")
ADDED = re.compile(r"At the end of `(.+)`:")
INSTEAD = re.compile(r"In `(.+)`, instead of:")
MARKED = re.compile(r"The whole of|At the end of|instead of:|^write:|Not like this|Like this")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SAID = re.compile(r"^### (\d+\. [^\n]*)$(?:(?!^###).)*?^> ([^\n]*)$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#]*)(?:#([^)]*))?\)")
OTHER_PROGRAMS = {"cd", "git", "source", "sudo", "xcode-select"}


@dataclass(frozen=True)
class Block:
    """An example in a page, with the line of words before it and the heading it stands under."""

    language: str
    text: str
    lead: str
    heading: str


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path, language: str = "yaml") -> list[Block]:
    text = text_of(page)
    found = []
    for match in FENCE.finditer(text):
        before = FENCE.sub("", text[: match.start()])
        headings = re.findall(r"^#+ (.*)$", before, re.MULTILINE)
        found.append(
            Block(
                language=match[1],
                text=match[2],
                lead=before.rstrip().splitlines()[-1],
                heading=headings[-1] if headings else "",
            )
        )
    return [one for one in found if one.language == language]


def prose(page: Path) -> str:
    """A page without its examples and what stands in `this type`, as far as links matter."""
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", text_of(page)))


@dataclass
class Desk:
    """A project folder on which a guide is followed to the letter."""

    root: Path

    def file(self, name: str) -> Path:
        """The one file that a guide calls `name`, in full or by its end."""
        known = [self.root / name] if (self.root / name).is_file() else []
        found = known or list((self.root / "plans").rglob(name))
        if not found:
            assert name.startswith("plans/"), f"{name} is not there yet"
            return self.root / name
        assert len(found) == 1, f"{name} may be any of {found}"
        return found[0]

    def follow(self, page: Path) -> None:
        """Does what the page says, and looks after each step whether the project is sound."""
        instead: tuple[Path, str] | None = None
        for block in blocks(page):
            if match := WHOLE.fullmatch(block.lead):
                file = self.file(match[1])
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(block.text, encoding="utf-8")
            elif match := ADDED.fullmatch(block.lead):
                file = self.file(match[1])
                file.write_text(text_of(file) + block.text, encoding="utf-8")
            elif match := INSTEAD.fullmatch(block.lead):
                instead = self.file(match[1]), block.text
                continue
            elif block.lead == "write:":
                assert instead is not None, "“write:” without “instead of:”"
                file, before = instead
                assert text_of(file).count(before) == 1, before
                file.write_text(text_of(file).replace(before, block.text), encoding="utf-8")
                instead = None
            else:
                continue
            project = self.project()
            assert not project.errors, block.text

    def project(self) -> Project:
        return open_project(self.root)


@pytest.fixture
def desk(tmp_path) -> Desk:
    (tmp_path / "schema").symlink_to(ROOT / "schema")
    (tmp_path / "plans").mkdir()
    return Desk(tmp_path)


# Examples -----------------------------------------------------------------------------------------


def test_the_first_plan_is_in_order_after_every_step(desk):
    desk.follow(FIRST_PLAN)

    plan = desk.project().portfolio.plans["anytown-transit/rider-access-2026"]
    assert [action.id for _, action in plan.actions()] == ["raise-curbs", "announce-stops"]
    assert plan.reporting is not None


def test_the_steps_to_the_first_plan_and_the_whole_plan_say_the_same(desk):
    steps = [one.text for one in blocks(FIRST_PLAN) if ADDED.fullmatch(one.lead)]
    wholes = [one for one in blocks(FIRST_PLAN) if WHOLE.fullmatch(one.lead)]
    smallest, plan = [one.text for one in wholes if one.lead.endswith("plan.yaml`:")]

    assert len(steps) == 5
    for step in steps:
        assert step in plan
    assert not set(smallest.splitlines()) - set(plan.splitlines())


def test_the_first_plan_gets_no_answer_from_the_checker_at_all(desk):
    desk.follow(FIRST_PLAN)

    assert desk.project().findings == ()


def test_reports_and_amendments_are_in_order_after_every_step(desk):
    desk.follow(FIRST_PLAN)
    desk.follow(REPORTING)

    plan = desk.project().portfolio.plans["anytown-transit/rider-access-2026"]
    assert len(plan.reports) == 3
    assert len(plan.amendments) == 1
    assert plan.state == "superseded"


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_every_example_of_a_file_says_what_to_do_with_it(page):
    loose = [one.text for one in blocks(page) if not MARKED.search(one.lead)]

    assert page == EDITOR or loose == []


def test_the_guide_to_mistakes_shows_what_the_checker_says(desk):
    desk.follow(FIRST_PLAN)
    report = next(one for one in blocks(REPORTING) if WHOLE.fullmatch(one.lead))
    file = desk.file(WHOLE.fullmatch(report.lead)[1])
    file.parent.mkdir()
    file.write_text(report.text, encoding="utf-8")
    sound = {path: text_of(path) for path in (desk.root / "plans").rglob("*.yaml")}
    said = dict(SAID.findall(text_of(CHECKER)))
    shown = [one for one in blocks(CHECKER) if one.heading in said]
    assert len(said) == 10
    assert len(shown) == 20

    for bad, good in zip(shown[::2], shown[1::2], strict=True):
        assert (bad.lead, good.lead[0]) == ("Not like this:", "L")
        path, broken = broken_by(sound, bad.text, good.text)
        path.write_text(broken, encoding="utf-8")
        [error] = desk.project().errors
        assert error.rule in good.heading
        assert error.message == said[good.heading]
        path.write_text(sound[path], encoding="utf-8")


def broken_by(sound, bad: str, good: str):
    """The one file that has the good lines, at whatever indentation, with the bad ones in it."""
    found = []
    for path, text in sound.items():
        for spaces in range(0, 20, 2):
            lines, worse = (textwrap.indent(one, " " * spaces) for one in (good, bad))
            if f"\n{lines}" in f"\n{text}":
                found.append((path, f"\n{text}".replace(f"\n{lines}", f"\n{worse}", 1)[1:]))
    assert len(found) == 1, good
    return found[0]


def test_the_answer_that_is_taken_apart_is_a_real_one(desk):
    desk.follow(FIRST_PLAN)
    path = desk.file("plan.yaml")
    text = text_of(path)
    path.write_text(text.replace("due_as_published: In", "due_as_publshed: In"), encoding="utf-8")
    project = desk.project()

    answer = as_text(project.findings, files=len(project.documents)).split("\n\n")[0]
    assert [one.text.rstrip("\n") for one in blocks(CHECKER, "text")] == [answer]


# Commands -----------------------------------------------------------------------------------------


def commands(page: Path) -> list[str]:
    shown = [line for one in blocks(page, "sh") for line in one.text.splitlines()]
    inline = re.findall(r"`((?:equity-plans|make) [^`]*)`", text_of(page))
    return [line.partition("  #")[0].strip() for line in [*shown, *inline] if line.strip()]


@pytest.mark.parametrize("page", [*GUIDES, README], ids=lambda page: page.stem)
def test_every_command_that_is_shown_exists(page):
    targets = re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE)
    for line in commands(page):
        program, *words = shlex.split(line)
        if program.endswith("equity-plans"):
            parse(cli, words, line)
        elif program == "make":
            assert set(words) <= {*targets}, line
        else:
            assert program in OTHER_PROGRAMS, line


def parse(command: click.Command, words: list[str], line: str) -> None:
    """Reads the words of a command as the program would, without doing anything."""
    words = [word for word in words if word != "--help"]
    while isinstance(command, click.Group) and words:
        name, *words = words
        inner = command.get_command(click.Context(command), name)
        assert inner is not None, line
        command = inner
    if words:
        command.make_context(command.name, words)


def test_the_first_lines_for_editors_lead_to_the_schemas():
    rows = re.findall(r"\| (.*?) \| `# yaml-language-server: \$schema=(\S+)` \|", text_of(EDITOR))
    places = {
        "`agency.yaml`": "plans/one/agency.yaml",
        "`plan.yaml`": "plans/one/two/plan.yaml",
        "a report": "plans/one/two/reports/2024-02-14.yaml",
    }
    assert {name for name, _ in rows} == places.keys()
    for name, path in rows:
        assert (ROOT / PurePosixPath(places[name]).parent / path).resolve().is_file()


# Words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [*GUIDES, README], ids=lambda page: page.stem)
def test_every_rule_that_is_named_exists(page):
    assert set(re.findall(r"EP\d{3}", text_of(page))) <= RULES.keys()


def test_the_statuses_and_their_meanings_are_those_of_the_schema():
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (.*?) \|$", text_of(REPORTING), re.MULTILINE))
    known = open_project(ROOT).schemas.documents["vocabulary"]["$defs"]["actionStatus"]

    assert list(rows) == known["enum"]


def test_dates_are_late_when_the_guide_says_so():
    rows = re.findall(r"^\| .*? \| `(.*?)` \| (.*?) \|$", text_of(FIRST_PLAN), re.MULTILINE)
    late = {written: words for written, words in rows if written[:2] in ("20", "FY", "on")}
    assert len(late) == 7
    for written, words in late.items():
        last = parse_when(written, fiscal_year_starts=7).last
        if written.startswith("20"):
            first = last + timedelta(days=1)
            assert words == f"{first:%B} {first.day}, {first.year}"
        else:
            assert (last is None) == (words == "never")
    fiscal = parse_when("FY2027", fiscal_year_starts=7)
    assert (fiscal.first, fiscal.last) == (date(2026, 7, 1), date(2027, 6, 30))


# Links --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def generated() -> frozenset[str]:
    pages = build_pages(open_project(ROOT), as_of=date(2026, 11, 22))
    return frozenset(page.uri for page in pages)


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_every_link_leads_to_a_page(page, generated):
    for path, anchor in LINK.findall(prose(page)):
        target = (page.parent / path).resolve() if path else page
        if target.is_file():
            headings = re.findall(r"^#+ (.*)$", prose(target), re.MULTILINE)
            assert not anchor or anchor in [slugify(one, "-") for one in headings], anchor
        else:
            assert target.relative_to(PAGES).as_posix() in generated, path


def test_every_link_of_the_readme_leads_to_a_file():
    for path, _ in LINK.findall(prose(README)):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_a_guide_has_a_title_and_a_description(page):
    _, head, body = text_of(page).split("---\n", 2)
    fields = yaml.safe_load(head)

    assert fields.keys() == {"title", "description", "kind", "crumbs"}
    assert len(fields["description"]) <= 160
    assert re.findall(r"^# (.*)$", FENCE.sub("", body), re.MULTILINE)[0]
