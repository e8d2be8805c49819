"""Descriptions of the data folder for programs: datapackage.json (Frictionless Data Package), Croissant
(MLCommons), and llms.txt.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from reports.data.json_schemas import Column
from reports.dataset.tables import FOLDER, About, Table

TITLE = "cardkeep: language models, their offers and prices, with the receipt for every fact"
_CROISSANT = "http://mlcommons.org/croissant/1.0"
_CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "recordSet": "cr:recordSet",
    "field": "cr:field",
    "source": "cr:source",
    "extract": "cr:extract",
    "fileObject": "cr:fileObject",
    "column": "cr:column",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
}


class DataFile(NamedTuple):
    """A file of the data folder."""

    path: str
    """Below the site's root."""
    table: Table
    media_type: str
    size: int
    sha256: str
    rows: int


def data_file(path: str, table: Table, media_type: str, content: bytes, rows: int) -> DataFile:
    """A file with what descriptions say of it."""
    digest = hashlib.sha256(content).hexdigest()
    return DataFile(path, table, media_type, len(content), digest, rows)


def data_package(files: Sequence[DataFile], about: About) -> dict[str, Any]:
    """The Parquet files as a Frictionless Data Package, with a table schema each."""
    package: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "cardkeep",
        "title": TITLE,
        "version": about.as_of,
        "resources": [_resource(file) for file in files],
    }
    if about.base_url:
        package["homepage"] = about.base_url
    if about.licence:
        package["licenses"] = [{"name": about.licence}]
    return package


def _resource(file: DataFile) -> dict[str, Any]:
    return {
        "name": file.table.name,
        "path": file.path.removeprefix("data/"),
        "description": file.table.meaning,
        "format": "parquet",
        "mediatype": file.media_type,
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": {"fields": [_field(column) for column in file.table.columns]},
    }


def _field(column: Column) -> dict[str, Any]:
    described = {"description": column.meaning} if column.meaning else {}
    return {"name": column.name, "type": _plain_type(column.data_type), **described}


def croissant(files: Sequence[DataFile], about: About) -> dict[str, Any]:
    """The Parquet files in Croissant, with a record set each."""
    described: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": _CROISSANT,
        "name": "cardkeep",
        "description": TITLE,
        "version": about.as_of,
        "datePublished": about.as_of,
        "distribution": [_distribution(file, about) for file in files],
        "recordSet": [_record_set(file) for file in files],
    }
    if about.base_url:
        described["url"] = about.base_url
    if about.licence:
        described["license"] = about.licence
    return described


def _distribution(file: DataFile, about: About) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": f"{file.table.name}.parquet",
        "name": f"{file.table.name}.parquet",
        "contentUrl": f"{about.base_url}{file.path}" if about.base_url else file.path[5:],
        "encodingFormat": file.media_type,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }


def _record_set(file: DataFile) -> dict[str, Any]:
    name = file.table.name
    fields = [
        {
            "@type": "cr:Field",
            "@id": f"{name}/{column.name}",
            "name": column.name,
            "description": column.meaning or column.name,
            "dataType": _schema_type(column.data_type),
            "source": {
                "fileObject": {"@id": f"{name}.parquet"},
                "extract": {"column": column.name},
            },
            **({"repeated": True} if column.data_type.endswith("[]") else {}),
        }
        for column in file.table.columns
    ]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": file.table.meaning,
        "field": fields,
    }


def _plain_type(data_type: str) -> str:
    """The type of a field in a table schema."""
    if data_type.endswith("[]"):
        return "array"
    if data_type == "BOOLEAN":
        return "boolean"
    if data_type == "DATE":
        return "date"
    if data_type.startswith("TIMESTAMP"):
        return "datetime"
    if data_type.startswith("DECIMAL") or data_type in ("DOUBLE", "FLOAT"):
        return "number"
    return "integer" if data_type.endswith("INT") or data_type == "INTEGER" else "string"


def _schema_type(data_type: str) -> str:
    """The type of a field in Croissant, in the words of schema.org."""
    plain = _plain_type(data_type.removesuffix("[]"))
    words = {"boolean": "Boolean", "date": "Date", "datetime": "DateTime", "number": "Float"}
    return f"sc:{words.get(plain, 'Integer' if plain == 'integer' else 'Text')}"


def llms_text(tables: Sequence[Table], about: About) -> str:
    """What an assistant reads first of the site (llmstxt.org): what is where, in Markdown."""
    counts = {table.name: table.total for table in tables}
    root = about.base_url
    lines = [
        "# cardkeep",
        "",
        f"> {TITLE}. As of {about.as_of}: {counts['models']:,} models, {counts['offers']:,} offers,",
        f"> {counts['prices']:,} stated prices. Null or absent means not sourced, never zero or no.",
        "",
        "Prices are in dollars per million tokens unless a unit is named. Every row has a `fact_id`;",
        "its receipt, with the quote in the archived page, is linked from the model's page.",
        "",
        "## Data",
        "",
        *(
            f"- [{table.name}]({root}{FOLDER}{table.name}.json): {table.meaning}"
            for table in tables
        ),
        f"- [one model]({root}{FOLDER}models/NAME.json): NAME is the last part of a model page's address",
        f"- [schemas]({root}{FOLDER}schema/model.json): JSON Schema with the meaning of every column",
        f"- [Parquet and descriptions]({root}data/datapackage.json)",
        "",
        "## Pages",
        "",
        f"- [catalog]({root}catalog/index.html): what people buy, with prices",
        f"- [models]({root}models/index.html): every model",
        f"- [providers]({root}providers/index.html): every seller",
        f"- [changes]({root}changes.atom): the newest changes",
        f"- [endings]({root}data/endings.ics): offers and prices that end",
        "",
    ]
    return "\n".join(lines)
