"""The page of each goal."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial

from markupsafe import Markup

from equity_plans import addresses as uris
from equity_plans import words
from equity_plans.language import _, spoken
from equity_plans.model import Agency, Goal, Plan
from equity_plans.pages import charts
from equity_plans.pages.about import record_of_plan
from equity_plans.pages.boards import HOME, LIST
from equity_plans.pages.encode import finished, plain
from equity_plans.pages.listing import few, fit, in_full
from equity_plans.pages.measures import shown
from equity_plans.pages.page import Crumb, Draft, Page, To, links_from
from equity_plans.pages.phrases import share_done, withdrawn_words
from equity_plans.pages.plans import goal_word, kicker
from equity_plans.pages.render import render
from equity_plans.progress import tally
from equity_plans.view import View, by_urgency


def pages(plan: Plan, view: View) -> Iterator[Draft]:
    """The page of every goal of a plan."""
    for goal in plan.goals:
        uri = uris.goal(plan, goal)
        yield Draft(uri=uri, make=partial(_goal, plan, goal, view))
        rows = view.of_goal(plan, goal)
        if not fit(rows):
            yield from in_full(
                by_urgency(rows),
                view,
                uri=uris.goal_actions(plan, goal),
                title=_("Actions of {goal}", goal=goal.title),
                back=(*trail(plan, view), Crumb(title=goal.title, uri=uri)),
            )


def trail(plan: Plan, view: View) -> tuple[Crumb, ...]:
    """The way back from a goal or action; it is one and the same for all of a plan."""
    return _trail(plan.key, view)


@lru_cache(maxsize=8)  # the pages of a plan are made one after the other
def _trail(key: str, view: View) -> tuple[Crumb, ...]:
    plan = view.portfolio.plans[key]
    agency = view.agency_of(plan)
    return (
        HOME,
        LIST,
        Crumb(title=agency.name, uri=uris.agency(agency.id)),
        Crumb(title=plan.title, uri=uris.plan(plan)),
    )


def linked(values: tuple[str, ...], definition: str, *, view: View, to: To) -> Markup:
    """Words of the vocabulary, each linked to its list: people or topics."""
    return _linked(values, definition, view, to, spoken().tag)


@lru_cache(maxsize=1 << 4)  # the actions of a goal are for the same people, on the same topics
def _linked(values: tuple[str, ...], definition: str, view: View, to: To, _tag: str) -> Markup:
    """The same in the language spoken, which is `_tag`."""
    place, label = _PLACES[definition], view.schemas.label
    links = [f"[{plain(label(definition, value))}]({to(place(value))})" for value in values]
    return finished(", ".join(links))


_PLACES = {"people": uris.people, "topic": uris.topic}


def services(values: tuple[str, ...], agency: Agency, *, view: View, to: To) -> Markup:
    """The agency's services, each linked to its page."""
    return _services(values, agency.id, view, to, spoken().tag)


@lru_cache(maxsize=8)  # likewise
def _services(values: tuple[str, ...], agency_id: str, view: View, to: To, _tag: str) -> Markup:
    """The same in the language spoken, which is `_tag`."""
    every = view.portfolio.agencies[agency_id].services
    named = [one for value in values for one in every if one.id == value]
    links = [f"[{plain(one.name)}]({to(uris.service(agency_id, one))})" for one in named]
    return finished(", ".join(links))


def _goal(plan: Plan, goal: Goal, view: View) -> Page:
    uri = uris.goal(plan, goal)
    to = links_from(uri)
    agency = view.agency_of(plan)
    rows = view.of_goal(plan, goal)
    counts = tally(rows)
    return Page(
        uri=uri,
        title=goal.title,
        kind="goal",
        record=record_of_plan(plan, view, title=goal.title),
        description=f"{goal.title}. {plan.title}, {agency.name}.",
        crumbs=trail(plan, view),
        source=plan.file,
        body=render(
            "goal.md.j2",
            view,
            uri=uri,
            plan=plan,
            goal=goal,
            agency=agency,
            goal_word=goal_word(plan),
            kicker=kicker(goal.number, goal_word(plan)),
            for_people=linked(goal.people, "people", view=view, to=to),
            lead=share_done(rows),
            withdrawn=withdrawn_words(goal.withdrawn, view),
            bar=charts.bar(counts, schemas=view.schemas, height=10),
            rows=few(by_urgency(rows)),
            all_rows=len(rows),
            measures=[shown(plan, one, view=view) for one in goal.measures],
            topics=linked(goal.topics, "topic", view=view, to=to),
            services=services(goal.services, agency, view=view, to=to),
            objectives=words.listed(
                [view.schemas.label("objective", one) for one in goal.objectives]
            ),
        ),
    )
