"""Document: what a file says, and where it says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from equity_plans.findings import DataPath, Finding, Place

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One file: its values, where each stands, and the findings that kept it from being read."""

    file: str
    """Path from the project's root, with forward slashes."""

    value: Value = None
    """None when `findings` is not empty."""

    text: str | None = field(default=None, compare=False)
    """All of it, where nobody could object to anything: see `sources.known`."""

    lines: tuple[str, ...] = ()
    """The file's lines as written, without line ends, for excerpts."""

    values: Mapping[DataPath, Place] = field(default_factory=dict)
    """Where each value stands. A value left empty stands where its key or its dash stands."""

    keys: Mapping[DataPath, Place] = field(default_factory=dict)
    """Where each key stands; the path ends with the key."""

    written: Mapping[DataPath, str] = field(default_factory=dict)
    """Each scalar as the author wrote it, quotes included: `"012"`, `012`, `yes`."""

    findings: tuple[Finding, ...] = ()
