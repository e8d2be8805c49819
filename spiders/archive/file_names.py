"""How the files of the archive are named, and where they stand.

    2026-11/20261130T031500000000-refresh--acme.warc.gz    what one run got of one source
    2026-10/2026-10-1--acme.warc.gz                        a month of a source, merged
    20260302T031500000000-refresh--acme.warc.gz            one run and source, before there were months

A name is unique in the archive and says its month, so that a file is found by its name alone, and
one that moves into the folder of its month keeps its name.
"""

import re
from collections.abc import Container, Iterator
from pathlib import Path
from typing import NamedTuple

OPEN_SUFFIX = ".warc.open"
SEALED_SUFFIX = ".warc.gz"
PART_SUFFIX = ".warc.gz.part"
_MONTHS = "[0-9][0-9][0-9][0-9]-[0-9][0-9]"
_RUN = re.compile(r"(\d{4})(0[1-9]|1[0-2])\d\dT.*")
_MERGED = re.compile(r"(\d{4}-\d\d)-(\d+)")


class MonthOfSource(NamedTuple):
    """What files are merged by. `month` is like "2026-10"; empty for a run whose id has no day."""

    month: str
    source: str


def month_of_run(run_id: str) -> str:
    """The month in which a run began, such as "2026-10"; empty where its id does not say."""
    run = _RUN.fullmatch(run_id)
    return f"{run[1]}-{run[2]}" if run else ""


def group_of(name: str) -> MonthOfSource:
    """The month and source of a file, by its name."""
    stem, _, source = name.removesuffix(SEALED_SUFFIX).partition("--")
    merged = _MERGED.fullmatch(stem)
    return MonthOfSource(merged[1] if merged else month_of_run(stem), source)


def is_merged(name: str) -> bool:
    """Whether a file holds what several runs got."""
    return _MERGED.fullmatch(name.partition("--")[0]) is not None


def merged_files(folder: Path, group: MonthOfSource) -> list[Path]:
    """The merged files of a month and source."""
    return sorted((folder / group.month).glob(f"{group.month}-*--{group.source}{SEALED_SUFFIX}"))


def merged_name(group: MonthOfSource, taken: Container[str]) -> str:
    """A name for one more merged file of a month and source, beside the names taken."""
    number = 1
    while (name := f"{group.month}-{number}--{group.source}{SEALED_SUFFIX}") in taken:
        number += 1
    return name


def home_of(folder: Path, name: str) -> Path:
    """Where a file of this name belongs: in the folder of its month."""
    return folder / group_of(name).month / name


def find(folder: Path, name: str) -> Path:
    """Where a file of this name is, in the folder of its month or, as before, in the archive's own."""
    path = home_of(folder, name)
    return path if path.exists() else folder / name


def all_files(folder: Path, suffix: str) -> Iterator[Path]:
    """The files with a suffix, those in the folders of months included, in the order of names."""
    found = [*folder.glob(f"*{suffix}"), *folder.glob(f"{_MONTHS}/*{suffix}")]
    yield from sorted(found, key=lambda path: path.name)


def sealed_files(folder: Path) -> dict[str, Path]:
    """Every sealed file by its name, in the order of names."""
    return {path.name: path for path in all_files(folder, SEALED_SUFFIX)}
