"""Makes the goal pages of the project in this folder, from plans to HTML, and nothing else."""

from __future__ import annotations

import tempfile
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

from equity_plans.publish import mkdocs_plugin
from equity_plans.publish.mkdocs_plugin import NAME
from equity_plans.publish.rendering import Renderer

every = Renderer.tasks


def only_goals(self: Renderer, drafts: list[object]) -> object:
    """The tasks of goal pages; the other pages are known, so that links to them are right."""
    return every(self, [one for one in drafts if "/goals/" in one.uri])


Renderer.tasks = only_goals
mkdocs_plugin.together = list

config = load_config("mkdocs.yml")
plugin = config.plugins[NAME]
plugin.index_for_search = plugin.use_cache = False
with tempfile.TemporaryDirectory(dir=".") as folder:
    config.site_dir = str(Path(folder).absolute())
    build(config)
    print(sum(1 for _ in Path(folder).rglob("goals/*/index.html")))
