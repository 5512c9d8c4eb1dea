"""Source files: those of the theme and of pages written by hand, before MkDocs copies them."""

from __future__ import annotations

import os
from pathlib import Path

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.theme import Theme

from equity_plans.publish.structure import ID


def by_hand(config: MkDocsConfig) -> list[Path]:
    """The folders in which what was written by hand is: pages and the theme."""
    return [Path(one) for one in (config.docs_dir, config.theme.custom_dir) if one]


class _Seen(jinja2.FileSystemLoader):
    """The templates of a theme, but for those in hidden folders: these are ten thousand icons."""

    def list_templates(self) -> list[str]:
        """The files that MkDocs may publish; it leaves out what is hidden, too."""
        found: set[str] = set()
        for top in self.searchpath:
            for place, folders, names in os.walk(top):
                folders[:] = [name for name in folders if not name.startswith(".")]
                above = os.path.relpath(place, top).replace(os.sep, "/")
                found.update(name if above == "." else f"{above}/{name}" for name in names)
        return sorted(found)


def pass_over_hidden(theme: Theme) -> None:
    """Have MkDocs look for files to publish only where there may be any."""
    usual = theme.get_env

    def get_env() -> jinja2.Environment:
        env = usual()
        env.loader = _Seen(theme.dirs)
        return env

    theme.get_env = get_env  # type: ignore[method-assign] # MkDocs asks nobody else


def ids_of_theme(config: MkDocsConfig) -> frozenset[str]:
    """The ids that templates give to what they put around a page."""
    return frozenset(name for name in ID.findall(_text(config)) if "{" not in name)


def leave_out_unused(files: Files, config: MkDocsConfig) -> None:
    """Take the files of the theme's package away that no template of ours names."""
    ours = (config.docs_dir, config.theme.custom_dir)
    named = _text(config)
    for file in tuple(files):
        if file.src_dir not in ours and file.src_uri not in named:
            files.remove(file)


def refuse_links(files: Files, *, config: MkDocsConfig) -> None:
    """Raise PluginError for a link: MkDocs would follow it and publish whatever it leads to."""
    folders = by_hand(config)
    links = [folder for folder in folders if folder.is_symlink()]
    for file in files:
        path = Path(file.abs_src_path or "")
        for folder in folders:
            if file.src_dir == str(folder):
                own = folder.resolve() / path.relative_to(folder)
                links += [path] if path.resolve() != own else []
    for folder in folders:
        links += [path for path in folder.rglob("*") if path.is_symlink()]
    if links:
        raise PluginError(f"{links[0]} is a link. Put the file itself there.")


def templates_of(config: MkDocsConfig) -> list[tuple[str, str]]:
    """The name and the text of every template that is not part of a package, in order."""
    folder = config.theme.custom_dir
    files = sorted(Path(folder).rglob("*.html")) if folder else []
    return [(file.name, file.read_text(encoding="utf-8")) for file in files]


def _text(config: MkDocsConfig) -> str:
    """The text of all of them, one after the other."""
    return "\n".join(text for _name, text in templates_of(config))
