"""New files: an agency, a plan or a report to fill in, as the schema explains them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath

from equity_plans import words
from equity_plans.authoring import AuthoringError, read_project
from equity_plans.authoring.outline import Outline, hints
from equity_plans.model import Action, Plan
from equity_plans.progress import Standing, State, standing
from equity_plans.project import Project
from equity_plans.schema import Schemas

HOW = (
    "Fill in every line that ends in a colon with nothing after it. Lines that begin with “# ” are "
    "hints. Lines that begin with “#” and no space are fields you may use, with an example: take "
    "the “#” away, from the lines below it too, and write your own words. Then run: equity-plans "
    "check"
)
SETTLED = frozenset((State.DONE, State.STOPPED))
"""States after which a report has no more to tell of an action."""


def new_agency(root: Path, agency: str) -> Path:
    """Write the file of a new agency, to be filled in, and give its place."""
    project = read_project(root)
    _must_be_id(project.schemas, agency)
    lines = Outline(schemas=project.schemas).file("agency", filled={})
    return _write(project, f"plans/{agency}/agency.yaml", lines, kind="agency")


def new_plan(root: Path, agency: str, plan: str) -> Path:
    """Write the file of a new plan of an agency, to be filled in, and give its place."""
    project = read_project(root)
    _must_be_id(project.schemas, agency)
    _must_be_id(project.schemas, plan)
    if not (root / "plans" / agency / "agency.yaml").is_file():
        raise AuthoringError(
            f"There is no agency “{agency}” yet. Make it first: equity-plans new agency {agency}"
        )
    lines = Outline(schemas=project.schemas, opened=("actions",)).file("plan", filled={})
    return _write(project, f"plans/{agency}/{plan}/plan.yaml", lines, kind="plan")


def new_report(root: Path, agency: str, plan: str, day: date) -> Path:
    """Write a report on a plan, to be filled in, and give its place.

    It has an entry for every action that is neither done nor stopped, with what the agency said of
    it last.
    """
    project = read_project(root)
    found = project.portfolio.plans.get(f"{agency}/{plan}")
    file = f"plans/{agency}/{plan}/plan.yaml"
    if found is None:
        if (root / file).is_file():
            raise AuthoringError(
                f"{file} has errors. Mend them first; equity-plans check has them."
            )
        raise AuthoringError(f"There is no plan “{agency}/{plan}”: {file} is not there.")
    filled: dict[str, str | list[str]] = {"date": day.isoformat()}
    entries = _entries(project, found, day)
    if entries:
        filled["actions"] = entries
    lines = Outline(schemas=project.schemas).file("report", filled=filled)
    file = f"plans/{agency}/{plan}/reports/{day.isoformat()}.yaml"
    return _write(project, file, lines, kind="report")


def _entries(project: Project, plan: Plan, day: date) -> list[str]:
    """The lines of what can be reported, action by action. Only the first explains its fields."""
    fiscal = project.portfolio.agencies[plan.agency].fiscal_year_starts
    lines: list[str] = []
    for _, action in plan.actions():
        now = standing(plan, action, as_of=day, fiscal=fiscal)
        if now.state in SETTLED:
            continue
        known = {"action": action.id} | ({"status": now.reported} if now.reported else {})
        first = not lines
        lines += [*([] if first else [""]), *hints(_about(project.schemas, action, now))]
        lines += (
            Outline(schemas=project.schemas).entry("report", "actionReport", filled=known)
            if first
            else _short(known)
        )
    return lines


def _about(schemas: Schemas, action: Action, now: Standing) -> str:
    """Which action it is, when it is due, and what was said of it last."""
    when = now.dates.due
    due = f", due {words.at(when)}" if when is not None and when.last is not None else ""
    if now.latest is None or now.reported is None:
        return f"“{action.title}”{due}. Not reported yet."
    told = words.day(now.latest.report.date)
    return f"“{action.title}”{due}. On {told}: {schemas.label('actionStatus', now.reported)}."


def _short(known: Mapping[str, str]) -> list[str]:
    status = known.get("status", "")
    return [
        f"- action: {known['action']}",
        f"  status: {status}".rstrip(),
        "  #happened:",
        "  #next:",
    ]


def _must_be_id(schemas: Schemas, text: str) -> None:
    schema = schemas.documents["vocabulary"]["$defs"]["id"]
    if not schemas.validators["plan"].evolve(schema=schema).is_valid(text):
        raise AuthoringError(f"“{text}” cannot name a folder. {schema['patternErrorMessage']}")


def _write(project: Project, file: str, lines: list[str], *, kind: str) -> Path:
    """Write a new file, and never over an old one."""
    path = project.root / file
    up = "../" * (len(PurePosixPath(file).parts) - 1)
    text = "\n".join(
        (
            f"# yaml-language-server: $schema={up}schema/{kind}.schema.json",
            *hints(HOW),
            "#",
            *lines,
            "",
        )
    )
    if (project.root / "plans").resolve() not in path.resolve().parents:
        raise AuthoringError(
            f"{file} would lie outside plans/, because a folder on its way is a link."
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise AuthoringError(f"{file} is there already, and stays as it is.") from None
    except OSError as error:
        raise AuthoringError(f"{file} cannot be written: {error.strerror}.") from None
    return path
