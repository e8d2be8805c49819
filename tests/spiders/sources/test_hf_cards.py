"""Model cards of Hugging Face: only what their front matter says, whatever stands below it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.facts.normalise import canonical_value
from pipeline.facts.set_aside import SetAside
from spiders.claims import Claim
from spiders.extraction import Extraction, extract
from spiders.parsing.page import Page
from spiders.sources.hf_cards import HfCards
from spiders.sources.huggingface_models import HuggingfaceModels

LAB_URL = "https://huggingface.co/Qwen/Nova-7B/resolve/main/README.md"
BODY = """# Nova-7B

- Number of Parameters: 235B in total and 22B activated
- Context Length: 262,144 natively and 1M with scaling

| Model | #Total Params | #Activated Params | Context Length |
|---|---|---|---|
| Nova-1B | 1B | 1B | 32K |
| Nova-7B | 235B | 22B | 128K |

| Benchmark | Nova-7B |
|---|---|
| MMLU (5-shot) | 71.5 |
| IFEval | 60.1 |
| IFEval | 61.1 |
"""
CARD_URL = "https://huggingface.co/acme/nova-7b/raw/main/README.md"
HUB_URL = "https://huggingface.co/api/models/acme/nova-7b"
EXAMPLE = "---\nlicense: mit\nbase_model: acme/other\n---\n"


def card(text: str) -> Extraction:
    page = Page(text.encode(), url=CARD_URL, kind="card")
    return extract(HfCards(), page)


def hub(text: str) -> Extraction:
    page = Page(text.encode(), url=HUB_URL, kind="model")
    return extract(HuggingfaceModels(), page)


def value_of(claim: Claim) -> str:
    try:
        return canonical_value(claim).text
    except SetAside as reason:
        return reason.code


def facts(extraction: Extraction) -> dict[str, str]:
    return {claim.attribute or "": value_of(claim) for claim in extraction.claims}


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from(
        ["# Nova 7B\n", "Nova 7B\n\n", "<h1>Nova</h1>\n", "```yaml\n", "* * *\n", "> note\n"]
    ),
    st.sampled_from([EXAMPLE, f"```yaml\n{EXAMPLE}```\n", "license: mit\nlanguage: en\n"]),
    st.sampled_from(["", "The weights come as they are.\n", "---\n"]),
)
def test_a_block_below_the_begin_is_an_example(before: str, block: str, after: str) -> None:
    extraction = card(before + block + after)
    assert extraction.claims == []
    assert extraction.complete


@pytest.mark.parametrize("begin", ["", "\ufeff", "\n\n", " \r\n"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("rule", ["---", "--- ", "---\t"])
def test_front_matter_is_read_however_its_lines_end(begin: str, line_end: str, rule: str) -> None:
    lines = [rule, "license: cc-by-4.0", "language:", "- en", "- no", rule]
    assert facts(card(begin + line_end.join(lines))) == {
        "licence": "CC-BY-4.0",
        "languages": "en, no",
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Nova\n",
        "---\nA rule, and prose.\n---\n",
        "---\nlicense: mit\n",
        "----\nlicense: mit\n----\n",
    ],
)
def test_a_card_without_front_matter_is_no_fault(text: str) -> None:
    assert card(text) == ([], [])


@pytest.mark.parametrize(
    "front",
    ["license: mit\nlicense: apache-2.0", "license: mit\ntags:\n\t- x", "license: *mit"],
)
def test_front_matter_that_cannot_be_read_is_loud(front: str) -> None:
    extraction = card(f"---\n{front}\n---\n# Nova\n")
    assert extraction.claims == []
    assert not extraction.complete


LISTED = "apache-2.0, cc-by-nc-4.0 (both or either is not said)"


@pytest.mark.parametrize(
    ("front", "json", "licence"),
    [
        ("license: [apache-2.0, cc-by-nc-4.0]", '{"license": ["apache-2.0", "cc-by-nc-4.0"]}', LISTED),
        ("license: [mit]", '{"license": ["mit"]}', "MIT"),
        ("license: mit", '{"license": "mit"}', "MIT"),
        ("license: other", '{"license": "other"}', "not_a_licence"),
        ("license: other\nlicense_name: nova-1", '{"license": "other", "license_name": "nova-1"}', "nova-1"),
    ],
)  # fmt: skip
def test_a_licence_is_what_the_card_says_and_no_more(front: str, json: str, licence: str) -> None:
    assert facts(card(f"---\n{front}\n---\n"))["licence"] == licence
    assert facts(hub(f'{{"id": "acme/nova-7b", "cardData": {json}}}'))["licence"] == licence


def test_a_licence_without_a_name_keeps_its_link() -> None:
    (claim,) = card("---\nlicense: other\nlicense_link: LICENSE.md\n---\n").claims
    assert [context.text for context in claim.quote.context] == ["LICENSE.md"]


RESULTS = """---
model-index:
- name: nova
  results:
  - task: {{type: ner}}
    {dataset}
    metrics:
    - {{type: f1, value: {value}}}
  - task: {{type: qa}}
    dataset: {{name: Sums, type: sums}}
    metrics:
    - {{type: accuracy, value: 0.81}}
---
"""


@pytest.mark.parametrize(
    ("dataset", "value", "bad"),
    [
        ("note: x", "0.7", None),
        ("dataset: {name: D}", "{macro: 0.8}", None),
        ("dataset: {name: D}", "[0.8, [0.9]]", None),
        ("dataset: {name: D}", "N/A", "not_a_score"),
        ("dataset: {type: d}", "0.7", None),
    ],
)
def test_an_entry_of_another_form_costs_no_other(dataset: str, value: str, bad: str | None) -> None:
    extraction = card(RESULTS.format(dataset=dataset, value=value))
    values = [value_of(claim) for claim in extraction.claims if claim.attribute == "score"]
    assert values == ([bad] if bad else []) + ["0.81"]
    assert extraction.complete is (bad is not None)


@pytest.mark.parametrize(
    ("weights", "config", "count"),
    [
        ('{"I32": 1700000000, "F16": 300000000}', '{"quantization_config": {"bits": 4}}', "doubtful"),
        ('{"I32": 1700000000, "F16": 300000000}', "{}", "doubtful"),
        ('{"U8": 900000000, "BF16": 1100000000}', "{}", "doubtful"),
        ('{"BF16": 2000000000}', '{"quantization_config": {"bits": "4"}}', "doubtful"),
        ('{"BF16": 2000000000}', "{}", "2000000000"),
        ('{"F8_E4M3": 1900000000, "BF16": 100000000}', "{}", "2000000000"),
        ('{"BF16": 1999999000, "I64": 1000}', "{}", "2000000000"),
        ('{"I8": 2000000000}', '{"quantization_config": {"bits": 8}}', "2000000000"),
    ],
)  # fmt: skip
def test_packed_numbers_are_no_parameters(weights: str, config: str, count: str) -> None:
    safetensors = f'{{"parameters": {weights}, "total": 2000000000}}'
    text = f'{{"id": "acme/nova-7b", "safetensors": {safetensors}, "config": {config}}}'
    assert facts(hub(text))["parameters_total"] == count


def test_an_error_in_an_answer_is_loud() -> None:
    extraction = hub('{"error": "Invalid username or password."}')
    assert extraction.claims == []
    assert not extraction.complete


@pytest.mark.parametrize(
    ("stated", "text", "licence"),
    [
        ("cc-by-nc-nd-4.0", "The models are under CC BY-NC 4.0.", "doubtful"),
        ("mit", "Released under the Apache License, Version 2.0.", "doubtful"),
        ("apache-2.0", "Released under the Apache License, Version 2.0.", "Apache-2.0"),
        ("mit", "The code is under the Apache 2.0 licence.", "MIT"),
        ("mit", "Under CC BY 4.0.\n\nOr under the MIT licence.", "MIT"),
        ("mit", "See the file.", "MIT"),
    ],
)
def test_a_licence_that_the_text_contradicts_is_not_sure(
    stated: str, text: str, licence: str
) -> None:
    extraction = card(f"---\nlicense: {stated}\n---\n# Nova\n\n## License\n\n{text}\n")
    (value,) = [value_of(claim) for claim in extraction.claims if claim.attribute == "licence"]
    assert value == licence


def body_claims(url: str) -> tuple[list[tuple[str, str, str]], list[str]]:
    claims, findings = extract(HfCards(), Page(BODY.encode(), url=url, kind="card"))
    stated = [(claim.subject_name, str(claim.attribute), claim.quote.text) for claim in claims]
    return stated, [finding.kind for finding in findings]


def test_the_text_of_a_card_says_sizes_of_its_own_model_and_scores() -> None:
    name = "Qwen/Nova-7B"
    sizes = [
        (name, "parameters_total", "235B"),
        (name, "parameters_active", "22B"),
        (name, "context_tokens", "128K"),
    ]
    # Two scores of one benchmark are of two forms of the model: neither is taken, and it is no fault.
    assert body_claims(LAB_URL) == ([*sizes, ("Nova-7B", "score", "71.5")], ["unread"])


def test_the_scores_in_a_card_that_others_uploaded_are_not_read() -> None:
    stated, _ = body_claims(CARD_URL)
    assert [attribute for _, attribute, _ in stated if attribute == "score"] == []
