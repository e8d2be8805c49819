"""Anthropic's model deprecations."""

from spiders.authoring import Attribute, Claims, Documentation, Link, Page, attribute_claims

STATUS_COLUMNS: dict[str, Attribute] = {
    "Current State": "status",
    "Deprecated": "deprecated_date",
    "Retired": "retired_date",
    "Tentative Retirement Date": "retired_date",
}
RETIREMENT_COLUMNS: dict[str, Attribute] = {
    "Retirement Date": "retired_date",
    "Recommended Replacement": "successor",
}
# "2026-02-19: Claude Haiku 3 model"
ANNOUNCEMENT_HEADING = r"^\d{4}-\d{2}-\d{2}: "


class AnthropicLifecycle(Documentation):
    """Anthropic's deprecations: one status table, and one table of retirements per announcement.

    The dates hold for the platforms that Anthropic operates; Bedrock and Google Cloud set their
    own.
    """

    publisher = "anthropic"
    role = "lifecycle"
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
        table = page.outline.section("Model status").table("API Model Name", "Current State")
        for row in table.rows():
            route = row.pop("API Model Name")
            yield from attribute_claims(row, STATUS_COLUMNS, route=route)

    def retirements(self, page: Page) -> Claims:
        for _, section in page.outline.sections_matching(ANNOUNCEMENT_HEADING):
            table = section.table("Deprecated Model", *RETIREMENT_COLUMNS)
            for row in table.rows():
                route = row.pop("Deprecated Model")
                yield from attribute_claims(row, RETIREMENT_COLUMNS, route=route)
