"""The page model: five states, a verdict that can be withheld, and the defects that a page must not
have.
"""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipeline.home import Home
from reports.checks.page_checks import check_comparison
from reports.pages.comparison import Comparison, compare
from reports.pages.sections.paired_rows import Row as TableRow
from reports.render.footnote_marks import fill_text_marks
from reports.render.page_forms import render_html, render_json, render_markdown, render_terminal
from reports.render.plain_text import value_text
from reports.values.citations import source_numbers
from reports.values.page_walk import walk_parts
from reports.values.sentence import Sentence, citable, format_sentence
from reports.values.value import DisputedValue, NotSourced, StatedValue, Value, is_no, is_yes
from tests.support.small_catalog import (
    GRANITE,
    GRANITE_CARD,
    NOVA,
    NOVA_CARD,
    NOW,
    THEN,
    Row,
    derived,
    route,
)
from warehouse.store import open_catalog

Made = Callable[..., Comparison]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The page of Granite (a) and Nova (b) from these rows of each source, each made once."""
    pages: dict[str, Comparison] = {}

    def make(**rows: list[Row]) -> Comparison:
        key = json.dumps(rows)
        if key not in pages:
            with derived(tmp_path_factory.mktemp("page"), [(THEN, rows)], NOW) as catalog:
                pages[key] = compare(catalog, GRANITE, NOVA)
            check_comparison(pages[key])
        return pages[key]

    return make


@pytest.fixture(scope="module")
def page(small_home: Home) -> Comparison:
    with open_catalog(small_home.path, NOW) as catalog:
        return compare(catalog, GRANITE, NOVA)


def both(granite: Row | None = None, nova: Row | None = None) -> list[Row]:
    return [
        route("bazaar", GRANITE, **(GRANITE_CARD if granite is None else granite)),
        route("bazaar", NOVA, **(NOVA_CARD if nova is None else nova)),
    ]


def answers(page: Comparison, name: str) -> TableRow:
    return next(row for row in (*page.specs.rows, *page.capabilities.rows) if row.key == name)


def value(page: Comparison, name: str, key: str) -> Value:
    cell = getattr(answers(page, name), key)
    assert hasattr(cell, "state")
    return cell


def words(page: Comparison) -> str:
    return "\n".join(node.text for _, node in walk_parts(page) if isinstance(node, Sentence))


# --- five states ----------------------------------------------------------------------------------


def test_the_five_states_have_each_one_word(made: Made) -> None:
    page = made(
        bazaar=both(nova={**NOVA_CARD, "can": {"function_calling": True, "reasoning": False}}),
        lists=[
            route("cheapskate", NOVA, can={"function_calling": False, "reasoning": False}),
            route("amazon", NOVA, open_weights=False),
        ],
    )
    shown = {
        name: fill_text_marks(value_text(value(page, name, "b")), source_numbers(page.sources))
        for name in ("context_tokens", "reasoning", "architecture", "licence", "function_calling")
    }
    assert shown["context_tokens"] == "200,000 tokens [1]"
    assert shown["reasoning"] == "No [1]"
    assert shown["architecture"] == "Not sourced"
    assert shown["licence"] == "Not applicable (its weights are not published) [2]"
    assert shown["function_calling"] == "Disputed: Yes (bazaar) [1]; No (lists) [2]"


def test_missing_is_never_no_nor_zero_nor_a_dash(made: Made) -> None:
    page = made(
        bazaar=[route("bazaar", GRANITE, name="Granite 4B"), route("bazaar", NOVA, name="Nova 1")]
    )
    names = [row.key for row in (*page.specs.rows, *page.capabilities.rows)]
    # Granite 4B has its size in its name.
    known = {(name, side) for name in names for side in ("a", "b")} - {("parameters_total", "a")}
    assert {value(page, name, side).state for name, side in known} == {"not sourced"}
    text = render_terminal(page)
    assert "None" not in text
    assert " - " not in text.replace("\n- ", "\n")
    assert "null" not in text


def test_a_dispute_shows_both_values_and_both_sources(made: Made) -> None:
    page = made(bazaar=both(), lists=[route("cheapskate", NOVA, released_date="2025-12-24")])
    released = value(page, "released_date", "b")
    assert isinstance(released, DisputedValue)
    assert [(s.text, s.publishers, s.sellers) for s in released.statements] == [
        ("2025-11-02", ("bazaar",), ("bazaar",)),
        ("2025-12-24", ("lists",), ("cheapskate",)),
    ]
    assert len({statement.receipt.source for statement in released.statements}) == 2


def test_a_less_precise_date_that_agrees_is_no_dispute(made: Made) -> None:
    page = made(bazaar=both(), lists=[route("cheapskate", NOVA, released_date="2025-11")])
    assert isinstance(value(page, "released_date", "b"), StatedValue)


def test_a_sellers_price_leads_what_others_say_of_it(made: Made) -> None:
    page = made(
        amazon=[route("amazon", NOVA, input=1, output=5)],
        lists=[route("amazon", NOVA, input=1, output=6)],
        bazaar=both(),
    )
    output = next(r for r in page.pricing.b.live if r.provider_id == "amazon").output
    assert isinstance(output, DisputedValue)
    assert [s.text for s in output.statements] == ["$5", "$6"]
    assert output.is_led


def test_stale_values_say_so_and_gone_ones_since_when(tmp_path: Path) -> None:
    nights = [
        (THEN, {"bazaar": both()}),
        (date(2026, 5, 13), {"bazaar": [both()[0], route("bazaar", NOVA, name="Nova 1")]}),
    ]
    with derived(tmp_path, nights, date(2026, 9, 1)) as catalog:
        page = compare(catalog, GRANITE, NOVA)
    html = render_html(page)
    # All of it is: said once, and no value is marked.
    assert "facts are stale: no page has confirmed them for long" in html
    assert "◷ stale" not in html
    assert "gone from its page 2026-05-13" in value_text(value(page, "context_tokens", "b"))
    assert "⊘ gone from its page 2026-05-13" in html


def test_each_stated_value_leads_to_its_bytes_and_its_text(page: Comparison) -> None:
    sources = {source.key: source for source in page.sources}
    for _, node in walk_parts(page):
        if isinstance(node, StatedValue):
            for receipt in node.receipts:
                source = sources[receipt.source]
                assert len(source.digest) == 64
                assert source.url.startswith("https://")
                assert receipt.fact_id in {
                    fact.fact_id for taken in source.taken for fact in taken.facts
                }
    assert {
        fact.quote for source in page.sources for taken in source.taken for fact in taken.facts
    } >= {
        "262144",
        "0.8",
    }


# --- what implies what ----------------------------------------------------------------------------


def test_reading_pictures_is_vision_and_multimodal(made: Made) -> None:
    page = made(bazaar=both(), lists=[route("cheapskate", GRANITE, input_modalities="text")])
    assert is_yes(value(page, "vision", "b"))
    assert is_yes(value(page, "multimodal", "b"))
    assert is_no(value(page, "vision", "a"))


def test_a_no_that_one_aggregator_alone_says_is_a_gap_that_quotes_it(made: Made) -> None:
    page = made(bazaar=both())
    gap = value(page, "reasoning", "b")
    assert isinstance(gap, NotSourced)
    assert gap.quote == "false"
    assert gap.source in {source.key for source in page.sources}
    assert "one aggregator alone says no" in value_text(gap)


@pytest.mark.parametrize("source", ["amazon", pytest.param("lists", marks=pytest.mark.slow)])
def test_a_no_that_a_first_party_or_two_aggregators_say_is_no(source: str, made: Made) -> None:
    page = made(bazaar=both(), **{source: [route("amazon", NOVA, can={"reasoning": False})]})
    assert is_no(value(page, "reasoning", "b"))


def test_a_price_for_reasoning_makes_reasoning_a_dispute_or_a_yes(made: Made) -> None:
    priced = [both()[0], route("bazaar", NOVA, input=1, output=5, reasoning=5, **NOVA_CARD)]
    said = made(bazaar=priced, lists=[route("cheapskate", NOVA, can={"reasoning": False})])
    disputed = value(said, "reasoning", "b")
    assert isinstance(disputed, DisputedValue)
    assert [(s.text, s.rule) for s in disputed.statements] == [
        ("Yes", "a price for reasoning implies it"),
        ("No", None),
    ]


@pytest.mark.slow
def test_a_resellers_no_to_published_weights_counts_for_nothing(made: Made) -> None:
    page = made(bazaar=both(granite={**GRANITE_CARD, "open_weights": False}))
    assert isinstance(value(page, "open_weights", "a"), NotSourced)


def test_tool_use_is_function_calling_unless_told_apart(made: Made) -> None:
    page = made(bazaar=both())
    assert value(page, "tool_use", "b") == value(page, "function_calling", "b")


def test_published_weights_without_a_licence_are_a_gap(page: Comparison) -> None:
    assert isinstance(answers(page, "licence").a, NotSourced)
    assert "under which licence is a gap in our data" in words(page)


@pytest.mark.slow
def test_an_answer_longer_than_the_context_of_others_is_no_value(made: Made) -> None:
    without = {name: value for name, value in NOVA_CARD.items() if name != "max_output_tokens"}
    page = made(
        bazaar=both(nova=without),
        lists=[route("freebie", NOVA, name="Nova 1", max_output_tokens=300_000)],
    )
    assert value(page, "max_output_tokens", "b").state == "not sourced"
    assert value(page, "context_tokens", "b").state == "value"


def test_of_limits_that_one_page_contradicts_neither_is_a_value(made: Made) -> None:
    page = made(bazaar=both(nova={**NOVA_CARD, "max_output_tokens": 300_000}))
    assert value(page, "max_output_tokens", "b").state == "not sourced"
    assert value(page, "context_tokens", "b").state == "not sourced"


# --- the verdict ----------------------------------------------------------------------------------


def test_a_verdict_on_too_little_is_withheld_and_names_what_is_missing(made: Made) -> None:
    page = made(
        bazaar=[route("bazaar", GRANITE, name="Granite 4B"), route("bazaar", NOVA, name="Nova 1")]
    )
    assert (page.verdict.kind, page.verdict.confidence) == ("withheld", None)
    assert "Missing: monthly cost, context window, max output" in page.verdict.sentence.text


def test_a_model_without_a_price_is_never_the_choice(made: Made) -> None:
    poor = {
        **NOVA_CARD,
        "context_tokens": 8000,
        "max_output_tokens": 1000,
        "knowledge_cutoff": "2020-01",
    }
    page = made(
        bazaar=[
            route("freebie", GRANITE, **GRANITE_CARD),
            route("bazaar", NOVA, input=1, output=5, **poor),
        ]
    )
    assert page.verdict.kind == "split"
    assert page.verdict.sentence.text.startswith("No overall choice: Granite 4B leads on")
    assert "no price of it is confirmed" in page.verdict.sentence.text


def test_a_clear_lead_is_said_with_its_reasons(made: Made) -> None:
    poor = {
        **NOVA_CARD,
        "context_tokens": 8000,
        "max_output_tokens": 1000,
        "knowledge_cutoff": "2020-01",
    }
    page = made(
        bazaar=[
            route("bazaar", GRANITE, input="0.8", output=4, **GRANITE_CARD),
            route("bazaar", NOVA, input=1, output=5, **poor),
        ],
        lists=[route("amazon", NOVA, open_weights=False)],
    )
    assert page.verdict.kind == "leads"
    assert page.verdict.sentence.text.startswith(
        "Granite 4B leads on 5 of 7 signals, above all monthly cost, context window and"
    )
    assert [signal.label for signal in page.verdict.missing] == ["Shared scores", "Lifecycle"]


def test_months_that_are_printed_alike_are_level(made: Made) -> None:
    nova = {**NOVA_CARD, "input": "0.799999", "output": 4}
    granite = {**GRANITE_CARD, "input": "0.8", "output": 4}
    page = made(bazaar=both(granite, nova))
    assert "Both cost $1,640 a month at this traffic." in words(page)
    assert page.at_a_glance.rows[0].leads == "tie"


def test_less_than_a_tenth_apart_is_level(made: Made) -> None:
    page = made(bazaar=both(nova={**NOVA_CARD, "context_tokens": 250_000}))
    assert "differ by less than a tenth" in words(page)
    assert page.scorecard.rows[2].leads == "tie"


def test_an_unknown_cannot_stand_in_a_sentence() -> None:
    assert citable(NotSourced(about="x")) is None
    with pytest.raises(ValueError, match="2 parts for 1 places"):
        format_sentence("{}", "a", "b")


# --- sections -------------------------------------------------------------------------------------


def test_a_fact_that_holds_both_ways_stands_once(page: Comparison) -> None:
    both_ways = [sentence.text for sentence in page.switching.both]
    one_way = [sentence.text for sentence in (*page.switching.leaving_a, *page.switching.leaving_b)]
    assert both_ways == [
        "bazaar sells both, so a switch there changes only the model's id.",
        "On bazaar the id goes from granite-4b to nova-1.",
    ]
    assert len(set(one_way)) == len(one_way)
    assert not set(both_ways) & set(one_way)


def test_a_gap_in_our_data_is_no_cost_of_switching(page: Comparison) -> None:
    gaps = " ".join(sentence.text for sentence in page.switching.gaps)
    assert "is a gap in our data" in gaps
    assert "gap" not in " ".join(
        sentence.text for sentence in (*page.switching.leaving_a, *page.switching.leaving_b)
    )


def test_what_changed_newest_first_with_sources(page: Comparison) -> None:
    days = [event.day for event in page.events]
    assert days == sorted(days, reverse=True)
    text = "\n".join(event.sentence.text for event in page.events)
    assert "Price of output of Nova 1 on bazaar: from $5 per 1M tokens to $4 per 1M tokens." in text
    assert "Amazon retired Nova 1 on 2026-05-10." in text
    assert all(event.sources for event in page.events)


def test_price_history_is_what_its_source_said(page: Comparison) -> None:
    history = page.pricing.b.history
    assert history
    assert [
        (str(p.since), p.input and p.input.text, p.output and p.output.text) for p in history.points
    ] == [
        ("2026-05-01", "$1", "$5"),
        ("2026-05-20", "$1.50", "$4"),
    ]


def test_no_benchmark_is_said_plainly(page: Comparison) -> None:
    assert page.benchmarks.note.text.startswith("No benchmark source is read yet")


def test_same_input_same_bytes(small_home: Home) -> None:
    made: list[tuple[str, ...]] = []
    for _ in range(2):
        with open_catalog(small_home.path, NOW) as catalog:
            page = compare(catalog, NOVA, GRANITE)
        made.append(
            (render_html(page), render_json(page), render_markdown(page), render_terminal(page))
        )
    assert made[0] == made[1]


def test_json_is_exactly_the_page_model(page: Comparison) -> None:
    assert render_json(page) == page.model_dump_json(exclude_none=True) + "\n"


def test_the_terminal_keeps_its_width_and_has_no_escapes(page: Comparison) -> None:
    for width in (60, 80, 120):
        text = render_terminal(page, width=width)
        assert max(map(len, text.splitlines())) <= width
        assert "\x1b" not in text
    assert "\x1b[" in render_terminal(page, color=True)
