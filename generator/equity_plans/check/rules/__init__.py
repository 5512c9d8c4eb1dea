"""All rules, a module for each subject. Importing this package fills the catalogue."""

from equity_plans.check.registry import RULES
from equity_plans.check.rules import (
    advice,
    agencies,
    amendments,
    authorities,
    changes,
    dates,
    evidence,
    figures,
    files,
    groups,
    ids,
    owners,
    plans,
    reports,
    shapes,
    weaker,
)

__all__ = [
    "RULES",
    "advice",
    "agencies",
    "amendments",
    "authorities",
    "changes",
    "dates",
    "evidence",
    "figures",
    "files",
    "groups",
    "ids",
    "owners",
    "plans",
    "reports",
    "shapes",
    "weaker",
]
