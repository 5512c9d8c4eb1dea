"""The API: static JSON files of everything of one kind, and one for each agency, plan and action.

A record is a row of a table with the rows of other tables that are part of it, so the API and the
tables have the same names and cannot say different things (`records.py`). No file grows with the
record as a whole: what is listed is listed a thousand records at a time, and each such file names
the next (`lists.py`); one plan, goal or action is always whole (`one.py`).
The shapes of answers are in `exports/responses.py`, the paths in `exports/openapi.py`.
"""

from functools import partial

from equity_plans import addresses
from equity_plans.exports.api.lists import LISTED, MOST, index, of_each_kind, of_each_value
from equity_plans.exports.api.lists import in_pieces as lists_in_pieces
from equity_plans.exports.api.one import of_agency
from equity_plans.exports.api.records import BRIEF, FILES, IN_BRIEF, KINDS, PARTS
from equity_plans.exports.export import Group, export, only

_export = partial(export, media_type="application/json", group=Group.API)

LISTS = (
    _export(
        addresses.api("{kind}"),
        "Everything of one kind",
        f"Files for each of: {', '.join(KINDS)}. Where there are more than {MOST:,} records, "
        "a file says in “next” where the following ones are.",
        of_country=of_each_kind,
    ),
    _export(
        addresses.list_api("{facet}", "{value}"),
        "A list of actions",
        f"In brief, for each value of: {', '.join(LISTED)}.",
        of_country=of_each_value,
    ),
)
"""The files that list things of all agencies."""

ONES = (
    _export(
        addresses.agency_api("{agency}"),
        "One agency",
        "Who it is, its services and its plans.",
        of_agency=only("agency", of=of_agency),
    ),
    _export(
        f"{addresses.API}plans/{{agency}}/{{plan}}.json",
        "One plan",
        "Its goals, actions, measures with every figure, reports and changes.",
        of_agency=only("plan", of=of_agency),
    ),
    _export(
        f"{addresses.API}plans/{{agency}}/{{plan}}/goals/{{goal}}.json",
        "One goal",
        "What stands in the way, its actions in brief, and its measures with every figure.",
        of_agency=only("goal", of=of_agency),
    ),
    _export(
        f"{addresses.API}plans/{{agency}}/{{plan}}/actions/{{action}}.json",
        "One action",
        "The promise, the three answers, its milestones, every report, its proof and its changes.",
        of_agency=only("action", of=of_agency),
    ),
)
"""The files of one agency and of what is in its plans, which `of_agency` gives in one go."""

EXPORTS = (
    _export(
        addresses.api("index"),
        "Start",
        "The day of the data, how many there are of each kind, where each file is, and what the "
        "site was made from.",
        of_country=index,
    ),
    *LISTS,
    *ONES,
)

__all__ = [
    "BRIEF",
    "EXPORTS",
    "FILES",
    "IN_BRIEF",
    "KINDS",
    "LISTED",
    "LISTS",
    "MOST",
    "ONES",
    "PARTS",
    "lists_in_pieces",
    "of_agency",
]
