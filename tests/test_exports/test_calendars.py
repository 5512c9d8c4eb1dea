"""Calendars can be read by a strict reader, and an event moves when its date moves."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import icalendar
import pytest
from icalendar.parser import Contentline

from equity_plans import addresses, model
from equity_plans.exports import calendars as made
from equity_plans.exports import publication
from equity_plans.exports.calendars import EXPORTS
from equity_plans.exports.cells import legible
from equity_plans.view import view
from equity_plans.when import parse_when


def calendars(publication):
    return {file.uri: file.content for export in EXPORTS for file in export.write(publication)}


def events(content):
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def check(content):
    """What RFC 5545 asks of a calendar, looked at line by line."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # No character is split between two lines.
    unfolded = content.replace(b"\r\n ", b"").decode().split("\r\n")
    names = {line.split(":")[0].split(";")[0] for line in unfolded if line}
    assert names <= {
        *("BEGIN", "END", "VERSION", "PRODID", "NAME", "X-WR-CALNAME", "URL", "SOURCE"),
        *("REFRESH-INTERVAL", "X-PUBLISHED-TTL", "UID", "DTSTAMP", "DTSTART", "DTEND"),
        *("SEQUENCE", "SUMMARY", "DESCRIPTION", "STATUS", "TRANSP", "CATEGORIES", "X-WR-CALDESC"),
    }
    assert {line for line in unfolded if line.startswith("BEGIN:")} <= {
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
    }
    for event in events(content):
        assert not event.errors
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event)
    uids = [event["UID"] for event in events(content)]
    assert len(set(uids)) == len(uids)


def test_every_calendar_is_valid(real):
    for content in calendars(real).values():
        check(content)


def test_hostile_text_is_text_in_a_calendar(hostile, text):
    for content in calendars(hostile).values():
        check(content)
        assert icalendar.Calendar.from_ical(content).to_ical(sorted=False) == content
        assert content.startswith(head_by_the_library(content))
    summaries = [str(one["SUMMARY"]) for one in events(calendars(hostile)[addresses.CALENDAR])]
    shown = " ".join(legible(text).split()).replace(r"\N", "\n")  # icalendar takes \N for a line
    assert any(shown in one for one in summaries)


def test_every_action_with_a_day_is_in_it_once(real):
    dated = [
        one.standing.dates.due.last
        for one in real.view.placed
        if one.standing.dates.due and one.standing.dates.due.last
    ]
    found = events(calendars(real)[addresses.CALENDAR])
    due = [one["DTSTART"].dt for one in found if str(one["SUMMARY"]).startswith("Due: ")]
    assert sorted(due) == sorted(dated)
    assert due


def test_the_calendars_of_the_agencies_make_up_that_of_all(real):
    found = calendars(real)

    def uids(uri):
        return Counter(one["UID"] for one in events(found[uri]))

    each = sum(
        (uids(addresses.calendar("agency", one)) for one in real.view.portfolio.agencies),
        Counter(),
    )
    assert each == uids(addresses.CALENDAR)


def head_by_the_library(content):
    """The head of a calendar, put together by the library from what it says."""
    before, _, _ = content.replace(b"\r\n ", b"").decode().partition("BEGIN:VEVENT")
    said = dict(line.split(":", 1) for line in before.splitlines())
    made = icalendar.Calendar()
    for name in ("PRODID", "VERSION", "NAME", "X-WR-CALNAME"):
        made.add(name, said[name])
    for name in ("DESCRIPTION", "X-WR-CALDESC"):
        if name in said:
            made.add(name, said["X-WR-CALDESC"])
    made.add("url", said["URL"])
    made.add("source", said["SOURCE;VALUE=URI"], parameters={"VALUE": "URI"})
    made.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "P1D")
    return made.to_ical(sorted=False).removesuffix(b"END:VCALENDAR\r\n")


def test_the_library_would_write_every_calendar_the_same(real, monkeypatch):
    for most in (made.MOST, 5):  # with fewer, the calendar of all says that they are not all
        monkeypatch.setattr(made, "MOST", most)
        for content in calendars(real).values():
            assert icalendar.Calendar.from_ical(content).to_ical(sorted=False) == content
            assert content.startswith(head_by_the_library(content))


def test_the_calendar_of_all_has_the_nearest_dates_and_says_how_many_there_are(real, monkeypatch):
    every = {one["UID"]: one["DTSTART"].dt for one in events(calendars(real)[addresses.CALENDAR])}
    monkeypatch.setattr(made, "MOST", 5)
    content = calendars(real)[addresses.CALENDAR]
    found = events(content)
    assert len(found) == 5
    day = real.view.as_of
    left = [on for uid, on in every.items() if uid not in {one["UID"] for one in found}]
    to_come = [on for on in every.values() if on >= day]
    shown = [one["DTSTART"].dt for one in found]
    if len(to_come) >= 5:
        assert min(shown) >= day
        assert max(shown) <= min(on for on in left if on >= day)
    else:
        assert {on for on in shown if on >= day} == set(to_come)
    assert f"of {len(every)}." in content.replace(b"\r\n ", b"").decode()
    for uri, one in calendars(real).items():
        assert uri == addresses.CALENDAR or b"X-WR-CALDESC" not in one


def one_action(schemas_of, *, due, amendments=(), **plan):
    """A publication of a plan with one action."""
    portfolio = schemas_of.view.portfolio
    agency = next(iter(portfolio.agencies.values()))
    action = model.Action(id="b", title="Do it", due=parse_when(due))
    made = model.Plan(
        **{"kind": "equity", "title": "Plan", "state": "active", **plan},
        id="p",
        agency=agency.id,
        goals=(model.Goal(id="g", title="Goal", actions=(action,)),),
        amendments=amendments,
    )
    only = model.Portfolio(agencies={agency.id: agency}, authorities={}, plans={made.key: made})
    project = replace(schemas_of.view.project, portfolio=only)
    return publication(view(project, as_of=date(2025, 3, 1)), site_url="https://example.org/")


def test_an_event_keeps_its_uid_and_counts_the_moves_of_its_date(real):
    move = model.Amendment(
        date=date(2025, 2, 1), what="b.due", from_="2025-Q2", to="2025-12", reason="Late"
    )
    (before,) = events(calendars(one_action(real, due="2025-Q2"))[addresses.CALENDAR])
    (after,) = events(
        calendars(one_action(real, due="2025-12", amendments=(move,)))[addresses.CALENDAR]
    )
    assert (before["DTSTART"].dt, before["SEQUENCE"]) == (date(2025, 6, 30), 0)
    assert (after["DTSTART"].dt, after["SEQUENCE"]) == (date(2025, 12, 31), 1)
    assert before["UID"] == after["UID"]
    assert before["DTEND"].dt - before["DTSTART"].dt == timedelta(days=1)


def test_what_is_ongoing_is_on_no_day(real):
    assert events(calendars(one_action(real, due="ongoing"))[addresses.CALENDAR]) == []


@pytest.mark.parametrize(("due", "status"), [("2024-01", "CONFIRMED"), ("2025-06", "CANCELLED")])
def test_a_date_after_the_end_of_its_plan_is_off(real, due, status):
    ended = model.PlanEnded(date=date(2025, 1, 20), reason="Revoked")
    (event,) = events(
        calendars(one_action(real, due=due, state="ended", ended=ended))[addresses.CALENDAR]
    )
    assert event["STATUS"] == status
    # Calendars take no notice of a change that does not raise it.
    assert event["SEQUENCE"] == (1 if status == "CANCELLED" else 0)


def test_the_day_by_which_a_report_is_promised_is_in_it(real):
    found = one_action(
        real,
        due="ongoing",
        published=parse_when("2024-02-14"),
        reporting=model.Reporting(every="half-year"),
    )
    (event,) = events(calendars(found)[addresses.CALENDAR])
    assert str(event["SUMMARY"]).startswith("Report due: ")
    assert event["DTSTART"].dt == date(2024, 8, 14)


@pytest.mark.parametrize("length", [0, 73, 74, 75, 148, 149, 150, 300])
@pytest.mark.parametrize("letters", ["a", "ab\\,", "\\\\", "a^", "é", "aé\\;"])
def test_a_line_is_folded_as_the_library_folds_it(letters, length):
    line = (letters * length)[:length]
    assert made._folded(line) == Contentline(line).to_ical().decode()
