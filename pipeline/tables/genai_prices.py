"""genai-prices: a YAML file a provider, or all of them in one JSON file, as a list or beside the
units of their prices; US dollars per million tokens.

A price can be a list in which the last entry whose constraint holds counts: from a day on, or
between hours of the day.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import groupby

from pipeline.exact_json import Tree, exact_json
from pipeline.tables.offers.account import Account
from pipeline.tables.offers.offer import Offer
from pipeline.tables.offers.priced import PricedOffer, Wanted, fields_of, priced_offers
from pipeline.tables.seller_names import sellers_named
from pipeline.tables.statement import (
    TableEntry,
    TableFile,
    TableFormat,
    TableItem,
    read_rows,
    token_count,
)
from spiders.claims import Modality
from spiders.parsing.json_tree import Node
from spiders.readers.price_keys import PriceKey
from spiders.readers.time_windows import rest_of_day

SCALE = Decimal(1)
KEYS = {
    "input_mtok": PriceKey("input"),
    "output_mtok": PriceKey("output"),
    "cache_read_mtok": PriceKey("cache_read"),
    "cache_write_mtok": PriceKey("cache_write"),
    "cache_write_5m_mtok": PriceKey("cache_write", lifetime="5m"),
    "cache_write_1h_mtok": PriceKey("cache_write", lifetime="1h"),
    "output_reasoning_mtok": PriceKey("reasoning"),
}
_MODALITIES: tuple[Modality, ...] = ("text", "audio", "image", "video")
for _modality in _MODALITIES:
    KEYS[f"input_{_modality}_mtok"] = PriceKey("input", _modality)
    KEYS[f"output_{_modality}_mtok"] = PriceKey("output", _modality)
    KEYS[f"output_{_modality}_reasoning_mtok"] = PriceKey("reasoning", _modality)
    KEYS[f"cache_{_modality}_read_mtok"] = PriceKey("cache_read", _modality)
    KEYS[f"cache_{_modality}_write_mtok"] = PriceKey("cache_write", _modality)
    KEYS[f"cache_{_modality}_write_5m_mtok"] = PriceKey("cache_write", _modality, "5m")
    KEYS[f"cache_{_modality}_write_1h_mtok"] = PriceKey("cache_write", _modality, "1h")
_CONDITIONS = ("start_date", "start_time", "end_time")
"""What a price can be limited by. Under a condition that is none of these it is no price of every
day.
"""
_NO_ADDRESS = "(?!)"
"""A pattern that no address fits: the catalog does not know those of sellers' APIs."""
_SELLERS = sellers_named(("aws", "x-ai", "together", "fireworks", "novita"))


def recognises(document: TableFile) -> bool:
    return any(_is_provider(provider) for provider in _providers(document))


def _is_provider(provider: Node) -> bool:
    models = provider.get_node("models")
    return models is not None and any("id" in one and "prices" in one for one in models.nodes())


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:
    for document in documents:
        yield from read_rows(document, _providers(document), partial(_provider, document, day))


def _provider(document: TableFile, day: date, provider: Node) -> Iterator[TableItem]:
    models = provider.require_node("models").nodes()
    seller = provider.require("id").text
    yield from read_rows(document, models, partial(_model, document, day, seller))


def _providers(document: TableFile) -> list[Node]:
    """The providers of a file: the file itself, its list, or the list under "providers"."""
    root = document.root()
    if isinstance(document.data, dict):
        below = root.get_node("providers")
        if below is None:
            return [root] if "id" in root else []
        root = below
    return [provider for provider in root.nodes() if "id" in provider]


def _model(document: TableFile, day: date, seller: str, model: Node) -> Iterator[TableItem]:
    """The prices of a model on a day. Those under hours of the day stand beside the current one,
    which is for the rest of the day.
    """
    entry = TableEntry(document, seller, model.require("id").text)
    prices = model.require_node("prices")
    if isinstance(prices.value, dict):
        yield from _prices(entry, prices)
        return
    is_dated = any(_constraint(option, "start_date") for option in prices.nodes())
    entry = entry._replace(is_dated=is_dated)
    untimed: list[Node] = []
    timed: list[tuple[str, Node]] = []
    for option in prices.nodes():
        unknown = _unknown_condition(option)
        if unknown:
            yield entry.left_out(option, f"a condition that is not known: {unknown}")
        elif (_constraint(option, "start_date") or "") > day.isoformat():
            continue
        elif _constraint(option, "start_time"):
            timed.append((_window(option), option))
        else:
            untimed.append(option)
    windows = [window for window, _ in timed]
    rest_of_hours = rest_of_day(windows) if windows else [None]
    if untimed:
        current = untimed[-1].require_node("prices")
        for hours in rest_of_hours:
            yield from _prices(entry, current, hours)
    else:
        yield entry.left_out(prices, "no price that holds all day")
    for hours, option in timed:
        yield from _prices(entry, option.require_node("prices"), hours)


def _unknown_condition(option: Node) -> str | None:
    constraint = option.get_node("constraint")
    names = constraint or ()
    return next((name for name in names if name not in _CONDITIONS), None)


def _constraint(option: Node, key: str) -> str | None:
    """What a price is limited by: a first day, or an end of its hours."""
    quote = option.find(f"constraint/{key}")
    return quote.text if quote else None


def _window(option: Node) -> str:
    """The hours that a price is for: "16:30-00:30"."""
    constraint = option.require_node("constraint")
    start = constraint.require("start_time").text[:5]
    end = constraint.require("end_time").text[:5]
    return f"{start}-{end}"


def _prices(entry: TableEntry, prices: Node, hours: str | None = None) -> Iterator[TableItem]:
    for key in prices:
        if key not in KEYS:
            yield entry.left_out(prices.key_quote(key))
            continue
        banded = prices.get_node(key)
        if banded:
            yield from _bands(entry, banded, KEYS[key], hours)
            continue
        quote = prices.get(key)
        if quote:
            yield entry.price(quote, KEYS[key], SCALE, hours=hours)


def _bands(
    entry: TableEntry, banded: Node, key: PriceKey, hours: str | None
) -> Iterator[TableItem]:
    """A price, and those above input lengths."""
    yield entry.price(banded.require("base"), key, SCALE, hours=hours)
    for band in banded.require_node("tiers").nodes():
        over = token_count(band.require("start"))
        yield entry.price(band.require("price"), key, SCALE, hours=hours, over=over)


def write(offers: Sequence[Offer], day: date, account: Account) -> bytes:  # noqa: ARG001 (what holds on it)
    wanted = Wanted(
        name_of=fields_of(KEYS),
        pair=("input_mtok", "output_mtok"),
        unfit=_unfit,
    )
    priced = priced_offers(offers, wanted, account)
    providers: list[Tree] = []
    for seller, models in groupby(priced, lambda one: one.offer.provider):
        of_seller = list(models)
        name = _SELLERS.get(seller, seller)
        providers.append(
            {
                "id": name,
                "name": of_seller[0].offer.provider_name or name,
                "api_pattern": _NO_ADDRESS,
                "models": [_model_of(model) for model in of_seller],
            }
        )
    return exact_json(providers)


def _unfit(offer: Offer, fields: Collection[str]) -> set[str]:  # noqa: ARG001 (of every offer alike)
    """The fields that the format does not take without others: a special price needs the more
    general ones beside it, and of two that can be of one token (of audio, of the cache) it needs the
    price of that, too.
    """
    kept = set(fields)
    while True:
        wrong = {name for name in kept if _lacks_general(name, kept)}
        wrong |= {name for name in kept if _lacks_joint(name, kept)}
        if not wrong:
            return set(fields) - kept
        kept -= wrong


def _lacks_general(name: str, fields: Collection[str]) -> bool:
    own = _dimensions(name)
    return any(_dimensions(other) < own and other not in fields for other in KEYS)


def _lacks_joint(name: str, fields: Collection[str]) -> bool:
    """Whether the price of a kind of token stands beside another one, without that of both."""
    own = _dimensions(name)
    if KEYS[name].modality is None:
        return False  # the other one gives way
    known = [_dimensions(field) for field in fields]
    return any(_is_compatible(own, other) and own | other not in known for other in known)


def _dimensions(name: str) -> frozenset[tuple[str, str]]:
    """What the tokens of a field are, as the format has it."""
    key = KEYS[name]
    side = "output" if key.meter in ("output", "reasoning") else "input"
    said = {"side": side, "modality": key.modality, "lifetime": key.lifetime}
    if key.meter != side:
        said["use"] = key.meter
    return frozenset((word, value) for word, value in said.items() if value)


def _is_compatible(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> bool:
    """Whether a token can be of both."""
    words = dict(other)
    return all(words.get(word, value) == value for word, value in one)


def _model_of(priced: PricedOffer) -> Tree:
    offer = priced.offer
    model: dict[str, Tree] = {"id": priced.id, "match": _match(priced)}
    if offer.name:
        model["name"] = offer.name
    if offer.context_tokens:
        model["context_window"] = offer.context_tokens
    base = priced.amounts(None)
    model["prices"] = {name: _price_of(priced, name) for name in base}
    return model


def _match(priced: PricedOffer) -> Tree:
    """The names by which a request can mean the model: all that a page gives the route."""
    names = {name.casefold() for name in (priced.id, *priced.offer.names.values())}
    clauses: list[Tree] = [{"equals": name} for name in sorted(names)]
    return clauses[0] if len(clauses) == 1 else {"or": clauses}


def _price_of(priced: PricedOffer, name: str) -> Tree:
    """A price, or that of the first band with those above input lengths."""
    tiers: list[Tree] = []
    for start in priced.starts:
        amounts = priced.amounts(start)
        if name in amounts:
            tiers.append({"start": start, "price": amounts[name]})
    base = priced.amounts(None)[name]
    return {"base": base, "tiers": tiers} if tiers else base


FORMAT = TableFormat("genai-prices", "genai-prices", recognises, read, write)
