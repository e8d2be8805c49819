"""Sets archive files aside: unwanted or damaged ones, whose pages are then as if they had never
been.
"""

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.facts.arrow_schemas import arrow_table
from pipeline.failures import NotFound
from pipeline.home import Home
from pipeline.run.refresh import all_sources
from pipeline.run.replay import replay
from spiders.archive import Archive
from spiders.archive.file_names import group_of, sealed_files
from warehouse.working import Warehouse


class QuarantineResult(NamedTuple):
    """What was said of each file, what the replay after it set aside, and the generation that it
    published.
    """

    told: list[str]
    set_aside: tuple[str, ...] = ()
    generation: int | None = None


def quarantine_files(home: Home, files: Iterable[str], *, dry_run: bool) -> QuarantineResult:
    """Move sealed files out of the archive, forget what was read of their sources, and read the
    rest of these again.

    Raises NotFound for a name that no file of the archive has, before any is moved; Locked.
    """
    names = list(dict.fromkeys(files))
    there = sealed_files(home.archive)
    unknown = [name for name in names if name not in there]
    if unknown:
        raise NotFound(
            f"the archive holds no file {unknown[0]!r}; nothing was changed; `cardkeep archive "
            "verify` names damaged "
            f"files, and {home.archive} holds them all"
        )
    outcomes = Archive(home.archive, skips_damage=True).outcomes()
    told: list[str] = []
    for name in names:
        run, source = name.partition("--")[0], group_of(name).source
        held = [each for each in outcomes if each.source == source and each.run_id == run]
        pages = f"{len(held)} outcomes of {source}" if held else f"pages of {source}"
        told.append(f"{name}: {pages} {'would be' if dry_run else 'are'} set aside")
    if dry_run:
        return QuarantineResult(told)
    with Warehouse(home.path) as warehouse:
        archive = Archive(home.archive)
        for name in names:
            archive.set_aside(name, home.quarantine / "archive")
        sources = {(group_of(name).source,) for name in names}
        with warehouse.transaction():
            staged = {"source_file": arrow_table("source_file", sorted(sources))}
            warehouse.execute("load/forget_sources", staged=staged)
    done = replay(home, all_sources(home)[0])
    return QuarantineResult(told, done.loaded.set_aside, done.generation)
