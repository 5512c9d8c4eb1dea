"""Calendars to subscribe to: when actions, milestones and reports are due.

RFC 5545, encoded and folded by the icalendar library. An event keeps its UID when its date moves,
and its SEQUENCE is the number of moves, so that a calendar that knows it moves it too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import NamedTuple

from equity_plans import __version__, addresses, words
from equity_plans.exports.cells import on_one_line
from equity_plans.exports.export import (
    File,
    Group,
    Named,
    Publication,
    export,
    only,
)
from equity_plans.model import Action, Plan
from equity_plans.progress import (
    Dates,
    Placed,
    State,
    Step,
    ended_on,
    reports_by,
    steps,
)
from equity_plans.view import View


class Entry(NamedTuple):
    """One date of one plan, before it is written. A country has many thousands."""

    plan: Plan
    name: str
    """What it is, for ever: the thing's id and what of it."""

    on: date
    kind: str
    """“Due”, “Milestone due”, “Report due”, “Report”."""

    title: str
    told: Callable[[], str]
    """Gives what there is to say of it: of a country's dates, most stay out of the calendar."""

    page: str
    moves: int = 0
    over: bool = False
    """True when the date is not waited for any more."""


END = b"END:VCALENDAR\r\n"
_ESCAPED = re.compile(r"[\\;,]")
"""What a calendar cannot have in a line of text as it is."""

LINE = 74
"""So many bytes a line has at most before it is folded."""

MOST = 10_000
"""So many dates are in the calendar of all plans; those of agencies and plans have every one."""


def entries(plan: Plan, view: View) -> Iterator[Entry]:
    """Every date of a plan."""
    for one in view.by_plan[plan.key]:
        yield from _of_action(one, view)
    yield from _of_reports(plan, view)


def _of_action(one: Placed, view: View) -> Iterator[Entry]:
    action, plan = one.action, one.plan
    end = ended_on(plan, as_of=view.as_of)
    page = addresses.action(plan, action)
    dates = one.standing.dates
    if dates.due is not None and dates.due.last is not None:
        yield Entry(
            plan=plan,
            name=f"{action.id}/due",
            on=dates.due.last,
            kind="Due",
            title=action.title,
            told=partial(_told, dates, one.standing.state, view),
            page=page,
            moves=len(dates.slips),
            over=_is_over(one.standing.state, dates, end),
        )
    fiscal = view.agency_of(plan).fiscal_year_starts
    for step in steps(plan, action, as_of=view.as_of, fiscal=fiscal, told=one.standing.told):
        due = step.dates.due
        if due is not None and due.last is not None:
            yield Entry(
                plan=plan,
                name=f"{step.milestone.id}/due",
                on=due.last,
                kind="Milestone due",
                title=step.milestone.title,
                told=partial(_told_of_step, step, action, view),
                page=page,
                moves=len(step.dates.slips),
                over=_is_over(step.state, step.dates, end),
            )


def _of_reports(plan: Plan, view: View) -> Iterator[Entry]:
    page = addresses.plan(plan)
    reports = reports_by(plan, as_of=view.as_of)
    for report in reports:
        yield Entry(
            plan=plan,
            name=f"reports/{report.date}",
            on=report.date,
            kind="Report",
            title=plan.title,
            told=lambda: "The agency published a report.",
            page=page,
        )
    owed = view.contract(plan).next_due
    if owed is not None:
        yield Entry(
            plan=plan,
            name=f"report-after-{reports[-1].date}" if reports else "first-report",
            on=owed,
            kind="Report due",
            title=plan.title,
            told=lambda: "The agency promised to report by this day.",
            page=page,
        )


def _is_over(state: State, dates: Dates, end: date | None) -> bool:
    """True for a date of what was stopped, and for one that lies after the end of the plan."""
    past_the_end = end is not None and dates.due is not None and not dates.due.ended_by(end)
    return state == State.STOPPED or (state == State.PLAN_ENDED and past_the_end)


def _told(dates: Dates, state: State, view: View) -> str:
    """The date in the plan's exactness, how often it was moved, and where the thing stands."""
    parts = [f"Due {words.at(dates.due)}." if dates.due else ""]
    if dates.slips and dates.first is not None:
        moves = words.count(len(dates.slips), "time")
        parts.append(f"Moved {moves}; the first promise was {words.when(dates.first)}.")
    parts.append(f"Status: {view.schemas.label('state', state)}.")
    return " ".join(part for part in parts if part)


def _told_of_step(step: Step, action: Action, view: View) -> str:
    return f"{_told(step.dates, step.state, view)} A step of: {action.title}"


def of_agency(publication: Publication, agency_id: str) -> Named:
    """The calendars of an agency and of its plans, with the name of what each is one of."""
    view = publication.view
    every: list[bytes] = []
    for plan in view.portfolio.plans_of(agency_id):
        events = [_event(one, publication) for one in entries(plan, view)]
        uri, page = addresses.calendar("plan", plan.key), addresses.plan(plan)
        title = f"{view.agency_of(plan).short}: {plan.title}"
        yield "plan", _calendar(publication, uri, title, page, events)
        every += events
    uri, page = addresses.calendar("agency", agency_id), addresses.agency(agency_id)
    title = f"{publication.site_name}: {view.portfolio.agencies[agency_id].name}"
    yield "agency", _calendar(publication, uri, title, page, every)


def of_country(publication: Publication) -> Iterator[File]:
    """The calendar of all plans, with the dates that are nearest where there are too many."""
    view = publication.view
    found = [one for plan in view.portfolio.plans.values() for one in entries(plan, view)]
    title = publication.site_name
    note = ""
    if len(found) > MOST:
        day = view.as_of
        nearest = sorted(found, key=lambda one: (one.on < day, abs((one.on - day).days)))
        chosen = {id(one) for one in nearest[:MOST]}
        note = (
            f"The {words.number(MOST)} dates that come next or came last, of "
            f"{words.number(len(found))}. The calendars of each agency and plan have all."
        )
        found = [one for one in found if id(one) in chosen]
    uri, page = addresses.CALENDAR, addresses.OVERVIEW
    events = (_event(one, publication) for one in found)
    yield _calendar(publication, uri, title, page, events, note=note)


def _calendar(
    publication: Publication,
    uri: str,
    title: str,
    page: str,
    events: Iterable[bytes],
    *,
    note: str = "",
) -> File:
    # icalendar is slow to load, and not every program of a build writes calendars.
    from icalendar import Calendar  # noqa: PLC0415 - see above

    calendar = Calendar()
    calendar.add("prodid", f"-//equity-plans//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("name", on_one_line(title))
    calendar.add("x-wr-calname", on_one_line(title))
    if note:
        calendar.add("description", note)
        calendar.add("x-wr-caldesc", note)
    calendar.add("url", publication.page(page))
    calendar.add("source", publication.file(uri), parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "P1D")
    head = calendar.to_ical(sorted=False).removesuffix(END)
    return File(uri=uri, content=b"".join((head, *events, END)))


def _event(one: Entry, publication: Publication) -> bytes:
    """The event, line by line: an Event of icalendar takes ten times as long for the same."""
    agency = publication.view.agency_of(one.plan)
    lines = (
        "BEGIN:VEVENT",
        _folded(f"UID:{_text(f'{one.plan.key}/{one.name}@{publication.place}')}"),
        f"DTSTAMP:{_day(publication.view.as_of)}T000000Z",
        f"DTSTART;VALUE=DATE:{_day(one.on)}",
        f"DTEND;VALUE=DATE:{_day(one.on + timedelta(days=1))}",
        # Called off is one more change that calendars have to notice.
        f"SEQUENCE:{one.moves + one.over}",
        _folded(f"SUMMARY:{_text(f'{one.kind}: {one.title} ({agency.short})')}"),
        _folded(f"DESCRIPTION:{_text(f'{one.told()} {one.plan.title}, {agency.name}.')}"),
        _folded(f"URL:{publication.page(one.page)}"),
        f"STATUS:{'CANCELLED' if one.over else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",  # A deadline makes nobody busy.
        f"CATEGORIES:{one.kind}",
        "END:VEVENT\r\n",
    )
    return "\r\n".join(lines).encode()


def _folded(line: str) -> str:
    """The line in as many lines as RFC 5545 wants, as the library folds it."""
    if not line.isascii():
        from icalendar.parser import Contentline  # noqa: PLC0415 - as above

        folded: bytes = Contentline(line).to_ical()  # type: ignore[no-untyped-call] # it is untyped
        return folded.decode()
    if len(line) <= LINE:
        return line
    parts = []
    while len(line) > LINE:
        # What is escaped stays together.
        end = LINE - 1 if line[LINE - 1] in "\\^" else LINE
        parts.append(line[:end])
        line = line[end:]
    return "\r\n ".join((*parts, line))


@lru_cache(maxsize=4096)
def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _text(text: str) -> str:
    """A text on one line, as a calendar has it."""
    line = on_one_line(text)
    if not _ESCAPED.search(line):
        return line
    from icalendar import vText  # noqa: PLC0415 - as above

    return vText(line).to_ical().decode()


_export = partial(export, media_type="text/calendar", group=Group.FOLLOW)

EXPORTS = (
    _export(
        addresses.CALENDAR,
        "Calendar of all plans",
        f"When actions, milestones and reports are due: the {MOST:,} dates that are nearest. "
        "A date that is moved moves in it.",
        of_country=of_country,
    ),
    _export(
        addresses.calendar("agency", "{agency}"),
        "Calendar of one agency",
        "The dates of its plans.",
        of_agency=only("agency", of=of_agency),
    ),
    _export(
        addresses.calendar("plan", "{agency}/{plan}"),
        "Calendar of one plan",
        "Its dates.",
        of_agency=only("plan", of=of_agency),
    ),
)
