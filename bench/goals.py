"""Makes the goal pages of the project in this folder, and nothing else.

From its plans to HTML; or, with a folder of Markdown that `equity-plans pages` has written, from
that alone, as the others do. The plans are read even so, for a link is right only if there is such
a page; the seconds that are told are those of all but that.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import SimpleNamespace

from mkdocs.commands.build import build
from mkdocs.config import load_config

from equity_plans.pages import of_agency
from equity_plans.pages.page import Draft
from equity_plans.publish import mkdocs_plugin
from equity_plans.publish.making import Reader
from equity_plans.publish.mkdocs_plugin import NAME
from equity_plans.publish.work import FIRST_PAGES, PAGES_AT_ONCE, Done, Work

MARKDOWN = Path(sys.argv[1]) if len(sys.argv) > 1 else None
FIRST = FIRST_PAGES // PAGES_AT_ONCE
"""So many parts are done before the work is spread."""

# The clock began when this program did; until here it has done nothing but work.
begun = time.perf_counter() - time.process_time()
reading: list[float] = []


def written(uri: str) -> object:
    """A page as it was written."""
    text = (MARKDOWN / uri).read_text(encoding="utf-8")
    return SimpleNamespace(uri=uri, markdown=text, source=None)


def goals_of(work: Work, agency: str) -> list[Draft]:
    """The goal pages of an agency, from its plans."""
    places = work.making.agencies[agency].places
    languages = work.publication.languages
    drafts = of_agency(work.making.view, agency, places=places, languages=languages)
    return [one for one in drafts if "/goals/" in one.uri]


def rendered(work: Work, drafts: Callable[[], Sequence[Draft]]) -> Done:
    """Goal pages, written."""
    made = work.renderer.pages(drafts())
    return Done(written=[page for _, page in made if page])


def parts(work: Work) -> list[Callable[[], Done]]:
    """The parts of the work that make goal pages. That there are other pages is known."""
    agencies = work.making.agencies
    uris = [uri for one in agencies.values() for uri in one.pages if "/goals/" in uri]
    plugin.pages = uris  # the map of the site has no page that is not made; the others' has none
    if MARKDOWN is None:
        each = [partial(goals_of, work, agency) for agency in agencies]
    else:
        drafts = [Draft(uri=uri, make=partial(written, uri)) for uri in uris]
        each = [
            partial(drafts.__getitem__, slice(start, start + PAGES_AT_ONCE))
            for start in range(0, len(drafts), PAGES_AT_ONCE)
        ]
    return [partial(rendered, work, one) for one in each]


def counted(what: Callable[..., object]) -> Callable[..., object]:
    """The same, and its seconds are those of reading."""

    def done(*given: object, **named: object) -> object:
        start = time.perf_counter()
        result = what(*given, **named)
        reading.append(time.perf_counter() - start)
        return result

    return done


Work.first_parts = lambda work: parts(work)[:FIRST]
Work.parts = lambda work: parts(work)[FIRST:]
Work.last_parts = lambda _work: []
if MARKDOWN is not None:
    country = mkdocs_plugin.of_country
    mkdocs_plugin.of_country = counted(lambda *given, **named: list(country(*given, **named)))
    Reader.read = counted(Reader.read)

config = load_config("mkdocs.yml")
plugin = config.plugins[NAME]
plugin.index_for_search = plugin.use_cache = False
with tempfile.TemporaryDirectory(dir=".") as folder:
    config.site_dir = str(Path(folder).absolute())
    build(config)
    seconds = time.perf_counter() - begun - sum(reading)
    made = sum(1 for _ in Path(folder).rglob("goals/*/index.html"))
# What the others have made is taken away before or after their seconds, too.
print(made, round(seconds, 2))
