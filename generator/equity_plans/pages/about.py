"""The record at the end of every page: its address and age, who answers for it, how to cite it.

It is made in this one place, from what a page knows of itself (`Record`) and from where the site
is published (`Site`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import quote, quote_plus

from markupsafe import Markup

from equity_plans import addresses as uris
from equity_plans import words
from equity_plans.language import _, joined, later, ngettext, places, spoken, translated
from equity_plans.model import Agency, Plan
from equity_plans.pages.encode import (
    NOWHERE,
    address,
    finished,
    in_target,
    marked,
    markup,
    plain,
)
from equity_plans.pages.forms import Forms
from equity_plans.pages.glossary import words_on
from equity_plans.pages.inline import time
from equity_plans.pages.page import NOTHING, Page, Record, links_from
from equity_plans.pages.phrases import contact_words
from equity_plans.progress import Contract
from equity_plans.view import Setting, Site, View

GUIDE = "contribute/report-an-error.md"

Encode: TypeAlias = Callable[..., str]
"""`quote` or `quote_plus`."""


def record_of_plan(plan: Plan, view: View, *, title: str = "") -> Record:
    """What the page of a plan, or of something in it called `title`, knows of itself."""
    return replace(of_plan(plan.key, view, spoken().tag), cite=cited_as(plan, view, title=title))


def cited_as(plan: Plan, view: View, *, title: str) -> str:
    """How to cite a plan, or something in it called `title`."""
    author = view.agency_of(plan).name
    return _cited(author, title or plan.title, plan.title if title else "")


@lru_cache(maxsize=8)  # the pages of a plan are made one after the other
def of_plan(key: str, view: View, _tag: str) -> Record:
    """What every page of a plan knows of itself, in the language spoken, which is `_tag`."""
    plan = view.portfolio.plans[key]
    kept = view.contract(plan)
    return Record(
        last=time(kept.last) if kept.last else plain(_("No report is on this site")),
        next_due=_next_due(plan, view),
        responsible=_responsible(plan),
        contact=contact_words(view.agency_of(plan)),
    )


def record_of_agency(agency: Agency, view: View, *, title: str = "") -> Record:
    """What the page of an agency, or of a service of it called `title`, knows of itself."""
    plans = view.portfolio.plans_of(agency.id)
    return replace(
        record_of_contracts(view.contract(plan) for plan in plans),
        contact=contact_words(agency),
        cite=_cited(agency.name, title or _("Plans and what came of them"), ""),
    )


def record_of_contracts(contracts: Iterable[Contract]) -> Record:
    """What a page about many plans knows of itself, from how each of these is reported on."""
    kept = tuple(contracts)
    last = max((one.last for one in kept if one.last is not None), default=None)
    owed = [one.next_due for one in kept if one.next_due is not None and not one.days_late]
    late = sum(1 for one in kept if one.days_late)
    next_due = time(min(owed)) if owed else plain(_("No report is due"))
    if late:
        told = ngettext("{count} report is late", "{count} reports are late", late)
        next_due = markup("{}; {}", next_due, plain(told)) if owed else plain(told)
    return Record(
        last=time(last) if last else plain(_("No report is on this site")),
        next_due=next_due,
    )


def with_record(page: Page, forms: Forms, setting: Setting) -> str:
    """The body of the page with its record at its end, where its other `forms` are linked."""
    title = marked("About this page")
    facts = "\n\n".join([f"{term}\n:   {told}" for term, told in _facts(page, setting, forms)])
    record = f"## {title} {{: .rec .facts }}\n\n{facts}\n\n{words_on(page, setting)}"
    return f"{page.body.rstrip()}\n\n{record}"


def _facts(page: Page, setting: Setting, forms: Forms) -> Iterator[tuple[Markup, Markup]]:
    site, record, to = setting.site, page.record, links_from(page.uri)
    url = f"{site.url}{uris.address(uris.placed(page.uri))}" if site.url else ""
    if url:
        yield marked("Permanent link"), finished(f"[{plain(url)}]({address(url)})")
    yield marked("Data as of"), time(setting.as_of)
    if record.last:
        yield marked("Last reported"), record.last
    if record.next_due:
        yield marked("Next report due"), record.next_due
    if record.responsible:
        yield marked("Responsible"), record.responsible
    if record.contact:
        yield marked("Contact"), record.contact
    if page.source is not None:
        yield from _files(page.source, site, spoken().tag)
    if forms.linked:
        yield marked("Data"), forms.linked
    cite = record.cite or _cited(site.name, page.title, "")
    cite = joined(" ", (cite, _asof(setting.as_of, spoken().tag), url))
    yield marked("Cite as"), finished(f'<span id="cite">{plain(cite)}</span>')
    yield marked("Anything wrong?"), _wrong(page, url, site, to(GUIDE))


@lru_cache(maxsize=8)  # the pages of a file are made one after the other
def _files(source: str, site: Site, _tag: str) -> list[tuple[Markup, Markup]]:
    """The file behind a page, and every earlier version of it, in the language `_tag`."""
    code = markup("<code>{}</code>", plain(source))
    if site.files:
        code = markup("[{}]({})", code, address(f"{site.files}{quote(source)}"))
    told = [(marked("Source file"), code)]
    if site.history:
        history = address(f"{site.history}{quote(source)}")
        told.append(
            (marked("Earlier versions"), markup("[{}]({})", marked("Every edit of it"), history))
        )
    return told


def _cited(author: str, title: str, within: str) -> str:
    title = words.sentence(title)
    if not author:
        return _("“{title}”", title=title)
    if not within:
        return _("{author}. “{title}”", author=author, title=title)
    return _("{author}. “{title}” {plan}.", author=author, title=title, plan=within)


@lru_cache(maxsize=8)
def _asof(day: date, _tag: str) -> str:
    """Of which day the data are, in the language spoken, which is `_tag`."""
    return _("As of {day}.", day=words.day(day))


def _responsible(plan: Plan) -> Markup:
    if plan.responsible is None:
        return NOTHING
    return plain(joined(", ", (plan.responsible.post or "", plan.responsible.office or "")))


def _next_due(plan: Plan, view: View) -> Markup:
    """The day of the next report, or why there is none."""
    kept = view.contract(plan)
    if kept.next_due is not None and kept.days_late:
        late = words.days(kept.days_late)
        return marked("It was due {day}, {days} ago", day=time(kept.next_due), days=late)
    if kept.next_due is not None:
        return time(kept.next_due)
    if plan.state == "draft":
        return plain(_("No report is due: the plan is a draft"))
    if not view.alive(plan):
        return plain(_("No report is due: the plan has ended"))
    if plan.reporting is None:
        return plain(_("Not promised: the plan does not say how often it is reported on"))
    return plain(_("No report is due: the time for which reports were promised is over"))


TITLE = later("Error on: {title}")
TEXT = later(
    "Page: {address}\n\nWhat it says now:\n\nWhat is right:\n\n"
    "How I know (a link, or a document and its page):\n"
)
"""What a report of an error begins with."""


def _wrong(page: Page, url: str, site: Site, guide: str) -> Markup:
    """Where to say that something is wrong, with the address of the page filled in."""
    place = _prefilled(site, {"title": page.title, "address": url or page.uri})
    report, then = marked("Report an error"), marked("What happens then")
    if not place:
        return finished(f"[{report}]({guide})")
    return finished(f"[{report}]({place}). [{then}]({guide})")


def _prefilled(site: Site, told: Mapping[str, str]) -> Markup:
    pieces, encode = _form(site, spoken().tag)
    return finished(
        "".join(
            [
                f"{literal}{_in_query(told[name], encode)}" if name else literal
                for literal, name in pieces
            ]
        )
    )


@lru_cache(maxsize=1 << 4)  # it is the same on every page
def _form(site: Site, _tag: str) -> tuple[Sequence[tuple[str, str | None]], Encode]:
    """Where to report an error, in the language `_tag`: each stretch with the place after it."""
    if site.report:
        return ((address(site.report), None),), quote
    if site.issues:
        title, text = site.issue_fields
        return _asked(f"{site.issues}?", ((title, TITLE), (text, TEXT)), quote_plus), quote_plus
    if site.mail:
        return _asked(f"mailto:{site.mail}?", (("subject", TITLE), ("body", TEXT)), quote), quote
    return (), quote


def _asked(
    place: str, fields: Iterable[tuple[str, str]], encode: Encode
) -> list[tuple[str, str | None]]:
    """The target of a link to a place, with a query as `urlencode` has it: sentences to fill in."""
    start = address(place)
    pieces: list[tuple[str, str | None]] = [(start, None)]
    if start == NOWHERE:
        return pieces
    for number, (field, message) in enumerate(fields):
        pieces.append((f"{AND if number else ''}{_in_query(field, encode)}=", None))
        pieces += [
            (_in_query(literal, encode), name) for literal, name in places(translated(message))
        ]
    return pieces


AND = in_target("&")

# What most titles and addresses are made of.
_SIMPLE = re.compile(r"[A-Za-z0-9 .,:/-]*")


def _in_query(text: str, encode: Encode) -> str:
    """`text` inside the query of a link target."""
    if not _SIMPLE.fullmatch(text):
        return in_target(encode(text, safe=""))
    told = text.replace("/", "%2F").replace(":", "%3A").replace(",", "%2C")
    return told.replace(" ", "+" if encode is quote_plus else "%20")
