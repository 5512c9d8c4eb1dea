"""The list of exports: complete, described, and the same bytes whenever and wherever it is made."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from equity_plans.exports import (
    EXPORTS,
    export_files,
    of_agency,
    of_country,
    of_finished,
    publication,
)
from equity_plans.view import view

DIGEST = """
import hashlib, sys
from datetime import date
from pathlib import Path
from equity_plans.exports import export_files
from equity_plans.project import open_project
from equity_plans.view import view
looked = view(open_project(Path(sys.argv[1])), as_of=date(2025, 3, 1))
for uri, content in export_files(looked, site_url="https://example.org/"):
    print(hashlib.sha256(content).hexdigest(), uri)
"""


@pytest.fixture(scope="module")
def files(real):
    return dict(export_files(real.view, site_url=real.site_url))


def pattern(uri):
    """A pattern for the files of an export; `{plan}` stands for one part of a path."""
    pages = re.escape(uri).replace(r"\{page\}", "plans/[a-z0-9/-]+")
    pages = pages.replace(r"\{part\}", "[a-z0-9-]+(/[0-9]+)?")
    return re.sub(r"\\\{\w+\\\}", "[a-z0-9_.-]+", pages)


def test_the_same_plans_give_the_same_bytes_in_any_place_at_any_time(root, tmp_path):
    def made(place, **environment):
        for folder in ("plans", "schema"):
            shutil.copytree(root / folder, tmp_path / place / folder)
        done = subprocess.run(
            (sys.executable, "-c", DIGEST, str(tmp_path / place)),
            env={**os.environ, **environment},
            capture_output=True,
            check=True,
            text=True,
        )
        return done.stdout.splitlines()

    first = made("here", PYTHONHASHSEED="1", TZ="Pacific/Kiritimati", LC_ALL="C")
    again = made("there/again", PYTHONHASHSEED="2", TZ="America/Los_Angeles", LC_ALL="C.UTF-8")
    assert first == again
    assert len(first) > len(EXPORTS)


def test_every_file_is_one_of_an_export_of_the_list(real):
    for export in EXPORTS:
        for file in export.write(real):
            assert re.fullmatch(pattern(export.uri), file.uri), (export.uri, file.uri)


def test_what_is_written_in_one_go_is_what_each_format_gives_alone(real, files):
    alone = {file.uri: file.content for export in EXPORTS for file in export.write(real)}
    assert alone == files


def test_every_file_belongs_to_one_agency_or_to_the_country(real, files):
    own = [file.uri for agency in real.view.portfolio.agencies for file in of_agency(real, agency)]
    of_all = [file.uri for write in (*of_country(), *of_finished()) for file in write(real)]
    assert sorted(own + of_all) == sorted(files)
    assert len({*own, *of_all}) == len(files)


def test_the_files_of_an_agency_need_no_other_agency_but_those_it_names(real, files):
    for agency in real.view.portfolio.agencies:
        part = publication(
            view(with_named(real.view.project, agency), as_of=real.view.as_of),
            site_url=real.site_url,
        )
        assert len(part.view.portfolio.agencies) < len(real.view.portfolio.agencies)
        for file in of_agency(part, agency):
            assert file.content == files[file.uri], file.uri


def test_files_of_the_country_are_the_same_put_together_from_finished_files(real, files):
    asked = set()

    def finished(uri):
        asked.add(uri)
        return files[uri]

    known = replace(real, finished=finished)
    for write in of_finished():
        for file in write(known):
            assert file.content == files[file.uri], file.uri
    assert asked


def test_what_asks_for_no_finished_files_is_written_before_there_are_any(real, files):
    for write in of_country():
        for file in write(replace(real, finished={}.__getitem__)):
            assert file.content == files[file.uri], file.uri


def with_named(project, agency):
    """The part of a project with one agency, and with the agencies and plans it names."""
    whole = project.portfolio
    own = {plan.key: plan for plan in whole.plans_of(agency)}
    named = {plan.superseded.by for plan in own.values() if plan.superseded is not None}
    plans = own | {key: whole.plans[key] for key in named if key in whole.plans}
    ids = {agency, whole.agencies[agency].parent, *(plan.agency for plan in plans.values())}
    agencies = {name: one for name, one in whole.agencies.items() if name in ids}
    return replace(project, portfolio=replace(whole, agencies=agencies, plans=plans))


def test_no_file_leaves_the_site_or_has_a_name_that_some_system_refuses(files):
    for uri in files:
        path = PurePosixPath(uri)
        assert not path.is_absolute()
        assert all(re.fullmatch(r"[a-z0-9][a-z0-9_.-]*", part) for part in path.parts), uri


def test_every_export_says_what_it_holds_in_sentences():
    for export in EXPORTS:
        assert export.title[0].isupper()
        assert export.description.endswith("."), export.uri
        assert "/" in export.media_type


def test_no_format_says_where_it_was_made(files):
    for uri, content in files.items():
        assert os.fsencode(Path.cwd()) not in content, uri


def test_every_text_file_ends_in_one_line_break(files):
    for uri, content in files.items():
        if not uri.endswith((".xlsx", ".sqlite")):
            content.decode()
            assert content.endswith(b"\n"), uri
            assert not content.endswith(b"\n\n"), uri
