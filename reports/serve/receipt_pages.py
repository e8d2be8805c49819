"""Receipt pages that are made when somebody asks, and the address of a fact that never changes."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from reports.receipts.receipt_page import ReceiptPages
from reports.render.receipt_html import render_receipts
from reports.serve.answers import error_answer
from reports.serve.api import Home
from reports.serve.served import Served

router = APIRouter(include_in_schema=False)


@router.get("/receipts/fact/{fact_id}")
def fact(home: Home, fact_id: str) -> Response:
    """Where the receipt of a fact is now: this address stays, whatever its model is called."""
    address = home.receipt_addresses()(fact_id)
    if address is None:
        message = f"no fact of a model has the id {fact_id!r}"
        return error_answer("not-found", message, 404)
    return RedirectResponse(f"/{address.replace('index.html', '')}")


@router.get("/receipts/{source}/{document}/{model}/")
@router.get("/receipts/{source}/{document}/{model}/index.html")
def receipts(home: Home, source: str, document: str, model: str) -> Response:
    """The receipts of a model in a document."""
    path = f"receipts/{source}/{document}/{model}/"
    html = home.kept(path, lambda: _page(home, path, model))
    if html is None:
        message = f"no receipts are at {path}; /receipts/index.html lists the documents"
        return error_answer("not-found", message, 404)
    return Response(html, media_type="text/html")


def _page(home: Served, path: str, model: str) -> str | None:
    with home.pool.catalog() as catalog:
        directory = home.directory(catalog)
        ids = [entry.model_id for entry in directory.values() if entry.address == model]
        pages = ReceiptPages(catalog, directory, home.excerpts)
        pages.load(ids, only=path)
        for page in (page for model_id in ids for page in pages.of(model_id)):
            if page.path == path:
                return render_receipts(page, home.publishing)
    return None
