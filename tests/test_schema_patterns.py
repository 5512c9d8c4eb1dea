"""Patterns of the schemas: about the whole text, alike in every language, and quick on any text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _constants as c
from re import _parser  # the only way to look inside a pattern
from typing import Any

import pytest

from equity_plans.schema import load_schemas


@pytest.fixture(scope="module")
def patterns(root) -> set[str]:
    """Every pattern of every schema, for values and for keys."""
    found: set[str] = set()
    pending: list[Any] = [*load_schemas(root / "schema").documents.values()]
    while pending:
        part = pending.pop()
        if isinstance(part, dict):
            found |= {part["pattern"]} if isinstance(part.get("pattern"), str) else set()
            found |= part.get("patternProperties", {}).keys()
        if isinstance(part, dict | list):
            pending += part.values() if isinstance(part, dict) else part
    assert len(found) > 8
    return found


def test_a_pattern_is_about_the_whole_text(patterns):
    for pattern in patterns:
        assert pattern.startswith("^"), pattern
        assert pattern.endswith("$"), pattern
        # An alternative outside of a group would take ^ or $ with it.
        assert "|" not in re.sub(r"\(\?:.*\)|\[[^\]]*\]", "", pattern), pattern


def test_a_pattern_means_the_same_in_every_language(patterns):
    """Python's `\\d` takes digits of every script, and editors do not read Python."""
    for pattern in patterns:
        assert re.search(r"\\[dDwWsSbB]|\(\?[^:]|\(\?P|[*+?}][+?]", pattern) is None, pattern


def test_a_pattern_cannot_keep_the_check_busy(patterns):
    for pattern in patterns:
        assert slow(_parser.parse(pattern)) == [], pattern


@pytest.mark.parametrize(
    "pattern",
    ["^(?:[a-z]+-?)*$", "^(?:[a-z]+)+$", "^(?:-*[a-z]+)*$", "^[a-z]*[a-z0-9]*$", "^(a|b*)+$"],
)
def test_a_pattern_that_could_is_noticed(pattern):
    assert slow(_parser.parse(pattern)) != []


@pytest.mark.parametrize("pattern", ["^[a-z]+(?:-[a-z0-9]+)*$", "^[^ ](?:[^\\n]*[^ ])?$"])
def test_a_pattern_that_cannot_is_left_alone(pattern):
    assert slow(_parser.parse(pattern)) == []


REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT)


def slow(pattern: Any) -> list[str]:
    """Where a pattern leaves it open which repetition takes a character.

    Then a text can be read in so many ways that trying them all takes for ever. A repetition in a
    repetition is harmless when each round begins with a character that the inner one cannot take.
    """
    found = []
    before = None
    for op, argument in pattern:
        if op in REPEATS:
            _, most, body = argument
            endless = most is c.MAXREPEAT
            inner = [one for one in descend(body) if one[0] in REPEATS and one[1][1] is c.MAXREPEAT]
            first = body[0]
            for _, (_, _, inside) in inner if endless else ():
                if first[0] is not c.LITERAL or takes(inside[0], first[1]):
                    found.append("a repetition in a repetition")
            if before is not None and first[0] in (c.IN, c.NOT_LITERAL, c.ANY) and endless:
                found.append("two repetitions side by side")
            before = body if endless else None
            found += slow(body)
        else:
            before = None
            for one in branches(op, argument):
                found += slow(one)
    return found


def branches(op: Any, argument: Any) -> list[Any]:
    """The patterns inside one element of a pattern."""
    if op is c.SUBPATTERN:
        return [argument[-1]]
    return list(argument[1]) if op is c.BRANCH else []


def descend(pattern: Any) -> Iterator[Any]:
    for op, argument in pattern:
        yield op, argument
        for one in [argument[2]] if op in REPEATS else branches(op, argument):
            yield from descend(one)


def takes(element: Any, character: int) -> bool:
    """True unless one element of a pattern surely cannot be this character."""
    op, argument = element
    if op is c.LITERAL:
        return bool(argument == character)
    if op is not c.IN or argument[0][0] is c.NEGATE:
        return True
    return any(
        low <= character <= high
        for kind, value in argument
        for low, high in [value if kind is c.RANGE else (value, value)]
    )
