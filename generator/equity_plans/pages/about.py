"""The record at the end of every page: its address and age, who answers for it, how to cite it.

It is made in this one place, from what a page knows of itself (`Record`) and from where the site
is published (`Site`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple, TypeAlias
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
    return of_plan(plan.key, view, spoken().tag)._replace(cite=cited_as(plan, view, title=title))


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
    return record_of_contracts(view.contract(plan) for plan in plans)._replace(
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
    facts = "\n\n".join(_facts(page, setting, forms))
    return f"{page.body.rstrip()}\n\n{facts}\n\n{words_on(page, setting)}"


def _facts(page: Page, setting: Setting, forms: Forms) -> Iterator[str]:
    """The title of the record, and each of its facts."""
    site, record, to, tag = setting.site, page.record, links_from(page.uri), spoken().tag
    terms = _terms(tag)
    yield terms.title
    url = f"{site.url}{uris.address(uris.placed(page.uri))}" if site.url else ""
    if url:
        yield f"{terms.link}[{plain(url)}]({address(url)})"
    yield f"{terms.as_of}{time(setting.as_of)}"
    if record.last:
        yield f"{terms.last}{record.last}"
    if record.next_due:
        yield f"{terms.next_due}{record.next_due}"
    if record.responsible:
        yield f"{terms.responsible}{record.responsible}"
    if record.contact:
        yield f"{terms.contact}{record.contact}"
    if page.source is not None:
        yield _files(page.source, site, tag)
    if forms.linked:
        yield f"{terms.data}{forms.linked}"
    cite = record.cite or _cited(site.name, page.title, "")
    cite = joined(" ", (cite, _asof(setting.as_of, tag), url))
    yield f'{terms.cite}<span id="cite">{plain(cite)}</span>'
    yield f"{terms.wrong}{_wrong(page, url, site, to(GUIDE))}"


class _Terms(NamedTuple):
    """The title of the record, and what stands before each fact."""

    title: str
    link: str
    as_of: str
    last: str
    next_due: str
    responsible: str
    contact: str
    data: str
    cite: str
    wrong: str


@cache
def _terms(_tag: str) -> _Terms:
    """The same in the language spoken, which is `_tag`."""
    return _Terms(
        title=markup("## {} {{: .rec .facts }}", marked("About this page")),
        link=_term(marked("Permanent link")),
        as_of=_term(marked("Data as of")),
        last=_term(marked("Last reported")),
        next_due=_term(marked("Next report due")),
        responsible=_term(marked("Responsible")),
        contact=_term(marked("Contact")),
        data=_term(marked("Data")),
        cite=_term(marked("Cite as")),
        wrong=_term(marked("Anything wrong?")),
    )


def _term(told: Markup) -> Markup:
    return finished(f"{told}\n:   ")


@lru_cache(maxsize=8)  # the pages of a file are made one after the other
def _files(source: str, site: Site, _tag: str) -> str:
    """The file behind a page, and every earlier version of it, in the language `_tag`."""
    code = markup("<code>{}</code>", plain(source))
    if site.files:
        code = markup("[{}]({})", code, address(f"{site.files}{quote(source)}"))
    told = [_term(marked("Source file")) + code]
    if site.history:
        history = address(f"{site.history}{quote(source)}")
        every = markup("[{}]({})", marked("Every edit of it"), history)
        told.append(_term(marked("Earlier versions")) + every)
    return "\n\n".join(told)


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
    report = marked("Report an error")
    if not place:
        return finished(f"[{report}]({guide})")
    then = marked("What happens then")
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
