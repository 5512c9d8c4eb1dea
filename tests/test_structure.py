"""Plain Markdown gets the structure of a page: a header, sections, named tables, unique ids."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from markdown import Markdown

from equity_plans.publish.structure import Structure

EXTENSIONS = ("attr_list", "md_in_html", "tables", "toc")


def page(text: str, *, taken: tuple[str, ...] = ()) -> ET.Element:
    """The page that `text` becomes, read as XML, which it has to be."""
    markdown = Markdown(extensions=[*EXTENSIONS, Structure(taken=taken)])
    return parse(markdown.convert(text))


def parse(html: str) -> ET.Element:
    return ET.fromstring(f"<main>{html}</main>")  # noqa: S314 - our own text


def words(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_what_comes_before_the_first_h2_is_the_header_of_the_page():
    main = page("# Title\n\nLead.\n\n<p class='x'>More</p>\n\n## First\n\nText.\n")

    header, section = main
    assert (header.tag, header.get("class"), words(header)) == (
        "header",
        "hero",
        "Title Lead. More",
    )
    assert words(section) == "First Text."


def test_a_page_that_begins_with_an_h2_has_no_empty_header():
    assert [part.tag for part in page("## First\n\nText.\n")] == ["section"]


def test_each_h2_begins_a_section_that_it_names_and_gives_its_classes_to():
    first, second = page("## First { .wide .over }\n\nA.\n\n## Second\n\nB.\n")

    assert (first.get("class"), first.get("aria-labelledby"), words(first)) == (
        "wide over",
        "first",
        "First A.",
    )
    assert first.find("h2").attrib == {"id": "first"}
    assert second.attrib == {"aria-labelledby": "second"}


def test_an_h3_with_a_class_begins_a_section_inside_its_section():
    (section,) = page("## S\n\nA.\n\n### One {.card}\n\nB.\n\n### Two {.card}\n\nC.\n")

    assert [(part.tag, part.get("class"), words(part)) for part in section] == [
        ("h2", None, "S"),
        ("p", None, "A."),
        ("section", "sub card", "One B."),
        ("section", "sub card", "Two C."),
    ]


def test_an_h3_without_a_class_ends_the_inner_section_before_it():
    (section,) = page("## S\n\n### One {.card}\n\nA.\n\n### Plain\n\nB.\n")

    assert [part.tag for part in section] == ["h2", "section", "h3", "p"]


def test_inner_sections_are_no_landmarks():
    """A plan has dozens of actions; a list of landmarks that long leads nobody anywhere."""
    (section,) = page("## S\n\n### One {.card}\n\nA.\n")

    assert section.find("section").attrib == {"class": "sub card"}


def test_an_inner_section_ends_with_its_section():
    first, second = page("## S\n\n### One {.card}\n\nA.\n\n## T\n\nB.\n")

    assert [part.tag for part in second] == ["h2", "p"]
    assert words(first) == "S One A."


TABLE = "| A | B | |\n|---|--:|:-:|\n| 1 | 2 | x |\n| | 3 | y |\n"


def test_a_table_is_in_a_region_that_can_be_scrolled_and_has_a_name():
    region = page(f"## Money\n\n{TABLE}").find("section/div")

    assert (region.get("class"), region.get("role"), region.get("tabindex")) == (
        "scroll",
        "region",
        "0",
    )
    caption = region.find("table/caption")
    assert region.get("aria-labelledby") == caption.get("id")
    assert caption.text == "Money (table 1)"


def test_no_two_tables_have_the_same_name_and_none_has_that_of_its_section():
    main = page(f"## Same\n\n{TABLE}\nText.\n\n{TABLE}\n## Same\n\n{TABLE}")

    names = [caption.text for caption in main.iter("caption")]
    assert len(set(names)) == 3
    assert "Same" not in names


def test_the_name_of_a_table_is_the_text_of_its_heading_as_typed():
    main = page(f"## A &#60;b&#62; & *c* `d`\n\n{TABLE}")

    assert main.find(".//caption").text == "A <b> & c d (table 1)"


def test_a_table_deep_in_a_page_is_named_after_the_heading_above_it():
    main = page(f"## A\n\n### B\n\n> {TABLE.replace(chr(10), chr(10) + '> ')}\n")

    assert main.find(".//blockquote//caption").text == "B (table 1)"


def test_cells_that_head_a_column_or_a_row_say_so():
    table = page(f"## S\n\n{TABLE}").find(".//table")

    cells = [[(cell.tag, cell.get("scope")) for cell in row] for row in table.iter("tr")]
    assert cells == [
        [("th", "col"), ("th", "col"), ("td", None)],
        [("th", "row"), ("td", None), ("td", None)],
        [("td", None), ("td", None), ("td", None)],
    ]


def test_a_table_is_aligned_by_class_and_without_a_style_attribute():
    main = page(f"## S\n\n{TABLE}")

    assert [cell.text for cell in main.iter() if cell.get("class") == "num"] == ["B", "2", "3"]
    assert [part.tag for part in main.iter() if "style" in part.attrib] == []


@pytest.mark.parametrize(
    "text",
    [
        "## Main\n\nText.\n",
        "## Text { #main }\n",
        "## Twice { #same }\n\n## Twice { #same }\n",
        "## Raw\n\n<p id='raw'>x</p>\n",
        "## Raw { #raw }\n\n<p id='raw'>x</p>\n",
        f"## Table 1\n\n{TABLE}",
        "## Same\n\n## Same\n\n### Same {.card}\n",
        "## 日本\n\n## 語\n",
    ],
)
def test_every_id_on_a_page_is_there_once_and_none_is_one_of_the_theme(text):
    ids = [part.get("id") for part in page(text, taken=("main",)).iter() if part.get("id")]

    assert ids
    assert len(ids) == len(set(ids))
    assert "main" not in ids


def test_structure_adds_no_words_but_the_names_of_tables():
    text = f"# T\n\nLead.\n\n## S {{.wide}}\n\n- a\n- b\n\n{TABLE}\n### H {{.card}}\n\n> q\n"
    plain = parse(Markdown(extensions=EXTENSIONS).convert(text))

    assert words(page(text)).replace("S (table 1)", "").split() == words(plain).split()
