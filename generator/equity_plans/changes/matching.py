"""Which thing of one state is which thing of the other: by id, then by title, never by position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from equity_plans.findings import DataPath
from equity_plans.model import Plan

LIKE = 0.8
"""How alike the titles of a thing with a new id must be to be taken for one that is gone."""

UNLIKE = 0.35
"""How alike titles with the same id must at least be to be taken for the same promise."""

MOST_PAIRS = 2_500
"""With more, only titles that are the same are compared: likeness takes time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A thing with an id, where it stands, and what it stands in."""

    word: str
    path: DataPath
    value: Any
    inside: str = ""
    """The id of the goal or action it is in."""

    @property
    def id(self) -> str:
        """Its id, or the folder that names it."""
        return str(self.value.id)

    @property
    def title(self) -> str:
        """Its title or name."""
        return str(getattr(self.value, "title", None) or self.value.name)


@dataclass(frozen=True, kw_only=True, slots=True)
class Matches:
    """What of both states belongs together."""

    pairs: tuple[tuple[Entry, Entry], ...]
    """In the order of the later state."""

    gone: tuple[Entry, ...]
    new: tuple[Entry, ...]


def entries(plan: Plan) -> Iterator[Entry]:
    """Every goal, action, milestone and measure of a plan, in the order of its file."""
    for index, goal in enumerate(plan.goals):
        here: DataPath = ("goals", index)
        yield Entry(word="goal", path=here, value=goal)
        for number, action in enumerate(goal.actions):
            there = (*here, "actions", number)
            yield Entry(word="action", path=there, value=action, inside=goal.id)
            for step, milestone in enumerate(action.milestones):
                path = (*there, "milestones", step)
                yield Entry(word="milestone", path=path, value=milestone, inside=action.id)
        for number, measure in enumerate(goal.measures):
            path = (*here, "measures", number)
            yield Entry(word="measure", path=path, value=measure, inside=goal.id)


def match(before: Sequence[Entry], after: Sequence[Entry]) -> Matches:
    """Which of `before` is which of `after`; both of one kind.

    First what has the same id and title; then what has the same title, so that exchanged ids are
    seen; then what has the same id; last, what is new with a title like that of something gone.
    """
    gone = {entry.id: entry for entry in reversed(before)}
    new = {entry.id: entry for entry in reversed(after)}
    pairs: list[tuple[Entry, Entry]] = []

    def pair(old_id: str, new_id: str) -> None:
        pairs.append((gone.pop(old_id), new.pop(new_id)))

    for id_ in gone.keys() & new.keys():
        if _plain(gone[id_].title) == _plain(new[id_].title):
            pair(id_, id_)
    only_before, only_after = _by_title(gone), _by_title(new)
    for title in only_before.keys() & only_after.keys():
        pair(only_before[title], only_after[title])
    for id_ in gone.keys() & new.keys():
        pair(id_, id_)
    for _, old_id, new_id in sorted(_alike(gone, new), reverse=True):
        if old_id in gone and new_id in new:
            pair(old_id, new_id)
    order = {id(entry): number for number, entry in enumerate(after)}
    return Matches(
        pairs=tuple(sorted(pairs, key=lambda one: order[id(one[1])])),
        gone=tuple(entry for entry in before if gone.get(entry.id) is entry),
        new=tuple(entry for entry in after if new.get(entry.id) is entry),
    )


def likeness(one: str, two: str) -> float:
    """How alike two titles are, from 0 to 1."""
    return SequenceMatcher(None, _plain(one), _plain(two), autojunk=False).ratio()


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())


def _by_title(things: dict[str, Entry]) -> dict[str, str]:
    """The ids of things whose title no other has, by title."""
    titles = {id_: _plain(entry.title) for id_, entry in things.items()}
    times = Counter(titles.values())
    return {title: id_ for id_, title in titles.items() if times[title] == 1}


def _alike(gone: dict[str, Entry], new: dict[str, Entry]) -> Iterator[tuple[float, str, str]]:
    if len(gone) * len(new) <= MOST_PAIRS:
        for old in gone.values():
            for other in new.values():
                compared = SequenceMatcher(None, _plain(old.title), _plain(other.title))
                # The quick answer is never too low, and saves most of the time.
                if compared.quick_ratio() >= LIKE and (like := compared.ratio()) >= LIKE:
                    yield like, old.id, other.id
