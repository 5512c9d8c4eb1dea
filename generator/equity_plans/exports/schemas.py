"""The schemas of files and of what the command writes, each at the address that is its name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from urllib.parse import urlsplit

from equity_plans import links
from equity_plans.exports.export import Export, File, Group, Publication, json_bytes


def write(publication: Publication) -> Iterator[File]:
    """Each schema file at the path of its `$id`."""
    written = files("equity_plans.diagnostics") / "schemas"
    said = [
        json.loads(one.read_text(encoding="utf-8"))
        for one in sorted(written.iterdir(), key=lambda one: one.name)
    ]
    for document in (*publication.view.schemas.documents.values(), *said, links.schema()):
        uri = urlsplit(document["$id"]).path.lstrip("/")
        yield File(uri=uri, content=json_bytes(document, indent=2))


EXPORT = Export(
    uri="schema/1/{name}.schema.json",
    media_type="application/schema+json",
    title="Schemas of the files",
    description="JSON Schemas of the files that agencies write: plan, report, agency, authorities, "
    "owners and the words they use; and of the findings, differences and record of links that the "
    "command writes.",
    group=Group.API,
    of_country=write,
)
