"""Tables as wide as they may be."""

import pytest
from rich.cells import cell_len

from pipeline.table_text import fitting_columns, table_text, wrapped

COLUMNS = ["model", "state", "said"]
ROWS = [
    ["通义千问3.5-大型语言模型", "fresh", "a sentence of several words " * 4],
    ["nova", "broken", "x" * 90],
    ["", "", ""],
]


@pytest.mark.parametrize("width", [40, 80, 160, 400])
def test_no_line_is_wider_and_no_letter_is_lost(width: int) -> None:
    text = table_text(COLUMNS, ROWS, width)
    assert max(map(cell_len, text.splitlines())) <= width
    letters = "".join(text.split())
    for word in ("通义千问3.5", "nova", "broken", "several"):
        assert word in letters
    assert letters.count("x") == 90


def test_wide_letters_count_twice() -> None:
    lines = table_text(["name", "n"], [["价格", "1"], ["abcd", "2"]]).splitlines()
    assert lines == ["name  n", "价格  1", "abcd  2"]


def test_columns_too_many_for_the_width_become_lines_of_name_and_value() -> None:
    columns = [f"column_{number}" for number in range(12)]
    text = table_text(columns, [[f"a long value {number}" for number in range(12)]], 60)
    assert text.splitlines()[3].split() == ["column_3", "a", "long", "value", "3"]
    assert fitting_columns(columns, [["a long value"] * 12], 60) == 4


def test_colours_are_there_where_they_are_asked_for() -> None:
    assert "\x1b[31mbroken\x1b[0m" in table_text(COLUMNS, ROWS, 80, has_color=True)
    assert "\x1b" not in table_text(COLUMNS, ROWS, 80)


def test_a_line_goes_on_indented() -> None:
    line = f"  page       {'word ' * 10}{'y' * 60}"
    lines = wrapped(line, 40, 13)
    assert max(map(len, lines)) <= 40
    assert all(each.startswith(" " * 13) for each in lines[1:])
    assert "".join("".join(lines).split()) == "".join(line.split())
