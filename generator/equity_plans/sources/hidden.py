"""Hidden characters: what a reviewer cannot see has no place in a plan.

A line separator can smuggle a key into a comment, a direction mark can make a line read
otherwise than it says, and an invisible character breaks search, comparison and ids.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

LINE_ENDS = "\u0085\u2028\u2029"
DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f"
HALVES = "\ud800-\udfff"
NO_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
FALSE_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f"
"""They look like spaces but are none to YAML; refused only where a line begins."""

KINDS = {
    LINE_ENDS: "a line separator, which some programs take for the end of the line",
    DIRECTIONS: "a mark that turns the direction in which text is shown",
    INVISIBLE: "an invisible character",
    HALVES: "one half of a character",
    NO_CHARACTERS: "a code that stands for no character",
    FALSE_SPACES: "something that looks like a space but is not one",
    CONTROLS: "a control character",
}
"""What each kind is called in a message."""

HIDDEN = re.compile(f"[{LINE_ENDS}{DIRECTIONS}{INVISIBLE}{CONTROLS}{HALVES}{NO_CHARACTERS}]")
"""What may not stand in any text, written plainly or as an escape."""

SUSPECT = re.compile(f"{HIDDEN.pattern[:-1]}{FALSE_SPACES}]")
"""What a text must have in it before its lines are looked at one by one."""

FALSE_SPACE = re.compile(f"^ *(?P<space>[{FALSE_SPACES}])")
"""A line that begins with a space that is none."""

ESCAPE = re.compile(r"\\(?:x(..)|u(.{4})|U(.{8})|(.))", re.DOTALL)
LETTERS = dict(zip("0abvferNLP", "\0\a\b\v\f\x1b\r\x85\u2028\u2029", strict=True))


def name(character: str) -> str:
    """What to call a character: its kind, then number and name for those who look it up."""
    kind = next(kind for range_, kind in KINDS.items() if re.match(f"[{range_}]", character))
    known = unicodedata.name(character, "")
    return f"{kind} (U+{ord(character):04X}{known and ' ' + known})"


def hidden_escapes(written: str) -> Iterator[tuple[int, str, str]]:
    """The escapes in a double-quoted text that stand for hidden characters.

    Each as its position, what is written there, and the character it stands for.
    """
    for match in ESCAPE.finditer(written):
        number = match[1] or match[2] or match[3]
        character = chr(int(number, 16)) if number else LETTERS.get(match[4], "")
        if HIDDEN.match(character):
            yield match.start(), match[0], character
