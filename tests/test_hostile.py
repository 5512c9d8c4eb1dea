"""Hostile words in every field, in the schema and in the settings come out as words, everywhere.

The demo, which says everything that can be said, is built with a harmless word of its own in every
place where somebody may write; then with hostile strings in their stead. Wherever a harmless word
stood, in whatever form of file, the hostile string must stand, as typed; and nothing but words may
be different between the two sites.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import html5lib
import pytest
import yaml
from playwright.sync_api import sync_playwright
from tests.browser.built import ERROR_PAGE, Site
from tests.browser.chromium import ALONE, NONE_HERE, chromium, open_tab
from tests.browser.served import serving
from tests.hostile.readers import NO_WORDS, READERS, cells_of_csv, skeleton, words_of_lines
from tests.hostile.slots import (
    ADDRESS,
    PROSE,
    ROOT,
    Slot,
    assigned,
    filled,
    reworded,
    slots_of,
    slots_of_schema,
    whole,
)
from tests.test_publish import copy_project

from equity_plans.pages.encode import prose
from equity_plans.publish import PublishError
from equity_plans.publish.build import build_site
from equity_plans.schema import load_schemas
from equity_plans.sources.hidden import HIDDEN

STRINGS: Mapping[str, list[str]] = json.loads(
    (Path(__file__).parent / "hostile" / "strings.json").read_text(encoding="utf-8")
)
MARK = re.compile(r"[Ww]q[0-9]{4}z")
SETTINGS = ("site_name", "site_description", "notice", "agency", "link")
URL = "https://plans.example.gov/demo/"
SEED = 20260101
NO_ICON = "error: Failed to load resource: the server responded with a status of 404"


@dataclass(kw_only=True, eq=False)
class Built:
    """A site, and what was written in each place of its project, its schema and its settings."""

    folder: Path
    url: str
    slots: Mapping[Slot, str]
    words: dict[str, str] = field(default_factory=dict)

    @cached_property
    def files(self) -> frozenset[str]:
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return frozenset(path.relative_to(self.folder).as_posix() for path in found)


def build(
    folder: Path, project: Path, slots: Mapping[Slot, str], text_of: Callable[[str, str], str]
) -> Built:
    filled(project, folder, slots)
    words: dict[str, str] = {}

    def word(at: str, old: str) -> str:
        words[at] = text_of(at, old)
        return words[at]

    schema = reworded(folder / "schema", word)
    settings = yaml.safe_load((ROOT / "demo" / "mkdocs.yml").read_bytes())
    shown = {name: word(name, name) for name in SETTINGS}
    config = {
        **settings,
        "site_name": shown["site_name"],
        "site_description": shown["site_description"],
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "docs_dir": str(ROOT / "site" / "pages"),
        "theme": {"custom_dir": str(ROOT / "site" / "theme")},
        "plugins": [
            {"equity-plans": {"as_of": "2026-11-22", "root": str(folder), "schema": str(schema)}}
        ],
        "site_url": URL,
        "extra": {
            "notice": shown["notice"],
            "us_gov_banner": True,
            "us_gov_identifier": {
                "agency": shown["agency"],
                "url": "https://www.example.gov/",
                "links": [{"title": shown["link"], "url": "https://www.example.gov/x"}],
            },
        },
        "watch": [],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    site = build_site(folder, as_of=None, out=folder / "site", echo=print)
    return Built(folder=site, url=URL, slots=slots, words=words)


@pytest.fixture(scope="session")
def project(tmp_path_factory) -> Path:
    return whole(tmp_path_factory.mktemp("demo"), load_schemas(ROOT / "schema"))


@pytest.fixture(scope="session")
def slots(project) -> tuple[Slot, ...]:
    return slots_of(project, load_schemas(ROOT / "schema"))


@pytest.fixture(scope="session")
def harmless(project, slots, tmp_path_factory) -> Built:
    """The site in which every place has a word that stands nowhere else."""
    count = iter(range(10_000))

    def mark(*_: object) -> str:
        return f"Wq{next(count):04}z"

    def marks(_: int, slot: Slot) -> Iterator[str]:
        yield f"https://www.example.gov/{mark().lower()}" if slot.kind == ADDRESS else mark()

    texts = assigned(slots, marks)
    return build(tmp_path_factory.mktemp("harmless"), project, texts, mark)


def written(texts: list[str], harmless: Built, project: Path, folder: Path) -> Built:
    """The site with `texts` in every place, each as often as the others; addresses stay."""
    texts = [text for text in texts if text.strip() and not HIDDEN.search(text)]
    short = [text for text in texts if len(text) < 100 and text == " ".join(text.split())]

    def offered(number: int, slot: Slot) -> list[str]:
        if slot.kind == ADDRESS:
            return [harmless.slots[slot]]
        start = number % len(texts)
        return [*texts[start:], *texts[:start]]

    count = iter(range(10_000))

    def word(*_: object) -> str:
        return short[next(count) % len(short)]

    return build(folder, project, assigned(harmless.slots, offered), word)


@pytest.fixture(scope="session")
def own(project, harmless, tmp_path_factory) -> Built:
    """The site with the strings that are kept beside this test."""
    texts = [text for group in STRINGS.values() for text in group]
    return written(texts, harmless, project, tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="session")
def known(project, harmless, naughty, corpora, tmp_path_factory) -> Built:
    """The site with strings that are known to have broken other programs, and with random ones."""
    spec = json.loads((corpora / "commonmark-spec" / "spec.json").read_bytes())
    pieces = [piece for text in STRINGS.values() for one in text for piece in re.split(r"\b", one)]
    chance = random.Random(SEED)  # noqa: S311 - the same on every run
    mixed = ["".join(chance.choices(pieces, k=8)).strip()[:250] for _ in range(400)]
    texts = [*naughty, *(one["markdown"].rstrip("\n") for one in spec), *mixed]
    return written(texts, harmless, project, tmp_path_factory.mktemp("known"))


BOTH = pytest.mark.parametrize("name", ["own", "known"])


@pytest.fixture
def hostile(name, request) -> Built:
    return request.getfixturevalue(name)


def test_no_field_of_any_kind_of_file_is_left_out(slots):
    """Nor is one forgotten that will be added to the schema some day."""
    fields = slots_of_schema(load_schemas(ROOT / "schema"))

    assert {slot.where for slot in slots} == fields
    assert len(fields) > 150
    assert len(slots) > 1_000


@BOTH
def test_hostile_words_add_no_file_and_take_none_away(harmless, hostile):
    def named(files: frozenset[str]) -> set[str]:
        return {file for file in files if not in_index(file)}

    assert named(hostile.files) == named(harmless.files)


@BOTH
def test_hostile_words_add_no_element_and_no_attribute_to_any_page(harmless, hostile):
    """But for what prose itself may hold, which the finished site was searched for already."""
    pages = sorted(file for file in harmless.files if file.endswith(".html"))
    different = []
    for number, page in enumerate(pages):
        slowly = number % 5 == 0
        before = skeleton(harmless.folder / page, slowly=slowly)
        after = skeleton(hostile.folder / page, slowly=slowly)
        if before != after:
            different.append((page, before - after, after - before))

    assert len(pages) > 300
    assert different == []


def replacements(harmless: Built, hostile: Built) -> dict[str, tuple[str, bool]]:
    """By harmless word: what was written in its stead, and whether that may hold Markdown."""
    found = {
        mark: (hostile.slots[slot], slot.kind == PROSE)
        for slot, mark in harmless.slots.items()
        if slot.kind != ADDRESS
    }
    return found | {mark: (hostile.words[at], False) for at, mark in harmless.words.items()}


def one_line(text: str) -> str:
    return " ".join(text.split()).casefold()


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def shown(text: str) -> str:
    """What a reader sees of prose; that this is so for every text, test_encode.py says."""
    return "".join(html5lib.parseFragment(prose(text), namespaceHTMLElements=False).itertext())


def missing(
    before: list[str], after: list[str], replaced: Mapping[str, tuple[str, bool]]
) -> Iterator[tuple[str, str]]:
    """The harmless words in a file whose hostile ones are not in the other, with both."""
    whole_cells = set(after)
    line = one_line(" ".join(after))
    run = letters(line)
    for mark in {mark for cell in before for mark in MARK.findall(cell) if mark in replaced}:
        text, markdown = replaced[mark]
        if mark in before and not markdown:
            # A cell of its own is the text and nothing else; a spreadsheet must not reckon it.
            there = {text, f"'{text}"} & whole_cells or one_line(text) in line
        else:
            there = one_line(text) in line or (
                markdown and (letters(shown(text)) in run or letters(text) in run)
            )
        if not there:
            yield mark, text


def in_index(file: str) -> bool:
    """True for the files of the search index, which are cut according to what is in them."""
    return file.startswith("find/") and file.endswith(".json")


def parts_of(built: Built) -> dict[str, list[str]]:
    """The files that hold words, each by its name; those of the search index are one."""
    found: dict[str, list[str]] = {}
    for file in sorted(built.files - {"manifest.json"}):
        cut = file.startswith(("find/texts/", "find/words/"))  # to so many letters, or to words
        if file.rpartition(".")[2] not in NO_WORDS and not cut:
            found.setdefault("find.json" if in_index(file) else file, []).append(file)
    return found


def read(path: Path) -> list[str]:
    return READERS.get(path.suffix.removeprefix("."), words_of_lines)(path)


@BOTH
def test_wherever_words_stand_they_are_as_typed(harmless, hostile):
    replaced = replacements(harmless, hostile)
    found = []
    seen = set()
    for name, files in parts_of(harmless).items():
        before = [cell for file in files for cell in read(harmless.folder / file)]
        after = [cell for file in parts_of(hostile)[name] for cell in read(hostile.folder / file)]
        seen |= {name.rpartition(".")[2] for cell in before if MARK.search(cell)}
        found += [(name, *one) for one in missing(before, after, replaced)]

    assert {"html", "json", "csv", "xlsx", "sqlite", "xml", "ics", "bib"} <= seen
    assert found == [], json.dumps(found, indent=1)


def test_no_cell_of_a_table_can_be_taken_for_a_formula(own):
    tables = [file for file in sorted(own.files) if file.endswith(".csv")]
    cells = [cell for file in tables for cell in cells_of_csv(own.folder / file)]
    active = [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "＝", "＋")]

    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert [cell for cell in active if not re.fullmatch(r"-?[0-9.]+", cell)] == []


@pytest.mark.parametrize(
    "setting",
    [
        {"extra": {"report_error": "javascript:alert(1)"}},
        {"extra": {"report_error": "//evil.example/x y"}},
        {"extra": {"report_error": '"><script>alert(1)</script>'}},
        {"extra": {"report_mail": "a@b.example?bcc=c@d.example"}},
        {"repo_url": "javascript:alert(1)", "edit_uri": "edit/main/site/pages/"},
    ],
    ids=json.dumps,
)
def test_an_address_in_the_settings_that_is_none_stops_the_build(tmp_path, setting):
    project = copy_project(tmp_path / "project")
    config = yaml.safe_load((project / "mkdocs.yml").read_bytes())
    (project / "mkdocs.yml").write_text(yaml.safe_dump({**config, **setting}), encoding="utf-8")

    with pytest.raises(PublishError):
        build_site(project, as_of=date(2024, 9, 1), out=None, echo=print)
    assert not (project / "build" / "site").exists()


# In a real browser --------------------------------------------------------------------------------


@BOTH
@pytest.mark.browser
def test_nothing_happens_in_a_browser(hostile):
    """Of each kind, the page with the greatest variety of things, every card, and a search."""
    program = chromium()
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(NONE_HERE)
        pytest.skip(NONE_HERE)
    site = Site(folder=hostile.folder, url=hostile.url)
    paths = [page.path for page in site.examples.values() if page.path != ERROR_PAGE]
    paths += [page.path for page in site.of_kind("action")[:12]]
    paths += [page.path for page in site.cards[:4]]
    paths += [file for file in sorted(site.files) if file.endswith("badge.svg")][:2]
    events: list[str] = []
    with sync_playwright() as playwright, serving(site) as host:
        browser = playwright.chromium.launch(executable_path=program, args=list(ALONE))
        with open_tab(browser) as tab:
            tab.page.on("dialog", lambda dialog: events.append(f"dialog: {dialog.message}"))
            tab.page.on("popup", lambda popup: events.append(f"popup: {popup.url}"))
            tab.page.on("download", lambda download: events.append(f"download: {download.url}"))
            for path in [*paths, "find/?q=script", "find/?q=alert&state=done"]:
                tab.page.goto(host.at(path), wait_until="load")
                tab.page.mouse.move(300, 300)
                tab.page.keyboard.press("Tab")
                if tab.page.url != host.at(path):
                    events.append(f"navigation: {path} became {tab.page.url}")
            tab.page.wait_for_timeout(500)
            # Where a card or a picture names no icon, Chromium looks for one and says so here only.
            events += [one for one in tab.troubles if not one.startswith(NO_ICON)]
        browser.close()

    assert len(paths) > 25
    assert events == [], json.dumps(events, indent=1)
