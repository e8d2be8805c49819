"""The first screen of a comparison: every row by its rule, how sure it is, and in all forms first."""

from collections.abc import Iterator
from datetime import date

import pytest

from reports.checks.page_checks import check_comparison
from reports.model.model_data import ModelDataCache
from reports.pages.comparison import Comparison, build_comparison
from reports.pages.sections.paired_rows import Row as TableRow
from reports.pages.sections.paired_rows import Tags
from reports.pages.uses import USES
from reports.render.page_forms import render_html, render_markdown, render_terminal
from reports.values.sentence import Sentence
from tests.support.small_catalog import GRANITE, JAMBA, NOVA, THEN, derived, route

DAY = date(2026, 5, 2)
CODE = [{"benchmark": f"SWE-bench part {part}", "value": 70} for part in range(4)]
LENGTH = {"benchmark": "Summary length (words)", "value": 90}
FALSE = {"benchmark": "Hallucination rate", "value": 9}
ROWS = {
    "amazon": [
        route(
            "amazon",
            NOVA,
            name="Nova 1",
            input=1,
            output=5,
            cache_read="0.1",
            context_tokens=256_000,
            max_output_tokens=8000,
            status="active",
            retired_date="2027-01-31",
            can={"vision": True, "reasoning": False, "function_calling": True},
            scores=[*CODE, LENGTH, FALSE],
        ),
    ],
    "bazaar": [
        route(
            "bazaar",
            GRANITE,
            name="Granite 4B",
            context_tokens=128_000,
            can={"vision": False, "reasoning": True, "structured_outputs": True},
            scores=[{**score, "value": 60} for score in CODE]
            + [{**LENGTH, "value": 50}, {**FALSE, "value": 3}],
        ),
        route("bazaar", JAMBA, name="Jamba Mini", input=1, output=5),
    ],
    "lists": [route("bazaar", JAMBA, input=1, output=5)],
}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelDataCache]:
    with derived(tmp_path_factory.mktemp("glance"), [(THEN, ROWS)], DAY) as catalog:
        cache = ModelDataCache(catalog)
        cache.load((GRANITE, NOVA, JAMBA))
        yield cache


@pytest.fixture(scope="module")
def page(models: ModelDataCache) -> Comparison:
    """Granite (a) and Nova (b)."""
    made = build_comparison(models, NOVA, GRANITE)
    check_comparison(made)
    return made


def row(page: Comparison, key: str) -> TableRow:
    return next(row for row in page.at_a_glance.rows if row.key == key)


def texts(page: Comparison, key: str) -> list[str]:
    found = row(page, key)
    return [words(found.a), words(found.b)]


def words(cell: object) -> str:
    if isinstance(cell, Tags):
        return ", ".join(tag.label for tag in cell.tags)
    assert isinstance(cell, Sentence)
    return cell.text


def test_the_price_at_the_traffic_says_what_it_is_made_of(page: Comparison) -> None:
    assert texts(page, "month") == [
        "No confirmed price.",
        "$2,050: $1 input and $5 output per 1M tokens at Amazon.",
    ]


def test_what_only_one_can_is_stated_and_a_gap_is_called_one(page: Comparison) -> None:
    a, b = texts(page, "only")
    assert a == (
        "reasoning, which the other is stated to lack; "
        "structured outputs, not sourced for the other"
    )
    assert b == "vision, multimodal input and function calling, not sourced for the other"


def test_shared_scores_are_counted_where_one_way_is_better(page: Comparison) -> None:
    # Of six shared scores a length tells nothing, and of a rate of errors the lower one is better.
    assert texts(page, "scores") == [
        "Ahead on 1 of 6; Hallucination rate 3%",
        "Ahead on 4 of 6; Hallucination rate 9%",
    ]
    assert row(page, "scores").leads == "b"
    signal = next(one for one in page.verdict.decisive if one.label == "Shared scores")
    assert signal.because.text == "Nova 1 is ahead on 4 of 6 shared scores, Granite 4B on 1."


def test_what_ends_is_said_with_its_day(page: Comparison) -> None:
    assert texts(page, "lifecycle") == [
        "Not sold by its maker; 1 live offer.",
        "Ends at Amazon on 2027-01-31; 1 live offer.",
    ]


def test_best_for_names_uses_by_rules_over_facts(page: Comparison) -> None:
    assert texts(page, "best_for") == [
        "Structured data, Reasoning",
        "Coding, RAG, Agents, Vision, Long documents",
    ]
    rules = {use.label: use.rule for use in USES}
    for cell in (row(page, "best_for").a, row(page, "best_for").b):
        assert isinstance(cell, Tags)
        assert all(rules[tag.label] == tag.rule for tag in cell.tags)


def test_a_switch_says_what_is_lost_and_won_in_each_direction(page: Comparison) -> None:
    from_granite, from_nova = (
        [sentence.text for sentence in sentences]
        for sentences in (page.switching.leaving_a, page.switching.leaving_b)
    )
    assert from_granite[0] == "Nova 1 is stated not to have reasoning."
    assert from_nova[0] == "Granite 4B adds reasoning."
    assert [text for text in from_nova if "no longer fit" in text] == [
        "Prompts of more than 128K tokens no longer fit; here 256K do."
    ]
    assert not [text for text in from_granite if "no longer fit" in text]
    assert page.switching.both[0].text.startswith("No seller lists both models as live")


def test_two_that_nothing_tells_apart_say_so_once(models: ModelDataCache) -> None:
    page = build_comparison(models, JAMBA, GRANITE)
    assert texts(page, "scores") == ["No benchmark has a score of both."] * 2
    assert render_html(page).count("No benchmark has a score of both.") == 1


def test_how_sure_it_is_stands_once_and_dissent_is_folded(page: Comparison) -> None:
    html = render_html(page)
    assert html.count("No value was reviewed by a person.") == 1
    assert page.at_a_glance.checked is not None
    assert page.at_a_glance.checked.text == "Prices last checked: Nova 1 2026-05-01."
    assert "✓ reviewed" not in html
    assert "also stated" not in html


def test_every_form_begins_with_it(page: Comparison) -> None:
    screen = render_terminal(page, width=80, is_whole=False)
    assert len(screen.splitlines()) <= 40
    assert max(map(len, screen.splitlines())) <= 80
    assert "$2,050" in screen
    assert "Sources" not in screen.title().splitlines()
    assert render_terminal(page, width=80).startswith(screen[:500])
    markdown = render_markdown(page)
    assert markdown.index("Only one can") < markdown.index("Decision scorecard")
    html = render_html(page)
    assert html.index("Only one can") < html.index('id="scorecard"')
