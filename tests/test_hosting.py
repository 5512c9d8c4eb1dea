"""What mkdocs.yml says of host and repository becomes links that work there, or none at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mkdocs.config.defaults import MkDocsConfig

from equity_plans.publish import PublishError
from equity_plans.publish.hosting import site_of, switches

ROOT = Path("/project")


def config(**told: Any) -> MkDocsConfig:
    made = MkDocsConfig()
    made.load_dict({"site_name": "Plans", "site_url": "https://plans.example/", **told})
    made.docs_dir = str(ROOT / "site" / "pages")
    made.extra = told.get("extra", {})
    return made


@pytest.mark.parametrize(
    ("repository", "edit", "files", "history", "issues"),
    [
        (
            "https://github.com/a/b",
            "edit/main/site/pages/",
            "https://github.com/a/b/blob/main/",
            "https://github.com/a/b/commits/main/",
            "https://github.com/a/b/issues/new",
        ),
        (
            "https://github.com/a/b/",
            "blob/main/site/pages/",
            "https://github.com/a/b/blob/main/",
            "https://github.com/a/b/commits/main/",
            "https://github.com/a/b/issues/new",
        ),
        (
            "https://gitlab.example.gov/a/b",
            "-/edit/main/site/pages/",
            "https://gitlab.example.gov/a/b/-/blob/main/",
            "https://gitlab.example.gov/a/b/-/commits/main/",
            "https://gitlab.example.gov/a/b/-/issues/new",
        ),
        (
            "https://codeberg.org/a/b",
            "_edit/main/site/pages/",
            "https://codeberg.org/a/b/src/branch/main/",
            "https://codeberg.org/a/b/commits/branch/main/",
            "https://codeberg.org/a/b/issues/new",
        ),
        ("https://git.example/a", "cgit/tree/site/pages/", "", "", ""),
    ],
)
def test_files_their_history_and_issues_are_found_as_each_kind_of_host_has_them(
    repository, edit, files, history, issues
):
    site = site_of(config(repo_url=repository, edit_uri=edit), root=ROOT)

    assert (site.files, site.history, site.issues) == (files, history, issues)


def test_without_a_repository_nothing_is_linked():
    site = site_of(config(), root=ROOT)

    assert (site.files, site.history, site.issues, site.mail) == ("", "", "", "")
    assert site.url == "https://plans.example/"


@pytest.mark.parametrize("mail", ["nobody", "a@b?bcc=c@d", "a b@c", "<a@b>", "a@b@c"])
def test_an_address_for_mail_that_is_none_is_refused(mail):
    with pytest.raises(PublishError, match="not a mail address"):
        site_of(config(extra={"report_mail": mail}), root=ROOT)


IDENTIFIER = {
    "agency": "Office of Examples",
    "url": "https://example.gov/",
    "links": [{"title": "Privacy policy", "url": "https://example.gov/privacy"}],
}


def test_the_banner_and_the_identifier_are_left_out_and_this_is_said_where_they_would_mislead():
    extra = {"us_gov_banner": True, "us_gov_identifier": IDENTIFIER}

    shown, said = switches(config(extra=extra))
    assert shown == {"us_gov_banner": None, "us_gov_identifier": None}
    assert "plans.example" in said
    assert ".gov or .mil" in said

    for url in ("https://plans.example.gov/", "https://plans.example.mil/equity/"):
        shown, said = switches(config(site_url=url, extra=extra))
        assert (shown, said) == ({"us_gov_identifier": IDENTIFIER}, "")


@pytest.mark.parametrize(
    "told",
    [
        True,
        {"agency": "A"},
        {**IDENTIFIER, "links": []},
        {**IDENTIFIER, "url": "javascript:alert(1)"},
        {**IDENTIFIER, "links": [{"title": "Privacy", "url": "http://example.gov/"}]},
        {**IDENTIFIER, "links": ["https://example.gov/"]},
    ],
)
def test_an_identifier_that_does_not_say_what_it_must_is_refused(told):
    with pytest.raises(PublishError, match="must hold agency, url and links"):
        switches(config(site_url="https://example.gov/", extra={"us_gov_identifier": told}))
