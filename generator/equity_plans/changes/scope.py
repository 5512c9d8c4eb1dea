"""Scope: what all differences of one plan, agency or file share, and how they are made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from equity_plans.changes.difference import Difference, DifferenceKind, Effect
from equity_plans.changes.labels import Labels, quoted
from equity_plans.changes.matching import Entry
from equity_plans.changes.meaning import as_written
from equity_plans.findings import DataPath
from equity_plans.model import Amendment


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """One thing of one file, and what its differences have in common."""

    labels: Labels
    file: str
    thing: str
    path: DataPath = ()
    """Where the thing stands in the file as it is now."""

    plan: str = ""
    id: str = ""
    title: str = ""
    promised: bool = True
    new: tuple[Amendment, ...] = ()
    """The amendments that come with the change."""

    amendable: bool = False
    """True in a plan: only what a plan says can have an amendment."""

    def inside(self, entry: Entry) -> Scope:
        """The scope of one thing of the same file."""
        return replace(self, thing=entry.word, path=entry.path, id=entry.id, title=entry.title)

    def what(self, *names: str) -> str:
        """How an amendment names a field of this thing."""
        return ".".join((self.id, *names) if self.thing != "plan" else names)

    def name(self, *names: str) -> str:
        """What to call a field of this thing."""
        return self.labels.name((*self.path, *names))

    def shown(self, value: object, *names: str | int) -> str:
        """A value of a field of this thing in words."""
        return self.labels.value(value, (*self.path, *names))

    def has_words(self, *names: str) -> bool:
        """True when the schema has labels for the values of a field."""
        return "labels" in self.labels.field((*self.path, *names))

    def difference(
        self,
        kind: DifferenceKind,
        text: str,
        *names: str,
        before: object = None,
        after: object = None,
        **more: Any,
    ) -> Difference:
        """A difference of this thing, or of a field of it, with the amendment that tells of it."""
        what = self.what(*names) if self.amendable and names else ""
        told = Difference(
            kind=kind,
            thing=self.thing,
            text=text,
            file=self.file,
            path=(*self.path, *names),
            plan=self.plan,
            id=self.id,
            title=self.title,
            what=what,
            before=as_written(before),
            after=as_written(after),
            promised=self.promised,
        )
        if what:
            one_value = not isinstance(before, tuple) and not isinstance(after, tuple)
            told = self._amended(told, one_value=one_value)
        return replace(told, **more)

    def _amended(self, told: Difference, *, one_value: bool) -> Difference:
        """The same, with what the amendments that come with it say of it.

        What they say it was can be held beside a single value, but not beside a list. Whether they
        agree with what it is now is a question to the plan alone.
        """
        about = [one for one in self.new if self._covers(one.what, told.what)]
        if not about:
            return told
        exact = [one for one in about if one.what == told.what] if one_value else []
        was = as_written(exact[0].from_) if exact else told.before
        doubt = ""
        if was != told.before:
            said = f"that it was {quoted(was)}" if was else "nothing of what it was"
            doubt = f"The amendment of “{told.what}” says {said}."
        return replace(told, amended=not doubt, reason=about[-1].reason, doubt=doubt)

    def _covers(self, amended: str, what: str) -> bool:
        """True when `amended` is the field `what`, a part of it or the group it is in.

        The id of a thing alone says too little: nobody could tell what was promised before.
        """
        one, two = amended.split("."), what.split(".")
        shorter = min(len(one), len(two))
        return one[:shorter] == two[:shorter] and (self.thing == "plan" or len(one) > 1)


NEUTRAL, WEAKER, STRONGER = Effect.NEUTRAL, Effect.WEAKER, Effect.STRONGER
