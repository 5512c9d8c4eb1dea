"""Workers: many tasks, done by as many programs as the computer has processors.

The programs are copies of this one (`fork`), so they know everything it knows and only results go
back and forth. Where there is no fork, or one processor, the tasks are done here, one by one.
Either way the results are the same; they come in no order.

A copy shares the memory of this program until one of them writes to it, so one that has worked for
long holds as much again. Therefore none works for long, and a fresh one takes its place.
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
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from selectors import EVENT_READ, DefaultSelector
from time import process_time
from typing import Any, NoReturn, TypeVar

from equity_plans.publish import PublishError

Result = TypeVar("Result")

MOST_TASKS = 8_000
"""So many numbers of tasks surely fit into a pipe at once, at four bytes each."""

SECONDS_EACH = 4.0
"""A copy that has worked for longer when a task is done makes way for a fresh one."""

NOTHING_LEFT, MORE_LEFT = bytes(8), b"\xff" * 8
"""What a copy sends when it ends, in place of the length of a result."""

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


@contextmanager
def collecting() -> Iterator[None]:
    """In the block, Python looks for what can be thrown away, whatever it was told before.

    It does not look at what is there already: of a country, that takes a second each time.
    """
    before = gc.isenabled()
    with _only_what_comes():
        gc.enable()
        try:
            yield
        finally:
            if not before:
                gc.disable()


@contextmanager
def _only_what_comes() -> Iterator[None]:
    """In the block, Python takes everything that is there already for needed."""
    before = gc.get_freeze_count()
    gc.freeze()
    try:
        yield
    finally:
        if not before:  # else so does whoever is around this block
            gc.unfreeze()


def spread(
    tasks: Sequence[Callable[[], Result]],
    *,
    workers: int | None = None,
    seconds: float = SECONDS_EACH,
) -> Iterator[Result]:
    """The result of every task, as they come. The first ones are begun first.

    Whatever a task raises or tells MkDocs' log is raised and told here. Raises PublishError when
    one of the programs was killed. A copy that has worked for `seconds` begins no other task.
    """
    many = min(usual_workers() if workers is None else workers, len(tasks))
    if many < 2 or not hasattr(os, "fork"):
        for task in tasks:
            yield task()
        return
    for start in range(0, len(tasks), MOST_TASKS):
        yield from _forked(tasks[start : start + MOST_TASKS], workers=many, seconds=seconds)


@contextmanager
def meanwhile(task: Callable[[], object]) -> Iterator[None]:
    """Have a copy of this program do the task while the block runs; it is done when that ends.

    It is for what only saves time: where no copy can be made nobody does it, and whatever it raises
    is not heard.
    """
    if usual_workers() < 2:
        yield
        return
    child = os.fork()
    if child == 0:
        try:
            task()
        finally:
            os._exit(0)
    try:
        yield
    finally:
        os.waitpid(child, 0)


@dataclass(kw_only=True, slots=True)
class _Done:
    """What came of one task."""

    result: Any = None
    error: BaseException | None = None
    told: tuple[tuple[str, int, str], ...] = ()
    """What was told to the log: the logger, how grave it is, and the words."""


def _forked(
    tasks: Sequence[Callable[[], Result]], *, workers: int, seconds: float
) -> Iterator[Result]:
    # Everybody takes the next number from one pipe, until it is empty: no one waits for another.
    numbers, numbers_in = os.pipe()
    os.write(numbers_in, b"".join(one.to_bytes(4) for one in range(len(tasks))))
    os.close(numbers_in)
    children: dict[int, int] = {}
    waiting = workers
    try:
        with _only_what_comes(), DefaultSelector() as selector:
            while children or waiting:
                for _ in range(waiting):
                    results = _begin(tasks, numbers, children, seconds=seconds)
                    selector.register(results, EVENT_READ, bytearray())
                waiting = 0
                for key, _ in selector.select():
                    end = yield from _received(key.fd, key.data)
                    if end:
                        selector.unregister(key.fd)
                        os.close(key.fd)
                        os.waitpid(children.pop(key.fd), 0)
                        waiting += end == MORE_LEFT
    finally:
        os.close(numbers)
        for results, child in children.items():
            os.close(results)
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM)
            os.waitpid(child, 0)


def _begin(
    tasks: Sequence[Callable[[], Any]], numbers: int, children: dict[int, int], *, seconds: float
) -> int:
    """Have one more copy work, and give the pipe that its results come from."""
    results, results_in = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    gc.freeze()  # else the collector of the copy would touch, and so copy, all that is shared
    child = os.fork()
    if child == 0:
        os.close(results)
        for other in children:
            os.close(other)
        _work(tasks, numbers, results_in, seconds=seconds)
    os.close(results_in)
    children[results] = child
    return results


def _received(results: int, received: bytearray) -> Generator[Any, None, bytes]:
    """The results that a copy has sent by now; in the end, what it sent for an end, if it did."""
    data = os.read(results, 1 << 20)
    received += data
    while len(received) >= 8:
        head = bytes(received[:8])
        if head in (NOTHING_LEFT, MORE_LEFT):
            return head
        size = int.from_bytes(head)
        if len(received) < 8 + size:
            break
        done = pickle.loads(received[8 : 8 + size])  # noqa: S301 - our own copy wrote it
        del received[: 8 + size]
        for name, level, words in done.told:
            logging.getLogger(name).log(level, "%s", words)
        if done.error is not None:
            raise done.error
        yield done.result
    if not data:
        raise PublishError(KILLED)
    return b""


def _work(
    tasks: Sequence[Callable[[], Any]], numbers: int, results: int, *, seconds: float
) -> NoReturn:
    """Do tasks for some time, send what came of them, and end this copy of the program."""
    code = 1
    try:
        # Ctrl-C is for the program that waits; it ends the copies itself.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        ear = _Ear()
        log = logging.getLogger(LOGS)
        log.handlers[:] = [ear]
        log.propagate = False
        end = NOTHING_LEFT
        while number := os.read(numbers, 4):
            done = _done(tasks[int.from_bytes(number)], ear)
            data = pickle.dumps(done, protocol=pickle.HIGHEST_PROTOCOL)
            _send(results, len(data).to_bytes(8) + data)
            if process_time() >= seconds:
                end = MORE_LEFT
                break
        _send(results, end)
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
