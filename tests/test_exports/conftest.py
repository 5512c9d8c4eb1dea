"""Publications to write exports from: the real plans, and one with hostile text everywhere."""

from __future__ import annotations

import types
import typing
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from equity_plans import model
from equity_plans.exports import EXPORTS, publication
from equity_plans.language import Text
from equity_plans.language import written as in_language
from equity_plans.project import Project, open_project
from equity_plans.schema import load_schemas
from equity_plans.view import view
from equity_plans.when import When, parse_when

SITE = "https://plans.example.org/record/"
DAY = date(2025, 3, 1)
DAYS = {"plans": DAY, "demo": date(2026, 11, 22)}

PLAIN = "nothing hostile"
HOSTILE = {
    PLAIN: "A plain promise",
    "quotes, commas and lines": 'a,"b";\r\nc\n\nd|e',
    "script": "<script>alert(1)</script>",
    "attribute": "\"><img src=x onerror=alert(1)>'",
    "end of CDATA": "]]><!--&amp;&lt;&#0;",
    "control characters": "a\x00b\x0bc\x1bd\x7fe\x85f",
    "not characters": "a\ufffeb\uffffc",
    "half a character": "a\ud800b",
    "line separators": "a\u2028b\u2029c",
    "right to left": "a\u202eb\u2066c",
    "calendar": "x\r\nATTENDEE:mailto:evil@example.org\r\nBEGIN:VALARM;,\\n\\N",
    "BibTeX": "x},\n@misc{evil,title={\\input{/etc/passwd}%$#_&~^\\",
    "prototype": "__proto__",
    "SQL": "x'); DROP TABLE actions; --",
    "template": "{{ 7*7 }}{% raw %}${7*7}",
    "long": "x" * 33_000,
    "other scripts": "Ẑ̑ͯa 田中さん العربية 👩‍👩‍👧‍👦 ﷽",
    "empty": "",
}
"""What an author could write where free text is asked for."""

FORMULAS = {
    "formula": "=1+1",
    "formula that runs a program": "=cmd|' /C calc'!A0",
    "formula by plus": "+1+1",
    "formula by minus": "-1+1",
    "formula by at": "@SUM(1,1)",
    "formula after a tab": "\t=1+1",
    "formula after a return": "\r=1+1",
    "formula after a line feed": "\n=1+1",
    "formula after a space": " =1+1",
    "formula after a quote": '"=1+1',
    "formula in full width": "＝1+1",
    "formula by full-width minus": "－1",
    "apostrophe and formula": "'=1+1",
    "apostrophe": "'",
    "number": "-5",
}
"""What a spreadsheet could take for a formula, or for our mark that it is none."""


@pytest.fixture(scope="session", params=["plans", "demo"])
def real(request, root):
    """The project's own plans on a day, and the made-up ones of the demo."""
    place = root / "demo" if request.param == "demo" else root
    project = open_project(place, schema=root / "schema")
    return publication(view(project, as_of=DAYS[request.param]), site_url=SITE)


@pytest.fixture(scope="session")
def schemas(root):
    return load_schemas(root / "schema")


@pytest.fixture(scope="session", params=list(HOSTILE))
def hostile(request, schemas):
    """A publication of a project whose every text is hostile."""
    return publication(view(project(HOSTILE[request.param], schemas), as_of=DAY), site_url=SITE)


@pytest.fixture(scope="session", params=list(FORMULAS))
def formula(request, schemas):
    """A publication of a project whose every text looks like a formula."""
    return publication(view(project(FORMULAS[request.param], schemas), as_of=DAY), site_url=SITE)


@pytest.fixture(scope="session")
def text(hostile):
    """The text that stands everywhere in the hostile publication."""
    return hostile.view.portfolio.agencies["a"].name


@pytest.fixture(scope="session")
def written():
    """Writes the files of a publication that some exports give, by their place."""

    def write(publication, start=""):
        return {
            file.uri: file.content
            for export in EXPORTS
            if export.uri.startswith(start)
            for file in export.write(publication)
        }

    return write


# A project with everything in it ------------------------------------------------------------------

WORDS = {
    (model.Agency, "government"): "federal",
    (model.Plan, "kind"): "equity",
    (model.Plan, "state"): "active",
    (model.Measure, "kind"): "burden",
    (model.Measure, "mark"): "outcome",
    (model.Measure, "horizon"): "near-term",
    (model.Measure, "better"): "lower",
    (model.Measure, "counting"): "level",
    (model.Engagement, "kind"): "survey",
    (model.Engagement, "stage"): "draft",
    (model.Observation, "quality"): "low",
    (model.ActionReport, "status"): "in-progress",
    (model.Reporting, "every"): "year",
}
LISTS = {
    "channels": ("phone", "fax"),
    "asks_for": ("equity", "workforce"),
    "topics": ("language", "benefits"),
    "people": ("rural", "women"),
    "objectives": ("civil-rights",),
}
"""Fields whose values are fixed words."""

TIMES = {"due": "2024-Q2", "start": "FY2024", "until": "2030", "end": "2029", "from_": "2024-03"}


def project(text, schemas):
    """A project in which every field of every thing is filled; every free text is `text`."""

    def fill(cls, **known):
        hints = typing.get_type_hints(cls)
        values = {one.name: value(cls, one.name, hints[one.name]) for one in fields(cls)}
        return cls(**{**values, **known})

    def value(cls, name, hint):
        options = [one for one in typing.get_args(hint) if one is not type(None)]
        if isinstance(hint, types.UnionType):
            hint = str if hint == model.Scalar | None else options[0]
        if (cls, name) in WORDS:
            return WORDS[cls, name]
        if name in LISTS:
            return LISTS[name]
        if typing.get_origin(hint) is tuple:
            (inner,) = (one for one in typing.get_args(hint) if one is not Ellipsis)
            return (text, text) if inner in (str, Text) else (fill(inner),)
        if hint is Text:
            return in_language(text, "en")
        if hint in (str, model.Scalar):
            return text
        if hint is When:
            return parse_when(TIMES.get(name, "2024-02"))
        if hint is date:
            return date(2024, 5, 6)
        if hint in (int, float, bool):
            return {int: 10, float: 2.5, bool: True}[hint]
        return fill(hint)

    later = date(2025, 2, 1)
    action = fill(
        model.Action,
        id="b",
        services=("s",),
        withdrawn=None,
        milestones=(fill(model.Milestone, id="m"),),
    )
    gone = replace(action, id="c", withdrawn=fill(model.Withdrawn), milestones=())
    # `first` is the first date that the plan gave; the file has the newest.
    moved = tuple(
        fill(model.Amendment, date=later, what=f"{thing}.due", from_="2024-01", to="2024-Q2")
        for thing in ("b", "m")
    )
    goal = fill(
        model.Goal,
        id="g",
        services=("s",),
        actions=(action, gone),
        measures=(
            fill(model.Measure, id="f", actions=("b",), baseline=fill(model.Quantity, value=4.0)),
        ),
    )
    report = fill(
        model.Report,
        file="plans/a/p/reports/2024-05-06.yaml",
        actions=(
            fill(
                model.ActionReport,
                action="b",
                milestones=(fill(model.MilestoneDone, milestone="m"),),
            ),
        ),
        measures=(
            fill(
                model.MeasureReport,
                measure="f",
                observations=(
                    fill(model.Observation, group=None, value=-5.0),
                    fill(model.Observation, value=None),
                ),
            ),
        ),
        corrections=(fill(model.Correction, what="f.2024-02"),),
    )
    plan = fill(
        model.Plan,
        id="p",
        agency="a",
        file="plans/a/p/plan.yaml",
        goals=(goal,),
        authorities=("law",),
        continues="a/q",
        ended=None,
        superseded=None,
        related=(fill(model.RelatedPlan, plan="a/q"),),
        amendments=(*moved, fill(model.Amendment, what="b.title")),
        reports=(report, replace(report, date=later, file=f"plans/a/p/reports/{later}.yaml")),
    )
    over = replace(
        plan,
        id="q",
        file="plans/a/q/plan.yaml",
        state="superseded",
        superseded=model.Superseded(date=later, by="a/p"),
        ended=fill(model.PlanEnded, date=later, by="law"),
        reports=(),
    )
    agency = fill(
        model.Agency,
        id="a",
        file="plans/a/agency.yaml",
        parent=None,
        services=(fill(model.Service, id="s"),),
    )
    law = fill(model.Authority, id="law", ended=fill(model.AuthorityEnded, by="law"))
    portfolio = model.Portfolio(
        agencies={"a": agency, "b": replace(agency, id="b", parent="a")},
        authorities={"law": law},
        plans={"a/p": plan, "a/q": over},
    )
    return Project(root=Path(), schemas=schemas, portfolio=portfolio, findings=(), documents={})
