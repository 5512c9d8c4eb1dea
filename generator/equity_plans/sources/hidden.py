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

# Two invisible characters are a part of how some words are written, and only there they may stand:
# the non-joiner between two Arabic letters (Persian, Urdu, Kurdish), both after the sign by which
# an Indic letter loses its vowel, and the joiner between the parts of one emoji.
JOINS_ON = (
    "\u0626\u0628\u062a-\u062e\u0633-\u063f\u0641-\u0647\u0649\u064a\u066e\u066f\u0678-\u0687"
    "\u069a-\u06bf\u06c1\u06c2\u06cc\u06ce\u06d0\u06d1\u06fa-\u06fc"
)
"""Arabic letters that reach out for the next one; after any other the non-joiner does nothing."""

JOINS = "\u0620\u0622-\u063f\u0641-\u064a\u066e\u066f\u0671-\u0673\u0675-\u06d3\u06d5\u06fa-\u06ff"
VOWEL_KILLERS = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca"
INDIC = (
    "\u0904-\u0939\u0985-\u09b9\u0a05-\u0a39\u0a85-\u0ab9\u0b05-\u0b39\u0b85-\u0bb9"
    "\u0c05-\u0c39\u0c85-\u0cb9\u0d05-\u0d3a\u0d85-\u0dc6"
)
EMOJI = "\u2600-\u27bf\u2b1b\u2b1c\U0001f300-\U0001faff"
NEEDED = (
    f"(?<=[{JOINS_ON}])\u200c(?=[{JOINS}])"
    f"|(?<=[{VOWEL_KILLERS}])[\u200c\u200d](?=[{INDIC}])"
    f"|(?<=[{EMOJI}\ufe0f])\u200d(?=[{EMOJI}])"
)

REFUSED = f"{LINE_ENDS}{DIRECTIONS}{INVISIBLE}{CONTROLS}{HALVES}{NO_CHARACTERS}"

HIDDEN = re.compile(f"(?!{NEEDED})[{REFUSED}]")
"""What may not stand in any text, written plainly or as an escape."""

SUSPECT = re.compile(f"[{REFUSED}{FALSE_SPACES}]")
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
