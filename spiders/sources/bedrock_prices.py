"""Amazon Bedrock's price list of Amazon's own and of open models: a file a region, a product a
meter.

The words of a product's usage type, inference type and feature together say what is measured.
Training, storage, reserved throughput, pictures, guardrails and the like stay unread.
"""

import re

from spiders.claims import Claims, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.platforms.aws import AwsPrice, AwsPriceList, price_list_index, region_file_patterns
from spiders.readers.meters import MeterWords


class BedrockPrices(AwsPriceList):
    publisher = "amazon-bedrock"
    unverified_reason = (
        "no copy of a real file was at hand; its structure is known from programs that read it"
    )
    links = [price_list_index("AmazonBedrock")]
    follow_patterns = region_file_patterns("AmazonBedrock")
    expect = {"prices": range(1, 20_000)}
    words = MeterWords(
        {"cache_write": "write", "cache_read": "cache", "output": "output", "input": "input"},
        tiers={"batch": "batch", "flex": "flex", "priority": "priority"},
        modalities={"text": "text", "image": "image", "audio": "audio speech", "video": "video"},
        lifetimes={"1h": "1h hour"},
        variants={"global": "global", "latency optimized": "latency", "long context": "lctx long"},
        silent="tokens token count prompt read cross region standard mantle on demand inference "
        "optimized context ctx 1",
    )

    def price(self, page: Page, price: AwsPrice) -> Claims:
        usage = re.sub(r"^[A-Z0-9]+-", "", price.usage.text)
        _, words = self.words.split(usage)
        unknown = [] if words else [usage]
        for key in ("inferenceType", "feature", "service_tier"):
            if said := price.attributes.get(key):
                rest, more = self.words.split(said.text)
                words += more
                unknown += [said.text] if rest else []
        measured, unit, model = (
            self.words.read(words),
            price.tokens,
            price.attributes.get("model"),
        )
        if unit is None or unknown or measured.meter is None:
            what = (
                f"per {price.unit.text}" if unit is None else f"for {', '.join(unknown) or usage!r}"
            )
            page.note_unread("prices", f"a price {what} is not read", price.amount.locator)
            return
        if model is None:  # then "Text" and "Image" are a part of the name, not what is measured
            model, measured = self.model(price), measured._replace(modality=None)
        yield measured.claim(
            model, price.amount, unit, region=price.region, valid_from=price.begins
        )

    def model(self, price: AwsPrice) -> Quote:
        """A model's name without its meter, where only a longer text has it."""
        text, pattern = price.usage, r"[A-Z0-9]+-(.+?)(?:-mantle)?-(?:input|output|cache)\b.*"
        if titan := price.attributes.get("titanModel"):
            text, pattern = titan, r"(.+?)(?:-(?:input|output))?"
        match = re.fullmatch(pattern, text.text)
        if match is None:
            raise LayoutChanged(
                "a product does not name its model", where=text.locator, found=text.text
            )
        return text.slice(*match.span(1))
