"""A site is looked over before it is published, and what must not be there is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from equity_plans.publish.verify import verify

PAGE = '<!doctype html><html lang="en"><head><title>T</title></head><body>{}</body></html>'


@pytest.fixture
def site(tmp_path) -> Path:
    """A site without flaws: a front page, a page below it, an error page and a style."""
    for name, body in {
        "index.html": '<h1 id="top">Top</h1><a href="a/b/">B</a><a href="a/b/#there">There</a>',
        "a/b/index.html": '<p id="there">x</p><a href="../../">Up</a><a href="#there">Here</a>',
        "404.html": '<a href="/folder/">Home</a><a href="/folder/a/b/">B</a>',
        "style.css": "@font-face { src: url('font.woff2') } p { fill: url(#hatch) }",
        "font.woff2": "",
        "data/x.json": "{}",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PAGE.format(body) if name.endswith(".html") else body, encoding="utf-8")
    return tmp_path


def flaws(site: Path) -> list[tuple[str, str]]:
    return [(flaw.file, flaw.what) for flaw in verify(site, site_path="/folder/").flaws]


def test_a_site_without_flaws_passes_and_is_counted(site):
    verified = verify(site, site_path="/folder/")

    assert verified.flaws == ()
    assert (verified.pages, verified.links) == (3, 7)


GOOD = [
    '<a href="a/b/?q=x">x</a>',
    '<a href="data/x.json">x</a>',
    '<a href="./">x</a>',
    '<a href="https://www.example.gov/x?y#z">x</a>',
    '<a href="mailto:a@example.gov">x</a>',
    '<a href="tel:+18005550100">x</a>',
    '<form action="a/b/" method="get"><label for="q">x</label><input id="q"></form>',
    '<link rel="canonical" href="https://elsewhere.example/">',
    '<link rel="stylesheet" href="style.css">',
    '<script src="data/x.json"></script>',
    '<script type="application/ld+json">{"a": "</p>"}</script>',
    '<svg><symbol id="i"></symbol><use href="#i"></use></svg>',
    '<section aria-labelledby="one two"><h2 id="one">x</h2><p id="two">x</p></section>',
    '<div class="prose"><p>x <strong>y</strong> <a href="https://a.gov">z</a></p></div><h2>k</h2>',
    "<p>on style javascript: &lt;script&gt;</p>",
]


@pytest.mark.parametrize("body", GOOD)
def test_what_a_page_may_hold(site, body):
    (site / "index.html").write_text(PAGE.format(body), encoding="utf-8")

    assert flaws(site) == []


BAD = {
    '<a href="c/">x</a>': "“c/” leads to nothing.",
    '<a href="a/b">x</a>': "“a/b” leads to nothing.",
    '<a href="a/b/#nowhere">x</a>': "“a/b/#nowhere” leads to a place that is not on its page.",
    '<a href="#nowhere">x</a>': "“#nowhere” leads to a place that is not on its page.",
    '<a href="../x">x</a>': "“../x” leads out of the site.",
    '<a href="/a/b/">x</a>': "“/a/b/” leads out of the site.",
    '<a href="a/%2e%2e/%2e%2e/x">x</a>': "“a/%2e%2e/%2e%2e/x” leads to nothing.",
    '<a href="">x</a>': "“” is not an address.",
    '<a href="#">x</a>': "“#” is not an address.",
    '<a href="https://[">x</a>': "“https://[” is not an address.",
    '<a href="https:\\\\evil.example">x</a>': "“https:\\\\evil.example” is not an address.",
    '<a href=" javascript:alert(1)">x</a>': "“ javascript:alert(1)” is not an address.",
    '<a href="java&#10;script:alert(1)">x</a>': "“java\\nscript:alert(1)” is not an address.",
    '<a href="javascript:alert(1)">x</a>': (
        "“javascript:alert(1)” is not a link to a page, a mail address or a telephone."
    ),
    '<a href="JaVaScRiPt&#58;alert(1)">x</a>': (
        "“JaVaScRiPt:alert(1)” is not a link to a page, a mail address or a telephone."
    ),
    '<a href="data:text/html,x">x</a>': (
        "“data:text/html,x” is not a link to a page, a mail address or a telephone."
    ),
    '<svg><a xlink:href="javascript:x">x</a></svg>': (
        "“javascript:x” would be fetched from elsewhere."
    ),
    '<img src="https://evil.example/x.png">': (
        "“https://evil.example/x.png” would be fetched from elsewhere."
    ),
    '<img src="//evil.example/x.png">': ("“//evil.example/x.png” would be fetched from elsewhere."),
    '<img srcset="data/x.json 1x, https://evil.example/x.png 2x">': (
        "“https://evil.example/x.png” would be fetched from elsewhere."
    ),
    '<link rel="stylesheet" href="https://evil.example/x.css">': (
        "“https://evil.example/x.css” would be fetched from elsewhere."
    ),
    '<link rel="stylesheet alternate" href="https://evil.example/x.css">': (
        "“https://evil.example/x.css” would be fetched from elsewhere."
    ),
    '<script src="https://evil.example/x.js"></script>': (
        "“https://evil.example/x.js” would be fetched from elsewhere."
    ),
    '<form action="https://evil.example/"></form>': (
        "“https://evil.example/” would be fetched from elsewhere."
    ),
    "<script>alert(1)</script>": "A script is written into the page.",
    '<script type="module">alert(1)</script>': "A script is written into the page.",
    '<meta http-equiv="Refresh" content="0; url=https://evil.example">': (
        "The page sends its reader elsewhere by itself (<meta http-equiv>)."
    ),
    '<base href="https://evil.example/">': "There is an element <base>.",
    '<iframe srcdoc="x"></iframe>': "There is an element <iframe>.",
    "<style>p { color: red }</style>": "There is an element <style>.",
    '<p style="color: red">x</p>': "An element <p> has an attribute style.",
    '<p ONCLICK="x">x</p>': "An element <p> has an attribute onclick.",
    '<svg onload="x"></svg>': "An element <svg> has an attribute onload.",
    '<p id="a">x</p><p id="a">y</p>': "The id “a” is there 2 times.",
    '<label for="gone">x</label>': "An element names the id “gone”, which is not there.",
    '<p aria-labelledby="gone">x</p>': "An element names the id “gone”, which is not there.",
    '<div class="prose"><p>x</p><img src="data/x.json"></div>': (
        "Text of a plan holds an element <img> it may not."
    ),
    '<div class="prose"><div>x</div></div>': "Text of a plan holds an element <div> it may not.",
    '<div class="prose"><p class="gov">x</p></div>': (
        "Text of a plan holds an element <p> it may not."
    ),
}


@pytest.mark.parametrize(("body", "flaw"), BAD.items())
def test_what_a_page_may_not_hold_is_named(site, body, flaw):
    (site / "index.html").write_text(PAGE.format(body), encoding="utf-8")

    found = [what for file, what in flaws(site) if file == "index.html"]
    assert flaw in found


def test_a_style_may_not_fetch_anything_from_elsewhere(site):
    (site / "style.css").write_text(
        "@import 'https://a.example/x.css'; p { background: url( https://b.example/y.png ) }"
        '/* url(https://c.example) */ i { mask: url("data:image/svg+xml,%3Csvg/%3E") }'
        "b { src: url(gone.woff2) }"
    )

    assert flaws(site) == [
        ("style.css", "“gone.woff2” leads to nothing."),
        ("style.css", "“https://a.example/x.css” would be fetched from elsewhere."),
        ("style.css", "“https://b.example/y.png” would be fetched from elsewhere."),
    ]


def test_an_error_page_that_forgets_the_folder_of_the_site_is_named(site):
    (site / "404.html").write_text(PAGE.format('<a href="/a/b/">x</a><a href="/folder/">y</a>'))

    assert flaws(site) == [("404.html", "“/a/b/” leads out of the site.")]


def test_a_page_that_is_not_utf_8_is_named(site):
    (site / "index.html").write_bytes(b"\xff")

    assert flaws(site) == [("index.html", "It is not UTF-8 text.")]
