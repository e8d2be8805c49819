"""Reading many archived bodies, each in a process outside this one: several at a time, in their order."""

import os
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

from pipeline.facts.extraction import Anchor, ArchivedBody, ExtractedPage
from pipeline.facts.parser_version import parser_version
from pipeline.facts.reading_process import ReadingLimits
from pipeline.facts.reading_workers import LIMITS, ReadingWorker
from spiders.archive import Archive, ArchiveDamaged
from spiders.source import Source

AHEAD = 2
"""How many bodies a worker is ahead of what is loaded: what is read and not loaded is in memory."""
MEMORY_LIMIT = Path("/sys/fs/cgroup/memory.max")


def extract_pages(
    archive: Archive,
    sources: Mapping[str, Source],
    bodies: Sequence[ArchivedBody],
    limits: ReadingLimits = LIMITS,
    anchors: Mapping[ArchivedBody, ArchivedBody] | None = None,
) -> Iterator[ExtractedPage]:
    """What each body says, in order; of one that goes beyond a limit, a finding alone. `anchors` gives
    the last good body where anchors are to read what the source cannot.

    A body that the archive cannot give out is left out, and told in the archive's `damages` where
    that skips damage; else this raises ArchiveDamaged. Raises ReadingFailed.
    """
    at_a_time = min(workers_at_once(limits), len(bodies))
    reading: deque[Future[ExtractedPage]] = deque()
    with _worker_threads(at_a_time, limits) as (executor, idle):

        def read(
            body: ArchivedBody, content: bytes, version: str, anchor: Anchor | None
        ) -> ExtractedPage:
            worker = idle.get()
            try:
                return worker.read(sources[body.source], version, body, content, anchor)
            finally:
                idle.put(worker)

        for body in bodies:
            content = _content(archive, body)
            if content is None:
                continue
            version = parser_version(type(sources[body.source]))
            good = (anchors or {}).get(body)
            good_content = _content(archive, good) if good else None
            anchor = Anchor(good, good_content) if good and good_content is not None else None
            reading.append(executor.submit(read, body, content, version, anchor))
            if len(reading) > at_a_time * AHEAD:
                yield reading.popleft().result()
        while reading:
            yield reading.popleft().result()


def workers_at_once(limits: ReadingLimits) -> int:
    """How many bodies are read at once: one per processor, but no more than may take half of the
    memory that there is, each as much as its limit.
    """
    processors = os.cpu_count() or 1
    return max(1, min(processors, memory_bytes() // 2 // limits.memory_bytes))


def memory_bytes(limit_file: Path = MEMORY_LIMIT) -> int:
    """The memory of the machine, or of the container that this runs in."""
    physical = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    try:
        text = limit_file.read_text(encoding="ascii").strip()
    except OSError:
        return physical
    return min(physical, int(text)) if text.isdecimal() else physical


def _content(archive: Archive, body: ArchivedBody) -> bytes | None:
    try:
        return archive.body(body.sha256)
    except ArchiveDamaged as error:
        if not archive.skips_damage:
            raise
        archive.note_damage(error.damage)
        return None


@contextmanager
def _worker_threads(
    number: int, limits: ReadingLimits
) -> Generator[tuple[ThreadPoolExecutor, "SimpleQueue[ReadingWorker]"]]:
    """Threads that wait for workers, and as many workers; all are gone afterwards."""
    workers = [ReadingWorker(limits) for _ in range(number)]
    idle: SimpleQueue[ReadingWorker] = SimpleQueue()
    for worker in workers:
        idle.put(worker)
    executor = ThreadPoolExecutor(max(number, 1), thread_name_prefix="reading")
    try:
        yield executor, idle
    finally:
        executor.shutdown(cancel_futures=True)
        for worker in workers:
            worker.close()
