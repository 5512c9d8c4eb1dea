"""Commands that build the site, show it, and write its pages."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path

import click

from equity_plans.cli.group import as_of_option, cli, from_here, root_option, say
from equity_plans.cli.progress import Progress


@cli.command()
@root_option
@as_of_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to build into. Otherwise, the one mkdocs.yml names.",
)
@click.option(
    "--no-search",
    is_flag=True,
    help="To look at an edit: leave the search index and the data of all agencies together as they "
    "were. Such a site is not to be published.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1, max=64),
    metavar="NUMBER",
    help="How many programs make pages at a time. Otherwise, one for each processor.",
)
@click.option(
    "--no-cache",
    is_flag=True,
    help="Make everything anew, even what has not changed since the last build.",
)
def build(
    root: Path,
    as_of: date | None,
    out: Path | None,
    no_search: bool,
    workers: int | None,
    no_cache: bool,
) -> None:
    """Build the public site.

    The new site is made beside the old one, looked over, and takes its place in one step. When
    anything is wrong, the old one stays.
    """
    from equity_plans.publish.build import build_site  # noqa: PLC0415 - MkDocs is slow to load

    gc.disable()  # nearly all that is known is needed to the end; pages are made with it on
    place = build_site(
        root,
        as_of=as_of,
        out=out,
        echo=say,
        workers=workers,
        use_cache=not no_cache,
        with_search=not no_search,
        watch=Progress,
    )
    say(f"The site is in {from_here(place)}.")


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
    from equity_plans.publish.serving import serve_site  # noqa: PLC0415 - MkDocs is slow to load

    serve_site(root, as_of=as_of, address=address, echo=say)


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

    place = write_pages(root, as_of=as_of, out=out, echo=say)
    say(f"The pages are in {from_here(place)}.")
