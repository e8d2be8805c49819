"""Perplexity's price list."""

import json
import re

from spiders.authoring import Claim, Claims, Documentation, LayoutChanged, Link, Meter, Page

SIDES: dict[str, Meter] = {"input": "input", "output": "output"}


class PerplexityPricing(Documentation):
    """Perplexity's prices in dollars: the page's program holds them as an object, per million
    tokens, and per thousand requests by the size of the search.
    """

    publisher = "perplexity"
    role = "priced"
    links = [
        Link.markdown(
            "pricing",
            "https://docs.perplexity.ai/docs/getting-started/pricing",
            "https://docs.perplexity.ai/getting-started/pricing.md",
        )
    ]
    expect = {"models": range(4, 400)}
    unverified_reason = "its layout is known from what others read of it; no copy was recorded"

    def models(self, page: Page) -> Claims:
        for number, line in enumerate(page.text.splitlines(), start=1):
            found = re.search(r'"id": "([\w.-]+)"', line)
            if found:
                yield from self.model(page, number)

    def model(self, page: Page, first_line: int) -> Claims:
        """The prices of the object that begins at a line, a key on each."""
        route = page.line(first_line).find(r'"id": "([\w.-]+)"')
        if route is None:
            raise LayoutChanged("a model has no id", where=f"line:{first_line}")
        for number in range(first_line + 1, first_line + 12):
            line = page.line(number)
            for key, meter in SIDES.items():
                price = line.find(rf'"{key}": ([\d.]+)')
                if price:
                    yield Claim(
                        route=route, meter=meter, unit="1M tokens", currency="USD", quote=price
                    )
            sizes = line.find(r'"request": (\{.*\})')
            if sizes:
                for size in json.loads(sizes.text):
                    price = sizes.find(rf'"{size}": ([\d.]+)')
                    yield Claim.model_validate(
                        {"route": route, "meter": "search", "unit": "1K requests"}
                        | {"currency": "USD", "variant": f"search context {size}", "quote": price}
                    )
            if "}" in line.text and not sizes:
                return
