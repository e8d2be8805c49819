"""Prices in objects of JSON, by the meaning of their keys, and of the keys and texts around them."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from spiders.claims import Claim, Currency, Meter, Quote, Unit
from spiders.errors import LayoutChanged
from spiders.general.price_words import PriceWords, read_price_words, words_of_key
from spiders.general.table_claims import StatedPrice
from spiders.parsing.json_tree import Json, JsonNumber, Node
from spiders.parsing.page import Page
from spiders.readers.names import free_context
from spiders.readers.price_cells import meter_of_unit
from spiders.readers.price_keys import (
    OPENROUTER_KEYS,
    PriceKey,
    keys_of_conditions,
    litellm_key,
    litellm_use_key,
)
from spiders.readers.token_ranges import Band

_NAMES = ("id", "model_id", "modelId", "model", "model_name", "modelName", "slug", "name")
_MODEL_NAMES = ("model_id", "modelId", "model", "model_name", "modelName")
_MODEL_LISTS = re.compile(r"models?$|^data$|^items$|^list$|^prices$", re.IGNORECASE)
_SELLERS = re.compile(r"provider|endpoint|seller|vendor|region|host|deployment", re.IGNORECASE)
_PRICES = re.compile(r"pric|cost|rates?$|fees?$", re.IGNORECASE)
_NO_PRICES = re.compile(
    r"limit|modalit|discount|token_count|max_|min_|score|latency|throughput|usage(?!_information)|estimate|threshold|"
    r"^(?:start|end|from|to|count|quantity|size)$",
    re.IGNORECASE,
)
_SELLER_NAMES = ("provider", "provider_name", "providerName", "tag", "seller", "name")
_CURRENCY_KEYS = ("currency", "currencyCode", "currency_code", "billingCurrency")
_UNIT_KEYS = ("unit", "suffix", "unitOfMeasure", "unit_of_measure", "per")
_LABEL_KEYS = ("title", "label")
_BANDS = re.compile(r"tiers$|thresholds?$|ranges$|constraint|overrides$|bands$", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_OVER = re.compile(r"\b(?:over|above|gt|from)_?(\d+)k\b", re.IGNORECASE)
_TOKEN_METERS: tuple[Meter, ...] = (
    "input",
    "output",
    "cache_read",
    "cache_write",
    "reasoning",
)
_SAYS_NO_MORE = {
    *("data", "items", "value", "amount", "current", "actual", "metadata", "usage_information"),
    *("providers", "endpoints", "models"),
}
_MOST_DEEP = 30
_SIZES: dict[Unit, tuple[float, float]] = {"token": (1e-10, 1e-3), "1M tokens": (2e-3, 1_000)}
"""How large the token prices of a list are, in dollars per each unit."""
_NEARLY_ALL = 0.9
_ENOUGH = 5


class _Around(NamedTuple):
    """What stands around an object."""

    subject: Quote | None = None
    keys: tuple[str, ...] = ()
    """The keys that lead from the subject's object to this one."""
    currency: Currency | None = None
    in_prices: bool = False
    """Whether one of the keys calls what is below it prices."""
    seller: str | None = None
    """Who sells the model, where an object around it names somebody else."""
    conditions: str = ""
    """Keys of conditions beside the prices that this object is a part of."""


class _Found(NamedTuple):
    subject: Quote
    quote: Quote
    key: PriceKey | None
    """Its meaning, where the key is one of those that several APIs share."""
    words: PriceWords
    unit: Unit | None
    currency: Currency | None
    column: str
    seller: str | None = None


def object_prices(roots: Sequence[Node]) -> list[StatedPrice]:
    """The prices in objects. Where no key and no text says what token prices are per, their size
    does, if nearly all of them agree.
    """
    found: list[_Found] = []
    for root in roots:
        found += _prices(root, _Around(), 0)
    unit = _unit_by_size(found)
    prices: list[StatedPrice] = []
    for one in found:
        prices += [StatedPrice(claim, one.column, "objects") for claim in _claims(one, unit)]
    return prices


def json_root(page: Page) -> Node | None:
    """The object or list that a page of JSON is; None for a page of another form, also for Markdown
    that begins with a bracket.
    """
    if page.is_html or page.text[:200].lstrip()[:1] not in ("{", "["):
        return None
    try:
        return page.json()
    except LayoutChanged:
        return None


def html_texts(node: Node, depth: int = 0) -> Iterator[Quote]:
    """The texts of an object that hold HTML tables."""
    if depth > _MOST_DEEP:
        return
    if isinstance(node.value, dict):
        for key, value in node.value.items():
            if isinstance(value, str) and "<table" in value:
                yield node.require(key)
    if isinstance(node.value, dict | list):
        for child in node.nodes():
            if isinstance(child.value, dict | list):
                yield from html_texts(child, depth + 1)


def number_cells(
    node: Node, around: _Around | None = None, depth: int = 0
) -> Iterator[tuple[Quote, str, Quote]]:
    """(subject, path, value) of every number of an object with a name, whatever its key means."""
    around = around or _Around()
    if depth > _MOST_DEEP or not isinstance(node.value, dict | list):
        return
    if isinstance(node.value, list):
        for child in node.nodes():
            yield from number_cells(child, around, depth + 1)
        return
    around = _entered(node, around)
    children: list[str] = []
    for key, value in node.members():
        if isinstance(value, dict | list):
            children.append(key)
        elif around.subject and isinstance(value, str) and _NUMBER.fullmatch(str(value)):
            yield around.subject, "/".join([*around.keys, key]), node.require(key)
    is_mapping = _maps_names(node, children, around)
    for key in children:
        child = node.get_node(key)
        if child is None:
            continue
        if is_mapping and isinstance(child.value, dict):
            inner = _Around(node.key_quote(key), (), around.currency)
        else:
            in_prices = around.in_prices or _PRICES.search(key) is not None
            inner = around._replace(keys=(*around.keys, key), in_prices=in_prices)
        yield from number_cells(child, inner, depth + 1)


def _prices(node: Node, around: _Around, depth: int) -> Iterator[_Found]:
    if depth > _MOST_DEEP:
        return
    if isinstance(node.value, list):
        if around.in_prices and any(_conditions(child) for child in node.value):
            around = around._replace(conditions="unknown condition: one of several")
        for child in node.nodes():
            if isinstance(child.value, dict | list):
                yield from _prices(child, around, depth + 1)
        return
    if not isinstance(node.value, dict):
        return
    around = _entered(node, around)
    if around.subject is not None:
        yield from _own_prices(node, around)
    children = [key for key, value in node.value.items() if isinstance(value, dict | list)]
    is_mapping = _maps_names(node, children, around)
    for key in children:
        child = node.get_node(key)
        if child is None or _NO_PRICES.search(key):
            continue
        if is_mapping and isinstance(child.value, dict):
            inner = _Around(node.key_quote(key), (), around.currency)
        else:
            in_prices = around.in_prices or _PRICES.search(key) is not None
            inner = around._replace(keys=(*around.keys, key), in_prices=in_prices)
            if around.in_prices and _conditions(node.value):
                inner = inner._replace(conditions=_conditions(node.value))
        yield from _prices(child, inner, depth + 1)


def _entered(node: Node, around: _Around) -> _Around:
    """What is around the members of an object: its own name, where it is one of a model."""
    members = dict(node.members())
    currency = around.currency
    for key in _CURRENCY_KEYS:
        if isinstance(members.get(key), str):
            currency = read_price_words(str(members[key])).currency or currency
    last = around.keys[-1] if around.keys else ""
    is_listed = any(_MODEL_LISTS.search(key) for key in around.keys[-2:])
    names = _MODEL_NAMES if around.subject and not is_listed else _NAMES
    if _SELLERS.search(last) and around.subject:
        names = _MODEL_NAMES
        seller = next((members[key] for key in _SELLER_NAMES if members.get(key)), None)
        around = around._replace(seller=str(seller) if seller else None)
    elif around.in_prices and not (is_listed and around.subject is None):
        names = _MODEL_NAMES
    for key in names:
        value = members.get(key)
        is_text = isinstance(value, str) and not isinstance(value, JsonNumber)
        if is_text and re.search("[A-Za-z]", str(value)):
            quote = node.require(key)
            if any(_says_band(members.get(name)) for name in _NAMES):
                return _Around(None, (), currency)  # the name of a band, not of the model alone
            seller = around.seller
            if around.subject and is_listed and "models" in around.keys[-2:]:
                seller = around.subject.text
            return _Around(quote, (), currency, around.in_prices, seller)
    return around._replace(currency=currency)


def _maps_names(node: Node, children: Sequence[str], around: _Around) -> bool:
    """Whether an object's keys are names of models: many objects side by side that name none."""
    if around.subject or around.in_prices or len(children) < _ENOUGH:
        return False
    objects = [node.get_node(key) for key in children]
    nameless = [child for child in objects if child and not any(name in child for name in _NAMES)]
    return len(nameless) > len(children) / 2


def _own_prices(node: Node, around: _Around) -> Iterator[_Found]:
    subject = around.subject
    members = dict(node.members())
    unit_text = " ".join(
        str(members[key]) for key in _UNIT_KEYS if isinstance(members.get(key), str)
    )
    label = " ".join(str(members[key]) for key in _LABEL_KEYS if isinstance(members.get(key), str))
    conditions = around.conditions or _conditions(members)
    for key, value in members.items():
        is_number = isinstance(value, str) and _NUMBER.fullmatch(str(value)) is not None
        if subject is None or not is_number or _NO_PRICES.search(key):
            continue
        is_zero = float(str(value)) == 0
        if is_zero and not free_context(subject):
            continue
        quote = node.require(key)
        shared = litellm_key(key) or litellm_use_key(key)
        if shared is None and around.in_prices:
            shared = OPENROUTER_KEYS.get(key)
        path = [*around.keys, key]
        words = _words(path if shared is None else around.keys, label if shared is None else "")
        is_called_price = around.in_prices or _PRICES.search(key) is not None
        is_counted = bool(words.meters and words.unit)
        if shared is None and not is_counted and not (words.is_price and is_called_price):
            continue
        unit = words.unit
        if unit is None and unit_text:
            said = read_price_words(f"/ {unit_text.lstrip('/ ')}")
            unit = said.unit
            if said.has_unknown_unit:
                continue
        currency = words.currency or around.currency
        if is_zero:
            quote = quote.with_context(*free_context(subject))
        if conditions:
            words = words._replace(rest=", ".join(filter(None, [words.rest, conditions])))
        column = "/".join(path)
        yield _Found(subject, quote, shared, words, unit, currency, column, around.seller)


def _conditions(members: Json) -> str:
    """In words, the keys of conditions that an object has; empty where it has none."""
    if not isinstance(members, dict):
        return ""
    named = [*keys_of_conditions(members), *filter(_BANDS.search, members)]
    named += [key for key, value in members.items() if _is_discount(key, value)]
    return f"unknown condition: {', '.join(dict.fromkeys(named))}" if named else ""


def _is_discount(key: str, value: Json) -> bool:
    return "discount" in key.casefold() and value not in (None, False, "", "0", "100", "1", [], {})


def _says_band(name: object) -> bool:
    return isinstance(name, str) and any(read_price_words(str(name)).band)


def _words(keys: Sequence[str], label: str) -> PriceWords:
    """What keys say of a price, one below the other, and the label beside it."""
    path = [key for key in keys if key.casefold() not in _SAYS_NO_MORE]
    over = _OVER.search("_".join(path))
    texts = [words_of_key(_OVER.sub("", key)) for key in path]
    said = re.sub(r"\b(in|out)$", r"\1put", " ".join(texts), flags=re.IGNORECASE)
    words = read_price_words(f"{said} {label}".strip())
    if over:
        rest = re.sub(r"\bcontext\b", "", words.rest).strip()
        words = words._replace(band=Band(f">{over[1]}000", None), rest=rest)
    return words


def _unit_by_size(found: Sequence[_Found]) -> Unit | None:
    """The unit of all token prices that name none, by their size; None where they disagree."""
    sizes = [
        float(one.quote.text)
        for one in found
        if one.key is None and one.unit is None and _is_of_tokens(one.words)
    ]
    if len(sizes) < _ENOUGH:
        return None
    for unit, (least, most) in _SIZES.items():
        fitting = [size for size in sizes if least <= size <= most]
        if len(fitting) >= _NEARLY_ALL * len(sizes):
            return unit
    return None


def _is_of_tokens(words: PriceWords) -> bool:
    return bool(words.meters) and words.meters[0] in _TOKEN_METERS


def _claims(one: _Found, unit_by_size: Unit | None) -> Iterator[Claim]:
    words = one.words
    about: dict[str, Any] = {"route": one.subject, "quote": one.quote, "seller": one.seller}
    if one.key is not None:
        variant = ", ".join(filter(None, [one.key.variant, words.rest])) or None
        yield one.key.claim(one.subject, one.quote, variant=variant, currency=one.currency or "USD")
        return
    unit = one.unit
    if unit is None and unit_by_size and _is_of_tokens(words):
        least, most = _SIZES[unit_by_size]
        unit = unit_by_size if least <= float(one.quote.text) <= most else None
    if unit is None:
        return
    is_of_tokens = unit in ("token", "1K tokens", "1M tokens")
    meters = words.meters if is_of_tokens else meter_of_unit(unit, (words.meters or ("input",))[0])
    for meter in meters:
        for modality in words.modalities or (None,):
            yield Claim(
                **about,
                meter=meter,
                unit=unit,
                currency=one.currency or "USD",
                tier=words.tier or "standard",
                over_tokens=words.band.over,
                upto_tokens=words.band.upto,
                lifetime=words.lifetime if meter == "cache_write" else None,
                modality=modality if is_of_tokens else None,
                variant=words.rest or None,
            )
