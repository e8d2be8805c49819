"""xAI's page on the retirement of several models: from which day, where their requests go, and what that costs."""

import re
from collections.abc import Iterator

from spiders.changed import PageChanged
from spiders.claims import Claim, Link, Meter
from spiders.page import Page
from spiders.source import Source

DAY = r"[A-Z][a-z]+ \d{1,2}, \d{4}"
PRICES = r"`([\w.-]+)` pricing of \W*(\$[\d.]+) per 1M input tokens and (\$[\d.]+) per 1M output tokens"
SIDES: dict[int, Meter] = {2: "input", 3: "output"}


class XaiLifecycle(Source):
    publisher = "xai"
    lineage = "first_party"
    terms = "public documentation; robots allow"
    money = r"\$\d"
    links = [Link(kind="retirement", url="https://docs.x.ai/developers/migration/may-15-retirement.md",
                  aliases=("https://docs.x.ai/developers/migration/may-15-retirement",))]  # fmt: skip
    expect = {"retired": range(2, 200), "successors": range(2, 200), "prices": range(1, 20)}

    def claims(self, page: Page) -> Iterator[Claim]:
        return self.attempt(page, self.retired, self.successors, self.prices)

    def retired(self, page: Page) -> Iterator[Claim]:
        for section in page.outline.sections():
            for match, line, route in section.codes_under(rf"Effective ({DAY})\b.* models will be retired"):
                yield Claim(route=route, attribute="retired_date", quote=line.part(*match.span(1)))

    def successors(self, page: Page) -> Iterator[Claim]:
        table = page.outline.section("Recommended Replacements").table("Model being retired")
        target = next((header.label for header in table.headers if header.label.startswith("Redirect target")), "")
        for row in table.rows():
            route, cell = row.pop("Model being retired"), row.pop(target)
            if (successor := re.match(r"[a-z]+-[\w.-]*\w", cell.text)) is None:
                raise PageChanged("a cell names no model", where=cell.locator, found=cell.text)
            yield Claim(route=route, attribute="successor", quote=cell.part(*successor.span()))

    def prices(self, page: Page) -> Iterator[Claim]:
        for line, match in (found for section in page.outline.sections() for found in section.lines(PRICES)):
            for group, meter in SIDES.items():
                quote = line.part(*match.span(group))
                yield Claim(route=line.part(*match.span(1)), price=meter, unit="1M tokens", quote=quote)
