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
from spiders.sources.huggingface_models import HuggingfaceModels

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


LIST = f"{API}?author=acme-labs&limit=100"


def listed(links: str) -> Page:
    body = json.dumps([{"id": "acme-labs/b", "pipeline_tag": "text-generation"}]).encode()
    return Page(body, url=LIST, kind="list", links=links)


def test_the_list_of_a_lab_goes_on_where_the_header_says_until_its_last_page() -> None:
    source = HuggingfaceModels()
    (link,) = source.follow(listed(f'<{LIST}&cursor=eyJ4>; rel="next"'))
    assert (link.kind, link.url, link.document) == ("list", f"{LIST}&cursor=eyJ4", "acme-labs")
    assert list(source.follow(listed(""))) == []
    assert list(source.follow(listed(f'<{LIST}&cursor=eyJ4>; rel="prev"'))) == []


def read_model(entry: dict[str, Any]) -> set[tuple[str | None, str | None, str, str]]:
    page = Page(json.dumps(entry).encode(), url=f"{API}/acme/nova-7b", kind="model")
    claims, findings = extract(HuggingfaceModels(), page)
    assert findings == []
    return {
        (claim.attribute, claim.variant, claim.quote.text, claim.doubt or "") for claim in claims
    }


def test_a_file_of_packed_weights_says_how_many_parameters_are_in_it() -> None:
    gguf = {"total": 7615616512, "architecture": "nova2", "context_length": 131072}
    relation = {"relation": "quantized", "models": [{"id": "acme/nova-base"}]}
    card = {"base_model": ["acme/nova-base"]}
    entry = {"id": "acme/nova-7b", "gguf": gguf, "baseModels": relation, "cardData": card}
    assert read_model(entry) == {
        ("parameters_total", None, "7615616512", ""),
        ("open_weights", None, "7615616512", ""),
        ("architecture", None, "nova2", ""),
        ("context_tokens", None, "131072", ""),
        ("base_model", "quantized", "acme/nova-base", ""),
    }


def test_a_renamed_repository_has_its_older_name_too() -> None:
    assert read_model({"id": "acme-labs/nova-7b"}) == {
        ("alias", "renamed_from", "acme/nova-7b", "")
    }


@pytest.mark.parametrize(("kind", "is_whole"), [("list", False), ("model", True)])
def test_what_a_part_of_a_list_does_not_say_is_not_absent(
    kind: str, is_whole: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = {"id": "a/b", "pipeline_tag": "text-generation"}
    body = json.dumps(entry if kind == "model" else [entry]).encode()
    url = f"{API}/a/b" if kind == "model" else LIST

    def found(_archive: Archive, _sha256: str) -> bytes:
        return body

    monkeypatch.setattr(Archive, "body", found)
    reading = extract_page(
        Archive(tmp_path),
        HuggingfaceModels(),
        ArchivedBody("huggingface_models", "x", kind, url, "0" * 64, "application/json", 0),
    )
    assert reading.claims == 1
    assert reading.tables["extraction"]["is_whole"].to_pylist() == [is_whole]
