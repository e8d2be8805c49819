"""Chinese price tables: what headers, conditions and labels say, and what is no price."""

from collections.abc import Sequence

import pytest

from spiders.claims import Claim, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.platforms.chinese_tables import (
    common_units,
    labelled_amounts,
    name_and_notes,
    read_column,
    read_prices,
)
from spiders.readers.token_ranges import read_length_bands
from spiders.sources.alibaba_pricing import read_state

NAME = Quote(text="glm-4.7", locator="line:1")


def quotes(*texts: str) -> list[Quote]:
    return [
        Quote(text=text, locator=f"line:{number}") for number, text in enumerate(texts, start=1)
    ]


def row(headers: Sequence[str], *cells: str) -> list[Claim]:
    """What a row of these cells claims."""
    shown = "".join(f"<td><p>{cell.replace('|', '</p><p>')}</p></td>" for cell in cells)
    heads = "".join(f"<th>{header}</th>" for header in headers)
    body = f"<!doctype html><table><thead><tr>{heads}</tr></thead><tr>{shown}</tr></table>"
    page = Page(body.encode(), url="")
    (table,) = page.outline.sections()[0].tables()
    found = [
        claim
        for row in table.rows()
        for claim in read_prices(page, row.pop_rest(), route=NAME, band_rule="cliff")
    ]
    assert all(page.text_at(claim.quote.locator) == claim.quote.text for claim in found)
    return found


@pytest.mark.parametrize(
    ("header", "meter", "unit", "currency", "modalities"),
    [
        ("输入(非音频) 元/百万token", "input", "1M tokens", "CNY", ()),
        ("缓存命中（音频） 元/百万token", "cache_read", "1M tokens", "CNY", ("audio",)),
        ("缓存存储 (百万tokens/小时)", "storage", "1M token-hours", "CNY", ()),
        ("推理输出 （美元/百万 tokens）", "output", "1M tokens", "USD", ()),
        ("输入单价（每万字符）", "input", "10K characters", "CNY", ()),
        ("输入单价（每百万Token） / 图片/视频", "input", "1M tokens", "CNY", ("image", "video")),
        ("输出单价（每百万Token） / 文本 多模态输入", "output", "1M tokens", "CNY", ("text",)),
        (
            "输出单价（每百万Token） / 文本+音频 仅音频计费",
            "output",
            "1M tokens",
            "CNY",
            ("audio",),
        ),
        ("单价", None, None, "CNY", ()),
    ],
)
def test_a_header_says_what_its_prices_are_for(
    header: str, meter: str | None, unit: str | None, currency: str, modalities: tuple[str, ...]
) -> None:
    column = read_column(header)
    assert column.is_price
    assert (column.meter, column.unit, column.currency, column.modalities) == (
        meter,
        unit,
        currency,
        modalities,
    )


@pytest.mark.parametrize(
    "header",
    ["条件 千 token", "单次请求的输入Token数", "上下文 (千tokens)", "产物", "输出视频分辨率"],
)
def test_a_column_of_conditions_has_no_prices(header: str) -> None:
    assert not read_column(header).is_price


def test_a_header_below_another_is_understood_or_refused() -> None:
    assert read_column("输出单价（每百万Token） / 思考模式（思维链+回答）").mode == "thinking"
    with pytest.raises(LayoutChanged, match="no known meaning"):
        read_column("输出单价（每百万Token） / 快速模式")


def test_a_unit_that_nobody_has_named_is_refused() -> None:
    with pytest.raises(LayoutChanged, match="a unit is not known"):
        read_column("定价 元/公里")


def test_prices_of_tokens_that_do_not_say_which_are_refused() -> None:
    with pytest.raises(LayoutChanged, match="which tokens"):
        read_column("入参 元/百万token")


def test_a_column_that_is_not_known_is_refused_unless_it_states_prices() -> None:
    with pytest.raises(LayoutChanged, match="a column is not known"):
        row(["地域", "输入 元/百万token"], "新加坡", "3.00")
    with pytest.raises(LayoutChanged, match="per"):
        row(["批处理"], "3.00 元")


def test_a_row_is_read_under_its_conditions() -> None:
    headers = ["条件 千 token", "输入 元/百万token", "输出 元/百万token"]
    first, second = row(headers, "输入长度 (32, 128]|且输出长度 (0.2,+∞)", "3.00", "不支持")
    assert (first.meter, first.over_tokens, first.upto_tokens) == ("input", ">32000", "<=128000")
    assert (first.band_rule, first.variant) == ("cliff", "output >200 tokens")
    assert (second.meter, second.value) == ("output", "not offered")


def test_a_price_that_names_no_direction_is_for_both_or_for_what_its_unit_counts() -> None:
    assert [c.meter for c in row(["单价"], "5 元 / 百万Tokens")] == ["input", "output"]
    assert [c.meter for c in row(["单价"], "0.1 元 / 次")] == ["request"]
    assert [(c.meter, c.tier) for c in row(["Batch API 定价"], "0.03 元 / 张")] == [
        ("image", "batch")
    ]


def test_a_price_without_a_unit_is_refused() -> None:
    with pytest.raises(LayoutChanged, match="per"):
        row(["单价"], "5 元")


def test_the_lines_of_a_cell_are_variants_under_the_line_that_heads_them() -> None:
    cell = "输出分辨率为 480p|输入不含视频：46.00|输入包含视频：28.00|输出分辨率为 1080p|输入不含视频：51.00"
    assert [(c.variant, c.quote.text) for c in row(["输出 元/百万token"], cell)] == [
        ("输出分辨率为 480p, 输入不含视频", "46.00"),
        ("输出分辨率为 480p, 输入包含视频", "28.00"),
        ("输出分辨率为 1080p, 输入不含视频", "51.00"),
    ]


def test_free_borrows_the_unit_of_the_price_beside_it_and_an_amount_never_does() -> None:
    assert [(c.meter, c.unit) for c in row(["输入单价", "输出单价"], "0.00022元/秒", "不计费")] == [
        ("second", "second"),
        ("output", "second"),
    ]
    with pytest.raises(LayoutChanged, match="per"):
        row(["输入单价", "输出单价"], "0.00022元/秒", "5 元")


def test_a_column_whose_amounts_have_one_unit_has_it_where_they_have_none() -> None:
    page = Page("| M | 单价 |\n|-|-|\n| a | 5 元 / 次 |\n| b | - |\n".encode(), url="")
    assert common_units(page.outline.table("M")) == {"单价": "request"}


def test_a_lower_amount_for_a_time_is_a_price_of_its_own() -> None:
    body = "<!doctype html><table><tr><th>输入单价（每百万Token）</th></tr><tr><td>原价8元 限时 6.4元</td></tr></table>"
    page = Page(body.encode(), url="")
    (table,) = page.outline.sections()[0].tables()
    claims = [
        claim for row in table.rows() for claim in read_prices(page, row.pop_rest(), route=NAME)
    ]
    assert [(c.quote.text, c.price_class, c.variant) for c in claims] == [
        ("8元", "list", None),
        ("6.4元", "promotional", None),
    ]
    assert page.findings == []


@pytest.mark.parametrize("discount", ["限时8折", "限时5折"])
def test_a_discount_for_a_time_is_listed_beside_the_list_price(discount: str) -> None:
    header, cell = "输入单价（每百万Token）", f"原价8元 {discount}"
    body = f"<!doctype html><table><tr><th>{header}</th></tr><tr><td>{cell}</td></tr></table>"
    page = Page(body.encode(), url="")
    (table,) = page.outline.sections()[0].tables()
    (claim,) = [
        claim for row in table.rows() for claim in read_prices(page, row.pop_rest(), route=NAME)
    ]
    assert (claim.quote.text, claim.price_class) == ("8元", "list")
    assert [discount in finding.message for finding in page.findings] == [True]


@pytest.mark.parametrize(
    ("text", "label", "amount"),
    [
        ("输入图：0.02", "输入图", "0.02"),
        ("0.5 元/小时", None, "0.5 元/小时"),
        ("* 首张免费", "首张", "免费"),
        ("web_fetch：限时免费", "web_fetch", "限时免费"),
        ("* > 236万像素：0.60", "> 236万像素", "0.60"),
        ("免费", None, "免费"),
        ("16元/百万 tokens(约0.0002元/秒）", None, "16元/百万 tokens"),
        ("9.9元 （首次使用时）", None, "9.9元"),
    ],
)
def test_a_label_is_told_from_its_amount(text: str, label: str | None, amount: str) -> None:
    ((named, quote),) = labelled_amounts(quotes(text))
    assert (named and named.text, quote.text) == (label, amount)


@pytest.mark.parametrize(
    "text", ["参见 在线推理", "3.00 万 token / 次 * 0.80 元/万 token", "输出分辨率为 720p"]
)
def test_a_line_without_an_amount_is_none(text: str) -> None:
    assert list(labelled_amounts(quotes(text))) == []


def test_lengths_of_inputs_and_outputs() -> None:
    assert read_length_bands("输入长度 [0, 32) 输出长度 [0, 0.2)", 1_000) == (
        (None, "<32000"),
        "output <200 tokens",
    )
    assert read_length_bands("-") == ((None, None), None)


@pytest.mark.parametrize(
    ("cell", "name", "notes"),
    [
        ("<p>GLM-5.2 新品</p>", "GLM-5.2", ["新品"]),
        ("<p>GLM-5.2</p><div>新品</div>", "GLM-5.2", ["新品"]),
        ("Kimi K2.7 Code", "Kimi K2.7 Code", []),
        ("<p>wan 邀测中</p><p>Batch</p>", "wan", ["邀测中", "Batch"]),
        ("豆包", "豆包", []),
    ],
)
def test_notes_behind_and_below_a_name_are_told_from_it(
    cell: str, name: str, notes: list[str]
) -> None:
    page = Page(
        f"<!doctype html><table><tr><th>模型</th></tr><tr><td>{cell}</td></tr></table>".encode(),
        url="",
    )
    (table,) = page.outline.sections()[0].tables()
    found, said = name_and_notes(page, next(table.cells()))
    assert (found.text, [note.text for note in said]) == (name, notes)


@pytest.mark.parametrize(
    ("words", "attribute", "variant", "said"),
    [
        ("仅思考模式", "capability", "reasoning", "yes"),
        ("仅非思考模式", "capability", "reasoning", "no"),
        ("已下线 该模型已下线", "status", None, "retired"),
        ("邀测中", "status", None, "limited availability"),
        ("当前能力等同于qwen-max-2025-01-25", "points_to", None, "qwen-max-2025-01-25"),
    ],
)
def test_words_about_a_model_are_claims(
    words: str, attribute: str, variant: str | None, said: str
) -> None:
    claim = read_state(quotes(words)[0], route=NAME)
    assert claim
    assert (claim.attribute, claim.variant, claim.value or claim.quote.text) == (
        attribute,
        variant,
        said,
    )


def test_other_words_about_a_model_are_none() -> None:
    assert read_state(quotes("Batch调用 半价")[0], route=NAME) is None
