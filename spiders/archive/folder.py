"""Archive: the folder of WARC files. What was retrieved, how each planned link ended, and whether
it is all there.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from spiders.archive import reading, verification
from spiders.archive.index import ArchiveIndex
from spiders.archive.outcome import PageOutcome
from spiders.archive.warc import ArchiveDamaged, Damage
from spiders.archive.writer import SEALED, ArchiveWriter, SealResult, salvage_open_files


class Archive:
    """A folder of sealed WARC files, one per run and source, beside those being written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._index = ArchiveIndex(folder)
        self._outcomes: dict[str, list[PageOutcome]] = {}
        self._latest: dict[str, dict[tuple[str, str], PageOutcome]] = {}

    def writer(self, run_id: str, source: str) -> ArchiveWriter:
        """A new file for one run and source. Raises ArchiveBusy if there is one."""
        return ArchiveWriter(self.folder, run_id, source)

    def salvage(self) -> list[SealResult]:
        """Seal what dead runs left open, each file up to its last whole record. A file in use is
        not touched.
        """
        return salvage_open_files(self.folder)

    def add_sealed(self, sealed: Path) -> None:
        """Read a file that was sealed just now, while there is time for it; `outcomes` then finds
        it read.
        """
        if self._index.add_file(sealed.name):
            self._outcomes_in(sealed.name)

    def outcomes(self, exclude: Collection[tuple[str, str]] = ()) -> list[PageOutcome]:
        """How every planned link of every sealed file ended, by time, and always in the same order.

        `but` names runs and sources (run_id, source) that are left out: their files are not opened.
        """
        self._index.refresh()
        left_out = {f"{run_id}--{source}{SEALED}" for run_id, source in exclude}
        names = [name for name in self._index.files if name not in left_out]
        return sorted(
            (outcome for name in names for outcome in self._outcomes_in(name)), key=_order
        )

    def body(self, sha256: str) -> bytes:
        """An archived body with its Content-Encoding undone. Raises ArchiveDamaged if it is not
        there as it was.
        """
        if sha256 not in self._index.bodies:
            self._index.refresh()
        problem = ArchiveDamaged(
            Damage(str(self.folder), 0, f"a body with the sha256 {sha256}", "none")
        )
        for entry in self._index.bodies.get(sha256, ()):
            try:
                return reading.body_at(self.folder, entry)
            except ArchiveDamaged as error:  # the same body may stand in several files
                problem = error
        raise problem

    def latest_ok(self, source: str, document: str, url: str) -> PageOutcome | None:
        """The last page that was fetched whole for a planned link: what a conditional request can
        refer to.

        As the archive was when it was first asked of this source: a crawl asks for every link, of a
        year of nights.
        """
        if source not in self._latest:
            self._index.refresh_once()
            names = [name for name in self._index.files if name.endswith(f"--{source}{SEALED}")]
            outcomes = (outcome for name in names for outcome in self._outcomes_in(name))
            whole = [
                outcome
                for outcome in outcomes
                if outcome.outcome == "ok" and outcome.form == "fetched"
            ]
            self._latest[source] = {
                (outcome.document, outcome.url): outcome for outcome in sorted(whole, key=_order)
            }
        return self._latest[source].get((document, url))

    def reindex(self) -> list[Damage]:
        """Make the index again from the sealed files alone. What is damaged or gone is given up."""
        self._outcomes.clear()
        self._latest.clear()
        return self._index.rebuild()

    def verify(self) -> Iterator[Damage]:
        """Read every record where the index says it stands, and yield what is not as it was
        written.
        """
        return verification.verify(self.folder)

    def _outcomes_in(self, name: str) -> list[PageOutcome]:
        if name not in self._outcomes:
            entries = [entry for entry in self._index.files[name] if entry.kind == "metadata"]
            self._outcomes[name] = [reading.outcome_at(self.folder, entry) for entry in entries]
        return self._outcomes[name]


def _order(outcome: PageOutcome) -> tuple[str, ...]:
    return (
        outcome.seen_at.isoformat(),
        outcome.sha256 or "",
        outcome.source,
        *outcome.retrieval,
        outcome.run_id,
    )
