"""Reading many archived bodies: in this process where there is little to read, in several where there
is much. What is read is the same, in the same order.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from pipeline.facts.extraction import ArchivedBody, ExtractedPage, extract_page
from spiders.archive import Archive
from spiders.source import Source

PARALLEL_BYTES = 16_000_000
"""The size of bodies from which on several processes read: less does not pay for starting them."""
AHEAD = 2
"""How many bodies a process is ahead of what is loaded: what is read and not loaded is in memory."""


def extract_pages(
    archive: Archive, sources: Mapping[str, Source], bodies: Sequence[ArchivedBody]
) -> Iterator[ExtractedPage]:
    """What each body says, in order."""
    processes = os.cpu_count() or 1
    if processes == 1 or sum(body.bytes for body in bodies) < PARALLEL_BYTES:
        for body in bodies:
            yield extract_page(archive, sources[body.source], body)
        return
    # A process that is forked would inherit the threads and locks of the database.
    context = multiprocessing.get_context("spawn")
    reading: deque[Future[ExtractedPage]] = deque()
    with ProcessPoolExecutor(
        processes, context, initializer=_start, initargs=(archive.folder, dict(sources))
    ) as executor:
        for body in bodies:
            reading.append(executor.submit(_extract, body))
            if len(reading) > processes * AHEAD:
                yield reading.popleft().result()
        while reading:
            yield reading.popleft().result()


class _Reader:
    """What a reading process holds: the archive and the sources."""

    archive: Archive
    sources: Mapping[str, Source]


def _start(folder: Path, sources: Mapping[str, Source]) -> None:
    _Reader.archive = Archive(folder)
    _Reader.sources = sources


def _extract(body: ArchivedBody) -> ExtractedPage:
    return extract_page(_Reader.archive, _Reader.sources[body.source], body)
