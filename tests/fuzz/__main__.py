"""Tries every target in turn until the time is up: `python -m tests.fuzz --seconds 60`."""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
import traceback
import warnings
from pathlib import Path
from typing import Any
from unittest import SkipTest

from hypothesis import HealthCheck, Phase, given, seed, settings
from tests.fuzz.targets import TARGETS, Target

FOUND = Path(__file__).parent / "found"
TURN = 5.0
"""After so many seconds it is another target's turn."""


def fuzz(target: Target, *, chance: int, until: float) -> tuple[int, Any, str]:
    """How many cases were tried, the smallest one that broke something, and how it broke."""
    tried = 0
    last: Any = None

    @seed(chance)
    @settings(
        max_examples=100_000,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
        print_blob=False,
    )
    @given(case=target.cases)
    def attempt(case: Any) -> None:
        nonlocal tried, last
        if time.monotonic() > until:
            raise SkipTest  # by which Hypothesis knows to stop at once
        tried, last = tried + 1, case
        target.check(case)

    try:
        attempt()
    except SkipTest:
        return tried, None, ""
    except Exception:  # noqa: BLE001 - whatever it is, it was found
        return tried, last, traceback.format_exc()
    return tried, None, ""


def keep(name: str, case: Any) -> Path:
    """Write a case down, so that the tests try it again."""
    text = json.dumps(case, indent=1) + "\n"
    file = FOUND / name / f"{hashlib.sha256(text.encode()).hexdigest()[:12]}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def main() -> int:
    """Try for so many seconds, say what was done, and fail when something was found."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--target", choices=TARGETS, action="append")
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    given_ = options.parse_args()
    names = given_.target or list(TARGETS)
    print(f"Looking for {given_.seconds:g} s, from seed {given_.seed}: {', '.join(names)}")
    warnings.simplefilter("error")
    until = time.monotonic() + given_.seconds
    tried = dict.fromkeys(names, 0)
    broken: dict[str, Path] = {}
    chance = given_.seed
    while time.monotonic() < until and len(broken) < len(names):
        for name in names:
            if name in broken or time.monotonic() > until:
                continue
            count, case, how = fuzz(
                TARGETS[name], chance=chance, until=min(until, time.monotonic() + TURN)
            )
            tried[name] += count
            if how:
                broken[name] = keep(name, case)
                print(f"\n{name} broke:\n{how}\nThe case is kept in {broken[name]}.\n")
        chance += 1
    for name, count in tried.items():
        print(f"{name:8} {count:7,} cases, {'1 broke something' if name in broken else 'all well'}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
