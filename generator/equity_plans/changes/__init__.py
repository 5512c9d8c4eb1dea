"""What changed, in words: the one engine behind each history on the site."""

from equity_plans.changes.history import Change, ChangeKind, all_changes, plan_changes
from equity_plans.changes.wording import change_title, change_words

__all__ = [
    "Change",
    "ChangeKind",
    "all_changes",
    "change_title",
    "change_words",
    "plan_changes",
]
