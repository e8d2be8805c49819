"""Anthropic's model deprecations: one status table, and a table of retirements an announcement.

The dates hold for the platforms Anthropic operates; Bedrock and Google Cloud set their own.
"""

import re

from spiders.changed import PageChanged
from spiders.claims import Attribute, Claim, Claims, Link, Quote
from spiders.page import Page
from spiders.source import Documentation


class AnthropicLifecycle(Documentation):
    publisher = "anthropic"
    links = [
        Link.markdown(
            "lifecycle",
            "https://platform.claude.com/docs/en/about-claude/model-deprecations",
            "https://docs.claude.com/en/docs/about-claude/model-deprecations.md",
            "https://docs.anthropic.com/en/docs/resources/model-deprecations",
        )
    ]
    expect = {"model_status": range(12, 400), "retirements": range(10, 600)}

    def model_status(self, page: Page) -> Claims:
        for row in page.outline.section("Model status").table("API Model Name", "Current State").rows():
            route = row.pop("API Model Name")
            yield Claim(route=route, attribute="status", quote=row.pop("Current State"))
            deprecated = row.pop("Deprecated")
            if deprecated.text != "N/A":
                yield Claim(route=route, attribute="deprecated_date", quote=deprecated)
            retirement = row.pop("Retired" if row.has("Retired") else "Tentative Retirement Date")
            if retirement.text != "N/A":
                yield Claim(route=route, attribute=self.kind_of_date(retirement), quote=retirement)

    def retirements(self, page: Page) -> Claims:
        announced = [s for s in page.outline.sections() if re.match(r"\d{4}-\d{2}-\d{2}: ", s.name)]
        for section in announced:
            for row in section.table("Deprecated Model", "Recommended Replacement").rows():
                route = row.pop("Deprecated Model")
                retirement = row.pop("Retirement Date")
                yield Claim(route=route, attribute=self.kind_of_date(retirement), quote=retirement)
                yield Claim(route=route, attribute="successor", quote=row.pop("Recommended Replacement"))

    def kind_of_date(self, cell: Quote) -> Attribute:
        if cell.text.startswith("Not sooner than "):
            return "retirement_not_before_date"
        if re.fullmatch(r"[A-Z][a-z]+ \d{1,2}, \d{4}", cell.text):
            return "retired_date"
        raise PageChanged(
            "a retirement is no date", where=cell.locator, expected="a day, or 'Not sooner than' a day", found=cell.text
        )
