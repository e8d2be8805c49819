"""The scorecard: six signals side by side. Tags come from named rules, counts from lists of the
page.
"""

from collections.abc import Sequence

from reports.pages.pair import Leads, Pair, PairSide
from reports.pages.sections.benchmarks import Benchmarks
from reports.pages.sections.paired_rows import Cell, Row
from reports.pages.signal import Signal
from reports.pages.uses import best_for, fit_for
from reports.values.sentence import Count, SentencePart, format_sentence
from reports.values.value import FrozenModel


class Scorecard(FrozenModel):
    rows: tuple[Row, ...]


def scorecard(pair: Pair, signals: Sequence[Signal], benchmarks: Benchmarks) -> Scorecard:
    by_rule = {signal.rule: signal for signal in signals}
    a, b = pair.a, pair.b
    shared = Count(number=len(benchmarks.shared), of="benchmarks.shared")
    return Scorecard(
        rows=(
            Row(
                key="best_for",
                label="Best for",
                a=best_for(a, b, signals, benchmarks.shared),
                b=best_for(b, a, signals, benchmarks.shared),
            ),
            Row(key="fit", label="Fit for", a=fit_for(a), b=fit_for(b)),
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
                label="Sellers' offers",
                a=_sold(a),
                b=_sold(b),
                leads=by_rule["more live routes"].leads,
            ),
            Row(key="benchmarks", label="Shared benchmarks", a=shared, b=shared),
        )
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
        " with a confirmed price",
    ]
    if side.ended:
        parts += ["; ", side.ended_count, " ended"]
    return format_sentence("{}", parts)
