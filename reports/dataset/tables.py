"""The tables of the data folder: rows of public views, with the meanings of their columns."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from reports.data.json_schemas import Column, row_schema, view_columns
from reports.values.plain_values import json_text, json_value
from warehouse.store import Database

VERSION = 1
"""Of the form of the files: a column that goes, or means something else, makes it one more."""
FOLDER = f"data/v{VERSION}/"
NEWEST_CHANGES = 5_000
"""As many changes are in the JSON file; all are in the Parquet file."""
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_VIEWS = {
    "models": "One row per model: what is known of it, by the sources that go first.",
    "offers": "One row per seller's offer of a model, with its plain prices.",
    "prices": "One row per stated price and source, announced ones included.",
    "changes": "One row per change that a page showed, the newest first.",
    "capabilities": "One row per model and capability: yes, no, or disputed.",
    "scores": "One row per score that a source states of a model, with benchmark, variant and runner.",
}
_ARROW = {
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "DOUBLE": pa.float64(),
    "FLOAT": pa.float32(),
    "TIMESTAMP": pa.timestamp("us"),
    "TIMESTAMP WITH TIME ZONE": pa.timestamp("us", "UTC"),
    "TINYINT": pa.int8(),
    "UTINYINT": pa.uint8(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
}


class Table(NamedTuple):
    """One view, now."""

    name: str
    meaning: str
    columns: Sequence[Column]
    rows: pa.Table
    """Those of models that have pages, and of no model."""
    texts: Sequence[str]
    """Of each row, of changes of the newest ones, a JSON object of what is sourced."""
    total: int
    """How many rows the view has."""
    parquet: bytes
    """All of them as Parquet, with the meanings of the columns; the same rows give the same bytes."""


class About(NamedTuple):
    """What stands at the head of every file."""

    as_of: str
    """The newest day on which anything of it changed or was checked."""
    licence: str | None
    base_url: str


def read_tables(catalog: Database, with_pages: Collection[str] | None = None) -> list[Table]:
    """Every table of the data folder, from the published views, read in batches; `with_pages` are the
    ids of models that have pages, by default of all.
    """
    columns = view_columns(catalog)
    known = None if with_pages is None else pa.array(with_pages, pa.string())
    return [_read_table(catalog, name, columns[name], known) for name in _VIEWS]


def _read_table(
    catalog: Database, name: str, columns: Sequence[Column], with_pages: "pa.Array[Any] | None"
) -> Table:
    reader = catalog.batches(f"dataset/{name}")
    published = [column for column in columns if column.name in reader.schema.names]
    schema = pa.schema([_field(column) for column in published])
    parts = [schema.empty_table()]
    total = 0
    buffer = BytesIO()
    with pq.ParquetWriter(buffer, schema, compression="zstd") as writer:
        for batch in reader:
            some = pa.Table.from_batches([batch]).select(schema.names).cast(schema)
            writer.write_table(some)
            total += some.num_rows
            if with_pages is not None:
                has_page = pc.is_in(some["model_id"], with_pages)
                some = some.filter(pc.or_(has_page, pc.is_null(some["model_id"])))
            parts.append(some)
    rows = pa.concat_tables(parts)
    shown = rows.slice(0, NEWEST_CHANGES) if name == "changes" else rows
    return Table(name, _VIEWS[name], published, rows, _row_texts(shown), total, buffer.getvalue())


def _field(column: Column) -> "pa.Field[Any]":
    metadata = {"description": column.meaning} if column.meaning else None
    return pa.field(column.name, arrow_type(column.data_type), metadata=metadata)


def table_json(table: Table, about: About) -> str:
    """A table as JSON, a row an object. What is not sourced is left out."""
    head = {"version": VERSION, "as_of": about.as_of, **_licence(about), "table": table.name}
    return _object({**_members(head), "rows": _array(table.texts)})


def model_texts(tables: Sequence[Table], about: About) -> dict[str, str]:
    """One JSON text per model, by model id: its row, its offers, and the prices stated of it."""
    by_name = {table.name: table for table in tables}
    of_models: dict[str, defaultdict[str, list[str]]] = {}
    for name in ("offers", "prices"):
        of_models[name] = defaultdict(list)
        for model_id, text in _with_models(by_name[name]):
            of_models[name][model_id].append(text)
    head = _members({"version": VERSION, **_licence(about)})
    texts: dict[str, str] = {}
    for model_id, text in _with_models(by_name["models"]):
        texts[model_id] = _object(
            {
                **head,
                "model": text,
                "offers": _array(of_models["offers"][model_id]),
                "prices": _array(of_models["prices"][model_id]),
            }
        )
    return texts


def _with_models(table: Table) -> Iterator[tuple[str, str]]:
    """The text of each row, after the id of its model; "" where it is of none."""
    for model_id, text in zip(table.rows["model_id"].to_pylist(), table.texts, strict=True):
        yield model_id or "", text


def table_schema(table: Table, base_url: str) -> dict[str, Any]:
    """The JSON Schema of the file of a table."""
    head = {
        "version": {"const": VERSION},
        "as_of": {"type": "string", "format": "date"},
        "licence": {"type": "string"},
        "table": {"const": table.name},
        "rows": {"type": "array", "items": row_schema(table.columns, has_nulls=False)},
    }
    return {
        "$schema": DIALECT,
        "$id": f"{base_url}{FOLDER}schema/{table.name}.json",
        "description": table.meaning,
        "type": "object",
        "properties": head,
        "required": ["version", "as_of", "table", "rows"],
        "additionalProperties": False,
    }


def model_schema(tables: Sequence[Table], base_url: str) -> dict[str, Any]:
    """The JSON Schema of the file of a model."""
    rows = {table.name: row_schema(table.columns, has_nulls=False) for table in tables}
    return {
        "$schema": DIALECT,
        "$id": f"{base_url}{FOLDER}schema/model.json",
        "description": "One model: its row, its offers, and the prices stated of it.",
        "type": "object",
        "properties": {
            "version": {"const": VERSION},
            "licence": {"type": "string"},
            "model": rows["models"],
            "offers": {"type": "array", "items": rows["offers"]},
            "prices": {"type": "array", "items": rows["prices"]},
        },
        "required": ["version", "model", "offers", "prices"],
        "additionalProperties": False,
    }


def plain_rows(table: Table, columns: Sequence[Column]) -> pa.Table:
    """The rows of a table with these of its columns, times in UTC without a zone."""
    plain = [
        column._replace(data_type=column.data_type.removesuffix(" WITH TIME ZONE"))
        for column in columns
    ]
    names = [column.name for column in plain]
    rows = table.rows.select(names).cast(pa.schema([_field(column) for column in plain]))
    return rows.combine_chunks()


def arrow_type(data_type: str) -> pa.DataType:
    """The type in Parquet of a type of the database; text for what has none of its own."""
    if data_type.startswith("DECIMAL"):
        precision, scale = data_type.removeprefix("DECIMAL(").removesuffix(")").split(",")
        return pa.decimal128(int(precision), int(scale))
    if data_type.endswith("[]"):
        return pa.list_(arrow_type(data_type.removesuffix("[]")))
    return _ARROW.get(data_type, pa.string())


def _licence(about: About) -> dict[str, str]:
    return {"licence": about.licence} if about.licence else {}


def _row_texts(rows: pa.Table) -> list[str]:
    """Each row as a JSON object of what is sourced. A column states few values in many rows: the text
    of each is made once.
    """
    columns = zip(rows.column_names, rows.columns, strict=True)
    texts = [_member_texts(name, column) for name, column in columns]
    return [f"{{{','.join(filter(None, of_row))}}}" for of_row in zip(*texts, strict=True)]


def _member_texts(name: str, column: "pa.ChunkedArray[Any]") -> list[str | None]:
    if pa.types.is_nested(column.type):
        return [_member(name, value) for value in column.to_pylist()]
    coded: Any = pc.dictionary_encode(column.combine_chunks())
    values: list[object] = coded.dictionary.to_pylist()
    places: list[int | None] = coded.indices.to_pylist()
    texts = [_member(name, value) for value in values]
    return [None if place is None else texts[place] for place in places]


def _member(name: str, value: object) -> str | None:
    return None if value is None else f'"{name}":{_compact(json_value(value))}'


def _members(values: Mapping[str, object]) -> dict[str, str]:
    return {name: _compact(value) for name, value in values.items()}


def _object(members: Mapping[str, str]) -> str:
    """An object, from the text of each member."""
    inside = ",".join(f'"{name}":{text}' for name, text in members.items())
    return f"{{{inside}}}\n"


def _array(texts: Iterable[str]) -> str:
    return f"[{','.join(texts)}]"


def _compact(value: object) -> str:
    return json_text(value, is_compact=True).rstrip("\n")
