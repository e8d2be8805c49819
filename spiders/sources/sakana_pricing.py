"""Sakana's price list."""

from spiders.authoring import (
    Band,
    Claim,
    Claims,
    Documentation,
    LayoutChanged,
    Link,
    Meter,
    Page,
    Section,
    read_band,
)

METERS: dict[str, Meter] = {"Input": "input", "Cached input": "cache_read", "Output": "output"}
PLAN_HEADER = "Plan"


class SakanaPricing(Documentation):
    """Sakana's prices in dollars per million tokens: a table under the name of each model, its
    columns bands of context; and its plans by the month.
    """

    publisher = "sakana"
    role = "priced"
    links = [Link(kind="pricing", url="https://console.sakana.ai/pricing")]
    expect = {"models": range(2, 200), "plans": range(20)}
    money_pattern = r"\$\d"
    unverified_reason = "its layout is known from what others read of it; no copy was recorded"

    def models(self, page: Page) -> Claims:
        sections = [part for part in page.outline.sections() if part.tables("Token type")]
        return self.read_each(page, "models", sections, self.model)

    def model(self, section: Section) -> Claims:
        for row in section.table("Token type").rows():
            side = row.pop("Token type")
            meter = METERS.get(side.text)
            if meter is None:
                raise LayoutChanged("a price has no known side", where=row.where, found=side.text)
            for header, cell in row.pop_stated():
                is_banded = header.startswith("Context")
                band = read_band(header.removeprefix("Context ")) if is_banded else Band(None, None)
                yield Claim(
                    route=section.title,
                    meter=meter,
                    unit="1M tokens",
                    quote=cell,
                    over_tokens=band.over,
                    upto_tokens=band.upto,
                )

    def plans(self, page: Page) -> Claims:
        for row in page.outline.rows(PLAN_HEADER, "Price"):
            name, price = row.pop(PLAN_HEADER), row.pop("Price").find(r"^(\$[\d.]+)/month$")
            if price:
                yield Claim(
                    service=name,
                    full_name=f"{self.publisher} plan {name.text}",
                    meter="subscription",
                    unit="month",
                    plan=name.text,
                    quote=price,
                )
