"""How to cite a plan or an action: in words, for BibTeX, and as CSL-JSON for reference managers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from equity_plans import addresses, words
from equity_plans.exports.beside import for_each
from equity_plans.exports.cells import on_one_line
from equity_plans.exports.export import (
    Export,
    File,
    Group,
    Named,
    Publication,
    json_bytes,
    only,
)
from equity_plans.model import Action, Plan
from equity_plans.progress import Placed
from equity_plans.when import Precision, When

WORDS = "cite.txt"
BIBTEX = "cite.bib"
CSL = "cite.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """What a citation says, before it has a format."""

    key: str
    page: str
    """Where it is on the site, as Markdown."""

    url: str
    author: str
    title: str
    within: str
    """The plan that an action is in; empty for a plan."""

    issued: When | None
    as_of: date


def citation(publication: Publication, plan: Plan, action: Action | None = None) -> Citation:
    """The citation of a plan, or of one action in it."""
    page = addresses.action(plan, action) if action else addresses.plan(plan)
    parts = (plan.agency, plan.id, *([action.id] if action else []))
    return Citation(
        key=":".join(parts),
        page=page,
        url=publication.page(page),
        author=on_one_line(publication.view.agency_of(plan).name),
        title=on_one_line(action.title if action else plan.title),
        within=on_one_line(plan.title) if action else "",
        issued=plan.published,
        as_of=publication.view.as_of,
    )


def in_words(one: Citation) -> str:
    """The citation in a sentence, with its address: for a footnote."""
    title = f"“{one.title}.” {one.within}." if one.within else f"{one.title}."
    issued = f" Published {words.when(one.issued)}." if one.issued else ""
    return f"{one.author}. {title}{issued} As of {words.day(one.as_of)}. {one.url}"


# BibTeX -------------------------------------------------------------------------------------------

_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # `\{` would still be counted as a brace
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "#$%&_"},
}
_SPECIAL = re.compile("[" + re.escape("".join(_LATEX)) + "]")


def latex(text: str) -> str:
    """The text as LaTeX prints it, with as many braces opened as closed."""
    return _SPECIAL.sub(lambda match: _LATEX[match[0]], text)


def bibtex(one: Citation) -> str:
    """The entry for a BibTeX file."""
    fields = {
        "author": f"{{{latex(one.author)}}}",  # else BibTeX takes it for a person's name
        "title": f"{{{latex(one.title)}}}",
        "howpublished": latex(one.within),
        "year": str(one.issued.last.year) if one.issued and one.issued.last else "",
        "url": one.url,
        "urldate": one.as_of.isoformat(),
        "note": latex(f"As of {words.day(one.as_of)}"),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{one.key},\n{lines}}}\n"


# CSL-JSON -----------------------------------------------------------------------------------------


def csl(one: Citation) -> dict[str, Any]:
    """The entry for a reference manager."""
    entry: dict[str, Any] = {
        "id": one.key,
        "type": "webpage" if one.within else "report",
        "author": [{"literal": one.author}],
        "title": one.title,
        "URL": one.url,
        "accessed": _csl_date(one.as_of),
        "language": "en",
    }
    if one.within:
        entry["container-title"] = one.within
    if one.issued is not None and one.issued.last is not None:
        parts = {Precision.DAY: 3, Precision.MONTH: 2}.get(one.issued.precision, 1)
        entry["issued"] = _csl_date(one.issued.last, parts=parts)
    return entry


def _csl_date(day: date, *, parts: int = 3) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day][:parts]]}


def beside(publication: Publication, plan: Plan, placed: Placed | None) -> Named:
    """The citations of a plan, or of an action in it, with the name of each format."""
    one = citation(publication, plan, placed.action if placed else None)
    folder = addresses.address(one.page)
    for name, content in (
        (WORDS, f"{in_words(one)}\n".encode()),
        (BIBTEX, bibtex(one).encode()),
        (CSL, json_bytes([csl(one)], indent=None)),
    ):
        yield name, File(uri=f"{folder}{name}", content=content)


EXPORTS = (
    Export(
        uri=f"{{page}}/{WORDS}",
        media_type="text/plain; charset=utf-8",
        title="Citation in words",
        description="One line to paste into a footnote, beside the page of each plan and action.",
        group=Group.CITE,
        of_agency=only(WORDS, of=for_each(beside)),
    ),
    Export(
        uri=f"{{page}}/{BIBTEX}",
        media_type="application/x-bibtex",
        title="Citation for BibTeX",
        description="Beside the page of each plan and action.",
        group=Group.CITE,
        of_agency=only(BIBTEX, of=for_each(beside)),
    ),
    Export(
        uri=f"{{page}}/{CSL}",
        media_type="application/vnd.citationstyles.csl+json",
        title="Citation for reference managers",
        description="CSL-JSON beside the page of each plan and action.",
        group=Group.CITE,
        of_agency=only(CSL, of=for_each(beside)),
    ),
)
