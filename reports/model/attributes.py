"""The attributes of a model as values: release date, limits, size, licence, modalities."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from reports.data.model_rows import ModelRows
from reports.data.rows import AttributeRow, FactRow, SetAsideRow
from reports.values.citations import Citations, CitedFact, CitedPage
from reports.values.number_format import in_full, in_short
from reports.values.value import (
    AbsentValue,
    DisputedValue,
    NotApplicable,
    NotSourced,
    StatedValue,
    Statement,
    Value,
    yes_or_no_value,
)


class ValueText(NamedTuple):
    """A fact's value in full, in short, and as a number."""

    text: str
    short: str
    number: Decimal | None


def _text(fact: FactRow) -> ValueText:
    return ValueText(fact.value_text, fact.value_text, None)


def _tokens(fact: FactRow) -> ValueText:
    if fact.value_number is None:
        return _text(fact)
    return ValueText(
        f"{in_full(fact.value_number)} tokens",
        in_short(fact.value_number),
        Decimal(int(fact.value_number)),
    )


def _size(fact: FactRow) -> ValueText:
    if fact.value_number is None:
        return _text(fact)
    return ValueText(
        in_short(fact.value_number), in_short(fact.value_number), fact.value_number.normalize()
    )


def _yes_no(fact: FactRow) -> ValueText:
    return ValueText(fact.value_text.capitalize(), fact.value_text.capitalize(), None)


def _licence(fact: FactRow) -> ValueText:
    name = re.sub(
        r"\bLicenseRef-(?:scancode-)?", "", fact.value_text
    )  # how SPDX marks a name that is not on its list
    return ValueText(name, name, None)


VALUE_TEXTS: Mapping[str, Callable[[FactRow], ValueText]] = {
    "released_date": _text,
    "context_tokens": _tokens,
    "max_output_tokens": _tokens,
    "parameters_total": _size,
    "parameters_active": _size,
    "architecture": _text,
    "open_weights": _yes_no,
    "licence": _licence,
    "knowledge_cutoff": _text,
    "input_modalities": _text,
    "output_modalities": _text,
}
_DATES = frozenset({"released_date", "knowledge_cutoff"})
_MODALITIES = frozenset({"input_modalities", "output_modalities"})
_LIMITS = frozenset({"context_tokens", "max_output_tokens"})
"""What a seller says of these is its route's, not the model's."""


def attribute_values(model_rows: ModelRows, citations: Citations) -> dict[str, Value]:
    """Every attribute with its value, in the order of the table."""
    values = {attribute: _value(model_rows, attribute, citations) for attribute in VALUE_TEXTS}
    weights, architecture = values["open_weights"], values["architecture"]
    if isinstance(values["licence"], NotSourced) and isinstance(weights, AbsentValue):
        values["licence"] = NotApplicable(
            about=values["licence"].about,
            because="its weights are not published",
            receipts=weights.receipts,
        )
    if (
        isinstance(values["parameters_active"], NotSourced)
        and isinstance(architecture, StatedValue)
        and "dense" in architecture.text.casefold()
    ):
        values["parameters_active"] = NotApplicable(
            about=values["parameters_active"].about,
            because="a dense model uses all of its parameters",
            receipts=architecture.receipts,
        )
    return values


def _value(model_rows: ModelRows, attribute: str, citations: Citations) -> Value:
    about = f"{model_rows.model.model_id} {attribute}"
    winner = model_rows.attributes.get(attribute)
    if winner is None:
        aside = next((row for row in model_rows.set_aside if row.attribute == attribute), None)
        return not_sourced(about, aside, citations)
    cited = model_rows.facts[winner.fact_id]
    fact = _as_said(cited, winner)
    written = VALUE_TEXTS[attribute](fact)
    others = _rivals(model_rows, fact) if winner.dissenting_publishers or winner.is_tied else []
    if others:
        leading = _statement(model_rows, fact, citations)
        if cited.attribute != attribute:
            leading = leading.model_copy(update={"rule": winner.rule})
        rivals = [_statement(model_rows, rival, citations) for rival in others]
        return DisputedValue(about=about, is_led=not winner.is_tied, statements=(leading, *rivals))
    receipt = citations.cite(fact.fact_id)
    if attribute == "open_weights":
        return yes_or_no_value(about, fact.value_text, receipt)
    return StatedValue(
        about=about,
        text=written.text,
        short=written.short,
        number=written.number,
        receipts=(receipt,),
    )


def _as_said(fact: FactRow, winner: AttributeRow) -> FactRow:
    """The fact as a statement of what wins: a name says how many parameters a model has, and a file
    that is read is a pdf.
    """
    if (fact.attribute, fact.value_text) == (winner.attribute, winner.value_text):
        return fact
    return fact._replace(
        attribute=winner.attribute,
        qualifiers="",
        value_text=winner.value_text,
        value_number=winner.value_number,
    )


def tokens_value(about: str, fact: FactRow, citations: Citations) -> StatedValue:
    """A number of tokens that one seller states."""
    written = _tokens(fact)
    receipt = citations.cite(fact.fact_id)
    return StatedValue(
        about=about,
        text=written.text,
        short=written.short,
        number=written.number,
        receipts=(receipt,),
    )


def not_sourced(about: str, aside: SetAsideRow | None, citations: Citations) -> NotSourced:
    """A gap; where a page said something that could not be taken as a value, with what it said and
    why not.
    """
    if aside is None:
        return NotSourced(about=about)
    captured = aside.checked
    page = CitedPage(aside.publisher, aside.url, aside.page_sha256, captured)
    cited = CitedFact(
        fact_id=f"set aside: {about}",
        about=about,
        quote=aside.quote,
        locator=None,
        checked=captured,
        reviewed=None,
    )
    return NotSourced(
        about=about,
        because=aside.message,
        quote=aside.quote,
        source=citations.cite_page(page, cited),
    )


def _rivals(model_rows: ModelRows, winner: FactRow) -> list[FactRow]:
    """The other values that stand, one fact each; a date that says less and agrees is no other
    value.
    """
    if winner.missing_since is not None:
        return []
    found: dict[str, FactRow] = {}
    lab = model_rows.model.lab
    for fact in model_rows.facts.values():
        is_of_same = (fact.attribute, fact.qualifiers) == (winner.attribute, winner.qualifiers)
        if (
            is_of_same
            and not (fact.is_own and fact.attribute in _LIMITS and fact.provider != lab)
            and fact.missing_since is None
            and not fact.is_rejected
            and not _agree(winner, fact)
        ):
            found.setdefault(fact.value_text, fact)
    return [found[value] for value in sorted(found)]


def _agree(winner: FactRow, fact: FactRow) -> bool:
    one, other = winner.value_text, fact.value_text
    if winner.attribute in _DATES:
        return one.startswith(other) or other.startswith(one)
    if winner.attribute in _MODALITIES:
        return _kinds(other) <= _kinds(one)
    return one == other


def _kinds(modalities: str) -> set[str]:
    """What a model reads or writes, a file as a pdf."""
    return {"pdf" if kind == "file" else kind for kind in modalities.split(", ")}


def _statement(model_rows: ModelRows, fact: FactRow, citations: Citations) -> Statement:
    written = VALUE_TEXTS[fact.attribute](fact)
    same = (fact.attribute, fact.value_text, False)
    alike = [
        f for f in model_rows.facts.values() if (f.attribute, f.value_text, f.is_rejected) == same
    ]
    return Statement(
        text=written.text,
        short=written.short,
        number=written.number,
        publishers=tuple(sorted({other.publisher for other in (fact, *alike)})),
        sellers=tuple(sorted({other.provider_name for other in (fact, *alike)}, key=str.casefold)),
        receipt=citations.cite(fact.fact_id),
    )
