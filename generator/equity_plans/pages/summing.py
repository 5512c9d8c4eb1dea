"""Summing up: an agency as its plans and reports are → its summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice

from markupsafe import Markup

from equity_plans import addresses as uris
from equity_plans import changes as changed
from equity_plans.changes import by_report
from equity_plans.exports.table import Table
from equity_plans.exports.tables import rows_of, tables
from equity_plans.facets import due_year
from equity_plans.language import SOURCE, folders, speaking
from equity_plans.model import Agency
from equity_plans.model import Plan as WholePlan
from equity_plans.pages import entries
from equity_plans.pages.encode import marked, markup, plain
from equity_plans.pages.entries import Entry
from equity_plans.pages.inline import due_words, status_tag
from equity_plans.pages.page import stamp_of
from equity_plans.pages.phrases import state_label
from equity_plans.pages.summary import (
    MOST,
    NEVER,
    SHOWN,
    SOON,
    Action,
    Change,
    Plan,
    Shown,
    Summary,
    Told,
)
from equity_plans.progress import Placed, State, tally
from equity_plans.view import View, by_urgency, silent


def summary(view: View, agency_id: str, *, languages: Sequence[str] = (SOURCE,)) -> Summary:
    """One agency, summed up. Of the view, it looks at no more than its pages do."""
    agency = view.portfolio.agencies[agency_id]
    told = {}
    for tag, below in folders(languages).items():
        with speaking(tag, folder=below):
            told[tag] = _told(agency, view)
    with speaking(SOURCE):
        return Summary(
            agency=agency_id,
            told=told,
            rows=rows_of(agency, _tables(view), view),
            files=_files(agency, view),
        )


@lru_cache(maxsize=1)
def _tables(view: View) -> Mapping[str, Table]:
    """The tables of the data. Their rows are looked for when somebody asks for them."""
    return tables(view, site_url="")


def _told(agency: Agency, view: View) -> Told:
    placed = view.of_agency(agency.id)
    plans = view.portfolio.plans_of(agency.id)
    changes = view.changes_of_agency(agency.id)
    urgent = by_urgency(placed)
    unheard = silent(placed, as_of=view.as_of)
    overdue = [one for one in placed if one.standing.state == State.OVERDUE]
    left_open = [one for one in placed if _left_open(one)]
    done = [one for one in placed if one.standing.state == State.DONE]
    running = any(view.alive(plan) for plan in plans)
    return Told(
        agency=agency.id,
        sorted_by=agency.name.casefold(),
        name=plain(agency.name),
        jurisdiction=plain(agency.jurisdiction),
        whole=_whole(agency, view),
        letters=len(agency.name) + len(agency.jurisdiction),
        plans=tuple(_plan(plan, agency, view) for plan in plans),
        actions=tuple(_action(one, view) for one in urgent),
        changes=_changes(((one.day, one) for one in changes), agency, view),
        newest=_changes(
            ((one.day, told) for one, told in islice(by_report(changes), SHOWN)), agency, view
        ),
        overdue=tuple(
            _shown((-one.standing.days_after_first,), entries.overdue(one, view))
            for one in sorted(overdue, key=lambda one: -one.standing.days_after_first)[:SHOWN]
        ),
        left_open=tuple(_shown((), entries.left_open(one, view)) for one in left_open[:SHOWN]),
        many_left_open=len(left_open),
        kept=tuple(
            _shown(_recency(one), entries.kept(one, view))
            for one in ([] if running else sorted(done, key=_recency)[:SHOWN])
        ),
        silent=tuple(
            _shown((since.toordinal(),), entries.silent(one, view)) for one, since in unheard[:MOST]
        ),
        many_silent=len(unheard),
        due_soon=_due_soon(placed, urgent, view),
    )


def _whole(agency: Agency, view: View) -> Markup:
    parent = view.portfolio.agencies.get(agency.parent or "")
    if parent is None:
        return plain(agency.jurisdiction)
    return marked("Part of {agency}.", agency=parent.name)


def _shown(rank: tuple[int, ...], entry: Entry) -> Shown:
    return Shown(rank=rank, before=str(entry.before), after=f"{entry.uri}{entry.after}")


def _left_open(one: Placed) -> bool:
    return one.standing.state == State.PLAN_ENDED and one.standing.reported is not None


def _recency(one: Placed) -> tuple[int, int]:
    """What was reported done is put in order by this: what has proof first, then the newest."""
    done, told = one.standing.done, one.standing.latest
    day = done.last if done is not None and done.last is not None else date.min
    return (not (told and told.entry.proof), -day.toordinal())


def _last(one: Placed) -> int:
    due = one.standing.dates.due
    return due.last.toordinal() if due is not None and due.last is not None else NEVER


def _due_soon(placed: Sequence[Placed], urgent: Sequence[Placed], view: View) -> tuple[int, ...]:
    """The places among the `urgent` of those that are open and due in the days ahead."""
    today, soon = view.as_of.toordinal(), (view.as_of + timedelta(days=SOON)).toordinal()
    settled = (State.DONE, State.STOPPED, State.PLAN_ENDED, State.OVERDUE)
    found = [
        one for one in placed if one.standing.state not in settled and today <= _last(one) <= soon
    ]
    places = {id(one): place for place, one in enumerate(urgent)}
    return tuple(places[id(one)] for one in sorted(found, key=_last))


def _action(one: Placed, view: View) -> Action:
    tag = status_tag(view.schemas, one.standing.state)
    title, uri = plain(one.action.title), uris.action(one.plan, one.action)
    due = due_words(one, view.schemas)
    return Action(
        agency=one.plan.agency,
        plan=one.plan.key,
        state=one.standing.state.value,
        last=_last(one),
        year=due_year(one),
        people=one.people,
        topics=one.topics,
        letters=len(one.action.title),
        tag=tag,
        title=title,
        uri=uri,
        due=due,
        stamp=stamp_of((), (one.standing.state, tag, title, uri, due)),
    )


def _changes(
    changes: Iterable[tuple[date, changed.Change]], agency: Agency, view: View
) -> tuple[Change, ...]:
    """Changes of an agency, each with the day by which it is put in order."""
    short = plain(agency.short)
    known: dict[int, tuple[int, Markup, str]] = {}  # much is told of one action
    found = []
    for day, one in changes:
        key = id(one.action or one.plan)
        if key not in known:
            title, uri = entries.about(one)
            known[key] = len(title), plain(title), uri
        letters, encoded, uri = known[key]
        told = view.words_of(one)
        found.append(
            Change(
                day.toordinal(),
                letters + len(told),
                entries.headed(one),
                encoded,
                uri,
                plain(told),
                short,
            )
        )
    return tuple(found)


def _plan(plan: WholePlan, agency: Agency, view: View) -> Plan:
    counts = tally(view.by_plan[plan.key])
    contract = view.contract(plan)
    return Plan(
        key=plan.key,
        agency=agency.id,
        kind=plan.kind,
        authorities=plan.authorities,
        title=plain(plan.title),
        short=plain(agency.short),
        name=plain(agency.name),
        letters=len(plan.title),
        state=plain(state_label(plan, view)),
        actions=sum(counts.values()),
        done=counts[State.DONE],
        draft=plan.state == "draft",
        alive=view.alive(plan),
        reporting=plan.reporting is not None,
        last=contract.last.toordinal() if contract.last else None,
        next_due=contract.next_due.toordinal() if contract.next_due else None,
        days_late=contract.days_late,
    )


def _files(agency: Agency, view: View) -> str:
    """The rows of the agency and its plans in the table of files."""
    rows = [
        markup(
            "| **{}** | [Feed]({}) | [Calendar]({}) | [JSON]({}) |\n",
            plain(agency.name),
            uris.feed("agency", agency.id),
            uris.calendar("agency", agency.id),
            uris.agency_api(agency.id),
        ),
        *(
            markup(
                "| {} ({}) | [Feed]({}) | [Calendar]({}) | [JSON]({}) |\n",
                plain(plan.title),
                plain(agency.short),
                uris.feed("plan", plan.key),
                uris.calendar("plan", plan.key),
                uris.plan_api(plan),
            )
            for plan in view.portfolio.plans_of(agency.id)
        ),
    ]
    return "".join(rows)
