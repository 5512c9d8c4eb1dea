"""What is kept of a file is little, and a page that is read quickly is read as it is with care."""

from __future__ import annotations

import pickle
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.test_markup import PAGE, PIECES, TWO_WAYS, WELL_FORMED
from tests.test_verify import BAD, GOOD

from equity_plans.publish.contents import Contents, _page, _plain_page, look_into
from equity_plans.publish.targets import FOLDER, HOME, HOST, Start, Target

MORE = (
    *("<title>", "</title>", "<textarea>", '<script type="application/json">{}</script>'),
    *('<script type="application/json">{">": 1}</script>', "<script src='a'></script >"),
    *("<svg><title>x</title><path d='M0'/></svg>", '<div class="prose"><p>x</p></div>', "<path/>"),
    *('<p title="a > b">', "<p title='a < b'>", "<!-- a note -->", '<a href="../b/">x</a>'),
    *('<div class="prose">\n', "\n</div>", "<svg>\n", "\n</svg>\n", "<p>x</p>\n", "<p\nid='x'>"),
    *('<path d="M0"/>\n', "<title>x\n</title>", '<script src="a"></script>\n', "</p>\n", "<p>"),
    *('<p title="a (b)">', '<rect x="url(y)"/>', "<p title=' href=\"x\" '>", '<p alt="&#39;">\n'),
    *(
        '<div class="prose"><p>\n',
        "</p></div><p>",
        '</div><div class="prose">\n',
        "<br>\n",
        "\r",
        "\n<>\n",
    ),
    *('<p id="a" aria-labelledby="b c">', '<rect fill="url(x.svg#y)"/>', "\x0b", "\x7f"),
)
BODIES = st.lists(st.sampled_from((*PIECES, *MORE)), max_size=12).map("".join) | WELL_FORMED


@given(body=BODIES)
@settings(max_examples=600, deadline=None)
def test_a_page_that_is_read_quickly_is_read_as_it_is_with_care(body):
    quickly = _plain_page(PAGE.replace("{}", body).encode())

    assert quickly is None or quickly == _page(PAGE.replace("{}", body))


@pytest.mark.parametrize("body", [*BAD, *TWO_WAYS.values()])
def test_a_page_with_a_flaw_is_never_read_quickly(body):
    text = PAGE.replace("{}", body)

    assert _plain_page(text.encode()) is None or _plain_page(text.encode()) == _page(text)
    assert _plain_page(text.encode()) is None or not _page(text).flaws


@pytest.mark.parametrize("body", [one for one in GOOD if "</p>" not in one and "<!--" not in one])
def test_a_page_as_ours_are_is_read_quickly(body):
    assert _plain_page(PAGE.replace("{}", body).encode()) is not None


@pytest.mark.parametrize("body", GOOD)
def test_a_page_as_ours_are_has_no_flaw_by_itself(body):
    assert look_into(PAGE.replace("{}", body).encode(), "index.html").flaws == ()


def test_only_what_concerns_other_files_is_kept():
    body = (
        '<h1 id="top">x</h1><a href="#top">x</a><a href="index.html">x</a><img src="p.png">'
        '<a href="https://a.example/">x</a><a href="mailto:a@b.example">x</a><a href="b/#c">x</a>'
        '<a href="b/#c">x</a>'
    )
    found = look_into(PAGE.replace("{}", body).encode(), "a/index.html")

    assert found == Contents(ids=("top",), links=("b/#c",), needs=("p.png",), many=7)


def test_a_text_that_stands_in_many_files_is_in_memory_once():
    found = look_into(PAGE.replace("{}", '<a href="b/">x</a><p id="there">').encode(), "index.html")
    one, other = (pickle.loads(pickle.dumps(found)) for _ in "ab")  # noqa: S301 - as they come from other processes

    assert other == one == found
    assert other.links[0] is one.links[0]
    assert other.ids[0] is one.ids[0]


WRITTEN = (
    *("a/b/", "../x", "../../", "../../../", "../../../../x", "../../../folder/a/", "a/b/#c", "#c"),
    *(
        "./#c",
        "./../a",
        "./a/b",
        "././",
        "#",
        "",
        "./",
        "..",
        "?x#c",
        "?",
        "/any/folder/a/",
        "/a",
        "//a.example/x",
        "a/./b/",
        "a//b",
    ),
    *("a/..", "a/../b", ".a/b", "a/.b", "-a/_b", "a.b/c..d/", "a/#", "a#b#c", "a/b.json?x#y", "é/"),
    *(
        "%2e/",
        "#%63",
        "a%2fb",
        "a:b",
        "a;b",
        "a b",
        "a\\b",
        "https:x",
        "http:x",
        "https:///x",
        "x:",
    ),
    *("https://a.example", "https://a.example:9/x", "https://a.example?x#y", "https://u@a.example"),
    *(
        "http://a.example\\x",
        "https://a.example/a b",
        "https://[",
        "https://é.example",
        "HTTPS://A",
    ),
    *("https://site.invalid/any/folder/a/", "http://site.invalid/", "https://site.invalid:443/"),
    *("https://site.invalid.example/", "mailto:a@b.example?subject=x", "mailto://[", "mailto:"),
    *("tel:1", "javascript:x", "data:x", "ftp://a.example/", "https://.", "a\n", "https://a.b/\t"),
)


def as_the_library_says(file: str, written: str, *, fetched: bool) -> object:
    """Where an address leads to, with nothing known about how ours are written."""
    unfit = any(ord(one) <= ord(" ") or one == "\\" for one in written)
    try:
        parts = urlsplit(urljoin(HOME + file, written))
    except ValueError:
        return "is not an address."
    if written in {"", "#"} or unfit:
        return "is not an address."
    if (parts.scheme, parts.netloc) != ("https", HOST):
        if fetched:
            return "would be fetched from elsewhere."
        known = parts.scheme in {"https", "http", "mailto", "tel"}
        return None if known else "is not a link to a page, a mail address or a telephone."
    if not parts.path.startswith(FOLDER):
        return "leads out of the site."
    target = unquote(parts.path.removeprefix(FOLDER))
    return Target(
        target + ("index.html" if target.endswith("/") or not target else ""),
        unquote(parts.fragment),
    )


@pytest.mark.parametrize("file", ["index.html", "a/index.html", "a/b/c.css", "a%41/é f/x.html"])
@pytest.mark.parametrize("written", WRITTEN)
def test_an_address_leads_where_the_library_says(file, written):
    for fetched in (False, True):
        said = as_the_library_says(file, written, fetched=fetched)
        assert Start(file).target(written, fetched=fetched) == said


TAGS = st.builds(
    lambda name, attributes: f"<{name}{''.join(attributes)}>",
    st.sampled_from(("a", "span", "time", "meta", "link", "rect", "div", "script", "use", "path")),
    st.lists(
        st.builds(
            ' {}="{}"'.format,
            st.sampled_from(
                (
                    *("href", "id", "content", "datetime", "rel", "class", "http-equiv", "ping"),
                    *("type", "title", "x", "d", "aria-label", "aria-labelledby", "srcset"),
                )
            ),
            st.sampled_from(
                (
                    *("", "a", "b", "#a", "x/", "prose", "canonical", "refresh", "javascript:a"),
                    *("&amp;", "&lt;b", "&#39;", "&#39", "&bad;", "x (y)", "ul(x)", "\r", " "),
                    *(
                        "&#58;",
                        "&",
                        "\0",
                        "url(x)",
                        "URL( x",
                        "a b",
                        " href=",
                        "https://a.example/",
                        "application/json",
                        "'",
                    ),
                )
            ),
        ),
        max_size=4,
    ),
)


@given(tags=st.lists(TAGS, min_size=1, max_size=4))
@settings(max_examples=600, deadline=None)
def test_what_differs_between_tags_that_are_alike_is_told_of_each(tags):
    lines = (f"{tag}x</{tag[1:].partition(' ')[0].rstrip('>')}>" for tag in tags)
    page = PAGE.replace("{}", "\n".join(lines).replace("x</meta>", "").replace("x</link>", ""))
    quickly = _plain_page(page.encode())

    assert quickly is None or quickly == _page(page)


def test_a_line_with_nothing_but_an_empty_tag_is_no_line_without_tags():
    assert _plain_page(PAGE.replace("{}", "\n \n").encode()) is not None
    assert _plain_page(PAGE.replace("{}", "\n<>\n").encode()) is None


def test_what_leads_to_no_place_is_found_although_an_id_is_empty():
    body = '<p id="">x</p><a href="#">x</a><a href="#a%62">x</a><p id="a%62">x</p>'
    found = look_into(PAGE.replace("{}", body).encode(), "index.html")

    assert {what for what, _ in found.flaws} == {
        "“” is no id.",
        "“#” is not an address.",
        "“#a%62” leads to a place that is not on its page.",
    }


@pytest.mark.parametrize("names", ["a b", "", " ", "a", "&amp;"])
def test_what_names_a_place_is_told_of_each_line_that_is_alike(names):
    body = f'\n<p id="b" aria-labelledby="b">x</p>\n<p aria-labelledby="{names}">x</p>\n'
    page = PAGE.replace("{}", body)
    quickly = _plain_page(page.encode())

    assert quickly is not None
    assert quickly == _page(page)
