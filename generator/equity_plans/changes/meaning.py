"""What a value says, apart from how it is written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from equity_plans.model import Quantity
from equity_plans.when import When

NAMES = ("id", "action", "measure", "milestone", "what", "plan", "title", "finding")
"""The fields by which an entry of a list is known again, the surest first."""


def meaning(value: object) -> Hashable:
    """What `value` says: without line breaks, the order of a list, or what stands empty."""
    match value:
        case None | "" | () | False:
            return None
        case str():
            return " ".join(value.split())
        case When():
            # Its days follow from the text and the agency's fiscal year, which is told by itself.
            return value.text
        case tuple():
            return frozenset(Counter(meaning(one) for one in value).items())
        case bool() | int() | float() | date():
            return value
        case _:
            said = tuple((name, meaning(one)) for name, one in written_fields(value))
            return said if any(one is not None for _, one in said) else None


def same(before: object, after: object) -> bool:
    """True when both say the same."""
    return before == after or meaning(before) == meaning(after)


def as_written(value: object) -> str:
    """A value on one line, as an author may have written it; nothing for nothing."""
    match value:
        case None:
            return ""
        case When():
            return value.text
        case bool():
            return str(value).lower()
        case int() | float():
            return f"{value:.15g}"
        case date():
            return value.isoformat()
        case tuple():
            return ", ".join(filter(None, (as_written(one) for one in value)))
        case Quantity():
            parts = (value.value, value.note, value.when)
            return next((as_written(one) for one in parts if one is not None), "")
        case _ if is_dataclass(value):
            return known_by(value) or next(
                (told for _, one in written_fields(value) if (told := as_written(one))), ""
            )
        case _:
            return " ".join(str(value).split())


def known_by(entry: object) -> str:
    """What tells an entry of a list from the others: an id, a title, a time and a group."""
    when = getattr(entry, "when", None)
    if isinstance(when, When):
        group = getattr(entry, "group", None)
        return f"{when.text}, {group}" if group else when.text
    return next((str(one) for name in NAMES if (one := getattr(entry, name, None))), "")


def written_fields(value: Any) -> Iterator[tuple[str, Any]]:
    """Each field that an author can write, with its value."""
    for one in fields(value):
        if one.metadata.get("written", True):
            yield one.name.rstrip("_"), getattr(value, one.name)
