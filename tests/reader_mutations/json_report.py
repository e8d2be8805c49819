"""Edits the samples in JSON of all sources, and recorded pages, and prints what came out."""

import csv
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.run.refresh import all_sources
from pipeline.run.steps import source_locator
from pipeline.samples.pages import link_of, sample_pages
from spiders.claims import Link
from spiders.source import Source
from tests.support.json_edits import KINDS, edited_json
from tests.support.json_judge import JudgedJson, judge_json, read_page
from tests.support.recorded_pages import recorded_folder
from tests.support.strange_cells import unbounded

SEEDS, SHORT_SEEDS = 8, 2
"""Edits of each kind, of a sample. A recorded page is edited once."""
LEAST_KEPT = 0.99


class JsonBase(NamedTuple):
    """A page to edit, and how often it is edited in each way."""

    name: str
    source: Source
    link: Link
    body: bytes
    seeds: int


def sample_bases(seeds: int) -> Iterator[JsonBase]:
    """The samples that are JSON."""
    for path in sample_pages():
        if path.suffix == ".json":
            source = unbounded(path.parts[-3])
            name = f"{source.name}/{path.stem}, a sample"
            yield JsonBase(name, source, link_of(source, path), path.read_bytes(), seeds)


def recorded_bases(folder: Path) -> Iterator[JsonBase]:
    """The newest recorded page of each document that is JSON."""
    sources, _ = all_sources()
    find = source_locator(sources)
    newest: dict[tuple[str, str], JsonBase] = {}
    with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in sorted(rows, key=lambda row: row["captured_on"]):
        located = find(row["url"])
        if located is None or not row["path"].endswith(".json"):
            continue
        name, link = located
        body = (folder / row["path"]).read_bytes()
        newest[name, link.document] = JsonBase(row["path"], sources[name], link, body, 1)
    yield from newest.values()


def judged_edits(base: JsonBase, kinds: Sequence[str] = ()) -> Iterator[JudgedJson]:
    """What came out for each edit of a page."""
    try:
        body = json.dumps(json.loads(base.body), ensure_ascii=False).encode()
    except ValueError:
        return
    before = read_page(base.source, base.link, body)
    prices = [claim for claim in before.claims if claim.meter]
    for seed in range(base.seeds):
        for edit in edited_json(body, prices, random.Random(seed), kinds):
            after = read_page(base.source, base.link, edit.body)
            yield judge_json(base.name, before, after, edit)


def run_json(kinds: Sequence[str] = (), *, is_short: bool = False) -> int:
    """Edit, judge and print, all kinds or those named: samples in the short form, and recorded pages
    too where there are some. Returns 0 where the figures are as good as they must be, else 5.
    """
    bases = list(sample_bases(SHORT_SEEDS if is_short else SEEDS))
    folder = recorded_folder()
    if folder is not None and not is_short:
        bases += recorded_bases(folder)
    judged: list[JudgedJson] = []
    for base in bases:
        for one in judged_edits(base, kinds):
            judged.append(one)
            for fault in faults(one):
                sys.stdout.write(f"{one.page}: {one.edit.kind}, {one.edit.about}: {fault}\n")
        sys.stdout.flush()
    return tell_json(judged)


def faults(one: JudgedJson) -> list[str]:
    """What an edit brought to light that must not be."""
    found = [f"wrong: {said}" for said in one.wrong]
    lost = one.untouched - one.kept
    if lost:
        found.append(f"{lost} of {one.untouched} prices lost that were not edited")
    if one.silent:
        found.append(f"{one.silent} prices lost in silence")
    return found


def tell_json(judged: Sequence[JudgedJson]) -> int:
    """Print the figures of all edits, by kind."""
    write = sys.stdout.write
    write(
        "\n| kind | edits | prices beside kept | wrong | lost in silence |\n|---|---|---|---|---|\n"
    )
    for kind in KINDS:
        own = [one for one in judged if one.edit.kind == kind]
        if own:
            write(f"| {kind} | {_row(own)} |\n")
    write(f"| all | {_row(judged)} |\n")
    wrong = sum(len(one.wrong) for one in judged)
    silent = sum(one.silent for one in judged)
    untouched, kept = sum(one.untouched for one in judged), sum(one.kept for one in judged)
    is_good = not wrong and not silent and kept >= LEAST_KEPT * untouched
    return 0 if is_good else 5


def _row(judged: Sequence[JudgedJson]) -> str:
    untouched, kept = sum(one.untouched for one in judged), sum(one.kept for one in judged)
    wrong = sum(len(one.wrong) for one in judged)
    silent = sum(one.silent for one in judged)
    share = f"{kept / max(1, untouched):.2%} of {untouched:,}"
    return f"{len(judged)} | {share} | {wrong} | {silent}"
