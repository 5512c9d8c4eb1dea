"""Ownership: an agency changes its own folder, the keepers change everything else (EP4xx)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from equity_plans.check.places import PLANS
from equity_plans.check.registry import RULES
from equity_plans.check.shape import shape_findings
from equity_plans.check.subject import hint
from equity_plans.findings import DataPath, Finding
from equity_plans.schema import Schemas
from equity_plans.sources import Document
from equity_plans.sources.source import clip

OWNERS = "plans/OWNERS.yaml"
CODEOWNERS = ".github/CODEOWNERS"

PROSE = (".md", ".txt")
"""Endings of files that are only read."""

NAMED = 5
"""So many files are named in a message; the rest are counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Owners:
    """Who must agree to a change."""

    keepers: tuple[str, ...]
    agencies: Mapping[str, tuple[str, ...]]

    def of(self, file: str) -> tuple[str, ...]:
        """Those who must agree to a change of `file`, named from the project's root."""
        return self.agencies.get(agency_of(file), self.keepers)


def agency_of(file: str) -> str:
    """The agency in whose folder a file is; empty for a file in none."""
    parts = file.split("/")
    return parts[1] if len(parts) > 2 and parts[0] == PLANS else ""


def owners_of(document: Document) -> Owners:
    """The owners in a document without findings."""
    value = cast("Mapping[str, Any]", document.value)
    return Owners(
        keepers=tuple(value["keepers"]),
        agencies={one["agency"]: tuple(one["owners"]) for one in value.get("agencies", ())},
    )


def owners_findings(
    document: Document, *, schemas: Schemas, agencies: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """What is wrong with the file of owners; `agencies` are the folders, where they are known."""
    found = document.findings or shape_findings(document, kind="owners", schemas=schemas)
    return found or tuple(_strangers(document, agencies))


def _strangers(document: Document, agencies: Collection[str] | None) -> Iterator[Finding]:
    listed: set[str] = set()
    value = cast("Mapping[str, Any]", document.value)
    for index, one in enumerate(value.get("agencies", ())):
        agency = one["agency"]
        path: DataPath = ("agencies", index, "agency")
        if agency in listed:
            yield _finding("EP406", OWNERS, f"“{agency}” is listed twice.", document, path)
        elif agencies is not None and agency not in agencies:
            message = f"There is no agency “{agency}”: plans/{agency}/ is not there."
            near = hint(agency, agencies)
            yield _finding("EP406", OWNERS, message, document, path, fix=near)
        listed.add(agency)


def ownership_findings(files: Sequence[str]) -> tuple[Finding, ...]:
    """What there is to say of a change that touches these files, named from the project's root.

    The list must be complete, with both names of a file that was renamed.
    """
    ours = Counter(agency for file in files if (agency := agency_of(file)))
    shared = [file for file in files if file.startswith(f"{PLANS}/") and not agency_of(file)]
    outside = [file for file in files if not file.startswith(f"{PLANS}/")]
    if OWNERS in shared:
        shared.remove(OWNERS)
        outside.insert(0, OWNERS)
    return tuple(_of_plans(files, ours, shared, outside) if ours else _of_keepers(outside))


def _of_plans(
    files: Sequence[str], ours: Counter[str], shared: Sequence[str], outside: Sequence[str]
) -> Iterator[Finding]:
    """A change to the plans of at least one agency."""
    # Whose change it is nobody can tell from names; most likely the one with most files in it.
    own = min(ours, key=lambda agency: (-ours[agency], agency))
    for other in sorted(ours.keys() - {own}):
        theirs = [file for file in files if agency_of(file) == other]
        message = f"This change is in plans/{own}/ and also in plans/{other}/: {_named(theirs)}."
        yield _finding("EP401", theirs[0], message)
    if outside:
        message = f"This change is in plans/{own}/ and also outside of it: {_named(outside)}."
        yield _finding("EP402", outside[0], message)
    if shared:
        message = f"This change is in plans/{own}/ and also in what all share: {_named(shared)}."
        yield _finding("EP403", shared[0], message)


def _of_keepers(outside: Sequence[str]) -> Iterator[Finding]:
    """A change to no agency's plans."""
    outside = [file for file in outside if not file.endswith(PROSE)]
    if outside:
        message = f"This change touches what checks it: {_named(outside)}."
        yield _finding("EP404", outside[0], message)


def without_owners(where: str) -> Finding:
    """What there is to say when nobody is named who must agree."""
    return _finding("EP407", OWNERS, f"There is no {OWNERS} in “{clip(where)}”.")


def codeowners(owners: Owners, *, prefix: str = "") -> str:
    """The file in which the code host looks up whom to ask.

    `prefix` is the project's folder in its repository. The last line that fits a file counts, and
    no line of an agency can fit a file of the keepers.
    """
    lines = [
        f"# Written from {OWNERS} by: equity-plans owners --write-codeowners",
        "# Change that file, not this one.",
        f"* {' '.join(owners.keepers)}",
        *(
            f"/{prefix}{PLANS}/{agency}/ {' '.join(owners.agencies[agency])}"
            for agency in sorted(owners.agencies)
        ),
    ]
    return "\n".join(lines) + "\n"


def codeowners_findings(
    written: str | None, owners: Owners, *, prefix: str = ""
) -> tuple[Finding, ...]:
    """What is wrong when the code host's file says something else than it should."""
    if written == codeowners(owners, prefix=prefix):
        return ()
    what = "is not there" if written is None else f"does not say what {OWNERS} says"
    return (_finding("EP405", CODEOWNERS, f"{CODEOWNERS} {what}."),)


def _named(files: Sequence[str]) -> str:
    named = ", ".join(f"“{clip(file)}”" for file in files[:NAMED])
    return f"{named} and {len(files) - NAMED:,} more" if len(files) > NAMED else named


def _finding(
    rule: str,
    file: str,
    message: str,
    document: Document | None = None,
    path: DataPath = (),
    *,
    fix: str = "",
) -> Finding:
    place = document.values[path] if document else None
    return Finding(
        rule=rule,
        severity=RULES[rule].severity,
        file=file,
        message=message,
        fix=fix or RULES[rule].fix,
        place=place,
        path=path,
        excerpt=document.lines[place.line - 1] if document and place else "",
    )
