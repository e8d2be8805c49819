"""What a server serves: a home's published catalog, its site, and what was made of them on demand."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Generator, Hashable, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from reports.data.directory import Directory, build_directory
from reports.data.model_rows import read_snapshot
from reports.model.model_data import ModelDataCache
from reports.receipts.addresses import ReceiptAddresses
from reports.receipts.excerpts import Excerpts, no_excerpts
from reports.serve.catalog_pool import CatalogPool
from reports.serve.search import SearchIndex
from reports.serve.sql_process import SqlProcesses
from reports.values.publishing import NOTHING_SAID, Publishing
from reports.values.traffic_profiles import Profile
from warehouse.store import Database

T = TypeVar("T")
_KEPT_PAGES = 512
_KEPT_MODELS = 300


class Served:
    """A home, as the threads of a server share it."""

    def __init__(
        self,
        home: Path,
        profiles: Sequence[Profile],
        excerpts: Excerpts = no_excerpts,
        publishing: Publishing = NOTHING_SAID,
    ) -> None:
        self.profiles = profiles
        self.excerpts = excerpts
        self.publishing = publishing
        self.pool = CatalogPool(home)
        self._sql = SqlProcesses(home)
        self._lock = threading.Lock()
        self._pages: OrderedDict[Hashable, object] = OrderedDict()

    def kept(self, key: Hashable, make: Callable[[], T], generation: int | None = None) -> T:
        """What `make` makes of a generation, or of the newest, made once while it is the newest."""
        whole_key = (self.pool.generation if generation is None else generation, key)
        with self._lock:
            if whole_key in self._pages:
                self._pages.move_to_end(whole_key)
                found: Any = self._pages[whole_key]
                return found
        made = make()
        with self._lock:
            self._pages[whole_key] = made
            if len(self._pages) > _KEPT_PAGES:
                self._pages.popitem(last=False)
        return made

    @contextmanager
    def models(self, as_of: date | None) -> Generator[tuple[Database, ModelDataCache]]:
        """A connection to the newest generation as of a day, and its models; those that were asked
        for before are built already.
        """
        with self.pool.numbered(as_of) as (generation, catalog):
            shared = self.kept(
                ("models", as_of),
                lambda: ModelDataCache(catalog, profiles=self.profiles),
                generation,
            )
            models = shared.over(catalog)
            yield catalog, models
            shared.remember(models, _KEPT_MODELS)

    def search_index(self) -> SearchIndex:
        """Every name of every model of the newest generation."""

        def make() -> SearchIndex:
            with self.pool.catalog() as catalog:
                return SearchIndex(catalog)

        return self.kept("search index", make)

    def directory(self, catalog: Database) -> Directory:
        """Every model of the newest generation, over this connection to it."""
        return self.kept("directory", lambda: build_directory(read_snapshot(catalog).models))

    def receipt_addresses(self) -> ReceiptAddresses:
        """Where the receipts of the facts of the newest generation are."""

        def make() -> ReceiptAddresses:
            with self.pool.catalog() as catalog:
                return ReceiptAddresses(catalog, self.directory(catalog))

        return self.kept("receipt addresses", make)

    def run_sql(self, query: str) -> dict[str, Any]:
        """The answer of a process of its own to a query: rows, or an error."""
        return self._sql.run(query)

    def close(self) -> None:
        """Close the connections that nobody uses."""
        self.pool.close()
