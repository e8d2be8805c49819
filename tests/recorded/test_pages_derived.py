"""Every number, count and superlative of many pages, derived again from SQL: no mismatch, and ties
say so.

What a value is about names it: the queries here write the same names beside what the views hold.
What pages make of values (bills, leads, ratios, counts) is made again from those.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import Any, NamedTuple

import pytest

from pipeline.home import Home
from reports.checks.page_checks import check_comparison, check_model_data
from reports.model.cost import MonthlyBill, MonthlyCost
from reports.model.model_data import ModelDataCache
from reports.model.route_listing import ModelRoutes
from reports.pages.comparison import Comparison, build_comparison, compare
from reports.pages.sections.paired_rows import Row
from reports.render.part_cache import PartCache
from reports.values.number_format import in_full, in_short, monthly
from reports.values.page_walk import walk_parts
from reports.values.sentence import Derived, Sentence
from reports.values.value import (
    AbsentValue,
    DisputedValue,
    NotApplicable,
    NotSourced,
    Receipt,
    StatedValue,
    Statement,
    Value,
    leading_value,
    number_of,
)
from tests.support import ROOT
from tests.support.page_edits import edited, with_changes
from warehouse.store import Database, open_catalog

pytestmark = [pytest.mark.recorded, pytest.mark.slow, pytest.mark.timeout(1800)]

MODELS = 12 if os.environ.get("CARDKEEP_SHORT") else 60
DAYS = (date(2026, 5, 22), date(2026, 11, 23))


Month = tuple[Decimal | None, list[str]]
UNPRICED: Month = (None, [])


class Expected(NamedTuple):
    """What the views hold of all models asked for, by what it is about."""

    facts: Mapping[str, Mapping[str, Any]]
    attributes: Mapping[str, Mapping[str, Any]]
    prices: Mapping[str, Decimal]
    months: Mapping[tuple[str, str], Month]
    offered: Mapping[str, Mapping[str, Any]]
    can: Mapping[str, Mapping[str, Any]]
    scores: Mapping[str, list[Decimal]]


def expected(catalog: Database, models: Sequence[str]) -> Expected:
    def ask(name: str) -> list[dict[str, Any]]:
        sql = (ROOT / "tests" / "derived" / f"{name}.sql").read_text(encoding="utf-8")
        return catalog.query_sql(sql, {"models": models}).dicts()

    main = {row["about"]: row["usd"] for row in ask("main_prices")}
    return Expected(
        {row["fact_id"]: row for row in ask("facts")},
        {row["about"]: row for row in ask("attributes")},
        {row["about"]: row["amount"] for row in ask("more_prices")} | main,
        {
            (row["model_id"], row["profile"]): (row["usd"], row["providers"])
            for row in ask("months")
        },
        {row["model_id"]: row for row in ask("offered")},
        {row["about"]: row for row in ask("can")},
        {row["about"]: row["found"] for row in ask("scores")},
    )


def chosen(catalog: Database) -> list[str]:
    """Half of them those that most sellers list, half spread evenly over the rest."""
    rows = catalog.query_sql(
        "SELECT model_id FROM offers WHERE model_id IS NOT NULL GROUP BY 1 ORDER BY count(*) "
        "DESC, 1"
    ).rows
    most, rest = (
        [str(row[0]) for row in rows[: MODELS // 2]],
        sorted(str(row[0]) for row in rows[MODELS // 2 :]),
    )
    step = len(rest) // (MODELS - len(most))
    return sorted([*most, *rest[::step][: MODELS - len(most)]])


@pytest.mark.parametrize("day", DAYS)
def test_every_number_count_and_superlative_follows_from_sql(
    recorded_home: Home, day: date
) -> None:
    with open_catalog(recorded_home.path, day) as catalog:
        models, dossiers, once = chosen(catalog), ModelDataCache(catalog), PartCache()
        known = expected(catalog, models)
        dossiers.load(models)
    assert len(models) == MODELS
    wrong: list[str] = []
    seen: dict[str, int] = dict.fromkeys(("values", "counts", "leads", "ties", "derived"), 0)
    for first, second in combinations(models, 2):
        page = build_comparison(dossiers, first, second)
        check_comparison(
            page, *(once(check_model_data, dossiers[model_id]) for model_id in (first, second))
        )
        wrong += [f"{page.header.title}: {found}" for found in mismatches(page, known, seen)]
    assert wrong[:20] == []
    assert all(seen.values()), seen


def dropped(routes: tuple[object, ...]) -> tuple[object, ...]:
    return routes[1:]


PLANTED: dict[str, Callable[[Any], Any]] = {
    "pricing.a.live[0].output": with_changes(number=Decimal("3.21")),
    "pricing.b.live": dropped,
    "cost.chosen.a.best.total": with_changes(number=Decimal(1)),
    "scorecard.rows[3]": with_changes(leads="tie"),
    "specs.rows[1].a.statements[0]": with_changes(number=Decimal(1), text="1 tokens"),
    "capabilities.rows[0].b.receipts[0]": with_changes(checked=date(2020, 1, 1)),
}


@pytest.mark.parametrize("place", PLANTED)
def test_a_planted_figure_is_found(recorded_home: Home, place: str) -> None:
    with open_catalog(recorded_home.path, DAYS[0]) as catalog:
        page = compare(catalog, "claude-opus-4-6", "gpt-5.4")
        known = expected(catalog, ["claude-opus-4-6", "gpt-5.4"])
    seen: dict[str, int] = defaultdict(int)
    assert list(mismatches(page, known, seen)) == []
    broken = edited(page, place, PLANTED[place])
    assert list(mismatches(broken, known, seen)) != []


def mismatches(page: Comparison, known: Expected, seen: dict[str, int]) -> Iterator[str]:
    places = walk_parts(page)
    parts = [node for _, node in places]
    numbers: dict[str, Decimal] = {}
    for node in parts:
        if not isinstance(node, VALUES):
            continue
        seen["values"] += 1
        yield from of_value(node, known)
        number = number_of(node)
        if number is not None:
            numbers[node.about] = number
    for place, node in places:
        # Histories cite the page that began each interval.
        if isinstance(node, Receipt) and ".history." not in place and ".sellers[" not in place:
            yield from of_receipt(node, page, known)
    yield from of_sides(page, known, seen, numbers)
    yield from of_derived(parts, numbers, seen)
    yield from of_leads(page, known, seen)
    yield from of_dates(page, known)


def of_sides(
    page: Comparison, known: Expected, seen: dict[str, int], numbers: dict[str, Decimal]
) -> Iterator[str]:
    """What is wrong with the routes and months of either model; adds the totals of months to the
    numbers of the page.
    """
    costs = list(costs_of(page))
    header, pricing = page.header, page.pricing
    sides = [
        ("a", header.a.model_id, pricing.a, [(cost.profile.name, cost.a) for cost in costs]),
        ("b", header.b.model_id, pricing.b, [(cost.profile.name, cost.b) for cost in costs]),
    ]
    for key, model, routes, months in sides:
        seen["counts"] += 1
        yield from of_routes(model, routes, known)
        for profile, cost in months:
            yield from of_month(model, profile, cost, known)
            if isinstance(cost.best, MonthlyBill):
                numbers[cost.best.total.about] = cost.best.total.number
        yield from of_cheapest_output(page, key, model, known)


def of_derived(
    parts: Iterable[object], numbers: dict[str, Decimal], seen: dict[str, int]
) -> Iterator[str]:
    """What is wrong with shares and ratios, made anew of the numbers that they say they are of."""
    for node in parts:
        if not isinstance(node, Derived) or node.rule not in MADE:
            continue
        seen["derived"] += 1
        one, other = (numbers[about] for about in node.inputs)
        value, text = MADE[node.rule](one, other)
        if (node.number, node.text) != (value, text):
            yield f"{node.about} is {node.text}, and {text} by SQL"


def costs_of(page: Comparison) -> Iterator[Any]:
    yield from (page.cost.chosen, *page.cost.others)


def share(large: Decimal, small: Decimal) -> tuple[Decimal, str]:
    found = (large - small) / small
    return found, f"{in_full(found * 100)}%"


def ratio(large: Decimal, small: Decimal) -> tuple[Decimal, str]:
    found = (large / small).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return found, f"{found.normalize():f}"


def difference(less: Decimal, more: Decimal) -> tuple[Decimal, str]:
    return more - less, monthly(more - less)


VALUES = (StatedValue, DisputedValue, AbsentValue, NotSourced, NotApplicable)
MADE = {
    "difference of two totals": difference,
    "share more": share,
    "ratio": ratio,
}


def of_value(value: Value, known: Expected) -> Iterator[str]:
    """A stated value is the value of its fact; what leads a dispute is what wins in the views."""
    stated = leading_value(value)
    said = stated.text if stated else value.state
    number = stated.number if stated else None
    if value.about in known.attributes:
        expected = of_attribute(value, stated, known.attributes[value.about])
        if expected is not None:
            yield f"{value.about} is {said}, and {expected} by SQL"
    elif value.about in known.prices:
        if stated is None or number != known.prices[value.about]:
            yield f"{value.about} is {said}, and {known.prices[value.about]} by SQL"
    elif value.about in known.can:
        yield from of_ability(value, known.can[value.about])
    elif " score " in value.about and (stated is None or number not in known.scores[value.about]):
        yield f"{value.about} is {said}, and {known.scores[value.about]} by SQL"
    if isinstance(value, DisputedValue):
        yield from of_dispute(value, known)


def of_attribute(
    value: Value, stated: StatedValue | Statement | None, row: Mapping[str, Any]
) -> Any:
    """What an attribute is by SQL where its value says otherwise; None where it agrees."""
    text, number = row["value_text"], row["value_number"]
    if stated is None:
        is_no = isinstance(value, AbsentValue) and text == "no"
        return None if is_no else text
    if number is None:
        return None if stated.text.casefold() == text.casefold() else text
    if "tokens" not in value.about:
        return None if stated.short == in_short(number) else number
    whole = Decimal(int(number))
    agrees = (stated.number, stated.text, stated.short) == (
        whole,
        f"{in_full(whole)} tokens",
        in_short(whole),
    )
    return None if agrees else whole


def of_dispute(value: DisputedValue, known: Expected) -> Iterator[str]:
    for said in value.statements:
        fact = known.facts[said.receipt.fact_id]
        # What a name says is cited by a fact that has the name.
        allowed = (None, fact["value_number"], fact["amount"])
        if said.rule is None and said.number not in allowed:
            yield f"{value.about}: {said.text} is said by {fact['value_text']}"


def of_ability(value: Value, row: Mapping[str, Any]) -> Iterator[str]:
    """Yes or no as all state it, disputed where they differ; what another statement implies is
    marked as implied.
    """
    implied = isinstance(value, DisputedValue) and any(said.rule for said in value.statements)
    both = row["statements_yes"] > 0 and row["statements_no"] > 0
    found = {"value": "yes", "no": "no", "disputed": "disputed"}.get(value.state, value.state)
    if not implied and found != ("disputed" if both else row["state"]):
        yield f"{value.about} is {found}, and {row['state']} by SQL"


def of_receipt(receipt: Receipt, page: Comparison, known: Expected) -> Iterator[str]:
    """The dates of a receipt and the page that it leads to are those of its fact."""
    row = known.facts[receipt.fact_id]
    source = next(source for source in page.sources if source.key == receipt.source)
    cited = (
        receipt.checked,
        receipt.gone_since,
        receipt.reviewed,
        source.url,
        source.digest,
        source.captured,
    )
    if cited != tuple(
        row[name] for name in ("checked", "gone", "reviewed", "url", "page_sha256", "captured")
    ):
        yield f"fact {receipt.fact_id} is cited as {cited}, and {row} by SQL"


def of_routes(model: str, routes: ModelRoutes, known: Expected) -> Iterator[str]:
    row = known.offered[model]
    eligible = sum(route.is_eligible for route in routes.live)
    if (len(routes.live), len(routes.ended), eligible) != (
        row["live"],
        row["ended"],
        row["eligible"],
    ):
        yield (
            f"{model} has {len(routes.live)} live, {len(routes.ended)} ended, {eligible} "
            f"eligible, and {row} by SQL"
        )


def of_month(model: str, profile: str, cost: MonthlyCost, known: Expected) -> Iterator[str]:
    """The least month, and everyone who sells it for just that."""
    least, providers = known.months.get((model, profile), UNPRICED)
    if not isinstance(cost.best, MonthlyBill):
        if least is not None:
            yield f"{model}, {profile}: unavailable, and {least} by SQL"
        return
    best = cost.best
    if least is None or (best.total.number, best.total.text) != (least, monthly(Decimal(least))):
        yield f"{model}, {profile}: {best.total.text}, and {least} by SQL"
    elif len({*best.alike, best.provider.partition(" (")[0]}) < len(providers):
        yield f"{model}, {profile}: alike at {best.alike}, and at {providers} by SQL"
    if best.total.number != sum(item.total.number for item in best.items):
        yield f"{model}, {profile}: {best.total.text} is no sum of its items"


def of_cheapest_output(page: Comparison, key: str, model: str, known: Expected) -> Iterator[str]:
    row = next(row for row in page.scorecard.rows if row.key == "output_price")
    cell, least = getattr(row, key), known.offered[model]["least_output"]
    if isinstance(cell, Sentence):
        found = next(part for part in cell.parts if isinstance(part, StatedValue | DisputedValue))
        if number_of(found) != least:
            yield f"{model} cheapest output is {number_of(found)}, and {least} by SQL"
    elif least is not None:
        yield f"{model} has no cheapest output, and {least} by SQL"


def of_leads(page: Comparison, known: Expected, seen: dict[str, int]) -> Iterator[str]:
    """Who is cheaper, larger, on more routes; where they are level, the page says that they are."""
    a, b = page.header.a.model_id, page.header.b.model_id
    judged = {
        each.rule: each
        for each in (*page.verdict.decisive, *page.verdict.level, *page.verdict.missing)
    }

    def tokens(attribute: str) -> tuple[Decimal | None, Decimal | None]:
        found = (known.attributes.get(f"{model} {attribute}") for model in (a, b))
        one, other = (row["value_number"] if row else None for row in found)
        return one, other

    months = [known.months.get((model, "default"), UNPRICED)[0] for model in (a, b)]
    costs = [
        dollars if dollars is None else dollars.quantize(CENT, ROUND_HALF_UP) for dollars in months
    ]
    live = [Decimal(known.offered[model]["live"]) for model in (a, b)]
    for rule, (one, other), lower, slack in (
        ("lower monthly cost", costs, True, Decimal(1)),
        ("larger context", tokens("context_tokens"), False, Decimal("1.1")),
        ("larger output", tokens("max_output_tokens"), False, Decimal("1.1")),
        ("more live routes", live, False, Decimal("1.1")),
    ):
        signal, leader = judged[rule], lead(one, other, lower=lower, slack=slack)
        seen["leads"] += leader in {"a", "b"}
        seen["ties"] += leader == "tie"
        if signal.leads != leader:
            yield f"{rule}: {signal.leads} leads, and {leader} by SQL ({one}, {other})"
        if leader == "tie" and not any(word in signal.because.text for word in SAYS_SO):
            yield f"{rule}: a tie that does not say so: {signal.because.text}"
    outputs = [known.offered[model]["least_output"] for model in (a, b)]
    row: Row = next(row for row in page.scorecard.rows if row.key == "output_price")
    if row.leads != lead(*outputs, lower=True, slack=Decimal(1)):
        yield f"cheapest output: {row.leads} leads, and {outputs} by SQL"


CENT = Decimal("0.01")
SAYS_SO = ("Both", "both", "less than a tenth", "about as many")


def lead(one: Decimal | None, other: Decimal | None, *, lower: bool, slack: Decimal) -> str | None:
    if one is None or other is None:
        return None
    low, high = sorted((one, other))
    if low == high or high < low * slack:
        return "tie"
    return "a" if (one == low) == lower else "b"


def of_dates(page: Comparison, known: Expected) -> Iterator[str]:
    """The oldest and newest check among all that is printed."""
    printed = [
        known.facts[node.fact_id]["checked"]
        for _, node in walk_parts(page.specs)
        if isinstance(node, Receipt)
    ]
    oldest, newest = page.dates.oldest_check, page.dates.newest_check
    if printed and (
        oldest is None or newest is None or min(printed) < oldest or newest < max(printed)
    ):
        yield f"checked {oldest} to {newest}, and {min(printed)} to {max(printed)} in specs"
    counted = sum(len(taken.facts) for source in page.sources for taken in source.taken)
    if page.dates.facts > counted:
        yield f"{page.dates.facts} facts are printed, and {counted} listed in sources"
