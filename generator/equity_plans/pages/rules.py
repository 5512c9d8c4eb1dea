"""A page for each rule of the checker, written from the rule itself and its examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from equity_plans import addresses as uris
from equity_plans.check import RULES
from equity_plans.check.registry import Rule
from equity_plans.findings import Severity
from equity_plans.pages.agencies import HOME
from equity_plans.pages.encode import code
from equity_plans.pages.fields import CONTRIBUTE
from equity_plans.pages.page import Crumb, Page
from equity_plans.pages.render import render
from equity_plans.view import View

INDEX = Crumb(title="What the checker's answers mean", uri=uris.RULES)

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


def pages(view: View) -> Iterator[Page]:
    """The list of rules and the page of each."""
    yield Page(
        uri=uris.RULES,
        title=INDEX.title,
        kind="rules",
        description="Every rule that plans and reports are checked by, and how to mend each.",
        crumbs=(HOME, CONTRIBUTE),
        body=render(
            "rules.md.j2",
            view,
            uri=uris.RULES,
            blocks=[
                {"title": title, "rules": rules}
                for start, title in BLOCKS.items()
                if (rules := [rule for rule in RULES.values() if rule.id.startswith(start)])
            ],
        ),
    )
    for rule in RULES.values():
        uri = uris.rule(rule.id)
        yield Page(
            uri=uri,
            title=f"{rule.id}: {rule.summary.rstrip('.')}",
            kind="rule",
            description=rule.summary,
            crumbs=(HOME, CONTRIBUTE, INDEX),
            body=render(
                "rule.md.j2",
                view,
                uri=uri,
                rule=rule,
                summary=rule.summary.rstrip("."),
                severity=WEIGHTS[rule.severity],
                examples=list(_examples(rule)),
            ),
        )


def _examples(rule: Rule) -> Iterator[dict[str, Any]]:
    """The files that show the rule broken, with the marked lines, and kept."""
    folder = files("equity_plans.check") / "examples" / rule.id
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        bad = entry.name.startswith("bad")
        found = [
            {"name": name, "code": code(_unmarked(text), marked=_marked(text, rule.id))}
            for name, text in _texts(entry)
        ]
        yield {"title": "Not like this" if bad else "Like this", "files": found}


def _texts(entry: Traversable, name: str = "") -> Iterator[tuple[str, str]]:
    """Each file of an example with its text; a file that is broken as text is left out."""
    if entry.is_file():
        try:
            yield name or "plan.yaml", entry.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            return
    else:
        for child in sorted(entry.iterdir(), key=lambda one: one.name):
            yield from _texts(child, f"{name}/{child.name}".lstrip("/"))


def _marked(text: str, rule_id: str) -> frozenset[int]:
    """The lines, from 1, that carry the rule's mark."""
    lines = text.splitlines()
    return frozenset(number for number, line in enumerate(lines, 1) if f"# {rule_id}" in line)


def _unmarked(text: str) -> str:
    return re.sub(r"[ \t]*# EP[0-9]{3}[^\n]*", "", text)
