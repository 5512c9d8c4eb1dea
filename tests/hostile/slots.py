"""Every place in a project where somebody may write words, found by walking files and schema."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from equity_plans.check.places import kind_of
from equity_plans.check.spot import spot
from equity_plans.findings import DataPath
from equity_plans.project import open_project
from equity_plans.schema import Schemas
from equity_plans.sources import Document
from equity_plans.validator import Validator

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "demo"

WORDS, PROSE, ADDRESS = "words", "prose", "address"
"""What can stand in a slot: one line of words, words with Markdown, or a web address."""


Texts: TypeAlias = "Mapping[Slot, str]"


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One place in one file where somebody may write words."""

    file: str
    path: DataPath
    kind: str
    schema: Mapping[str, Any] = field(compare=False, repr=False)

    text: str = field(compare=False)
    """What stands there in the project it was found in."""

    @property
    def family(self) -> tuple[str, ...]:
        """Slots of a plan that say the same: a report names a group as its plan does."""
        return (*self.file.split("/")[:3], self.text)

    @property
    def where(self) -> tuple[str, ...]:
        """The kind of file and the keys that lead to it, without positions in lists."""
        return (kind_of(self.file), *(step for step in self.path if isinstance(step, str)))

    def takes(self, text: str) -> bool:
        """Whether the schema lets `text` stand here."""
        return Validator(self.schema).is_valid(text)


def kind_of_slot(schema: Mapping[str, Any]) -> str | None:
    """What may be written where the schema is this, or None when it is no words of anybody's."""
    if "string" not in str(schema.get("type")) or "enum" in schema or "const" in schema:
        return None
    if schema.get("format") == "uri":
        return ADDRESS
    if "format" in schema or not Validator(schema).is_valid("<b> & *c*"):
        return None
    return PROSE if Validator(schema).is_valid("<b>\n\n*c*") else WORDS


def slots_of_schema(schemas: Schemas) -> frozenset[tuple[str, ...]]:
    """Every field of plans, reports, agencies and authorities in which words may stand."""
    found: set[tuple[str, ...]] = set()

    def walk(schema: Mapping[str, Any], home: str, path: tuple[str, ...]) -> None:
        schema, home = schemas.resolve(schema, kind=home)
        for key, inner in schema.get("properties", {}).items():
            walk(inner, home, (*path, key))
        if "items" in schema:
            walk(schema["items"], home, path)
        if kind_of_slot(schema):
            found.add(path)

    for kind in ("agency", "authorities", "plan", "report"):
        walk(schemas.documents[kind], kind, (kind,))
    return frozenset(found)


def whole(to: Path, schemas: Schemas) -> Path:
    """The demo, written to `to` with every field in which words may stand, at least once."""
    documents = open_project(DEMO, schema=ROOT / "schema").documents
    values = {file: copy.deepcopy(document.value) for file, document in documents.items()}
    missing = set(slots_of_schema(schemas)) - {slot.where for slot in _slots(documents, schemas)}
    for file, document in documents.items():
        for path in document.values:
            here = (kind_of(file), *(step for step in path if isinstance(step, str)))
            group = _at(values[file], path)
            for one in sorted(missing) if isinstance(group, dict) else ():
                if here in (one[:-1], one[:-2]):
                    inner = group if here == one[:-1] else group.setdefault(one[-2], {})
                    inner[one[-1]] = "https://www.example.gov/x" if one[-1] in URLS else "Words"
                    inner.setdefault("title", "Words")
                    missing.discard(one)
    assert not missing
    return _write(to, values)


URLS = ("url", "archived")


def slots_of(root: Path, schemas: Schemas) -> tuple[Slot, ...]:
    """Every slot of the project in `root`, in order."""
    return tuple(_slots(open_project(root, schema=ROOT / "schema").documents, schemas))


def _slots(documents: Mapping[str, Document], schemas: Schemas) -> Iterator[Slot]:
    for file, document in documents.items():
        for path in document.values:
            here = spot(document, schemas, kind=kind_of(file), path=path)
            kind = kind_of_slot(here.field.schema)
            if kind and isinstance(here.value, str) and not _stands_for_a_day(here.value, path):
                yield Slot(
                    file=file, path=path, kind=kind, schema=here.field.schema, text=here.value
                )


def _stands_for_a_day(text: str, path: DataPath) -> bool:
    """An amendment says a date or a number in the words of the plan, so it is not free."""
    return path[-1] in ("from", "to") and text.removeprefix("FY")[:1].isdigit()


def filled(root: Path, to: Path, texts: Texts) -> Path:
    """The project in `root`, written to `to` with these texts in its slots."""
    documents = open_project(root, schema=ROOT / "schema").documents
    values = {file: copy.deepcopy(document.value) for file, document in documents.items()}
    for slot, text in texts.items():
        _at(values[slot.file], slot.path[:-1])[slot.path[-1]] = text
    return _write(to, values)


def assigned(slots: Iterable[Slot], text_of: Callable[[int, Slot], Iterable[str]]) -> Texts:
    """A text for each slot: of those that `text_of` offers a family, the first that all take.

    Two families of one plan never say the same.
    """
    families: dict[tuple[str, ...], list[Slot]] = {}
    for slot in slots:
        families.setdefault(slot.family, []).append(slot)
    texts: dict[Slot, str] = {}
    used: set[tuple[tuple[str, ...], str]] = set()
    for number, family in enumerate(families.values()):
        for text in text_of(number, family[0]):
            plan = family[0].family[:3]
            if (plan, text) not in used and all(slot.takes(text) for slot in family):
                used.add((plan, text))
                texts |= dict.fromkeys(family, text)
                break
        else:
            raise AssertionError(f"no text fits {family[0].where}")
    return texts


def _at(value: Any, path: DataPath) -> Any:
    for step in path:
        value = value[step]
    return value


def _write(to: Path, values: Mapping[str, Any]) -> Path:
    for file, value in values.items():
        (to / file).parent.mkdir(parents=True, exist_ok=True)
        # JSON is YAML, and needs no thought about quotes.
        text = json.dumps(value, ensure_ascii=False, indent=1)
        (to / file).write_text(text, encoding="utf-8")
    return to


def reworded(to: Path, text_of: Callable[[str, str], str]) -> Path:
    """The schema, written to `to` with the words that `text_of` gives for a place and its words."""

    def walk(value: Any, at: str) -> Any:
        if isinstance(value, list):
            return [walk(one, f"{at}/{index}") for index, one in enumerate(value)]
        if not isinstance(value, dict):
            return value
        return {key: word(key, one, f"{at}/{key}") for key, one in value.items()}

    def word(key: str, value: Any, at: str) -> Any:
        match key, value:
            case (("title" | "description"), str()):
                return text_of(at, value)
            case "labels", dict():
                return {name: text_of(f"{at}/{name}", one) for name, one in value.items()}
            case "enumDescriptions", list():
                return [text_of(f"{at}/{index}", one) for index, one in enumerate(value)]
            case "examples", _:
                return value
        return walk(value, at)

    to.mkdir()
    for file in (ROOT / "schema").iterdir():
        schema = walk(json.loads(file.read_text(encoding="utf-8")), file.name)
        (to / file.name).write_text(json.dumps(schema), encoding="utf-8")
    return to
