"""Every recorded page of hubs and leaderboards: read whole or with a word about it, and every quote
found again.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from pipeline.run.refresh import all_sources
from pipeline.run.steps import source_locator
from spiders.extraction import extract
from spiders.parsing.page import Page

HUBS = {
    "docker_cards",
    "hf_cards",
    "hf_configs",
    "huggingface_models",
    "livebench",
    "lmarena",
    "metr",
    "ollama_library",
    "open_llm_leaderboard",
    "swebench",
    "vectara",
}
# What is torn on these pages is torn in the copies: they are read but for that.
TORN = {
    "livebench/2026-01-08__table_2026_01_08.csv": {"changed": 1},
    "model_cards/docker_hub/2026-02-11__deepseek-r1-distill-llama.md": {"changed": 6},
    "swebench/2025-11-19__info_for_leaderboard.json": {"changed": 1},
}
EMPTY = {
    "ollama/2025-08-03__html_library_listing-search-no-results.html",
    "swebench/2025-11-19__info_for_leaderboard.json",
}
SOURCES, _ = all_sources()


@pytest.mark.recorded
def test_every_recorded_page_of_hubs_and_leaderboards_is_read(recorded: Path) -> None:
    find, read = source_locator(SOURCES), Counter[str]()
    with (recorded / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file, delimiter="\t")
            if row["form"] in ("verbatim", "rendered")
        ]
    for row in rows:
        place = find(row["url"])
        if place is None or place[0] not in HUBS:
            continue
        page = Page((recorded / row["path"]).read_bytes(), url=row["url"], kind=place[1].kind)
        claims, findings = extract(SOURCES[place[0]], page)
        lost = Counter(finding.kind for finding in findings if finding.is_error)
        assert (row["path"], lost) == (row["path"], TORN.get(row["path"], {}))
        assert bool(claims) is (row["path"] not in EMPTY), row["path"]
        read[place[0]] += 1
        for claim in claims[:: max(1, len(claims) // 200)]:
            for quote in (claim.quote, claim.subject, *claim.quote.context):
                assert page.text_at(quote.locator) == quote.text
    assert read == {
        "docker_cards": 10,
        "hf_cards": 15,
        "hf_configs": 1,
        "livebench": 2,
        "lmarena": 1,
        "metr": 2,
        "ollama_library": 16,
        "open_llm_leaderboard": 1,
        "swebench": 2,
        "vectara": 1,
    }


@pytest.mark.recorded
def test_what_no_source_of_models_reads_states_no_fact_of_one(recorded: Path) -> None:
    find = source_locator(SOURCES)
    with (recorded / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        cards = [
            row
            for row in csv.DictReader(file, delimiter="\t")
            if row["source"] == "model_cards" and row["url"]
        ]
    left = {row["url"].rpartition("/")[2] for row in cards if find(row["url"]) is None}
    texts = {"LICENSE.txt", "USE_POLICY.md", "special_tokens_map.json", "tokenizer_config.json"}
    assert left == texts | {
        "model-cards",
        "modelcard.md",
    }  # the last two are about cards, not about a model
