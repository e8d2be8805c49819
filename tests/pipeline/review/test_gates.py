"""The gates: which changes are shown at once, which wait for a witness, a repetition or a person, and
what persons decided.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.facts.money import decimal_text
from pipeline.review import decisions
from pipeline.review.gates import Decision, GateResult, apply_gates
from pipeline.review.value_period import ValuePeriod

DAY = timedelta(days=1)
START = datetime(2026, 3, 1, tzinfo=UTC)

prices = st.decimals("0.001", "1000", places=3)
is_no_power_of_ten = st.decimals("0.26", "3.9", places=2).filter(
    lambda factor: factor.normalize().as_tuple().digits != (1,)
)


def period(
    number: int, price: object, *, meter: str = "input", unit: str = "1M tokens", **more: Any
) -> ValuePeriod:
    """One value of a dollar price on a seller's own page, from the page of that number on."""
    amount = Decimal(str(price))
    usual = ValuePeriod(
        subject="subject",
        card="card",
        key_id=meter,
        period_number=number,
        value_text=f"{decimal_text(amount)} USD per {unit}",
        known_from=START + number * DAY,
        first_page_seq=number,
        last_page_seq=None,
        attribute="price",
        meter=meter,
        about=meter,
        currency="USD",
        value_number=amount,
        per_mtok=amount if unit == "1M tokens" else None,
        is_own=True,
        repeated_at=None,
        witness_at=None,
        was_confirmed_before=False,
        times_median=None,
        others=None,
        copied_from=None,
        meter_before=None,
        exchanged_rows=None,
        is_anchored=False,
        read_by_source_at=None,
        fact_id=f"{meter}={decimal_text(amount)}",
    )
    return usual._replace(**more)


def stated(number: int, attribute: str, text: str, count: int | None = None) -> ValuePeriod:
    """One value of what is no price."""
    return period(number, 1)._replace(
        key_id=attribute,
        card=attribute,
        attribute=attribute,
        about="",
        value_text=text,
        currency=None,
        per_mtok=None,
        value_number=None if count is None else Decimal(count),
        fact_id=f"{attribute}={text}",
    )


def results(*periods: ValuePeriod, decided: dict[str, Decision] | None = None) -> list[GateResult]:
    return list(apply_gates(periods, decided or {}))


def only(found: list[GateResult]) -> GateResult:
    (result,) = found
    return result


def held(found: list[GateResult]) -> dict[tuple[str, int], str]:
    """The reasons of what is not shown, by key and period."""
    return {
        (result.key_id, result.period_number): result.reasons
        for result in found
        if result.accepted_at is None
    }


def after(old: ValuePeriod, new: ValuePeriod) -> list[GateResult]:
    """The results of a change from one value to another."""
    return results(old._replace(last_page_seq=new.first_page_seq - 1), new)


# --- what is shown at once --------------------------------------------------------------------------


@given(prices)
def test_a_first_value_is_shown(price: Decimal) -> None:
    assert results(period(1, price)) == []


@given(prices, st.decimals("1.01", "900", places=2))
def test_size_alone_holds_nothing(price: Decimal, factor: Decimal) -> None:
    assume(factor.normalize().as_tuple().digits != (1,))
    assert after(period(1, price), period(2, price * factor)) == []
    assert after(period(1, price * factor), period(2, price)) == []


@given(prices, is_no_power_of_ten)
def test_a_card_that_moves_by_one_factor_is_shown(price: Decimal, factor: Decimal) -> None:
    before = [period(1, price), period(1, price * 5, meter="output")]
    now = [period(2, price * factor), period(2, price * 5 * factor, meter="output")]
    assume(before[0].value_number != now[1].value_number)
    assert results(*before, *now) == []


@pytest.mark.parametrize("attribute", ["status", "name", "successor", "input_modalities"])
def test_what_is_neither_price_nor_context_nor_licence_is_shown(attribute: str) -> None:
    assert after(stated(1, attribute, "a"), stated(2, attribute, "b")) == []


def test_a_price_instead_of_free_is_shown() -> None:
    assert after(period(1, 0), period(2, 3)) == []


def test_a_value_that_another_price_had_is_shown_unless_that_one_has_its_own() -> None:
    """Input falls to what reading from the cache cost, and reading falls as well: a price cut."""
    before = [period(1, 1), period(1, 0.2, meter="cache_read")]
    now = [period(2, 0.2), period(2, 0.04, meter="cache_read")]
    assert results(*before, *now) == []


# --- what waits -------------------------------------------------------------------------------------


@given(prices, st.integers(-9, 9).filter(bool), st.sampled_from(["input", "output", "request"]))
def test_a_power_of_ten_waits(price: Decimal, power: int, meter: str) -> None:
    result = only(after(period(1, price, meter=meter), period(2, price.scaleb(power), meter=meter)))
    assert (result.state, result.accepted_at) == ("held", None)
    assert "times the price before: a slip of unit?" in result.reasons


@given(prices)
def test_free_instead_of_a_price_waits(price: Decimal) -> None:
    assert only(after(period(1, price), period(2, 0))).reasons == "free appeared where a price was"


@pytest.mark.parametrize(("before", "now"), [("USD", "CNY"), ("CNY", "USD"), ("EUR", "CNY")])
def test_another_currency_waits(before: str, now: str) -> None:
    old, new = period(1, 3)._replace(currency=before), period(2, 3.1)._replace(currency=now)
    assert only(after(old, new)).reasons == f"currency changed from {before} to {now}"


def test_another_unit_waits_though_the_number_is_the_same() -> None:
    old, new = period(1, 10, unit="1K requests"), period(2, 10, unit="request")
    assert only(after(old, new)).reasons == "unit changed from 1K requests to request"


@given(prices, prices)
def test_two_prices_that_changed_places_wait(first: Decimal, second: Decimal) -> None:
    assume(first != second)
    before = [period(1, first), period(1, second, meter="cache_read")]
    now = [period(2, second), period(2, first, meter="cache_read")]
    reasons = held(results(*before, *now))
    assert "changed places with cache_read" in reasons["input", 2]
    assert "changed places with input" in reasons["cache_read", 2]


def test_two_new_prices_wait_where_two_that_went_had_their_values_under_other_meters() -> None:
    """The column of a free offer changes places with another: its condition goes with it."""
    gone = [
        period(1, 0, meter="storage", key_id="storage, promotional", last_page_seq=1),
        period(1, 0.11, meter="cache_read", last_page_seq=1),
    ]
    came = [
        period(1, 0, meter="cache_read", key_id="cache_read, promotional", first_page_seq=2),
        period(1, 0.11, meter="storage", first_page_seq=2),
    ]
    reasons = held(results(*gone, *came))
    assert {key for key, _ in reasons} == {"cache_read, promotional", "storage"}
    assert all("changed places" in reason for reason in reasons.values())
    other = came[0]._replace(value_text="1 USD per 1M tokens")
    assert {key for key, _ in held(results(gone[0], other))} == set()


@pytest.mark.parametrize(
    ("before", "now"),
    [("0.435", "0.35"), ("2.5", "2"), ("25", "2.5"), ("0.25", "0.251"), ("3", "13")],
)
def test_a_digit_apart_from_what_another_publisher_states_waits(before: str, now: str) -> None:
    stands = period(1, 30, meter="output")
    moved = period(2, now, was_confirmed_before=True)
    assert (
        "which another publisher states" in only(results(period(1, before), stands, moved)).reasons
    )
    assert all(
        "a digit apart" not in result.reasons
        for result in results(period(1, before), stands, period(2, now))
    )


def test_a_digit_apart_from_what_its_cache_price_derives_from_waits() -> None:
    cached = period(1, "0.125", meter="cache_read")
    moved = only(results(period(1, "1.25"), cached, period(2, "1.2")))
    assert "beside it derives" in moved.reasons
    assert not results(period(1, "1.25"), cached, period(2, "1.4"))


def test_a_digit_apart_from_twice_its_batch_price_waits() -> None:
    stands = period(1, 10, meter="output")
    batch = period(1, "0.625", card="batch card", key_id="input, batch")
    moved = period(2, "1.2")
    assert "beside it derives" in only(results(period(1, "1.25"), stands, batch, moved)).reasons
    assert not results(period(1, "1.25"), stands, moved)


def test_prices_that_move_together_or_by_more_than_a_digit_pass_at_once() -> None:
    stands = period(1, 30, meter="output")
    further = period(2, "0.31", was_confirmed_before=True)
    assert not results(period(1, "0.435"), stands, further)
    both = [period(2, "0.35", was_confirmed_before=True), period(2, 20, meter="output")]
    assert not results(period(1, "0.435"), stands, *both)


@given(prices, st.decimals("101", "90000", places=1), st.booleans())
def test_a_price_of_no_tokens_that_moves_more_than_a_hundredfold_waits(
    price: Decimal, factor: Decimal, is_lower: bool
) -> None:
    before, after = price, price * factor
    if is_lower:
        before, after = after, before
    result = only(results(period(1, before, unit="request"), period(2, after, unit="request")))
    assert result.state == "held"
    assert "moved by a factor of" in result.reasons


@given(prices, st.decimals("1.5", "99", places=1))
def test_a_price_of_no_tokens_that_moves_by_less_is_shown(price: Decimal, factor: Decimal) -> None:
    assume(factor.normalize().as_tuple().digits != (1,))
    assert not results(period(1, price, unit="request"), period(2, price * factor, unit="request"))


@given(prices, st.decimals("4.1", "90", places=1))
def test_a_price_that_moves_more_than_fourfold_alone_waits(price: Decimal, factor: Decimal) -> None:
    stands = period(1, price, meter="output")
    moved = period(2, price * factor)
    result = only(results(period(1, price), stands, moved))
    assert "moved alone by a factor of" in result.reasons
    assert result.accepted_at is None
    repeated = only(results(period(1, price), stands, moved._replace(repeated_at=START + 4 * DAY)))
    assert repeated.accepted_at is None
    witnessed = only(results(period(1, price), stands, moved._replace(witness_at=START + 4 * DAY)))
    assert (witnessed.state, witnessed.accepted_at) == ("confirmed", START + 4 * DAY)


@given(st.integers(2, 10**7), st.data())
def test_a_context_that_shrinks_waits(tokens: int, data: st.DataObject) -> None:
    fewer = data.draw(st.integers(1, tokens - 1))
    old, new = (stated(n, "context_tokens", str(c), c) for n, c in ((1, tokens), (2, fewer)))
    reason = f"context shrank from {tokens:,} to {fewer:,} tokens"
    assert only(after(old, new)).reasons == reason
    larger, smaller = (
        new._replace(period_number=1, first_page_seq=1),
        old._replace(first_page_seq=2),
    )
    assert after(larger, smaller._replace(period_number=2)) == []


def test_another_licence_waits() -> None:
    result = only(after(stated(1, "licence", "MIT"), stated(2, "licence", "Apache-2.0")))
    assert result.reasons == "licence changed from MIT"


def test_a_first_price_far_from_what_others_ask_waits_for_more_than_repetition() -> None:
    far = period(1, 15000, times_median=100_000.0, others=9, repeated_at=START + 4 * DAY)
    result = only(results(far))
    assert result.reasons.startswith("100,000 times the median of 9 others")
    assert result.accepted_at is None
    assert only(results(far._replace(witness_at=far.known_from))).accepted_at == far.known_from


def test_a_price_from_a_column_that_changed_places_in_other_rows_waits() -> None:
    """It is in one of the two columns only: alone it looks like any first price."""
    first = period(1, "0.03", meter="storage", meter_before="input", exchanged_rows=4)
    assert only(results(first)).state == "held"
    assert "has the price of input, as 4 rows" in only(results(first)).reasons
    assert only(results(first._replace(repeated_at=START + DAY))).state == "confirmed"


def test_first_numbers_of_another_currency_wait() -> None:
    assert "the same number as in CNY" in only(results(period(1, 2, copied_from="CNY"))).reasons


# --- what a repetition or a witness settles -----------------------------------------------------------


@pytest.mark.parametrize("how", ["repeated_at", "witness_at"])
def test_what_waits_is_shown_once_it_is_repeated_or_witnessed(how: str) -> None:
    new = period(2, 30)._replace(**{how: START + 3 * DAY})
    result = only(after(period(1, 3), new))
    assert (result.state, result.accepted_at) == ("confirmed", START + 3 * DAY)


def test_the_earlier_of_both_settles() -> None:
    new = period(2, 30, repeated_at=START + 4 * DAY, witness_at=START + 3 * DAY)
    assert only(after(period(1, 3), new)).accepted_at == START + 3 * DAY


# --- a card is whole ----------------------------------------------------------------------------------


def card(number: int, prices_of: dict[str, float], **more: Any) -> list[ValuePeriod]:
    return [period(number, price, meter=meter, **more) for meter, price in prices_of.items()]


def test_what_changed_with_a_held_price_waits_with_it() -> None:
    before = card(1, {"input": 3, "output": 15, "cache_read": 0.3})
    now = [*card(2, {"output": 14}), period(2, 30)]
    reasons = held(results(*before, *now))
    assert reasons["output", 2] == "another price of its card is held"
    assert "slip of unit" in reasons["input", 2]


def test_a_price_that_is_new_on_a_held_card_waits_too() -> None:
    reasons = held(results(period(1, 3), period(2, 30), period(2, 7, meter="cache_write")))
    assert reasons["cache_write", 2] == "another price of its card is held"


def test_a_later_change_waits_as_long_as_its_card_does() -> None:
    before = card(1, {"input": 3, "output": 15})
    later = period(3, 14, meter="output")
    reasons = held(results(*before, period(2, 30), later))
    assert reasons["output", 3] == "another price of its card is held"


def test_a_card_is_shown_when_all_that_held_it_is_settled() -> None:
    before = card(1, {"input": 3, "output": 15})
    now = [
        period(2, 30, witness_at=START + 3 * DAY),
        period(2, 150, meter="output", witness_at=START + 5 * DAY),
    ]
    assert {result.accepted_at for result in results(*before, *now)} == {START + 5 * DAY}


def test_a_card_is_shown_when_what_held_it_goes_back() -> None:
    before = card(1, {"input": 3, "output": 15})
    now = [period(2, 30), period(2, 14, meter="output")]
    back = period(3, 3)
    found = {(r.key_id, r.period_number): r.accepted_at for r in results(*before, *now, back)}
    assert found == {("input", 2): None, ("output", 2): START + 3 * DAY}


def test_other_cards_of_the_subject_are_shown() -> None:
    batch = [period(1, 1.5, meter="batch"), period(2, 1.4, meter="batch")]
    batch = [one._replace(card="batch") for one in batch]
    assert held(results(period(1, 3), period(2, 30), *batch)).keys() == {("input", 2)}


meters = st.sampled_from(["input", "output", "cache_read"])
changes = st.lists(st.tuples(meters, st.sampled_from([3, 30, 300, 4, 0])), max_size=10)


@given(changes)
def test_a_card_waits_only_for_what_is_still_stated(moves: list[tuple[str, int]]) -> None:
    """What waits for another price of its card waits only while that one does."""
    state = {"input": 3, "output": 15, "cache_read": 1}
    periods = card(1, {meter: float(price) for meter, price in state.items()})
    numbers = dict.fromkeys(state, 1)
    for page_seq, (meter, price) in enumerate(moves, start=2):
        if state[meter] == price:
            continue
        state[meter] = price
        numbers[meter] += 1
        new = period(numbers[meter], price, meter=meter)
        periods.append(new._replace(first_page_seq=page_seq, known_from=START + page_seq * DAY))
    reasons = held(results(*periods))
    newest = {(meter, number) for meter, number in numbers.items()}
    waiting = newest & reasons.keys()
    assert not waiting or any("another price of its card" not in reasons[key] for key in waiting)


# --- what stands meanwhile ----------------------------------------------------------------------------


def test_the_value_before_a_held_one_stands_and_is_what_the_next_is_measured_by() -> None:
    found = results(*(period(n, price) for n, price in ((1, 3), (2, 300), (3, 3), (4, 3.1))))
    assert held(found).keys() == {("input", 2)}


# --- decisions ----------------------------------------------------------------------------------------


def decided(
    verdict: Literal["accept", "reject"], price: object, at: datetime = START + 5 * DAY
) -> dict[str, Decision]:
    return {f"input={price}": Decision(verdict, at)}


def test_an_accepted_value_is_shown_from_the_decision_on() -> None:
    result = only(results(period(1, 3), period(2, 300), decided=decided("accept", 300)))
    assert (result.state, result.accepted_at) == ("accepted", START + 5 * DAY)


def test_an_accepted_value_holds_its_card_no_longer() -> None:
    before = card(1, {"input": 3, "output": 15})
    now = [period(2, 300), period(2, 14, meter="output")]
    found = results(*before, *now, decided=decided("accept", 300))
    assert {(r.key_id, r.state, r.accepted_at) for r in found} == {
        ("input", "accepted", START + 5 * DAY),
        ("output", "confirmed", START + 5 * DAY),
    }


def test_a_rejected_value_holds_its_card() -> None:
    before = card(1, {"input": 3, "output": 15})
    now = [period(2, 300, witness_at=START + 3 * DAY), period(2, 14, meter="output")]
    found = results(*before, *now, decided=decided("reject", 300))
    assert {(r.key_id, r.state, r.accepted_at) for r in found} == {
        ("input", "rejected", None),
        ("output", "held", None),
    }


def test_a_value_accepted_before_is_shown_at_once_when_it_comes_back() -> None:
    periods = [period(1, 3), period(2, 300), period(7, 4), period(8, 300)]
    again = results(*periods, decided=decided("accept", 300))
    assert [(result.period_number, result.accepted_at) for result in again] == [
        (2, START + 5 * DAY),
    ] or [(result.period_number, result.accepted_at) for result in again] == [
        (2, START + 5 * DAY),
        (8, START + 8 * DAY),
    ]


def test_a_decision_on_a_value_that_is_gone_brings_it_not_back() -> None:
    periods = [period(1, 3), period(2, 300), period(3, 3.1)]
    found = results(*periods, decided=decided("accept", 300))
    assert [(r.period_number, r.state, r.accepted_at) for r in found] == [(2, "held", None)]


def test_a_rejected_value_stays_rejected_though_later_pages_repeat_it() -> None:
    periods = [
        period(1, 3),
        period(2, 30, repeated_at=START + 4 * DAY),
        period(3, 3),
        period(4, 30),
    ]
    found = results(*periods, decided=decided("reject", 30))
    assert [(r.period_number, r.state, r.accepted_at) for r in found] == [
        (2, "rejected", None),
        (4, "rejected", None),
    ]


def test_another_value_opens_the_question_again() -> None:
    for verdict in ("accept", "reject"):
        periods = [period(1, 3), period(2, 300), period(9, 3000)]
        assert results(*periods, decided=decided(verdict, 300))[-1].state == "held"


def test_a_decision_never_delays_what_a_later_page_settled_already() -> None:
    settled = period(2, 30, repeated_at=START + 3 * DAY)
    late = only(results(period(1, 3), settled, decided=decided("accept", 30)))
    assert (late.state, late.accepted_at) == ("accepted", START + 3 * DAY)
    early = only(results(period(1, 3), settled, decided=decided("accept", 30, START + 2 * DAY)))
    assert early.accepted_at == START + 2 * DAY


def test_a_decision_on_a_value_that_is_shown_anyway_changes_nothing() -> None:
    assert results(period(1, 3), period(2, 3.1), decided=decided("reject", 3.1)) == []


# --- the file of decisions ------------------------------------------------------------------------------------------


def decide(
    path: Path, *fact_ids: str, verdict: decisions.Verdict = "accept", reason: str = "page says so"
) -> list[decisions.RecordedDecision]:
    values = [decisions.DecidedValue(fact_id) for fact_id in fact_ids]
    return decisions.append(path, values, verdict=verdict, decided_by="ann", reason=reason)


def test_decisions_are_kept_in_order_and_the_last_one_counts(tmp_path: Path) -> None:
    path = tmp_path / "reviews" / "decisions.jsonl"
    assert decisions.load(path) == []
    recorded = [
        *decide(path, "a"),
        *decide(path, "a", verdict="reject", reason="a typo\nof theirs"),
        *decide(path, "b", "c"),
    ]
    assert decisions.load(path) == recorded
    latest = decisions.latest(decisions.load(path))
    assert {fact: decision.verdict for fact, decision in latest.items()} == {
        "a": "reject",
        "b": "accept",
        "c": "accept",
    }
    # As lines come out of the merge of two branches.
    path.write_text("".join(f"{record.model_dump_json()}\n" for record in reversed(recorded)))
    assert decisions.latest(decisions.load(path)) == latest


def test_to_accept_again_does_not_move_the_time_since_which_a_value_is_published(
    tmp_path: Path,
) -> None:
    path = tmp_path / "decisions.jsonl"
    (first,) = decide(path, "a")
    decide(path, "a")
    assert decisions.latest(decisions.load(path))["a"] == Decision("accept", first.decided_at)
    decide(path, "a", verdict="reject")
    (last,) = decide(path, "a")
    assert decisions.latest(decisions.load(path))["a"] == Decision("accept", last.decided_at)


def test_a_line_of_an_older_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text(
        '{"decided_at":"2026-03-01T00:00:00Z","decided_by":"ann","fact_id":"a","verdict":"accept",'
        '"reason":"-"}\n'
    )
    (read,) = decisions.load(path)
    assert (read.against, read.about, read.act) == ((), "", "")


def test_a_damaged_decision_costs_itself_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text(
        '{"decided_at": "2026-03-01T00:00:00Z", "decided_by": "ann", "fact_id": "a", "verdict": "maybe"}\n'
    )
    decide(path, "b")
    assert [decision.fact_id for decision in decisions.load(path)] == ["b"]
    assert decisions.faults(path) == [
        f"{path}: line 1 cannot be read; it was left out, every other line counts"
    ]
