"""What is wrong on a finished page is told by the file, field and line of the plan it is from."""

from __future__ import annotations

import pytest

from equity_plans.publish.origin import origin
from equity_plans.sources import parse

PLAN = """\
kind: equity
title: Fair <img src="x" onerror="alert(1)"> for all
goals:
  - id: forms
    title: Forms & more
    summary: |
      See [here](javascript:alert(1)) and ![seen](https://evil.example/a.png).
    actions:
      - id: translate
        title: Translate **every** form, and say so in five languages
"""
OTHER = "title: Fair <img src='x' onerror='alert(1)'> for all\nname: translate\n"
FILE = "plans/example/equity-2024/plan.yaml"

DOCUMENTS = {
    file: parse(text.encode(), file=file)
    for file, text in {
        "plans/authorities.yaml": "authorities: [{name: Fair <img for all}]\n",
        "plans/other/equity-2024/plan.yaml": OTHER,
        FILE: PLAN,
    }.items()
}


def found(*near: str, page: str = "plans/example/equity-2024/index.html") -> str | None:
    return origin(near, page=page, documents=DOCUMENTS)


@pytest.mark.parametrize(
    ("near", "where"),
    {
        '<img src="x" onerror="alert(1)">': f"{FILE}:2:8: title",
        "<IMG  SRC=&quot;x&quot;": f"{FILE}:2:8: title",
        "javascript:alert(1)": f"{FILE}:6:14: summary of goal “Forms & more” (forms)",
        "https://evil.example/a.png": f"{FILE}:6:14: summary of goal “Forms & more” (forms)",
        "translate": (
            f"{FILE}:9:13: id of action “Translate **every** form, and say so in five languages”"
            " (translate)"
        ),
        "<p>Translate <strong>every</strong> form, and <b": (
            f"{FILE}:10:16: title of action “Translate **every** form, and say so in five"
            " languages” (translate)"
        ),
    }.items(),
)
def test_a_text_is_found_however_it_was_changed_on_its_way(near, where):
    assert found(near) == where


def test_the_plan_that_a_page_belongs_to_comes_first():
    near = "Fair <img"

    assert found(near) == f"{FILE}:2:8: title"
    assert found(near, page="plans/other/equity-2024/actions/x/index.html") == (
        "plans/other/equity-2024/plan.yaml:1:8: title"
    )
    assert found(near, page="authorities/index.html") == (
        "plans/authorities.yaml:1:22: name of authority “Fair <img for all”"
    )


@pytest.mark.parametrize(
    "near", ["", "<p>", "<b", "main", "form", '<script src="x.js">', "no such words"]
)
def test_nobody_is_blamed_for_what_no_plan_says(near):
    assert found(near) is None
    assert found() is None
