"""The targets: what is tried, with which cases, and what must hold of every one of them."""

from __future__ import annotations

import copy
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath
from typing import Any
from xml.parsers import expat

import html5lib
from hypothesis import strategies as st
from icalendar import Calendar

from equity_plans import sources
from equity_plans.changes import Unread, compare
from equity_plans.check import change_findings
from equity_plans.check.places import kind_of
from equity_plans.diagnostics import as_text
from equity_plans.diagnostics.differences import (
    differences_as_json,
    differences_as_markdown,
    differences_as_text,
)
from equity_plans.exports import export_files
from equity_plans.findings import Severity
from equity_plans.pages.encode import LINK_SCHEMES, PROSE_TAGS, plain, prose
from equity_plans.project import Project, open_project, project_of
from equity_plans.publish import markup
from equity_plans.schema import Schemas, load_schemas
from equity_plans.sources import Document
from equity_plans.sources.hidden import HIDDEN
from equity_plans.view import view
from equity_plans.when import NotADate, When, parse_when

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 22)
PLANS = ("plans/benefits/equity-2023", "plans/transit/equity-2025")
"""The plans of the demo that cases are made from: small enough to be tried often."""

PAGE = '<!doctype html><html lang="en"><head><title>x</title></head><body>{}</body></html>'


@dataclass(frozen=True, kw_only=True)
class Target:
    """One thing that is tried."""

    cases: st.SearchStrategy[Any]
    check: Callable[[Any], None]


@cache
def schemas() -> Schemas:
    return load_schemas(ROOT / "schema")


@cache
def values() -> Mapping[str, Any]:
    """What the files of a few plans of the demo say."""
    documents = open_project(ROOT / "demo", schema=ROOT / "schema").documents
    agencies = {str(PurePosixPath(plan).parent / "agency.yaml") for plan in PLANS}
    return {
        file: document.value
        for file, document in documents.items()
        if file.startswith(PLANS) or file in agencies or kind_of(file) == "authorities"
    }


@lru_cache(maxsize=200)
def parsed(text: str, file: str) -> Document:
    """Most files of a case are as they were in the one before."""
    return sources.parse(text.encode(), file=file)


def project(data: Mapping[str, Any]) -> Project:
    documents = {
        file: parsed(json.dumps(value, ensure_ascii=True), file) for file, value in data.items()
    }
    return project_of(documents, schemas=schemas(), root=Path("nowhere"))


# Cases --------------------------------------------------------------------------------------------

PIECES = json.loads((ROOT / "tests" / "hostile" / "strings.json").read_text(encoding="utf-8"))
texts = st.one_of(
    st.sampled_from([text for group in PIECES.values() for text in group]),
    st.lists(
        st.sampled_from([text for group in PIECES.values() for text in group]), max_size=4
    ).map("".join),
    st.text(max_size=60),
)
YAML = (
    *(
        "\n",
        " ",
        "  ",
        "    ",
        "- ",
        ": ",
        ":",
        "? ",
        "#",
        " #",
        "'",
        '"',
        "|",
        ">",
        ">-",
        "|2",
        "%",
    ),
    *(
        "[",
        "]",
        "{",
        "}",
        ",",
        "&a ",
        "*a",
        "<<: ",
        "!",
        "!!str ",
        "!!python/x ",
        "---",
        "...",
        "\t",
    ),
    *(
        "title",
        "kind: equity",
        "id: a",
        "goals:\n",
        "\\",
        "\\u0000",
        "\\x85",
        "\u2028",
        "\ufeff",
        "é",
    ),
    *("\0", "\x85", "\ud7ff", "😀", "yes", "~", "0x1", "1e9", ".nan", "2024-02-30", "%YAML 1.1\n"),
)
files = st.one_of(
    st.lists(st.sampled_from(YAML), max_size=30).map("".join),
    st.binary(max_size=60).map(lambda data: data.decode("latin-1")),
    st.tuples(
        st.integers(0, 4000), st.integers(0, 40), st.lists(st.sampled_from(YAML), max_size=4)
    ).map(lambda cut: _spoilt(*cut)),
)
scalars = st.one_of(
    texts,
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.none(),
    st.sampled_from(
        ("2024", "2024-02-30", "FY2024-Q4", "ongoing", "done", "equity", "", [], {}, [{}])
    ),
)
places = st.tuples(
    st.integers(0, 10_000), st.sampled_from(("put", "drop", "twice", "word")), scalars
)
spoilt = st.lists(places, min_size=1, max_size=4)
worded = st.lists(st.tuples(st.integers(0, 10_000), texts), min_size=1, max_size=30)


@cache
def _yaml() -> str:
    return (ROOT / "demo" / PLANS[1] / "plan.yaml").read_text(encoding="utf-8")


def _spoilt(at: int, length: int, pieces: list[str]) -> str:
    text = _yaml()
    at = at * 7 % len(text)
    return text[:at] + "".join(pieces) + text[at + length :]


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [path, *(leaf for key, one in value.items() for leaf in _leaves(one, (*path, key)))]
    if isinstance(value, list):
        return [path, *(leaf for at, one in enumerate(value) for leaf in _leaves(one, (*path, at)))]
    return [path]


def _with(changes: list[Any]) -> Mapping[str, Any]:
    """The values with some of them put wrong."""
    data = copy.deepcopy(dict(values()))
    for at, how, new in changes:
        paths = [path for path in _leaves(data) if len(path) > 1]
        *steps, last = paths[at % len(paths)]
        group: Any = data
        for step in steps:
            group = group[step]
        if how == "drop":
            del group[last]
        elif how == "twice" and isinstance(group, list):
            group.append(copy.deepcopy(group[last]))
        elif how == "word" and isinstance(group[last], str):
            group[last] = f"{group[last][:3]}{new}"
        else:
            group[last] = new
    return data


# What must hold -----------------------------------------------------------------------------------


def check_file(text: str) -> None:
    """Any bytes are read, or refused in words that point into the file."""
    data = text.encode("utf-8", "surrogatepass")
    document = sources.parse(data, file="plans/x/y/plan.yaml")
    slowly = sources.parse(data, file="plans/x/y/plan.yaml", libyaml=False)
    assert document == slowly
    assert document.findings or document.value is not None or document.values
    as_text(document.findings, files=1)
    for one in document.findings:
        assert one.message
        assert one.place is None or one.place.line <= text.count("\n") + text.count("\r") + 2
    project_of({document.file: document}, schemas=schemas(), root=Path("nowhere"))


def check_values(changes: list[Any]) -> None:
    """Any values are checked to the end; what is wrong is said."""
    opened = project(_with(changes))
    assert as_text(opened.findings, files=len(opened.documents)).strip()


def check_when(text: str) -> None:
    """A date is a date that exists, or refused with a reason."""
    try:
        found = parse_when(text)
    except NotADate as error:
        reason = str(error)
    else:
        reason = "it is one"
        assert isinstance(found, When)
        assert found.first is None or found.last is None or found.first <= found.last
    assert reason


def check_prose(text: str) -> None:
    """Whatever is written shows as text; no element, attribute or scheme but those of prose."""
    if HIDDEN.search(text) or "\r" in text:
        return
    for encoded, allowed in ((plain(text), frozenset[str]()), (prose(text), PROSE_TAGS | {"div"})):
        body = html5lib.parseFragment(str(encoded), namespaceHTMLElements=False)
        tags = [one for one in body.iter() if one is not body]
        assert {one.tag for one in tags} <= allowed
        for one in tags:
            keys = set(one.keys()) - ({"href"} if one.tag == "a" else set())
            assert keys <= ({"class", "lang"} if one.tag == "div" else {"start"})
            if one.tag == "a":
                assert one.get("href", "").partition(":")[0].lower() in LINK_SCHEMES
        read = list(markup.read(PAGE.replace("{}", str(encoded))))
        assert [one for one in read if isinstance(one, markup.Slip)] == []
    shown = html5lib.parseFragment(str(plain(text)), namespaceHTMLElements=False)
    assert "".join("".join(shown.itertext()).split()) == "".join(text.split())


def check_diff(both: tuple[list[Any], list[Any]]) -> None:
    """Two states can always be compared, and what is found can be told in every form."""
    before, after = (project(_with(changes)) for changes in both)
    unread = Unread(before=before.unread, after=after.unread)
    found = compare(before.portfolio, after.portfolio, schemas=schemas(), unread=unread)
    change_findings(found, documents=after.documents, as_of=DAY)
    for tell in (differences_as_text, differences_as_markdown, differences_as_json):
        assert tell(found, same=())
    same = compare(
        after.portfolio,
        after.portfolio,
        schemas=schemas(),
        unread=Unread(before=after.unread, after=after.unread),
    )
    assert [one for one in same if one.file not in after.unread] == []


def check_exports(words: list[Any]) -> None:
    """Every export of a sound project can be read by those it is made for."""
    data = copy.deepcopy(dict(values()))
    for at, text in words:
        paths = [path for path in _leaves(data) if path and path[-1] in WORDS]
        *steps, last = paths[at % len(paths)]
        group: Any = data
        for step in steps:
            group = group[step]
        if isinstance(group[last], str):
            group[last] = text
    opened = project(data)
    if any(one.severity == Severity.ERROR for one in opened.findings):
        return
    for uri, content in export_files(view(opened, as_of=DAY), site_url="https://x.example/"):
        _read(uri, content)


WORDS = ("title", "name", "summary", "description", "happened", "next", "note", "reason", "unit")


def _read(uri: str, content: bytes) -> None:
    ending = uri.rpartition(".")[2]
    if ending == "json":
        json.loads(content, parse_constant=_refuse)
    elif ending in ("xml", "svg"):
        expat.ParserCreate().Parse(content, True)
    elif ending == "ics":
        assert Calendar.from_ical(content).walk()
        assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    elif ending == "xlsx":
        assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    elif ending == "bib":
        text = content.decode("utf-8")
        assert text.count("{") == text.count("}")
    elif ending == "html":
        read = list(markup.read(content.decode("utf-8")))
        assert [one for one in read if isinstance(one, markup.Slip)] == []
    elif ending != "sqlite":
        content.decode("utf-8")


def _refuse(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")


TARGETS: Mapping[str, Target] = {
    "file": Target(cases=files, check=check_file),
    "values": Target(cases=spoilt, check=check_values),
    "when": Target(
        cases=st.one_of(
            texts, st.from_regex(r"(FY)?[0-9]{4}(-(Q?[0-9]{1,2})){0,3}", fullmatch=True)
        ),
        check=check_when,
    ),
    "prose": Target(cases=texts, check=check_prose),
    "diff": Target(cases=st.tuples(spoilt, spoilt), check=check_diff),
    "exports": Target(cases=worded, check=check_exports),
}
