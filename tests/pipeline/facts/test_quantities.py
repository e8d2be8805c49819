"""Dates with the precision they have, counts, words of the vocabulary: one canonical form each, or
set aside.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.facts.quantities import (
    read_date,
    read_factor,
    read_modalities,
    read_parameters,
    read_status,
    read_tokens,
    read_yes_no,
)
from pipeline.facts.set_aside import SetAside
from spiders.claims import Claim, Quote
from spiders.readers.token_ranges import read_band
from tests.support.marks import ends_in_linear_time

days = st.dates(date(1990, 1, 1), date(2099, 12, 31))
READERS: list[Callable[[str], object]] = [
    read_date,
    read_tokens,
    read_yes_no,
    read_status,
    read_modalities,
]


def why_aside(read: Callable[[str], object], text: str) -> str:
    with pytest.raises(SetAside) as caught:
        read(text)
    return caught.value.code


# --- dates ----------------------------------------------------------------------------------------


@given(days)
@example(date(2024, 2, 29))
def test_a_day_is_the_same_day_however_it_is_written(day: date) -> None:
    written = [
        day.isoformat(),
        f"{day:%B} {day.day}, {day.year}",
        f"{day.isoformat()}T08:30:00.000Z",
        f" {day} ",
        f"{day:%Y/%m/%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%b}. {day.day}, {day.year}",
        f"{day.day} {day:%B} {day.year}",
        f"{day.day}th {day:%b}, {day.year}",
        f"{day.year}-{day.month}-{day.day}",
    ]
    assert {read_date(text) for text in written} == {day.isoformat()}


@given(days)
def test_a_month_stays_a_month_and_a_year_a_year(day: date) -> None:
    assert read_date(f"{day:%Y-%m}") == f"{day:%Y-%m}"
    assert read_date(f"{day:%Y}") == f"{day:%Y}"


def test_a_day_before_which_nothing_happens_is_that_day() -> None:
    assert read_date("Not sooner than February 19, 2027") == "2027-02-19"


@pytest.mark.parametrize(
    "text",
    [
        "2024-13",
        "2024-00",
        "2024-02-30",
        "February 30, 2024",
        "Febtober 1, 2024",
        "24-10",
        "05/06/2026",
        "30 February 2024",
        "202410",
        "10/2024",
        "2024-1",
        "soon",
        "",
        "N/A",
        "-",
        "Jan 20262",
        "2024-10-01T23:00:00+05:00",
        "2024-10-01 to 2024-11-01",
        "0000-01-01",
        "1024",
    ],
)
def test_what_is_no_date_is_set_aside(text: str) -> None:
    assert why_aside(read_date, text) == "not_a_date"


# --- counts ---------------------------------------------------------------------------------------


@given(st.integers(1, 10**9))
def test_a_count_is_the_same_count_however_it_is_written(count: int) -> None:
    written = [
        str(count),
        f"{count:,}",
        f"{count * 1000}".removesuffix("000") + "K",
        f"{count} tokens",
    ]
    assert [read_tokens(text) for text in written] == [count, count, count * 1000, count]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("200K", 200_000),
        ("1M", 1_000_000),
        ("1.05M", 1_050_000),
        ("2.3M", 2_300_000),
        ("131072.0", 131_072),
    ],
)
def test_a_count_in_thousands_is_exact(text: str, count: int) -> None:
    tokens = read_tokens(text)
    assert tokens == count
    assert isinstance(tokens, Decimal)
    assert "E" not in str(tokens)


@pytest.mark.parametrize("text", ["0", "0K", "0.0", "000"])
def test_zero_tokens_is_unknown(text: str) -> None:
    assert why_aside(read_tokens, text) == "zero_is_unknown"


@pytest.mark.parametrize(
    "text",
    ["0.5", "1.0001K", "-1", "many", "", "1,00", "200 K tokens each", "1e6", "9" * 30, "9" * 5000],
)
def test_what_is_no_whole_number_of_tokens_is_set_aside(text: str) -> None:
    assert why_aside(read_tokens, text) == "not_a_count"


# --- context bands --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "over", "upto"),
    [
        ("> 200K input tokens", ">200000", None),
        ("<=272K", None, "<=272000"),
        ("≤ 200K", None, "<=200000"),
        ("(<272K context length)", None, "<272000"),
        ("≥ 1.1M", ">=1100000", None),
        ("> 2.3M", ">2300000", None),
        ("< 4.1M", None, "<4100000"),
        ("> 128000", ">128000", None),
    ],
)
def test_the_end_of_a_band_is_exact_and_knows_whether_it_is_inside(
    text: str, over: str | None, upto: str | None
) -> None:
    assert read_band(text) == (over, upto)


@given(st.integers(1, 99_999))
def test_no_end_of_a_band_is_lost_in_binary(thousandths: int) -> None:
    assert read_band(f"> {Decimal(thousandths) / 1000}M").over == f">{thousandths * 1000}"


def test_a_claim_has_no_band_that_the_warehouse_cannot_store() -> None:
    quote = Quote(text="1", locator="line:1")
    with pytest.raises(ValidationError, match="over_tokens"):
        Claim(route=quote, quote=quote, meter="input", unit="token", over_tokens=">" + "9" * 20)


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word"), [("true", "yes"), ("Yes", "yes"), ("FALSE", "no"), ("no", "no")]
)
def test_yes_and_no(text: str, word: str) -> None:
    assert read_yes_no(text) == word


@pytest.mark.parametrize("text", ["", "null", "None", "0", "1", "partial", "unknown", "yes*"])
def test_what_is_neither_is_never_no(text: str) -> None:
    assert why_aside(read_yes_no, text) == "not_yes_or_no"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Active", "active"),
        ("retired, except on Bedrock and Google Cloud", "retired"),
        ("Deprecated", "deprecated"),
        ("beta", "preview"),
        ("limited availability", "limited"),
        ("Shut down", "retired"),
    ],
)
def test_a_status_is_a_word_of_the_vocabulary(text: str, word: str) -> None:
    assert read_status(text) == word


@pytest.mark.parametrize("text", ["", "sunset", "active?", "not deprecated", "retiring"])
def test_an_unknown_status_is_set_aside(text: str) -> None:
    assert why_aside(read_status, text) == "status_unknown"


def test_modalities_are_listed_once_in_one_order() -> None:
    assert (
        read_modalities("text, Image,text, audio")
        == read_modalities("audio,text,image")
        == "audio, image, text"
    )
    assert read_modalities("图片、视频 文件、文本") == "file, image, text, video"


@pytest.mark.parametrize("text", ["text, smell", "", "text,", "text;image"])
def test_an_unknown_modality_is_set_aside(text: str) -> None:
    assert why_aside(read_modalities, text) == "modality_unknown"


# --- hostile --------------------------------------------------------------------------------------


@ends_in_linear_time
@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@pytest.mark.parametrize("piece", ["9", " ", ",000", "A", "2024-", "text,", "Not sooner than "])
def test_a_hostile_text_is_set_aside(read: Callable[[str], object], piece: str) -> None:
    with pytest.raises(SetAside):
        read(piece * (1_000_000 // len(piece)) + "?")


@given(st.text(max_size=20), st.sampled_from(READERS))
def test_any_text_has_a_value_or_is_set_aside(text: str, read: Callable[[str], object]) -> None:
    with suppress(SetAside):
        assert read(text)


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("1.1x", "1.1"),
        ("2x", "2"),
        ("10% premium", "1.1"),
        ("10% uplift", "1.1"),
        ("50% discount", "0.5"),
    ],
)
def test_a_rule_multiplies_a_price(text: str, factor: str) -> None:
    assert read_factor(text) == Decimal(factor)


@pytest.mark.parametrize("text", ["", "x", "10%", "half", "1.1x more", "-1x", "10 % premium"])
def test_what_is_no_factor_is_set_aside(text: str) -> None:
    with pytest.raises(SetAside):
        read_factor(text)


@pytest.mark.parametrize(
    ("text", "total", "active"),
    [
        ("4B", 4 * 10**9, 4 * 10**9),
        ("70.6B", 70_600_000_000, 70_600_000_000),
        ("1 trillion", 10**12, 10**12),
        ("1B (1.23B)", 1_230_000_000, 1_230_000_000),
        ("11B (10.6)", 10_600_000_000, 10_600_000_000),
        ("671B total / 37B activated", 671 * 10**9, 37 * 10**9),
        ("17B (Activated) 109B (Total)", 109 * 10**9, 17 * 10**9),
    ],
)
def test_parameters_are_whole_numbers(text: str, total: int, active: int) -> None:
    assert (read_parameters(text), read_parameters(text, "activated")) == (total, active)


@pytest.mark.parametrize("text", ["", "large", "0B", "1.5", "7B 13B", "9" * 60 + "B", "8B-70B"])
def test_what_is_no_number_of_parameters_is_set_aside(text: str) -> None:
    with pytest.raises(SetAside):
        read_parameters(text)
