"""The one YAML door: what it takes, what it refuses, where, and in which words.

Every fact holds for both parsers of PyYAML, libyaml's and its own.
"""

from __future__ import annotations

import json
import math
import os
import pickle
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_plans.findings import Finding, Place, Severity
from equity_plans.sources import Document, parse, read
from equity_plans.sources.quick import Later

ROOT = Path(__file__).resolve().parents[1]

BAD = sorted((Path(__file__).parent / "yaml" / "bad").glob("*.yaml"))
GOOD = sorted((Path(__file__).parent / "yaml" / "good").glob("*.yaml"))
OFFER = re.compile(r"Put the whole text in quotes: `(?P<line>.+?)`(\. .*)?$")
OFFERED = b"#   Put the whole text in quotes: `"
JARGON = re.compile(
    r"\b(string|array|object|property|boolean|integer|regex|None|null byte|scalar|mapping|sequence"
    r"|token|node|parser|traceback|exception|syntax|indent\w*ion|tag|alias|anchor|codec)\b",
    re.IGNORECASE,
)


@pytest.fixture(params=[True, False], ids=["libyaml", "python"])
def door(request):
    """Reads a text or bytes with one of the two parsers."""
    if request.param and not yaml.__with_libyaml__:
        pytest.skip("this PyYAML was built without libyaml, so there is nothing to compare")

    def open_door(data: str | bytes) -> Document:
        data = data.encode("utf-8") if isinstance(data, str) else data
        return parse(data, file="plan.yaml", libyaml=request.param)

    return open_door


def marks(document: Document) -> list[str]:
    """The findings as `rule line:column`."""
    return [
        f"{one.rule} {one.place.line}:{one.place.column}" if one.place else one.rule
        for one in document.findings
    ]


def both(data: bytes) -> Document:
    """What both parsers make of `data`, which must be the same and sound."""
    document = parse(data, file="plan.yaml", libyaml=False)
    if yaml.__with_libyaml__:
        assert parse(data, file="plan.yaml", libyaml=True) == document
    assert document.value is None or not document.findings
    for finding in document.findings:
        assert_sound(finding, document)
    for place in (*document.values.values(), *document.keys.values()):
        assert_within(place, document.lines)
    return document


def assert_sound(finding: Finding, document: Document) -> None:
    """A finding says something, says what to do, and points into the file."""
    assert finding.severity is Severity.ERROR
    assert finding.message
    assert finding.fix
    assert not finding.subject
    if finding.place and document.lines:
        assert_within(finding.place, document.lines)
        assert finding.excerpt == document.lines[finding.place.line - 1]


def assert_within(place: Place, lines: tuple[str, ...]) -> None:
    assert (1, 1) <= (place.line, place.column) < (place.end_line, place.end_column)
    assert place.column <= max(1, len(lines[place.line - 1]))
    assert place.end_column <= max(1, len(lines[place.end_line - 1])) + 1


# Whole files --------------------------------------------------------------------------------------


def expected(file: Path) -> list[tuple[str, str, str]]:
    """What the comments at the top of a file say will be found: place, message and fix of each."""
    lines = file.read_bytes().decode("utf-8").split("\n")
    return [
        (line.removeprefix("# expect: "), lines[at + 1][4:], lines[at + 2][4:])
        for at, line in enumerate(lines)
        if line.startswith("# expect: ")
    ]


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_mistake_is_found_once_where_it_is_and_in_these_words(file, door):
    document = door(file.read_bytes())

    assert [
        (mark, one.message, one.fix)
        for mark, one in zip(marks(document), document.findings, strict=True)
    ] == expected(file)
    assert document.value is None


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_finding_about_a_mistake_is_sound(file):
    document = both(file.read_bytes())

    for one in document.findings:
        quoted = re.sub(r"[“`].*?[”`]", "", one.message + one.fix)
        assert JARGON.findall(quoted) == []


@pytest.mark.parametrize(
    "file", [f for f in BAD if OFFERED in f.read_bytes()], ids=lambda f: f.stem
)
def test_the_line_that_a_fix_offers_has_no_mistake(file, door):
    text = file.read_bytes().decode("utf-8")
    found = next(one for one in door(text).findings if OFFER.match(one.fix))
    line = found.excerpt
    indent = line[: len(line) - len(line.lstrip(" "))]
    mended = door(text.replace(line, indent + OFFER.match(found.fix)["line"]))

    assert found.place.line not in [one.place.line for one in mended.findings]


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_a_good_file_says_what_it_says(file, door):
    document = door(file.read_bytes())
    wanted = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))

    assert marks(document) == []
    # As text, for 1, 1.0 and true are equal to Python.
    assert json.dumps(document.value) == json.dumps(wanted)


def test_the_door_opens_where_libyaml_is_not_installed():
    program = (
        "import sys; sys.modules['yaml._yaml'] = None\n"
        "import yaml; from equity_plans.sources import parse\n"
        "print(yaml.__with_libyaml__, parse(b'a: [1, no]', file='plan.yaml').value)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert ran.stdout == "False {'a': [1, 'no']}\n"


# Plain values -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("tRUE", "tRUE"),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("nil", "nil"),
        ("0", 0),
        ("-5", -5),
        ("+5", 5),
        ("-0", 0),
        ("012", "012"),
        ("00123", "00123"),
        ("-012", "-012"),
        ("0o12", "0o12"),
        ("0x1F", "0x1F"),
        ("0b1", "0b1"),
        ("1_000", "1_000"),
        ("1,000", "1,000"),
        ("12:30", "12:30"),
        ("09:30", "09:30"),
        ("1:20:30", "1:20:30"),
        ("2024-09-30", "2024-09-30"),
        ("2024-02-30", "2024-02-30"),
        ("2024-09", "2024-09"),
        ("2024-09-30T10:00:00Z", "2024-09-30T10:00:00Z"),
        ("999999999999999", 999999999999999),
        ("1000000000000000", "1000000000000000"),
        ("9" * 5000, "9" * 5000),
        ("1.5", 1.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("-.5", -0.5),
        ("01.5", "01.5"),
        ("1e3", 1000.0),
        ("1E-2", 0.01),
        ("1e400", "1e400"),
        ("-1e400", "-1e400"),
        ("1e-400", "1e-400"),
        ("0e0", 0.0),
        ("0.1234567890123456", "0.1234567890123456"),
        ("0.12345678901234", 0.12345678901234),
        ("100000000000000000000.0", 1e20),
        (".inf", ".inf"),
        ("-.inf", "-.inf"),
        (".nan", ".nan"),
        (".NaN", ".NaN"),
        ("nan", "nan"),
        ("inf", "inf"),
        (".", "."),
        ("-", None),
        ("+", "+"),
        ("1.2.3", "1.2.3"),
        ("１２", "１２"),
        ("٣", "٣"),
        ("=", "="),
        ('"012"', "012"),
        ("'true'", "true"),
        ('"~"', "~"),
        (":".join(["59"] * 5000), ":".join(["59"] * 5000)),
    ],
)
def test_a_value_without_quotes_is_read_by_the_core_schema(written, value, door):
    document = door(f"- {written}\n")
    wanted = [[None]] if written == "-" else [value]

    assert marks(document) == []
    assert repr(document.value) == repr(wanted)


@given(st.floats() | st.integers() | st.from_regex(r"[-+0-9.eE_:xo]{1,12}", fullmatch=True))
@settings(deadline=None, database=None)
def test_a_number_is_exactly_what_is_written_or_stays_text(written):
    value = both(f"- {written}\n".encode()).value

    for one in value if isinstance(value, list) else []:
        if isinstance(one, float):
            assert math.isfinite(one)
            assert one == float(str(written))
        elif isinstance(one, int):
            assert one == int(str(written))


# Bytes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_utf_16_and_its_kin_are_sent_back_to_be_saved_as_utf_8(encoding, door):
    document = door("title: Año nuevo\n".encode(encoding))

    assert marks(document) == ["EP002 1:1"]
    assert "UTF-8" in document.findings[0].fix


@pytest.mark.parametrize(
    ("data", "mark", "says"),
    [
        (b"a: 1\ntitle: A\xf1o\n", "EP002 2:9", "(byte F1; it looks like “ñ”"),
        (b"a: agency\x92s plan", "EP002 1:10", "(byte 92; it looks like “’”"),
        ("é😀 año: ".encode() + b"\xe9\n", "EP002 1:9", "(byte E9; it looks like “é”"),
        (b"\xef\xbb\xbfa: \xe9", "EP002 1:4", "(byte E9; it looks like “é”"),
        (b"a: 1\r\nb: \xe9\r\n", "EP002 2:4", "(byte E9; it looks like “é”"),
        (b"a: \xc0\xaf\n", "EP002 1:4", "(byte C0)"),
        (b"a: \xe0\x80\xaf\n", "EP002 1:4", "(byte E0)"),
        (b"a: \xed\xa0\x80\n", "EP002 1:4", "(byte ED)"),
        (b"a: \xf4\x90\x80\x80\n", "EP002 1:4", "(byte F4)"),
        (b"a: \x81\n", "EP002 1:4", "(byte 81)"),
        (b"a: \xc3", "EP002 1:4", "(byte C3; it looks like “Ã”"),
        (b"\x00a: 1\n", "EP014 1:1", "control character (U+0000)"),
        (b"a: 1\nb: \x00\n", "EP014 2:4", "control character (U+0000)"),
    ],
)
def test_bytes_that_are_no_text_are_located(data, mark, says, door):
    document = door(data)

    assert marks(document) == [mark]
    assert says in document.findings[0].message


def test_the_line_of_a_wrong_byte_is_shown_as_it_was_meant(door):
    (finding,) = door("é: ".encode() + b"A\xf1o nuevo\n").findings

    assert finding.excerpt == "é: Año nuevo"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["without", "with"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["unix", "windows"])
def test_a_byte_order_mark_and_windows_line_ends_change_nothing(mark, end, door):
    plain = door(b"title: Plan\nsummary: |\n  One\n  two\ngoals:\n  - a\n")

    assert door(mark + plain_bytes(plain, end)) == plain
    assert plain.value == {"title": "Plan", "summary": "One\ntwo\n", "goals": ["a"]}


def plain_bytes(document: Document, end: bytes) -> bytes:
    return b"".join(line.encode("utf-8") + end for line in document.lines)


@pytest.mark.parametrize("text", ["", "\n\n", "  \n", "---\n", "---\n...\n", "\ufeff"])
def test_a_file_without_a_word_is_empty(text, door):
    document = door(text)

    assert marks(document) == ["EP003 1:1"]
    assert document.findings[0].message == "This file is empty."


HIDDEN = [
    *(c for c in map(chr, range(0x20)) if c not in "\t\n"),
    *map(chr, range(0x7F, 0xA0)),
    *"\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202e\u2060\u2066\u2069\u3164",
    *"\ufeff\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0010ffff\U000e0001\U000e0041",
]


@pytest.mark.parametrize("character", HIDDEN, ids=lambda c: f"U+{ord(c):04X}")
def test_a_hidden_character_is_refused_wherever_it_stands(character, door):
    """Also in a comment, where a line separator would begin a key for some programs."""
    number = f"U+{ord(character):04X}"
    for text in (f"a: x{character}y\n", f"a: 1 # {character}z\n", f"a{character}: 1\n"):
        document = door(text)
        assert marks(document) == [f"EP014 1:{text.index(character) + 1}"]
        assert number in document.findings[0].message


@pytest.mark.parametrize("character", HIDDEN, ids=lambda c: f"U+{ord(c):04X}")
def test_a_hidden_character_is_refused_when_it_is_spelled_out(character, door):
    document = door(f'a: "é\\U{ord(character):08x}"\n')

    assert marks(document) == ["EP014 1:6"]
    assert f"U+{ord(character):04X}" in document.findings[0].message


@pytest.mark.parametrize("letter", "0abvferNLP")
def test_a_hidden_character_is_refused_when_a_letter_stands_for_it(letter, door):
    assert marks(door(f'a: "\\\\ \\{letter}"\n')) == ["EP014 1:8"]


def test_each_line_with_a_hidden_character_is_named_up_to_a_hundred(door):
    document = door("- \u200b\u200b\n" * 5000)

    assert marks(document) == [f"EP014 {line}:3" for line in range(1, 101)]


# Places -------------------------------------------------------------------------------------------


def test_every_key_and_value_has_its_place(door):
    document = door(
        "title: Plan # note\n"
        "goals:\n"
        '  - id: "é😀"\n'
        "    people: [a, 'b']\n"
        "    summary: >-\n"
        "      One\n"
        "      two.\n"
        "\n"
        "    lead:\n"
        "  -\n"
    )

    assert {path: span(place) for path, place in document.keys.items()} == {
        ("title",): "1:1-1:6",
        ("goals",): "2:1-2:6",
        ("goals", 0, "id"): "3:5-3:7",
        ("goals", 0, "people"): "4:5-4:11",
        ("goals", 0, "summary"): "5:5-5:12",
        ("goals", 0, "lead"): "9:5-9:9",
    }
    assert {path: span(place) for path, place in document.values.items()} == {
        (): "1:1-10:4",
        ("title",): "1:8-1:12",
        ("goals",): "3:3-10:4",
        ("goals", 0): "3:5-9:9",
        ("goals", 0, "id"): "3:9-3:13",
        ("goals", 0, "people"): "4:13-4:21",
        ("goals", 0, "people", 0): "4:14-4:15",
        ("goals", 0, "people", 1): "4:17-4:20",
        ("goals", 0, "summary"): "5:14-7:11",
        ("goals", 0, "lead"): "9:5-9:9",
        ("goals", 1): "10:3-10:4",
    }


def span(place: Place) -> str:
    return f"{place.line}:{place.column}-{place.end_line}:{place.end_column}"


def test_what_was_written_is_kept(door):
    document = door("a: 012\nb: \"012\"\nc: 'it''s'\nd: yes # note\ne: |-\n  One\n   two\n\nf:\n")

    assert document.written == {
        ("a",): "012",
        ("b",): '"012"',
        ("c",): "'it''s'",
        ("d",): "yes",
        ("e",): "|-\n  One\n   two",
        ("f",): "",
    }


@pytest.mark.parametrize("before", ["", "é", "中文", "😀", "e\u0301", "👍🏽"])
@pytest.mark.parametrize("start", ["", "\ufeff", "a: 1\r\n", "😀: 😀\n"])
def test_columns_count_characters(before, start, door):
    document = door(f"{start}{before}k: x: y\n".encode())
    line = start.count("\n") + 1

    assert marks(document) == [f"EP018 {line}:{len(before) + 4}"]


def test_the_lines_are_those_of_the_file(door):
    assert door("a: 1\r\n\r\nb: 2").lines == ("a: 1", "", "b: 2")
    assert door("a: 1\n").lines == ("a: 1",)


def test_a_key_given_twice_points_to_where_it_was_first(door):
    second, third = door("a: 1\nb:\n  a: 1\na: 2\n'a': 3\n").findings

    assert [one.other and one.other.place.line for one in (second, third)] == [1, 1]
    assert [one.other and one.other.label for one in (second, third)] == ["first given here"] * 2
    assert [one.place and one.place.line for one in (second, third)] == [4, 5]


def test_a_key_is_given_twice_only_within_its_own_group(door):
    document = door("a:\n  b: 1\na:\n  b: 2\n  b: 3\nc: {b: 4}\n")

    assert marks(document) == ["EP005 3:1", "EP005 5:3"]
    assert [one.other and one.other.place.line for one in document.findings] == [1, 4]


def test_a_file_with_findings_has_no_values(door):
    document = door("a: 1\na: 2\n")

    assert (document.value, document.values, document.keys, document.written) == (None, {}, {}, {})


# Limits -------------------------------------------------------------------------------------------


def test_twenty_levels_are_taken_and_one_more_is_not(door):
    assert marks(door("[" * 20 + "]" * 20)) == []
    assert marks(door("[" * 21 + "]" * 21)) == ["EP007 1:21"]


def test_a_long_text_is_taken_and_one_character_more_is_not(door):
    assert marks(door("a: " + "x" * 20_000)) == []
    assert marks(door("a: |\n  " + "x" * 20_001)) == ["EP009 1:4"]


def test_twenty_thousand_keys_and_values_are_taken_and_one_more_is_not(door):
    assert marks(door("[" + "1," * 19_999 + "]")) == []
    assert marks(door("[" + "1," * 20_000 + "]")) == ["EP008 1:40000"]


def test_a_file_of_256_kb_is_taken_and_one_byte_more_is_not(door):
    full = b"a: 1\n#" + b"x" * (256 * 1024 - 6)

    assert marks(door(full)) == []
    assert marks(door(full + b"x")) == ["EP008"]


BOMBS = {
    "[": ("[" * 100_000, "EP007 1:21"),
    "{": ("{" * 100_000, "EP013 1:1"),
    "{a:": ("{a: " * 60_000, "EP007 1:81"),
    "- - -": ("- " * 100_000, "EP007 1:41"),
    "? ? ?": ("? " * 100_000, "EP013 1:1"),
    "[1,": ("[" + "1," * 100_000, "EP008 1:40000"),
    "a: 1": ("".join(f"a{n}: 1\n" for n in range(20_000)), "EP008 10000:8"),
    "the same key": ("a: 1\n" * 50_000, "EP005 2:1"),
    "laughs": (
        "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(9000)),
        "EP010 1:4",
    ),
    "merges": ("a: &a {}\n" + "b:\n  <<: [*a, *a]\n" * 9000, "EP010 1:4"),
    "itself": ("a: &a [*a]\n", "EP010 1:4"),
    "tags": ("- !x y\n" * 30_000, "EP011 1:3"),
    "59:59:": ("a: " + "59:" * 80_000, "EP009 1:4"),
    "digits": ("a: " + "9" * 250_000, "EP009 1:4"),
    "spaces": ("a: x" + " " * 250_000 + "# y", ""),
    "blank lines": ("\n" * 250_000 + "a: @", "EP018 250001:4"),
    "quotes": ('- "a\n' * 40_000, "EP019 1:3"),
    "one number sign": ("[" + "a, " * 19_000 + "a] #b", ""),
    "dashes in a text": ("a: |\n  " + "- " * 120_000 + "\n x: y", "EP009 1:4"),
    "number signs": ("a #b" * 60_000, "EP018 1:3"),
    "hyphens": ("- a\n" + " - b\n" * 40_000, "EP009 1:3"),
    "colons": ("a: " * 80_000, "EP018 1:4"),
    "closing": ("]" * 250_000, "EP018 1:1"),
    "escapes": ('"' + "\\e" * 120_000 + '"', "EP009 1:1"),
    "documents": ("---\n" * 60_000 + "a", "EP006 2:1"),
    "indents": ("".join(f"{' ' * n}a:\n" for n in range(600)), "EP007 21:21"),
}


RUNS_AWAY = 30
"""Seconds of work. A bomb takes about one on any computer, one that goes off takes minutes."""


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_its_first_sign_and_nothing_runs_away(name, door):
    text, mark = BOMBS[name]
    begun = time.process_time()
    document = door(text[: 256 * 1024])

    assert time.process_time() - begun < RUNS_AWAY
    assert marks(document)[:1] == [mark][: bool(mark)]
    assert len(document.findings) <= 100


# Files --------------------------------------------------------------------------------------------


def test_a_file_is_named_from_the_root(tmp_path):
    (tmp_path / "plans" / "parks").mkdir(parents=True)
    file = tmp_path / "plans" / "parks" / "agency.yaml"
    file.write_bytes(b"name: Parks\n")
    document = read(file, root=tmp_path)

    assert (document.file, document.value) == ("plans/parks/agency.yaml", {"name": "Parks"})
    assert document == parse(b"name: Parks\n", file="plans/parks/agency.yaml")


def make_folder(path: Path) -> None:
    path.mkdir()


def make_link(path: Path) -> None:
    path.with_name("real.yaml").write_bytes(b"a: 1\n")
    path.symlink_to("real.yaml")


def make_broken_link(path: Path) -> None:
    path.symlink_to("nowhere.yaml")


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_huge(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(2**30)


def make_nothing(path: Path) -> None:
    """No file at all."""


@pytest.mark.parametrize(
    ("make", "rule", "says"),
    [
        (make_folder, "EP012", "This is a folder, but a file is expected here."),
        (make_link, "EP012", "This is a link to another place, not a file of its own."),
        (make_broken_link, "EP012", "This is a link to another place, not a file of its own."),
        (make_pipe, "EP012", "This is not an ordinary file."),
        (make_huge, "EP008", "This file is larger than 256 KB and was not read."),
        (make_nothing, "EP001", "There is no such file."),
    ],
)
def test_what_is_no_plain_file_of_fair_size_is_not_read(make, rule, says, tmp_path):
    make(tmp_path / "plan.yaml")
    begun = time.monotonic()
    (finding,) = read(tmp_path / "plan.yaml", root=tmp_path).findings

    assert (finding.rule, finding.message, finding.place) == (rule, says, None)
    assert finding.fix
    assert finding.file == "plan.yaml"
    assert time.monotonic() - begun < 5


def test_a_file_behind_a_linked_folder_is_not_read(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "plan.yaml").write_bytes(b"a: 1\n")
    (tmp_path / "plans").symlink_to("elsewhere")

    assert marks(read(tmp_path / "plans" / "plan.yaml", root=tmp_path)) == ["EP012"]


def test_the_root_itself_may_be_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "plan.yaml").write_bytes(b"a: 1\n")
    (tmp_path / "root").symlink_to("real")

    assert read(tmp_path / "root" / "plan.yaml", root=tmp_path / "root").value == {"a": 1}


def test_a_file_below_a_file_or_with_an_endless_name_cannot_be_read(tmp_path):
    (tmp_path / "plan.yaml").write_bytes(b"a: 1\n")

    assert marks(read(tmp_path / "plan.yaml" / "x.yaml", root=tmp_path)) == ["EP001"]
    assert marks(read(tmp_path / ("x" * 5000), root=tmp_path)) == ["EP001"]


@pytest.fixture
def ordinary_user():
    """The superuser may read every file, so tests that run as one step down for a moment."""
    superuser = os.geteuid() == 0
    if superuser:
        os.seteuid(65534)
    yield
    if superuser:
        os.seteuid(0)


def test_a_file_that_may_not_be_opened_is_said_to_be_so(tmp_path, request):
    file = tmp_path / "plan.yaml"
    file.write_bytes(b"a: 1\n")
    file.chmod(0)
    request.getfixturevalue("ordinary_user")
    (finding,) = read(file, root=tmp_path).findings

    assert (finding.rule, finding.message) == ("EP001", "This file may not be opened.")


# Anything at all ----------------------------------------------------------------------------------

# fmt: off
PIECES = [
    "", "a", "b: ", "- ", "? ", ": ", "\n", "\n  ", "\n    ", " ", "[", "]", "{", "}", ", ", '"',
    "'", "#", " #", "|", ">", "-", "+2", "&x ", "*x", "!t ", "!!str ", "!", "%", "@", "`", "?",
    "<<: ", "=", "---", "...", "---\n", "...\n", "\\", "\\\\", "\\n", "\\u00e9", "\\ud800",
    "x y", "1", "012", "true", "~", "é", "😀", "\r\n", "\t", "\u200b",
]
# fmt: on


@given(st.binary(max_size=60))
@settings(deadline=None, database=None, max_examples=300)
def test_any_bytes_end_in_values_or_in_sound_findings(data):
    both(data)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@settings(deadline=None, database=None, max_examples=1000)
def test_any_text_like_yaml_ends_in_values_or_in_sound_findings(text):
    both(text.encode("utf-8"))


@given(st.data())
@settings(deadline=None, database=None, max_examples=300)
def test_any_slip_in_a_good_file_ends_in_values_or_in_sound_findings(data):
    text = data.draw(st.sampled_from(GOOD)).read_text(encoding="utf-8")
    at = data.draw(st.integers(0, len(text)))
    upto = at + data.draw(st.integers(0, 5))
    piece = data.draw(st.sampled_from(PIECES))
    both((text[:at] + piece + text[upto:]).encode("utf-8"))


# Public test data ---------------------------------------------------------------------------------

READ_KINDLY = {
    "9C9N": "a list in brackets may go on at the margin",
    "QB6E": "so may a text in quotes, as long as no key is in it",
    "9JBA": "a note right after a bracket",
    "CVW2": "a note right after a comma",
    "SU5Z": "a note right after a quote",
    "G5U8": "hyphens alone in brackets are text",
    "YJV2": "a hyphen alone in brackets is text",
    "S98Z": "blank lines may have more spaces than the text below them",
}
"""What YAML forbids and PyYAML takes; each reads as anyone would read it."""

READ_OTHERWISE = {
    "JEF9/02": "spaces after the last line are no line of their own",
    "L24T/01": "spaces after the last line are no line of their own",
}


def test_every_case_of_the_yaml_test_suite_ends_in_values_or_in_sound_findings(corpora):
    """Each case is read as if it were a plan; what YAML forbids is not taken for one."""
    cases = json.loads((corpora / "yaml-test-suite" / "cases.json").read_text(encoding="utf-8"))
    taken, otherwise = set(), set()
    for case in cases:
        document = both(case["yaml"].encode("utf-8"))
        assert all(one.place for one in document.findings)
        if not document.findings and case["must_fail"]:
            taken.add(case["id"])
        elif document.findings or case["json"] is None:
            continue
        elif document.value != json.loads(case["json"]):
            otherwise.add(case["id"])

    assert len(cases) == 402
    assert taken == set(READ_KINDLY)
    assert otherwise == set(READ_OTHERWISE)


def test_naughty_strings_come_through_whole_or_are_refused(corpora):
    strings = json.loads(
        (corpora / "big-list-of-naughty-strings" / "blns.json").read_text(encoding="utf-8")
    )
    refused = 0
    for text in strings:
        quoted = json.dumps(text)
        for shape in (f"a: {quoted}\n", f"{quoted}: a\n", f"- a: {quoted}\n"):
            document = both(shape.encode("utf-8"))
            refused += bool(document.findings)
            assert document.findings or document.value in ({"a": text}, {text: "a"}, [{"a": text}])
            rules = {one.rule for one in document.findings}
            assert rules <= ({"EP014"} if len(quoted) < 1024 else {"EP009", "EP014"})
        both(f"a: {text}\n".encode())
        both(f"{text}: a\n".encode())

    assert len(strings) > 500
    assert 0 < refused < 150


NEEDED = (
    *("می\u200cخواهم", "نامه\u200cای", "کتاب\u200cها", "क्\u200dष", "क्\u200cष", "ශ්\u200dර"),
    *("👩\u200d👩\u200d👧", "🏳️\u200d🌈", "👩🏽\u200d⚕️", "❤️\u200d🔥"),
)
NEEDLESS = (
    *(
        "a\u200cb",
        "a\u200db",
        "\u200cم",
        "م\u200c",
        "م\u200c\u200cم",
        "م\u200dم",
        "و\u200cم",
        "م\u200c b",
    ),
    *("م\u200cء", "क\u200dष", "क\u200cष", "👩\u200d", "\u200d👧", "👩\u200d\u200d👧", "a\u200d👧"),
    *("م\u200bم", "م\u200fم", "\u202eم", "👩\u2060👧"),
)


@pytest.mark.parametrize("word", NEEDED)
def test_a_joiner_may_stand_where_a_script_or_an_emoji_needs_it(word):
    document = parse(f"title: x {word} y\n".encode(), file="plan.yaml")

    assert document.findings == ()
    assert document.value == {"title": f"x {word} y"}


@pytest.mark.parametrize("word", NEEDLESS)
def test_a_joiner_that_nobody_could_see_is_refused(word):
    document = parse(f"title: x{word}\n".encode(), file="plan.yaml")

    assert [one.rule for one in document.findings] == ["EP014"]


def test_a_joiner_written_as_a_code_is_held_to_the_same():
    needed = parse('title: "می\\u200cخواهم"\n'.encode(), file="plan.yaml")
    needless = parse(b'title: "a\\u200cb"\n', file="plan.yaml")

    assert needed.findings == ()
    assert needed.value == {"title": "می\u200cخواهم"}
    assert [one.rule for one in needless.findings] == ["EP014"]


# In a hurry -------------------------------------------------------------------------------------


def test_places_that_are_worked_out_when_asked_for_are_those_of_a_thorough_reading():
    quick = 0
    for folder in ("demo", "plans", "tests", "generator/equity_plans/check/examples"):
        for path in sorted((ROOT / folder).rglob("*.yaml")):
            data = path.read_bytes()
            document = parse(data, file="plan.yaml")
            thorough = parse(data, file="plan.yaml", libyaml=False)
            quick += isinstance(document.values, Later)

            assert repr(document.value) == repr(thorough.value)
            for name in ("values", "keys", "written"):
                known = dict(getattr(thorough, name))
                asked = getattr(parse(data, file="plan.yaml"), name)
                # From the last to the first, each asked for by itself.
                assert all(asked[one] == known[one] for one in reversed(known))
                assert dict(asked) == known
                sent = pickle.loads(pickle.dumps(document))  # noqa: S301 - our own
                assert dict(getattr(sent, name)) == known
            assert document == thorough
    assert quick > 300
