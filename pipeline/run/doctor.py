"""Whether everything that a home needs is in place. Looks only: it takes no lock for longer than a
moment, and writes nothing.
"""

import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Literal, NamedTuple

from pipeline.home import Home
from pipeline.run.refresh import all_sources
from spiders.archive import Archive, ArchiveDamaged
from spiders.crawler import browser
from warehouse.store import CatalogDamaged, NotPublished, QueryFailed, open_catalog

PLENTY, LITTLE = 2 * 2**30, 200 * 2**20
"""Bytes of free disk: with less a warning, a failure. A refresh copies the working database, and
the archive grows.
"""


class CheckResult(NamedTuple):
    """One thing that was looked at, how it is, and what to do where it is not well."""

    state: Literal["ok", "warn", "fail"]
    what: str
    found: str
    todo: str = ""


def run_checks(home: Home) -> Iterator[CheckResult]:
    """Everything, one line each."""
    yield _versions()
    yield _folder(home)
    yield _writer(home)
    yield _disk(home)
    yield _archive(home)
    yield _open_files(home)
    yield _catalog(home)
    yield _stale_files(home)
    yield _contact()
    yield from _sources()


def _versions() -> CheckResult:
    packages = ("duckdb", "scrapy", "prefect", "pydantic", "pyarrow")
    python = ".".join(map(str, sys.version_info[:3]))
    found = f"Python {python}, {', '.join(f'{name} {version(name)}' for name in packages)}"
    if sys.version_info < (3, 11) or not version("duckdb").startswith("2."):
        return CheckResult(
            "fail", "versions", found, "Python 3.11 or later and DuckDB 2 are needed: make env"
        )
    return CheckResult("ok", "versions", found)


def _folder(home: Home) -> CheckResult:
    path = home.path.absolute()
    if not path.is_dir():
        return CheckResult(
            "warn",
            "home",
            f"{path} does not exist yet",
            "cardkeep refresh makes it, or name another with --home",
        )
    if not os.access(path, os.W_OK):
        return CheckResult(
            "fail",
            "home",
            f"{path} cannot be written to",
            "give its owner the right to, or run as its owner",
        )
    return CheckResult("ok", "home", str(path))


def _writer(home: Home) -> CheckResult:
    lock = home.path / "warehouse" / "writer.lock"
    if lock.exists() and _is_held(lock):
        return CheckResult(
            "warn",
            "writer",
            "another process is writing",
            "wait until it has ended: a second one ends with 7",
        )
    return CheckResult("ok", "writer", "nobody is writing")


def _is_held(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _disk(home: Home) -> CheckResult:
    there = next(
        path for path in (home.path.absolute(), *home.path.absolute().parents) if path.exists()
    )
    free = shutil.disk_usage(there).free
    working = home.path / "warehouse" / "working.duckdb"
    wanted = PLENTY + (3 * working.stat().st_size if working.exists() else 0)
    found = f"{free / 2**30:,.1f} GiB free"
    if free < LITTLE:
        return CheckResult(
            "fail", "disk", found, f"make room: a refresh needs some {wanted / 2**30:,.1f} GiB"
        )
    if free < wanted:
        return CheckResult(
            "warn", "disk", found, f"make room: {wanted / 2**30:,.1f} GiB are on the safe side"
        )
    return CheckResult("ok", "disk", found)


def _archive(home: Home) -> CheckResult:
    try:
        outcomes = Archive(home.archive).outcomes()
    except (ArchiveDamaged, OSError) as error:
        return CheckResult(
            "fail", "archive", str(error), "cardkeep archive verify names every damaged record"
        )
    days = (
        f", {outcomes[0].seen_at:%Y-%m-%d} to {outcomes[-1].seen_at:%Y-%m-%d}" if outcomes else ""
    )
    return CheckResult("ok", "archive", f"{len(outcomes):,} outcomes{days}")


def _open_files(home: Home) -> CheckResult:
    dead = [path.name for path in sorted(home.archive.glob("*.warc.open")) if not _is_held(path)]
    if dead:
        return CheckResult(
            "warn",
            "archive, open files",
            f"a dead run left {', '.join(dead)}",
            "cardkeep replay seals what is whole in it",
        )
    return CheckResult("ok", "archive, open files", "none of a dead run")


def _catalog(home: Home) -> CheckResult:
    try:
        with open_catalog(home.path) as catalog:
            tables = catalog.scan_all()
            published = catalog.ask("published").rows
    except NotPublished as error:
        return CheckResult("warn", "catalog", "nothing is published", str(error).partition("; ")[2])
    except (CatalogDamaged, QueryFailed) as error:
        return CheckResult(
            "fail", "catalog", str(error), "cardkeep replay publishes it again from the archive"
        )
    generation, at, facts = published[0]
    return CheckResult(
        "ok",
        "catalog",
        f"generation {generation} of {at:%Y-%m-%d %H:%M}Z, {facts:,} values, {tables} tables read whole",
    )


def _stale_files(home: Home) -> CheckResult:
    """Files that a killed process left and that nobody reads: they cost room and nothing else."""
    patterns = ("published/*.new", "archive/*.part", "warehouse/*.tmp")
    stale = [path for pattern in patterns for path in home.path.glob(pattern)]
    stale += Path(tempfile.gettempdir()).glob("cardkeep-dry-run-*")
    if stale:
        return CheckResult(
            "warn",
            "working files",
            f"left by a killed process: {', '.join(map(str, sorted(stale)))}",
            "delete them while nobody writes",
        )
    return CheckResult("ok", "working files", "nothing left by a killed process")


def _contact() -> CheckResult:
    contact = os.environ.get("CARDKEEP_CONTACT", "").strip()
    if not contact:
        return CheckResult(
            "warn",
            "contact",
            "publishers cannot see whose crawler this is",
            "set CARDKEEP_CONTACT to a url or an address",
        )
    return CheckResult("ok", "contact", contact)


def _sources() -> Iterator[CheckResult]:
    sources, broken = all_sources()
    if broken:
        yield CheckResult(
            "fail",
            "sources",
            "; ".join(broken.values()),
            "repair the file: the other sources go on without it",
        )
    else:
        yield CheckResult("ok", "sources", f"{len(sources)}, every file loads")
    unverified = sorted(name for name, source in sources.items() if source.unverified_reason)
    if unverified:
        yield CheckResult(
            "warn",
            "unverified sources",
            ", ".join(unverified),
            "no real page of these was ever read: cardkeep source list says why",
        )
    else:
        yield CheckResult("ok", "unverified sources", "none")
    wanted = sorted(name for name, source in sources.items() if source.needs_browser)
    lacking = browser.missing_requirements()
    if wanted and lacking:
        yield CheckResult("warn", "browser", f"needed by {', '.join(wanted)}", f"install {lacking}")
    else:
        need = f"for {', '.join(wanted)}" if wanted else "no source needs one"
        yield CheckResult("ok", "browser", f"{browser.chromium_path() or 'none'}; {need}")
    unset = sorted(
        {
            source.required_env
            for source in sources.values()
            if source.required_env and not os.environ.get(source.required_env)
        }
    )
    if unset:
        yield CheckResult(
            "ok",
            "settings",
            f"not set, so that the sources made of them are never due: {', '.join(unset)}",
        )
