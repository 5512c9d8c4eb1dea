"""The schemas that plans are written and checked by, each at the address that is its name."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from equity_plans.exports.export import Export, File, Group, Publication, json_bytes


def write(publication: Publication) -> Iterator[File]:
    """Each schema file at the path of its `$id`."""
    for document in publication.view.schemas.documents.values():
        uri = urlsplit(document["$id"]).path.lstrip("/")
        yield File(uri=uri, content=json_bytes(document, indent=2))


EXPORT = Export(
    uri="schema/1/{name}.schema.json",
    media_type="application/schema+json",
    title="Schemas of the files",
    description="JSON Schemas of the files that agencies write: plan, report, agency, authorities "
    "and the words they use.",
    group=Group.API,
    write=write,
)
