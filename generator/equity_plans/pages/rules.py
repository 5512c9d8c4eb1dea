"""A page for each rule of the checker, written from the rule itself and its examples."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from equity_plans import addresses as uris
from equity_plans.check import RULES
from equity_plans.check.examples import Example, ExampleFile, examples_of
from equity_plans.check.registry import Rule
from equity_plans.findings import Severity
from equity_plans.pages.boards import HOME
from equity_plans.pages.encode import code
from equity_plans.pages.fields import CONTRIBUTE
from equity_plans.pages.page import Crumb, Draft, Page, always
from equity_plans.pages.render import render
from equity_plans.view import Setting

INDEX = Crumb(title="Every rule, explained", uri=uris.RULES)

BLOCKS = {
    "EP0": "The file itself",
    "EP1": "The shape of a file",
    "EP2": "What a file says",
    "EP3": "What a change does",
    "EP4": "Who may change what",
    "EP5": "Links and evidence",
    "EP9": "Advice",
}
"""What the rules of each block of ids are about."""

WEIGHTS = {
    Severity.ERROR: "An error: the plan cannot be published until it is mended.",
    Severity.WARNING: "A warning: the plan can be published, but look at this first.",
    Severity.NOTICE: "A notice: advice. It never stops a plan.",
}


def pages(setting: Setting) -> Iterator[Draft]:
    """The list of rules and the page of each."""
    yield Draft(uri=uris.RULES, make=partial(_index, setting), stamp=always)
    for rule in RULES.values():
        yield Draft(uri=uris.rule(rule.id), make=partial(_rule, rule, setting), stamp=always)


def _index(setting: Setting) -> Page:
    return Page(
        uri=uris.RULES,
        title=INDEX.title,
        kind="rules",
        description="Every rule that plans and reports are checked by, and how to mend each.",
        crumbs=(HOME, CONTRIBUTE),
        body=render(
            "rules.md.j2",
            setting,
            uri=uris.RULES,
            blocks=[
                {"title": title, "rules": rules}
                for start, title in BLOCKS.items()
                if (rules := [rule for rule in RULES.values() if rule.id.startswith(start)])
            ],
        ),
    )


def _rule(rule: Rule, setting: Setting) -> Page:
    uri = uris.rule(rule.id)
    return Page(
        uri=uri,
        title=f"{rule.id}: {rule.summary.rstrip('.')}",
        kind="rule",
        description=rule.summary,
        crumbs=(HOME, CONTRIBUTE, INDEX),
        body=render(
            "rule.md.j2",
            setting,
            uri=uri,
            rule=rule,
            summary=rule.summary.rstrip("."),
            severity=WEIGHTS[rule.severity],
            examples=[
                _shown(one, rule, number)
                for number, one in enumerate(examples_of(rule.id), start=1)
            ],
        ),
    )


def _shown(example: Example, rule: Rule, number: int) -> dict[str, Any]:
    """One example: its files, with the lines marked that the rule finds fault with.

    Where the rule is about a change, what was published before stands first.
    """
    before = example.before or ()
    published = {one.file: one.text for one in before}
    proposed = {one.file for one in example.files}
    new = [one for one in example.files if published.get(one.file) != one.text]
    files = [
        *(_file(one, rule, f"{one.file}, as published") for one in before),
        *(_file(one, rule, f"{one.file}{', as proposed' if before else ''}") for one in new),
    ]
    gone = [one.file for one in before if one.file not in proposed]
    return {
        "title": f"Example {number}: {'like this' if example.good else 'not like this'}",
        "files": files,
        "gone": gone,
    }


def _file(one: ExampleFile, rule: Rule, name: str) -> dict[str, Any]:
    marked = frozenset(line for line, id_ in one.marks if id_ == rule.id)
    return {"name": name, "code": code(one.text, marked=marked)}
