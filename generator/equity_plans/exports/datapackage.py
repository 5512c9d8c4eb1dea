"""The Frictionless Data Package: what each column of the CSV files holds, for people and programs.

https://datapackage.org
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from equity_plans import addresses
from equity_plans.exports import csv_files, once
from equity_plans.exports.cells import legible
from equity_plans.exports.export import (
    DESCRIPTION,
    LICENSE_ID,
    LICENSE_NAME,
    LICENSE_URL,
    Export,
    File,
    Group,
    LargeFile,
    Publication,
    json_bytes,
)
from equity_plans.exports.table import Column, Table, Type

URI = addresses.table("datapackage", "json")
NAME = "equity-plans"


def write(publication: Publication) -> Iterator[File | LargeFile]:
    """The description of the CSV files, which it lies beside."""
    return (file for file in once.write(publication, Writer) if file.uri == URI)


class Writer(csv_files.Writer):
    """Writes the CSV files and their description."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._resources: list[dict[str, Any]] = []

    def end(self) -> Iterator[LargeFile]:
        """The CSV file of the table."""
        for file in super().end():
            self._resources.append(_resource(self.table, file))
            yield file

    def close(self) -> Iterator[File]:
        """The description of all files."""
        yield File(uri=URI, content=json_bytes(self._content()))

    def _content(self) -> dict[str, Any]:
        publication = self._publication
        return {
            "profile": "tabular-data-package",
            "name": NAME,
            "title": publication.site_name,
            "description": DESCRIPTION,
            "homepage": publication.site_url,
            "version": publication.view.as_of.isoformat(),
            "created": f"{publication.view.as_of.isoformat()}T00:00:00Z",
            "licenses": [{"name": LICENSE_ID, "path": LICENSE_URL, "title": LICENSE_NAME}],
            "sources": list(_sources(publication)),
            "resources": self._resources,
        }


def _sources(publication: Publication) -> Iterator[dict[str, str]]:
    """The documents that the plans were written from."""
    documents = (plan.source for plan in publication.view.portfolio.plans.values())
    for document in dict.fromkeys(one for one in documents if one is not None):
        told = {"title": legible(document.title)}
        yield {**told, "path": document.url} if document.url else told


def _resource(table: Table, file: LargeFile) -> dict[str, Any]:
    size = file.kept.tell()
    file.kept.seek(0)
    digest = hashlib.file_digest(file.kept, "sha256")  # type: ignore[arg-type] # a real file, which can do more than its type says
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "path": file.uri.rpartition("/")[2],
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest.hexdigest()}",
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
    }
    if table.has_id:
        schema["primaryKey"] = ["id"]
    links = [
        {
            "fields": [column.name],
            # A table that refers to itself is named by nothing.
            "reference": {
                "resource": "" if column.refers_to == table.name else column.refers_to,
                "fields": ["id"],
            },
        }
        for column in table.columns
        if column.refers_to
    ]
    if links:
        schema["foreignKeys"] = links
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": str(column.type),
        "title": column.title,
        "description": column.description,
    }
    limits: dict[str, Any] = {"required": True} if column.required else {}
    if column.words and column.type != Type.LIST:
        limits["enum"] = [word.value for word in column.words]
    if limits:
        field["constraints"] = limits
    return field


EXPORT = Export(
    uri=URI,
    media_type="application/json",
    title="Description of the CSV files",
    description="A Frictionless Data Package: what every column holds, which columns belong "
    "together, the licence and the sources.",
    group=Group.TABLES,
    of_country=write,
)
