"""Findings as text, annotations, JSON and Markdown: readable, counted, and never forged."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace

import html5lib
import markdown
import pytest

from equity_plans.diagnostics import FORMATS, as_text
from equity_plans.diagnostics.ranking import summary
from equity_plans.diagnostics.show import show, width
from equity_plans.findings import Finding, Other, Place, Severity

FINDING = Finding(
    rule="EP102",
    severity=Severity.ERROR,
    file="plans/doe/equity-2025/plan.yaml",
    message="`staus` is not a key that can be used here.",
    fix="Did you mean `status`?",
    place=Place(line=15, column=5, end_line=15, end_column=10),
    path=("actions", 0, "staus"),
    subject="action “Translate forms” (language-access)",
    excerpt="    staus: on-track",
)
OTHER = Other(
    file="plans/doe/equity-2025/plan.yaml",
    place=Place(line=13, column=9, end_line=13, end_column=24),
    label="first used here",
)


def lines_of(finding: Finding) -> list[str]:
    return as_text([finding], files=1).split("\n")


def marked(line: str, *, column: int, end: int) -> tuple[str, str]:
    """The line as it is shown, and the marks under it."""
    place = Place(line=1, column=column, end_line=1, end_column=end)
    [shown, marks] = lines_of(replace(FINDING, excerpt=line, place=place))[3:5]
    return shown.removeprefix("1 | "), marks.removeprefix("  | ")


# Text ---------------------------------------------------------------------------------------------


def test_a_finding_shows_its_line_its_mark_its_thing_and_its_fix():
    warning = replace(FINDING, severity=Severity.WARNING, file="plans/a.yaml", rule="EP901")

    text = as_text([replace(FINDING, other=OTHER), warning], files=12)

    assert (
        text
        == """\
warning[EP901]: `staus` is not a key that can be used here.
  --> plans/a.yaml:15:5
   |
15 |     staus: on-track
   |     ^^^^^
  in:   action “Translate forms” (language-access)
  fix:  Did you mean `status`?
  help: equity-plans rule EP901

error[EP102]: `staus` is not a key that can be used here.
  --> plans/doe/equity-2025/plan.yaml:15:5
   |
15 |     staus: on-track
   |     ^^^^^
  see:  plans/doe/equity-2025/plan.yaml:13:9 first used here
  in:   action “Translate forms” (language-access)
  fix:  Did you mean `status`?
  help: equity-plans rule EP102

2 problems in 2 of 12 files: 1 error, 1 warning.
"""
    )


def test_a_finding_about_a_whole_file_has_no_line():
    finding = replace(FINDING, place=None, excerpt="", subject="", fix="")

    assert lines_of(finding)[:3] == [
        "error[EP102]: `staus` is not a key that can be used here.",
        "--> plans/doe/equity-2025/plan.yaml",
        "  help: equity-plans rule EP102",
    ]


@pytest.mark.parametrize(
    ("line", "column", "end", "marks"),
    [
        ("a: b", 4, 5, "   ^"),
        ("é: ñandú", 4, 9, "   ^^^^^"),
        ("e\u0301: nandu\u0301", 5, 11, "   ^^^^^"),
        ("行动: 计划", 5, 7, "      ^^^^"),
        ("😀: 😀😀", 4, 6, "    ^^^^"),
        ("\ta: b", 1, 2, "^^"),
        ("\ta: b", 5, 6, "     ^"),
        ("a: \x1b[31m", 4, 5, "   ^^^^^^"),
        ("a:", 3, 4, "  ^"),
        ("", 1, 1, None),
    ],
)
def test_the_mark_is_as_wide_as_what_it_marks(line, column, end, marks):
    if marks is None:
        assert "^" not in "".join(lines_of(replace(FINDING, excerpt=line)))
    else:
        assert marked(line, column=column, end=end)[1] == marks


def test_what_goes_over_several_lines_is_marked_to_the_end_of_the_first():
    place = Place(line=3, column=8, end_line=5, end_column=4)

    assert lines_of(replace(FINDING, excerpt="title: |", place=place))[4] == "  |        ^"


def test_a_long_line_is_shown_around_its_mark():
    line = "x" * 500 + "HERE" + "y" * 500

    shown, marks = marked(line, column=501, end=505)

    assert len(shown) < 130
    assert shown.startswith("…x")
    assert shown.endswith("y…")
    assert shown[marks.index("^") : len(marks)] == "HERE"


def test_of_many_findings_in_a_file_a_hundred_are_shown_and_the_rest_counted():
    places = [Place(line=n, column=1, end_line=n, end_column=2) for n in range(1, 138)]
    other = replace(FINDING, file="plans/z.yaml")

    text = as_text([*(replace(FINDING, place=one) for one in places), other], files=2)

    assert text.count("error[EP102]") == 101
    assert "\nand 37 more in plans/doe/equity-2025/plan.yaml\n" in text
    assert text.endswith("\n138 problems in 2 of 2 files: 138 errors.\n")


def test_color_changes_nothing_but_the_color():
    plain = as_text([replace(FINDING, other=OTHER)], files=1)
    colored = as_text([replace(FINDING, other=OTHER)], files=1, color=True)

    assert "\x1b" not in plain
    assert colored != plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


@pytest.mark.parametrize(
    ("severities", "plans", "sentence"),
    [
        ("", None, "No problems in 12 files."),
        ("", 3, "No problems in 12 files (3 plans)."),
        ("n", None, "No problems in 12 files, 1 notice."),
        ("e", None, "1 problem in 1 of 12 files: 1 error."),
        ("eeew", None, "4 problems in 1 of 12 files: 3 errors, 1 warning."),
        ("wnn", 1, "1 problem in 1 of 12 files (1 plan): 1 warning, 2 notices."),
    ],
)
def test_the_count_is_a_sentence(severities, plans, sentence):
    known = {str(severity)[0]: severity for severity in Severity}
    findings = [replace(FINDING, severity=known[letter]) for letter in severities]

    assert summary(findings, files=12, plans=plans) == sentence
    assert as_text(findings, files=12, plans=plans).endswith(sentence + "\n")


# GitHub -------------------------------------------------------------------------------------------


def test_an_annotation_stands_at_its_line_and_says_everything():
    [annotation, count, end] = FORMATS["github"]([FINDING], files=1).split("\n")

    assert annotation == (
        "::error file=plans/doe/equity-2025/plan.yaml,line=15,endLine=15,col=5,endColumn=10,"
        "title=EP102 action “Translate forms” (language-access)"
        "::plans/doe/equity-2025/plan.yaml:15:5: `staus` is not a key that can be used here."
        "%0Afix: Did you mean `status`?"
    )
    assert (count, end) == ("1 problem in 1 of 1 file: 1 error.", "")


def test_an_annotation_over_several_lines_has_no_columns():
    place = Place(line=3, column=8, end_line=5, end_column=4)

    text = FORMATS["github"]([replace(FINDING, place=place)], files=1)

    assert ",line=3,endLine=5,title=" in text


def test_the_worst_nine_are_annotated_and_the_rest_listed_in_one_notice():
    warnings = [replace(FINDING, severity=Severity.WARNING, file=f"plans/{n}") for n in range(80)]

    lines = FORMATS["github"]([*warnings, FINDING], files=99).splitlines()

    assert [line.split(" ")[0] for line in lines if line.startswith("::")] == [
        *("::error", *["::warning"] * 8, "::notice")
    ]
    assert lines[9].startswith("::notice title=72 more findings::plans/16:15:5: EP102 `staus`")
    assert lines[9].endswith("%0Aand 22 more")
    assert lines[9].count("%0A") == 50


def test_commas_and_colons_stay_inside_their_property():
    file = "plans/a,line=1::b%0Ac.yaml"

    [annotation, *_] = FORMATS["github"]([replace(FINDING, file=file)], files=1).split("\n")

    assert annotation.startswith("::error file=plans/a%2Cline=1%3A%3Ab%250Ac.yaml,line=15,")


# JSON ---------------------------------------------------------------------------------------------


def test_json_holds_every_finding_in_a_versioned_envelope():
    data = json.loads(FORMATS["json"]([replace(FINDING, other=OTHER)], files=12, plans=3))

    [finding] = data.pop("findings")
    assert data.pop("tool")["name"] == "equity-plans"
    assert data == {
        "format": 1,
        "summary": {
            "files": 12,
            "plans": 3,
            "errors": 1,
            "warnings": 0,
            "notices": 0,
            "not_listed": 0,
        },
    }
    assert finding == {
        "rule": "EP102",
        "severity": "error",
        "file": "plans/doe/equity-2025/plan.yaml",
        "place": {"line": 15, "column": 5, "end_line": 15, "end_column": 10},
        "pointer": "/actions/0/staus",
        "subject": FINDING.subject,
        "message": FINDING.message,
        "fix": FINDING.fix,
        "other": {
            "file": OTHER.file,
            "place": {"line": 13, "column": 9, "end_line": 13, "end_column": 24},
            "label": "first used here",
        },
    }


def test_json_says_how_many_findings_it_leaves_out():
    data = json.loads(FORMATS["json"]([FINDING] * 137, files=1))

    assert (len(data["findings"]), data["summary"]["not_listed"]) == (100, 37)
    assert data["summary"]["errors"] == 137


def test_a_pointer_escapes_what_divides_it():
    data = json.loads(FORMATS["json"]([replace(FINDING, path=("a/b", 0, "c~d"))], files=1))

    assert data["findings"][0]["pointer"] == "/a~1b/0/c~0d"


# Markdown -----------------------------------------------------------------------------------------


HARMLESS = {
    *("html", "head", "body", "p", "strong", "code"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


def cells(text: str) -> list[str]:
    """What a reader sees in the cells of the last row."""
    html = markdown.markdown(text, extensions=["tables"])
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    assert {one.tag for one in tree.iter()} <= HARMLESS
    return ["".join(cell.itertext()) for cell in tree.findall(".//tbody/tr")[-1]]


def test_markdown_is_a_count_and_a_table():
    text = FORMATS["markdown"]([FINDING], files=12)

    assert text.startswith("**1 problem in 1 of 12 files: 1 error.**\n\n| Rule |")
    assert cells(text) == [
        "error EP102",
        "plans/doe/equity-2025/plan.yaml:15:5 action “Translate forms” (language-access)",
        "staus is not a key that can be used here.",
        "Did you mean status?",
    ]


def test_markdown_without_findings_has_no_table():
    assert FORMATS["markdown"]([], files=12) == "**No problems in 12 files.**\n"


def test_a_long_table_is_cut_with_a_count():
    text = FORMATS["markdown"]([FINDING] * 137, files=1)

    assert text.count("EP102") == 100
    assert text.endswith("\nand 37 more\n")


# Hostile text -------------------------------------------------------------------------------------

HOSTILE = [
    "x\n::error file=y,line=1::forged",
    "x\r::stop-commands::token\r",
    "\r\n::add-mask::a",
    "  ::error::after spaces",
    "%0A::error::decoded once",
    "%250A::error::decoded twice",
    "::set-output name=a::b",
    "a ##[error]anywhere in the line",
    "##[add-mask]a",
    "###[group]a",
    "##vso[task.setvariable variable=a]b",
    "##VSO[task.complete result=Succeeded]",
    "x\x0b::error::a\x0c::error::b\x1c::error::c\x85::error::d\u2028::error::e\u2029::error::f",
    "\x1b[31mred\x1b[2J\x1b]0;title\x07\x9b31m",
    "\b\b\bover\x7f\x00",
    "\u202etxt.exe\u2066\u200b\u200e\ufeff\u00ad\U000e0041",
    "a\ud800b\udfff",
    "--> plans/forged.yaml:1:1",
    "| forged | cell |",
    "`code` ``` ~~~ @team #1 <img src=x onerror=alert(1)> <!-- --> ![](x) [a](b) &lt; \\| **",
    "</td></tr></table><script>alert(1)</script>",
    '", "rule": "forged", "x": "',
    "::" * 50,
    "",
]


ACTING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Unicode's categories of characters that act or hide."""


def commands(text: str) -> list[str]:
    """The lines that a runner of workflows takes for a command.

    GitHub's takes `::name::` at the beginning of a line and `##[name]` anywhere in it
    (`src/Runner.Common/ActionCommand.cs` of actions/runner).
    """
    return [
        line
        for line in re.split(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", text)
        if line.strip().startswith("::") or re.search(r"##[a-z]*\[", line, re.IGNORECASE)
    ]


def made_of(text: str) -> Finding:
    """A finding with `text` wherever text of unknown origin may get."""
    other = replace(OTHER, file=text, label=text)
    return replace(
        FINDING,
        **dict.fromkeys(("file", "message", "fix", "subject", "excerpt"), text),
        path=(text,),
        other=other,
        place=Place(line=1, column=1, end_line=1, end_column=len(text) + 1),
    )


def assert_not_forged(text: str) -> None:
    finding = made_of(text)
    for name, write in FORMATS.items():
        written = write([finding] * 11, files=1)
        ours = 10 if name == "github" else 0
        assert len(commands(written)) == ours, (name, text)
        assert written.encode(), (name, text)
        acting = {one for one in written if unicodedata.category(one) in ACTING}
        assert acting == {"\n"}, (name, text)
        if text:
            harmless = write([made_of("a")] * 11, files=1)
            assert written.count("\n") == harmless.count("\n"), (name, text)
    for annotation in commands(FORMATS["github"]([finding], files=1)):
        properties, data = annotation.removeprefix("::error ").split("::", 1)
        assert properties.count(",") == 5
        assert "\r" not in data
        decoded = data.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
        assert commands(decoded) in ([], [decoded.split("\n")[0]]), text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_forges_nothing_in_any_format(text):
    assert_not_forged(text)


def test_naughty_strings_forge_nothing_in_any_format(corpora):
    strings = json.loads((corpora / "big-list-of-naughty-strings" / "blns.json").read_text("utf-8"))

    assert len(strings) > 500
    for text in strings:
        assert_not_forged(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read_as_it_is_written(text):
    finding = replace(FINDING, message=text, fix="x")

    assert json.loads(FORMATS["json"]([finding], files=1))["findings"][0]["message"] == text
    seen = cells(FORMATS["markdown"]([finding], files=1))[2]
    assert seen.replace("\u200b", "") == re.sub(r"`([^`]+)`", r"\1", show(text).strip())


def test_text_that_does_no_harm_is_shown_as_it_is():
    for text in (
        "Plan d’équité – “42 %”",
        "行动计划",
        "خطة",
        "e\u0301",
        "😀👍🏽",
        "C# #1 [a] a::b",
    ):
        assert show(text) == text


def test_every_character_that_acts_or_hides_is_shown_as_a_code():
    for code in range(0x110000):
        character = chr(code)
        if unicodedata.category(character) in ACTING:
            assert show(character).isascii(), hex(code)
            assert show(character).isprintable(), hex(code)


def test_a_line_end_and_a_tab_are_shown_by_their_short_names():
    assert show("a\tb\r\nc") == r"a\tb\r\nc"
    assert show("\x1b\u202e\U000e0041") == r"\u001b\u202e\U000e0041"


def test_width_counts_columns_of_a_terminal():
    assert [width(text) for text in ("abc", "é", "e\u0301", "计划", "😀", "")] == [3, 1, 1, 4, 2, 0]
