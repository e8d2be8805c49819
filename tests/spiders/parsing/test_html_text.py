"""A page is read as a person sees it: what is hidden, struck through, invisible or the mark of a
footnote is in no value, in HTML and in Markdown alike.
"""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.characters import plain_characters
from spiders.parsing.page import Page
from spiders.parsing.tables.table import Table

AMOUNTS = ["$5", "$0.25", "$12.50 / MTok", "$1,000"]
FOOTNOTES = [
    "<sup>1</sup>",
    "<sup> 12 </sup>",
    "<sup>(1)</sup>",
    "<sup>[2]</sup>",
    "<sup>a</sup>",
    "<sup>1, 2</sup>",
    '<sup><a href="#n1">1</a></sup>',
    "¹",
    "²³",
]
HIDDEN = [
    "<span hidden>1</span>",
    '<span style="display:none">was $9</span>',
    '<span style="color:red; DISPLAY : none !important">$9</span>',
    '<span style="visibility:hidden">00</span>',
    '<span aria-hidden="true">$9</span>',
    '<span class="visually-hidden">nine dollars</span>',
    '<span class="note sr-only">per million</span>',
    '<span class="hidden">$9</span>',
    '<b hidden="">$9</b>',
]
STRUCK = [
    "<s>$9</s> ",
    "<del>$9.00</del> ",
    "<strike>$9</strike> ",
    '<span style="text-decoration: line-through">$9</span> ',
    '<span class="line-through">$9</span> ',
    "<del><b>$9</b></del> ",
]
INVISIBLE = ["\u200b", "\u2060", "\u00ad", "\ufeff", "\u200e", "\u200d"]
decorations = st.sampled_from([*FOOTNOTES, *HIDDEN, *INVISIBLE])


def page(text: str) -> Page:
    return Page(text.encode(), url="https://example.com/pricing")


def html_table(*rows: str) -> Page:
    header = "<tr><th>Model</th><th>Price</th></tr>"
    return page(
        f"<!doctype html><body><h1>Prices</h1><table>{header}{''.join(rows)}</table></body>"
    )


def markdown_table(cell: str, name: str = "nova-1") -> Page:
    return page(f"# Prices\n\n| Model | Price |\n| --- | --- |\n| {name} | {cell} |\n")


def rows_of(read: Page) -> list[tuple[str, str]]:
    table: Table = read.outline.table("Model", "Price")
    rows = [(row.pop("Model"), row.pop("Price")) for row in table.rows()]
    for model, price in rows:
        for quote in (model, price):
            assert read.text_at(quote.locator) == quote.text
    return [(model.text, price.text) for model, price in rows]


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(AMOUNTS), st.sampled_from(["", *STRUCK]), st.lists(decorations, max_size=3))
def test_an_amount_is_read_alike_whatever_a_page_puts_around_it(
    amount: str, struck: str, around: list[str]
) -> None:
    cell = struck + amount + "".join(around)
    as_html = f"<tr><td>nova-1{''.join(around)}</td><td>{cell}</td></tr>"
    assert rows_of(html_table(as_html)) == [("nova-1", amount)]
    assert rows_of(markdown_table(cell, "nova-1" + "".join(around))) == [("nova-1", amount)]


@pytest.mark.parametrize(("amount", "mark"), list(product(AMOUNTS, ["^1^", "^12^"])))
def test_a_mark_between_carets_is_a_footnote(amount: str, mark: str) -> None:
    assert rows_of(markdown_table(amount + mark)) == [("nova-1", amount)]


def test_text_struck_by_markdown_is_the_old_price() -> None:
    assert rows_of(markdown_table("~~$9~~ $5")) == [("nova-1", "$5")]
    assert rows_of(markdown_table("~$5")) == [("nova-1", "~$5")]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("per 10<sup>6</sup> tokens", "per 10^6 tokens"),
        ("per 10⁶ tokens", "per 10^6 tokens"),
        ("March 13<sup>th</sup>", "March 13th"),
        ("Nova<sup>TM</sup> 2", "Nova TM 2"),
        ("72.7<sup>*</sup>", "72.7*"),
        ("$5<sup>†</sup>", "$5†"),
        ("nova-<wbr>v4-<wbr>pro", "nova-v4-pro"),
    ],
)
def test_a_raised_text_that_is_no_mark_keeps_its_meaning(written: str, shown: str) -> None:
    assert rows_of(html_table(f"<tr><td>a</td><td>{written}</td></tr>")) == [("a", shown)]
    assert rows_of(markdown_table(written, "a")) == [("a", shown)]


@pytest.mark.parametrize(
    "marks",
    ["hidden", 'style="display:none"', 'aria-hidden="true"', 'class="row hidden"', "hidden=hidden"],
)
def test_a_row_that_is_hidden_is_not_offered(marks: str) -> None:
    hidden = f"<tr {marks}><td>nova-0</td><td>$9</td></tr>"
    shown = "<tr><td>nova-1</td><td>$5</td></tr>"
    assert rows_of(html_table(hidden, shown)) == [("nova-1", "$5")]
    group = f"<tbody {marks}>{hidden}</tbody>"
    assert ("nova-0", "$9") not in rows_of(html_table(shown, group))


@pytest.mark.parametrize("marks", ["hidden", 'style="display: none"', 'aria-hidden="true"'])
def test_a_card_that_is_hidden_is_not_offered(marks: str) -> None:
    cards = f"<div class=card>nova-1</div><div class=card {marks}>nova-0</div>"
    inside = f"<section {marks.replace('aria-', 'data-')}><div class=card>nova-2</div></section>"
    read = page(f"<!doctype html><body>{cards}</body>")
    assert [card.quote.text for card in read.elements(".card")] == ["nova-1"]
    if "aria" not in marks:
        read = page(f"<!doctype html><body>{cards}{inside}</body>")
        assert [card.quote.text for card in read.elements(".card")] == ["nova-1"]


@pytest.mark.parametrize(
    "wrapper",
    [
        '<div role="tabpanel" hidden>{}</div>',
        '<div class="tab-pane" style="display:none">{}</div>',
        '<div class="accordion-body hidden">{}</div>',
        '<div class="hidden md:block">{}</div>',
        '<div hidden id="S:1">{}</div>',
        "<div data-content-switcher-pane hidden>{}</div>",
    ],
)
def test_what_a_click_or_a_wide_window_shows_is_offered(wrapper: str) -> None:
    table = "<table><tr><th>Model</th><th>Price</th></tr><tr><td>a</td><td>$5</td></tr></table>"
    read = page(f"<!doctype html><body>{wrapper.format(table)}</body>")
    assert rows_of(read) == [("a", "$5")]


def test_a_block_that_is_hidden_gives_no_table_unless_its_source_says_that_it_unfolds() -> None:
    table = "<table><tr><th>Model</th><th>Price</th></tr><tr><td>a</td><td>$5</td></tr></table>"
    body = f'<!doctype html><body><div class="old" hidden><h2>Old</h2>{table}</div></body>'
    assert not page(body).outline.tables("Model")
    opened = page(body)
    opened.folded_elements = ".old"
    assert rows_of(opened) == [("a", "$5")]


def test_a_text_for_some_readers_only_counts_where_there_is_no_other() -> None:
    check = '<td><svg></svg><span class="sr-only">Yes</span></td>'
    assert rows_of(html_table(f"<tr><td>a</td>{check}</tr>")) == [("a", "Yes")]
    icon = '<td><span aria-hidden="true">✓</span></td>'
    assert rows_of(html_table(f"<tr><td>a</td>{icon}</tr>")) == [("a", "✓")]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("nova\u2011v4\u2010pro", "nova-v4-pro"),
        ("nova\u00a04.5", "nova 4.5"),
        ("no\u00adva\u200b-1", "nova-1"),
        ("\uff04\uff10.\uff14\uff13\uff15", "$0.435"),
        ("\uff27\uff30\uff34-5", "GPT-5"),
        ("\u22121", "-1"),
        ("a – b —", "a – b —"),
        ("（限时）", "（限时）"),
    ],
)
def test_every_format_gives_plain_characters(written: str, plain: str) -> None:
    assert plain_characters(written) == plain
    assert page(f'{{"id": "{written}"}}').json().require("id").text == plain
    key = next(iter(page(f'{{"{written}": {{"a": 1}}}}').json().object_members()))[0]
    assert key.text == plain
    assert page(f"id: {written}\n").yaml().require("id").text == plain
    assert next(page(f"id\n{written}\n").csv().rows()).pop("id").text == plain
    attribute = page(f'<!doctype html><p id="{written}">x</p>').elements("p")[0].attribute("id")
    assert attribute.text == plain
    if "—" not in written:
        assert rows_of(markdown_table("$1", written)) == [(plain, "$1")]
        cells = f"<tr><td>{written}</td><td>$1</td></tr>"
        assert rows_of(html_table(cells)) == [(plain, "$1")]
