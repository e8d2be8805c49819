"""Whatever a page says is shown, and does nothing: on a terminal, in CSV, Markdown and JSON, in
HTML and in messages.
"""

import csv
import io
import json
import re
import unicodedata

import pytest
from click.testing import CliRunner

from pipeline import output
from pipeline.alerting.alert import Alert
from pipeline.alerting.alerts import Notification, _compose  # pyright: ignore[reportPrivateUsage]
from pipeline.home import Home
from pipeline.output import Format, format_rows
from reports.render.footnote_marks import text_mark
from reports.render.html_prose import sentence_html
from reports.render.markdown_page import escaped
from reports.render.page_forms import _environment  # pyright: ignore[reportPrivateUsage]
from reports.values.sentence import Sentence
from reports.values.visible_text import visible
from tests.support.command_line import cardkeep

HOSTILE = [
    "\x1b[2J\x1b[H cleared",
    "\x1b]0;a title\x07",
    "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "\x9b31m red by C1",
    "over\rwritten",
    "back\b\b\bspace",
    "price \u202e5$ \u202c",
    "\u2066isolated\u2069",
    "\u200emarks\u200f",
    "line\u2028separator",
    "\ufeffbom",
    "del\x7f",
    "tags\U000e0041\U000e007f",
    "old marks\u206a\ufff9",
    "half \ud83d a character",
]


def hidden(text: str) -> list[str]:
    """The characters of a text that a terminal or a browser would act on."""
    acting = (
        "\u206a\ufff9\U000e0041\U000e007f"
        "\u200e\u200f\u061c\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
    )
    return [
        each
        for each in text
        if (unicodedata.category(each) in ("Cc", "Cs") and each != "\n") or each in acting
    ]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("form", ["table", "csv", "md", "json", "jsonl"])
def test_no_hidden_character_gets_through_any_form(text: str, form: Format) -> None:
    printed = format_rows([text], [[text]], form)
    assert hidden(printed) == []
    if form in ("json", "jsonl"):
        found = json.loads(printed)
        assert (found[0] if form == "json" else found) == {text: text}, "JSON says the same"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_hidden_character_gets_through_words_pages_and_messages(text: str) -> None:
    assert hidden(visible(text)) == []
    template = _environment().from_string("<p>{{ text }}</p>{{ text | spaced }}")
    assert hidden(template.render(text=text)) == []
    assert hidden(sentence_html(Sentence(parts=(text,)))) == []
    assert hidden(escaped(text)) == []
    alert = Alert(severity="warn", cause=text, since_at=None, happened=text, kept=text, todo=text)
    assert hidden(_compose([Notification(event="raised", alert=alert)])[1]) == []


def test_the_marks_of_footnotes_stay() -> None:
    mark = text_mark("0123456789")
    assert escaped(f"5{mark} \x00no mark") == f"5{mark} \\\\x00no mark"


def test_what_a_command_says_is_harmless(small_home: Home) -> None:
    done = cardkeep(small_home.path, "show", "\x1b[2Jno model")
    assert "\\x1b[2Jno model" in done.stderr
    assert hidden(done.stderr) == []
    printed = CliRunner().isolation()
    with printed as (stdout, *_):
        output.echo("\x1b[31mred\nnext line\ttab")
    assert stdout.getvalue() == b"\\x1b[31mred\nnext line\ttab\n"


FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", " =1", "\n=1", "\r=1", "\u00a0=1"]
FULL_WIDTH_FORMULAS = ["\uff1d1", "\uff0b1", "\uff0d1", "\uff201"]


@pytest.mark.parametrize("text", [*FORMULAS, *FULL_WIDTH_FORMULAS])
def test_no_cell_and_no_header_of_csv_is_a_formula(text: str) -> None:
    rows = list(csv.reader(io.StringIO(format_rows([text], [[text]], "csv"))))
    for (cell,) in rows:
        assert cell.startswith("'"), cell


@pytest.mark.parametrize("number", ["-1", "-1.5", "3"])
def test_numbers_stay_numbers(number: str) -> None:
    assert format_rows(["n"], [[number]], "csv") == f"n\n{number}\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>x</script>",
        "[click](javascript:x)",
        "![i](http://evil.example)",
        "a | b",
        "a\n# b",
        "`x`",
    ],
)
def test_a_cell_of_markdown_holds_no_markup(text: str) -> None:
    _, rule, row = format_rows(["column"], [[text]], "md").splitlines()
    assert rule == "| --- |"
    assert not re.search(r"(?<!\\)[<>\[\]`]", row)
    assert len(re.findall(r"(?<!\\)\|", row)) == 2
