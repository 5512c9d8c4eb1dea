"""The demo has everything in it that a plan can say and the site can show, and nothing wrong."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs.config import load_config

from equity_plans import addresses as uris
from equity_plans.check.places import kind_of
from equity_plans.findings import Severity
from equity_plans.model import Action
from equity_plans.pages import build_pages
from equity_plans.pages.page import Page
from equity_plans.progress import (
    Result,
    Standing,
    State,
    contract,
    measure_progress,
    place_actions,
    standing,
    steps,
)
from equity_plans.project import Project, open_project
from equity_plans.publish.build import build_site
from equity_plans.publish.mkdocs_plugin import NAME
from equity_plans.schema import KINDS, Schemas
from equity_plans.view import silent, view
from equity_plans.when import NotADate, Precision, add_months, parse_when

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "demo"
FISCAL = 7
"""The month in which the fiscal year of the State of Example starts."""


@pytest.fixture(scope="module")
def config():
    return load_config(str(DEMO / "mkdocs.yml"))


@pytest.fixture(scope="module")
def as_of(config) -> date:
    return config.plugins[NAME].config.as_of


@pytest.fixture(scope="module")
def demo() -> Project:
    return open_project(DEMO, schema=ROOT / "schema")


@pytest.fixture(scope="module")
def pages(demo, as_of) -> Mapping[str, Page]:
    return {page.uri: page for page in build_pages(demo, as_of=as_of)}


# Nothing is wrong, and nobody can take it for real -----------------------------------------------


def test_the_demo_is_checked_without_errors_and_warned_of_one_late_report(demo):
    told = [one for one in demo.findings if one.severity != Severity.NOTICE]

    assert [(one.rule, one.file) for one in told] == [
        ("EP228", "plans/sampleton/equity-2023/reports/2026-01-20.yaml")
    ]


def test_the_demo_is_built_without_a_flaw_and_every_page_says_that_the_data_is_made_up(
    config, tmp_path
):
    site = build_site(DEMO, as_of=None, out=tmp_path / "demo", echo=print)

    shells = [page for page in site.rglob("*.html") if '<main id="main"' in page.read_text("utf-8")]
    notice = config.extra["notice"]
    spanish = site / "es"

    def silent(page):
        language = "es" if page.is_relative_to(spanish) else "en"
        return notice[language] not in page.read_text("utf-8")

    assert "Made-up data" in notice["en"]
    assert "Datos inventados" in notice["es"]
    assert len(shells) > 300
    assert (site / "plans" / "benefits" / "equity-2025" / "index.html").is_file()
    assert [page for page in shells if silent(page)] == []


def test_the_demo_is_built_beside_the_site_and_never_over_it(config):
    assert Path(config.site_dir) == ROOT / "build" / "demo"
    assert Path(config.docs_dir) == ROOT / "site" / "pages"


def test_addresses_and_phone_numbers_belong_to_nobody():
    text = "\n".join(file.read_text(encoding="utf-8") for file in DEMO.rglob("*.yaml"))
    hosts = re.findall(r"(?:https?://|@)([a-z0-9.-]+)", text)
    phones = re.findall(r"\b\d{3}-\d{4}\b", re.sub(r"\d{4}-\d{2}-\d{2}", "", text))

    assert hosts
    assert [host for host in hosts if not re.fullmatch(r"(.+\.)?example\.gov", host)] == []
    assert phones
    assert [phone for phone in phones if not phone.startswith("555-01")] == []


# Everything is in it -----------------------------------------------------------------------------


@dataclass
class Seen:
    """What a walk through schemas, or through files, comes across."""

    fields: set[str] = field(default_factory=set)
    words: set[tuple[str, object]] = field(default_factory=set)
    whens: set[Precision] = field(default_factory=set)


Schema = Mapping[str, Any]


def inner(schema: Schema, *, kind: str, name: str, schemas: Schemas) -> tuple[Schema, str, str]:
    """A schema without its `$ref`, the file it is in, and a name for it."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
    resolved, kind = schemas.resolve(schema, kind=kind)
    return resolved, kind, name


def possible(schemas: Schemas) -> Seen:
    """Every field and word that a file can hold."""
    seen = Seen(whens=set(Precision))
    done: set[str] = set()

    def look(schema: Schema, kind: str, name: str) -> None:
        schema, kind, name = inner(schema, kind=kind, name=name, schemas=schemas)
        seen.words |= {(name, word) for word in schema.get("enum", ())}
        if schema.get("type") == "boolean" and "const" not in schema:
            seen.words |= {(name, True), (name, False)}
        if schema.get("type") == "array":
            look(schema["items"], kind, name)
        if "properties" in schema and name not in done:
            done.add(name)
            for key, one in schema["properties"].items():
                seen.fields.add(f"{name}.{key}")
                look(one, kind, f"{name}.{key}")

    for kind in KINDS:
        look(schemas.documents[kind], kind, kind)
    return seen


def used(demo: Project) -> Seen:
    """Every field and word that the files of the demo do hold."""
    seen = Seen()
    schemas = demo.schemas

    def look(value: Any, schema: Schema, kind: str, name: str) -> None:
        schema, kind, name = inner(schema, kind=kind, name=name, schemas=schemas)
        if isinstance(value, list):
            for one in value:
                look(one, schema["items"], kind, name)
        elif isinstance(value, dict):
            for key, one in value.items():
                seen.fields.add(f"{name}.{key}")
                if key in schema["properties"]:
                    look(one, schema["properties"][key], kind, f"{name}.{key}")
        else:
            seen.words.add((name, value))
            if schema.get("format") == "when":
                seen.whens.add(parse_when(value).precision)

    for file, document in demo.documents.items():
        kind = kind_of(file)
        look(document.value, schemas.documents[kind], kind, kind)
    return seen


@pytest.fixture(scope="module")
def whole(demo) -> Seen:
    return possible(demo.schemas)


@pytest.fixture(scope="module")
def there(demo) -> Seen:
    return used(demo)


def test_there_are_many_fields_and_words_to_look_for(whole):
    assert len(whole.fields) > 150
    assert len(whole.words) > 120


def test_every_field_of_every_schema_is_used(whole, there):
    assert sorted(whole.fields - there.fields) == []


def test_every_word_that_a_file_can_hold_is_used(whole, there):
    assert sorted(map(str, whole.words - there.words)) == []


def test_dates_are_written_in_every_way(whole, there):
    assert whole.whens - there.whens == set()


def test_actions_are_due_in_every_way_a_date_can_be_written(demo):
    dues = [action.due for plan in demo.portfolio.plans.values() for _, action in plan.actions()]

    assert {due.precision for due in dues if due is not None} == set(Precision)
    assert None in dues


def test_there_is_a_note_that_is_not_published(there, pages):
    assert "plan.x-note" in there.fields
    assert not [uri for uri, page in pages.items() if "Notes of our own" in page.markdown]


def test_every_status_occurs(demo, as_of):
    placed = place_actions(demo.portfolio, as_of=as_of)

    assert {one.standing.state for one in placed} == set(State)


def test_every_result_of_a_measure_occurs(demo, as_of):
    results = {
        measure_progress(plan, measure, as_of=as_of).result
        for plan in demo.portfolio.plans.values()
        for _, measure in plan.measures()
    }

    assert results == set(Result)


def test_there_is_a_text_as_long_as_a_line_may_be_and_text_that_runs_right_to_left(demo):
    titles = [one.title for plan in demo.portfolio.plans.values() for _, one in plan.actions()]
    longest = demo.schemas.documents["vocabulary"]["$defs"]["text"]["maxLength"]

    assert max(map(len, titles)) == longest
    assert re.search(r"[\u0600-\u06ff]", str(demo.portfolio.plans["benefits/equity-2025"]))


# Nothing is lost ---------------------------------------------------------------------------------

NOT_ON_A_PAGE = {
    # Names by which files speak of each other; readers see titles.
    "id",
    "idPath",
    # Never published.
    "plan.x-note",
}
"""Texts that readers are not meant to see."""

NOT_YET_ON_A_PAGE = {
    "authority.standing",  # of one that has ended
    "document.archived",  # of a report
    "document.note",  # of a report
    "measure.number",
    "milestone.number",
    "source.archived",
    "source.note",  # of a baseline
    "source.title",  # of a service's volume
}
"""Texts that some page ought to show."""


def test_every_text_that_somebody_wrote_is_on_a_page(demo, pages):
    shown = squeezed(html.unescape(" ".join(page.markdown for page in pages.values())))
    words = {word for listed in demo.schemas.vocabulary.values() for word in listed}
    ids = {word.value for word in words} | {*demo.portfolio.plans, *demo.portfolio.agencies}
    lost = {
        name: text
        for name, text in texts(demo)
        if text not in ids and any(part not in shown for part in parts(text))
    }

    assert lost.keys() - NOT_ON_A_PAGE - NOT_YET_ON_A_PAGE == set(), lost


def squeezed(text: str) -> str:
    """A text without the marks of HTML and Markdown, and without blanks."""
    return re.sub(r"</?(?!http)[a-z][^>]*>|[\s\\*]", "", text)


def parts(text: str) -> list[str]:
    """The lines of a text as they have to stand on a page, without the marks of lists and links."""
    lines = re.split(r"\n+(?:- |[0-9]\. )?", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text))
    return [squeezed(line) for line in lines]


def is_date(text: str) -> bool:
    """True for what pages write in words: September 30, 2024."""
    try:
        parse_when(text)
    except NotADate:
        return False
    return True


def texts(demo: Project) -> Iterator[tuple[str, str]]:
    """Every text in the files, with the name of the field or word that it is."""

    def look(value: Any, schema: Schema, kind: str, name: str) -> Iterator[tuple[str, str]]:
        field_name = name
        schema, kind, name = inner(schema, kind=kind, name=name, schemas=demo.schemas)
        if isinstance(value, list):
            for one in value:
                yield from look(one, schema["items"], kind, name)
        elif isinstance(value, dict):
            for key, one in value.items():
                yield from look(one, schema["properties"].get(key, {}), kind, f"{name}.{key}")
        elif isinstance(value, str) and not is_date(value):
            yield (name if name in {"id", "idPath"} else field_name), value

    for file, document in demo.documents.items():
        kind = kind_of(file)
        yield from look(document.value, demo.schemas.documents[kind], kind, kind)


# What the site has to make of it -----------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """One action of the demo, with where it stands and what its page says."""

    action: Action
    standing: Standing
    page: str


@pytest.fixture(scope="module")
def found(demo, pages, as_of):
    def find(plan_key: str, id_: str) -> Found:
        plan = demo.portfolio.plans[plan_key]
        (action,) = [one for _, one in plan.actions() if one.id == id_]
        return Found(
            action=action,
            standing=standing(plan, action, as_of=as_of, fiscal=FISCAL),
            page=pages[uris.action(plan, action)].markdown,
        )

    return find


def lines(page: Page, *words: str) -> Iterator[str]:
    """The lines of a page that have all these words."""
    return (line for line in page.markdown.splitlines() if all(word in line for word in words))


def test_every_plan_goal_action_and_agency_has_a_page(demo, pages):
    plans = demo.portfolio.plans.values()
    expected = {uris.agency(one) for one in demo.portfolio.agencies}
    for plan in plans:
        expected |= {uris.plan(plan)}
        expected |= {uris.goal(plan, goal) for goal in plan.goals}
        expected |= {uris.action(plan, action) for _, action in plan.actions()}

    assert len(expected) > 150
    assert expected <= pages.keys()


def test_a_promise_that_moved_twice_still_shows_its_first_date(found):
    letters = found("benefits/equity-2025", "translate-letters")

    assert [slip.days for slip in letters.standing.dates.slips] == [90, 153]
    assert "First promise" in letters.page
    assert "December 31, 2025" in letters.page


def test_days_overdue_are_counted_from_the_last_day_promised(found):
    letters = found("benefits/equity-2025", "translate-letters")
    machines = found("benefits/equity-2025", "card-machines")

    # September has 30 days, October 31, and 22 of November have passed.
    assert letters.standing.days_overdue == 30 + 31 + 22
    assert "83 days" in letters.page
    # From the last day of 2025: 365 days in 2026 less the 39 that are left of it.
    assert letters.standing.days_after_first == 365 - 39
    # Its second fiscal quarter ends with December, because its year starts in July.
    assert machines.standing.days_overdue == 365 - 39


def test_what_is_overdue_is_overdue_whatever_the_agency_calls_it(found):
    interpreters = found("benefits/equity-2025", "same-day-interpreters")

    assert interpreters.standing.state == State.OVERDUE
    assert interpreters.standing.reported == "delayed"


def test_a_date_moved_earlier_is_kept(found):
    desks = found("benefits/equity-2025", "bilingual-desks")

    assert [slip.days for slip in desks.standing.dates.slips] == [-184]
    assert desks.standing.state == State.DONE


def test_steps_are_done_late_and_overdue_and_taken_out(demo, as_of):
    plan = demo.portfolio.plans["benefits/equity-2025"]
    states = {
        step.milestone.id: step.state
        for _, action in plan.actions()
        for step in steps(plan, action, as_of=as_of, fiscal=FISCAL)
    }

    assert states["tax-agreement"] == State.DONE  # seven weeks late
    assert states["first-match"] == State.OVERDUE
    assert states["all-counties"] == State.NOT_REPORTED
    assert states["letters-by-fax"] == State.STOPPED


def test_a_figure_about_too_few_people_is_said_to_be_withheld(demo, pages):
    plan = demo.portfolio.plans["benefits/equity-2025"]
    (goal,) = [one for one in plan.goals if one.id == "every-language"]
    page = pages[uris.goal(plan, goal)]

    rows = list(lines(page, "| Chinese (中文) |", "withheld"))
    assert len(rows) == 4


def test_a_correction_is_listed_with_what_was_said_before(pages):
    told = ("Decisions within 30 days", "68 became 61")
    changes = (page for page in pages.values() if page.kind == "changes")
    (line,) = {line for page in changes for line in lines(page, *told)}

    assert "Correction" in line
    assert "Applications by mail had been left out" in line


def test_the_newest_report_stands_open_and_the_older_ones_are_folded(found):
    letters = found("benefits/equity-2025", "translate-letters")
    newest, fold, older = letters.page.partition("<summary>4 earlier reports</summary>")

    assert fold
    assert newest.count("### Report of") == 1
    assert re.findall(r"### Report of .*?>(\w+ \d+, \d+)<", newest + older) == [
        "August 26, 2026",
        "February 27, 2026",
        "December 1, 2025",
        "September 1, 2025",
        "June 2, 2025",
    ]


def test_a_measure_says_in_words_which_way_it_goes_what_is_missing_and_how_far_groups_are_apart(
    found,
):
    page = html.unescape(found("benefits/equity-2025", "translate-letters").page)

    assert "4 percentage points more than in quarter 3 of fiscal year 2026" in page
    assert "9 percentage points short of the target" in page.lower()
    assert "Spanish and Arabic (العربية) are 16 percentage points apart" in page
    assert "FY 2025 Q4 was corrected on December 1, 2025." in page
    assert page.index("All 34 figures") < page.index("| FY 2026 Q4 | 71 |")
    assert page.index("| FY 2026 Q4 | 71 |") < page.index("| FY 2024 Q3 | 52 |")


def test_figures_that_are_added_up_count_together(demo, as_of):
    plan = demo.portfolio.plans["benefits/equity-2025"]
    (measure,) = [one for _, one in plan.measures() if one.id == "letters-translated"]

    assert measure_progress(plan, measure, as_of=as_of).value == 10 + 6 + 4 + 6


def test_one_agency_reports_as_it_promised_and_another_has_stopped(demo, as_of):
    plans = demo.portfolio.plans

    assert contract(plans["benefits/equity-2025"], as_of=as_of).days_late == 0
    assert contract(plans["roads/equity-2024"], as_of=as_of).days_late == 490


def test_plans_that_go_together_name_each_other(demo):
    related = {
        key: {one.plan for one in plan.related} for key, plan in demo.portfolio.plans.items()
    }

    assert "benefits/workforce-2025" in related["benefits/equity-2025"]
    assert "benefits/equity-2025" in related["benefits/workforce-2025"]


def test_editions_lead_from_one_to_the_next(demo, pages):
    old = demo.portfolio.plans["benefits/equity-2023"]
    new = demo.portfolio.plans["benefits/equity-2025"]

    assert old.superseded is not None
    assert old.superseded.by == new.key
    assert new.continues == old.key
    assert new.title in pages[uris.plan(old)].markdown
    assert old.title in pages[uris.plan(new)].markdown


def test_an_agency_without_a_plan_is_said_to_have_none(pages):
    assert "No plan" in pages[uris.agency("libraries")].markdown


def test_an_unknown_number_is_not_shown_as_none(demo, pages):
    benefits = demo.portfolio.agencies["benefits"]
    told = {
        one.id: pages[uris.service("benefits", one)].markdown.partition("How many people\n")[2]
        for one in benefits.services
    }

    assert told["food-help"].startswith(":   412,600")
    assert told["benefit-advice"].startswith(":   0")
    assert not told["heating-help"].startswith(":   0")


def test_the_demo_is_what_make_builds():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert re.search(r"^demo:.*\n\t.*equity-plans build --root demo$", makefile, re.MULTILINE)
    settings = yaml.safe_load((DEMO / "mkdocs.yml").read_text(encoding="utf-8"))
    assert settings["INHERIT"] == "../mkdocs.yml"


# The queue ---------------------------------------------------------------------------------------


def test_the_queue_says_what_is_late_due_silent_and_missing(pages):
    page = pages[uris.QUEUE].markdown
    sections = re.split(r"^## ", page, flags=re.MULTILINE)
    (late,) = [one for one in sections if one.startswith("Late reports")]
    (silent,) = [one for one in sections if one.startswith("No update")]
    (without,) = [one for one in sections if one.startswith("Agencies without")]

    assert "490 days" in late
    assert "ERO" in late or "Roads" in late
    assert "Interstate Library Compact" in without
    assert "Last report" in silent


def test_an_action_is_silent_when_nothing_was_said_of_it_for_more_than_six_months(demo, as_of):
    found = silent(view(demo, as_of=as_of).promised, as_of=as_of)

    assert found
    for one, since in found:
        told = one.standing.latest
        heard = told.report.date if told else one.plan.published.last
        assert since == heard
        assert add_months(heard, 6) < as_of
        assert one.standing.state not in (State.DONE, State.STOPPED, State.PLAN_ENDED)


def test_the_front_page_says_how_many_are_silent_and_leads_to_them(demo, as_of, pages):
    count = len(silent(view(demo, as_of=as_of).promised, as_of=as_of))

    (told,) = lines(pages[uris.OVERVIEW], "no update for more than six months")
    assert f"**{count} actions" in told
    assert "queue.md#no-update" in told


# Agencies, services and plans at a glance --------------------------------------------------------


def test_an_agency_shows_what_is_overdue_first_and_plans_that_go_together_with_their_link(pages):
    page = html.unescape(pages[uris.agency("benefits")].markdown)

    assert page.index("## Needs attention") < page.index("## Plans that go together")
    assert page.index("## Plans that go together") < page.index("## Plans {")
    together = page.partition("## Plans that go together")[2].partition("\n## ")[0]
    assert "[The People Who Answer]" in together
    assert "have to be hired before calls can be answered in them" in together


def test_an_agency_shows_the_promises_of_its_parts(pages):
    page = pages[uris.agency("examples")].markdown
    part = page.partition("## Part of government")[2].partition("\n## ")[0]

    assert re.search(r"\| \[Example Benefits Office\].* \| 18 of 44 \|", part)


def test_a_service_tells_measures_of_performance_equity_and_burden_apart(demo, pages):
    benefits = demo.portfolio.agencies["benefits"]
    (food,) = [one for one in benefits.services if one.id == "food-help"]
    page = pages[uris.service("benefits", food)].markdown
    measured = page.partition("## How it is measured")[2].partition("\n## ")[0]

    assert re.findall(r"^### (.*)$", measured, re.MULTILINE) == ["Performance", "Equity", "Burden"]
    assert "## What people say about it" in page
    assert "The agency did:" in page


def test_a_plan_that_ended_says_what_was_kept_and_what_was_left_open(demo, pages):
    plan = demo.portfolio.plans["benefits/equity-2023"]

    (alert,) = lines(pages[uris.plan(plan)], "was replaced on")
    assert "Kept: 4 actions were reported done." in alert
    assert "Left open:" in alert
