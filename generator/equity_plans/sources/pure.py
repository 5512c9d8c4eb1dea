"""PyYAML's own parser, with two things remembered that explain most mistakes.

Its answers count for every file; libyaml, where present, only saves time (see `parse`).
"""

from __future__ import annotations

from typing import Any

from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner
from yaml.tokens import ScalarToken


class PurePython(Reader, Scanner, Parser):
    """Events of a text. Nothing is resolved or built: that is what `Composer` is for."""

    def __init__(self, text: str) -> None:
        self.left: set[int] = set()
        self.left_on = -1
        """The columns where lists and groups began that the last line to the left ended."""
        self.long_quotes: list[ScalarToken] = []
        """Quoted texts that go over several lines: one of them may lack its closing quote."""
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def columns(self, line: int) -> set[int]:
        """The columns that a line could have begun at."""
        left = self.left if self.left_on == line else set()
        return {column for column in (*left, *self.indents, self.indent) if column >= 0}

    def unwind_indent(self, column: int) -> None:
        """Remember what is left behind when a line begins further to the left."""
        if not self.flow_level and self.indent > column:
            self.left = {*self.indents, self.indent}
            self.left_on = self.line
        super().unwind_indent(column)

    def scan_flow_scalar(self, style: str) -> Any:
        """Remember quoted texts over several lines."""
        token = super().scan_flow_scalar(style)
        if token.start_mark.line != token.end_mark.line:
            self.long_quotes.append(token)
        return token
