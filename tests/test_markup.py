"""Pages are read so strictly that what passes is what every browser sees.

Whether it is, an independent reader says that does all that browsers do: html5lib.
"""

from __future__ import annotations

from time import process_time

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_plans.publish.markup import DRAWN, ELEMENTS, End, Slip, Tag, read

PAGE = '<!doctype html><html lang="en"><head><title>T</title></head><body>{}</body></html>'
ATTACK = '<img src="x" onerror="alert(1)">'

TWO_WAYS = {
    "a CDATA section that ends early": f"<![CDATA[ > {ATTACK} ]]>",
    "a declaration": f'<!x "> {ATTACK} ">',
    "a comment that is over at once": f"<!--> {ATTACK} -->",
    "a comment that is over at once, too": f"<!---> {ATTACK} -->",
    "a comment that ends with an exclamation": f"<!-- --!> {ATTACK} -->",
    "a comment with a comment in it": f"<!-- <!-- --> {ATTACK} -->",
    "an instruction": f'<?x "> {ATTACK} ?>',
    "words without scripts": f"<noscript><p title='</noscript>{ATTACK}'></p></noscript>",
    "a text field": f"<textarea><p title='</textarea>{ATTACK}'></p></textarea>",
    "a second title": f"<title><p title='</title>{ATTACK}'></p></title>",
    "a style in a drawing": f"<svg><style>{ATTACK}</style></svg>",
    "a script in a drawing": f'<svg><script type="application/json">{ATTACK}</script></svg>',
    "a formula": f"<math><mi>{ATTACK}</mi></math>",
    "all the rest as text": f"<plaintext>{ATTACK}",
    "an example": f"<xmp><p title='</xmp>{ATTACK}'></p></xmp>",
    "a frame that is not shown": f"<noframes><p title='</noframes>{ATTACK}'></p></noframes>",
    "a script that ends twice": (
        f'<script type="application/json"><!--<script></script>{ATTACK}</script>'
    ),
    "a quote that is not closed": f'<p title="x>{ATTACK}',
    "a value without quotes": "<img src=x onerror=alert(1)>",
    "a slash for a space": '<img/src="x"/onerror="alert(1)">',
    "no space at all": '<img src="x"onerror="alert(1)">',
    "an attribute of nothing": '<img src="x" ="" onerror="alert(1)">',
    "a tag that is not over": '<img src="x" onerror="alert(1)" ',
    "a name with a letter of another kind": "<ımg src=x onerror=alert(1)>",
    "an attribute given twice": '<a href="https://a.example/" href="javascript:alert(1)">x</a>',
    "a reference without its end": '<a href="&#106avascript:alert(1)">x</a>',
    "a reference with many zeros": '<a href="&#00000000106;avascript:alert(1)">x</a>',
    "a control character": '<a href="java\x01script:x">x</a>',
    "a Kelvin sign in a tag": '<\u212abd onclick="x">',
    "a long s that seems to end a script": (
        f'<script type="application/json"></\u017fcript>{ATTACK}'
    ),
    "an end that was never begun": "</div></div><p>x</p>",
    "an element without an end": "<div>",
    "elements that overlap": "<b><p>x</b></p>",
    "a division that only seems to be empty": '<div class="prose"/>',
}
"""By what each is: pieces of pages that readers of HTML read each in a way of its own."""


def slips(body: str) -> list[Slip]:
    return [one for one in read(PAGE.replace("{}", body)) if isinstance(one, Slip)]


def foreign(body: str) -> list[str]:
    """Elements that no page may have."""
    tags = [one for one in read(PAGE.replace("{}", body)) if isinstance(one, Tag)]
    return [one.name for one in tags if one.name not in ELEMENTS]


@pytest.mark.parametrize("body", TWO_WAYS.values(), ids=TWO_WAYS)
def test_what_can_be_read_in_two_ways_is_refused(body):
    assert slips(body) or foreign(body)


PIECES = (
    *("<", ">", "</", "/>", "<!--", "-->", "--!>", "<!", "<?", "<![CDATA[", "]]>", "&", ";"),
    *('"', "'", "=", " ", "\n", "\t", "/", "-", "x", "a", "é", "\u212a", "\u017f", "\x0c"),
    *("<p>", "</p>", "<div>", "</div>", '<div class="prose">', "<b>", "</b>", "<a href=", "</a>"),
    *('<a href="#x">', "<br>", "<br/>", "<hr />", "<ul>", "<li>", "</li>", "</ul>", "<P>", "</P>"),
    *("<svg>", "</svg>", '<path d="x"/>', "<use/>", "<g>", "</g>", "<svg/>", "<math>", "<style>"),
    *("<script>", "</script>", '<script src="x">', "</script ", "<script", "</style>", "<title>"),
    *("</title>", "<textarea>", "</textarea>", "<select>", "<option>", "</option>", "</select>"),
    *("<noscript>", "</noscript>", "<template>", "</template>", "<table>", "<tr>", "<td>", "</td>"),
    *("</tr>", "</table>", "<form>", "</form>", "<button>", "</button>", "<plaintext>", "<xmp>"),
    *(" onclick=", ' onclick="x"', " onerror", ' id="a"', " id='b'", " title=", "&#106;", "&lt"),
    *("&lt;", "&amp;", "&quot;", "&notit;", "&not", "&Tab;", "&colon;", ATTACK, "<img", "<iframe>"),
)


def passed(body: str) -> list[Tag] | None:
    """The elements of a page without any slip, or None."""
    found = list(read(PAGE.replace("{}", body)))
    tags = [one for one in found if isinstance(one, Tag)]
    if any(isinstance(one, Slip) for one in found) or any(one.name not in ELEMENTS for one in tags):
        return None
    return tags


def as_browsers_see(body: str) -> list[tuple[str, dict[str, str]]]:
    root = html5lib.parse(PAGE.replace("{}", body), namespaceHTMLElements=False)
    found = []
    for one in root.iter():
        if isinstance(one.tag, str):
            name = one.tag.rpartition("}")[2].lower()
            found.append((name, {key.rpartition("}")[2].lower(): v for key, v in one.items()}))
    return found


@given(body=st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@settings(max_examples=600, deadline=None)
def test_whatever_passes_has_only_the_attributes_that_every_browser_sees(body):
    """A browser may still move, add or leave out an element that means nothing (a `tbody`, a `p`).

    What it may not do is to find an element with an attribute that was not found here.
    """
    tags = passed(body)
    if tags is None:
        return
    ours = [(tag.name, tag.attributes) for tag in tags]
    bare = [(name, {}) for name in ELEMENTS]

    assert [one for one in as_browsers_see(body) if one not in ours and one not in bare] == []


WELL_FORMED = st.recursive(
    st.sampled_from(
        ("words", "a &lt; b", "&amp;", "<br>", '<img src="x" alt="&quot;">', "<!-- note -->")
    ),
    lambda inner: st.tuples(
        st.sampled_from(("p", "div", "b", "section", "ul", "blockquote", "span")),
        st.sampled_from(("", ' id="a"', ' class="b c"', " hidden", ' title="&amp;&#39;&gt;"')),
        st.lists(inner, max_size=4).map("".join),
    ).map(lambda parts: f"<{parts[0]}{parts[1]}>{parts[2]}</{parts[0]}>"),
    max_leaves=12,
)


@given(body=WELL_FORMED)
@settings(max_examples=150, deadline=None)
def test_what_is_written_plainly_passes(body):
    assert passed(body) is not None


def test_drawings_may_be_written_short():
    body = '<svg viewBox="0 0 1 1"><g><path d="M0"/></g><use href="#i"/></svg>'

    tags = passed(body)
    assert tags is not None
    assert {one.name for one in tags} - DRAWN == {"html", "head", "title", "body"}


def test_the_depth_of_a_tag_is_that_of_its_end():
    found = list(read(PAGE.replace("{}", '<div class="prose"><p>x<br>y</p></div><p>z</p>')))
    divs = [one for one in found if isinstance(one, Tag) and one.name == "div"]
    ends = [one.depth for one in found if isinstance(one, End)]

    assert [one.depth for one in divs] == [2]
    assert ends == [2, 1, 3, 2, 2, 1, 0]


@pytest.mark.parametrize(
    "piece", ["<", '<a b="', "<!--", "<script>", "</x", "<p ", "<p>", "&#", "<p a='"]
)
def test_a_page_that_is_wrong_all_through_is_read_in_time(piece):
    start = process_time()
    for _ in read(PAGE.replace("{}", piece * 20_000)):
        pass

    assert process_time() - start < 10
