"""The words of price tables, in English and Chinese."""

from typing import Any

import pytest

from spiders.general.price_words import PriceWords, read_price_words, words_of_key
from spiders.platforms.chinese_tables import scale_of_header
from spiders.readers.token_ranges import Band

NOTHING = PriceWords()


def said(text: str, scale: int = 1) -> dict[str, Any]:
    """What a text says, without what it does not say."""
    words = read_price_words(text, scale)
    return {
        name: value for name, value in words._asdict().items() if value != getattr(NOTHING, name)
    }


@pytest.mark.parametrize(
    ("text", "meter"),
    [
        ("Base Input Tokens", "input"),
        ("Cached Input", "cache_read"),
        ("Input (cache miss)", "input"),
        ("Cached Input Storage", "storage"),
        ("Prompt caching Write", "cache_write"),
        ("Completion", "output"),
        ("Training", "training"),
        ("输入价格（缓存命中）", "cache_read"),
        ("输入价格（缓存未命中）", "input"),
        ("显式缓存创建（元/千 Token）", "cache_write"),
        ("缓存存储 元/百万token/小时", "storage"),
        ("LoRA精调 元/百万token", "training"),
    ],
)
def test_meters(text: str, meter: str) -> None:
    assert said(text)["meters"] == (meter,)


def test_units_currencies_tiers_and_modes() -> None:
    assert said("推理输入 （美元/百万 tokens）") == {
        "meters": ("input",),
        "unit": "1M tokens",
        "currency": "USD",
        "is_price": True,
    }
    assert said("Batch API 定价") == {"tier": "batch", "is_price": True}
    assert said("输出单价 / 思考模式（思维链+回答）")["mode"] == "thinking"
    assert said("per 768P, 6s video") == {"unit": "video", "rest": "768P, 6s", "is_price": True}
    assert said("Price per container")["has_unknown_unit"]
    assert said("Input and output")["meters"] == ("input", "output")


def test_bands() -> None:
    assert said("> 200K input tokens") == {"band": Band(">200000", None)}
    assert said("输入长度 [32+)", 1_000)["band"] == Band(">=32000", None)
    both = said("输入长度 [0, 32] 且输出长度 (0.2, +∞)", 1_000)
    assert both == {"band": Band(None, "<=32000"), "rest": "output >200 tokens"}
    assert scale_of_header("条件（千 token）") == 1_000


def test_words_that_mean_nothing_known_are_the_rest() -> None:
    assert said("1024 x 1024") == {"rest": "1024 x 1024"}
    assert said("Input for partners")["rest"] == "partners"


def test_words_of_keys() -> None:
    assert words_of_key("inputCostPerToken") == "input Cost Per Token"
    assert words_of_key("cache_read_input") == "cache read input"
