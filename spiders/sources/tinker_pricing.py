"""Thinking Machines' prices of Tinker."""

from spiders.authoring import Claim, Claims, Documentation, Link, Page, PriceClass, Row

CACHED = r"(\$[\d.]+) \(cached\)"


class TinkerPricing(Documentation):
    """What Thinking Machines charge for running and training open models, in dollars per million
    tokens: one table. A cell of the input has the price of cached input too.
    """

    publisher = "thinkingmachines"
    role = "priced"
    links = [
        Link(
            kind="models",
            url="https://tinker-docs.thinkingmachines.ai/tinker/models/models_and_pricing/index.md",
        )
    ]
    expect = {"models": range(6, 600)}
    unverified_reason = "its layout is known from what others read of it; no copy was recorded"

    def models(self, page: Page) -> Claims:
        rows = page.outline.table("Model", "Tinker ID", "Sample", "Train").rows()
        return self.read_each(page, "models", rows, self.model)

    def model(self, row: Row) -> Claims:
        label, route = row.pop("Model"), row.pop("Tinker ID")
        sale: PriceClass = "promotional" if "Limited-time" in label.text else "list"
        yield Claim(route=route, attribute="context_tokens", quote=row.pop("Context"))
        _, prefill = row.pop_rest(skip=["Sample", "Train"])[0]
        prices = {
            "input": prefill.find(r"^\$[\d.]+"),
            "cache_read": prefill.find(CACHED),
            "output": row.pop("Sample"),
            "training": row.pop("Train"),
        }
        for meter, quote in prices.items():
            if quote:
                yield Claim.model_validate(
                    {"route": route, "meter": meter, "unit": "1M tokens", "quote": quote}
                    | {"price_class": sale}
                )
