"""What lies between a table's cells and its page: titles of rows, pieces of a cell, lists under a
line, services.
"""

import pytest

from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.sources.xai_models import free_until, service_prices_in_table


def page_of(text: str) -> Page:
    return Page(text.encode(), url="")


def test_titles_of_rows_part_a_table() -> None:
    rows = "| a | Per image |\n| b | $1 |\n| c | $2 |\n| d | Per page |\n| e | $3 |\n"
    table = page_of(f"| Model | Price |\n|---|---|\n| first | $0 |\n{rows}").outline.table(
        "Model", "Price"
    )
    groups = [
        (title and title.text, part.column("Model"))
        for title, part in table.groups("Price", "^Per (.*)")
    ]
    assert groups == [(None, ["first"]), ("image", ["b", "c"]), ("page", ["e"])]


def test_a_cell_is_cut_where_a_picture_or_a_link_begins_or_ends() -> None:
    page = page_of("| Model |\n|---|\n| [![Maker](m.png)A  name 1](/m)id-1 |\n| plain |\n")
    cells = [row.pop("Model") for row in page.outline.table("Model").rows()]
    assert [[piece.text for piece in page.cell_pieces(cell)] for cell in cells] == [
        ["Maker", "A name 1", "id-1"],
        ["plain"],
    ]
    for piece in page.cell_pieces(cells[0]):
        assert page.text_at(piece.locator) == piece.text
    with pytest.raises(LayoutChanged, match="no whole cell"):
        page.cell_pieces(cells[0].slice(0, 2))


def test_codes_belong_to_the_line_above_their_list() -> None:
    page = page_of("# A\n\nRetired on May 1:\n\n* `a` (and `b`)\n* `c`\n\nOthers:\n\n* `d`\n")
    found = [
        (match[1], code.text)
        for match, _, code in page.outline.section("A").codes_under(r"Retired on (\w+ \d+)")
    ]
    assert found == [("May 1", "a"), ("May 1", "b"), ("May 1", "c")]


def test_a_service_has_a_price_in_its_row_and_for_a_time_none() -> None:
    rows = "| Tool | Cost per 1,000 calls |\n|---|---|\n| Search | $5 |\n| Look | - |\n"
    page = page_of(f"# Tools\n\nAll are free until May 1, 2026.\n\n{rows}")
    section = page.outline.section("Tools")
    (claim,) = service_prices_in_table(
        section.table("Tool"), "Tool", "Cost per 1,000 calls", "request"
    )
    (free,) = free_until(section, claim)
    assert (claim.subject_name, claim.quote.text, claim.unit) == ("Search", "$5", "1K requests")
    assert (free.quote.text, free.price_class, free.valid_to) == (
        "free",
        "promotional",
        "2026-05-01",
    )
    bare = page_of("| Tool | Cost |\n|---|---|\n| Search | $5 |\n").outline.table("Tool")
    with pytest.raises(LayoutChanged, match="no unit"):
        list(service_prices_in_table(bare, "Tool", "Cost", "request"))
