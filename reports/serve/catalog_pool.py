"""Connections to the published catalog, for the threads of a server."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from warehouse.publishing import current_generation
from warehouse.store import PublishedCatalog, open_catalog

DAYS_AT_ONCE = 2
"""Answers as of another day at a time: each derives the whole catalog, by some seconds of a processor
and up to a gigabyte.
"""
WAITING_SECONDS = 20


class TooBusy(Exception):
    """So many ask as of other days that the machine would run out of memory."""

    code = "too-busy"


class CatalogPool:
    """Lends read-only connections to the newest published generation.

    A connection is used by one thread at a time. Those to a generation that is not the newest any more
    are closed when they come back, so that a publication needs no restart and blocks nobody.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._idle: list[tuple[int, PublishedCatalog]] = []
        self._free_days = threading.BoundedSemaphore(DAYS_AT_ONCE)

    @property
    def generation(self) -> int:
        """The number of the generation that is lent now; 0 where nothing is published."""
        return current_generation(self._home / "published")

    @contextmanager
    def catalog(self, as_of: date | None = None) -> Generator[PublishedCatalog]:
        """A connection that answers as of the end of a day, UTC, or now.

        Raises NotPublished, CatalogDamaged, TooBusy, and NotKnownYet for a day before the first page.
        """
        with self.numbered(as_of) as (_, catalog):
            yield catalog

    @contextmanager
    def numbered(self, as_of: date | None = None) -> Generator[tuple[int, PublishedCatalog]]:
        """A connection as `catalog` lends it, and the number of its generation, or of the one before
        where another was published in this moment.
        """
        if as_of is None:
            with self._lent(None) as lent:
                yield lent
            return
        if not self._free_days.acquire(timeout=WAITING_SECONDS):
            raise TooBusy("others ask as of other days; try again in some seconds")
        try:
            with self._lent(as_of) as lent:
                yield lent
        finally:
            self._free_days.release()

    @contextmanager
    def _lent(self, as_of: date | None) -> Generator[tuple[int, PublishedCatalog]]:
        generation, catalog = self._take()
        is_sound = False
        try:
            if as_of is not None:
                catalog.require_page_by(as_of)
            catalog.set_as_of(as_of)
            yield generation, catalog
            is_sound = True
        finally:
            if is_sound and generation == self.generation:
                with self._lock:
                    self._idle.append((generation, catalog))
            else:
                catalog.close()

    def close(self) -> None:
        """Close the connections that nobody uses."""
        with self._lock:
            for _, catalog in self._idle:
                catalog.close()
            self._idle.clear()

    def _take(self) -> tuple[int, PublishedCatalog]:
        newest = self.generation
        with self._lock:
            while self._idle:
                generation, catalog = self._idle.pop()
                if generation == newest:
                    return generation, catalog
                catalog.close()
        return newest, open_catalog(self._home)
