"""A sample: a country's worth of made-up plans, to measure with and to try the software on.

The same seed gives the same files, and the first agencies are the same however many there are.
Nothing of it is real, and everything says so.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import yaml

from equity_plans.authoring import AuthoringError
from equity_plans.authoring.outline import WITHOUT_TIMES
from equity_plans.authoring.sample.agencies import made_up_agency
from equity_plans.authoring.sample.material import AUTHORITIES
from equity_plans.authoring.sample.plans import made_up_plan
from equity_plans.authoring.sample.reports import made_up_reports

PLAN = "equity-2025"
MADE_UP = "# Made-up data: there is no such agency, and nothing here was ever promised.\n"
NOTICE = "Made-up data: these agencies and their plans do not exist."
DAY = "2026-11-22"
"""The day the sample is written for: what is overdue depends on it."""

MKDOCS = """\
# A sample of made-up plans (seed {seed}). Build it with: equity-plans build --root {folder}
INHERIT: {home}/mkdocs.yml

site_name: Equity Plans, a sample
site_url: https://equity-plans.example/sample/
site_description: Made-up plans of made-up agencies, to try the software on.

docs_dir: {home}/site/pages
site_dir: build/site

theme:
  custom_dir: {home}/site/theme

plugins:
  - equity-plans:
      as_of: {day}

extra:
  notice: "{notice}"

watch:
  - plans
  - schema
  - {home}/site/theme
"""


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc] # libyaml's, if there
    """Writes YAML fast; dates need no quotes."""

    yaml_implicit_resolvers = WITHOUT_TIMES

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        """Write everything out where it stands."""
        return True


def write_sample(root: Path, folder: Path, *, agencies: int, seed: int) -> Iterator[int]:
    """Write a sample with so many `agencies` into an empty `folder`; gives the number after each.

    `root` is the project whose schema and theme it uses.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise AuthoringError(f"{folder} holds something already. Name a new or an empty folder.")
    shutil.copytree(root / "schema", folder / "schema")
    home = Path(os.path.relpath(root.resolve(), folder.resolve())).as_posix()
    settings = MKDOCS.format(seed=seed, folder=folder.name, home=home, day=DAY, notice=NOTICE)
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8", newline="\n")
    _write(folder, "plans/authorities.yaml", "authorities", {"authorities": list(_authorities())})
    before: str | None = None
    for number in range(agencies):
        # One source of chance for each agency: the first are the same however many follow.
        chance = Random(f"{seed}/{number}")  # noqa: S311 - nothing here is secret
        agency = made_up_agency(number, chance)
        plan = made_up_plan(number, agency, chance, related=before)
        reports = list(made_up_reports(plan, agency, chance))
        key = f"{agency.id}/{PLAN}"
        _write(folder, f"plans/{agency.id}/agency.yaml", "agency", agency.values)
        _write(folder, f"plans/{key}/plan.yaml", "plan", plan.values)
        for day, report in reports:
            _write(folder, f"plans/{key}/reports/{day}.yaml", "report", report)
        before = key if number % 3 else None
        yield number + 1


def _authorities() -> Iterator[dict[str, Any]]:
    for known, name, citation, kinds in AUTHORITIES:
        yield {
            "id": known,
            "name": name,
            "citation": citation,
            "asks_for": list(kinds),
            "in_force_from": "2022-07-01",
            "summary": "A made-up law, which asks made-up offices for plans.",
        }


def _write(folder: Path, file: str, kind: str, values: dict[str, Any]) -> None:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    schema = "../" * file.count("/") + f"schema/{kind}.schema.json"
    text = yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    head = f"# yaml-language-server: $schema={schema}\n{MADE_UP}"
    path.write_text(head + text, encoding="utf-8", newline="\n")
