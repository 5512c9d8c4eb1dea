"""A schema that was published stays as it is: its address names its version.

Other people's programs check files by the schemas at these addresses, and the files of a release
are checked by them in ten years. A new meaning is a new version in a folder of its own.
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from equity_plans.exports import publication, schemas
from equity_plans.model import Portfolio
from equity_plans.project import Project
from equity_plans.schema import load_schemas
from equity_plans.view import view

ROOT = Path(__file__).resolve().parents[1]
RECORDED = sorted((ROOT / "tests" / "schema_versions").glob("*.sha256"))
ADVICE = (
    "It is served under a version that is recorded. Serve what is new under the next version; as "
    "long as no release is out (0.x), its line may be renewed instead, with a word on why."
)


@pytest.fixture(scope="module")
def served() -> dict[str, str]:
    """The SHA-256 of every schema, by its place, as the world gets it."""
    project = Project(
        root=ROOT,
        schemas=load_schemas(ROOT / "schema"),
        portfolio=Portfolio(agencies={}, authorities={}, plans={}),
        findings=(),
        documents={},
    )
    known = publication(view(project, as_of=date(2025, 1, 1)), site_url="https://a.example/")
    return {file.uri: hashlib.sha256(file.content).hexdigest() for file in schemas.write(known)}


def lines(file: Path) -> dict[str, str]:
    """The places and digests of one version, as `sha256sum` writes them."""
    told = (line.split("  ") for line in file.read_text(encoding="utf-8").splitlines())
    return {place: digest for digest, place in told}


def test_every_version_is_recorded(served):
    versions = {place.split("/")[1] for place in served}

    assert {file.stem for file in RECORDED} == versions


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
def test_no_schema_of_a_recorded_version_has_changed(file, served):
    now = {place: digest for place, digest in served.items() if f"/{file.stem}/" in place}
    recorded = lines(file)

    changed = [
        f"{digest}  {place}" for place, digest in now.items() if recorded.get(place) != digest
    ]
    assert changed == [], ADVICE
    assert recorded.keys() - now.keys() == set(), "A schema that was published is gone."
