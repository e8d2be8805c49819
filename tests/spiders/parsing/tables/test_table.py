"""Tables: a cell is reached by its header's text, and what moved, doubled or was left unread is an
error.
"""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.claims import Quote
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.parsing.tables.headers import Header
from spiders.parsing.tables.row import Row
from spiders.parsing.tables.table import Table
from spiders.parsing.tables.terms import match_pattern

HEADERS = ["Model", "Input", "Cached input", "Output"]
CELLS = ["glm-4.7", "$3", "$0.30", "$15"]

dressings = st.sampled_from(["{}", "  {} ", "\u200b{}", "{}\n"])
names = st.lists(
    st.text(st.characters(categories=["Ll", "Nd"], max_codepoint=0x24F), min_size=1, max_size=8),
    min_size=2,
    max_size=7,
).filter(lambda found: len({name.casefold() for name in found}) == len(found))


def quotes(texts: Sequence[str], line: int = 1) -> list[Quote]:
    return [
        Quote(text=text, locator=f"line:{line} > cell:{number}")
        for number, text in enumerate(texts, start=1)
    ]


def table(headers: Sequence[str], *rows: Sequence[str]) -> Table:
    columns = [Header((quote,)) for quote in quotes(headers)]
    return Table("line:1", columns, [quotes(row, line) for line, row in enumerate(rows, start=3)])


def markdown(*rows: str) -> Page:
    return Page(("# Prices\n\n" + "\n".join(rows) + "\n").encode(), url="")


def html(head: str, *rows: str) -> Page:
    body = f"<table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"
    return Page(f"<!doctype html><html><body><h1>Prices</h1>{body}</body></html>".encode(), url="")


def read_all(
    found: Table, headers: Sequence[str], ignore: Sequence[str] = ()
) -> list[dict[str, str]]:
    """What a source reads that knows these headers."""
    return [
        {header: row.pop(header).text for header in headers} for row in found.rows(ignore=ignore)
    ]


def assert_refused(read: Callable[[], object], *words: str) -> LayoutChanged:
    """The error says where, what was expected and what was found, with these words."""
    with pytest.raises(LayoutChanged) as caught:
        read()
    error = caught.value
    assert error.where
    assert error.expected
    assert error.found
    for word in words:
        assert word in str(error)
    return error


# --- columns are found by their headers -----------------------------------------------------------


@given(names, st.data())
def test_the_order_of_the_columns_does_not_matter(headers: list[str], data: st.DataObject) -> None:
    cells = [f"cell of {header}" for header in headers]
    order = data.draw(st.permutations(range(len(headers))))
    moved = table([headers[place] for place in order], [cells[place] for place in order])
    assert read_all(moved, headers) == [dict(zip(headers, cells, strict=True))]


@given(st.sampled_from(HEADERS), dressings, st.booleans())
def test_case_and_spacing_of_a_header_do_not_matter(
    header: str, dressing: str, is_upper: bool
) -> None:
    dressed = dressing.format(header.upper() if is_upper else header.lower())
    written = [dressed if text == header else text for text in HEADERS]
    assert read_all(table(written, CELLS), HEADERS) == [dict(zip(HEADERS, CELLS, strict=True))]


def test_and_is_written_either_way() -> None:
    assert read_all(table(["Hits & Refreshes"], ["$1"]), ["Hits and refreshes"]) == [
        {"Hits and refreshes": "$1"}
    ]


@given(st.sampled_from(HEADERS), st.text(max_size=8))
def test_a_renamed_header_is_refused(header: str, letters: str) -> None:
    renamed = [f"{text} {letters}x" if text == header else text for text in HEADERS]
    assert_refused(lambda: read_all(table(renamed, CELLS), HEADERS), header, "exactly once")


@given(st.sampled_from(HEADERS), st.integers(0, len(HEADERS)))
def test_a_header_that_stands_twice_is_refused(header: str, place: int) -> None:
    doubled = [*HEADERS[:place], header, *HEADERS[place:]]
    cells = [*CELLS[:place], "$9", *CELLS[place:]]
    assert_refused(lambda: read_all(table(doubled, cells), HEADERS), header, "exactly once")


def test_a_cell_is_read_once() -> None:
    row = next(table(HEADERS, CELLS).rows())
    row.pop("Input")
    assert_refused(lambda: row.pop("Input"), "read twice")


# --- nothing is left unread -----------------------------------------------------------------------


@given(st.integers(0, len(HEADERS)))
def test_a_new_column_is_refused_on_the_last_row_too(place: int) -> None:
    wider = [*HEADERS[:place], "Batch", *HEADERS[place:]]
    assert_refused(lambda: read_all(table(wider, [*CELLS, "-"]), HEADERS), "'Batch'", "unread")


def test_an_unread_column_is_named_with_the_place_of_its_header() -> None:
    page = markdown("| Model | Input | Batch |", "| --- | --- | --- |", "| a | $3 | $1 |")
    (found,) = page.outline.tables()
    error = assert_refused(lambda: read_all(found, ["Model", "Input"]), "'Batch'")
    (header,) = [header for header in found.headers if header.label == "Batch"]
    place = header.quotes[-1].locator
    assert error.found == f"unread 'Batch' at {place}"
    assert page.text_at(place) == "Batch"
    html = b"<html><table><tr><th>Model<th>Batch<tr><td>a<td>$1</table></html>"
    (drawn,) = Page(html, url="").outline.tables()
    error = assert_refused(lambda: read_all(drawn, ["Model"]), "'Batch' at css:")
    place = error.found.partition(" at ")[2]
    assert Page(html, url="").text_at(place) == "Batch"


def test_a_column_may_be_left_unread_on_purpose() -> None:
    found = table([*HEADERS, "Notes"], [*CELLS, "new"])
    assert read_all(found, HEADERS, ignore=["notes"]) == [dict(zip(HEADERS, CELLS, strict=True))]


def test_what_is_left_is_read_in_order() -> None:
    def first(row: Row) -> list[tuple[str, str]]:
        row.pop("Model")
        return [(header, cell.text) for header, cell in row.pop_rest()]

    rows = [first(row) for row in table(HEADERS, CELLS).rows()]
    assert rows == [[("Input", "$3"), ("Cached input", "$0.30"), ("Output", "$15")]]


# --- every row is as long as the header -----------------------------------------------------------


@given(st.integers(0, 8).filter(lambda length: length != len(HEADERS)))
def test_a_row_of_another_length_is_refused(length: int) -> None:
    row = (CELLS * 2)[:length]
    assert_refused(
        lambda: read_all(table(HEADERS, CELLS, row), HEADERS), f"{length} cells", "another length"
    )


@settings(deadline=None)
@given(st.integers(1, 8).filter(lambda length: length != len(HEADERS)), st.booleans())
def test_a_markdown_row_of_another_length_is_refused_though_the_parser_mends_it(
    length: int, has_edges: bool
) -> None:
    def written(cells: Sequence[str]) -> str:
        inside = " | ".join(cells)
        return f"| {inside} |" if has_edges or len(cells) == 1 else inside

    page = markdown(
        written(HEADERS), written(["---"] * 4), written(CELLS), written((CELLS * 2)[:length])
    )
    found = page.outline.section("Prices").table("Model")
    assert_refused(lambda: read_all(found, HEADERS), "another length", f"found {length} cells")


def test_an_escaped_pipe_parts_no_cells() -> None:
    page = markdown("| Model | Price |", "| --- | --- |", r"| a \| b | $3 |")
    assert read_all(page.outline.section("Prices").table("Model"), ["Model", "Price"]) == [
        {"Model": "a | b", "Price": "$3"}
    ]


def test_seven_headers_over_eight_cells_are_refused() -> None:
    """As Bedrock's lifecycle page of 2025-11-13 had it."""
    headers = ["Provider", "Model", "ID", "Regions", "Launch", "EOL", "Successor"]
    page = html(
        f"<tr>{''.join(f'<th>{header}</th>' for header in headers)}</tr>",
        f"<tr>{''.join(f'<td>cell {number}</td>' for number in range(8))}</tr>",
    )
    found = page.outline.section("Prices").table(*headers)
    assert_refused(lambda: read_all(found, headers), "7 cells", "8 cells")


# --- a cell comes with what gives it meaning ------------------------------------------------------


def test_a_cell_carries_its_headers_and_its_section() -> None:
    page = html(
        "<tr><th rowspan=2>Model</th><th colspan=2>Short "
        "context</th></tr><tr><th>Input</th><th>Output</th></tr>",
        "<tr><td>gpt-5</td><td>$1</td><td>$2</td></tr>",
    )
    (row,) = (
        {
            header: row.pop(header)
            for header in ("Model", "Short context / Input", "Short context / Output")
        }
        for row in page.outline.section("Prices").table("Model").rows()
    )
    assert row["Short context / Output"].text == "$2"
    around = [(context.role, context.text) for context in row["Short context / Output"].context]
    assert around == [("column", "Short context"), ("column", "Output"), ("section", "Prices")]


# --- exactly one table, exactly one section -------------------------------------------------------


@pytest.mark.parametrize("count", [0, 2])
def test_a_section_has_the_one_table_that_is_asked_for(count: int) -> None:
    one = ("| Model | Price |", "| --- | --- |", "| a | $3 |", "", "Text.", "")
    section = markdown(*(one * count), "| Feature |", "| --- |").outline.section("Prices")
    assert_refused(lambda: section.table("model", "price"), f"{count} tables", "'Feature'")


@pytest.mark.parametrize("headings", [["# Other"], ["# Prices", "# prices"]])
def test_a_page_has_the_one_section_that_is_asked_for(headings: list[str]) -> None:
    outline = Page("\n\n".join(headings).encode(), url="").outline
    with pytest.raises(LayoutChanged, match="sections are called 'Prices'; expected exactly one"):
        outline.section("Prices")


# --- tables whose labels stand on both sides ------------------------------------------------------


@pytest.mark.parametrize("cell", ["<td>{}</td>", "<th>{}</th>"])
def test_a_cell_is_read_under_the_labels_of_its_row_and_its_column(cell: str) -> None:
    model, flash, pro = (
        cell.replace(">{", ' colspan="2">{', 1).format("MODEL"),
        cell.format("flash"),
        cell.format("pro"),
    )
    rows = (
        f"<tr>{model}{flash}{pro}</tr>",
        '<tr><td colspan="2">CONTEXT</td><td colspan="2">1M</td></tr>',
        '<tr><td rowspan="2">PRICING</td><td>INPUT</td><td>$1</td><td>$2</td></tr>',
        "<tr><td>OUTPUT</td><td>$3</td><td>$4</td></tr>",
    )
    page = Page(
        f"<!doctype html><html><body><table>{''.join(rows)}</table></body></html>".encode(), url=""
    )
    (found,) = page.outline.sections()[0].tables("MODEL")
    assert [([label.text for label in labels], quote.text) for labels, quote in found.melt()] == [
        (["CONTEXT", "flash"], "1M"),
        (["CONTEXT", "pro"], "1M"),
        (["PRICING", "INPUT", "flash"], "$1"),
        (["PRICING", "INPUT", "pro"], "$2"),
        (["PRICING", "OUTPUT", "flash"], "$3"),
        (["PRICING", "OUTPUT", "pro"], "$4"),
    ]


def test_a_crossed_cell_carries_its_labels() -> None:
    found = table(
        ["MODEL", "MODEL", "flash"], ["PRICING", "INPUT", "$1"], ["CONTEXT", "CONTEXT", "1M"]
    )
    price, size = [quote for _, quote in found.melt()]
    assert [(c.role, c.text) for c in price.context] == [
        ("row", "PRICING"),
        ("row", "INPUT"),
        ("column", "flash"),
    ]
    assert [(c.role, c.text) for c in size.context] == [("row", "CONTEXT"), ("column", "flash")]


def test_a_crossed_row_of_another_length_is_refused() -> None:
    assert_refused(
        lambda: list(table(["MODEL", "MODEL", "flash"], ["PRICING", "$1"]).melt()),
        "3 cells",
        "2 cells",
    )


# --- columns by what their headers mean -----------------------------------------------------------

MEANINGS = {"^(Model|模型)$": "route", "Cached|缓存": "cache_read", "^(Input|输入)": "input"}


def test_columns_are_taken_by_what_their_headers_mean() -> None:
    row = next(
        table(["模型", "输入价格", "缓存命中", "Note"], ["glm-4.7", "$3", "$0.30", "new"]).rows()
    )
    taken = {meant: cell.text for meant, cell in row.pop_matching(MEANINGS).items()}
    assert taken == {"route": "glm-4.7", "input": "$3", "cache_read": "$0.30"}
    assert row.unread() == ["Note"]


@pytest.mark.parametrize(
    "headers", [["Model", "模型", "Output"], ["Model", "Input", "Input, cached: Cached"]]
)
def test_two_columns_or_two_meanings_are_refused(headers: list[str]) -> None:
    with pytest.raises(LayoutChanged, match="two"):
        next(table(headers, ["a", "b", "c"]).rows()).pop_matching(MEANINGS)


# --- one column under several names ---------------------------------------------------------------


def test_a_cell_is_found_under_whichever_header_the_page_has() -> None:
    (row,) = table(["Model", "Retired"], ["a", "2026-01-01"]).rows(ignore=["Model", "Retired"])
    assert row.pop("Tentative date", "Retired").text == "2026-01-01"
    (row,) = table(["Model", "Retired"], ["a", "N/A"]).rows(ignore=["Model", "Retired"])
    assert (row.find("Retired"), row.find("Deprecated")) == (None, None)
    (row,) = table(["Model", "Cost", "Price"], ["a", "1", "2"]).rows(
        ignore=["Model", "Cost", "Price"]
    )
    assert_refused(lambda: row.pop("Cost", "Price"), "'Cost' or 'Price'", "exactly once")


def test_rows_lines_and_titles_are_found_over_the_whole_page() -> None:
    page = Page(
        b"# 2026-01-02: a\n\n|Model|\n|-|\n|a|\n\n# b\n\nends soon\n\n|Model|\n|-|\n|b|\n", url=""
    )
    assert [row.pop("Model").text for row in page.outline.rows("Model")] == ["a", "b"]
    assert [
        (day.text, section.name)
        for day, section in page.outline.sections_matching(r"^(\d{4}-\d\d-\d\d): ")
    ] == [("2026-01-02", "2026-01-02: a")]
    assert [line.text for line, _ in page.outline.lines("ends")] == ["ends soon"]


# --- words with meanings --------------------------------------------------------------------------

WORDS = {"CACHE HIT": "cache_read", "CACHE MISS": "input"}


def test_words_have_one_meaning_or_none() -> None:
    assert match_pattern("1M INPUT TOKENS (CACHE HIT)", WORDS) == "cache_read"
    assert match_pattern("1M OUTPUT TOKENS", WORDS) is None
    with pytest.raises(LayoutChanged):
        match_pattern("CACHE HIT / CACHE MISS", WORDS)


# --- conditions in headers ------------------------------------------------------------------------


def test_columns_that_differ_in_a_condition_are_read_one_condition_at_a_time() -> None:
    source = [
        "| Model | Input | Input (from May 1, 2027) | Output, through April 30, 2027 | Output |",
        "| --- | --- | --- | --- | --- |",
        "| a | $1 | $2 | $3 | $4 |",
    ]
    read: list[tuple[str, str, list[str]]] = []
    for row in markdown(*source).outline.table("Model", "Input", "Output").rows():
        cells = [row.pop("Input"), row.pop("Output")]
        row.pop("Model")
        said = [context.text for cell in cells for context in cell.context]
        roles = {context.role for cell in cells for context in cell.context}
        words = [text for text in said if "2027" in text]
        assert ("condition" in roles) == bool(words)
        read.append((cells[0].text, cells[1].text, list(dict.fromkeys(words))))
    assert read == [
        ("$1", "$4", []),
        ("$2", "$4", ["Input (from May 1, 2027)"]),
        ("$1", "$3", ["Output, through April 30, 2027"]),
    ]


def test_a_column_with_a_condition_is_found_by_its_name_alone() -> None:
    source = ["| Model | Input (promotional) |", "| --- | --- |", "| a | $1 |"]
    page = markdown(*source)
    row = next(page.outline.table("Model", "Input").rows(ignore=["Model"]))
    assert [context.role for context in row.pop("Input").context][:2] == ["column", "condition"]
    assert page.outline.table("Model").plain_labels == ["Model", "Input"]
