"""What the schema calls a field, and its values in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from equity_plans import words
from equity_plans.changes.meaning import as_written
from equity_plans.findings import DataPath
from equity_plans.schema import Schemas
from equity_plans.when import When

QUOTED = 160
"""How much of an author's text a sentence quotes, in characters."""

AROUND = 4
"""How many words are quoted on either side of the ones that changed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Labels:
    """The words of one kind of file."""

    schemas: Schemas
    kind: str

    def field(self, path: DataPath) -> Mapping[str, Any]:
        """What the schema says of the field at `path`."""
        schema, kind = self.schemas.resolve(self.schemas.documents[self.kind], kind=self.kind)
        for step in path:
            inner = schema["items"] if isinstance(step, int) else schema["properties"][step]
            schema, kind = self.schemas.resolve(inner, kind=kind)
        return schema

    def name(self, path: DataPath) -> str:
        """What to call the field at `path`, with the group it is in: “Target note”."""
        names: list[str] = []
        for depth, step in enumerate(path, start=1):
            if isinstance(step, int):
                names = []
            else:
                title = str(self.field(path[:depth])["title"])
                names.append(title[:1].lower() + title[1:] if names else title)
        return " ".join(names)

    def value(self, value: object, path: DataPath) -> str:
        """The value of the field at `path` in words; an author's own text in quotes."""
        match value:
            case None | ():
                return "nothing"
            case bool():
                return "yes" if value else "no"
            case When():
                return words.when(value)
            case date():
                return words.day(value)
            case int() | float():
                return words.number(value)
            case tuple():
                return words.listed([self.value(one, (*path, 0)) for one in value])
            case str():
                labels: Mapping[str, str] = self.field(path).get("labels", {})
                return quoted(labels.get(value, value))
            case _:
                return quoted(as_written(value))


def quoted(text: str) -> str:
    """An author's text in quotes, cut at a word when it is long."""
    return f"“{words.brief(text, limit=QUOTED)}”"


def changed_words(before: str, after: str) -> tuple[str, str]:
    """Both texts in quotes; long ones cut down to what differs and a few words around it."""
    one, two = before.split(), after.split()
    if max(len(before), len(after)) <= QUOTED:
        return f"“{' '.join(one)}”", f"“{' '.join(two)}”"
    shorter = min(len(one), len(two))
    start = next((at for at in range(shorter) if one[at] != two[at]), shorter)
    rest = shorter - start
    end = next((at for at in range(rest) if one[-1 - at] != two[-1 - at]), rest)
    return _part(one, start, end), _part(two, start, end)


def _part(whole: list[str], start: int, end: int) -> str:
    first, last = max(0, start - AROUND), len(whole) - max(0, end - AROUND)
    text = " ".join(whole[first:last])
    if len(text) > QUOTED:
        text, last = text[:QUOTED].rstrip(), 0
    return f"“{'… ' if first else ''}{text}{' …' if last < len(whole) else ''}”"
