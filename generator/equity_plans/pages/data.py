"""The pages about the data: what can be taken away, what each column holds, how the API works."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup

from equity_plans import addresses as uris
from equity_plans import words
from equity_plans.exports import EXPORTS, Export, Group, Publication, publication
from equity_plans.exports.api import MOST
from equity_plans.exports.calendars import MOST as DATES
from equity_plans.exports.export import LICENSE_NAME, LICENSE_URL
from equity_plans.exports.feeds import MOST as CHANGES
from equity_plans.exports.openapi import openapi_document
from equity_plans.exports.table import Column
from equity_plans.pages.boards import HOME
from equity_plans.pages.country import Country
from equity_plans.pages.encode import finished, markup, plain
from equity_plans.pages.page import NOTHING, Crumb, Draft, Page, always
from equity_plans.pages.render import render

DATA = Crumb(title="Get the data", uri=uris.DATA)

LEADS = {
    Group.TABLES: "For a spreadsheet, a database or statistics. All hold the same rows.",
    Group.FOLLOW: "Put the address of a feed into a feed reader, or that of a calendar into a "
    "calendar, and be told when something changes.",
    Group.CITE: "To point at one promise for good.",
    Group.API: "Static files in JSON. There is no key and no limit.",
}
"""The sections of the page, in their order, with what each is for."""

HOW = {
    Group.TABLES: "In the tables of actions, “draft” tells the actions of drafts, which no page "
    "counts: leave them out, and totals are those of the pages.",
    Group.API: f"Lists are cut into files of {MOST:,} records; “next” in each is the address of "
    "the following one, and empty in the last. The file of one plan, goal or action is always "
    "whole. Every page leads to its own file.",
    Group.FOLLOW: f"A feed holds the newest {CHANGES} changes, the calendar of all plans the "
    f"{DATES:,} dates that are nearest; the table of changes and the calendars of agencies and "
    "plans have every one.",
    Group.CITE: "A card is the only page of this site that may stand inside another one, and it "
    "needs no script. To put it into a page of yours:",
}
"""What else is to be known of each."""

EMBEDDED = (
    '<iframe src="{site}plans/AGENCY/PLAN/actions/ACTION/card.html" title="Status of a promise" '
    'width="100%" height="240" loading="lazy"></iframe>'
)

MOST_LISTED = 200
"""So many agencies and plans are listed here; of more, each page names its own files."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One field of an answer of the API, as the page shows it."""

    name: str
    description: str
    record: str
    """The table whose rows it holds; empty when it holds a plain value."""


def pages(country: Country) -> Iterator[Draft]:
    """The page with every download, the page of every column, and the page of the API."""
    # All three show what the tables are, which are put together when the first is made.
    published = cache(lambda: publication(country.bare, site_url=""))
    yield Draft(uri=uris.DATA, make=lambda: _data(country, published()))
    yield Draft(uri=uris.DATA_TABLES, make=lambda: _tables(published()), stamp=always)
    yield Draft(uri=uris.DATA_API, make=lambda: _api(published()), stamp=always)


def _data(country: Country, published: Publication) -> Page:
    groups = [
        {
            "title": str(group),
            "lead": lead,
            "how": HOW[group],
            "code": EMBEDDED.format(site=country.site.url) if group == Group.CITE else "",
            "exports": [one for one in EXPORTS if one.group == group],
        }
        for group, lead in LEADS.items()
    ]
    many: Counter[str] = Counter()
    for one in country.summaries:
        many.update(one.rows)
    listed = many["agencies"] + many["plans"] <= MOST_LISTED
    return Page(
        uri=uris.DATA,
        title=DATA.title,
        kind="data",
        description="Everything on this site as spreadsheets, a database, feeds, calendars and "
        "JSON.",
        crumbs=(HOME,),
        body=render(
            "data.md.j2",
            country,
            uri=uris.DATA,
            groups=[one for one in groups if one["exports"]],
            day=words.day(country.as_of),
            licence=markup("[{}]({})", plain(LICENSE_NAME), LICENSE_URL),
            tables=[(one, one.count + many[one.name]) for one in published.tables.values()],
            place=_place,
            files=finished("".join(one.files for one in country.summaries)) if listed else NOTHING,
            listed=listed,
        ),
    )


def _place(export: Export) -> Markup:
    """The file of an export, or how the files of it are named, as code."""
    return markup("<code>{}</code>", plain(export.uri))


def _tables(published: Publication) -> Page:
    return Page(
        uri=uris.DATA_TABLES,
        title="What every column holds",
        kind="data",
        description="The tables of the data, column by column.",
        crumbs=(HOME, DATA),
        body=render(
            "data_tables.md.j2",
            published.view,
            uri=uris.DATA_TABLES,
            tables=published.tables.values(),
            kind=_kind,
        ),
    )


def _kind(column: Column) -> str:
    """What the values of a column are, in words."""
    told = {
        "string": "Text",
        "integer": "Whole number",
        "number": "Number",
        "boolean": "Yes or no",
        "date": "Day",
        "array": "List",
    }[column.type]
    return f"{told}, always there" if column.required else told


def _api(published: Publication) -> Page:
    document = openapi_document(published)
    return Page(
        uri=uris.DATA_API,
        title="The data for programs",
        kind="data",
        description="Every path of the API and what it answers.",
        crumbs=(HOME, DATA),
        body=render(
            "data_api.md.j2",
            published.view,
            uri=uris.DATA_API,
            info=document["info"],
            paths=[
                {
                    "path": path,
                    "title": told["get"]["summary"],
                    "file": "" if "{" in path else uris.API + path.lstrip("/"),
                    "fields": tuple(_fields(told["get"], document, published)),
                }
                for path, told in document["paths"].items()
            ],
        ),
    )


def _fields(
    told: Mapping[str, Any], document: Mapping[str, Any], published: Publication
) -> Iterator[Field]:
    """The fields of the answer of one path."""
    content = told["responses"]["200"]["content"]["application/json"]
    name = content["schema"]["$ref"].rpartition("/")[2]
    tables = {table.one: table for table in published.tables.values()}
    for field, shape in document["components"]["schemas"][name]["properties"].items():
        ref = shape.get("items", shape).get("$ref", "").rpartition("/")[2]
        table = tables.get(ref)
        description = shape.get("description") or (table.description if table else "")
        yield Field(name=field, description=description, record=table.name if table else "")
