"""jsonschema, which has the last word on shape, with our `pattern`, `uniqueItems` and `integer`.

It is slow to load, and most files are surely right without it; only `schema` loads it, when asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, TypeChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource


def validators_of(
    documents: Mapping[str, Mapping[str, Any]], *, formats: Mapping[str, Callable[[object], bool]]
) -> dict[str, Any]:
    """A validator by kind of file, for schemas that refer to each other.

    A check of `formats` raises ValueError with the reason why a text is not of that format.
    """
    checker = FormatChecker(formats=())
    for name, check in formats.items():
        checker.checks(name, raises=ValueError)(check)
    resources = [(doc["$id"], Resource.from_contents(doc)) for doc in documents.values()]
    # No retriever: a reference to anything but these files fails instead of reaching the network.
    registry: Registry[Any] = Registry().with_resources(resources)
    return {
        kind: Validator(document, registry=registry, format_checker=checker)
        for kind, document in documents.items()
        if kind != "vocabulary"
    }


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # Python's `$` also matches before a final line break, so an id could end in one.
    return re.compile(re.sub(r"\$$", r"\\Z", pattern), re.ASCII)


def _pattern(
    _validator: Any, pattern: str, instance: object, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    """JSON Schema's `pattern`, without Python's `$`, and never run on text that is too long."""
    if not isinstance(instance, str) or len(instance) > schema.get("maxLength", len(instance)):
        return
    if not _compiled(pattern).search(instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _unique_items(
    _validator: Any,
    unique: bool,
    instance: object,
    schema: Mapping[str, Any],
) -> Iterator[ValidationError]:
    """JSON Schema's `uniqueItems` in one pass; jsonschema compares every pair of a mixed list."""
    if not unique or not isinstance(instance, list):
        return
    if len(instance) > schema.get("maxItems", len(instance)):
        return  # `maxItems` says it
    seen = {json.dumps(entry, sort_keys=True) for entry in instance}
    if len(seen) < len(instance):
        yield ValidationError(f"{instance!r} has non-unique elements")


def _is_integer(_checker: TypeChecker, instance: object) -> bool:
    """A whole number as written: `10`, and not `10.0`, which Python would print as it stands."""
    return isinstance(instance, int) and not isinstance(instance, bool)


Validator = extend(  # type: ignore[no-untyped-call] # jsonschema leaves it untyped
    Draft202012Validator,
    {"pattern": _pattern, "uniqueItems": _unique_items},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer),
)
"""Draft 2020-12 with our `pattern`, `uniqueItems` and `integer`."""
