"""What the schema objects to, in plain words: beyond the single mistakes in `mistakes/`."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from equity_plans.check import meant
from equity_plans.check.shape import KNOWN, shape_findings
from equity_plans.findings import Finding
from equity_plans.schema import KINDS, Schemas, load_schemas
from equity_plans.sources import parse

PLAN = """\
kind: equity
title: Equity Action Plan
state: active
goals:
  - id: language-access
    title: Language access
    actions:
      - id: translate-forms
        title: Translate forms
"""


@pytest.fixture(scope="module")
def schemas(root):
    return load_schemas(root / "schema")


@pytest.fixture(scope="module")
def look(schemas):
    """Looks at the shape of a text."""

    def look(text: str, *, kind: str = "plan") -> tuple[Finding, ...]:
        document = parse(text.encode(), file="plan.yaml")
        assert document.findings == ()
        return shape_findings(document, kind=kind, schemas=schemas)

    return look


# All at once, each once ---------------------------------------------------------------------------


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(look):
    found = look(
        PLAN.replace("kind: equity", "kind: Equity plan")
        .replace("active", "activ")
        .replace("title: Language", "tilte: Language")
        + "        due: 2024-09-31\nreporting: yearly\n"
    )

    assert [(one.rule, one.place.line) for one in found] == [
        ("EP103", 1),
        ("EP103", 3),
        ("EP102", 6),
        ("EP105", 10),
        ("EP104", 11),
    ]


def test_nothing_is_said_of_what_is_inside_something_wrong(look):
    found = look(PLAN.replace("actions:", "deeds:").replace("translate-forms", "Translate Forms"))

    assert [(one.rule, one.place.line) for one in found] == [("EP102", 7)]


def test_a_repeated_entry_that_is_wrong_anyway_is_told_once_for_each_place(look):
    found = look(PLAN.replace("actions:", "people: [Rurall, Rurall]\n    actions:"))

    assert [one.rule for one in found] == ["EP103", "EP103"]


def test_two_slips_do_not_both_mean_the_same_key(look):
    found = look(PLAN.replace("state: active", "stat: active\nstaet: active"))

    assert sorted(one.fix.startswith("Did you mean `state`?") for one in found) == [False, True]


def test_of_two_limits_the_lower_one_counts(look):
    found = look(PLAN + f"edition: {'2023 ' * 80}\n")

    assert [one.message for one in found] == ["`edition` has 399 characters; at most 40 fit here."]


def test_a_file_that_could_not_be_read_has_no_shape(schemas):
    document = parse(b"title: [", file="plan.yaml")

    assert document.findings
    assert shape_findings(document, kind="plan", schemas=schemas) == ()


def test_notes_of_ones_own_may_hold_anything(look):
    assert look(PLAN + "x-notes: [{a: [1, yes, ~]}, '', 2024-02-31]\n") == ()


# What a finding carries ---------------------------------------------------------------------------


def test_a_finding_names_the_thing_around_it_and_quotes_its_line(look):
    [finding] = look(PLAN + "        due: soon\n")

    assert finding.subject == "action “Translate forms” (translate-forms)"
    assert finding.path == ("goals", 0, "actions", 0, "due")
    assert finding.excerpt == "        due: soon"
    assert (finding.place.column, finding.place.end_column) == (14, 18)


def test_a_repeated_entry_shows_where_it_stood_first(look):
    [finding] = look(PLAN.replace("actions:", "people: [rural, women, rural]\n    actions:"))

    assert finding.path == ("goals", 0, "people", 2)
    assert (finding.other.place.line, finding.other.place.column) == (7, 14)
    assert finding.other.label == "first listed here"


def test_a_missing_key_is_shown_at_the_first_line_of_its_group(look):
    [finding] = look(PLAN.replace("        title: Translate forms\n", "        detail: All\n"))

    assert (finding.rule, finding.place.line, finding.place.column) == ("EP101", 8, 9)
    assert finding.path == ("goals", 0, "actions", 0, "title")


def test_long_text_is_quoted_by_its_beginning_only(look):
    long = "Forms " * 200
    found = look(
        PLAN
        + f"        due: {long}\n        number: [{long}]\n        lead: {{? {long[:900]}: 1}}\n"
        + f"        {long[:700].replace(' ', '-')}: 1\n"
    )

    assert len(found) == 4
    assert all(len(one.message) < 200 for one in found)
    assert all(long[:100] not in one.message + one.fix for one in found)


# The schema has the last word ---------------------------------------------------------------------


def keywords(schema: Any) -> Iterator[str]:
    """Every keyword of JSON Schema that says what is allowed."""
    for key, value in schema.items():
        if key in {"properties", "patternProperties", "$defs"}:
            for one in value.values():
                yield from keywords(one) if isinstance(one, Mapping) else ()
        elif key in {"items", "then"}:
            yield from keywords(value)
        elif key == "allOf":
            for one in value:
                yield from keywords(one)
        elif key not in WITHOUT_ERRORS:
            yield key


WITHOUT_ERRORS = {
    *("$schema", "$id", "$ref", "title", "description", "examples", "if"),
    *("labels", "enumDescriptions", "errorMessage", "patternErrorMessage", "x-computed"),
}


def test_there_are_words_for_every_keyword_of_the_schemas(schemas):
    used = {word for schema in schemas.documents.values() for word in keywords(schema)}

    assert used - KNOWN == set()
    assert KNOWN - used == set()


def test_the_words_come_from_the_schema(schemas):
    documents = copy.deepcopy(dict(schemas.documents))
    state = documents["vocabulary"]["$defs"]["planState"]
    state["enum"].append("paused")
    state["labels"]["paused"] = "On hold"
    state["enumDescriptions"].append("Work has stopped for a while.")
    changed = replace(schemas, documents=documents)
    document = parse(PLAN.replace("active", "on-hold").encode(), file="plan.yaml")

    [finding] = shape_findings(document, kind="plan", schemas=changed)

    assert finding.fix == (
        "Did you mean `paused`? "
        "The words are: draft, active, ended, superseded (Replaced), paused (On hold)."
    )


Way = tuple[str | int, ...]


def example(schemas: Schemas, schema: Mapping[str, Any], kind: str, way: Way | None = None) -> Any:
    """A good value made of the examples in the schema.

    It has every key there is; or, with a `way`, only what is needed and what leads that way.
    """
    filled, kind = schemas.resolve(schema, kind=kind)
    first, rest = (way[0], way[1:]) if way else (None, way)
    if "properties" in filled:
        # A group that needs no key in particular may still not be empty.
        needed = filled.get("required") or [first or next(iter(filled["properties"]))]
        return {
            key: example(schemas, value, kind, rest if key == first else way and ())
            for key, value in filled["properties"].items()
            if way is None or key == first or key in needed
        }
    if "items" in filled:
        return [example(schemas, filled["items"], kind, rest)]
    return filled["examples"][0]


def places(value: Any, path: Way = ()) -> Iterator[Way]:
    """Every place in a value, from the top down."""
    yield path
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(one, (*path, key))


def with_put(value: Any, path: Way, new: Any) -> Any:
    """`value` with `new` at `path`."""
    if not path:
        return new
    changed = copy.copy(value)
    changed[path[0]] = with_put(value[path[0]], path[1:], new)
    return changed


ODD = (
    *(None, True, False, 0, -1, 12.5, 99999999, "", " ", "yes", "12", "two words", "a\nb"),
    *("x" * 7000, [], ["a"], ["a", "a"], [[]], [None], {}, {"a": 1}, [{}], {"": {}}, "2024-02-31"),
)


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_stands_anywhere_is_told_in_words(kind, schemas):
    schema, valid = schemas.documents[kind], schemas.validators[kind].is_valid

    # A source is a source wherever it stands: one place is enough for each two keys.
    different = {
        tuple(map(str, path[-2:])): path for path in places(example(schemas, schema, kind))
    }
    for path in different.values():
        good = example(schemas, schema, kind, path)
        assert valid(good), path
        for odd in ODD:
            data = with_put(good, path, odd)
            document = parse(json.dumps(data, ensure_ascii=False).encode(), file="odd.yaml")
            assert document.findings == (), document.findings

            found = shape_findings(document, kind=kind, schemas=schemas)

            assert (found == ()) == valid(document.value), (path, odd)
            for finding in found:
                assert finding.message.endswith("."), finding
                assert finding.fix, finding
                assert finding.path[: len(path)] == path[: len(finding.path)], finding
                assert "None" not in finding.message + finding.fix, finding


@pytest.mark.parametrize("kind", KINDS)
def test_naughty_strings_as_values_and_as_keys_are_told_in_words(kind, schemas, corpora):
    strings = json.loads((corpora / "big-list-of-naughty-strings" / "blns.json").read_text("utf-8"))
    good = schemas.documents[kind]["examples"][0]
    path = next(path for path in places(good) if path and path[-1] in {"id", "date", "name"})
    looked = 0
    for text in strings:
        for data in (with_put(good, path, text), {**good, text: text}):
            document = parse(json.dumps(data).encode(), file="naughty.yaml")
            looked += not document.findings
            for finding in shape_findings(document, kind=kind, schemas=schemas):
                assert finding.message.endswith("."), finding

    assert looked > len(strings)


@pytest.mark.parametrize(
    "text",
    [
        PLAN + "".join(f"summary{number}: 1\n" for number in range(9000)),
        PLAN + "".join(f"k{number}:\n" for number in range(9000)),
        PLAN + "engagement:\n" + "  - {from: 1/2/3, until: FY, kind: o}\n" * 2000,
        PLAN + f"summary: {'a-' * 9999}\n? {'a' * 9999}\n: 1\n",
    ],
    ids=["unknown keys", "empty keys", "wrong values", "long texts"],
)
def test_thousands_of_mistakes_are_told_in_seconds(text, look):
    begun = time.perf_counter()

    assert look(text)
    assert time.perf_counter() - begun < 20


# What was meant -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "dates"),
    [
        ("09/30/2024", ["2024-09-30", "2024-30-09"]),
        ("9/30/24", ["2024-09-30", "2024-30-09"]),
        ("30.09.2024", ["2024-30-09", "2024-09-30"]),
        ("2024/9/3", ["2024-09-03"]),
        ("20240930", ["2024-09-30"]),
        ("9/2024", ["2024-09"]),
        ("2024.10", ["2024-10"]),
        ("2024-09-30 12:00", ["2024-09-30"]),
        ("Sept. 30, 2024", ["2024-09-30"]),
        ("30th of September 2024", ["2024-09-30"]),
        ("MAY 2024", ["2024-05"]),
        ("Q3 2024", ["2024-Q3"]),
        ("3rd quarter 2024", ["2024-Q3"]),
        ("FY24 Q2", ["FY2024-Q2"]),
        ("Q2, FY2024", ["FY2024-Q2"]),
        ("Fiscal Year 2024", ["FY2024"]),
        ("Ongoing", ["ongoing"]),
        ("end of 2024", []),
        ("summer 2024", []),
        ("Sept", []),
        ("third quarter", []),
        ("2024-09-30" * 20, []),
        ("٢٠٢٤/٠٩", []),
        ("", []),
    ],
)
def test_a_date_is_understood_as_people_write_it(written, dates):
    assert list(dict.fromkeys(meant.dates(written))) == dates


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("10", 10),
        ("1,000", 1000),
        ("$ 2 500.50", 2500.5),
        ("10 %", 10),
        ("-3", -3),
        ("012", 12),
        ("about 10 days", 10),
        ("10-20", None),
        ("12:30", None),
        ("ten", None),
        ("", None),
    ],
)
def test_a_number_is_understood_with_what_stands_around_it(written, number):
    assert meant.number(written) == number


def test_a_word_is_understood_in_another_spelling_and_not_out_of_the_blue():
    words = {word: word for word in ("in-progress", "done", "not-started")}

    assert meant.word("In Progress", words) == "in-progress"
    assert meant.word("IN_PROGRESS", words) == "in-progress"
    assert meant.word("dnoe", words) == "done"
    assert meant.word("finished", words) is None
    assert meant.word("", words) is None
    assert meant.word("done" * 100, words) is None
