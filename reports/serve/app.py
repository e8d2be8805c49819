"""The web application: pages, API, badges, health."""

import hashlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, StreamingResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from reports.receipts.excerpts import Excerpts, no_excerpts
from reports.serve import api, badges, pages, receipt_pages
from reports.serve.answers import STATUS, error_answer, json_answer, tell_error
from reports.serve.bounded_bodies import BodyTooLarge, BoundedBodies, tell_too_large
from reports.serve.openapi import describe
from reports.serve.served import Served
from reports.values.publishing import NOTHING_SAID, Publishing
from reports.values.traffic_profiles import PROFILES, Profile
from warehouse.errors import CatalogDamaged, NotPublished

_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)
_SQL_POLICY = (
    _POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'; worker-src blob:")
).replace("connect-src 'self'", "connect-src 'self' blob:")
"""Of the page that answers SQL in the browser, and of its worker."""
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}
_LEAST_COMPRESSED_BYTES = 1000
_COMPRESSION = 6
"""Level 9 takes half as long again for half a per cent."""


def create_app(
    home: Path,
    site: Path,
    profiles: Sequence[Profile] = PROFILES,
    excerpts: Excerpts = no_excerpts,
    publishing: Publishing = NOTHING_SAID,
    further: Sequence[APIRouter] = (),
    *,
    builds_ahead: bool = False,
) -> FastAPI:
    """The application over a home's published catalog, and the pages that stand in its site folder.
    Pages on demand count the months of these traffic profiles; `excerpts` finds quotes in the
    archive, and `publishing` is what pages say of the use of their data. `further` answers what else
    is asked, such as the review desk. Where it `builds_ahead`, a thread builds the models that most
    sellers offer as soon as a generation is served, so that nobody waits for them.
    """
    served = Served(home, profiles, excerpts, publishing, builds_ahead=builds_ahead)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        served.begin()
        yield
        served.close()

    app = FastAPI(
        title="cardkeep",
        description="A catalog of language models with the receipt for every fact.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
    )
    app.state.served = served
    app.add_middleware(BoundedBodies)
    app.add_middleware(
        GZipMiddleware, minimum_size=_LEAST_COMPRESSED_BYTES, compresslevel=_COMPRESSION
    )
    app.middleware("http")(_with_headers)
    for error in STATUS:
        app.add_exception_handler(error, tell_error)
    app.add_exception_handler(BodyTooLarge, tell_too_large)
    app.add_exception_handler(RequestValidationError, _tell_wrong_parameter)
    app.add_exception_handler(HTTPException, _tell_refusal)
    _add_health(app, served)
    app.include_router(api.router)
    app.include_router(badges.router)
    app.include_router(pages.router)
    app.include_router(receipt_pages.router)
    for router in further:
        app.include_router(router)
    if site.is_dir():
        app.mount("/", StaticFiles(directory=site, html=True))
    return app


def _add_health(app: FastAPI, served: Served) -> None:
    requests: dict[str, int] = {}

    @app.middleware("http")
    async def counted(
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        response = await call_next(request)
        kind = f"{response.status_code // 100}xx"
        requests[kind] = requests.get(kind, 0) + 1
        return response

    @app.get("/api/v1/openapi.json", include_in_schema=False)
    def openapi() -> Response:
        document: dict[str, Any] = served.kept("openapi", lambda: describe(app, served))
        return json_answer(document)

    @app.get("/health", include_in_schema=False)
    def health() -> Response:
        """Whether a catalog can be read: 200 or 503."""
        try:
            with served.pool.catalog() as catalog:
                ((generation, published_at, newest_page_at),) = catalog.query("api/newest").rows
        except (NotPublished, CatalogDamaged) as error:
            return error_answer(error.code, str(error), 503)
        return json_answer(
            {
                "generation": generation,
                "published_at": published_at,
                "newest_page_at": newest_page_at,
            }
        )

    @app.get("/metrics", include_in_schema=False)
    def metrics() -> Response:
        """What Prometheus reads."""
        lines = [
            "# TYPE cardkeep_generation gauge",
            f"cardkeep_generation {served.pool.generation}",
            "# TYPE cardkeep_requests_total counter",
        ]
        lines += [
            f'cardkeep_requests_total{{status="{kind}"}} {count}'
            for kind, count in sorted(requests.items())
        ]
        return PlainTextResponse("\n".join(lines) + "\n")


async def _with_headers(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    """Adds what keeps a browser from running or loading anything foreign, and a tag of the content."""
    response = await call_next(request)
    if request.url.path.startswith("/sql/"):
        response.headers["Content-Security-Policy"] = _SQL_POLICY
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if response.status_code != 200 or request.method != "GET" or "etag" in response.headers:
        return response
    streamed = cast("StreamingResponse", response)
    body = b""
    async for chunk in streamed.body_iterator:
        body += chunk.encode() if isinstance(chunk, str) else bytes(chunk)
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers = {**dict(response.headers), "ETag": tag}
    if request.headers.get("if-none-match") == tag:
        headers.pop("content-length", None)
        return Response(status_code=304, headers=headers)
    return Response(body, 200, headers)


async def _tell_refusal(request: Request, error: Exception) -> Response:
    """What the framework refuses, such as a body that is no JSON: within the API in its own form."""
    refused = cast("HTTPException", error)
    if not request.url.path.startswith("/api/"):
        return await http_exception_handler(request, refused)
    answer = error_answer("refused", str(refused.detail), refused.status_code)
    answer.headers.update(refused.headers or {})
    return answer


async def _tell_wrong_parameter(_: Request, error: Exception) -> Response:
    found: list[str] = []
    if isinstance(error, RequestValidationError):
        for one in error.errors():
            where = ".".join(str(part) for part in one["loc"][1:])
            found.append(f"{where}: {one['msg']}, found {str(one.get('input'))[:80]!r}")
    return error_answer("wrong-parameter", "; ".join(found), 422)
