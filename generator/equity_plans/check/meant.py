"""What was probably meant: the known word, the date, the number or the id closest to a text.

A guess is only ever offered (“Did you mean …?”) after the schema has accepted it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

LONGEST = 80
"""Nobody means a short word by a text longer than this."""

LIKENESS = 0.65
"""How alike two words must be, from 0 to 1: one slip in a short word, two in a longer one."""

TOO_LITTLE = 2
"""Of so few letters nothing can be guessed."""

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)

TIME_OF_DAY = re.compile(r"(?<=[0-9])[t ]+[0-9]{1,2}:[0-9]{2}.*")
SAYS_NOTHING = re.compile(r"(?<=[0-9])(?:st|nd|rd|th)\b|\bof\b|\bthe\b")
QUARTER = re.compile(r"([1-4]) *quarter|quarter *([1-4])")

YEAR, MONTH, DAY = r"(?P<year>[0-9]{4})", r"(?P<month>[0-9]{1,2})", r"(?P<day>[0-9]{1,2})"
SHORT_YEAR = r"(?:20)?(?P<short>[0-9]{2})"
NAME = r"(?P<name>[a-z]{3,})"
FISCAL = r"(?P<fiscal>fy|fiscal year)"
QUARTERS = r"q(?P<quarter>[1-4])"
DATES = tuple(
    re.compile(shape, re.ASCII)
    for shape in (
        rf"{YEAR} {MONTH}(?: {DAY})?",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        rf"{MONTH} {YEAR}",
        rf"{MONTH} {DAY} {SHORT_YEAR}",
        rf"{DAY} {MONTH} {SHORT_YEAR}",
        rf"{NAME}(?: {DAY})? {YEAR}",
        rf"{DAY} {NAME} {YEAR}",
        rf"{FISCAL} ?{SHORT_YEAR}(?: ?{QUARTERS})?",
        rf"{QUARTERS} {FISCAL} ?{SHORT_YEAR}",
        rf"{YEAR} ?{QUARTERS}",
        rf"{QUARTERS} {YEAR}",
        r"(?P<ongoing>ongoing)",
    )
)
"""The ways in which people write dates, once separators are spaces: 9 30 2024 is 09/30/2024."""

NUMBER = re.compile(r"[-+]?[0-9][0-9,_ ]*(?:\.[0-9]+)?")

YES_OR_NO = {
    **dict.fromkeys(("true", "yes", "y", "on"), True),
    **dict.fromkeys(("false", "no", "n", "off"), False),
}


def fold(text: str) -> str:
    """`text` without what people mix up: capitals, spaces, underscores and hyphens."""
    return re.sub(r"[\s_-]+", "", text.casefold())


def word(text: str, spellings: Mapping[str, str]) -> str | None:
    """The word closest to `text`; `spellings` leads from each spelling to its word."""
    if len(text) > LONGEST:
        return None
    folded = {fold(spelling): meant for spelling, meant in spellings.items()}
    wanted = fold(text)
    if len(wanted) <= TOO_LITTLE:
        return folded.get(wanted)
    close = get_close_matches(wanted, folded, n=1, cutoff=LIKENESS)
    return folded[close[0]] if close else None


def dates(text: str) -> Iterator[str]:
    """The dates that `text` may stand for, in the ways plans write them; some may not exist."""
    if len(text) > LONGEST:
        return
    plain = SAYS_NOTHING.sub("", TIME_OF_DAY.sub("", text.casefold()))
    plain = QUARTER.sub(r"q\1\2", " ".join(re.split(r"[\s/.,_-]+", plain)).strip())
    for shape in DATES:
        match = shape.fullmatch(plain)
        if match:
            yield from _written({part: said for part, said in match.groupdict().items() if said})


def _written(parts: Mapping[str, str]) -> Iterator[str]:
    """The date made up of `parts`, as plans write it; nothing when its month has no such name."""
    year = parts.get("year") or f"20{parts.get('short')}"
    day = f"-{parts['day']:0>2}" if "day" in parts else ""
    if "ongoing" in parts:
        yield parts["ongoing"]
    elif "quarter" in parts or "fiscal" in parts:
        quarter = f"-Q{parts['quarter']}" if "quarter" in parts else ""
        yield f"{'FY' if 'fiscal' in parts else ''}{year}{quarter}"
    elif "name" in parts:
        for number, month in enumerate(MONTHS, 1):
            if month.startswith(parts["name"]):
                yield f"{year}-{number:02}{day}"
    else:
        yield f"{year}-{parts['month']:0>2}{day}"


def number(text: str) -> int | float | None:
    """The one number in `text`: 1000 for `1,000`, 10 for `10 days`, 12 for `012`."""
    if len(text) > LONGEST:
        return None
    found = NUMBER.findall(text)
    if len(found) != 1:
        return None
    digits = re.sub(r"[,_ ]", "", found[0])
    return float(digits) if "." in digits else int(digits)


def yes_or_no(text: str) -> bool | None:
    """True for `yes`, False for `off`, and so on."""
    return YES_OR_NO.get(text.strip().casefold())


def slug(text: str) -> str:
    """`text` as an id: lower case, with hyphens; slashes stay, for the folders of a plan."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST]).encode("ascii", "ignore").decode()
    parts = plain.lower().split("/")
    return "/".join(re.sub(r"[^a-z0-9]+", "-", part).strip("-") for part in parts)


def web_address(text: str) -> str:
    """`text` as a whole web address."""
    return "https://" + re.sub(r"^(?:https?)?[:/\\]*", "", text.strip("<> \n"))


def email(text: str) -> str:
    """`text` as an e-mail address alone."""
    return text.strip("<> \n").removeprefix("mailto:")


def one_line(text: str) -> str:
    """`text` on one line, without spaces at its ends."""
    return " ".join(text.split())
