"""Lifecycle pages against tables made apart from the readers, in full; and what is found on every
recorded page.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from pipeline.facts.normalise import canonical_value, fact_key
from spiders.extraction import Extraction, extract
from spiders.parsing.page import Page
from spiders.registry import load_sources
from spiders.sources.anthropic_models import AnthropicModels
from tests.support import TRUTH

TABLES = TRUTH / "lifecycle"
PAGES = {
    "alibaba_lifecycle__2026-08-21": ("lifecycle", "alibaba/2026-08-21__alibaba_deprecations.md"),
    "bedrock_lifecycle__2025-11-13": (
        "lifecycle",
        "aws_bedrock/2025-11-13__aws_bedrock_lifecycle.html",
    ),
    "cohere_models__2026-08-06": ("models", "cohere/2026-08-06__models.mdx"),
    "openai_lifecycle__2026-02-26": (
        "lifecycle",
        "openai/deprecations/2026-02-26__deprecations.md",
    ),
    "vertex_lifecycle__2026-07-08": (
        "deprecations",
        "google_vertex/2026-07-08__models_deprecations_partner-models.md",
    ),
}
SUBJECT = ("subject", "kind", "variant")

Statement = tuple[str, str, str, str, str]


def read(source: str, kind: str, path: Path) -> Extraction:
    page = Page(path.read_bytes(), url="https://example.com/page", kind=kind)
    found = extract(load_sources().sources[source](), page)
    for claim in found.claims:
        for quote in (claim.quote, claim.subject, *claim.quote.context, *claim.subject.context):
            assert page.text_at(quote.locator) == quote.text
    return found


def statements_on(source: str, kind: str, path: Path) -> Counter[Statement]:
    found: Counter[Statement] = Counter()
    for claim in read(source, kind, path).claims:
        key = fact_key(
            claim,
            source=source,
            document=kind,
            publisher=load_sources().sources[source].publisher,
        )
        found[
            key.subject_stated,
            key.subject_kind,
            key.qualifiers.variant or "",
            key.attribute,
            canonical_value(claim).text,
        ] += 1
    return found


def statements_in(table: Path) -> Counter[Statement]:
    with table.open(encoding="utf-8", newline="") as file:
        return Counter(
            (row["subject"], row["kind"], row["variant"], attribute, text)
            for row in csv.DictReader(file)
            for attribute, text in row.items()
            if attribute not in SUBJECT and text
        )


@pytest.mark.recorded
@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_the_table_made_apart_says(recorded: Path, name: str) -> None:
    kind, path = PAGES[name]
    read_here = statements_on(name.partition("__")[0], kind, recorded / path)
    apart = statements_in(TABLES / f"{name}.csv")
    assert read_here - apart == Counter(), "extra"
    assert apart - read_here == Counter(), "missing"
    assert len(read_here) > 30


def test_every_table_made_apart_is_compared() -> None:
    assert {path.stem for path in TABLES.glob("*.csv")} == PAGES.keys()


HTML_OF_2025 = (
    "anthropic/html/2025-05-02__anthropic_docs_full_html_about-claude_models_all-models.html"
)
PARTNERS = "google_vertex/2026-05-23__models_partner-models_use-partner-models.md"
THROUGHPUT = "google_vertex/2026-05-23__models_provisioned-throughput_supported-models.md"
FOUND: dict[tuple[str, str, str], tuple[int, list[str]]] = {
    ("anthropic_models", "models", "anthropic/models_overview/2025-11-05__models_overview.md"): (
        120,
        [],
    ),
    ("anthropic_models", "models", "anthropic/models_overview/2026-02-06__models_overview.md"): (
        140,
        [],
    ),
    ("anthropic_models", "models", "anthropic/models_overview/2026-05-11__models_overview.md"): (
        140,
        [],
    ),
    ("anthropic_models", "models", "anthropic/models_overview/2026-07-23__models_overview.md"): (
        151,
        [],
    ),
    ("anthropic_models", "models", HTML_OF_2025): (0, ["changed"]),
    ("azure_lifecycle", "lifecycle", "azure_openai/2025-11-13__azure_foundry_lifecycle.html"): (
        99,
        [],
    ),
    ("bedrock_lifecycle", "lifecycle", "aws_bedrock/2025-11-13__aws_bedrock_lifecycle.html"): (
        101,
        ["changed"],
    ),
    ("bedrock_lifecycle", "lifecycle", "aws_bedrock/2026-08-21__bedrock_model-lifecycle.md"): (
        39,
        [],
    ),
    ("cerebras_lifecycle", "deprecations", "cerebras/2026-08-20__cerebras_deprecations.md"): (
        28,
        ["unread"],
    ),
    ("cloudflare_gateway", "models", "cloudflare/2025-12-12__api_response.json"): (
        2873,
        ["unread"] * 2,
    ),
    ("cloudflare_gateway", "models", "cloudflare/2025-12-22__api_response.json"): (
        2873,
        ["unread"] * 2,
    ),
    ("cohere_lifecycle", "lifecycle", "cohere/2026-08-20__cohere_deprecations.md"): (
        20,
        ["unread"] * 2,
    ),
    ("cohere_models", "models", "cohere/2025-09-16__models.mdx"): (114, []),
    ("cohere_models", "models", "cohere/2026-08-06__models.mdx"): (148, []),
    ("cohere_models", "models", "cohere/2026-08-20__cohere_models.md"): (148, []),
    ("deepseek_pricing", "cny", "deepseek/2026-07-17__deepseek.html"): (18, []),
    ("deepseek_pricing", "usd", "deepseek/2025-12-20__DeepSeek_pricing.md"): (0, ["count"] * 2),
    ("deepseek_updates", "updates", "deepseek/2026-08-21__deepseek_updates.md"): (69, ["unread"]),
    ("fireworks_changelog", "changelog", "fireworks/2026-08-20__fireworks_changelog.md"): (48, []),
    ("gemini_changelog", "changelog", "google_gemini/2025-11-13__google_changelog.html"): (69, []),
    ("gemini_models", "models", "google_gemini/2025-12-21__models.md"): (297, []),
    ("gemini_pricing", "pricing", "google_gemini/2025-12-07__pricing_ko.md"): (238, ["unread"]),
    ("gemini_pricing", "pricing", "google_gemini/2025-12-21__pricing.md"): (262, ["unread"]),
    ("groq_lifecycle", "lifecycle", "groq/2026-08-20__groq_deprecations.md"): (109, []),
    ("groq_models", "models", "groq/2025-11-13__models.md"): (96, []),
    ("llama_api_models", "models", "meta/2025-12-20__Meta_models.md"): (12, []),
    ("minimax_models", "offers", "minimax/2026-08-20__minimax_api-overview.md"): (25, ["unread"]),
    ("minimax_releases", "releases", "minimax/2026-08-20__minimax_releases.md"): (26, ["unread"]),
    ("minimax_pricing", "china", "minimax/2025-12-20__MiniMax_zh_pay-as-you-go.md"): (
        32,
        ["unread"],
    ),
    ("minimax_pricing", "global", "minimax/2025-12-20__MiniMax_pay-as-you-go.md"): (27, []),
    ("moonshot_models", "models", "moonshot/2026-08-20__moonshot_models.md"): (38, []),
    ("moonshot_pricing", "prices", "moonshot/2025-12-20__Moonshot_chat.md"): (41, ["changed"] * 2),
    ("moonshot_pricing", "prices", "moonshot/2025-12-20__Moonshot_tools.md"): (1, ["unread"] * 2),
    ("moonshot_pricing", "prices_china", "moonshot/2026-07-17__kimi1.html"): (4, []),
    ("moonshot_pricing", "prices_china", "moonshot/2026-07-17__kimi2.html"): (4, []),
    ("moonshot_pricing", "prices_china", "moonshot/2026-07-17__kimi3.html"): (8, []),
    ("openai_lifecycle", "lifecycle", "openai/deprecations/2025-11-13__openai_deprecations.html"): (
        225,
        [],
    ),
    ("openai_lifecycle", "lifecycle", "openai/deprecations/2026-02-26__deprecations.md"): (246, []),
    ("openai_lifecycle", "lifecycle", "openai/deprecations/2026-05-29__deprecations.md"): (402, []),
    ("perplexity_changelog", "changelog", "perplexity/2026-08-20__perplexity_changelog.md"): (
        33,
        ["unread"] * 7,
    ),
    (
        "vertex_lifecycle",
        "deprecations",
        "google_vertex/2026-05-23__models_deprecations_partner-models.md",
    ): (36, []),
    (
        "vertex_lifecycle",
        "deprecations",
        "google_vertex/2026-07-08__models_deprecations_partner-models.md",
    ): (36, []),
    ("vertex_lifecycle", "versions", "google_vertex/2026-08-21__vertex_model-versions.md"): (
        102,
        [],
    ),
    ("vertex_models", "google_models", "google_vertex/2026-05-23__models_google-models.md"): (
        20,
        [],
    ),
    ("vertex_models", "google_models", "google_vertex/2026-06-28__models_google-models.md"): (
        16,
        ["conflict"] * 2,
    ),
    ("vertex_models", "open_models", "google_vertex/2026-05-23__models_maas_use-open-models.md"): (
        20,
        [],
    ),
    ("vertex_models", "open_models", "google_vertex/2026-06-28__models_maas_use-open-models.md"): (
        20,
        [],
    ),
    ("vertex_models", "partner_models", PARTNERS): (21, []),
    ("vertex_throughput", "throughput", THROUGHPUT): (112, ["unread"]),
    ("xai_lifecycle", "retirement", "xai/2026-08-20__xai_may-15-retirement.md"): (18, ["unread"]),
    ("xiaomi_lifecycle", "deprecations", "xiaomi/2026-08-21__xiaomi_deprecations.md"): (12, []),
    ("zai_releases", "releases", "zai/2026-08-20__z-ai_releases.md"): (21, []),
}


@pytest.mark.recorded
@pytest.mark.parametrize(
    ("source", "kind", "path"), FOUND, ids=lambda text: text.rpartition("/")[2]
)
def test_what_is_found_on_every_recorded_page(
    recorded: Path, source: str, kind: str, path: str
) -> None:
    found = read(source, kind, recorded / path)
    assert (len(found.claims), [finding.kind for finding in found.findings]) == FOUND[
        source, kind, path
    ]


def overview(bedrock_id: str, *notes: str) -> tuple[dict[str, str], list[str]]:
    """What the models overview says, by attribute, when it states a Bedrock id so; and what it
    finds.
    """
    rows = {
        "Claude API ID": "claude-opus-4-8",
        "AWS Bedrock ID": bedrock_id,
        "Pricing": "$5 / input MTok $25 / output MTok4",
        "Reliable knowledge cutoff": "Jan 20262",
    }
    lines = [
        "| Feature | Claude Opus 4.8 |",
        "|---|---|",
        *(f"| {label} | {cell} |" for label, cell in rows.items()),
    ]
    page = Page("\n".join([*lines, "", *notes]).encode(), url="https://example.com/overview")
    source = AnthropicModels()
    said = {
        claim.meter or claim.attribute or "": claim.quote.text for claim in source.comparison(page)
    }
    return said, [finding.message for finding in page.findings]


NOTES = (
    "*2 - The last month.*\n",
    "*3 - By request.*\n",
    "*4 - Introductory pricing of $2 applies through May 31, 2026.*",
)


def test_a_digit_is_the_mark_of_a_footnote_only_where_the_page_has_that_footnote() -> None:
    said, found = overview("anthropic.claude-opus-4-83", *NOTES)
    assert (said["alias"], said["knowledge_cutoff"], said["input"]) == (
        "anthropic.claude-opus-4-8",
        "Jan 2026",
        "$5",
    )
    assert found == []
    for notes in (NOTES[:1], NOTES[1:2], ()):
        said, found = overview("anthropic.claude-opus-4-83", *notes)
        assert "input" not in said
        assert len(found) == 1


def test_a_digit_that_belongs_to_an_id_stays() -> None:
    said, found = overview("anthropic.claude-opus-4-8", *NOTES, "\n*8 - Something else.*")
    assert said["alias"] == "anthropic.claude-opus-4-8"
    assert found == []
