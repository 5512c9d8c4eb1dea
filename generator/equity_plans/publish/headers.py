"""The headers that a host sends with the site, as a file that common hosts read by themselves.

`_headers` at the top of a site is read by Cloudflare Pages, Netlify and others. The guide
“Publish the site” says the same to nginx, Apache and Caddy; a test holds the two together.
"""

from __future__ import annotations

from urllib.parse import urlsplit

FILE = "_headers"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing from elsewhere, nothing to elsewhere, and in no frame."""

CARD_POLICY = POLICY.replace("script-src 'self'; ", "").replace(
    "frame-ancestors 'none'", "frame-ancestors *"
)
"""For the cards of plans and actions, which are there to be shown in frames of other sites."""

CSP = "Content-Security-Policy"

ALWAYS = (
    (CSP, POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
"""What goes with every file."""

FOR_ALL = ("api", "calendars", "data", "feeds", "schema")
"""The folders whose files programs on other sites may read too."""

CARDS = "plans/*/card.html"


def headers_file(site_url: str) -> str:
    """The text of `_headers` for a site at `site_url`; it works at the top of a host only."""
    top = urlsplit(site_url).path.rstrip("/")
    rules = [
        (f"{top}/*", [f"{name}: {value}" for name, value in ALWAYS]),
        *((f"{top}/{folder}/*", ["Access-Control-Allow-Origin: *"]) for folder in FOR_ALL),
        # “!” takes away what an earlier rule set, so that there are not two policies.
        (f"{top}/{CARDS}", [f"! {CSP}", f"{CSP}: {CARD_POLICY}"]),
    ]
    return "".join("\n  ".join((path, *lines)) + "\n" for path, lines in rules)
