"""Crawling one source, in whatever process: a plan comes in, what came of each link goes out, and the
sealed file goes into the storage before anybody is told of it.
"""

import re
import secrets
from pathlib import Path
from typing import NamedTuple

from pipeline.engines.addresses import OwnSources, archive_folder, own_folder
from spiders.archive import Archive
from spiders.archive.file_names import SEALED_SUFFIX, sealed_files
from spiders.archive.storage import BUCKET, Storage, open_storage
from spiders.crawler.crawl import SourceReport, crawl
from spiders.crawler.plan import CrawlPlan

_ATTEMPT_NUMBERS = 10**9


class SourceCrawl(NamedTuple):
    """The crawl of the one source of a plan. The folders that the plan names are not asked: the archive
    is that of this machine for the storage.
    """

    storage: str
    own_sources: OwnSources
    plan: CrawlPlan


def crawl_source(wanted: SourceCrawl) -> SourceReport:
    """Crawl a source and send its sealed file to the storage, with what a crawl before, which was killed
    on this machine, left open. Raises StorageFailed; what was received then waits on this machine for
    the next crawl of the source.

    Each execution has a run id of its own: a task whose worker died is done again by another one, and
    both may have written a file.
    """
    (source,) = wanted.plan.sources
    folder = archive_folder(wanted.storage)
    folder.mkdir(parents=True, exist_ok=True)
    Archive(folder).salvage()
    storage = open_storage(wanted.storage)
    ending = f"--{source}{SEALED_SUFFIX}"
    if wanted.storage.startswith(BUCKET):
        fetch_archive(storage, folder, ending)
    number = 1 + secrets.randbelow(_ATTEMPT_NUMBERS)
    plan = wanted.plan.model_copy(
        update={
            "archive": folder,
            "run_id": f"{wanted.plan.run_id}-attempt{number}",
            "own_sources": own_folder(wanted.storage, wanted.own_sources),
        }
    )
    report = crawl(plan).sources[source]
    if wanted.storage.startswith(BUCKET):
        send_archive(storage, folder, ending)
    return report


_ARCHIVED = re.compile(r"archive/(?:\d{4}-\d\d/)?[^/.][^/]*")
"""Names of objects that are files of an archive. A bucket may hold others, which lead elsewhere."""


def fetch_archive(storage: Storage, folder: Path, ending: str = SEALED_SUFFIX) -> int:
    """Fetch the sealed files that end so and are not in the archive in a folder. They never change.
    Returns how many there were.
    """
    here = sealed_files(folder)
    names = [name for name in storage.sizes("archive/") if name.endswith(ending)]
    missing = [
        name for name in names if _ARCHIVED.fullmatch(name) and name.rpartition("/")[2] not in here
    ]
    for name in missing:
        storage.fetch(name, folder / name.removeprefix("archive/"))
    return len(missing)


def send_archive(storage: Storage, folder: Path, ending: str = SEALED_SUFFIX) -> int:
    """Send the sealed files that end so and are not in the storage. Returns how many there were."""
    there = {name.rpartition("/")[2] for name in storage.sizes("archive/")}
    files = [path for name, path in sealed_files(folder).items() if name.endswith(ending)]
    missing = [path for path in files if path.name not in there]
    for path in missing:
        storage.create(f"archive/{path.relative_to(folder).as_posix()}", path)
    return len(missing)
