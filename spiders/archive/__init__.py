"""The archive: every response, kept as it was received before anything reads it, in WARC files that
never change. May import `spiders.claims` and `spiders.block_detection`.

outcome     PageOutcome: how one planned link ended
warc        records to bytes and back
file_names  how files are named, and where they stand
writer      one file per run and source: written open, sealed when complete, salvaged after a crash
index       where each record stands
compaction  the files of a closed month merged into few
folder      Archive: outcomes, bodies, verification
imports     pages recorded elsewhere
storage     a folder or a bucket in which several machines keep what they share
"""

from spiders.archive.compaction import Compaction
from spiders.archive.folder import Archive
from spiders.archive.imports import ImportSummary, import_manifest
from spiders.archive.outcome import Form, Outcome, PageOutcome
from spiders.archive.reading import BodyAddress
from spiders.archive.warc import ArchiveDamaged, Damage
from spiders.archive.writer import ArchiveBusy, ArchiveWriter, SealResult

__all__ = [
    "Archive",
    "ArchiveBusy",
    "ArchiveDamaged",
    "ArchiveWriter",
    "BodyAddress",
    "Compaction",
    "Damage",
    "Form",
    "ImportSummary",
    "Outcome",
    "PageOutcome",
    "SealResult",
    "import_manifest",
]
