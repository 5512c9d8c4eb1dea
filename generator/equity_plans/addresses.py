"""Where each page is. An address, once published, is never given to something else."""

from __future__ import annotations

from equity_plans.language import folder
from equity_plans.model import Action, Goal, Plan, Service

OVERVIEW = "index.md"
AGENCIES = "agencies/index.md"
FIND = "find/index.md"
CHANGES = "changes.md"
AUTHORITIES = "authorities.md"
HOW = "how-this-works.md"
QUEUE = "queue.md"
FIELDS = "contribute/fields/index.md"
RULES = "contribute/rules/index.md"
CONTRIBUTE = "contribute/index.md"
DATA = "data.md"
DATA_TABLES = "data/tables.md"
DATA_API = "data/api.md"

FIND_FIRST = "find/actions.json"
FIND_VALUES = "find/values.json"
FIND_WORDS = "find/words.json"
API = "api/v1/"
FEED = "feeds/all.xml"
STATUS_FEED = "feeds/status.xml"
CALENDAR = "calendars/all.ics"


ENGLISH_ONLY = ("contribute/", "data.md", "data/")
"""Where the pages are that are in English alone: the guides, the reference and the data."""


def in_english_only(uri: str) -> bool:
    """True for a page that no other language has."""
    return uri.startswith(ENGLISH_ONLY)


def placed(uri: str) -> str:
    """Where a page or file truly is, for a page in the language spoken.

    Everything else here says where a page is from the top of its language. Files, and pages that
    are in English alone, are there once, at the top of the site.
    """
    below = folder()
    if not below or in_english_only(uri) or not uri.endswith(".md"):
        return uri
    return f"{below}{uri}"


def agency(agency_id: str) -> str:
    """The page of an agency."""
    return f"agencies/{agency_id}/index.md"


def service(agency_id: str, one: Service) -> str:
    """The page of a service."""
    return f"agencies/{agency_id}/services/{one.id}.md"


def plan(one: Plan) -> str:
    """The page of a plan."""
    return f"plans/{one.key}/index.md"


def goal(of: Plan, one: Goal) -> str:
    """The page of a goal."""
    return f"plans/{of.key}/goals/{one.id}.md"


def action(of: Plan, one: Action) -> str:
    """The page of an action: the citable record of one promise."""
    return f"plans/{of.key}/actions/{one.id}.md"


def people(value: str) -> str:
    """The list of actions for one group of people."""
    return f"find/people/{value}.md"


def topic(value: str) -> str:
    """The list of actions on one topic."""
    return f"find/topic/{value}.md"


def state(value: str) -> str:
    """The list of actions in one state."""
    return f"find/status/{value}.md"


def kind(value: str) -> str:
    """The list of plans of one kind."""
    return f"find/kind/{value}.md"


def year(value: str) -> str:
    """The list of actions due in one year, or in none."""
    return f"find/year/{value}.md"


def find_names(facet: str) -> str:
    """The names of all values of a facet, for the finder."""
    return f"find/{facet}.json"


def find_rows(number: int) -> str:
    """A piece of what the finder shows of actions and pages."""
    return f"find/rows/{number}.json"


def find_texts(number: int) -> str:
    """A piece of the texts that the finder quotes from."""
    return f"find/texts/{number}.json"


def find_words(number: int) -> str:
    """A piece of the index of words."""
    return f"find/words/{number}.json"


def fields(name: str) -> str:
    """The fields of one kind of file."""
    return f"contribute/fields/{name}.md"


def rule(rule_id: str) -> str:
    """The page of one rule of the checker."""
    return f"contribute/rules/{rule_id}.md"


def table(name: str, ending: str = "csv") -> str:
    """The file of one table."""
    return f"data/{name}.{ending}"


def api(name: str) -> str:
    """The JSON file of everything of one kind: `actions`, `plans`."""
    return f"{API}{name}.json"


def part(uri: str, number: int) -> str:
    """One part of a file that is cut into parts: `api/v1/actions.2.json`; the first has no number.

    No id holds a dot, so a part is never taken for another thing.
    """
    return uri if number == 1 else f"{uri.removesuffix('.json')}.{number}.json"


def list_api(facet: str, value: str) -> str:
    """The JSON file of the actions that a list page shows, by status, people, topic or year."""
    return f"{API}find/{facet}/{value}.json"


def agency_api(agency_id: str) -> str:
    """The JSON file of an agency."""
    return f"{API}agencies/{agency_id}.json"


def plan_api(one: Plan) -> str:
    """The JSON file of a plan."""
    return f"{API}plans/{one.key}.json"


def goal_api(of: Plan, one: Goal) -> str:
    """The JSON file of a goal."""
    return f"{API}plans/{of.key}/goals/{one.id}.json"


def action_api(of: Plan, one: Action) -> str:
    """The JSON file of an action."""
    return f"{API}plans/{of.key}/actions/{one.id}.json"


def feed(kind: str, value: str) -> str:
    """The Atom feed of one agency, plan, topic or group of people."""
    return f"feeds/{kind}/{value}.xml"


def calendar(kind: str, value: str) -> str:
    """The calendar of one agency or plan."""
    return f"calendars/{kind}/{value}.ics"


def open_actions(agency_id: str) -> str:
    """The list of what an agency has not done yet, where it is long."""
    return f"agencies/{agency_id}/open.md"


def parts(agency_id: str) -> str:
    """The list of the agencies that are part of one, where it is long."""
    return f"agencies/{agency_id}/parts.md"


def service_actions(agency_id: str, one: Service) -> str:
    """The list of what was promised for a service, where it is long."""
    return f"agencies/{agency_id}/services/{one.id}/actions.md"


def goal_actions(of: Plan, one: Goal) -> str:
    """The list of the actions of a goal, where it is long."""
    return f"plans/{of.key}/goals/{one.id}/actions.md"


def month(value: str) -> str:
    """Everything that changed in one month: `2024-06`."""
    return f"changes/{value}.md"


def required_by(authority_id: str) -> str:
    """The list of the plans that a law or order asks for, where it is long."""
    return f"authorities/{authority_id}.md"


def sheet(uri: str, number: int, *, folder: str | None = None) -> str:
    """The sheet of a list with a number, counted from 1; the first is the list's own page.

    The others are in a folder: that of the list, unless another is named.
    """
    return uri if number == 1 else f"{folder or uri.removesuffix('.md')}/{number}.md"


def beside(page: str, name: str) -> str:
    """A file in the folder of a page: its citation, badge or card."""
    return f"{address(page)}{name}"


def address(uri: str) -> str:
    """The web address, from the top of the site, of the page at `uri`: `plans/ssa/equity-2023/`."""
    page = uri.removesuffix(".md")
    if page.endswith("/index"):
        return page.removesuffix("index")
    return f"{page}/" if page != "index" else ""
