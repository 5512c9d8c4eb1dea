"""Shape: what the schema objects to → findings in plain words, one for each mistake (EP1xx)."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import TYPE_CHECKING

from equity_plans.check.keys import key_findings
from equity_plans.check.spot import Spot, spot
from equity_plans.check.wording import WORDINGS, in_words
from equity_plans.findings import DataPath, Finding, Other
from equity_plans.schema import Schemas
from equity_plans.sources import Document
from equity_plans.sources.source import clip

if TYPE_CHECKING:  # jsonschema is slow to load
    from jsonschema.exceptions import ValidationError

ABOUT_KEYS = ("required", "additionalProperties")
ABOUT_REPEATS = "uniqueItems"
KNOWN = {*ABOUT_KEYS, ABOUT_REPEATS, *WORDINGS}
"""Every keyword of JSON Schema that there are words for; a test holds the schemas to them."""


def shape_findings(document: Document, *, kind: str, schemas: Schemas) -> tuple[Finding, ...]:
    """What is wrong with the shape of a document of this `kind`, all of it, in order of place.

    A document that could not be read says so itself and has no shape.
    """
    if document.findings or schemas.surely_right(document.value, kind=kind):
        return ()
    errors: dict[DataPath, list[ValidationError]] = {}
    for error in schemas.validators[kind].iter_errors(document.value):
        errors.setdefault(tuple(error.absolute_path), []).append(error)
    findings = [
        finding
        for path, here in errors.items()
        for finding in _at(spot(document, schemas, kind=kind, path=path), here, errors.keys())
    ]
    return tuple(sorted(findings, key=Finding.sort_key))


def _at(
    here: Spot, errors: Sequence[ValidationError], wrong: Container[DataPath]
) -> Iterator[Finding]:
    """The findings at one spot: one for each key, one for each repetition, one for the value."""
    yield from key_findings(here, [one for one in errors if one.validator in ABOUT_KEYS])
    if any(one.validator == ABOUT_REPEATS for one in errors):
        yield from _repeated(here, wrong)
    value_errors = [one for one in errors if one.validator in WORDINGS]
    if value_errors:
        yield here.finding(*in_words(here, value_errors))


def _repeated(here: Spot, wrong: Container[DataPath]) -> Iterator[Finding]:
    """Each entry that stands in the list already, unless it is wrong anyway."""
    first: dict[str, DataPath] = {}
    for index, value in enumerate(here.value if isinstance(here.value, list) else ()):
        path = (*here.path, index)
        earlier = first.setdefault(f"{type(value)} {value}", path)
        if earlier is not path and path not in wrong:
            yield here.finding(
                "EP111",
                f"“{clip(str(value))}” is listed twice in {here.name}.",
                "Delete one of the two.",
                path=path,
                other=Other(
                    file=here.document.file,
                    place=here.document.values[earlier],
                    label="first listed here",
                ),
            )
