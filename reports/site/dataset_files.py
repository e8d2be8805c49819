"""The data folder of a site: tables, schemas, descriptions, the calendar, and the page that lists them."""

from collections.abc import Iterable
from typing import NamedTuple
from xml.etree import ElementTree as ET

from reports.data.directory import Directory
from reports.dataset.database_file import database_file
from reports.dataset.descriptions import DataFile, croissant, data_file, data_package, llms_text
from reports.dataset.tables import (
    FOLDER,
    NEWEST_CHANGES,
    About,
    Table,
    model_schema,
    model_texts,
    read_tables,
    table_json,
    table_schema,
)
from reports.render.page_forms import render_template
from reports.site.incremental import PageFiles
from reports.site.sql_page import sql_page_files
from reports.values.plain_values import json_text
from reports.values.publishing import Publishing
from warehouse.store import Database

_MOST_URLS = 50_000
DATABASE = f"{FOLDER}cardkeep.duckdb"
PARQUET = "application/vnd.apache.parquet"


class ListedTable(NamedTuple):
    """A table as the page of the data shows it."""

    name: str
    meaning: str
    rows: str
    json_size: str
    parquet_size: str
    cut: str
    """Of how many rows the JSON file has the newest; "" where it has all."""


def dataset_files(
    catalog: Database,
    directory: Directory,
    about: About,
    publishing: Publishing,
    has_engine: bool = False,
) -> PageFiles:
    """Every file of the data folder but those that other pages read, and of the page that asks it,
    in the browser where that has an engine.
    """
    tables = read_tables(catalog, directory)
    database = database_file(tables)
    files: dict[str, str | bytes] = {}
    listed: list[ListedTable] = []
    parquet_files: list[DataFile] = []
    for table in tables:
        text, parquet = table_json(table, about), table.parquet
        path = f"{FOLDER}{table.name}"
        files[f"{path}.json"], files[f"{path}.parquet"] = text, parquet
        files[f"{FOLDER}schema/{table.name}.json"] = json_text(table_schema(table, about.base_url))
        parquet_files.append(data_file(f"{path}.parquet", table, PARQUET, parquet, table.total))
        listed.append(_listed(table, len(text.encode()), len(parquet)))
    files[f"{FOLDER}schema/model.json"] = json_text(model_schema(tables, about.base_url))
    for model_id, text in model_texts(tables, about).items():
        if model_id in directory:
            files[f"{FOLDER}models/{directory[model_id].address}.json"] = text
    files["data/datapackage.json"] = json_text(data_package(parquet_files, about), indent=1)
    files["data/croissant.json"] = json_text(croissant(parquet_files, about), indent=1)
    files["llms.txt"] = llms_text(tables, about)
    files[DATABASE] = database
    page = sql_page_files(
        tables, database, has_engine, base_url=about.base_url, as_of=about.as_of, file=DATABASE
    )
    files |= page.files
    files["data/index.html"] = render_template(
        "data.html",
        root="../",
        base_url=about.base_url,
        tables=listed,
        folder=FOLDER.removeprefix("data/"),
        as_of=about.as_of,
        publishing=publishing,
        database=DATABASE.removeprefix("data/"),
        database_size=_size(len(database)),
    )
    return PageFiles(files)


def sitemap(paths: Iterable[str], base_url: str) -> str:
    """The pages at these paths for search engines (sitemaps.org), as many as one file may list."""
    urls = ET.Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for path in sorted(paths)[:_MOST_URLS]:
        ET.SubElement(ET.SubElement(urls, "url"), "loc").text = f"{base_url}{path}"
    xml = ET.tostring(urls, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{xml}\n'


def _listed(table: Table, json_bytes: int, parquet_bytes: int) -> ListedTable:
    is_cut = table.name == "changes" and len(table.rows) > NEWEST_CHANGES
    cut = f"the newest {NEWEST_CHANGES:,}" if is_cut else ""
    if len(table.rows) < table.total:
        cut = (
            "those of models that have pages" if not is_cut else f"{cut} of models that have pages"
        )
    return ListedTable(
        name=table.name,
        meaning=table.meaning,
        rows=f"{table.total:,}",
        json_size=_size(json_bytes),
        parquet_size=_size(parquet_bytes),
        cut=cut,
    )


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.1f} kB"
