"""The Chromium of this computer: where it is, and a page in it that keeps a diary."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

CHROMIUM = "EQUITY_PLANS_CHROMIUM"
"""The environment variable that names the program, for one that is in an unusual place."""

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
"""What systems call the program."""

NONE_HERE = (
    "there is no Chromium here. Install it (apt-get install chromium), or say where it is: "
    f"{CHROMIUM}=/path/to/chromium"
)

ALONE = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
"""A browser that does nothing by itself, and finds no host but this computer."""

PATIENCE = 30_000
"""So many milliseconds a busy computer may take for anything."""

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
EVERY_RULE = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
RULES_OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""What can be different in the dark."""

RUN = """async (rules) => {
    const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
    return violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ target }) => `${id} at ${target.join(" ")}: ${help}`));
}"""

PHONE = (390, 844)
DESK = (1280, 900)
NARROW = (320, 640)
"""What is left of a desk at 400 % zoom, down to which nothing may have to be scrolled sideways."""


def chromium() -> str | None:
    """The program, if it is here."""
    named = os.environ.get(CHROMIUM)
    return named or next(filter(None, map(shutil.which, NAMES)), None)


@dataclass(kw_only=True, eq=False)
class Tab:
    """A page in the browser, and what went wrong in it."""

    page: Page
    troubles: list[str] = field(default_factory=list)
    """Errors, warnings, requests that failed or left the computer; for a person to read."""

    asked: list[str] = field(default_factory=list)
    """The address of every request."""

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        self.page.on("request", self._ask)
        self.page.on("requestfailed", self._fail)
        self.page.on("response", self._answer)

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.troubles.append(f"{said.type}: {said.text}")

    def _ask(self, request: Request) -> None:
        self.asked.append(request.url)
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.troubles.append(f"elsewhere: {request.url}")

    def _fail(self, request: Request) -> None:
        # What a page has not finished to load when its reader leaves it is aborted.
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"{request.failure}: {request.url}")

    def _answer(self, response: Response) -> None:
        if response.status >= 400:
            self.troubles.append(f"{response.status}: {response.url}")


@contextmanager
def open_tab(browser: Browser, size: tuple[int, int] = DESK, **how: Any) -> Iterator[Tab]:
    """A new tab, as of somebody who has never been here."""
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, **how)
    context.set_default_timeout(PATIENCE)
    try:
        yield Tab(page=context.new_page())
    finally:
        context.close()


def violations(tab: Tab) -> list[str]:
    """What axe finds wrong with the page as it is, on a desk and a phone, light and dark."""
    tab.page.evaluate(AXE)
    found = []
    for scheme, rules in (("light", EVERY_RULE), ("dark", RULES_OF_COLOUR)):
        tab.page.emulate_media(color_scheme=scheme)
        for width, height in (DESK, PHONE):
            tab.page.set_viewport_size({"width": width, "height": height})
            found += [f"{scheme}, {width}: {one}" for one in tab.page.evaluate(RUN, rules)]
    return found
