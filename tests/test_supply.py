"""What the software is made of is locked, listed and asked about; silence is no answer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation import make_schemabased_validator
from tests.test_house import lock_entries
from tests.test_make import make

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def sbom() -> bytes:
    assert make("sbom", cwd=ROOT).returncode == 0
    return (ROOT / "build" / "sbom.json").read_bytes()


def test_the_list_of_parts_has_the_form_of_cyclonedx(sbom):
    validator = make_schemabased_validator(OutputFormat.JSON, SchemaVersion.V1_6)

    assert validator.validate_str(sbom.decode()) is None


def test_the_list_of_parts_has_every_locked_package_with_its_hashes(sbom):
    found = json.loads(sbom)
    parts = {f"{one['name']}=={one['version']}": one for one in found["components"]}
    locked = {entry.split()[0]: entry.count("--hash=") for entry in lock_entries("site")}

    assert found["metadata"]["component"]["name"] == "equity-plans"
    assert set(parts) == set(locked)
    for name, part in parts.items():
        hashes = part["externalReferences"][0]["hashes"]
        assert len(hashes) == locked[name]
        assert {one["alg"] for one in hashes} == {"SHA-256"}


def test_the_list_of_parts_is_the_same_every_time(sbom):
    assert make("sbom", cwd=ROOT).returncode == 0
    assert (ROOT / "build" / "sbom.json").read_bytes() == sbom


def audit(folder: Path, *dependencies: object) -> tuple[int, str]:
    file = folder / "answer.json"
    file.write_text(json.dumps({"dependencies": dependencies}), encoding="utf-8")
    done = subprocess.run(
        (sys.executable, ROOT / ".ci" / "audit", file), capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


GOOD = {"name": "click", "version": "8.2.0", "vulns": []}
BAD = {
    "name": "jinja2",
    "version": "3.0.0",
    "vulns": [{"id": "PYSEC-2024-1", "fix_versions": ["3.1.4"]}],
}
SILENT = {"name": "pyyaml", "skip_reason": "Dependency not found on PyPI"}


def test_an_audit_says_that_nothing_is_known_only_when_all_was_asked(tmp_path):
    assert audit(tmp_path, GOOD) == (
        0,
        "Nothing is known against any of 1 locked packages.\n",
    )


def test_an_audit_that_could_not_ask_says_so_and_fails(tmp_path):
    code, said = audit(tmp_path, GOOD, SILENT)

    assert code == 2
    assert "could not be asked about 1 packages" in said
    assert "pyyaml" in said
    assert audit(tmp_path)[0] == 2


def test_an_audit_names_what_is_vulnerable_and_what_mends_it(tmp_path):
    code, said = audit(tmp_path, BAD, SILENT)

    assert code == 1
    assert "jinja2 3.0.0: PYSEC-2024-1; mended in 3.1.4" in said


def test_an_audit_without_an_answer_fails(tmp_path):
    done = subprocess.run(
        (sys.executable, ROOT / ".ci" / "audit", tmp_path / "gone.json"),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "There is no answer in" in done.stdout
