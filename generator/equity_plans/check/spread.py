"""How many tasks are done: one by one, or by whoever can do several at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeAlias, TypeVar

Thing = TypeVar("Thing")
Result = TypeVar("Result")

FEW_TASKS = 4
"""Sending what comes of so few tasks back and forth takes longer than doing them."""


class Spread(Protocol):
    """A way to do many tasks, which may be by several programs at a time."""

    def __call__(self, tasks: Sequence[Callable[[], Result]], /) -> Iterator[Result]:
        """The result of every task, in any order."""


Told: TypeAlias = Callable[[int, int], None]
"""Is told how many parts of some work are done, and of how many."""

Watch: TypeAlias = Callable[[str], Told]
"""Whoever wants to be told how far work is, given what is being done: “Reading files”."""


def unwatched(_doing: str) -> Told:
    """Nobody waits."""
    return untold


def untold(_done: int, _total: int) -> None:
    """Nobody waits."""


def one_by_one(tasks: Sequence[Callable[[], Result]], /) -> Iterator[Result]:
    """The result of every task, each worked out when it is asked for."""
    return (task() for task in tasks)


def in_parts(
    things: Sequence[Thing],
    work: Callable[[Sequence[Thing]], list[Result]],
    *,
    size: int,
    spread: Spread,
    told: Told = untold,
) -> Iterator[Result]:
    """What `work` makes of all the things, of so many at a time, in their order.

    Each is given as soon as it is known with all before it, while others are still being done.
    """

    def task(at: int) -> Callable[[], tuple[int, list[Result]]]:
        return lambda: (at, work(things[at : at + size]))

    tasks = [task(at) for at in range(0, len(things), size)]
    known: dict[int, list[Result]] = {}
    following = 0
    results = (spread if len(tasks) > FEW_TASKS else one_by_one)(tasks)
    for done, (at, some) in enumerate(results, start=1):
        known[at] = some
        told(done, len(tasks))
        while following in known:
            yield from known.pop(following)
            following += size
