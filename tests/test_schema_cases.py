"""The schemas take what they should take, and refuse each mistake for one reason.

The good files in shapes/good show every key and every word. The bad ones are made from them: each
limit of the schemas is overstepped in an otherwise good file. So a limit that nothing would miss,
a mistake that two limits object to, and a refusal in the wrong words are all noticed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pytest

from equity_plans import sources
from equity_plans.check.shape import shape_findings
from equity_plans.findings import DataPath
from equity_plans.schema import Schemas, load_schemas
from equity_plans.validator import Validator

GOOD = sorted((Path(__file__).parent / "shapes" / "good").glob("*.yaml"))
ROOT = Path(__file__).resolve().parents[1]

Address: TypeAlias = tuple[str, ...]
"""A place in the schema files: the name of the file, then the way down to it."""

GUIDES = {
    "$schema", "$id", "$ref", "$defs", "title", "description", "examples", "errorMessage",
    "patternErrorMessage", "labels", "enumDescriptions", "x-computed", "properties",
    "patternProperties", "items", "allOf", "if", "then",
}  # fmt: skip
"""Keywords that explain, name or lead on, but refuse nothing by themselves."""

DATES = ("day", "when")
MISSPELT = {
    "id": ("Not_an_id", "EP106"),
    "planPath": ("only-one-folder", "EP106"),
    "idPath": ("two words", "EP106"),
    "day": ("Feb 2024", "EP105"),
    "when": ("Feb 2024", "EP105"),
    "text": (" begins with a space", "EP113"),
    "reason": (" begins with a space", "EP113"),
    "prose": (" begins with a space", "EP113"),
    "url": ("https://www.example.gov/a b", "EP109"),
    "email": ("équité@example.gov", "EP110"),
    "page": ("p. 12", "EP113"),
    "language": ("Spanish", "EP113"),
    "owner": ("parks", "EP113"),
}
"""For each definition with a pattern, a text that only the pattern objects to."""

MISTAKEN = {
    "date": ("2024-02-30", "EP105"),
    "when": ("2024-13", "EP105"),
    "uri": ("https://localhost/plan", "EP109"),
    "email": ("equity@localhost", "EP110"),
}
"""For each format, a text that looks right and is wrong."""

TOO_LONG = {
    "planPath": "parks/{}", "url": "https://www.example.gov/{}", "email": "{}@example.gov"
}  # fmt: skip

BESIDES = {"type": {"enum", "const"}, "minLength": {"pattern"}}
"""What cannot but object too: a number is no word of a list, and nothing has no first letter."""


TRIES = 12
"""So many good values are tried, to find one in a place where nothing else objects."""


class Bad(NamedTuple):
    """A value that oversteps one limit, and what should be found where."""

    value: Any
    rule: str
    below: DataPath = ()


class Reached(NamedTuple):
    """One value of a good file together with a part of a schema that applies to it."""

    address: Address
    path: DataPath
    value: Any


@dataclass(frozen=True, kw_only=True)
class Case:
    """One good file with one limit overstepped."""

    kind: str
    address: Address
    keyword: str
    data: Any
    bad: Bad
    path: DataPath

    @property
    def name(self) -> str:
        return f"{'/'.join(self.address)}: {self.keyword}"


@cache
def schemas() -> Schemas:
    return load_schemas(ROOT / "schema")


@cache
def good() -> Mapping[Path, Any]:
    """The good files, each read through the one door."""
    return {path: sources.read(path, root=ROOT).value for path in GOOD}


def kind_of(path: Path) -> str:
    return path.stem.partition("-")[0]


def part(address: Address) -> Any:
    """The part of the schemas at an address."""
    here: Any = schemas().documents[address[0]]
    for step in address[1:]:
        here = here[int(step)] if isinstance(here, list) else here[step]
    return here


def addresses(address: Address) -> Iterator[Address]:
    """The address of a part and of every part below it."""
    here = part(address)
    yield address
    for key in ("properties", "$defs"):
        for name in here.get(key, ()):
            yield from addresses((*address, key, name))
    if "items" in here:
        yield from addresses((*address, "items"))
    for index, one in enumerate(here.get("allOf", ())):
        # What comes after “if” is a question; only what comes after “then” refuses anything.
        assert set(one) == {"if", "then"}
        yield from addresses((*address, "allOf", str(index), "then"))


@cache
def everywhere() -> tuple[Address, ...]:
    """Every part that can apply to a file: all but words that are worked out."""
    found = (one for kind in schemas().documents for one in addresses((kind,)))
    return tuple(one for one in found if one != ("vocabulary",) and not part(one).get("x-computed"))


def reached(value: Any, address: Address, path: DataPath = ()) -> Iterator[Reached]:
    """Every part of the schemas that applies to a value or to something in it."""
    here = part(address)
    yield Reached(address, path, value)
    if ref := here.get("$ref"):
        file, _, name = ref.partition("#/$defs/")
        target = (file.removesuffix(".schema.json") or address[0], "$defs", name)
        yield from reached(value, target, path)
    for key in here.get("properties", ()):
        if isinstance(value, dict) and key in value:
            yield from reached(value[key], (*address, "properties", key), (*path, key))
    if "items" in here:
        for index, one in enumerate(value):
            yield from reached(one, (*address, "items"), (*path, index))
    for index, one in enumerate(here.get("allOf", ())):
        if all(value.get(key) == asked["const"] for key, asked in one["if"]["properties"].items()):
            yield from reached(value, (*address, "allOf", str(index), "then"), path)


@cache
def all_reached() -> tuple[tuple[Path, Reached], ...]:
    return tuple((file, one) for file in GOOD for one in reached(good()[file], (kind_of(file),)))


# Good files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_a_good_file_is_taken(file: Path):
    document = sources.read(file, root=ROOT)

    assert document.findings == ()
    assert shape_findings(document, kind=kind_of(file), schemas=schemas()) == ()


def test_the_good_files_show_every_key():
    shown = {one.address for _, one in all_reached()}

    assert ["/".join(one) for one in everywhere() if one not in shown] == []


def test_the_good_files_show_every_word():
    shown = {(one.address, one.value) for _, one in all_reached() if "enum" in part(one.address)}
    words = {(one, word) for one in everywhere() for word in part(one).get("enum", ())}

    assert len(words) > 100
    assert words - shown == set()


def test_the_good_files_show_every_way_to_write_a_date():
    when = ("vocabulary", "$defs", "when")
    shown = {shape(one.value) for _, one in all_reached() if one.address == when}

    assert shown == {shape(one) for one in part(when)["examples"]}


def shape(date: str | int) -> str:
    """A date with every digit alike: FY9999."""
    return "".join("9" if letter.isdigit() else letter for letter in str(date))


# Bad files ----------------------------------------------------------------------------------------


def mistakes(keyword: str, address: Address, value: Any) -> Iterator[Bad]:
    """Values that overstep the limit that `keyword` sets, made from a value that does not."""
    here = part(address)
    limit = here[keyword]
    name = address[-1]
    match keyword:
        case "type":
            wrong = "a text" if limit == "object" else {"a": "group"}
            yield Bad(wrong, "EP104")
        case "enum":
            yield Bad("no-such-word", "EP103")
        case "const":
            yield Bad(not limit, "EP103")
        case "required":
            for key in limit:
                yield Bad({k: v for k, v in value.items() if k != key}, "EP101", (key,))
        case "additionalProperties":
            yield Bad({**value, "quite-another": 1}, "EP102", ("quite-another",))
        case "minLength":
            yield Bad("a" * (limit - 1), "EP107")
        case "maxLength":
            rule = "EP105" if name in DATES else "EP107"
            yield Bad(TOO_LONG.get(name, "{}").format("a" * (limit + 1)), rule)
        case "pattern":
            yield Bad(*MISSPELT[name])
        case "format":
            yield Bad(*MISTAKEN[limit])
        case "minimum" | "maximum":
            rule = "EP105" if name in DATES else "EP108"
            # What has more than 15 digits is no number to any reader of ours.
            step = abs(limit) * 9.0 if abs(limit) >= 10**15 else 1
            yield Bad(limit + (step if keyword == "maximum" else -step), rule)
        case "minItems":
            yield Bad([], "EP107")
        case "maxItems":
            yield Bad([another(value[0], index) for index in range(limit + 1)], "EP107")
        case "uniqueItems":
            yield Bad([value[0], value[0]], "EP111", (1,))
        case "minProperties":
            yield Bad({}, "EP107")


def another(entry: Any, index: int) -> Any:
    """An entry like this one and yet another, as short as can be."""
    if isinstance(entry, str):
        return f"{'@' if '@' in entry else ''}entry-{index}"
    kept = ("id", "name", "title", "action", "status", "milestone", "done", "measure", "when")
    kept += ("date", "what", "reason", "was", "now", "why", "finding", "plan", "agency", "owners")
    short = {key: value for key, value in entry.items() if key in kept}
    if "observations" in entry:
        short["observations"] = [{"when": "2024"}]
    return short


def replaced(data: Any, path: DataPath, value: Any) -> Any:
    """The data with another value at `path`."""
    if not path:
        return value
    changed = dict(data) if isinstance(data, dict) else list(data)
    changed[path[0]] = replaced(data[path[0]], path[1:], value)
    return changed


def errors(kind: str, data: Any) -> list[Any]:
    return list(schemas().validators[kind].iter_errors(data))


@cache
def cases() -> tuple[Case, ...]:
    """For each limit of the schemas a case; if there is one, one that nothing else objects to."""
    chosen: dict[tuple[Address, str, DataPath], Case] = {}
    tries: Counter[tuple[Address, str, DataPath]] = Counter()
    for file, (address, path, value) in all_reached():
        for keyword in limits()[address]:
            for bad in mistakes(keyword, address, value):
                below = bad.below if keyword == "required" else ()
                key = (address, keyword, below)
                tries[key] += 1
                if tries[key] > TRIES:
                    continue
                kind = kind_of(file)
                data = replaced(good()[file], path, bad.value)
                case = Case(
                    kind=kind, address=address, keyword=keyword, data=data, bad=bad, path=path
                )
                if len(errors(kind, data)) == 1:
                    tries[key] = TRIES
                    chosen[key] = case
                chosen.setdefault(key, case)
    return tuple(chosen.values())


@cache
def limits() -> Mapping[Address, tuple[str, ...]]:
    """The keywords of each part of the schemas that refuse something by themselves."""
    return {address: tuple(refusing(address)) for address in everywhere()}


def refusing(address: Address) -> Iterator[str]:
    here = part(address)
    for keyword in here.keys() - GUIDES:
        if keyword == "maxItems" and words_of(here["items"], address):
            continue  # as many as there are words, and none of them twice
        if keyword == "minItems" and not here[keyword]:
            continue  # says only that the list may be empty
        yield keyword


def words_of(entry: Mapping[str, Any], address: Address) -> list[str]:
    """The words that the entries of a list can be; none when they are something else."""
    words: list[str] = schemas().resolve(entry, kind=address[0])[0].get("enum", [])
    return words


KEYWORDS = sorted({keyword for keywords in limits().values() for keyword in keywords})


def of(keyword: str) -> list[Case]:
    found = [case for case in cases() if case.keyword == keyword]
    assert found
    return found


def test_every_limit_of_the_schemas_is_overstepped_by_a_case():
    asked = {(address, keyword) for address, words in limits().items() for keyword in words}

    assert len(cases()) > 300
    assert asked - {(case.address, case.keyword) for case in cases()} == set()


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_a_mistake_breaks_one_limit(keyword: str):
    for case in of(keyword):
        found = errors(case.kind, case.data)
        others = [str(one.validator) for one in found if one.validator != keyword]

        assert len(found) - len(others) == 1, case.name
        assert set(others) <= BESIDES.get(keyword, set()), case.name
        if keyword not in BESIDES:
            assert len(found) == 1, case.name


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_a_mistake_is_found_once_where_it_is(keyword: str):
    for case in of(keyword):
        text = json.dumps(case.data, indent=1, ensure_ascii=False)
        document = sources.parse(text.encode(), file=f"plans/{case.kind}.yaml")
        findings = shape_findings(document, kind=case.kind, schemas=schemas())

        assert document.findings == (), case.name
        assert [(one.rule, one.path) for one in findings] == [
            (case.bad.rule, (*case.path, *case.bad.below))
        ], case.name


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_every_limit_is_needed(keyword: str):
    """Without it a mistake would pass, or would be refused for another reason."""
    for case in of(keyword):
        here = part(case.address)
        known = schemas().validators[case.kind]
        limit = here.pop(keyword)
        try:
            # A validator keeps the keywords of its schema as they were when it was made.
            fresh = Validator(
                known.schema, registry=known._registry, format_checker=known.format_checker
            )
            after = [one for one in fresh.iter_errors(case.data) if one.validator == keyword]
        finally:
            here[keyword] = limit

        assert after == [], case.name
