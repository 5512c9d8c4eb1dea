"""The one YAML door: bytes of a plan file → Document, with the line and column of every value.

Nothing else in the project reads plan bytes, so the check, the site and the exports can never
disagree about what a file says. What YAML offers beyond keys, lists and values is refused, in
words; plain values are read by the YAML 1.2 core schema, so `NO`, `12:30` and dates stay text.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from itertools import accumulate, islice
from pathlib import Path

import yaml

from equity_plans.findings import Finding, Severity
from equity_plans.sources.compose import Composer
from equity_plans.sources.decode import FILE_BYTES, decode, too_large
from equity_plans.sources.document import Document, Value
from equity_plans.sources.pure import PurePython
from equity_plans.sources.quick import Later, Objection, Places, plain_value
from equity_plans.sources.source import Source
from equity_plans.sources.syntax import explain

if yaml.__with_libyaml__:
    from yaml._yaml import CParser

__all__ = ["Document", "Value", "known", "parse", "read"]

NOT_A_LINK = getattr(os, "O_NOFOLLOW", 0)  # not on every system
NOT_WAITING = getattr(os, "O_NONBLOCK", 0)


def read(path: Path, *, root: Path) -> Document:
    """The document in the file at `path`; what cannot be read comes back as findings."""
    file = path.relative_to(root).as_posix()
    try:
        found = _not_plain(path, root=root, file=file)
        if found:
            return Document(file=file, findings=(found,))
        with open(path, "rb", opener=_open) as stream:
            data = stream.read(FILE_BYTES + 1)
    except OSError as error:
        return Document(file=file, findings=(_unreadable(error, file=file),))
    return parse(data, file=file)


def parse(data: bytes, *, file: str, libyaml: bool = yaml.__with_libyaml__) -> Document:
    """The document in `data`; `file` names it in findings.

    `libyaml` only makes it faster. The two parsers of PyYAML differ in what they refuse and in
    how they say so; therefore libyaml may only say yes, and whatever it does not accept without
    a word is read again by PyYAML's own parser, whose answer counts.
    """
    source, findings = decode(data, file=file)
    lines = _lines(source)
    if findings:
        return Document(file=file, lines=lines, findings=tuple(findings))
    if libyaml:
        with suppress(yaml.YAMLError, Objection):
            return _plain(source, plain_value(source, CParser(source.text)))
    composed = (_quickly(source) if libyaml else None) or _thoroughly(source)
    if composed.findings:
        found = tuple(sorted(dict.fromkeys(composed.findings), key=Finding.sort_key))
        return Document(file=file, lines=lines, findings=found)
    return Document(
        file=file,
        value=composed.value,
        lines=lines,
        values=composed.values,
        keys=composed.keys,
        written=composed.written,
    )


def known(text: str, value: Value, *, file: str) -> Document:
    """The document with this `text` and `value`, which were those of a document before."""
    return _plain(Source(file=file, text=text, lines=tuple(text.split("\n"))), value)


def _plain(source: Source, value: Value) -> Document:
    """A document whose places are worked out when they are asked for."""
    places = Places(source, CParser)
    return Document(
        file=source.file,
        value=value,
        text=source.text,
        lines=_lines(source),
        values=Later(places, "values"),
        keys=Later(places, "keys"),
        written=Later(places, "written"),
    )


def _lines(source: Source) -> tuple[str, ...]:
    # What follows the last line feed is no line.
    return source.lines if source.lines[-1:] != ("",) else source.lines[:-1]


def _quickly(source: Source) -> Composer | None:
    """What libyaml makes of a file that nobody could object to; None for any other file."""
    composer = Composer(source)
    try:
        composer.compose(CParser(source.text))
    except yaml.YAMLError:
        return None
    return None if composer.findings or composer.doubtful else composer


def _thoroughly(source: Source) -> Composer:
    """What PyYAML's own parser makes of a file, with the reason why it stopped, if it did."""
    composer = Composer(source)
    parser = PurePython(source.text)
    try:
        composer.compose(parser)
    # PyYAML makes a character of "\U00110000" or "\UFFFFFFFF" without asking if there is one.
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        composer.findings = _joined(composer.findings, explain(source, error, parser))
    return composer


def _joined(findings: list[Finding], reason: Finding) -> list[Finding]:
    """The findings with the reason why the parser stopped: one mistake, one finding.

    A line that something was said of already is the reason, and so is the line above. Only a key
    that seems to be given twice because its line stands too far to the left is really misplaced.
    """
    lines = {place.line for place in (reason.place, reason.other and reason.other.place) if place}
    lines |= {reason.place.line - 1} if reason.place else set()
    same = [finding for finding in findings if finding.place and finding.place.line in lines]
    misplaced = reason.rule == "EP020" and all(finding.rule == "EP005" for finding in same)
    if same and not misplaced:
        return findings
    return [finding for finding in findings if finding not in same] + [reason]


def _not_plain(path: Path, *, root: Path, file: str) -> Finding | None:
    """Why the file at `path` is not read at all, told from its entry in the folder alone."""
    status = path.lstat()
    # A Path for each of them would take longer than to read the file.
    above = accumulate((str(root), *file.split("/")[:-1]), os.path.join)
    if stat.S_ISLNK(status.st_mode) or any(map(os.path.islink, islice(above, 1, None))):
        message = "This is a link to another place, not a file of its own."
        fix = "Replace the link with a file that holds the text itself."
    elif stat.S_ISDIR(status.st_mode):
        message = "This is a folder, but a file is expected here."
        fix = "Rename the folder, or put a file in its place."
    elif not stat.S_ISREG(status.st_mode):
        message = "This is not an ordinary file."
        fix = "Replace it with a text file."
    elif status.st_size > FILE_BYTES:
        return too_large(file)
    else:
        return None
    return Finding(rule="EP012", severity=Severity.ERROR, file=file, message=message, fix=fix)


def _open(path: str, flags: int) -> int:
    """Opens what `_not_plain` has looked at, even if somebody has swapped it since."""
    return os.open(path, flags | NOT_A_LINK | NOT_WAITING)


def _unreadable(error: OSError, *, file: str) -> Finding:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            message, fix = "There is no such file.", "Check the name and the folder."
        case PermissionError():
            message, fix = "This file may not be opened.", "Allow everyone to read it."
        case _:
            message = f"This file could not be read: {error.strerror}."
            fix = "Try again; if it stays, save the file anew."
    return Finding(rule="EP001", severity=Severity.ERROR, file=file, message=message, fix=fix)
