"""Amazon Bedrock's price list of Amazon's own and of open models."""

import re

from spiders.authoring import (
    AwsPrice,
    AwsPriceList,
    Claims,
    LayoutChanged,
    MeterWords,
    Page,
    Quote,
    price_list_index,
    region_file_patterns,
)

METER_WORDS = MeterWords(
    {"cache_write": "write", "cache_read": "cache", "output": "output", "input": "input"},
    tiers={"batch": "batch", "flex": "flex", "priority": "priority"},
    modalities={"text": "text", "image": "image", "audio": "audio speech", "video": "video"},
    lifetimes={"1h": "1h hour"},
    variants={"global": "global", "latency optimized": "latency", "long context": "lctx long"},
    silent="tokens token count prompt read cross region standard mantle on demand inference "
    "optimized context ctx 1",
)
# The attributes of a product that may say what its usage type leaves out.
MEASURED_IN = ("inferenceType", "feature", "service_tier")
# The "USE1-" of "USE1-NovaLite-input-tokens"
REGION_CODE = r"^[A-Z0-9]+-"
# The model in "USE1-gpt-oss-120b-mantle-input-tokens"
MODEL_IN_USAGE = r"[A-Z0-9]+-(.+?)(?:-mantle)?-(?:input|output|cache)\b.*"
# The model in "TitanTextG1-Lite-input"
TITAN_MODEL = r"(.+?)(?:-(?:input|output))?"


class BedrockPrices(AwsPriceList):
    """Prices in dollars of models that Amazon sells itself: one file per region, one product per
    meter.

    The words of a product's usage type, inference type and feature together say what is measured.
    Training, storage, reserved throughput, pictures, guardrails and the like are listed as unread.
    """

    publisher = "amazon-bedrock"
    role = "priced"
    links = [price_list_index("AmazonBedrock")]
    follow_patterns = region_file_patterns("AmazonBedrock")
    expect = {"prices": range(1, 20_000)}
    unverified_reason = (
        "no copy of a real file was at hand; its structure is known from programs that read it"
    )

    def price(self, page: Page, price: AwsPrice) -> Claims:
        words, unknown = self.words_of(price)
        measured = METER_WORDS.read(words)
        unit = price.tokens
        model = price.attributes.get("model")
        if unit is None or unknown or measured.meter is None:
            what = f"for {', '.join(unknown) or self.usage_of(price)!r}"
            if unit is None:
                what = f"per {price.unit.text}"
            page.note_unread("prices", f"a price {what} is not read", price.amount.locator)
            return
        if model is None:
            # Here "Text" and "Image" are a part of the name, not what is measured.
            model = self.model_in_longer_text(price)
            measured = measured._replace(modality=None)
        yield measured.claim(
            model, price.amount, unit, region=price.region, valid_from=price.begins
        )

    def words_of(self, price: AwsPrice) -> tuple[list[str], list[str]]:
        """The words that say what is measured, and the texts in which a word is not known."""
        usage = self.usage_of(price)
        _, words = METER_WORDS.split(usage)
        unknown = [] if words else [usage]
        for key in MEASURED_IN:
            text = price.attributes.get(key)
            if text:
                known_from, more = METER_WORDS.split(text.text)
                words += more
                if known_from > 0:
                    unknown.append(text.text)
        return words, unknown

    def usage_of(self, price: AwsPrice) -> str:
        """The usage type without the region it begins with."""
        return re.sub(REGION_CODE, "", price.usage.text)

    def model_in_longer_text(self, price: AwsPrice) -> Quote:
        """A model's name without its meter, where the product has no attribute for it."""
        titan = price.attributes.get("titanModel")
        if titan:
            text, pattern = titan, TITAN_MODEL
        else:
            text, pattern = price.usage, MODEL_IN_USAGE
        match = re.fullmatch(pattern, text.text)
        if match is None:
            raise LayoutChanged(
                "a product does not name its model", where=text.locator, found=text.text
            )
        return text.slice(*match.span(1))
