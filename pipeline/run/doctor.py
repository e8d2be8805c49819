"""Checks of a home and of what cardkeep runs on. They write nothing, and hold no lock for longer
than a moment.
"""

import fcntl
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Literal, NamedTuple

from pipeline.configuration import BadConfiguration, Configuration, load_configuration
from pipeline.home import Home
from pipeline.run import clock
from pipeline.run.refresh import all_sources
from pipeline.run.repair import find, leftovers
from pipeline.run.steps import Sources
from spiders.archive import Archive, ArchiveDamaged
from spiders.crawler import browser
from warehouse.errors import CatalogDamaged, Locked, NotPublished, QueryFailed
from warehouse.plain_file import require_file, what_else
from warehouse.store import open_catalog
from warehouse.writer_lock import lock_writer

PACKAGES = ("duckdb", "scrapy", "prefect", "pydantic", "pyarrow")
GIB = 2**30
WARN_FREE_BYTES = 2 * GIB
"""Free disk below which the check warns, besides room for copies of the working database."""
FAIL_FREE_BYTES = 200 * 2**20
"""Free disk below which the check fails."""
DATABASE_COPIES = 3
"""Room for so many copies of the working database is wanted: a refresh copies it, and the archive
grows.
"""


class CheckResult(NamedTuple):
    """The result of one check, and what to do where it is not ok."""

    state: Literal["ok", "warn", "fail"]
    what: str
    found: str
    todo: str = ""


def run_checks(home: Home) -> Iterator[CheckResult]:
    """All checks, one result per line."""
    yield _versions()
    yield _folder(home)
    yield _writer(home)
    yield _disk(home)
    yield from _archive(home)
    yield _open_files(home)
    yield _catalog(home)
    yield _stale_files(home)
    yield from _repairs(home)
    try:
        configuration = load_configuration(home)
    except BadConfiguration as error:
        yield CheckResult(
            "fail",
            "configuration",
            "; ".join(error.faults),
            f"correct {home.configuration}: docs/configuration.md",
        )
        return
    yield _configuration(home, configuration)
    yield _contact(configuration)
    yield from _sources(home, configuration)


def _versions() -> CheckResult:
    python = ".".join(map(str, sys.version_info[:3]))
    packages = [f"{name} {version(name)}" for name in PACKAGES]
    found = f"Python {python}, {', '.join(packages)}"
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
    if found := what_else(lock):
        return CheckResult(
            "fail",
            "writer",
            f"{lock}: expected a file, found {found}",
            "cardkeep doctor --repair sets it aside",
        )
    if lock.exists() and _is_held(lock):
        return CheckResult(
            "warn",
            "writer",
            "another process is writing",
            "wait until it has ended: a second one ends with 7",
        )
    return CheckResult("ok", "writer", "nobody is writing")


def _is_held(path: Path) -> bool:
    with require_file(path).open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _disk(home: Home) -> CheckResult:
    path = home.path.absolute()
    existing = next(folder for folder in (path, *path.parents) if folder.exists())
    free = shutil.disk_usage(existing).free
    working = home.path / "warehouse" / "working.duckdb"
    wanted = WARN_FREE_BYTES
    if working.exists():
        wanted += DATABASE_COPIES * working.stat().st_size
    found = f"{free / GIB:,.1f} GiB free"
    if free < FAIL_FREE_BYTES:
        return CheckResult(
            "fail", "disk", found, f"make room: a refresh needs some {wanted / GIB:,.1f} GiB"
        )
    if free < wanted:
        return CheckResult(
            "warn", "disk", found, f"make room: {wanted / GIB:,.1f} GiB are on the safe side"
        )
    return CheckResult("ok", "disk", found)


def _archive(home: Home) -> Iterator[CheckResult]:
    try:
        outcomes = Archive(home.archive).outcomes()
    except (ArchiveDamaged, OSError) as error:
        yield CheckResult(
            "fail",
            "archive",
            str(error),
            "cardkeep archive verify names every damaged record; archive reindex or quarantine goes on without",
        )
        return
    days = ""
    if outcomes:
        days = f", {outcomes[0].seen_at:%Y-%m-%d} to {outcomes[-1].seen_at:%Y-%m-%d}"
    yield CheckResult("ok", "archive", f"{len(outcomes):,} outcomes{days}")
    now = clock.now()
    told = clock.describe_future(each for each in outcomes if clock.is_from_future(each, now))
    if told:
        yield CheckResult(
            "warn", "clock", "; ".join(told), "set the clock; where it is right, nothing is to do"
        )
    else:
        yield CheckResult("ok", "clock", f"{now:%Y-%m-%d %H:%M}Z, after every archived page")


def _open_files(home: Home) -> CheckResult:
    open_files = sorted(path for path in home.archive.rglob("*.warc.open") if path.is_file())
    abandoned = [path.name for path in open_files if not _is_held(path)]
    if abandoned:
        return CheckResult(
            "warn",
            "archive, open files",
            f"a dead run left {', '.join(abandoned)}",
            "cardkeep replay seals what is whole in it",
        )
    return CheckResult("ok", "archive, open files", "none of a dead run")


def _catalog(home: Home) -> CheckResult:
    try:
        with open_catalog(home.path) as catalog:
            tables = catalog.scan_all()
            published = catalog.query("published").rows
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
    """Files that a killed process left and that nobody reads: they only take up room."""
    stale = leftovers(home)
    if stale:
        return CheckResult(
            "warn",
            "working files",
            f"left by a killed process: {', '.join(map(str, stale))}",
            "cardkeep doctor --repair deletes them",
        )
    return CheckResult("ok", "working files", "nothing left by a killed process")


def _repairs(home: Home) -> Iterator[CheckResult]:
    """What `doctor --repair` would do, beside what has a line of its own. Nothing while another
    process writes.
    """
    if not (home.path / "warehouse").is_dir():
        return
    try:
        with closing(lock_writer(home.path)):
            found = [each for each in find(home) if Path(each.what) not in leftovers(home)]
    except (Locked, OSError):
        return
    for each in found:
        yield CheckResult("warn", "repair", each.what, f"cardkeep doctor --repair: {each.would}")
    if not found:
        yield CheckResult("ok", "repair", "nothing to repair")


def _configuration(home: Home, configuration: Configuration) -> CheckResult:
    path = home.configuration
    if not path.exists():
        return CheckResult("ok", "configuration", f"no {path}: the defaults hold")
    unset = sorted(name for name in _variables(configuration) if not os.environ.get(name))
    if unset:
        return CheckResult(
            "warn",
            "configuration",
            f"{path} names variables that are not set: {', '.join(unset)}",
            "set them where cardkeep runs, or take them out of the file",
        )
    given = ", ".join(sorted(configuration.model_fields_set)) or "nothing"
    return CheckResult("ok", "configuration", f"{path} sets {given}")


def _variables(configuration: Configuration) -> Iterator[str]:
    """The names of the environment variables that the configuration reads."""
    tokens = configuration.tokens
    names = [tokens.huggingface, tokens.artificial_analysis]
    for route in configuration.alerts:
        names += [route.url_env, route.secret_env]
    yield from filter(None, names)


def _contact(configuration: Configuration) -> CheckResult:
    contact = os.environ.get("CARDKEEP_CONTACT", "").strip() or configuration.contact
    if not contact:
        return CheckResult(
            "warn",
            "contact",
            "publishers cannot see whose crawler this is",
            "set CARDKEEP_CONTACT, or contact in cardkeep.toml, to a url or an address",
        )
    return CheckResult("ok", "contact", contact)


def _sources(home: Home, configuration: Configuration) -> Iterator[CheckResult]:
    sources, broken = all_sources(home)
    yield _source_files(sources, broken)
    off = [name for name in sources if not configuration.sources.is_on(name)]
    if off:
        yield CheckResult("ok", "sources, off", ", ".join(off))
    sources = {name: source for name, source in sources.items() if name not in off}
    yield _unverified(sources)
    yield _browser(sources)
    yield from _unset_variables(sources)


def _source_files(sources: Sources, broken: Mapping[str, str]) -> CheckResult:
    if broken:
        return CheckResult(
            "fail",
            "sources",
            "; ".join(broken.values()),
            "repair the file: the other sources go on without it",
        )
    return CheckResult("ok", "sources", f"{len(sources)}, every file loads")


def _unverified(sources: Sources) -> CheckResult:
    unverified = sorted(name for name, source in sources.items() if source.unverified_reason)
    if unverified:
        return CheckResult(
            "warn",
            "unverified sources",
            ", ".join(unverified),
            "no real page of these was ever read: cardkeep source list says why",
        )
    return CheckResult("ok", "unverified sources", "none")


def _browser(sources: Sources) -> CheckResult:
    needing = sorted(name for name, source in sources.items() if source.needs_browser)
    missing = browser.missing_requirements()
    if needing and missing:
        return CheckResult(
            "warn", "browser", f"needed by {', '.join(needing)}", f"install {missing}"
        )
    need = "no source needs one"
    if needing:
        need = f"for {', '.join(needing)}"
    return CheckResult("ok", "browser", f"{browser.chromium_path() or 'none'}; {need}")


def _unset_variables(sources: Sources) -> Iterator[CheckResult]:
    required = {source.required_env for source in sources.values() if source.required_env}
    unset = sorted(name for name in required if not os.environ.get(name))
    if unset:
        yield CheckResult(
            "ok",
            "settings",
            f"not set, so that the sources made of them are never due: {', '.join(unset)}",
        )
