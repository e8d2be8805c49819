"""A signal: one comparison of two models, and the named rule that makes it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reports.pages.pair import Leads, PairSide, SideKey
from reports.values.sentence import Sentence, format_sentence, join_names
from reports.values.value import DisputedValue, FrozenModel, Value, is_stale


class Signal(FrozenModel):
    """One comparison: who leads and why; or, where it cannot be made, what is missing."""

    rule: str
    label: str
    leads: Leads | None
    because: Sentence
    a_tags: tuple[str, ...] = ()
    """What this makes the first model best for."""
    b_tags: tuple[str, ...] = ()
    is_uncertain: bool = False
    """Whether it rests on a dispute or on stale facts."""

    def tags(self, key: SideKey) -> tuple[str, ...]:
        return self.a_tags if key == "a" else self.b_tags


class SignalRule(NamedTuple):
    """A named rule of comparison, and the three signals that it can give."""

    name: str
    label: str
    tag: str = ""
    """What the leading side is best for."""

    def missing(self, because: Sentence) -> Signal:
        """It cannot be compared."""
        return Signal(
            rule=self.name,
            label=self.label,
            leads=None,
            because=because,
        )

    def tie(self, because: Sentence, values: Sequence[Value] = ()) -> Signal:
        return Signal(
            rule=self.name,
            label=self.label,
            leads="tie",
            because=because,
            is_uncertain=are_uncertain(values),
        )

    def leads(self, side: PairSide, because: Sentence, values: Sequence[Value] = ()) -> Signal:
        return Signal(
            rule=self.name,
            label=self.label,
            leads=side.key,
            because=because,
            a_tags=(self.tag,) if side.key == "a" else (),
            b_tags=(self.tag,) if side.key == "b" else (),
            is_uncertain=are_uncertain(values),
        )


def naming(template: str, sides: Iterable[PairSide]) -> Sentence:
    """The template with the names of these sides."""
    return format_sentence(template, join_names(side.entry.name for side in sides))


def are_uncertain(values: Iterable[Value]) -> bool:
    """Whether any of the values is disputed or stale."""
    return any(isinstance(value, DisputedValue) or is_stale(value) for value in values)
