"""Amendments: each about something in the plan, in the order of time, and in force."""

# Rules of one kind are all called alike, with more than each of them may need.
# ruff: noqa: ARG001

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from equity_plans.changes.meaning import as_written
from equity_plans.check.registry import Found, rule
from equity_plans.check.subject import hint
from equity_plans.check.things import named
from equity_plans.findings import DataPath
from equity_plans.model import Amendment, Plan, Portfolio
from equity_plans.sources.source import clip
from equity_plans.when import When


@rule(
    "EP212",
    of="plan",
    fix="Write the id, a dot and the name of the field, such as translate-forms.due.",
)
def amended_thing_unknown(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """An amendment changes something that is in the plan.

    The site shows each change beside the promise it changes. What was taken out of a plan stays in
    its file as withdrawn, so that its history stays too.
    """
    things = _things(plan)
    for index, amendment in enumerate(plan.amendments):
        amended = _amended(plan, things, amendment.what)
        if amended.problem:
            yield Found(("amendments", index, "what"), amended.problem, fix=amended.fix)


@rule("EP214", of="plan", fix="Write in the plan what holds now, or put the amendment right.")
def amended_otherwise(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """What the last amendment of something changed it to is what the plan says.

    The plan says what holds now, and its amendments say how it came to that. Where the two differ,
    one of them was forgotten.
    """
    last: dict[str, tuple[int, Amendment]] = {}
    for index, amendment in enumerate(plan.amendments):
        if amendment.what not in last or amendment.date >= last[amendment.what][1].date:
            last[amendment.what] = (index, amendment)
    things = _things(plan)
    for what, (index, amendment) in last.items():
        amended = _amended(plan, things, what)
        if amended.problem or not amended.comparable:
            continue
        now, to = as_written(amended.value), as_written(amendment.to)
        if now == to or (amendment.to is None and amended.value is False):
            continue
        says = f"the plan says “{clip(now)}”" if now else "the plan says nothing there"
        if amendment.to is None:
            message = f"The last amendment of “{what}” removes it, but {says}."
        else:
            message = f"The last amendment of “{what}” changes it to “{clip(to)}”, but {says}."
        yield Found(
            ("amendments", index, "what" if amendment.to is None else "to"),
            message,
            other=amended.path,
            other_label="what the plan says",
        )


@rule("EP216", of="plan", fix="Put the amendments in the order of their dates, or the date right.")
def amendments_out_of_order(plan: Plan, *, portfolio: Portfolio) -> Iterator[Found]:
    """Amendments stand in the order of time, the oldest first.

    They are the plan's history, read from top to bottom; the last one about something is in force.
    """
    newest = 0
    for index, amendment in enumerate(plan.amendments):
        before = plan.amendments[newest]
        if amendment.date < before.date:
            yield Found(
                ("amendments", index, "date"),
                f"“{amendment.date}” stands after “{before.date}”.",
                other=("amendments", newest, "date"),
                other_label="the later date",
            )
        else:
            newest = index


@dataclass(frozen=True, kw_only=True, slots=True)
class _Amended:
    """What an amendment's `what` leads to."""

    path: DataPath = ()
    value: Any = None
    comparable: bool = False
    """Whether it is one value that can be held beside the amendment's `to`."""

    problem: str = ""
    fix: str = ""


def _things(plan: Plan) -> Mapping[str, tuple[DataPath, object]]:
    """Everything with an id, by id; where one is used twice, what it was used for first."""
    return {thing.id: (path, thing) for _, path, thing in reversed(list(named(plan)))}


def _amended(plan: Plan, things: Mapping[str, tuple[DataPath, object]], what: str) -> _Amended:
    """Follows `what` through the plan: an id or a field of the plan, then fields of fields."""
    first, *names = what.split(".")
    path: DataPath
    value: Any
    if first in things:
        path, value = things[first]
    elif first in _written(Plan):
        path, value, names = (), plan, [first, *names]
    else:
        problem = f"There is nothing with the id “{clip(first)}” in this plan."
        return _Amended(problem=problem, fix=hint(first, [*things, *_written(Plan)]))
    cls: type | None = type(value)
    for depth, name in enumerate(names):
        above = ".".join(what.split(".")[: depth - len(names)])
        if cls is None:
            return _Amended(problem=f"“{clip(above)}” has no fields, so no “{clip(name)}” either.")
        if name not in _written(cls):
            problem = f"“{clip(above)}” has no field “{clip(name)}”."
            return _Amended(problem=problem, fix=hint(name, _written(cls)))
        attribute = _written(cls)[name]
        path = (*path, name)
        value = getattr(value, attribute) if value is not None else None
        cls = _class_of(cls, attribute)
    comparable = bool(names) and cls is None and not isinstance(value, tuple)
    return _Amended(path=path, value=value, comparable=comparable)


@cache
def _written(cls: type) -> Mapping[str, str]:
    """The fields that an author can write, each with its name in Python."""
    own: tuple[Field[Any], ...] = fields(cls)
    return {one.name.rstrip("_"): one.name for one in own if one.metadata.get("written", True)}


@cache
def _class_of(cls: type, attribute: str) -> type | None:
    """The class of what is in a field with fields of its own; None for plain values and lists."""
    hint = get_type_hints(cls)[attribute]
    if get_origin(hint) is tuple:
        return None
    kinds: list[type] = [one for one in (hint, *get_args(hint)) if isinstance(one, type)]
    return next((one for one in kinds if is_dataclass(one) and one is not When), None)
