"""Differences → what a proposal means, for people at a terminal, for a summary, for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias

from equity_plans import __version__
from equity_plans.changes import Difference, DifferenceKind, Effect, wants_amendment
from equity_plans.diagnostics.as_json import FORMAT, pointer
from equity_plans.diagnostics.markdown import cell
from equity_plans.diagnostics.ranking import MOST, count
from equity_plans.diagnostics.show import show

WORDS = {Effect.WEAKER: "weaker", Effect.STRONGER: "stronger", Effect.NEUTRAL: "other"}
WIDTH = max(map(len, WORDS.values()))
COLORS = {Effect.WEAKER: "31;1", Effect.STRONGER: "32;1", Effect.NEUTRAL: "2"}
RANK = {effect: rank for rank, effect in enumerate(Effect)}

UNDONE = frozenset(
    {
        DifferenceKind.EDITED,
        DifferenceKind.EXCHANGED,
        DifferenceKind.REMOVED,
        DifferenceKind.RENAMED,
        DifferenceKind.UNPUBLISHED,
    }
)
"""What no amendment can make good."""

FEW = 10
"""So many files that say the same as before are named; the rest are counted."""


LEAST = 5
"""So many things are shown of each plan, however many there are of others."""

Row: TypeAlias = tuple[Effect, str, list[str]]
"""What happens to a promise, the thing it is about, and what there is to say of it."""


class DifferenceFormat(Protocol):
    """A way to write down what differs; `same` are files that were touched and say the same."""

    def __call__(self, differences: Sequence[Difference], *, same: Sequence[str]) -> str:
        """The text, with a line end after its last line."""


def differences_as_text(
    differences: Sequence[Difference], *, same: Sequence[str], color: bool = False
) -> str:
    """Plan by plan, what promises less first; then what says the same as before."""
    parts = [show(differences_summary(differences, same=same))]
    for head, about in _by_plan(differences):
        lines = [show(head)]
        for effect, subject, sentences in about[:MOST]:
            word = f"{WORDS[effect]:{WIDTH}}"
            if color:
                word = f"\x1b[{COLORS[effect]}m{word}\x1b[0m"
            lines.append(f"  {word}  {show(subject)}")
            # Our own dash comes first, so that no author's text begins a line.
            lines += [f"  {'':{WIDTH}}  - {show(sentence)}" for sentence in sentences]
        if len(about) > MOST:
            lines.append(f"  and {len(about) - MOST:,} more")
        parts.append("\n".join(lines))
    if same and differences:
        parts.append(show(_same(same)))
    return "\n\n".join(parts) + "\n"


def differences_as_markdown(differences: Sequence[Difference], *, same: Sequence[str]) -> str:
    """A count, and a table for each plan, what promises less first."""
    lines = [f"**{cell(differences_summary(differences, same=same))}**"]
    left = MOST
    for head, about in _by_plan(differences):
        lines += ["", f"**{cell(head)}**", "", "| | What | How it changes |", "| --- | --- | --- |"]
        lines += [
            f"| {WORDS[effect]} | {cell(subject)} | {cell(' '.join(sentences))} |"
            for effect, subject, sentences in about[:left]
        ]
        if len(about) > left:
            lines += ["", f"and {count(len(about) - left, 'more thing')}"]
        left = max(LEAST, left - len(about))
    if same and differences:
        lines += ["", cell(_same(same))]
    return "\n".join(lines) + "\n"


def differences_as_json(differences: Sequence[Difference], *, same: Sequence[str]) -> str:
    """Every difference, with what it is about and where it stands."""
    counts = Counter(one.effect for one in differences)
    envelope = {
        "format": FORMAT,
        "tool": {"name": "equity-plans", "version": __version__},
        "summary": {
            "differences": len(differences),
            **{str(effect): counts[effect] for effect in Effect},
            "without_amendment": _unamended(differences),
        },
        "differences": [_difference(one) for one in differences],
        "same_meaning": list(same),
    }
    text = json.dumps(envelope, indent=2, allow_nan=False)
    # The same text to every reader of JSON, but nothing a runner of workflows obeys in its log.
    return text.replace("##", r"#\u0023") + "\n"


DIFFERENCE_FORMATS: Mapping[str, DifferenceFormat] = MappingProxyType(
    {
        "text": differences_as_text,
        "markdown": differences_as_markdown,
        "json": differences_as_json,
    }
)
"""Every format by the name it is asked for."""


def differences_summary(differences: Sequence[Difference], *, same: Sequence[str]) -> str:
    """How much differs, in a sentence such as “7 changes in 2 plans: 2 weaker, 5 other”."""
    if not differences:
        return f"No change in meaning. {_same(same)}" if same else "No change."
    counts = Counter(one.effect for one in differences)
    told = [f"{counts[effect]} {word}" for effect, word in WORDS.items() if counts[effect]]
    plans = len({one.plan for one in differences if one.plan})
    where = f" in {count(plans, 'plan')}" if plans else ""
    missing = _unamended(differences)
    lack = f" {count(missing, 'amendment')} missing." if missing else ""
    return f"{count(len(differences), 'change')}{where}: {', '.join(told)}.{lack}"


def _by_plan(differences: Iterable[Difference]) -> Iterator[tuple[str, list[Row]]]:
    """What differs in each plan, below its name: thing by thing, what promises less first."""
    ordered = sorted(differences, key=lambda one: one.plan)
    for plan, group in groupby(ordered, key=lambda one: one.plan):
        rows: dict[tuple[int, str], list[Difference]] = {}
        for one in group:
            rows.setdefault((_weight(one), one.subject), []).append(one)
        yield (
            f"plans/{plan}" if plan else "Agencies, laws and orders",
            [
                (about[0].effect, subject, [text for one in about for text in _sentences(one)])
                for (_, subject), about in sorted(rows.items(), key=lambda row: row[0][0])
            ],
        )


def _weight(one: Difference) -> int:
    """What needs a reviewer's eye first: what lacks an amendment, or what none could mend."""
    missing = wants_amendment(one) and not one.amended
    return RANK[one.effect] + (0 if missing or one.kind in UNDONE else len(RANK))


def _sentences(one: Difference) -> Iterator[str]:
    """What a reviewer reads of one difference."""
    yield one.text
    if one.doubt:
        yield one.doubt
    elif one.amended and one.reason and one.reason not in one.text:
        yield f"Reason: {one.reason}"
    elif wants_amendment(one) and not one.amended:
        yield "No amendment says why."
    if not one.promised:
        yield "It was a draft."


def _unamended(differences: Iterable[Difference]) -> int:
    return sum(wants_amendment(one) and not one.amended for one in differences)


def _same(files: Sequence[str]) -> str:
    named = ", ".join(files[:FEW])
    more = f" and {len(files) - FEW:,} more" if len(files) > FEW else ""
    return f"Only the writing changed, not what it says: {named}{more}."


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "kind": str(one.kind),
        "effect": str(one.effect),
        "plan": one.plan,
        "thing": one.thing,
        "id": one.id,
        "title": one.title,
        "what": one.what,
        "before": one.before,
        "after": one.after,
        "text": one.text,
        "file": one.file,
        "gone": one.gone,
        "pointer": pointer(one.path),
        "draft": not one.promised,
        "wants_amendment": wants_amendment(one),
        "amended": one.amended,
        "reason": one.reason,
        "days": one.days,
        "moves": one.moves,
        "days_from_first": one.days_from_first,
    }
