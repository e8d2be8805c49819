"""What stands around an object of JSON: the model that it is of, and what the keys and objects above it
say of its numbers.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from spiders.claims import Currency, Quote
from spiders.general.price_words import read_price_words
from spiders.parsing.json_tree import Json, JsonNumber, Node

_NAMES = ("id", "model_id", "modelId", "model", "model_name", "modelName", "slug", "name")
_MODEL_NAMES = ("model_id", "modelId", "model", "model_name", "modelName")
_MODEL_LISTS = re.compile(r"models?$|^data$|^items$|^list$|^prices$", re.IGNORECASE)
_SELLERS = re.compile(r"provider|endpoint|seller|vendor|region|host|deployment", re.IGNORECASE)
CALLED_PRICES = re.compile(r"pric|cost|rates?$|fees?$", re.IGNORECASE)
_SELLER_NAMES = ("provider", "provider_name", "providerName", "tag", "seller", "name")
_CURRENCY_KEYS = ("currency", "currencyCode", "currency_code", "billingCurrency")
_LEAST_MAPPED = 5


class Around(NamedTuple):
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


def enter(node: Node, around: Around) -> Around:
    """What is around the members of an object: its own name, where it is one of a model."""
    members = dict(node.members())
    currency = _stated_currency(members) or around.currency
    is_listed = any(_MODEL_LISTS.search(key) for key in around.keys[-2:])
    last = around.keys[-1] if around.keys else ""
    is_of_seller = around.subject is not None and _SELLERS.search(last) is not None
    if is_of_seller:
        around = around._replace(seller=_seller_name(members))
    names = _MODEL_NAMES
    if not is_of_seller and _may_be_named(around, is_listed=is_listed):
        names = _NAMES
    name = next((key for key in names if _is_name(members.get(key))), None)
    if name is None:
        return around._replace(currency=currency)
    if any(_says_band(members.get(key)) for key in _NAMES):
        return Around(currency=currency)  # the name of a band, not of the model alone
    seller = around.seller
    if around.subject and is_listed and "models" in around.keys[-2:]:
        seller = around.subject.text
    return Around(node.require(name), (), currency, around.in_prices, seller)


def inner_objects(node: Node, around: Around) -> Iterator[tuple[str, Node, Around]]:
    """(key, value, what is around it) of the members of an object that are objects or lists."""
    keys = [key for key, value in node.members() if isinstance(value, dict | list)]
    is_mapping = _maps_names(node, keys, around)
    for key in keys:
        child = node.get_node(key)
        if child is None:
            continue
        if is_mapping and isinstance(child.value, dict):
            yield key, child, Around(subject=node.key_quote(key), currency=around.currency)
            continue
        in_prices = around.in_prices or CALLED_PRICES.search(key) is not None
        yield key, child, around._replace(keys=(*around.keys, key), in_prices=in_prices)


def _may_be_named(around: Around, *, is_listed: bool) -> bool:
    """Whether a plain name in an object may be that of a model: not inside of a model's object, nor
    among prices, but for members of a list of models.
    """
    if around.subject is not None:
        return is_listed and not around.in_prices
    return is_listed or not around.in_prices


def _is_name(value: Json) -> bool:
    """Whether a value is a text with a letter in it."""
    if not isinstance(value, str) or isinstance(value, JsonNumber):
        return False
    return re.search("[A-Za-z]", value) is not None


def _stated_currency(members: Mapping[str, Json]) -> Currency | None:
    """The currency that an object states of all in it."""
    currency: Currency | None = None
    for key in _CURRENCY_KEYS:
        value = members.get(key)
        if isinstance(value, str):
            currency = read_price_words(value).currency or currency
    return currency


def _seller_name(members: Mapping[str, Json]) -> str | None:
    seller = next((members[key] for key in _SELLER_NAMES if members.get(key)), None)
    return str(seller) if seller else None


def _maps_names(node: Node, children: Sequence[str], around: Around) -> bool:
    """Whether an object's keys are names of models: many objects side by side that name none."""
    if around.subject or around.in_prices or len(children) < _LEAST_MAPPED:
        return False
    objects = [node.get_node(key) for key in children]
    nameless = [child for child in objects if child and not any(name in child for name in _NAMES)]
    return len(nameless) > len(children) / 2


def _says_band(name: object) -> bool:
    return isinstance(name, str) and any(read_price_words(str(name)).band)
