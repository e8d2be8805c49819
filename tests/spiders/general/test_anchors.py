"""Believed prices as anchors: a column means what it did only where they show it."""

import json

import pytest

from spiders.claims import Claim
from spiders.general.anchored_reading import AnchoredReading
from spiders.general.anchors import read_by_anchors
from spiders.general.reader import general_prices
from spiders.parsing.page import Page
from tests.support.prices_in_words import in_words

HEAD = "| Model | Input | Output |\n|---|---|---|\n"
ROWS = "".join(f"| nova-{n} | ${n}.25 / MTok | ${n}5 / MTok |\n" for n in range(1, 7))
GOOD = HEAD + ROWS


def believed(text: str = GOOD) -> list[Claim]:
    """What a page states, as its source read it before it changed."""
    return [price.claim for price in general_prices(Page(text.encode(), url=""))]


def read(text: str, before: str = GOOD) -> AnchoredReading:
    return read_by_anchors(Page(text.encode(), url=""), believed(before))


def test_a_renamed_header_is_found_by_its_values() -> None:
    reading = read(GOOD.replace("Input", "Rate A").replace("Output", "Rate B"))
    assert reading.summary == "100 % of 12 facts unchanged, 0 moved, 0 new"
    assert [in_words(claim) for claim in reading.confirmed] == [
        in_words(claim) for claim in sorted(believed(), key=lambda claim: claim.meter != "input")
    ]
    method = [
        context.text for context in reading.confirmed[0].quote.context if context.role == "method"
    ]
    assert method == ["read by anchors"]


def test_what_moved_and_what_is_new_is_no_fact() -> None:
    many = HEAD + "".join(f"| nova-{n} | ${n}.25 / MTok | ${n}5 / MTok |\n" for n in range(1, 25))
    page = (
        many.replace("Input", "Rate A").replace("$3.25", "$3.50")
        + "| nova-99 | $9 / MTok | $8 / MTok |\n"
    )
    reading = read(page, many)
    assert reading.summary == "97 % of 48 facts unchanged, 1 moved, 2 new"
    assert [(entry.believed.subject_name, entry.cell.quote.text) for entry in reading.moved] == [
        ("nova-3", "$3.50")
    ]
    assert {entry.cell.name.text for entry in reading.new} == {"nova-99"}
    assert "nova-3" not in {
        claim.subject_name for claim in reading.confirmed if claim.meter == "input"
    }


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("/ MTok", "/ KTok"), "another unit"),
        (("/ MTok", "/ bundle"), "a unit that nobody knows"),
        (("$", "€"), "another currency"),
        (("Model | Input | Output", "Model | Output | Input"), "headers changed places"),
        (("| Model", "## Batch\n\n| Model"), "another tier"),
        (("Input | Output", "Input (off-peak) | Output (off-peak)"), "at some times alone"),
        (("nova-", "vega-"), "other names"),
    ],
)
def test_what_words_contradict_is_not_confirmed(change: tuple[str, str], why: str) -> None:
    assert read(GOOD.replace(*change)).confirmed == [], why


def test_a_column_that_half_of_the_prices_contradict_shows_nothing() -> None:
    rows = [f"| nova-{n} | ${n}.25 / MTok | ${n}5 / MTok |\n" for n in range(1, 13)]
    moved = [row.replace(".25", ".75") for row in rows[:6]]
    page = HEAD.replace("Input", "Rate A") + "".join(moved + rows[6:])
    reading = read(page, HEAD + "".join(rows))
    assert {claim.meter for claim in reading.confirmed} == {"output"}


def test_a_header_that_names_another_currency_is_not_confirmed() -> None:
    head = "| Model | Input (USD per 1M tokens) | Output (USD per 1M tokens) |\n|---|---|---|\n"
    rows = "".join(f"| nova-{n} | {n}.25 | {n}5.00 |\n" for n in range(1, 7))
    assert len(read(head.replace("Input", "Rate A") + rows, head + rows).confirmed) == 12
    assert read(head.replace("USD", "EUR") + rows, head + rows).confirmed == []


def test_too_few_different_values_show_nothing() -> None:
    few = HEAD + "| nova-1 | $1 / MTok | $2 / MTok |\n| nova-2 | $1 / MTok | $2 / MTok |\n"
    assert read(few.replace("Input", "Rate A"), few).confirmed == []


def test_two_columns_that_hold_the_same_values_show_nothing() -> None:
    rows = "".join(f"| nova-{n} | ${n}.25 / MTok | ${n}.25 / MTok |\n" for n in range(1, 7))
    same = HEAD + rows
    renamed = same.replace("Input | Output", "Rate A | Rate B")
    assert read(renamed, same).confirmed == []


def test_a_band_that_moved_is_not_confirmed() -> None:
    head = "| Model | Input (<= 200K tokens) | Input (> 200K tokens) |\n|---|---|---|\n"
    good = head + ROWS
    assert len(read(good, good).confirmed) == 12
    assert read(good.replace("200K", "300K"), good).confirmed == []


def test_a_day_of_effect_that_moved_is_not_confirmed() -> None:
    good = GOOD.replace("nova-1 |", "nova-1 until May 1, 2027 |")
    moved = good.replace("May 1, 2027", "June 1, 2027").replace("Input", "Rate A")
    names = [claim.subject_name for claim in read(moved, good).confirmed]
    assert "nova-1" not in names
    assert len(names) == 10


def test_a_table_that_was_split_is_one() -> None:
    lines = GOOD.splitlines(keepends=True)
    split = "## One\n\n" + "".join(lines[:5]) + "\n## Two\n\n" + "".join([*lines[:2], *lines[5:]])
    reading = read(split.replace("Input", "Rate A"))
    assert len(reading.confirmed) == 12


def test_models_in_columns() -> None:
    names = [f"nova-{n}" for n in range(1, 7)]
    head = f"| Feature | {' | '.join(names)} |\n|{'---|' * 7}\n"
    prices = " | ".join(f"${n}.25 / MTok" for n in range(1, 7))
    good = f"{head}| Input price | {prices} |\n"
    reading = read(good.replace("Input price", "Rate A"), good)
    assert len(reading.confirmed) == 6


def listed(numbers: range, key: str) -> str:
    """A list of models as JSON, each with an id, a name and a price under a key."""
    models = [
        {"id": f"acme/nova-{n}", "name": f"Nova {n}", "pricing": {key: f"0.00000{n}25"}}
        for n in numbers
    ]
    return json.dumps({"data": models})


def test_a_new_object_is_one_new_price_by_whatever_name() -> None:
    reading = read(listed(range(1, 9), "rate_a"), listed(range(1, 8), "prompt"))
    assert reading.summary == "100 % of 7 facts unchanged, 0 moved, 1 new"


def test_a_name_that_is_read_otherwise_is_nothing_new() -> None:
    text = GOOD + "| nova-7 | $7.25 / MTok | $75 / MTok |\n"
    page = Page(text.replace("Input", "Rate A").encode(), url="")
    lost = [claim for claim in believed(GOOD) if claim.meter == "input"]
    assert {new.cell.name.text for new in read_by_anchors(page, lost).new} == {"nova-7"}
    assert read_by_anchors(page, lost, believed(text)).new == []
