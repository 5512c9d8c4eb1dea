"""Workers: many tasks, done by as many programs as the computer has processors.

The programs are copies of this one (`fork`), so they know everything it knows and only results go
back and forth. Where there is no fork, or one processor, the tasks are done here, one by one.
Either way the results are the same; they come in no order.
"""

from __future__ import annotations

import gc
import logging
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from selectors import EVENT_READ, DefaultSelector
from typing import Any, NoReturn, TypeVar

from equity_plans.publish import PublishError

Result = TypeVar("Result")

MOST_TASKS = 8_000
"""So many numbers of tasks surely fit into a pipe at once, at four bytes each."""

LOGS = "mkdocs"
"""The logger whose warnings are told to whoever waits for the results."""

KILLED = (
    "A part of the build was ended by the system, perhaps for lack of memory. Try again with "
    "--workers 1, which needs less."
)


def usual_workers() -> int:
    """How many programs can work at a time here: one where a copy of this one is not safe."""
    # A copy has only the thread that made it; what another thread had locked stays locked in it.
    # On macOS the system's own libraries do not stand it at all.
    if not hasattr(os, "fork") or sys.platform == "darwin" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(
    tasks: Sequence[Callable[[], Result]], *, workers: int | None = None
) -> Iterator[Result]:
    """The result of every task, as they come. The first ones are begun first.

    Whatever a task raises or tells MkDocs' log is raised and told here. Raises PublishError when
    one of the programs was killed.
    """
    many = min(usual_workers() if workers is None else workers, len(tasks))
    if many < 2 or not hasattr(os, "fork"):
        for task in tasks:
            yield task()
        return
    for start in range(0, len(tasks), MOST_TASKS):
        yield from _forked(tasks[start : start + MOST_TASKS], workers=many)


@dataclass(kw_only=True, slots=True)
class _Done:
    """What came of one task."""

    result: Any = None
    error: BaseException | None = None
    told: tuple[tuple[str, int, str], ...] = ()
    """What was told to the log: the logger, how grave it is, and the words."""


def _forked(tasks: Sequence[Callable[[], Result]], *, workers: int) -> Iterator[Result]:
    # Everybody takes the next number from one pipe, until it is empty: no one waits for another.
    numbers, numbers_in = os.pipe()
    os.write(numbers_in, b"".join(one.to_bytes(4) for one in range(len(tasks))))
    os.close(numbers_in)
    children: dict[int, int] = {}
    sys.stdout.flush()
    sys.stderr.flush()
    gc.freeze()  # else the collector of each copy would touch, and so copy, all that is shared
    try:
        for _ in range(workers):
            results, results_in = os.pipe()
            child = os.fork()
            if child == 0:
                os.close(results)
                for other in children:
                    os.close(other)
                _work(tasks, numbers, results_in)
            os.close(results_in)
            children[results] = child
        for done in _received(children):
            for name, level, words in done.told:
                logging.getLogger(name).log(level, "%s", words)
            if done.error is not None:
                raise done.error
            yield done.result
    finally:
        gc.unfreeze()
        os.close(numbers)
        for results, child in children.items():
            os.close(results)
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM)
            os.waitpid(child, 0)


def _received(children: dict[int, int]) -> Iterator[_Done]:
    """What the copies send, until each has said that it is done."""
    waiting = {results: bytearray() for results in children}
    with DefaultSelector() as selector:
        for results in waiting:
            selector.register(results, EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select():
                received = waiting[key.fd]
                data = os.read(key.fd, 1 << 20)
                received += data
                while len(received) >= 8:
                    size = int.from_bytes(received[:8])
                    if len(received) < 8 + size:
                        break
                    if size == 0:  # it has no more to say
                        selector.unregister(key.fd)
                        del received[:8]
                        break
                    yield pickle.loads(received[8 : 8 + size])  # noqa: S301 - our own copy wrote it
                    del received[: 8 + size]
                if not data and key.fd in selector.get_map():
                    raise PublishError(KILLED)


def _work(tasks: Sequence[Callable[[], Any]], numbers: int, results: int) -> NoReturn:
    """Do tasks until there are none, send what came of them, and end this copy of the program."""
    code = 1
    try:
        # Ctrl-C is for the program that waits; it ends the copies itself.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        ear = _Ear()
        log = logging.getLogger(LOGS)
        log.handlers[:] = [ear]
        log.propagate = False
        while number := os.read(numbers, 4):
            done = _done(tasks[int.from_bytes(number)], ear)
            data = pickle.dumps(done, protocol=pickle.HIGHEST_PROTOCOL)
            _send(results, len(data).to_bytes(8) + data)
        _send(results, bytes(8))
        code = 0
    finally:
        # Nothing of the program that this is a copy of may be tidied up or written twice.
        os._exit(code)


def _done(task: Callable[[], Any], ear: _Ear) -> _Done:
    ear.told.clear()
    try:
        result = task()
    except BaseException as error:  # noqa: BLE001 - it is raised again where it is waited for
        error.add_note("".join(traceback.format_tb(error.__traceback__)))  # else it would be lost
        return _Done(error=_portable(error), told=tuple(ear.told))
    return _Done(result=result, told=tuple(ear.told))


def _portable(error: BaseException) -> BaseException:
    """The error, or where it cannot be sent, one that says the same."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    except Exception:  # noqa: BLE001 - whatever is wrong with it
        portable = RuntimeError(f"{type(error).__name__}: {error}")
        for note in getattr(error, "__notes__", ()):
            portable.add_note(note)
        return portable
    return error


def _send(pipe: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(pipe, view) :]


class _Ear(logging.Handler):
    """Keeps what MkDocs tells, for whoever waits."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append((record.name, record.levelno, record.getMessage()))
