"""Keys: what is missing from a group, and what cannot be used in it (EP101, EP102)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from equity_plans.check import meant
from equity_plans.check.spot import Spot, stray_keys
from equity_plans.findings import Finding
from equity_plans.sources import Value
from equity_plans.sources.source import clip

if TYPE_CHECKING:  # jsonschema is slow to load
    from jsonschema.exceptions import ValidationError


def key_findings(group: Spot, errors: Sequence[ValidationError]) -> Iterator[Finding]:
    """One finding for each key of a group that is missing, or that cannot be used there.

    A key that cannot be used and looks like one that is missing is one mistake: a slip in typing.
    """
    if not errors or not isinstance(group.value, dict):
        return
    known = group.properties()
    missing = _missing(group, errors)
    strays = {
        stray
        for key, value in group.value.items()
        if value is None and key in known
        for stray in stray_keys(group.inside(key))
    }
    unknown = [
        key
        for error in errors
        if error.validator == "additionalProperties"
        for key in _unknown(group.value, _filled_in(error.schema))
        if key not in strays
    ]
    spellings = {
        spelling: key
        for key, field in known.items()
        if key not in group.value
        for spelling in (str(field.schema["title"]), key)
    }
    for key in unknown:
        match = meant.word(key, spellings)
        if match:
            spellings = {spelling: one for spelling, one in spellings.items() if one != match}
            missing.pop(match, None)
        yield _unusable(group, key, match)
    for key, because in missing.items():
        yield _absent(group, key, because)


def _missing(group: Spot, errors: Sequence[ValidationError]) -> dict[str, str]:
    """Each key that is missing, with the reason why it is needed just here, if there is one."""
    return {
        key: _because(group.field.schema, list(error.absolute_schema_path))
        for error in errors
        if error.validator == "required"
        for key in _filled_in(error.validator_value)
        if key not in _filled_in(error.instance)
    }


def _because(schema: Mapping[str, Any], path: Sequence[str | int]) -> str:
    """“because `state` is ended”: what an `if` of the schema has found true."""
    match path[-4:]:
        case ["allOf", int(index), *_, "then", "required"]:
            conditions = schema["allOf"][index]["if"]["properties"].items()
            said = " and ".join(f"`{key}` is {one['const']}" for key, one in conditions)
            return f", because {said}"
    return ""


def _unknown(value: Mapping[str, Value], schema: Mapping[str, Any]) -> Iterator[str]:
    """The keys of a group that its schema does not know."""
    # The validator's own answer lists them in a sentence only.
    own = tuple(schema.get("patternProperties", {}))
    for key in value:
        if key not in schema["properties"] and not any(re.search(one, key) for one in own):
            yield key


def _unusable(group: Spot, key: str, match: str | None) -> Finding:
    path = (*group.path, key)
    fix = f"Did you mean `{match}`?"
    if not match:
        own = meant.slug(key)[:30].strip("-")
        note = f" A note of your own begins with x-: `x-{own}`." if own else ""
        fix = f"Keys that can be used here: {', '.join(group.properties())}.{note}"
    shown = clip(key) or '""'
    message = f"`{shown}` is not a key that can be used here."
    return group.finding("EP102", message, fix, path=path, place=group.document.keys[path])


def _absent(group: Spot, key: str, because: str) -> Finding:
    """A missing key, at the first line of the group it is missing from."""
    first = next(iter(group.value), None) if isinstance(group.value, dict) else None
    keys, values = group.document.keys, group.document.values
    return group.finding(
        "EP101",
        f"`{key}` is missing{because}.",
        _how_to_add(group.inside(key)),
        path=(*group.path, key),
        place=values[group.path] if first is None else keys[(*group.path, first)],
    )


def _how_to_add(absent: Spot) -> str:
    key, field = absent.path[-1], absent.field
    match field.types:
        case ["object"]:
            how = f"Add `{key}:` and below it, indented by two spaces, its keys: "
            how += ", ".join(absent.properties())
        case ["array"]:
            how = f"Add `{key}:` and below it, each after a hyphen, its entries"
        case _:
            how = f"Add `{key}: …`"
    return f"{how}. {field.schema['description']}{field.words() or field.example(str(key))}"


def _filled_in(value: Any) -> Any:
    """`value` as it is; jsonschema's types doubt that it is filled in by now, and it always is."""
    return value
