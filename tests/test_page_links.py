"""The links of pages are what MkDocs makes of them, whichever pages were made before."""

from __future__ import annotations

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page, _RelativePathTreeprocessor

from equity_plans.publish.page_links import Links, above
from equity_plans.publish.site_files import SiteFiles, generated

PAGES = (
    *("index.md", "changes.md", "find/index.md", "find/people/a.md", "find/people/b.md"),
    *("plans/a/b/index.md", "plans/a/b/goals/c.md", "plans/a/b/actions/d.md"),
    *("plans/a/b/actions/e.md", "plans/a/x/actions/d.md", "agencies/a/index.md"),
    *("es/index.md", "es/find/index.md", "es/plans/a/b/actions/d.md", "es/plans/a/b/goals/c.md"),
)
STEPS = ("", "../", "../../", "../../../", "../../../../", "../../../../../")
WRITTEN = (
    *("d.md", "e.md", "actions/d.md", "actions/e.md#f", "goals/c.md", "index.md", "changes.md"),
    *("find/index.md#g", "find/people/a.md", "plans/a/b/actions/d.md", "agencies/a/index.md"),
    *("d/cite.json", "api/v1/d.json", "es/find/index.md", "gone.md", "b/index.md", "people/b.md"),
)
ELSEWHERE = ("https://a.example/b?c=d#e", "http://a", "mailto:a@b.example", "#f", "https:a", "?q")


@pytest.fixture
def config(tmp_path) -> MkDocsConfig:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: A\n", encoding="utf-8")
    config = load_config(str(tmp_path / "mkdocs.yml"))
    config.plugins._current_plugin = "equity-plans"  # who makes the files
    return config


@pytest.mark.parametrize("folders", [True, False])
def test_links_are_what_mkdocs_makes_of_them(config, folders):
    config.use_directory_urls = folders
    files = SiteFiles(Files([]), config=config, pages=PAGES)
    files.exported = lambda uri: uri.endswith(".json")
    known = Links()
    for uri in (*PAGES, *reversed(PAGES), *PAGES):
        file = generated(uri, "", config)
        Page(None, file, config)
        links = _RelativePathTreeprocessor(file, files, config)
        link = known.of(links)
        for written in (*(f"{up}{to}" for up in STEPS for to in WRITTEN), *ELSEWHERE):
            assert link(written) == links.path_to_url(written), (uri, written)


def test_a_link_asks_for_its_file_on_each_page(config):
    files = SiteFiles(Files([]), config=config, pages=PAGES)
    known = Links()
    for uri in ("plans/a/b/actions/d.md", "plans/a/b/actions/e.md"):
        files.asked = {}
        link = known.of(_RelativePathTreeprocessor(generated(uri, "", config), files, config))
        link("../goals/c.md")
        link("../../../../changes.md")
        assert files.asked == {"plans/a/b/goals/c.md": True, "changes.md": True}


@pytest.mark.parametrize(
    ("path", "folders"),
    [
        ("a/b/c/", ["a/b/c/", "a/b/", "a/", ""]),
        ("a/b.md", ["a/", ""]),
        ("a/", ["a/", ""]),
        ("a.md", [""]),
        ("", [""]),
    ],
)
def test_above_are_all_folders_up_to_the_top(path, folders):
    assert above(path) == folders
