"""LiteLLM: one JSON file, a row a route; US dollars per token."""

from collections.abc import Container, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from pipeline.exact_json import Tree, exact_json
from pipeline.tables.offers.account import Account
from pipeline.tables.offers.offer import Offer
from pipeline.tables.offers.priced import PricedOffer, Wanted, priced_offers
from pipeline.tables.seller_names import sellers_named
from pipeline.tables.statement import (
    TableEntry,
    TableFile,
    TableFormat,
    TableItem,
    read_rows,
    token_count,
)
from spiders.parsing.json_tree import Node, unescape_step
from spiders.readers.price_keys import PriceKey, litellm_key
from spiders.readers.seller_ids import seller_id
from spiders.readers.time_windows import read_windows, rest_of_day

SCALE = Decimal(1_000_000)
OFF_PEAK = "off_peak_pricing"
NO_ROWS = ("sample_spec", "fallback_generalizations")
_PER_TOKEN = -6
"""The power of ten by which a price per million tokens is one per token."""
_FIELDS = (
    "input_cost_per_token",
    "output_cost_per_token",
    "cache_read_input_token_cost",
    "cache_creation_input_token_cost",
    "cache_creation_input_token_cost_above_1hr",
    "output_cost_per_reasoning_token",
    "input_cost_per_audio_token",
    "output_cost_per_audio_token",
    "cache_read_input_audio_token_cost",
    "cache_creation_input_audio_token_cost",
    "input_cost_per_image_token",
    "output_cost_per_image_token",
    "cache_read_input_image_token_cost",
    "input_cost_per_video_token",
    "output_cost_per_video_token",
)
"""The fields of prices without tier and band. What each means, `litellm_key` says."""
_STEMS = {litellm_key(name): name for name in _FIELDS}
_TIER_ENDINGS = {
    "standard": "",
    "batch": "_batches",
    "flex": "_flex",
    "priority": "_priority",
}
_SELLERS = sellers_named(
    (
        "bedrock",
        "cloudflare",
        "dashscope",
        "fireworks_ai",
        "friendliai",
        "gemini",
        "github",
        "github_copilot",
        "gmi",
        "meta_llama",
        "moonshot",
        "novita",
        "nvidia_nim",
        "snowflake",
        "together_ai",
        "vercel_ai_gateway",
        "vertex_ai",
        "voyage",
    )
)
_WITHOUT_SELLER = ("anthropic", "bedrock", "cohere", "openai")
"""Sellers whose models have no seller in front of their id."""
_TIERED = ("dashscope",)
"""Sellers for which LiteLLM looks for bands in "tiered_pricing" alone."""
_MODES = (
    "audio_speech",
    "audio_transcription",
    "chat",
    "completion",
    "embedding",
    "image_generation",
    "moderation",
    "ocr",
    "realtime",
    "rerank",
    "responses",
    "search",
    "video_generation",
)


def recognises(document: TableFile) -> bool:
    rows = document.root().object_members()
    return any("litellm_provider" in row for _, row in rows)


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:  # noqa: ARG001 (its prices have no days)
    for document in documents:
        rows = [row for _, row in document.root().object_members(skip=NO_ROWS)]
        yield from read_rows(document, rows, partial(_model, document))


def _model(document: TableFile, row: Node) -> Iterator[TableItem]:
    provider = row.get("litellm_provider")
    if provider:
        name = unescape_step(row.pointer.removeprefix("/"))
        yield from _row(TableEntry(document, _seller(provider.text), name), row)


def _seller(provider: str) -> str:
    """The provider without the family of models or the kind of API that LiteLLM writes beside it."""
    provider = provider.removeprefix("text-completion-")
    return provider.partition("-")[0]


def _row(entry: TableEntry, row: Node) -> Iterator[TableItem]:
    """The prices of a row's bands of input lengths, its own, and those of some hours, beside which
    its own are for the rest of the day.
    """
    for band in row.children("tiered_pricing"):
        ends = band.get_node("range")
        if ends:
            yield from _band(entry, band, ends)
    cheaper = row.get_node(OFF_PEAK)
    if not cheaper:
        yield from _prices(entry, row)
        return
    windows = _windows(cheaper)
    if windows is None:
        yield entry.left_out(cheaper, "a condition that is not known")
        yield from _prices(entry, row, skip=cheaper)
        return
    yield from _prices(entry, row, skip=cheaper)
    for hours in rest_of_day(windows):
        yield from _prices(entry, row, only=cheaper, hours=hours)
    for hours in windows:
        yield from _prices(entry, cheaper, hours=hours)


def _windows(cheaper: Node) -> list[str] | None:
    """The hours of every day on which other prices hold; None where these hold on some days only."""
    conditions = [key for key in cheaper if litellm_key(key) is None]
    if conditions != ["hours_utc"]:
        return None
    return read_windows(f"{cheaper.require('hours_utc').text} UTC")


def _band(entry: TableEntry, band: Node, ends: Node) -> Iterator[TableItem]:
    """The prices of a band of input lengths, which may have no upper end."""
    lower, *upper = [token_count(end) if end else None for end in ends.elements()]
    yield from _prices(entry, band, over=lower or None, upto=upper[0] if upper else None)


def _prices(
    entry: TableEntry,
    row: Node,
    over: int | None = None,
    upto: int | None = None,
    *,
    hours: str | None = None,
    only: Container[str] | None = None,
    skip: Container[str] = (),
) -> Iterator[TableItem]:
    """The prices of a row: of the keys in `only` alone where that is given, and of none in `skip`."""
    for name in row:
        if name in skip or (only is not None and name not in only):
            continue
        key = litellm_key(name)
        if key:
            quote = row.get(name)
            if quote:
                yield entry.price(quote, key, SCALE, over=over, upto=upto, hours=hours)
        elif "_cost_per_" in name or name.endswith("_cost"):
            yield entry.left_out(row.key_quote(name))


def write(offers: Sequence[Offer], day: date, account: Account) -> bytes:  # noqa: ARG001 (as above)
    wanted = Wanted(
        id_of=_key_of,
        name_of=_field,
        pair=(_FIELDS[0], _FIELDS[1]),
        is_global=True,
    )
    rows = {priced.id: _row_of(priced) for priced in priced_offers(offers, wanted, account)}
    return exact_json(dict(sorted(rows.items())))


def _key_of(offer: Offer) -> str | None:
    """The key of an offer's row: LiteLLM's own where it has the route."""
    own, name = offer.names.get("litellm"), offer.model_name
    seller = _SELLERS.get(offer.provider, offer.provider)
    if own or not name or seller in _WITHOUT_SELLER or name.startswith(f"{seller}/"):
        return own or name
    return f"{seller}/{name}"


def _seller_name(offer: Offer) -> str:
    """The seller without hyphens, behind which LiteLLM writes the kind of an API. Where the offer's
    own id begins with a product of the seller ("azure_ai/"), that.
    """
    prefix, slash, _ = (offer.names.get("litellm") or "").partition("/")
    if slash and seller_id(prefix) == offer.provider:
        return prefix
    return _SELLERS.get(offer.provider, offer.provider.replace("-", "_"))


def _field(key: PriceKey, over: int | None) -> str | None:
    """The field of a price. A band begins above whole thousands of tokens, or, what is the same but
    for one token, at them.
    """
    stem = _STEMS.get(key._replace(tier="standard"))
    ending = _TIER_ENDINGS.get(key.tier)
    if stem is None or ending is None:
        return None
    band = ""
    if over is not None:
        thousands, rest = divmod(over + 1, 1000)
        if rest > 1:
            return None
        band = f"_above_{thousands}k_tokens"
    name = stem + band + ending
    return name if litellm_key(name) else None


def _row_of(priced: PricedOffer) -> Tree:
    offer = priced.offer
    row: dict[str, Tree] = {"litellm_provider": _seller_name(offer)}
    if offer.task in _MODES:
        row["mode"] = offer.task
    if offer.context_tokens:
        row["max_input_tokens"] = offer.context_tokens
    if offer.max_output_tokens:
        row["max_output_tokens"] = offer.max_output_tokens
    if offer.retired_date:
        row["deprecation_date"] = offer.retired_date
    tiers = _tiers_of(priced) if row["litellm_provider"] in _TIERED else []
    if tiers:
        row["tiered_pricing"] = tiers
    else:
        for over in (None, *priced.starts):
            for name, amount in priced.amounts(over, _PER_TOKEN).items():
                row[_in_band(name, over)] = amount
    return dict(sorted(row.items()))


def _tiers_of(priced: PricedOffer) -> list[Tree]:
    """The bands of a seller whose costs LiteLLM finds in a list of them; none where there is one
    band. The last one ends where its page says, or with the context.
    """
    if not priced.starts:
        return []
    tiers: list[Tree] = []
    edges = [0, *priced.starts, _last_end(priced)]
    for over, begin, end in zip((None, *priced.starts), edges, edges[1:], strict=False):
        tiers.append({"range": [begin, end], **priced.amounts(over, _PER_TOKEN)})
    return tiers


def _last_end(priced: PricedOffer) -> int:
    """An end for the last band, which must have one and goes on above it all the same."""
    start = priced.starts[-1]
    stated = [price.context_to_tokens for price in priced.bands[start].values()]
    known = [end - 1 for end in stated if end]
    return max([start + 1, priced.offer.context_tokens or 0, *known])


def _in_band(name: str, over: int | None) -> str:
    """The field of a band, by that of the first one."""
    key = litellm_key(name)
    field = key and _field(key, over)
    if not field:
        raise ValueError(f"{name} has no band above {over} tokens")
    return field


FORMAT = TableFormat("litellm", "litellm", recognises, read, write)
