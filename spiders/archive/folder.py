"""The archive as a folder of WARC files: outcomes of planned links, bodies, and verification."""

from collections.abc import Collection, Iterator
from pathlib import Path

from spiders.archive import compaction, file_names, reading, verification, warc
from spiders.archive.compaction import Compaction
from spiders.archive.file_names import SEALED_SUFFIX
from spiders.archive.index import ArchiveIndex
from spiders.archive.outcome import PageOutcome
from spiders.archive.reading import BodyAddress
from spiders.archive.warc import ArchiveDamaged, Damage
from spiders.archive.writer import (
    ArchiveBusy,
    ArchiveWriter,
    SealResult,
    files_in_use,
    salvage_open_files,
    sync_folder,
)


class Archive:
    """A folder of sealed WARC files in folders by month, one per run and source or merged, beside
    those being written.

    With `skips_damage`, a file that is damaged or gone is left out as a whole, and told in `damages`;
    otherwise what needs it raises ArchiveDamaged.
    """

    def __init__(self, folder: Path, *, skips_damage: bool = False) -> None:
        self.folder = folder
        self.skips_damage = skips_damage
        self._damaged_bodies: list[Damage] = []
        self._index = ArchiveIndex(folder, skips_damage=skips_damage)
        self._outcomes: dict[str, list[PageOutcome]] = {}
        self._runs: dict[str, list[str]] = {}
        self._fetched: dict[str, list[PageOutcome]] = {}
        self._latest: dict[str, dict[tuple[str, str], PageOutcome]] = {}

    @property
    def damages(self) -> list[Damage]:
        """What was left out because it is damaged or gone."""
        return [*self._index.damages.values(), *self._damaged_bodies]

    def note_damage(self, damage: Damage) -> None:
        """Tell a body among what was left out."""
        if damage not in self._damaged_bodies:
            self._damaged_bodies.append(damage)

    def writer(self, run_id: str, source: str) -> ArchiveWriter:
        """A new file for one run and source. Raises ArchiveBusy if there is one."""
        return ArchiveWriter(self.folder, run_id, source)

    def salvage(self) -> list[SealResult]:
        """Seal what dead runs left open, each file up to its last whole record. A file in use is
        not touched.
        """
        return salvage_open_files(self.folder)

    def add_sealed(self, sealed: Path) -> None:
        """Read a file that was just sealed into the caches, so that a later call of `outcomes` need
        not.
        """
        if self._index.add_file(sealed.name):
            self._outcomes_in(sealed.name)

    def outcomes(self, exclude: Collection[tuple[str, str]] = ()) -> list[PageOutcome]:
        """The outcomes in every sealed file, in an order by time that is always the same.

        `exclude` has pairs (run_id, source) that are left out: files with no others are not read.
        """
        self._index.refresh()
        excluded = frozenset(exclude)
        left_out = {f"{run_id}--{source}{SEALED_SUFFIX}" for run_id, source in excluded}
        outcomes: list[PageOutcome] = []
        for name in list(self._index.files):
            try:
                if not left_out.issuperset(self._runs_in(name)):
                    outcomes += self._outcomes_in(name)
            except ArchiveDamaged as error:
                self._index.skip(name, error)
        wanted = [each for each in outcomes if (each.run_id, each.source) not in excluded]
        return sorted(wanted, key=_order)

    def body(self, sha256: str) -> bytes:
        """An archived body with its Content-Encoding undone. Raises ArchiveDamaged if it is not
        there as it was.
        """
        try:
            return self._indexed_body(sha256)
        except ArchiveDamaged:
            # It may have been archived, or its file merged with others, since the index was read.
            self._index.refresh()
            return self._indexed_body(sha256)

    def address(self, sha256: str) -> BodyAddress:
        """Where an archived body is, for another process to read it. Raises ArchiveDamaged if it is
        not in the index.
        """
        if sha256 not in self._index.bodies:
            self._index.refresh()
        for entry in self._index.bodies.get(sha256, ()):
            return reading.address_of(self.folder, entry)
        raise self._no_body(sha256)

    def _no_body(self, sha256: str) -> ArchiveDamaged:
        expected = f"a body with the sha256 {sha256}"
        return ArchiveDamaged(Damage(str(self.folder), 0, expected, "none"))

    def _indexed_body(self, sha256: str) -> bytes:
        problem = self._no_body(sha256)
        for entry in self._index.bodies.get(sha256, ()):
            try:
                return reading.body_at(self.folder, entry)
            except ArchiveDamaged as error:  # the same body may stand in several files
                problem = error
        raise problem

    def latest_ok(self, source: str, document: str, url: str) -> PageOutcome | None:
        """The outcome of the last page fetched for a planned link, which a conditional request can
        confirm.

        It is read from the archive as it was at the first call for this source: a crawl calls it
        for every link, and reading a year of nights takes long.
        """
        if source not in self._latest:
            self._latest[source] = self._latest_pages(source)
        return self._latest[source].get((document, url))

    def newest_of_kind(self, source: str, kind: str) -> PageOutcome | None:
        """The outcome of the page of a kind that a crawl of a source saw last, in the order in which it
        saw them. It is read as `latest_ok` is.
        """
        newest: PageOutcome | None = None
        for outcome in self.pages_of_kind(source, kind):
            if newest is None or outcome.seen_at >= newest.seen_at:
                newest = outcome
        return newest

    def pages_of_kind(self, source: str, kind: str) -> list[PageOutcome]:
        """The outcomes of the pages of a kind that crawls of a source saw, in the order in which they
        saw them. They are read as `latest_ok` is.
        """
        return [outcome for outcome in self._fetched_pages(source) if outcome.kind == kind]

    def _latest_pages(self, source: str) -> dict[tuple[str, str], PageOutcome]:
        whole = [each for each in self._fetched_pages(source) if each.outcome == "ok"]
        return {(outcome.document, outcome.url): outcome for outcome in sorted(whole, key=_order)}

    def _fetched_pages(self, source: str) -> list[PageOutcome]:
        """The pages that crawls of a source have seen, in the order of runs and within a run."""
        if source not in self._fetched:
            self._index.refresh_once()
            self._fetched[source] = [
                outcome
                for name in sorted(self._index.files)
                if name.endswith(f"--{source}{SEALED_SUFFIX}")
                for outcome in self._outcomes_in(name)
                if outcome.confirms and outcome.form == "fetched"
            ]
        return self._fetched[source]

    def compact(self, before: str, *, dry_run: bool = False) -> Iterator[Compaction]:
        """Merge the files of the months before `before`, which is like "2026-11", into few, without
        loss. Yields what was done, or with `dry_run` what would be.

        Only one process may. Raises ArchiveBusy while another writes a file, ArchiveDamaged.
        """
        if dry_run:
            yield from compaction.plan(self.folder, before)
            return
        in_use = files_in_use(self.folder)
        if in_use:
            raise ArchiveBusy(f"{in_use[0]} is in use; nothing was changed; try again later")
        self.salvage()
        yield from compaction.compact(self.folder, before)

    def reindex(self) -> list[Damage]:
        """Rebuild the index from the sealed files alone. What is damaged or gone is given up."""
        self._outcomes.clear()
        self._fetched.clear()
        self._latest.clear()
        return self._index.rebuild()

    def set_aside(self, name: str, quarantine: Path) -> Path:
        """Move a sealed file out of the archive, and forget what it holds. Returns where it is now.

        Raises FileNotFoundError, and FileExistsError where a file of this name was set aside before.
        """
        path = file_names.sealed_files(self.folder).get(name)
        if path is None:
            raise FileNotFoundError(name)
        target = quarantine / name
        if target.exists():
            raise FileExistsError(target)
        quarantine.mkdir(parents=True, exist_ok=True)
        path.rename(target)
        sync_folder(quarantine)
        sync_folder(path.parent)
        self.reindex()
        return target

    def verify(self) -> Iterator[Damage]:
        """Read every record where the index says it stands, and yield what is not as it was
        written.
        """
        return verification.verify(self.folder)

    def _runs_in(self, name: str) -> list[str]:
        """The names of the files of single runs that a file is made of."""
        if not file_names.is_merged(name):
            return [name]
        if name not in self._runs:
            held = warc.held_files(file_names.find(self.folder, name))
            runs = [each for each in held if not file_names.is_merged(each)]
            self._runs[name] = runs or [name]
        return self._runs[name]

    def _outcomes_in(self, name: str) -> list[PageOutcome]:
        if name not in self._outcomes:
            entries = [entry for entry in self._index.files[name] if entry.kind == "metadata"]
            self._outcomes[name] = list(reading.outcomes_at(self.folder, entries))
        return self._outcomes[name]


def _order(outcome: PageOutcome) -> tuple[str, ...]:
    return (
        outcome.seen_at.isoformat(),
        outcome.sha256 or "",
        outcome.source,
        *outcome.retrieval,
        outcome.run_id,
    )
