"""Sentences made of literal words and values. A number can stand in one only as a value, a count or
a given figure.

The literal words hold no digit, so a sentence cannot state a number without a source. A value that
is unknown cannot stand in a sentence.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

from pydantic import computed_field

from reports.values.value import (
    DisputedValue,
    FrozenModel,
    Receipt,
    StatedValue,
    Value,
    leading_value,
)


class Named(FrozenModel):
    """A name from the catalog: a model, a seller, a publisher."""

    kind: Literal["name"] = "name"
    text: str


class Given(FrozenModel):
    """A figure that is no fact: of the traffic profile, of a rule, the day asked for."""

    kind: Literal["given"] = "given"
    text: str


class Count(FrozenModel):
    """How many rows the list at `of` has on this page: all, or those of which a field has a value."""

    kind: Literal["count"] = "count"
    number: int
    of: str
    where: tuple[str, str | bool] | None = None


class Quoted(FrozenModel):
    """A text as a source writes it."""

    kind: Literal["quote"] = "quote"
    text: str
    source: str
    is_bare: bool = False
    """Whether it is written without quotation marks and number, in a sentence that is cited as a
    whole.
    """


class Derived(FrozenModel):
    """A figure computed from values on this page."""

    kind: Literal["derived"] = "derived"
    about: str
    text: str
    number: Decimal
    rule: str
    inputs: tuple[str, ...]
    """What each value that it is computed from is about."""
    receipts: tuple[Receipt, ...]


SentencePart = str | Named | Given | Quoted | Count | Derived | StatedValue | DisputedValue
SentenceParts = SentencePart | Sequence[SentencePart]


class Sentence(FrozenModel):
    """Parts that are read in order."""

    parts: tuple[SentencePart, ...]

    @computed_field
    @property
    def text(self) -> str:
        return "".join(part_text(part) for part in self.parts)


class Unavailable(FrozenModel):
    """A figure that cannot be computed, and what is missing. Never 0."""

    kind: Literal["unavailable"] = "unavailable"
    about: str
    because: Sentence


def part_text(part: SentencePart) -> str:
    """A part in words."""
    match part:
        case str():
            return part
        case Count():
            return f"{part.number:,}"
        case DisputedValue():
            return part.statements[0].short
        case StatedValue():
            return part.short
        case _:
            return part.text


def format_sentence(template: str, *parts: SentenceParts) -> Sentence:
    """The template with a part, or a run of parts, in each {}."""
    literals = template.split("{}")
    if len(literals) != len(parts) + 1:
        raise ValueError(f"{len(parts)} parts for {len(literals) - 1} places in {template!r}")
    made: list[SentencePart] = [literals[0]]
    for part, literal in zip(parts, literals[1:], strict=True):
        made += [part] if isinstance(part, str) or not isinstance(part, Sequence) else part
        made.append(literal)
    return Sentence(parts=tuple(part for part in made if part != ""))


def join_parts(parts: Iterable[SentencePart | Sentence]) -> list[SentencePart]:
    """a, b and c, as parts."""
    items: list[list[SentencePart]] = [
        list(part.parts) if isinstance(part, Sentence) else [part] for part in parts
    ]
    joined: list[SentencePart] = []
    for place, item in enumerate(items):
        if place:
            joined.append(" and " if place == len(items) - 1 else ", ")
        joined += item
    return joined


def join_names(texts: Iterable[str]) -> list[SentencePart]:
    """a, b and c, as names."""
    return join_parts([Named(text=text) for text in texts])


def citable(value: Value) -> StatedValue | DisputedValue | None:
    """The value as a part of a sentence; None where nothing is stated, or nothing leads a dispute."""
    return (
        value if isinstance(value, StatedValue | DisputedValue) and leading_value(value) else None
    )


def parts_with_receipts(sentence: Sentence) -> Iterator[tuple[SentencePart, tuple[Receipt, ...]]]:
    """Each part with the receipts to print after it: what follows from values cited before needs
    none of its own.
    """
    before: set[str] = set()
    for part in sentence.parts:
        match part:
            case StatedValue() | Derived():
                receipts = part.receipts
            case DisputedValue():
                receipts = (part.statements[0].receipt,)
            case _:
                receipts = ()
        sources = {receipt.source for receipt in receipts}
        yield part, () if isinstance(part, Derived) and sources <= before else receipts
        before |= sources


MILLION = Given(text="1M tokens")
