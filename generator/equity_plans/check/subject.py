"""Names in findings: what one is about, near misses of a name, and a few names of many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from equity_plans.check.meant import fold
from equity_plans.findings import DataPath
from equity_plans.sources import Value
from equity_plans.sources.source import clip

WORDS = {
    "goals": "goal",
    "actions": "action",
    "milestones": "milestone",
    "measures": "measure",
    "barriers": "barrier",
    "engagement": "engagement",
    "amendments": "amendment",
    "corrections": "correction",
    "services": "service",
    "authorities": "authority",
}
"""What one thing of a list is called, by the key of the list."""

NAMES = ("title", "name")
REFERENCES = ("id", "action", "measure", "milestone", "what")
"""The keys that say which thing it is: first by its words, else by its id."""

SHORT = 8
LIKENESS, LIKENESS_OF_SHORT = 0.8, 0.65
"""How alike two names must be, from 0 to 1: one slip in a name of few letters weighs more."""

MOST_CANDIDATES = 500
"""Comparing with more takes too long for a hint."""

MOST_NAMED = 3
"""How many of many things a message names; the rest are counted."""


def subject(value: Value, path: DataPath) -> str:
    """The nearest thing around `path` with a name: `action “Translate forms” (translate-forms)`.

    `value` is all of a file, which may be wrong in any way. Empty when there is no such thing.
    """
    nearest = ""
    for index, step in enumerate(path):
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
            word = WORDS.get(str(path[index - 1])) if index else None
            nearest = (word and _named(word, value)) or nearest
        else:
            break
    return nearest


def _named(word: str, value: Value) -> str:
    if not isinstance(value, dict):
        return ""
    name = next((value[key] for key in NAMES if isinstance(value.get(key), str)), None)
    known = next((value[key] for key in REFERENCES if isinstance(value.get(key), str)), None)
    named = f" “{clip(str(name))}”" if name else ""
    referred = (f" ({clip(str(known))})" if name else f" {clip(str(known))}") if known else ""
    return word + named + referred if name or known else ""


def did_you_mean(written: str, known: Iterable[str]) -> str:
    """The one of `known` that is so close to `written` that it may be meant; empty when none is."""
    names = {fold(name): name for name in sorted(known)}
    if len(names) > MOST_CANDIDATES:
        return ""
    wanted = fold(written)
    likeness = LIKENESS_OF_SHORT if len(wanted) < SHORT else LIKENESS
    near = get_close_matches(wanted, names, n=1, cutoff=likeness)
    return names[near[0]] if near else ""


def hint(written: str, known: Iterable[str]) -> str:
    """The question whether the one of `known` closest to `written` is meant; empty without one."""
    near = did_you_mean(written, known)
    return f"Did you mean “{clip(near)}”?" if near else ""


def some_of(titles: Sequence[str], thing: str, lacking: str, *, of: int, which: str = "") -> str:
    """What some of many things lack, in a sentence that names the first few.

    `2 of 9 actions have no date: “Translate forms”, “Train staff”.` Both `thing` and `lacking` are
    said as of one thing: `action`, `has no date`. `which` stands after it: `reported done`.
    """
    lack = lacking if len(titles) == 1 else lacking.replace("has ", "have ", 1)
    many = f"The only {thing}" if of == 1 else f"{len(titles)} of {of} {thing}s"
    about = f"{many} {which}" if which else many
    names = ", ".join(f"“{clip(title)}”" for title in titles[:MOST_NAMED])
    more = f" and {len(titles) - MOST_NAMED} more" if len(titles) > MOST_NAMED else ""
    return f"{about} {lack}: {names}{more}."
