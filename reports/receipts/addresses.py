"""Where the receipt of a fact stands: a page for each document and model, an anchor for each fact."""

import re
from hashlib import blake2b

from reports.data.directory import Directory
from warehouse.store import Database

_SAFE = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_HASHED = re.compile(r"-x[0-9a-f]{12}$")


def receipt_path(source: str, document: str, model_address: str) -> str:
    """The folder of the page with what a document states of a model. It depends on nothing else, so
    that it stays the same when the document is fetched again.
    """
    return f"{document_path(source, document)}{model_address}/"


def document_path(source: str, document: str) -> str:
    """The folder of the page of a document."""
    return f"receipts/{source}/{_document_address(document)}/"


def _document_address(document: str) -> str:
    if _SAFE.fullmatch(document) and not _HASHED.search(document):
        return document
    readable = re.sub(r"[^a-z0-9]+", "-", document.casefold()).strip("-")[:60] or "document"
    digest = blake2b(document.encode(), digest_size=6).hexdigest()
    return f"{readable.strip('-')}-x{digest}"


class ReceiptAddresses:
    """The address of the receipt of every fact that was ever stated of a model."""

    def __init__(self, catalog: Database, directory: Directory, fact_id: str | None = None) -> None:
        self._paths: dict[str, str] = {}
        paths: dict[tuple[str, str, str], str] = {}
        for fact, *place in catalog.query("receipts/places", {"fact": fact_id}).rows:
            source, document, model_id = place
            if model_id not in directory:
                continue
            key = (source, document, model_id)
            if key not in paths:
                paths[key] = receipt_path(source, document, directory[model_id].address)
            self._paths[fact] = paths[key]

    def __call__(self, fact_id: str | None) -> str | None:
        """The address below the site's root; None for what has no receipt page."""
        path = self._paths.get(fact_id) if fact_id else None
        return f"{path}index.html#f{fact_id}" if path else None
