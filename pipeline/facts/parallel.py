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
from spiders.archive import Archive, ArchiveDamaged, Damage
from spiders.source import Source

PARALLEL_BYTES = 16_000_000
"""The size of bodies from which on several processes read: less does not pay for starting them."""
AHEAD = 2
"""How many bodies a process is ahead of what is loaded: what is read and not loaded is in memory."""


def extract_pages(
    archive: Archive, sources: Mapping[str, Source], bodies: Sequence[ArchivedBody]
) -> Iterator[ExtractedPage]:
    """What each body says, in order. One that the archive cannot give out is left out, and told in the
    archive's `damages` where that skips damage; else this raises ArchiveDamaged.
    """
    for page in _extract_all(archive, sources, bodies):
        if isinstance(page, ArchiveDamaged):
            if not archive.skips_damage:
                raise page
            archive.note_damage(page.damage)
        else:
            yield page


def _extract_all(
    archive: Archive, sources: Mapping[str, Source], bodies: Sequence[ArchivedBody]
) -> Iterator[ExtractedPage | ArchiveDamaged]:
    processes = os.cpu_count() or 1
    if processes == 1 or sum(body.bytes for body in bodies) < PARALLEL_BYTES:
        for body in bodies:
            yield _extract_from(archive, sources, body)
        return
    # A process that is forked would inherit the threads and locks of the database.
    context = multiprocessing.get_context("spawn")
    reading: deque[Future[ExtractedPage | Damage]] = deque()
    with ProcessPoolExecutor(
        processes,
        context,
        initializer=_start,
        initargs=(archive.folder, archive.skips_damage, dict(sources)),
    ) as executor:
        for body in bodies:
            reading.append(executor.submit(_extract, body))
            if len(reading) > processes * AHEAD:
                yield _result(reading.popleft())
        while reading:
            yield _result(reading.popleft())


def _result(future: "Future[ExtractedPage | Damage]") -> ExtractedPage | ArchiveDamaged:
    page = future.result()
    return ArchiveDamaged(page) if isinstance(page, Damage) else page


def _extract_from(
    archive: Archive, sources: Mapping[str, Source], body: ArchivedBody
) -> ExtractedPage | ArchiveDamaged:
    try:
        return extract_page(archive, sources[body.source], body)
    except ArchiveDamaged as error:
        return error


class _Reader:
    """What a reading process holds: the archive and the sources."""

    archive: Archive
    sources: Mapping[str, Source]


def _start(folder: Path, skips_damage: bool, sources: Mapping[str, Source]) -> None:
    _Reader.archive = Archive(folder, skips_damage=skips_damage)
    _Reader.sources = sources


def _extract(body: ArchivedBody) -> ExtractedPage | Damage:
    page = _extract_from(_Reader.archive, _Reader.sources, body)
    return page.damage if isinstance(page, ArchiveDamaged) else page
