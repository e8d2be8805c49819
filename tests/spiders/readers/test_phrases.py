"""Small phrases around values: answers, meanings, sentences, the line that leads to a table."""

import pytest

from spiders.claims import Quote
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.parsing.tables import match_pattern
from spiders.readers.phrases import read_yes_or_no

METERS = {"CACHE HIT": "cache_read", "CACHE MISS": "input"}


def cell(text: str) -> Quote:
    return Quote(text=text, locator="line:1 > cell:1")


@pytest.mark.parametrize(
    "text", ["✓", "✅", "Yes", "Supported", "Supports both modes", "支持", "是"]
)
def test_yes_in_marks_and_words(text: str) -> None:
    assert read_yes_or_no(cell(text)) == "yes"


@pytest.mark.parametrize(
    "text", ["✗", "❌", "No", "not supported", "Not available", "不支持", "否"]
)
def test_no_in_marks_and_words(text: str) -> None:
    assert read_yes_or_no(cell(text)) == "no"


@pytest.mark.parametrize("text", ["", "-", "Non-thinking mode only", "Nothing", "是否"])
def test_what_answers_nothing_is_refused(text: str) -> None:
    with pytest.raises(LayoutChanged):
        read_yes_or_no(cell(text))


def test_words_have_one_meaning_or_none() -> None:
    assert match_pattern("1M INPUT TOKENS (CACHE HIT)", METERS) == "cache_read"
    assert match_pattern("1M OUTPUT TOKENS", METERS) is None
    with pytest.raises(LayoutChanged):
        match_pattern("CACHE HIT / CACHE MISS", METERS)


PAGE = Page(
    "# Prices\n\nPrices of v4.1 hold now. They change on August 16.\n\n说明；价格不变。\n\n"
    "| Model | Price |\n|---|---|\n| a | $1 |\n\n| Model | Price |\n|---|---|\n| b | $2 |\n\n"
    "From August 16 on:\n\n| Model | Price |\n|---|---|\n| a | $3. Or less |\n".encode(),
    url="",
)


def test_sentences_end_where_space_follows_a_full_stop() -> None:
    found = PAGE.outline.sentences(".")
    assert [sentence.text for sentence in found] == [
        "Prices of v4.1 hold now.",
        "They change on August 16.",
        "说明；",
        "价格不变。",
        "From August 16 on:",
    ]
    assert [PAGE.text_at(sentence.locator) for sentence in found] == [
        sentence.text for sentence in found
    ]
    assert [sentence.text for sentence in PAGE.outline.sentences("change")] == [
        "They change on August 16."
    ]


def test_a_table_has_the_line_that_leads_to_it() -> None:
    found = [
        (lead and lead.text, table.column("Model"))
        for lead, table in PAGE.outline.section("Prices").tables_with_lead()
    ]
    assert found == [("说明；价格不变。", ["a"]), (None, ["b"]), ("From August 16 on:", ["a"])]
