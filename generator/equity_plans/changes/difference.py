"""Difference: one thing that a proposed change means, as a value and in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from equity_plans.findings import DataPath


class Effect(StrEnum):
    """What a change does to a promise."""

    WEAKER = "weaker"
    STRONGER = "stronger"
    NEUTRAL = "neutral"


class DifferenceKind(StrEnum):
    """What sort of difference it is."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    """Something else in place of its id, or of its plan's folder."""

    EXCHANGED = "exchanged"
    """Two things whose ids now stand for each other."""

    MOVED = "moved"
    """To another goal or action."""

    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    REWORDED = "reworded"
    REPLACED = "replaced"
    """Reworded so far that it says something else."""

    DUE = "due"
    TARGET = "target"
    BASELINE = "baseline"
    COUNTED = "counted"
    """What a measure counts, and which way is better."""

    COVERAGE = "coverage"
    """Who or what a promise covers: people, groups, services."""

    FISCAL_YEAR = "fiscal-year"
    REPORTING = "reporting"
    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"
    STATE = "state"
    STATUS = "status"
    CORRECTED = "corrected"
    EDITED = "edited"
    """The record of something that was published: a report, an amendment."""

    ARCHIVED = "archived"
    AMENDED = "amended"
    """An amendment that tells of no change made with it."""

    CHANGED = "changed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One thing that differs in meaning between two states of the plans."""

    kind: DifferenceKind
    thing: str
    """What it is about, in the project's own word: plan, goal, action, report."""

    text: str
    """What changed, in sentences of plain text that quote their authors."""

    file: str
    """The file as it is now or, when the file is gone, as it was."""

    path: DataPath = ()
    """Where it stands there now; for something that is gone, what it stood in."""

    gone: bool = False
    """True when the file itself is gone."""

    plan: str = ""
    """The key of the plan, `ssa/equity-2023`; empty for agencies and authorities."""

    id: str = ""
    title: str = ""
    what: str = ""
    """Its name in an amendment: `translate-forms.due`; empty where there can be none."""

    before: str = ""
    after: str = ""
    """Both values as an author writes them; empty for none."""

    effect: Effect = Effect.NEUTRAL
    promised: bool = True
    """False when it was only a draft, which may change freely."""

    amended: bool = False
    """True when an amendment that came with it tells of it and says why."""

    reason: str = ""
    """Why, in the words of its author."""

    doubt: str = ""
    """What does not fit in the amendment that tells of it."""

    days: int | None = None
    """How far a date moved; more than 0 is later."""

    moves: int = 0
    """How often the date has moved, this time included."""

    days_from_first: int | None = None
    """Days between the first date promised and the one that holds now."""

    def sort_key(self) -> tuple[str, str]:
        """By plan, then by file: the order in which differences are told."""
        return (self.plan, self.file)

    @property
    def subject(self) -> str:
        """The thing with its title and id: `action “Translate forms” (translate-forms)`."""
        named = f" “{self.title}”" if self.title else ""
        known = (f" ({self.id})" if named else f" {self.id}") if self.id else ""
        return f"{self.thing}{named}{known}"
