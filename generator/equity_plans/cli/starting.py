"""Commands that start a new file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from equity_plans import words
from equity_plans.authoring.new import new_agency, new_plan, new_report
from equity_plans.cli.group import Day, cli, from_here, root_option, say
from equity_plans.cli.progress import Progress
from equity_plans.publish import day_of_build


@cli.group()
def new() -> None:
    """Start a file: an agency, a plan or a report.

    It explains every field, so that you only fill it in. No file that is there already is touched.
    """


@new.command("agency")
@click.argument("agency")
@root_option
def start_agency(agency: str, root: Path) -> None:
    """Start the file of an agency.

    AGENCY is its short name in lower case, such as ssa. It names the folder in plans/, and will be
    part of web addresses.
    """
    _written(new_agency(root, agency))


@new.command("plan")
@click.argument("plan", metavar="AGENCY/PLAN")
@root_option
def start_plan(plan: str, root: Path) -> None:
    """Start a plan of an agency, such as ssa/equity-2023.

    Both names are those of folders in plans/, and will be part of web addresses.
    """
    _written(new_plan(root, *_agency_and_plan(plan)))


@new.command("report")
@click.argument("plan", metavar="AGENCY/PLAN")
@click.option("--date", "day", type=Day(), metavar="DAY", help="The report's day; else today.")
@root_option
def start_report(plan: str, day: date | None, root: Path) -> None:
    """Start a report on a plan, such as ssa/equity-2023.

    It has an entry for every action that is not done yet, with what was said of it last.
    """
    _written(new_report(root, *_agency_and_plan(plan), day or day_of_build()))


@cli.command()
@click.option(
    "--agencies",
    type=click.IntRange(min=1, max=100_000),
    default=100,
    show_default=True,
    help="How many agencies. Each has one plan, of five goals and 25 actions on average, and "
    "three reports.",
)
@click.option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    help="Any number. The same number gives the same plans.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="A new folder to write into.",
)
@root_option
def sample(agencies: int, seed: int, out: Path, root: Path) -> None:
    """Write made-up plans, to measure with and to try things on.

    They are written for the schema of this project and shown in its theme. Everything in them says
    that it is made up.
    """
    from equity_plans.authoring.sample import write_sample  # noqa: PLC0415 - seldom wanted

    progress = Progress("Writing plans")
    for done in write_sample(root, out, agencies=agencies, seed=seed):
        progress(done, agencies)
    where = from_here(out)
    say(
        f"Wrote {words.count(agencies, 'made-up agency', 'made-up agencies')} into {where}. "
        f"Build the site of it with: equity-plans build --root {where}"
    )


def _agency_and_plan(text: str) -> tuple[str, str]:
    agency, _, plan = text.removeprefix("plans/").strip("/").partition("/")
    if not agency or not plan:
        raise click.UsageError(f"“{text}” is not an agency and a plan, such as ssa/equity-2023.")
    return agency, plan


def _written(path: Path) -> None:
    say(f"Wrote {from_here(path)}. Fill it in, then run: equity-plans check")
