"""Usage objects of providers, each in its own meaning."""

from typing import Any

import pytest

from reports.bill.usage import ToolCalls, Usage
from reports.bill.usage_objects import ReadUsage, UnknownUsage, read_usage


def read(**found: Any) -> ReadUsage:
    return read_usage(found)


def test_openai_counts_the_cache_in_the_input_and_thoughts_in_the_answer() -> None:
    found = read(
        prompt_tokens=2006,
        completion_tokens=300,
        total_tokens=2306,
        prompt_tokens_details={"cached_tokens": 1920, "audio_tokens": 0},
        completion_tokens_details={
            "reasoning_tokens": 192,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    )
    assert found.form == "openai"
    assert found.usage == Usage(
        input_tokens=86, cache_read_tokens=1920, output_tokens=300, reasoning_tokens=192
    )
    assert found.unread == ()


def test_openai_responses_say_model_and_tier() -> None:
    found = read(
        id="resp",
        model="gpt-5",
        service_tier="flex",
        usage={
            "input_tokens": 36,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens": 87,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": 123,
        },
    )
    assert (found.form, found.model, found.tier) == ("openai", "gpt-5", "flex")
    assert (found.usage.input_tokens, found.usage.output_tokens) == (36, 87)


def test_openai_audio_is_a_part_of_both() -> None:
    found = read(
        total_tokens=253,
        input_tokens=132,
        output_tokens=121,
        input_token_details={
            "text_tokens": 119,
            "audio_tokens": 13,
            "image_tokens": 0,
            "cached_tokens": 64,
            "cached_tokens_details": {"text_tokens": 60, "audio_tokens": 4, "image_tokens": 0},
        },
        output_token_details={"text_tokens": 30, "audio_tokens": 91},
    )
    assert found.usage == Usage(
        input_tokens=59,
        cache_read_tokens=60,
        audio_input_tokens=9,
        audio_cache_read_tokens=4,
        output_tokens=30,
        audio_output_tokens=91,
    )


def test_openai_pictures() -> None:
    found = read(
        total_tokens=1500,
        input_tokens=450,
        output_tokens=1050,
        input_tokens_details={"text_tokens": 50, "image_tokens": 400},
        output_tokens_details={"image_tokens": 1050, "text_tokens": 0},
    )
    assert found.usage == Usage(input_tokens=50, image_input_tokens=400, image_output_tokens=1050)


def test_xai_counts_thoughts_beside_the_answer() -> None:
    """A bill of 232,856,000 ticks of 1e-10 dollars at 1.25, 0.20 and 2.50 dollars a million, as the
    seller's answer gave it (github.com/Wei-Shaw/sub2api issue 5771).
    """
    found = read(
        prompt_tokens=10120,
        completion_tokens=1499,
        total_tokens=14428,
        prompt_tokens_details={"cached_tokens": 128},
        completion_tokens_details={"reasoning_tokens": 2809},
    )
    usage = found.usage
    assert (usage.input_tokens, usage.cache_read_tokens) == (9992, 128)
    assert usage.output_tokens == 4308
    dollars_e8 = usage.input_tokens * 125 + usage.cache_read_tokens * 20 + usage.output_tokens * 250
    assert dollars_e8 * 100 == 232_856_000


def test_deepseek_tells_hits_from_misses() -> None:
    found = read(
        prompt_tokens=1000,
        completion_tokens=50,
        total_tokens=1050,
        prompt_cache_hit_tokens=896,
        prompt_cache_miss_tokens=104,
    )
    assert found.usage == Usage(input_tokens=104, cache_read_tokens=896, output_tokens=50)


def test_openrouter_tells_what_was_written() -> None:
    found = read(
        prompt_tokens=5000,
        completion_tokens=10,
        prompt_tokens_details={"cached_tokens": 1000, "cache_write_tokens": 3000},
    )
    assert found.usage == Usage(
        input_tokens=1000, cache_read_tokens=1000, cache_write_tokens=3000, output_tokens=10
    )


def test_anthropic_counts_the_cache_beside_the_input() -> None:
    found = read(
        input_tokens=2095,
        cache_creation_input_tokens=2051,
        cache_read_input_tokens=2051,
        cache_creation={"ephemeral_5m_input_tokens": 51, "ephemeral_1h_input_tokens": 2000},
        output_tokens=503,
        server_tool_use={"web_search_requests": 2, "web_fetch_requests": 1},
        service_tier="batch",
        inference_geo="us",
    )
    assert (found.form, found.tier, found.region) == ("anthropic", "batch", "us")
    assert found.usage == Usage(
        input_tokens=2095,
        output_tokens=503,
        cache_read_tokens=2051,
        cache_write_5m_tokens=51,
        cache_write_1h_tokens=2000,
        tool_calls=(ToolCalls(tool="web search", calls=2),),
    )
    assert found.unread == ()


def test_anthropic_without_lifetimes() -> None:
    found = read(input_tokens=1, output_tokens=2, cache_creation_input_tokens=30)
    assert found.usage.cache_write_tokens == 30
    assert (found.tier, found.region) == (None, None)


def test_gemini_counts_thoughts_beside_the_answer() -> None:
    """The counts of a question at discuss.ai.google.dev/t/107349: 1,500 new, 10,000 cached."""
    found = read(
        usageMetadata={
            "promptTokenCount": 11500,
            "candidatesTokenCount": 1000,
            "totalTokenCount": 22500,
            "cachedContentTokenCount": 10000,
            "thoughtsTokenCount": 10000,
        },
        modelVersion="gemini-2.5-pro",
    )
    assert (found.form, found.model) == ("gemini", "gemini-2.5-pro")
    assert found.usage == Usage(
        input_tokens=1500, cache_read_tokens=10000, output_tokens=11000, reasoning_tokens=10000
    )


def test_gemini_tells_modalities() -> None:
    found = read(
        prompt_token_count=1560,
        candidates_token_count=1300,
        tool_use_prompt_token_count=40,
        total_token_count=2900,
        prompt_tokens_details=[
            {"modality": "TEXT", "token_count": 60},
            {"modality": "AUDIO", "token_count": 1000},
            {"modality": "IMAGE", "token_count": 500},
        ],
        candidates_tokens_details=[{"modality": "IMAGE", "token_count": 1290}],
    )
    assert found.usage == Usage(
        input_tokens=100,
        audio_input_tokens=1000,
        image_input_tokens=500,
        output_tokens=10,
        image_output_tokens=1290,
        reasoning_tokens=0,
    )


def test_bedrock_counts_the_cache_beside_the_input() -> None:
    found = read(
        inputTokens=30,
        outputTokens=628,
        totalTokens=1658,
        cacheReadInputTokens=400,
        cacheWriteInputTokens=600,
        cacheDetails=[{"ttl": "1h", "inputTokens": 500}, {"ttl": "5m", "inputTokens": 100}],
    )
    assert found.form == "bedrock"
    assert found.usage == Usage(
        input_tokens=30,
        output_tokens=628,
        cache_read_tokens=400,
        cache_write_5m_tokens=100,
        cache_write_1h_tokens=500,
    )


def test_counts_without_a_meaning_are_named() -> None:
    found = read(prompt_tokens=1, completion_tokens=1, quantum_tokens=7)
    assert found.unread == ("quantum_tokens",)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([], "expected a JSON object"),
        ({"tokens": 5}, "found the keys tokens"),
        ({"prompt_tokens": -1}, "expected a count"),
        ({"prompt_tokens": "12"}, "expected a count"),
        ({"prompt_tokens": True}, "expected a count"),
        ({"prompt_tokens": 1.5}, "expected a count"),
        (
            {"prompt_tokens": 5, "prompt_tokens_details": {"cached_tokens": 9}},
            "more than the whole, 5",
        ),
    ],
)
def test_what_is_no_usage_is_refused(found: object, said: str) -> None:
    with pytest.raises(UnknownUsage, match=said):
        read_usage(found)


def deep(levels: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _ in range(levels):
        found = {"deeper": found}
    return found


def test_a_count_that_is_none_is_refused() -> None:
    # No parameters of the test: the largest cannot be written into its name.
    for count in (10**5000, -(10**5000), float("nan"), float("inf"), -1, 1.5, "5", True):
        with pytest.raises(
            UnknownUsage, match=r"^prompt_tokens: expected a count such as 1200, found"
        ):
            read_usage({"usage": {"prompt_tokens": count, "completion_tokens": 1}})


def test_an_object_without_an_end_is_refused() -> None:
    endless: dict[str, Any] = {"prompt_tokens": 1, "completion_tokens": 1}
    endless["details"] = endless
    for found in (endless, {"usage": endless}, deep(100_000), {"usage": deep(100_000)}):
        with pytest.raises(UnknownUsage, match="more than 20 levels"):
            read_usage(found)
