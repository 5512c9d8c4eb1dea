"""Lines that line up with nothing: which spaces their neighbours begin with."""

from __future__ import annotations

from equity_plans.findings import Finding
from equity_plans.sources.source import Source, clip, spaces_end

MOST_NEIGHBOURS = 2


def misplaced(source: Source, line: int, columns: set[int], *, goes_on: bool) -> Finding:
    """The finding for a line that begins where it cannot.

    `columns` are those at which the parser could have taken a line. With `goes_on` it tried to
    take this one as part of a text that began further up.
    """
    text = source.lines[line]
    column = spaces_end(text, 0)
    item = text.startswith("- ", column) or text[column:] == "-"
    if column not in columns:
        message = f"This line begins with {_spaces(column)}, which lines up with nothing above it."
    elif item:
        message = "This line begins with a dash, but the lines it lines up with do not."
    else:
        message = "This line does not begin with a dash, but the lines it lines up with do."
    like = [
        f"with {_spaces(at)}, like line {number + 1} (“{clip(source.lines[number][at:])}”)"
        for at, number in _neighbours(source, line, columns - {column}, item=item)
    ]
    if like:
        fix = f"Begin it {', or '.join(like)}."
    elif item:
        fix = "Write a key for the list on the line above, such as `items:`."
    elif column in columns:
        fix = f"Begin it with {_spaces(column + 2)} to add it to the item above."
    else:
        fix = "Line it up with the line it belongs to."
    if goes_on:
        fix += " If it goes on with the text above it, put that whole text in quotes."
    odd = _odd_one_out(source, line)
    other = None
    if odd is not None:
        fix += f" Or begin line {odd + 1} with {_spaces(column)}, like the lines around it."
        other = source.other(
            source.rest(odd, spaces_end(source.lines[odd], 0)), "or move this line"
        )
    return source.finding("EP020", source.rest(line, column), message, fix, other=other)


def _neighbours(
    source: Source, line: int, columns: set[int], *, item: bool
) -> list[tuple[int, int]]:
    """The nearest columns to begin at, each with the last line that begins there already.

    An item belongs under the dash of an item, and a key under a key.
    """
    wanted = spaces_end(source.lines[line], 0)
    found: dict[int, int] = {}
    for number in range(line - 1, -1, -1):
        text = source.lines[number]
        # The line right above may be part of a text that this line was to go on with.
        above = not found and not item and spaces_end(text, 0) > wanted
        key = ": " in text or text.rstrip(" ").endswith(":")
        for column, dash in _starts(text):
            if dash == item and (above or (column in columns and (key or item))):
                found.setdefault(column, number)
    nearest = sorted(found, key=lambda column: (abs(column - wanted), -column))
    return [(column, found[column]) for column in nearest[:MOST_NEIGHBOURS]]


def _odd_one_out(source: Source, line: int) -> int | None:
    """The nearest line further to the left, if what stands above it lines up with this line."""
    column = spaces_end(source.lines[line], 0)
    odd = None
    for number in range(line - 1, -1, -1):
        starts = dict(_starts(source.lines[number]))
        if starts and odd is not None:
            return odd if column in starts else None
        if starts and min(starts) < column:
            odd = number
    return None


def _starts(text: str) -> list[tuple[int, bool]]:
    """Where a line, and what stands after its dashes, begins; and whether with a dash."""
    starts = []
    column = spaces_end(text, 0)
    while text.startswith("- ", column):
        starts.append((column, True))
        column = spaces_end(text, column + 1)
    if column < len(text) and text[column] != "#":
        starts.append((column, text[column:] == "-"))
    return starts


def _spaces(count: int) -> str:
    return {0: "no spaces", 1: "1 space"}.get(count, f"{count} spaces")
