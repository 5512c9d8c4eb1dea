"""Differences of one plan: its own fields, the things in it, its amendments and its reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from equity_plans import words
from equity_plans.changes.amended import amendment_differences, new_amendments
from equity_plans.changes.difference import Difference, DifferenceKind
from equity_plans.changes.labels import Labels
from equity_plans.changes.life import life_differences
from equity_plans.changes.matching import Entry, entries, match
from equity_plans.changes.promises import promise_differences
from equity_plans.changes.reports import report_differences
from equity_plans.changes.scope import STRONGER, WEAKER, Scope
from equity_plans.findings import DataPath
from equity_plans.model import Plan
from equity_plans.schema import Schemas

WORDS = ("goal", "action", "milestone", "measure")
"""What has an id in a plan; what is in something else comes after it."""


def plan_scope(plan: Plan, schemas: Schemas, *, promised: bool | None = None) -> Scope:
    """The scope of a plan. What was only a draft was not `promised`."""
    return Scope(
        labels=Labels(schemas=schemas, kind="plan"),
        file=plan.file,
        thing="plan",
        plan=plan.key,
        id=plan.key,
        title=plan.title,
        promised=plan.state != "draft" if promised is None else promised,
        amendable=True,
    )


def size(plan: Plan) -> str:
    """How much is in a plan: “5 goals, 12 actions, 7 measures and 1 report”."""
    counts = {
        "goal": len(plan.goals),
        "action": sum(1 for _ in plan.actions()),
        "measure": sum(1 for _ in plan.measures()),
        "report": len(plan.reports),
    }
    return words.listed([words.count(number, word) for word, number in counts.items() if number])


def plan_differences(
    before: Plan, after: Plan, *, schemas: Schemas, fiscal: tuple[int, int]
) -> Iterator[Difference]:
    """Everything that differs in a plan; `fiscal` are the months its fiscal year starts in."""
    if before == after:
        return
    scope = replace(
        plan_scope(after, schemas, promised=before.state != "draft"),
        new=new_amendments(before, after),
    )
    told = [
        *life_differences(scope, before, after),
        *_thing_differences(scope, before, after, fiscal=fiscal),
    ]
    yield from told
    yield from amendment_differences(scope, before, after, told=told)
    yield from report_differences(scope, before, after)


def _thing_differences(
    scope: Scope, before: Plan, after: Plan, *, fiscal: tuple[int, int]
) -> Iterator[Difference]:
    old, now = list(entries(before)), list(entries(after))
    renamed: dict[str, str] = {}
    titles = {entry.id: entry.title for entry in now}
    places = {entry.id: entry for entry in reversed(now)}
    fresh: set[str] = set()
    lost: set[str] = set()
    for word in WORDS:
        matches = match(
            [one for one in old if one.word == word], [one for one in now if one.word == word]
        )
        renamed |= {one.id: two.id for one, two in matches.pairs}
        for one, two in matches.pairs:
            here = scope.inside(two)
            if one.id != two.id:
                yield from _renamed(here, one, two, matches.pairs)
            if renamed.get(one.inside, one.inside) != two.inside:
                yield _moved(here, one, two, titles)
            yield from promise_differences(
                here, one.value, two.value, plans=(before, after), fiscal=fiscal
            )
        for one in matches.gone:
            lost.add(one.id)
            # What goes with the thing it is in is told with that.
            if one.inside not in lost:
                yield _gone(scope, one, places.get(renamed.get(one.inside, one.inside)), now)
        for two in matches.new:
            fresh.add(two.id)
            if two.inside not in fresh:
                text = f"New {word}{_with(two)}."
                kind = DifferenceKind.ADDED
                yield scope.inside(two).difference(kind, text, effect=STRONGER)


def _renamed(
    scope: Scope, one: Entry, two: Entry, pairs: Sequence[tuple[Entry, Entry]]
) -> Iterator[Difference]:
    """A thing with another id; two that have exchanged theirs are told once."""
    before, after = one.id, two.id
    other = next((there for here, there in pairs if here.id == after and there.id == before), None)
    kind, text = DifferenceKind.RENAMED, f"Renamed? Its id was “{before}” and is now “{after}”."
    if other is not None:
        kind = DifferenceKind.EXCHANGED
        text = f"It has exchanged its id, “{before}”, with the {two.word} “{other.title}”."
    if other is None or before < after:
        yield scope.difference(kind, text, before=before, after=after, path=(*scope.path, "id"))


def _moved(scope: Scope, one: Entry, two: Entry, titles: Mapping[str, str]) -> Difference:
    where = f"“{titles[one.inside]}”" if one.inside in titles else f"“{one.inside}”, which is gone,"
    text = f"Moved from {where} to “{titles[two.inside]}”."
    return scope.difference(DifferenceKind.MOVED, text, before=one.inside, after=two.inside)


def _gone(scope: Scope, one: Entry, inside: Entry | None, now: Sequence[Entry]) -> Difference:
    """A thing that is gone, told where it stood, or where its id now is that of something else."""
    again = next((entry for entry in now if entry.id == one.id), None)
    listed = f"{one.word}s"
    if again is not None:
        path: DataPath = (*again.path, "id")
    elif inside is not None:
        path = (*inside.path, listed if getattr(inside.value, listed) else "title")
    else:
        path = (WORDS[0] + "s",)
    here = replace(scope, thing=one.word, id=one.id, title=one.title, path=path)
    reused = f" Its id is now that of the {again.word} “{again.title}”." if again else ""
    text = f"This {one.word} is gone{_with(one)}.{reused}"
    after = again.id if again else None
    return here.difference(DifferenceKind.REMOVED, text, effect=WEAKER, after=after)


def _with(entry: Entry) -> str:
    """How much is in a goal or action: “, with 3 actions and 2 measures”."""
    counts = {word: len(getattr(entry.value, f"{word}s", ())) for word in WORDS[1:]}
    # A measure's actions are names, not things in it.
    inner = [words.count(number, word) for word, number in counts.items() if number]
    return f", with {words.listed(inner)}" if inner and entry.word != "measure" else ""
