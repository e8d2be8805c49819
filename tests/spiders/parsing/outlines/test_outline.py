"""The pieces of an outline: sentences, and the line that leads to a table."""

from spiders.parsing.page import Page

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
