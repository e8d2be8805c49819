"""Reading archived bodies elsewhere: batches of their addresses go out, parts come back.

The run that asks takes the parts in the order of its bodies. Whatever happens to a batch elsewhere (its
process is killed, its reader is of another version, its part arrives torn, the cluster is gone), the
run reads those bodies itself, and says so.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.activity import activity
from pipeline.engines.addresses import OwnSources, source_here
from pipeline.engines.parts import PartAddress, read_part, write_part
from pipeline.facts.extraction import ArchivedBody, ExtractedPage
from pipeline.facts.parallel import extract_pages
from pipeline.facts.parser_version import parser_version
from pipeline.facts.reading_workers import LIMITS, ReadingWorker
from spiders.archive import Archive, ArchiveDamaged, BodyAddress
from spiders.archive.storage import StorageFailed, open_storage
from spiders.source import Source

BATCH_BYTES = 8_000_000
BATCH_BODIES = 200
"""A task takes bodies up to so many bytes and so many of them: seconds of work, so that the cost of a
task (a quarter of a second) is small beside it.
"""
AHEAD = 8
"""How many batches are given out before the first of them is loaded."""


class WantedBody(NamedTuple):
    """A body to be read, by which version of the reader of its source, and where it is."""

    body: ArchivedBody
    version: str
    address: BodyAddress


class ReadingBatch(NamedTuple):
    """Bodies that one task reads. `storage` is the url of what holds their archive and takes the part."""

    storage: str
    own_sources: OwnSources
    bodies: tuple[WantedBody, ...]


WaitForPart = Callable[[], PartAddress]
"""Waits for the part of a batch that was given out. Raises whatever happened to it."""
Submit = Callable[[ReadingBatch], WaitForPart]
"""Gives a batch to whatever runs tasks."""


def read_batch(batch: ReadingBatch) -> PartAddress:
    """Read the bodies of a batch, in this process and its reading process. Raises OtherVersion,
    ArchiveDamaged, ObjectMissing, StorageFailed, ReadingFailed.
    """
    storage = open_storage(batch.storage)
    worker = ReadingWorker(LIMITS)
    pages: list[ExtractedPage] = []
    try:
        for body, version, address in batch.bodies:
            source = source_here(body.source, version, batch.storage, batch.own_sources)
            member = storage.read_range(
                f"archive/{address.path}", address.entry.offset, address.entry.length
            )
            pages.append(worker.read(source, version, body, address.body_in(member)))
    finally:
        worker.close()
    return write_part(storage, pages)


class ReadingElsewhere:
    """Reads bodies by tasks that `submit` gives out. `told` is what happened to batches that this
    process had to read itself.
    """

    def __init__(
        self, storage: str, own_sources: OwnSources, submit: Submit, ahead: int | None = None
    ) -> None:
        self._storage = open_storage(storage)
        self._storage_url = storage
        self._own_sources = own_sources
        self._submit = submit
        self._ahead = ahead or AHEAD
        self.told: list[str] = []

    def extract(
        self, archive: Archive, sources: Mapping[str, Source], bodies: Sequence[ArchivedBody]
    ) -> Iterator[ExtractedPage]:
        """What each batch of the bodies says, in order. Raises ReadingFailed, and ArchiveDamaged where
        the archive does not skip damage.
        """
        waiting: list[tuple[ReadingBatch, WaitForPart]] = []
        for batch in self._batches(archive, sources, bodies):
            waiting.append((batch, self._give_out(batch)))
            if len(waiting) > self._ahead:
                yield from self._take(archive, sources, *waiting.pop(0))
        for given in waiting:
            yield from self._take(archive, sources, *given)

    def _batches(
        self, archive: Archive, sources: Mapping[str, Source], bodies: Iterable[ArchivedBody]
    ) -> Iterator[ReadingBatch]:
        batch: list[WantedBody] = []
        for body in bodies:
            address = _address(archive, body)
            if address is None:
                continue
            version = parser_version(type(sources[body.source]))
            batch.append(WantedBody(body, version, address))
            if len(batch) == BATCH_BODIES or _bytes(batch) >= BATCH_BYTES:
                yield ReadingBatch(self._storage_url, self._own_sources, tuple(batch))
                batch = []
        if batch:
            yield ReadingBatch(self._storage_url, self._own_sources, tuple(batch))

    def _give_out(self, batch: ReadingBatch) -> WaitForPart:
        try:
            return self._submit(batch)
        except Exception as error:  # noqa: BLE001 (whatever runs tasks may be gone)
            return _failing(error)

    def _take(
        self,
        archive: Archive,
        sources: Mapping[str, Source],
        batch: ReadingBatch,
        wait: WaitForPart,
    ) -> Generator[ExtractedPage]:
        try:
            address = wait()
            page = read_part(self._storage, address)
        except Exception as error:  # noqa: BLE001 (a batch is read here whatever happened elsewhere)
            self._tell(batch, error)
            yield from extract_pages(archive, sources, [wanted.body for wanted in batch.bodies])
            return
        yield page
        try:
            self._storage.delete(address.name)
        except StorageFailed as error:
            self.told.append(f"{address.name} is loaded and was not deleted: {error}")

    def _tell(self, batch: ReadingBatch, error: Exception) -> None:
        names = sorted({wanted.body.source for wanted in batch.bodies})
        self.told.append(
            f"{len(batch.bodies)} pages of {', '.join(names)} were to be read elsewhere and were read by this process, "
            f"whole: {type(error).__name__}: {error}"
        )
        activity.note(self.told[-1])


def _address(archive: Archive, body: ArchivedBody) -> BodyAddress | None:
    """Where a body is; None where it is not in the archive, which is told in the archive's `damages`."""
    try:
        return archive.address(body.sha256)
    except ArchiveDamaged as error:
        if not archive.skips_damage:
            raise
        archive.note_damage(error.damage)
        return None


def _bytes(batch: Iterable[WantedBody]) -> int:
    return sum(wanted.body.bytes for wanted in batch)


def _failing(error: Exception) -> WaitForPart:
    def wait() -> PartAddress:
        raise error

    return wait
