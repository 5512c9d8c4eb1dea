"""Plan text on a page shows exactly what was typed, and can add nothing to the page.

Every text is put into each place where a template puts one, rendered with the extensions of the
site, and read back as a browser reads it.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from itertools import batched
from urllib.parse import urlsplit

import html5lib
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from equity_plans.pages.encode import LINK_SCHEMES, PROSE_TAGS, address, plain, prose
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
    *("`code`", "``", "a ` b", "\\", "\\*", "\\\\", "a\\", "\\`", "\\#", "C:\\new\\table"),
    *("| a | b |", "a | b", "|", "|---|---|", "\\|", "--- | ---", ":--", "| :-: |"),
    *("[text](https://evil.example)", "[text]", "[text][1]", "[1]: https://evil.example", "]", "["),
    *("![image](x.png)", "!", "![", "](x)", "a](javascript:alert(1))", "<https://evil.example>"),
    *("{: .x }", "{: onclick=alert(1) }", "{.x}", "{:#id}", "{", "}", "{{ 7*7 }}", "{% raw %}"),
    *("{# comment #}", "${x}", "$$x$$", "$(id)", "%s %d %(x)s", "{0}", "{}", "{0.__class__}"),
    *("[TOC]", "*[HTML]: Hyper", "[^1]", "[^1]: note", "!!! note", "??? note", "=== tab", "::: x"),
    *(":smile:", "@user", "~~gone~~", "^up^", "==mark==", "++ins++", "--8<-- file", "-->", "--"),
    *("Term\n:   definition", ": definition", ":", "title: x", "template: 404.html", "~", "...", "."),
    *("'", '"', "''", "'quoted'", '"quoted"', '" onmouseover="alert(1)', "it's", "x' y='z"),
    *("http://www.example.com", "www.example.com", "a@example.com", "mailto:a@example.com"),
    *("javascript:alert(1)", "wzxhzdk:0", "klzzwxh:0000", "a\tb", "a  b", "two\nlines", "a\r\n# b"),
    *("😀", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "Привет", "مرحبا", "中文", "a\u00a0b", "\u3000", "e\u0301", "٣. x", "１. x", "＜b＞"),
    *("0", "1", "1.", "1)", "9999999999. x", "-1", "-5 %", "+1 202", "3.5", ".5", "(a)", "/", "%20"),
)

FRAGMENTS = (
    *("a", "b c", " ", "  ", "\t", "\n", "\n\n", "1", ".", ")", "(", ":", ";", ",", "'", '"', "é"),
    *("#", "# ", "*", "**", "_", "__", "`", "```", "~~~", "-", "- ", "---", "+ ", "=", "===", "1. "),
    *("[", "]", "](", "][", "![", "<", ">", "</", "<b>", "</p>", "<!--", "-->", "<a href=x>", "😀"),
    *("&", "&amp;", "&#35;", "&lt", "\\", "\\*", "|", "{", "}", "{: .x }", "{{", "}}", "{%", "$", "@"),
    *("    ", ":   ", "> ", "!!! ", "[TOC]", "[x]: y", "https://x.example", "javascript:", "wzxhzdk:0"),
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
    names: list[str] = ["toc", "tables", "fenced_code", "def_list"]
    configs: dict[str, dict] = {}
    for one in options["markdown_extensions"]:
        name, config = next(iter(one.items())) if isinstance(one, dict) else (one, {})
        names.append(name)
        configs[name] = config
    unique = list(dict.fromkeys(names))
    return Markdown(extensions=[*unique, Structure()], extension_configs=configs)


@pytest.fixture(scope="session")
def naughty(corpora) -> list[str]:
    """The texts of two public collections that a plan can have."""
    names = json.loads((corpora / "big-list-of-naughty-strings" / "blns.json").read_bytes())
    spec = json.loads((corpora / "commonmark-spec" / "spec.json").read_bytes())
    found = [*names, *(example["markdown"] for example in spec)]
    assert len(found) > 1000
    return [text for text in found if typed(text)]


def render(site: Markdown, text: str):
    """What a browser makes of `text`."""
    site.reset()
    return html5lib.parseFragment(site.convert(text), namespaceHTMLElements=False)


def seen(element) -> str:
    """The words of an element, with white space as a browser shows it."""
    return " ".join("".join(element.itertext()).split())


# Plain text -------------------------------------------------------------------------------------

PLACES = (
    "# {}",
    "## {} {{: .acts }}\n\n| A | B |\n| --- | ---: |\n| {} | {} |\n| [{}](to.md) | x |",
    "### Action 1: [{}](to.md)\n\n{}\n{{: .sub }}",
    "#### {}\nright below",
    "{}",
    "Source: {}. {}",
    "- {}\n- **[{}](to.md)** <span class='act__m'>{}, {}</span>",
    "1. {}\n2. after",
    "Term\n:   {}\n\n{}\n:   {}",
    "**{}** and `code` and *{}*",
    "before [{}](to.md) after [link]({}.md)",
    '<div class="verdict" title="{}"><p>{}</p></div>',
    'before <span title="{}">{}</span> after',
    "last {}",
)
PAGE = "\n\n".join(PLACES).replace("[link]({}.md)", "[link](x.md)")
IDS = ("id", "aria-labelledby")


def shape(element) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Every element with its attributes. Ids come from the words, so only their presence counts."""
    for one in element.iter():
        attributes = {
            name: "" if name in IDS or name == "title" else value for name, value in one.items()
        }
        yield str(one.tag), tuple(sorted(attributes.items()))


def assert_shows_exactly(site: Markdown, several: tuple[str, ...]) -> None:
    """Each text stands in each place, word for word, and the page has the shape it always has."""
    word = "Word"
    always = render(site, "\n\n".join(PAGE.format(*[word] * 30) for _ in several))
    pages = [PAGE.format(*[plain(text)] * 30) for text in several]
    found = render(site, "\n\n".join(pages))

    assert list(shape(found)) == list(shape(always))
    for here, there in zip(found.iter(), always.iter(), strict=True):
        number = there.get("title"), here.get("title")
        assert (number[0] is None) == (number[1] is None)
    expected = [one for one in words_of(always)]
    shown = [one for one in words_of(found)]
    position = 0
    per_page = len(expected) // len(several)
    assert len(shown) == len(expected)
    for position, (here, there) in enumerate(zip(shown, expected, strict=True)):
        text = " ".join(several[min(position // per_page, len(several) - 1)].split())
        assert here == there.replace(word, text)


def words_of(element) -> list[str]:
    """The words of each element of the page and of each title, in order."""
    found = []
    for one in element.iter():
        if "title" in one.keys():
            found.append(" ".join(one.get("title").split()))
        found.append(" ".join((one.text or "").split()))
    return found
