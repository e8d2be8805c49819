"""The receipt pages of a site, and the pages of its archived documents."""

from collections.abc import Iterable, Iterator
from functools import partial

from reports.data.directory import Directory
from reports.receipts.addresses import ReceiptAddresses
from reports.receipts.document_page import DocumentPage, read_documents
from reports.receipts.excerpts import Excerpts
from reports.receipts.receipt_page import ReceiptPages
from reports.render.receipt_html import render_document, render_documents, render_receipts
from reports.site.incremental import PageFiles, PageTask
from reports.values.publishing import Publishing
from warehouse.store import Database

FOLDER = "receipts/"


class ReceiptFiles:
    """Renders the receipts of the models of one build."""

    def __init__(
        self,
        catalog: Database,
        directory: Directory,
        excerpts: Excerpts,
        publishing: Publishing,
        base_url: str,
    ) -> None:
        self.addresses = ReceiptAddresses(catalog, directory)
        self._catalog = catalog
        self._directory = directory
        self._pages = ReceiptPages(catalog, directory, excerpts)
        self._publishing = publishing
        self._base_url = base_url

    def load(self, model_ids: Iterable[str]) -> None:
        """Reads what the receipts of these models are made of, and forgets that of others."""
        self._pages.load(model_ids)

    def of_model(self, model_id: str) -> dict[str, str]:
        """The files of a model that was loaded."""
        return {
            f"{page.path}index.html": render_receipts(page, self._publishing, self._base_url)
            for page in self._pages.of(model_id)
        }

    def document_tasks(self) -> Iterator[PageTask]:
        """The page of every document, and their list."""
        documents = read_documents(self._catalog, self._directory)
        for page in documents:
            yield PageTask(key=page.path, inputs=page, render=partial(self._document, page))
        yield PageTask(key=FOLDER, inputs=documents, render=partial(self._list, documents))

    def _document(self, page: DocumentPage) -> PageFiles:
        html = render_document(page, self._publishing, self._base_url)
        return PageFiles({f"{page.path}index.html": html})

    def _list(self, pages: list[DocumentPage]) -> PageFiles:
        html = render_documents(pages, self._publishing, self._base_url)
        return PageFiles({f"{FOLDER}index.html": html})
