"""Intervals of tokens: which ends belong to them is what the page writes, never a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.errors import LayoutChanged
from spiders.readers.token_ranges import read_length_bands, read_token_range


@pytest.mark.parametrize(
    ("text", "over", "upto"),
    [
        ("[0, 32)", None, "<32000"),
        ("[32, 200)", ">=32000", "<200000"),
        ("[32+)", ">=32000", None),
        ("输入长度 (32, 128]", ">32000", "<=128000"),
        ("(0.2,+∞)", ">200", None),
        ("[0, 0.2]", None, "<=200"),
        ("输入长度（0, 512k]", None, "<=512000"),
        ("输入长度 512k+", ">512000", None),
        ("0<Token≤32K", None, "<=32000"),
        ("128K<Token≤256K", ">128000", "<=256000"),
        ("256K<Token≤1M", ">256000", "<=1000000"),
        ("0 ≤ 输入长度 ＜ 32k", None, "<32000"),
        ("输入长度 ≥ 32k", ">=32000", None),
        ("输入 <= 200", None, "<=200000"),
        ("≤ 8,192K tokens", None, "<=8192000"),
        ("8,192K < 长度 ≤ 32,768K", ">8192000", "<=32768000"),
        ("(32,128]", ">32000", "<=128000"),
    ],
)
def test_an_interval_is_read_with_its_ends(text: str, over: str | None, upto: str | None) -> None:
    assert read_token_range(text, 1_000) == (over, upto)


@pytest.mark.parametrize("text", ["", "-", "无阶梯计价", "32", "输入长度"])
def test_a_text_without_an_interval_is_refused(text: str) -> None:
    with pytest.raises(LayoutChanged, match="no interval"):
        read_token_range(text)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from("[("), st.sampled_from("])"))
def test_brackets_say_which_end_is_inside(low: int, high: int, begin: str, end: str) -> None:
    over, upto = read_token_range(f"{begin}{low}, {high}{end}")
    assert over == (f">={low}" if begin == "[" else f">{low}")
    assert upto == (f"<={high}" if end == "]" else f"<{high}")


@pytest.mark.parametrize("text", ["-", "/", "", "无阶梯计价", "不区分阶梯"])
def test_words_that_say_there_is_no_band(text: str) -> None:
    assert read_length_bands(text) == ((None, None), None)


def test_other_words_are_no_band() -> None:
    with pytest.raises(LayoutChanged, match="no interval"):
        read_length_bands("短输入")
