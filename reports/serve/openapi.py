"""The API's description: what each answer holds is made of the columns of the views, whose meanings are
written once (warehouse/columns.toml).
"""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from reports.data.json_schemas import view_schemas
from reports.serve.served import Served

ROWS_OF: Mapping[str, str] = {
    "/api/v1/offers": "offers",
    "/api/v1/prices": "prices",
    "/api/v1/price-history": "price_history",
    "/api/v1/changes": "changes",
    "/api/v1/freshness": "freshness",
    "/api/v1/disputes": "disputes",
    "/api/v1/receipts/{fact_id}": "facts",
}
"""The view whose rows a path answers with, as they are."""
_NULL = {"type": "null"}
ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "suggestions"],
            "properties": {
                "code": {"type": "string", "description": "For programs."},
                "message": {"type": "string", "description": "For people."},
                "suggestions": {
                    "type": "array",
                    "items": {"type": "string"},
                    "description": "Names that may be meant.",
                },
            },
        }
    },
}


def describe(app: FastAPI, served: Served) -> dict[str, Any]:
    """The OpenAPI document. Raises NotPublished: the columns are those of the catalog that is served."""
    document = get_openapi(
        title="cardkeep", version="1", description=app.description, routes=app.routes
    )
    with served.pool.catalog() as catalog:
        schemas = view_schemas(catalog)
    document.setdefault("components", {}).setdefault("schemas", {}).update(schemas, Error=ERROR)
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _describe_answers(path, operation)
    return document


def _describe_answers(path: str, operation: dict[str, Any]) -> None:
    view = ROWS_OF.get(path)
    schema = _rows_schema(view) if view else {"type": "object"}
    responses = operation["responses"]
    responses["200"]["content"] = {"application/json": {"schema": schema}}
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    for status, meaning in (
        ("400", "The question makes no sense."),
        ("404", "Unknown or ambiguous; suggestions name what may be meant."),
        ("422", "A parameter is out of its range or of another type."),
        ("429", "Too many at once."),
        ("503", "No catalog is published, or it is damaged."),
    ):
        responses[status] = {"description": meaning, "content": error}


def _rows_schema(view: str) -> dict[str, Any]:
    moment = {"anyOf": [{"type": "string"}, _NULL]}
    return {
        "type": "object",
        "required": [
            "as_of",
            "generation",
            "published_at",
            "newest_page_at",
            "next_offset",
            "rows",
        ],
        "properties": {
            "as_of": {**moment, "description": "The day asked for; null is now."},
            "generation": {"type": "integer", "description": "Of the published catalog."},
            "published_at": moment,
            "newest_page_at": moment,
            "next_offset": {
                "anyOf": [{"type": "integer"}, _NULL],
                "description": "Where the next rows begin; null where there are none.",
            },
            "rows": {"type": "array", "items": {"$ref": f"#/components/schemas/{view}"}},
        },
    }
