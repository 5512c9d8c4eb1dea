"""A page put together from shapes is the page that Python-Markdown makes, or it is left to it."""

from __future__ import annotations

import re
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from equity_plans.publish.elements import Odd
from equity_plans.publish.known import Known
from equity_plans.publish.markdown_pages import QuickInline, blocks_of
from equity_plans.publish.marks import SPACES, Marker, _text
from equity_plans.publish.shapes import Shapes
from equity_plans.publish.structure import Structure

NAMES = ("attr_list", "def_list", "fenced_code", "md_in_html", "tables")
STRUCTURE = Structure(taken=("main",))
WHOLE = Markdown(extensions=[*NAMES, "toc", STRUCTURE])
WHOLE.treeprocessors.register(QuickInline(WHOLE), "inline", 20)
CONTENTS = WHOLE.treeprocessors["toc"]

PIECES = (
    *(
        "a",
        "B c",
        "é",
        "3",
        "12. ",
        "1. ",
        "1) ",
        "- ",
        "* ",
        "+ ",
        ":   ",
        "\n:   d\n\n",
        ":",
        "|",
    ),
    *("**", "*", "_", "__", "`", "~~~", "```", "\\", "!", "![", "[x](y.md)", "[", "]", "(", ")"),
    *("](", "](b.md)", "[w](z.md){: .btn }", "<b>", "</b>", '<span class="k">', "</span>"),
    *("<div>", "</div>", "<p>", "<br>", "<hr>", "<!-- c -->", "<?x", "<", ">", " > ", "&#64;"),
    *("&amp;", "&", "#", "## ", "# T\n\n", "### h {: #i .k }\n\n", "{: .k }", "{: .k_l }\n"),
    *("{", "}", "---", "===", "\n    ", "  ", "\t", "  \n", "\n", "\n", "\n\n", "\n\n", "\n\n"),
    *("| a | b |\n| --- | ---: |\n| c | 2 |\n", "| c | d |\n", "x\n{: .lead }\n\n", "%", "'", '"'),
    *('<details markdown="1">\n<summary>s</summary>\n\n', "\n</details>\n\n", "- i\n\n- j\n\n"),
    *('<div class="prose"><p>t</p></div>\n\n', "<figure><b>x</b></figure>\n\n", 'id="main"'),
    *('<b id="q">', "http://a.b/c", "<https://x.y>", "<a@b.c>", "mailto:a@b", "a_b", "“q”", "Term"),
    *("\n\n## S {: #s .k }\n\n", "\n\n## ", "{: #j }", "## r {: .rail }\n\n", "id=s", "[k](#s)"),
    *(
        "\U00010080",
        "\U00010083",
        "\U000100800\U00010083",
        "\x02",
        "\x03",
        "[3]: d",
        "- a\n- b\n\n",
    ),
)


@pytest.fixture
def shapes() -> Shapes:
    return Shapes(
        markdown=blocks_of(NAMES),
        structure=STRUCTURE,
        slug=CONTENTS.slugify,
        separator=CONTENTS.sep,
    )


def put_together(shapes: Shapes, text: str) -> tuple[str, list[object]]:
    return shapes.page(text, lambda link: link)


def at_once(text: str) -> tuple[str, list[object]]:
    return WHOLE.reset().convert(text), WHOLE.toc_tokens


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join))
def test_what_is_put_together_is_what_python_markdown_makes(text):
    shapes = Shapes(
        markdown=blocks_of(NAMES), structure=STRUCTURE, slug=CONTENTS.slugify, separator="-"
    )
    try:
        made = put_together(shapes, text)
    except Odd:
        return
    assert made == at_once(text)


@given(st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join)))
def test_shapes_met_before_do_not_change_what_is_made(texts):
    """Thousands of pages share their shapes; the order they come in is of no consequence."""
    shapes = Shapes(
        markdown=blocks_of(NAMES), structure=STRUCTURE, slug=CONTENTS.slugify, separator="-"
    )
    for text in texts:
        with suppress(Odd):
            assert put_together(shapes, text) == at_once(text), text


PAGE = """\
# One promise

Goal of [A plan](../index.md), An agency
{: .kick }

<div class="prose"><p>Why it matters.</p></div>

## Actions {: .acts }

- <span class="st">Done</span> **[First](first.md)** <b>late</b>
- <span class="st">Open</span> **[Second](second.md)**

## Results {: #results }

### A measure {: .measure }

50 percent in 2026.
<details class="tbl" markdown="1">
<summary>All 2 figures in a table</summary>

| Period | Percent |
| --- | ---: |
| 2026 | 50 |
| 2025 | 40 |

</details>

## About {: .facts .rail }

Plan
:   [A plan](../index.md)

Contact
:   Mary, [mary&#64;a.example](mailto:mary@a.example)
"""


def test_a_page_as_ours_are_is_put_together(shapes):
    made = put_together(shapes, PAGE)

    assert made == at_once(PAGE)
    assert made[0].count("<tr>") == 3


def test_blocks_that_differ_in_words_links_and_tags_have_one_shape(shapes):
    put_together(shapes, "**[First](first.md)** is <b>late</b>\n{: .k }\n")
    known = len(shapes._blocks)
    put_together(shapes, "**[Another &#38; more](b/c.md#d)** <i>goes on</i> well\n{: .k }\n")

    assert len(shapes._blocks) == known


@pytest.mark.parametrize(
    "text",
    [
        *("a_b", "`a`", "a \\* b", "![a](b.png)", "[a]: b", "1. a", "> a", "    a", "a\n- b"),
        *("<div>a", "<!-- a -->", "a\n===", "```\na\n```", "## a\n\n<b id='main'>b</b>", "\x02"),
        *("<div>\n  \na</div>", "- a\n- \n\nb", "- \n", "<div>a\n\n  \n\nb</div>"),
        *("- a\n  b", "- a\n\n    b", "- # a", "a\n:   # b", "<div>a</div> b", "\U00010080"),
    ],
)
def test_what_is_unusual_is_left_to_python_markdown(shapes, text):
    with pytest.raises(Odd):
        put_together(shapes, text)


def test_sections_that_differ_in_ids_and_in_raw_html_have_one_shape(shapes):
    put_together(shapes, "# A\n\n## B {: #b .k }\n\n<div>c</div>\n\nd\n")
    known = len(shapes._sections)
    text = '# An\n\n## Or {: #or-x .k }\n\n<div><p>A</p>\n<p>c</p></div>\n\n<b id="x">e</b>\n'

    assert put_together(shapes, text) == at_once(text)
    assert len(shapes._sections) == known


def test_an_id_is_kept_clear_of_those_in_tags_and_raw_html_but_not_of_words_alone(shapes):
    text = 'id=a\n\n<b id="b">x</b>\n\n<div id="c">y</div>\n\n## A\n\n## B\n\n## C\n\n## Main\n'
    made = put_together(shapes, text)

    assert made == at_once(text)
    assert [one["id"] for one in made[1]] == ["a", "b_1", "c_1", "main_1"]


@pytest.mark.parametrize("odd", ["| a |\n| - |\n| b |\n## C\n", "a\n## C\n", "<p>a</p>\n## C\n"])
def test_a_section_begins_where_what_is_before_it_has_ended(shapes, odd):
    with pytest.raises(Odd):
        put_together(shapes, odd)


def test_a_list_that_a_heading_follows_at_once_has_ended(shapes):
    text = "- a\n- b\n## C\n\nd\n"
    assert put_together(shapes, text) == at_once(text)


ITEM_PIECES = (
    *('<span class="k">', "</span>", "<b>", "</b>", "<div>", "<x", ">", "a", "B c", "1. ", "2)"),
    *("**", " **[", "](b.md)", "](b.md)** ", ")**", "](", "[T](u.md#v)", "* ", "_", "`", "&#38;"),
    *("&", " ", "  ", ": ", "“q”", "- ", "+", "~", "#", "{: .k }", '<b id="i">', "]:", "(c)", "|"),
)


@given(st.lists(st.sampled_from(ITEM_PIECES), max_size=12).map("".join))
def test_a_list_has_the_marks_that_any_text_has(rest):
    lines = (f"- <{rest}", f"- <b>s</b> {rest}", f"- <b>s</b> **[T](u.md)** <i>{rest}</i>")
    for text in (*lines, "\n".join(lines)):
        marker = Marker()
        try:
            marked = _text(text)
        except Odd:
            with pytest.raises(Odd):
                marker._list(text)
        else:
            assert marker._list(text) == marked
            assert marker._list(text) == marked  # its words are known by now


LINK_PIECES = (
    *("[a", "](b.md)", "](b.md)", "](https://x.y/&#38;z)", ")", "(", "]", "]:", ", [b c", ", ["),
    *("\n", "\n:   ", "\n- ", "<b>", "<div>", '<i a="', '">', "{: .k }", "{: #", "}", "**", "!["),
    *("id=", "&#64;", "&", "1. ", "“q”", " ", "`", "\\", "mailto:a@b", "](mailto:a@b)", "](a b)"),
)


@given(st.lists(st.sampled_from(LINK_PIECES), max_size=14).map("".join))
def test_a_text_with_many_links_has_the_marks_that_any_text_has(text):
    marker = Marker()
    try:
        marked = _text(text)
    except Odd:
        with pytest.raises(Odd):
            marker._linked(text)
    else:
        assert marker._linked(text) == marked
        assert marker._linked(text) == marked  # what is between its links is known by now


ELEMENT_PIECES = (
    *('<details markdown="1">\n<summary>s</summary>', "</details>", "\n</details>\n\n"),
    *('<details class="k" markdown="1">\n<summary>a <b>b</b></summary>\n\n', "</details> a", "a"),
    *("\n", "\n\n", "\n\n", "### h\n\n", "## h\n\n", "- i\n- j\n\n", "<p>t</p>", "<div>", "</div>"),
    *('<div class="prose"><p>t</p></div>\n\n', "b\n{: .k }\n\n", "| a |\n| --- |\n| b |\n\n"),
)


@given(
    st.lists(
        st.lists(st.sampled_from(ELEMENT_PIECES), max_size=10).map("".join), min_size=1, max_size=4
    )
)
def test_elements_with_markdown_in_them_end_where_python_markdown_ends_them(texts):
    shapes = Shapes(
        markdown=blocks_of(NAMES), structure=STRUCTURE, slug=CONTENTS.slugify, separator="-"
    )
    for inner in texts:
        text = f'a\n\n<details markdown="1">\n<summary>s</summary>\n\n{inner}\n\n</details>\n\nb\n'
        with suppress(Odd):
            assert put_together(shapes, text) == at_once(text)


def test_blocks_in_elements_with_markdown_in_them_are_known_wherever_these_are(shapes):
    inner = "### H\n\n<div><p>a</p></div>\n\nb\n{: .k }\n\n"
    for begun, ended in (
        ("", ""),
        ('<details markdown="1">\n<summary>s</summary>\n\n', "</details>"),
    ):
        text = f"{begun}{inner}{ended}\n"
        assert put_together(shapes, text) == at_once(text)
    known = dict(shapes._marker._inside)
    text = f'c\n<details markdown="1">\n<summary>t</summary>\n\n{inner}</details>\n'

    assert put_together(shapes, text) == at_once(text)
    assert dict(shapes._marker._inside) == known


def test_no_more_is_kept_than_so_many_letters(shapes, monkeypatch):
    monkeypatch.setattr("equity_plans.publish.known.MOST_LETTERS", 300)
    for length in range(1, 9):
        text = " (b) ".join("a" * length)
        assert put_together(shapes, text) == at_once(text)
        for kept in (shapes._blocks, shapes._sections, shapes._marker._blocks, shapes._titles):
            assert sum(map(len, kept)) <= 300
    assert len(shapes._blocks) < 8


def test_what_is_kept_is_known_until_it_is_too_much(monkeypatch):
    monkeypatch.setattr("equity_plans.publish.known.MOST_LETTERS", 10)
    known = Known()

    assert known.keep("abc", 1, letters=4) == 1
    assert known.keep("def", 2) == 2
    assert known == {"abc": 1, "def": 2}
    known.keep("g", 3)
    assert known == {"g": 3}


def test_every_space_is_one_to_marks_too():
    """The marks have the spaces written out, which is much faster than `\\s`."""
    spaces = [one for one in map(chr, range(sys.maxunicode + 1)) if re.match(r"\s", one)]

    assert [one for one in spaces if not re.match(f"[{SPACES}]", one)] == []
    assert len(re.findall(f"[{SPACES}]", "".join(map(chr, range(0x110000))))) == len(spaces)
