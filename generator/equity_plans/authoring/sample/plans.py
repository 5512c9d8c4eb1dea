"""A made-up plan: goals, actions, measures, and what really becomes of each action."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from equity_plans.authoring.sample import material
from equity_plans.authoring.sample.agencies import MadeUp
from equity_plans.authoring.sample.material import Figure, Subject

HOW_MANY = (3, 4, 5, 6, 7)
"""How many goals a plan has and how many actions a goal: each in turn, so five on average."""

FIRST_DAY = date(2024, 11, 1)
"""The first day on which a made-up plan may be published."""

REPORT_DAYS = (182, 365, 548)
"""How many days after a plan each report on it comes."""


@dataclass(kw_only=True, slots=True)
class Fate:
    """What becomes of an action, before anybody reports it."""

    values: dict[str, Any]
    starts: date
    due: date | None
    """The last day of the due date; None when there is none."""

    finished: date | None
    stopped: date | None
    silent: bool
    """True when no report says a word of it."""


@dataclass(kw_only=True, slots=True)
class Course:
    """How a measure goes: from `start` to `end` in `days`, whatever was promised."""

    id: str
    start: int
    end: float
    most: float
    """No figure is higher: a part of a whole is at most all of it."""

    groups: tuple[str, ...]


@dataclass(kw_only=True, slots=True)
class MadeUpPlan:
    """One made-up plan with the fate of everything in it."""

    values: dict[str, Any]
    published: date
    fates: list[Fate] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)

    @property
    def report_days(self) -> tuple[date, ...]:
        """The days of its reports."""
        return tuple(self.published + timedelta(days=days) for days in REPORT_DAYS)


class Words:
    """Fills in the words of one plan, and gives ids that are used once."""

    def __init__(self, chance: Random, agency: MadeUp) -> None:
        self.chance = chance
        self._place = agency.place
        self._used: set[str] = set()

    def fill(self, text: str) -> str:
        """`text` with its words in braces filled in."""
        if "{" not in text:
            return text
        chance = self.chance
        return text.format(
            place=f"{chance.choice(('North', 'South', 'East', 'West', 'Old'))} {self._place}",
            n=chance.choice((40, 60, 75, 90, 120, 150, 200, 240, 300, 450)),
            few=chance.randint(4, 30),
            language=chance.choice(material.LANGUAGES),
            paper=chance.choice(material.PAPERS),
            office=chance.choice(material.OFFICES),
            partner=chance.choice(material.PARTNERS),
        )

    def one_of(self, texts: Sequence[str]) -> str:
        """One of the texts, filled in."""
        return self.fill(self.chance.choice(texts))

    def id(self, text: str) -> str:
        """An id like `text` that this plan has not used yet."""
        words = re.findall("[a-z0-9]+", text.lower())
        base = "-".join(words)[:50].rstrip("-")
        base = base if base[0].isalpha() else f"the-{base}"
        found, number = base, 1
        while found in self._used:
            number += 1
            found = f"{base}-{number}"
        self._used.add(found)
        return found


def made_up_plan(number: int, agency: MadeUp, chance: Random, *, related: str | None) -> MadeUpPlan:
    """The plan of the agency with this `number`; `related` is a plan that it names."""
    words = Words(chance, agency)
    published = FIRST_DAY + timedelta(days=chance.randrange(170))
    goals = HOW_MANY[number % len(HOW_MANY)]
    before = sum(HOW_MANY[one % len(HOW_MANY)] for one in range(number % len(HOW_MANY)))
    law = chance.choice(material.AUTHORITIES)
    kind = chance.choices(law[3], [3] + [2] * (len(law[3]) - 1))[0]
    title = f"{agency.place} for Everyone: {kind.replace('-', ' ').capitalize()} plan"
    address = f"https://{agency.host}/plans/{published.year}.pdf"
    plan = MadeUpPlan(
        published=published,
        values={
            "kind": kind,
            "title": f"{title} {published.year}",
            "edition": str(published.year),
            "state": "active",
            "authorities": [law[0]],
            "period": {"start": published.year, "end": published.year + 3},
            "published": published.isoformat(),
            "source": {
                "title": f"{title} {published.year}",
                "publisher": agency.values["name"],
                "published": published.isoformat(),
                "url": address,
                "archived": f"https://archive.example.gov/{published.year}/{address}",
            },
            "summary": f"{words.one_of(material.HEARD)} {words.one_of(material.CHANGED)}",
            "responsible": {
                "post": chance.choice(material.POSTS),
                "office": chance.choice(material.OFFICES),
            },
            "reporting": {"every": "half-year"},
            **(
                {"related": [{"plan": related, "how": "The two offices share a counter"}]}
                if related
                else {}
            ),
            "engagement": [_engagement(words, published)],
        },
    )
    plan.values["goals"] = [
        _goal(subject, words, plan, agency, actions=HOW_MANY[(before + index) % len(HOW_MANY)])
        for index, subject in enumerate(chance.sample(material.SUBJECTS, goals))
    ]
    return plan


def _engagement(words: Words, published: date) -> dict[str, Any]:
    chance = words.chance
    month = published - timedelta(days=chance.randint(60, 300))
    return {
        "title": words.fill("Evening meetings in {place}"),
        "kind": chance.choice(("listening-session", "survey", "workshop", "comment-period")),
        "stage": chance.choice(("early-design", "draft")),
        "from": f"{month:%Y-%m}",
        "participants": chance.randint(12, 400),
        "heard": words.one_of(material.HEARD),
        "changed": words.one_of(material.CHANGED),
    }


def _goal(
    subject: Subject, words: Words, plan: MadeUpPlan, agency: MadeUp, *, actions: int
) -> dict[str, Any]:
    chance = words.chance
    title = words.one_of(subject.goals)
    page = chance.randint(3, 40)
    known = words.id(title)
    # First the actions: measures name some of them.
    texts = chance.sample(subject.actions, min(actions, len(subject.actions)))
    promised = [_action(words.fill(text), words, plan, agency) for text in texts]
    plan.fates.extend(promised)
    figures = chance.sample(subject.figures, chance.randint(1, len(subject.figures)))
    return {
        "id": known,
        "title": title,
        "summary": words.one_of(subject.why),
        "topics": list(subject.topics[: chance.randint(1, len(subject.topics))]),
        "people": sorted(chance.sample(subject.people, chance.randint(1, len(subject.people)))),
        "services": [chance.choice(agency.services)],
        "objectives": [chance.choice(subject.objectives)],
        "barriers": [
            {
                "title": words.one_of(subject.barriers),
                "evidence": [
                    {"finding": words.one_of(subject.findings), "source": {"page": page}},
                ],
            }
        ],
        "actions": [fate.values for fate in promised],
        "measures": [_measure(figure, words, plan, promised) for figure in figures],
    }


def _action(title: str, words: Words, plan: MadeUpPlan, agency: MadeUp) -> Fate:
    chance = words.chance
    due = plan.published + timedelta(days=chance.randint(120, 1150))
    starts = plan.published + timedelta(days=chance.randint(0, 200))
    written = chance.choices(
        (
            due.isoformat(),
            f"{due:%Y-%m}",
            f"{due.year}-Q{(due.month + 2) // 3}",
            due.year,
            "ongoing",
            None,
        ),
        (40, 20, 15, 12, 6, 7),
    )[0]
    fate = chance.random()
    late = timedelta(days=int(chance.triangular(-120, 400, 0)))
    values: dict[str, Any] = {"id": words.id(title), "title": title}
    if chance.random() < 0.3:
        values["detail"] = words.one_of(material.NEXT)
    if written is not None:
        values["due"] = written
    values["lead"] = chance.choice(material.OFFICES)
    if chance.random() < 0.25:
        values["partners"] = [chance.choice(material.PARTNERS)]
    if chance.random() < 0.2:
        values["services"] = [chance.choice(agency.services)]
    dated = written not in (None, "ongoing")
    if dated and chance.random() < 0.3:
        values["milestones"] = _milestones(words, plan.published, due)
    return Fate(
        values=values,
        starts=starts,
        due=due if dated else None,
        finished=max(due + late, starts) if dated and fate < 0.85 else None,
        stopped=due if dated and fate > 0.96 else None,
        silent=0.85 <= fate < 0.9,
    )


def _milestones(words: Words, begin: date, end: date) -> list[dict[str, Any]]:
    many = words.chance.choice((2, 3))
    step = (end - begin) / many
    titles = ("A first version is tried out", "Half of it is done", "All staff are trained")
    return [
        {"id": words.id(title), "title": title, "due": (begin + step * (at + 1)).isoformat()}
        for at, title in enumerate(titles[:many])
    ]


def _measure(
    figure: Figure, words: Words, plan: MadeUpPlan, actions: Sequence[Fate]
) -> dict[str, Any]:
    chance = words.chance
    start = chance.randint(figure.low, figure.high)
    better = -1 if figure.better == "lower" else 1
    change = max(1, round(start * chance.uniform(0.15, 0.5)))
    target = max(1, start + better * change)
    most = 98.0 if figure.unit == "percent" else math.inf
    target = int(min(target, most))
    known = words.id(figure.title)
    groups = ("Town", "Country") if chance.random() < 0.25 else ()
    went = chance.choice((-0.2, 0.1, 0.4, 0.6, 0.8, 1.1))
    plan.courses.append(
        Course(
            id=known,
            start=start,
            end=start + (target - start) * went,
            most=most,
            groups=groups,
        )
    )
    return {
        "id": known,
        "title": figure.title,
        "kind": "equity" if groups else "performance",
        "mark": chance.choice(("output", "outcome")),
        "unit": figure.unit,
        "better": figure.better,
        "baseline": {"value": start, "when": plan.published.year - 1},
        "target": {"value": target, "when": plan.published.year + 3},
        **({"groups": list(groups)} if groups else {}),
        "actions": [chance.choice(actions).values["id"]],
    }
