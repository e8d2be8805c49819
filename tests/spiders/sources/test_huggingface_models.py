"""Hugging Face's API: answers as tests of others recorded them, and the list that goes on from page
to page.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.facts.extraction import ArchivedBody, extract_page
from pipeline.facts.normalise import canonical_value
from spiders.archive import Archive
from spiders.extraction import extract
from spiders.parsing.page import Page
from spiders.sources.huggingface_models import LISTS, HuggingfaceModels

API = "https://huggingface.co/api/models"


def cassettes(recorded: Path) -> Iterator[tuple[str, str]]:
    """The answers about one model each, out of files that hold several exchanges: the address and
    the body.
    """
    for path in sorted((recorded / "huggingface_hub").glob("*.yaml")):
        document: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        for exchange in document["interactions"]:
            if (
                exchange["request"]["uri"].startswith(f"{API}/")
                and exchange["response"]["status"]["code"] == 200
            ):
                yield exchange["request"]["uri"], exchange["response"]["body"]["string"]
    for path in sorted((recorded / "huggingface_hub").glob("*tapes*.json")):
        tapes: Any = json.loads(path.read_text(encoding="utf-8"))
        for tape in tapes.values():
            if tape["url"].startswith(f"{API}/"):
                yield tape["url"], tape["response"]["body"]


@pytest.mark.recorded
def test_the_recorded_answers_say_what_was_read_by_hand(recorded: Path) -> None:
    read: dict[str, dict[str, str]] = {}
    for url, body in cassettes(recorded):
        page = Page(body.encode(), url=url, kind="model")
        claims, findings = extract(HuggingfaceModels(), page)
        assert findings == []
        for claim in claims:
            assert page.text_at(claim.quote.locator) == claim.quote.text
        read[claims[0].subject_name] = {
            claim.attribute or "": canonical_value(claim).text for claim in claims
        }
    bert = {
        "task": "fill-mask",
        "architecture": "BertForMaskedLM",
        "parameters_total": "110106428",
        "languages": "en",
    }
    albert = {
        "task": "sentence-similarity",
        "architecture": "AlbertModel",
        "parameters_total": "11684096",
    }
    weights = {"open_weights": "yes", "gated": "false", "licence": "Apache-2.0"}
    assert read == {
        "google-bert/bert-base-uncased": bert | weights,
        "sentence-transformers/paraphrase-albert-small-v2": albert | weights,
        "stabilityai/stable-diffusion-2-1": {
            "task": "text-to-image",
            "listed_date": "2022-12-06",
            "gated": "false",
            "licence": "openrail++",
        },
        "facebook/bart-base": {"task": "feature-extraction"},
        "sentence-transformers/paraphrase-xlm-r-multilingual-v1": {"task": "sentence-similarity"},
        "sentence-transformers/distilbert-base-nli-mean-tokens": {"task": "feature-extraction"},
    }


def listed(kind: str, links: str = "") -> Page:
    body = json.dumps([{"id": "a/b", "pipeline_tag": "text-generation"}]).encode()
    return Page(body, url=f"{API}?limit=1000", kind=kind, links=links)


def test_the_list_goes_on_where_the_header_says_until_its_last_page() -> None:
    source, links = HuggingfaceModels(), f'<{API}?limit=1000&cursor=eyJ4>; rel="next"'
    for kind, following in zip(LISTS, [*LISTS[1:], None], strict=True):
        found = [
            (link.kind, link.url, link.document) for link in source.follow(listed(kind, links))
        ]
        assert found == (
            [(following, f"{API}?limit=1000&cursor=eyJ4", "list")] if following else []
        )
    assert list(source.follow(listed(LISTS[0]))) == []
    assert list(source.follow(listed(LISTS[0], f'<{API}?cursor=eyJ4>; rel="prev"'))) == []


@pytest.mark.parametrize(("kind", "is_whole"), [(LISTS[0], False), ("model", True)])
def test_what_a_part_of_a_list_does_not_say_is_not_absent(
    kind: str, is_whole: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = {"id": "a/b", "pipeline_tag": "text-generation"}
    body = json.dumps(entry if kind == "model" else [entry]).encode()

    def found(_archive: Archive, _sha256: str) -> bytes:
        return body

    monkeypatch.setattr(Archive, "body", found)
    reading = extract_page(
        Archive(tmp_path),
        HuggingfaceModels(),
        ArchivedBody("huggingface_models", "x", kind, API, "0" * 64, "application/json", 0),
    )
    assert reading.claims == 1
    assert reading.tables["extraction"]["is_whole"].to_pylist() == [is_whole]
