"""The scorecard: six signals side by side. Tags come from named rules, counts from lists of the
page.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from reports.pages.pair import Pair, PairSide
from reports.pages.sections.benchmarks import Benchmarks
from reports.pages.sections.paired_rows import Cell, Row, Tag, Tags
from reports.pages.signals import Leads, Signal
from reports.values.number_format import in_short
from reports.values.sentence import Count, SentencePart, format_sentence
from reports.values.value import FrozenModel, is_yes, number_of

LONG_PROMPT_TOKENS = Decimal(200_000)


class Scorecard(FrozenModel):
    rows: tuple[Row, ...]


class FitRule(NamedTuple):
    """A rule that gives a tag."""

    label: str
    rule: str
    applies: Callable[[PairSide], bool]


def _has(*capabilities: str) -> Callable[[PairSide], bool]:
    def applies(side: PairSide) -> bool:
        return all(is_yes(side.capabilities[name]) for name in capabilities)

    return applies


def _reads_long_prompts(side: PairSide) -> bool:
    context = number_of(side.attributes["context_tokens"])
    return context is not None and context >= LONG_PROMPT_TOKENS


def _is_published(side: PairSide) -> bool:
    return is_yes(side.attributes["open_weights"])


def _eligible_with(meter: str, tier: str) -> Callable[[PairSide], bool]:
    def applies(side: PairSide) -> bool:
        return any(
            route.is_eligible and route.price(meter, tier) is not None for route in side.routes
        )

    return applies


FIT_RULES = (
    FitRule(
        "Long prompts",
        f"a context window of at least {in_short(LONG_PROMPT_TOKENS)} tokens",
        _reads_long_prompts,
    ),
    FitRule("Pictures", "vision is stated", _has("vision")),
    FitRule(
        "Agents", "tool use and function calling are stated", _has("tool_use", "function_calling")
    ),
    FitRule("Structured data", "structured outputs are stated", _has("structured_outputs")),
    FitRule("Reasoning", "reasoning is stated", _has("reasoning")),
    FitRule("Self-hosting", "its weights are published", _is_published),
    FitRule(
        "Repeated prompts",
        "a price for reading from the cache, on a route that counts for a minimum",
        _eligible_with("cache_read", "standard"),
    ),
    FitRule(
        "Overnight batch",
        "a batch price, on a route that counts for a minimum",
        _eligible_with("output", "batch"),
    ),
)


def scorecard(pair: Pair, signals: Sequence[Signal], benchmarks: Benchmarks) -> Scorecard:
    by_rule = {signal.rule: signal for signal in signals}
    a, b = pair.a, pair.b
    shared = Count(number=len(benchmarks.shared), of="benchmarks.shared")
    return Scorecard(
        rows=(
            Row(key="best_for", label="Best for", a=_best_for(a, signals), b=_best_for(b, signals)),
            Row(key="fit", label="Decision fit", a=_fit(a), b=_fit(b)),
            Row(
                key="context",
                label="Context window",
                a=a.attributes["context_tokens"],
                b=b.attributes["context_tokens"],
                form="short",
                leads=by_rule["larger context"].leads,
            ),
            Row(
                key="output_price",
                label="Cheapest output",
                a=a.data.cheapest_output.sentence,
                b=b.data.cheapest_output.sentence,
                leads=_cheaper_output(pair),
            ),
            Row(
                key="routes",
                label="Provider routes",
                a=_sold(a),
                b=_sold(b),
                leads=by_rule["more live routes"].leads,
            ),
            Row(key="benchmarks", label="Shared benchmarks", a=shared, b=shared),
        )
    )


def _best_for(side: PairSide, signals: Sequence[Signal]) -> Tags:
    return Tags(
        tags=tuple(
            Tag(label=tag, rule=signal.rule) for signal in signals for tag in signal.tags(side.key)
        )
    )


def _fit(side: PairSide) -> Tags:
    return Tags(
        tags=tuple(Tag(label=fit.label, rule=fit.rule) for fit in FIT_RULES if fit.applies(side))
    )


def _cheaper_output(pair: Pair) -> Leads | None:
    a, b = (side.data.cheapest_output.usd_per_mtok for side in pair.sides)
    if a is None or b is None:
        return None
    return "tie" if a == b else "a" if a < b else "b"


def _sold(side: PairSide) -> Cell:
    parts: list[SentencePart] = [side.live_count, " live"]
    counting = sum(route.is_eligible for route in side.live)
    parts += [
        ", ",
        Count(number=counting, of=f"pricing.{side.key}.live", where=("standing", "eligible")),
        " with a price that counts",
    ]
    if side.ended:
        parts += ["; ", side.ended_count, " ended"]
    return format_sentence("{}", parts)
