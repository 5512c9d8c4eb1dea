"""schema/ → validators, labels and help texts. The one place that reads the schema files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from equity_plans.language import _, pgettext, spoken
from equity_plans.when import parse_when

KINDS = ("authorities", "agency", "plan", "report")
"""The kinds of file an author writes; each has a schema of that name."""


EXPLAINED = frozenset(
    ("state", "result", "people", "topic", "planKind", "measureKind", "measureMark", "quality")
)
"""The lists whose meanings stand on pages in every language; the rest are for those who write."""


TERMS: Mapping[str, tuple[str, ...]] = {
    "plan": ("", "goal", "action", "milestone", "measure", "amendment", "barrier", "assessment"),
    "report": ("", "correction"),
    "vocabulary": ("engagement", "withdrawn"),
    "agency": ("service",),
    "authorities": ("authority",),
}
"""Of each kind of file, the definitions whose names are words that readers meet; "" is the file."""


def _terms(document: Mapping[str, Any], names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """The name of each definition, what it is called and what that means."""
    for name in names:
        found = document["$defs"][name] if name else document
        yield name or document["title"].lower(), found["title"], found["description"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """One allowed value of a vocabulary, with what the site calls it and what it means."""

    value: str
    definition: str
    """The list of words it is in; a word of another list may be said otherwise in Spanish."""

    english: str
    """Its label as the schema has it."""

    explained: str
    """What it means, as the schema has it."""

    @property
    def label(self) -> str:
        """What the site calls it, in the language spoken."""
        return pgettext(self.definition, self.english)

    @property
    def meaning(self) -> str:
        """What it means, in the language spoken."""
        return _(self.explained)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Schemas:
    """All schema files of a project. It equals itself alone."""

    documents: Mapping[str, Mapping[str, Any]]
    """Schema by name: those of `KINDS`, `owners`, and `vocabulary`, which the others refer to."""

    vocabulary: Mapping[str, tuple[Word, ...]]
    """The words of each vocabulary definition that has a fixed list, in the order to show them."""

    quick: Mapping[str, Any] = field(default_factory=dict)
    """The same by kind, fast, where jsonschema-rs is installed; it may only say yes."""

    _validators: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    _labels: dict[str, dict[tuple[str, str], str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """The labels of the vocabulary by list and value, in each language that was spoken."""

    _terms: list[Word] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def validators(self) -> Mapping[str, Any]:
        """A jsonschema validator by kind of file; made when first asked for."""
        if not self._validators:
            from equity_plans.validator import validators_of  # noqa: PLC0415 - slow to load

            self._validators.update(validators_of(self.documents, formats=FORMATS))
        return self._validators

    def surely_right(self, value: object, *, kind: str) -> bool:
        """True when there is nothing that the validator of this kind could object to.

        False says nothing: jsonschema is to be asked, and its answer counts.
        """
        # A whole number written as 10.0 is none to us (`_is_integer`), but one to jsonschema-rs.
        if kind not in self.quick or _has_whole_float(value):
            return False
        with suppress(ValueError, TypeError, OverflowError, RecursionError):
            return bool(self.quick[kind].is_valid(value))
        return False

    def label(self, definition: str, value: str) -> str:
        """What the site calls `value` of the vocabulary `definition`, in the language spoken."""
        labels = self._labels.get(tag := spoken().tag)
        if labels is None:
            labels = self._labels[tag] = {
                (name, word.value): word.label
                for name, words in self.vocabulary.items()
                for word in words
            }
        return labels[definition, value]

    def terms(self) -> tuple[Word, ...]:
        """The words that readers meet, as the schema explains them."""
        if not self._terms:
            self._terms.extend(
                Word(value=name, definition="term", english=title, explained=meaning)
                for kind, names in TERMS.items()
                for name, title, meaning in _terms(self.documents[kind], names)
            )
        return tuple(self._terms)

    def resolve(self, schema: Mapping[str, Any], *, kind: str) -> tuple[Mapping[str, Any], str]:
        """`schema` with what its `$ref` points to filled in, and the name of the file that is in.

        Words beside a `$ref` (title, description, examples) win over those of the definition.
        """
        merged = dict(schema)
        while (ref := merged.pop("$ref", None)) is not None:
            file, _, pointer = ref.partition("#/$defs/")
            kind = file.removesuffix(".schema.json") or kind
            merged = {**self.documents[kind]["$defs"][pointer], **merged}
        return merged, kind


def load_schemas(folder: Path) -> Schemas:
    """The schemas in `folder`. Raises OSError or ValueError when they cannot be read."""
    documents: dict[str, dict[str, Any]] = {
        path.name.removesuffix(".schema.json"): json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.schema.json"))
    }
    return Schemas(
        documents=documents,
        vocabulary={
            name: tuple(
                Word(
                    value=value,
                    definition=name,
                    english=definition["labels"][value],
                    explained=meaning,
                )
                for value, meaning in zip(
                    definition["enum"], definition["enumDescriptions"], strict=True
                )
            )
            for name, definition in documents["vocabulary"]["$defs"].items()
            if "enum" in definition
        },
        quick=_quick(documents),
    )


def messages_of(
    file: BinaryIO,
    _keywords: Collection[str],
    _comment_tags: Collection[str],
    options: Mapping[str, Any],  # noqa: ARG001 - Babel's signature
) -> Iterator[tuple[int, str, tuple[str, ...], list[str]]]:
    """What pages say in the words of the schema in `file`, as Babel's extraction wants it."""
    document = json.loads(file.read().decode("utf-8"))
    kind = document["$id"].rpartition("/")[2].partition(".")[0]
    for _name, title, meaning in _terms(document, TERMS.get(kind, ())):
        yield 1, "pgettext", ("term", title), []
        yield 1, "gettext", (meaning,), []
    for name, definition in document.get("$defs", {}).items():
        if "labels" in definition:
            for label in definition["labels"].values():
                yield 1, "pgettext", (name, label), []
            for meaning in definition["enumDescriptions"] if name in EXPLAINED else ():
                yield 1, "gettext", (meaning,), []


def _quick(documents: Mapping[str, dict[str, Any]]) -> Mapping[str, Any]:
    """A validator of jsonschema-rs by kind of file; nothing where it is not installed."""
    if find_spec("jsonschema_rs") is None:
        return {}
    import jsonschema_rs  # noqa: PLC0415 - it only makes the check faster, so it may be missing

    registry = jsonschema_rs.Registry([(doc["$id"], doc) for doc in documents.values()])
    formats = {name: _answer(check) for name, check in FORMATS.items()}
    return {
        kind: jsonschema_rs.Draft202012Validator(
            documents[kind],
            registry=registry,
            formats=formats,
            validate_formats=True,
            offline=True,
            # An engine that takes no longer for a text that is made to take long.
            pattern_options=jsonschema_rs.RegexOptions(),
        )
        for kind in documents
        if kind != "vocabulary"
    }


def _answer(check: Callable[[object], bool]) -> Callable[[str], bool]:
    """`check` with an answer in place of a reason."""

    def answer(value: str) -> bool:
        try:
            return check(value)
        except ValueError:
            return False

    return answer


def _has_whole_float(value: object) -> bool:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        kind = type(one)
        if kind is dict:
            waiting.extend(one.values())  # type: ignore[attr-defined] # it is one
        elif kind is list:
            waiting.extend(one)  # type: ignore[arg-type] # likewise
        elif kind is float and one.is_integer():  # type: ignore[attr-defined] # likewise
            return True
    return False


def is_date(value: object) -> bool:
    """True for a day that exists, `2024-02-29`; raises ValueError with the reason otherwise."""
    # A shape that is not a day is `pattern`'s to report.
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value, re.ASCII):
        parse_when(value)
    return True


def is_when(value: object) -> bool:
    """True for a date as plans write them; raises NotADate with the reason otherwise."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?", value, re.ASCII):
        parse_when(value)
    return True


_PLAIN_ADDRESS = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*(?:/[!-~]*)?"
)
"""An address of which nothing has to be taken apart to know that it is one, as most are."""


def is_web_address(value: object) -> bool:
    """True for an http(s) address with a host, no user name and a possible port."""
    if not isinstance(value, str):
        return True
    if _PLAIN_ADDRESS.fullmatch(value):
        return True
    parts = urlsplit(value)
    host = parts.hostname or ""
    parts.port  # noqa: B018 - raises ValueError for a port that cannot be
    return (
        parts.scheme in ("http", "https")
        and "@" not in parts.netloc
        and re.fullmatch(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*", host, re.ASCII)
        is not None
    )


def is_email(value: object) -> bool:
    """True for one address with a name and a host that has a dot."""
    if not isinstance(value, str):
        return True
    name, _, host = value.partition("@")
    return (
        bool(name)
        and re.fullmatch(
            r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}", host, re.ASCII
        )
        is not None
    )


FORMATS: Mapping[str, Callable[[object], bool]] = {
    "date": is_date,
    "when": is_when,
    "uri": is_web_address,
    "email": is_email,
}
"""Every `format` the schemas use, each truly checked."""
