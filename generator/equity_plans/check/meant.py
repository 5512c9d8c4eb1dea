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

TOKEN = re.compile(r"[0-9]+|[a-z]+")
TIME_OF_DAY = re.compile(r"[t ]+[0-9]{1,2}:[0-9]{2}.*")
FILLERS = {"st", "nd", "rd", "th", "of", "the", "year", "quarter", "q"}
"""Words in a date that say nothing a number beside them does not say."""
MONTHS = (
    "january february march april may june july august september october november december"
).split()

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
    tokens = TOKEN.findall(TIME_OF_DAY.sub("", text.casefold()))
    if tokens == ["ongoing"]:
        yield "ongoing"
    fiscal = {"fy", "fiscal"} & set(tokens)
    quarter = _quarter(tokens)
    words = [token for token in tokens if token.isalpha()]
    months = [month for token in words if (month := _month(token))]
    if len(words) != len(months) + sum(one in FILLERS | fiscal for one in words):
        return
    numbers = [token for token in tokens if token.isdigit()]
    if quarter:
        numbers.remove(quarter)
    for year, others in _years(numbers, fiscal=bool(fiscal)):
        if fiscal or quarter:
            if not others and not months:
                yield f"{'FY' if fiscal else ''}{year}{quarter and '-Q' + quarter}"
        else:
            for parts in _orders(months, others, year_first=numbers[0] == year):
                yield "-".join([year, *(f"{part:02}" for part in parts)])


def _quarter(tokens: list[str]) -> str:
    """The number of the quarter: after `q`, or before or after `quarter`."""
    for index, token in enumerate(tokens):
        beside = [*tokens[index + 1 : index + 2]]
        if token == "quarter":
            beside += [one for one in tokens[max(0, index - 2) : index] if one not in FILLERS]
        if token in {"q", "quarter"}:
            return next((one for one in beside if one in {"1", "2", "3", "4"}), "")
    return ""


def _month(token: str) -> int:
    """The number of the month that `token` is the name of, or the beginning of; 0 for none."""
    found = [n for n, month in enumerate(MONTHS, 1) if len(token) > 2 and month.startswith(token)]
    return found[0] if found else 0


def _years(numbers: list[str], *, fiscal: bool) -> Iterator[tuple[str, list[str]]]:
    """The number that is the year, and the other numbers in order."""
    if len(numbers) == 1 and len(numbers[0]) == 8:
        [digits] = numbers
        numbers[:] = [digits[:4], digits[4:6], digits[6:]]
    years = [index for index, number in enumerate(numbers) if len(number) == 4]
    if len(years) == 1:
        [index] = years
        yield numbers[index], numbers[:index] + numbers[index + 1 :]
    elif not years and [len(number) for number in numbers] == [2] * (1 if fiscal else 0):
        yield f"20{numbers[0]}", []
    elif not years and len(numbers) == 3 and len(numbers[2]) == 2:
        yield f"20{numbers[2]}", numbers[:2]


def _orders(months: list[int], others: list[str], *, year_first: bool) -> list[tuple[int, ...]]:
    """Month, or month and day, in the orders in which they may have been written."""
    numbers = tuple(int(number) for number in others)
    if len(months) + len(numbers) > 2 or len(months) > 1:
        return []
    if months:
        return [(*months, *numbers)]
    if len(numbers) == 2 and not year_first:
        return list(dict.fromkeys([numbers, numbers[::-1]]))
    return [numbers]


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
    return "/".join(re.sub(r"[^a-z0-9]+", "-", part).strip("-") for part in plain.lower().split("/"))


def web_address(text: str) -> str:
    """`text` as a whole web address."""
    return "https://" + re.sub(r"^(?:https?)?[:/\\]*", "", text.strip("<> \n"))


def email(text: str) -> str:
    """`text` as an e-mail address alone."""
    return text.strip("<> \n").removeprefix("mailto:")


def one_line(text: str) -> str:
    """`text` on one line, without spaces at its ends."""
    return " ".join(text.split())
