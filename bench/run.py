"""How long checking and building take, beside the least that could do something like it.

Each command runs in a copy of the project, so that nothing here touches its `build/`.
Reading every plan with plain PyYAML stands beside the check; stock MkDocs with stock Material,
given the same Markdown, stands beside the build.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
RUNS = 5

READ_PLANS = """
import pathlib, yaml
for file in pathlib.Path("plans").rglob("*.yaml"):
    yaml.safe_load(file.read_bytes())
"""

STOCK_MKDOCS = """\
site_name: Stock
theme: {name: material, font: false}
markdown_extensions: [attr_list, md_in_html, tables, toc]
"""


def copy_project(to: Path) -> Path:
    """A fresh copy of what the site is made of."""
    shutil.copytree(ROOT, to, ignore=shutil.ignore_patterns(".*", "build", "generator", "tests"))
    return to


def run(*command: str | Path, cwd: Path) -> None:
    """Run a command in silence; if it fails, show what it said and stop."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")


def seconds(action: Callable[[Path], None], place: Callable[[int], Path]) -> float:
    """The median time of an action, each run in the folder that `place` gives it."""
    times = []
    for number in range(RUNS):
        folder = place(number)
        start = time.perf_counter()
        action(folder)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print a table of medians and ratios."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        project = copy_project(work / "project")
        stock = work / "stock"
        stock.mkdir()
        (stock / "mkdocs.yml").write_text(STOCK_MKDOCS, encoding="utf-8")
        run(BIN / "equity-plans", "pages", "--out", stock / "docs", cwd=project)

        def ours(*arguments: str) -> Callable[[Path], None]:
            return lambda folder: run(BIN / "equity-plans", *arguments, cwd=folder)

        def new_copy(number: int) -> Path:
            return copy_project(work / f"new-{number}")

        reading = seconds(
            lambda folder: run(sys.executable, "-c", READ_PLANS, cwd=folder), lambda _: project
        )
        stock_building = seconds(
            lambda folder: run(BIN / "mkdocs", "build", "--quiet", cwd=folder), lambda _: stock
        )
        rows = [
            ("check", seconds(ours("check"), lambda _: project), reading),
            ("build, from nothing", seconds(ours("build"), new_copy), stock_building),
            ("build, no change", seconds(ours("build"), lambda _: work / "new-0"), stock_building),
        ]

    plans = len(list(ROOT.glob("plans/*/*/plan.yaml")))
    print(f"Medians of {RUNS} runs with {plans} plans, in seconds")
    print(f"PyYAML reads every plan {reading:8.2f}")
    print(f"stock MkDocs builds     {stock_building:8.2f}")
    for what, time_taken, least in rows:
        print(f"{what:23} {time_taken:8.2f}   x {time_taken / least:.2f}")


if __name__ == "__main__":
    main()
