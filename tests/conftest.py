"""What every test may ask for."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml
from tests.browser.built import Site

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
def site_below(tmp_path_factory) -> Site:
    """A small site with plans under way, in a folder of a host, with every switch turned on."""
    project = tmp_path_factory.mktemp("below")
    shutil.copytree(ROOT / "tests" / "projects" / "paged", project, dirs_exist_ok=True)
    for name in ("schema", "site"):
        shutil.copytree(ROOT / name, project / name)
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_bytes())
    config["site_url"] = "https://plans.example/a/folder/"
    config["repo_url"] = "https://git.example/plans"
    config["edit_uri"] = "edit/main/site/pages/"
    config["extra"] = {**config.get("extra", {}), "us_gov_banner": True}
    (project / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    folder = build_site(project, as_of=date(2025, 6, 1), out=None, echo=print)
    return Site(folder=folder, url=config["site_url"])


@pytest.fixture(scope="session")
def naughty(corpora) -> list[str]:
    """Strings that have broken programs elsewhere."""
    path = corpora / "big-list-of-naughty-strings" / "blns.json"
    found: list[str] = json.loads(path.read_text(encoding="utf-8"))
    assert len(found) > 400
    return found
