"""The lifecycle of models on Amazon Bedrock: what is active, what is legacy, and when it ends there.

A date that holds in some regions only keeps them as its variant.
"""

import re
from collections.abc import Iterator

from spiders.claims import Attribute, Claim, Link, Quote
from spiders.page import Page
from spiders.phrases import retirement
from spiders.source import Source

SUCCESSOR = "Recommended model version replacement"
_GUIDE = "https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle"


class BedrockLifecycle(Source):
    publisher = "amazon-bedrock"
    lineage = "first_party"
    terms = "public documentation; robots allow"
    links = [Link(kind="lifecycle", url=f"{_GUIDE}.html", aliases=(f"{_GUIDE}.md",))]
    expect = {"active": range(3000), "ending": range(8, 3000)}
    ending_ignore = ("Model provider", "Provider", "Regions", "Public extended access date",
                     "Public extended access start date", "Recommended model ID")  # fmt: skip

    def active(self, page: Page) -> Iterator[Claim]:
        for table in page.outline.tables("Model ID", "Launch date"):
            for row in table.rows(ignore=["Provider", "Regions supported", "Launch date", "Output modalities"]):
                route = row.pop("Model ID")
                yield Claim(route=route, attribute="name", quote=row.pop("Model name"))
                yield Claim(route=route, attribute="status", says="active", quote=route)
                yield Claim(route=route, attribute="input_modalities", quote=row.pop("Input modalities"))
                if row.has("EOL date") and (end := row.pop("EOL date")).text:
                    yield self.dated(route, *retirement(end))

    def ending(self, page: Page) -> Iterator[Claim]:
        for table in page.outline.tables("Legacy date", "EOL date"):
            for row in table.rows(ignore=self.ending_ignore):
                route = row.pop("Model ID" if row.has("Model ID") else "Model version")
                if row.has("Model name"):
                    yield Claim(route=route, attribute="name", quote=row.pop("Model name"))
                yield self.dated(route, "deprecated_date", row.pop("Legacy date"))
                yield self.dated(route, *retirement(row.pop("EOL date")))
                if row.has(SUCCESSOR):
                    yield Claim(route=route, attribute="successor", quote=row.pop(SUCCESSOR))

    def dated(self, route: Quote, attribute: Attribute, cell: Quote) -> Claim:
        match = re.fullmatch(r"(.+?) \((.+)\)", cell.text)
        if match is None:
            return Claim(route=route, attribute=attribute, quote=cell)
        regions = None if match[2].lower() == "all regions" else match[2]
        return Claim(route=route, attribute=attribute, variant=regions, quote=cell.part(*match.span(1)))
