"""Asking: one address, over as many steps as it takes, with an end to everything.

Of an answer, only the first lines are read. A page's contents are nobody's business here.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import Event, Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from equity_plans.online.guard import PORTS, Guard, NotAsked

MOST_STEPS = 10
"""So many times in a row may an address send on to another."""

REDIRECTS = frozenset((301, 302, 303, 307, 308))
READABLE = "!#$%&'()*+,/:;=?@[]~"
"""What stays as it is in the path of an address; all else is written as %XX."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asker:
    """How to ask: who, as whom, and for how long."""

    guard: Guard
    agent: str
    seconds: float
    """So long may one step take, from looking up the name to the last line of the answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What the last step of the way said."""

    code: int
    url: str
    """The address that said so."""

    headers: http.client.HTTPMessage
    text: bytes = b""
    """The beginning of the contents, where that was asked for."""


def ask(url: str, asker: Asker, *, method: str = "HEAD", read: int = 0) -> Answer:
    """The answer at `url`, wherever it sends on to, with the first `read` bytes of its contents.

    Raises NotAsked when a step leads to where nobody is asked, OSError or HTTPException when
    nobody answers as they should.
    """
    for _ in range(MOST_STEPS):
        answer = _step(url, asker, method=method, read=read)
        to = answer.headers.get("Location")
        if answer.code not in REDIRECTS or not to:
            return answer
        # The line was read as Latin-1; what it says is UTF-8 more often than not.
        to = to.encode("latin-1", "replace").decode("utf-8", "replace")
        try:
            url = urljoin(url, to)
        except ValueError:
            raise NotAsked("not an address") from None
    raise NotAsked("sends on without end")


def _step(url: str, asker: Asker, *, method: str, read: int) -> Answer:
    parts, host, port = _taken_apart(url)
    target = quote(parts.path or "/", safe=READABLE)
    if parts.query:
        target += "?" + quote(parts.query, safe=READABLE)
    with _connected(host, port, parts.scheme, asker) as connection:
        heading = f"[{host}]" if ":" in host else host
        shown = heading if port == PORTS[parts.scheme] else f"{heading}:{port}"
        connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in (
            ("Host", shown),
            ("User-Agent", asker.agent),
            ("Accept", "*/*"),
            ("Accept-Encoding", "identity"),
            ("Connection", "close"),
        ):
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        text = response.read(read) if read else b""
        return Answer(code=response.status, url=url, headers=response.headers, text=text)


def _taken_apart(url: str) -> tuple[SplitResult, str, int]:
    """The parts of an address, its host as the network knows it, and its port."""
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        if not host.isascii():
            host = host.encode("idna").decode()
    except ValueError:
        raise NotAsked("not an address") from None
    if parts.scheme not in PORTS:
        raise NotAsked("not an address of the web")
    if not host or re.search(r"[^\w.:-]", host, re.ASCII) or len(host) > 253:
        raise NotAsked("not an address")
    if parts.username is not None or parts.password is not None:
        raise NotAsked("an address with a password")
    return parts, host, PORTS[parts.scheme] if port is None else port


@contextmanager
def _connected(
    host: str, port: int, scheme: str, asker: Asker
) -> Iterator[http.client.HTTPConnection]:
    """A connection that is cut when its time is up, however busy the other side keeps it."""
    connection = http.client.HTTPConnection(host, port, timeout=asker.seconds)
    connection.sock = asker.guard.connect(host, port, scheme=scheme, timeout=asker.seconds)
    too_late = Event()
    alarm = Timer(asker.seconds, _cut, (connection, too_late))
    alarm.daemon = True
    alarm.start()
    try:
        if scheme == "https":
            connection.sock = _tls().wrap_socket(
                connection.sock, server_hostname=host, do_handshake_on_connect=False
            )
            connection.sock.do_handshake()
        yield connection
        if too_late.is_set():  # what was read may be the half of it
            raise TimeoutError
    finally:
        alarm.cancel()
        connection.close()


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _cut(connection: http.client.HTTPConnection, too_late: Event) -> None:
    """End whatever is going on. Shut down below TLS, so that the one who waits for it wakes up."""
    too_late.set()
    with contextlib.suppress(OSError):
        socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)
