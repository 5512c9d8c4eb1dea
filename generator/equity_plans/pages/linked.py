"""Linked data: what a page is about, in the words of schema.org, for search engines.

Only where those words truly fit: pages and the way to them, agencies, their services, plans as
published works, and the data as a whole. A promise is none of schema.org's actions, which are
“performed”, “completed” or “failed”: our states say less and mean it, so they are not translated.

https://schema.org, written as JSON-LD 1.1
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from json.encoder import encode_basestring_ascii
from typing import Any, TypeAlias

from equity_plans import addresses as uris
from equity_plans.exports import EXPORTS, Group
from equity_plans.exports.cells import legible
from equity_plans.exports.export import DESCRIPTION, LICENSE_URL
from equity_plans.language import spoken
from equity_plans.model import Agency, Plan, Service
from equity_plans.pages.page import Crumb, Itself, Page, crumbs_in_place
from equity_plans.view import Setting, View
from equity_plans.when import Precision, When

Node: TypeAlias = dict[str, Any]

ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
"""Nothing in the data can end the element it stands in, or begin another."""

SITE = "#site"

_JSON = json.JSONEncoder(allow_nan=False, separators=(",", ":"))


def linked_data(page: Page, setting: Setting) -> str:
    """The JSON-LD of a page, in ASCII; empty where the site has no address."""
    if not setting.site.url:
        return ""
    told = f'{{"@context":"https://schema.org","@graph":[{",".join(_graph(page, setting))}]}}'
    for sign, code in ESCAPED.items():  # in JSON, they stand in texts alone
        if sign in told:
            told = told.replace(sign, code)
    return told


def _json(node: Node) -> str:
    """The node in ASCII."""
    return _JSON.encode(_clean(node))


_text = encode_basestring_ascii
"""A text of a node, likewise."""


def _clean(node: Node) -> Node:
    """The node without what nothing is known of, its texts as every reader can have them."""
    told = {
        name: legible(value) if isinstance(value, str) else value for name, value in node.items()
    }
    return {name: value for name, value in told.items() if value not in (None, "", {})}


def _graph(page: Page, setting: Setting) -> Iterator[str]:
    about, told = _about(page.uri, setting)
    yield _page(page, setting, about)
    if told:
        yield told
    if page.uri == uris.OVERVIEW:
        yield _json(
            {
                "@type": "WebSite",
                "@id": f"{setting.site.url}{SITE}",
                "url": setting.site.url,
                "name": setting.site.name,
                "description": DESCRIPTION,
            }
        )


def _page(page: Page, setting: Setting, about: str) -> str:
    """The node of a page that is about what has the id `about`, put together from finished JSON."""
    url = _text(_url(uris.placed(page.uri), setting))
    name, description = legible(page.title), legible(page.description)
    told = f'"@type":"WebPage","@id":{url},"url":{url}'
    if name:
        told += f',"name":{_text(name)}'
    if description:
        told += f',"description":{_text(description)}'
    told += f',"inLanguage":{_text(spoken().tag)},"isPartOf":{_named(f"{setting.site.url}{SITE}")}'
    if page.crumbs:
        told += f',"breadcrumb":{_crumbs(page, setting, url)}'
    if about:
        told += f',"about":{_named(about)}'
    return f"{{{told}}}"


@lru_cache(maxsize=1 << 4)  # the pages of a plan are about the same
def _named(thing: str) -> str:
    return f'{{"@id":{_text(thing)}}}'


def _crumbs(page: Page, setting: Setting, url: str) -> str:
    before = _before(Itself(crumbs_in_place(page)), setting.site.url)
    step = _step(len(page.crumbs) + 1, page.title, url)
    return f'{{"@type":"BreadcrumbList","itemListElement":[{before}{step}]}}'


@lru_cache(maxsize=1 << 4)  # likewise
def _before(crumbs: Itself[tuple[Crumb, ...]], site: str) -> str:
    """The steps to a page, with a comma after each."""
    return "".join(
        f"{_step(number, crumb.title, _text(f'{site}{uris.address(crumb.uri)}'))},"
        for number, crumb in enumerate(crumbs.value, start=1)
    )


def _step(number: int, name: str, url: str) -> str:
    return f'{{"@type":"ListItem","position":{number},"name":{_text(name)},"item":{url}}}'


def _about(page: str, setting: Setting) -> tuple[str, str]:
    """What a page is about, where schema.org has a word for it: its id, and its node as JSON."""
    if page in (uris.DATA, uris.DATA_TABLES, uris.DATA_API):
        return _told(_dataset(setting))
    if not isinstance(setting, View):
        return "", ""
    agencies, plans = setting.portfolio.agencies, setting.portfolio.plans
    match page.removesuffix(".md").split("/"):
        case ["agencies", agency, "index"] if agency in agencies:
            return _told(_agency(agencies[agency], setting))
        case ["agencies", agency, "services", service] if agency in agencies:
            known = {one.id: one for one in agencies[agency].services}
            return _told(_service(agencies[agency], known[service], setting))
        case ["plans", agency, plan, *_] if f"{agency}/{plan}" in plans:
            return _of_plan(f"{agency}/{plan}", setting)
    return "", ""


@lru_cache(maxsize=8)  # the pages of a plan are made one after the other
def _of_plan(key: str, view: View) -> tuple[str, str]:
    return _told(_plan(view.portfolio.plans[key], view))


def _told(node: Node) -> tuple[str, str]:
    return node["@id"], _json(node)


def _agency(agency: Agency, setting: Setting) -> Node:
    contact = agency.contact
    return {
        "@type": "GovernmentOrganization",
        "@id": _agency_id(agency.id, setting),
        "name": agency.name,
        "alternateName": agency.short_name,
        "url": agency.website or _url(uris.agency(agency.id), setting),
        "description": agency.summary,
        "parentOrganization": {"@id": _agency_id(agency.parent, setting)}
        if agency.parent
        else None,
        "contactPoint": _clean(
            {
                "@type": "ContactPoint",
                "contactType": contact.role,
                "email": contact.email,
                "telephone": contact.phone,
                "url": contact.page,
            }
        )
        if contact
        else None,
    }


def _service(agency: Agency, service: Service, setting: Setting) -> Node:
    url = _url(uris.service(agency.id, service), setting)
    return {
        "@type": "GovernmentService",
        "@id": f"{url}#service",
        "name": service.name,
        "description": service.summary,
        "url": url,
        "serviceOperator": {"@id": _agency_id(agency.id, setting)},
    }


def _plan(plan: Plan, setting: Setting) -> Node:
    url = _url(uris.plan(plan), setting)
    period = plan.period
    start, end = (_day(period.start, "first"), _day(period.end, "last")) if period else ("", "")
    return {
        "@type": "CreativeWork",
        "@id": f"{url}#plan",
        "name": plan.title,
        "url": url,
        "description": plan.summary,
        "author": {"@id": _agency_id(plan.agency, setting)},
        "datePublished": _published(plan.published),
        "temporalCoverage": f"{start or '..'}/{end or '..'}" if start or end else None,
        "isBasedOn": plan.source.url if plan.source else None,
        "license": LICENSE_URL,
    }


def _dataset(setting: Setting) -> Node:
    """The data as a whole, as search engines for data want it told."""
    return {
        "@type": "Dataset",
        "@id": f"{setting.site.url}{uris.address(uris.DATA)}#data",
        "name": setting.site.name,
        "description": DESCRIPTION,
        "url": f"{setting.site.url}{uris.address(uris.DATA)}",
        "license": LICENSE_URL,
        "isAccessibleForFree": True,
        "dateModified": setting.as_of.isoformat(),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": one.title,
                "description": one.description,
                "encodingFormat": one.media_type.partition(";")[0],
                "contentUrl": f"{setting.site.url}{one.uri}",
            }
            for one in EXPORTS
            if one.group in (Group.TABLES, Group.API) and not one.many
        ],
    }


def _url(uri: str, setting: Setting) -> str:
    return f"{setting.site.url}{uris.address(uri)}"


def _agency_id(agency: str, setting: Setting) -> str:
    """The same in every language: an agency is one thing on every page."""
    return f"{_url(uris.agency(agency), setting)}#agency"


def _published(when: When | None) -> str | None:
    exact = when is not None and when.precision in (
        *(Precision.DAY, Precision.MONTH, Precision.YEAR),
    )
    return when.text if when is not None and exact else None


def _day(when: When | None, which: str) -> str:
    day = getattr(when, which, None)
    return day.isoformat() if day else ""
