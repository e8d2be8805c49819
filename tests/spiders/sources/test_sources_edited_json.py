"""JSON price lists edited as publishers edit them: keys, types, tiers, units, currencies. Nothing is read
wrong, what was not edited is kept, and nothing is lost in silence.
"""

import json
import random
from pathlib import Path

import pytest

from pipeline.samples.pages import link_of, sample_pages
from tests.support.json_edits import edited_json
from tests.support.json_judge import judge_json, read_page
from tests.support.strange_cells import unbounded

DATA_SAMPLES = [path for path in sample_pages() if path.suffix == ".json"]
SEEDS = 2


@pytest.mark.parametrize(
    "path", DATA_SAMPLES, ids=lambda path: f"{path.parts[-3]}-{path.stem}-{path.parent.name}"
)
def test_an_edit_costs_what_it_edits_and_is_told_of(path: Path) -> None:
    source = unbounded(path.parts[-3])
    link = link_of(source, path)
    body = json.dumps(json.loads(path.read_bytes()), ensure_ascii=False).encode()
    before = read_page(source, link, body)
    prices = [claim for claim in before.claims if claim.meter]
    for seed in range(SEEDS):
        for edit in edited_json(body, prices, random.Random(seed)):
            judged = judge_json(path.stem, before, read_page(source, link, edit.body), edit)
            assert not judged.wrong, f"{edit.kind}, {edit.about}"
            assert not judged.silent, f"{edit.kind}, {edit.about}"
            assert judged.kept == judged.untouched, f"{edit.kind}, {edit.about}"
