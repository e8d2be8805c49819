"""Google Cloud's days on which models end there."""

from spiders.authoring import (
    Attribute,
    Claim,
    Claims,
    Documentation,
    Link,
    Page,
    Section,
    attribute_claims,
    bare_name,
)

MODELS = "https://docs.cloud.google.com/gemini-enterprise-agent-platform/models"
OLDER_VERSIONS = "https://cloud.google.com/vertex-ai/generative-ai/docs/learn/model-versions"
DEPRECATED = r"deprecated as of ([\w ,]+?)\*"
SHUT_DOWN = r"shut down on ([\w ,]+?)\*"


class VertexLifecycle(Documentation):
    """When the models that Google Cloud serves are deprecated and shut down there.

    The page on partners' models has a section per model, with sentences of these days and limits in
    lists. The page on versions has tables of Google's own models: released, retired, replaced.
    """

    publisher = "google-vertex"
    role = "lifecycle"
    terms = "public documentation, CC BY 4.0; robots allow"
    links = [
        Link(kind="deprecations", url=f"{MODELS}/deprecations/partner-models"),
        Link(kind="versions", url=f"{MODELS}/model-versions", aliases=(OLDER_VERSIONS,)),
    ]
    expect = {"deprecations": range(6, 3000), "versions": range(6, 3000)}
    limits: dict[str, Attribute] = {
        r"Maximum input tokens: ([\d,]+)$": "max_input_tokens",
        r"Maximum output tokens: ([\d,]+)$": "max_output_tokens",
    }
    columns: dict[str, Attribute] = {
        "Release date": "released_date",
        "Retirement date": "retired_date",
        "Recommended upgrade": "successor",
        "Replacement model": "successor",
    }

    def deprecations(self, page: Page) -> Claims:
        models = [
            section
            for section, *_ in page.outline.chapters(2)
            if section.find("Model ID|deprecated as of")
        ]
        return self.read_each(page, "deprecations", models, self.deprecated)

    def deprecated(self, model: Section) -> Claims:
        code = model.line_after("Model ID")
        route = code.slice(1, len(code.text) - 1)
        deprecated_on = model.require(DEPRECATED)
        shut_down_on = model.require(SHUT_DOWN)
        yield Claim(route=route, attribute="name", quote=bare_name(model.title))
        yield Claim(route=route, attribute="deprecated_date", quote=deprecated_on)
        yield Claim(route=route, attribute="retired_date", quote=shut_down_on)
        yield from attribute_claims(model, self.limits, route=route)

    def versions(self, page: Page) -> Claims:
        for row in page.outline.rows("Model ID", "Release date", "Retirement date"):
            cell = row.pop("Model ID")
            route = cell.slice(0, len(cell.text.rstrip("*")))
            yield from attribute_claims(row, self.columns, route=route)
