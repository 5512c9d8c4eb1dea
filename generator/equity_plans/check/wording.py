"""Wording: what the schema objects to in one value, said so that its author can mend it.

The words for what is allowed come from the schema itself. Every function here says of one spot
which rule it breaks, what is wrong, and what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

from jsonschema.exceptions import ValidationError

from equity_plans.check import meant
from equity_plans.check.spot import Field, Spot, stray_keys
from equity_plans.sources import Value
from equity_plans.sources.scalars import resolve
from equity_plans.sources.source import CLIP, clip, in_quotes
from equity_plans.when import NotADate, Precision, parse_when

TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a group of keys",
}
KINDS_OF_TEXT = {
    "date": "a day",
    "when": "a date",
    "uri": "a web address",
    "email": "an e-mail address",
}
"""What the schema's types and formats are called in a sentence."""

DATES = ("date", "when")
IDS = ("id", "planPath", "idPath")
"""The definitions of ids and of what is put together from them."""

FEW = 12
"""So many words can be listed together with their labels."""


class Said(NamedTuple):
    """What there is to say of a spot."""

    rule: str
    message: str
    fix: str


def in_words(here: Spot, errors: Sequence[ValidationError]) -> Said:
    """What there is to say of a value the schema has `errors` about: one thing, the first to mend."""
    if here.value is None:
        return _nothing(here)
    if here.field.format in DATES and not isinstance(here.value, list | dict):
        return _date(here, errors)
    error = min(errors, key=_weight)
    return WORDINGS[str(error.validator)](here, error)


def _weight(error: ValidationError) -> tuple[int, float]:
    """First what must be mended before the rest makes sense; of two limits, the lower one."""
    limit = error.validator_value
    return list(WORDINGS).index(str(error.validator)), limit if isinstance(limit, int) else 0


# What the schema says ----------------------------------------------------------------------------


def words(field: Field) -> str:
    """A sentence with all the words of a field that takes only some; nothing for another field."""
    known: Sequence[str] = field.schema.get("enum", ())
    labels = field.schema.get("labels", {}) if len(known) <= FEW else {}
    listed = (
        f"{word} ({labels[word]})"
        if meant.fold(labels.get(word, word)) != meant.fold(word)
        else word
        for word in known
    )
    return f" The words are: {', '.join(listed)}." if known else ""


def example(field: Field, key: str) -> str:
    """A sentence with an example that can be pasted; nothing for a list or group."""
    one: Any = field.schema["examples"][0]
    if isinstance(one, list | dict):
        return ""
    if isinstance(one, bool):
        one = str(one).lower()
    elif isinstance(one, str):
        special = ": " in one or " #" in one or not one[0].isalnum() or resolve(one) != one
        one = in_quotes(one) if special else one
    return f" For example: `{key}: {one}`."


def _help(here: Spot) -> str:
    """What the field is for, with its words or an example."""
    key = str(here.path[-1]) if here.path else ""
    field = here.field
    sentence = words(field) or (example(field, key) if here.keyed else "")
    return f"{field.schema['description']}{sentence}"


def _sentence(here: Spot, keyword: str) -> str:
    """The sentence that the schema has for authors who get this wrong."""
    return str(here.field.schema.get(keyword, "")) or _help(here)


# Nothing, and the wrong kind of value --------------------------------------------------------------


def _nothing(here: Spot) -> Said:
    if not here.keyed:
        fix = "Write something after the hyphen, or delete the line."
        return Said("EP104", f"{here.name} is empty.", fix)
    strays = stray_keys(here)
    if strays:
        keys = ", ".join(f"`{key}`" for key in strays)
        fix = f"If the lines below belong to it, indent them by two spaces: {keys}."
        return Said("EP104", f"{here.name} has nothing in it.", fix)
    leave_out = ", or delete the line" if here.optional else ""
    return Said(
        "EP104", f"{here.name} has no value.", f"Write it after the colon{leave_out}. {_help(here)}"
    )


def _type(here: Spot, _: ValidationError) -> Said:
    message = f"{here.name} should be {_wanted(here.field)}, but {_found(here)}."
    for value, fix in _conversions(here):
        if here.takes(value):
            return Said("EP104", message, fix)
    if "string" in here.field.types and isinstance(here.value, bool | int | float):
        # Not even quotes would help, so what is wrong with it is not that they are missing.
        text = here.written
        return in_words(replace(here, value=text), list(here.errors(text)))
    fix = _regrouped(here) or _sentence(here, "errorMessage")
    return Said("EP104", message, fix)


def _wanted(field: Field) -> str:
    types = " or ".join(TYPES[one] for one in field.types)
    return KINDS_OF_TEXT.get(field.format, types)


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
                yield answer, (
                    f"Remove the quotes: `{word}`." if word == text else f"Did you mean `{word}`?"
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
            return "Remove the hyphen: there is only one here, so it is not a list."
        case ["object"], _:
            keys = ", ".join(here.properties())
            return f"Write its keys on lines of their own below, indented by two spaces: {keys}."
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


# Words, dates and other texts ----------------------------------------------------------------------


def _choice(here: Spot, _: ValidationError) -> Said:
    known = here.field.schema["enum"]
    labels = here.field.schema.get("labels", {})
    spellings = {**{labels[word]: word for word in labels}, **{word: word for word in known}}
    match = meant.word(here.written, spellings)
    guess = f"Did you mean `{match}`?" if match else "Choose one."
    return Said("EP103", f"{here.name} cannot be {here.quoted}.", guess + words(here.field))


def _only(here: Spot, _: ValidationError) -> Said:
    return Said(
        "EP103", f"{here.name} cannot be {here.quoted}.", _sentence(here, "errorMessage")
    )


def _date(here: Spot, errors: Sequence[ValidationError]) -> Said:
    text = here.written
    guesses = [f"`{one}`" for one in dict.fromkeys(meant.dates(text)) if here.takes(one)]
    if guesses:
        fix = f"Did you mean {' or '.join(guesses)}?"
    elif all(error.validator == "format" for error in errors):
        month = text[:7]
        fix = "Look the date up and correct it."
        if here.takes(month):
            fix += f" If only the month is known, write `{month}`."
    else:
        fix = _sentence(here, "patternErrorMessage")
    try:
        precision = parse_when(clip(text)).precision
    except NotADate as reason:
        return Said("EP105", str(reason), fix)
    what = "no date" if precision == Precision.ONGOING else f"a {precision.replace('-', ' ')}"
    return Said("EP105", f"{here.name} should be one day, but {here.quoted} is {what}.", fix)


def _spelling(here: Spot, _: ValidationError) -> Said:
    """A text that does not look the way this kind of text does."""
    text = here.written
    kind = here.field.format or ("id" if here.field.definition in IDS else "")
    rule, guess_at = SPELLINGS.get(kind, ("EP113", meant.one_line))
    guess = guess_at(text)
    fix = _sentence(here, "patternErrorMessage")
    if guess != text and len(guess) <= CLIP and here.takes(guess):
        fix = f"Did you mean `{guess}`? {fix}"
    elif here.field.format:
        fix += example(here.field, str(here.path[-1]))
    return Said(rule, f"{here.name} {_fault(text) if rule == 'EP113' else _cannot(here)}.", fix)


def _cannot(here: Spot) -> str:
    return f"cannot be {here.quoted}"


def _fault(text: str) -> str:
    """What is wrong with the spaces of a text."""
    begins_or_ends = "begins" if text[0].isspace() else "ends" if text[-1].isspace() else ""
    if begins_or_ends:
        return f"{begins_or_ends} with a space or a line break: “{clip(text)}”"
    if "\n" in text:
        return f"goes over several lines: “{clip(text)}”"
    return f"cannot be “{clip(text)}”"


SPELLINGS: dict[str, tuple[str, Callable[[str], str]]] = {
    "uri": ("EP109", meant.web_address),
    "email": ("EP110", meant.email),
    "id": ("EP106", meant.slug),
}
"""For each kind of text its rule, and how to guess at what was meant."""


# Too little and too much ---------------------------------------------------------------------------


def _short(here: Spot, error: ValidationError) -> Said:
    leave_out = ", or delete the line" if here.optional else ""
    if not here.written:
        fix = f"Write it between the quotes{leave_out}. {_help(here)}"
        return Said("EP107", f"{here.name} is empty.", fix)
    return Said(
        "EP107",
        f"{here.name} has {_count(len(here.written), 'character')};"
        f" it needs {error.validator_value} or more.",
        _help(here),
    )


def _long(here: Spot, error: ValidationError) -> Said:
    length, limit = len(here.written), error.validator_value
    return Said(
        "EP107",
        f"{here.name} has {length:,} characters; {limit:,} are the most it can have.",
        f"Shorten it by {_count(length - limit, 'character')}.",
    )


def _few(here: Spot, _: ValidationError) -> Said:
    leave_out = ", or delete the line" if here.optional else ""
    what = "list" if isinstance(here.value, list) else "group"
    fix = f"Write what belongs into it{leave_out}. {_help(here)}"
    return Said("EP107", f"{here.name} is an empty {what}.", fix)


def _many(here: Spot, error: ValidationError) -> Said:
    length = len(here.value) if isinstance(here.value, list) else 0
    limit = error.validator_value
    return Said(
        "EP107",
        f"{here.name} has {length:,} entries; {limit:,} are the most it can have.",
        f"Take out {length - limit:,}.",
    )


def _range(here: Spot, _: ValidationError) -> Said:
    least, most = (here.field.schema.get(key) for key in ("minimum", "maximum"))
    fix = f"Write a number from {_number(least)} to {_number(most)}."
    if most is None:
        fix = f"Write {_number(least)} or more."
    return Said("EP108", f"{here.name} cannot be {here.quoted}.", fix)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _number(number: Any) -> str:
    """A limit to read; years stay years."""
    return f"{number:,}" if abs(number or 0) > 9999 else str(number)


Wording: TypeAlias = Callable[[Spot, ValidationError], Said]

WORDINGS: dict[str, Wording] = {
    "type": _type,
    "enum": _choice,
    "const": _only,
    "minLength": _short,
    "maxLength": _long,
    "pattern": _spelling,
    "format": _spelling,
    "minimum": _range,
    "maximum": _range,
    "minItems": _few,
    "minProperties": _few,
    "maxItems": _many,
}
"""What to say for each keyword of JSON Schema, in the order in which mistakes are mended."""
