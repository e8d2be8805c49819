"""A page that contradicts itself is not written: each fault is planted, and the check names both
places.
"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from pydantic import BaseModel

from pipeline.home import Home
from reports.checks.contradiction import ContradictionFound
from reports.checks.page_checks import CheckedModel, check_comparison, check_model_data
from reports.model.events import Event
from reports.model.model_data import ModelDataCache
from reports.pages.comparison import Comparison, build_comparison
from reports.pages.sections.paired_rows import Tag, Tags
from reports.values.page_walk import walk_parts
from reports.values.sentence import Count, Given, Named, Quoted, Sentence, format_sentence
from reports.values.value import AbsentValue, NotSourced, Receipt, StatedValue
from tests.support.page_edits import edited, with_changes
from tests.support.small_catalog import GRANITE, NOVA, NOW, THEN
from warehouse.store import open_catalog


@pytest.fixture(scope="module")
def dossiers(small_home: Home) -> dict[date, ModelDataCache]:
    made: dict[date, ModelDataCache] = {}
    for day in (THEN, NOW):
        with open_catalog(small_home.path, day) as catalog:
            made[day] = ModelDataCache(catalog)
            made[day].load((GRANITE, NOVA))
    return made


@pytest.fixture(scope="module")
def pages(dossiers: dict[date, ModelDataCache]) -> dict[date, Comparison]:
    return {day: build_comparison(known, GRANITE, NOVA) for day, known in dossiers.items()}


@pytest.fixture
def page(pages: dict[date, Comparison]) -> Comparison:
    """Granite is a, Nova is b; Nova's maker has retired its route."""
    return pages[NOW]


@pytest.fixture(
    scope="module", autouse=True, params=["looked at whole", "beside dossiers that hold"]
)
def known(request: pytest.FixtureRequest, dossiers: dict[date, ModelDataCache]) -> Iterator[None]:
    """Every fault is found by both forms of the check."""
    if request.param == "beside dossiers that hold":
        KNOWN.update(
            {
                day: [check_model_data(made[GRANITE]), check_model_data(made[NOVA])]
                for day, made in dossiers.items()
            }
        )
    yield
    KNOWN.clear()


KNOWN: dict[date, list[CheckedModel]] = {}


def looked_at(page: Comparison) -> None:
    check_comparison(page, *KNOWN.get(page.header.as_of, ()))


def fails(page: Comparison, rule: str, first: str, second: str) -> None:
    with pytest.raises(ContradictionFound) as found:
        looked_at(page)
    assert found.value.rule == rule
    assert first in found.value.places[0]
    assert second in found.value.places[1]
    assert first in str(found.value)
    assert second in str(found.value)


def place_of(page: Comparison, wanted: Callable[[BaseModel], bool], under: str = "") -> str:
    return next(
        place for place, node in walk_parts(page) if place.startswith(under) and wanted(node)
    )


def test_the_pages_of_the_small_catalog_hold(pages: dict[date, Comparison]) -> None:
    for page in pages.values():
        looked_at(page)


# --- one value for one fact -----------------------------------------------------------------------


def test_two_sections_with_two_values_of_one_fact(page: Comparison) -> None:
    broken = edited(
        page,
        "scorecard.rows[2].a",
        with_changes(text="128,000 tokens", short="128K", number=Decimal(128_000)),
    )
    fails(broken, "one value for one fact", "header", "scorecard.rows[2].a")


def test_a_price_that_the_bill_has_otherwise(page: Comparison) -> None:
    broken = edited(
        page, "pricing.a.live[0].output", with_changes(text="$3", short="$3", number=Decimal(3))
    )
    fails(broken, "one value for one fact", "", "pricing.a.live[0].output")


def test_no_in_one_place_and_not_sourced_in_another(page: Comparison) -> None:
    place = place_of(page, lambda node: isinstance(node, AbsentValue), "specs")
    about = next(node for at, node in walk_parts(page) if at == place)
    assert isinstance(about, AbsentValue)
    gap = NotSourced(about=about.about)
    broken = edited(page, "capabilities.rows[0].a", lambda _: gap)
    fails(broken, "one value for one fact", "specs", "capabilities.rows[0].a")


def test_one_fact_with_two_receipts(page: Comparison) -> None:
    broken = edited(page, "specs.rows[1].a.receipts[0]", with_changes(checked=date(2020, 1, 1)))
    fails(broken, "one value for one fact", "header", "specs.rows[1].a")


# --- every number has a source --------------------------------------------------------------------


@pytest.mark.parametrize(
    "place", ["verdict.sentence", "deep_dive.paragraphs[0][0]", "faq.questions[0].answer[0]"]
)
def test_a_number_typed_into_a_sentence(page: Comparison, place: str) -> None:
    broken = edited(
        page, place, lambda sentence: format_sentence("{} and 42 more.", [*sentence.parts])
    )
    fails(broken, "every number has a source", place, "sources")


def test_a_number_given_as_a_name(page: Comparison) -> None:
    broken = edited(
        page, "verdict.sentence", lambda _: format_sentence("It costs {}.", Named(text="$3"))
    )
    fails(broken, "every number has a source", "verdict.sentence", "header")


def test_a_number_given_by_nobody(page: Comparison) -> None:
    broken = edited(
        page, "verdict.sentence", lambda _: format_sentence("It costs {}.", Given(text="$3"))
    )
    fails(broken, "every number has a source", "verdict.sentence", "cost")


def test_a_value_whose_source_is_not_listed(page: Comparison) -> None:
    broken = page.model_copy(update={"sources": page.sources[:-1]})
    with pytest.raises(ContradictionFound) as found:
        looked_at(broken)
    assert found.value.rule == "every number has a source"


def test_a_receipt_for_a_fact_that_its_source_does_not_list(page: Comparison) -> None:
    def strange(value: StatedValue) -> StatedValue:
        receipt: Receipt = value.receipts[0].model_copy(update={"fact_id": "0" * 16})
        return value.model_copy(update={"about": "something else", "receipts": (receipt,)})

    broken = edited(page, "specs.rows[0].a", strange)
    fails(broken, "every number has a source", "specs.rows[0].a.receipts[0]", "sources ")


def test_a_quote_and_an_event_from_nowhere(page: Comparison) -> None:
    quoted = format_sentence("It says {}.", Quoted(text="9", source="99"))
    fails(
        edited(page, "verdict.sentence", lambda _: quoted),
        "every number has a source",
        "verdict.sentence",
        "sources",
    )
    event = Event(
        day=NOW,
        kind="price",
        model="a",
        sentence=format_sentence("It changed."),
        sources=(),
        fact_id="0" * 16,
    )
    broken = page.model_copy(update={"events": (*page.events, event)})
    fails(broken, "every number has a source", f"events[{len(page.events)}]", "sources")


# --- every count is a length ----------------------------------------------------------------------


def test_six_routes_of_which_five_are_named(page: Comparison) -> None:
    place = place_of(
        page, lambda node: isinstance(node, Count) and node.of == "pricing.b.live", "scorecard"
    )
    fails(
        edited(page, place, with_changes(number=6)),
        "every count is a length",
        place,
        "pricing.b.live",
    )


def test_a_route_dropped_from_its_list(page: Comparison) -> None:
    broken = edited(page, "pricing.b.live", lambda routes: routes[:-1])
    with pytest.raises(ContradictionFound) as found:
        looked_at(broken)
    assert found.value.rule == "every count is a length"


def test_facts_counted_and_not_cited(page: Comparison) -> None:
    broken = edited(page, "dates", with_changes(facts=page.dates.facts + 1))
    fails(broken, "every count is a length", "dates.facts", "sources")


# --- implications ---------------------------------------------------------------------------------


def capability(page: Comparison, name: str) -> str:
    return f"capabilities.rows[{next(i for i, row in enumerate(page.capabilities.rows) if row.key == name)}]"


def test_vision_without_multimodal(page: Comparison) -> None:
    vision = next(row for row in page.capabilities.rows if row.key == "vision").b
    assert isinstance(vision, StatedValue)
    denied = AbsentValue(about=f"{NOVA} can multimodal", receipts=vision.receipts)
    broken = edited(page, f"{capability(page, 'multimodal')}.b", lambda _: denied)
    fails(broken, "vision implies multimodal", "vision (b)", "multimodal (b)")


def test_agents_without_tool_use(page: Comparison) -> None:
    gap = NotSourced(about=f"{GRANITE} can tool_use")
    broken = edited(page, f"{capability(page, 'tool_use')}.a", lambda _: gap)
    fails(broken, "agents need tool use", "scorecard fit (a)", "tool_use (a)")


def test_a_tag_that_nothing_supports(page: Comparison) -> None:
    gap = NotSourced(about=f"{GRANITE} can tool_use")
    tagged = Tags(tags=(Tag(label="Agents", rule="because"),))
    broken = edited(
        edited(page, f"{capability(page, 'tool_use')}.a", lambda _: gap),
        "scorecard.rows[1].a",
        lambda _: tagged,
    )
    fails(broken, "agents need tool use", "scorecard fit (a)", "tool_use (a)")


def test_an_answer_longer_than_the_context(page: Comparison) -> None:
    def longer(value: StatedValue) -> StatedValue:
        return value.model_copy(
            update={"about": "another", "number": Decimal(10**7), "text": "10M", "short": "10M"}
        )

    broken = edited(page, "specs.rows[2].a", longer)
    fails(broken, "an answer fits in the context window", "another", "context_tokens")


def test_a_price_for_reasoning_and_no_reasoning(page: Comparison) -> None:
    price = page.pricing.b.live[0].prices
    route = "pricing.b.live[0]"
    reasoning = page.cost.chosen.b.best
    assert reasoning.kind == "bill"
    value = page.pricing.b.live[0].input.model_copy(update={"about": f"{NOVA} reasoning price"})
    made = price[0].model_copy(update={"meter": "reasoning", "value": value}) if price else None
    if made is None:
        from reports.model.prices import Price

        made = Price(
            meter="reasoning",
            tier="standard",
            is_plain=True,
            authority=0,
            qualifiers="",
            currency="USD",
            unit="1M tokens",
            value=value,
        )
    broken = edited(page, f"{route}.prices", lambda _: (made,))
    fails(broken, "a price for reasoning implies it", route, "reasoning (b)")


# --- minima ---------------------------------------------------------------------------------------


def test_a_retired_route_among_the_live_ones(page: Comparison) -> None:
    broken = edited(page, "pricing.b.live[0]", with_changes(status="retired"))
    fails(broken, "ended routes are apart", "pricing.b.live[0]", "pricing.b.ended")


def test_a_retired_route_that_counts(page: Comparison) -> None:
    broken = edited(page, "pricing.b.ended[0]", with_changes(is_eligible=True))
    fails(broken, "ended routes are apart", "pricing.b.ended[0]", "pricing.b.live")


def test_a_headline_on_a_route_that_ended(page: Comparison) -> None:
    ended = page.pricing.b.ended[0].route_id
    broken = edited(page, "cost.chosen.b.best", with_changes(route_id=ended))
    fails(broken, "the cheapest is cheapest", "cost.chosen.b.best", "pricing.b.live")


def test_a_headline_on_a_single_statement(page: Comparison) -> None:
    single = next(
        route for route in page.pricing.b.live if route.standing == "stated once"
    ).route_id
    broken = edited(page, "cost.chosen.b.best", with_changes(route_id=single))
    fails(broken, "the cheapest is cheapest", "cost.chosen.b.best", "pricing.b.live")


def test_a_cheaper_route_that_was_passed_over(pages: dict[date, Comparison]) -> None:
    page = pages[THEN]
    index = next(i for i, r in enumerate(page.pricing.b.live) if r.provider_id == "amazon")
    other = next(i for i, r in enumerate(page.pricing.b.live) if r.is_eligible and i != index)
    route_id = page.pricing.b.live[other].route_id
    cheap = with_changes(number=Decimal("0.01"), text="$0.01", short="$0.01", about="another price")
    broken = edited(page, f"pricing.b.live[{other}].input", cheap)
    broken = edited(
        broken, "cost.chosen.b.best", with_changes(route_id=page.pricing.b.live[index].route_id)
    )
    with pytest.raises(ContradictionFound, match=route_id) as found:
        looked_at(broken)
    assert found.value.rule == "the cheapest is cheapest"


def test_a_total_that_is_not_the_sum(page: Comparison) -> None:
    broken = edited(
        page,
        "cost.chosen.a.best.total",
        with_changes(number=Decimal(1), text="$1", about="another"),
    )
    fails(broken, "bills add up", "cost.chosen.a.best.total", "cost.chosen.a.best.items")


def test_an_item_that_is_not_tokens_times_price(page: Comparison) -> None:
    broken = edited(page, "cost.chosen.a.best.items[0]", with_changes(mtok=Decimal(1)))
    fails(
        broken,
        "bills add up",
        "cost.chosen.a.best.items[0].total",
        "cost.chosen.a.best.items[0].price",
    )


def test_unavailable_though_there_is_a_price(page: Comparison) -> None:
    gap = next(cost.b.best for cost in page.cost.others if cost.b.best.kind == "unavailable")
    broken = edited(page, "cost.chosen.b", with_changes(best=gap))
    fails(broken, "the cheapest is cheapest", "cost.chosen.b.best", "pricing.b.live")


def test_a_lead_on_the_smaller_number(page: Comparison) -> None:
    broken = edited(page, "scorecard.rows[2]", with_changes(leads="b"))
    fails(broken, "leads follow numbers", "scorecard context", "specs context_tokens")


def test_a_verdict_on_two_signals(page: Comparison) -> None:
    broken = edited(
        page,
        "verdict",
        with_changes(decisive=(), level=(), sentence=format_sentence("A is better.")),
    )
    broken = edited(broken, "verdict", with_changes(confidence_because=format_sentence("Nothing.")))
    fails(broken, "leads follow numbers", "verdict.sentence", "verdict.decisive")


def test_the_choice_has_a_price(page: Comparison) -> None:
    gap = next(cost.b.best for cost in page.cost.others if cost.b.best.kind == "unavailable")
    without = edited(
        page,
        "pricing.a.live",
        lambda routes: tuple(r.model_copy(update={"is_eligible": False}) for r in routes),
    )
    broken = edited(
        without, "cost.chosen.a", with_changes(best=gap.model_copy(update={"about": "another"}))
    )
    broken = edited(broken, "cost", with_changes(others=()))
    broken = edited(broken, "verdict", with_changes(kind="leads"))
    leading = sum(signal.leads == "a" for signal in broken.verdict.decisive)
    assert leading > len(broken.verdict.decisive) - leading
    with pytest.raises(ContradictionFound, match="the choice has no price"):
        looked_at(broken)


def test_every_sentence_is_looked_at(page: Comparison) -> None:
    """Planted into any sentence of the page, a bare number is found."""
    for place in sentences(page):
        broken = edited(page, place, lambda _: Sentence(parts=("7 of them",)))
        with pytest.raises(ContradictionFound):
            looked_at(broken)


def sentences(page: Comparison) -> Iterator[str]:
    yield from (place for place, node in walk_parts(page) if isinstance(node, Sentence))
