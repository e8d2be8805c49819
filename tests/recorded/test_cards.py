"""Tables and cards that are not price pages, against tables made by hand."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.facts.fact import CanonicalValue, FactKey
from pipeline.facts.money import decimal_text
from pipeline.facts.normalise import canonical_value, fact_key
from pipeline.facts.set_aside import SetAside
from pipeline.home import Home
from pipeline.run.steps import derive, read_and_load, source_locator
from spiders.archive import Archive, import_manifest
from spiders.extraction import Extraction, extract
from spiders.parsing.page import Page
from spiders.registry import load_sources
from tests.support import TRUTH
from warehouse.store import open_catalog
from warehouse.working import Warehouse

TABLES = TRUTH / "cards"
SOURCES = ("aider", "hf_cards", "hf_configs", "litellm", "meta_cards", "vendor_readmes")
LLAMA = {"llama3_1__2024-07-23": "llama3_1", "llama4__2025-04-05": "llama4"}


class Recorded(NamedTuple):
    """A recorded copy, as its source reads it."""

    page: Page
    found: Extraction
    facts: list[tuple[FactKey, CanonicalValue]]
    aside: list[tuple[FactKey, str]]


def by_hand(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_page(source: str, page: Page) -> Recorded:
    reader = load_sources().sources[source]()
    found = extract(reader, page)
    facts: list[tuple[FactKey, CanonicalValue]] = []
    aside: list[tuple[FactKey, str]] = []
    for claim in found.claims:
        key = fact_key(claim, source=source, document=page.kind, publisher=reader.publisher)
        try:
            facts.append((key, canonical_value(claim)))
        except SetAside as reason:
            aside.append((key, reason.code))
    return Recorded(page, found, facts, aside)


def copies(recorded: Path) -> Iterator[tuple[str, Page, str]]:
    """Every recorded copy of these sources: its path, the page, the source."""
    located = source_locator({name: load_sources().sources[name]() for name in SOURCES})
    with (recorded / "MANIFEST.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            place = located(row["url"])
            if place and row["form"] in ("verbatim", "rendered", "reduced"):
                body = (recorded / row["path"]).read_bytes()
                yield row["path"], Page(body, url=row["url"], kind=place[1].kind), place[0]


def copy(recorded: Path, path: str) -> Recorded:
    """One of them, as it is read."""
    return next(
        read_page(source, page) for found, page, source in copies(recorded) if found == path
    )


# --- every recorded copy --------------------------------------------------------------------------


@pytest.mark.recorded
def test_every_recorded_copy_is_read_whole_and_every_quote_is_derived_again(recorded: Path) -> None:
    read = checked = 0
    for path, page, source in copies(recorded):
        found = read_page(source, page)
        read += 1
        assert (path, found.found.complete, bool(found.facts)) == (path, True, True), (
            found.found.findings
        )
        fresh = Page(page.body, url=page.url)
        for claim in found.found.claims:
            for quote in (claim.quote, claim.subject, *claim.quote.context, *claim.subject.context):
                checked += 1
                assert fresh.text_at(quote.locator) == quote.text
    assert read == 40
    assert checked > 160_000


# --- LiteLLM --------------------------------------------------------------------------------------


def litellm_rows(facts: list[tuple[FactKey, CanonicalValue]]) -> dict[str, dict[str, str]]:
    """The facts of each row, written as in the table made by hand."""
    rows: dict[str, dict[str, str]] = {}
    prices: dict[str, list[str]] = {}
    for key, found in facts:
        row = rows.setdefault(
            key.subject_stated, {"id": key.subject_stated, "seller": key.provider}
        )
        if key.attribute == "price" and found.usd_per_mtok is not None:
            qualifiers = f" [{key.qualifiers_text}]" if key.qualifiers_text else ""
            prices.setdefault(key.subject_stated, []).append(
                f"{key.meter}{qualifiers} {decimal_text(found.usd_per_mtok)}"
            )
        else:
            row[key.attribute] = found.text
    return {
        name: row | {"prices": "; ".join(sorted(prices.get(name, [])))}
        for name, row in rows.items()
    }


@pytest.mark.recorded
def test_litellm_says_what_the_table_made_by_hand_says(recorded: Path) -> None:
    name = "litellm__2026-07-24"
    found = copy(recorded, "litellm/2026-07-24__model_prices_and_context_window.json")
    read, expected = litellm_rows(found.facts), by_hand(name)
    assert len(expected) == 28
    for row in expected:
        row["prices"] = "; ".join(sorted(filter(None, row["prices"].split("; "))))
        assert {column: read[row["id"]].get(column, "") for column in row} == row


@pytest.mark.recorded
def test_litellm_lists_what_is_no_row_and_sets_zeros_aside(recorded: Path) -> None:
    found = copy(recorded, "litellm/2026-07-24__model_prices_and_context_window.json")
    unread = [finding.message for finding in found.found.findings if finding.kind == "unread"]
    for word in ("'sample_spec'", "'last_updated'", "'rules'"):
        assert any(message.startswith(word) for message in unread)
    assert not {"sample_spec", "last_updated", "fallback_generalizations"} & {
        key.subject_stated for key, _ in found.facts
    }
    zeros = {
        (key.subject_stated, key.meter) for key, code in found.aside if code == "zero_is_unknown"
    }
    assert {
        ("anthropic.claude-mythos-preview", "input"),
        ("codestral/codestral-latest", "output"),
    } <= zeros


def test_a_flag_that_is_absent_is_not_stated() -> None:
    row = {
        "litellm_provider": "x",
        "mode": "chat",
        "supports_vision": False,
        "supports_reasoning": True,
    }
    read = read_page(
        "litellm", Page(json.dumps({f"m{number}": row for number in range(20)}).encode(), url="")
    )
    found = {
        (key.qualifiers.variant, stated.text)
        for key, stated in read.facts
        if key.attribute == "capability"
    }
    assert found == {("vision", "no"), ("reasoning", "yes")}


# --- cards ----------------------------------------------------------------------------------------


@pytest.mark.recorded
def test_the_hugging_face_cards_say_what_the_table_made_by_hand_says(recorded: Path) -> None:
    read = [
        (
            path.removeprefix("model_cards/"),
            key.subject_stated,
            key.provider,
            key.attribute,
            stated.text,
        )
        for path, page, source in copies(recorded)
        if source in ("hf_cards", "hf_configs")
        for key, stated in read_page(source, page).facts
        if key.attribute != "score"
    ]
    assert Counter(read) == Counter(tuple(row.values()) for row in by_hand("hf_cards"))


@pytest.mark.recorded
def test_the_tables_of_scores_in_the_cards_of_labs_say_what_was_read_by_hand(
    recorded: Path,
) -> None:
    scores: dict[str, set[tuple[str, str | None, str | None, str]]] = {}
    for path, page, source in copies(recorded):
        if source == "hf_cards":
            scores[path.split("/")[1]] = {
                (key.subject_stated, key.benchmark, key.qualifiers.variant, stated.text)
                for key, stated in read_page(source, page).facts
                if key.attribute == "score"
            }
    of_labs = {name: len(found) for name, found in scores.items() if found}
    assert of_labs == {
        "hf_google_gemma-3-1b-it": 141,
        "hf_google_gemma-3-1b-pt": 141,
        "hf_meta-llama_Llama-3.2-1B-Instruct": 63,
    }
    assert {
        ("Gemma 3 PT 1B", "HellaSwag", "10-shot", "62.3"),
        ("Gemma 3 PT 27B", "MMLU", "Pro COT, 5-shot", "52.2"),
        ("Gemma 3 PT 1B", "XQuAD", "all", "43.9"),
    } <= scores["hf_google_gemma-3-1b-it"]
    assert {
        ("Llama 3.2 1B", "MMLU", "5-shot, macro_avg/acc_char", "32.2"),
        ("Llama 3.1 8B", "DROP", "F1, 3-shot", "59.5"),
    } <= scores["hf_meta-llama_Llama-3.2-1B-Instruct"]


@pytest.mark.recorded
def test_a_vendor_and_a_re_upload_state_the_licences_of_two_models(
    recorded: Path, tmp_path: Path
) -> None:
    home = Home(tmp_path)
    sources = {name: load_sources().sources[name]() for name in SOURCES}
    archive = Archive(home.archive)
    import_manifest(
        archive, recorded / "MANIFEST.tsv", run_id="import-1", locate=source_locator(sources)
    )
    with Warehouse(home.path) as warehouse:
        read_and_load(warehouse, archive, sources)
        derive(warehouse, home, sources)
        assert warehouse.failed_checks() == {}
        warehouse.publish("import-1")
    with open_catalog(home.path) as catalog:
        licences = dict(
            catalog.query_sql(
                "SELECT model_id, licence FROM models WHERE model_id LIKE '%qwen3.5-4b%'"
            ).rows
        )
        assert licences == {
            "qwen3.5-4b": "Apache-2.0",
            "thireus/qwen3.5-4b-thireus-bf16-special_split": "MIT",
        }
        assert catalog.query_sql(
            "SELECT count(*) FROM disputes WHERE attribute = 'licence'"
        ).rows == [(0,)]
        assert catalog.query_sql(
            "SELECT benchmark, version, variant, runner, value::DOUBLE, unit, measured_date FROM "
            "scores "
            "WHERE source = 'aider' AND model_id = 'gpt-5' AND variant = 'diff, high'"
        ).rows == [("aider polyglot", None, "diff, high", "aider", 88.0, "percent", "2025-08-23")]


def scores_by_hand(name: str) -> Iterator[tuple[str, str, str, Decimal]]:
    for row in by_hand(name):
        tuned, benchmark, setting = row.pop("tuned"), row.pop("benchmark"), row.pop("setting")
        for model, number in row.items():
            if number:
                yield (
                    f"{model}{' Instruct' if tuned == 'yes' else ''}",
                    benchmark,
                    setting,
                    Decimal(number),
                )


@pytest.mark.recorded
@pytest.mark.parametrize("name", LLAMA)
def test_metas_scores_are_those_of_the_table_made_by_hand(recorded: Path, name: str) -> None:
    card = copy(
        recorded, f"model_cards/meta/{name.partition('__')[2]}__{LLAMA[name]}_MODEL_CARD.md"
    )
    read = [
        (
            key.subject_stated,
            " ".join(filter(None, (key.benchmark, key.version))),
            key.qualifiers.variant or "",
            found.number,
        )
        for key, found in card.facts
        if key.attribute == "score"
    ]
    assert Counter(read) == Counter(scores_by_hand(name))


@pytest.mark.recorded
def test_metas_table_of_models_is_read_with_what_spans_and_continues(recorded: Path) -> None:
    def stated(card: str, model: str) -> dict[str, str]:
        facts = copy(recorded, f"model_cards/meta/{card}_MODEL_CARD.md").facts
        return {
            k.attribute: v.text
            for k, v in facts
            if k.subject_stated == model and k.attribute != "score"
        }

    assert stated("2024-07-23__llama3_1", "Llama 3.1 405B Instruct") == {
        "parameters_total": "405000000000",
        "input_modalities": "text",
        "output_modalities": "text",
        "context_tokens": "128000",
        "knowledge_cutoff": "2023-12",
        "released_date": "2024-07-23",
        "licence": "LicenseRef-scancode-llama-3.1-license-2024",
    }
    assert stated("2024-09-25__llama3_2", "Llama 3.2 3B") == {
        "parameters_total": "3210000000",
        "input_modalities": "text",
        "output_modalities": "text",
        "context_tokens": "128000",
        "knowledge_cutoff": "2023-12",
        "released_date": "2024-09-25",
        "licence": "LicenseRef-scancode-llama-3.2-license-2024",
    }
    assert stated("2025-04-05__llama4", "Llama 4 Scout 17B 16E") == {
        "parameters_total": "109000000000",
        "parameters_active": "17000000000",
        "input_modalities": "image, text",
        "output_modalities": "text",
        "context_tokens": "10000000",
        "knowledge_cutoff": "2024-08",
        "released_date": "2025-04-05",
        "licence": "LicenseRef-scancode-llama-4-cla-2025",
    }
    assert stated("2024-07-23__llama3", "Llama 3 8B")["knowledge_cutoff"] == "2023-03"


@pytest.mark.recorded
def test_aider_says_what_the_table_made_by_hand_says(recorded: Path) -> None:
    facts = copy(recorded, "aider/2025-01-31__polyglot_leaderboard.yml").facts
    read = [
        (key.subject_stated, key.qualifiers.variant, found.number, found.measured_date)
        for key, found in facts
    ]
    expected = [
        (row["model"], row["variant"], Decimal(row["value"]), row["measured_date"])
        for row in by_hand("aider__2025-01-31")
    ]
    assert Counter(read) == Counter(expected)
    assert {(key.benchmark, key.runner, found.unit) for key, found in facts} == {
        ("aider polyglot", "aider", "percent")
    }


# --- what any page may hold -----------------------------------------------------------------------


def card(text: str) -> Page:
    return Page(
        f"---\n{text}\n---\n# A model\n".encode(),
        url="https://huggingface.co/a/b/raw/main/README.md",
        kind="card",
    )


def test_scalars_stay_as_they_are_written() -> None:
    page = card(
        "license: no\nversion: 1.10\nday: 2024-01-01\nhex: 0x10\nlist: [on, 1e3]\nnone: ~\nquoted: '~'"
    )
    front = page.yaml()
    written = {
        "license": "no",
        "version": "1.10",
        "day": "2024-01-01",
        "hex": "0x10",
        "list": "on, 1e3",
        "quoted": "~",
    }
    assert {key: quote.text for key in front if (quote := front.get(key))} == written
    assert {key: page.text_at(f"yaml:/{key}") for key in written} == written
    assert page.text_at("yaml:/list/1") == "1e3"
    assert read_page("hf_cards", page).aside[0][1] == "not_a_licence"


def test_a_card_without_front_matter_states_nothing() -> None:
    page = Page(b"# A model\n", url="https://huggingface.co/a/b/raw/main/README.md", kind="card")
    read = read_page("hf_cards", page).found
    assert ([*read.findings], [*read.claims]) == ([], [])
