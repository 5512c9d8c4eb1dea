"""Commands that check the plans, and that explain the rules."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from equity_plans import addresses, words
from equity_plans.authoring import read_project
from equity_plans.check import RULES
from equity_plans.check.places import kind_of
from equity_plans.check.registry import Rule
from equity_plans.check.subject import hint
from equity_plans.cli.group import (
    CLEAN,
    FOUND,
    cli,
    fail_on_option,
    fails,
    may_color,
    root_option,
    say,
    schema_option,
)
from equity_plans.cli.progress import Progress
from equity_plans.diagnostics import FORMATS, as_text
from equity_plans.findings import Severity
from equity_plans.publish import day_of_build
from equity_plans.publish.workers import spread

FOR_PEOPLE = ("text", "github")
"""Formats that leave notices out unless they are asked for; the others always have them all."""


LOOKALIKES = str.maketrans("OIL", "011")
"""Letters that are easily taken for digits in the id of a rule."""


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE OR FOLDER]...")
@root_option
@schema_option
@click.option(
    "--base",
    metavar="BASE",
    help="Also judge what changes since this commit, such as origin/main.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="How to write down what is found: for you, for GitHub's pages, for programs or for a "
    "summary. Otherwise, text.",
)
@fail_on_option
@click.option("--notices", is_flag=True, help="Show advice too, not only what is wrong.")
@click.pass_context
def check(
    context: click.Context,
    paths: tuple[Path, ...],
    root: Path,
    schema: Path | None,
    base: str | None,
    form: str,
    fail_on: str,
    notices: bool,
) -> None:
    """Check the plans and reports, and say what to mend.

    Every file is checked, for one can be wrong because of another. Name files or folders to see
    only what was found in these.

    With --base, what is proposed is held beside what is published: promises may not be weakened in
    silence, and reports may not be rewritten.

    Nothing is changed. The check fails when there are errors, so a pull request can require it.
    """
    if base is None:
        project = read_project(root, schema=schema, spread=spread, watch=Progress, texts=False)
        known = project.findings
    else:
        from equity_plans.authoring.review import review  # noqa: PLC0415 - it is slow to load

        compared = review(root, base, schema=schema)
        project = compared.after
        known = (*project.findings, *compared.findings(as_of=day_of_build()))
    chosen = _chosen(paths, root=root)
    findings = [one for one in known if _is_in(one.file, chosen)]
    # What was refused at the door was looked at, too.
    files = {file for file in project.documents if _is_in(file, chosen)}
    files |= {one.file for one in findings}
    shown = findings
    if form in FOR_PEOPLE and not notices and fail_on != Severity.NOTICE:
        shown = [one for one in findings if one.severity != Severity.NOTICE]
    plans = sum(kind_of(file) == "plan" for file in files)
    if form == "text":
        text = as_text(shown, files=len(files), plans=plans, color=may_color())
    else:
        text = FORMATS[form](shown, files=len(files), plans=plans)
    click.echo(text, nl=False)
    hidden = len(findings) - len(shown)
    if hidden and form == "text":
        click.echo(f"{words.count(hidden, 'notice')} not shown; see them with --notices.")
    context.exit(FOUND if fails(findings, fail_on=fail_on) else CLEAN)


def _chosen(paths: tuple[Path, ...], *, root: Path) -> tuple[str, ...]:
    """The paths a person named, from the project's root; none stands for all."""
    top = root.resolve()
    chosen = []
    for path in paths:
        # A link in plans/ is itself what is wrong, so only the folder it is in is followed.
        whole = path.parent.resolve() / path.name if path.is_symlink() else path.resolve()
        if not whole.is_relative_to(top):
            raise click.UsageError(f"“{path}” does not lie in the project's folder.")
        if not os.path.lexists(whole):
            raise click.UsageError(f"“{path}” is not there.")
        chosen.append(whole.relative_to(top).as_posix())
    return tuple(chosen)


def _is_in(file: str, chosen: tuple[str, ...]) -> bool:
    return not chosen or any(one in {".", file} or file.startswith(f"{one}/") for one in chosen)


@cli.command()
@click.argument("rule_id", metavar="RULE")
def rule(rule_id: str) -> None:
    """Explain one rule by its id, such as EP102."""
    found = RULES.get(rule_id.upper())
    if found is None:
        digits = rule_id.upper().translate(LOOKALIKES)
        guess = hint(digits if digits in RULES else rule_id.upper(), RULES)
        raise click.UsageError(
            f"There is no rule “{rule_id}”. {guess} All of them: equity-plans rules"
        )
    page = addresses.address(addresses.rule(found.id))
    parts = (
        f"{found.id} ({found.severity}): {found.summary}",
        found.why,
        f"What to do: {found.fix}",
        f"On the site, with examples: {page}",
    )
    say("\n\n".join(part for part in parts if part))


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Write them down for programs, whole.")
def rules(as_json: bool) -> None:
    """List every rule."""
    if as_json:
        click.echo(json.dumps([_rule(one) for one in RULES.values()], indent=2))
        return
    for one in RULES.values():
        say(f"{one.id}  {one.severity:7}  {one.summary}")


def _rule(one: Rule) -> dict[str, object]:
    return {
        "id": one.id,
        "severity": str(one.severity),
        "summary": one.summary,
        "why": one.why,
        "fix": one.fix,
        "looks_at": list(one.of),
        "page": addresses.address(addresses.rule(one.id)),
    }
