"""The group of commands, the options several of them share, and how they speak."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path

import click

from equity_plans import __version__
from equity_plans.diagnostics.show import show
from equity_plans.findings import Finding, Severity

CLEAN, FOUND, MISUSED, OUR_FAULT = 0, 1, 2, 3
"""How a run ends: nothing is wrong, something is, the command was given wrongly, it broke."""


class Day(click.ParamType[date]):
    """A day on the command line."""

    name = "day"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """The day that `value` stands for."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"“{value}” is not a day like 2024-12-31.", param, ctx)


root_option = click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=".",
    help="The project's folder, which holds plans/ and schema/. Otherwise, the one you are in.",
)
as_of_option = click.option(
    "--as-of",
    type=Day(),
    metavar="DAY",
    help="Show everything as it stood on this day, such as 2024-12-31. Otherwise, today.",
)
fail_on_option = click.option(
    "--fail-on",
    type=click.Choice([str(one) for one in Severity]),
    default=str(Severity.ERROR),
    help="What makes it fail. Otherwise, errors alone.",
)
schema_option = click.option(
    "--schema",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder of the schema to check by. Otherwise, the project's own.",
)


COMMANDS: Mapping[str, Sequence[str]] = {
    "building": ("build", "pages", "serve"),
    "checking": ("check", "rule", "rules"),
    "linking": ("links",),
    "releasing": ("release", "verify"),
    "reviewing": ("amend", "diff", "owners"),
    "starting": ("new", "sample"),
}
"""The modules whose commands are loaded when they are asked for: nobody waits for all of them."""


class Commands(click.Group):
    """A group that loads the module of a command when it is asked for it."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; whoever asks for one that is not there may mean any other."""
        for module, names in COMMANDS.items():
            if cmd_name in names:
                self.load(module)
        if cmd_name not in self.commands:
            self.load(*COMMANDS)
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        self.load(*COMMANDS)
        return super().list_commands(ctx)

    def load(self, *modules: str) -> None:
        """Load modules, which add their commands to the group."""
        for module in modules:
            import_module(f"equity_plans.cli.{module}")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="equity-plans", message="%(prog)s %(version)s")
@click.option(
    "--debug", is_flag=True, expose_value=False, help="When the command itself breaks, show where."
)
def cli() -> None:
    """Check, write and publish the equity plans of public agencies.

    Start with `equity-plans check`, which looks at every plan in this folder. Each command
    explains itself: equity-plans check --help
    """


@cli.command()
def version() -> None:
    """Say which release this is."""
    say(f"equity-plans {__version__}")


def say(text: str) -> None:
    """Tell a person something, in one line or several."""
    for line in text.split("\n"):
        click.echo(_harmless(line))


def complain(text: str) -> None:
    """Tell a person what went wrong."""
    for line in text.split("\n"):
        click.echo(_harmless(line), err=True)


def _harmless(line: str) -> str:
    """A line that does nothing to a terminal, and is no command to whoever runs a workflow."""
    shown = show(line)
    return f"| {shown}" if shown.lstrip().startswith("::") else shown


def from_here(path: Path) -> Path:
    """The path as a person would type it in the folder they are in."""
    here = Path.cwd()
    return path.resolve().relative_to(here) if path.resolve().is_relative_to(here) else path


def fails(findings: Iterable[Finding], *, fail_on: str) -> bool:
    """True when one of the findings weighs at least as much as `fail_on`."""
    rank = list(Severity).index
    return any(rank(one.severity) <= rank(Severity(fail_on)) for one in findings)


def may_color() -> bool:
    """True when a person looks at it who has not asked for plain text."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
