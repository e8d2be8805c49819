"""The reference pair on recorded pages: what its page gets wrong, ours must not, then and today."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from pipeline.home import Home
from reports.checks.page_checks import check_comparison
from reports.data.model_lookup import find_model
from reports.model.model_data import ModelDataCache
from reports.model.routes import Route
from reports.pages.comparison import Comparison, build_comparison, compare
from reports.pages.sections.paired_rows import Row, Tags
from reports.render.page_forms import render_html, render_markdown, render_terminal
from reports.render.plain_text import value_text
from reports.values.page_walk import walk_parts
from reports.values.sentence import Count, Sentence
from reports.values.value import (
    DisputedValue,
    StatedValue,
    Value,
    is_no,
    is_yes,
    leading_value,
    number_of,
)
from warehouse.store import Database, open_catalog

pytestmark = pytest.mark.recorded

HAIKU, QWEN = "claude-3-5-haiku", "qwen3.5-4b"
THEN, TODAY = date(2026, 5, 22), date(2026, 11, 23)


def page_of(home: Home, day: date, pair: tuple[str, str] = (HAIKU, QWEN)) -> Comparison:
    with open_catalog(home.path, day) as catalog:
        page = compare(catalog, *pair)
    check_comparison(page)
    return page


@pytest.fixture(scope="module")
def then(recorded_home: Home) -> Comparison:
    return page_of(recorded_home, THEN)


@pytest.fixture(scope="module")
def today(recorded_home: Home) -> Comparison:
    return page_of(recorded_home, TODAY)


def route(page: Comparison, provider: str) -> Route:
    routes = (
        *page.pricing.a.live,
        *page.pricing.a.ended,
        *page.pricing.b.live,
        *page.pricing.b.ended,
    )
    return next(
        found for found in routes if found.provider_id == provider and found.variant is None
    )


def row(page: Comparison, key: str) -> Row:
    return next(
        found
        for found in (*page.scorecard.rows, *page.specs.rows, *page.capabilities.rows)
        if found.key == key
    )


def value(page: Comparison, key: str, side: str) -> Value:
    return getattr(
        next(found for found in (*page.specs.rows, *page.capabilities.rows) if found.key == key),
        side,
    )


def prose(page: Comparison) -> str:
    return "\n".join(node.text for _, node in walk_parts(page) if isinstance(node, Sentence))


# --- then: 2026-05-22 -----------------------------------------------------------------------------


def test_the_month_is_priced_on_a_live_route(then: Comparison) -> None:
    best = then.cost.chosen.a.best
    assert best.kind == "bill"
    assert (best.provider, best.total.text, best.tier, best.region) == (
        "OpenRouter",
        "$1,640",
        "standard",
        None,
    )
    # Others state other prices of this route: OpenRouter's own leads.
    leading = [(leading_value(item.price), item.total.text) for item in best.items]
    assert [(price.text, total) for price, total in leading if price] == [
        ("$0.80", "$640"),
        ("$4", "$1,000"),
    ]
    assert best.confirmed.text == "2026-05-01"
    assert then.cost.chosen.shape.startswith("800M input + 250M output tokens a month")


def test_the_makers_own_route_is_retired_and_in_no_minimum(then: Comparison) -> None:
    own = route(then, "anthropic")
    assert own in then.pricing.a.ended
    assert (own.status, own.ended and own.ended.text, own.is_eligible, own.is_live) == (
        "retired",
        "2026-02-19",
        False,
        False,
    )
    assert [number_of(price) for price in (own.input, own.output)] == [Decimal("0.8"), Decimal(4)]
    bills = [cost.a.best for cost in (then.cost.chosen, *then.cost.others)]
    assert not [bill for bill in bills if bill.kind == "bill" and bill.route_id == own.route_id]
    assert "Anthropic ended its own route on 2026-02-19." in prose(then)


def test_zero_is_not_free(then: Comparison) -> None:
    seller = route(then, "siliconflow-cn")
    assert [price.state for price in (seller.input, seller.output)] == [
        "not sourced",
        "not sourced",
    ]
    html = render_html(then)
    assert "0 is stated where nothing on the page says free" in html
    assert "the page has “0”" in html
    assert then.cost.chosen.b.best.kind == "unavailable"
    assert "$0<" not in html
    assert "$0 " not in html


# --- today ----------------------------------------------------------------------------------------


def test_today_only_others_list_it_at_a_stale_price(today: Comparison) -> None:
    best = today.cost.chosen.a.best
    assert best.kind == "bill"
    assert (best.provider, best.total.text, best.is_stale) == ("DigitalOcean", "$1,640", True)
    html = render_html(today)
    assert "⊘ unconfirmed 2026-06-16" in html
    assert "⊘ retired 2026-02-19" in html
    for text in (render_terminal(today, width=200), render_markdown(today)):
        assert "$1,640" in text
        assert "stale" in text


# --- the defects of the reference page ------------------------------------------------------------


def test_tool_use_is_yes_for_both(then: Comparison) -> None:
    for key in ("tool_use", "function_calling"):
        assert all(is_yes(value(then, key, side)) for side in ("a", "b"))


def test_reasoning_is_not_inverted(then: Comparison) -> None:
    assert is_no(value(then, "reasoning", "a"))
    assert is_yes(value(then, "reasoning", "b"))


def test_disputed_structured_outputs_are_disputed(then: Comparison) -> None:
    assert isinstance(value(then, "structured_outputs", "a"), DisputedValue)


def test_each_count_is_the_length_of_its_list(then: Comparison) -> None:
    counts = [
        node
        for _, node in walk_parts(then)
        if isinstance(node, Count) and node.of == "pricing.a.live" and not node.where
    ]
    assert len(counts) > 3
    assert {count.number for count in counts} == {len(then.pricing.a.live)}


def test_no_class_word_that_no_fact_carries(then: Comparison) -> None:
    text = prose(then).casefold()
    assert "frontier" not in text
    assert "state-of-the-art" not in text
    fit = row(then, "fit").a
    assert isinstance(fit, Tags)
    assert "Reasoning" not in {tag.label for tag in fit.tags}


def test_vision_is_multimodal(then: Comparison, today: Comparison) -> None:
    for page in (then, today):
        for side in ("a", "b"):
            if is_yes(value(page, "vision", side)):
                assert is_yes(value(page, "multimodal", side))
    assert is_yes(value(then, "vision", "b"))


def test_the_model_without_a_price_is_not_the_choice(then: Comparison) -> None:
    assert then.verdict.kind != "leads"
    assert "safer" not in prose(then)
    assert then.verdict.sentence.text.startswith("No overall choice")


@pytest.mark.parametrize("made", [render_html, render_markdown, render_terminal])
def test_no_null_leaks_into_a_sentence(
    then: Comparison, today: Comparison, made: Callable[[Comparison], str]
) -> None:
    for page in (then, today):
        for leak in ("None", "null", "undefined", "nan", "NaN", "listed under Unknown"):
            assert f" {leak} " not in made(page)
            assert f">{leak}<" not in made(page)


def test_one_style_for_one_field(then: Comparison) -> None:
    context = row(then, "context_tokens")
    shown = [
        value_text(value(then, "context_tokens", side)).partition(" [")[0] for side in ("a", "b")
    ]
    assert shown == ["200,000 tokens", "262,144 tokens"]
    assert context.form == "full"
    assert row(then, "context").form == "short"
    assert "200K tokens" in prose(then)
    assert "262K tokens" in prose(then)
    assert "200k" not in prose(then)


def test_one_word_for_one_state(then: Comparison) -> None:
    html = render_html(then)
    for other in ("Unknown<", ">n/a", ">N/A", ">-<", "—"):
        assert other not in html


def test_no_sentence_stands_twice_in_switch_friction(then: Comparison) -> None:
    told = [
        s.text
        for s in (
            *then.switching.both,
            *then.switching.leaving_a,
            *then.switching.leaving_b,
            *then.switching.gaps,
        )
    ]
    assert len(set(told)) == len(told)
    assert then.switching.both[0].text.startswith("No seller lists both")


def test_reviews_and_checks_are_two_dates_and_every_value_has_evidence(then: Comparison) -> None:
    assert then.dates.newest_review is None
    assert then.dates.newest_check == THEN
    assert all(
        len(source.digest) == 64 and source.url.startswith("https://") for source in then.sources
    )
    assert "No value was reviewed by a person." in render_html(then)


def test_the_traffic_behind_a_price_is_stated(then: Comparison) -> None:
    assert "1M requests of 800 in, 250 out" in render_html(then)


# --- derived again --------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [THEN, TODAY])
@pytest.mark.parametrize(
    "pair", [(HAIKU, QWEN), ("claude-opus-4-6", "gpt-5.4"), ("deepseek-v3.2", "glm-4.7")]
)
def test_figures_counts_and_minima_follow_from_sql(
    recorded_home: Home, day: date, pair: tuple[str, str]
) -> None:
    page = page_of(recorded_home, day, pair)
    with open_catalog(recorded_home.path, day) as catalog:
        sides = (
            (page.header.a, page.cost.chosen.a, page.pricing.a, "a"),
            (page.header.b, page.cost.chosen.b, page.pricing.b, "b"),
        )
        for model, cost, routes, key in sides:
            least, live, ended = derived(catalog, model.model_id)
            assert (cost.best.total.number if cost.best.kind == "bill" else None) == least
            assert (len(routes.live), len(routes.ended)) == (live, ended)
            (context,) = catalog.query_sql(
                "SELECT context_tokens FROM models WHERE model_id = ?", [model.model_id]
            ).rows[0]
            shown = leading_value(value(page, "context_tokens", key))
            assert (shown and shown.number) == context


def derived(catalog: Database, model_id: str) -> tuple[Decimal | None, int, int]:
    """The least month over eligible routes, how many routes are live, and how many ended."""
    least, live, ended = catalog.query_sql(
        """SELECT (SELECT min(usd_per_month) FROM monthly_cost($model, 800, 250) WHERE standing = 'eligible'),
                  count(*) FILTER (WHERE is_live), count(*) FILTER (WHERE NOT is_live)
           FROM offers WHERE model_id = $model""",
        {"model": model_id},
    ).rows[0]
    return least, live, ended


def test_all_pairs_of_well_known_models_hold(recorded_home: Home) -> None:
    """Every pair of the twelve models that most sellers list."""

    with open_catalog(recorded_home.path, THEN) as catalog:
        rows = catalog.query_sql(
            "SELECT model_id FROM offers GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 12"
        ).rows
        models, dossiers = sorted(str(row[0]) for row in rows), ModelDataCache(catalog)
        dossiers.load(models)
    for place, first in enumerate(models):
        for second in models[place + 1 :]:
            page = build_comparison(dossiers, first, second)
            check_comparison(page)
            assert page.related


def test_names_of_the_pair(recorded_home: Home) -> None:
    with open_catalog(recorded_home.path, THEN) as catalog:
        for text in (
            "Claude 3.5 Haiku",
            "claude haiku 3.5",
            "claude-3-5-haiku-20241022",
            "anthropic/claude-3.5-haiku",
        ):
            assert find_model(catalog, text) == HAIKU
        for text in ("Qwen3.5-4B", "qwen3.5-4b", "Qwen/Qwen3.5-4B", "qwen3-5-4b"):
            assert find_model(catalog, text) == QWEN


def test_shared_benchmarks_have_source_runner_and_date(recorded_home: Home) -> None:
    page = page_of(recorded_home, THEN, ("gpt-5", "o3"))
    assert len(page.benchmarks.shared) == 1
    shared = page.benchmarks.shared[0]
    assert (shared.a.benchmark, shared.a.variant) == ("aider polyglot", "diff, high")
    assert [shared.a.value.text, shared.b.value.text] == ["88%", "81.3%"]
    assert (shared.a.runner, shared.a.measured, shared.b.measured) == (
        "aider",
        "2025-08-23",
        "2025-06-25",
    )
    assert shared.a.value.receipts[0].fact_id != shared.b.value.receipts[0].fact_id
    assert f"only for o3: {len(page.benchmarks.only_b)}." in page.benchmarks.note.text


def test_what_is_disputed_is_what_the_view_says(recorded_home: Home) -> None:
    models = ("claude-opus-4-6", "gpt-5.4", "deepseek-v3.2", "glm-4.7", HAIKU, QWEN)
    keys = ("released_date", "knowledge_cutoff", "licence", "open_weights")
    with open_catalog(recorded_home.path, THEN) as catalog:
        rows = catalog.query_sql(
            "SELECT model_id, attribute FROM disputes WHERE route_id IS NULL AND rank >= 3"
        ).rows
        dossiers = ModelDataCache(catalog)
        dossiers.load(models)
    for first, second in zip(models[::2], models[1::2], strict=True):
        page = build_comparison(dossiers, first, second)
        for model, side in ((page.header.a, "a"), (page.header.b, "b")):
            values = {key: value(page, key, side) for key in keys}
            shown = {
                key
                for key, one in values.items()
                if isinstance(one, DisputedValue) and not one.is_led
            }
            assert shown == {key for key in keys if (model.model_id, key) in rows}


def test_the_vendors_licence_and_that_of_a_re_upload_each_with_its_receipt(
    recorded_home: Home,
) -> None:
    """A card speaks for its own repository: somebody's upload says MIT, the vendor's README says
    Apache-2.0.
    """
    upload = "thireus/qwen3.5-4b-thireus-bf16-special_split"
    page = page_of(recorded_home, TODAY, (QWEN, upload))
    sources = {source.key: source for source in page.sources}
    said = {
        page.header.a.model_id: value(page, "licence", "a"),
        page.header.b.model_id: value(page, "licence", "b"),
    }
    receipts: dict[str, tuple[str, str, str | None]] = {}
    for model_id, licence in said.items():
        assert isinstance(licence, StatedValue)
        source = sources[licence.receipts[0].source]
        quotes = {fact.fact_id: fact.quote for taken in source.taken for fact in taken.facts}
        receipts[model_id] = (licence.text, source.url, quotes[licence.receipts[0].fact_id])
    assert receipts == {
        QWEN: (
            "Apache-2.0",
            "https://raw.githubusercontent.com/QwenLM/Qwen3.5/main/README.md",
            "Apache 2.0",
        ),
        upload: (
            "MIT",
            "https://huggingface.co/Thireus/Qwen3.5-4B-THIREUS-BF16-SPECIAL_SPLIT/raw/main/README.md",
            "mit",
        ),
    }
    assert "The weights of Qwen3.5-4B are published under Apache-2.0." in prose(page)
    assert "MIT" not in render_markdown(page_of(recorded_home, TODAY))
