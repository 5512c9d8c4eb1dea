"""Commands for a proposal: what it means, which amendments it lacks, whose it is."""

from __future__ import annotations

from pathlib import Path

import click

from equity_plans import words
from equity_plans.authoring import read_project
from equity_plans.authoring.amend import amend as write_amendments
from equity_plans.authoring.amend import lacking
from equity_plans.authoring.owners import Ownership, check_codeowners, ownership
from equity_plans.authoring.owners import write_codeowners as write_codeowners_of
from equity_plans.authoring.review import review
from equity_plans.changes import Difference
from equity_plans.check.ownership import CODEOWNERS
from equity_plans.cli.group import (
    CLEAN,
    FOUND,
    cli,
    fail_on_option,
    fails,
    from_here,
    may_color,
    root_option,
    say,
    schema_option,
)
from equity_plans.diagnostics import FORMATS
from equity_plans.diagnostics.differences import DIFFERENCE_FORMATS, differences_as_text
from equity_plans.publish import day_of_build

base_option = click.option(
    "--base",
    metavar="BASE",
    required=True,
    help="What is published: a commit, by any name git knows it by, such as origin/main.",
)


@cli.command()
@click.argument("base")
@click.argument("head", required=False)
@root_option
@schema_option
@click.option(
    "--format",
    "form",
    type=click.Choice(list(DIFFERENCE_FORMATS)),
    default="text",
    help="How to write it down: for you, for a summary or for programs. Otherwise, text.",
)
def diff(base: str, head: str | None, root: Path, schema: Path | None, form: str) -> None:
    """Say what a proposal changes in the plans, in words.

    BASE is what is published and HEAD what is proposed: commits, by any name git knows them by, or
    folders with plans in them. Without HEAD, it is the project as it is now. What has changed in
    BASE since the two parted is left out.
    """
    found = review(root, base, head, schema=schema)
    if form == "text":
        text = differences_as_text(found.differences, same=found.same, color=may_color())
    else:
        text = DIFFERENCE_FORMATS[form](found.differences, same=found.same)
    click.echo(text, nl=False)


@cli.command()
@base_option
@root_option
@click.option("--reason", help="The reason for all of them. Otherwise, you are asked for each.")
def amend(base: str, root: Path, reason: str | None) -> None:
    """Write the amendments that your changes lack.

    It compares the plans with what is published, asks you why you changed what you changed, and
    adds an amendment to the plan for each. Nothing else in the files is touched.
    """
    found = review(root, base)
    missing = lacking(found)
    if not missing:
        say("No amendment is missing.")
        return
    reasons = [(one, reason or _asked(one)) for one in missing]
    for path in write_amendments(found, reasons, day=day_of_build()):
        number = sum(root / one.file == path for one in missing)
        say(f"Wrote {words.count(number, 'amendment')} into {from_here(path)}.")
    say("Look at them, then run: equity-plans check")


def _asked(difference: Difference) -> str:
    """The reason a person gives for a change."""
    say(f"\n{difference.subject}\n{difference.text}")
    answer: str = click.prompt("Why")
    return answer


@cli.command()
@click.option("--base", metavar="BASE", help="Look at what is proposed since this commit.")
@click.option("--head", metavar="HEAD", default="HEAD", help="The proposal. Otherwise, HEAD.")
@click.option("--check", is_flag=True, help=f"Look whether {CODEOWNERS} is up to date.")
@click.option("--write-codeowners", is_flag=True, help=f"Write {CODEOWNERS} anew.")
@root_option
@schema_option
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", help="As in check."
)
@fail_on_option
@click.pass_context
def owners(
    context: click.Context,
    base: str | None,
    head: str,
    check: bool,
    write_codeowners: bool,
    root: Path,
    schema: Path | None,
    form: str,
    fail_on: str,
) -> None:
    """Say whose a proposal is, and where it reaches too far.

    Each agency changes its own folder; everything else is changed by those who keep the project.
    Who they are is said in plans/OWNERS.yaml, and the code host's own file is written from that.

    Of a proposal only what is committed counts. Whose it is, is read from BASE: nobody can make
    themselves an owner in a proposal.
    """
    project = read_project(root, schema=schema)
    if write_codeowners:
        say(f"Wrote {from_here(write_codeowners_of(project))}.")
        return
    if base is not None:
        found = ownership(root, base, head, project=project)
        findings, files = found.findings, len(found.files)
    elif check:
        found, findings, files = None, check_codeowners(project), 1
    else:
        raise click.UsageError("Say what to look at: --base, --check or --write-codeowners.")
    click.echo(FORMATS[form](findings, files=files), nl=False)
    if found is not None and form in ("text", "markdown"):
        say(_agreement(found))
    context.exit(FOUND if fails(findings, fail_on=fail_on) else CLEAN)


def _agreement(found: Ownership) -> str:
    """Who must agree to a proposal, in a sentence."""
    who = [
        f"{words.listed(names)} to {words.count(len(files), 'file')}"
        for names, files in found.agree.items()
    ]
    return f"\nMust agree: {'; '.join(who)}." if who else ""
