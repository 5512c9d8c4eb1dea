"""Parser events → values, with the place of each.

One pass without recursion: lists and groups are built on a stack of our own, so that a hostile
file meets a limit instead of the end of the interpreter's stack.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from yaml import events

from equity_plans.findings import DataPath, Finding, Place
from equity_plans.sources import refusals, traps
from equity_plans.sources.document import Value
from equity_plans.sources.scalars import resolve
from equity_plans.sources.source import MOST_FINDINGS, Source

BLOCK = {"|", ">"}
"""The styles of texts that begin on the next line."""

HEADS_WITH_NOTE = (re.compile(r"\|[-+0-9]*#"), re.compile(r">[-+0-9]*#"))
"""libyaml takes `|# note` for the head of a text; PyYAML's own parser does not.

Two patterns, each with a sign of its own: that is quicker to look for than one of two.
"""


class Events(Protocol):
    """A parser: libyaml's or PyYAML's own."""

    def get_event(self) -> Any:
        """The next event, None at the end."""


@dataclass(slots=True)
class Level:
    """A list or group that is being read."""

    group: dict[str, Value] | None
    items: list[Value]
    """The values of a list, if it is no group."""
    path: DataPath
    line: int
    column: int
    brackets: bool
    key: str | None = None
    """The key whose value comes next."""


class Composer:
    """The values of one file, gathered event by event."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.value: Value = None
        self.values: dict[DataPath, Place] = {}
        self.keys: dict[DataPath, Place] = {}
        self.written: dict[DataPath, str] = {}
        self.findings: list[Finding] = []
        self.doubtful = any(head.search(source.text) for head in HEADS_WITH_NOTE)
        """Something is in the file that the two parsers read differently."""
        self._levels: list[Level] = []
        self._end = (0, 0)
        self._nodes = 0
        self._documents = 0
        self._repeats = False
        self._stopped = False
        self._number_signs = bool(traps.NUMBER_SIGN.search(source.text))

    def compose(self, parser: Events) -> None:
        """Takes events until the end, or until going on would make no sense."""
        while not self._stopped:
            event = parser.get_event()
            if event is None:
                return
            self.take(event)

    def take(self, event: Any) -> None:
        """Takes one event."""
        take = TAKE.get(type(event))
        if take:
            take(self, event)

    # Events -------------------------------------------------------------------------------------

    def document(self, event: Any) -> None:
        """The beginning of a document; a file has one."""
        self._documents += 1
        if self._documents > 1:
            self._stop(refusals.second_document(self.source, event))

    def scalar(self, event: Any) -> None:
        """A key or a value."""
        self._nodes += 1
        if event.anchor or event.tag or self._nodes > refusals.NODES:
            self._refuse(event)
        text = event.value
        if len(text) > refusals.CHARACTERS:
            self._find(refusals.too_long(self.source, event))
        level = self._levels[-1] if self._levels else None
        if level and level.brackets and "?" in text:
            # libyaml takes `[who?]` for a list with a question in it.
            self.doubtful = True
        if level and level.group is not None and level.key is None:
            self._key(event, text, level)
        else:
            self._scalar_value(event, text, level)

    def collection(self, event: Any) -> None:
        """The beginning of a list or group."""
        self._nodes += 1
        if event.anchor or event.tag or self._nodes > refusals.NODES:
            self._refuse(event)
        level = self._levels[-1] if self._levels else None
        if level and level.group is not None and level.key is None:
            self._stop(refusals.key_not_word(self.source, event))
            return
        if len(self._levels) == refusals.DEPTH:
            self._stop(refusals.too_deep(self.source, event))
            return
        group: dict[str, Value] | None = {} if type(event) is events.MappingStartEvent else None
        items: list[Value] = []
        path = self._put(items if group is None else group, level)
        mark = event.start_mark
        self._levels.append(
            Level(group, items, path, mark.line, mark.column, brackets=bool(event.flow_style))
        )

    def end(self, event: Any) -> None:
        """The end of a list or group: its closing bracket, or else the end of its last value."""
        level = self._levels.pop()
        # The group in `[key: value]` has no bracket of its own.
        if level.brackets and event.start_mark.index != event.end_mark.index:
            self._end = (event.end_mark.line + 1, event.end_mark.column + 1)
        line, column = self._end
        self.values[level.path] = Place(
            line=level.line + 1, column=level.column + 1, end_line=line, end_column=column
        )

    def alias(self, event: Any) -> None:
        """A reference to another part of the file."""
        self._nodes += 1
        self._refuse(event)
        level = self._levels[-1] if self._levels else None
        if level and level.group is not None and level.key is None:
            level.key = event.anchor
            place = self.source.place(event.start_mark.line, event.start_mark.column)
            self.keys[(*level.path, event.anchor)] = place
        else:
            self._put(None, level)

    # Keys and values ----------------------------------------------------------------------------

    def _key(self, event: Any, key: str, level: Level) -> None:
        level.key = key
        place = self._place(event) if key else self._missing(event)
        path = (*level.path, key)
        twice = level.group is not None and key in level.group
        first = self.keys[path] if twice else place
        self.keys[path] = first
        plain = event.implicit[0]
        if event.anchor or event.tag:
            return  # said already
        if plain and key == "<<":
            self._repeat(event)
        elif plain and not isinstance(resolve(key), str):
            self._find(refusals.key_not_text(self.source, key, place))
        elif twice:
            self._find(refusals.twice(self.source, key, place, first))
        elif event.style == '"':
            self._find(traps.hidden_escape(self.source, event))
        elif level.brackets:
            self._find(traps.question_before_key(self.source, event))

    def _scalar_value(self, event: Any, text: str, level: Level | None) -> None:
        plain = event.implicit[0]
        path = self._put(resolve(text) if plain else text, level)
        place = self._place(event) if text or not plain else self._empty_place(event, path)
        self._end = (place.end_line, place.end_column)
        self.values[path] = place
        self.written[path] = self._as_written(event, place)
        self._traps(event, level, place)

    def _put(self, value: Value, level: Level | None) -> DataPath:
        """Puts a value where it belongs, and says where that is."""
        if level is None:
            self.value = value
            return ()
        if level.group is None:
            level.items.append(value)
            return (*level.path, len(level.items) - 1)
        key = level.key or ""
        level.group[key] = value
        level.key = None
        return (*level.path, key)

    # Places -------------------------------------------------------------------------------------

    def _place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        line, column = self._block_end(event) if event.style in BLOCK else (end.line, end.column)
        # PyYAML counts from 0.
        return Place(
            line=start.line + 1, column=start.column + 1, end_line=line + 1, end_column=column + 1
        )

    def _block_end(self, event: Any) -> tuple[int, int]:
        """Where the last words of a text under `|` or `>` end; the parsers go on to the next."""
        lines = self.source.lines
        line = event.end_mark.line
        if not lines[line][: event.end_mark.column].strip(" "):
            line -= 1
        while line > event.start_mark.line and not lines[line].strip(" "):
            line -= 1
        return line, len(lines[line].rstrip(" "))

    def _empty_place(self, event: Any, path: DataPath) -> Place:
        """Nothing has no place, so it stands where its key or its dash stands."""
        if not path:
            return self.source.place(0, 0)
        return self.keys.get(path) or self._missing(event)

    def _missing(self, event: Any) -> Place:
        """The character before something that is not there: a dash, a comma, a “?”."""
        mark = event.start_mark
        return self.source.place(mark.line, max(0, mark.column - 1), length=1)

    def _as_written(self, event: Any, place: Place) -> str:
        if event.style in BLOCK:
            first, *others = self.source.lines[place.line - 1 : place.end_line]
            return "\n".join([first[place.column - 1 :], *others])
        return self.source.text[event.start_mark.index : event.end_mark.index]

    # Findings -----------------------------------------------------------------------------------

    def _find(self, finding: Finding | None) -> None:
        if finding:
            self.findings.append(finding)
            self._stopped = self._stopped or len(self.findings) >= MOST_FINDINGS

    def _stop(self, finding: Finding) -> None:
        self._find(finding)
        self._stopped = True

    def _refuse(self, event: Any) -> None:
        """What no key, value, list or group may have, or one of them too many."""
        if self._nodes > refusals.NODES:
            self._stop(refusals.too_many(self.source, event))
        elif event.anchor:
            self._repeat(event)
        else:
            mark = event.start_mark
            self._find(refusals.order(self.source, mark.line, mark.column))

    def _repeat(self, event: Any) -> None:
        """The first anchor, alias or merge key; the others go when it goes."""
        if not self._repeats:
            self._repeats = True
            self._find(refusals.repeated(self.source, event))

    def _traps(self, event: Any, level: Level | None, place: Place) -> None:
        brackets = level is not None and level.brackets
        several_lines = event.start_mark.line != event.end_mark.line
        if event.style == '"':
            self._find(traps.hidden_escape(self.source, event))
        if event.implicit[0]:
            if several_lines:
                self._find(traps.dash_in_text(self.source, event))
            if self._number_signs:
                bare = level is not None and not brackets
                self._find(traps.lost_after_number_sign(self.source, event.value, place, bare=bare))
        elif several_lines and event.style not in BLOCK and level and not brackets:
            self._find(traps.swallowed_by_quote(self.source, event, column=level.column))


TAKE: dict[type, Callable[[Composer, Any], None]] = {
    events.DocumentStartEvent: Composer.document,
    events.ScalarEvent: Composer.scalar,
    events.AliasEvent: Composer.alias,
    events.MappingStartEvent: Composer.collection,
    events.SequenceStartEvent: Composer.collection,
    events.MappingEndEvent: Composer.end,
    events.SequenceEndEvent: Composer.end,
}
"""What to do with each event; the others say nothing."""
