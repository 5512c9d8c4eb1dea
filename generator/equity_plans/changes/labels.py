"""What the schema calls a field, and its values in words."""

from __future__ import annotations

from collections.abc import Mapping
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


def field_of(schemas: Schemas, kind: str, path: DataPath) -> Mapping[str, Any]:
    """What the schema says of the field at `path` of a file of this kind."""
    schema, kind = schemas.resolve(schemas.documents[kind], kind=kind)
    for step in path:
        inner = schema["items"] if isinstance(step, int) else schema["properties"][step]
        schema, kind = schemas.resolve(inner, kind=kind)
    return schema


def label(schemas: Schemas, kind: str, path: DataPath) -> str:
    """What the schema calls the field at `path`, with the group it is in: “Target note”."""
    names: list[str] = []
    for depth, step in enumerate(path, start=1):
        if isinstance(step, int):
            names = []
        else:
            title = str(field_of(schemas, kind, path[:depth])["title"])
            names.append(title if not names else title[:1].lower() + title[1:])
    return " ".join(names)


def shown(value: object, field: Mapping[str, Any]) -> str:
    """A value in words; the author's own text in quotes."""
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
            inner = field.get("items", {})
            return words.listed([shown(one, inner) for one in value])
        case str() if value in field.get("labels", {}):
            return f"“{field['labels'][value]}”"
        case _:
            return quoted(as_written(value))


def quoted(text: str) -> str:
    """An author's text in quotes, cut at a word when it is long."""
    return f"“{words.brief(text, limit=QUOTED)}”"


def changed_words(before: str, after: str) -> tuple[str, str]:
    """Both texts in quotes, cut down to the words that differ and a few around them."""
    one, two = before.split(), after.split()
    if len(before) <= QUOTED and len(after) <= QUOTED:
        return f"“{' '.join(one)}”", f"“{' '.join(two)}”"
    start = 0
    while start < min(len(one), len(two)) and one[start] == two[start]:
        start += 1
    end = 0
    while end < min(len(one), len(two)) - start and one[-1 - end] == two[-1 - end]:
        end += 1
    return _part(one, start, end), _part(two, start, end)


def _part(all_words: list[str], start: int, end: int) -> str:
    first, last = max(0, start - AROUND), len(all_words) - max(0, end - AROUND)
    text = words.brief(" ".join(all_words[first:last]), limit=QUOTED)
    lead = "… " if first else ""
    tail = " …" if last < len(all_words) and not text.endswith("…") else ""
    return f"“{lead}{text}{tail}”"
