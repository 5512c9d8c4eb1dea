"""Kinds of value: nothing where something is needed, a number where a text is wanted (EP104)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from equity_plans.check import meant
from equity_plans.check.spot import Field, Said, Spot, stray_keys
from equity_plans.sources import Value
from equity_plans.sources.source import CLIP, clip, in_quotes

if TYPE_CHECKING:  # jsonschema is slow to load
    from jsonschema.exceptions import ValidationError

TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a group of keys",
}
FORMATS = {
    "date": "a day",
    "when": "a date",
    "uri": "a web address",
    "email": "an e-mail address",
}
"""What the schema's types and formats are called in a sentence."""


def nothing(here: Spot) -> Said:
    """What there is to say of a key or an entry without a value."""
    if not here.keyed:
        return Said("EP104", f"{here.name} is empty.", "Fill it in, or delete it.")
    strays = stray_keys(here)
    if strays:
        keys = ", ".join(f"`{key}`" for key in strays)
        fix = f"If the lines below belong to it, indent them by two spaces: {keys}."
        return Said("EP104", f"{here.name} has nothing in it.", fix)
    leave_out = ", or delete the line" if here.optional else ""
    return Said(
        "EP104", f"{here.name} has no value.", f"Write it after the colon{leave_out}. {here.help()}"
    )


def wrong_kind(here: Spot, _: ValidationError) -> Said:
    """What there is to say of a value of another kind than the one that belongs here."""
    message = f"{here.name} should be {_wanted(here.field)}, but {_found(here)}."
    for value, fix in _conversions(here):
        if here.takes(value):
            return Said("EP104", message, fix)
    advice = here.field.schema.get("errorMessage", "")
    otherwise = advice or f"Write {_wanted(here.field)} here. {here.help()}"
    return Said("EP104", message, _regrouped(here) or otherwise)


def _wanted(field: Field) -> str:
    types = " or ".join(TYPES[one] for one in field.types)
    return FORMATS.get(field.format, types)


def _found(here: Spot) -> str:
    match here.value:
        case str():
            return f"{here.quoted} is text"
        case bool():
            return f"{here.quoted} is a yes or no"
        case float() if "integer" in here.field.types:
            return f"{here.quoted} is not whole"
        case int() | float():
            return f"{here.quoted} is a number"
        case list():
            return "this is a list"
        case _:
            return "this is a group of keys"


def _conversions(here: Spot) -> Iterator[tuple[Value, str]]:
    """What may have been meant by a value of the wrong kind, and how to write that."""
    match here.value:
        case str(text):
            number, answer = meant.number(text), meant.yes_or_no(text)
            if number is not None:
                alone = "Remove the quotes" if str(number) == text else "Write the number alone"
                yield number, f"{alone}: `{number}`."
            if answer is not None:
                word = str(answer).lower()
                yield (
                    answer,
                    (
                        f"Remove the quotes: `{word}`."
                        if word == text
                        else f"Did you mean `{word}`?"
                    ),
                )
        case bool() | int() | float():
            yield here.written, f"Put it in quotes: `{in_quotes(here.written)}`."
        case [str() | int() | float() as one]:
            written = here.document.written[(*here.path, 0)]
            yield one, f"Write it after the colon, without a hyphen or brackets{_paste(written)}."


def _regrouped(here: Spot) -> str:
    """How to turn what stands here into a list or a group, when that is what is wanted."""
    match here.field.types, here.value:
        case ["array"], dict(group):
            first = next((f": `- {clip(key)}: …`" for key in group), "")
            return f"Put a hyphen before the first line of each entry{first}."
        case ["array"], str() | int() | float():
            return _entries(here)
        case ["object"], list([dict()]):
            return "Put a space in the place of the hyphen: this is one group, not a list of them."
        case ["object"], _:
            # The lines of the file itself begin at the margin.
            below = " below, indented by two spaces" if here.path else ""
            return f"Write its keys on lines of their own{below}: {', '.join(here.properties())}."
        case _:
            return ""


def _entries(here: Spot) -> str:
    entry = here.inside(0)
    parts = [part.strip() for part in here.written.split(",")]
    if len(parts) > 1 and not entry.takes(here.value) and all(map(entry.takes, parts)):
        lines = ", ".join(f"`- {part}`" for part in parts)
        return f"Write each on a line of its own below, after a hyphen: {lines}."
    written = here.document.written[here.path]
    return f"Write it on a line of its own below, after a hyphen{_paste(written, before='- ')}."


def _paste(written: str, *, before: str = "") -> str:
    """What to paste, unless it is too long to show whole."""
    return f": `{before}{written}`" if len(written) <= CLIP and "\n" not in written else ""
