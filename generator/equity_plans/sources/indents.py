"""Lines that line up with nothing: which spaces their neighbours begin with."""

from __future__ import annotations

from equity_plans.findings import Finding
from equity_plans.sources.source import Source, clip

MOST_NEIGHBOURS = 2


def misplaced(source: Source, line: int, columns: set[int], *, text_above: bool) -> Finding:
    """The finding for a line that begins where none of its neighbours does.

    `columns` are those at which the parser could have taken a line. With `text_above` it tried to
    take this one as part of a text that began further up.
    """
    text = source.lines[line]
    column = len(text) - len(text.lstrip(" "))
    place = source.rest(line, column)
    item = text.startswith("- ", column) or text[column:] == "-"
    neighbours = _neighbours(source, line, columns - {column}, item=item)
    if column not in columns:
        message = f"This line begins with {_spaces(column)}, which lines up with nothing above it."
    elif item:
        message = "This line begins with a dash, but the lines it lines up with do not."
    else:
        message = "This line does not begin with a dash, but the lines it lines up with do."
    if neighbours:
        fix = "Begin it with " + ", or with ".join(
            f"{_spaces(at)}, like line {number + 1} (“{clip(words)}”)"
            for at, number, words in neighbours
        )
    elif item:
        fix = "Write a key for the list on the line above, such as `items:`"
    else:
        fix = f"Begin it with {_spaces(column + 2)} to add it to the item above, or with a dash"
    if text_above:
        fix += ". If it goes on with the text above it, put that whole text in quotes"
    return source.finding("EP020", place, message, f"{fix}.")


def _neighbours(
    source: Source, line: int, columns: set[int], *, item: bool
) -> list[tuple[int, int, str]]:
    """The nearest places to begin: column, line and words of who begins there already.

    An item belongs under an item's dash and a key under a key, where there is one.
    """
    wanted = len(source.lines[line]) - len(source.lines[line].lstrip(" "))
    found: dict[bool, dict[int, tuple[int, str]]] = {True: {}, False: {}}
    for number in range(line - 1, -1, -1):
        starts = _starts(source.lines[number])
        for column, dash in starts:
            # The line right above may be part of a text that this line was to go on with.
            goes_on = not any(found.values()) and column > wanted
            if column in columns or goes_on:
                found[dash].setdefault(column, (number, source.lines[number][column:]))
    alike = found[item] or found[not item]
    nearest = sorted(alike, key=lambda column: (abs(column - wanted), -column))
    return [(column, *alike[column]) for column in nearest[:MOST_NEIGHBOURS]]


def _starts(text: str) -> list[tuple[int, bool]]:
    """Where a line, and what stands after its dashes, begins; and whether with a dash."""
    starts = []
    column = len(text) - len(text.lstrip(" "))
    while text.startswith("- ", column):
        starts.append((column, True))
        column = len(text) - len(text[column + 1 :].lstrip(" "))
    if column < len(text) and text[column] != "#":
        starts.append((column, text[column:] == "-"))
    return starts


def _spaces(count: int) -> str:
    return {0: "no spaces", 1: "1 space"}.get(count, f"{count} spaces")
