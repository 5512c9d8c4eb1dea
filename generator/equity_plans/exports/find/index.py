"""The index of words: which actions and pages have a word in their title, or in their text.

A word is a run of letters and digits, without marks and capitals: “Señal” and “senal” are one.
The words are in order, and cut into files of about the same size; `words.json` says with which
word each file begins. So a query reads one small file for each of its words, whatever the number
of actions, and finds every word that begins as typed.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from equity_plans import addresses
from equity_plans.exports.export import File, json_bytes
from equity_plans.exports.find.documents import Document

MOST = 10_000
"""So many numbers of actions a file of words holds, but for a single word that has more."""

LONGEST = 40
"""So many letters of a word are looked at. assets/find.js has the same number."""

_WORD = re.compile(r"[^\W_]+")
_ASCII = (
    "".join(one if one.isalnum() else " " for one in map(chr, range(128)))
    .lower()
    .ljust(256)
    .encode()
)
"""What becomes of each byte of a text in ASCII: a small letter, a digit, or what parts words."""

Index: TypeAlias = "dict[str, array[int]]"


def word_files(found: Iterable[Document]) -> Iterator[File]:
    """The words of documents, cut into files, and with which word each begins.

    In which folder of the site they belong is for the language to say.
    """
    titles: Index = defaultdict(lambda: array("I"))
    texts: Index = defaultdict(lambda: array("I"))
    for number, one in enumerate(found):
        in_title = words_of(one.title)
        for word in in_title:
            titles[word].append(number)
        for word in words_of(f"{one.text} {one.who}") - in_title:
            texts[word].append(number)
    starts = []
    for number, entries in enumerate(_cut(titles, texts)):
        starts.append(entries[0][0])
        yield File(uri=addresses.find_words(number), content=json_bytes(entries, indent=None))
    yield File(uri=addresses.FIND_WORDS, content=json_bytes(starts, indent=None))


def words_of(text: str) -> set[str]:
    """The words in a text."""
    if text.isascii():
        words = text.encode().translate(_ASCII).decode().split()
    else:
        apart = unicodedata.normalize("NFD", text)
        text = "".join(one for one in apart if not unicodedata.category(one).startswith("M"))
        words = _WORD.findall(text.lower())
    return {word[:LONGEST] for word in set(words)}


def _cut(titles: Index, texts: Index) -> Iterator[list[tuple[str, list[int], list[int]]]]:
    """Each word with the numbers of what has it in the title and in the text, file by file."""
    entries: list[tuple[str, list[int], list[int]]] = []
    size = 0
    none = array("I")
    for word in sorted(titles.keys() | texts.keys(), key=_as_scripts_sort):
        here, there = titles.get(word, none), texts.get(word, none)
        if entries and size + len(here) + len(there) > MOST:
            yield entries
            entries, size = [], 0
        entries.append((word, list(_steps(here)), list(_steps(there))))
        size += len(here) + len(there)
    if entries:
        yield entries


def _steps(numbers: Iterable[int]) -> Iterator[int]:
    """The first number, and then how far it is to each next one."""
    before = 0
    for number in numbers:
        yield number - before
        before = number


def _as_scripts_sort(word: str) -> bytes:
    """JavaScript compares texts by their UTF-16."""
    return word.encode("utf-16-be", "surrogatepass")
