"""The general reader of price tables: the meaning of headers, units, meters, tiers, bands and
currencies, without knowledge of the source.
"""

import pytest

from spiders.general.reader import general_prices
from spiders.parsing.page import Page
from tests.support.prices_in_words import in_words


def read(text: str) -> list[str]:
    """The prices of a page of Markdown or HTML, each in words."""
    return [in_words(price.claim) for price in general_prices(Page(text.encode(), url=""))]


def test_columns_are_read_by_what_their_headers_mean() -> None:
    assert read(
        """# Pricing

Prices per 1M tokens.

| Model | Base input tokens | 5m cache writes | 1h cache writes | Cache hits & refreshes | Output |
|---|---|---|---|---|---|
| Nova 2 | $5 | $6.25 | $10 | $0.50 | $25 |
"""
    ) == [
        "Nova 2 | input | $5 | 1M tokens | USD",
        "Nova 2 | cache_write | $6.25 | 1M tokens | USD | 5m",
        "Nova 2 | cache_write | $10 | 1M tokens | USD | 1h",
        "Nova 2 | cache_read | $0.50 | 1M tokens | USD",
        "Nova 2 | output | $25 | 1M tokens | USD",
    ]


def test_chinese_headers_say_the_same() -> None:
    assert read(
        """# 价格

| 模型 | 计费单位 | 输入价格（缓存命中） | 输入价格（缓存未命中） | 输出价格 | 模型上下文长度 |
|---|---|---|---|---|---|
| nova-2 | 1M tokens | ￥1.00 | ￥4.00 | ￥16.00 | 262,144 tokens |
"""
    ) == [
        "nova-2 | cache_read | ￥1.00 | 1M tokens | CNY",
        "nova-2 | input | ￥4.00 | 1M tokens | CNY",
        "nova-2 | output | ￥16.00 | 1M tokens | CNY",
    ]


def test_numbers_without_a_sign_are_money_where_the_header_says_so() -> None:
    assert read(
        """| 模型名称 | 条件 千 token | 输入(非音频) 元/百万token | 输入(音频) 元/百万token |
|---|---|---|---|
| nova-2 | 输入长度 (32, 128] | 6.00 | - |
| nova-2 | 输入长度 [0, 32] | 3.00 | 9.00 |
"""
    ) == [
        "nova-2 | input | 6.00 | 1M tokens | CNY | >32000 | <=128000",
        "nova-2 | input | 3.00 | 1M tokens | CNY | <=32000",
        "nova-2 | input | 9.00 | 1M tokens | CNY | <=32000 | audio",
    ]


def test_a_table_with_a_model_in_each_column_is_read_by_its_rows() -> None:
    assert read(
        """| Feature | Nova 2 | Nova 2 Mini |
|---|---|---|
| API ID | nova-2-0301 | nova-2-mini |
| Context window | 200K | 100K |
| 1M input tokens (cache hit) | $0.10 | $0.02 |
| 1M output tokens | $4 | $1 |
"""
    ) == [
        "nova-2-0301 | cache_read | $0.10 | 1M tokens | USD",
        "nova-2-mini | cache_read | $0.02 | 1M tokens | USD",
        "nova-2-0301 | output | $4 | 1M tokens | USD",
        "nova-2-mini | output | $1 | 1M tokens | USD",
    ]


def test_headings_say_the_tier_and_headers_the_band() -> None:
    assert read(
        """## Batch processing

| Model | ≤ 200K input tokens | > 200K input tokens |
|---|---|---|
| Nova 2 | Input: $5 / MTok | Input: $10 / MTok |
"""
    ) == [
        "Nova 2 | input | $5 | 1M tokens | USD | batch | <=200000",
        "Nova 2 | input | $10 | 1M tokens | USD | batch | >200000",
    ]


def test_the_amounts_of_a_cell_keep_the_words_beside_them() -> None:
    assert read(
        """# nova-2

*`nova-2-preview`*

| | Free Tier | Paid Tier, per 1M tokens in USD |
|---|---|---|
| Input price | Not available | $2.00, prompts <= 200k tokens $4.00, prompts > 200k tokens |
| Context caching price | - | $0.20 (text / image) $0.40 (audio) $4.50 / 1,000,000 tokens per hour (storage) |
"""
    )[1:] == [
        "nova-2-preview | input | $2.00 | 1M tokens | USD | <=200000",
        "nova-2-preview | input | $4.00 | 1M tokens | USD | >200000",
        "nova-2-preview | cache_read | $0.20 | 1M tokens | USD | text",
        "nova-2-preview | cache_read | $0.20 | 1M tokens | USD | image",
        "nova-2-preview | cache_read | $0.40 | 1M tokens | USD | audio",
        "nova-2-preview | storage | $4.50 | 1M token-hours | USD",
    ]


def test_what_is_counted_is_said_by_the_unit() -> None:
    assert read(
        """| Tool | Cost per 1,000 calls |
|---|---|
| Lookup | $10 |

| Model | Price |
|---|---|
| nova-view | $0.02 / image |
| nova-clip | $0.28 per 768P, 6s video |
| nova-embed | $0.10 / MTok |
| nova-one | $0.50 / MTok |
"""
    ) == [
        "Lookup | request | $10 | 1K requests | USD",
        "nova-view | image | $0.02 | image | USD",
        "nova-clip | video | $0.28 | video | USD | 768P, 6s",
        "nova-embed | input | $0.10 | 1M tokens | USD",
        "nova-one | input | $0.50 | 1M tokens | USD",
        "nova-one | output | $0.50 | 1M tokens | USD",
    ]


def test_words_that_mean_nothing_known_make_a_price_conditional() -> None:
    assert read(
        """Prices per 1M tokens.

| Model | Audience | Input | Input with surcharge |
|---|---|---|---|
| nova-2 | Partners | $1 | $2 |
"""
    ) == [
        "nova-2 | input | $1 | 1M tokens | USD | Partners",
        "nova-2 | input | $2 | 1M tokens | USD | with surcharge, Partners",
    ]


def test_days_of_effect_behind_a_name_qualify_its_prices() -> None:
    assert read(
        """| Model | Input |
|---|---|
| Nova 2 through August 31, 2026 | $2 / MTok |
| Nova 2 starting September 1, 2026 | $3 / MTok |
"""
    ) == [
        "Nova 2 | input | $2 | 1M tokens | USD | 2026-09-01",
        "Nova 2 | input | $3 | 1M tokens | USD | 2026-09-01",
    ]


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("| Model | Input |\n|---|---|\n| nova-2 | $1 |", "no unit"),
        ("| Model | Input per 1M tokens |\n|---|---|\n| nova-2 | 1 |", "no currency"),
        ("| Model | Total per container |\n|---|---|\n| nova-2 | $1 |", "a unit nobody knows"),
        ("| Model | Input |\n|---|---|\n| Nova 2 / Nova 3 | $1 / MTok |", "joint names"),
        ("| Model | Input |\n|---|---|\n| nova-2 | from $1 to $2 coming soon |", "not yet"),
        (
            "## Worked example\n\n| Model | Input |\n|---|---|\n| nova-2 | $1 / MTok |",
            "a worked example",
        ),
        ("| Model | Cost |\n|---|---|\n| nova-speech | $1 / MTok |", "which tokens"),
        ("| Model | Cost |\n|---|---|\n| nova-2 | $1 per hour |", "an hour of what"),
    ],
)
def test_what_is_not_said_makes_no_price(table: str, why: str) -> None:
    assert read(table) == [], why


def test_a_page_of_html_is_read_alike() -> None:
    assert read(
        """<!doctype html><h2>推理</h2><table>
<tr><th>模型名称</th><th>服务部署范围</th><th>输入单价（每百万Token）</th><th>输出单价（每百万Token）</th></tr>
<tr><td><p>nova-2</p></td><td>全球</td><td><p>2.5元</p></td><td><p>10元</p></td></tr>
</table>"""
    ) == [
        "nova-2 | input | 2.5元 | 1M tokens | CNY | 全球",
        "nova-2 | output | 10元 | 1M tokens | CNY | 全球",
    ]
