"""A folder is gone through once: what is in it, what is a link, and what was written to since."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_plans.check.spread import FEW_TASKS
from equity_plans.publish.inventory import AT_ONCE, digest_of, inventory, mark
from equity_plans.publish.listed import AFTER, BEFORE, BETWEEN, line, listed, order
from equity_plans.publish.manifest import write_manifest
from equity_plans.publish.workers import spread
from equity_plans.schema import load_schemas

NAMES = ("index.html", "a/index.html", "a/b.txt", "a-b/c.json", "a.b/c", "z/é “x”.txt")


@pytest.fixture
def folder(tmp_path) -> Path:
    for name in NAMES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


def marks(folder: Path) -> dict[str, bytes]:
    return {
        name: mark(sha256(name.encode()).digest(), (folder / name).stat()) for name in NAMES[:4]
    }


def test_every_file_is_there_in_order(folder):
    assert inventory(folder).files == tuple(sorted(NAMES))


def test_a_link_is_named_and_not_followed(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "x").write_text("")
    (folder / "file").symlink_to(elsewhere / "x")
    (folder / "a" / "folder").symlink_to(elsewhere)
    found = inventory(folder)

    assert found.links == {"file", "a/folder"}
    assert set(found.files) - set(NAMES) == {"file", "a/folder"}


def test_what_was_written_to_since_is_known(folder):
    known = marks(folder)
    assert inventory(folder, marks=known).changed == frozenset()

    (folder / "a" / "b.txt").write_text("more than before", encoding="utf-8")
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to(folder / "a" / "index.html")
    assert inventory(folder, marks=known).changed == {"a/b.txt", "index.html"}


def test_what_is_deep_in_a_folder_is_gone_through_by_several_programs_alike(tmp_path):
    names = [f"a/b/c/{number}/d/x.txt" for number in range(FEW_TASKS * AT_ONCE + 1)]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "a/b/c/0/link").symlink_to(tmp_path / "a")
    known = {name: mark(b"-" * 32, (tmp_path / name).stat()) for name in names[2:]}
    known["a/b/c/0/d/y.txt"] = known[names[2]]
    (tmp_path / names[3]).write_text("more than before", encoding="utf-8")
    (tmp_path / names[4]).unlink()
    found = inventory(tmp_path, marks=known, share=partial(spread, workers=2))

    assert found == inventory(tmp_path, marks=known)
    assert found.files == tuple(sorted({*names, "a/b/c/0/link"} - {names[4]}))
    assert found.links == {"a/b/c/0/link"}
    assert found.changed == {"a/b/c/0/d/y.txt", names[3], names[4]}


def test_a_mark_tells_the_digest(folder):
    assert digest_of(marks(folder)["a/b.txt"]) == sha256(b"a/b.txt").hexdigest()


@pytest.mark.parametrize("many", [0, 1, len(NAMES)])
def test_a_manifest_is_written_as_json_is_folder_by_folder(tmp_path, many):
    for name in NAMES[:many]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    schemas = load_schemas(Path(__file__).resolve().parents[1] / "schema")
    known = marks(tmp_path) if many >= 4 else {}
    known = {file: digest_of(one) for file, one in known.items()}
    write_manifest(tmp_path, schemas=schemas, as_of=date(2026, 1, 2), commit=None, known=known)
    text = (tmp_path / "manifest.json").read_text(encoding="utf-8")
    contents = json.loads(text)

    assert text == json.dumps(contents, indent=1, ensure_ascii=False) + "\n"
    assert contents["files"] == {name: sha256(name.encode()).hexdigest() for name in NAMES[:many]}
    assert list(contents["files"]) == sorted(NAMES[:many], key=lambda name: name.split("/"))


FILES = st.text('ab/.-é"\\', min_size=1, max_size=6).filter(lambda name: name != "manifest.json")


@given(before=st.sets(FILES), new=st.sets(FILES), goes=st.sets(FILES))
def test_a_manifest_is_brought_up_to_date_line_by_line(before, new, goes):
    text = written(dict.fromkeys(before, "a" * 64))
    there = {one for one in before | new | goes if one in listed(text)}
    pieces = listed(text).but(dict.fromkeys(new, "b" * 64), goes=goes)

    left = dict.fromkeys(before - goes, "a" * 64) | dict.fromkeys(new, "b" * 64)
    assert there == before
    whole = listed(written(left))
    assert b"".join(pieces) == whole.text[whole.start : whole.end]
    assert bool(pieces) == bool(left)


def written(files):
    """A manifest of these files and their digests."""
    lines = BETWEEN.join(line(file, files[file]) for file in sorted(files, key=order))
    return f'{{"files": {BEFORE}{lines}{AFTER}}}\n'.encode()
