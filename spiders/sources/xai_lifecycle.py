"""xAI's page on the retirement of several models: from which day, where their requests go, and what
that costs.
"""

import re

from spiders.claims import Claim, Claims, Link, Meter
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.source import Documentation

DAY = r"[A-Z][a-z]+ \d{1,2}, \d{4}"
PRICES = (
    r"`([\w.-]+)` pricing of \W*(\$[\d.]+) per 1M input tokens and (\$[\d.]+) per 1M output tokens"
)
SIDES: dict[int, Meter] = {2: "input", 3: "output"}


class XaiLifecycle(Documentation):
    publisher = "xai"
    money_pattern = r"\$\d"
    links = [
        Link.markdown("retirement", "https://docs.x.ai/developers/migration/may-15-retirement")
    ]
    expect = {"retired": range(2, 200), "successors": range(2, 200), "prices": range(1, 20)}

    def retired(self, page: Page) -> Claims:
        for section in page.outline.sections():
            for match, line, route in section.codes_under(
                rf"Effective ({DAY})\b.* models will be retired"
            ):
                yield Claim(route=route, attribute="retired_date", quote=line.slice(*match.span(1)))

    def successors(self, page: Page) -> Claims:
        table = page.outline.section("Recommended Replacements").table("Model being retired")
        target = next(
            (
                header.label
                for header in table.headers
                if header.label.startswith("Redirect target")
            ),
            "",
        )
        for row in table.rows():
            route, cell = row.pop("Model being retired"), row.pop(target)
            if (successor := re.match(r"[a-z]+-[\w.-]*\w", cell.text)) is None:
                raise LayoutChanged("a cell names no model", where=cell.locator, found=cell.text)
            yield Claim(route=route, attribute="successor", quote=cell.slice(*successor.span()))

    def prices(self, page: Page) -> Claims:
        for line, match in (
            found for section in page.outline.sections() for found in section.lines(PRICES)
        ):
            for group, meter in SIDES.items():
                quote = line.slice(*match.span(group))
                yield Claim(
                    route=line.slice(*match.span(1)), meter=meter, unit="1M tokens", quote=quote
                )
