"""Runs the edits over recorded pages and prints what came out."""

import csv
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.facts.repairs import Copy
from pipeline.run.refresh import all_sources
from pipeline.run.steps import source_locator
from tests.reader_mutations.edits import KINDS, edited_pages
from tests.reader_mutations.judge import BasePage, Judged, base_page, judge
from tests.support.recorded_pages import recorded_folder

EDITS, SHORT_EDITS = 500, 60
SEED = 20261130
LARGE = 400_000
"""Bytes of a page that is too large to be edited often."""
REPAIRABLE = (
    "header renamed",
    "header reworded",
    "column moved",
    "column added",
    "heading renamed",
    "value moved",
)
"""Edits that a patch of names can follow. A note, a unit and an exchange of headers change what a
page says, and no patch may hide that; a table in two parts is another structure.
"""
LEAST_KEPT, LEAST_RIGHT = 0.9, 0.7


def base_pages(folder: Path) -> Iterator[BasePage]:
    """The newest recorded page of each document of tables that its source reads whole."""
    sources, _ = all_sources()
    find = source_locator(sources)
    newest: dict[tuple[str, str], BasePage] = {}
    with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        rows = sorted(
            csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE),
            key=lambda row: row["captured_on"],
        )
    for row in rows:
        located = find(row["url"])
        is_table = row["path"].endswith((".md", ".html"))
        if located is None or not is_table or int(row["bytes"]) > LARGE:
            continue
        name, link = located
        copy = Copy((folder / row["path"]).read_bytes(), row["url"], link.kind)
        base = base_page(row["path"], sources[name], copy)
        if base is not None and next(edited_pages(copy.body, 1, random.Random(1)), None):
            newest[name, link.document] = base
    yield from newest.values()


def run(kinds: Sequence[str] = (), *, is_short: bool = False) -> int:
    """Edit, judge and print, all kinds or those named. Returns 0 where the figures are as good as they
    must be, else 5.
    """
    folder = recorded_folder()
    if folder is None:
        raise SystemExit("no recorded pages: name their folder in CARDKEEP_RECORDED")
    bases = list(base_pages(folder))
    chance = random.Random(SEED)
    count = -(-(SHORT_EDITS if is_short else EDITS) // len(bases))
    judged: list[Judged] = []
    for base in bases:
        for edit in edited_pages(base.copy.body, count, chance, kinds):
            judged.append(judge(base, edit))
            last = judged[-1]
            lines = list(last.wrong)
            if last.is_broken and not last.is_right and edit.kind in REPAIRABLE:
                lines.append(f"no right proposal: {last.why}")
            for line in lines:
                sys.stdout.write(f"  {edit.kind}, {edit.about}: {line}\n")
        sys.stdout.write(f"{base.name}: {_told(judged, base.name)}\n")
        sys.stdout.flush()
    return tell(judged)


def _told(judged: Sequence[Judged], page: str) -> str:
    own = [one for one in judged if one.page == page]
    kept, believed = sum(one.kept for one in own), sum(one.believed for one in own)
    return f"{len(own)} edits, {kept} of {believed} facts kept"


def tell(judged: Sequence[Judged]) -> int:
    """Print the figures of all edits, by kind."""
    write = sys.stdout.write
    write("\n| kind | edits | facts kept | by anchors | wrong | broken parts | right proposals |\n")
    write("|---|---|---|---|---|---|---|\n")
    for kind in KINDS:
        own = [one for one in judged if one.edit.kind == kind]
        if own:
            write(f"| {kind} | {_row(own)} |\n")
    write(f"| all | {_row(judged)} |\n")
    kept = sum(one.kept for one in judged) / max(1, sum(one.believed for one in judged))
    repairable = [one for one in judged if one.edit.kind in REPAIRABLE and one.is_broken]
    right = sum(one.is_right for one in repairable) / max(1, len(repairable))
    wrong = sum(len(one.wrong) for one in judged)
    accepted = Counter(one.edit.kind for one in judged if one.is_proposed and not one.is_right)
    write(f"\n{len(judged)} edits: {wrong} wrong, {kept:.1%} of facts kept, {right:.1%} of ")
    write(f"{len(repairable)} repairable parts with a right proposal, ")
    write(f"{sum(accepted.values())} wrong proposals accepted\n")
    is_good = not wrong and not accepted and kept >= LEAST_KEPT and right >= LEAST_RIGHT
    return 0 if is_good else 5


def _row(judged: Sequence[Judged]) -> str:
    kept, believed = sum(one.kept for one in judged), sum(one.believed for one in judged)
    anchored = sum(one.by_anchors for one in judged)
    wrong = sum(len(one.wrong) for one in judged)
    broken = sum(one.is_broken for one in judged)
    right = sum(one.is_right for one in judged)
    share = f"{kept / max(1, believed):.1%} of {believed}"
    return f"{len(judged)} | {share} | {anchored} | {wrong} | {broken} | {right}"
