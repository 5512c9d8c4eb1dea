"""The record of links: what is known of an address, and how pages say that it is gone."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from equity_plans.cli import main
from equity_plans.exports import publication
from equity_plans.links import (
    Look,
    RecordError,
    Status,
    evidence,
    read_record,
    record,
    schema,
    seen_after,
    with_seen,
)
from equity_plans.model import Link, Seen, Source, SourceDocument
from equity_plans.pages import build_pages
from equity_plans.pages.inline import cited, gone
from equity_plans.pages.phrases import document_words, proofs
from equity_plans.project import open_project
from equity_plans.publish import PublishError, with_links
from equity_plans.publish.build import write_pages
from equity_plans.view import view

ROOT = Path(__file__).resolve().parents[1]
URL = "https://www.example.gov/proof.pdf"
COPY = "https://archive.example/2024/proof.pdf"
MONDAY, TUESDAY, SUNDAY = date(2024, 1, 1), date(2024, 1, 2), date(2024, 1, 7)
THERE, MISSED = Look(status=Status.ONLINE), Look(status=Status.OFFLINE, problem="answers 404")
SHUT = Look(status=Status.UNKNOWN, problem="answers 403")
GONE = Seen(status="offline", checked=SUNDAY, last_seen=None, offline_since=TUESDAY)


# What is known after a look -----------------------------------------------------------------------


def after(*looks: tuple[date, Look]) -> Seen:
    seen = None
    for day, look in looks:
        seen = seen_after(seen, look, day=day)
    assert seen is not None
    return seen


def test_what_is_there_was_seen_on_the_day():
    assert after((MONDAY, THERE)) == Seen(status="online", checked=MONDAY, last_seen=MONDAY)


def test_one_miss_is_noted_but_not_shown():
    seen = after((MONDAY, THERE), (TUESDAY, MISSED))

    assert (seen.last_seen, seen.offline_since) == (MONDAY, TUESDAY)
    assert seen.gone_since is None


def test_what_is_missed_at_two_looks_is_gone_since_the_first():
    seen = after((MONDAY, THERE), (TUESDAY, MISSED), (SUNDAY, MISSED))

    assert seen.gone_since == TUESDAY
    assert seen.problem == "answers 404"


def test_two_looks_on_one_day_are_one():
    assert after((TUESDAY, MISSED), (TUESDAY, MISSED)).gone_since is None


def test_what_is_there_again_is_not_gone():
    seen = after((MONDAY, MISSED), (TUESDAY, MISSED), (SUNDAY, THERE))

    assert seen == Seen(status="online", checked=SUNDAY, last_seen=SUNDAY)


def test_a_look_that_cannot_tell_changes_nothing_that_is_known():
    seen = after((MONDAY, THERE), (TUESDAY, SHUT))
    assert (seen.last_seen, seen.gone_since, seen.status) == (MONDAY, None, "unknown")

    seen = after((MONDAY, MISSED), (TUESDAY, MISSED), (SUNDAY, SHUT))
    assert seen.gone_since == MONDAY


def test_a_copy_once_found_is_remembered():
    first = seen_after(None, MISSED, day=MONDAY, archived=COPY)

    assert seen_after(first, THERE, day=TUESDAY).archived == COPY


# The record ---------------------------------------------------------------------------------------


def test_the_record_is_read_as_it_was_written():
    seen = {URL: replace(GONE, archived=COPY, problem="no such host"), "http://a.example/ä": GONE}

    assert read_record(record(seen)) == seen
    assert record(dict(reversed(seen.items()))) == record(seen)


def test_the_record_keeps_to_its_schema():
    Draft202012Validator.check_schema(schema())
    written = json.loads(record({URL: GONE}))

    assert written["$schema"] == schema()["$id"]
    assert list(Draft202012Validator(schema()).iter_errors(written)) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"links": {}}',
        b"[" * 100_000,
        b'{"links": [{"url": "https://a.example/"}]}',
        record({URL: GONE}).replace(b"2024-01-07", b"yesterday"),
        record({URL: GONE}).replace(b"https://www", b"javascript:www"),
        record({URL: replace(GONE, archived=COPY)}).replace(b"https://archive", b"data:text"),
        record({URL: GONE}).replace(b'"offline"', b'"gone"'),
    ],
)
def test_a_record_that_is_none_is_refused(content):
    with pytest.raises(RecordError):
        read_record(content)


# In the portfolio ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo():
    return open_project(ROOT / "demo", schema=ROOT / "schema")


def test_all_that_supports_something_is_looked_at(demo):
    found = evidence(demo.portfolio)

    proof = [
        link
        for plan in demo.portfolio.plans.values()
        for report in plan.reports
        for entry in report.actions
        for link in entry.proof
        if link.url
    ]
    assert proof
    assert {link.url for link in proof} <= found.keys()
    sources = {plan.source.url for plan in demo.portfolio.plans.values() if plan.source}
    assert sources - {None} <= found.keys()
    assert list(found) == sorted(found)


def test_everything_cited_knows_what_was_seen_of_it(demo):
    address = next(iter(evidence(demo.portfolio)))
    told = with_seen(demo.portfolio, {address: GONE}, as_of=SUNDAY)

    assert evidence(told) == evidence(demo.portfolio)
    assert repr(told).count("gone_since") == 0
    assert repr(told).count(repr(GONE)) == repr(demo.portfolio).count(f"url={address!r}") > 0


def test_what_nothing_is_known_of_stays_the_very_same(demo):
    told = with_seen(demo.portfolio, {"https://elsewhere.example/": GONE}, as_of=SUNDAY)

    assert all(told.plans[key] is plan for key, plan in demo.portfolio.plans.items())


def test_a_page_of_an_earlier_day_knows_nothing_of_later_looks(demo):
    seen = dict.fromkeys(evidence(demo.portfolio), GONE)

    assert with_seen(demo.portfolio, seen, as_of=TUESDAY) is demo.portfolio


# On pages -----------------------------------------------------------------------------------------

SINCE = '(no longer online since <time datetime="2024-01-02">January 2, 2024</time>'


def test_what_is_there_has_nothing_beside_it():
    for seen in (None, replace(GONE, checked=TUESDAY), after((MONDAY, THERE))):
        assert gone(Link(title="a", url=URL, seen=seen)) == ""


def test_what_is_gone_keeps_its_link_and_says_since_when():
    link = Link(title="Proof", url=URL, page="3", seen=GONE)

    assert proofs((link,)) == f"[Proof]({URL}) {SINCE}), page 3"
    source = Source(title="Notice", url=URL, seen=GONE)
    assert cited(source) == f"[Notice]({URL}) {SINCE})"
    document = SourceDocument(title="Plan", url=URL, publisher="Agency", seen=GONE)
    assert document_words(document) == f"[Plan]({URL}) {SINCE}), Agency"


def test_the_archived_copy_is_named_once_wherever_it_is_known_from():
    found = replace(GONE, archived=COPY)
    expected = f"[A]({URL}) {SINCE}; [archived copy]({COPY}))"

    assert proofs((Link(title="A", url=URL, seen=found),)) == expected
    assert proofs((Link(title="A", url=URL, archived=COPY, seen=GONE),)) == expected
    assert document_words(SourceDocument(title="A", url=URL, archived=COPY, seen=GONE)) == expected
    assert cited(Source(title="A", url=URL, archived=COPY, seen=GONE)) == expected


def test_pages_and_tables_tell_what_the_record_says(demo, tmp_path):
    (place,) = [tmp_path / "demo"]
    shutil.copytree(ROOT / "demo", place)
    shutil.copytree(ROOT / "schema", place / "schema")
    before = open_project(place)
    day = date(2026, 11, 22)
    proof = next(
        link.url
        for plan in before.portfolio.plans.values()
        for report in plan.reports
        for entry in report.actions
        for link in entry.proof
        if link.url
    )
    (place / "links.json").write_bytes(record({proof: replace(GONE, archived=COPY)}))
    project = with_links(before, as_of=day)

    pages = [page.body for page in build_pages(project, as_of=day)]
    told = f"({proof}) {SINCE}; [archived copy](https://archive.example.gov/"  # its author's word
    assert any(told in body for body in pages)
    assert not any(SINCE in page.body for page in build_pages(before, as_of=day))
    rows = publication(view(project, as_of=day), site_url="https://a.example/").tables["proof"].rows
    (seen,) = {
        (
            row["link_checked"],
            row["link_last_seen"],
            row["link_offline_since"],
            row["link_archived"],
        )
        for row in rows
        if row["url"] == proof
    }
    assert seen == (SUNDAY, None, TUESDAY, COPY)


def test_a_record_that_somebody_broke_stops_the_build_with_words(tmp_path):
    project = tmp_path / "project"
    shutil.copytree(ROOT / "tests" / "projects" / "minimal", project)
    shutil.copytree(ROOT / "schema", project / "schema")
    (project / "links.json").write_bytes(b"{}")

    with pytest.raises(PublishError, match=r"links\.json is not as `equity-plans links` writes it"):
        write_pages(project, as_of=SUNDAY, out=None, echo=print)


# The command --------------------------------------------------------------------------------------


def test_the_command_asks_no_machine_of_ours_writes_the_record_and_never_fails(
    tmp_path, monkeypatch, capsys
):
    project = tmp_path / "project"
    shutil.copytree(ROOT / "tests" / "projects" / "minimal", project)
    shutil.copytree(ROOT / "schema", project / "schema")
    for file in (project / "plans").rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(
            text.replace("https://www.example.gov/", "https://me.localhost/"), encoding="utf-8"
        )
    named = evidence(open_project(project).portfolio)
    assert named
    assert all(url.startswith("https://me.localhost/") for url in named)
    monkeypatch.chdir(project)

    with pytest.raises(SystemExit) as end:
        main(["links", "--as-of", "2024-01-07", "--pause", "0.1"])

    assert end.value.code == 0
    seen = read_record((project / "links.json").read_bytes())
    assert seen.keys() == named.keys()
    # Some systems know that this name is their own, some know no such name.
    assert {(one.status, one.problem) for one in seen.values()} <= {
        ("unknown", "not a public address"),
        ("offline", "no such host"),
    }
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "The record is links.json."
    assert said[-2].startswith(f"Looked at {len(named)} link")
    assert ": 0 online, " in said[-2]
