"""Pictures and feeds: XML that a browser draws, or shows, and in which nothing may run."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from equity_plans.publish.markup import DRAWN

SVG, XHTML, XLINK = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/1999/xlink",
)
ACTIVE = frozenset((SVG, XHTML, "http://www.w3.org/1998/Math/MathML"))
"""Namespaces of which a browser acts on elements wherever they stand."""

Flaws = Iterator[tuple[str, tuple[str, ...]]]


class _StopError(Exception):
    """There is no need to read on."""


def flaws(text: str, *, picture: bool) -> Flaws:
    """What must not be in a picture (SVG) or another XML file, each with what is written there."""
    found: list[tuple[str, tuple[str, ...]]] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def doctype(name: str, *_: object) -> None:
        found.append((f"It declares a type, <!DOCTYPE {name}>.", ()))
        raise _StopError

    def instruction(target: str, data: str) -> None:
        found.append((f"It holds an instruction, <?{target}?>.", (data,)))

    harmless: set[str] = set()
    """Elements that were found to be."""

    def start(name: str, attributes: dict[str, str]) -> None:
        if name not in harmless:
            space, _, local = name.rpartition(" ")
            near = (f"<{local}", *attributes.values())
            if picture and (space != SVG or local.lower() not in DRAWN | {"title"}):
                found.append((f"There is an element <{local}>.", near))
            elif not picture and space in ACTIVE:
                found.append((f"There is an element <{local}> that a browser would act on.", near))
            else:
                harmless.add(name)
        if picture:
            found.extend(_attributes(name.rpartition(" ")[2], attributes))

    def namespace(_prefix: str | None, uri: str) -> None:
        if uri in ACTIVE:  # else no element is looked at, which takes most of the time
            parser.StartElementHandler = start

    parser.StartDoctypeDeclHandler = doctype
    parser.ProcessingInstructionHandler = instruction
    if picture:
        parser.StartElementHandler = start
    parser.StartNamespaceDeclHandler = namespace
    try:
        parser.Parse(text.encode("utf-8"), True)
    except _StopError:
        pass
    except expat.ExpatError as error:
        lines = text.split("\n")
        near = lines[error.lineno - 1 : error.lineno]
        yield f"It is not well-formed XML ({expat.ErrorString(error.code)}).", tuple(near)
    yield from found


def _attributes(local: str, attributes: dict[str, str]) -> Flaws:
    for name, value in attributes.items():
        key = name.rpartition(" ")[2].lower()
        if key == "style" or key.startswith("on"):
            yield f"An element <{local}> has an attribute {key}.", (value,)
        elif (key in {"href", "src", "base"} and not value.startswith("#")) or (
            "url(" in value.replace(" ", "").lower() and "url(#" not in value
        ):
            yield f"A picture would fetch “{value}”.", (value,)
