"""llm-prices: a JSON file a vendor, or one of all, prices with their days or those of now; US dollars
per million tokens.

A price for a band of input lengths is a model of its own there: the id ends in the band, the name
says it (">200k").
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from pipeline.exact_json import Tree, exact_json
from pipeline.tables.offers.account import Account
from pipeline.tables.offers.offer import Offer, PastPrice
from pipeline.tables.offers.priced import PricedOffer, Wanted, priced_offers
from pipeline.tables.seller_names import sellers_named
from pipeline.tables.statement import TableEntry, TableFile, TableFormat, TableItem, read_rows
from spiders.parsing.json_tree import Node
from spiders.readers.price_keys import PriceKey

SCALE = Decimal(1)
KEYS = {
    "input": PriceKey("input"),
    "output": PriceKey("output"),
    "input_cached": PriceKey("cache_read"),
}
BAND = re.compile(r"([≤>]) ?(\d+)k\b")
_FIELDS = {key: name for name, key in KEYS.items()}
_SELLERS = sellers_named(("amazon", "meta-ai", "moonshot-ai", "qwen"))


def recognises(document: TableFile) -> bool:
    return any("price_history" in model for model in _models(document)) or any(
        _keys(price) >= {"vendor", "input"} for price in _all_prices(document)
    )


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:
    for document in documents:
        yield from read_rows(document, _models(document), partial(_model, document, day))
        yield from read_rows(
            document, _all_prices(document), partial(_period_of_all, document, day)
        )


def _model(document: TableFile, day: date, model: Node) -> Iterator[TableItem]:
    vendor = document.root().require("vendor").text
    for period in model.require_node("price_history").nodes():
        yield from _period(document, vendor, model, period, day)


def _period_of_all(document: TableFile, day: date, period: Node) -> Iterator[TableItem]:
    yield from _period(document, period.require("vendor").text, period, period, day)


def _models(document: TableFile) -> list[Node]:
    """The models of one vendor's file."""
    root = document.root()
    return list(root.children("models")) if "vendor" in root and "models" in root else []


def _all_prices(document: TableFile) -> list[Node]:
    """The periods of all vendors in one file, each with its model beside its prices."""
    root = document.root()
    return list(root.children("prices")) if "prices" in root else []


def _keys(node: Node) -> set[str]:
    return set(node) if isinstance(node.value, dict) else set()


def _period(
    document: TableFile, vendor: str, model: Node, period: Node, day: date
) -> Iterator[TableItem]:
    """The prices of a model in a period that has the day in it."""
    stated, over, upto = _split_band(model.require("id").text, model.require("name").text)
    if _is_current(period, day):
        is_dated = "from_date" in period or "to_date" in period
        entry = TableEntry(document, vendor, stated, is_dated=is_dated)
        yield from _prices(entry, period, over, upto)


def _prices(
    entry: TableEntry, period: Node, over: int | None, upto: int | None
) -> Iterator[TableItem]:
    for name, key in KEYS.items():
        quote = period.get(name)
        if quote:
            yield entry.price(quote, key, SCALE, over=over, upto=upto)


def _split_band(stated: str, name: str) -> tuple[str, int | None, int | None]:
    """The id without the band that the name says, and the band's lower and upper end in tokens."""
    band = BAND.search(name)
    if band is None:
        return stated, None, None
    tokens = int(band[2]) * 1000
    if band[1] == "≤":
        return stated, None, tokens
    return stated.removesuffix(f"-{band[2]}k"), tokens, None


def _is_current(period: Node, day: date) -> bool:
    """Whether the period, half-open, has the day in it."""
    begins = period.get("from_date")
    if begins and begins.text > day.isoformat():
        return False
    ends = period.get("to_date")
    return not ends or day.isoformat() < ends.text


def write(offers: Sequence[Offer], day: date, account: Account) -> bytes:
    """The prices of the day, a row a model and band."""
    wanted = Wanted(name_of=_field, pair=("input", "output"), even=True)
    rows: list[Tree] = []
    for priced in priced_offers(offers, wanted, account):
        for over in (None, *priced.starts):
            row: Tree = {**_names(priced, over), **priced.amounts(over)}
            rows.append(row)
    return exact_json({"updated_at": day.isoformat(), "prices": rows})


def write_history(offers: Sequence[Offer], day: date, account: Account) -> bytes:  # noqa: ARG001 (what holds on it)
    """The prices of each time, a row a model, band and period, the newest first; `from_date` is null
    where the price was there before anybody watched.
    """
    wanted = Wanted(name_of=_field, pair=("input", "output"), even=True)
    rows: list[Tree] = []
    for priced in priced_offers(offers, wanted, account):
        for over in (None, *priced.starts):
            for period, amounts in reversed(_periods(priced.offer.past, over)):
                rows.append({**_names(priced, over), **amounts, **period})
    return exact_json({"prices": rows})


def _field(key: PriceKey, over: int | None) -> str | None:
    """The field of a price. A band begins above whole thousands of tokens."""
    begins_evenly = over is None or (over + 1) % 1000 <= 1
    return _FIELDS.get(key) if begins_evenly else None


def _names(priced: PricedOffer, over: int | None) -> dict[str, Tree]:
    """What a row says of the model: the id and name of its band are those of a model of its own."""
    offer = priced.offer
    model_id, name = priced.id, offer.name or priced.id
    if over is not None:
        thousands = (over + 1) // 1000
        model_id, name = f"{model_id}-{thousands}k", f"{name} >{thousands}k"
    elif priced.starts:
        name = f"{name} ≤{(priced.starts[0] + 1) // 1000}k"
    vendor = _SELLERS.get(offer.provider, offer.provider)
    return {"id": model_id, "vendor": vendor, "name": name}


def _periods(
    past: Iterable[PastPrice], over: int | None
) -> list[tuple[dict[str, Tree], dict[str, Tree]]]:
    """The times in which both prices of a band stood still, oldest first, with the prices."""
    of_band = [price for price in past if price.over_tokens == over]
    starts = {price.from_date for price in of_band}
    ends = {price.to_date for price in of_band if price.to_date}
    borders = sorted((starts | ends) - {None}, key=str)
    first: list[date | None] = [None] if None in starts else []
    edges: list[date | None] = [*first, *borders]
    periods: list[tuple[dict[str, Tree], dict[str, Tree]]] = []
    for begin, end in zip(edges, [*edges[1:], None], strict=True):
        amounts: dict[str, Tree] = {}
        for price in of_band:
            name = _field(price.key, over)
            if name and _holds_from(price, begin):
                amounts[name] = price.usd_per_mtok
        if not {"input", "output"} <= set(amounts):
            continue
        days: dict[str, Tree] = {"from_date": _text(begin), "to_date": _text(end)}
        periods.append((days, dict(sorted(amounts.items()))))
    return periods


def _holds_from(price: PastPrice, begin: date | None) -> bool:
    """Whether a price held in the time that begins on a day, or before all."""
    if begin is None:
        return price.from_date is None
    has_begun = price.from_date is None or price.from_date <= begin
    return has_begun and (price.to_date is None or begin < price.to_date)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


FORMAT = TableFormat("llm-prices", "llm-prices", recognises, read, write)
