"""What stands on many pages of the theme is made once for all of them."""

from __future__ import annotations

import jinja2
import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from equity_plans.publish.languages import spoken_by_theme
from equity_plans.publish.theme import place, teach

URLS = (
    *(
        "",
        "a/",
        "find/",
        "find/people/",
        "find/people/x/",
        "find/people/x/2/",
        "es/find/people/x/2/",
    ),
    *(
        "plans/a/b/actions/c/",
        "es/plans/a/b/actions/c/",
        "contribute/rules/x/",
        "404.html",
        "a/b/c/d",
    ),
)
NEAR_THE_TOP = (
    *("", "./", "find/", "es/", "es/find/", "agencies/", "contribute/report-an-error/", "data/"),
    *("feeds/all.xml", "assets/fonts/public-sans-latin.woff2", "https://a.example/x"),
)
"""Where parts lead to that pages share."""

PARTS = {
    "page.html": "{{ kept('part', told=told) }}",
    "partials/part.html": (
        "{{ told }} {{ page_language }} {{ _('Overview') }} {{ page }} {{ made() }}"
    ),
    "here.html": "{{ kept_here(('link', 'text'))['link'] }}",
    "partials/text.html": "a",
    "partials/link.html": (
        "{{ 'find/' | url }} {{ base_url }} {{ other_languages | length }} {{ made() }}"
    ),
}


@pytest.mark.parametrize("url", URLS)
def test_links_to_pages_near_the_top_are_the_same_from_all_pages_at_a_place(url):
    for there in NEAR_THE_TOP:
        assert get_relative_url(there, place(url)) == get_relative_url(there, url)


def test_pages_in_one_folder_are_at_one_place():
    assert place("plans/a/b/actions/c/") == place("plans/a/b/actions/d/")
    assert place("plans/a/b/actions/c/") != place("plans/a/c/actions/c/")


@pytest.fixture
def config(tmp_path) -> MkDocsConfig:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: A\n", encoding="utf-8")
    return load_config(str(tmp_path / "mkdocs.yml"))


@pytest.fixture
def env(config) -> jinja2.Environment:
    env = jinja2.Environment(loader=jinja2.DictLoader(PARTS))  # noqa: S701 - as MkDocs makes it
    env.filters["url"] = config.theme.get_env().filters["url"]
    made: list[int] = []
    env.globals["made"] = lambda: made.append(0) or len(made)
    teach(env, config, ["en", "es"])
    return env


def page_at(uri: str, config: MkDocsConfig) -> dict[str, object]:
    page = Page(None, File(uri, "", "", use_directory_urls=True), config)
    return {"page": page, "base_url": get_relative_url(".", page.url)}


def test_a_part_is_made_once_for_each_language_and_whatever_it_is_told(env):
    page = env.get_template("page.html")

    def shown(language: str, told: str) -> str:
        return page.render(spoken_by_theme({"lang": language}, ["en", "es"]), told=told)

    assert shown("en", "a") == "a en Overview  1"
    assert shown("es", "a") == "a es Resumen  2"
    assert shown("en", "b") == "b en Overview  3"
    assert shown("en", "a") == "a en Overview  1"


def test_a_part_with_links_is_made_once_for_each_place(env, config):
    page = env.get_template("here.html")

    def shown(uri: str) -> str:
        spoken = spoken_by_theme({}, ["en", "es"])
        return page.render({**spoken, **page_at(uri, config)})

    assert shown("plans/a/b/goals/c.md") == "../../../../../find/ ../../../../.. 0 1"
    assert shown("plans/a/b/goals/d.md") == "../../../../../find/ ../../../../.. 0 1"
    assert shown("find/a.md") == "../ ../.. 0 2"
