"""What changed, in words: the one engine behind each history on the site and every review."""

from equity_plans.changes.amended import wants_amendment
from equity_plans.changes.compare import Unread, compare
from equity_plans.changes.difference import Difference, DifferenceKind, Effect
from equity_plans.changes.history import Change, ChangeKind, all_changes, by_report, plan_changes
from equity_plans.changes.wording import change_title, change_words, kind_title, report_words

__all__ = [
    "Change",
    "ChangeKind",
    "Difference",
    "DifferenceKind",
    "Effect",
    "Unread",
    "all_changes",
    "by_report",
    "change_title",
    "change_words",
    "compare",
    "kind_title",
    "plan_changes",
    "report_words",
    "wants_amendment",
]
