"""What models are used for, each use by a named rule over facts: which model is fit for it, and which
of two is the better one.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from reports.pages.pair import Leads, PairSide
from reports.pages.sections.benchmarks import SharedScore
from reports.pages.sections.paired_rows import Tag, Tags
from reports.pages.signal import Signal
from reports.values.number_format import in_short
from reports.values.value import is_yes, number_of

LONG_DOCUMENT_TOKENS = Decimal(200_000)
RETRIEVAL_TOKENS = Decimal(128_000)


class Use(NamedTuple):
    """A use, and the rule by which a model is fit for it."""

    label: str
    rule: str
    applies: Callable[[PairSide], bool]
    better: str | None = None
    """What decides between two models that are both fit: the rule of a signal, or `CODING`."""
    is_measured: bool = False
    """Whether only who is ahead is the better one: that nobody measured the other says nothing."""


def _has(*capabilities: str) -> Callable[[PairSide], bool]:
    def applies(side: PairSide) -> bool:
        return all(is_yes(side.capabilities[name]) for name in capabilities)

    return applies


def _has_context(least: Decimal) -> Callable[[PairSide], bool]:
    def applies(side: PairSide) -> bool:
        context = number_of(side.attributes["context_tokens"])
        return context is not None and context >= least

    return applies


def _is_published(side: PairSide) -> bool:
    return is_yes(side.attributes["open_weights"])


def _confirmed_with(meter: str, tier: str) -> Callable[[PairSide], bool]:
    def applies(side: PairSide) -> bool:
        return any(
            route.is_eligible and route.price(meter, tier) is not None for route in side.routes
        )

    return applies


def _all_of(*rules: Callable[[PairSide], bool]) -> Callable[[PairSide], bool]:
    def applies(side: PairSide) -> bool:
        return all(rule(side) for rule in rules)

    return applies


def _has_coding_score(side: PairSide) -> bool:
    return any(score.is_of_coding for score in side.data.scores.values())


CODING = "more of the shared coding scores"
USES = (
    Use(
        "Coding",
        "function calling is stated and a coding score is known; the better one has " + CODING,
        _all_of(_has("function_calling"), _has_coding_score),
        CODING,
        is_measured=True,
    ),
    Use(
        "RAG",
        f"a context window of at least {in_short(RETRIEVAL_TOKENS)} tokens and a confirmed price of "
        "cached input",
        _all_of(_has_context(RETRIEVAL_TOKENS), _confirmed_with("cache_read", "standard")),
    ),
    Use("Agents", "tool use and function calling are stated", _has("tool_use", "function_calling")),
    Use("Vision", "vision is stated", _has("vision")),
    Use(
        "Long documents",
        f"a context window of at least {in_short(LONG_DOCUMENT_TOKENS)} tokens; the better one has "
        "the larger",
        _has_context(LONG_DOCUMENT_TOKENS),
        "larger context",
    ),
    Use("Structured data", "structured outputs are stated", _has("structured_outputs")),
    Use("Reasoning", "reasoning is stated", _has("reasoning")),
    Use("Self-hosting", "its weights are published", _is_published),
    Use(
        "Overnight batch",
        "a batch price, on an offer with a confirmed price",
        _confirmed_with("output", "batch"),
    ),
)


def fit_for(side: PairSide) -> Tags:
    """Every use that a model is fit for."""
    fit = [use for use in USES if use.applies(side)]
    return _tags(fit, "No rule applies to what is sourced")


def best_for(
    side: PairSide, other: PairSide, signals: Sequence[Signal], shared: Sequence[SharedScore]
) -> Tags:
    """The uses for which a model is fit and the other is not, or is not the better one."""
    leads = {signal.rule: signal.leads for signal in signals}
    leads[CODING] = _coding_leader(shared)
    found: list[Use] = []
    for use in USES:
        is_better = use.better is not None and leads.get(use.better) == side.key
        is_alone = not use.is_measured and not use.applies(other)
        if use.applies(side) and (is_better or is_alone):
            found.append(use)
    return _tags(found, "No use sets it apart")


def _coding_leader(shared: Sequence[SharedScore]) -> Leads:
    coding = [score.leads for score in shared if score.a.is_of_coding]
    a, b = coding.count("a"), coding.count("b")
    if a == b:
        return "tie"
    return "a" if a > b else "b"


def _tags(uses: Iterable[Use], if_none: str) -> Tags:
    tags = tuple(Tag(label=use.label, rule=use.rule) for use in uses)
    return Tags(tags=tags, if_none=if_none)
