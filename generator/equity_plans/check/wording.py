"""Wording: what the schema objects to in one value, said so that its author can mend it.

The words for what is allowed come from the schema itself. Every function here says of one spot
which rule it breaks, what is wrong, and what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from equity_plans.check import meant
from equity_plans.check.kinds import nothing, wrong_kind
from equity_plans.check.spot import Said, Spot
from equity_plans.sources.source import CLIP, clip
from equity_plans.when import NotADate, Precision, parse_when

if TYPE_CHECKING:  # jsonschema is slow to load
    from jsonschema.exceptions import ValidationError

DATES = ("date", "when")
IDS = ("id", "planPath", "idPath")
"""The definitions of ids and of what is put together from them."""


def in_words(here: Spot, errors: Sequence[ValidationError]) -> Said:
    """What there is to say of a value that the schema has `errors` about: what to mend first."""
    if here.value is None:
        return nothing(here)
    if here.value == "" and "string" in here.field.types:
        return _empty(here)
    if isinstance(here.value, bool | int | float) and "string" in here.field.types:
        of_text = list(here.errors(here.written))
        if of_text:
            # Not even quotes would help, so what is wrong is not that they are missing.
            here, errors = replace(here, value=here.written), of_text
    if here.field.format in DATES and not isinstance(here.value, list | dict):
        return _date(here, errors)
    error = min(errors, key=_weight)
    return WORDINGS[str(error.validator)](here, error)


def _weight(error: ValidationError) -> tuple[int, float]:
    """First what must be mended before the rest makes sense; of two limits, the lower one."""
    limit = error.validator_value
    return list(WORDINGS).index(str(error.validator)), limit if isinstance(limit, int) else 0


# Words, dates and other texts -----------------------------------------------------------------


def _choice(here: Spot, _: ValidationError) -> Said:
    known = here.field.schema["enum"]
    labels = here.field.schema.get("labels", {})
    spellings = {**{labels[word]: word for word in labels}, **{word: word for word in known}}
    match = meant.word(here.written, spellings)
    guess = f"Did you mean `{match}`?" if match else "Choose one."
    return Said("EP103", f"{here.name} cannot be {here.quoted}.", guess + here.field.words())


def _only(here: Spot, _: ValidationError) -> Said:
    return Said("EP103", f"{here.name} cannot be {here.quoted}.", here.sentence("errorMessage"))


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
        fix = here.sentence("patternErrorMessage")
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
    fix = here.sentence("patternErrorMessage")
    if guess != text and len(guess) <= CLIP and here.takes(guess):
        fix = f"Did you mean `{guess}`? {fix}"
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


# Too little and too much ----------------------------------------------------------------------


def _empty(here: Spot) -> Said:
    leave_out = ", or delete the line" if here.optional else ""
    fix = f"Write it between the quotes{leave_out}. {here.help()}"
    return Said("EP107", f"{here.name} is empty.", fix)


def _short(here: Spot, error: ValidationError) -> Said:
    length, least = _count(len(here.written), "character"), error.validator_value
    fix = f"Write {least} characters or more. {here.help()}"
    return Said("EP107", f"{here.name} has only {length}.", fix)


def _long(here: Spot, error: ValidationError) -> Said:
    length = len(here.written)
    limit: Any = error.validator_value
    return Said(
        "EP107",
        f"{here.name} has {length:,} characters; at most {limit:,} fit here.",
        f"Shorten it by {_count(length - limit, 'character')}.",
    )


def _few(here: Spot, _: ValidationError) -> Said:
    what, fix = "list", "Write at least one entry"
    if isinstance(here.value, dict):
        what, fix = "group", f"Write at least one of its keys: {', '.join(here.properties())}"
    leave_out = ". Or delete the line" if here.optional else ""
    return Said("EP107", f"{here.name} is an empty {what}.", f"{fix}{leave_out}.")


def _many(here: Spot, error: ValidationError) -> Said:
    length = len(here.value) if isinstance(here.value, list) else 0
    limit: Any = error.validator_value
    return Said(
        "EP107",
        f"{here.name} has {length:,} entries; at most {limit:,} fit here.",
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


Wording: TypeAlias = "Callable[[Spot, ValidationError], Said]"

WORDINGS: dict[str, Wording] = {
    "type": wrong_kind,
    "enum": _choice,
    "const": _only,
    "pattern": _spelling,
    "format": _spelling,
    "minLength": _short,
    "maxLength": _long,
    "minimum": _range,
    "maximum": _range,
    "minItems": _few,
    "minProperties": _few,
    "maxItems": _many,
}
"""What to say for each keyword of JSON Schema, in the order in which mistakes are mended."""
