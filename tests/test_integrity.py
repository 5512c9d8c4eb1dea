"""Integrity: what is not as its manifest says is named, and what is hostile does no harm."""

from __future__ import annotations

import json
import os
import stat
import struct
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from equity_plans.cli import main
from equity_plans.publish import PublishError
from equity_plans.publish.integrity import Difference, examine

FILES = {
    "index.html": b"<!doctype html>",
    "data/actions.csv": b"id\r\n",
    "plans/a/b.yaml": "title: Türen\n".encode(),
}


def manifest(files: dict[str, bytes] = FILES, **told: object) -> bytes:
    digests = {name: sha256(content).hexdigest() for name, content in files.items()}
    contents = {"tool": "equity-plans", "version": "1.0", "as_of": "2024-12-31", "files": digests}
    return json.dumps({**contents, **told}).encode()


@pytest.fixture
def folder(tmp_path) -> Path:
    """A published folder that is as its manifest says."""
    top = tmp_path / "site"
    for name, content in {**FILES, "manifest.json": manifest()}.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(content)
    return top


@pytest.fixture
def packed(tmp_path):
    """Write a zip with these entries, in one folder and with a manifest, and give its path."""

    def pack(*entries: tuple[str | zipfile.ZipInfo, bytes], named: bytes | None = None) -> Path:
        place = tmp_path / "release.zip"
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in FILES.items():
                archive.writestr(f"top/{name}", content)
            for entry, content in entries:
                archive.writestr(entry, content)
            archive.writestr("top/manifest.json", named or manifest())
        return place

    return pack


def differences(place: Path) -> dict[str, str]:
    found = examine(place).differences
    assert len({one.file for one in found}) == len(found)
    return {one.file: one.what for one in found}


# As it was ----------------------------------------------------------------------------------------


def test_a_folder_that_is_as_its_manifest_says_has_no_differences(folder):
    found = examine(folder)

    assert found.differences == ()
    assert found.files == len(FILES)
    assert found.size == sum(map(len, FILES.values())) + len(manifest())
    assert found.digest == sha256(manifest()).hexdigest()
    assert (found.version, found.as_of, found.commit) == ("1.0", "2024-12-31", "")


def test_a_zip_that_is_as_its_manifest_says_has_no_differences(packed):
    assert examine(packed()).differences == ()


def test_a_zip_may_be_without_a_folder_around_it_all(tmp_path):
    place = tmp_path / "flat.zip"
    with zipfile.ZipFile(place, "w") as archive:
        for name, content in {**FILES, "manifest.json": manifest()}.items():
            archive.writestr(name, content)

    assert examine(place).differences == ()


def test_a_zip_that_another_program_packed_again_with_its_folders_is_the_same(packed):
    folders = [(zipfile.ZipInfo("top/"), b""), (zipfile.ZipInfo("top/data/"), b"")]

    assert examine(packed(*folders)).differences == ()


# Not as it was ------------------------------------------------------------------------------------


def test_missing_changed_and_added_files_are_named_in_a_folder(folder):
    (folder / "index.html").unlink()
    (folder / "data" / "actions.csv").write_bytes(b"id,\r\n")
    (folder / "data" / "extra.csv").write_bytes(b"")

    assert differences(folder) == {
        "data/actions.csv": "It is not what it was when the manifest was written.",
        "data/extra.csv": "The manifest does not name it.",
        "index.html": "It is missing.",
    }


def test_missing_changed_and_added_files_are_named_in_a_zip(packed):
    said = manifest({**FILES, "index.html": b"other", "gone.html": b""})

    assert differences(packed(("top/new.html", b"x"), named=said)) == {
        "gone.html": "It is missing.",
        "index.html": "It is not what it was when the manifest was written.",
        "new.html": "The manifest does not name it.",
    }


def test_a_byte_that_fell_over_in_a_zip_is_seen(packed):
    place = packed(("top/picture.bin", os.urandom(5000)))
    content = bytearray(place.read_bytes())
    at = content.index(b"top/picture.bin") + 2000
    content[at] ^= 1
    place.write_bytes(content)

    assert differences(place)["picture.bin"] in (
        "It is damaged, or cannot be read.",
        "The manifest does not name it.",
    )


def test_a_link_in_a_folder_is_named_and_never_followed(folder, tmp_path):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key").write_bytes(b"secret")
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to(secret / "key")
    (folder / "more").symlink_to(secret)

    assert differences(folder) == {"index.html": "It is a link.", "more": "It is a link."}


def test_what_is_no_plain_file_is_never_opened(folder):
    os.mkfifo(folder / "pipe")

    assert differences(folder) == {"pipe": "It is no plain file."}


def test_folders_within_folders_without_end_are_looked_through(folder, monkeypatch):
    depth = 1100  # more than Python can call functions within functions
    monkeypatch.chdir(folder)
    for _ in range(depth):
        Path("d").mkdir()
        os.chdir("d")
    Path("end").write_bytes(b"")

    assert differences(folder) == {f"{'d/' * depth}end": "The manifest does not name it."}
    Path("end").unlink()
    for _ in range(depth):  # nor can what clears the test's folder away
        os.chdir("..")
        Path("d").rmdir()


# Nothing to hold it against -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"tool": "equity-plans", "files": []}',
        b'{"tool": "other", "files": {}}',
        b'{"tool": "equity-plans", "files": {"a": "1", "a": "2"}}',
    ],
)
def test_a_manifest_that_is_not_ours_is_refused(folder, packed, content):
    (folder / "manifest.json").write_bytes(content)

    with pytest.raises(PublishError, match="is not one that equity-plans wrote"):
        examine(folder)
    with pytest.raises(PublishError, match="is not one that equity-plans wrote"):
        examine(packed(named=content or b" "))


@pytest.mark.parametrize("digest", [None, 5, [], "", "A" * 64])
def test_a_digest_that_is_none_makes_a_difference(folder, digest):
    said = json.loads(manifest())
    said["files"]["index.html"] = digest
    (folder / "manifest.json").write_text(json.dumps(said), encoding="utf-8")

    assert list(differences(folder)) == ["index.html"]


def test_paths_in_a_manifest_that_lead_elsewhere_are_only_missing(folder):
    named = {**FILES, "../../etc/passwd": b"", "/etc/passwd": b"", "a\nb": b""}
    (folder / "manifest.json").write_bytes(manifest(named))

    assert set(differences(folder).values()) == {"It is missing."}
    assert len(differences(folder)) == 3


def test_without_a_manifest_there_is_no_telling(folder, tmp_path):
    (folder / "manifest.json").unlink()
    with pytest.raises(PublishError, match="There is no manifest"):
        examine(folder)

    place = tmp_path / "other.zip"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("one/manifest.json", manifest())
        archive.writestr("two/manifest.json", manifest())
    with pytest.raises(PublishError, match="There is no manifest"):
        examine(place)


@pytest.mark.parametrize("content", [b"", b"PK", b"<html>", b"PK\x05\x06" + b"\xff" * 18])
def test_what_is_no_zip_is_refused(tmp_path, content):
    place = tmp_path / "release.zip"
    place.write_bytes(content)

    with pytest.raises(PublishError, match="is not a zip"):
        examine(place)


def test_what_is_neither_folder_nor_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(PublishError, match="neither a folder nor a file"):
        examine(tmp_path / "pipe")


def test_a_zip_cut_anywhere_is_told_of_and_breaks_nothing(packed, tmp_path):
    whole = packed().read_bytes()
    part = tmp_path / "part.zip"
    for end in range(len(whole)):
        part.write_bytes(whole[:end])
        with pytest.raises(PublishError):
            examine(part)


def test_a_zip_with_any_byte_changed_breaks_nothing(packed, tmp_path):
    whole = packed().read_bytes()
    part = tmp_path / "part.zip"
    for at in range(len(whole)):
        part.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            examine(part)
        except PublishError as error:
            assert str(error)  # noqa: PT017 - either way will do, but no other error


# Hostile zips -------------------------------------------------------------------------------------

OUTSIDE = "Its name would lead out of the folder that the zip is unpacked into."


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "top/../../evil",
        "/etc/evil",
        "top//evil",
        "top/./evil",
        "C:evil",
        "top/..\\..\\evil",
        "top/name:stream",
        "top/bell\x07",
        "elsewhere/evil",
    ],
)
def test_a_name_that_leads_out_of_the_folder_is_named(packed, name):
    place = packed((name, b"x"))
    try:
        assert differences(place) == {name.removeprefix("top/"): OUTSIDE}
    except PublishError as error:  # with a second folder at the top there is no one manifest
        assert "There is no manifest" in str(error)  # noqa: PT017 - either way will do


def test_a_name_with_a_hidden_end_is_named(packed):
    place = packed(("top/data/actions.csvXexe", b"x"))
    place.write_bytes(place.read_bytes().replace(b"csvXexe", b"csv\x00exe"))

    assert differences(place) == {"data/actions.csv\0exe": OUTSIDE}


SEVERAL = "There are several files of this name, and programs take one or the other."


def test_two_files_of_one_name_are_named(packed):
    with pytest.warns(UserWarning, match="Duplicate name"):
        place = packed(("top/index.html", b"evil"))

    assert differences(place) == {"index.html": SEVERAL}


def test_two_files_whose_names_some_systems_cannot_tell_apart_are_named(packed):
    assert differences(packed(("top/INDEX.html", b"evil"))) == {
        "INDEX.html": SEVERAL,
        "index.html": SEVERAL,
    }


@pytest.mark.parametrize(
    ("kind", "what"), [(stat.S_IFLNK, "It is a link."), (stat.S_IFIFO, "It is no plain file.")]
)
def test_a_link_in_a_zip_is_named(packed, kind, what):
    info = zipfile.ZipInfo("top/link")
    info.external_attr = (kind | 0o777) << 16

    assert differences(packed((info, b"/etc/passwd"))) == {"link": what}


def test_a_packing_that_few_can_unpack_is_named(packed):
    info = zipfile.ZipInfo("top/odd")
    info.compress_type = zipfile.ZIP_LZMA

    assert differences(packed((info, b"x"))) == {
        "odd": "It is packed in a way that not every program can unpack."
    }


def test_a_locked_file_is_named(packed):
    place = packed(("top/locked", b"x"))
    content = bytearray(place.read_bytes())
    at = content.index(b"PK\x01\x02", content.index(b"top/locked") + 20)
    while content[at + 46 : at + 56] != b"top/locked":
        at = content.index(b"PK\x01\x02", at + 4)
    content[at + 8] |= 1
    place.write_bytes(content)

    assert differences(place) == {"locked": "It is locked with a password."}


def test_a_zip_that_grows_without_measure_is_refused_before_it_is_read(packed):
    place = packed(("top/zeros", bytes(200_000_000)))

    with pytest.raises(PublishError, match="made to do harm"):
        examine(place)


def test_a_zip_whose_files_overlap_is_refused(packed):
    """As in zip bombs that unpack one stretch of bytes many times."""
    place = packed(("top/one", b"1" * 50), ("top/two", b"2" * 50))
    content = bytearray(place.read_bytes())
    starts = []
    at = content.index(b"PK\x01\x02")
    while at >= 0:
        starts.append(at)
        at = content.find(b"PK\x01\x02", at + 4)
    offsets = [struct.unpack_from("<I", content, at + 42)[0] for at in starts]
    struct.pack_into("<I", content, starts[-2] + 42, offsets[-3])
    place.write_bytes(content)

    with pytest.raises(PublishError, match="made to do harm"):
        examine(place)


# The command --------------------------------------------------------------------------------------

WARNING = (
    "Whoever can change files can change a manifest too: hold this number against the one its "
    "publisher names."
)


def run(capsys, *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as end:
        main([str(one) for one in arguments])
    said = capsys.readouterr()
    return end.value.code, said.out, said.err


def test_the_command_says_that_all_is_well_and_what_the_manifest_is_known_by(folder, capsys):
    code, said, complained = run(capsys, "verify", folder)

    assert (code, complained) == (0, "")
    assert said.splitlines() == [
        "All 3 files are as the manifest says.",
        "It was made by equity-plans 1.0, as of 2024-12-31.",
        f"SHA-256 of the manifest: {sha256(manifest()).hexdigest()}",
        WARNING,
    ]


def test_the_command_fails_and_names_what_differs(folder, capsys):
    (folder / "index.html").unlink()
    (folder / "\x1b[2J::error::x").write_bytes(b"")

    code, said, complained = run(capsys, "verify", folder)

    assert (code, said) == (1, "")
    assert complained.splitlines() == [
        r"\u001b[2J::error::x: The manifest does not name it.",
        "index.html: It is missing.",
        f"{folder} is not what it was: 2 differences from its manifest, which names 3 files.",
    ]


def test_the_command_holds_the_manifest_against_the_number_its_publisher_named(folder, capsys):
    right = sha256(manifest()).hexdigest().upper()

    assert run(capsys, "verify", folder, "--manifest-sha256", right)[0] == 0
    code, _, complained = run(capsys, "verify", folder, "--manifest-sha256", "0" * 64)
    assert code == 1
    assert "manifest.json: It is not the one whose SHA-256 you named." in complained


def test_differences_are_told_in_the_order_of_the_files(folder):
    (folder / "z").write_bytes(b"")
    (folder / "A").write_bytes(b"")

    found = examine(folder).differences
    assert found == tuple(sorted(found))
    assert isinstance(found[0], Difference)


def test_no_name_of_a_file_can_speak_for_the_command(folder, capsys):
    (folder / "x\nAll 3 files are as the manifest says.").write_bytes(b"")
    (folder / "::error::x").write_bytes(b"")
    with pytest.raises(SystemExit):
        main(["verify", str(folder)])
    said = capsys.readouterr().err.splitlines()

    assert "x\\nAll 3 files are as the manifest says.: The manifest does not name it." in said
    assert [one for one in said if one.startswith(("::", "All"))] == []


def test_no_word_of_a_manifest_can_speak_for_the_command(folder, capsys):
    forged = manifest(version="1\nSHA-256 of the manifest: 0000", commit="\n::error::x")
    (folder / "manifest.json").write_bytes(forged)
    with pytest.raises(SystemExit):
        main(["verify", str(folder)])
    said = capsys.readouterr().out.splitlines()

    digests = [one for one in said if one.startswith("SHA-256 of the manifest: ")]
    assert digests == [f"SHA-256 of the manifest: {sha256(forged).hexdigest()}"]
    assert [one for one in said if "::error" in one and not one.startswith("It was made")] == []
