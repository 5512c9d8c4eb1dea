"""Made-up reports on a made-up plan: each tells what had become of it by its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from equity_plans.authoring.sample import material
from equity_plans.authoring.sample.agencies import MadeUp
from equity_plans.authoring.sample.plans import Course, Fate, MadeUpPlan, Words


def made_up_reports(
    plan: MadeUpPlan, agency: MadeUp, chance: Random
) -> Iterator[tuple[date, dict[str, Any]]]:
    """Each report with its day. What they say of moved dates is written into the plan too."""
    words = Words(chance, agency)
    before = plan.published
    amendments: list[dict[str, Any]] = []
    for day in plan.report_days:
        told = [_action(fate, words, agency, before=before, day=day) for fate in plan.fates]
        for fate in plan.fates:
            amendments.extend(_moved(fate, words, before=before, day=day))
        yield (
            day,
            {
                "date": day.isoformat(),
                "period": {"start": f"{before:%Y-%m}", "end": f"{day:%Y-%m}"},
                "reported_by": plan.values["responsible"]["office"],
                "actions": [one for one in told if one is not None],
                "measures": [
                    _measure(course, chance, share=index / len(plan.report_days), day=day)
                    for index, course in enumerate(plan.courses, start=1)
                ],
            },
        )
        before = day
    if amendments:
        plan.values["amendments"] = amendments


def _action(
    fate: Fate, words: Words, agency: MadeUp, *, before: date, day: date
) -> dict[str, Any] | None:
    """What one report says of one action; None when it says nothing."""
    over = fate.finished or fate.stopped
    if fate.silent or (over is not None and over <= before):
        return None
    chance = words.chance
    values: dict[str, Any] = {"action": fate.values["id"]}
    if fate.stopped is not None and fate.stopped <= day:
        return values | {"status": "stopped", "reason": chance.choice(material.REASONS)}
    if fate.finished is not None and fate.finished <= day:
        values |= {"status": "done", "happened": words.one_of(material.DONE)}
        values["done"] = max(fate.finished, before + timedelta(days=1)).isoformat()
    elif fate.due is not None and fate.due <= day:
        values |= {"status": "delayed", "reason": chance.choice(material.REASONS)}
        if chance.random() < 0.2:
            values["setback"] = words.one_of(material.SETBACKS)
        values["next"] = words.one_of(material.NEXT)
    elif fate.starts <= day:
        values |= {"status": "in-progress", "happened": words.one_of(material.HAPPENED)}
    else:
        return values | {"status": "not-started"}
    reached = [
        {"milestone": one["id"], "done": one["due"]}
        for one in fate.values.get("milestones", ())
        if before.isoformat() < one["due"] <= day.isoformat()
    ]
    if reached:
        values["milestones"] = reached
    if values["status"] == "done" and chance.random() < 0.75:
        address = f"https://{agency.host}/news/{fate.values['id']}"
        values["proof"] = [
            {
                "title": f"News: {fate.values['title']}",
                "url": address,
                "archived": f"https://archive.example.gov/{day.year}/{address}",
            }
        ]
    return values


def _moved(fate: Fate, words: Words, *, before: date, day: date) -> Iterator[dict[str, Any]]:
    """The amendment by which a due date is moved, for some of those that have passed."""
    due = fate.due
    late = due is not None and before < due <= day
    if not late or (fate.finished or day) < day or words.chance.random() > 0.35:
        return
    moved = day + timedelta(days=words.chance.randint(90, 360))
    yield {
        "date": day.isoformat(),
        "what": f"{fate.values['id']}.due",
        "from": fate.values["due"],
        "to": moved.isoformat(),
        "reason": words.chance.choice(material.REASONS),
    }
    fate.values["due"], fate.due = moved.isoformat(), moved


def _measure(course: Course, chance: Random, *, share: float, day: date) -> dict[str, Any]:
    value = _figure(course, course.start + (course.end - course.start) * share)
    when = f"{day.replace(day=1) - timedelta(days=1):%Y-%m}"
    groups = [
        {"when": when, "value": _figure(course, value + chance.randint(-6, 6)), "group": group}
        for group in course.groups
    ]
    return {"measure": course.id, "observations": [{"when": when, "value": value}, *groups]}


def _figure(course: Course, value: float) -> int:
    return round(min(max(value, 0), course.most))
