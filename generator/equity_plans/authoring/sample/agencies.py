"""Made-up agencies, each with a place of its own that does not exist."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from equity_plans.authoring.sample.material import FIRST, LAST, POSTS

GOVERNMENTS = (
    ("city", "City of {place}, Example"),
    ("county", "{place} County, Example"),
    ("state", "State of {place}"),
    ("special-district", "{place} District, Example"),
    ("federal", "Sample Union"),
    ("tribal", "Sample Nation of {place}"),
)
WEIGHTS = (30, 25, 20, 12, 8, 5)
KINDS = (
    "Housing Office",
    "Health Department",
    "Department of Human Services",
    "Transportation Office",
    "Public Library",
    "Employment Office",
    "Water District",
    "School Services",
    "Licensing Bureau",
    "Benefits Office",
    "Parks Department",
    "Courts Administration",
)
SERVICES = (
    ("apply-for-help", "Apply for help", "Help before the money runs out"),
    ("renew-a-permit", "Renew a permit", "A valid permit without a second visit"),
    ("file-a-complaint", "File a complaint", "To be heard, and to get an answer"),
    ("ask-a-question", "Ask a question", "An answer that can be relied on"),
    ("book-a-visit", "Book a visit", "An appointment that fits around work"),
    ("pay-a-bill", "Pay a bill", "To pay in parts, and to see what is owed"),
)
CHANNELS = ("website", "phone", "in-person", "mail", "email", "text-message")
FISCAL_YEARS = (1, 7, 10)


@dataclass(frozen=True, kw_only=True, slots=True)
class MadeUp:
    """One made-up agency: what its file holds, and what its plans are to know of it."""

    id: str
    place: str
    values: dict[str, Any]
    host: str
    services: tuple[str, ...]


def place_of(number: int) -> str:
    """The name of the place with this `number`; no two of the first 1,250 are alike."""
    turn, at = divmod(number, len(FIRST))
    first, last = FIRST[at], LAST[(7 * at + turn) % len(LAST)]
    again = turn // len(LAST)
    return f"{first}{last}" + (f" {again + 1}" if again else "")


def made_up_agency(number: int, chance: Random) -> MadeUp:
    """The agency with this `number`."""
    place = place_of(number)
    government, jurisdiction = chance.choices(GOVERNMENTS, WEIGHTS)[0]
    kind = chance.choice(KINDS)
    slug = f"{place} {kind}".lower().replace(" ", "-")
    host = f"{place.lower().replace(' ', '-')}.example.gov"
    offered = chance.sample(SERVICES, chance.randint(2, 4))
    values = {
        "name": f"{place} {kind}",
        "short_name": "".join(word[0] for word in f"{place} {kind}".split() if word != "of"),
        "jurisdiction": jurisdiction.format(place=place),
        "government": government,
        "summary": f"A made-up office that serves about {chance.randint(8, 900)},000 people.",
        "website": f"https://{host}",
        "fiscal_year_starts": chance.choice(FISCAL_YEARS),
        "contact": {"role": chance.choice(POSTS), "email": f"equity@{host}"},
        "services": [
            {
                "id": service,
                "name": name,
                "need": need,
                "channels": sorted(chance.sample(CHANNELS, chance.randint(2, 4))),
                "volume": {"value": chance.randint(2, 400) * 500, "when": 2024},
            }
            for service, name, need in offered
        ],
    }
    services = tuple(service for service, _, _ in offered)
    return MadeUp(id=slug, place=place, values=values, host=host, services=services)
