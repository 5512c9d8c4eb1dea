"""A host for a built site on this computer: strict, packed, and as slow as one likes."""

from __future__ import annotations

import gzip
import mimetypes
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.browser.built import ERROR_PAGE, Site

CSP = "Content-Security-Policy"


def headers_of(rules: str, path: str) -> dict[str, str]:
    """The headers that a host sends with `path`, from the text of the site's file `_headers`."""
    sent: dict[str, str] = {}
    fits = False
    for line in rules.splitlines():
        if not line.startswith(" "):
            fits = fnmatchcase(path, line)
        elif fits and line.startswith("  ! "):
            sent.pop(line.removeprefix("  ! "), None)
        elif fits:
            name, _, value = line.strip().partition(": ")
            sent[name] = f"{sent[name]}, {value}" if name in sent else value
    return sent


PACKED = ("text/", "application/json", "application/javascript", "image/svg+xml")


@dataclass(kw_only=True)
class Host:
    """What serves a site."""

    site: Site
    late: dict[str, float] = field(default_factory=dict)
    """How many seconds the files with an ending are kept back."""

    address: str = ""
    """Where the top of the site is on this computer."""

    def at(self, path: str) -> str:
        return self.address + path


@contextmanager
def serving(site: Site, **how: Any) -> Iterator[Host]:
    """A host that shows the site, in the folder of the host that it is made for."""
    host = Host(site=site, **how)
    top = urlsplit(site.url).path
    rules = site.read("_headers")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            name = path.removeprefix(top) if path.startswith(top) else "/"
            if not name or name.endswith("/"):
                name += "index.html"
            known = name in site.files
            time.sleep(next((s for end, s in host.late.items() if name.endswith(end)), 0))
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            content = (site.folder / (name if known else ERROR_PAGE)).read_bytes()
            self.send_response(HTTPStatus.OK if known else HTTPStatus.NOT_FOUND)
            if not known:
                kind = "text/html"
            if kind.startswith(PACKED):
                content = gzip.compress(content, 6)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            for header, value in headers_of(rules, path).items():
                self.send_header(header, value)
            with suppress(ConnectionError):  # the reader has left the page
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing; a tab notes down what it asks for."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host.address = f"http://127.0.0.1:{server.server_port}{top}"
        try:
            yield host
        finally:
            server.shutdown()
