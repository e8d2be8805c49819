"""JSON Schemas of rows, made of the columns of views and their meanings (warehouse/columns.toml)."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from warehouse.store import Database

_NULL = {"type": "null"}
_WHOLE = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$")


class Column(NamedTuple):
    """A column of a view: its name, its type in the database, its meaning."""

    name: str
    data_type: str
    meaning: str | None


def view_columns(catalog: Database) -> dict[str, list[Column]]:
    """The columns of each public view, by the view's name."""
    columns: dict[str, list[Column]] = {}
    for view, column, data_type, comment, _ in catalog.query("api/view_columns").rows:
        columns.setdefault(view, []).append(Column(column, data_type, comment))
    return columns


def view_schemas(catalog: Database) -> dict[str, Any]:
    """A JSON Schema of a row of each public view, by the view's name."""
    return {view: row_schema(columns) for view, columns in view_columns(catalog).items()}


def row_schema(columns: Iterable[Column], *, has_nulls: bool = True) -> dict[str, Any]:
    """The JSON Schema of a row with these columns. Without nulls, what is not sourced is left out."""
    properties: dict[str, Any] = {}
    for name, data_type, comment in columns:
        stated = _json_type(data_type)
        properties[name] = {"anyOf": [stated, _NULL]} if has_nulls else stated
        if comment:
            properties[name]["description"] = comment
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties) if has_nulls else [],
        "additionalProperties": False,
    }


def _json_type(data_type: str) -> dict[str, Any]:
    if data_type.endswith("[]"):
        return {"type": "array"}
    if data_type == "BOOLEAN":
        return {"type": "boolean"}
    if _WHOLE.match(data_type):
        return {"type": "integer"}
    if data_type in ("DOUBLE", "FLOAT"):
        return {"type": "number"}
    if data_type.startswith("DECIMAL"):
        return {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
    return {"type": "string"}
