"""Renders the JSON-LD of a page in the terms of schema.org: who made the models, and offers while
their prices are fresh.
"""

import json
from typing import Any, cast

from markupsafe import Markup

from reports.model.cost import MonthlyBill, MonthlyCost
from reports.pages.comparison import Comparison
from reports.pages.sections.header import HeaderModel
from reports.values.number_format import plain_number
from reports.values.value import number_of


def linked_data(page: Comparison) -> Markup:
    """The JSON-LD, safe to stand in a script element whatever texts it holds."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": page.header.title,
        "dateModified": _iso(page.dates.newest_check),
        "lastReviewed": _iso(page.dates.newest_review),
        "about": [
            _model(page.header.a, page.cost.chosen.a),
            _model(page.header.b, page.cost.chosen.b),
        ],
    }
    return script_json(json.dumps(_without_unknown(data), ensure_ascii=False, sort_keys=True))


def script_json(text: str) -> Markup:
    """JSON, safe to stand in a script element whatever texts it holds."""
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)  # noqa: S704 - no character of it can end the element


def _model(model: HeaderModel, cost: MonthlyCost) -> dict[str, Any]:
    offer: dict[str, Any] | None = None
    if isinstance(cost.best, MonthlyBill) and _is_quotable(cost.best):
        offer = _offer(cost.best)
    return {
        "@type": "SoftwareApplication",
        "applicationCategory": "Language model",
        "name": model.name,
        "datePublished": model.released,
        "author": {"@type": "Organization", "name": model.lab} if model.lab else None,
        "offers": offer,
    }


def _is_quotable(bill: MonthlyBill) -> bool:
    """Whether its prices are fresh and in dollars."""
    return not bill.is_stale and not bill.is_converted


def _offer(bill: MonthlyBill) -> dict[str, Any]:
    return {
        "@type": "Offer",
        "seller": {"@type": "Organization", "name": bill.provider},
        "priceSpecification": [
            {
                "@type": "UnitPriceSpecification",
                "name": f"{item.meter} tokens",
                "price": plain_number(number_of(item.price) or item.mtok),
                "priceCurrency": "USD",
                "unitText": "1M tokens",
            }
            for item in bill.items
        ],
    }


def _without_unknown(data: Any) -> Any:
    """Data without the keys whose value is None, at any depth."""
    if isinstance(data, list):
        return [_without_unknown(item) for item in cast("list[Any]", data)]
    if isinstance(data, dict):
        return {
            name: _without_unknown(value)
            for name, value in cast("dict[str, Any]", data).items()
            if value is not None
        }
    return data


def _iso(day: object) -> str | None:
    return str(day) if day else None
