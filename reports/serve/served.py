"""What a server serves: a home's published catalog, its site, and what was made of them on demand."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Generator, Hashable, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

from reports.data.directory import Directory, build_directory
from reports.data.model_rows import read_snapshot
from reports.model.model_data import ModelDataCache
from reports.model.related_models import most_sold
from reports.receipts.addresses import ReceiptAddresses
from reports.receipts.excerpts import Excerpts, no_excerpts
from reports.render.part_cache import PartCache
from reports.serve.catalog_pool import CatalogPool
from reports.serve.search import SearchIndex
from reports.serve.sql_process import SqlProcesses
from reports.values.publishing import NOTHING_SAID, Publishing
from reports.values.traffic_profiles import Profile
from warehouse.errors import CatalogDamaged, NotPublished
from warehouse.store import Database

T = TypeVar("T")
_KEPT_PAGES = 512
_KEPT_MODELS = 300
_AHEAD = 100
_AT_ONCE = 20
"""As many models are read in one pass ahead of questions, so that no question waits long for them."""
_KEPT_PARTS = 100_000
"""Rendered parts of models: 300 models have about half as many, in 30 MB."""


class Served:
    """A home, as the threads of a server share it."""

    def __init__(
        self,
        home: Path,
        profiles: Sequence[Profile],
        excerpts: Excerpts = no_excerpts,
        publishing: Publishing = NOTHING_SAID,
        *,
        builds_ahead: bool = False,
    ) -> None:
        self.profiles = profiles
        self.excerpts = excerpts
        self.publishing = publishing
        self.pool = CatalogPool(home)
        self._sql = SqlProcesses(home)
        self._lock = threading.Lock()
        self._pages: OrderedDict[Hashable, object] = OrderedDict()
        self._builds_ahead = builds_ahead
        self._ahead: Thread | None = None
        self._is_closed = False

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

            def make() -> ModelDataCache:
                if as_of is None:
                    self.begin()
                return ModelDataCache(catalog, profiles=self.profiles)

            shared = self.kept(("models", as_of), make, generation)
            models = shared.over(catalog)
            yield catalog, models
            shared.remember(models, _KEPT_MODELS)

    def begin(self) -> None:
        """Builds in a thread, ahead of questions, what is asked for most, where it is told to."""
        is_busy = self._ahead is not None and self._ahead.is_alive()
        if self._builds_ahead and not is_busy and not self._is_closed:
            self._ahead = Thread(target=self._build_ahead, name="ahead")
            self._ahead.start()

    def _build_ahead(self) -> None:
        """Builds the models that most sellers offer, of a generation that is new."""
        with suppress(NotPublished, CatalogDamaged):  # whoever asks is told
            generation = self.pool.generation
            self.search_index()
            self.receipt_addresses()
            with self.models(None) as (_, models):
                ids = [entry.model_id for entry in most_sold(models.directory.values())]
            for start in range(0, min(_AHEAD, len(ids)), _AT_ONCE):
                if self._is_closed or self.pool.generation != generation:
                    break
                with self.models(None) as (_, models):
                    models.load(ids[start : start + _AT_ONCE])

    def part_cache(self, as_of: date | None) -> PartCache:
        """What is rendered already of the models of the newest generation as of a day."""
        return self.kept(("parts", as_of), lambda: PartCache(_KEPT_PARTS))

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
        """Close the connections that nobody uses, and those that are used to build ahead."""
        self._is_closed = True
        if self._ahead is not None:
            self._ahead.join()
        self.pool.close()
