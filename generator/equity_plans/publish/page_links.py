"""Links of pages: what MkDocs makes of them, worked out once for all pages that have them."""

from __future__ import annotations

import re
from collections.abc import Callable

from mkdocs.structure.pages import _RelativePathTreeprocessor

from equity_plans.publish.known import Known
from equity_plans.publish.site_files import SiteFiles

_STEP = r"[A-Za-z0-9_@+-][A-Za-z0-9_.@+-]*"
_TO_PAGE = re.compile(rf"((?:\.\./)*)((?:{_STEP}/)*{_STEP}\.[a-z]+)(#[A-Za-z0-9_.:-]*)?")
_ELSEWHERE = ("https://", "http://", "mailto:")
_PLAIN_LINK = re.compile(r"[A-Za-z0-9_./#%:@?=+,~&;-]*")


class Links:
    """What MkDocs makes of the links of pages; it is asked about any that are not plain.

    Pages of one folder have most links in common, and many of them lead away from the top.
    """

    def __init__(self) -> None:
        self._place = ("", "")
        self._beside: dict[str, tuple[str, str]] = {}
        self._from_top: dict[tuple[int, int, str], Known[tuple[str, str]]] = {}

    def of(self, links: _RelativePathTreeprocessor) -> Callable[[str], str]:
        """What gives for the address of a link in Markdown the one in HTML, on one page."""
        page, files = links.file, links.files
        if not isinstance(files, SiteFiles):
            return links.path_to_url
        folders = above(page.src_uri)
        here = above(page.url.removeprefix("./"))
        place = (folders[0], here[min(1, len(here) - 1)])
        if self._place != place:
            self._place, self._beside = place, {}
        beside = self._beside
        top = len(folders) - 1
        first = here[0].partition("/")[0]
        from_top = self._from_top.setdefault((top, len(here), first), Known())
        asked = files.asked

        def link(written: str) -> str:
            known = beside.get(written) or from_top.get(written)
            if known is not None:
                file, url = known
                asked[file] = True
                return url
            if written.startswith(_ELSEWHERE) and _PLAIN_LINK.fullmatch(written):
                return written
            plain = _TO_PAGE.fullmatch(written)
            if plain is None:
                return links.path_to_url(written)
            steps, name, part = plain.groups("")
            up = len(steps) // len("../")
            if up > top:
                return links.path_to_url(written)
            file = f"{folders[up]}{name}"
            target = files.url_of(file)
            if target is None:
                return links.path_to_url(written)
            address = target.removeprefix("./")
            back = 0
            while not address.startswith(here[back]):
                back += 1
            url = f"{'../' * back}{address[len(here[back]) :]}" or "./"
            url += part
            if up == top and back == len(here) - 1:
                from_top.keep(written, (file, url), letters=len(file) + len(url))
            elif back > 1:  # it leads away from all pages beside this one
                beside[written] = file, url
            return url

        return link


def above(path: str) -> list[str]:
    """The folder that a path is in, the one above it, and so on, up to the top, which is empty."""
    folder = path[: path.rfind("/") + 1]
    found = [folder]
    while folder:
        folder = folder[: folder.rfind("/", 0, -1) + 1]
        found.append(folder)
    return found
