"""Repairs of a home: each says what it would do, and does it. What cannot be read is set aside in
quarantine/ and never deleted; only files that no one reads, left by killed processes, are.

A damaged file of the archive is no case for it: what of its pages is given up is for a person to
decide (`archive reindex`, `archive quarantine`).
"""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel

from pipeline import jsonl, run_log
from pipeline.alerting import freshness_policy
from pipeline.alerting.alert_log import AlertLogEntry
from pipeline.alerting.freshness_policy import BadPolicy
from pipeline.configuration import BadConfiguration, load_configuration
from pipeline.home import Home
from pipeline.review.decisions import RecordedDecision
from pipeline.run.dry_run import PREFIX as DRY_RUN_PREFIX
from pipeline.run.whole_file import is_left, is_running
from pipeline.run_log import RunRecord
from spiders.archive import Archive
from spiders.archive.storage import BUCKET, FolderStorage, open_storage
from warehouse import publication_log, publishing
from warehouse.errors import WorkingDamaged
from warehouse.plain_file import what_else
from warehouse.working import Warehouse, check_working
from warehouse.writer_lock import lock_writer

LEFTOVERS = (
    "published/*.new",
    "publications/*.new",
    "runs/*.new",
    "alerts/*.new",
    "reviews/*.new",
    "archive/**/*.part",
    "archive/**/.*.new",
    "warehouse/*.tmp",
)
"""Files that a killed process leaves and that nobody reads."""
LEFTOVERS_OF_PROCESSES = ("site/**/.*.new", "first-night/.*.new", ".*.new")
"""Such files that have the id of their process, which writes them without a lock."""

LEFT_IN_STORAGE_SECONDS = 24 * 3600


class Repair(NamedTuple):
    """What is wrong, and what is done about it."""

    what: str
    would: str
    apply: Callable[[], object]


class RepairResult(NamedTuple):
    """A line of what a repair would do, or did."""

    state: str
    what: str
    action: str


def repair(home: Home, *, dry_run: bool) -> Iterator[RepairResult]:
    """What is wrong with a home and what would be done; then, unless `dry_run`, what was done.

    Holds the writer's lock; raises Locked.
    """
    lock = home.path / "warehouse" / "writer.lock"
    for each in _no_file(home, lock):  # nobody holds a lock that is no file
        yield RepairResult("would", each.what, each.would)
        if dry_run:
            return
        each.apply()
        yield RepairResult("done", each.what, each.would)
    with closing(lock_writer(home.path)):
        repairs = list(find(home))
        for each in repairs:
            yield RepairResult("would", each.what, each.would)
        if dry_run:
            return
        for each in repairs:
            try:
                each.apply()
            except OSError as error:
                yield RepairResult("failed", each.what, f"{error.filename}: {error.strerror}")
            else:
                yield RepairResult("done", each.what, each.would)
    if not dry_run and not isinstance(_working_fault(home), WorkingDamaged):
        Warehouse(home.path).close()  # agrees with the published files and the log of publications


def leftovers(home: Home) -> list[Path]:
    """Files that a killed process left and that nobody reads."""
    found = [path for pattern in LEFTOVERS for path in home.path.glob(pattern)]
    named = [path for pattern in LEFTOVERS_OF_PROCESSES for path in home.path.glob(pattern)]
    found += [path for path in named if is_left(path)]
    copies = Path(tempfile.gettempdir()).glob(f"{DRY_RUN_PREFIX}*")
    found += [copy for copy in copies if not is_running(_process_of(copy))]
    return sorted([*found, *_left_in_storage(home)])


def _left_in_storage(home: Home) -> Iterator[Path]:
    """Such files of a folder that machines share. Which of them writes there is not known: a file
    of a day ago is no one's.
    """
    try:
        url = load_configuration(home).engine.storage
        storage = open_storage(url) if url and not url.startswith(BUCKET) else None
    except BadConfiguration:
        return
    if isinstance(storage, FolderStorage):
        for path in storage.working_files():
            if time.time() - path.stat().st_mtime > LEFT_IN_STORAGE_SECONDS:
                yield path


def _process_of(copy: Path) -> str:
    """The process that made a copy of a home for a dry run."""
    return copy.name.removeprefix(DRY_RUN_PREFIX).partition("-")[0]


def find(home: Home) -> Iterator[Repair]:
    """What is wrong, and what would be done. The caller holds the writer's lock."""
    for path in leftovers(home):
        yield Repair(str(path), "delete it: a killed process left it", lambda p=path: _delete(p))
    yield from _no_files(home)
    yield from _open_files(home)
    yield from _killed_runs(home)
    yield from _working(home)
    yield from _link(home)
    yield from _lines(home, home.run_log, RunRecord)
    yield from _lines(home, home.alert_log, AlertLogEntry)
    yield from _lines(home, home.decisions, RecordedDecision)
    yield from _publications(home)
    yield from _policy(home)


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _aside(home: Home, path: Path) -> Path:
    """A name in quarantine/ for a file that is set aside now."""
    home.quarantine.mkdir(parents=True, exist_ok=True)
    return home.quarantine / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{path.parent.name}-{path.name}"


def _move_aside(home: Home, *paths: Path) -> None:
    for path in paths:
        if path.exists():
            path.rename(_aside(home, path))


def _no_files(home: Home) -> Iterator[Repair]:
    """What stands in the place of a file: opening a pipe would wait for ever."""
    published = home.path / "published"
    link = published / publishing.CURRENT
    paths = [
        home.configuration,
        home.policy,
        home.channels,
        home.run_log,
        home.alert_log,
        home.alert_log.parent / "lock",
        home.decisions,
        home.path / publication_log.NAME,
        home.path / "warehouse" / "working.duckdb",
        *publishing.generations(published).values(),
    ]
    if not link.is_symlink():  # what a link leads to is among the generations
        paths.append(link)
    for path in paths:
        yield from _no_file(home, path)


def _no_file(home: Home, path: Path) -> Iterator[Repair]:
    if found := what_else(path):
        yield Repair(
            str(path),
            f"set it aside: expected a file, found {found}",
            lambda: _move_aside(home, path),
        )


def _open_files(home: Home) -> Iterator[Repair]:
    archive = Archive(home.archive)
    if any(path.is_file() for path in home.archive.rglob("*.warc.open")):
        yield Repair(
            f"{home.archive}: open files",
            "seal what is whole in those of dead runs",
            archive.salvage,
        )


def _killed_runs(home: Home) -> Iterator[Repair]:
    begun = list(home.run_log.parent.glob(f"*{run_log.BEGUN_SUFFIX}"))
    if begun:
        yield Repair(
            f"{home.run_log.parent}: {len(begun)} begun runs",
            "write into the run log which of them were killed",
            lambda: run_log.settle_killed(home),
        )


def _working_fault(home: Home) -> Exception | None:
    path = home.path / "warehouse" / "working.duckdb"
    if not path.is_file():
        return None
    try:
        check_working(path)
    except WorkingDamaged as error:
        return error
    return None


def _working(home: Home) -> Iterator[Repair]:
    fault = _working_fault(home)
    if fault:
        path = home.path / "warehouse" / "working.duckdb"
        yield Repair(
            str(path),
            "set it aside: the next refresh or replay makes it anew from the archive, the decisions and the log of "
            "publications; nothing is lost but time",
            lambda: _move_aside(home, path, path.with_name(f"{path.name}.wal")),
        )


def _link(home: Home) -> Iterator[Repair]:
    published = home.path / "published"
    link = published / publishing.CURRENT
    files = publishing.generations(published)
    there = [number for number, path in files.items() if not what_else(path)]
    if there and not (link.is_symlink() and link.is_file()):
        yield Repair(
            str(link),
            f"make the link again, to generation {max(there)}",
            lambda: publishing.settle(published),
        )


def _lines(home: Home, path: Path, model: type[BaseModel]) -> Iterator[Repair]:
    if not path.is_file():
        return
    found = jsonl.read_lines(path, model)
    if found.bad_lines:
        numbers = ", ".join(map(str, found.bad_lines[:20]))
        yield Repair(
            str(path),
            f"set the file aside and keep its {len(found.records)} whole lines; lost: line {numbers}",
            lambda: _keep_whole(home, path, model),
        )


def _keep_whole(home: Home, path: Path, model: type[BaseModel]) -> None:
    records = jsonl.read_lines(path, model).records
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    jsonl.append(new, *records)
    shutil.copy2(path, _aside(home, path))
    new.replace(path)


def _publications(home: Home) -> Iterator[Repair]:
    path = home.path / publication_log.NAME
    if what_else(path):
        return
    log = publication_log.read(path)
    if log.bad_lines or log.lost_changes:
        lost = sum(log.lost_changes.values())
        yield Repair(
            str(path),
            f"set the file aside and keep its whole lines; lost: {len(log.bad_lines)} lines, {lost} changes of "
            f"generation {', '.join(map(str, log.lost_changes)) or 'none'}",
            lambda: _rewrite_publications(home, path, log),
        )


def _rewrite_publications(home: Home, path: Path, log: publication_log.PublicationLog) -> None:
    shutil.copy2(path, _aside(home, path))
    kept = dict.fromkeys((each.generation for each in log.publications), 0)
    for change in log.changes:
        kept[change.generation] += 1
    publications = [each._replace(changes=kept[each.generation]) for each in log.publications]
    publication_log.rewrite(path, publications, log.changes)


def _policy(home: Home) -> Iterator[Repair]:
    if what_else(home.policy):
        return
    try:
        freshness_policy.load(home)
    except BadConfiguration:
        return  # a check of its own tells it
    except BadPolicy as error:
        yield Repair(
            str(home.policy),
            f"set it aside: the policy that cardkeep ships holds until there is one again ({error})",
            lambda: _move_aside(home, home.policy),
        )
