"""The Gemini API's price list: a chapter a model, a section a tier; the free tier and what follows
it are variants.
"""

import re

from spiders.claims import Claim, Claims, Link, Meter, Quote, Tier, Unit
from spiders.errors import LayoutChanged
from spiders.parsing.outline import Section
from spiders.parsing.page import Page
from spiders.parsing.tables import Row
from spiders.readers.labelled_amounts import Amount, read_amounts
from spiders.readers.phrases import Name, match_id, read_unit, without_picture
from spiders.source import Documentation

TIERS: dict[str, Tier] = {
    "Standard": "standard",
    "Batch": "batch",
    "Flex": "flex",
    "Priority": "priority",
}
METERS: dict[str, Meter] = {
    "Input price": "input",
    "Output price": "output",
    "Context caching price": "cache_read",
    "Image price": "image",
    "Context caching (storage)": "storage",
    "Image generation pricing": "image",
    "Video price": "second",
    "Tuning price": "training",
    "Grounding with Google Search": "search",
    "Grounding with Google Maps": "search",
}
_URL = "https://ai.google.dev/gemini-api/docs/pricing"


class GeminiPricing(Documentation):
    publisher = "google"
    terms = "public documentation, CC BY 4.0; robots allow"
    links = [Link(kind="pricing", url=f"{_URL}.md.txt", aliases=(_URL, f"{_URL}.md.txt?hl=ko"))]
    expect = {"models": range(12, 4000)}

    def models(self, page: Page) -> Claims:
        return self.read_each(
            page, "models", page.outline.chapters(2), lambda chapter: self.model(page, chapter)
        )

    def model(self, page: Page, chapter: list[Section]) -> Claims:
        heading, ids = chapter[0].heading, chapter[0].emphasised_codes()
        if heading and len(ids) == 1:
            yield Claim(route=ids[0], attribute="name", quote=without_picture(heading))
        for section in chapter:
            for table in section.tables():
                paid = next(
                    (h.label for h in table.headers if h.label.startswith("Paid Tier, ")), ""
                )
                tier = "standard" if section is chapter[0] else TIERS.get(section.name)
                if ids and not (paid and tier):
                    raise LayoutChanged(
                        "a price table has no paid tier or no known tier", where=section.name
                    )
                for row in table.rows() if paid else ():
                    yield from self.row(page, ids, row, tier or "standard", paid)

    def row(self, page: Page, ids: list[Quote], row: Row, tier: Tier, paid: str) -> Claims:
        label, free, cell, unit = row.pop(""), row.pop("Free Tier"), row.pop(paid), read_unit(paid)
        base = re.sub(r"\^.*$| \((?!storage).*\)$", "", label.text)
        which = re.fullmatch(r"(?:(.+) )?(image|video)(?: with audio)? price", base, re.IGNORECASE)
        meter = METERS.get(f"{which[2].capitalize()} price" if which else base)
        if not (meter and unit and ids):
            if (ids and base != "Used to improve our products") or (meter and "$" in cell.text):
                raise LayoutChanged(
                    "a price has no id, meter or unit", where=label.locator, found=cell.text
                )
            return
        if "$" not in cell.text and cell.text != "Not available":
            page.note_unread(
                "models", f"a price in the words {cell.text!r} is not read", cell.locator
            )
        for route in [match_id(ids, which[1])] if which and which[1] else ids:
            if free.text == "Free of charge" and meter in ("input", "output", "cache_read"):
                yield Name(route, route.text).price(
                    meter, free.slice(0, 4), unit, tier=tier, variant="free tier"
                )
            for amount in (
                read_amounts(cell) if "Coming soon" not in cell.text else ()
            ):  # on no day that it says
                if amount.unit is None and amount.has_mark:
                    page.note_unread(
                        "models",
                        f"a price with a note and no unit, {cell.text!r}, is not read",
                        cell.locator,
                    )
                else:
                    yield from self.price(
                        Name(route, route.text), tier, meter, amount, amount.unit or unit, base
                    )

    def price(
        self, name: Name, tier: Tier, meter: Meter, amount: Amount, unit: Unit, label: str
    ) -> Claims:
        lead, quote, variant = amount.lead.text, amount.quote, amount.size
        if meter == "search" and "free" in lead:
            quote = quote.with_context(amount.lead.as_context("free"))
            variant = f"{label.removeprefix('Grounding with ')}, beyond the free allowance"
        elif lead and not lead.startswith("Same as Standard"):
            raise LayoutChanged(
                "words before a price are not read", where=amount.lead.locator, found=lead
            )
        meter = (
            "storage"
            if unit == "1M token-hours"
            else "image"
            if (meter, unit) == ("output", "image")
            else meter
        )
        for modality in amount.modalities or (None,):
            yield name.price(
                meter, quote, unit, tier=tier, band=amount.band, modality=modality, variant=variant
            )
