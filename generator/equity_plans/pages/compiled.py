"""Compiled: templates as Jinja compiled them once, for whoever needs them again."""

from __future__ import annotations

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Templates that were compiled, by what Jinja calls each.

    Jinja itself sees to it that none is taken which another Jinja, Python or text came to.
    """

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put in what is known of a template."""
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was just compiled."""
        self.known[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()
"""What this program has compiled, and what it was told that one before had."""
