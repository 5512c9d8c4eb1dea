"""How long everything takes at the size of a country, beside others that do something like it.

All of it is measured in one run, turn by turn, on the same made-up plans (`equity-plans sample`),
so that a busy computer slows everybody down alike: read the ratios, not the seconds. The others get
the Markdown that `equity-plans pages` writes, and neither check plans nor write anything but pages.
They get the pages of goals, and with --all-pages every page: some of them take half an hour then.

Writes build/bench.json, and with --write the table in bench/README.md.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PEERS = ROOT / "build" / "peers"
README = ROOT / "bench" / "README.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->\n"

READ_PLANS = """
import pathlib, yaml
for file in pathlib.Path("plans").rglob("*.yaml"):
    yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
"""
LOAD = """
import pathlib
from equity_plans.authoring import read_project
read_project(pathlib.Path("."))
"""
STOCK = """\
site_name: Stock
docs_dir: docs
theme: {name: material, font: false}
markdown_extensions: [attr_list, def_list, md_in_html, tables, toc]
plugins: []
nav: [Overview: index.md]
not_in_nav: "*"
validation: {links: {not_found: ignore}}
"""


@dataclass(kw_only=True)
class Measure:
    """One thing that is measured, as often as there are turns."""

    name: str
    what: Callable[[], float | None]
    """Does it; gives the seconds where not all of them count."""

    before: Callable[[], None] = lambda: None
    """What is to be done first and not measured."""

    seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command and give what it says; if it fails, show that and stop."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, env=environment
    )
    if done.returncode:
        sys.exit(f"{Path(command[0]).name} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def take(one: Measure) -> None:
    """Measure it once more."""
    one.before()
    done = Event()
    peak = [0.0]

    def watch() -> None:
        while not done.wait(0.1):
            peak[0] = max(peak[0], sum(map(_kilobytes, _below(os.getpid()))) / 1024)

    watcher = Thread(target=watch)
    watcher.start()
    start = time.perf_counter()
    try:
        told = one.what()
        one.seconds.append(time.perf_counter() - start if told is None else told)
    finally:
        done.set()
        watcher.join()
    one.megabytes.append(peak[0])


def _below(process: int) -> Iterator[int]:
    """The programs that a program has started, and those that they have."""
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = listed.read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in map(int, children):
            yield child
            yield from _below(child)


def _kilobytes(process: int) -> int:
    """The memory of a program; what it shares with others counts in parts, as Linux has it."""
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:  # it has ended, or this is not Linux
        return 0
    return int(re.search(r"^Pss: +(\d+)", told, re.MULTILINE)[1])


def peers(work: Path, docs: Path, *, goals: bool) -> tuple[list[Measure], list[str]]:
    """The others that are there, each ready to render `docs`, and the names of those missing."""
    found: list[Measure] = []
    missing: list[str] = []
    what = "goal pages" if goals else "all pages"

    def add(name: str, folder: Path, *command: str | Path) -> None:
        def fresh() -> None:
            put_aside(*(folder / made for made in ("site", "_site", "public", ".cache")))

        found.append(
            Measure(
                name=f"{name}, {what}", what=lambda: silently(*command, cwd=folder), before=fresh
            )
        )

    stock = work / f"stock-{goals}"
    shutil.copytree(docs, stock / "docs")
    (stock / "docs" / "index.md").write_text("# Overview\n", encoding="utf-8")
    (stock / "mkdocs.yml").write_text(STOCK, encoding="utf-8")
    add("stock MkDocs with Material", stock, BIN / "mkdocs", "build", "--quiet")

    eleventy = PEERS / "node_modules" / ".bin" / "eleventy"
    if eleventy.exists():
        place = work / f"eleventy-{goals}"
        shutil.copytree(docs, place / "docs")
        _layout(place / "docs" / "_includes" / "page.html", "{{ content }}")
        (place / "docs" / "docs.json").write_text(
            '{"layout": "page.html", "templateEngineOverride": "md"}', encoding="utf-8"
        )
        add("Eleventy", place, eleventy, "--input=docs", "--output=_site", "--quiet")
    else:
        missing.append("Eleventy: npm install --prefix build/peers @11ty/eleventy@3")

    hugo = shutil.which("hugo")
    if hugo is not None:
        place = work / f"hugo-{goals}"
        shutil.copytree(docs, place / "content")
        for index in (place / "content").rglob("index.md"):
            index.rename(index.with_name("_index.md"))
        for kind in ("single", "list"):
            _layout(place / "layouts" / "_default" / f"{kind}.html", "{{ .Content }}")
        (place / "config.toml").write_text(
            'title = "Hugo"\ndisableKinds = ["taxonomy", "term", "RSS"]\n'
            "[markup.goldmark.renderer]\nunsafe = true\n",
            encoding="utf-8",
        )
        add("Hugo", place, hugo, "--quiet")
    else:
        missing.append("Hugo: apt-get install hugo")

    zensical = PEERS / "zensical" / "bin" / "zensical"
    if zensical.exists():
        place = work / f"zensical-{goals}"
        shutil.copytree(stock / "docs", place / "docs")
        (place / "mkdocs.yml").write_text(STOCK, encoding="utf-8")
        add("Zensical", place, zensical, "build", "--clean")
    else:
        missing.append(
            "Zensical: python3 -m venv build/peers/zensical && "
            "build/peers/zensical/bin/pip install zensical"
        )
    return found, missing


def put_aside(*made: Path) -> None:
    """Take away what was made before.

    It goes at the end, with the folder of the whole run: on some disks, files are written slowly
    for minutes after many were deleted.
    """
    for one in made:
        if one.exists():
            one.rename(tempfile.mkdtemp(dir=one.parent, prefix="before-") + "/made")


def _layout(file: Path, content: str) -> None:
    """The least page there can be around the text."""
    file.parent.mkdir(parents=True, exist_ok=True)
    page = f"<!doctype html><html lang=en><meta charset=utf-8><body>{content}</body></html>\n"
    file.write_text(page, encoding="utf-8")


def ours(sample: Path, tenth: Path, markdown: Path) -> list[Measure]:
    """What this software does, each from where its users begin.

    `tenth` are plans of a tenth as many agencies; `markdown` are all pages of `sample`.
    """
    site = sample / "build" / "site"
    command = BIN / "equity-plans"
    report = min(sample.glob("plans/*/*/reports/*.yaml"))
    edits = iter(range(1_000_000))

    def edit() -> None:
        text = report.read_text(encoding="utf-8")
        line = f"summary: Edited for the {next(edits)}th time."
        text = re.sub(r"^summary: .*\n", "", text, flags=re.MULTILINE)
        report.write_text(f"{text}{line}\n", encoding="utf-8")

    def afresh() -> None:
        put_aside(site, site.with_name(".kept-site"))

    def build(*options: str, folder: Path = sample) -> Callable[[], None]:
        return lambda: silently(command, "build", *options, cwd=folder)

    one = sample.parent / "one"
    shutil.copytree(ROOT / "tests" / "projects" / "minimal", one)
    shutil.copytree(ROOT / "schema", one / "schema")
    return [
        Measure(name="plain PyYAML reads every file", what=_python(READ_PLANS, sample)),
        Measure(name="load", what=_python(LOAD, sample)),
        Measure(name="check", what=lambda: silently(command, "check", cwd=sample)),
        Measure(
            name="check of one small project", what=lambda: silently(command, "check", cwd=one)
        ),
        Measure(
            name="pages as Markdown",
            what=lambda: silently(command, "pages", "--out", sample / "build" / "md", cwd=sample),
        ),
        Measure(
            name=TENTH,
            what=build(folder=tenth),
            before=lambda: put_aside(tenth / "build"),
        ),
        Measure(name=COLD, what=build(), before=afresh),
        Measure(name="build, one report edited, no search", what=build("--no-search"), before=edit),
        Measure(name="build, search and data after that edit", what=build()),
        Measure(name="build, nothing changed", what=build()),
        Measure(name="goal pages, from nothing", what=_goals(sample)),
        Measure(name=SAME, what=_goals(sample, markdown)),
    ]


COLD, TENTH = "build, from nothing", "build of a tenth, from nothing"
SAME = "goal pages, the same Markdown"


def silently(*command: str | Path, cwd: Path) -> None:
    """Run a command."""
    run(*command, cwd=cwd)


def _python(code: str, folder: Path) -> Callable[[], None]:
    return lambda: silently(sys.executable, "-c", code, cwd=folder)


def _goals(sample: Path, *markdown: Path) -> Callable[[], float]:
    """Finished goal pages from plans or from their Markdown, and no other page or file."""
    program = Path(__file__).parent / "goals.py"
    return lambda: float(run(sys.executable, program, *markdown, cwd=sample).split()[-1])


def weight(site: Path) -> dict[str, int]:
    """Bytes, packed with gzip, of the first view, of the next page, and of the first search."""

    def packed(*files: Path) -> int:
        return sum(len(gzip.compress(file.read_bytes(), 6)) for file in files)

    def fetched(page: Path) -> set[Path]:
        text = page.read_text(encoding="utf-8")
        named = re.findall(r'<(?:link|script|img)[^>]+(?:href|src)="([^"]+)"', text)
        places = {(page.parent / name.split("#")[0].split("?")[0]).resolve() for name in named}
        return {one for one in places if one.suffix in {".css", ".js", ".svg", ".woff2"}}

    first, after = site / "index.html", site / "find" / "index.html"
    there = {one for one in fetched(first) if one.is_file()}
    more = {one for one in fetched(after) if one.is_file()} - there
    find = site / "find"

    def largest(folder: str) -> int:
        return max((packed(one) for one in (find / folder).glob("*.json")), default=0)

    # Two words, and twenty rows on the screen that all lie in different files: there is no worse.
    query = packed(find / "values.json", find / "words.json") + 2 * largest("words")
    return {
        "first view": packed(first, *there),
        "next view": packed(after, *more),
        "first query, at most": query + 20 * (largest("rows") + largest("texts")),
    }


def main() -> None:
    """Measure, tell, and keep what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--agencies", type=int, default=1000)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--all-pages", action="store_true", help="give the others every page")
    parser.add_argument("--quick", action="store_true", help="10 agencies, one turn")
    parser.add_argument("--write", action="store_true", help="put the table into bench/README.md")
    given = parser.parse_args()
    agencies, turns = (10, 1) if given.quick else (given.agencies, given.turns)
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as name:
        work = Path(name)
        sample = work / "sample"
        tenth = work / "tenth"
        for many, place in ((agencies, sample), (max(agencies // 10, 1), tenth)):
            run(BIN / "equity-plans", "sample", "--agencies", str(many), "--out", place, cwd=ROOT)
        mine = ours(sample, tenth, work / "all")
        run(BIN / "equity-plans", "pages", "--out", work / "all", cwd=sample)
        for goal in (work / "all").glob("plans/*/*/goals/*.md"):
            copy = work / "goals" / goal.relative_to(work / "all")
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(goal, copy)
        others, missing = peers(work, work / "goals", goals=True)
        every = peers(work, work / "all", goals=False)[0] if given.all_pages else []
        for turn in range(turns):
            for one in (*mine, *others, *every):
                print(f"turn {turn + 1} of {turns}: {one.name}", file=sys.stderr)
                take(one)
        result = {
            "when": datetime.now(tz=UTC).isoformat(timespec="minutes"),
            "machine": f"{os.cpu_count()} processors, {platform.system()}, "
            f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}",
            "agencies": agencies,
            "turns": turns,
            "seconds": {
                one.name: round(statistics.median(one.seconds), 2)
                for one in (*mine, *others, *every)
            },
            "megabytes": {
                one.name: round(statistics.median(one.megabytes))
                for one in (*mine, *others, *every)
            },
            "pages": {COLD: _pages(sample), TENTH: _pages(tenth)},
            "ratios": dict(_ratios(mine, others, every, pages=(_pages(sample), _pages(tenth)))),
            "bytes": weight(sample / "build" / "site"),
            "missing": missing,
        }
    (ROOT / "build" / "bench.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    table = _table(result)
    print(table)
    if given.write:
        head, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
        README.write_text(head + BEGIN + table + END + rest.partition(END)[2], encoding="utf-8")


def _pages(project: Path) -> int:
    """How many pages the site of a project has."""
    return sum(1 for _ in (project / "build" / "site").rglob("*.html"))


def _ratios(
    mine: list[Measure], others: list[Measure], every: list[Measure], *, pages: tuple[int, int]
) -> Iterator[tuple[str, float]]:
    """How many times as long as each other we take: the median over the turns."""
    named = {one.name: one for one in mine}
    pairs = [
        (named["check"], named["plain PyYAML reads every file"]),
        *((named[SAME], other) for other in others),
        *((named["goal pages, from nothing"], other) for other in others),
        *((named[COLD], other) for other in every),
    ]
    growth = [
        (all_ / pages[0]) / (few / pages[1])
        for all_, few in zip(named[COLD].seconds, named[TENTH].seconds, strict=True)
    ]
    yield "time for a page, all agencies / a tenth of them", round(statistics.median(growth), 2)
    for one, other in pairs:
        ratios = [a / b for a, b in zip(one.seconds, other.seconds, strict=True)]
        yield f"{one.name} / {other.name}", round(statistics.median(ratios), 2)


def _table(result: dict[str, object]) -> str:
    """The figures as Markdown."""
    seconds, megabytes = result["seconds"], result["megabytes"]
    lines = [
        f"{result['agencies']} agencies, median of {result['turns']} turns, {result['when']}.",
        f"{result['machine']}.",
        "The whole site has {:,} pages, that of a tenth of the agencies {:,}.".format(
            *result["pages"].values()
        ),
        "",
        "| What | Seconds | Most memory, MB |",
        "| --- | ---: | ---: |",
        *(f"| {name} | {took} | {megabytes[name]} |" for name, took in seconds.items()),
        "",
        "| Ratio of times | Times |",
        "| --- | ---: |",
        *(f"| {name} | {ratio} |" for name, ratio in result["ratios"].items()),
        "",
        "| Downloaded | Bytes, packed |",
        "| --- | ---: |",
        *(f"| {name} | {size:,} |" for name, size in result["bytes"].items()),
        "",
        *(f"Not there, so not measured: {one}." for one in result["missing"]),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
