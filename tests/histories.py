"""Small git repositories for tests, written commit by commit."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.states import ROOT, State, write

# Nobody's own settings of git may play a part.
QUIET = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A person",
    "GIT_AUTHOR_EMAIL": "person@parks.springfield.example",
    "GIT_COMMITTER_NAME": "A person",
    "GIT_COMMITTER_EMAIL": "person@parks.springfield.example",
}


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ("git", "-C", str(folder), *arguments), capture_output=True, check=True, env=QUIET
    )
    return done.stdout.decode("utf-8", "replace").strip()


def repository(folder: Path, state: State) -> Path:
    """A project with a history of one commit, on the branch `main`."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    (folder / "schema").symlink_to(ROOT / "schema")
    (folder / ".gitignore").write_text("/schema\n", encoding="utf-8")
    commit(folder, state)
    return folder


def commit(folder: Path, state: State) -> str:
    """One more commit, in which the plans are those of the state."""
    write(state, folder)
    return record(folder)


def record(folder: Path) -> str:
    """A commit of whatever is in the folder."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "One more change")
    return git(folder, "rev-parse", "HEAD")
