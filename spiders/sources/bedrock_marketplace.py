"""Amazon Bedrock's price list of the models sold through its marketplace."""

import re

from spiders.authoring import (
    AwsPrice,
    AwsPriceList,
    Claims,
    MeterWords,
    Page,
    price_list_index,
    region_file_patterns,
)

METER_WORDS = MeterWords(
    {"cache_write": "write", "cache_read": "cache", "output": "output", "input": "input"},
    tiers={"batch": "batch", "flex": "flex", "priority": "priority"},
    modalities={},
    lifetimes={"1h": "1h"},
    variants={"global": "global", "latency optimized": "latency", "long context": "lctx long"},
    silent="tokens token count million read standard optimized context ctx units",
)
SERVICE_NAME = r"^(.+) \(Amazon Bedrock Edition\)$"
# In "USE1-MP:USE1_InputTokenCount-Units" what is measured stands behind the region.
MARKETPLACE_REGION = r"MP:[A-Z0-9]+_"


class BedrockMarketplace(AwsPriceList):
    """Prices in dollars of Claude and other models that their makers sell: one file per region.

    The service's name is the model, and the usage type says what is measured. Reserved throughput,
    storage and what is priced per picture, second or search are listed as unread.
    """

    publisher = "amazon-bedrock"
    role = "priced"
    links = [price_list_index("AmazonBedrockFoundationModels")]
    follow_patterns = region_file_patterns("AmazonBedrockFoundationModels")
    expect = {"prices": range(1, 20_000)}
    unverified_reason = (
        "no copy of a real file was at hand; its structure is known from programs that read it"
    )

    def price(self, page: Page, price: AwsPrice) -> Claims:
        usage = price.usage.text
        known_from, words = METER_WORDS.split(usage)
        has_unknown_words = re.search(rf"{MARKETPLACE_REGION}.", usage[:known_from])
        service = price.attributes.require("servicename")
        measured = METER_WORDS.read(words)
        unit = price.tokens
        model = service.find(SERVICE_NAME)
        if model and measured.meter and unit and not has_unknown_words:
            yield measured.claim(
                model, price.amount, unit, region=price.region, valid_from=price.begins
            )
        else:
            what = re.sub(rf"^.*{MARKETPLACE_REGION}|-Units$", "", usage)
            page.note_unread("prices", f"a price of {what!r} is not read", price.amount.locator)
