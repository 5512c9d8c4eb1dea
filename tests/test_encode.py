"""Plan text on a page shows exactly what was typed, and can add nothing to the page.

Every text is put into each place where a template puts one, rendered with the extensions of the
site, and read back as a browser reads it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from time import process_time
from urllib.parse import urlsplit

import html5lib
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markupsafe import Markup

from equity_plans.language import speaking, written
from equity_plans.pages import encode
from equity_plans.pages.encode import (
    LINK_SCHEMES,
    PROSE_TAGS,
    address,
    attribute,
    chained,
    code,
    markup,
    plain,
    prose,
)
from equity_plans.publish.structure import Structure
from equity_plans.sources.hidden import HIDDEN

HOSTILE = (
    *("<script>alert(1)</script>", "</title><script>alert(1)</script>", "<img src=x onerror=a()>"),
    *("<svg onload=alert(1)>", "<!-- a comment -->", "<!doctype html>", "<?php x ?>", "<![CDATA[x"),
    *("</div></section></main>", "<plaintext>", "</p>", "<base href=//evil.example>", "a < b > c"),
    *("&lt;b&gt;", "&amp;", "&#60;b&#62;", "&copy;", "&copy", "AT&T", "R&D; S&P", "&", "&#0;"),
    *("# Heading", "###### Six", "Learn C#", "C# and F# #", "#", "##", "Number #1", "a #"),
    *("- item", "* item", "+ item", "1. item", "12) item", "1986. A great year", "-", "*", "+"),
    *("---", "***", "___", "- - -", "===", "=", "```", "~~~ x", "    indented", "> quoted", ">"),
    *("**bold**", "*em*", "__bold__", "_em_", "snake_case_name", "5 * 3 * 2", "***a***", "* a *"),
    *("- a\n    - b\n        - c", "1. a\n\n    - b\n\n2. c", "> - a\n>     1. b\n>\n> c"),
    *("`code`", "``", "a ` b", "\\", "\\*", "\\\\", "a\\", "\\`", "\\#", "C:\\new\\table"),
    *("| a | b |", "a | b", "|", "|---|---|", "\\|", "--- | ---", ":--", "| :-: |"),
    *("[text](https://evil.example)", "[text]", "[text][1]", "[1]: https://evil.example", "]", "["),
    *("![image](x.png)", "!", "![", "](x)", "a](javascript:alert(1))", "<https://evil.example>"),
    *("{: .x }", "{: onclick=alert(1) }", "{.x}", "{:#id}", "{", "}", "{{ 7*7 }}", "{% raw %}"),
    *("{# comment #}", "${x}", "$$x$$", "$(id)", "%s %d %(x)s", "{0}", "{}", "{0.__class__}"),
    *("[TOC]", "*[HTML]: Hyper", "[^1]", "[^1]: note", "!!! note", "??? note", "=== tab", "::: x"),
    *(":smile:", "@user", "~~gone~~", "^up^", "==mark==", "++ins++", "--8<-- file", "-->", "--"),
    *(
        "Term\n:   definition",
        ": definition",
        ":",
        "title: x",
        "template: 404.html",
        "~",
        "...",
        ".",
    ),
    *("'", '"', "''", "'quoted'", '"quoted"', '" onmouseover="alert(1)', "it's", "x' y='z"),
    *("http://www.example.com", "www.example.com", "a@example.com", "mailto:a@example.com"),
    *("javascript:alert(1)", "wzxhzdk:0", "klzzwxh:0000", "a\tb", "a  b", "two\nlines", "a\r\n# b"),
    *(
        "😀",
        "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
        "Привет",
        "مرحبا",
        "中文",
        "a\u00a0b",
        "\u3000",
        "e\u0301",
        "٣. x",
        "１. x",
        "＜b＞",
    ),
    *(
        "0",
        "1",
        "1.",
        "1)",
        "9999999999. x",
        "-1",
        "-5 %",
        "+1 202",
        "3.5",
        ".5",
        "(a)",
        "/",
        "%20",
    ),
)

FRAGMENTS = (
    *("a", "b c", " ", "  ", "\t", "\n", "\n\n", "1", ".", ")", "(", ":", ";", ",", "'", '"', "é"),
    *(
        "#",
        "# ",
        "*",
        "**",
        "_",
        "__",
        "`",
        "```",
        "~~~",
        "-",
        "- ",
        "---",
        "+ ",
        "=",
        "===",
        "1. ",
    ),
    *("[", "]", "](", "][", "![", "<", ">", "</", "<b>", "</p>", "<!--", "-->", "<a href=x>", "😀"),
    *(
        "&",
        "&amp;",
        "&#35;",
        "&lt",
        "\\",
        "\\*",
        "|",
        "{",
        "}",
        "{: .x }",
        "{{",
        "}}",
        "{%",
        "$",
        "@",
    ),
    *(
        "    ",
        ":   ",
        "> ",
        "!!! ",
        "[TOC]",
        "[x]: y",
        "https://x.example",
        "javascript:",
        "wzxhzdk:0",
    ),
)


def typed(text: str) -> bool:
    """Whether a plan can have this text: something to see, and nothing the door refuses."""
    return bool(text.strip()) and not HIDDEN.search(text)


texts = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=12).map("".join),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40),
).filter(typed)


@pytest.fixture(scope="session")
def site(root) -> Markdown:
    """Markdown as the site is rendered: MkDocs' own extensions, those of mkdocs.yml, and ours."""
    options = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    names: list[str] = ["toc", "tables", "fenced_code"]
    configs: dict[str, dict] = {}
    for one in options["markdown_extensions"]:
        name, config = next(iter(one.items())) if isinstance(one, dict) else (one, {})
        names.append(name)
        configs[name] = config
    unique = list(dict.fromkeys(names))
    return Markdown(extensions=[*unique, Structure()], extension_configs=configs)


@pytest.fixture(scope="session")
def naughty(corpora) -> list[str]:
    """Texts that have broken other programs."""
    found = json.loads((corpora / "big-list-of-naughty-strings" / "blns.json").read_bytes())
    return [text for text in found if typed(text)]


@pytest.fixture(scope="session")
def commonmark(corpora) -> list[str]:
    """Every example of the CommonMark specification."""
    spec = json.loads((corpora / "commonmark-spec" / "spec.json").read_bytes())
    return [example["markdown"] for example in spec if typed(example["markdown"])]


def render(site: Markdown, text: str):
    """What a browser makes of `text`."""
    site.reset()
    return html5lib.parseFragment(site.convert(text), namespaceHTMLElements=False)


# Plain text -------------------------------------------------------------------------------------

PLACES = (
    "# {}",
    "## {} {: .acts }\n\n| A | B |\n| --- | ---: |\n| {} | {} |\n| [{}](to.md) | x |",
    "### Action 1: [{}](to.md)\n\n{}\n{: .sub }",
    "#### {}\nright below",
    "{}",
    "Source: {}. {}",
    "- {}\n- **[{}](to.md)** <span class='act__m'>{}, {}</span>",
    "1. {}\n2. after",
    "Term\n:   {}\n\n{}\n:   {}",
    "**{}** and `code` and *{}*",
    "before [{}](to.md) after",
    '<div class="verdict" title="{}"><p>{}</p></div>',
    'before <span title="{}">{}</span> after',
    "last {}",
)
PAGE = "\n\n".join(PLACES)
SHORT_PAGE = "# {}\n\n{}\n\n- {}\n\n| {} |\n| --- |\n| {} |\n\n[{}](to.md)\n\n{}"
WORD = "Word"


def tokens(element) -> Iterator[str]:
    """Every element, attribute and run of words of a page, in order.

    The value of an id is made from the words of its heading, so only its presence counts.
    """
    for one in element.iter():
        yield f"<{one.tag}>"
        for name, value in sorted(one.items()):
            yield name if name in {"id", "aria-labelledby"} else f"{name}={normal(value)}"
        yield normal(one.text)
        yield normal(one.tail)


def normal(text: str | None) -> str:
    """The text with white space as a browser shows it."""
    return " ".join((text or "").split())


def filled(site: Markdown, page: str, text: str) -> list[str]:
    """The page with `text` in each place, as a browser reads it."""
    return list(tokens(render(site, page.replace("{}", text))))


@cache
def usual(site: Markdown, page: str) -> list[str]:
    """The page with an ordinary word in each place."""
    return filled(site, page, WORD)


def assert_shows(site: Markdown, text: str, *, page: str = PAGE) -> None:
    """The text stands in each place as typed, and nothing else on the page is different."""
    expected = [one.replace(WORD, normal(text)) for one in usual(site, page)]
    assert filled(site, page, plain(text)) == expected, text


def test_each_place_is_what_it_seems_to_be(site):
    found = usual(site, PAGE)

    assert {"<h1>", "<h2>", "<td>", "<li>", "<dt>", "<dd>", "<strong>"} <= set(found)
    assert {"title=Word", "href=to.md", "class=sub", "class=acts"} <= set(found)
    assert "Word (table 1)" in found
    assert sum(one.count(WORD) for one in found) == PAGE.count("{}") + len(["the caption"])


@pytest.mark.parametrize("text", [one for one in HOSTILE if typed(one)])
def test_plain_text_shows_exactly_what_was_typed(site, text):
    assert_shows(site, text)


@given(text=texts)
@settings(max_examples=100, deadline=None)
def test_any_plain_text_shows_exactly_what_was_typed(site, text):
    assert_shows(site, text)


ELEMENTS = "\n\n".join(one for one in PLACES if "title=" not in one)
"""Every place where an element can be."""


def assert_shows_with_its_language(site: Markdown, text: str) -> None:
    """The text in another language than the page's is marked, and else is as it is without."""
    marked = filled(site, ELEMENTS, f'<span lang="en">{WORD}</span>')
    expected = [one.replace(WORD, normal(text)) for one in marked]
    with speaking("es"):
        shown = plain(written(text, "en"))
        assert attribute(written(text, "en")) == attribute(text)
    assert filled(site, ELEMENTS, shown) == expected, text
    assert plain(written(text, "en")) == plain(text)


@pytest.mark.parametrize("text", [one for one in HOSTILE if typed(one) and one.strip()])
def test_plain_text_in_another_language_shows_exactly_what_was_typed(site, text):
    assert_shows_with_its_language(site, text)


@given(text=texts.filter(lambda text: bool(text.strip())))
@settings(max_examples=50, deadline=None)
def test_any_plain_text_in_another_language_shows_exactly_what_was_typed(site, text):
    assert_shows_with_its_language(site, text)


def test_the_naughty_strings_show_exactly_what_was_typed(site, naughty):
    assert len(naughty) > 400
    for text in naughty:
        assert_shows(site, text, page=SHORT_PAGE)


def test_plain_text_is_one_line():
    assert plain(" a \r\n\n b\n") == "a b"


def test_plain_words_stay_readable_in_the_markdown():
    words = "Don't wait: form SS-5 (12 pages), 3.5 % of 1,758,656; see A/B, U.S. “rules” – now!"

    assert plain(words) == words


# Prose ------------------------------------------------------------------------------------------

LONGEST = 6000
"""How long prose can be by the schema."""


def around_prose(site: Markdown, text: str):
    """The prose on its page, and everything else of the page.

    It stands there twice, once in an element whose inside Python-Markdown takes apart (md_in_html),
    and is the same both times.
    """
    found = render(
        site,
        f"# Before\n\n{prose(text)}\n\nAfter\n{{: .sub }}\n\n"
        f'<details class="older" markdown="1">\n<summary>More</summary>\n\n{prose(text)}\n\n'
        "Behind\n\n</details>\n\nEnd",
    )
    boxes = found.findall(".//div[@class='prose']")
    assert len(boxes) == 2, text
    assert list(tokens(boxes[0])) == list(tokens(boxes[1])), text
    inside = [one for box in boxes for one in box.iter()]
    outside = [one for one in found.iter() if one not in inside]
    return boxes[0], [(one.tag, dict(one.items()), normal(one.text)) for one in outside]


@cache
def usually_around_prose(site: Markdown):
    return around_prose(site, WORD)[1]


def assert_only_what_prose_may_hold(site: Markdown, text: str) -> None:
    box, outside = around_prose(site, text)

    assert outside == usually_around_prose(site)
    for one in list(box.iter())[1:]:
        assert one.tag in PROSE_TAGS, text
        allowed = {"a": {"href"}, "ol": {"start"}}.get(one.tag, set())
        assert set(one.keys()) <= allowed, text
        if one.tag == "a":
            # What a browser does before it looks for the scheme.
            target = re.sub(r"[\t\n\r]", "", one.get("href").strip("\x00\x1f "))
            assert re.match(r"(?:https?|mailto):", target, re.IGNORECASE), text
        assert one.get("start", "1").isdecimal()


def letters(text: str) -> list[str]:
    return [character for character in text if character.isalpha()]


def assert_no_letter_is_new_or_out_of_order(site: Markdown, text: str) -> None:
    box, _ = around_prose(site, text)
    rest = iter(letters(text))

    assert all(letter in rest for letter in letters("".join(box.itertext()))), text


@pytest.mark.parametrize("text", [one for one in HOSTILE if typed(one)])
def test_prose_holds_only_what_prose_may_hold(site, text):
    assert_only_what_prose_may_hold(site, text)
    assert_no_letter_is_new_or_out_of_order(site, text)


@given(text=texts)
@settings(max_examples=150, deadline=None)
def test_any_prose_holds_only_what_prose_may_hold(site, text):
    assert_only_what_prose_may_hold(site, text)
    assert_no_letter_is_new_or_out_of_order(site, text)


def test_known_texts_hold_only_what_prose_may_hold(site, naughty, commonmark):
    assert len(commonmark) > 600
    for text in (*naughty, *commonmark):
        assert_only_what_prose_may_hold(site, text)
        assert_no_letter_is_new_or_out_of_order(site, text)


# Marks that prose gives a meaning, or that hide or hold what follows them.
MARKS = "*_`[]\\>\r\n\t"
unmarked = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters=MARKS),
    max_size=40,
).map("So {}".format)


@given(lines=st.lists(unmarked, min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_prose_without_marks_shows_exactly_what_was_typed(site, lines):
    text = "\n\n".join(lines)
    if not typed(text):
        return
    box, _ = around_prose(site, text)

    assert [normal("".join(one.itertext())) for one in box] == [normal(line) for line in lines]
    assert {one.tag for one in box.iter()} <= {"div", "p"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**strong** and *soft*", "<p><strong>strong</strong> and <em>soft</em></p>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
        ("One  \ntwo", "<p>One<br>\ntwo</p>"),
        ("One\n\ntwo", "<p>One</p>\n<p>two</p>"),
        ("> They said so.", "<blockquote>\n<p>They said so.</p>\n</blockquote>"),
        ("# One", "<p># One</p>"),
        ("One\n===", "<p>One\n===</p>"),
        ("---", "<p>---</p>"),
        ("![One](https://x.example/a.png)", "<p>![One](https://x.example/a.png)</p>"),
        ("<b>One</b>", "<p>&lt;b&gt;One&lt;/b&gt;</p>"),
        ("&lt;b&gt; &amp; &copy; &", "<p>&amp;lt;b&amp;gt; &amp;amp; &amp;copy; &amp;</p>"),
        ("    four spaces", "<p>four spaces</p>"),
        ("[1]: https://x.example\n\n[a][1]", "<p>[1]: https://x.example</p>\n<p>[a][1]</p>"),
        ("<https://x.example>", "<p>&lt;https://x.example&gt;</p>"),
        ("1986. A great year", '<ol start="1986">\n<li>A great year</li>\n</ol>'),
        ("3. c\n4. d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>'),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("{: onclick=alert(1) }", "<p>{: onclick=alert(1) }</p>"),
    ],
)
def test_prose_is_a_small_part_of_markdown(text, shown):
    def read(encoded: str) -> list[str]:
        return list(tokens(html5lib.parseFragment(encoded, namespaceHTMLElements=False)))

    assert read(prose(text)) == read(f'<div class="prose">{shown}</div>')


def test_lists_stand_in_one_another(site):
    box, _ = around_prose(site, "- one\n    - two\n        1. three\n- four")

    assert [normal(one.text) for one in box.findall("./ul/li")] == ["one", "four"]
    assert [normal(one.text) for one in box.findall("./ul/li/ul/li")] == ["two"]
    assert [normal(one.text) for one in box.findall("./ul/li/ul/li/ol/li")] == ["three"]


@pytest.mark.parametrize(
    "typed_code",
    [
        "a < b && c",
        "&lt;",
        "&amp;amp;",
        "<script>alert(1)</script>",
        "**x**",
        "[a](b)",
        "\\*",
        "{{",
    ],
)
def test_code_shows_exactly_what_was_typed(site, typed_code):
    box, _ = around_prose(site, f"Type `{typed_code}` here")

    assert [one.text for one in box.iter("code")] == [typed_code]
    assert normal("".join(box.itertext())) == f"Type {typed_code} here"


@given(
    text=texts.map(lambda text: re.sub(r"[`\s]+", " ", text).strip()).filter(
        lambda text: text and not text.endswith("\\")
    )
)
@settings(max_examples=100, deadline=None)
def test_any_code_shows_exactly_what_was_typed(site, text):
    box, _ = around_prose(site, f"Type `{text}` here")

    assert [normal(one.text) for one in box.iter("code")] == [normal(text)]


# Blocks of code ---------------------------------------------------------------------------------


@given(text=texts)
@settings(max_examples=100, deadline=None)
def test_a_block_of_code_shows_each_line_as_it_is(site, text):
    text = text.expandtabs(4)
    found = render(site, f"{code(text, marked=frozenset({1}))}\n\nAfter")
    (block,) = found.iter("pre")

    lines = "".join(block.itertext()).split("\n")
    assert [line.rstrip() for line in lines] == [
        line.rstrip() for line in text.rstrip("\n").split("\n")
    ]
    assert [one.tag for one in block.iter()] == ["pre", "code", "mark"]
    assert normal(found.find(".//p").text) == "After"


# Links ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target",
    [
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)"),
        *("javascript&#58;alert(1)", "&#106;avascript:alert(1)", "java\tscript:alert(1)"),
        *("<javascript:alert(1)>", "javascript&colon;alert(1)", "&#x6A&#x61vascript:alert(1)"),
        *(
            "\x01javascript:alert(1)",
            "vbscript:msgbox(1)",
            "data:text/html,<script>",
            "file:///etc",
        ),
        *("//evil.example", "/on/this/site", "#here", "?x=1", "x.md", "http", ""),
        *(
            "ftp://x.example",
            "tel:911",
            "blob:https://x.example",
            "https//x.example",
            "[::1",
            "//[",
        ),
        # A browser looks for these beside the page they stand on, or not where they say.
        *(
            "https:evil.example",
            "http:/evil.example",
            "https:///evil.example",
            "https://",
            "mailto:",
        ),
        *("https://x.example\\@evil.example", "https://x.example/a b", "https://x.example/\ta"),
        *('https://x.example/ "a" onclick=alert(1)', "mailto:"),
    ],
)
def test_a_link_to_anything_but_the_web_and_mail_is_no_link(site, target):
    assert address(target) == "#"
    box, _ = around_prose(site, f"Read [this]({target}) now")
    assert not list(box.iter("a"))
    assert "this" in "".join(box.itertext())


@pytest.mark.parametrize(
    "link",
    [
        "[this](https://x.example/my letter.pdf)",
        "[this](https:evil.example)",
        "[this](javascript:alert(1))",
        '[this](https://x.example/ "a" onclick=alert(1))',
    ],
)
def test_what_cannot_be_a_link_stays_as_typed(site, link):
    box, _ = around_prose(site, f"Read {link} now")

    assert normal("".join(box.itertext())) == f"Read {link} now"


@pytest.mark.parametrize(
    "link",
    [
        "[this][1]\n\n[1]: javascript:alert(1)",
        "[1]\n\n[1]: javascript:alert(1)",
        "<javascript:alert(1)>",
        "![this](javascript:alert(1))",
        "javascript:alert(1)",
    ],
)
def test_no_other_way_to_write_a_link_is_one(site, link):
    box, _ = around_prose(site, link)

    assert not [one for one in box.iter() if one.tag in {"a", "img"}]


GOOD = (
    *("https://x.example", "http://x.example/", "mailto:a@x.example", "HTTPS://X.example/A"),
    *(
        "https://x.example/a(b)c",
        "https://x.example/a)b",
        "https://x.example/a(b",
        "https://x.e/((",
    ),
    *("https://x.example/it's", "https://x.example/a_b_c*d*", "https://x.example/~a/$b/@c/!d"),
    *(
        "https://x.example/?a=1&b=2",
        "https://x.example/?a=1&section=2&copy=3",
        "https://x.e/?a&amp",
    ),
    *(
        "https://x.example/[a]",
        "https://x.example/a;b,c.d",
        "https://x.example/%20%7B",
        "https://x:8",
    ),
    *("https://x.example/#a:b", "https://x.example/--a==b++c", "https://x.example/ü/中"),
)


@pytest.mark.parametrize("url", GOOD)
def test_an_address_leads_exactly_where_it_says(site, url):
    assert_leads_to(site, url)


# What the schema lets through as an address.
@given(
    rest=st.one_of(
        st.lists(st.sampled_from(FRAGMENTS), max_size=8).map("".join),
        st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30),
    ).map(lambda text: re.sub(r"""[\s<>"{}|^`\\]""", "", text))
)
@settings(max_examples=100, deadline=None)
def test_any_address_of_a_plan_leads_exactly_where_it_says(site, rest):
    assert_leads_to(site, f"https://x.example/{rest}")


def assert_leads_to(site: Markdown, url: str) -> None:
    found = render(site, f'Read [this]({address(url)}) or <a href="{address(url)}">that</a>.')

    assert [(one.get("href"), one.text) for one in found.iter("a")] == [
        (url, "this"),
        (url, "that"),
    ]
    assert all(set(one.keys()) <= {"href"} for one in found.iter("a"))
    assert normal("".join(found.itertext())) == "Read this or that."


@given(text=texts)
@settings(max_examples=100, deadline=None)
def test_no_text_escapes_from_the_target_of_a_link(site, text):
    url = f"https://x.example/{text}"
    found = render(site, f'Read [this]({address(url)}) or <a href="{address(url)}">that</a>.')

    assert [set(one.keys()) for one in found.iter("a")] == [{"href"}, {"href"}]
    assert normal("".join(found.itertext())) == "Read this or that."


def test_links_of_prose_lead_exactly_where_they_say(site):
    url = "https://x.example/?a=1&section=2&copy=3"
    box, _ = around_prose(site, f'See [this page]({url} "A title") and [that](<{url}>).')

    assert [(one.get("href"), one.text) for one in box.iter("a")] == [
        (url, "this page"),
        (url, "that"),
    ]


def test_the_schemes_of_links_are_few():
    assert {"https", "http", "mailto"} == LINK_SCHEMES
    assert urlsplit(str(address("https://x.example"))).scheme in LINK_SCHEMES


# Endurance --------------------------------------------------------------------------------------


RUNS_AWAY = 20
"""Seconds of work. Any of these texts takes less than one on any computer; what tries every way to
read one takes minutes."""


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "- ",
            "1. ",
            "> ",
            ">",
            "> - ",
            "[",
            "[a](",
            "[a](b",
            "![",
            "*",
            "**a *b ",
            "_a ",
            "***a",
        ),
        *(
            "`",
            "`` ` ",
            "\\",
            "<",
            "<!--",
            "&",
            "&amp",
            "(",
            "[a](https://x.example/(",
            "a\n- ",
            "9",
        ),
        *("a", "\n\n", "    ", "\n    - ", "*_"),
    ],
)
def test_the_longest_text_of_any_piece_is_done_at_once(piece):
    text = (piece * LONGEST)[: LONGEST - 2] + ").x"
    before = process_time()
    prose(text)
    plain(text)

    assert process_time() - before < RUNS_AWAY


def test_what_stands_too_deep_stays_as_typed(site):
    for piece in ("- ", "1. ", "> ", "> - "):
        box, _ = around_prose(site, piece * 100 + "end")
        assert_only_what_prose_may_hold(site, piece * 1000 + "end")

        assert normal("".join(box.itertext())).endswith(f"{piece * 3}end")


any_marks = st.text(
    st.sampled_from("aB7é  .-+=:!?'\"1)#&<>|*_`~^[]{}\\$@\n\r\t\u2028/%"), max_size=30
)


@settings(max_examples=500, deadline=None)
@given(any_marks | st.sampled_from(HOSTILE))
def test_text_without_a_mark_is_placed_as_the_encoder_would_place_it(text):
    assert attribute(text) == encode._inside(text.strip())


@settings(max_examples=500, deadline=None)
@given(
    st.sampled_from(("https://", "http://", "HTTPS://", "mailto:", "javascript:", "")), any_marks
)
def test_a_plain_web_address_is_encoded_as_any_other(scheme, rest):
    url = f"{scheme}{rest}".strip()
    long_way = encode._IN_TARGET.sub(encode._reference, url) if encode._may_link(url) else "#"
    assert address(f"{scheme}{rest}") == long_way


@given(any_marks, any_marks)
def test_pieces_are_put_together_as_markupsafe_does(one, two):
    long_way = Markup("{}<b>{{: .x }}{}</b>").format(plain(one), two)
    assert markup("{}<b>{{: .x }}{}</b>", plain(one), two) == long_way
    assert chained("<br>", (plain(one), two)) == Markup("<br>").join((plain(one), two))
