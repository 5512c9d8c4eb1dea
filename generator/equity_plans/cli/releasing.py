"""Commands for what is published: is it still what it was, and can it outlive its publisher."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from equity_plans import words
from equity_plans.cli.group import (
    FOUND,
    as_of_option,
    cli,
    complain,
    from_here,
    root_option,
    say,
)
from equity_plans.diagnostics.show import show

MOST_LINES = 50
"""So many files are named that are not as they were; the rest are counted."""


@cli.command()
@root_option
@as_of_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The zip to write. Otherwise, build/equity-plans-DAY.zip.",
)
def release(root: Path, as_of: date | None, out: Path | None) -> None:
    """Pack everything into one zip that outlives its publisher.

    The site, the data, the schemas and the plans themselves are in it, with a list of SHA-256 and
    a README for whoever finds it. The same plans and day give the same zip.
    """
    from equity_plans.publish.release import make_release  # noqa: PLC0415 - MkDocs is slow to load

    made = make_release(root, as_of=as_of, out=out, echo=say)
    say(f"The release is {from_here(made.place)}, with {words.count(made.files, 'file')}.")
    say(f"SHA-256 of the zip:          {made.sha256}")
    say(f"SHA-256 of its manifest:     {made.manifest_sha256}")
    say(f"Check it with: equity-plans verify {from_here(made.place)}")


@cli.command()
@click.argument("place", metavar="ZIP|FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--manifest-sha256",
    metavar="DIGEST",
    help="The SHA-256 that the publisher names for the manifest. With it, nobody can have changed "
    "the files and the manifest alike.",
)
def verify(place: Path, manifest_sha256: str | None) -> None:
    """Say whether a published folder or a release is still what it was.

    Every file is held against the manifest that lies with it: missing, changed and added files are
    named. Nothing is unpacked, and the network is not asked.
    """
    from equity_plans.publish.integrity import examine  # noqa: PLC0415 - no other command needs it

    found = examine(place)
    # A line end in a name must not begin a line that seems to be ours.
    lines = [show(f"{one.file}: {one.what}") for one in found.differences[:MOST_LINES]]
    more = len(found.differences) - len(lines)
    if manifest_sha256 is not None and manifest_sha256.strip().lower() != found.digest:
        lines.append("manifest.json: It is not the one whose SHA-256 you named.")
    if lines:
        for line in (*lines, *([f"and {words.count(more, 'more file')}"] if more else [])):
            complain(line)
        many = words.count(len(lines) + more, "difference")
        named = words.count(found.files, "file")
        complain(f"{place} is not what it was: {many} from its manifest, which names {named}.")
        sys.exit(FOUND)
    say(f"All {words.count(found.files, 'file')} are as the manifest says.")
    made = [f"by equity-plans {found.version}" if found.version else ""]
    made.append(f"as of {found.as_of}" if found.as_of else "")
    made.append(f"from commit {found.commit}" if found.commit else "")
    say(show(f"It was made {', '.join(part for part in made if part)}."))
    say(f"SHA-256 of the manifest: {found.digest}")
    if manifest_sha256 is None:
        say(
            "Whoever can change files can change a manifest too: hold this number against the one "
            "its publisher names."
        )
