"""Normalisation: a claim's words to a fact key and a canonical value, or set aside with a reason."""

from collections.abc import Callable
from functools import lru_cache

from pipeline.facts.fact import FactKey, Value
from pipeline.facts.licences import read_licence
from pipeline.facts.money import plain, read_price
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
from spiders.claims import Claim, Unit

NOT_OFFERED = "not offered"


def _tokens(text: str) -> Value:
    tokens = read_tokens(text)
    return Value(str(tokens), number=tokens, unit="tokens")


def _parameters(part: str) -> Callable[[str], Value]:
    def read(text: str) -> Value:
        parameters = read_parameters(text, part)
        return Value(str(parameters), number=parameters, unit="parameters")

    return read


def _factor(text: str) -> Value:
    factor = read_factor(text)
    return Value(f"{plain(factor)} times the price", number=factor, unit="times")


def _in_words(read: Callable[[str], str]) -> Callable[[str], Value]:
    return lambda text: Value(read(text))


_READERS: dict[str, Callable[[str], Value]] = {
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
    "name": Value,
    "alias": Value,
    "family": Value,
    "successor": Value,
    "architecture": Value,
    "price_rule": _factor,
    "base_model": Value,
    "task": Value,
    "languages": Value,
    "gated": Value,
    "points_to": Value,
}


def fact_key(claim: Claim, *, source: str, document: str, publisher: str) -> FactKey:
    """What the claim is about."""
    return FactKey(
        source=source,
        document=document,
        provider=claim.seller or publisher,
        subject_kind=claim.subject_kind,
        subject_stated=claim.subject_name,
        attribute="price" if claim.meter else claim.attribute or "",
        meter=claim.meter,
        tier=claim.tier if claim.meter else None,
        context_from_tokens=_first_inside(claim.over_tokens),
        context_to_tokens=_first_outside(claim.upto_tokens),
        lifetime=claim.lifetime,
        modality=claim.modality,
        variant=_variant(claim),
        band_rule=claim.band_rule,
        region=claim.region,
        mode=claim.mode,
        hours=claim.hours,
        price_class=claim.price_class if claim.price_class != "list" else None,
        plan=claim.plan,
        valid_from=claim.valid_from,
        valid_to=claim.valid_to,
        benchmark=claim.score.benchmark if claim.score else None,
        version=claim.score.version if claim.score else None,
        runner=(claim.score.runner or publisher) if claim.score else None,
    )


def _variant(claim: Claim) -> str | None:
    if claim.attribute != "alias":
        return claim.variant
    # A subject has many aliases, also of one kind: each is a fact of its own.
    return f"{claim.variant}: {claim.quote.text}" if claim.variant else claim.quote.text


def value(claim: Claim) -> Value:
    """The claim's value in canonical form. Raises SetAside where its words are no such value."""
    text = claim.value or claim.quote.text
    if claim.score:
        return _score(
            text,
            claim.score.unit,
            next((c.text for c in claim.quote.context if c.role == "measured"), None),
        )
    if claim.attribute == "exchange_rate":
        rate, unit = read_rate(text), f"{claim.subject_name} per {claim.variant}"
        return Value(f"{plain(rate)} {unit}", number=rate, unit=unit)
    if claim.meter is None:
        return _attribute(claim.attribute or "", text)
    if claim.value == NOT_OFFERED:
        return Value(NOT_OFFERED)
    price = _price(text, claim.unit or "token", claim.currency)
    if (
        price.amount == 0
        and text.strip().casefold() != "free"
        and not any(c.role == "free" for c in claim.quote.context)
    ):
        raise SetAside(
            "zero_is_unknown",
            "0 is stated where nothing on the page says free: unknown, a subscription, or free",
        )
    return price


@lru_cache(maxsize=200_000)
def _attribute(attribute: str, text: str) -> Value:
    return _READERS[attribute](text)


def _score(text: str, unit: str | None, measured: str | None) -> Value:
    number = read_score(text)
    words = f"{plain(number)} {unit}" if unit else plain(number)
    return Value(
        words, number=number, unit=unit, measured_date=read_date(measured) if measured else None
    )


@lru_cache(maxsize=200_000)
def _price(text: str, unit: Unit, currency: str | None) -> Value:
    price = read_price(text, unit, currency)
    if price.per_mtok is not None:
        words = f"{plain(price.per_mtok)} {price.currency} per 1M tokens"
    else:
        words = f"{plain(price.amount)} {price.currency} per {price.unit}"
    return Value(
        words,
        number=price.per_mtok if price.per_mtok is not None else price.amount,
        amount=price.amount,
        currency=price.currency,
        unit=price.unit,
        usd_per_mtok=price.per_mtok if price.currency == "USD" or price.amount == 0 else None,
    )


def _first_inside(over: str | None) -> int | None:
    return None if over is None else _bound(over, {">": 1, ">=": 0})


def _first_outside(upto: str | None) -> int | None:
    return None if upto is None else _bound(upto, {"<": 0, "<=": 1})


def _bound(text: str, offsets: dict[str, int]) -> int:
    sign = text.rstrip("0123456789")
    return int(text.removeprefix(sign)) + offsets[sign]
