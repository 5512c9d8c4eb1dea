"""The catalogue entry by which data portals find the data: DCAT-US 3, as data.gov reads it.

https://resources.data.gov/standards/catalog/dcat-us-3/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from equity_plans import addresses
from equity_plans.exports import csv_files, database, datapackage, openapi, workbook
from equity_plans.exports.export import (
    DESCRIPTION,
    LICENSE_URL,
    Export,
    File,
    Group,
    Publication,
    json_bytes,
)

URI = "data.json"
"""Where portals look for it."""


def write(publication: Publication) -> Iterator[File]:
    """The one catalogue, with one data set."""
    modified = publication.view.as_of.isoformat()
    publisher = {"@type": "Organization", "name": publication.site_name}
    content = {
        "@id": publication.file(URI),
        "@type": "Catalog",
        "conformsTo": {"@type": "Standard", "title": "DCAT-US 3.0"},
        "title": publication.site_name,
        "description": DESCRIPTION,
        "language": ["en"],
        "modified": modified,
        "publisher": {**publisher, "@type": "Agent"},
        "dataset": [
            {
                "@id": publication.site_url,
                "@type": "Dataset",
                "identifier": publication.site_url,
                "title": publication.site_name,
                "description": DESCRIPTION,
                "accessRights": "public",
                "contactPoint": list(_contacts(publication)),
                "publisher": publisher,
                "keyword": ["equity plans", "government performance", "accountability"],
                "language": ["en"],
                "modified": modified,
                "landingPage": {"@type": "Document", "@id": publication.page(addresses.DATA)},
                "describedBy": _download(
                    publication, datapackage.URI, datapackage.EXPORT.title, "application/json"
                ),
                "distribution": list(_downloads(publication)),
            }
        ],
    }
    yield File(uri=URI, content=json_bytes(content))


def _contacts(publication: Publication) -> Iterator[dict[str, str]]:
    """Whom to write to: nobody is named who is not known to answer."""
    site = publication.view.site
    if site.mail:
        mail = f"mailto:{site.mail}"
        yield {"@type": "Kind", "fn": publication.site_name, "hasEmail": mail}


def _downloads(publication: Publication) -> Iterator[dict[str, Any]]:
    for export in (workbook.EXPORT, database.EXPORT):
        yield _download(publication, export.uri, export.title, export.media_type)
    for name, table in publication.tables.items():
        media_type = csv_files.EXPORT.media_type.partition(";")[0]
        yield _download(publication, addresses.table(name), table.title, media_type)
    described = _download(publication, openapi.URI, "OpenAPI 3.1", "application/json")
    yield {
        "@type": "Distribution",
        "title": "API",
        "accessURL": publication.page(addresses.DATA_API),
        "license": LICENSE_URL,
        "describedBy": described,
    }


def _download(publication: Publication, uri: str, title: str, media_type: str) -> dict[str, Any]:
    return {
        "@type": "Distribution",
        "title": title,
        "downloadURL": publication.file(uri),
        "mediaType": media_type,
        "license": LICENSE_URL,
    }


EXPORT = Export(
    uri=URI,
    media_type="application/json",
    title="Catalogue entry",
    description="How data portals find this data: DCAT-US 3, as data.gov reads it.",
    group=Group.TABLES,
    of_country=write,
)
