"""Anthropic's model deprecations: one status table, and a table of retirements an announcement.

The dates hold for the platforms Anthropic operates; Bedrock and Google Cloud set their own.
"""

from spiders.claims import Attribute, Claims, Link
from spiders.parsing.page import Page
from spiders.readers.attributes import attribute_claims
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
    status: dict[str, Attribute] = {
        "Current State": "status",
        "Deprecated": "deprecated_date",
        "Retired": "retired_date",
        "Tentative Retirement Date": "retired_date",
    }
    ends: dict[str, Attribute] = {
        "Retirement Date": "retired_date",
        "Recommended Replacement": "successor",
    }

    def model_status(self, page: Page) -> Claims:
        for row in (
            page.outline.section("Model status").table("API Model Name", "Current State").rows()
        ):
            yield from attribute_claims(row, self.status, route=row.pop("API Model Name"))

    def retirements(self, page: Page) -> Claims:
        for _, section in page.outline.sections_matching(r"^\d{4}-\d{2}-\d{2}: "):
            for row in section.table("Deprecated Model", *self.ends).rows():
                yield from attribute_claims(row, self.ends, route=row.pop("Deprecated Model"))
