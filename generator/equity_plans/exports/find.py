"""What the Find page narrows: every action with its values, as assets/find.js reads them.

`facets` name their values; `rows` are `[address, title, agency, when, values]`, most urgent first,
where `values` has for each facet the places of the action's values in that facet's list.
"""

from __future__ import annotations

from collections.abc import Iterator

from equity_plans import addresses, words
from equity_plans.exports.export import Export, File, Group, Publication, json_bytes
from equity_plans.exports.table import legible
from equity_plans.facets import facets
from equity_plans.progress import Placed, State
from equity_plans.schema import Schemas
from equity_plans.view import by_urgency


def write(publication: Publication) -> Iterator[File]:
    """The one file of the Find page."""
    view = publication.view
    narrowed_by = facets(view)
    places = [{value: n for n, (value, _) in enumerate(one.values)} for one in narrowed_by]
    rows = [
        (
            addresses.address(addresses.action(one.plan, one.action)),
            legible(one.action.title),
            legible(view.agency_of(one.plan).short),
            legible(when_words(one, view.schemas)),
            [
                [place[value] for value in facet.of(one)]
                for facet, place in zip(narrowed_by, places, strict=True)
            ],
        )
        for one in by_urgency(view.promised)
    ]
    named = [
        {
            "name": facet.name,
            "title": facet.title,
            "values": [(value, legible(label)) for value, label in facet.values],
        }
        for facet in narrowed_by
    ]
    content = json_bytes({"facets": named, "rows": rows}, indent=None)
    yield File(uri=addresses.FIND_ROWS, content=content)


def when_words(one: Placed, schemas: Schemas) -> str:
    """When an action is due or was done, or what was last said of it, as the lists say it."""
    standing, due = one.standing, one.standing.dates.due
    match standing.state:
        case State.OVERDUE:
            return f"{words.days(standing.days_overdue)} overdue"
        case State.DONE:
            done = f"Done {words.at(standing.done)}" if standing.done else "Done"
            late = f", {words.days(standing.days_late)} late" if standing.days_late else ""
            return f"{done}{late}"
        case State.PLAN_ENDED if standing.reported is not None:
            return f"Last reported {schemas.label('actionStatus', standing.reported).lower()}"
        case State.PLAN_ENDED:
            return "No report here"
        case State.STOPPED:
            return ""
    if due is not None:
        return f"Due {words.at(due)}" if due.last else "Ongoing"
    return one.action.due_as_published or "No date given"


EXPORT = Export(
    uri=addresses.FIND_ROWS,
    media_type="application/json",
    title="Actions to narrow",
    description="Every action in brief, for the page “Find an action”.",
    group=Group.SITE,
    write=write,
)
