"""The page of an archived document: its versions, and of which models it states anything."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from reports.data.directory import Directory
from reports.receipts.addresses import document_path
from warehouse.store import Database


class Version(NamedTuple):
    """Retrievals of a document one after the other that are alike to the byte."""

    digest: str
    first_seen: date
    last_seen: date
    url: str
    form: str


class ModelInDocument(NamedTuple):
    """A model of which a document states something."""

    name: str
    address: str
    facts: int


class DocumentPage(NamedTuple):
    """One document, over time."""

    path: str
    source: str
    document: str
    publisher: str
    terms: str
    versions: Sequence[Version]
    """The newest first."""
    models: Sequence[ModelInDocument]


def read_documents(catalog: Database, directory: Directory) -> list[DocumentPage]:
    """Every document that states something of a model."""
    facts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for _, source, document, model_id in catalog.query("receipts/places", {"fact": None}).rows:
        facts[source, document][model_id] += 1
    versions: defaultdict[tuple[str, str, str, str], list[Version]] = defaultdict(list)
    for source, document, publisher, terms, *version in catalog.query("receipts/documents").rows:
        digest, first_seen, last_seen, url, form = version
        key = (source, document, publisher, terms)
        versions[key].append(Version(digest, first_seen, last_seen, url, form))
    pages: list[DocumentPage] = []
    for (source, document, publisher, terms), found in versions.items():
        models = [
            ModelInDocument(directory[model_id].name, directory[model_id].address, count)
            for model_id, count in facts[source, document].items()
            if model_id in directory
        ]
        if models:
            models.sort(key=lambda model: (model.name.casefold(), model.address))
            path = document_path(source, document)
            pages.append(DocumentPage(path, source, document, publisher, terms, found, models))
    return pages
