"""Tables as editors and scripts draw them: heads of their own, hidden cells, tabs, lines in a cell."""

import json

from spiders.claims import Quote
from spiders.parsing.page import Page
from spiders.parsing.tables.table import Table

HEAD = "<table><thead><tr><th>Model</th><th>Price</th></tr></thead></table>"
BODY = "<table><tbody><tr><td>glm-4.7</td><td>$2</td></tr><tr><td>glm-4.6</td><td>$1</td></tr></tbody></table>"


def page(body: str) -> Page:
    return Page(f"<!doctype html><html><body>{body}</body></html>".encode(), url="")


def tables(read: Page) -> list[Table]:
    return [block for block in read.outline.blocks if isinstance(block, Table)]


def cells(table: Table) -> list[list[tuple[str, str]]]:
    return [[(label, cell.text) for label, cell in row.pop_rest()] for row in table.rows()]


def only_cell(read: Page) -> Quote:
    return next(tables(read)[0].rows()).pop("Model")


def derived_again(read: Page, *quotes: Quote) -> bool:
    return all(read.text_at(quote.locator) == quote.text for quote in quotes)


def test_a_head_that_is_a_table_of_its_own_heads_the_next_one() -> None:
    (table,) = tables(page(f"<div>{HEAD}</div><div>{BODY}</div>"))
    assert cells(table) == [
        [("Model", "glm-4.7"), ("Price", "$2")],
        [("Model", "glm-4.6"), ("Price", "$1")],
    ]


def test_a_head_without_a_table_for_it_stays_an_empty_table() -> None:
    wider = BODY.replace("<td>$2</td>", "<td>$2</td><td>$3</td>").replace(
        "<td>$1</td>", "<td>$1</td><td>$2</td>"
    )
    assert [len(cells(table)) for table in tables(page(HEAD + wider))] == [0, 1]
    assert [len(cells(table)) for table in tables(page(HEAD + HEAD))] == [0, 0]


def test_hidden_cells_where_a_wider_one_covers_the_place_are_none() -> None:
    (table,) = tables(
        page(
            '<table><tr><td>Model</td><td>Input</td></tr><tr><td rowspan="2">kimi</td><td>$1</td></tr>'
            '<tr><td rowspan="0" colspan="0">\u200b</td><td>$2</td></tr></table>'
        )
    )
    assert cells(table) == [
        [("Model", "kimi"), ("Input", "$1")],
        [("Model", "kimi"), ("Input", "$2")],
    ]


def test_a_first_row_has_the_rows_that_its_first_cell_spans_as_headers_too() -> None:
    (table,) = tables(
        page(
            '<table><tr><td rowspan="2">Model</td><td colspan="2">Output</td></tr><tr><td>Text</td><td>Audio</td></tr>'
            "<tr><td>omni</td><td>$1</td><td>$9</td></tr></table>"
        )
    )
    assert cells(table) == [[("Model", "omni"), ("Output / Text", "$1"), ("Output / Audio", "$9")]]


def test_a_table_in_a_pane_has_its_tab() -> None:
    labels = "<div><div><span>Singapore</span></div><div><span>Guangzhou</span></div></div>"
    read = page(
        f"<div>{labels}<div><div>{BODY}</div></div><div><div>{BODY}</div></div></div>{BODY}"
    )
    found = [read.tab_of(table) for table in tables(read)]
    assert [tab and tab.text for tab in found] == ["Singapore", "Guangzhou", None]
    assert derived_again(read, *filter(None, found))


def test_the_lines_of_a_cell_are_quotes_of_their_own() -> None:
    read = page(
        "<table><tr><th>Model</th></tr><tr><td><p>qwen-plus</p><blockquote>Batch</blockquote></td></tr></table>"
    )
    lines = read.lines(only_cell(read))
    assert [line.text for line in lines] == ["qwen-plus", "Batch"]
    assert derived_again(read, *lines)


def test_a_cell_with_text_beside_its_lines_is_one_line() -> None:
    read = page("<table><tr><th>Model</th></tr><tr><td>new: <p>qwen-plus</p></td></tr></table>")
    assert [line.text for line in read.lines(only_cell(read))] == ["new: qwen-plus"]


def test_headings_and_paragraphs_are_known_by_how_editors_mark_them() -> None:
    read = page(
        '<div class="line heading-h2">Batch</div><span data-as="p">Prices per image.</span>'
        + HEAD
        + BODY
    )
    section = read.outline.section("Batch")
    assert section.level == 2
    assert section.find("per image")
    assert len(section.tables("Model", "Price")) == 1


def test_html_inside_json_is_read_as_a_page() -> None:
    read = Page(json.dumps({"data": {"content": f"<h2>Prices</h2>{HEAD}{BODY}"}}).encode(), url="")
    inside = read.html(read.json().require_node("data").require("content"))
    (table,) = inside.outline.section("Prices").tables()
    price = next(table.rows()).pop("Price")
    assert price.text == "$2"
    assert price.locator.startswith("json:/data/content > css:")
    assert derived_again(read, price)
