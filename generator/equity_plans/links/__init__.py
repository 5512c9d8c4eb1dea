"""Links: what was last seen of each address that plans and reports name as a source or proof.

The record of it, `links.json` beside `plans/`, is written by `equity-plans links` and by nobody
else. An address that is not there any more stays on its page, with the day since when, and with
the archived copy where there is one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias, TypeVar, cast

from equity_plans.model import Link, Portfolio, Seen, Source, SourceDocument, build

RECORD = "links.json"
"""The file of the record, in the folder that holds plans/."""

Cited: TypeAlias = Link | Source | SourceDocument
"""What names an address in support of something."""


class Status(StrEnum):
    """What came of looking at an address."""

    ONLINE = "online"
    OFFLINE = "offline"
    UNKNOWN = "unknown"
    """It was not asked, or the answer does not tell: a door that is shut is still a door."""


class RecordError(ValueError):
    """The record is not as its schema says; the message says where."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What one look at an address found."""

    status: Status
    problem: str | None = None
    """Why it is not online, in a few words."""


def evidence(portfolio: Portfolio) -> Mapping[str, str | None]:
    """Every address that supports something, in order, with the archived copy its author named."""
    found: dict[str, str | None] = {}
    for one in _cited(portfolio):
        if one.url is not None:
            found[one.url] = found.get(one.url) or one.archived
    return dict(sorted(found.items()))


def _cited(value: Any) -> Iterator[Cited]:
    if isinstance(value, Cited):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _cited(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from _cited(one)
    elif is_dataclass(value):
        for place in fields(value):
            if place.init:
                yield from _cited(getattr(value, place.name))


def seen_after(before: Seen | None, look: Look, *, day: date, archived: str | None = None) -> Seen:
    """What is known of an address after a look on `day`, given what was known before it.

    A look that cannot tell changes neither the day it was last seen nor since when it is gone.
    """
    last_seen = before.last_seen if before else None
    offline_since = before.offline_since if before else None
    match look.status:
        case Status.ONLINE:
            last_seen, offline_since = day, None
        case Status.OFFLINE:
            offline_since = offline_since or day
    return Seen(
        status=look.status,
        checked=day,
        last_seen=last_seen,
        offline_since=offline_since,
        problem=look.problem,
        archived=archived or (before.archived if before else None),
    )


# The record ---------------------------------------------------------------------------------------


@cache
def schema() -> Mapping[str, Any]:
    """The schema of the record."""
    written = files("equity_plans.links") / "links.schema.json"
    document: Mapping[str, Any] = json.loads(written.read_text(encoding="utf-8"))
    return document


def record(seen: Mapping[str, Seen]) -> bytes:
    """The file of the record: JSON, one address after the other."""
    links = [
        {
            "url": url,
            "status": one.status,
            "checked": one.checked.isoformat(),
            "last_seen": one.last_seen.isoformat() if one.last_seen else None,
            "offline_since": one.offline_since.isoformat() if one.offline_since else None,
            "problem": one.problem,
            "archived": one.archived,
        }
        for url, one in sorted(seen.items())
    ]
    contents = {"$schema": schema()["$id"], "links": links}
    return (json.dumps(contents, indent=1, ensure_ascii=False) + "\n").encode()


def read_record(content: bytes) -> Mapping[str, Seen]:
    """What the file of the record says, by address. Raises RecordError."""
    # It is slow to load, and most commands need no record.
    from jsonschema import Draft202012Validator, FormatChecker  # noqa: PLC0415

    try:
        contents = json.loads(content)
        validator = Draft202012Validator(schema(), format_checker=FormatChecker(["date"]))
        error = next(validator.iter_errors(contents), None)
    except (ValueError, RecursionError):
        raise RecordError("It is not JSON.") from None
    if error is not None:
        place = "/".join(str(part) for part in error.absolute_path)
        raise RecordError(f"At “{place}”: {error.message[:200]}")
    return {one["url"]: _seen(one) for one in contents["links"]}


def _seen(written: Mapping[str, Any]) -> Seen:
    known = {key: value for key, value in written.items() if value is not None}
    return build(Seen, known, fiscal_year_starts=1)


# In the portfolio ---------------------------------------------------------------------------------

T = TypeVar("T")


def with_seen(portfolio: Portfolio, seen: Mapping[str, Seen], *, as_of: date) -> Portfolio:
    """The portfolio in which everything cited knows what had been seen of it by the day `as_of`."""
    known = {url: one for url, one in seen.items() if one.checked <= as_of}
    return _told(portfolio, known) if known else portfolio


def _told(value: T, seen: Mapping[str, Seen]) -> T:
    """The value with all that is in it; what nothing is known of stays the very same."""
    if isinstance(value, Cited):
        found = seen.get(value.url or "")
        return value if found is None else replace(value, seen=found)
    if isinstance(value, Mapping):
        return cast("T", {key: _told(one, seen) for key, one in value.items()})
    if isinstance(value, tuple):
        parts = tuple(_told(one, seen) for one in value)
        same = all(new is old for new, old in zip(parts, value, strict=True))
        return value if same else cast("T", parts)
    if is_dataclass(value) and not isinstance(value, type):
        told = {place.name: getattr(value, place.name) for place in fields(value) if place.init}
        changed = {name: new for name, old in told.items() if (new := _told(old, seen)) is not old}
        return replace(value, **changed) if changed else value
    return value
