"""What anchors read on the newer of two recorded copies of a page, beside what its source reads there."""

import csv
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pipeline.facts.normalise import canonical_value
from pipeline.facts.repairs import Copy
from pipeline.facts.set_aside import SetAside
from pipeline.run.refresh import all_sources
from pipeline.run.steps import source_locator
from spiders.claims import Claim
from spiders.extraction import claim_key, extract
from spiders.general.anchored_reading import claim_of_moved, claims_of_new
from spiders.general.anchors import read_by_anchors
from spiders.general.columns import folded
from spiders.source import Source

Key = tuple[object, ...]
LEAST_PRICES = 10
LARGEST = 1_000_000
"""Bytes of a copy; larger ones are the tables of aggregators, of which every copy is another page."""


class PageChange(NamedTuple):
    """Two recorded copies of one document."""

    source: Source
    document: str
    before: Copy
    after: Copy
    name: str
    """The paths of the copies."""


class Outcome(NamedTuple):
    """What came out, in counts of prices."""

    change: PageChange
    believed: int
    """The source reads them on the older copy."""
    standing: int
    """Of these, it reads them unchanged on the newer one."""
    kept: int
    """Anchors confirm them, and the source reads them so."""
    moved: int
    """Anchors find another value, and the source reads that."""
    new: int
    """Anchors find a price beside a new name, and the source reads it."""
    waiting: int
    """What else moved or is new by anchors, and the source reads otherwise or not: it waits."""
    wrong: tuple[str, ...]
    """Confirmed, and the source reads another value."""
    unread: tuple[str, ...]
    """Confirmed, and the source does not read it at all."""


def page_changes(folders: Iterable[Path]) -> Iterator[PageChange]:
    """The changes between each two copies in a row of a document, the older one read without errors."""
    sources, _ = all_sources()
    find = source_locator(sources)
    copies: dict[tuple[str, str], list[tuple[str, str, Copy]]] = {}
    for folder in folders:
        with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        for row in rows:
            located = find(row["url"])
            if located is None or int(row["bytes"]) > LARGEST:
                continue
            name, link = located
            copy = Copy((folder / row["path"]).read_bytes(), row["url"], link.kind)
            entry = (row["captured_on"], row["path"], copy)
            copies.setdefault((name, link.document), []).append(entry)
    for (name, document), of_document in sorted(copies.items()):
        of_document.sort(key=lambda entry: entry[:2])
        for (_, old_path, before), (_, new_path, after) in pairwise(of_document):
            if before.body != after.body:
                about = f"{old_path} → {new_path}"
                yield PageChange(sources[name], document, before, after, about)


def measured(change: PageChange) -> Outcome | None:
    """What anchors show of the newer copy; None where the source reads few prices on one of them."""
    before = extract(change.source, change.before.page()).claims
    after = extract(change.source, change.after.page()).claims
    believed, truth = prices(before), prices(after)
    if min(len(believed), len(truth)) < LEAST_PRICES:
        return None
    page = change.after.page()
    page.folded_elements = change.source.folded_elements
    reading = read_by_anchors(page, before)
    confirmed = prices(reading.confirmed)
    moved = prices(claim_of_moved(entry) for entry in reading.moved)
    new = prices(claim for entry in reading.new for claim in claims_of_new(entry))
    names = {key: value for key, value in new.items() if key not in confirmed | moved}
    return Outcome(
        change,
        believed=len(believed),
        standing=len(believed.items() & truth.items()),
        kept=len(confirmed.items() & truth.items()),
        moved=len(moved.items() & truth.items()),
        new=len(names.items() & truth.items()),
        waiting=len(moved.items() - truth.items()) + len(names.items() - truth.items()),
        wrong=tuple(
            f"{key}: {value}, and {truth[key]}"
            for key, value in confirmed.items()
            if truth.get(key, value) != value
        ),
        unread=tuple(f"{key}: {value}" for key, value in confirmed.items() if key not in truth),
    )


def prices(claims: Iterable[Claim]) -> dict[Key, str]:
    """The prices that are facts, by what they are about."""
    found: dict[Key, str] = {}
    for claim in claims:
        if not claim.meter:
            continue
        try:
            kind, name, *rest = claim_key(claim)
            found[kind, folded(str(name)), *rest] = canonical_value(claim).text
        except SetAside:
            continue
    return found
