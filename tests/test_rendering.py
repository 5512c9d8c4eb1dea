"""With or without the cache, and by however many programs: a site is always the same."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import threading
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, InclusionLevel, get_files
from mkdocs.structure.pages import Page

from equity_plans.pages import drafts
from equity_plans.pages.encode import _RUN_OF_WORDS, _prose_html, _prose_markdown
from equity_plans.publish import PublishError, epoch_of
from equity_plans.publish.cache import LIMIT, Cache, Entry
from equity_plans.publish.contents import Contents
from equity_plans.publish.markdown_pages import NEEDS, Converter, MadePage, QuickInline
from equity_plans.publish.mkdocs_plugin import NAME
from equity_plans.publish.rendering import file_of
from equity_plans.publish.site_files import generated
from equity_plans.publish.workers import meanwhile, spread, usual_workers

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 22)
FORKS = hasattr(os, "fork")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """The demo, so that every kind of page is in it."""
    folder = tmp_path_factory.mktemp("rendering")
    for part in ("demo", "schema", "site"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder / "demo"


def build(
    project: Path, name: str, *, workers: int = 1, use_cache: bool = True
) -> dict[str, bytes]:
    """The site as MkDocs builds it, which keeps finished pages."""
    config = load_config(str(project / "mkdocs.yml"))
    config.site_dir = str(project.parent / "sites" / name)
    plugin = config.plugins[NAME]
    plugin.config.as_of, plugin.index_for_search = DAY, False
    plugin.workers, plugin.use_cache = workers, use_cache
    plugin.published, plugin.data = None, True  # MkDocs uses a plugin again that it made before
    os.environ["SOURCE_DATE_EPOCH"] = epoch_of(DAY)
    try:
        mkdocs_build.build(config)
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
    return contents(Path(config.site_dir))


@pytest.fixture(scope="module")
def plainly(project) -> dict[str, bytes]:
    """The site as one program makes it that keeps nothing."""
    return build(project, "plain", workers=1, use_cache=False)


def kept(project: Path) -> list[Path]:
    return [one for one in (project / "build" / "cache").rglob("*") if one.is_file()]


@pytest.fixture(scope="module")
def cold(project, plainly) -> dict[str, bytes]:
    assert not kept(project)
    return build(project, "cold", workers=2)


def test_two_programs_with_an_empty_cache_make_the_same_site(plainly, cold):
    assert cold == plainly
    assert sum(name.endswith(".html") for name in cold) > 300


def test_a_full_cache_gives_the_same_site_whoever_uses_it(project, plainly, cold):
    before = {path: path.read_bytes() for path in kept(project)}
    assert len(before) > 200

    assert build(project, "warm", workers=2) == plainly
    assert {path: path.read_bytes() for path in kept(project)} == before


def test_after_an_edit_only_what_it_changes_is_made_anew(project, plainly, cold):
    before = set(kept(project))
    report = project / "plans/benefits/equity-2025/reports/2026-02-27.yaml"
    text = report.read_text(encoding="utf-8")
    report.write_text(text.replace("Six desks are open.", "Seven desks are open."), "utf-8")
    try:
        edited = build(project, "edited", workers=2)
        assert edited == build(project, "anew", workers=1, use_cache=False)
    finally:
        report.write_text(text, encoding="utf-8")

    changed = {name for name in edited if edited[name] != plainly[name] and name.endswith("l")}
    assert "plans/benefits/equity-2025/actions/bilingual-desks/index.html" in changed
    assert 0 < len(set(kept(project)) - before) <= len(changed) < 20


def test_a_damaged_entry_counts_as_none(project, plainly, cold):
    for number, path in enumerate(kept(project)):
        data = path.read_bytes()
        damaged = (b"", b"not a page", data[:-1] + bytes([data[-1] ^ 1]), data[: len(data) // 2])
        path.write_bytes((*damaged, data)[number % 5])

    assert build(project, "mended", workers=1) == plainly


def test_a_cache_that_has_grown_too_large_is_cut_back_by_the_next_build(project, plainly, cold):
    too_much = project / "build" / "cache" / "pages" / "00" / "of-another-time"
    too_much.parent.mkdir(parents=True, exist_ok=True)
    with too_much.open("wb") as file:
        file.truncate(LIMIT + 1)
    os.utime(too_much, (0, 0))

    assert build(project, "cut", workers=1) == plainly
    assert not too_much.exists()
    assert len(kept(project)) > 200


def test_two_builds_at_once_make_the_same_site(project, plainly):
    shutil.rmtree(project / "build" / "cache", ignore_errors=True)
    # MkDocs keeps the environment to itself, so the two are two programs.
    tasks = [partial(build, project, name, workers=1) for name in ("one", "two")]
    made = list(spread(tasks, workers=2))
    assert made == [plainly, plainly]


def test_another_template_makes_another_site(project, plainly, cold):
    base = project.parent / "site/theme/main.html"
    text = base.read_text(encoding="utf-8")
    base.write_text(text.replace("</body>", "<p>New</p></body>"), encoding="utf-8")
    try:
        changed = build(project, "changed")
    finally:
        base.write_text(text, encoding="utf-8")
    pages = [name for name in changed if name.endswith("index.html")]
    assert all(b"<p>New</p>" in changed[name] for name in pages)


def test_pages_are_what_mkdocs_itself_makes_of_them(project, plainly):
    config = load_config(str(project / "mkdocs.yml"))
    config = config.plugins.on_config(config)
    files = config.plugins.on_files(get_files(config), config=config)
    plugin = config.plugins[NAME]
    shared = Converter(config)
    many = 0
    for draft in drafts(plugin.view, languages=plugin.config.languages):
        if plugin.files.written_by_hand(draft.uri):
            continue
        file = file_of(draft.make(), root=project, config=config)
        theirs, ours = Page(None, file, config), shared.page(file)
        begun = {name: value for name, value in vars(ours).items() if name != "converter"}
        assert begun == vars(theirs), draft.uri
        for page in (theirs, ours):
            page.read_source(config)
            page.render(config, files)
        assert (ours.content, ours.meta) == (theirs.content, theirs.meta), draft.uri
        assert (ours.title, str(ours.toc)) == (theirs.title, str(theirs.toc))
        assert (ours.canonical_url, ours.abs_url) == (theirs.canonical_url, theirs.abs_url)
        many += 1
    assert many > 300


@pytest.mark.parametrize(
    "site",
    [
        *(
            "https://a.example/",
            "https://a.example",
            "https://a.example/b/c/",
            "https://a.example/b",
        ),
        *("https://a.example/../", "https://a.example/b/./", "https://a.example/?c=/", "/", ""),
    ],
)
@pytest.mark.parametrize(
    "uri", ["index.md", "a/index.md", "a/b.md", "a/..b.md", "a/é d.md", "a:b.md"]
)
def test_the_address_of_a_page_is_what_mkdocs_says(project, site, uri):
    config = load_config(str(project / "mkdocs.yml"))
    config["site_url"] = site
    file = File(uri, "", "", use_directory_urls=True)
    theirs, ours = Page(None, file, config), MadePage(None, file, config)

    assert (ours.canonical_url, ours.abs_url) == (theirs.canonical_url, theirs.abs_url)


@pytest.mark.parametrize("directories", [True, False])
@pytest.mark.parametrize(
    "uri", ["index.md", "a/index.md", "a/b.md", "a/..b.md", "a/é d.md", "a/b.json", "a//b/../c.md"]
)
def test_a_file_is_where_mkdocs_says(project, uri, directories):
    config = load_config(str(project / "mkdocs.yml"), use_directory_urls=directories)
    config.plugins._current_plugin = NAME
    theirs = File.generated(config, uri, content="x", inclusion=InclusionLevel.NOT_IN_NAV)
    ours = generated(uri, "x", config)

    for name in ("src_uri", "src_path", "dest_uri", "dest_path", "abs_dest_path", "url"):
        assert getattr(ours, name) == getattr(theirs, name)
    assert (ours.abs_src_path, ours.edit_uri) == (theirs.abs_src_path, theirs.edit_uri)
    assert (ours.inclusion, ours.content_string) == (theirs.inclusion, theirs.content_string)


@pytest.mark.parametrize(
    "text",
    [
        *("a *b* `c` <d> [e](f) ![g](h) \\*", "<https://a.example>", "<a@b.example>", "a  \nb"),
        *("&amp; &#39; & b", "\\\\`a`", "**a** __b__ ___c___ a_b_c", "[a]: b\n\n[a] ![a]"),
    ],
)
def test_no_pattern_is_overlooked(text):
    plain, quick = Markdown(), Markdown()
    quick.treeprocessors.register(QuickInline(quick), "inline", 20)
    assert quick.convert(text) == plain.convert(text)


def test_every_pattern_of_python_markdown_is_known():
    known = {one.pattern for one in Markdown().inlinePatterns}
    assert known - NEEDS.keys() == {r"\*|_"}  # which is always looked for


@given(st.text("aZé“’.,;:-+*_ \t\n1)(?!'\"$%#>=|~`&<[\\", min_size=1, max_size=12))
def test_a_run_of_words_is_what_it_is_without_markdown(text):
    if _RUN_OF_WORDS.fullmatch(text):
        converter = _prose_markdown()
        converter.reset()
        assert _prose_html.__wrapped__(text) == converter.convert(text)


# The cache ----------------------------------------------------------------------------------------


ENTRY = Entry(
    html=b"<p>\n",
    asked={"a.md": True},
    contents=Contents(ids=("a",), links=("b/", "b/#c"), needs=("../d.css",), many=4),
)


def test_what_was_put_in_is_there(tmp_path):
    cache = Cache(tmp_path / "cache")
    cache.put("ab" * 32, ENTRY)
    assert cache.get("ab" * 32) == ENTRY
    assert cache.get("cd" * 32) is None


def test_an_entry_is_not_taken_for_another(tmp_path):
    cache = Cache(tmp_path)
    cache.put("ab" * 32, ENTRY)
    (tmp_path / "ab" / ("cd" * 31)).write_bytes((tmp_path / "ab" / ("ab" * 31)).read_bytes())
    assert cache.get("ab" + "cd" * 31) is None


def test_what_was_not_used_for_the_longest_time_goes_first(tmp_path):
    cache = Cache(tmp_path)
    keys = [f"{number:02}" * 32 for number in range(4)]
    for age, key in enumerate(keys):
        cache.put(key, ENTRY)
        os.utime(tmp_path / key[:2] / key[2:], (age, age))
    assert cache.get(keys[0]) == ENTRY  # now it is the newest
    one = (tmp_path / keys[0][:2] / keys[0][2:]).stat().st_size
    cache.shrink(2 * one)
    assert [cache.get(key) is not None for key in keys] == [True, False, False, True]


def test_a_cache_that_cannot_be_written_does_no_harm(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    cache = Cache(tmp_path / "file" / "cache")
    cache.put("ab" * 32, ENTRY)
    assert cache.get("ab" * 32) is None


# Workers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_every_task_is_done_once(workers):
    tasks = [partial(pow, number, 2) for number in range(1_000)]
    assert sorted(spread(tasks, workers=workers)) == [number**2 for number in range(1_000)]


@pytest.mark.skipif(not FORKS, reason="there is no fork here")
def test_no_copy_works_for_so_long_that_it_holds_everything():
    done = list(spread([os.getpid] * 20, workers=2, seconds=0))
    assert len(set(done)) == len(done) == 20
    assert os.getpid() not in done


@pytest.mark.parametrize("workers", [1, 2])
def test_large_results_come_whole(workers):
    tasks = [partial(bytes, 3_000_000)] * 5
    assert list(spread(tasks, workers=workers)) == [bytes(3_000_000)] * 5


def fail(error: Exception) -> None:
    raise error


@pytest.mark.parametrize("workers", [1, 2])
def test_what_a_task_raises_is_raised_here(workers):
    with pytest.raises(PluginError, match="no good"):
        list(spread([partial(fail, PluginError("no good")), *[int] * 9], workers=workers))


class Odd(Exception):  # noqa: N818 - it is only odd
    def __init__(self, *, one: int) -> None:
        super().__init__("odd", one)


@pytest.mark.skipif(not FORKS, reason="there is no fork here")
def test_an_error_that_cannot_be_sent_still_tells_what_it_was():
    with pytest.raises(RuntimeError, match=r"Odd: .*odd"):
        list(spread([partial(fail, Odd(one=1)), int], workers=2))


@pytest.mark.skipif(usual_workers() < 2, reason="no copy can be made here")
def test_what_a_copy_does_meanwhile_is_done_when_the_block_ends(tmp_path):
    with meanwhile((tmp_path / "done").mkdir):
        pass
    assert (tmp_path / "done").is_dir()
    with meanwhile(partial(fail, ValueError("not heard"))):
        pass


@pytest.mark.parametrize("workers", [1, 2])
def test_warnings_of_tasks_are_told_here(workers, caplog):
    log = logging.getLogger("mkdocs.structure.pages")
    list(spread([partial(log.warning, "one"), partial(log.warning, "100 %s")], workers=workers))
    assert sorted(record.getMessage() for record in caplog.records) == ["100 %s", "one"]


@pytest.mark.skipif(not FORKS, reason="there is no fork here")
def test_a_task_that_is_killed_is_not_waited_for():
    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(PublishError, match="ended by the system"):
        list(spread([die, int], workers=2))


def test_with_threads_about_there_is_one_worker():
    waiting = threading.Event()
    thread = threading.Thread(target=waiting.wait)
    thread.start()
    try:
        assert usual_workers() == 1
    finally:
        waiting.set()
        thread.join()


@pytest.mark.skipif(not FORKS, reason="there is no fork here")
def test_no_task_writes_what_was_about_to_be_written(capfd):
    print("once", end="")  # noqa: T201 - still in the buffer
    assert list(spread([int, int], workers=2)) == [0, 0]
    assert capfd.readouterr().out == "once"
