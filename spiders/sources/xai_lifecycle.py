"""xAI's page on the retirement of several models."""

import re

from spiders.authoring import Claim, Claims, Documentation, LayoutChanged, Link, Meter, Page, Table

RETIRED = r"Effective ([A-Z][a-z]+ \d{1,2}, \d{4})\b.* models will be retired"
PRICES = (
    r"`(?P<route>[\w.-]+)` pricing of \W*(?P<input>\$[\d.]+) per 1M input tokens"
    r" and (?P<output>\$[\d.]+) per 1M output tokens"
)
# The groups of PRICES that are prices.
METERS: tuple[Meter, ...] = ("input", "output")
MODEL_ID = r"[a-z]+-[\w.-]*\w"


class XaiLifecycle(Documentation):
    """xAI's page on models that it retires: from which day, where their requests go, and what that
    costs.

    A list names the models, a table what replaces each, and a sentence the prices of a replacement,
    in dollars per million tokens.
    """

    publisher = "xai"
    role = "lifecycle"
    links = [
        Link.markdown("retirement", "https://docs.x.ai/developers/migration/may-15-retirement")
    ]
    expect = {"retired": range(2, 200), "successors": range(2, 200), "prices": range(1, 20)}
    money_pattern = r"\$\d"

    def retired(self, page: Page) -> Claims:
        for section in page.outline.sections():
            for match, line, route in section.codes_under(RETIRED):
                day = line.slice(*match.span(1))
                yield Claim(route=route, attribute="retired_date", quote=day)

    def successors(self, page: Page) -> Claims:
        table = page.outline.section("Recommended Replacements").table("Model being retired")
        target_header = self.target_header(table)
        for row in table.rows():
            route = row.pop("Model being retired")
            target = row.pop(target_header)
            model_id = re.match(MODEL_ID, target.text)
            if model_id is None:
                raise LayoutChanged(
                    "a cell names no model", where=target.locator, found=target.text
                )
            successor = target.slice(*model_id.span())
            yield Claim(route=route, attribute="successor", quote=successor)

    def target_header(self, table: Table) -> str:
        """The header that ends in a day: "Redirect target after May 15"."""
        for label in table.labels:
            if label.startswith("Redirect target"):
                return label
        return ""

    def prices(self, page: Page) -> Claims:
        for line, match in page.outline.lines(PRICES):
            route = line.slice(*match.span("route"))
            for meter in METERS:
                price = line.slice(*match.span(meter))
                yield Claim(route=route, meter=meter, unit="1M tokens", quote=price)
