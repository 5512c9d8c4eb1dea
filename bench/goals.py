"""Makes the goal pages of the project in this folder, and nothing else.

From its plans to HTML; or, with a folder of Markdown that `equity-plans pages` has written, from
that alone, as the others do. The plans are read even so, for a link is right only if there is such
a page; the seconds that are told are those of all but that.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace

from mkdocs.commands.build import build
from mkdocs.config import load_config

from equity_plans.pages import drafts
from equity_plans.pages.page import Draft
from equity_plans.publish import mkdocs_plugin
from equity_plans.publish.mkdocs_plugin import NAME
from equity_plans.publish.rendering import Renderer

MARKDOWN = Path(sys.argv[1]) if len(sys.argv) > 1 else None
every = Renderer.tasks
# The clock began when this program did; until here it has done nothing but work.
begun = time.perf_counter() - time.process_time()
reading: list[float] = []


def written(uri: str) -> object:
    """A page as it was written."""
    text = (MARKDOWN / uri).read_text(encoding="utf-8")
    return SimpleNamespace(uri=uri, markdown=text, source=None)


def only_goals(self: Renderer, drafts: list[Draft]) -> object:
    """The tasks of goal pages; the other pages are known, so that links to them are right."""
    goals = [one for one in drafts if "/goals/" in one.uri]
    if MARKDOWN is not None:
        goals = [Draft(uri=one.uri, make=partial(written, one.uri)) for one in goals]
    return every(self, goals)


def counted(what: Callable[..., object]) -> Callable[..., object]:
    """The same, and its seconds are those of reading."""

    def done(*given: object, **named: object) -> object:
        start = time.perf_counter()
        result = what(*given, **named)
        reading.append(time.perf_counter() - start)
        return result

    return done


Renderer.tasks = only_goals
mkdocs_plugin.in_one_go = tuple
if MARKDOWN is not None:
    mkdocs_plugin.open_sound_project = counted(mkdocs_plugin.open_sound_project)
    mkdocs_plugin.look = counted(mkdocs_plugin.look)
    mkdocs_plugin.drafts = counted(lambda *given, **named: list(drafts(*given, **named)))

config = load_config("mkdocs.yml")
plugin = config.plugins[NAME]
plugin.index_for_search = plugin.use_cache = False
with tempfile.TemporaryDirectory(dir=".") as folder:
    config.site_dir = str(Path(folder).absolute())
    build(config)
    made = sum(1 for _ in Path(folder).rglob("goals/*/index.html"))
print(made, round(time.perf_counter() - begun - sum(reading), 2))
