"""Amazon Bedrock's price list of the models sold through its marketplace, Claude and others: a file
a region.

The service's name is the model, and the usage type says what is measured. Reserved throughput,
storage and what is priced per picture, second or search stay unread.
"""

import re

from spiders.claims import Claims
from spiders.parsing.page import Page
from spiders.platforms.aws import AwsPrice, AwsPriceList, price_list_index, region_file_patterns
from spiders.readers.meters import MeterWords


class BedrockMarketplace(AwsPriceList):
    publisher = "amazon-bedrock"
    unverified_reason = (
        "no copy of a real file was at hand; its structure is known from programs that read it"
    )
    links = [price_list_index("AmazonBedrockFoundationModels")]
    follow_patterns = region_file_patterns("AmazonBedrockFoundationModels")
    expect = {"prices": range(1, 20_000)}
    words = MeterWords(
        {"cache_write": "write", "cache_read": "cache", "output": "output", "input": "input"},
        tiers={"batch": "batch", "flex": "flex", "priority": "priority"},
        modalities={},
        lifetimes={"1h": "1h"},
        variants={"global": "global", "latency optimized": "latency", "long context": "lctx long"},
        silent="tokens token count million read standard optimized context ctx units",
    )

    def price(self, page: Page, price: AwsPrice) -> Claims:
        end, words = self.words.split(price.usage.text)
        service, measured, unit = (
            price.attributes.require("servicename"),
            self.words.read(words),
            price.tokens,
        )
        model = re.fullmatch(r"(.+) \(Amazon Bedrock Edition\)", service.text)
        unknown = re.search(r"MP:[A-Z0-9]+_.", price.usage.text[:end])
        if model and measured.meter and unit and not unknown:
            route = service.slice(*model.span(1))
            yield measured.claim(
                route, price.amount, unit, region=price.region, valid_from=price.begins
            )
        else:
            what = re.sub(r"^.*MP:[A-Z0-9]+_|-Units$", "", price.usage.text)
            page.note_unread("prices", f"a price of {what!r} is not read", price.amount.locator)
