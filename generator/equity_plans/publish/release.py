"""The release: one zip that outlives its publisher, with the site, the data and their sources.

The same plans, day and program give the same bytes: entries are in a fixed order, and each says
the day of the data as its time.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from mkdocs.config import load_config

from equity_plans import __version__, addresses, words
from equity_plans.check.places import PLANS, walk
from equity_plans.exports.export import LICENSE_NAME, LICENSE_URL
from equity_plans.publish import PublishError, open_sound_project
from equity_plans.publish.build import build_site
from equity_plans.publish.integrity import examine
from equity_plans.publish.manifest import MANIFEST, read_manifest, write_manifest
from equity_plans.publish.mkdocs_plugin import NAME
from equity_plans.schema import Schemas

SUMS = "SHA256SUMS"
README = "README.txt"
FIRST_DAY = date(1980, 1, 1)
"""The earliest day that a file in a zip can have."""

LINE = 78


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """What was made."""

    place: Path
    files: int
    sha256: str
    """Of the zip as a whole."""

    manifest_sha256: str
    """Of the manifest in it, which stays the same however the files are packed."""


def make_release(
    root: Path, *, as_of: date | None, out: Path | None, echo: Callable[[str], None]
) -> Release:
    """Build the site of the project in `root` as of a day, and pack it with its data and sources.

    The zip is `out`, or build/equity-plans-DAY.zip, and appears only when it is whole and has been
    verified. Raises PublishError when anything is wrong, or when `out` is there already.
    """
    if out is not None and out.exists():
        raise PublishError(f"{out} is there already. Name another file, or take it away first.")
    work = root.absolute() / "build"
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".release-", dir=work) as scratch:
        site = build_site(root, as_of=as_of, out=Path(scratch) / "site", echo=echo)
        day = date.fromisoformat(read_manifest(site)["as_of"])
        name = f"equity-plans-{day}"
        place = out.absolute() if out else work / f"{name}.zip"
        folder = Path(scratch) / name
        _gather(root, site, folder)
        packed = Path(scratch) / f"{name}.zip"
        _pack(folder, packed, day=day)
        echo(f"Packed {words.count(sum(1 for _ in _files(folder)), 'file')}")
        examined = examine(packed)
        if examined.differences:
            raise PublishError("The release is not as its manifest says. Nothing was written.")
        sha256 = _sha256(packed)
        place.parent.mkdir(parents=True, exist_ok=True)
        _put(packed, place)
    with suppress(OSError):  # it is not empty, or was never there
        work.rmdir()
    return Release(
        place=place, files=examined.files, sha256=sha256, manifest_sha256=examined.digest
    )


def _gather(root: Path, site: Path, folder: Path) -> None:
    """Put everything into `folder`, with its lists."""
    config = load_config(str(root / "mkdocs.yml"))
    schema = config.plugins[NAME].config["schema"]
    project = open_sound_project(root, schema=Path(schema) if schema else None)
    manifest = read_manifest(site)
    folder.mkdir()
    site.rename(folder / "site")
    for file in _sources(root):
        _copy(root / file, folder / file)
    for document in project.schemas.documents.values():
        path = urlsplit(document["$id"]).path.lstrip("/")
        _copy(folder / "site" / path, folder / "schema" / path.rpartition("/")[2])
    day = date.fromisoformat(manifest["as_of"])
    told = _readme(
        folder / "site",
        schemas=project.schemas,
        name=folder.name,
        site_name=config.site_name,
        site_url=str(config.site_url),
    )
    (folder / README).write_text(told, encoding="utf-8", newline="\n")
    sums = "".join(
        f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in _files(folder)
    )
    (folder / SUMS).write_text(sums, encoding="utf-8", newline="\n")
    write_manifest(folder, schemas=project.schemas, as_of=day, commit=manifest["commit"])


def _sources(root: Path) -> Iterator[str]:
    """What agencies wrote, and the licence it is under: nothing else that lies in plans/."""
    yield from (name for name, finding in walk(root / PLANS, root=root) if finding is None)
    for name in ("LICENSE", "OWNERS.yaml"):
        path = root / PLANS / name
        if path.is_file() and not path.is_symlink():
            yield f"{PLANS}/{name}"


def _copy(source: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, place, follow_symlinks=False)


INTRO = (
    "This folder holds everything that {site_name} published as it stood on {day}: what public "
    "agencies promised in their equity plans, what they reported, and where each promise stood on "
    "that day. It was put together so that it can be read without its publisher, without the "
    "network, and without the program that made it."
)
TERMS = (
    "A plan has goals. A goal has actions (what the agency will do) and measures (how anyone can "
    "tell whether it helped). An action may have milestones. In reports the agency says what "
    "happened. On {day} each action was one of:"
)


def _readme(site: Path, *, schemas: Schemas, name: str, site_name: str, site_url: str) -> str:
    """What a stranger needs to know, in lines that fit any screen."""
    start = json.loads((site / addresses.api("index")).read_bytes())
    day = words.day(date.fromisoformat(start["as_of"]))
    title = f"{site_name}, as of {day}"
    holds = words.listed(
        [
            words.count(start["counts"][many], one, many)
            for one, many in (
                *(("agency", "agencies"), ("plan", "plans"), ("goal", "goals")),
                *(("action", "actions"), ("measure", "measures"), ("report", "reports")),
            )
        ]
    )
    template = files("equity_plans.publish") / "readme.txt"
    return template.read_text(encoding="utf-8").format(
        title=title,
        rule="=" * len(title),
        name=name,
        intro=_wrapped(INTRO.format(site_name=site_name, day=day)),
        holds=_wrapped(f"It holds {holds}."),
        terms=_wrapped(TERMS.format(day=day)),
        states="\n".join(
            _wrapped(f"{word.label} ({word.value}): {word.meaning}", indent="  ")
            for word in schemas.vocabulary["state"]
        ),
        site_url=site_url,
        as_of=start["as_of"],
        commit=start["commit"] or "not known",
        version=__version__,
        license_name=LICENSE_NAME,
        license_url=LICENSE_URL,
    )


def _wrapped(text: str, *, indent: str = "") -> str:
    return textwrap.fill(text, LINE, initial_indent=indent, subsequent_indent=indent * 3)


def _files(folder: Path) -> Iterator[Path]:
    """Every file, in an order that no system changes."""
    found = (path for path in folder.rglob("*") if path.is_file())
    yield from sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def _pack(folder: Path, place: Path, *, day: date) -> None:
    """Write the zip: what is read first comes first, and nothing tells when or where."""
    found = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    first = (README, MANIFEST, SUMS)
    shown = max(day, FIRST_DAY)
    with ZipFile(place, "w", ZIP_DEFLATED) as archive:
        for name in (*first, *(name for name in found if name not in first)):
            info = ZipInfo(f"{folder.name}/{name}", (shown.year, shown.month, shown.day, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3  # so that the mode below is read as one
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            info.file_size = found[name].stat().st_size
            with found[name].open("rb") as source, archive.open(info, "w") as target:
                shutil.copyfileobj(source, target, 1 << 20)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put(packed: Path, place: Path) -> None:
    """Move the zip to its place in one step, even to another disk."""
    beside = place.parent / f".next-{place.name}"
    try:
        shutil.copyfile(packed, beside)
        beside.replace(place)
    finally:
        with suppress(OSError):
            beside.unlink()
