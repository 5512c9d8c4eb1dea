"""Serving: the site on this computer, built again whenever somebody saves a file."""

from __future__ import annotations

import logging
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer, _serve_url

from equity_plans import links
from equity_plans.check.places import PLANS
from equity_plans.publish import PublishError
from equity_plans.publish.build import Echo, build_site, hearing_mkdocs, listening
from equity_plans.publish.contents import ERROR_PAGE

SCHEMA = "schema"
NOT_FOUND = 404


def serve_site(root: Path, *, as_of: date | None, address: str, echo: Echo) -> None:
    """Show the site at a local `address`, and build it again at each change, until interrupted.

    Each time, only what is other than before is made, without the search index.
    """
    with hearing_mkdocs(echo):
        config = load_config(str(root / "mkdocs.yml"), dev_addr=address)
    host, port = config.dev_addr
    path = urlsplit(config.site_url or "/").path
    url = _serve_url(host, port, path)
    with TemporaryDirectory(prefix="equity-plans-") as scratch:
        place = Path(scratch).resolve() / "site"
        build = partial(
            build_site, root, as_of=as_of, out=place, echo=echo, with_search=False, site_url=url
        )

        def build_again() -> None:
            try:
                build()
            except PublishError as error:  # the site stays as it was until this is mended
                echo(str(error))

        build()
        server = LiveReloadServer(
            builder=build_again, host=host, port=port, root=str(place), mount_path=path
        )
        server.error_handler = partial(_error_page, place)
        of_project = (root / PLANS, root / SCHEMA, root / links.RECORD, config.config_file_path)
        for watched in {*map(str, of_project), config.docs_dir, *config.watch}:
            if Path(watched).exists():
                server.watch(watched)
        try:
            with listening(echo, to="mkdocs.livereload", level=logging.INFO):
                server.serve()  # type: ignore[no-untyped-call] # MkDocs'
        except KeyboardInterrupt:
            echo("Stopped.")
        except OSError as error:
            raise PublishError(
                f"The site cannot be shown at {address}: {error.strerror}. Name another address "
                "with --address."
            ) from None
        finally:
            server.shutdown()


def _error_page(place: Path, code: int) -> bytes | None:
    return (place / ERROR_PAGE).read_bytes() if code == NOT_FOUND else None
