"""Google Cloud's word on when the models it serves are deprecated and shut down there."""

from collections.abc import Iterator

from spiders.claims import Attribute, Claim, Link
from spiders.outline import Section
from spiders.page import Page
from spiders.phrases import bare_name, retirement
from spiders.source import Source

_MODELS = "https://docs.cloud.google.com/gemini-enterprise-agent-platform/models"
_OLDER = "https://cloud.google.com/vertex-ai/generative-ai/docs/learn/model-versions"


class VertexLifecycle(Source):
    publisher = "google-vertex"
    lineage = "first_party"
    terms = "public documentation, CC BY 4.0; robots allow"
    links = [
        Link(kind="deprecations", url=f"{_MODELS}/deprecations/partner-models"),
        Link(kind="versions", url=f"{_MODELS}/model-versions", aliases=(_OLDER,)),
    ]
    expect = dict.fromkeys(("deprecations", "versions"), range(6, 3000))
    limits: dict[str, Attribute] = {"input": "max_input_tokens", "output": "max_output_tokens"}

    def deprecations(self, page: Page) -> Iterator[Claim]:
        models = [section for section, *_ in page.outline.chapters(2) if section.find("Model ID|deprecated as of")]
        return self.each(page, "deprecations", models, self.deprecated)

    def deprecated(self, model: Section) -> Iterator[Claim]:
        code = model.line_after("Model ID")
        route = code.part(1, len(code.text) - 1)
        yield Claim(route=route, attribute="name", quote=bare_name(model.title))
        yield Claim(route=route, attribute="deprecated_date", quote=model.must_say(r"deprecated as of ([\w ,]+?)\*"))
        yield Claim(route=route, attribute="retired_date", quote=model.must_say(r"shut down on ([\w ,]+?)\*"))
        for side, attribute in self.limits.items():
            if quote := model.find(rf"Maximum {side} tokens: ([\d,]+)$"):
                yield Claim(route=route, attribute=attribute, quote=quote)

    def versions(self, page: Page) -> Iterator[Claim]:
        for table in page.outline.tables("Model ID", "Retirement date"):
            upgrade = "Recommended upgrade" if table.has("Recommended upgrade") else "Replacement model"
            for row in table.rows():
                route, release, end = row.pop("Model ID"), row.pop("Release date"), row.pop("Retirement date")
                route = route.part(0, len(route.text.rstrip("*")))
                if release.text:
                    yield Claim(route=route, attribute="released_date", quote=release)
                if end.text not in ("", "No retirement date announced"):
                    attribute, day = retirement(end)
                    yield Claim(route=route, attribute=attribute, quote=day)
                if (successor := row.pop(upgrade)).text:
                    yield Claim(route=route, attribute="successor", quote=successor)
