"""Evidence: whether what is said can be looked up, today and in ten years."""

# Rules of one kind are all called alike, with more than each of them may need.
# ruff: noqa: ARG001

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from equity_plans.check.registry import Found, also, rule
from equity_plans.check.subject import some_of
from equity_plans.findings import DataPath, Severity
from equity_plans.model import ActionReport, Agency, Authority, Contact, Plan, Portfolio, Report


@rule(
    "EP501",
    of="report",
    severity=Severity.NOTICE,
    fix="Under `proof`, name a public page or document that shows it.",
)
def done_without_proof(report: Report, *, plan: Plan, portfolio: Portfolio) -> Iterator[Found]:
    """What is reported done can be seen to be done.

    “Done” is what the agency says. The site shows beside it what the public records show, and
    without a link that stays empty.
    """
    proven = {told.action for one in plan.reports for told in one.actions if _proof(told)}
    titles = {action.id: action.title for _, action in plan.actions()}
    done = [told for told in report.actions if told.status == "done"]
    lacking = [titles.get(one.action, one.action) for one in done if one.action not in proven]
    if lacking:
        message = some_of(lacking, "action", "has no proof", of=len(done), which="reported done")
        yield Found(("actions",), message, at="key")


@rule("EP502", of="plan", severity=Severity.WARNING, fix="Write https:// when the address has it.")
def address_not_private(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """A web address starts with https://.

    With http:// others can see what a person reads, and change it on the way. Nearly every public
    site answers to https://.
    """
    return _unsafe(plan)


@also("EP502", of="report")
def address_not_private_in_report(
    report: Report, *, plan: Plan, portfolio: Portfolio
) -> Iterator[Found]:
    """Reports."""
    return _unsafe(report)


@also("EP502", of="agency")
def address_not_private_in_agency(agency: Agency, *, portfolio: Portfolio) -> Iterator[Found]:
    """Agencies."""
    return _unsafe(agency)


@also("EP502", of="authorities")
def address_not_private_in_authorities(
    authorities: tuple[Authority, ...], *, portfolio: Portfolio
) -> Iterator[Found]:
    """Authorities."""
    return _unsafe(authorities, path=("authorities",))


@rule(
    "EP503",
    of="report",
    severity=Severity.NOTICE,
    fix="Save each page at web.archive.org/save; write the address of the copy under `archived`.",
)
def proof_not_archived(report: Report, *, plan: Plan, portfolio: Portfolio) -> Iterator[Found]:
    """Proof has a copy in a web archive.

    Public pages move and vanish, often when a plan ends. A copy in an archive keeps the proof.
    """
    links = [
        link
        for told in report.actions
        for proof in (told.proof, *(reached.proof for reached in told.milestones))
        for link in proof
        if link.url
    ]
    lacking = [link.title for link in links if not link.archived]
    if lacking:
        message = some_of(lacking, "link", "has no archived copy", of=len(links), which="to proof")
        yield Found(("actions",), message, at="key")


def _proof(told: ActionReport) -> bool:
    return bool(told.proof) or any(reached.proof for reached in told.milestones)


ADDRESSES = frozenset({"url", "archived", "website"})
"""The fields that hold a web address, besides a contact's `page`."""


def _unsafe(value: object, *, path: DataPath = ()) -> Iterator[Found]:
    """The addresses in a value and all its parts that start with http://."""
    if isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from _unsafe(one, path=(*path, index))
        return
    cls: Any = type(value)
    for name, key, address in _parts(cls):
        part = getattr(value, name)
        if not part:
            continue
        if not address:
            yield from _unsafe(part, path=(*path, key))
        elif part.startswith("http://"):
            message = "This address starts with http://, which is not private."
            yield Found((*path, key), message)


@cache
def _parts(cls: Any) -> tuple[tuple[str, str, bool], ...]:
    """The fields of a class of the model that are an address or have one in them.

    Each as Python and as YAML call it, and whether it is an address itself. Nothing for any other
    class. The reports of a plan are files of their own.
    """
    return tuple(
        (name, name.rstrip("_"), address)
        for name, kind in (get_type_hints(cls) if is_dataclass(cls) else {}).items()
        if (address := name in ADDRESSES or (cls is Contact and name == "page"))
        or any(_parts(one) for one in get_args(kind) or (kind,) if one is not Report)
    )
