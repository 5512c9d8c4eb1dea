"""The one way in which text of unknown origin gets into a terminal, a log or an annotation."""

from __future__ import annotations

import re
import unicodedata

UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Unicode's categories of control, format, half and line-separating characters."""

UNSEEN_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Characters that count as letters or marks and still leave nothing to see."""

SHORT = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}

COMMAND = re.compile(r"(?<=#)#(?=[a-zA-Z]*\[)")
"""GitHub's runner obeys `##[error]` wherever it stands in a line, others obey `##vso[`."""


def show(text: str) -> str:
    """`text` on one line, with everything visible that would act or hide.

    Control characters cannot move the cursor, direction marks cannot turn the line round, line
    ends cannot begin a line of their own, and no `##[command]` is left. All else stays as it is.
    """
    if not text.isascii() or not text.isprintable():
        text = "".join(_visible(character) for character in text)
    return COMMAND.sub(r"\\u0023", text) if "##" in text else text


def _visible(character: str) -> str:
    if unicodedata.category(character) not in UNSEEN and character not in UNSEEN_LETTERS:
        return character
    code = ord(character)
    return SHORT.get(character) or (f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}")


def width(text: str) -> int:
    """How many columns of a terminal `text` takes up; it has been through `show`."""
    return sum(
        0
        if unicodedata.category(character) in {"Mn", "Me"}
        else 1 + (unicodedata.east_asian_width(character) in {"F", "W"})
        for character in text
    )
