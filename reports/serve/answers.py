"""The shape of an answer of the API, and the errors that it tells."""

import json
from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from reports.bill.price_at import UnknownSeller
from reports.data.model_lookup import AmbiguousModel, UnknownModel
from reports.pages.comparison import SameModel
from reports.render.page_forms import render_template
from reports.serve.catalog_pool import TooBusy
from reports.values.plain_values import json_value
from warehouse.errors import CatalogDamaged, CatalogOutdated, NotKnownYet, NotPublished, QueryFailed
from warehouse.store import PublishedCatalog, Results

STATUS: Mapping[type[Exception], int] = {
    UnknownModel: 404,
    AmbiguousModel: 404,
    NotKnownYet: 404,
    UnknownSeller: 404,
    SameModel: 400,
    QueryFailed: 400,
    TooBusy: 503,
    NotPublished: 503,
    CatalogDamaged: 503,
    CatalogOutdated: 503,
}
"""The HTTP status of each error."""


def rows_answer(
    catalog: PublishedCatalog, results: Results, as_of: date | None, *, limit: int, offset: int
) -> Response:
    """Rows, with the day and the generation that they are of, and where the next ones begin."""
    ((generation, published_at, newest_page_at),) = catalog.query("api/newest").rows
    rows = results.dicts()[:limit]
    return json_answer(
        {
            "as_of": as_of,
            "generation": generation,
            "published_at": published_at,
            "newest_page_at": newest_page_at,
            "next_offset": offset + limit if len(results.rows) > limit else None,
            "rows": rows,
        }
    )


def json_answer(value: object, status: int = 200) -> Response:
    """A value as JSON. Money is text, so that no digit is lost."""
    text = json.dumps(json_value(value), ensure_ascii=False)
    return Response(text, status, media_type="application/json")


def error_answer(
    code: str, message: str, status: int, suggestions: list[str] | None = None
) -> Response:
    """What went wrong: a code for programs, a sentence for people, names that may be meant."""
    error = {"code": code, "message": message, "suggestions": suggestions or []}
    return JSONResponse({"error": error}, status)


async def tell_error(request: Request, error: Exception) -> Response:
    """An error of ours as an answer: a page for a browser, else JSON."""
    suggestions: list[str] = []
    if isinstance(error, UnknownModel):
        suggestions = error.close
    elif isinstance(error, AmbiguousModel):
        suggestions = error.candidates
    code = str(getattr(error, "code", "error"))
    status = STATUS[type(error)]
    if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        return error_answer(code, str(error), status, suggestions)
    page = render_template(
        "error.html",
        root="/",
        message=str(error),
        suggestions=[(quote(one), one) for one in suggestions],
    )
    return HTMLResponse(page, status)
