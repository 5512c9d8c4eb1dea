"""Linked data: what a page is about, in the words of schema.org, for search engines.

Only where those words truly fit: pages and the way to them, agencies, their services, plans as
published works, and the data as a whole. A promise is none of schema.org's actions, which are
“performed”, “completed” or “failed”: our states say less and mean it, so they are not translated.

https://schema.org, written as JSON-LD 1.1
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TypeAlias

from equity_plans import addresses as uris
from equity_plans.exports import EXPORTS, Group
from equity_plans.exports.export import DESCRIPTION, LICENSE_URL
from equity_plans.exports.table import legible
from equity_plans.language import folder, spoken
from equity_plans.model import Agency, Plan, Service
from equity_plans.pages.page import Page
from equity_plans.view import View
from equity_plans.when import Precision, When

Node: TypeAlias = dict[str, Any]

ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
"""Nothing in the data can end the element it stands in, or begin another."""

SITE = "#site"

_JSON = json.JSONEncoder(allow_nan=False, separators=(",", ":"))


def linked_data(page: Page, view: View) -> str:
    """The JSON-LD of a page that is in its place, in ASCII; empty where the site has no address."""
    if not view.site.url:
        return ""
    content = {
        "@context": "https://schema.org",
        "@graph": [_clean(one) for one in _graph(page, view)],
    }
    text = _JSON.encode(content)
    for sign, code in ESCAPED.items():
        text = text.replace(sign, code)
    return text


def _clean(node: Node) -> Node:
    """The node without what nothing is known of, its texts as every reader can have them."""
    told = {
        name: legible(value) if isinstance(value, str) else value for name, value in node.items()
    }
    return {name: value for name, value in told.items() if value not in (None, "", {})}


def _graph(page: Page, view: View) -> Iterator[Node]:
    url = _url(page.uri, view)
    about = _about(page.uri, view)
    yield {
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "name": page.title,
        "description": page.description,
        "inLanguage": spoken().tag,
        "isPartOf": {"@id": f"{view.site.url}{SITE}"},
        "breadcrumb": _crumbs(page, view),
        "about": {"@id": about["@id"]} if about else None,
    }
    if about:
        yield about
    if page.uri.removeprefix(folder()) == uris.OVERVIEW:
        yield {
            "@type": "WebSite",
            "@id": f"{view.site.url}{SITE}",
            "url": view.site.url,
            "name": view.site.name,
            "description": DESCRIPTION,
        }


def _crumbs(page: Page, view: View) -> Node | None:
    if not page.crumbs:
        return None
    steps = [(crumb.title, _url(crumb.uri, view)) for crumb in page.crumbs]
    steps.append((page.title, _url(page.uri, view)))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": url}
            for number, (name, url) in enumerate(steps, start=1)
        ],
    }


def _about(page: str, view: View) -> Node | None:
    """What a page is about, where schema.org has a word for it."""
    portfolio = view.portfolio
    match page.removeprefix(folder()).removesuffix(".md").split("/"):
        case ["agencies", agency, "index"] if agency in portfolio.agencies:
            return _clean(_agency(portfolio.agencies[agency], view))
        case ["agencies", agency, "services", service] if agency in portfolio.agencies:
            known = {one.id: one for one in portfolio.agencies[agency].services}
            return _clean(_service(portfolio.agencies[agency], known[service], view))
        case ["plans", agency, plan, *_] if f"{agency}/{plan}" in portfolio.plans:
            return _clean(_plan(portfolio.plans[f"{agency}/{plan}"], view))
        case _ if page in (uris.DATA, uris.DATA_TABLES, uris.DATA_API):
            return _dataset(view)
    return None


def _agency(agency: Agency, view: View) -> Node:
    contact = agency.contact
    return {
        "@type": "GovernmentOrganization",
        "@id": _agency_id(agency.id, view),
        "name": agency.name,
        "alternateName": agency.short_name,
        "url": agency.website or _url(uris.agency(agency.id), view),
        "description": agency.summary,
        "parentOrganization": {"@id": _agency_id(agency.parent, view)} if agency.parent else None,
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


def _service(agency: Agency, service: Service, view: View) -> Node:
    url = _url(uris.service(agency.id, service), view)
    return {
        "@type": "GovernmentService",
        "@id": f"{url}#service",
        "name": service.name,
        "description": service.summary,
        "url": url,
        "serviceOperator": {"@id": _agency_id(agency.id, view)},
    }


def _plan(plan: Plan, view: View) -> Node:
    url = _url(uris.plan(plan), view)
    period = plan.period
    start, end = (_day(period.start, "first"), _day(period.end, "last")) if period else ("", "")
    return {
        "@type": "CreativeWork",
        "@id": f"{url}#plan",
        "name": plan.title,
        "url": url,
        "description": plan.summary,
        "author": {"@id": _agency_id(plan.agency, view)},
        "datePublished": _published(plan.published),
        "temporalCoverage": f"{start or '..'}/{end or '..'}" if start or end else None,
        "isBasedOn": plan.source.url if plan.source else None,
        "license": LICENSE_URL,
    }


def _dataset(view: View) -> Node:
    """The data as a whole, as search engines for data want it told."""
    return {
        "@type": "Dataset",
        "@id": f"{view.site.url}{uris.address(uris.DATA)}#data",
        "name": view.site.name,
        "description": DESCRIPTION,
        "url": f"{view.site.url}{uris.address(uris.DATA)}",
        "license": LICENSE_URL,
        "isAccessibleForFree": True,
        "dateModified": view.as_of.isoformat(),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": one.title,
                "description": one.description,
                "encodingFormat": one.media_type.partition(";")[0],
                "contentUrl": f"{view.site.url}{one.uri}",
            }
            for one in EXPORTS
            if one.group in (Group.TABLES, Group.API) and not one.many
        ],
    }


def _url(uri: str, view: View) -> str:
    return f"{view.site.url}{uris.address(uri)}"


def _agency_id(agency: str, view: View) -> str:
    """The same in every language: an agency is one thing on every page."""
    return f"{_url(uris.agency(agency), view)}#agency"


def _published(when: When | None) -> str | None:
    exact = when is not None and when.precision in (
        *(Precision.DAY, Precision.MONTH, Precision.YEAR),
    )
    return when.text if when is not None and exact else None


def _day(when: When | None, which: str) -> str:
    day = getattr(when, which, None)
    return day.isoformat() if day else ""
