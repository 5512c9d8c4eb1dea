"""Whose a proposal is, read from git; and the code host's list of owners, written from ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from equity_plans import sources
from equity_plans.authoring import AuthoringError
from equity_plans.authoring.git import (
    GitError,
    changed_files,
    commit_of,
    file_at,
    fork_of,
    prefix_of,
)
from equity_plans.check.ownership import (
    CODEOWNERS,
    OWNERS,
    Owners,
    codeowners,
    codeowners_findings,
    owners_findings,
    owners_of,
    ownership_findings,
    without_owners,
)
from equity_plans.findings import Finding
from equity_plans.project import Project


@dataclass(frozen=True, kw_only=True, slots=True)
class Ownership:
    """Whose a proposal is."""

    files: tuple[str, ...]
    """Every file it touches, from the project's root; what lies outside begins with `../`."""

    findings: tuple[Finding, ...]
    agree: Mapping[tuple[str, ...], tuple[str, ...]]
    """Who must agree, each with the files they must agree to."""


def ownership(root: Path, base: str, head: str, *, project: Project) -> Ownership:
    """Whose the proposal `head` is, by what the commit `base` says of owners.

    Raises GitError when git cannot name every file that it touches.
    """
    published, proposed = commit_of(root, base), commit_of(root, head)
    prefix = prefix_of(root)
    touched = changed_files(root, fork_of(root, base, head), proposed)
    files = tuple(
        name.removeprefix(prefix) if name.startswith(prefix) else f"../{name}" for name in touched
    )
    findings = list(ownership_findings(files))
    data = file_at(root, published, OWNERS)
    if data is None:
        return Ownership(files=files, findings=(*findings, without_owners(base)), agree={})
    document = sources.parse(data, file=OWNERS)
    # Agencies may be new in the proposal, so their folders are not asked for here.
    wrong = owners_findings(document, schemas=project.schemas)
    if wrong:
        return Ownership(files=files, findings=(*findings, *wrong), agree={})
    owners = owners_of(document)
    agree: dict[tuple[str, ...], list[str]] = {}
    for file in files:
        agree.setdefault(owners.of(file), []).append(file)
    return Ownership(
        files=files,
        findings=tuple(findings),
        agree={who: tuple(named) for who, named in agree.items()},
    )


def owners_in(project: Project) -> tuple[Owners | None, tuple[Finding, ...]]:
    """The owners the project's folder names, or why they cannot be told."""
    file = project.root / OWNERS
    if not file.is_file():
        return None, (without_owners("this folder"),)
    document = sources.read(file, root=project.root)
    folders = frozenset(project.portfolio.agencies)
    found = owners_findings(document, schemas=project.schemas, agencies=folders)
    return (None, found) if found else (owners_of(document), ())


def check_codeowners(project: Project) -> tuple[Finding, ...]:
    """What is wrong with the owners, and with the code host's list of them."""
    owners, found = owners_in(project)
    if owners is None:
        return found
    path, prefix = _codeowners_file(project.root)
    try:
        written = path.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        written = None
    return codeowners_findings(written, owners, prefix=prefix)


def write_codeowners(project: Project) -> Path:
    """Write the code host's list of owners, and give its place."""
    owners, found = owners_in(project)
    if owners is None:
        raise AuthoringError(f"{CODEOWNERS} was left as it is. {found[0].message} {found[0].fix}")
    path, prefix = _codeowners_file(project.root)
    if path.is_symlink() or path.parent.is_symlink():
        raise AuthoringError(f"{path} is a link, and could be written somewhere else.")
    path.parent.mkdir(exist_ok=True)
    path.write_text(codeowners(owners, prefix=prefix), encoding="utf-8", newline="\n")
    return path


def _codeowners_file(root: Path) -> tuple[Path, str]:
    """Where the code host looks, and the project's folder as seen from there."""
    try:
        prefix = prefix_of(root)
    except GitError:
        prefix = ""  # Without git, the project's folder is taken for the top.
    top = root.resolve()
    for _ in filter(None, prefix.split("/")):
        top = top.parent
    return top / CODEOWNERS, prefix
