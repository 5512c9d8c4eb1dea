"""A site is looked over before it is published, and what must not be there is named."""

from __future__ import annotations

import pickle
import shutil
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equity_plans.publish.inventory import inventory, mark
from equity_plans.publish.leads import sifted
from equity_plans.publish.listed import listed
from equity_plans.publish.manifest import write_manifest
from equity_plans.publish.update import Update
from equity_plans.publish.verify import LOOKED_INTO, compare, list_files, look, verify
from equity_plans.schema import load_schemas

SCHEMAS = load_schemas(Path(__file__).resolve().parents[1] / "schema")
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
    '<div class="prose"><ol start="3"><li>x</li></ol></div><div><ol class="y"></ol></div>',
    "<!-- a note --><p title='it is \"so\"'>x<br/></p>",
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


BAD |= {
    "<noscript><p>x</p></noscript>": "There is an element <noscript>.",
    "<math><mi>x</mi></math>": "There is an element <math>.",
    '<svg><animate attributeName="href" to="x"></animate></svg>': (
        "There is an element <animate>."
    ),
    '<svg><rect fill="url(https://evil.example/x#y)"/></svg>': (
        "“https://evil.example/x#y” would be fetched from elsewhere."
    ),
    '<svg><rect style="fill: red"/></svg>': "An element <rect> has an attribute style.",
    '<body background="https://evil.example/x.png">': (
        "“https://evil.example/x.png” would be fetched from elsewhere."
    ),
    '<p id="a b">x</p>': "“a b” is no id.",
    '<p id="">x</p>': "“” is no id.",
    "<![CDATA[ > <b>x</b> ]]>": (
        "A “<” is neither written as &lt; nor the start of a tag in full."
    ),
    "<p>a\x02b</p>": "It holds a control character.",
    "<b><p>x</b></p>": "The end </b> stands where </p> should.",
    '<div class="prose"><ol start="3" class="x"><li>x</li></ol></div>': (
        "Text of a plan holds an element <ol> it may not."
    ),
    '<div class="prose"><div class="prose"><p>x</p></div><svg></svg></div>': (
        "Text of a plan holds an element <svg> it may not."
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


PICTURE = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("a.svg", PICTURE.format("<script>alert(1)</script>"), "There is an element <script>."),
        (
            "a.svg",
            PICTURE.format('<rect onload="x"/>'),
            "An element <rect> has an attribute onload.",
        ),
        (
            "a.svg",
            PICTURE.format('<rect style="fill: red"/>'),
            "An element <rect> has an attribute style.",
        ),
        (
            "a.svg",
            PICTURE.format('<use href="https://evil.example/x"/>'),
            "A picture would fetch “https://evil.example/x”.",
        ),
        (
            "a.svg",
            PICTURE.format('<rect fill="url( https://evil.example/x )"/>'),
            "A picture would fetch “url( https://evil.example/x )”.",
        ),
        ("a.svg", PICTURE.format("<foreignObject/>"), "There is an element <foreignObject>."),
        (
            "a.svg",
            PICTURE.format('<h:b xmlns:h="http://www.w3.org/1999/xhtml"/>'),
            "There is an element <b>.",
        ),
        ("a.svg", PICTURE.format("<g>"), "It is not well-formed XML (mismatched tag)."),
        (
            "a.svg",
            '<?xml version="1.0"?><?xml-stylesheet href="x"?>' + PICTURE,
            "It holds an instruction, <?xml-stylesheet?>.",
        ),
        (
            "a.xml",
            '<!DOCTYPE feed [<!ENTITY a "&#38;a;&#38;a;">]><feed>&a;</feed>',
            "It declares a type, <!DOCTYPE feed>.",
        ),
        (
            "a.xml",
            '<feed><script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script></feed>',
            "There is an element <script> that a browser would act on.",
        ),
        (
            "a.xml",
            '<f:feed xmlns:f="a:b" xmlns:h="http://www.w3.org/1999/xhtml"><p/><h:b/><h:b/></f:feed>',
            "There is an element <b> that a browser would act on.",
        ),
        (
            "a.xml",
            '<feed xmlns="a:b"><x xmlns="http://www.w3.org/2000/svg"/><x/></feed>',
            "There is an element <x> that a browser would act on.",
        ),
        (
            "a.xml",
            "<feed>\x00</feed>",
            "It is not well-formed XML (not well-formed (invalid token)).",
        ),
        ("a.xhtml", "", "A file with this ending is not looked into, but may run."),
        ("a.HTML", "", "A file with this ending is not looked into, but may run."),
    ],
)
def test_pictures_feeds_and_other_files_run_nothing(site, name, text, what):
    (site / name).write_text(text, encoding="utf-8")

    assert flaws(site) == [(name, what)]


def test_a_picture_and_a_feed_that_only_show_something_pass(site):
    (site / "a.svg").write_text(
        PICTURE.format('<title>x</title><g><use href="#i"/><rect fill="url(#i)"/></g>')
    )
    (site / "a.xml").write_text("<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title></feed>")

    assert flaws(site) == []


def test_a_link_in_a_finished_site_is_named(site):
    (site / "leak.txt").symlink_to("/etc/hostname")

    assert flaws(site) == [("leak.txt", "It is a link, which could lead anywhere.")]


def test_files_can_be_looked_at_apart_and_compared_in_the_end(site):
    (site / "index.html").write_text(PAGE.format('<a href="a/b/#gone">x</a>'), encoding="utf-8")
    files = list_files(site)
    found = {file: look(site, file) for file in reversed(files) if file.endswith(LOOKED_INTO)}
    found = pickle.loads(pickle.dumps(found))  # noqa: S301 - as it comes from another process

    apart = compare(found, files=files, site_path="/folder/")
    assert apart == verify(site, site_path="/folder/")
    assert [flaw.near for flaw in apart.flaws] == [("a/b/#gone", "gone")]


LINKS = st.sampled_from(
    (
        *(
            "",
            "#x",
            "a/",
            "a/#x",
            "a/b/",
            "../b/a/",
            "./",
            "../",
            "../../b/",
            "b.html",
            "../a/",
            "../a/#gone",
            "../../a/",
            "b/",
            "../b/",
            "gone/",
            "?q",
        ),
        *("index.html", "https://a.example/", "javascript:x", "../../../up", "&", "c.css"),
    )
)


PAGES = st.dictionaries(
    st.sampled_from(
        ("index.html", "404.html", "a/index.html", "a/b/index.html", "b/a/index.html", "b.html")
    ),
    st.lists(LINKS, max_size=4),
    min_size=1,
)


@given(pages=PAGES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_told_of_files_with_fewer_links_is_what_is_told_of_all(tmp_path, pages):
    site = written(pages, tmp_path / "site")
    stock = inventory(site)
    looked = [(file, look(site, file)) for file in stock.files]
    marks = {file: marked(site / file) for file in stock.files}
    known = dict(zip(stock.files, sifted(looked), strict=True))

    assert verify(site, stock=inventory(site, marks=marks), known=known) == verify(site)


@given(pages=PAGES, data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_led_to_a_file_that_is_gone_is_named(tmp_path, pages, data):
    sound = set(pages)
    while flawed := {flaw.file for flaw in verify(written(pages, tmp_path / "old")).flaws}:
        pages = {file: [] if file in flawed else links for file, links in pages.items()}
    gone = data.draw(st.sampled_from(sorted(sound)))
    left = {file: links for file, links in pages.items() if file != gone}
    old, new = tmp_path / "old", written({}, tmp_path / "new")
    write_manifest(old, schemas=SCHEMAS, as_of=date(2026, 1, 2), commit=None)
    there = listed((old / "manifest.json").read_bytes())
    before = Update(site=old, listed=there, goes=frozenset((gone,)), made=frozenset())

    whole = verify(written(left, tmp_path / "left"))
    assert verify(new, before=before).flaws == whole.flaws


def written(pages, site):
    """A site of pages with these links."""
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir()
    for file, addresses in pages.items():
        (site / file).parent.mkdir(parents=True, exist_ok=True)
        body = "".join(f'<a href="{one}">x</a>' for one in addresses) + '<i id="x">x</i>'
        (site / file).write_text(PAGE.format(body), encoding="utf-8")
    return site


def marked(path):
    return mark(sha256(path.read_bytes()).digest(), path.stat())
