"""Badges: small pictures that a README shows, such as the price of a model and the day of its check."""

from decimal import Decimal
from typing import Annotated, Literal
from xml.sax.saxutils import escape

from fastapi import APIRouter, Query, Response

from reports.data.model_lookup import find_model
from reports.serve.api import Home
from reports.values.plain_values import decimal_text
from reports.values.visible_text import visible
from warehouse.store import PublishedCatalog

router = APIRouter(include_in_schema=False)

_LETTER_WIDTH = 7
_PADDING = 10
_HEIGHT = 20
Shown = Literal["price", "context", "status"]


@router.get("/badges/{model:path}.svg")
def badge(home: Home, model: str, show: Annotated[Shown, Query()] = "price") -> Response:
    """A picture of one figure of a model. What is not sourced says so."""
    with home.pool.catalog() as catalog:
        model_id = find_model(catalog, model)
        label, value = _figure(catalog, model_id, show)
    return Response(svg(f"{model_id} {label}", value), media_type="image/svg+xml")


def _figure(catalog: PublishedCatalog, model_id: str, show: Shown) -> tuple[str, str]:
    everything = {"model": model_id, "row_limit": 1, "row_offset": 0}
    if show == "price":
        offers = catalog.query("api/offers", {**everything, "provider": None, "is_live": True})
        for offer in offers.dicts():
            if offer["standing"] == "eligible":
                prices = (offer["input_usd_per_mtok"], offer["output_usd_per_mtok"])
                checked = f"{offer['price_checked_at']:%Y-%m-%d}"
                return "in / out per 1M", f"{' / '.join(map(_dollars, prices))} · {checked}"
        return "in / out per 1M", "not sourced"
    filters = {"lab": None, "min_context_tokens": None, "open_weights": None}
    filters |= {"capability": None, "is_sold": None}
    (known,) = catalog.query("api/models", {**everything, **filters}).dicts()
    if show == "context":
        tokens = known["context_tokens"]
        return "context", "not sourced" if tokens is None else f"{tokens:,} tokens"
    return "status", str(known["status"] or "not sourced")


def _dollars(amount: Decimal) -> str:
    return f"${decimal_text(amount)}"


def svg(label: str, value: str) -> str:
    """Two fields side by side, as wide as their texts."""
    texts = [escape(visible(text), {'"': "&quot;"}) for text in (label, value)]
    widths = [len(text) * _LETTER_WIDTH + _PADDING for text in (visible(label), visible(value))]
    left, right = widths
    middle = _HEIGHT * 0.7
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{_HEIGHT}" role="img"'
        f' aria-label="{texts[0]}: {texts[1]}">'
        f'<rect width="{left}" height="{_HEIGHT}" fill="#3a3f46"/>'
        f'<rect x="{left}" width="{right}" height="{_HEIGHT}" fill="#1f5f4a"/>'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">'
        f'<text x="{left / 2}" y="{middle}">{texts[0]}</text>'
        f'<text x="{left + right / 2}" y="{middle}">{texts[1]}</text></g></svg>\n'
    )
