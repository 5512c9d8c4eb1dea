"""Looking at links: only public machines are asked, politely, and no answer goes on for ever.

The servers here are on this computer, which the guard is told to allow; without that it asks none.
"""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address, ip_network
from itertools import pairwise

import pytest

from equity_plans.links import Look, Status
from equity_plans.online import Guard, Manners, look_at
from equity_plans.online.asking import Asker, ask
from equity_plans.online.guard import NotAsked, is_public

HERE = Guard(allowed=(ip_network("127.0.0.0/8"),))
AGENT = "equity-plans-links/0.0 (+https://plans.example)"
QUICK = Manners(agent=AGENT, pause=0.0, seconds=2.0)
ONLINE = Look(status=Status.ONLINE)


class Handler(BaseHTTPRequestHandler):
    """Answers as the path asks it to, and remembers who asked what."""

    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self.server.asked.append((time.monotonic(), self.command, self.path, dict(self.headers)))
        told = self.server.answers.get(self.path, (404, {}, b""))
        code, headers, body = told(self) if callable(told) else told
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_GET = do_HEAD  # noqa: N815 - the library's name

    def log_message(self, *_arguments: object) -> None:
        pass


@contextmanager
def serving(answers, *, tls: ssl.SSLContext | None = None):
    """A server on this computer; gives its address and what it was asked."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.answers, server.asked = answers, []
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_arguments: None  # a broken handshake is what is tried
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        scheme = "https" if tls is not None else "http"
        yield f"{scheme}://127.0.0.1:{server.server_address[1]}", server.asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def babbling(*, first: bytes, again: bytes = b"", pause: float = 0.02) -> Iterator[str]:
    """A server that says `first` and then `again` for as long as anyone listens."""
    server = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def talk(connection: socket.socket) -> None:
        with connection:
            try:
                connection.sendall(first)
                while again and not stop.wait(pause):
                    connection.sendall(again)
                stop.wait(10)
            except OSError:
                pass

    def accept() -> None:
        while not stop.is_set():
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=talk, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    finally:
        stop.set()
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def look(url: str, *, guard: Guard = HERE, manners: Manners = QUICK, timegate=None) -> Look:
    return look_at([url], manners, guard=guard, timegate=timegate)[url][0]


def paths(asked) -> list[tuple[str, str]]:
    return [(method, path) for _, method, path, _ in asked]


# What a look finds --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (200, Status.ONLINE),
        (204, Status.ONLINE),
        (401, Status.UNKNOWN),
        (403, Status.UNKNOWN),
        (404, Status.OFFLINE),
        (410, Status.OFFLINE),
        (418, Status.UNKNOWN),
        (429, Status.UNKNOWN),
        (500, Status.OFFLINE),
        (503, Status.OFFLINE),
    ],
)
def test_the_answer_says_whether_it_is_there(code, status):
    with serving({"/page": (code, {}, b"")}) as (site, _):
        found = look(f"{site}/page")

    assert found.status == status
    assert found.problem == (None if status == Status.ONLINE else f"answers {code}")


def test_what_knows_no_head_is_asked_for_as_a_browser_asks():
    def only_get(request):
        return (200, {}, b"here") if request.command == "GET" else (405, {}, b"")

    with serving({"/page": only_get}) as (site, asked):
        assert look(f"{site}/page") == ONLINE
        assert paths(asked) == [("GET", "/robots.txt"), ("HEAD", "/page"), ("GET", "/page")]


def test_what_is_there_is_asked_for_once_and_without_its_contents():
    with serving({"/page": (200, {}, b"x" * 100)}) as (site, asked):
        assert look(f"{site}/page") == ONLINE
        assert paths(asked) == [("GET", "/robots.txt"), ("HEAD", "/page")]


def test_redirects_are_followed_to_where_they_lead():
    answers = {
        "/old": (301, {"Location": "/new?a=1"}, b""),
        "/new?a=1": (308, {"Location": "newest"}, b""),
        "/newest": (200, {}, b""),
    }
    with serving(answers) as (site, _):
        assert look(f"{site}/old") == ONLINE


def test_redirects_without_end_are_given_up():
    with serving({"/": (302, {"Location": "/"}, b"")}) as (site, asked):
        assert look(f"{site}/") == Look(status=Status.UNKNOWN, problem="sends on without end")
        assert len(asked) < 30


def test_where_nobody_listens_it_is_not_online():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert look(f"http://127.0.0.1:{port}/") == Look(status=Status.OFFLINE, problem="no answer")


def test_a_host_that_is_no_more_is_not_online():
    def no_such_host(host, port):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    guard = Guard(look_up=no_such_host)
    assert look("https://gone.example/", guard=guard) == Look(
        status=Status.OFFLINE, problem="no such host"
    )


def test_a_certificate_that_does_not_hold_is_told_apart(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        (
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=127.0.0.1", "-keyout", key, "-out", certificate),
        ),
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving({"/": (200, {}, b"")}, tls=context) as (site, asked):
        assert look(f"{site}/") == Look(
            status=Status.UNKNOWN, problem="its certificate does not hold"
        )
        assert asked == []


def test_an_address_is_asked_for_as_the_network_wants_it_written():
    with serving({"/T%C3%BCr%20a?q=%C3%A4": (200, {}, b"")}) as (site, asked):
        assert look(f"{site}/Tür a?q=ä#part") == ONLINE
        assert asked[-1][2] == "/T%C3%BCr%20a?q=%C3%A4"


# Who is asked -------------------------------------------------------------------------------------

NOT_PUBLIC = [
    *(
        "0.0.0.0",  # noqa: S104 - nothing is bound to it
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
    ),
    *("172.16.0.1", "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "224.0.0.1"),
    *("240.0.0.1", "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1"),
    *("::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "100::1", "2001:db8::1"),
    *("2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:7f00:1::80ff:fffe", "fc00::1", "fd12::1"),
    *("fe80::1", "fec0::1", "ff02::1"),
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_no_machine_is_asked_that_is_not_public(address):
    assert not is_public(ip_address(address))
    guard = Guard(
        look_up=lambda _host, port: [
            (
                socket.AF_INET6 if ":" in address else socket.AF_INET,
                socket.SOCK_STREAM,
                0,
                "",
                (address, port),
            )
        ]
    )
    with pytest.raises(NotAsked, match="not a public address"):
        guard.connect("harmless.example", 80, scheme="http", timeout=1)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_public_machines_may_be_asked(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]"]
)
def test_no_way_of_writing_it_leads_to_this_computer(host):
    with serving({"/": (200, {}, b"")}) as (site, asked):
        port = site.rpartition(":")[2]
        found = look(f"http://{host}:{port}/", guard=Guard())
        assert found.status in (Status.UNKNOWN, Status.OFFLINE)
        assert found.problem in ("not a public address", "no such host")
        assert asked == []


def test_a_name_with_one_address_that_is_not_public_is_not_asked_at_all():
    def both(host, port):
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (one, port)) for one in BOTH]

    BOTH = ("8.8.8.8", "127.0.0.1")  # noqa: N806 - a constant of this test
    with pytest.raises(NotAsked, match="not a public address"):
        Guard(look_up=both).connect("both.example", 80, scheme="http", timeout=1)


def test_a_name_that_changes_its_address_is_judged_at_every_step():
    """The first answer may be asked, the next one not: a redirect to the same name gets nowhere."""
    turns = iter(["127.0.0.1", "10.0.0.1"])

    def changing(host, port):
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (next(turns), port))]

    guard = Guard(allowed=HERE.allowed, look_up=changing)
    with serving({"/": (302, {"Location": "/again"}, b"")}) as (site, asked):
        url = site.replace("127.0.0.1", "changing.example") + "/"
        with pytest.raises(NotAsked, match="not a public address"):
            ask(url, Asker(guard=guard, agent=AGENT, seconds=2))
        assert paths(asked) == [("HEAD", "/")]
        assert list(turns) == []  # looked up once for each step, never twice


@pytest.mark.parametrize(
    ("to", "problem"),
    [
        ("http://169.254.169.254/latest/meta-data/", "not a public address"),
        ("http://[::1]/", "not a public address"),
        ("file:///etc/passwd", "not an address of the web"),
        ("gopher://127.0.0.1/", "not an address of the web"),
        ("javascript:alert(1)", "not an address of the web"),
        ("//user:password@127.0.0.1/", "an address with a password"),
        ("http://a b/", "not an address"),
        ("http://[::1/", "not an address"),
        ("http://127.0.0.1:99999/", "not an address"),
    ],
)
def test_a_redirect_leads_nowhere_that_is_not_asked(to, problem):
    with serving({"/": (302, {"Location": to}, b"")}) as (site, _):
        assert look(f"{site}/") == Look(status=Status.UNKNOWN, problem=problem)


def test_only_the_usual_ports_of_public_machines_are_asked():
    guard = Guard(
        look_up=lambda _host, port: [
            (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("8.8.8.8", port)),
        ]
    )
    for url in ("http://mail.example:25/", "https://example.example:22/", "http://a.example:443/"):
        assert look(url, guard=guard) == Look(status=Status.UNKNOWN, problem="not a usual port")


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/", "mailto:a@example.org", "http://", "http://[", "x", "http://a\\b/"],
)
def test_what_is_no_address_of_the_web_is_not_asked(url):
    assert look(url).status == Status.UNKNOWN


# No end -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "talk",
    [
        {"first": b""},
        {"first": b"HTTP/1.1 200 OK\r\n", "again": b"X: y\r\n"},
        {"first": b"HTTP/1.1 200 OK\r\nX: ", "again": b"y"},
        {"first": b"", "again": b"HTTP/1.1 100 Continue\r\n\r\n"},
        {"first": b"HTTP/1.1 200 OK\r\nX: ", "again": b"y" * 100_000, "pause": 0},
        {"first": b"no HTTP at all\r\n\r\n", "again": b"?"},
        {"first": b"HTTP/1.1 999999999999 What\r\n\r\n"},
        {"first": b"HTTP/1.1 -1 What\r\n\r\n"},
    ],
    ids=lambda talk: talk["first"].decode()[:24] + "…" + talk.get("again", b"")[:12].decode(),
)
def test_an_answer_that_does_not_end_is_cut_off_and_is_none(talk):
    manners = Manners(agent=AGENT, pause=0.0, seconds=0.4)
    with babbling(**talk) as url:
        started = time.monotonic()
        found = look(url, manners=manners)

    assert found.status == Status.OFFLINE
    assert found.problem in ("no answer", "no answer in time")
    assert time.monotonic() - started < 10


def test_contents_without_end_are_not_read():
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
    with babbling(first=head, again=b"x" * 100_000, pause=0) as url:
        started = time.monotonic()
        assert look(url, manners=Manners(agent=AGENT, pause=0.0, seconds=1.0)) == ONLINE
        asker = Asker(guard=HERE, agent=AGENT, seconds=5)
        assert len(ask(url, asker, method="GET", read=1000).text) == 1000

    assert time.monotonic() - started < 6


def test_a_handshake_without_end_is_cut_off():
    with babbling(first=b"", again=b"") as url:
        manners = Manners(agent=AGENT, pause=0.0, seconds=0.3)
        started = time.monotonic()
        found = look(url.replace("http:", "https:"), manners=manners)

    assert found.status == Status.OFFLINE
    assert time.monotonic() - started < 5


# Manners ------------------------------------------------------------------------------------------


def test_every_question_says_who_asks():
    with serving({"/": (200, {}, b"")}) as (site, asked):
        look(f"{site}/")
        assert {headers["User-Agent"] for *_, headers in asked} == {AGENT}
        assert all("Cookie" not in headers and "Referer" not in headers for *_, headers in asked)


def test_one_host_is_asked_one_thing_at_a_time_with_a_pause_between():
    pages = {f"/{number}": (200, {}, b"") for number in range(4)}
    with serving(pages) as (site, asked):
        found = look_at(
            [f"{site}{path}" for path in pages],
            Manners(agent=AGENT, pause=0.15, seconds=2),
            guard=HERE,
        )
        times = [when for when, _, path, _ in asked if path != "/robots.txt"]

    assert {one.status for one, _ in found.values()} == {Status.ONLINE}
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert len(gaps) == 3
    assert min(gaps) >= 0.14


def test_several_hosts_are_asked_side_by_side():
    both = threading.Barrier(2, timeout=20)

    def when_both_are_asked(request):
        both.wait()  # breaks, and the host gives no answer, when the other is not asked meanwhile
        return (200, {}, b"")

    manners = Manners(agent=AGENT, pause=0.0, seconds=40, hosts=4)
    answers = {"/": when_both_are_asked}
    with serving(answers) as (one, _), serving(answers) as (other, _):
        found = look_at([f"{one}/", f"{other}/"], manners, guard=HERE)
    assert [one for one, _ in found.values()] == [ONLINE, ONLINE]


def test_what_a_host_asks_to_leave_alone_is_left_alone():
    rules = b"User-agent: *\nDisallow: /private\n\nUser-agent: equity-plans-links\nDisallow: /us\n"
    answers = {"/robots.txt": (200, {}, rules), "/us/a": (200, {}, b""), "/b": (200, {}, b"")}
    with serving(answers) as (site, asked):
        found = look_at([f"{site}/us/a", f"{site}/b"], QUICK, guard=HERE)
        assert ("HEAD", "/us/a") not in paths(asked)

    assert found[f"{site}/us/a"][0] == Look(
        status=Status.UNKNOWN, problem="its host asks not to look"
    )
    assert found[f"{site}/b"][0] == ONLINE


def test_rules_are_asked_for_once_for_a_host():
    with serving({"/a": (200, {}, b""), "/b": (200, {}, b"")}) as (site, asked):
        look_at([f"{site}/a", f"{site}/b"], QUICK, guard=HERE)
        assert paths(asked).count(("GET", "/robots.txt")) == 1


@pytest.mark.parametrize(
    "rules", [b"\xff\xfe\x00", b"Crawl-delay: 99999999\nDisallow", b"x" * 2_000_000, b"<html>"]
)
def test_rules_that_make_no_sense_forbid_nothing(rules):
    with serving({"/robots.txt": (200, {}, rules), "/": (200, {}, b"")}) as (site, _):
        assert look(f"{site}/") == ONLINE


# Archives -----------------------------------------------------------------------------------------


def test_an_archive_is_asked_for_copies_of_what_is_gone_alone():
    answers = {}
    with serving({"/here": (200, {}, b"")}) as (site, _), serving(answers) as (archive, asked):
        kept = f"/web/2024/{site}/gone"
        answers |= {
            f"/web/{site}/gone": (302, {"Location": kept}, b""),
            kept: (200, {"Memento-Datetime": "Thu, 01 Feb 2024 00:00:00 GMT"}, b""),
        }
        urls = [f"{site}/here", f"{site}/gone", f"{site}/never"]
        found = look_at(urls, QUICK, guard=HERE, timegate=f"{archive}/web/")
        assert not [path for _, path in paths(asked) if path.endswith("/here")]

    assert found[f"{site}/gone"][1] == f"{archive}{kept}"
    assert found[f"{site}/never"][1] is None
    assert found[f"{site}/here"] == (ONLINE, None)
