"""Compiled: templates as Jinja compiled them once, for whoever needs them again."""

from __future__ import annotations

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Templates that were compiled, by what Jinja calls each.

    Jinja itself sees to it that none is taken which another Jinja, Python or text came to.
    """

    def __init__(self, known: dict[str, bytes] | None = None, *, language: str = "") -> None:
        self.known = {} if known is None else known
        self.language = language
        """The language in which their own sentences stand in them; empty where none does."""

    def told_in(self, tag: str) -> Compiled:
        """The same, for templates in which sentences stand in a language."""
        return Compiled(self.known, language=tag)

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """What stands for a template."""
        return f"{self.language}{super().get_cache_key(name, filename)}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put in what is known of a template."""
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was just compiled."""
        self.known[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()
"""What this program has compiled, and what it was told that one before had."""
