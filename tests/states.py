"""Small states of the plans for tests: texts by file name, and edits of them."""

from __future__ import annotations

from pathlib import Path

from equity_plans import sources
from equity_plans.changes import Difference, Unread, compare
from equity_plans.project import Project, project_of
from equity_plans.schema import load_schemas

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = load_schemas(ROOT / "schema")

PLAN = "plans/parks/equity-2024/plan.yaml"
REPORT = "plans/parks/equity-2024/reports/2024-04-01.yaml"
AGENCY = "plans/parks/agency.yaml"
AUTHORITIES = "plans/authorities.yaml"

STATE = {
    AUTHORITIES: "authorities:\n  - id: resolution-7\n    name: Resolution 7\n",
    AGENCY: """\
name: Parks Department
jurisdiction: Springfield
government: city
fiscal_year_starts: 7
services:
  - id: swimming-lessons
    name: Swimming lessons
""",
    PLAN: """\
# Who we serve, and how
kind: equity
title: Equity Plan
state: active
period:
  start: 2024
  end: 2026
published: 2024-01-15
reporting:
  every: quarter
goals:
  - id: language
    title: Serve people in the language they use
    summary: >-
      Forms and calls in four languages.
    people: [limited-english, rural, immigrants]
    topics: [language, engagement]
    actions:
      - id: translate-forms
        title: Translate the ten most used forms
        due: 2024-03-31
        lead: Office of Forms
        milestones:
          - id: first-five
            title: Translate the first five
            due: 2024-01
      - id: train-staff
        title: Train all front-desk staff
        due: FY2024
    measures:
      - id: claims
        title: Claims made without an interpreter
        unit: percent
        better: higher
        baseline: {value: 10, when: 2023}
        target: {value: 45, when: 2025}
        groups: [Rural, Urban]
      - id: waiting
        title: Days until an interpreter can be had
        unit: days
        better: lower
        baseline: {value: 20}
        target: {value: 5}
  - id: ramps
    title: Ramps at every entrance
    services: [swimming-lessons]
""",
    REPORT: """\
date: 2024-04-01
actions:
  - action: translate-forms
    status: in-progress
    happened: Five forms are translated.
    proof:
      - title: The five forms
        url: https://parks.springfield.example/forms
measures:
  - measure: claims
    observations:
      - when: 2024-03
        value: 15
""",
}

State = dict[str, str]


def edited(state: State, file: str, *edits: tuple[str, str]) -> State:
    """The state with a part of one file replaced; each edit must hit exactly one place."""
    text = state[file]
    for old, new in edits:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return {**state, file: text}


def without(state: State, file: str) -> State:
    return {name: text for name, text in state.items() if name != file}


def amendment(what: str, was: object, now: object, reason: str, *, day: str = "2024-08-01") -> str:
    """One entry of the amendments of a plan."""
    lines = [f"  - date: {day}", f"    what: {what}"]
    lines += [f"    from: {was}"] if was is not None else []
    lines += [f"    to: {now}"] if now is not None else []
    return "\n".join([*lines, f"    reason: {reason}"]) + "\n"


def opened(state: State) -> Project:
    documents = {
        name: sources.parse(text.encode("utf-8"), file=name) for name, text in state.items()
    }
    return project_of(documents, schemas=SCHEMAS, root=Path("nowhere"))


def differences(before: State, after: State) -> tuple[Difference, ...]:
    one, two = opened(before), opened(after)
    unread = Unread(before=one.unread, after=two.unread)
    return compare(one.portfolio, two.portfolio, schemas=SCHEMAS, unread=unread)


def write(state: State, folder: Path) -> None:
    """Make the plans in `folder` those of the state."""
    for old in sorted((folder / "plans").rglob("*.yaml")):
        if old.relative_to(folder).as_posix() not in state:
            old.unlink()
    for name, text in state.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
