"""A proposal beside what is published: what it means, and what the rules say of that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from equity_plans.authoring import NoProjectError, read_project
from equity_plans.authoring.git import GitError, commit_of, documents_at, fork_of
from equity_plans.changes import Difference, Unread, compare
from equity_plans.check import change_findings
from equity_plans.check.places import PLANS
from equity_plans.findings import Finding
from equity_plans.project import Project, project_of
from equity_plans.schema import load_schemas


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """Two states of the plans, and what lies between them."""

    before: Project
    after: Project
    differences: tuple[Difference, ...]
    same: tuple[str, ...]
    """Files that were touched without a change in meaning."""

    def findings(self, *, as_of: date) -> tuple[Finding, ...]:
        """What the rules about changes find."""
        return change_findings(self.differences, documents=self.after.documents, as_of=as_of)


def review(root: Path, base: str, head: str | None = None, *, schema: Path | None = None) -> Review:
    """What `head` changes in the plans since it parted from `base`.

    Both are commits, by any name git knows them by, or folders that hold plans/. Without `head`,
    it is the folder `root` as it is now, saved and committed or not.
    """
    schema = schema or root / "schema"
    if is_folder(root, base):
        before = read_project(Path(base), schema=schema)
    else:
        newest = "HEAD" if head is None or is_folder(root, head) else head
        before = _project_at(root, fork_of(root, base, newest), schema)
    if head is None or is_folder(root, head):
        after = read_project(root if head is None else Path(head), schema=schema)
    else:
        after = _project_at(root, commit_of(root, head), schema)
    differences = compare(
        before.portfolio,
        after.portfolio,
        schemas=after.schemas,
        unread=Unread(before=before.unread, after=after.unread),
    )
    told = {one.file for one in differences}
    return Review(
        before=before,
        after=after,
        differences=differences,
        same=tuple(
            file
            for file, document in after.documents.items()
            if file not in told
            and file in before.documents
            and document.lines != before.documents[file].lines
        ),
    )


def _project_at(root: Path, commit: str, schema: Path) -> Project:
    """The plans as a commit has them."""
    try:
        schemas = load_schemas(schema)
    except OSError as error:
        raise NoProjectError(f"{error.filename} cannot be read: {error.strerror}.") from None
    return project_of(documents_at(root, commit), schemas=schemas, root=root)


def is_folder(root: Path, named: str) -> bool:
    """True when a person means a folder with plans in it, and not a commit.

    Where it could be both, a name with a slash or dots is a folder.
    """
    if not (Path(named) / PLANS).is_dir():
        return False
    if "/" in named or named in (".", ".."):
        return True
    try:
        commit_of(root, named)
    except GitError:
        return True
    return False
