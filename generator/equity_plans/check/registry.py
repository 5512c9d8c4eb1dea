"""The catalogue of rules: what each is called, what it looks at, and how to mend what it finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field, replace
from inspect import getdoc
from types import MappingProxyType
from typing import Literal, TypeAlias, TypeVar

from equity_plans.findings import DataPath, Severity


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule has to say of one place in the file it looks at."""

    path: DataPath
    message: str
    _: KW_ONLY
    fix: str = ""
    """Only where it can say more than the rule's own `fix`."""

    at: Literal["value", "key"] = "value"
    """Which of the two stands wrong at `path`."""

    other: DataPath | None = None
    """A second place in the same file that explains it."""

    other_label: str = ""
    refers_to: str = ""
    """The file that a reference should lead to. When that file has errors of its own, nobody knows
    what it will hold once they are mended, and this is not said."""


Look: TypeAlias = Callable[..., Iterator[Found]]
"""How a rule looks at one thing:

of a plan: `(plan, *, portfolio)`; of a report: `(report, *, plan, portfolio)`; of an agency:
`(agency, *, portfolio)`; of the authorities: `(authorities, *, portfolio)`, as their file has them;
of a change to what is published: `(change, *, as_of)`.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One thing that files are held to."""

    id: str
    """`EP201`. Never given to another rule, so that a link to it keeps its meaning."""

    severity: Severity
    summary: str
    why: str
    fix: str
    looks: Mapping[str, Look] = field(default_factory=dict)
    """How it looks at each kind of file. Empty when reading a file, its shape or the project as a
    whole is where it is kept."""

    @property
    def of(self) -> tuple[str, ...]:
        """The kinds of file it looks at, or “change”."""
        return tuple(self.looks)


_rules: dict[str, Rule] = {}

RULES: Mapping[str, Rule] = MappingProxyType(_rules)
"""Every rule by id, in the order of ids."""

AnyLook = TypeVar("AnyLook", bound=Look)


def rule(
    id: str,  # noqa: A002 - the field's own name
    *,
    of: str,
    fix: str,
    severity: Severity = Severity.ERROR,
) -> Callable[[AnyLook], AnyLook]:
    """Makes a function a rule: the docstring's first line is the rule, the rest is why."""

    def register(look: AnyLook) -> AnyLook:
        summary, _, why = (getdoc(look) or "").partition("\n")
        _add(
            Rule(
                id=id,
                severity=severity,
                summary=summary,
                why=_paragraphs(why),
                fix=fix,
                looks={of: look},
            )
        )
        return look

    return register


def also(id: str, *, of: str) -> Callable[[AnyLook], AnyLook]:  # noqa: A002 - as above
    """Makes a function the way in which the rule `id` looks at one more kind of file."""

    def register(look: AnyLook) -> AnyLook:
        known = _rules[id]
        if of in known.looks:
            raise ValueError(f"{id} looks at each {of} twice")
        _rules[id] = replace(known, looks={**known.looks, of: look})
        return look

    return register


def declare(
    id: str,  # noqa: A002 - as above
    *,
    summary: str,
    why: str,
    fix: str,
    severity: Severity = Severity.ERROR,
) -> None:
    """Enters a rule that is kept elsewhere: where files are read, or by the schema."""
    _add(Rule(id=id, severity=severity, summary=summary, why=_paragraphs(why), fix=fix))


def _add(new: Rule) -> None:
    if new.id in _rules:
        raise ValueError(f"{new.id} is taken by “{_rules[new.id].summary}”")
    rules = sorted([*_rules.items(), (new.id, new)])
    _rules.clear()
    _rules.update(rules)


def _paragraphs(text: str) -> str:
    """Text without the line breaks of source code, which mean nothing."""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))
