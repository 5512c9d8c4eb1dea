"""The page of each service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from equity_plans import addresses as uris
from equity_plans import words
from equity_plans.language import _, joined
from equity_plans.model import Agency, Engagement, Plan, Service
from equity_plans.pages import charts
from equity_plans.pages.about import record_of_agency
from equity_plans.pages.boards import HOME, LIST
from equity_plans.pages.encode import address, markup, plain
from equity_plans.pages.listing import few, in_full
from equity_plans.pages.measures import result_words
from equity_plans.pages.page import NOTHING, Crumb, Draft, Page
from equity_plans.pages.render import render
from equity_plans.progress import Placed, tally
from equity_plans.view import View, by_urgency


def pages(service: Service, agency: Agency, view: View) -> Iterator[Draft]:
    """The page of a service, and the list of what was promised for it where that is long."""
    uri = uris.service(agency.id, service)
    yield Draft(uri=uri, make=partial(_service, agency, service, view))
    of = Crumb(title=agency.name, uri=uris.agency(agency.id))
    yield from in_full(
        _promised_for(service, agency, view),
        view,
        uri=uris.service_actions(agency.id, service),
        title=_("What was promised for {service}", service=service.name),
        back=(HOME, LIST, of, Crumb(title=service.name, uri=uri)),
    )


def _promised_for(service: Service, agency: Agency, view: View) -> tuple[Placed, ...]:
    """The actions that name a service, the most urgent first."""
    return by_urgency(one for one in view.of_agency(agency.id) if service.id in one.services)


def _service(agency: Agency, service: Service, view: View) -> Page:
    uri = uris.service(agency.id, service)
    rows = _promised_for(service, agency, view)
    measures = [
        {
            "measure": measure,
            "goal": goal,
            "plan": plan,
            "words": result_words(plan, measure, view=view),
        }
        for plan in view.portfolio.plans_of(agency.id)
        for goal in plan.goals
        if service.id in goal.services
        for measure in goal.measures
    ]
    volume = service.volume
    told = _("Not recorded")
    if volume is not None and volume.value is not None:
        told = words.number(volume.value)
        told += f" {words.at(volume.when)}" if volume.when else ""
        told = joined("", (told, *((" (", volume.note, ")") if volume.note else ())))
    elif volume is not None and volume.note:
        told = volume.note
    return Page(
        uri=uri,
        title=service.name,
        kind="service",
        record=record_of_agency(agency, view, title=service.name),
        description=_(
            "{service}, a service of {agency}: what was promised for it.",
            service=service.name,
            agency=agency.name,
        ),
        crumbs=(HOME, LIST, Crumb(title=agency.name, uri=uris.agency(agency.id))),
        source=agency.file,
        body=render(
            "service.md.j2",
            view,
            uri=uri,
            agency=agency,
            service=service,
            channels=words.listed(
                [view.schemas.label("channel", one).lower() for one in service.channels]
            ),
            volume=told,
            rows=few(rows),
            all_rows=len(rows),
            bar=charts.bar(tally(rows), schemas=view.schemas, height=22),
            measures=_by_kind(measures, view),
            engagement=_engagement(agency, service, view),
            feedback=(
                markup("[{}]({})", plain(service.feedback.title), address(service.feedback.url))
                if service.feedback is not None and service.feedback.url
                else NOTHING
            ),
        ),
    )


def _by_kind(
    measures: Sequence[Mapping[str, Any]], view: View
) -> list[tuple[str, str, list[Mapping[str, Any]]]]:
    """Measures kind by kind, as a title, what such a measure tells, and its rows."""
    unsaid = _("The plan does not say what these measures are meant to tell.")
    words_of = view.schemas.vocabulary["measureKind"]
    kinds: list[tuple[str | None, str, str]] = [
        *((word.value, word.label, word.meaning) for word in words_of),
        (None, _("Kind not said"), unsaid),
    ]
    found = [
        (label, meaning, [row for row in measures if row["measure"].kind == value])
        for value, label, meaning in kinds
    ]
    return [one for one in found if one[2]]


def _engagement(agency: Agency, service: Service, view: View) -> list[tuple[Plan, Engagement]]:
    """How people were asked about what a service needs, in all plans that name it."""
    return [
        (plan, one)
        for plan in view.portfolio.plans_of(agency.id)
        for goal in plan.goals
        if service.id in goal.services
        for one in goal.engagement
    ]
