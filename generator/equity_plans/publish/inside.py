"""Inside: the proof, where a file is written, that it lies in the folder it was meant for."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from equity_plans.check.places import DEVICES
from equity_plans.diagnostics.show import show
from equity_plans.publish import PublishError
from equity_plans.publish.known import Known

LONGEST = 200
"""How many characters one step of an address can have; disks end at 255 bytes."""

_STEP = re.compile(r"[A-Za-z0-9_.@+-]+", re.ASCII)
"""What ids, days and our own names are made of. No disk and no host minds any of it."""


def inside(folder: Path, uri: str) -> Path:
    """The place of the file with the address `uri` in `folder`.

    Raises PublishError when it would lie elsewhere, or could not be written on every computer. Ids
    are looked at long before; this holds even when something was overlooked there.
    """
    return folder.joinpath(*_steps(uri))


def _steps(uri: str) -> list[str]:
    steps = uri.split("/")
    if not all(map(is_step, steps)):
        raise PublishError(f"“{show(uri)}” cannot be the address of a file of the site.")
    return steps


class Folders:
    """The folders below one that files are written into; each is made with the first of its files.

    A country has tens of thousands of them, so nothing is asked of the disk about those above one
    that were made before.
    """

    def __init__(self, top: str) -> None:
        self._top = top
        self._there: Known[str] = Known()
        """Where the folders are, by their addresses."""

    def place(self, uri: str) -> str:
        """Where the file with the address `uri` is to be written: it lies `inside`, or this raises.

        Its folder is there then.
        """
        begins = uri.rfind("/") + 1
        above, name = uri[:begins], uri[begins:]
        folder = self._there.get(above)
        if folder is None or not is_step(name):
            _steps(uri)
            folder = self._made(above)
        return f"{folder}{os.sep}{name}"

    def _made(self, uri: str) -> str:
        """Where a folder is, which is there from now on."""
        known = self._there.get(uri)
        if known is not None:
            return known
        if uri:
            above, _, name = uri[:-1].rpartition("/")
            folder = f"{self._made(f'{above}/' if above else '')}{os.sep}{name}"
            with suppress(FileExistsError):
                os.mkdir(folder)  # noqa: PTH102 - pathlib takes several times as long
        else:
            folder = self._top
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - as above
        return self._there.keep(uri, folder)


@lru_cache(maxsize=10_000)
def is_step(step: str) -> bool:
    """True when this can be a step of an address: it leads down, on every computer."""
    return (
        _STEP.fullmatch(step) is not None
        and len(step) <= LONGEST
        and not step.endswith(".")
        and not step.startswith("-")
        and step.partition(".")[0].lower() not in DEVICES
    )
