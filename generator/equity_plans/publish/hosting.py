"""Where the site and its files are, from mkdocs.yml: what pages link to beside one another."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from mkdocs.config.defaults import MkDocsConfig

from equity_plans.publish import PublishError
from equity_plans.view import Site

FORMS = (
    ("-/edit/", "-/blob/", "-/commits/"),
    ("-/blob/", "-/blob/", "-/commits/"),
    ("_edit/", "src/branch/", "commits/branch/"),
    ("src/branch/", "src/branch/", "commits/branch/"),
    ("edit/", "blob/", "commits/"),
    ("blob/", "blob/", "commits/"),
)
"""How an `edit_uri` begins, and how the same host shows a file and its history.

In turn: GitLab, Forgejo and Gitea, GitHub; each as the place to edit a file or to look at it.
"""

ISSUES = {
    "github": ("issues/new", ("title", "body")),
    "gitlab": ("-/issues/new", ("issue[title]", "issue[description]")),
    "codeberg": ("issues/new", ("title", "body")),
    "forgejo": ("issues/new", ("title", "body")),
    "gitea": ("issues/new", ("title", "body")),
}
"""For a word in the name of a host: where it begins an issue, and the names of title and text."""


def site_of(config: MkDocsConfig, *, root: Path) -> Site:
    """What mkdocs.yml says of the site and of the repository whose project is in `root`.

    Raises PublishError when `extra.report_mail` is not an address.
    """
    extra = config.extra
    mail = str(extra.get("report_mail") or "")
    if mail and (mail.count("@") != 1 or not mail.isascii() or set(mail) & set(" ?&<>\"'")):
        raise PublishError(f"extra.report_mail in mkdocs.yml is “{mail}”, not a mail address.")
    files, history = _files(config, root=root)
    issues, fields = _issues(config.repo_url or "")
    return Site(
        url=config.site_url or "",
        name=config.site_name,
        files=files,
        history=history,
        issues=issues,
        issue_fields=fields,
        mail=mail,
        report=str(extra.get("report_error") or ""),
    )


OFFICIAL = (".gov", ".mil")
"""Only sites of the United States government may carry its banner and identifier."""

IDENTIFIER = "us_gov_identifier"
BANNER = "us_gov_banner"


def switches(config: MkDocsConfig) -> tuple[dict[str, Any], str]:
    """The government banner and identifier as the theme shows them, and what to say of it.

    On any other site they would mislead, so they are left out there, and the words say so. Raises
    PublishError for an identifier that does not say what it must.
    """
    wanted = [name for name in (BANNER, IDENTIFIER) if config.extra.get(name)]
    if not wanted:
        return {}, ""
    host = urlsplit(config.site_url or "").hostname or ""
    if not host.endswith(OFFICIAL):
        named = " and ".join(f"extra.{name}" for name in wanted)
        return dict.fromkeys(wanted), (
            f"{named} in mkdocs.yml: left out, because “{host}”, the host of site_url, does not "
            "end in .gov or .mil. Anywhere else it would mislead."
        )
    shown = {IDENTIFIER: _identifier(config.extra[IDENTIFIER])} if IDENTIFIER in wanted else {}
    return shown, ""


def _identifier(told: object) -> dict[str, Any]:
    """Whose website it is and the links that must be on it, once they are known to be sound."""
    hint = (
        f"extra.{IDENTIFIER} in mkdocs.yml must hold agency, url and links, a list of title and "
        "url: https://designsystem.digital.gov/components/identifier/ names those required."
    )
    if not isinstance(told, dict) or not isinstance(told.get("links"), list) or not told["links"]:
        raise PublishError(hint)
    for one in (told, *told["links"]):
        title = one.get("agency" if one is told else "title") if isinstance(one, dict) else None
        url = one.get("url") if isinstance(one, dict) else None
        if not (isinstance(title, str) and isinstance(url, str) and url.startswith("https://")):
            raise PublishError(hint)
    return told


def _files(config: MkDocsConfig, *, root: Path) -> tuple[str, str]:
    """The folder `root` in the repository, to look into it and to see the history of a file."""
    if not config.repo_url or not config.edit_uri:
        return "", ""
    folder = Path(os.path.relpath(root, config.docs_dir)).as_posix() + "/"
    for edit, show, history in FORMS:
        if config.edit_uri.lstrip("/").startswith(edit):
            rest = config.edit_uri.lstrip("/").removeprefix(edit)
            start = config.repo_url.rstrip("/") + "/"
            there = urljoin(f"{start}{show}{rest}", folder)
            return there, urljoin(f"{start}{history}{rest}", folder)
    return "", ""


def _issues(repository: str) -> tuple[str, tuple[str, str]]:
    """Where a well-known kind of host begins an issue."""
    host = urlsplit(repository).hostname or ""
    for name, (place, fields) in ISSUES.items():
        if name in host:
            return f"{repository.rstrip('/')}/{place}", fields
    return "", ("title", "body")
