"""Looking: every address once, with manners.

A host is asked one thing at a time, with a pause between; what its robots.txt asks to leave alone
is left alone. Several hosts are asked side by side.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from equity_plans.links import Look, Status
from equity_plans.online.asking import Answer, Asker, ask
from equity_plans.online.guard import Guard, NotAsked

GONE = frozenset((404, 410))
SHUT = frozenset((401, 402, 403, 405, 406, 407, 408, 421, 425, 429, 451, 999))
"""Answers that say “not you” or “not now” and nothing about whether it is there."""

LARGEST_RULES = 500 * 1024
"""So much of a robots.txt is read, as RFC 9309 has it."""

LONGEST_PAUSE = 30.0
"""A host that asks for longer pauses than this, in seconds, does not get them."""

BROKEN = (OSError, http.client.HTTPException, ValueError)
"""What asking raises when no answer is to be had."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Manners:
    """How to behave."""

    agent: str
    """What the program calls itself, first of all `equity-plans-links/1.0`."""

    pause: float = 2.0
    """Seconds between two questions to one host."""

    seconds: float = 20.0
    """How long one answer may take."""

    hosts: int = 8
    """How many hosts are asked side by side."""


def look_at(
    urls: Iterable[str],
    manners: Manners,
    *,
    guard: Guard,
    timegate: str | None = None,
    tell: Callable[[str, Look], None] = lambda _url, _look: None,
) -> Mapping[str, tuple[Look, str | None]]:
    """What a look at each address finds, and for one that is gone, where an archive has a copy.

    `timegate` is what an archive wants in front of an address (RFC 7089), such as
    `https://web.archive.org/web/`. `tell` hears of each look.
    """
    asker = Asker(guard=guard, agent=manners.agent, seconds=manners.seconds)
    by_host: dict[str, list[str]] = {}
    for url in urls:
        by_host.setdefault(_host(url), []).append(url)
    found: dict[str, tuple[Look, str | None]] = {}
    with ThreadPoolExecutor(max_workers=manners.hosts) as pool:
        for looks in pool.map(lambda own: list(_one_host(own, asker, manners)), by_host.values()):
            for url, look in looks:
                tell(url, look)
                found[url] = (look, None)
    if timegate is not None:
        for url, (look, _) in found.items():
            if look.status == Status.OFFLINE:
                time.sleep(manners.pause)
                found[url] = (look, _archived(url, timegate, asker))
    return found


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def _one_host(urls: list[str], asker: Asker, manners: Manners) -> Iterator[tuple[str, Look]]:
    """A look at each of the addresses of one host, one after the other."""
    rules: dict[str, RobotFileParser] = {}
    pause = manners.pause
    for number, url in enumerate(urls):
        if not _host(url):
            yield url, Look(status=Status.UNKNOWN, problem="not an address")
            continue
        if number:
            time.sleep(pause)
        top = f"{urlsplit(url).scheme}://{_host(url)}"
        if top not in rules:
            rules[top] = _rules(top, asker)
            asked = rules[top].crawl_delay(asker.agent)
            pause = max(manners.pause, min(float(asked or 0), LONGEST_PAUSE))
        if rules[top].can_fetch(asker.agent, url):
            yield url, _look(url, asker, pause=pause)
        else:
            yield url, Look(status=Status.UNKNOWN, problem="its host asks not to look")


def _rules(top: str, asker: Asker) -> RobotFileParser:
    """What the host asks of programs; nothing, where it does not say."""
    rules = RobotFileParser()
    try:
        answer = ask(f"{top}/robots.txt", asker, method="GET", read=LARGEST_RULES)
        lines = answer.text.decode("utf-8", "replace").splitlines() if answer.code == 200 else []
    except (NotAsked, *BROKEN):
        lines = []
    rules.parse(lines)
    return rules


def _look(url: str, asker: Asker, *, pause: float) -> Look:
    """What a look finds. Some hosts know no HEAD, so what is not there is asked for again."""
    look = _judged(url, asker, method="HEAD")
    if look.status == Status.ONLINE or look.problem in NEVER_AGAIN:
        return look
    time.sleep(pause)
    return _judged(url, asker, method="GET")


NEVER_AGAIN = frozenset(("not a public address", "no such host"))


def _judged(url: str, asker: Asker, *, method: str) -> Look:
    try:
        answer = ask(url, asker, method=method)
    except NotAsked as reason:
        return Look(status=Status.UNKNOWN, problem=str(reason))
    except ssl.SSLCertVerificationError:
        return Look(status=Status.UNKNOWN, problem="its certificate does not hold")
    except socket.gaierror:
        return Look(status=Status.OFFLINE, problem="no such host")
    except TimeoutError:
        return Look(status=Status.OFFLINE, problem="no answer in time")
    except BROKEN:
        return Look(status=Status.OFFLINE, problem="no answer")
    return _meant(answer)


def _meant(answer: Answer) -> Look:
    code = answer.code
    if 200 <= code < 300:
        return Look(status=Status.ONLINE)
    if code in SHUT:
        return Look(status=Status.UNKNOWN, problem=f"answers {code}")
    if code in GONE or code >= 500:
        return Look(status=Status.OFFLINE, problem=f"answers {code}")
    return Look(status=Status.UNKNOWN, problem=f"answers {code}")


def _archived(url: str, timegate: str, asker: Asker) -> str | None:
    """Where the archive has a copy of `url`, or None."""
    try:
        answer = ask(timegate + url, asker)
    except (NotAsked, *BROKEN):
        return None
    kept = 200 <= answer.code < 300 and answer.headers.get("Memento-Datetime")
    return answer.url if kept else None
