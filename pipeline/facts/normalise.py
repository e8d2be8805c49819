"""Normalisation: a claim's words to a fact key and a canonical value, or set aside with a reason."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from pipeline.facts.fact import CanonicalValue, FactKey
from pipeline.facts.licences import read_licence
from pipeline.facts.money import decimal_text, read_price
from pipeline.facts.quantities import (
    read_date,
    read_factor,
    read_modalities,
    read_parameters,
    read_rate,
    read_score,
    read_status,
    read_tokens,
    read_yes_no,
)
from pipeline.facts.set_aside import SetAside
from spiders.claims import Claim, ContextRole, Qualifiers, Unit

NOT_OFFERED = "not offered"


def _tokens(text: str) -> CanonicalValue:
    tokens = read_tokens(text)
    return CanonicalValue(str(tokens), number=tokens, unit="tokens")


def _parameters(part: str) -> Callable[[str], CanonicalValue]:
    def read(text: str) -> CanonicalValue:
        parameters = read_parameters(text, part)
        return CanonicalValue(str(parameters), number=parameters, unit="parameters")

    return read


def _factor(text: str) -> CanonicalValue:
    factor = read_factor(text)
    return CanonicalValue(f"{decimal_text(factor)} times the price", number=factor, unit="times")


def _in_words(read: Callable[[str], str]) -> Callable[[str], CanonicalValue]:
    return lambda text: CanonicalValue(read(text))


def _name(text: str) -> CanonicalValue:
    if text.casefold() in _NO_NAMES:
        raise SetAside(
            "not_a_name", f"{text!r}: expected a name, found what a program writes for none"
        )
    return CanonicalValue(text)


_NO_NAMES = {"true", "false", "null", "none", "nan", "undefined", "[object object]"}
_READERS: dict[str, Callable[[str], CanonicalValue]] = {
    "context_tokens": _tokens,
    "max_input_tokens": _tokens,
    "max_output_tokens": _tokens,
    "released_date": _in_words(read_date),
    "knowledge_cutoff": _in_words(read_date),
    "listed_date": _in_words(read_date),
    "deprecated_date": _in_words(read_date),
    "retired_date": _in_words(read_date),
    "retirement_not_before_date": _in_words(read_date),
    "open_weights": _in_words(read_yes_no),
    "capability": _in_words(read_yes_no),
    "status": _in_words(read_status),
    "input_modalities": _in_words(read_modalities),
    "output_modalities": _in_words(read_modalities),
    "licence": _in_words(read_licence),
    "parameters_total": _parameters("total"),
    "parameters_active": _parameters("activated"),
    "name": _name,
    "alias": _name,
    "family": _name,
    "successor": _name,
    "architecture": _name,
    "price_rule": _factor,
    "base_model": _name,
    "task": _name,
    "languages": _name,
    "gated": CanonicalValue,
    "points_to": _name,
}


def fact_key(claim: Claim, *, source: str, document: str, publisher: str) -> FactKey:
    """What the claim is about."""
    benchmark, version, runner = None, None, None
    if claim.score:
        benchmark, version = claim.score.benchmark, claim.score.version
        runner = claim.score.runner or publisher
    return FactKey(
        source=source,
        document=document,
        provider=claim.seller or publisher,
        subject_kind=claim.subject_kind,
        subject_stated=claim.subject_name,
        attribute="price" if claim.meter else claim.attribute or "",
        meter=claim.meter,
        qualifiers=_qualifiers(claim),
        benchmark=benchmark,
        version=version,
        runner=runner,
    )


def _qualifiers(claim: Claim) -> Qualifiers:
    """The claim's qualifiers. A subject has many aliases, also of one kind: each is a fact of its
    own, with the alias in the variant.
    """
    if claim.attribute != "alias":
        return claim.qualifiers
    alias = claim.quote.text
    variant = f"{claim.variant}: {alias}" if claim.variant else alias
    return claim.qualifiers.model_copy(update={"variant": variant})


def canonical_value(
    claim: Claim, contradicted: Mapping[int, SetAside] = MappingProxyType({})
) -> CanonicalValue:
    """The claim's value in canonical form. `contradicted` says what other claims of its page
    contradict (`check_limits`). Raises SetAside where its words are no such value.
    """
    if id(claim) in contradicted:
        raise contradicted[id(claim)]
    text = claim.value or claim.quote.text
    if claim.doubt:
        raise SetAside("doubtful", claim.doubt)
    _require_days(claim)
    if claim.score:
        return _score(text, claim.score.unit, _context_text(claim, "measured"))
    if claim.attribute == "exchange_rate":
        return _exchange_rate(text, f"{claim.subject_name} per {claim.variant}")
    if claim.meter is None:
        return _attribute(claim.attribute or "", text)
    if claim.value == NOT_OFFERED:
        return CanonicalValue(NOT_OFFERED)
    price = _price(text, claim.unit or "token", claim.currency)
    says_free = text.strip().casefold() == "free" or _context_text(claim, "free") is not None
    if price.amount == 0 and not says_free:
        raise SetAside(
            "zero_is_unknown",
            "0 is stated where nothing on the page says free: unknown, a subscription, or free",
        )
    return price


def _require_days(claim: Claim) -> None:
    """Raises SetAside where a price begins or ends on a day that no calendar has."""
    for day in (claim.qualifiers.valid_from, claim.qualifiers.valid_to):
        try:
            date.fromisoformat(day or "2000-01-01")
        except ValueError:
            raise SetAside("not_a_date", f"{day!r} is no day") from None


def _context_text(claim: Claim, role: ContextRole) -> str | None:
    """The first text of a role around the claim's quote."""
    for context in claim.quote.context:
        if context.role == role:
            return context.text
    return None


def _exchange_rate(text: str, unit: str) -> CanonicalValue:
    rate = read_rate(text)
    return CanonicalValue(f"{decimal_text(rate)} {unit}", number=rate, unit=unit)


@lru_cache(maxsize=200_000)
def _attribute(attribute: str, text: str) -> CanonicalValue:
    return _READERS[attribute](text)


def _score(text: str, unit: str | None, measured: str | None) -> CanonicalValue:
    number = read_score(text)
    return CanonicalValue(
        f"{decimal_text(number)} {unit}" if unit else decimal_text(number),
        number=number,
        unit=unit,
        measured_date=read_date(measured) if measured else None,
    )


@lru_cache(maxsize=200_000)
def _price(text: str, unit: Unit, currency: str | None) -> CanonicalValue:
    price = read_price(text, unit, currency)
    number, per = price.amount, price.unit
    usd_per_mtok = None
    if price.per_mtok is not None:
        number, per = price.per_mtok, "1M tokens"
        if price.currency == "USD" or price.amount == 0:
            usd_per_mtok = price.per_mtok
    return CanonicalValue(
        f"{decimal_text(number)} {price.currency} per {per}",
        number=number,
        amount=price.amount,
        currency=price.currency,
        unit=price.unit,
        usd_per_mtok=usd_per_mtok,
    )
