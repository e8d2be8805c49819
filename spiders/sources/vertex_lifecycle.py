"""Google Cloud's word on when the models it serves are deprecated and shut down there."""

from spiders.claims import Attribute, Claim, Claims, Link
from spiders.parsing.outline import Section
from spiders.parsing.page import Page
from spiders.readers.attributes import attribute_claims
from spiders.readers.phrases import bare_name
from spiders.source import Documentation

_MODELS = "https://docs.cloud.google.com/gemini-enterprise-agent-platform/models"
_OLDER = "https://cloud.google.com/vertex-ai/generative-ai/docs/learn/model-versions"


class VertexLifecycle(Documentation):
    publisher = "google-vertex"
    terms = "public documentation, CC BY 4.0; robots allow"
    links = [
        Link(kind="deprecations", url=f"{_MODELS}/deprecations/partner-models"),
        Link(kind="versions", url=f"{_MODELS}/model-versions", aliases=(_OLDER,)),
    ]
    expect = dict.fromkeys(("deprecations", "versions"), range(6, 3000))
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
        yield Claim(route=route, attribute="name", quote=bare_name(model.title))
        yield Claim(
            route=route,
            attribute="deprecated_date",
            quote=model.require(r"deprecated as of ([\w ,]+?)\*"),
        )
        yield Claim(
            route=route,
            attribute="retired_date",
            quote=model.require(r"shut down on ([\w ,]+?)\*"),
        )
        yield from attribute_claims(model, self.limits, route=route)

    def versions(self, page: Page) -> Claims:
        for row in page.outline.rows("Model ID", "Release date", "Retirement date"):
            cell = row.pop("Model ID")
            yield from attribute_claims(
                row, self.columns, route=cell.slice(0, len(cell.text.rstrip("*")))
            )
