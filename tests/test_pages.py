"""Every page of the site as Markdown: complete, linked, honest about what is not known."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
import yaml
from tests.make import make_plan, measure_of

from equity_plans import addresses as uris
from equity_plans import words
from equity_plans.model import Portfolio
from equity_plans.pages import build_pages, glossary
from equity_plans.pages.dates import date_words
from equity_plans.pages.page import Page, relative
from equity_plans.progress import Placed, State, standing, tally
from equity_plans.project import Project, open_project
from equity_plans.view import View, view
from equity_plans.when import parse_when

HERE = Path(__file__).parent
TODAY = date(2025, 6, 1)
LINK = re.compile(r"\]\(([^()\s]+\.md)(?:#([\w-]+))?\)")


@dataclass(frozen=True, kw_only=True)
class Site:
    """The pages of a project on a day."""

    project: Project
    as_of: date

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        pages = build_pages(self.project, as_of=self.as_of)
        found = {page.uri: page for page in pages}
        assert len(found) == len(pages)
        return found

    @cached_property
    def view(self) -> View:
        return view(self.project, as_of=self.as_of)

    @property
    def portfolio(self) -> Portfolio:
        return self.view.portfolio

    @property
    def placed(self) -> tuple[Placed, ...]:
        return self.view.placed

    def of(self, one: Placed) -> Page:
        return self.pages[uris.action(one.plan, one.action)]

    def action(self, action: str) -> Page:
        (found,) = [one for one in self.placed if one.action.id == action]
        return self.of(found)


def opened(name: str, folder: Path, root: Path) -> Project:
    """A project of tests/projects with the schema of this one, without an error in it."""
    shutil.copytree(HERE / "projects" / name, folder, dirs_exist_ok=True)
    shutil.copytree(root / "schema", folder / "schema")
    project = open_project(folder)
    assert project.errors == ()
    return project


@pytest.fixture(scope="session")
def minimal(tmp_path_factory, root) -> Site:
    return Site(
        project=opened("minimal", tmp_path_factory.mktemp("minimal"), root), as_of=date(2025, 3, 1)
    )


@pytest.fixture(scope="session")
def paged(tmp_path_factory, root) -> Site:
    """Two plans in which dates move, plans end and much is not known."""
    return Site(project=opened("paged", tmp_path_factory.mktemp("paged"), root), as_of=TODAY)


@pytest.fixture(scope="session")
def real(root) -> Site:
    return Site(project=open_project(root), as_of=TODAY)


@pytest.fixture(params=["minimal", "paged", "real"])
def site(request) -> Site:
    return request.getfixturevalue(request.param)


def text_of(page: Page) -> str:
    """What a page says, without front matter, elements and link targets."""
    text = re.sub(r"\{:[^}\n]*\}", "", page.body)
    text = re.sub(r"\]\([^()\s]+\)", "", re.sub(r"</(?:dt|dd|p|li)>", "\n", text))
    return html.unescape(re.sub(r"<[^>]*>|\*\*|(?<!!)\[", "", text))


def meta_of(page: Page) -> dict:
    """The front matter as MkDocs reads it."""
    start, front, _ = page.markdown.split("---\n", 2)
    assert start == ""
    return yaml.safe_load(front)


# Every page ---------------------------------------------------------------------------------------


def test_every_page_has_a_title_a_description_and_a_kind(site):
    for uri, page in site.pages.items():
        meta = meta_of(page)

        assert html.unescape(meta["title"]) == page.title.strip(), uri
        assert html.unescape(meta["description"]) == page.description.strip() != "", uri
        assert re.fullmatch("[a-z]+", meta["kind"]), uri
        assert not re.search(r"[<>\"']", meta["title"] + meta["description"]), uri


def test_every_page_starts_with_its_one_title(site):
    for uri, page in site.pages.items():
        titles = re.findall(r"^# (.*)$", page.body, re.MULTILINE)

        assert len(titles) == 1, uri
        assert page.body.startswith("# "), uri


def test_headings_go_down_one_step_at_a_time(site):
    for uri, page in site.pages.items():
        levels = [len(marks) for marks in re.findall(r"^(#+) ", page.body, re.MULTILINE)]

        assert all(deeper - level <= 1 for level, deeper in pairwise(levels)), uri


def test_no_section_is_empty(site):
    for uri, page in site.pages.items():
        body = re.sub(r"^\{:.*\}$", "", page.body, flags=re.MULTILINE)
        for match in re.finditer(r"^(#+) .*\n\s*(?=(#+) |\Z)", body, re.MULTILINE):
            deeper = match[2] is not None and len(match[2]) > len(match[1])
            assert deeper, f"{uri}: {match[0]}"


def test_no_class_is_given_to_nothing(site):
    for uri, page in site.pages.items():
        stray = re.search(r"(?:^|\n)\s*\n\{:.*", page.body)

        assert not stray, f"{uri}: {stray[0]} would be shown to readers"


def test_every_link_between_pages_leads_to_a_page(site, root):
    by_hand = root / "site" / "pages"
    for uri, page in site.pages.items():
        crumbs = [target for _, target in meta_of(page).get("crumbs", [])]
        inside = [normpath(join(dirname(uri), target)) for target, _ in LINK.findall(page.body)]
        for target in (*crumbs, *inside):
            assert target in site.pages or (by_hand / target).is_file(), f"{uri}: {target}"


def test_every_link_into_a_page_leads_to_a_heading_of_it(paged):
    from markdown import Markdown

    renderer = Markdown(extensions=["toc", "attr_list", "tables", "def_list", "md_in_html"])
    for uri, page in paged.pages.items():
        for target, anchor in LINK.findall(page.body):
            if anchor:
                there = paged.pages[normpath(join(dirname(uri), target))]
                assert f'id="{anchor}"' in renderer.reset().convert(there.body), f"{uri}: {target}"


def test_there_is_a_page_for_everything_that_has_an_address(site):
    portfolio = site.portfolio
    for agency in portfolio.agencies.values():
        assert uris.agency(agency.id) in site.pages
        assert {uris.service(agency.id, one) for one in agency.services} <= site.pages.keys()
    for plan in portfolio.plans.values():
        assert uris.plan(plan) in site.pages
        assert {uris.goal(plan, goal) for goal in plan.goals} <= site.pages.keys()
        assert {uris.action(plan, action) for _, action in plan.actions()} <= site.pages.keys()
    vocabulary = site.project.schemas.vocabulary
    for name, place in (("state", uris.state), ("people", uris.people), ("topic", uris.topic)):
        assert {place(word.value) for word in vocabulary[name]} <= site.pages.keys()


def test_every_page_of_a_plan_can_be_reached_from_what_every_page_links_to(site):
    def links(uri: str) -> set[str]:
        found = LINK.findall(site.pages[uri].body)
        return {normpath(join(dirname(uri), target)) for target, _ in found}

    seen, ahead = set(), {uris.OVERVIEW, uris.AGENCIES, uris.FIND}
    while ahead:
        seen |= ahead
        ahead = {link for uri in ahead for link in links(uri)} & site.pages.keys() - seen
    ours = {uri for uri in site.pages if uri.startswith(("plans/", "agencies/"))}
    assert ours <= seen


def test_the_same_project_on_the_same_day_gives_the_same_pages(paged):
    again = open_project(paged.project.root)

    assert build_pages(again, as_of=paged.as_of) == tuple(paged.pages.values())


def test_what_a_report_says_at_length_stands_whole_on_a_page(root, tmp_path):
    end = "and this is where the summary ends"
    opened("paged", tmp_path, root)
    file = tmp_path / "plans/parks/equity-2024/reports/2025-02-14.yaml"
    short = "summary: One thing went well.\n"
    text = file.read_text(encoding="utf-8")
    assert short in text
    file.write_text(text.replace(short, f"summary: One thing {'and another ' * 30}{end}.\n"))
    page = Site(project=open_project(tmp_path), as_of=TODAY).pages[
        "plans/parks/equity-2024/index.md"
    ]

    assert " …" in page.body
    assert end in page.body


FLAWS = re.compile(
    r"\.\.(?!\.)|,\s*[,.](?!\d)|\(\s*\)|\s[,;]|:\s*\.|[a-z]\.[A-Z][a-z]|\bNone\b(?! of)|\bnan\b"
    r"|\b(?:State|Precision|Result|ChangeKind)\.[A-Z_]{2,}|\{\{|\}\}"
    r"|(?<![\d,.])1 (?:actions|plans|days|goals|measures|agencies|steps|times|changes|reports)\b"
    r"|(?<![\d,.])1 are\b"
)


@pytest.mark.parametrize("name", ["minimal", "paged"])
def test_no_sentence_is_broken(name, request):
    for uri, page in request.getfixturevalue(name).pages.items():
        if page.kind in {"rules", "rule", "fields"}:
            continue
        found = FLAWS.search(text_of(page))
        around = found and text_of(page)[max(0, found.start() - 60) : found.end() + 20]
        assert not found, f"{uri}: {around}"


def test_the_markdown_alone_tells_where_an_action_stands(site):
    label = site.project.schemas.label
    for one in site.placed:
        text = text_of(site.of(one))

        assert one.action.title in text
        assert one.plan.title in text
        assert site.portfolio.agencies[one.plan.agency].name in text
        assert label("state", one.standing.state) in text


# Counts -------------------------------------------------------------------------------------------

TILE = re.compile(r'tile__n">([\d,]+)<.*\]\((\S*find/status/([\w-]+)\.md)\)')
ENTRY = re.compile(r"^- <span class=\"st .*\]\(((?:\S*/)?actions/[\w-]+\.md)\)", re.MULTILINE)


def tiles(page: Page) -> dict[str, int]:
    return {state: int(count.replace(",", "")) for count, _, state in TILE.findall(page.body)}


def listed_on(site: Site, uri: str) -> list[str]:
    return [normpath(join(dirname(uri), target)) for target in ENTRY.findall(site.pages[uri].body)]


def test_the_front_page_counts_what_the_lists_list(site):
    counts = tally(site.placed)
    shown = tiles(site.pages[uris.OVERVIEW])

    assert shown == {state: counts[state] for state in shown}
    assert sum(shown.values()) == len(site.placed)
    for state in State:
        assert len(listed_on(site, uris.state(state))) == counts[state]


def test_each_agency_and_plan_counts_its_own(site):
    portfolio = site.portfolio
    for agency in portfolio.agencies.values():
        placed = [one for one in site.placed if one.plan.agency == agency.id]
        shown = tiles(site.pages[uris.agency(agency.id)])
        assert shown == {state: tally(placed)[state] for state in shown}
    for plan in portfolio.plans.values():
        placed = [one for one in site.placed if one.plan is plan]
        shown = tiles(site.pages[uris.plan(plan)])
        assert shown == {state: tally(placed)[state] for state in shown}
        assert Counter(listed_on(site, uris.plan(plan))) == Counter(
            uris.action(plan, one.action) for one in placed
        )


def test_a_list_says_of_every_agency_what_became_of_its_promises(real):
    having: dict[tuple[str, str], list[Placed]] = {}
    for one in real.view.promised:
        for value in one.people:
            having.setdefault((value, one.plan.agency), []).append(one)
    shared = {key for key in having if len({who for value, who in having if value == key[0]}) > 1}
    assert shared

    for value, agency in shared:
        told = real.pages[uris.people(value)].markdown
        block = told.split(f"#agency-{agency} .acts }}")[1].split("\n## ")[0]
        counts = tally(having[value, agency])
        assert f"{sum(counts.values())} action" in block
        if done := counts[State.DONE]:
            assert re.search(rf"\b{done} (is|are) reported done\.", block)
        else:
            assert "Nothing is reported done." in block
        if ended := counts[State.PLAN_ENDED]:
            assert f"For {ended} the plan ended or was replaced before" in block


def test_the_list_of_a_status_does_not_count_what_is_done(site):
    for state in State:
        assert "reported done" not in site.pages[uris.state(state)].description


def test_where_no_plan_runs_the_queue_says_so_and_leads_to_what_was_left_open(site):
    runs = any(site.view.alive(plan) for plan in site.portfolio.plans.values())
    told = site.pages[uris.QUEUE].markdown
    assert ("## Late reports" in told) == runs
    assert ("No plan on this site is running, so nothing is due." in told) != runs
    assert ("[All that was left open]" in told) != runs


def test_the_find_page_counts_what_each_list_lists(site):
    line = re.compile(r"^- \[.*\]\((\S+)\) \(([\d,]+)\)$", re.MULTILINE)
    entries = line.findall(site.pages[uris.FIND].body)

    assert len(entries) > 50
    for target, count in entries:
        uri = normpath(join(dirname(uris.FIND), target))
        if site.pages[uri].kind == "list" and "/kind/" not in uri:
            assert len(listed_on(site, uri)) == int(count.replace(",", "")), uri


def test_every_action_is_in_exactly_one_list_of_years(site):
    years = [uri for uri in site.pages if uri.startswith("find/year/")]
    listed = Counter(action for uri in years for action in listed_on(site, uri))

    assert listed == Counter(uris.action(one.plan, one.action) for one in site.placed)


# What an action's page says -----------------------------------------------------------------------


def test_the_first_promise_stays_on_the_page_beside_each_move(paged):
    text = text_of(paged.action("translate"))

    assert "The first promise was June 2024." in text
    for told in ("June 2024", "September 2024", "March 2025", "92 days later", "182 days later"):
        assert told in text
    assert "The first contractor left" in text
    assert "The second contractor was late" in text


def test_an_overdue_action_says_by_how_long_from_both_dates(paged):
    text = text_of(paged.action("translate"))

    assert "Overdue by 62 days" in text
    assert "336 days after the first date promised" in text


def test_three_answers_stand_apart(paged):
    text = text_of(paged.action("translate"))
    calendar, agency, records = (
        text.index(name) for name in ("By the calendar", "The agency says", "What the records show")
    )

    assert calendar < text.index("Overdue", calendar) < agency
    assert agency < text.index("Delayed", agency) < records
    assert text.index("1 public document", records) > records


def test_an_action_without_a_date_says_so_and_is_not_judged(paged):
    text = text_of(paged.action("hire"))

    assert "gives no due date" in text
    assert "When the money is there" in text
    assert "verdue" not in text


def test_an_ongoing_action_is_never_late(paged):
    text = text_of(paged.action("phone"))

    assert "Ongoing" in text
    assert "verdue" not in text


def test_what_is_not_known_is_said_to_be_unknown(paged):
    assert "The plan names no post or office" in text_of(paged.action("hire"))
    assert "Nothing has been reported" in text_of(paged.action("hire"))
    assert "No public proof is named" in text_of(paged.action("hire"))
    assert "day is not recorded" in text_of(paged.action("benches"))
    service = text_of(paged.pages["agencies/parks/services/passes.md"])
    assert "Nobody counts them" in service
    assert service.count("Not recorded") == 2
    goal = text_of(paged.pages["plans/parks/equity-2024/goals/nothing-yet.md"])
    assert "No measure is recorded here" in goal
    assert "No action is recorded here" in goal
    assert "Nothing is recorded here on how people were" in goal
    assert "No contact is recorded" in text_of(paged.pages["agencies/parks/index.md"])
    assert "No plan of this agency" in text_of(paged.pages["agencies/quiet/index.md"])


def test_a_withheld_figure_is_said_to_be_withheld(paged):
    text = text_of(paged.action("translate"))

    assert re.search(r"Over 80", text)
    assert "withheld" in text


def test_a_plan_that_ended_says_so_on_each_of_its_pages_and_nothing_of_it_is_overdue(site):
    ended = [one for one in site.placed if one.plan.state in {"ended", "superseded"}]
    for one in ended:
        page = site.of(one)
        told = re.search(r"This plan (ended|was replaced) on", page.body)

        assert told, page.uri
        assert "verdue" not in page.body, page.uri
    if site.portfolio.plans and site.as_of == TODAY:
        assert ended


def test_a_withdrawn_action_says_when_and_why(paged):
    text = text_of(paged.action("gravel"))

    assert "Stopped" in text
    assert "September 30, 2024" in text
    assert "The paths were closed after the flood" in text


# Another day --------------------------------------------------------------------------------------


def on(site: Site, day: str) -> Site:
    return Site(project=site.project, as_of=date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2024-03-01", "2024-08-01", "2025-02-13"])
def test_a_report_that_is_yet_to_come_is_told_nowhere(paged, day):
    for uri, page in on(paged, day).pages.items():
        assert "One page was lost" not in page.body, uri
        assert "One thing went well" not in page.body, uri


def test_a_date_that_is_yet_to_move_is_the_date(paged):
    text = text_of(on(paged, "2024-09-15").action("translate"))

    assert "September 2024" in text
    assert "March 2025" not in text
    assert "Overdue by" not in text


def test_a_plan_that_is_yet_to_end_has_not_ended(paged):
    before = on(paged, "2024-02-13")

    for uri, page in before.pages.items():
        if uri.startswith("plans/parks/equity-2022/"):
            assert "Superseded" not in page.body, uri
            assert "February 14, 2024" not in page.body, uri
            assert "was replaced" not in page.body, uri
    assert "Overdue by" in before.action("braille").body


def test_a_plan_that_is_yet_to_be_published_promises_nothing(paged):
    assert [one.action.id for one in on(paged, "2024-02-13").placed] == [
        "braille",
        "maps",
        "benches",
    ]


# Hostile text -------------------------------------------------------------------------------------

HOSTILE = {
    "title": "</title><script>alert(1)</script>",
    "cell": "| a | b |",
    "template": "{{ 7*7 }} {% raw %} {# x #}",
    "rule": "---",
    "key": "template: 404.html",
    "quotes": "\"'\\\" onclick=alert(1) x='",
    "class": "Plan {: onclick=alert(1) .x }",
    "heading": "# C# #",
    "link": "[x](javascript:alert(1))",
    "entity": "&lt;b&gt; &amp;amp;",
    "yaml": "a: b # c",
    "percent": "%s %(x)s {0} {x}",
}


def hostile_project(folder: Path, root: Path, text: str) -> Project:
    """A project in which every title, name and word of an author is `text`."""
    source = {"title": text, "publisher": text, "note": text, "url": "https://x.example/a(b)'c"}
    link = {"title": text, "url": "https://x.example/a)b"}
    agency = {
        "name": text,
        "short_name": text[:20].strip(),
        "jurisdiction": text,
        "government": "federal",
        "summary": text,
        "fiscal_year_starts": 10,
        "contact": {"role": text, "phone": text, "post": text},
        "services": [{"id": "service", "name": text, "need": text, "summary": text}],
        "source": source,
    }
    plan = {
        "kind": "equity",
        "title": text,
        "edition": text,
        "state": "ended",
        "ended": {"date": "2025-01-20", "reason": text},
        "published": "2024-01-01",
        "source": source,
        "summary": text,
        "responsible": {"post": text, "office": text},
        "feedback": link,
        "goal_word": "goal",
        "goals": [
            {
                "id": "goal",
                "number": "1",
                "title": text,
                "summary": text,
                "partners": [text],
                "services": ["service"],
                "barriers": [{"title": text, "detail": text, "evidence": [{"finding": text}]}],
                "assessment": {"program": text, "method": text, "finding": text, "data": [text]},
                "engagement": [{"title": text, "audience": text, "heard": text, "changed": text}],
                "actions": [
                    {
                        "id": "action",
                        "title": text,
                        "detail": text,
                        "lead": text,
                        "due": "2024-06",
                        "due_as_published": text,
                        "proof_expected": text,
                        "milestones": [{"id": "step", "title": text, "detail": text}],
                        "source": {"title": text, "note": text},
                    }
                ],
                "measures": [
                    {
                        "id": "measure",
                        "title": text,
                        "detail": text,
                        "unit": text,
                        "better": "higher",
                        "groups": [text],
                        "actions": ["action"],
                        "baseline": {"value": 1, "when": "2023", "note": text},
                        "target": {"value": 9, "when": "2025"},
                    }
                ],
            }
        ],
        "amendments": [
            {
                "date": "2024-03-01",
                "what": "action.due",
                "from": "2024-03",
                "to": "2024-06",
                "reason": text,
            }
        ],
    }
    report = {
        "date": "2024-06-01",
        "reported_by": text,
        "summary": text,
        "source": source,
        "actions": [
            {
                "action": "action",
                "status": "delayed",
                "reason": text,
                "happened": text,
                "setback": text,
                "next": text,
                "proof": [link],
                "milestones": [{"milestone": "step", "done": "2024-05", "note": text}],
            }
        ],
        "measures": [
            {
                "measure": "measure",
                "note": text,
                "observations": [
                    {"when": "2023", "value": 1, "note": text},
                    {"when": "2024", "value": 2, "group": text},
                    {"when": "2024", "value": 3},
                ],
            }
        ],
    }
    files = {"agency.yaml": agency, "plan/plan.yaml": plan, "plan/reports/2024-06-01.yaml": report}
    for name, values in files.items():
        file = folder / "plans" / "made-up" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
    shutil.copytree(root / "schema", folder / "schema")
    return open_project(folder)


@pytest.fixture(params=HOSTILE)
def hostile(request, tmp_path, root) -> tuple[str, Site]:
    text = HOSTILE[request.param]
    project = hostile_project(tmp_path, root, text)
    assert set(project.portfolio.plans) == {"made-up/plan"}, project.errors
    return text, Site(project=project, as_of=TODAY)


def test_front_matter_holds_hostile_text_as_a_value_and_nothing_else(hostile):
    text, site = hostile
    title = meta_of(site.pages["plans/made-up/plan/actions/action.md"])["title"]

    assert html.unescape(title) == text
    for uri, page in site.pages.items():
        meta = meta_of(page)
        known = {"title", "description", "kind", "crumbs", "facets", "source", "alternates"}
        assert set(meta) <= known, uri
        values = [meta["title"], meta["description"], *(one for one, _ in meta.get("crumbs", []))]
        assert not re.search(r"[<>\"']", "".join(values)), uri


def test_hostile_text_is_shown_as_typed_and_adds_nothing(hostile, tmp_path_factory, root):
    import html5lib
    from markdown import Markdown

    _, site = hostile
    harmless = tmp_path_factory.mktemp("harmless")
    usual = Site(project=hostile_project(harmless, root, "Word"), as_of=TODAY)
    names = ["toc", "attr_list", "tables", "def_list", "md_in_html", "fenced_code"]
    renderer = Markdown(extensions=names)

    def elements(page: Page) -> list[tuple[str, list[str]]]:
        tree = html5lib.parseFragment(
            renderer.reset().convert(page.body), namespaceHTMLElements=False
        )
        # Prose may have emphasis and the like; tests/test_encode.py holds it to that.
        for box in tree.findall(".//div[@class='prose']"):
            for child in list(box):
                box.remove(child)
        return [(str(one.tag), sorted(one.keys())) for one in tree.iter()]

    mine = [uri for uri in site.pages if uri.startswith(("plans/", "agencies/", "changes"))]
    assert len(mine) == 7
    for uri in mine:
        assert elements(site.pages[uri]) == elements(usual.pages[uri]), uri


def test_a_character_beyond_the_first_65_536_is_one_character(tmp_path, root):
    project = hostile_project(tmp_path, root, "Forms 😀 for 𝔸ll")
    page = Site(project=project, as_of=TODAY).pages["plans/made-up/plan/actions/action.md"]

    assert meta_of(page)["title"] == "Forms 😀 for 𝔸ll"


# Links --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "uri", "link"),
    [
        ("index.md", "agencies/index.md", "agencies/index.md"),
        ("index.md", "changes.md", "changes.md"),
        ("agencies/index.md", "index.md", "../index.md"),
        ("agencies/ssa/index.md", "agencies/ssa/services/card.md", "services/card.md"),
        ("plans/a/p/actions/x.md", "plans/a/p/index.md", "../index.md"),
        ("plans/a/p/actions/x.md", "plans/a/p/actions/y.md", "y.md"),
        ("plans/a/p/actions/x.md", "plans/b/p/index.md", "../../../b/p/index.md"),
        ("plans/a/p/index.md", "plans/a/p/index.md", "index.md"),
    ],
)
def test_a_link_is_the_shortest_way(start, uri, link):
    assert relative(uri, start=start) == link


@pytest.mark.parametrize(
    ("uri", "address"),
    [
        ("index.md", ""),
        ("agencies/index.md", "agencies/"),
        ("changes.md", "changes/"),
        ("plans/ssa/equity-2023/actions/forms.md", "plans/ssa/equity-2023/actions/forms/"),
        ("find/topic/index-linked.md", "find/topic/index-linked/"),
    ],
)
def test_an_address_is_a_folder(uri, address):
    assert uris.address(uri) == address


# Words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2024-09-30", "September 30, 2024"),
        ("2024-09", "September 2024"),
        ("2024", "2024"),
        ("2024-Q3", "July to September 2024"),
        ("FY2024", "fiscal year 2024"),
        ("FY2024-Q2", "quarter 2 of fiscal year 2024"),
        ("ongoing", "ongoing"),
    ],
)
def test_a_date_is_told_as_exactly_as_it_was_written(text, told):
    assert words.when(parse_when(text)) == told


def test_a_fiscal_year_is_explained_by_its_months():
    assert words.span(parse_when("FY2024", fiscal_year_starts=7)) == "July 2023 to June 2024"
    assert words.span(parse_when("FY2024-Q1")) == "October 2023 to December 2023"
    assert words.span(parse_when("2024-09")) == ""


def test_the_months_of_a_fiscal_year_stand_apart_from_its_name():
    plan = make_plan({"due": "FY2024"})
    _, action = next(plan.actions())
    told = date_words(action, standing(plan, action, as_of=date(2024, 1, 1)))
    assert told == "Due in fiscal year 2024 (October 2023 to September 2024)."


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (1758656, "1,758,656"),
        (18.2, "18.2"),
        (0.1 + 0.2, "0.3"),
        (0, "0"),
        (-5, "-5"),
        (46.0, "46"),
    ],
)
def test_a_number_is_told_as_it_was_written(value, told):
    assert words.number(value) == told


@pytest.mark.parametrize(
    ("share", "told"),
    [(0, "0%"), (0.001, "1%"), (0.5, "50%"), (0.999, "99%"), (1, "100%"), (-0.25, "-25%")],
)
def test_a_share_is_never_nothing_or_all_unless_it_is(share, told):
    assert words.percent(share) == told


def test_counts_and_lists_are_said_as_people_say_them():
    assert [words.count(n, "action") for n in (0, 1, 1200)] == [
        "0 actions",
        "1 action",
        "1,200 actions",
    ]
    assert words.count(2, "agency", "agencies") == "2 agencies"
    assert [words.listed("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_a_quantity_says_what_it_is_of_and_when():
    plan = make_plan(
        measures=(
            {
                "unit": "percent",
                "baseline": {"value": 43.1, "when": "FY2022"},
                "target": {"to_be_established": True},
            },
        )
    )
    measure = measure_of(plan)

    assert words.quantity(measure.baseline, measure) == "43.1 percent (fiscal year 2022)"
    assert words.quantity(measure.target, measure) == "to be established"
    assert words.quantity(None, measure) == ""


@pytest.mark.parametrize(
    ("prose", "told"),
    [
        ("One\n\ntwo", "One two"),
        ("Two things:\n\n- one\n- **two**", "Two things: one; two"),
        ("- One.\n- Two.\n1. three\n2. four", "One. Two. 1. three; 2. four"),
        ("See [the draft](https://x.example/a(b)c) and `forms`.", "See the draft and forms."),
        ("1986. A great year", "1986. A great year"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        (None, ""),
    ],
)
def test_the_beginning_of_prose_is_plain_text(prose, told):
    assert words.brief(prose) == told


def test_the_beginning_of_prose_ends_at_a_word():
    assert words.brief("one [two](/three) four") == "one [two](/three) four"
    assert words.brief("one two three", limit=9) == "one two …"
    assert words.brief("one two three", limit=13) == "one two three"


# Golden pages -------------------------------------------------------------------------------------

GOLDEN = HERE / "golden" / "minimal"
KINDS = ("overview", "agencies", "agency", "service", "plan", "goal", "action", "changes", "find")


def test_the_pages_of_the_minimal_project_are_the_golden_ones(minimal):
    """The Markdown of one small project, to the letter: what a change of wording changes."""
    found = {uri: page.markdown for uri, page in minimal.pages.items() if page.kind in KINDS}
    found["find/status/overdue.md"] = minimal.pages["find/status/overdue.md"].markdown
    if os.environ.get("UPDATE_GOLDEN"):
        shutil.rmtree(GOLDEN, ignore_errors=True)
        for uri, text in found.items():
            (GOLDEN / uri).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / uri).write_text(text, encoding="utf-8", newline="\n")
    golden = {
        file.relative_to(GOLDEN).as_posix(): file.read_bytes().decode()
        for file in GOLDEN.rglob("*.md")
    }

    hint = "If the new wording is meant: UPDATE_GOLDEN=1 pytest tests/test_pages.py -k golden"
    assert found.keys() == golden.keys(), hint
    for uri, text in found.items():
        assert text == golden[uri], f"{uri} is not as in tests/golden/minimal. {hint}"


# Words where they are used ------------------------------------------------------------------------


def test_the_words_of_a_page_are_explained_on_it_as_the_schema_explains_them(site):
    schemas = site.project.schemas
    goal = schemas.documents["plan"]["$defs"]["goal"]["description"]

    for uri, page in site.pages.items():
        if page.kind in {"plan", "goal", "action", "service"}:
            assert "What the words on this page mean" in page.body, uri
            assert goal in html.unescape(page.body), uri


def test_every_word_that_pages_explain_is_in_the_list_of_all_words(minimal):
    how = html.unescape(minimal.pages[uris.HOW].body)

    terms = minimal.project.schemas.terms()
    assert {named for page in glossary.ON.values() for named in page} <= {
        one.value for one in terms
    }
    for one in terms:
        assert f"| {one.label} | {one.meaning} |" in how
