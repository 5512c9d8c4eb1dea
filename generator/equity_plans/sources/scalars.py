"""Plain values: what a word without quotes means, by the YAML 1.2 core schema.

YAML 1.1 reads `NO` as false, `12:30` as 750 and 2024-02-30 as an error without a line. Here
every such word stays the text the author wrote, and the schema says what should stand there.
Two things are stricter than the core schema, because a number must be exactly what is written:

- What a computer cannot hold exactly stays text: more than 15 digits, `1e400`, `.inf`, `.nan`.
- Codes stay text: `012`, `0x1F` and `0o17` are numbers only to programmers.
"""

from __future__ import annotations

import math
import re

Scalar = bool | int | float | str | None

WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

DIGITS = 15
"""So many decimal digits survive in any program that reads our data."""

WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,14})")
DECIMAL = re.compile(
    r"[-+]?(?=[0-9]*[.eE])(?P<digits>\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
)


def resolve(text: str) -> Scalar:
    """What `text` without quotes stands for; text, unless it is plainly something else."""
    if text in WORDS:
        return WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if WHOLE.fullmatch(text):
        return int(text)
    match = DECIMAL.fullmatch(text)
    if not match:
        return text
    digits = match["digits"].replace(".", "").strip("0")
    number = float(text)
    kept = math.isfinite(number) and bool(number) == bool(digits)
    return number if kept and len(digits) <= DIGITS else text
