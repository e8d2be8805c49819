"""The way back: every quote is found again, in the archived bytes, by its own locator."""

import json
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.home import Home
from spiders.archive import Archive
from spiders.characters import plain_characters, without_raised_digits
from spiders.claims import Quote
from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import Node
from spiders.parsing.outlines.blocks import Heading, Line
from spiders.parsing.page import Page
from spiders.parsing.tables.table import Table
from warehouse.store import open_catalog

# Keys and texts that look like the steps, the separators and the escapes of a locator.
HOSTILE = [
    "a/b",
    "~",
    "~1",
    "~01",
    "a > json:/b",
    "a > key:",
    " > cell:1",
    "x > chars:0-1",
    "#",
    "",
    "0",
    "-1",
    "\u2028",
]
any_text = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12))
lines_of_text = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=12)


def page(text: str) -> Page:
    return Page(text.encode(), url="https://example.com/page")


def assert_found_again(text: str, quote: Quote) -> None:
    """Against a page read anew, so that nothing remembered helps."""
    assert page(text).text_at(quote.locator) == quote.text


# --- the recorded pages ---------------------------------------------------------------------------


def quotes_in(home: Home) -> Iterator[tuple[str, str, str]]:
    """(digest, locator, text) of every value, subject and context of every claim, on the newest
    page that states it in these words.
    """
    with open_catalog(home.path) as catalog:
        yield from catalog.query_sql(
            """
            WITH newest AS (
                SELECT source, document, max(version_seq) AS version_seq FROM internal.page_order GROUP BY ALL
            ), stated AS (
                SELECT source, document, last_version_seq, locator, quote FROM internal.fact
                UNION ALL SELECT source, document, last_version_seq, locator, quote FROM internal.claim_set_aside
                UNION ALL
                SELECT f.source, f.document, f.last_version_seq, c.locator, c.text
                FROM internal.fact f,
                    unnest(from_json(f.context, '[{"text": "VARCHAR", "locator": "VARCHAR"}]')) AS t(c)
            )
            SELECT DISTINCT v.sha256, s.locator, s.quote
            FROM stated s
            JOIN newest n USING (source, document)
            JOIN internal.page_version v ON v.source = s.source AND v.document = s.document
                AND v.version_seq = coalesce(s.last_version_seq, n.version_seq)
            ORDER BY ALL
            """
        ).rows


@pytest.mark.recorded
def test_every_quote_of_the_recorded_pages_is_found_again(recorded_home: Home) -> None:
    archive = Archive(recorded_home.archive)
    urls = {outcome.sha256: outcome.final_url for outcome in archive.outcomes()}
    checked = 0
    astray: list[tuple[str, str, str]] = []
    for sha256, quotes in groupby(quotes_in(recorded_home), key=itemgetter(0)):
        archived = Page(archive.body(sha256), url=urls[sha256])
        for _, locator, text in quotes:
            checked += 1
            if archived.text_at(locator) != text:
                astray.append((sha256, locator, text))
    assert astray == []
    assert checked > 200_000


@pytest.mark.recorded
def test_every_claim_of_the_recorded_pages_became_a_fact_or_is_set_aside(
    recorded_home: Home,
) -> None:
    with open_catalog(recorded_home.path) as catalog:
        read = "SELECT sum(claims)::BIGINT, sum(facts)::BIGINT, sum(set_aside)::BIGINT FROM internal.extraction"
        ((claims, facts, aside),) = catalog.query_sql(read).rows
        stored = [catalog.query_sql(STORED.format(table)).rows[0][0] for table in TABLES]
    assert claims == facts + aside > 250_000
    assert stored == [facts, aside]


TABLES = ("fact", "claim_set_aside")
STORED = """
    SELECT count(DISTINCT ({0}.rowid, v.sha256))
    FROM internal.{0} JOIN internal.page_version v ON v.source = {0}.source AND v.document = {0}.document
        AND v.version_seq >= {0}.first_version_seq
        AND ({0}.last_version_seq IS NULL OR v.version_seq <= {0}.last_version_seq)
"""


# --- JSON -----------------------------------------------------------------------------------------

json_scalars = st.one_of(
    any_text.filter(bool),
    st.integers(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
)
json_values = st.recursive(
    json_scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_text, inner, max_size=3),
    max_leaves=12,
)


def quotes_under(node: Node) -> Iterator[Quote]:
    """Every scalar below a node, and every key."""
    match node.value:
        case dict() as members:
            for key, value in members.items():
                yield node.key_quote(key)
                if not isinstance(value, dict | list) and (quote := node.get(key)):
                    yield quote
                if inner := node.get_node(key):
                    yield from quotes_under(inner)
        case list():
            yield from (cell for cell in node.elements() if cell)
            for child in node.nodes():
                yield from quotes_under(child)
        case _:
            pass


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(any_text, json_values, max_size=4))
@example({"a > json:/b": {"~1": "x"}, "a": {"b": "y"}})
@example({"a > key:": ["x > chars:0-1"]})
def test_a_json_pointer_leads_back_whatever_the_keys_are(value: dict[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False)
    for quote in quotes_under(page(text).json()):
        assert_found_again(text, quote)


@settings(max_examples=100, deadline=None)
@given(any_text, st.data())
def test_a_part_of_a_key_leads_back(key: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(key))] * 2)))
    text = json.dumps({key: 1})
    assert_found_again(text, page(text).json().key_quote(key).slice(start, end))


def test_a_number_keeps_the_digits_that_the_page_writes() -> None:
    numbers = ["0.7999999999999999", "1e-06", "5.00", "9007199254740993"]
    assert [
        page(f"[{','.join(numbers)}]").text_at(f"json:/{place}") for place in range(4)
    ] == numbers


def test_json_that_no_database_can_hold_is_refused() -> None:
    assert page(r'{"smile": "\ud83d\ude00"}').json().require("smile").text == "\U0001f600"
    for text in (
        r'{"half": "\ud83d"}',
        r'{"\ud83d": 1}',
        '{"price": NaN}',
        '{"price": -Infinity}',
        "[" * 100_000,
    ):
        with pytest.raises(LayoutChanged):
            page(text).json()


# --- slices ---------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(lines_of_text, st.data())
def test_a_slice_leads_back_and_a_slice_of_a_slice_too(line: str, data: st.DataObject) -> None:
    text = f"first\n\n{line}\n"
    whole = page(text).line(3)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(whole.text))] * 2)))
    part = whole.slice(start, end)
    assert part.text == whole.text[start:end]
    assert_found_again(text, part)
    assert_found_again(text, part.slice(0, len(part.text) // 2))


# --- Markdown -------------------------------------------------------------------------------------


def markdown_cell(text: str) -> str:
    return text.replace("\\", "/").replace("|", "\\|")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(lines_of_text, min_size=3, max_size=3), min_size=1, max_size=4))
@example([["`x`", "**$5** / MTok", "<br>[1](http://x)"], ["a|b", "&amp;", "\u200b"]])
def test_every_cell_of_a_markdown_table_leads_back(cells: list[list[str]]) -> None:
    lines = [
        ["Model", "Input", "Output"],
        ["---"] * 3,
        *([markdown_cell(cell) for cell in row] for row in cells),
    ]
    text = "# Prices\n\n" + "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
    table = page(text).outline.section("Prices").table("Model", "Output")
    found = [[row.pop(header) for header in ("Model", "Input", "Output")] for row in table.rows()]
    assert len(found) == len(cells)
    for row, written in zip(found, cells, strict=True):
        for quote, cell in zip(row, written, strict=True):
            assert_found_again(text, quote)
            shown = without_raised_digits(plain_characters(cell))
            assert not cell.isalnum() or quote.text == shown
    assert_found_again(
        text, page(text).outline.section("Prices").heading or Quote(text="none", locator="line:1")
    )


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=10), max_size=4))
@example(["one\x0ctwo", "three\u2028four", "five\x85six", "a\rb"])
def test_unusual_line_ends_do_not_shift_the_lines_of_a_page(paragraphs: list[str]) -> None:
    text = "\n\n".join(
        [*paragraphs, "# The heading", "| Model | Price |\n| --- | --- |\n| a | $5 |"]
    )
    blocks = page(text).outline.blocks
    headings = [
        block.quote
        for block in blocks
        if isinstance(block, Heading) and block.quote.text == "The heading"
    ]
    tables = [block for block in blocks if isinstance(block, Table)]
    fenced = any("```" in paragraph or "~~~" in paragraph for paragraph in paragraphs)
    if not fenced and "<" not in text:
        assert len(headings) == 1
        assert [row.pop("Price").text for row in tables[-1].rows(ignore=["Model"])] == ["$5"]
    for quote in [*headings, *(block.quote for block in blocks if isinstance(block, Line))]:
        assert_found_again(text, quote)


# --- HTML -----------------------------------------------------------------------------------------

Cell = tuple[str, int, int]
"""Text, columns spanned, rows spanned."""


@st.composite
def spanned_tables(draw: st.DrawFn) -> tuple[str, list[list[str]]]:
    """The source of a table whose cells span columns and rows, and the grid that a reader sees."""
    width, height = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    grid: list[list[str | None]] = [[None] * width for _ in range(height)]
    rows: list[str] = []
    for y in range(height):
        cells: list[str] = []
        for x in range(width):
            if grid[y][x] is not None:
                continue
            free = next((end for end in range(x, width) if grid[y][end] is not None), width)
            across, down = draw(st.integers(1, free - x)), draw(st.integers(1, height - y))
            text = f"cell {y} {x}"
            for row in grid[y : y + down]:
                row[x : x + across] = [text] * across
            cells.append(f'<td colspan="{across}" rowspan={down}><b>cell</b> {y}\n {x}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    heads = "".join(f"<th>column {x}</th>" for x in range(width))
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return f"<!doctype html><html><body><h1>Prices</h1>{table}</body></html>", [
        [str(cell) for cell in row] for row in grid
    ]


@settings(max_examples=100, deadline=None)
@given(spanned_tables())
def test_every_cell_of_an_html_table_leads_back_and_fills_what_it_spans(
    drawn: tuple[str, list[list[str]]],
) -> None:
    text, grid = drawn
    table = page(text).outline.sections("Prices")[0].table("column 0")
    found: list[list[str]] = []
    for row in table.rows():
        quotes = [row.pop(header.label) for header in table.headers]
        for quote in quotes:
            assert_found_again(text, quote)
        found.append([quote.text for quote in quotes])
    assert found == grid


# --- what leads nowhere ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "locator"),
    [
        ('{"a": {"b": 1}}', "json:/a/c"),
        ('{"a": {"b": 1}}', "json:/a"),
        ('{"a": [1]}', "json:/a/1"),
        ("one line", "line:2"),
        ("| a |\n| - |\n| 1 |", "line:3 > cell:2"),
        ("<!doctype html><p>x</p>", "css:html:nth-child(1) > body:nth-child(1) > p:nth-child(2)"),
        ("one line", "xpath://p"),
    ],
)
def test_a_locator_that_leads_nowhere_says_so(text: str, locator: str) -> None:
    with pytest.raises(LayoutChanged):
        page(text).text_at(locator)
