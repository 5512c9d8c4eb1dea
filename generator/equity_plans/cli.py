"""The command `equity-plans`: the one place that prints and chooses how a run ends."""

from __future__ import annotations

import hashlib
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from equity_plans import __version__, addresses, words
from equity_plans.authoring import AuthoringError, NoProjectError, read_project
from equity_plans.authoring.new import new_agency, new_plan, new_report
from equity_plans.check import RULES
from equity_plans.check.places import kind_of
from equity_plans.check.subject import hint
from equity_plans.diagnostics import FORMATS, as_text
from equity_plans.diagnostics.show import show
from equity_plans.findings import Severity
from equity_plans.publish import PublishError, day_of_build

CLEAN, FOUND, MISUSED, OUR_FAULT = 0, 1, 2, 3
"""How a run ends: nothing is wrong, something is, the command was given wrongly, it broke."""

FOR_PEOPLE = ("text", "github")
"""Formats that leave notices out unless they are asked for; the others always have them all."""


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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
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
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE OR FOLDER]...")
@root_option
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="How to write down what is found: for you, for GitHub's pages, for programs or for a "
    "summary. Otherwise, text.",
)
@click.option(
    "--fail-on",
    type=click.Choice([str(one) for one in Severity]),
    default=str(Severity.ERROR),
    help="What makes the check fail. Otherwise, errors alone.",
)
@click.option("--notices", is_flag=True, help="Show advice too, not only what is wrong.")
@click.pass_context
def check(
    context: click.Context,
    paths: tuple[Path, ...],
    root: Path,
    form: str,
    fail_on: str,
    notices: bool,
) -> None:
    """Check the plans and reports, and say what to mend.

    Every file is checked, for one can be wrong because of another. Name files or folders to see
    only what was found in these.

    Nothing is changed. The check fails when there are errors, so a pull request can require it.
    """
    project = read_project(root)
    chosen = _chosen(paths, root=root)
    files = [file for file in project.documents if _is_in(file, chosen)]
    findings = [one for one in project.findings if _is_in(one.file, chosen)]
    rank = list(Severity).index
    failed = any(rank(one.severity) <= rank(Severity(fail_on)) for one in findings)
    shown = findings
    if form in FOR_PEOPLE and not notices and fail_on != Severity.NOTICE:
        shown = [one for one in findings if one.severity != Severity.NOTICE]
    plans = sum(kind_of(file) == "plan" for file in files)
    if form == "text":
        text = as_text(shown, files=len(files), plans=plans, color=_may_color())
    else:
        text = FORMATS[form](shown, files=len(files), plans=plans)
    click.echo(text, nl=False)
    hidden = len(findings) - len(shown)
    if hidden and form == "text":
        click.echo(f"{words.count(hidden, 'notice')} not shown; see them with --notices.")
    context.exit(FOUND if failed else CLEAN)


@cli.command()
@root_option
@as_of_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to build into. Otherwise, the one mkdocs.yml names.",
)
def build(root: Path, as_of: date | None, out: Path | None) -> None:
    """Build the public site.

    The new site is made beside the old one, looked over, and takes its place in one step. When
    anything is wrong, the old one stays.
    """
    from equity_plans.publish.build import build_site  # noqa: PLC0415 - MkDocs is slow to load

    place = build_site(root, as_of=as_of, out=out, echo=_say)
    _say(f"The site is in {_from_here(place)}.")


@cli.command()
@root_option
@as_of_option
@click.option(
    "--address",
    default="127.0.0.1:8000",
    show_default=True,
    help="Where to show it: a host and a port of this computer.",
)
def serve(root: Path, as_of: date | None, address: str) -> None:
    """Show the site on this computer while you write.

    It is drawn again whenever you save a file. Stop it with Ctrl-C.
    """
    from equity_plans.publish.build import serve_site  # noqa: PLC0415 - MkDocs is slow to load

    serve_site(root, as_of=as_of, address=address, echo=_say)


@cli.command()
@root_option
@as_of_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write into. Otherwise, build/pages.",
)
def pages(root: Path, as_of: date | None, out: Path | None) -> None:
    """Write the pages of the plans as Markdown files."""
    from equity_plans.publish.build import write_pages  # noqa: PLC0415 - MkDocs is slow to load

    place = write_pages(root, as_of=as_of, out=out, echo=_say)
    _say(f"The pages are in {_from_here(place)}.")


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
@click.argument("rule_id", metavar="RULE")
def rule(rule_id: str) -> None:
    """Explain one rule by its id, such as EP102."""
    found = RULES.get(rule_id.upper())
    if found is None:
        guess = hint(rule_id.upper(), RULES)
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
    _say("\n\n".join(part for part in parts if part))


@cli.command()
def rules() -> None:
    """List every rule."""
    for one in RULES.values():
        _say(f"{one.id}  {one.severity:7}  {one.summary}")


@cli.command()
def version() -> None:
    """Say which release this is."""
    _say(f"equity-plans {__version__}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and end the program; whatever happens, without a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a character shows its number instead of stopping the check.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_run(given))


def _run(arguments: list[str]) -> int:
    try:
        return cli.main(arguments, prog_name="equity-plans", standalone_mode=False) or CLEAN
    except click.UsageError as error:
        if error.ctx is not None:
            _complain(error.ctx.get_usage())
        _complain(show(error.format_message()))
        return MISUSED
    except NoProjectError as error:
        _complain(str(error))
        return MISUSED
    except (PublishError, AuthoringError) as error:
        _complain(str(error))
        return FOUND
    except (click.Abort, KeyboardInterrupt):
        return FOUND
    except BrokenPipeError:
        # Whoever reads on has read enough. Nothing may be left to be flushed into the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FOUND
    except OSError as error:
        _complain(f"{error.filename or 'A file'}: {error.strerror or error}.")
        return FOUND
    except Exception as error:  # noqa: BLE001 - the last guard
        if "--debug" in arguments:
            traceback.print_exception(error)
        _complain(_our_fault(error))
        return OUR_FAULT


def _our_fault(error: Exception) -> str:
    """One line about a mistake of the command itself, with a mark by which it is known again."""
    frames = traceback.extract_tb(error.__traceback__)
    path = "\n".join(f"{Path(frame.filename).name}:{frame.name}:{frame.line}" for frame in frames)
    mark = hashlib.sha256(f"{type(error).__name__}\n{path}".encode()).hexdigest()[:8]
    return (
        f"error[EP000]: This is our mistake, not yours: the command broke (mark {mark}). Run it "
        "again as `equity-plans --debug …`, and tell us what it says."
    )


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


def _agency_and_plan(text: str) -> tuple[str, str]:
    agency, _, plan = text.removeprefix("plans/").strip("/").partition("/")
    if not agency or not plan:
        raise click.UsageError(f"“{text}” is not an agency and a plan, such as ssa/equity-2023.")
    return agency, plan


def _written(path: Path) -> None:
    _say(f"Wrote {_from_here(path)}. Fill it in, then run: equity-plans check")


def _from_here(path: Path) -> Path:
    """The path as a person would type it in the folder they are in."""
    here = Path.cwd()
    return path.resolve().relative_to(here) if path.resolve().is_relative_to(here) else path


def _may_color() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def _say(text: str) -> None:
    for line in text.split("\n"):
        click.echo(_harmless(line))


def _complain(text: str) -> None:
    for line in text.split("\n"):
        click.echo(_harmless(line), err=True)


def _harmless(line: str) -> str:
    """A line that does nothing to a terminal, and is no command to whoever runs a workflow."""
    shown = show(line)
    return f"| {shown}" if shown.lstrip().startswith("::") else shown
