"""The gates: which changes pass, which wait for a later page, which wait for a person, and what
persons decided.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.facts.money import decimal_text
from pipeline.review import decisions
from pipeline.review.gates import Decision, GateResult, ValuePeriod, apply_gates

DAY = timedelta(days=1)
START = datetime(2026, 3, 1, tzinfo=UTC)

prices = st.decimals("0.001", "1000", places=3)
far_moves = st.decimals("0.51", "5", places=2).flatmap(
    lambda part: st.sampled_from([1 + part, 1 / (1 + part) / 2])
)


def run(
    number: int, price: object, *, meter: str = "input", unit: str = "1M tokens", **more: Any
) -> ValuePeriod:
    """One run of a dollar price a day, on a page a month after the one before it."""
    amount = Decimal(str(price))
    tokens = amount if unit == "1M tokens" else None
    usual = ValuePeriod(
        key_id="key",
        period_number=number,
        value_text=f"{decimal_text(amount)} USD per {unit}",
        known_from=START + number * DAY,
        confirmed_at=None,
        attribute="price",
        meter=meter,
        currency="USD",
        value_number=amount,
        per_mtok=tokens,
        input_per_mtok=tokens if meter == "input" else None,
        output_per_mtok=tokens if meter == "output" else None,
        is_soon=False,
        share_moved=0.0,
        swapped_with=None,
        fact_id=f"key={decimal_text(amount)}",
    )
    return usual._replace(**more)


def stated(number: int, attribute: str, text: str, count: int | None = None) -> ValuePeriod:
    """One run of what is no price."""
    return run(number, 1)._replace(
        attribute=attribute,
        meter=None,
        value_text=text,
        currency=None,
        per_mtok=None,
        input_per_mtok=None,
        value_number=None if count is None else Decimal(count),
        fact_id=f"key={text}",
    )


def verdicts(*runs: ValuePeriod, decided: dict[str, Decision] | None = None) -> list[GateResult]:
    return list(apply_gates(runs, decided or {}))


def only(found: list[GateResult]) -> GateResult:
    (verdict,) = found
    return verdict


def shown(runs: Iterable[ValuePeriod], found: list[GateResult]) -> list[str]:
    """The values shown at the end of each run, as the belief makes them of the verdicts."""
    judged = {verdict.period_number: verdict for verdict in found}
    values: list[str] = []
    for each in runs:
        verdict = judged.get(each.period_number)
        if verdict is None or verdict.accepted_at:
            values.append(each.value_text)
        else:
            values.append(values[-1])
    return values


# --- what passes ----------------------------------------------------------------------------------------------------


@given(prices)
def test_a_first_value_passes_because_it_replaces_nothing(price: Decimal) -> None:
    assert verdicts(run(1, price, is_soon=True, share_moved=1.0)) == []


@given(prices, prices)
def test_a_change_after_months_passes_whatever_its_size(old: Decimal, new: Decimal) -> None:
    assume(decimal_text(new / old).strip("0.") != "1")
    assert verdicts(run(1, old), run(2, new)) == []


@given(prices, st.decimals("0.51", "1.49", places=2))
def test_a_small_change_within_a_week_passes(old: Decimal, factor: Decimal) -> None:
    assert verdicts(run(1, old), run(2, old * factor, is_soon=True, share_moved=0.3)) == []


def test_keys_are_judged_each_for_itself() -> None:
    other = run(2, 300)._replace(key_id="other")
    assert verdicts(run(1, 3), other) == []


@pytest.mark.parametrize("attribute", ["status", "name", "successor", "input_modalities"])
def test_what_is_neither_price_nor_context_nor_licence_passes(attribute: str) -> None:
    assert verdicts(stated(1, attribute, "a"), stated(2, attribute, "b")) == []


# --- what waits for a person ----------------------------------------------------------------------------------------


@given(
    prices,
    st.integers(-9, 9).filter(bool),
    st.booleans(),
    st.sampled_from(["input", "output", "cache_read", "request"]),
)
def test_a_power_of_ten_is_always_held(
    price: Decimal, power: int, is_soon: bool, meter: str
) -> None:
    slipped = run(
        2, price.scaleb(power), meter=meter, is_soon=is_soon, confirmed_at=START + 9 * DAY
    )
    verdict = only(verdicts(run(1, price, meter=meter), slipped))
    assert verdict.state == "held"
    assert verdict.accepted_at is None
    assert "times the price before: a slip of unit?" in verdict.reasons


@given(prices)
def test_free_instead_of_a_price_is_held(price: Decimal) -> None:
    verdict = only(verdicts(run(1, price), run(2, 0, confirmed_at=START + 9 * DAY)))
    assert (verdict.state, verdict.reasons) == ("held", "free appeared where a price was")


def test_a_price_instead_of_free_passes() -> None:
    assert verdicts(run(1, 0), run(2, 3)) == []


@pytest.mark.parametrize(("before", "after"), [("USD", "CNY"), ("CNY", "USD"), ("EUR", "CNY")])
def test_another_currency_is_held(before: str, after: str) -> None:
    old, new = (
        run(1, 3)._replace(currency=before),
        run(2, 3.1)._replace(currency=after, confirmed_at=START + 9 * DAY),
    )
    verdict = only(verdicts(old, new))
    assert (verdict.state, verdict.reasons) == (
        "held",
        f"currency changed from {before} to {after}",
    )


def test_another_unit_is_held_though_the_number_is_the_same() -> None:
    verdict = only(
        verdicts(
            run(1, 10, unit="1K requests"), run(2, 10, unit="request", confirmed_at=START + 9 * DAY)
        )
    )
    assert (verdict.state, verdict.reasons) == ("held", "unit changed from 1K requests to request")


@given(prices, prices, st.sampled_from(["input", "output", "cache_write"]))
def test_a_price_that_changed_places_with_another_is_held(
    first: Decimal, second: Decimal, meter: str
) -> None:
    assume(first != second)
    new = run(2, second, meter=meter, swapped_with="cache_read", confirmed_at=START + 9 * DAY)
    verdict = only(verdicts(run(1, first, meter=meter), new))
    assert verdict.state == "held"
    assert "changed places with cache_read" in verdict.reasons


def test_a_first_value_that_another_price_had_is_held() -> None:
    verdict = only(verdicts(run(1, 3, swapped_with="output")))
    assert (verdict.state, verdict.reasons) == ("held", "changed places with output")


# --- what a later page settles --------------------------------------------------------------------------------------


def assert_settled_by_a_later_page(old: ValuePeriod, new: ValuePeriod, reason: str) -> None:
    """Held as long as no later page agrees, and shown from that page on."""
    held = only(verdicts(old, new))
    assert (held.state, held.reasons, held.accepted_at) == ("held", reason, None)
    later = new.known_from + timedelta(hours=20)
    confirmed = only(verdicts(old, new._replace(confirmed_at=later)))
    assert (confirmed.state, confirmed.reasons, confirmed.accepted_at) == (
        "confirmed",
        reason,
        later,
    )


@given(st.integers(2, 10**7), st.data())
def test_a_context_that_shrank(tokens: int, data: st.DataObject) -> None:
    fewer = data.draw(st.integers(1, tokens - 1))
    old, new = (stated(n, "context_tokens", str(c), c) for n, c in ((1, tokens), (2, fewer)))
    assert_settled_by_a_later_page(old, new, f"context shrank from {tokens:,} to {fewer:,} tokens")
    assert verdicts(new._replace(period_number=1), old._replace(period_number=2)) == []


def test_a_licence_that_changed() -> None:
    old, new = stated(1, "licence", "MIT"), stated(2, "licence", "Apache-2.0")
    assert_settled_by_a_later_page(old, new, "licence changed from MIT")


@pytest.mark.parametrize(("meter", "old", "new"), [("output", 15, 2), ("input", 3, 16)])
def test_an_output_cheaper_than_input(meter: str, old: int, new: int) -> None:
    beside = {"input_per_mtok": Decimal(3), "output_per_mtok": Decimal(15)}
    before = run(1, old, meter=meter)._replace(**beside)
    after = run(2, new, meter=meter)._replace(**(beside | {f"{meter}_per_mtok": Decimal(new)}))
    assert_settled_by_a_later_page(before, after, "output became cheaper than input")


def test_an_output_that_was_cheaper_before_raises_no_question() -> None:
    first, second = (
        run(n, price, meter="output", input_per_mtok=Decimal(9)) for n, price in ((1, 4), (2, 5))
    )
    assert verdicts(first, second) == []


@given(prices, prices, prices)
def test_a_cached_input_dearer_than_input(old: Decimal, new: Decimal, full: Decimal) -> None:
    assume(new > full)
    assume(decimal_text(new / old).strip("0.") != "1")
    before = run(1, old, meter="cache_read", input_per_mtok=full)
    after = run(2, new, meter="cache_read", input_per_mtok=full)
    assert_settled_by_a_later_page(before, after, "cached input became dearer than input")


@given(prices, far_moves, st.sampled_from(["1M tokens", "request", "minute"]))
def test_a_price_that_moved_far_within_a_week(old: Decimal, factor: Decimal, unit: str) -> None:
    new = old * factor
    assume(decimal_text((new / old).normalize()).strip("0.") != "1")
    assert_settled_by_a_later_page(
        run(1, old, unit=unit),
        run(2, new, unit=unit, is_soon=True),
        f"moved by {abs(new / old - 1):.0%} within a week",
    )


@given(st.floats(0.31, 1))
def test_many_prices_that_moved_at_once_within_a_week(share: float) -> None:
    assert_settled_by_a_later_page(
        run(1, 3),
        run(2, 3.3, is_soon=True, share_moved=share),
        f"{share:.0%} of the page's prices moved at once within a week",
    )
    assert verdicts(run(1, 3), run(2, 3.3, share_moved=share)) == []


def test_a_reason_that_a_later_page_repeats_is_not_settled_by_it() -> None:
    new = run(2, 300, is_soon=True, confirmed_at=START + 9 * DAY)
    verdict = only(verdicts(run(1, 3), new))
    assert verdict.state == "held"
    assert "slip of unit" in verdict.reasons
    assert "within a week" in verdict.reasons


# --- what stands meanwhile ------------------------------------------------------------------------------------------


def test_the_value_before_a_held_one_stands_and_is_what_the_next_is_measured_by() -> None:
    runs = [run(1, 3), run(2, 300), run(3, 3), run(4, 3.1)]
    found = verdicts(*runs)
    assert [verdict.period_number for verdict in found] == [2]
    assert shown(runs, found) == [f"{price} USD per 1M tokens" for price in ("3", "3", "3", "3.1")]


@given(st.lists(st.sampled_from([3, 30, 300, 4, 0]), min_size=1, max_size=8), st.booleans())
def test_a_held_value_is_never_shown(values: list[int], is_soon: bool) -> None:
    runs = [run(number, value, is_soon=is_soon) for number, value in enumerate(values, start=1)]
    found = verdicts(*runs)
    held = {verdict.period_number for verdict in found}
    showing = shown(runs, found)
    for number, (each, value) in enumerate(zip(runs, showing, strict=True), start=1):
        assert (value == each.value_text) or number in held
        assert number not in held or value == showing[number - 2]


# --- decisions ------------------------------------------------------------------------------------------------------


def decided(
    verdict: Literal["accept", "reject"], price: object, at: datetime = START + 5 * DAY
) -> dict[str, Decision]:
    return {f"key={price}": Decision(verdict, at)}


def test_an_accepted_value_is_shown_from_the_decision_on() -> None:
    verdict = only(verdicts(run(1, 3), run(2, 300), decided=decided("accept", 300)))
    assert (verdict.state, verdict.accepted_at) == ("accepted", START + 5 * DAY)


def test_a_value_accepted_before_is_shown_at_once_when_it_comes_back() -> None:
    runs = [run(1, 3), run(2, 300), run(7, 4), run(8, 300, is_soon=True)]
    again = verdicts(*runs, decided=decided("accept", 300))
    assert [(v.period_number, v.accepted_at) for v in again] == [
        (2, START + 5 * DAY),
        (8, START + 8 * DAY),
    ]


def test_a_decision_on_a_value_that_is_gone_brings_it_not_back() -> None:
    runs = [run(1, 3), run(2, 300), run(3, 3.1)]
    found = verdicts(*runs, decided=decided("accept", 300))
    assert [(verdict.period_number, verdict.state) for verdict in found] == [(2, "held")]
    assert shown(runs, found)[-1] == "3.1 USD per 1M tokens"


def test_a_rejected_value_stays_rejected_though_later_pages_repeat_it() -> None:
    runs = [
        run(1, 3),
        run(2, 9, is_soon=True, confirmed_at=START + 4 * DAY),
        run(3, 3),
        run(4, 9, is_soon=True),
    ]
    found = verdicts(*runs, decided=decided("reject", 9))
    assert [(verdict.period_number, verdict.state) for verdict in found] == [
        (2, "rejected"),
        (4, "rejected"),
    ]
    assert shown(runs, found) == ["3 USD per 1M tokens"] * 4


def test_another_value_opens_the_question_again() -> None:
    for verdict in ("accept", "reject"):
        found = verdicts(run(1, 3), run(2, 300), run(3, 3000), decided=decided(verdict, 300))
        assert found[-1].state == "held"


def test_a_decision_never_delays_what_a_later_page_settled_already() -> None:
    settled = run(2, 9, is_soon=True, confirmed_at=START + 3 * DAY)
    late = only(verdicts(run(1, 3), settled, decided=decided("accept", 9)))
    assert (late.state, late.accepted_at) == ("accepted", START + 3 * DAY)
    early = only(verdicts(run(1, 3), settled, decided=decided("accept", 9, START + 2 * DAY)))
    assert early.accepted_at == START + 2 * DAY


def test_a_decision_on_a_value_that_passes_changes_nothing() -> None:
    assert verdicts(run(1, 3), run(2, 3.1), decided=decided("reject", 3.1)) == []


# --- the file of decisions ------------------------------------------------------------------------------------------


def test_decisions_are_kept_in_order_and_the_last_one_counts(tmp_path: Path) -> None:
    path = tmp_path / "reviews" / "decisions.jsonl"
    assert decisions.load(path) == []
    first = decisions.append(
        path, fact_id="a", verdict="accept", decided_by="ann", reason="page says so"
    )
    second = decisions.append(
        path, fact_id="a", verdict="reject", decided_by="bo", reason="a typo\nof theirs"
    )
    other = decisions.append(path, fact_id="b", verdict="accept", decided_by="ann", reason="")
    assert decisions.load(path) == [first, second, other]
    assert {
        fact: decision.verdict for fact, decision in decisions.latest(decisions.load(path)).items()
    } == {
        "a": "reject",
        "b": "accept",
    }
    assert decisions.latest([second, first])["a"] == Decision("accept", first.decided_at)


def test_a_damaged_decision_costs_itself_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text(
        '{"decided_at": "2026-03-01T00:00:00Z", "decided_by": "ann", "fact_id": "a", "verdict": "maybe"}\n'
    )
    decisions.append(path, fact_id="b", verdict="accept", decided_by="ann", reason="seen")
    assert [decision.fact_id for decision in decisions.load(path)] == ["b"]
    assert decisions.faults(path) == [
        f"{path}: line 1 cannot be read; it was left out, every other line counts"
    ]
