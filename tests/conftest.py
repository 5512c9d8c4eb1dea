"""What every test may ask for."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest
import yaml
from tests.browser.built import Site

from equity_plans.authoring.sample import write_sample
from equity_plans.publish.build import build_site

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Public test data that is not part of the project; tests that need it skip without it."""
    named = os.environ.get("EQUITY_PLANS_CORPORA")
    folder = Path(named) if named else ROOT.parent / "shared" / "corpora"
    if not folder.is_dir():
        pytest.skip("no public test data here: EQUITY_PLANS_CORPORA does not name its folder")
    return folder


@pytest.fixture(scope="session")
def whole_site(tmp_path_factory) -> Site:
    """The site of the project's own plans on a fixed day, built once; tests only look at it."""
    day = date(2026, 1, 1)
    folder = tmp_path_factory.mktemp("whole") / "site"
    build_site(ROOT, as_of=day, out=folder, echo=print)
    return Site(folder=folder, url=yaml.safe_load((ROOT / "mkdocs.yml").read_bytes())["site_url"])


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory) -> Site:
    """The site of the demo, in a folder of its host, with every switch turned on."""
    folder = tmp_path_factory.mktemp("demo")
    settings = yaml.safe_load((ROOT / "demo" / "mkdocs.yml").read_bytes())
    ((plugin, options),) = settings["plugins"][0].items()
    links = [{"title": "Privacy policy", "url": "https://equity.example.gov/privacy"}]
    config = {
        **settings,
        "site_url": "https://equity.example.gov/demo/",
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "docs_dir": str(ROOT / "site" / "pages"),
        "theme": {"custom_dir": str(ROOT / "site" / "theme")},
        "plugins": [
            {plugin: {**options, "root": str(ROOT / "demo"), "schema": str(ROOT / "schema")}}
        ],
        "repo_url": "https://git.example/plans",
        "edit_uri": "edit/main/site/pages/",
        "extra": {
            **settings["extra"],
            "us_gov_banner": True,
            "us_gov_identifier": {
                "agency": "Office of Examples",
                "url": "https://equity.example.gov/",
                "links": links,
            },
            "report_mail": "plans@equity.example.gov",
        },
        "watch": [],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    built = build_site(folder, as_of=None, out=folder / "site", echo=print)
    return Site(folder=built, url=config["site_url"])


SAMPLED = 40
"""So many agencies that no list of actions, changes or agencies fits where a few would."""

BUILT = 31
"""So many agencies that there are too many to show them beside one another, and no more."""


def sampled(folder: Path, *, agencies: int) -> Path:
    """A made-up project with so many agencies, in a new folder in `folder`."""
    place = folder / "sample"
    assert list(write_sample(ROOT, place, agencies=agencies, seed=7))[-1] == agencies
    return place


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> Path:
    """A made-up project that is larger than its pages may be."""
    return sampled(tmp_path_factory.mktemp("sample"), agencies=SAMPLED)


@pytest.fixture(scope="session")
def large_site(tmp_path_factory) -> Site:
    """The site of such a project on a fixed day, built once; tests only look at it."""
    folder = tmp_path_factory.mktemp("large")
    project = sampled(folder, agencies=BUILT)
    build_site(project, as_of=date(2026, 1, 1), out=folder / "site", echo=print)
    settings = yaml.safe_load((project / "mkdocs.yml").read_bytes())
    return Site(folder=folder / "site", url=settings["site_url"])


@pytest.fixture(scope="session")
def naughty(corpora) -> list[str]:
    """Strings that have broken programs elsewhere."""
    path = corpora / "big-list-of-naughty-strings" / "blns.json"
    found: list[str] = json.loads(path.read_text(encoding="utf-8"))
    assert len(found) > 400
    return found
