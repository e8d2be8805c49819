"""The lines around a quote, in every form of page, with the quote marked where it stands."""

import pytest

from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.quoted_lines import LONGEST_SIDE, Line, QuotedLines

MARKDOWN = """# Prices

| Model | In | Out |
|---|---|---|
| Nova **1** | $5 | $5 |
| Granite | `g-1`, `g-2` | \\$7 |

Batch calls cost $2, and $2 more at night.
"""
JSON = (
    '{"data": [{"id": "nova", "pricing": {"in": 1.50, "out": "5"}, "can": ["a", "b"], "x": null}]}'
)
HTML = """<html><body><table id="t"><tr><th>Model</th><th>In</th><th>Out</th></tr>
<tr><td>Nova</td><td>$5</td><td>$5</td></tr><tr><td>Granite</td><td>$1</td><td>$7</td></tr></table>
<ul id="l"><li>One</li><li>Nova reads <b>200K</b> tokens</li></ul></body></html>"""
CSV = "model,score,day\nnova,0.5,2026-05-01\n"
YAML = "---\nlicence: MIT\nbase: nova\n---\n# Card\n"
ROW = "css:#t > tr:nth-child(2)"


def around(text: str, locator: str) -> list[tuple[str, str, str]]:
    page = Page(text.encode(), url="https://acme.example/prices")
    lines = QuotedLines(page).around(locator, page.text_at(locator))
    assert len([line for line in lines if line.marked]) == 1
    return [(line.before, line.marked, line.after) for line in lines]


@pytest.mark.parametrize(
    ("text", "locator", "marked"),
    [
        (MARKDOWN, "line:5 > cell:2", ("| Nova **1** | ", "$5", " | $5 |")),
        (MARKDOWN, "line:5 > cell:3", ("| Nova **1** | $5 | ", "$5", " |")),
        (MARKDOWN, "line:5 > cell:1", ("| ", "Nova **1", "** | $5 | $5 |")),
        (MARKDOWN, "line:6 > cell:2", ("| Granite | `", "g-1`, `g-2", "` | \\$7 |")),
        (MARKDOWN, "line:1", ("# ", "Prices", "")),
        (MARKDOWN, "line:8 > chars:17-19", ("Batch calls cost ", "$2", ", and $2 more at night.")),
        (MARKDOWN, "line:8 > chars:25-27", ("Batch calls cost $2, and ", "$2", " more at night.")),
        (JSON, "json:/data/0/pricing/in", ('"in": ', "1.50", "")),
        (JSON, "json:/data/0/pricing/out", ('"out": "', "5", '"')),
        (JSON, "json:/data/0/can", ('"can": [', "a, b", "]")),
        (JSON, "json:/data/0/can/1", ('"', "b", '"')),
        (JSON, "json:/data/0/pricing > key:", ('"', "pricing", '": {…}')),
        (JSON, "json:/data/0/id > chars:0-2", ('"id": "', "no", 'va"')),
        (HTML, f"{ROW} > td:nth-child(2)", ("Nova ", "$5", " $5")),
        (HTML, f"{ROW} > td:nth-child(3)", ("Nova $5 ", "$5", "")),
        (HTML, "css:#l > li:nth-child(2) > b:nth-child(1)", ("Nova reads ", "200K", " tokens")),
        (CSV, "csv:2/2", ("score: ", "0.5", "")),
        (YAML, "yaml:/licence", ('"licence": "', "MIT", '"')),
        (MARKDOWN, "url: > chars:8-12", ("https://", "acme", ".example/prices")),
    ],
)
def test_the_quote_is_marked_where_it_stands(
    text: str, locator: str, marked: tuple[str, str, str]
) -> None:
    assert marked in around(text, locator)


def test_only_the_lines_beside_it_are_shown() -> None:
    page = Page(MARKDOWN.encode(), url="")
    labels = [line.label for line in QuotedLines(page).around("line:5 > cell:2", "$5")]
    assert labels == ["4", "5", "6"]
    rows = around(HTML, f"{ROW} > td:nth-child(2)")
    assert [row[0] for row in rows] == ["Model In Out", "Nova ", "Granite $1 $7"]
    assert around(JSON, "json:/data/0/id") == [
        ('"id": "', "nova", '"'),
        ('"pricing": {…}', "", ""),
    ]


def test_a_long_line_is_cut_around_the_quote() -> None:
    text = f"{'a' * 500} $5 {'b' * 500}\n"
    ((line),) = QuotedLines(Page(text.encode(), url="")).around("line:1 > chars:501-503", "$5")
    assert line == Line("1", f"…{'a' * (LONGEST_SIDE - 1)} ", "$5", f" {'b' * (LONGEST_SIDE - 1)}…")


def test_another_text_at_the_place_is_refused() -> None:
    with pytest.raises(LayoutChanged, match="another text"):
        QuotedLines(Page(MARKDOWN.encode(), url="")).around("line:5 > cell:2", "$6")
