"""Inside: the proof, where a file is written, that it lies in the folder it was meant for."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from equity_plans.check.places import DEVICES
from equity_plans.diagnostics.show import show
from equity_plans.publish import PublishError

LONGEST = 200
"""How many characters one step of an address can have; disks end at 255 bytes."""

_STEP = re.compile(r"[A-Za-z0-9_.@+-]+", re.ASCII)
"""What ids, days and our own names are made of. No disk and no host minds any of it."""


def inside(folder: Path, uri: str) -> Path:
    """The place of the file with the address `uri` in `folder`.

    Raises PublishError when it would lie elsewhere, or could not be written on every computer. Ids
    are looked at long before; this holds even when something was overlooked there.
    """
    steps = uri.split("/")
    if not all(map(is_step, steps)):
        raise PublishError(f"“{show(uri)}” cannot be the address of a file of the site.")
    return folder.joinpath(*steps)


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
