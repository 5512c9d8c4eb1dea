"""The values of a file that nobody could object to, without their places.

Almost every file of a project is one. Places take longer to work out than all the rest, and only
findings and excerpts need them, so they are worked out when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from equity_plans.findings import DataPath
from equity_plans.sources import refusals, traps
from equity_plans.sources.compose import BLOCK, HEADS_WITH_NOTE, Composer, Events
from equity_plans.sources.document import Value
from equity_plans.sources.hidden import HIDDEN
from equity_plans.sources.scalars import resolve
from equity_plans.sources.source import Source

Thing = TypeVar("Thing")


class Objection(Exception):  # noqa: N818 - it says nothing but that somebody else is to look
    """Something that `Composer` is to look at; perhaps it has nothing to say."""


def plain_value(source: Source, parser: Events) -> Value:
    """What the file says. Raises Objection wherever `Composer` could have something to say.

    It also raises what the parser raises.
    """
    if any(sign.search(source.text) for sign in (*HEADS_WITH_NOTE, traps.NUMBER_SIGN)):
        raise Objection
    top: list[Value] = []
    # The list or group that is being read: itself, and of a group the key whose value comes next.
    here: Any = top
    key: str | None = None
    keyed, column, brackets = False, 0, True
    around: list[tuple[Any, bool, int, bool]] = []
    nodes = documents = 0
    next_event = parser.get_event
    while (event := next_event()) is not None:
        kind = type(event)
        if kind is ScalarEvent:
            nodes += 1
            text, plain, style = event.value, event.implicit[0], event.style
            if event.anchor or event.tag or len(text) > refusals.CHARACTERS:
                raise Objection
            if style == '"' and HIDDEN.search(text):
                raise Objection
            if brackets and around and ("?" in text or _after_question(source, event)):
                raise Objection
            if keyed and key is None:
                if text in here or (plain and (text == "<<" or type(resolve(text)) is not str)):
                    raise Objection
                key = text
                continue
            if event.start_mark.line != event.end_mark.line and style not in BLOCK:
                _several_lines(source, event, column=column, bare=bool(around) and not brackets)
            value: Value = resolve(text) if plain else text
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            nodes += 1
            no_value = keyed and key is None
            if event.anchor or event.tag or no_value or len(around) == refusals.DEPTH:
                raise Objection
            value = {} if kind is MappingStartEvent else []
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            here, keyed, column, brackets = around.pop()
            key = None
            continue
        elif kind is AliasEvent:
            raise Objection
        else:
            documents += kind is DocumentStartEvent
            continue
        if key is not None:
            here[key] = value
            key = None
        else:
            here.append(value)
        if kind is not ScalarEvent:
            around.append((here, keyed, column, brackets))
            here, keyed = value, kind is MappingStartEvent
            column, brackets = event.start_mark.column, bool(event.flow_style)
        if nodes > refusals.NODES:
            raise Objection
    if documents != 1:
        raise Objection
    return top[0]


def _after_question(source: Source, event: Any) -> bool:
    index = event.start_mark.index
    return source.text[index - 1 : index] == "?"


def _several_lines(source: Source, event: Any, *, column: int, bare: bool) -> None:
    """A text on several lines that could be more than one text."""
    if event.implicit[0]:
        if traps.dash_in_text(source, event):
            raise Objection
    elif bare and traps.swallowed_by_quote(source, event, column=column):
        raise Objection


class Places:
    """What `Composer` makes of a file, as far as somebody has asked for it."""

    def __init__(self, source: Source, parser: Callable[[str], Events]) -> None:
        self._source = source
        self._kind = parser

    def __reduce__(self) -> tuple[Any, ...]:
        """As it was in the beginning: a parser cannot be sent to another program."""
        return Places, (self._source, self._kind)

    @cached_property
    def composer(self) -> Composer:
        """What is known by now."""
        return Composer(self._source)

    @cached_property
    def _parser(self) -> Events:
        return self._kind(self._source.text)

    def read_on(self) -> bool:
        """Take what comes next in the file; False at its end."""
        event = self._parser.get_event()
        if event is not None:
            self.composer.take(event)
        return event is not None


class Later(Mapping[DataPath, Thing]):
    """One of the mappings that `Composer` makes; the file is read on until a path has its place."""

    def __init__(self, places: Places, name: str) -> None:
        self._places = places
        self._name = name

    def __reduce__(self) -> tuple[Any, ...]:
        """What is known is worked out anew."""
        return Later, (self._places, self._name)

    @property
    def _known(self) -> Mapping[DataPath, Thing]:
        known: Mapping[DataPath, Thing] = getattr(self._places.composer, self._name)
        return known

    def __getitem__(self, path: DataPath) -> Thing:
        known = self._known
        while path not in known and self._places.read_on():
            pass
        return known[path]

    def __iter__(self) -> Iterator[DataPath]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def _whole(self) -> Mapping[DataPath, Thing]:
        while self._places.read_on():
            pass
        return self._known
