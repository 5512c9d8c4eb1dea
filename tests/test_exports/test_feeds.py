"""Feeds are valid Atom, tell every change in the words of the site, and never change their ids."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain

import feedparser
import pytest
from lxml import etree

from equity_plans import addresses
from equity_plans.changes import by_report, change_words
from equity_plans.exports import publication
from equity_plans.exports.cells import legible
from equity_plans.exports.feeds import EXPORTS, MOST, public_on
from equity_plans.language import speaking
from equity_plans.view import view

ATOM = "{http://www.w3.org/2005/Atom}"
TIME = re.compile(r"\d{4}-\d\d-\d\dT00:00:00Z")
TAG = re.compile(r"tag:plans\.example\.org,2025:/record/[a-z0-9A-Z/.-]+")


def feeds(publication):
    return {file.uri: file.content for export in EXPORTS for file in export.write(publication)}


def parsed(content):
    """The feed as a strict XML parser has it, which takes nothing from elsewhere."""
    return etree.fromstring(
        content, parser=etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    )


def texts(element, name):
    return [one.text or "" for one in element.findall(f"{ATOM}{name}")]


def check(uri, content, publication):
    """What RFC 4287 asks of a feed, and we of ours."""
    root = parsed(content)
    assert root.tag == f"{ATOM}feed"
    for one in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(texts(one, name)) == 1, (uri, name)
        (updated,) = texts(one, "updated")
        assert TIME.fullmatch(updated)
        assert TAG.fullmatch(texts(one, "id")[0])
        assert texts(one.find(f"{ATOM}author"), "name")
    ids = [texts(one, "id")[0] for one in root.iter(f"{ATOM}entry", f"{ATOM}feed")]
    assert len(set(ids)) == len(ids)
    links = {one.get("rel"): one.get("href") for one in root.findall(f"{ATOM}link")}
    assert links["self"] == publication.site_url + uri
    days = [texts(one, "updated")[0] for one in root.findall(f"{ATOM}entry")]
    assert days == sorted(days, reverse=True)
    assert texts(root, "updated")[0] == (days[0] if days else f"{publication.view.as_of}T00:00:00Z")
    assert {one.tag.removeprefix(ATOM) for one in root.iter() if isinstance(one.tag, str)} <= {
        *("feed", "entry", "id", "title", "updated", "author", "name", "rights", "generator"),
        *("link", "category", "summary"),
    }
    return root


def test_every_feed_is_valid(real):
    for uri, content in feeds(real).items():
        check(uri, content, real)
        read = feedparser.parse(content)
        assert not read.bozo, (uri, read.get("bozo_exception"))
        assert read.version == "atom10"


def test_hostile_text_is_text_in_a_feed(hostile, text):
    for uri, content in feeds(hostile).items():
        root = check(uri, content, hostile)
        assert not [one for one in root.iter() if not isinstance(one.tag, str)]
    title = parsed(feeds(hostile)[addresses.FEED]).findtext(f".//{ATOM}entry/{ATOM}title")
    assert title.partition(": ")[2] == " ".join(legible(text).split())


def test_a_change_is_in_the_words_of_the_language_spoken_whatever_was_said_before(real):
    known = {"schemas": real.view.schemas, "portfolio": real.view.portfolio}
    for tag in ("en", "es", "en"):
        with speaking(tag):
            # Those of reports are made for the moment, one in the place of the other.
            in_short = (told for _, told in by_report(real.view.changes))
            for change in chain(real.view.changes, in_short):
                assert real.view.words_of(change) == change_words(change, **known)


def test_the_feed_of_everything_tells_every_change_in_the_words_of_the_site(real):
    root = parsed(feeds(real)[addresses.FEED])
    told = [one.findtext(f"{ATOM}summary") for one in root.findall(f"{ATOM}entry")]
    assert len(told) == min(MOST, len(real.view.changes))
    newest = sorted(real.view.changes, key=public_on, reverse=True)
    for summary, change in zip(told, newest, strict=False):
        words = change_words(change, schemas=real.view.schemas, portfolio=real.view.portfolio)
        assert words in summary


def test_each_plan_has_a_feed_of_its_own_changes(real):
    found = feeds(real)
    for key, plan in real.view.portfolio.plans.items():
        root = parsed(found[addresses.feed("plan", key)])
        changes = [one for one in real.view.changes if one.plan is plan]
        assert len(root.findall(f"{ATOM}entry")) == len(changes)


def test_a_topic_has_the_changes_of_the_actions_on_it(real):
    found = feeds(real)
    topics = {(one.plan.key, one.action.id): one.topics for one in real.view.placed}
    for word in real.view.schemas.vocabulary["topic"]:
        root = parsed(found[addresses.feed("topic", word.value)])
        expected = sum(
            word.value in topics[one.plan.key, one.action.id]
            for one in real.view.changes
            if one.action
        )
        assert len(root.findall(f"{ATOM}entry")) == expected


@pytest.mark.parametrize("hostile", ["nothing hostile"], indirect=True)
def test_a_second_report_of_the_same_status_is_no_change_of_status(hostile):
    found = feeds(hostile)
    about_b = "/actions/b/"

    def kinds(uri):
        return [
            entry.find(f"{ATOM}category").get("term")
            for entry in parsed(found[uri]).findall(f"{ATOM}entry")
            if entry.find(f"{ATOM}link").get("href").endswith(f"a/p{about_b}")
        ]

    assert kinds(addresses.FEED).count("status") == 2
    assert kinds(addresses.STATUS_FEED) == ["status"]


def test_an_entry_keeps_its_id_when_titles_and_the_day_of_the_build_change(real):
    """A feed reader shows an entry again when its id has changed."""
    plans = {
        key: replace(plan, title=f"{plan.title}, renamed")
        for key, plan in real.view.portfolio.plans.items()
    }
    project = real.view.project
    renamed = replace(project, portfolio=replace(project.portfolio, plans=plans))
    later = view(renamed, as_of=real.view.as_of + timedelta(days=400))
    again = feeds(publication(later, site_url=real.site_url))[addresses.FEED]

    def ids(content):
        return [one.findtext(f"{ATOM}id") for one in parsed(content).findall(f"{ATOM}entry")]

    assert ids(again) == ids(feeds(real)[addresses.FEED])


def test_earlier_entries_keep_their_ids_when_a_report_is_added(real):
    before = publication(view(real.view.project, as_of=date(2024, 2, 13)), site_url=real.site_url)

    def ids(of):
        return {row["id"] for row in of.tables["changes"].rows}

    assert ids(before) < ids(real)
